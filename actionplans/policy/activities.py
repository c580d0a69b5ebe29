"""May this person log, correct or withdraw an activity now, and if not, why."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from actionplans.models import Activity
from actionplans.policy.locks import check_period_open
from committees import access
from committees.errors import NotAllowed, WrongState
from committees.models import Committee
from committees.roles import Permission


def check_log(user: User, committee: Committee) -> None:
    """Whether the person may log what was done in this committee."""
    if not access.can(user, Permission.LOG_ACTIVITY, committee):
        raise NotAllowed(_("Only members of this committee log its activities."))
    if committee.ended is not None:
        raise WrongState(_("This committee has ended; nothing more is logged here."))


def check_keep(user: User, activity: Activity) -> None:
    """Whether the activity is in this person's keeping: their own, or the committee's through
    its secretary.
    """
    check_log(user, activity.committee)
    own = activity.logged_by_id == user.pk
    if not own and not access.can(user, Permission.CORRECT_ACTIVITIES, activity.committee):
        raise NotAllowed(
            _("Whoever logged it corrects it; otherwise the secretary or the chair does.")
        )


def check_correct(user: User, activity: Activity) -> None:
    """Whether the person may correct it, or change its photos and papers."""
    check_keep(user, activity)
    if activity.withdrawn_at is not None:
        raise WrongState(_("This activity is withdrawn. Put it back first."))


def check_withdraw(user: User, activity: Activity) -> None:
    """Whether the person may withdraw it."""
    check_keep(user, activity)
    if activity.withdrawn_at is not None:
        raise WrongState(_("This activity is withdrawn already."))


def check_restore(user: User, activity: Activity) -> None:
    """Whether the person may put it back."""
    check_keep(user, activity)
    if activity.withdrawn_at is None:
        raise WrongState(_("This activity stands; there is nothing to put back."))


def check_period(activity: Activity, *, lock: bool = True) -> None:
    """Refuse what would change the figures of a quarter whose report is accepted.

    Acts ask with `lock`, buttons without. Raises WrongState.
    """
    check_period_open(activity.committee, activity.starts, activity.ends, lock=lock)
