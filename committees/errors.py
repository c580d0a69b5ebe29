"""Why an act is refused. `committees.http` turns these into answers, once for all pages."""

from __future__ import annotations

from django.utils.functional import Promise


class Refused(Exception):  # noqa: N818  (named as what it says)
    """An act is refused; `reason` is a sentence for the person who tried."""

    status = 403

    def __init__(self, reason: str | Promise) -> None:
        super().__init__(str(reason))
        self.reason = str(reason)


class NotAllowed(Refused):
    """This person may not do this, whatever the state."""

    status = 403


class WrongState(Refused):
    """It cannot be done now: the thing is in another state than the act needs."""

    status = 409


class Conflict(Refused):
    """Somebody changed the thing in the meantime."""

    status = 409
