"""Acts on the committee tree."""

import datetime as dt
from typing import Any

import pytest

from committees import actions
from committees.errors import Conflict, NotAllowed
from committees.models import Approver, Area, AuditEvent, Committee
from tests.world import World

pytestmark = pytest.mark.django_db


def change(world: World, by: str, **values: Any) -> Committee:
    row = Committee.objects.get(pk=world.mae_sai.pk)
    return actions.change_committee(
        committee=row, values=values, version=row.version, by=world.people[by]
    )


def test_the_secretary_changes_the_details_and_it_is_recorded(world: World) -> None:
    change(world, "pranee", about_th="ศูนย์ประสานงานชายแดน")
    event = AuditEvent.objects.filter(verb="committee_changed").latest("seq")
    assert event.after == {"about_th": "ศูนย์ประสานงานชายแดน"}
    assert (event.actor_id, event.committee_id) == (world.pranee.pk, world.mae_sai.pk)


def test_saving_without_a_change_records_nothing(world: World) -> None:
    before = AuditEvent.objects.count()
    change(world, "pranee", name_th=world.mae_sai.name_th)
    assert AuditEvent.objects.count() == before


def test_who_submits_does_not_settle_who_approves(world: World) -> None:
    with pytest.raises(NotAllowed):
        change(world, "pranee", approver=Approver.CHIEF)
    assert change(world, "nok", approver=Approver.CHIEF).approver == Approver.CHIEF


def test_an_older_version_is_not_written_over_a_newer_one(world: World) -> None:
    change(world, "pranee", about_th="หนึ่ง")
    with pytest.raises(Conflict):
        actions.change_committee(
            committee=world.mae_sai, values={"about_th": "สอง"}, version=1, by=world.somchai
        )


def test_psdhs_establishes_a_district_committee_where_there_was_none(world: World) -> None:
    thoeng = Area.objects.get(name_en="Thoeng", level="district", parent_id=57)
    row = actions.found_committee(
        parent=world.chiang_rai,
        values={
            "kind": "district",
            "area": thoeng,
            "name_th": "คณะกรรมการอำเภอเทิง",
            "name_en": "Thoeng committee",
            "founded": dt.date(2026, 11, 1),
        },
        by=world.nok,
    )
    assert row.path == f"{world.chiang_rai.path}{row.pk}/"
    assert (row.province_id, row.parent_kind, row.slug) == (57, "provincial", "thoeng-committee")


def test_a_neighbouring_province_establishes_nothing_here(world: World) -> None:
    with pytest.raises(NotAllowed):
        actions.found_committee(parent=world.chiang_rai, values={"kind": "district"}, by=world.nuan)


def test_border_districts_are_marked_for_the_own_province_only(world: World) -> None:
    with pytest.raises(NotAllowed):
        actions.mark_border_districts(
            province=world.chiang_rai.area, codes={5709}, committee=world.chiang_rai, by=world.nuan
        )
    actions.mark_border_districts(
        province=world.chiang_rai.area, codes={5709}, committee=world.chiang_rai, by=world.nok
    )
    marked = Area.objects.filter(parent_id=57, is_border=True).values_list("pk", flat=True)
    assert list(marked) == [5709]
