"""What the committees did: the published figures of 2019 to 2021, and what was logged lately.

The sixteen meetings and trainings of the districts come to 311 participants, 239 women and 72 men,
with a weighted knowledge gain of exactly 14 per cent; three trainings of the multidisciplinary team
reached 126 practitioners; the campaigns of the civil-society committee over 2,000 people.
"""

from __future__ import annotations

import datetime as dt
import io
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from PIL import Image, ImageDraw

from actionplans.actions import activities as actions
from actionplans.demo import plans
from actionplans.demo.activities import CAMPAIGNS, LATELY, OF_THE_TEAM, PUBLISHED
from actionplans.models import Activity, PlanLine
from committees.calendar import fiscal_year, fiscal_year_start
from committees.models import Area, Committee
from committees.papers import JPEG, Upload

if TYPE_CHECKING:
    from actionplans.demo.load import Demonstration

PROVINCE = 57


def plan(demo: Demonstration) -> None:
    """The published ones as they were entered when the site came into use, the late ones daily."""
    entered = demo.ago(0, 9).replace(year=fiscal_year_start(demo.year - 1).year, month=11, day=5)
    for number, row in enumerate(PUBLISHED):
        demo.then(entered + dt.timedelta(minutes=6 * number), _published(demo, row))
    for number, (day, what, counts) in enumerate(OF_THE_TEAM):
        at = entered + dt.timedelta(hours=3, minutes=5 * number)
        demo.then(at, _of_the_team(demo, day, what, counts))
    for number, campaign in enumerate(CAMPAIGNS):
        at = entered + dt.timedelta(hours=4, minutes=5 * number)
        demo.then(at, _campaign(demo, campaign))
    for row_lately in LATELY:
        demo.then(demo.ago(row_lately[0], 16, 20), _lately(demo, row_lately))


def _log(demo: Demonstration, slug: str, by: str, lead: str, place: int, **values: Any) -> Activity:
    area = Area.objects.filter(pk=place).first() or Area.objects.get(pk=place // 100)
    whole = area.level == "district"
    district = area if whole else Area.objects.get(pk=area.pk // 100)
    day = values["starts"]
    return actions.log_activity(
        committee=Committee.objects.select_related("area").get(slug=slug),
        values={
            "pillar": "counter_trafficking",
            "ends": day,
            "district": district,
            "subdistrict": None if whole else area,
            "lead": demo.organisations[PROVINCE, lead],
            **values,
        },
        by=demo.person(by),
    )


def _published(demo: Demonstration, row: Any) -> Any:
    slug, kind, day, place, what, women, men, before, after = row

    def act() -> None:
        _log(
            demo,
            slug,
            f"{slug}/secretary",
            f"{slug}/office",
            place,
            kind=kind,
            starts=day,
            title=what,
            women=women,
            men=men,
            adults=women + men,
            tested=women + men,
            before=Decimal(before),
            after=Decimal(after),
        )

    return act


def _of_the_team(demo: Demonstration, day: dt.date, what: str, counts: dict[str, int]) -> Any:
    def act() -> None:
        values = {"kind": "training", "starts": day, "title": what, "practitioners": counts}
        _log(demo, "chiang-rai", "nok", "psdhs", 5701, **values)

    return act


def _campaign(demo: Demonstration, row: tuple[dt.date, int, str, int]) -> Any:
    day, district, what, reached = row

    def act() -> None:
        values = {"kind": "campaign", "starts": day, "title": what, "reached": reached}
        _log(demo, "cct", "cct_secretary", "focus", district, **values)

    return act


def _lately(demo: Demonstration, row: Any) -> Any:
    days, slug, by, kind, place, what, reached, women, men, gifts, photos = row
    day = demo.ago(days, 10).date()

    def act() -> None:
        _log(
            demo,
            slug,
            by,
            gifts[0][0],
            place,
            kind=kind,
            line=_line(slug, day) if kind == "campaign" else None,
            starts=day,
            title=what,
            reached=reached or women + men,
            women=women,
            men=men,
            joined=[demo.organisations[PROVINCE, gift[0]] for gift in gifts[1:]],
            contributions=[_gift(demo, *gift) for gift in gifts],
            files=[_photo(place + number) for number in range(photos)],
        )

    return act


def _line(slug: str, day: dt.date) -> PlanLine | None:
    """The campaign of that year's plan, where the committee has one."""
    return PlanLine.objects.filter(
        committee__slug=slug, plan__fiscal_year=fiscal_year(day), what=plans.CAMPAIGN.what
    ).first()


def _gift(demo: Demonstration, who: str, kind: str, amount: str, what: str) -> dict[str, Any]:
    given = "days" if kind == "staff" else "amount"
    return {
        "kind": kind,
        "organisation": demo.organisations[PROVINCE, who],
        given: Decimal(amount),
        "what": what,
        "funding": "agency" if kind == "cash" else "",
    }


def _photo(seed: int) -> Upload:
    """A drawn picture of a place: hills, a road and a tent, in colours of its own."""
    picture = Image.new("RGB", (800, 600), (188 + seed % 40, 214, 232))
    draw = ImageDraw.Draw(picture)
    for far in range(3):
        shade = (70 + 30 * far, 120 + 25 * far, 80 + 20 * far)
        top = 260 + 70 * (2 - far) - seed % 50
        points = [(x, top + ((x + seed * (far + 3)) * 37 % 90)) for x in range(0, 900, 100)]
        draw.polygon([(0, 600), *points, (900, 600)], fill=shade)
    draw.polygon([(330, 600), (390, 400), (430, 400), (520, 600)], fill=(150, 140, 130))
    draw.polygon([(520, 470), (640, 400), (760, 470)], fill=(40, 80, 140))
    draw.rectangle((530, 470, 750, 560), fill=(235, 235, 230))
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=70)
    return Upload("photo.jpg", JPEG, buffer.getvalue())
