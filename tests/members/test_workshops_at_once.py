"""People who vote and write at the same moment: never more votes than there are."""

import uuid

import pytest

from accounts.models import User
from committees import audit, rls
from committees.errors import Refused
from members.actions import points
from members.models import Ballot, Point, Vote, Workshop
from tests.actionplans.test_concurrency import at_once, committed, db  # noqa: F401 - fixtures
from tests.guards.tables.workshops import add_point, in_state, person
from tests.world import World

pytestmark = pytest.mark.xdist_group("concurrency")


def lock(row: Workshop) -> str:
    return f"SELECT id FROM members_workshop WHERE id = {row.pk} FOR UPDATE"


def tried(who: User, call, **given) -> object:
    try:
        with rls.acting_as(who.pk):
            return call(by=User.objects.get(pk=who.pk), **given)
    except Refused as refused:
        return refused.status


def test_of_two_presses_at_once_only_what_there_is_is_spent(committed: World) -> None:  # noqa: F811
    row = in_state(committed, "collecting")
    chair = person(committed, "cct_chair")
    first = Point.objects.get(workshop=row)
    second = add_point(row, chair, "อีกข้อหนึ่ง")
    Workshop.objects.filter(pk=row.pk).update(state="voting", votes_each=5)
    mine = committed.organisations["world_vision"]
    people = (committed.cct_chair, committed.cct_member)  # both of the same organisation

    def voting(who: User, point: Point):
        return lambda: tried(who, points.cast_votes, point=point, count=3, organisation=mine)

    came = at_once(lock(row), voting(people[0], first), voting(people[1], second))
    assert came.count(409) == 1
    ballot = Ballot.objects.get(workshop=row)
    assert ballot.spent == 3
    assert [vote.count for vote in Vote.objects.filter(ballot=ballot)] == [3]
    again = at_once(lock(row), *[voting(people[0], ballot_point(ballot))] * 2)
    assert 409 not in again, "the same press twice is one vote, not two"
    ballot.refresh_from_db()
    assert ballot.spent == 3
    assert not audit.broken_chains()


def ballot_point(ballot: Ballot) -> Point:
    return Vote.objects.select_related("point").get(ballot=ballot).point


def test_a_point_sent_twice_at_once_is_one_point(committed: World) -> None:  # noqa: F811
    row = in_state(committed, "collecting")
    before, key = Point.objects.filter(workshop=row).count(), uuid.uuid4()

    def adding():
        return tried(
            committed.cct_member,
            points.add_point,
            workshop=row,
            heading="threats",
            text="ภัยออนไลน์",
            form_key=key,
        )

    came = at_once(lock(row), adding, adding)
    assert came[0].pk == came[1].pk
    assert Point.objects.filter(workshop=row).count() == before + 1
