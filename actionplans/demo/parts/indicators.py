"""Chiang Rai's indicators, taken from the starter list, and the targets of its committees."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING

from actionplans.actions import indicators
from actionplans.actions.indicators import Aim
from actionplans.models import Indicator
from actionplans.starters import STARTERS
from committees.models import Area, Committee

if TYPE_CHECKING:
    from actionplans.demo.load import Demonstration

PROVINCE = 57
TAKEN = (
    "campaign_reach",
    "women_trained",
    "men_trained",
    "knowledge",
    "practitioners",
    "villages",
    "watch_groups",
    "meetings",
    "districts",
)
# slug -> (who sets the targets, starter -> (year, quarters))
TARGETS: dict[str, tuple[str, dict[str, tuple[int, tuple[int, ...]]]]] = {
    "mae-sai": (
        "mae-sai/secretary",
        {
            "campaign_reach": (2000, (500, 500, 500, 500)),
            "women_trained": (240, (60, 60, 60, 60)),
            "men_trained": (80, ()),
            "knowledge": (14, ()),
            "villages": (12, ()),
            "watch_groups": (12, (3, 3, 3, 3)),
        },
    ),
    "chiang-khong": (
        "chiang-khong/secretary",
        {"campaign_reach": (800, ()), "women_trained": (90, ()), "meetings": (8, (2, 2, 2, 2))},
    ),
    "cct": (
        "cct_secretary",
        {"campaign_reach": (2000, ()), "practitioners": (120, ()), "knowledge": (15, ())},
    ),
    "chiang-rai": ("nok", {"districts": (18, ())}),
}


def plan(demo: Demonstration) -> None:
    """PSDHS chooses the indicators; each secretary sets the targets of last year and of this."""
    demo.then(demo.ago(420, 10), taking(demo))
    for number, (slug, (who, aims)) in enumerate(TARGETS.items()):
        for year, days in ((demo.year - 1, 410), (demo.year, 46)):
            demo.then(demo.ago(days, 11, number), aiming(demo, slug, who, year, aims))


def taking(demo: Demonstration) -> Callable[[], object]:
    """PSDHS puts the chosen ones into the catalogue."""
    return lambda: indicators.take_starters(
        province=Area.objects.get(pk=PROVINCE), codes=TAKEN, by=demo.person("nok")
    )


def aiming(
    demo: Demonstration,
    slug: str,
    who: str,
    year: int,
    aims: dict[str, tuple[int, tuple[int, ...]]],
) -> Callable[[], object]:
    """A committee's targets of a year."""

    def act() -> None:
        rows = {row.name_th: row for row in Indicator.objects.filter(province_id=PROVINCE)}
        indicators.set_targets(
            committee=Committee.objects.get(slug=slug),
            fiscal_year=year,
            aims=[
                Aim(rows[STARTERS[code]["name_th"]], Decimal(figure), _four(quarters))
                for code, (figure, quarters) in aims.items()
            ],
            by=demo.person(who),
        )

    return act


def _four(quarters: tuple[int, ...]) -> tuple[Decimal | None, ...]:
    return tuple(Decimal(one) for one in quarters) or (None,) * 4
