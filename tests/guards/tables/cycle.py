"""The pages of a plan's year: beginning, taking lines over, due days, what PSDHS asks for."""

from typing import Any

from django.utils import timezone

from accounts.models import User
from actionplans.actions import cycle as actions
from actionplans.actions import templates
from actionplans.models import Funding, Plan, Season, TemplateLine, TemplateTaken
from committees.calendar import fiscal_year_end, fiscal_year_start
from tests.world import World

PEOPLE = (
    "visitor",
    "stranger",
    "former",
    "observer",
    "pranee",
    "somchai",
    "nok",
    "governor",
    "wichai",
    "inspector",
    "malee",
    "nuan",
    "national_observer",
)
# The committee of a page on its year; for pages of a province, the one it lies in.
TARGETS = {"maesai": "mae_sai", "closed": "mae_sai_suppression", "nan": "nan_border"}
REQUIRED = ({"maesai"}, {"closed"})
WRITERS = {"mae_sai": "pranee", "mae_sai_suppression": "inspector", "chiang_khong": "malee"}
KEEPERS = {57: "nok", 55: "nuan"}

INSIDE_ALONE = {"actionplans_season"}
SEES = {
    "actionplans_provinceduerules": lambda reach, row: row.province_id in reach.provinces,
    "actionplans_templateline": lambda reach, row: row.province_id in reach.provinces,
}


def person(world: World, name: str) -> User:
    """Somebody of the cast, as a new request knows them."""
    return User.objects.get(pk=world.people[name].pk)


def asked(world: World, code: int = 57, **given: Any) -> TemplateLine:
    """A line that PSDHS of this province asks the districts for in the running year."""
    year = given.pop("fiscal_year", world.period.year)
    values = {
        "what": "ตั้งกลุ่มเฝ้าระวังระดับหมู่บ้าน",
        "pillar": "counter_trafficking",
        "starts": fiscal_year_start(year),
        "ends": fiscal_year_end(year),
        "measure": None,
        "indicator": "จำนวนหมู่บ้าน",
        "target": "12",
        "hint": "",
        "kinds": ["district"],
    }
    return templates.ask_for_line(
        province_id=code,
        fiscal_year=year,
        values=values | given,
        by=person(world, KEEPERS[code]),
    )


def line_values(world: World, template: TemplateLine) -> dict[str, Any]:
    """What the form of a line sends that was begun with what is asked for."""
    return template.begins() | {
        "measure": template.measure,
        "responsible": world.organisations["office"],
        "supporting": [],
        "places": [],
        "funding": Funding.OWN_REMIT,
        "budget": 0,
        "funder": "",
    }


def build(world: World) -> dict[str, Any]:
    """A line asked for in each province, taken over in Chiang Khong; seasons and due days."""
    days = {"annual_month": 8, "annual_day": 15, "plan_before": 7, "report_after": 20}
    rows: dict[str, Any] = {"maesai": asked(world), "nan": asked(world, 55)}
    rows["closed"] = rows["maesai"]
    plan = Plan.objects.get(pk=world.chiang_khong_plan.pk)
    secretary = person(world, "malee")
    taken = asked(world, what="อบรมครู")
    templates.take_over(template=taken, plan=plan, values=line_values(world, taken), by=secretary)
    for code, name in KEEPERS.items():
        actions.set_province_dues(province_id=code, values=days, version=0, by=person(world, name))
    for committee, name in WRITERS.items():
        node = world.committees[committee]
        actions.set_dues(committee=node, values=days, version=0, by=person(world, name))
        Season.objects.create(
            committee=node,
            province_id=57,
            fiscal_year=world.period.year + 1,
            opened_on=timezone.now().date(),
        )
    return rows


def arguments(world: World, rows: dict[str, Any], name: str, target: str) -> dict[str, Any]:
    """The committee with its running year, the province with a line it asks for."""
    committee = world.committees[TARGETS[target]]
    return {
        "slug": committee.slug,
        "year": world.period.year,
        "code": committee.province_id,
        "pk": rows[target].pk,
        "form": "csv",
    }


def mark(world: World, rows: dict[str, Any], word: Any) -> None:
    """What a province asks for is read all over it, and not in another."""
    nan = TemplateLine.objects.filter(province_id=55)
    nan.update(what=word("nan_border", "sent"), hint=word("nan_border", "sent"))
    assert TemplateTaken.objects.exists()


def pages(world: World, rows: dict[str, Any]) -> list[str]:
    """Addresses that read their query."""
    year = f"/committees/mae-sai/plans/year/{world.period.year}/"
    return [
        f"{year}calendar/",
        f"{year}lines/new/",
        "/provinces/57/plans/asked/",
        "/provinces/57/plans/asked.csv",
        "/provinces/57/plans/asked/new/",
        "/provinces/57/plans/calendar/",
        "/provinces/57/plans/calendar.csv",
        "/provinces/57/plans/money/",
        "/provinces/57/plans/money.csv",
    ]


ON_ROWS = """
season                     maesai GET  : 302 404 404 403 200 403 404 404 404 404 404 404 404
season                     maesai POST : 302 404 404 403 302 403 404 404 404 404 404 404 404
season                     closed GET  : 302 404 404 404 404 404 404 404 403 200 404 404 404
season                     closed POST : 302 404 404 404 404 404 404 404 403 302 404 404 404
lines_carry                maesai GET  : 302 404 404 403 200 403 404 404 404 404 404 404 404
lines_carry                maesai POST : 302 404 404 403 400 403 404 404 404 404 404 404 404
lines_carry                closed GET  : 302 404 404 404 404 404 404 404 403 200 404 404 404
lines_carry                closed POST : 302 404 404 404 404 404 404 404 403 400 404 404 404
lines_asked                maesai GET  : 302 404 404 200 200 200 404 404 404 404 404 404 404
lines_asked                maesai POST : 302 404 404 403 400 403 404 404 404 404 404 404 404
lines_asked                closed GET  : 302 404 404 404 404 404 404 404 200 200 404 404 404
lines_asked                closed POST : 302 404 404 404 404 404 404 404 403 400 404 404 404
year_calendar              maesai GET  : 302 404 404 200 200 200 200 200 404 404 404 404 404
year_calendar              maesai POST : 302 405 405 405 405 405 405 405 405 405 405 405 405
year_calendar              closed GET  : 302 404 404 404 404 404 404 404 200 200 404 404 404
year_calendar              closed POST : 302 405 405 405 405 405 405 405 405 405 405 405 405
year_calendar_export       maesai GET  : 302 404 404 200 200 200 200 200 404 404 404 404 404
year_calendar_export       maesai POST : 302 405 405 405 405 405 405 405 405 405 405 405 405
year_calendar_export       closed GET  : 302 404 404 404 404 404 404 404 200 200 404 404 404
year_calendar_export       closed POST : 302 405 405 405 405 405 405 405 405 405 405 405 405
committee_dues             maesai GET  : 302 404 404 403 200 200 200 403 404 404 404 404 404
committee_dues             maesai POST : 302 404 404 403 400 400 400 403 404 404 404 404 404
committee_dues             closed GET  : 302 404 404 404 404 404 404 404 403 200 404 404 404
committee_dues             closed POST : 302 404 404 404 404 404 404 404 403 400 404 404 404
committee_dues_clear       maesai GET  : 302 405 405 405 405 405 405 405 405 405 405 405 405
committee_dues_clear       maesai POST : 302 404 404 403 302 302 302 403 404 404 404 404 404
committee_dues_clear       closed GET  : 302 405 405 405 405 405 405 405 405 405 405 405 405
committee_dues_clear       closed POST : 302 404 404 404 404 404 404 404 403 302 404 404 404
template_lines             maesai GET  : 302 404 404 404 404 404 200 200 404 404 404 404 404
template_lines             maesai POST : 302 405 405 405 405 405 405 405 405 405 405 405 405
template_lines             nan    GET  : 302 404 404 404 404 404 404 404 404 404 404 200 404
template_lines             nan    POST : 302 405 405 405 405 405 405 405 405 405 405 405 405
template_lines_export      maesai GET  : 302 404 404 404 404 404 200 200 404 404 404 404 404
template_lines_export      maesai POST : 302 405 405 405 405 405 405 405 405 405 405 405 405
template_lines_export      nan    GET  : 302 404 404 404 404 404 404 404 404 404 404 200 404
template_lines_export      nan    POST : 302 405 405 405 405 405 405 405 405 405 405 405 405
province_calendar          maesai GET  : 302 404 404 404 404 404 200 200 404 404 404 404 404
province_calendar          maesai POST : 302 405 405 405 405 405 405 405 405 405 405 405 405
province_calendar          nan    GET  : 302 404 404 404 404 404 404 404 404 404 404 200 404
province_calendar          nan    POST : 302 405 405 405 405 405 405 405 405 405 405 405 405
province_calendar_export   maesai GET  : 302 404 404 404 404 404 200 200 404 404 404 404 404
province_calendar_export   maesai POST : 302 405 405 405 405 405 405 405 405 405 405 405 405
province_calendar_export   nan    GET  : 302 404 404 404 404 404 404 404 404 404 404 200 404
province_calendar_export   nan    POST : 302 405 405 405 405 405 405 405 405 405 405 405 405
province_money             maesai GET  : 302 404 404 404 404 404 200 200 404 404 404 404 404
province_money             maesai POST : 302 405 405 405 405 405 405 405 405 405 405 405 405
province_money             nan    GET  : 302 404 404 404 404 404 404 404 404 404 404 200 404
province_money             nan    POST : 302 405 405 405 405 405 405 405 405 405 405 405 405
province_money_export      maesai GET  : 302 404 404 404 404 404 200 200 404 404 404 404 404
province_money_export      maesai POST : 302 405 405 405 405 405 405 405 405 405 405 405 405
province_money_export      nan    GET  : 302 404 404 404 404 404 404 404 404 404 404 200 404
province_money_export      nan    POST : 302 405 405 405 405 405 405 405 405 405 405 405 405
template_line_new          maesai GET  : 302 404 404 404 404 404 200 403 404 404 404 404 404
template_line_new          maesai POST : 302 404 404 404 404 404 400 403 404 404 404 404 404
template_line_new          nan    GET  : 302 404 404 404 404 404 404 404 404 404 404 200 404
template_line_new          nan    POST : 302 404 404 404 404 404 404 404 404 404 404 400 404
template_line_edit         maesai GET  : 302 404 404 404 404 404 200 403 404 404 404 404 404
template_line_edit         maesai POST : 302 404 404 404 404 404 400 403 404 404 404 404 404
template_line_edit         nan    GET  : 302 404 404 404 404 404 404 404 404 404 404 200 404
template_line_edit         nan    POST : 302 404 404 404 404 404 404 404 404 404 404 400 404
province_dues              maesai GET  : 302 404 404 404 404 404 200 403 404 404 404 404 404
province_dues              maesai POST : 302 404 404 404 404 404 400 403 404 404 404 404 404
province_dues              nan    GET  : 302 404 404 404 404 404 404 404 404 404 404 200 404
province_dues              nan    POST : 302 404 404 404 404 404 404 404 404 404 404 400 404
template_line_withdraw     maesai GET  : 302 405 405 405 405 405 405 405 405 405 405 405 405
template_line_withdraw     maesai POST : 302 404 404 404 404 404 302 403 404 404 404 404 404
template_line_withdraw     nan    GET  : 302 405 405 405 405 405 405 405 405 405 405 405 405
template_line_withdraw     nan    POST : 302 404 404 404 404 404 404 404 404 404 404 302 404
template_line_restore      maesai GET  : 302 405 405 405 405 405 405 405 405 405 405 405 405
template_line_restore      maesai POST : 302 404 404 404 404 404 302 403 404 404 404 404 404
template_line_restore      nan    GET  : 302 405 405 405 405 405 405 405 405 405 405 405 405
template_line_restore      nan    POST : 302 404 404 404 404 404 404 404 404 404 404 302 404
"""
