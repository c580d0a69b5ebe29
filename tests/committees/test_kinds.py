"""Which kind may stand under which: the table, and the database that holds it."""

import pytest
from django.db import IntegrityError, transaction

from committees.kinds import KINDS, Kind, allowed_pairs, kinds_under
from committees.models import Committee
from tests.factories import CommitteeFactory
from tests.world import World

PAIRS = [
    (kind, above) for kind in Kind for above in Kind if (kind.value, above.value) in allowed_pairs()
]


def test_every_kind_has_its_row() -> None:
    assert set(KINDS) == set(Kind)


def test_only_the_country_and_the_provinces_stand_at_the_top() -> None:
    assert {kind for kind, above in allowed_pairs() if above == ""} == {"national", "provincial"}


def test_what_may_stand_under_a_district() -> None:
    assert kinds_under("district") == [Kind.EXECUTIVE, Kind.OPERATIONS, Kind.WORKING_GROUP]


def test_nothing_stands_under_a_group() -> None:
    assert kinds_under("group") == []


def parent_of_kind(world: World, kind: Kind) -> Committee:
    return Committee.objects.filter(kind=kind, closed=False).first() or CommitteeFactory(
        parent=world.mae_sai, kind=kind
    )


@pytest.mark.django_db
@pytest.mark.parametrize("above", list(Kind))
def test_the_database_takes_exactly_the_pairs_of_the_table(world: World, above: Kind) -> None:
    parent = parent_of_kind(world, above)
    area = {Kind.DISTRICT: 5715, Kind.PROVINCIAL: 56}
    for kind in Kind:
        values = {"theme": "prevention"} if kind == Kind.GROUP else {}
        if kind in area:
            values["area_id"] = area[kind]

        def found(kind: Kind = kind, values: dict = values) -> None:
            with transaction.atomic():
                CommitteeFactory(parent=parent, kind=kind, **values)

        if kind in kinds_under(above):
            found()
        else:
            with pytest.raises(IntegrityError, match="committee_kind_stands_under"):
                found()


@pytest.mark.django_db
@pytest.mark.parametrize("kind", [kind for kind in Kind if None not in KINDS[kind].under])
def test_what_belongs_below_cannot_stand_at_the_top(kind: Kind) -> None:
    with pytest.raises(IntegrityError, match="committee_kind_stands_under"):
        CommitteeFactory(kind=kind, area_id=5709, province_id=57, theme="prevention", area=None)


@pytest.mark.django_db
def test_a_group_needs_its_theme(world: World) -> None:
    with pytest.raises(IntegrityError, match="committee_group_has_theme"):
        CommitteeFactory(parent=world.mae_sai_operations, kind="group", theme="")
