"""Memberships: how they stand, what renews and ends them, and what the days bring."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from actionplans.demo.clock import clock_at, moment
from committees import access, rls
from committees.calendar import today
from committees.errors import Conflict, NotAllowed, WrongState
from committees.models import AuditEvent, Notice
from members import standing
from members.actions import memberships as actions
from members.actions import reminders
from members.actions import seats as seat_actions
from members.models import (
    Handover,
    Membership,
    MembershipPeriod,
    MembershipReminder,
    Place,
    Seat,
)
from members.tasks.memberships import keep_memberships
from tests.world import World

pytestmark = pytest.mark.django_db

SIGNED = dt.date(2019, 9, 18)


def member(world: World, organisation: str = "world_vision", since: dt.date = SIGNED) -> Membership:
    return actions.record_existing(
        committee=world.cct, organisation=world.organisations[organisation], since=since, by=None
    )


def at(day: dt.date):
    return clock_at(moment(day, 12))


# --- Dates ----------------------------------------------------------------------------------------


class Row:
    def __init__(self, **days: dt.date | None) -> None:
        self.__dict__.update(days)


def test_how_a_membership_stands_over_a_year_and_a_half() -> None:
    until = dt.date(2027, 9, 17)
    row = Row(
        due_from=until - dt.timedelta(days=60),
        until=until,
        grace_until=until + dt.timedelta(days=30),
        withdrawn_on=None,
    )
    edges = {
        -61: standing.ACTIVE,
        -60: standing.DUE,
        0: standing.DUE,
        1: standing.GRACE,
        30: standing.GRACE,
        31: standing.LAPSED,
    }
    for days, expected in edges.items():
        assert standing.standing_of(row, until + dt.timedelta(days=days)) == expected, days


def test_python_and_the_database_say_the_same_on_every_day(world: World) -> None:
    rows = [member(world), member(world, "focus", dt.date(2020, 2, 29))]
    rows[1].withdrawn_on = rows[1].until - dt.timedelta(days=10)
    rows[1].save()
    rows.append(actions.accept(committee=world.cct, organisation=world.organisations["police"]))
    first = min(row.due_from for row in rows if row.due_from)
    seen = set()
    for shift in range(-5, 480):
        day = first + dt.timedelta(days=shift)
        told = dict(Membership.objects.with_standing(day).values_list("pk", "standing"))
        known = {row.pk: standing.standing_of(row, day) for row in rows}
        assert told == known, day
        seen |= set(known.values())
        members = set(Membership.objects.members(day).values_list("pk", flat=True))
        assert members == {pk for pk, code in known.items() if code in standing.MEMBERS}, day
        good = set(Membership.objects.in_good_standing(day).values_list("pk", flat=True))
        assert good == {pk for pk, c in known.items() if c in standing.IN_GOOD_STANDING}, day
    assert seen == set(standing.STANDINGS)


@pytest.mark.parametrize(
    ("since", "after", "end"),
    [
        (dt.date(2019, 9, 18), dt.date(2019, 9, 18), dt.date(2020, 9, 17)),
        (dt.date(2019, 9, 18), dt.date(2026, 9, 17), dt.date(2027, 9, 17)),
        (dt.date(2024, 2, 29), dt.date(2024, 2, 29), dt.date(2025, 2, 28)),
        (dt.date(2024, 2, 29), dt.date(2027, 2, 28), dt.date(2028, 2, 28)),
        (dt.date(2025, 1, 1), dt.date(2025, 1, 1), dt.date(2025, 12, 31)),
    ],
)
def test_a_year_ends_on_the_eve_of_the_day_it_began(since, after, end) -> None:
    assert standing.year_end(since, after) == end


def test_with_a_common_day_nobody_joins_and_renews_at_once() -> None:
    common = (9, 18)
    assert standing.first_year_end(dt.date(2026, 3, 1), common, 60) == dt.date(2026, 9, 17)
    assert standing.first_year_end(dt.date(2026, 9, 1), common, 60) == dt.date(2027, 9, 17)
    assert standing.first_year_end(dt.date(2026, 9, 18), common, 60) == dt.date(2027, 9, 17)
    assert standing.next_year_end(dt.date(2026, 3, 1), dt.date(2026, 9, 17), common) == dt.date(
        2027, 9, 17
    )


def test_the_years_follow_each_other_without_a_gap() -> None:
    for since in (dt.date(2019, 9, 18), dt.date(2020, 2, 29), dt.date(2021, 12, 31)):
        until = standing.year_end(since, since)
        for number in range(2, 12):
            following = standing.next_year_end(since, until, None)
            assert 364 <= (following - until).days <= 366
            assert following == standing.anniversary(since, since.year + number) - dt.timedelta(1)
            until = following


# --- Beginning ------------------------------------------------------------------------------------


def test_a_member_from_before_is_one_until_its_coming_anniversary(world: World) -> None:
    row = member(world)
    assert row.since == row.first_since == SIGNED
    assert today() <= row.until < today() + dt.timedelta(days=366)
    assert (row.until + dt.timedelta(days=1)).month == 9
    assert row.stands in standing.IN_GOOD_STANDING
    # The seats of the organisation there end with the last day of grace, and its grants with them.
    seats = Seat.objects.filter(committee=world.cct, organisation=row.organisation)
    assert {seat.ends for seat in seats} == {row.grace_until}
    assert access.resolve(world.cct_chair.pk).until == row.grace_until
    assert Seat.objects.get(pk=world.seat("cct_secretary", "cct").pk).ends is None


def test_recording_a_member_again_changes_nothing(world: World) -> None:
    first = member(world)
    events = AuditEvent.objects.count()
    again = member(world, since=dt.date(2021, 1, 1))
    assert (again.pk, again.since) == (first.pk, SIGNED)
    assert AuditEvent.objects.count() == events
    assert MembershipPeriod.objects.count() == 1


def test_recording_a_member_is_for_who_keeps_the_roll(world: World) -> None:
    values = {"committee": world.cct, "organisation": world.organisations["focus"]}
    for name in ("cct_member", "cct_steering", "pranee", "nok"):
        with pytest.raises(NotAllowed):
            actions.record_existing(**values, since=SIGNED, by=world.people[name])
    with pytest.raises(WrongState):
        actions.record_existing(
            **values, since=today() + dt.timedelta(days=1), by=world.cct_secretary
        )
    assert actions.record_existing(**values, since=SIGNED, by=world.cct_secretary).pk


def test_the_database_keeps_one_membership_at_a_time(world: World) -> None:
    row = member(world)
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(
            committee=world.cct,
            province_id=57,
            organisation=row.organisation,
            since=today(),
            first_since=today(),
            due_from=today(),
            until=today(),
            grace_until=today(),
        )


# --- Renewing -------------------------------------------------------------------------------------


def test_renewal_opens_sixty_days_before_and_grace_keeps_it_open(world: World) -> None:
    row = member(world)
    chair = world.cct_chair
    with at(row.due_from - dt.timedelta(days=1)), pytest.raises(WrongState) as early:
        actions.renew(membership=row, seen=row.until, by=chair)
    assert "opens" in early.value.reason
    with at(row.grace_until + dt.timedelta(days=1)):
        # Who spoke for it has no right left; the secretary is told that it is over.
        with pytest.raises(NotAllowed):
            actions.renew(membership=row, seen=row.until, by=world.fresh(world.cct_member))
        with pytest.raises(WrongState) as late:
            actions.renew(membership=row, seen=row.until, by=world.fresh(world.cct_secretary))
    assert "lapsed" in late.value.reason
    with at(row.grace_until):
        assert actions.renew(membership=row, seen=row.until, by=world.fresh(chair))
    again = world.fresh(row)
    assert again.since == SIGNED
    assert again.until.year == row.until.year + 1
    late_year = MembershipPeriod.objects.filter(membership=row).first()
    assert late_year.in_grace
    assert late_year.starts == row.until + dt.timedelta(days=1)
    seats = Seat.objects.filter(committee=world.cct, organisation=row.organisation)
    assert {seat.ends for seat in seats} == {again.grace_until}


def test_renewing_twice_does_nothing_more(world: World) -> None:
    row = member(world)
    with at(row.until):
        assert actions.renew(membership=row, seen=row.until, by=world.cct_chair)
        events = AuditEvent.objects.count()
        assert not actions.renew(membership=row, seen=row.until, by=world.cct_chair)
        assert AuditEvent.objects.count() == events
    assert MembershipPeriod.objects.filter(membership=row).count() == 2


def test_who_may_renew(world: World) -> None:
    row = member(world)
    with at(row.until):
        for name in ("cct_steering", "pranee", "nok", "national_observer", "stranger"):
            with pytest.raises(NotAllowed):
                actions.renew(membership=row, seen=row.until, by=world.people[name])
    head = world.seat("cct_member", "cct")
    Seat.objects.filter(pk=head.pk).update(heads=True)
    Seat.objects.filter(pk=world.seat("cct_chair", "cct").pk).update(role="vice_chair")
    seat_actions.project(person_id=world.cct_chair.pk, committee=world.cct)
    with at(row.until):
        # Where the organisation has a head, the others of it do not speak for it.
        with pytest.raises(NotAllowed):
            actions.renew(membership=row, seen=row.until, by=world.fresh(world.cct_chair))
        assert actions.renew(membership=row, seen=row.until, by=world.cct_member)


def test_a_seat_that_ends_earlier_is_not_prolonged_by_renewing(world: World) -> None:
    row = member(world)
    soon = row.until - dt.timedelta(days=3)
    Seat.objects.filter(pk=world.seat("cct_member", "cct").pk).update(ends=soon)
    with at(row.due_from):
        actions.renew(membership=row, seen=row.until, by=world.cct_chair)
    assert world.fresh(world.seat("cct_member", "cct")).ends == soon


# --- Ending ---------------------------------------------------------------------------------------


def test_leaving_ends_seats_and_rights_at_once_and_history_stays(world: World) -> None:
    row = member(world)
    with rls.acting_as(world.cct_member.pk):
        actions.withdraw(membership=row, reason="", by=world.cct_member)
    again = world.fresh(row)
    assert again.stands == standing.WITHDRAWN
    for name in ("cct_chair", "cct_member"):
        assert not access.resolve(world.people[name].pk).roles
        assert world.fresh(world.seat(name, "cct")).ended_at is not None
    assert access.resolve(world.cct_secretary.pk).roles
    verbs = set(AuditEvent.objects.filter(subject_id=str(row.pk)).values_list("verb", flat=True))
    assert {"membership_recorded", "membership_left"} <= verbs
    assert seat_actions.drift() == []
    with pytest.raises(WrongState):
        actions.withdraw(membership=row, reason="x", by=world.cct_secretary)


def test_only_the_member_itself_or_who_keeps_the_roll_ends_it(world: World) -> None:
    row = member(world, "focus")
    for name in ("cct_member", "pranee", "nok"):
        with pytest.raises(NotAllowed):
            actions.withdraw(membership=row, reason="x", by=world.people[name])
    other = member(world)
    actions.withdraw(membership=other, reason="หนังสือลาออก", by=world.cct_secretary)
    assert world.fresh(other).withdrawn_on == today()


def test_rights_end_with_the_last_day_of_grace_even_where_no_task_ran(world: World) -> None:
    row = member(world)
    with at(row.grace_until):
        assert access.resolve(world.cct_chair.pk).roles
    with rls.acting_as_system("test"), at(row.grace_until + dt.timedelta(days=1)):
        chair = Seat.objects.current(today()).filter(person=world.cct_chair)
        assert not chair.exists()
    grants = access.all_grants()
    own = [grant for (user, _node, _code), grant in grants.items() if user == world.cct_chair.pk]
    assert own
    assert all(grant.until == row.grace_until for grant in own)


def test_a_lapse_is_written_down_once_however_often_and_late_the_task_runs(world: World) -> None:
    row = member(world)
    # A seat that was given since, without a last day, ends too.
    Seat.objects.filter(pk=world.seat("cct_member", "cct").pk).update(ends=None)
    with at(row.grace_until + dt.timedelta(days=5)):
        assert keep_memberships() >= 1
        events = AuditEvent.objects.filter(verb="membership_lapsed")
        assert events.count() == 1
        keep_memberships()
        assert events.count() == 1
        assert (
            not Seat.objects.not_over(today())
            .filter(organisation=row.organisation, committee=world.cct)
            .exists()
        )
        places = Place.objects.filter(organisation=row.organisation, committee=world.cct)
        assert places.exists()
        assert not places.standing(today()).exists()
        assert not Handover.objects.filter(committee=world.cct).exists()
    with at(row.grace_until + dt.timedelta(days=400)):
        keep_memberships()
        assert events.count() == 1
    told = Notice.objects.filter(kind="own_membership_lapsed").values_list("recipient", flat=True)
    assert set(told) == {world.cct_chair.pk, world.cct_member.pk}


def test_a_former_member_that_is_accepted_again_begins_anew(world: World) -> None:
    old = member(world)
    later = old.grace_until + dt.timedelta(days=100)
    with at(later):
        keep_memberships()
        new = actions.accept(committee=world.cct, organisation=old.organisation)
        with pytest.raises(WrongState):
            actions.accept(committee=world.cct, organisation=old.organisation)
        new = actions.begin(membership=new, signed_on=later, by=None)
        assert (new.since, new.first_since, new.came_back) == (later, SIGNED, True)
        assert new.stands == standing.ACTIVE
        assert (
            actions.record_existing(
                committee=world.cct, organisation=old.organisation, since=SIGNED, by=None
            ).pk
            == new.pk
        )
    assert world.fresh(old).since == SIGNED


# --- Reminding ------------------------------------------------------------------------------------


def sent(row: Membership) -> list[int]:
    found = MembershipReminder.objects.filter(membership=row).order_by("pk")
    return list(found.values_list("stage", flat=True))


def test_each_stage_is_told_once_day_after_day(world: World) -> None:
    row = member(world)
    for shift in range(-70, 31):
        with at(row.until + dt.timedelta(days=shift)):
            reminders.remind_members()
            reminders.remind_members()
    assert sent(row) == [60, 30, 7, 0, -14]
    notices = Notice.objects.filter(recipient=world.cct_member)
    assert notices.filter(kind="membership_due").count() == 4
    assert notices.filter(kind="membership_in_grace").count() == 1


def test_missed_stages_are_not_sent_late_in_a_bunch(world: World) -> None:
    row = member(world)
    with at(row.until - dt.timedelta(days=5)):
        assert reminders.remind_members() == 1
        assert reminders.remind_members() == 0
    assert sent(row) == [7]
    with at(row.until + dt.timedelta(days=20)):
        reminders.remind_members()
    assert sent(row) == [7, -14]


def test_after_the_first_renewal_one_is_reminded_again(world: World) -> None:
    row = member(world)
    with at(row.until - dt.timedelta(days=7)):
        reminders.remind_members()
        actions.renew(membership=row, seen=row.until, by=world.cct_chair)
        assert reminders.remind_members() == 0
    second = world.fresh(row)
    for shift in (-61, -60, -30, -7, 0):
        with at(second.until + dt.timedelta(days=shift)):
            reminders.remind_members()
    assert sent(row) == [7, 60, 30, 7, 0]


def test_who_speaks_for_the_member_is_reminded_and_nobody_else(world: World) -> None:
    row = member(world)
    Seat.objects.filter(pk=world.seat("cct_member", "cct").pk).update(heads=True)
    with at(row.until):
        reminders.remind_members()
    told = Notice.objects.filter(kind="membership_due").values_list("recipient", flat=True)
    assert list(told) == [world.cct_member.pk]


def test_who_left_is_not_reminded(world: World) -> None:
    row = member(world)
    actions.withdraw(membership=row, reason="x", by=world.cct_secretary)
    with at(row.until):
        assert reminders.remind_members() == 0


# --- The rules ------------------------------------------------------------------------------------


def rules(**other):
    return {
        "common_day": None,
        "common_month": None,
        "opens_before": 60,
        "grace_days": 30,
        "reminders": [60, 0],
        "checklist": [{"th": "ก", "en": "a"}],
        "takes_applications": False,
        "welcome_th": "",
        "welcome_en": "",
    } | other


def test_new_days_hold_for_running_years_and_spare_who_is_in_grace(world: World) -> None:
    running, late = member(world), member(world, "focus")
    shift = late.until - (today() - dt.timedelta(days=5))
    for name in ("since", "first_since", "due_from", "until", "grace_until"):
        setattr(late, name, getattr(late, name) - shift)
    late.save()
    changed = actions.change_rules(
        committee=world.cct, values=rules(grace_days=10), version=1, by=world.cct_secretary
    )
    assert changed.version == 2
    again = world.fresh(running)
    assert again.grace_until == running.until + dt.timedelta(days=10)
    assert world.fresh(world.seat("cct_chair", "cct")).ends == again.grace_until
    assert world.fresh(late).grace_until == late.grace_until
    with pytest.raises(Conflict):
        actions.change_rules(committee=world.cct, values=rules(), version=1, by=world.cct_secretary)
    with pytest.raises(NotAllowed):
        actions.change_rules(committee=world.cct, values=rules(), version=2, by=world.cct_member)


def test_leaving_on_its_page_leads_out_and_stays_in_the_history(world: World) -> None:
    row = member(world)
    path = f"/committees/cct/members/{row.pk}/"
    client = world.client("cct_member", "en")
    page = client.get(f"{path}leave/").content.decode()
    assert "These seats end at once" in page
    assert "Arunee Phongphanit" in page
    answer = client.post(f"{path}leave/", {"reason": ""})
    assert (answer.status_code, answer.url) == (302, "/")
    for gone in (path, "/committees/cct/members/", "/committees/cct/seats/"):
        assert client.get(gone).status_code == 404, gone
    kept = world.client("cct_secretary", "en").get(path).content.decode()
    assert "Left" in kept
    assert "ended the membership of World Vision" in kept
