"""An agency holds a place, a person acts in it."""

import datetime as dt

from committees.calendar import today
from members.actions import seats as actions
from members.models import Place, Seat
from tests.factories import SeatFactory, UserFactory

DAY = dt.timedelta(days=1)


def give(world, organisation="hospital", committee="mae_sai", **values):
    return SeatFactory(
        committee=world.committees[committee],
        organisation=world.organisations[organisation],
        **values,
    )


def test_every_seat_has_its_agencys_place(world):
    assert not Seat.objects.filter(place=None).exists()
    for seat in Seat.objects.select_related("place"):
        assert seat.place.organisation_id == seat.organisation_id
        assert seat.place.committee_id == seat.committee_id
        assert seat.place.role == seat.role


def test_the_place_outlives_its_holder_and_takes_the_next_one(world):
    first = give(world, post_th="ผู้แทน")
    actions.end_seat(seat=first, ends=None, reason="", by=world.somchai)
    place = Place.objects.get(pk=first.place_id)
    assert place in Place.objects.vacant(today())
    second = give(world, post_th="ผู้แทน")
    assert second.place_id == place.pk
    assert place not in Place.objects.vacant(today())


def test_an_agency_has_a_place_in_each_body_it_sits_in(world):
    here, there = give(world), give(world, committee="mae_sai_prevention")
    assert here.place_id != there.place_id


def test_a_corrected_title_leaves_no_empty_place_behind(world):
    seat = give(world, post_th="พยาบาน")
    old = seat.place_id
    values = {"post_th": "พยาบาล", "post_en": ""}
    changed = actions.change_seat(seat=seat, values=values, version=1, by=world.somchai)
    assert changed.place.title_th == "พยาบาล"
    assert not Place.objects.filter(pk=old).exists()


def test_a_title_of_two_people_stays_for_the_other_one(world):
    seat, other = give(world, post_th="พยาบาล"), give(world, post_th="พยาบาล")
    values = {"post_th": "หัวหน้าพยาบาล", "post_en": ""}
    actions.change_seat(seat=seat, values=values, version=1, by=world.somchai)
    other.refresh_from_db()
    assert Place.objects.filter(pk=other.place_id).exists()


def test_a_vacant_place_is_asked_on_a_day(world):
    seat = give(world, starts=today() + 10 * DAY, person=UserFactory())
    assert seat.place not in Place.objects.vacant(today())  # it does not stand yet
    assert seat.place not in Place.objects.vacant(today() + 10 * DAY)
