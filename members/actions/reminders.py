"""What the days bring by themselves: reminders to renew, and the end of what was not renewed."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from committees import audit
from committees.calendar import today
from members import standing
from members.actions import offices, tenure
from members.actions import seats as seat_actions
from members.actions.memberships import (
    facts,
    locked_row,
    managers,
    move_seats,
    recorded,
    rules_of,
    seats_of,
    speakers,
)
from members.models import Membership, MembershipReminder, Seat
from members.notices import memberships as notices

audit.register(
    {
        "membership_reminded": _("%(subject)s was reminded to renew"),
        "membership_lapsed": _("The membership of %(subject)s lapsed"),
    }
)


def lapse_memberships() -> int:
    """Write down each membership whose grace is over, once; returns how many.

    The rights have ended with the last day of grace by themselves; seats that were given without
    one end here. Runs as the system, every day; run late or twice it does the same once.
    """
    day = today()
    noted = MembershipReminder.objects.filter(
        membership=OuterRef("pk"), until=OuterRef("until"), stage=MembershipReminder.LAPSE
    )
    over = Membership.objects.filter(grace_until__lt=day, withdrawn_on__isnull=True)
    ids = list(over.filter(~Exists(noted)).order_by("pk").values_list("pk", flat=True))
    return sum(_lapse(pk) for pk in ids)


@transaction.atomic
def _lapse(pk: int) -> bool:
    row = locked_row(Membership(pk=pk))
    if row.stands != standing.LAPSED or not _note_stage(row, MembershipReminder.LAPSE):
        return False
    held = Seat.objects.filter(
        tenure.seats_with(row),
        Q(ends__isnull=True) | Q(ends__gte=row.grace_until),
        ended_at__isnull=True,
    )
    told = list(User.objects.filter(pk__in=held.values("person")))
    offices.leave_all(
        committee=row.committee,
        organisation=row.organisation,
        last_day=row.grace_until,
        by=None,
    )
    tenure.end_places(row)
    seat_actions.end_all(
        seats=list(seats_of(row)), reason=str(_("The membership lapsed.")), by=None
    )
    event = recorded("membership_lapsed", row.committee, row, None, above=True, after=facts(row))
    notices.membership_told("membership_lapsed", row, event, managers(row.committee))
    notices.membership_told("own_membership_lapsed", row, event, told)
    return True


def remind_members() -> int:
    """Remind each member at the stage it has reached, once a stage; returns how many.

    Only the newest stage reached is sent: what was missed while nothing ran is not sent late in a
    bunch. Seats given since without a last day get that of the membership. Runs as the system.
    """
    day = today()
    open_rows = Membership.objects.filter(withdrawn_on__isnull=True, grace_until__gte=day)
    return sum(_keep(pk) for pk in list(open_rows.order_by("pk").values_list("pk", flat=True)))


@transaction.atomic
def _keep(pk: int) -> bool:
    """Look after one membership, as it is now: somebody may just be renewing it."""
    row = locked_row(Membership(pk=pk))
    if row.stands not in standing.MEMBERS:
        return False
    move_seats(row)
    stage = stage_of(rules_of(row.committee).reminders, row.until, today())
    if stage is None or _stage_noted(row, stage):
        return False
    return _remind(row, stage)


def stage_of(stages: list[int], until: dt.date, day: dt.date) -> int | None:
    """The newest stage reached on this day, or None before the first."""
    left = (until - day).days
    return min((stage for stage in stages if stage >= left), default=None)


def _stage_noted(row: Membership, stage: int) -> bool:
    return MembershipReminder.objects.filter(
        membership=row, until=row.until, stage__lte=stage
    ).exists()


def _remind(row: Membership, stage: int) -> bool:
    if not _note_stage(row, stage):
        return False
    event = recorded(
        "membership_reminded", row.committee, row, None, after={**facts(row), "stage": stage}
    )
    kind = "membership_in_grace" if row.stands == standing.GRACE else "membership_due"
    notices.membership_told(kind, row, event, speakers(row))
    return True


def _note_stage(row: Membership, stage: int) -> bool:
    _row, created = MembershipReminder.objects.get_or_create(
        membership=row,
        until=row.until,
        stage=stage,
        defaults={
            "committee_id": row.committee_id,
            "province_id": row.province_id,
            "sent_on": today(),
            "above": row.above,
        },
    )
    return created
