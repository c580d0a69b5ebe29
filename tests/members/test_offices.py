"""Elections, and the offices and seats that follow from them."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.models import User
from committees import access, rls
from committees.calendar import today
from committees.errors import NotAllowed, Refused, WrongState
from committees.models import AuditEvent, Notice
from committees.papers import Upload
from committees.roles import Permission
from members.actions import offices as actions
from members.actions import seats as seat_actions
from members.models import (
    Candidate,
    Election,
    Handover,
    Method,
    OfficeTerm,
    Place,
    Seat,
    TieBreak,
)
from members.offices_page import holders_now
from members.policy.offices import Ballot, check_result
from tests.factories import OrganisationFactory, SeatFactory, UserFactory
from tests.world import World

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def values(office: str = "chair", **other: Any) -> dict[str, Any]:
    return {
        "office": office,
        "held_on": today(),
        "takes_office": today(),
        "term_ends": today() + 730 * DAY,
        "places": 1,
        "method": Method.SECRET_BALLOT,
        "tie_break": TieBreak.NONE,
        "adds": False,
        "remark": "",
        **other,
    }


def member(world: World, **other: Any) -> Seat:
    """A person of another organisation with a member's seat in the CCT."""
    seat = SeatFactory(
        committee=world.cct,
        organisation=OrganisationFactory(province_id=57, kind="cso"),
        person=UserFactory(),
        role="member",
        starts=today() - 100 * DAY,
        **other,
    )
    seat_actions.project(person_id=seat.person_id, committee=world.cct)
    return Seat.objects.select_related("person", "organisation", "committee").get(pk=seat.pk)


def record(
    world: World, ballots: list[Ballot], by: str = "cct_secretary", **other: Any
) -> Election:
    more = {name: other.pop(name) for name in ("corrects", "form_key", "upload") if name in other}
    return actions.record_election(
        committee=world.cct,
        values=values(**other),
        ballots=ballots,
        by=world.fresh(world.people[by]),
        **{"upload": None, **more},
    )


def roles(person: User, world: World) -> set[str]:
    return set(access.resolve(person.pk).roles.get(world.cct.pk, ()))


# --- What follows from an election --------------------------------------------------------------


def test_who_wins_has_the_office_and_who_held_it_stays_a_member(world: World) -> None:
    winner, loser = member(world, may_decide="เรื่องงบประมาณ"), member(world)
    old = world.seat("cct_chair", "cct")
    election = record(world, [Ballot(winner, 9, elected=True), Ballot(loser, 5)])

    term = OfficeTerm.objects.get(election=election)
    assert (term.office, term.organisation, term.starts) == ("chair", winner.organisation, today())
    assert term.seat is not None
    assert (term.seat.role, term.seat.person) == ("chair", winner.person)
    assert term.seat.may_decide == "เรื่องงบประมาณ"
    assert term.seat.appointed_by == world.cct_secretary
    assert roles(winner.person, world) == {"chair", "member"}
    assert roles(loser.person, world) == {"member"}
    # The chair before has left it, and sits on as a member of the organisation.
    old.refresh_from_db()
    assert old.ended_at is not None
    assert roles(world.cct_chair, world) == {"member"}
    assert not access.can(
        world.fresh(world.cct_chair), Permission.RECORD_ELECTIONS, world.fresh(world.cct)
    )
    assert seat_actions.drift() == []


def test_an_office_that_begins_later_leaves_the_one_before_until_its_eve(world: World) -> None:
    winner, begins = member(world), today() + 10 * DAY
    record(world, [Ballot(winner, 9, elected=True)], takes_office=begins)
    old = world.seat("cct_chair", "cct")
    old.refresh_from_db()
    assert (old.ends, old.ended_at) == (begins - DAY, None)
    assert roles(world.cct_chair, world) == {"chair"}
    assert roles(winner.person, world) == {"member"}
    following = Seat.objects.get(committee=world.cct, person=world.cct_chair, role="member")
    assert following.starts == begins


def test_who_is_elected_again_keeps_the_seat_in_a_new_term(world: World) -> None:
    seat = world.seat("cct_chair", "cct")
    first = record(
        world,
        [Ballot(seat, 5, elected=True)],
        held_on=today() - 90 * DAY,
        takes_office=today() - 90 * DAY,
    )
    second = record(world, [Ballot(seat, 7, elected=True), Ballot(member(world), 2)])
    terms = OfficeTerm.objects.filter(office="chair").order_by("starts")
    assert [(t.election_id, t.seat_id, t.left_on) for t in terms] == [
        (first.pk, seat.pk, today() - DAY),
        (second.pk, seat.pk, None),
    ]
    seat.refresh_from_db()
    assert (seat.ends, seat.ended_at) == (None, None)
    assert Seat.objects.filter(person=world.cct_chair, committee=world.cct).count() == 1


def test_who_is_elected_to_another_office_lays_down_the_one_held(world: World) -> None:
    seat = world.seat("cct_chair", "cct")
    record(
        world,
        [Ballot(seat, 5, elected=True)],
        held_on=today() - 9 * DAY,
        takes_office=today() - 9 * DAY,
    )
    record(world, [Ballot(seat, 8, elected=True)], office="vice_chair")
    assert roles(world.cct_chair, world) == {"vice_chair"}
    chair = OfficeTerm.objects.get(office="chair")
    assert chair.left_on == today() - DAY
    holders = {one.office: one for one in holders_now(world.cct, world.scope("cct_member"))}
    assert holders["chair"].organisation is None
    assert holders["vice_chair"].organisation == world.organisations["world_vision"]


def test_the_steering_committee_is_elected_whole_or_added_to(world: World) -> None:
    first, second, third = (member(world) for _each in range(3))
    record(
        world,
        [Ballot(first, 9, elected=True), Ballot(second, 8, elected=True), Ballot(third, 2)],
        office="steering",
        places=2,
    )
    # The one before was not elected again.
    assert roles(world.cct_steering, world) == {"member"}
    assert "steering" in roles(first.person, world)
    with pytest.raises(WrongState, match="already"):
        record(world, [Ballot(first, 9, elected=True)], office="steering", adds=True)
    record(world, [Ballot(third, 9, elected=True)], office="steering", adds=True)
    steering = Seat.objects.current(today()).filter(committee=world.cct, role="steering")
    assert {seat.person_id for seat in steering} == {
        row.person_id for row in (first, second, third)
    }


def test_the_vice_chair_records_though_he_manages_no_seats(world: World) -> None:
    vice = member(world)
    record(world, [Ballot(vice, 9, elected=True)], office="vice_chair")
    winner = member(world)
    person = world.fresh(vice.person)
    assert not access.can(person, Permission.MANAGE_SEATS, world.cct)
    election = actions.record_election(
        committee=world.cct,
        values=values("secretary"),
        ballots=[Ballot(winner, 4, elected=True)],
        upload=None,
        by=person,
    )
    assert election.recorded_by == vice.person
    assert "secretary" in roles(winner.person, world)


def test_who_records_his_own_leaving_is_not_appointed_by_himself(world: World) -> None:
    winner = member(world)
    record(world, [Ballot(winner, 4, elected=True)], office="secretary")
    following = Seat.objects.get(committee=world.cct, person=world.cct_secretary, role="member")
    assert following.appointed_by is None
    assert roles(world.cct_secretary, world) == {"member"}


def test_an_election_without_a_winner_leaves_the_office_as_it_is(world: World) -> None:
    election = record(
        world,
        [Ballot(member(world), 5), Ballot(member(world), 5)],
        remark="คะแนนเท่ากัน",
    )
    assert not election.terms.exists()
    assert roles(world.cct_chair, world) == {"chair"}
    assert AuditEvent.objects.filter(verb="election_undecided").count() == 1
    assert not Notice.objects.filter(kind="election_recorded").exists()


def test_everybody_who_takes_part_is_told(world: World) -> None:
    Notice.objects.all().delete()
    winner = member(world)
    record(world, [Ballot(winner, 9, elected=True)])
    told = set(
        Notice.objects.filter(kind="election_recorded").values_list("recipient_id", flat=True)
    )
    assert {world.cct_chair.pk, world.cct_steering.pk, world.cct_member.pk} <= told
    assert winner.person_id in told
    assert world.cct_secretary.pk not in told
    assert world.nok.pk not in told


def test_the_form_sent_twice_records_one_election(world: World) -> None:
    key, winner = uuid.uuid4(), member(world)
    made = {
        record(world, [Ballot(winner, 9, elected=True)], form_key=key).pk for _twice in range(2)
    }
    assert len(made) == 1
    assert OfficeTerm.objects.count() == 1


def test_the_paper_of_an_election_stays_inside(world: World) -> None:
    upload = Upload("record.pdf", "application/pdf", b"%PDF-1.4 x")
    election = record(world, [Ballot(member(world), 9, elected=True)], upload=upload)
    assert election.paper is not None
    assert election.paper.above is False


# --- Nobody records his own ---------------------------------------------------------------------


@pytest.mark.parametrize("elected", [True, False])
def test_nobody_records_an_election_in_which_he_stands(world: World, elected: bool) -> None:
    own = world.seat("cct_secretary", "cct")
    other = member(world)
    with pytest.raises(NotAllowed, match="stand in this election yourself"):
        record(world, [Ballot(own, 9, elected=elected), Ballot(other, 3, elected=not elected)])
    with pytest.raises(NotAllowed, match="stand in this election yourself"):
        record(world, [Ballot(world.seat("cct_chair", "cct"), 9, elected=True)], by="cct_chair")
    assert not Election.objects.exists()


def test_the_database_refuses_a_candidate_who_records(world: World) -> None:
    election = record(world, [Ballot(member(world), 9, elected=True)])
    row = {
        "election": election,
        "committee": world.cct,
        "province_id": 57,
        "organisation": world.organisations["focus"],
        "person": world.cct_secretary,
    }
    with (
        pytest.raises(IntegrityError, match="candidate_nobody_records_his_own_election"),
        transaction.atomic(),
    ):
        Candidate.objects.create(**row, recorded_by=world.cct_secretary)
    # Nor can the row name somebody else than who recorded the election.
    with pytest.raises(IntegrityError, match="members_candidate_recorder"), transaction.atomic():
        Candidate.objects.create(**row, recorded_by=world.cct_chair)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("cct_chair", 200),
        ("cct_secretary", 200),
        ("cct_steering", 403),
        ("cct_member", 403),
        ("nok", 403),
        ("pranee", 403),
        ("stranger", 403),
    ],
)
def test_who_may_record(world: World, name: str, status: int) -> None:
    got = 200
    try:
        record(world, [Ballot(member(world), 9, elected=True)], by=name, office="vice_chair")
    except Refused as refusal:
        got = refusal.status
        assert refusal.reason
    assert got == status
    assert Election.objects.exists() == (status == 200)


# --- Whether the result holds -------------------------------------------------------------------


def ballots(*rows: tuple[int | None, str]) -> list[Ballot]:
    return [
        Ballot(Seat(pk=number), votes, withdrew=mark == "w", elected=mark == "e")
        for number, (votes, mark) in enumerate(rows)
    ]


@pytest.mark.parametrize(
    ("rows", "asked", "reason"),
    [
        ([(9, "e"), (3, "")], {}, ""),
        ([(3, "e"), (9, "")], {}, "more votes"),
        ([(5, "e"), (5, "")], {}, "same votes"),
        ([(5, "e"), (5, "")], {"tie_break": TieBreak.LOT}, ""),
        ([(5, "e"), (4, "")], {"tie_break": TieBreak.LOT}, "no tie"),
        ([(5, "e"), (4, "e")], {}, "More are elected"),
        ([(5, "e"), (4, "e"), (4, "")], {"places": 2}, "same votes"),
        ([(5, "e"), (4, "e"), (3, "")], {"places": 2}, ""),
        ([(5, "e"), (None, "")], {}, "votes of each candidate"),
        ([(5, "e"), (None, "w")], {}, ""),
        ([(5, "e"), (2, "w")], {}, "withdrew"),
        ([(5, ""), (5, "")], {}, "Say in the remark"),
        ([(5, ""), (5, "")], {"remark": "…"}, "Say in the remark"),
        ([(5, ""), (5, "")], {"remark": "tie, again in May"}, ""),
        ([(None, "e")], {"method": Method.UNOPPOSED}, ""),
        ([(None, "e"), (None, "w")], {"method": Method.UNOPPOSED}, ""),
        ([(3, "e")], {"method": Method.UNOPPOSED}, "no votes to write down"),
        ([(None, "e"), (None, "")], {"method": Method.UNOPPOSED}, "more candidates than places"),
        ([(None, "w")], {"remark": "all withdrew"}, ""),
        ([(0, "e")], {}, ""),
    ],
)
def test_a_result_follows_from_its_votes(
    rows: list[tuple[int | None, str]], asked: dict[str, Any], reason: str
) -> None:
    given = {"method": Method.SECRET_BALLOT, "places": 1, "tie_break": TieBreak.NONE, "remark": ""}
    if not reason:
        check_result(ballots(*rows), **(given | asked))
        return
    with pytest.raises(WrongState, match=reason):
        check_result(ballots(*rows), **(given | asked))


def test_candidates_sit_here_and_stand_once(world: World) -> None:
    one = member(world)
    ended = member(world, ends=today() - DAY)
    for rows, reason in (
        ([], "at least one candidate"),
        ([Ballot(one, 3, elected=True), Ballot(one, 2)], "stands twice"),
        ([Ballot(world.seat("pranee", "mae_sai"), 3, elected=True)], "no seat in this committee"),
        ([Ballot(ended, 3, elected=True)], "no seat in this committee"),
        (
            [
                Ballot(world.seat("cct_chair", "cct"), 3, elected=True),
                Ballot(world.seat("cct_member", "cct"), 1),
            ],
            "organisation stands twice",
        ),
    ):
        with pytest.raises(WrongState, match=reason):
            record(world, rows)
    assert not Election.objects.exists()


@pytest.mark.parametrize(
    ("days", "reason"),
    [
        ({"held_on": 1, "takes_office": 1}, "lies in the future"),
        ({"held_on": 0, "takes_office": -1}, "before the election"),
        ({"takes_office": 5, "term_ends": 4}, "ends before it begins"),
    ],
)
def test_the_days_of_an_election_follow_each_other(
    world: World, days: dict[str, int], reason: str
) -> None:
    given = {name: today() + number * DAY for name, number in days.items()}
    with pytest.raises(WrongState, match=reason):
        record(world, [Ballot(member(world), 3, elected=True)], **given)


def test_an_older_election_does_not_follow_a_newer_one(world: World) -> None:
    record(world, [Ballot(member(world), 3, elected=True)])
    before = today() - 30 * DAY
    with pytest.raises(WrongState, match="took this office"):
        record(world, [Ballot(member(world), 3, elected=True)], held_on=before, takes_office=before)


# --- Corrections --------------------------------------------------------------------------------


def test_a_correction_takes_the_place_of_a_record_and_overwrites_nothing(world: World) -> None:
    wrong, right = member(world), member(world)
    first = record(world, [Ballot(wrong, 9, elected=True), Ballot(right, 7)])
    second = record(
        world, [Ballot(wrong, 7), Ballot(right, 9, elected=True)], corrects=first, remark="นับใหม่"
    )
    first.refresh_from_db()
    assert first.corrected_by == second
    assert sorted(first.stood_candidates.values_list("votes", flat=True)) == [7, 9]
    assert first.stood_candidates.get(elected=True).person_id == wrong.person_id
    assert roles(wrong.person, world) == {"member"}
    assert roles(right.person, world) == {"chair", "member"}
    standing = OfficeTerm.objects.standing().filter(office="chair")
    assert [term.election_id for term in standing] == [second.pk]
    assert Notice.objects.filter(kind="election_corrected").exists()
    assert seat_actions.drift() == []
    # The record before is not corrected once more.
    with pytest.raises(WrongState, match="newest record"):
        record(world, [Ballot(right, 9, elected=True)], corrects=first)


def test_a_correction_of_the_votes_alone_leaves_the_winner_in_the_seat(world: World) -> None:
    winner, other = member(world), member(world)
    first = record(world, [Ballot(winner, 9, elected=True), Ballot(other, 7)])
    seat = OfficeTerm.objects.get(election=first).seat
    second = record(world, [Ballot(winner, 8, elected=True), Ballot(other, 7)], corrects=first)
    assert OfficeTerm.objects.get(election=second).seat == seat
    assert roles(winner.person, world) == {"chair", "member"}


def test_a_correction_may_move_the_day(world: World) -> None:
    winner = member(world)
    record(
        world,
        [Ballot(world.seat("cct_chair", "cct"), 9, elected=True)],
        held_on=today() - 90 * DAY,
        takes_office=today() - 90 * DAY,
    )
    first = record(world, [Ballot(winner, 9, elected=True)], held_on=today() - 9 * DAY)
    earlier = today() - 5 * DAY
    record(
        world,
        [Ballot(winner, 9, elected=True)],
        held_on=today() - 9 * DAY,
        takes_office=earlier,
        corrects=first,
    )
    terms = OfficeTerm.objects.standing().filter(office="chair").order_by("starts")
    assert [term.left_on for term in terms] == [earlier - DAY, None]


def test_only_the_same_office_is_corrected(world: World) -> None:
    first = record(world, [Ballot(member(world), 9, elected=True)])
    with pytest.raises(WrongState, match="same office"):
        record(world, [Ballot(member(world), 9, elected=True)], office="vice_chair", corrects=first)


def test_a_record_is_never_changed_by_the_web(world: World) -> None:
    with rls.acting_as(world.cct_secretary.pk), connection.cursor() as cursor:
        for table in ("members_election", "members_candidate"):
            cursor.execute(
                "SELECT has_table_privilege(current_user, %s, 'UPDATE'),"
                " has_table_privilege(current_user, %s, 'DELETE')",
                [table, table],
            )
            assert cursor.fetchone() == (False, False)


# --- Offices without an election ----------------------------------------------------------------


def test_an_office_from_before_is_written_down_once_and_gives_no_rights(world: World) -> None:
    day = dt.date(2019, 9, 18)
    rows = {
        actions.record_office(
            committee=world.cct,
            organisation=world.organisations["world_vision"],
            role="chair",
            starts=day,
            by=world.cct_secretary,
        ).pk
        for _twice in range(2)
    }
    assert len(rows) == 1
    term = OfficeTerm.objects.get()
    assert (term.seat, term.starts, term.election) == (world.seat("cct_chair", "cct"), day, None)
    later = actions.record_office(
        committee=world.cct,
        organisation=world.organisations["focus"],
        role="chair",
        starts=dt.date(2020, 9, 18),
        by=world.cct_secretary,
    )
    term.refresh_from_db()
    assert term.left_on == dt.date(2020, 9, 17)
    assert later.seat is None
    assert roles(world.cct_secretary, world) == {"secretary"}
    with pytest.raises(WrongState, match="took this office"):
        actions.record_office(
            committee=world.cct,
            organisation=OrganisationFactory(province_id=57),
            role="chair",
            starts=dt.date(2020, 1, 1),
            by=world.cct_secretary,
        )


@pytest.mark.parametrize(
    ("organisation", "role", "by", "status"),
    [
        ("focus", "chair", "cct_member", 403),
        ("focus", "chair", "nok", 403),
        ("nan_vision", "chair", "cct_secretary", 403),
        ("focus", "member", "cct_secretary", 409),
    ],
)
def test_an_office_is_written_down_by_those_who_keep_the_members(
    world: World, organisation: str, role: str, by: str, status: int
) -> None:
    with pytest.raises(Refused) as refusal:
        actions.record_office(
            committee=world.cct,
            organisation=world.organisations[organisation],
            role=role,
            starts=today(),
            by=world.people[by],
        )
    assert refusal.value.status == status


# --- Who sees what ------------------------------------------------------------------------------


def test_from_above_one_sees_the_offices_and_not_the_votes(world: World) -> None:
    record(world, [Ballot(member(world), 9, elected=True), Ballot(member(world), 5)])
    for name, terms, elections in (
        ("cct_member", 1, 1),
        ("nok", 1, 0),
        ("pranee", 0, 0),
        ("nuan", 0, 0),
        ("national_observer", 0, 0),
        ("stranger", 0, 0),
    ):
        scope = world.scope(name)
        assert OfficeTerm.objects.visible_to(scope).count() == terms
        assert Election.objects.visible_to(scope).count() == elections
        with rls.acting_as(world.people[name].pk):
            assert OfficeTerm.objects.count() == terms
            assert Election.objects.count() == elections
            assert Candidate.objects.count() == 2 * elections


def test_the_database_knows_one_holder_of_a_single_office(world: World) -> None:
    record(world, [Ballot(member(world), 9, elected=True)])
    term = OfficeTerm.objects.get()
    term.pk, term.organisation = None, world.organisations["focus"]
    with pytest.raises(IntegrityError, match="office_one_holder"), transaction.atomic():
        term.save(force_insert=True)


def test_an_office_that_another_organisation_won_is_no_empty_post_of_the_one_before(
    world: World,
) -> None:
    old = world.seat("cct_chair", "cct")
    record(world, [Ballot(member(world), 9, elected=True)])
    place = Place.objects.get(pk=old.place_id)
    assert place.ends == today() - DAY
    assert not Handover.objects.open().filter(place=place).exists()
