"""Who may give, change and end which seat."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from committees.calendar import today
from committees.errors import NotAllowed, WrongState
from committees.policy import allows
from members.models import Seat
from members.policy import seats as policy
from tests.factories import CommitteeFactory
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("committee", "may"),
    [
        ("mae_sai", {"pranee", "somchai", "chief", "nok", "noi"}),
        ("mae_sai_prevention", {"pranee", "somchai", "nok", "noi"}),
        ("mae_sai_suppression", {"inspector", "sup_chief"}),
        ("chiang_khong", {"malee", "boonsri", "nok", "noi"}),
        ("chiang_rai", {"nok", "noi", "governor"}),
        ("cct", {"cct_chair", "cct_secretary"}),
        ("nan_border", {"nida", "nattha", "nuan"}),
        ("national", set()),
    ],
)
def test_who_manages_the_seats_of_each_committee(
    world: World, committee: str, may: set[str]
) -> None:
    row = world.committees[committee]
    found = {name for name, user in world.people.items() if allows(policy.check_manage, user, row)}
    assert found == may


def appoint(world: World, by: str, person: str, role: str = "member") -> None:
    policy.check_appoint(
        world.people[by], world.mae_sai, person_id=world.people[person].pk, role=role
    )


def test_nobody_appoints_himself(world: World) -> None:
    appoint(world, "pranee", "stranger")
    with pytest.raises(NotAllowed, match=r"yourself|ตนเอง|ตัวเอง"):
        appoint(world, "pranee", "pranee")


def test_nobody_appoints_himself_in_the_database_either(world: World) -> None:
    with pytest.raises(IntegrityError, match="seat_nobody_appoints_himself"), transaction.atomic():
        Seat.objects.create(
            person=world.pranee,
            organisation=world.organisations["office"],
            committee=world.mae_sai,
            province_id=57,
            role="member",
            starts=today(),
            appointed_by=world.pranee,
        )


def test_nobody_becomes_his_own_appointer_afterwards(world: World) -> None:
    seat = world.seat("pranee", "mae_sai")
    with pytest.raises(IntegrityError, match="seat_nobody_appoints_himself"), transaction.atomic():
        Seat.objects.filter(pk=seat.pk).update(appointed_by=world.pranee)


def test_a_role_of_another_kind_of_committee_is_refused(world: World) -> None:
    with pytest.raises(NotAllowed):
        appoint(world, "pranee", "stranger", "psdhs_secretariat")
    with pytest.raises(NotAllowed):
        appoint(world, "pranee", "stranger", "steering")


def test_a_committee_that_ended_takes_nobody(world: World) -> None:
    world.mae_sai.ended = today()
    with pytest.raises(WrongState):
        appoint(world, "pranee", "stranger")


def test_first_who_and_only_then_the_state(world: World) -> None:
    world.mae_sai.ended = today()
    with pytest.raises(NotAllowed):
        appoint(world, "kanda", "stranger")


def test_nobody_changes_the_own_seat(world: World) -> None:
    with pytest.raises(NotAllowed):
        policy.check_change(world.pranee, world.seat("pranee", "mae_sai"))
    policy.check_change(world.somchai, world.seat("pranee", "mae_sai"))


@pytest.mark.parametrize("person", ["observer", "kanda", "invited"])
def test_everybody_may_leave(world: World, person: str) -> None:
    seat = Seat.objects.select_related("committee").get(person=world.people[person])
    policy.check_end(world.people[person], seat)


def test_others_end_no_seat(world: World) -> None:
    for person in ("malee", "nuan", "kanda", "superintendent", "stranger"):
        with pytest.raises(NotAllowed):
            policy.check_end(world.people[person], world.seat("observer", "mae_sai"))


def test_a_seat_that_is_over_is_neither_changed_nor_ended(world: World) -> None:
    for check in (policy.check_change, policy.check_end):
        with pytest.raises(WrongState):
            check(world.pranee, world.seat("former", "mae_sai"))


def test_a_seat_is_over_after_its_last_day(world: World) -> None:
    seat = world.seat("observer", "mae_sai")
    seat.ends = today()
    assert not policy.is_over(seat)
    seat.ends = today() - dt.timedelta(days=1)
    assert policy.is_over(seat)


def test_a_seat_does_not_end_before_it_began(world: World) -> None:
    seat = world.seat("newcomer", "mae_sai")
    with pytest.raises(WrongState):
        policy.check_end_date(seat, seat.starts - dt.timedelta(days=1))


@pytest.mark.parametrize(
    ("role", "weighs"),
    [("chair", True), ("secretary", True), ("psdhs_secretariat", True), ("member", False)],
)
def test_seats_whose_loss_matters(role: str, weighs: bool) -> None:
    assert policy.carries_weight(role) is weighs


@pytest.mark.parametrize(
    ("committee", "role", "may"),
    [
        ("mae_sai", "deputy_chief", {"somchai", "chief", "nok", "noi"}),
        ("mae_sai", "chair", {"somchai", "chief", "nok", "noi"}),
        ("mae_sai", "member", {"pranee", "somchai", "chief", "nok", "noi"}),
        ("cct", "chair", {"cct_chair", "cct_secretary"}),
        ("chiang_rai", "psdhs_secretariat", {"nok", "noi", "governor"}),
    ],
)
def test_seats_that_approve_are_not_given_by_who_only_submits(
    world: World, committee: str, role: str, may: set[str]
) -> None:
    row = world.committees[committee]
    stranger = world.stranger.pk
    found = {
        name
        for name, user in world.people.items()
        if name != "stranger"
        and allows(policy.check_appoint, user, row, person_id=stranger, role=role)
    }
    assert found == may


def test_who_submits_cannot_end_the_seat_that_approves(world: World) -> None:
    seat = world.seat("somchai", "mae_sai")
    assert not allows(policy.check_end, world.pranee, seat)
    assert not allows(policy.check_change, world.pranee, seat)
    assert allows(policy.check_end, world.nok, seat)


def test_who_submits_is_offered_no_role_that_approves(world: World) -> None:
    offered = {role.slug for role in policy.roles_to_give(world.pranee, world.mae_sai)}
    assert offered.isdisjoint({"chair", "deputy_chief"})
    assert {"secretary", "member", "observer"} <= offered


def test_a_civil_society_committee_keeps_its_seats_while_somebody_there_manages_them(
    world: World,
) -> None:
    assert not allows(policy.check_give, world.nok, world.cct)


def test_psdhs_seats_the_first_secretary_of_a_civil_society_committee(world: World) -> None:
    row = CommitteeFactory(kind="civil_society", parent=world.chiang_rai)
    stranger = world.stranger.pk
    policy.check_appoint(world.nok, row, person_id=stranger, role="secretary")
    with pytest.raises(NotAllowed):
        policy.check_appoint(world.nok, row, person_id=stranger, role="chair")
    with pytest.raises(NotAllowed):
        policy.check_appoint(world.nuan, row, person_id=stranger, role="secretary")
