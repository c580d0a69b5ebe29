"""The figures of a year, their pictures and their files."""

from typing import Any

from django.utils import timezone

from actionplans.models import Activity, Plan
from committees.models import Committee
from tests.world import World

# The columns and targets of `test_urls`: the pages are of every committee and of a province.
PLACES = {
    "maesai": "mae_sai",
    "khong": "chiang_khong",
    "closed": "mae_sai_suppression",
    "nan": "nan_border",
}


def build(world: World) -> dict[str, Any]:
    """An activity wherever there is a target; the database adds them up."""
    for name in PLACES.values():
        logged(world, world.committees[name])
    return {}


def logged(world: World, committee: Committee) -> None:
    """One activity as a row: its sums come by themselves."""
    Activity.objects.create(
        committee=committee,
        province_id=committee.province_id,
        kind="campaign",
        pillar="education",
        title="รณรงค์",
        starts=world.period.start,
        ends=world.period.start,
        fiscal_year=world.period.year,
        district_id=committee.area_id,
        lead=world.organisations["office"],
        reached=20,
        logged_by=world.pranee,
        changed_at=timezone.now(),
        above=not committee.closed,
    )


def _oversees_province(reach: Any, row: Any) -> bool:
    """The provincial committee lies below its own secretariat, as every other does."""
    top = Committee.objects.get(kind="provincial", province_id=row.province_id)
    return top.pk in reach.below


SEES = {"actionplans_provincemonth": _oversees_province}


def arguments(world: World, rows: dict[str, Any], name: str, target: str) -> dict[str, Any]:
    """The committee of the target with its plan's year, or its province."""
    committee = world.committees[PLACES[target]]
    year = Plan.objects.filter(committee=committee).latest("fiscal_year").fiscal_year
    return {
        "slug": committee.slug,
        "year": year,
        "code": committee.province_id,
        "which": "reach",
        "form": "csv",
    }


def pages(world: World, rows: dict[str, Any]) -> list[str]:
    """Addresses that read their query."""
    return ["/provinces/57/plans/figures/", "/provinces/57/plans/figures/reach.svg", "/figures/"]


ANYWHERE = """
national_figures                         GET  : 302 404 404 404 404 404 404 404 404 404 404 200
national_figures                         POST : 302 405 405 405 405 405 405 405 405 405 405 405
national_figures_chart                   GET  : 302 404 404 404 404 404 404 404 404 404 404 200
national_figures_chart                   POST : 302 405 405 405 405 405 405 405 405 405 405 405
national_figures_export                  GET  : 302 404 404 404 404 404 404 404 404 404 404 200
national_figures_export                  POST : 302 405 405 405 405 405 405 405 405 405 405 405
"""

ON_ROWS = """
year_figures             maesai GET  : 302 404 404 200 200 200 200 404 404 404 404 404
year_figures             maesai POST : 302 405 405 405 405 405 405 405 405 405 405 405
year_figures             khong  GET  : 302 404 404 404 404 404 200 404 404 200 404 404
year_figures             khong  POST : 302 405 405 405 405 405 405 405 405 405 405 405
year_figures             closed GET  : 302 404 404 404 404 404 404 404 200 404 404 404
year_figures             closed POST : 302 405 405 405 405 405 405 405 405 405 405 405
year_figures             nan    GET  : 302 404 404 404 404 404 404 404 404 404 200 404
year_figures             nan    POST : 302 405 405 405 405 405 405 405 405 405 405 405
year_figures_chart       maesai GET  : 302 404 404 200 200 200 200 404 404 404 404 404
year_figures_chart       maesai POST : 302 405 405 405 405 405 405 405 405 405 405 405
year_figures_chart       khong  GET  : 302 404 404 404 404 404 200 404 404 200 404 404
year_figures_chart       khong  POST : 302 405 405 405 405 405 405 405 405 405 405 405
year_figures_chart       closed GET  : 302 404 404 404 404 404 404 404 200 404 404 404
year_figures_chart       closed POST : 302 405 405 405 405 405 405 405 405 405 405 405
year_figures_chart       nan    GET  : 302 404 404 404 404 404 404 404 404 404 200 404
year_figures_chart       nan    POST : 302 405 405 405 405 405 405 405 405 405 405 405
year_figures_export      maesai GET  : 302 404 404 200 200 200 200 404 404 404 404 404
year_figures_export      maesai POST : 302 405 405 405 405 405 405 405 405 405 405 405
year_figures_export      khong  GET  : 302 404 404 404 404 404 200 404 404 200 404 404
year_figures_export      khong  POST : 302 405 405 405 405 405 405 405 405 405 405 405
year_figures_export      closed GET  : 302 404 404 404 404 404 404 404 200 404 404 404
year_figures_export      closed POST : 302 405 405 405 405 405 405 405 405 405 405 405
year_figures_export      nan    GET  : 302 404 404 404 404 404 404 404 404 404 200 404
year_figures_export      nan    POST : 302 405 405 405 405 405 405 405 405 405 405 405
province_figures         maesai GET  : 302 404 404 404 404 404 200 404 404 404 404 200
province_figures         maesai POST : 302 405 405 405 405 405 405 405 405 405 405 405
province_figures         closed GET  : 302 404 404 404 404 404 200 404 404 404 404 200
province_figures         closed POST : 302 405 405 405 405 405 405 405 405 405 405 405
province_figures         nan    GET  : 302 404 404 404 404 404 404 404 404 404 200 200
province_figures         nan    POST : 302 405 405 405 405 405 405 405 405 405 405 405
province_figures_chart   maesai GET  : 302 404 404 404 404 404 200 404 404 404 404 200
province_figures_chart   maesai POST : 302 405 405 405 405 405 405 405 405 405 405 405
province_figures_chart   closed GET  : 302 404 404 404 404 404 200 404 404 404 404 200
province_figures_chart   closed POST : 302 405 405 405 405 405 405 405 405 405 405 405
province_figures_chart   nan    GET  : 302 404 404 404 404 404 404 404 404 404 200 200
province_figures_chart   nan    POST : 302 405 405 405 405 405 405 405 405 405 405 405
province_figures_export  maesai GET  : 302 404 404 404 404 404 200 404 404 404 404 200
province_figures_export  maesai POST : 302 405 405 405 405 405 405 405 405 405 405 405
province_figures_export  closed GET  : 302 404 404 404 404 404 200 404 404 404 404 200
province_figures_export  closed POST : 302 405 405 405 405 405 405 405 405 405 405 405
province_figures_export  nan    GET  : 302 404 404 404 404 404 404 404 404 404 200 200
province_figures_export  nan    POST : 302 405 405 405 405 405 405 405 405 405 405 405
"""
