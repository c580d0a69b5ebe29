"""May this person do this to the committee tree now, and if not, why."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from committees import access
from committees.errors import Conflict, NotAllowed, Refused
from committees.kinds import KINDS, Kind, kinds_under
from committees.models import Committee
from committees.roles import Permission


def allows(check: Callable[..., Any], *args: Any, **kwargs: Any) -> bool:
    """The boolean of a check, for buttons: they ask the very function the act asks."""
    try:
        check(*args, **kwargs)
    except Refused:
        return False
    return True


def check_add(user: User, parent: Committee, kind: str) -> None:
    """Whether the person may establish a committee of this kind here."""
    if Kind(kind) not in kinds_under(parent.kind):
        raise NotAllowed(_("A committee of this kind cannot stand there."))
    if parent.ended is not None:
        raise NotAllowed(_("This committee has ended."))
    if not access.can(user, Permission.ADD_COMMITTEE, parent):
        raise NotAllowed(_("Only the secretary or the deputy chief adds a committee here."))


def check_edit(user: User, committee: Committee) -> None:
    """Whether the person may change the committee's details."""
    if not access.can(user, Permission.EDIT_COMMITTEE, committee):
        raise NotAllowed(_("Only the secretary or the chair changes a committee's details."))


def check_approver(user: User, committee: Committee) -> None:
    """Whether the person may say who approves here, and seat them: never the one who submits.

    A self-governing committee settles it by itself, with those who manage its seats.
    """
    if not access.can(user, _appointing(committee), committee):
        raise NotAllowed(
            _("Who approves the plans is settled by the chief or PSDHS, not by who submits them.")
        )


def _appointing(committee: Committee) -> Permission:
    above = committee.parent_kind
    governs_itself = committee.rule.self_governing or (
        bool(above) and KINDS[Kind(above)].self_governing
    )
    return Permission.MANAGE_SEATS if governs_itself else Permission.APPOINT_APPROVERS


def check_mark_areas(user: User, committee: Committee) -> None:
    """Whether the person may mark border districts of the committee's province."""
    if not access.can(user, Permission.MARK_AREAS, committee):
        raise NotAllowed(_("Only the PSDHS secretariat marks border districts."))


def check_version(row: Any, version: int) -> None:
    """Raise Conflict when the row is no longer the one that was shown."""
    if row.version != version:
        raise Conflict(
            _("Somebody else changed this while you were writing. Both versions are shown below.")
        )
