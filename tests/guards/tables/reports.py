"""The pages of progress reports and yearly summaries."""

from decimal import Decimal
from typing import Any

from accounts.models import User
from actionplans.actions import plans as plan_actions
from actionplans.actions import reports as actions
from actionplans.models import (
    Plan,
    QuarterPlan,
    Report,
    ReportLine,
    ReportReminder,
    ReportRound,
    ReportWords,
    YearSummary,
)
from actionplans.summing import Figures
from committees.calendar import Quarter, today
from members.models import Pillar
from tests.world import World, line_values

PEOPLE = (
    "visitor",
    "stranger",
    "former",
    "observer",
    "pranee",
    "somchai",
    "nok",
    "cct_secretary",
    "cct_member",
    "wichai",
    "inspector",
    "malee",
    "nida",
    "nuan",
    "national_observer",
)
# No plan is approved; the report is being revised; it waits for PSDHS; a closed group has none.
TARGETS = {
    "maesai": "mae_sai",
    "cct": "cct",
    "nan": "nan_border",
    "closed": "mae_sai_suppression",
}
REQUIRED = ({"maesai", "cct"}, {"nan"}, {"closed"})

INSIDE_ALONE = {"actionplans_reportwords", "actionplans_reportreminder"}

ANSWER = {
    "state": "done",
    "reason": "",
    "until": None,
    "value": None,
    "value_text": "",
    "spent": Decimal(0),
    "word": "",
}


def person(world: World, name: str) -> User:
    """Somebody of the cast, as a new request knows them."""
    return User.objects.get(pk=world.people[name].pk)


def answered(report: Report, by: User, **values: Any) -> Report:
    """Every line of a report answered alike."""
    for line in ReportLine.objects.filter(report=report):
        actions.save_line(line=line, values=ANSWER | values, version=line.version, by=by)
    return Report.objects.select_related("committee", "quarter").get(pk=report.pk)


def past_quarter(
    world: World,
    number: int = 4,
    *lines: dict[str, Any],
    committee: str = "mae_sai",
    people: tuple[str, str, str] = ("pranee", "somchai", "nok"),
    organisation: str = "office",
) -> QuarterPlan:
    """A plan of a quarter of the last fiscal year that the province has received."""
    writer, approver, psdhs = (person(world, name) for name in people)
    period = Quarter(world.period.year - 1, number)
    row = world.committees[committee]
    plan = Plan.objects.filter(committee=row, fiscal_year=period.year).first()
    if plan is None:
        plan = plan_actions.start_plan(committee=row, fiscal_year=period.year, by=writer)
    for values in lines or ({}, {"what": "รณรงค์ในโรงเรียน", "budget": 20000, "funding": "lao"}):
        plan_actions.add_line(
            plan=plan, values=line_values(world, organisation, period, **values), by=writer
        )
    quarter = QuarterPlan.objects.select_related("committee").get(plan=plan, quarter=number)
    plan_actions.submit_plan(plan=quarter, by=writer)
    plan_actions.approve_plan(plan=quarter, by=approver)
    plan_actions.receive_plan(plan=quarter, by=psdhs)
    return QuarterPlan.objects.select_related("committee").get(pk=quarter.pk)


def in_state(world: World, state: str, quarter: QuarterPlan | None = None) -> Report:
    """The report of Mae Sai's last quarter in a state, by the real acts."""
    pranee, nok = person(world, "pranee"), person(world, "nok")
    report = actions.start_report(quarter=quarter or past_quarter(world), by=pranee)
    if state == "draft":
        return report
    report = answered(report, pranee)
    actions.submit_report(report=report, by=pranee)
    if state == "returned":
        actions.return_report(report=report, by=nok, note="โปรดเพิ่มผลลัพธ์")
    if state in ("accepted", "reopened"):
        actions.accept_report(report=report, by=nok)
    if state == "reopened":
        actions.reopen_report(report=report, by=nok, reason="ตัวเลขไม่ครบ")
    return Report.objects.select_related("committee", "quarter").get(pk=report.pk)


def build(world: World) -> dict[str, Any]:
    """A report that was sent back, one that waits, reminders, and a summary of each node above."""
    by = person(world, "cct_secretary")
    report = actions.start_report(quarter=world.cct_approved, by=by)
    actions.submit_report(report=answered(report, by), by=by)
    actions.return_report(report=report, by=person(world, "nok"), note="โปรดเพิ่มผลลัพธ์")
    nida = person(world, "nida")
    report = actions.start_report(quarter=world.nan_received, by=nida)
    actions.submit_report(report=answered(report, nida), by=nida)
    for quarter in (world.cct_approved, world.nan_received):
        ReportReminder.objects.create(
            quarter=quarter,
            due=today(),
            stage=0,
            sent_on=today(),
            committee=quarter.committee,
            province_id=quarter.committee.province_id,
        )
    content = {
        "committees": [],
        "pillars": {pillar: Figures().plain for pillar in Pillar.values},
        "total": Figures().plain,
    }
    for name, by in (("mae_sai", "pranee"), ("chiang_rai", "nok")):
        committee = world.committees[name]
        YearSummary.objects.create(
            committee=committee,
            province_id=committee.province_id,
            fiscal_year=world.period.year,
            number=1,
            content=content,
            made_by=world.people[by],
            made_at=world.mae_sai_draft.changed_at,
        )
    return {
        "maesai": world.mae_sai_draft,
        "cct": world.cct_approved,
        "nan": world.nan_received,
        "closed": world.suppression_submitted,
    }


def arguments(world: World, rows: dict[str, Any], name: str, target: str) -> dict[str, Any]:
    """The quarter and a line of its report."""
    quarter = rows[target]
    line = ReportLine.objects.filter(report__quarter=quarter).first()
    return {
        "slug": quarter.committee.slug,
        "pk": quarter.pk,
        "year": quarter.fiscal_year,
        "line": line.pk if line else 1,
        "number": 1,
        "code": quarter.committee.province_id,
        "form": "csv" if not name.startswith("summary") else "xlsx",
    }


def mark(world: World, rows: dict[str, Any], word: Any) -> None:
    """Words that stand nowhere else: what is written inside, what went up above."""
    for name in ("cct", "nan_border"):
        committee = world.committees[name]
        kind = "sent" if name == "nan_border" else "inside"
        ReportWords.objects.filter(committee=committee).update(went_well=word(name, "inside"))
        ReportLine.objects.filter(committee=committee).update(
            word=word(name, kind), state="late", reason=word(name, kind)
        )
        for row in ReportRound.objects.filter(committee=committee):
            row.content["words"]["asks"] = word(name, "sent")
            ReportRound.objects.filter(pk=row.pk).update(
                content=row.content, note=word(name, "sent")
            )
    for name in ("mae_sai", "chiang_rai"):
        YearSummary.objects.filter(committee=world.committees[name]).update(note=word(name, "sent"))


def pages(world: World, rows: dict[str, Any]) -> list[str]:
    """Addresses that read their query."""
    year = world.period.year
    quarter = rows["cct"]
    return [
        "/provinces/57/plans/reports/",
        "/provinces/57/plans/reports.csv",
        f"/committees/{quarter.committee.slug}/plans/year/{year}/reports/",
        f"/committees/{quarter.committee.slug}/plans/{quarter.pk}/report/",
        f"/committees/{world.mae_sai.slug}/plans/year/{year}/summary/",
    ]


DATA: dict[str, dict[str, Any]] = {
    "report_accept": {"round": 1},
    "report_return": {"round": 1, "note": "โปรดแก้ไข"},
    "report_reopen": {"reason": "ตัวเลขไม่ครบ"},
}

ON_ROWS = """
year_reports             maesai GET  : 302 404 404 200 200 200 404 404 404 404 404 404 404 404 404
year_reports             maesai POST : 302 405 405 405 405 405 405 405 405 405 405 405 405 405 405
year_reports             cct    GET  : 302 404 404 404 404 404 200 200 200 404 404 404 404 404 404
year_reports             cct    POST : 302 405 405 405 405 405 405 405 405 405 405 405 405 405 405
year_reports             nan    GET  : 302 404 404 404 404 404 404 404 404 404 404 404 200 200 404
year_reports             nan    POST : 302 405 405 405 405 405 405 405 405 405 405 405 405 405 405
year_reports             closed GET  : 302 404 404 404 404 404 404 404 404 200 200 404 404 404 404
year_reports             closed POST : 302 405 405 405 405 405 405 405 405 405 405 405 405 405 405
report                   maesai GET  : 302 404 404 200 200 200 404 404 404 404 404 404 404 404 404
report                   maesai POST : 302 405 405 405 405 405 405 405 405 405 405 405 405 405 405
report                   cct    GET  : 302 404 404 404 404 404 200 200 200 404 404 404 404 404 404
report                   cct    POST : 302 405 405 405 405 405 405 405 405 405 405 405 405 405 405
report                   nan    GET  : 302 404 404 404 404 404 404 404 404 404 404 404 200 200 404
report                   nan    POST : 302 405 405 405 405 405 405 405 405 405 405 405 405 405 405
report                   closed GET  : 302 404 404 404 404 404 404 404 404 200 200 404 404 404 404
report                   closed POST : 302 405 405 405 405 405 405 405 405 405 405 405 405 405 405
report_start             maesai GET  : 302 405 405 405 405 405 405 405 405 405 405 405 405 405 405
report_start             maesai POST : 302 404 404 403 409 403 404 404 404 404 404 404 404 404 404
report_start             cct    GET  : 302 405 405 405 405 405 405 405 405 405 405 405 405 405 405
report_start             cct    POST : 302 404 404 404 404 404 403 302 403 404 404 404 404 404 404
report_start             nan    GET  : 302 405 405 405 405 405 405 405 405 405 405 405 405 405 405
report_start             nan    POST : 302 404 404 404 404 404 404 404 404 404 404 404 302 403 404
report_start             closed GET  : 302 405 405 405 405 405 405 405 405 405 405 405 405 405 405
report_start             closed POST : 302 404 404 404 404 404 404 404 404 403 409 404 404 404 404
report_write             cct    GET  : 302 404 404 404 404 404 403 200 403 404 404 404 404 404 404
report_write             cct    POST : 302 404 404 404 404 404 403 302 403 404 404 404 404 404 404
report_write             nan    GET  : 302 404 404 404 404 404 404 404 404 404 404 404 409 403 404
report_write             nan    POST : 302 404 404 404 404 404 404 404 404 404 404 404 409 403 404
report_write             closed GET  : 302 404 404 404 404 404 404 404 404 404 404 404 404 404 404
report_write             closed POST : 302 404 404 404 404 404 404 404 404 404 404 404 404 404 404
report_line              cct    GET  : 302 405 405 405 405 405 405 405 405 405 405 405 405 405 405
report_line              cct    POST : 302 404 404 404 404 404 403 302 403 404 404 404 404 404 404
report_line              nan    GET  : 302 405 405 405 405 405 405 405 405 405 405 405 405 405 405
report_line              nan    POST : 302 404 404 404 404 404 404 404 404 404 404 404 409 403 404
report_line              closed GET  : 302 405 405 405 405 405 405 405 405 405 405 405 405 405 405
report_line              closed POST : 302 404 404 404 404 404 404 404 404 404 404 404 404 404 404
report_renew             cct    GET  : 302 405 405 405 405 405 405 405 405 405 405 405 405 405 405
report_renew             cct    POST : 302 404 404 404 404 404 403 302 403 404 404 404 404 404 404
report_renew             nan    GET  : 302 405 405 405 405 405 405 405 405 405 405 405 405 405 405
report_renew             nan    POST : 302 404 404 404 404 404 404 404 404 404 404 404 409 403 404
report_renew             closed GET  : 302 405 405 405 405 405 405 405 405 405 405 405 405 405 405
report_renew             closed POST : 302 404 404 404 404 404 404 404 404 404 404 404 404 404 404
report_submit            cct    GET  : 302 404 404 404 404 404 403 200 403 404 404 404 404 404 404
report_submit            cct    POST : 302 404 404 404 404 404 403 302 403 404 404 404 404 404 404
report_submit            nan    GET  : 302 404 404 404 404 404 404 404 404 404 404 404 409 403 404
report_submit            nan    POST : 302 404 404 404 404 404 404 404 404 404 404 404 409 403 404
report_submit            closed GET  : 302 404 404 404 404 404 404 404 404 404 404 404 404 404 404
report_submit            closed POST : 302 404 404 404 404 404 404 404 404 404 404 404 404 404 404
report_accept            cct    GET  : 302 405 405 405 405 405 405 405 405 405 405 405 405 405 405
report_accept            cct    POST : 302 404 404 404 404 404 409 403 403 404 404 404 404 404 404
report_accept            nan    GET  : 302 405 405 405 405 405 405 405 405 405 405 405 405 405 405
report_accept            nan    POST : 302 404 404 404 404 404 404 404 404 404 404 404 403 409 404
report_accept            closed GET  : 302 405 405 405 405 405 405 405 405 405 405 405 405 405 405
report_accept            closed POST : 302 404 404 404 404 404 404 404 404 404 404 404 404 404 404
report_return            cct    GET  : 302 404 404 404 404 404 409 403 403 404 404 404 404 404 404
report_return            cct    POST : 302 404 404 404 404 404 409 403 403 404 404 404 404 404 404
report_return            nan    GET  : 302 404 404 404 404 404 404 404 404 404 404 404 403 200 404
report_return            nan    POST : 302 404 404 404 404 404 404 404 404 404 404 404 403 302 404
report_return            closed GET  : 302 404 404 404 404 404 404 404 404 404 404 404 404 404 404
report_return            closed POST : 302 404 404 404 404 404 404 404 404 404 404 404 404 404 404
report_reopen            cct    GET  : 302 404 404 404 404 404 409 403 403 404 404 404 404 404 404
report_reopen            cct    POST : 302 404 404 404 404 404 409 403 403 404 404 404 404 404 404
report_reopen            nan    GET  : 302 404 404 404 404 404 404 404 404 404 404 404 403 409 404
report_reopen            nan    POST : 302 404 404 404 404 404 404 404 404 404 404 404 403 409 404
report_reopen            closed GET  : 302 404 404 404 404 404 404 404 404 404 404 404 404 404 404
report_reopen            closed POST : 302 404 404 404 404 404 404 404 404 404 404 404 404 404 404
report_round             cct    GET  : 302 404 404 404 404 404 200 200 200 404 404 404 404 404 404
report_round             cct    POST : 302 405 405 405 405 405 405 405 405 405 405 405 405 405 405
report_round             nan    GET  : 302 404 404 404 404 404 404 404 404 404 404 404 200 200 404
report_round             nan    POST : 302 405 405 405 405 405 405 405 405 405 405 405 405 405 405
report_round             closed GET  : 302 404 404 404 404 404 404 404 404 404 404 404 404 404 404
report_round             closed POST : 302 405 405 405 405 405 405 405 405 405 405 405 405 405 405
report_export            cct    GET  : 302 404 404 404 404 404 200 200 200 404 404 404 404 404 404
report_export            cct    POST : 302 405 405 405 405 405 405 405 405 405 405 405 405 405 405
report_export            nan    GET  : 302 404 404 404 404 404 404 404 404 404 404 404 200 200 404
report_export            nan    POST : 302 405 405 405 405 405 405 405 405 405 405 405 405 405 405
report_export            closed GET  : 302 404 404 404 404 404 404 404 404 404 404 404 404 404 404
report_export            closed POST : 302 405 405 405 405 405 405 405 405 405 405 405 405 405 405
province_reports         maesai GET  : 302 404 404 404 404 404 200 404 404 404 404 404 404 404 404
province_reports         maesai POST : 302 405 405 405 405 405 405 405 405 405 405 405 405 405 405
province_reports         nan    GET  : 302 404 404 404 404 404 404 404 404 404 404 404 404 200 404
province_reports         nan    POST : 302 405 405 405 405 405 405 405 405 405 405 405 405 405 405
province_reports         closed GET  : 302 404 404 404 404 404 200 404 404 404 404 404 404 404 404
province_reports         closed POST : 302 405 405 405 405 405 405 405 405 405 405 405 405 405 405
province_reports_export  maesai GET  : 302 404 404 404 404 404 200 404 404 404 404 404 404 404 404
province_reports_export  maesai POST : 302 405 405 405 405 405 405 405 405 405 405 405 405 405 405
province_reports_export  nan    GET  : 302 404 404 404 404 404 404 404 404 404 404 404 404 200 404
province_reports_export  nan    POST : 302 405 405 405 405 405 405 405 405 405 405 405 405 405 405
province_reports_export  closed GET  : 302 404 404 404 404 404 200 404 404 404 404 404 404 404 404
province_reports_export  closed POST : 302 405 405 405 405 405 405 405 405 405 405 405 405 405 405
summaries                maesai GET  : 302 404 404 200 200 200 404 404 404 404 404 404 404 404 404
summaries                maesai POST : 302 404 404 403 400 403 404 404 404 404 404 404 404 404 404
summaries                cct    GET  : 302 404 404 404 404 404 404 200 200 404 404 404 404 404 404
summaries                cct    POST : 302 404 404 404 404 404 404 400 403 404 404 404 404 404 404
summaries                nan    GET  : 302 404 404 404 404 404 404 404 404 404 404 404 200 404 404
summaries                nan    POST : 302 404 404 404 404 404 404 404 404 404 404 404 400 404 404
summaries                closed GET  : 302 404 404 404 404 404 404 404 404 200 200 404 404 404 404
summaries                closed POST : 302 404 404 404 404 404 404 404 404 403 400 404 404 404 404
summary                  maesai GET  : 302 404 404 200 200 200 200 404 404 404 404 404 404 404 404
summary                  maesai POST : 302 405 405 405 405 405 405 405 405 405 405 405 405 405 405
summary                  nan    GET  : 302 404 404 404 404 404 404 404 404 404 404 404 404 404 404
summary                  nan    POST : 302 405 405 405 405 405 405 405 405 405 405 405 405 405 405
summary                  closed GET  : 302 404 404 404 404 404 404 404 404 404 404 404 404 404 404
summary                  closed POST : 302 405 405 405 405 405 405 405 405 405 405 405 405 405 405
summary_export           maesai GET  : 302 404 404 200 200 200 200 404 404 404 404 404 404 404 404
summary_export           maesai POST : 302 405 405 405 405 405 405 405 405 405 405 405 405 405 405
summary_export           nan    GET  : 302 404 404 404 404 404 404 404 404 404 404 404 404 404 404
summary_export           nan    POST : 302 405 405 405 405 405 405 405 405 405 405 405 405 405 405
summary_export           closed GET  : 302 404 404 404 404 404 404 404 404 404 404 404 404 404 404
summary_export           closed POST : 302 405 405 405 405 405 405 405 405 405 405 405 405 405 405
"""
