"""No right outlives the membership it rests on: seats end with it, here and in working groups."""

import datetime as dt

import pytest

from committees import access, rls
from committees.calendar import today
from committees.errors import WrongState
from committees.models import AuditEvent, Committee
from members.actions import memberships, offices, reminders
from members.actions import seats as seat_actions
from members.models import Membership, Organisation, Seat
from members.offices_page import holders_now
from tests.factories import CommitteeFactory, UserFactory
from tests.members.test_memberships import at, member
from tests.world import World

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def row(world: World) -> Membership:
    return member(world)


@pytest.fixture
def group(world: World) -> Committee:
    return CommitteeFactory(kind="working_group", parent=world.cct, province=world.cct.province)


def seat(
    committee: Committee, organisation: Organisation, role: str = "member", **values: dt.date | None
) -> Seat:
    return seat_actions.give_seat(
        committee=committee,
        person=UserFactory(),
        values={"organisation": organisation, "role": role, "starts": today(), **values},
        by=None,
    )


def test_a_seat_given_in_the_middle_of_a_year_ends_with_grace(world: World, row) -> None:
    with rls.acting_as(world.cct_secretary.pk):
        given = seat_actions.invite(
            committee=world.cct,
            email="new@example.org",
            name_th="ใหม่",
            name_en="New",
            seat={
                "organisation": row.organisation,
                "role": "member",
                "starts": today(),
                "ends": None,
            },
            by=world.fresh(world.cct_secretary),
        ).seat
    assert given.ends == row.grace_until
    assert access.resolve(given.person_id).until == row.grace_until
    sooner = seat(world.cct, row.organisation, ends=today() + DAY)
    assert sooner.ends == today() + DAY


def test_a_seat_changed_does_not_outlive_the_membership(world: World, row) -> None:
    given = seat(world.cct, row.organisation, ends=today() + DAY)
    with rls.acting_as(world.cct_secretary.pk):
        changed = seat_actions.change_seat(
            seat=given, values={"ends": None}, version=1, by=world.fresh(world.cct_secretary)
        )
    assert changed.ends == world.fresh(given).ends == row.grace_until


def test_a_seat_moved_to_a_member_ends_with_its_membership(world: World, row) -> None:
    given = seat(world.cct, world.organisations["police"])
    assert given.ends is None
    with rls.acting_as(world.cct_secretary.pk):
        seat_actions.change_seat(
            seat=given,
            values={"organisation": row.organisation},
            version=1,
            by=world.fresh(world.cct_secretary),
        )
    assert world.fresh(given).ends == row.grace_until


def test_seats_in_working_groups_follow_the_membership(world: World, row, group) -> None:
    given = seat(group, row.organisation)
    other = seat(group, world.organisations["police"])
    assert (given.ends, other.ends) == (row.grace_until, None)
    with at(row.until), rls.acting_as(world.cct_chair.pk):
        assert memberships.renew(membership=row, seen=row.until, by=world.fresh(world.cct_chair))
    assert world.fresh(given).ends == world.fresh(row).grace_until > row.grace_until
    assert seat_actions.drift() == []


def test_recording_a_member_ends_seats_of_working_groups_too(world: World, group) -> None:
    given = seat(group, world.organisations["world_vision"])
    row = member(world)
    assert world.fresh(given).ends == row.grace_until


def test_leaving_ends_seats_in_working_groups_at_once(world: World, row, group) -> None:
    given = seat(group, row.organisation)
    other = seat(group, world.organisations["police"])
    with rls.acting_as(world.cct_chair.pk):
        memberships.withdraw(membership=row, reason="", by=world.fresh(world.cct_chair))
    assert world.fresh(given).ended_at is not None
    assert not access.resolve(given.person_id).roles
    assert world.fresh(other).ended_at is None
    assert seat_actions.drift() == []


def test_a_lapse_ends_seats_in_working_groups(world: World, row, group) -> None:
    given = seat(group, row.organisation)
    Seat.objects.filter(pk=given.pk).update(ends=None)
    with at(row.grace_until + DAY), rls.acting_as_system("test"):
        assert reminders.lapse_memberships() == 1
        assert reminders.lapse_memberships() == 0
    assert world.fresh(given).ended_at is not None


def test_a_former_member_gets_no_seat_but_an_observers(world: World, row, group) -> None:
    memberships.withdraw(membership=row, reason="", by=world.cct_chair)
    for committee in (world.cct, group):
        with pytest.raises(WrongState, match="applies again"):
            seat(committee, row.organisation)
        assert seat(committee, row.organisation, role="observer").ends is None


def test_no_seat_begins_after_the_membership(world: World, row) -> None:
    with pytest.raises(WrongState, match="renews before"):
        seat(world.cct, row.organisation, starts=row.grace_until + DAY)
    last = seat(world.cct, row.organisation, starts=row.grace_until)
    assert last.ends == row.grace_until


def test_of_two_memberships_the_one_that_holds_counts(world: World, row) -> None:
    """Organisations made one may have an older membership that was entered later."""
    over = Membership.objects.create(
        committee=world.cct,
        province=world.cct.province,
        organisation=row.organisation,
        since=dt.date(2015, 1, 1),
        first_since=dt.date(2015, 1, 1),
        due_from=dt.date(2016, 1, 1),
        until=dt.date(2016, 1, 2),
        grace_until=dt.date(2016, 2, 1),
    )
    assert over.pk > row.pk
    assert seat(world.cct, row.organisation).ends == row.grace_until
    with pytest.raises(WrongState, match="a member already"):
        memberships.accept(committee=world.cct, organisation=row.organisation)


def test_offices_end_with_the_membership(world: World, row) -> None:
    """A former member is not shown as chair, and the office is one to elect to."""
    term = offices.record_office(
        committee=world.cct,
        organisation=row.organisation,
        role="chair",
        starts=row.since,
        by=world.cct_secretary,
    )
    with at(row.grace_until + DAY), rls.acting_as_system("test"):
        reminders.lapse_memberships()
        reminders.lapse_memberships()
    assert world.fresh(term).left_on == row.grace_until
    assert AuditEvent.objects.filter(verb="office_left").count() == 1


def test_who_leaves_leaves_its_offices(world: World, row) -> None:
    term = offices.record_office(
        committee=world.cct,
        organisation=row.organisation,
        role="chair",
        starts=row.since,
        by=world.cct_secretary,
    )
    with rls.acting_as(world.cct_chair.pk):
        memberships.withdraw(membership=row, reason="", by=world.fresh(world.cct_chair))
    assert world.fresh(term).left_on == today() - DAY
    rows = holders_now(world.cct, world.scope("cct_secretary"))
    assert row.organisation_id not in {one.organisation and one.organisation.pk for one in rows}
