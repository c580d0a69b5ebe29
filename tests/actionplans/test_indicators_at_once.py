"""People who set targets and fill the catalogue at once: real connections, real commits."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from actionplans.actions import indicators
from actionplans.actions.indicators import Aim
from actionplans.models import Indicator, Target
from committees.models import Area, Committee
from tests.actionplans.test_concurrency import at_once, committed, db  # noqa: F401 - fixtures
from tests.actionplans.walk import as_person
from tests.members.test_surveys_at_once import came
from tests.world import World

# One database for all of them, on one worker.
pytestmark = pytest.mark.xdist_group("concurrency")
YEAR = 2569


def lock(committee: Committee) -> str:
    return f"SELECT id FROM committees_committee WHERE id = {committee.pk} FOR UPDATE"


def test_of_two_who_write_at_once_neither_is_lost_unseen(committed: World) -> None:  # noqa: F811
    world = committed
    province = Area.objects.get(pk=57)

    def taking(person: Any) -> Callable[[], object]:
        return lambda: came(
            lambda: as_person(
                person, indicators.take_starters, province=province, codes=["women_trained"]
            )
        )

    # Both take the same starter: it is in the catalogue once.
    found = at_once(lock(world.chiang_rai), taking(world.nok), taking(world.noi))
    assert found == ["done", "done"]
    row = Indicator.objects.get(province=province)

    def aiming(person: Any, figure: int) -> Callable[[], object]:
        return lambda: came(
            lambda: as_person(
                person,
                indicators.set_targets,
                committee=world.mae_sai,
                fiscal_year=YEAR,
                aims=[Aim(row, Decimal(figure))],
            )
        )

    # Two targets for one indicator: one stands, the other person sees both beside each other.
    found = at_once(lock(world.mae_sai), aiming(world.pranee, 400), aiming(world.anong, 350))
    assert sorted(found, key=str) == [409, "done"]
    target = Target.objects.get(indicator=row)
    assert (target.value, target.version) == (400 if found[0] == "done" else 350, 1)
    # The same press twice sets it once.
    first = aiming(world.pranee, int(target.value or 0))
    assert at_once(lock(world.mae_sai), first, first) == ["done", "done"]
    assert Target.objects.get(indicator=row).version == 1
