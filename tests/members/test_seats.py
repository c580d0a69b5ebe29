"""Seats and organisations as the database keeps them."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.utils.translation import override

from committees.calendar import today
from members.models import Organisation, Seat
from tests.factories import OrganisationFactory, SeatFactory, UserFactory
from tests.world import World

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.mark.parametrize(
    ("starts", "ends", "lists"),
    [
        (-10, None, {"current", "not_over"}),
        (-10, 0, {"current", "not_over"}),
        (0, 0, {"current", "not_over"}),
        (-10, -1, {"ended"}),
        (1, None, {"coming", "not_over"}),
    ],
)
def test_a_seat_is_held_from_its_first_day_to_its_last(
    world: World, starts: int, ends: int | None, lists: set[str]
) -> None:
    seat = SeatFactory(
        committee=world.mae_sai,
        starts=today() + starts * DAY,
        ends=None if ends is None else today() + ends * DAY,
    )
    found = {
        name
        for name in ("current", "not_over", "ended", "coming")
        if getattr(Seat.objects, name)(today()).filter(pk=seat.pk).exists()
    }
    assert found == lists


def test_a_seat_ended_at_once_is_over_though_its_last_day_is_today(world: World) -> None:
    seat = SeatFactory(committee=world.mae_sai)
    Seat.objects.filter(pk=seat.pk).update(ends=today(), ended_at="2026-01-01T00:00:00Z")
    assert not Seat.objects.current(today()).filter(pk=seat.pk).exists()
    assert Seat.objects.ended(today()).filter(pk=seat.pk).exists()


def test_the_last_day_does_not_lie_before_the_first(world: World) -> None:
    seat = world.seat("observer", "mae_sai")
    with pytest.raises(IntegrityError, match="seat_ends_after_start"), transaction.atomic():
        Seat.objects.filter(pk=seat.pk).update(ends=seat.starts - DAY)


def test_two_holders_of_one_post_are_refused_by_the_database(world: World) -> None:
    with pytest.raises(IntegrityError, match="seat_one_holder"), transaction.atomic():
        Seat.objects.create(
            person=world.stranger,
            organisation=world.organisations["office"],
            committee=world.mae_sai,
            province_id=57,
            role="secretary",
            starts=today(),
        )


def test_many_members_sit_side_by_side(world: World) -> None:
    first, second = SeatFactory(committee=world.mae_sai), SeatFactory(committee=world.mae_sai)
    assert first.pk != second.pk


def test_the_same_seat_again_on_other_days_is_another_seat(world: World) -> None:
    person, organisation = UserFactory(), OrganisationFactory()
    for starts, ends in ((-30, -20), (-19, -10), (-9, None)):
        SeatFactory(
            committee=world.mae_sai,
            person=person,
            organisation=organisation,
            starts=today() + starts * DAY,
            ends=None if ends is None else today() + ends * DAY,
        )
    assert Seat.objects.filter(person=person).count() == 3


def test_the_post_is_its_title_else_its_role(world: World) -> None:
    seat = world.seat("pranee", "mae_sai")
    with override("en"):
        assert seat.post == "secretary"
        seat.post_th = "เสมียนตราอำเภอ"
        assert seat.post == "เสมียนตราอำเภอ"
        seat.post_en = "Administrative Secretary"
        assert seat.post == "Administrative Secretary"
    with override("th"):
        assert seat.post == "เสมียนตราอำเภอ"


def test_a_province_knows_an_organisation_by_one_name(world: World) -> None:
    name = world.organisations["hospital"].name_th
    with pytest.raises(IntegrityError, match="organisation_name_once"), transaction.atomic():
        OrganisationFactory(name_th=name)


def test_two_provinces_may_know_the_same_organisation(world: World) -> None:
    names = Organisation.objects.filter(name_th="มูลนิธิศุภนิมิตแห่งประเทศไทย")
    assert {row.province_id for row in names} == {57, 55}


def test_organisations_are_in_the_order_of_the_thai_dictionary(world: World) -> None:
    for name in ("แม่สาย", "มะลิ", "เมือง", "ยาย"):
        OrganisationFactory(name_th=name)
    rows = Organisation.objects.filter(name_th__in=["แม่สาย", "มะลิ", "เมือง", "ยาย"])
    assert [row.name_th for row in rows] == ["มะลิ", "เมือง", "แม่สาย", "ยาย"]
