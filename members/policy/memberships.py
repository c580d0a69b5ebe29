"""May this person do this to a membership now, and if not, why."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from committees import access
from committees.calendar import format_date
from committees.errors import NotAllowed, Refused, WrongState
from committees.kinds import Kind
from committees.models import Committee
from committees.roles import Permission
from members import standing
from members.models import Membership
from members.policy.speaking import check_speaks_for


def keeps_members(committee: Committee) -> bool:
    """Whether organisations join this committee by signing its memorandum of understanding."""
    return committee.kind == Kind.CIVIL_SOCIETY


def check_manage(user: User, committee: Committee) -> None:
    """Whether the person keeps the roll and the rules of membership."""
    if not keeps_members(committee):
        raise NotAllowed(_("This committee is appointed; organisations do not join it."))
    if not access.can(user, Permission.MANAGE_MEMBERSHIPS, committee):
        raise NotAllowed(_("Only the secretary or the chair keeps the roll of members."))


def check_renew(user: User, membership: Membership) -> None:
    """Whether the person may renew now: who speaks for the member, or the secretary on its notice.

    First who (403), then when (409). In grace it is open as before.
    """
    check_acts_for(user, membership)
    stands = membership.stands
    if stands in (standing.DUE, standing.GRACE):
        return
    if stands == standing.ACTIVE:
        raise WrongState(
            _("Renewed until %(day)s. The next renewal opens on %(opens)s.")
            % {
                "day": format_date(membership.until),
                "opens": format_date(membership.due_from),
            }
        )
    if stands == standing.ACCEPTED:
        raise WrongState(_("The membership begins when the organisation has signed the MoU."))
    if stands == standing.LAPSED:
        raise WrongState(
            _("This membership lapsed after %(day)s. The organisation applies again.")
            % {"day": format_date(membership.grace_until)}
        )
    raise WrongState(_("This organisation has left. It applies again to come back."))


def check_withdraw(user: User, membership: Membership) -> None:
    """Whether the person may end the membership: at any time, while there is one."""
    check_acts_for(user, membership)
    if membership.is_over:
        raise WrongState(_("This membership has ended already."))


def check_acts_for(user: User, membership: Membership) -> None:
    """Whether the person acts for this member: speaks for it, or keeps the roll on its notice."""
    if access.can(user, Permission.MANAGE_MEMBERSHIPS, membership.committee):
        return
    check_speaks_for(user, membership.committee, membership.organisation)


def speaks_for(user: User, membership: Membership) -> bool:
    """Whether the person speaks for the member, not only keeps the roll."""
    try:
        check_speaks_for(user, membership.committee, membership.organisation)
    except Refused:
        return False
    return True
