"""Indicators of a province, and the targets of its committees. Columns as in `test_urls`.

`nan` stands for Nan's catalogue and its border district; every other target for Chiang Rai's.
"""

from decimal import Decimal
from typing import Any

from accounts.models import User
from actionplans.actions import indicators
from actionplans.actions.indicators import Aim
from actionplans.models import Indicator, Measure, Target
from committees.models import Area
from tests.world import World

KEEPERS = {57: "nok", 55: "nuan"}
# target -> (committee of the world, who sets its targets)
OWNERS = {
    "maesai": ("mae_sai", "pranee"),
    "khong": ("chiang_khong", "malee"),
    "closed": ("mae_sai_suppression", "inspector"),
    "nan": ("nan_border", "nida"),
}
YEAR = 2569

SEES = {"actionplans_indicator": lambda reach, row: row.province_id in reach.provinces}


def person(world: World, name: str) -> User:
    return User.objects.get(pk=world.people[name].pk)


def build(world: World) -> dict[str, Any]:
    """An indicator in use and a retired one in each province; a target in each committee."""
    rows: dict[str, Any] = {}
    for code, name in KEEPERS.items():
        keeper, province = person(world, name), Area.objects.get(pk=code)
        found = []
        for measure in (Measure.WOMEN, Measure.MEN):
            values = {"name_th": f"ตัวชี้วัด {measure}", "unit_th": "คน", "measure": measure}
            found.append(indicators.add_indicator(province=province, values=values, by=keeper))
        indicators.retire_indicator(indicator=found[1], by=keeper)
        rows[str(code)] = found
    for target, (name, owner) in OWNERS.items():
        committee = world.committees[name]
        indicators.set_targets(
            committee=committee,
            fiscal_year=YEAR,
            aims=[Aim(rows[str(committee.province_id)][0], Decimal(10))],
            by=person(world, owner),
        )
        rows[target] = committee
    return rows


def arguments(world: World, rows: dict[str, Any], name: str, target: str) -> dict[str, Any]:
    """The committee and its year; the indicator in use, or the retired one to put back."""
    committee = rows[target]
    used, retired = rows[str(committee.province_id)]
    return {
        "slug": committee.slug,
        "year": YEAR,
        "code": committee.province_id,
        "pk": retired.pk if name == "indicator_restore" else used.pk,
        "form": "csv",
    }


def mark(world: World, rows: dict[str, Any], word: Any) -> None:
    """A province's own words, and figures of targets, which hold none."""
    Indicator.objects.filter(province_id=55).update(note=word("nan_border", "sent"))
    Target.objects.filter(committee=world.mae_sai).update(value=4141)


def pages(world: World, rows: dict[str, Any]) -> list[str]:
    """Addresses that read their query."""
    return [
        "/provinces/57/plans/indicators/",
        "/provinces/57/plans/indicators.csv",
        "/provinces/57/plans/indicators/catalogue/",
        f"/provinces/57/plans/indicators/catalogue/{rows['57'][0].pk}/",
        f"/committees/{world.mae_sai.slug}/plans/year/{YEAR}/indicators/",
    ]


# Somebody else has set the targets meanwhile (409): what was sent names no version.
ON_ROWS = """
committee_indicators        maesai GET  : 302 404 404 200 200 200 200 404 404 404 404 404
committee_indicators        maesai POST : 302 405 405 405 405 405 405 405 405 405 405 405
committee_indicators        khong  GET  : 302 404 404 404 404 404 200 404 404 200 404 404
committee_indicators        khong  POST : 302 405 405 405 405 405 405 405 405 405 405 405
committee_indicators        closed GET  : 302 404 404 404 404 404 404 404 200 404 404 404
committee_indicators        closed POST : 302 405 405 405 405 405 405 405 405 405 405 405
committee_indicators        nan    GET  : 302 404 404 404 404 404 404 404 404 404 200 404
committee_indicators        nan    POST : 302 405 405 405 405 405 405 405 405 405 405 405
committee_indicators_export maesai GET  : 302 404 404 200 200 200 200 404 404 404 404 404
committee_indicators_export maesai POST : 302 405 405 405 405 405 405 405 405 405 405 405
committee_indicators_export khong  GET  : 302 404 404 404 404 404 200 404 404 200 404 404
committee_indicators_export khong  POST : 302 405 405 405 405 405 405 405 405 405 405 405
committee_indicators_export closed GET  : 302 404 404 404 404 404 404 404 200 404 404 404
committee_indicators_export closed POST : 302 405 405 405 405 405 405 405 405 405 405 405
committee_targets           maesai GET  : 302 404 404 403 200 403 404 404 404 404 404 404
committee_targets           maesai POST : 302 404 404 403 409 403 404 404 404 404 404 404
committee_targets           khong  GET  : 302 404 404 404 404 404 404 404 404 200 404 404
committee_targets           khong  POST : 302 404 404 404 404 404 404 404 404 409 404 404
committee_targets           closed GET  : 302 404 404 404 404 404 404 404 403 404 404 404
committee_targets           closed POST : 302 404 404 404 404 404 404 404 403 404 404 404
province_indicators         maesai GET  : 302 404 404 404 404 404 200 404 404 404 404 404
province_indicators         maesai POST : 302 405 405 405 405 405 405 405 405 405 405 405
province_indicators         nan    GET  : 302 404 404 404 404 404 404 404 404 404 200 404
province_indicators         nan    POST : 302 405 405 405 405 405 405 405 405 405 405 405
province_indicators_export  maesai GET  : 302 404 404 404 404 404 200 404 404 404 404 404
province_indicators_export  maesai POST : 302 405 405 405 405 405 405 405 405 405 405 405
province_indicators_export  nan    GET  : 302 404 404 404 404 404 404 404 404 404 200 404
province_indicators_export  nan    POST : 302 405 405 405 405 405 405 405 405 405 405 405
indicators_catalogue        maesai GET  : 302 404 404 200 200 200 200 200 200 200 404 404
indicators_catalogue        maesai POST : 302 405 405 405 405 405 405 405 405 405 405 405
indicators_catalogue        nan    GET  : 302 404 404 404 404 404 404 404 404 404 200 404
indicators_catalogue        nan    POST : 302 405 405 405 405 405 405 405 405 405 405 405
indicators_catalogue_export maesai GET  : 302 404 404 200 200 200 200 200 200 200 404 404
indicators_catalogue_export maesai POST : 302 405 405 405 405 405 405 405 405 405 405 405
indicators_starters         maesai GET  : 302 404 404 403 403 403 200 403 403 403 404 404
indicators_starters         maesai POST : 302 404 404 403 403 403 400 403 403 403 404 404
indicators_starters         nan    GET  : 302 404 404 404 404 404 404 404 404 404 200 404
indicators_starters         nan    POST : 302 404 404 404 404 404 404 404 404 404 400 404
indicator_new               maesai GET  : 302 404 404 403 403 403 200 403 403 403 404 404
indicator_new               maesai POST : 302 404 404 403 403 403 400 403 403 403 404 404
indicator_new               nan    GET  : 302 404 404 404 404 404 404 404 404 404 200 404
indicator_new               nan    POST : 302 404 404 404 404 404 404 404 404 404 400 404
indicator                   maesai GET  : 302 404 404 200 200 200 200 200 200 200 404 404
indicator                   maesai POST : 302 405 405 405 405 405 405 405 405 405 405 405
indicator                   nan    GET  : 302 404 404 404 404 404 404 404 404 404 200 404
indicator                   nan    POST : 302 405 405 405 405 405 405 405 405 405 405 405
indicator_edit              maesai GET  : 302 404 404 403 403 403 200 403 403 403 404 404
indicator_edit              maesai POST : 302 404 404 403 403 403 400 403 403 403 404 404
indicator_edit              nan    GET  : 302 404 404 404 404 404 404 404 404 404 200 404
indicator_edit              nan    POST : 302 404 404 404 404 404 404 404 404 404 400 404
indicator_retire            maesai GET  : 302 405 405 405 405 405 405 405 405 405 405 405
indicator_retire            maesai POST : 302 404 404 403 403 403 302 403 403 403 404 404
indicator_retire            nan    GET  : 302 405 405 405 405 405 405 405 405 405 405 405
indicator_retire            nan    POST : 302 404 404 404 404 404 404 404 404 404 302 404
indicator_restore           maesai GET  : 302 405 405 405 405 405 405 405 405 405 405 405
indicator_restore           maesai POST : 302 404 404 403 403 403 302 403 403 403 404 404
indicator_restore           nan    GET  : 302 405 405 405 405 405 405 405 405 405 405 405
indicator_restore           nan    POST : 302 404 404 404 404 404 404 404 404 404 302 404
"""
