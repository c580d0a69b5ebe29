"""Run the browser walks of the stories and print one line a story: id, outcome, pictures."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent
PICTURES = BASE_DIR / "var" / "stories"
sys.path.insert(0, str(BASE_DIR))

from tests.scenarios import STORIES  # noqa: E402 - the project's folder is on the path only now


def main() -> int:
    """Run them all; arguments go to pytest."""
    for old in PICTURES.glob("*.png"):
        old.unlink()
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report"
        workers = os.environ.get("WORKERS", "2")
        code = subprocess.run(
            [sys.executable, "-m", "pytest", "-m", "story", "-n", workers, "-q", *sys.argv[1:]],
            cwd=BASE_DIR,
            env={**os.environ, "STORIES_REPORT": str(report)},
            check=False,
        ).returncode
        lines = report.read_text().splitlines() if report.exists() else []
    outcomes: dict[str, list[str]] = {}
    for line in lines:
        entry = json.loads(line)
        outcomes.setdefault(entry["story"], []).append(entry["outcome"])
    print()
    for story, title in STORIES.items():
        pictures = len(list(PICTURES.glob(f"{story}-*.png")))
        print(f"{story}  {outcome(outcomes.get(story, [])):8}{pictures:4} pictures  {title}")
    return 0 if code == 5 else code  # 5: no story has a test yet, which the lines above say


def outcome(results: list[str]) -> str:
    """One word for all tests of a story."""
    if not results:
        return "missing"
    for word in ("failed", "skipped"):
        if word in results:
            return word
    return "passed"


if __name__ == "__main__":
    sys.exit(main())
