"""The committee tree: paths, places, provinces, and the acts on it."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from committees import actions, policy
from committees.errors import Conflict, NotAllowed
from committees.models import Area, AuditEvent, Committee
from tests.factories import CommitteeFactory
from tests.world import World

pytestmark = pytest.mark.django_db


def new_group(**other: object) -> dict:
    return {
        "kind": "working_group",
        "area_id": 5709,
        "name_th": "คณะทำงานเตรียมการรณรงค์",
        "name_en": "Campaign Working Group",
        "founded": dt.date(2026, 1, 5),
        **other,
    }


# --- The database keeps the tree ----------------------------------------------------------------


def test_the_path_is_made_of_the_numbers_above(world: World) -> None:
    above = [world.chiang_rai, world.mae_sai, world.mae_sai_operations, world.mae_sai_prevention]
    assert above[-1].path == "/" + "/".join(str(row.pk) for row in above) + "/"
    assert [row.depth for row in above] == [0, 1, 2, 3]
    assert world.mae_sai_prevention.parent_kind == "operations"


@pytest.mark.parametrize(
    "change", [{"parent": "chiang_khong"}, {"kind": "executive"}, {"province_id": 55}]
)
def test_a_committee_keeps_its_kind_and_place(world: World, change: dict) -> None:
    if "parent" in change:
        change = {"parent": world.committees[change["parent"]]}
    with pytest.raises(IntegrityError, match="keeps its kind and its place"):
        Committee.objects.filter(pk=world.mae_sai_operations.pk).update(**change)


def test_a_path_cannot_be_written_by_hand(world: World) -> None:
    Committee.objects.filter(pk=world.mae_sai.pk).update(path="/1/", depth=9)
    row = world.fresh(world.mae_sai)
    assert (row.path, row.depth) == (world.mae_sai.path, world.mae_sai.depth)


def test_a_committee_lies_in_the_province_of_the_one_above(world: World) -> None:
    with pytest.raises(IntegrityError, match="committee_parent_province"), transaction.atomic():
        CommitteeFactory(parent=world.mae_sai, province_id=55)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_a_district_has_one_committee(world: World) -> None:
    with pytest.raises(IntegrityError, match="committee_one_per_area"):
        CommitteeFactory(parent=world.chiang_rai, kind="district", area_id=5709, area=None)


def test_a_district_may_have_a_new_committee_after_the_first_ended(world: World) -> None:
    Committee.objects.filter(pk=world.mae_sai.pk).update(ended=dt.date(2026, 9, 30))
    again = CommitteeFactory(parent=world.chiang_rai, kind="district", area_id=5709, area=None)
    assert again.pk


def test_a_committee_does_not_end_before_it_was_founded(world: World) -> None:
    with pytest.raises(IntegrityError, match="committee_ends_after_founding"):
        Committee.objects.filter(pk=world.mae_sai.pk).update(ended=dt.date(1999, 1, 1))


# --- Founding -----------------------------------------------------------------------------------


@pytest.mark.parametrize("person", ["pranee", "somchai", "nok"])
def test_who_may_found_a_working_group_in_a_district(world: World, person: str) -> None:
    by = world.people[person]
    row = actions.found_committee(parent=world.mae_sai, values=new_group(), by=by)
    assert row.parent == world.mae_sai
    assert row.province_id == 57
    assert row.slug == "campaign-working-group"
    event = AuditEvent.objects.get(verb="committee_founded")
    assert (event.committee_id, event.actor_id, event.above) == (row.pk, by.pk, True)


@pytest.mark.parametrize("person", ["anong", "chief", "kanda", "observer", "malee", "nuan"])
def test_others_may_not_found_one(world: World, person: str) -> None:
    with pytest.raises(NotAllowed):
        actions.found_committee(parent=world.mae_sai, values=new_group(), by=world.people[person])
    assert not Committee.objects.filter(kind="working_group").exists()


def test_a_kind_that_cannot_stand_there_is_refused_with_a_reason(world: World) -> None:
    with pytest.raises(NotAllowed):
        policy.check_add(world.pranee, world.mae_sai, "district")


def test_nothing_new_stands_under_a_committee_that_ended(world: World) -> None:
    world.mae_sai.ended = dt.date(2026, 9, 30)
    with pytest.raises(NotAllowed):
        policy.check_add(world.pranee, world.mae_sai, "working_group")


def test_a_second_district_committee_is_refused_in_words(world: World) -> None:
    with pytest.raises(ValidationError):
        actions.found_committee(
            parent=world.chiang_rai,
            values=new_group(kind="district", name_en="Mae Sai again"),
            by=world.nok,
        )


def test_addresses_are_unique_over_all_provinces(world: World) -> None:
    Committee.objects.filter(pk=world.nan_border.pk).update(slug="campaign-working-group")
    row = actions.found_committee(parent=world.mae_sai, values=new_group(), by=world.pranee)
    assert row.slug == "campaign-working-group-2"


def test_a_committee_without_an_english_name_has_an_address_too(world: World) -> None:
    row = actions.found_committee(
        parent=world.mae_sai, values=new_group(name_en=""), by=world.pranee
    )
    assert row.slug == "c-5709"


# --- Changing -----------------------------------------------------------------------------------


def test_a_change_is_recorded_with_before_and_after(world: World) -> None:
    row = actions.change_committee(
        committee=world.mae_sai, values={"short_en": "Maesai"}, version=1, by=world.pranee
    )
    assert (row.short_en, row.version) == ("Maesai", 2)
    event = AuditEvent.objects.get(verb="committee_changed")
    assert (event.before, event.after) == ({"short_en": "Mae Sai"}, {"short_en": "Maesai"})


def test_a_change_that_changes_nothing_leaves_no_trace(world: World) -> None:
    row = actions.change_committee(
        committee=world.mae_sai, values={"short_en": "Mae Sai"}, version=1, by=world.pranee
    )
    assert row.version == 1
    assert not AuditEvent.objects.filter(verb="committee_changed").exists()


def test_the_second_of_two_who_change_at_once_is_told(world: World) -> None:
    actions.change_committee(
        committee=world.mae_sai, values={"short_en": "A"}, version=1, by=world.pranee
    )
    with pytest.raises(Conflict):
        actions.change_committee(
            committee=world.mae_sai, values={"short_en": "B"}, version=1, by=world.chief
        )
    assert world.fresh(world.mae_sai).short_en == "A"


@pytest.mark.parametrize("person", ["anong", "superintendent", "observer", "malee", "nuan"])
def test_others_may_not_change_a_committee(world: World, person: str) -> None:
    with pytest.raises(NotAllowed):
        actions.change_committee(
            committee=world.mae_sai, values={"short_en": "X"}, version=1, by=world.people[person]
        )


# --- Border districts -----------------------------------------------------------------------------


def test_psdhs_marks_the_border_districts_of_its_province(world: World) -> None:
    province = Area.objects.get(pk=57)
    actions.mark_border_districts(
        province=province, codes={5709, 5703}, committee=world.chiang_rai, by=world.nok
    )
    marked = Area.objects.filter(parent=province, is_border=True).values_list("pk", flat=True)
    assert set(marked) == {5709, 5703}
    assert AuditEvent.objects.get(verb="border_marked").after == {"districts": [5703, 5709]}


def test_codes_of_another_province_are_not_marked(world: World) -> None:
    actions.mark_border_districts(
        province=Area.objects.get(pk=57), codes={5515}, committee=world.chiang_rai, by=world.nok
    )
    assert not Area.objects.filter(is_border=True).exists()


@pytest.mark.parametrize("person", ["governor", "pranee", "nuan"])
def test_others_may_not_mark_border_districts(world: World, person: str) -> None:
    with pytest.raises(NotAllowed):
        actions.mark_border_districts(
            province=Area.objects.get(pk=57),
            codes={5709},
            committee=world.chiang_rai,
            by=world.people[person],
        )
