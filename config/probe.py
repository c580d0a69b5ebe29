"""Answer a container's health check: is an address alive, is a file fresh?"""

import argparse
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path


def main() -> int:
    """0 for healthy, 1 with a reason."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", help="http://... or a file")
    parser.add_argument("--younger-than", type=int, default=600, metavar="SECONDS")
    given = parser.parse_args()
    problem = (
        address_problem(given.what)
        if given.what.startswith("http://")
        else file_problem(Path(given.what), given.younger_than)
    )
    if problem:
        sys.stderr.write(f"{problem}\n")
    return 1 if problem else 0


def address_problem(url: str) -> str:
    """What is wrong with an address, or nothing."""
    try:
        with urllib.request.urlopen(url, timeout=4):  # noqa: S310 - http:// only, see above
            return ""
    except (urllib.error.URLError, OSError) as error:
        return str(error)


def file_problem(path: Path, seconds: int) -> str:
    """What is wrong with a file that should be written now and then, or nothing."""
    # The scheduler's store may be one file or several with endings.
    times = [found.stat().st_mtime for found in path.parent.glob(f"{path.name}*")]
    if not times:
        return f"{path} is not there"
    age = time.time() - max(times)
    return "" if age < seconds else f"{path} was written {age:.0f} s ago"


if __name__ == "__main__":
    sys.exit(main())
