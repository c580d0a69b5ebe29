"""Beginning, renewing and ending memberships; their reminders. Rights end with the membership."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from committees import access, audit, rls
from committees import notices as committee_notices
from committees.calendar import today
from committees.errors import WrongState
from committees.models import Committee
from committees.policy import check_version
from committees.roles import Permission
from members import standing
from members.actions import offices, places, tenure
from members.actions import seats as seat_actions
from members.models import (
    Membership,
    MembershipPeriod,
    MembershipRules,
    Organisation,
    Seat,
)
from members.notices import memberships as notices
from members.policy import memberships as policy
from members.policy.speaking import speakers_of

audit.register(
    {
        "membership_recorded": _("%(actor)s recorded %(subject)s as a member since %(since)s"),
        "membership_begun": _("%(subject)s became a member"),
        "membership_renewed": _("%(actor)s renewed the membership of %(subject)s until %(until)s"),
        "membership_renewed_in_grace": _(
            "%(actor)s renewed the membership of %(subject)s in grace, until %(until)s"
        ),
        "membership_left": _("%(actor)s ended the membership of %(subject)s"),
        "membership_rules_changed": _("%(actor)s changed the rules of membership"),
    }
)


# --- The rules ------------------------------------------------------------------------------------


def rules_of(committee: Committee) -> MembershipRules:
    """The committee's rules; those one starts with where it has set none (not saved)."""
    return MembershipRules.objects.filter(committee=committee).first() or MembershipRules(
        committee=committee, province_id=committee.province_id, above=not committee.closed
    )


@transaction.atomic
def change_rules(
    *, committee: Committee, values: dict[str, Any], version: int, by: User
) -> MembershipRules:
    """Change how the committee keeps its members; `version` is the one that was shown.

    A new time to renew or of grace holds at once for members whose year still runs, and moves the
    last day of their people's seats; who is in grace keeps what was said. Raises NotAllowed,
    Conflict.
    """
    policy.check_manage(by, committee)
    Committee.objects.select_for_update(no_key=True).get(pk=committee.pk)
    rules = rules_of(committee)
    check_version(rules, version)
    before = _rule_facts(rules)
    for name, value in values.items():
        setattr(rules, name, value)
    rules.version += 1
    rules.save()
    recorded(
        "membership_rules_changed", committee, rules, by, before=before, after=_rule_facts(rules)
    )
    for membership in _locked_rows(committee, until__gte=today(), withdrawn_on__isnull=True):
        dates = rules.dates(membership.until)
        if any(getattr(membership, name) != day for name, day in dates.items()):
            _set_dates(membership, dates)
    return rules


def _rule_facts(rules: MembershipRules) -> dict[str, Any]:
    return {
        "common_day": f"{rules.common_day}/{rules.common_month}" if rules.common else None,
        "opens_before": rules.opens_before,
        "grace_days": rules.grace_days,
        "reminders": list(rules.reminders),
        "takes_applications": rules.takes_applications,
        "checklist": list(rules.checklist),
    }


# --- Beginning ------------------------------------------------------------------------------------


@transaction.atomic
def record_existing(
    *, committee: Committee, organisation: Organisation, since: dt.date, by: User | None
) -> Membership:
    """Record a member from before the product: a member until its coming anniversary.

    Asked again for the same organisation it changes nothing, also after the membership has ended.
    `by` None is the system. Raises NotAllowed, WrongState for a day that lies ahead.
    """
    if by is not None:
        policy.check_manage(by, committee)
    if since > today():
        raise WrongState(_("Nobody can be a member since a day that lies ahead."))
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    known = _latest(committee, organisation)
    if known is not None and known.since is not None:
        return known
    if known is None or known.withdrawn_on is not None:
        known = _new(committee, organisation)
    rules = rules_of(committee)
    until = standing.running_year_end(since, today(), rules.common)
    _begin(known, since=since, first_since=since, until=until, by=by)
    recorded("membership_recorded", committee, known, by, above=True, after=facts(known))
    return known


def accept(*, committee: Committee, organisation: Organisation) -> Membership:
    """Enter an accepted organisation in the roll; its membership begins with the signature.

    Runs inside the act that accepts it, which has been authorised. Raises WrongState for who is a
    member already.
    """
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    known = _latest(committee, organisation)
    if known is not None and not known.is_over:
        raise WrongState(
            _("%(organisation)s is a member already, or has been accepted.")
            % {"organisation": organisation.name}
        )
    return _new(committee, organisation)


@transaction.atomic
def begin(*, membership: Membership, signed_on: dt.date, by: User | None) -> Membership:
    """Let an accepted organisation be a member from the day it signed.

    Runs inside the act that records the signature. A former member begins anew; that it was one
    before stays with `first_since`. Side effects: dates, first year, audit event.
    """
    locked = locked_row(membership)
    if locked.since is not None or locked.withdrawn_on is not None:
        return locked
    before = (
        Membership.objects.filter(
            committee=locked.committee, organisation=locked.organisation, since__isnull=False
        )
        .order_by("-since")
        .first()
    )
    since = min(signed_on, today())
    if before is not None:
        ended = before.withdrawn_on or before.grace_until + dt.timedelta(days=1)
        since = max(since, ended)
    rules = rules_of(locked.committee)
    until = standing.first_year_end(since, rules.common, rules.opens_before)
    if until < today():
        until = standing.running_year_end(since, today(), rules.common)
    first = before.first_since if before is not None else since
    _begin(locked, since=since, first_since=first, until=until, by=by)
    recorded("membership_begun", locked.committee, locked, by, above=True, after=facts(locked))
    return locked


def give_up_accepted(membership: Membership) -> None:
    """Take an organisation that was accepted and never signed off the roll again."""
    locked = locked_row(membership)
    if locked.since is None and locked.withdrawn_on is None:
        locked.withdrawn_on = today()
        locked.version += 1
        locked.save(update_fields=["withdrawn_on", "version"])


def _new(committee: Committee, organisation: Organisation) -> Membership:
    return Membership.objects.create(
        committee=committee,
        province_id=committee.province_id,
        organisation=organisation,
        above=not committee.closed,
    )


def _begin(
    row: Membership, *, since: dt.date, first_since: dt.date, until: dt.date, by: User | None
) -> None:
    row.since, row.first_since = since, first_since
    _set_dates(row, rules_of(row.committee).dates(until))
    _add_year(row, starts=since, by=by)


def _add_year(row: Membership, *, starts: dt.date, by: User | None, late: bool = False) -> None:
    MembershipPeriod.objects.create(
        membership=row,
        committee_id=row.committee_id,
        province_id=row.province_id,
        starts=starts,
        until=row.until,
        recorded_on=today(),
        recorded_by=by,
        in_grace=late,
        above=row.above,
    )


def _set_dates(row: Membership, dates: dict[str, dt.date]) -> None:
    """Write the dates of a year, and move the last day of the member's seats with them."""
    before = row.grace_until
    for name, day in dates.items():
        setattr(row, name, day)
    row.version += 1
    row.save()
    move_seats(row, before)


def move_seats(row: Membership, before: dt.date | None = None) -> int:
    """Let the member's seats end with the last day of grace, so that no right outlives it.

    `before` is the last day they had: seats that end earlier were ended for another reason and
    stay as they are. Returns how many were moved.
    """
    too_late = Q(ends__isnull=True) | Q(ends__gt=row.grace_until)
    if before is not None:
        too_late |= Q(ends=before)
    # Who renews need not sit in the working groups of which seats move.
    with rls.acting_as_system("membership"):
        seats = list(
            seats_of(row)
            .filter(too_late)
            .exclude(ends=row.grace_until)
            .select_related("committee")
            .select_for_update(of=("self",))
            .order_by("person_id", "pk")
        )
        return sum(_move_seat(seat, row.grace_until) for seat in seats)


def _move_seat(seat: Seat, last: dt.date) -> bool:
    planned = places.planned_end(seat.committee)
    # A seat that begins after the last day is not cut to nothing; it ends with its first day.
    ends = max(last if planned is None else min(last, planned), seat.starts)
    if ends == seat.ends:
        return False
    seat.ends = ends
    seat.version += 1
    seat.save(update_fields=["ends", "version"])
    seat_actions.project(person_id=seat.person_id, committee=seat.committee)
    return True


def seats_of(row: Membership) -> Any:
    """The seats of the member in this committee and its working groups that are not over."""
    return Seat.objects.not_over(today()).filter(tenure.seats_with(row))


# --- Renewing -------------------------------------------------------------------------------------


@transaction.atomic
def renew(*, membership: Membership, seen: dt.date, by: User) -> bool:
    """Renew for the year after the one that runs, or that ran out and is in grace.

    `seen` is the last day that was shown: pressed twice, it renews once. The new year follows the
    old one without a gap. Returns whether anything was done. Side effects: dates, year, the seats'
    last day, audit event, notice. Raises NotAllowed, WrongState.
    """
    policy.check_acts_for(by, membership)
    locked = locked_row(membership)
    if locked.until is not None and locked.until > seen and not locked.is_over:
        return False
    policy.check_renew(by, locked)
    late = locked.stands == standing.GRACE
    rules = rules_of(locked.committee)
    before = facts(locked)
    starts = locked.until + dt.timedelta(days=1)
    until = standing.next_year_end(locked.since, locked.until, rules.common)
    _set_dates(locked, rules.dates(until))
    _add_year(locked, starts=starts, by=by, late=late)
    event = recorded(
        "membership_renewed_in_grace" if late else "membership_renewed",
        locked.committee,
        locked,
        by,
        above=True,
        before=before,
        after=facts(locked),
    )
    notices.membership_told("membership_renewed", locked, event, _told(locked))
    return True


# --- Ending ---------------------------------------------------------------------------------------


@transaction.atomic
def withdraw(*, membership: Membership, reason: str, by: User) -> Membership:
    """End the membership today, and with it the seats of the organisation in this committee.

    History stays. Side effects: seats and grants in this transaction, audit events, notices.
    Raises NotAllowed, WrongState.
    """
    policy.check_acts_for(by, membership)
    locked = locked_row(membership)
    policy.check_withdraw(by, locked)
    _leave(locked, reason=reason, by=by)
    return locked


def _leave(row: Membership, *, reason: str, by: User | None) -> None:
    before = facts(row)
    told = _told(row)
    row.withdrawn_on = today()
    row.version += 1
    row.save(update_fields=["withdrawn_on", "version"])
    event = recorded(
        "membership_left",
        row.committee,
        row,
        by,
        above=True,
        before=before,
        after=facts(row),
        reason=reason,
    )
    notices.membership_told("membership_left", row, event, told)
    # Who leaves has no rights any more after the first of these.
    with rls.acting_as_system("membership"):
        offices.leave_all(
            committee=row.committee,
            organisation=row.organisation,
            last_day=today() - dt.timedelta(days=1),
            by=by,
        )
        tenure.end_places(row)
        seat_actions.end_all(
            seats=list(seats_of(row)), reason=str(_("The membership ended.")), by=by
        )


# --- Who is told, what is written down ------------------------------------------------------------


def speakers(row: Membership) -> list[User]:
    """The people who speak for the member."""
    return list(User.objects.filter(pk__in=speakers_of(row.committee, row.organisation)))


def managers(committee: Committee) -> list[User]:
    """Who keeps the roll of this committee."""
    return access.holders(Permission.MANAGE_MEMBERSHIPS, committee)


def _told(row: Membership) -> list[User]:
    return [*managers(row.committee), *speakers(row)]


def _latest(committee: Committee, organisation: Organisation) -> Membership | None:
    """The membership that is not over, or the last one; of two made one the newer may be over."""
    rows = Membership.objects.filter(committee=committee, organisation=organisation)
    rows = rows.select_related("committee", "organisation").order_by("pk")
    return max(rows, key=lambda row: (not row.is_over, row.pk), default=None)


def locked_row(membership: Membership) -> Membership:
    """The row as it is now, held against others until the transaction ends."""
    return (
        Membership.objects.select_for_update(of=("self",))
        .select_related("committee", "organisation")
        .get(pk=membership.pk)
    )


def _locked_rows(committee: Committee, **lookup: Any) -> list[Membership]:
    return list(
        Membership.objects.select_for_update(of=("self",))
        .filter(committee=committee, **lookup)
        .select_related("committee", "organisation")
        .order_by("pk")
    )


def recorded(verb: str, committee: Committee, subject: Any, by: User | None, **kwargs: Any) -> Any:
    """Write down what was done to a membership or its rules."""
    return audit.record(actor=by, committee=committee, verb=verb, subject=subject, **kwargs)


def facts(row: Membership) -> dict[str, Any]:
    """What the history says of a membership."""
    return {
        "organisation": committee_notices.names(row.organisation),
        "since": notices.days(row.since),
        "until": notices.days(row.until),
        "grace_until": notices.days(row.grace_until),
    }
