"""What logs leave out: the secret part of an address, with which whoever reads it could act."""

from __future__ import annotations

import logging
import re

# Keys of invitations, applications, passwords and addresses; an id is shorter.
_SECRET = re.compile(r"[\w.:=-]{40,}")


def masked(text: str) -> str:
    """The text without keys: `/invitations/***/`."""
    return _SECRET.sub("***", text)


class Masking(logging.Filter):
    """Leaves keys out of the lines Django writes of requests that were refused."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(
                masked(value) if isinstance(value, str) else value for value in record.args
            )
        return True
