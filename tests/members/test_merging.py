"""Two organisations become one: everything names the one that stays, and nothing is lost."""

import datetime as dt
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.urls import reverse

from actionplans.models import LineSupport, PlanLine
from committees import rls
from committees.calendar import today
from committees.errors import Conflict, NotAllowed, WrongState
from committees.models import AuditEvent
from members import merging
from members.actions import merging as actions
from members.actions import organisations as organisation_actions
from members.actions import seats as seat_actions
from members.models import Membership, Organisation, OrganisationContact, Seat
from tests.factories import OrganisationFactory, SeatFactory
from tests.world import World

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def merge(
    world: World, kept: Organisation, other: Organisation, who: str = "nok", **values: Any
) -> Organisation:
    kept, other = world.fresh(kept), world.fresh(other)
    return actions.merge(
        kept=kept,
        other=other,
        values=values,
        versions=(kept.version, other.version),
        by=world.fresh(world.people[who]),
    )


@pytest.fixture
def double(world: World) -> Organisation:
    """FOCUS once more, as somebody else wrote it."""
    return OrganisationFactory(
        name_th="มูลนิธิเพื่อความเข้าใจเด็ก (โฟกัส)",
        name_en="FOCUS Foundation",
        kind="cso",
        registration="ชร 12/2549",
        pillars=["education"],
    )


# --- Everything that names it ---------------------------------------------------------------------


def test_no_column_that_names_an_organisation_is_left_out() -> None:
    """Whatever table comes later: the models themselves say which columns there are."""
    named = {
        (relation.related_model._meta.db_table, relation.field.column)
        for relation in Organisation._meta.get_fields(include_hidden=True)
        if relation.auto_created
        and not relation.concrete
        and not getattr(relation, "many_to_many", False)
    }
    found = {(field.model._meta.db_table, field.column) for field in actions.relations()}
    assert ("members_seat", "organisation_id") in found
    assert named == found
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.conrelid::regclass::text, a.attname FROM pg_constraint c"
            " JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]"
            " WHERE c.contype = 'f' AND c.confrelid = 'members_organisation'::regclass"
        )
        assert set(cursor.fetchall()) == found


def test_the_web_role_may_point_every_such_column_elsewhere() -> None:
    """A table whose rows are never changed still lets this one column follow."""
    fixed = []
    with connection.cursor() as cursor:
        for field in actions.relations():
            cursor.execute(
                "SELECT has_column_privilege(%s, %s, %s, 'UPDATE')",
                [settings.DATABASE_WEB_ROLE, field.model._meta.db_table, field.column],
            )
            if not cursor.fetchone()[0]:
                fixed.append((field.model._meta.db_table, field.column))
    assert not fixed, "grant UPDATE of these columns, or a merge fails on them"


def test_seats_lines_support_and_contacts_follow(world: World, double: Organisation) -> None:
    focus = world.organisations["focus"]
    seat = SeatFactory(committee=world.mae_sai_suppression, organisation=double)
    line = PlanLine.objects.filter(committee=world.mae_sai).first()
    PlanLine.objects.filter(pk=line.pk).update(responsible=double)
    OrganisationContact.objects.create(
        organisation=double, province_id=57, name="Somsri", phone="053 711 222"
    )
    with rls.acting_as(world.pranee.pk):  # who sees neither the closed group nor the CCT
        merge(world, focus, double, "pranee", pillars=["education"])
    assert Seat.objects.get(pk=seat.pk).organisation_id == focus.pk
    assert PlanLine.objects.get(pk=line.pk).responsible_id == focus.pk
    assert OrganisationContact.objects.get().organisation_id == focus.pk
    assert not Organisation.objects.filter(pk=double.pk).exists()
    assert world.fresh(focus).pillars == ["education"]


def test_what_stands_there_twice_stands_once(world: World, double: Organisation) -> None:
    focus = world.organisations["focus"]
    line = PlanLine.objects.filter(committee=world.mae_sai).first()
    for organisation in (focus, double):
        LineSupport.objects.create(
            line=line, organisation=organisation, committee=world.mae_sai, province_id=57
        )
    merge(world, focus, double)
    assert LineSupport.objects.filter(line=line, organisation=focus).count() == 1


# --- Seats on the same days -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "second", "held"),
    [
        ((-100, -10), (-50, 30), (-100, 30)),
        ((-100, None), (-50, 30), (-100, None)),
        ((-100, 20), (-50, None), (-100, None)),
    ],
)
def test_seats_of_one_person_on_the_same_days_become_one(
    world: World,
    double: Organisation,
    first: tuple[int, int | None],
    second: tuple[int, int | None],
    held: tuple[int, int | None],
) -> None:
    focus = world.organisations["focus"]

    def day(number: int | None) -> dt.date | None:
        return None if number is None else today() + number * DAY

    for organisation, (starts, ends) in ((focus, first), (double, second)):
        SeatFactory(
            committee=world.mae_sai,
            person=world.stranger,
            organisation=organisation,
            starts=day(starts),
            ends=day(ends),
        )
    before = world.scope("stranger").inside
    merge(world, focus, double)
    open_seats = Seat.objects.filter(person=world.stranger, ended_at__isnull=True)
    assert [(seat.starts, seat.ends) for seat in open_seats] == [(day(held[0]), day(held[1]))]
    assert {seat.organisation_id for seat in Seat.objects.filter(person=world.stranger)} == {
        focus.pk
    }
    assert world.scope("stranger").inside == before
    assert seat_actions.drift() == []


def test_seats_on_other_days_both_stay(world: World, double: Organisation) -> None:
    focus = world.organisations["focus"]
    for organisation, starts, ends in ((focus, -100, -50), (double, -49, None)):
        SeatFactory(
            committee=world.mae_sai,
            person=world.stranger,
            organisation=organisation,
            starts=today() + starts * DAY,
            ends=None if ends is None else today() + ends * DAY,
        )
    merge(world, focus, double)
    assert Seat.objects.filter(person=world.stranger, ended_at__isnull=True).count() == 2


def test_two_members_of_one_committee_are_not_made_one(world: World, double: Organisation) -> None:
    for organisation in (world.organisations["focus"], double):
        Membership.objects.create(
            committee=world.cct,
            province_id=57,
            organisation=organisation,
            since=today() - 10 * DAY,
            first_since=today() - 10 * DAY,
            due_from=today() + 100 * DAY,
            until=today() + 200 * DAY,
            grace_until=today() + 230 * DAY,
        )
    with pytest.raises(WrongState, match="same committee"):
        merge(world, world.organisations["focus"], double)
    assert Organisation.objects.filter(pk=double.pk).exists()


# --- Who, when, what is kept ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "who", ["somchai", "cct_chair", "cct_steering", "nuan", "national_observer"]
)
def test_only_who_keeps_the_directory_makes_two_one(
    world: World, double: Organisation, who: str
) -> None:
    with pytest.raises(NotAllowed):
        merge(world, world.organisations["focus"], double, who)


def test_provinces_do_not_mix(world: World) -> None:
    for who in ("nok", "nuan", "two_hats"):
        with pytest.raises(NotAllowed):
            merge(
                world, world.organisations["world_vision"], world.organisations["nan_vision"], who
            )


def test_an_organisation_is_not_made_one_with_itself(world: World) -> None:
    with pytest.raises(WrongState):
        merge(world, world.organisations["focus"], world.organisations["focus"])


def test_what_changed_meanwhile_is_looked_at_again(world: World, double: Organisation) -> None:
    focus = world.organisations["focus"]
    stale = world.fresh(focus)
    organisation_actions.change_organisation(
        organisation=focus, values={"website": "https://x.example.org"}, version=1, by=world.nok
    )
    with pytest.raises(Conflict):
        actions.merge(
            kept=stale, other=double, values={}, versions=(stale.version, 1), by=world.nok
        )
    assert Organisation.objects.filter(pk=double.pk).exists()


def test_each_committee_finds_it_in_its_own_history_and_no_other(
    world: World, double: Organisation
) -> None:
    seat = SeatFactory(committee=world.mae_sai_suppression, organisation=double)
    merge(world, world.organisations["focus"], double)
    events = {
        event.committee_id: event
        for event in AuditEvent.objects.filter(verb="organisations_merged")
    }
    assert events.keys() == {world.chiang_rai.pk, world.mae_sai_suppression.pk}
    closed = events[world.mae_sai_suppression.pk]
    assert closed.above is False
    assert closed.after["moved"]["members.seat.organisation"] == [str(seat.pk)]
    own = events[world.chiang_rai.pk]
    assert "members.seat.organisation" not in own.after["moved"]
    # Enough to write the other one again as it was.
    assert own.before["id"] == double.pk
    assert own.before["facts"]["registration"] == "ชร 12/2549"
    assert own.before["kept"]["pillars"] == []


def test_the_name_of_the_other_can_stay(world: World, double: Organisation) -> None:
    kept = merge(world, world.organisations["focus"], double, name_th=double.name_th)
    assert world.fresh(kept).name_th == double.name_th


# --- Pages ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["th", "en"])
def test_the_way_from_a_pair_to_one(world: World, double: Organisation, language: str) -> None:
    focus = world.organisations["focus"]
    client = world.client("nok", language)
    page = client.get(reverse("organisation_duplicates", args=[57]))
    assert {(pair.first.pk, pair.second.pk) for pair in page.context["pairs"]} == {
        (focus.pk, double.pk)
    }
    found = client.get(reverse("organisation_merge", args=[focus.pk])).context["found"]
    assert double in found
    address = reverse("organisation_merge", args=[focus.pk]) + f"?with={double.pk}"
    page = client.get(address)
    assert {one.name for one in page.context["form"].facts} == {
        "name_th",
        "name_en",
        "registration",
        "pillars",
    }
    answer = client.post(
        address,
        {
            "kept_version": 1,
            "other_version": 1,
            "name_th": "kept",
            "name_en": "other",
            "registration": "other",
            "pillars": "both" if focus.pillars else "other",
        },
    )
    assert (answer.status_code, answer.url) == (302, focus.get_absolute_url())
    row = world.fresh(focus)
    assert (row.name_th, row.name_en) == (focus.name_th, "FOCUS Foundation")
    assert (row.registration, row.pillars) == ("ชร 12/2549", ["education"])
    # Its page tells it, with what was done to the other one before.
    assert client.get(focus.get_absolute_url()).status_code == 200
    assert client.get(double.get_absolute_url()).status_code == 404


def test_what_moves_is_counted_as_far_as_one_sees(world: World, double: Organisation) -> None:
    SeatFactory(committee=world.mae_sai_suppression, organisation=double)
    SeatFactory(committee=world.mae_sai, organisation=double)
    assert ("Seat", 1) in merging.moving(world.scope("pranee"), double)
    assert ("Seat", 1) in merging.moving(world.scope("nok"), double)
    assert ("Seat", 1) in merging.moving(world.scope("inspector"), double)


@pytest.mark.parametrize("query", ["?with=x", "?with=", "?with=99999999", "?with=-1", "?q=%00"])
def test_odd_addresses_are_answered(world: World, query: str) -> None:
    address = reverse("organisation_merge", args=[world.organisations["focus"].pk])
    assert world.client("nok").get(address + query).status_code in (200, 404)


def test_one_of_another_province_is_not_found(world: World) -> None:
    address = reverse("organisation_merge", args=[world.organisations["focus"].pk])
    other = world.organisations["nan_vision"].pk
    assert world.client("nok").get(f"{address}?with={other}").status_code == 404
