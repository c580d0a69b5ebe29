"""The pages of reports: one line at a time, the whole form, conflicts, lists and their size."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from actionplans.actions import reports as actions
from actionplans.models import Report, ReportLine, Round, YearSummary
from tests.guards.tables.reports import ANSWER, in_state, past_quarter, person
from tests.world import World

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true"}


def address(name: str, report: Report, *more: Any) -> str:
    return reverse(name, args=[report.committee.slug, report.quarter_id, *more])


def fields(client: Client, report: Report) -> dict[str, str]:
    """The whole form as the browser would send it, untouched."""
    page = client.get(address("report_write", report)).content.decode()
    found = {}
    for tag in re.findall(r"<input[^>]+>", page):
        name, value = (
            re.search(r'name="(l\d+-\w+|words-\w+)"', tag),
            re.search(r'value="([^"]*)"', tag),
        )
        if name and ("radio" not in tag or "checked" in tag):
            found[name[1]] = value[1] if value else ""
    return found


def test_one_line_saves_itself_and_says_what_is_wrong(world: World) -> None:
    report, client = in_state(world, "draft"), world.client("pranee", "en")
    line = ReportLine.objects.filter(report=report)[0]
    data = {f"l{line.pk}-version": "1", f"l{line.pk}-state": "late"}
    url = address("report_line", report, line.pk)
    answer = client.post(url, data, **HTMX)
    assert (answer.status_code, ReportLine.objects.get(pk=line.pk).state) == (422, "")
    assert "Say why" in answer.content.decode()
    answer = client.post(url, data | {f"l{line.pk}-reason": "flood, road closed"}, **HTMX)
    assert answer.status_code == 200
    assert f'name="l{line.pk}-version" value="2"' in answer.content.decode()
    assert ReportLine.objects.get(pk=line.pk).reason == "flood, road closed"


def test_what_is_written_on_a_line_that_left_is_not_swallowed(world: World) -> None:
    report, client = in_state(world, "draft"), world.client("pranee", "en")
    gone = ReportLine.objects.filter(report=report)[0].pk
    ReportLine.objects.filter(pk=gone).delete()
    data = {f"l{gone}-version": "1", f"l{gone}-state": "done"}
    answer = client.post(address("report_line", report, gone), data, **HTMX)
    assert answer.status_code == 409
    page = client.post(address("report_write", report), data, follow=True)
    assert "has left the report" in page.content.decode()


def test_the_whole_form_keeps_what_is_right_and_what_was_typed(world: World) -> None:
    report, client = in_state(world, "draft"), world.client("pranee", "en")
    first, second = ReportLine.objects.filter(report=report)
    data = fields(client, report)
    data |= {f"l{first.pk}-state": "done", f"l{first.pk}-word": "all twelve villages"}
    data |= {f"l{second.pk}-state": "dropped", f"l{second.pk}-spent": "abc"}
    answer = client.post(address("report_write", report), data)
    assert answer.status_code == 400
    assert 'value="abc"' in answer.content.decode()
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.word, second.state) == ("all twelve villages", "")


def test_a_line_somebody_else_wrote_is_shown_beside_ones_own(world: World) -> None:
    report, client = in_state(world, "draft"), world.client("pranee", "en")
    first, second = ReportLine.objects.filter(report=report)
    data = fields(client, report)
    values = ANSWER | {"word": "theirs"}
    for line in (first, second):
        actions.save_line(line=line, values=values, version=1, by=person(world, "anong"))
    data |= {f"l{first.pk}-state": "under_way", f"l{first.pk}-word": "mine"}
    answer = client.post(address("report_write", report), data)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert page.count("conflict-table") == 1, "what she did not touch is nobody's conflict"
    assert "theirs" in page
    assert "mine" in page
    assert list(ReportLine.objects.filter(report=report).values_list("word", flat=True)) == [
        "theirs",
        "theirs",
    ]
    # Sent again, knowing theirs, hers stands.
    data |= {f"l{first.pk}-version": "2"}
    assert client.post(address("report_write", report), data).status_code == 302
    first.refresh_from_db()
    assert (first.word, first.version) == ("mine", 3)


def queries(client: Client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert client.get(url).status_code == 200
    asked = [row["sql"] for row in seen if row["sql"].startswith("SELECT")]
    return len([sql for sql in asked if "set_config" not in sql])


def test_pages_take_as_many_queries_with_three_lines_as_with_one(world: World) -> None:
    quarters = [past_quarter(world, number, *[{}] * count) for number, count in ((1, 1), (3, 3))]
    pranee, nok = world.client("pranee"), world.client("nok")
    reports = [actions.start_report(quarter=row, by=person(world, "pranee")) for row in quarters]
    for name, client in (("report", pranee), ("report_write", pranee), ("report", nok)):
        one, three = (queries(client, address(name, report)) for report in reports)
        assert one == three <= 12, name
    year = world.period.year - 1
    assert queries(nok, f"/provinces/57/plans/reports/?year={year}") <= 12
    assert queries(pranee, f"/committees/{world.mae_sai.slug}/plans/year/{year}/reports/") <= 12


def test_the_board_filters_and_names_what_is_late(world: World) -> None:
    in_state(world, "draft")
    year, client = world.period.year - 1, world.client("nok", "en")
    page = client.get(f"/provinces/57/plans/reports/?year={year}&state=missing").content.decode()
    assert world.mae_sai.short_en in page
    assert "0 of 2 lines answered" in page
    other = client.get(f"/provinces/57/plans/reports/?year={year}&state=accepted")
    assert world.mae_sai.short_en not in other.content.decode().split("<tbody>")[-1]
    sheet = client.get(f"/provinces/57/plans/reports.csv?year={year}").content.decode()
    assert "Mae Sai" in sheet


def test_the_board_shows_who_has_something_to_report_and_all_when_asked(world: World) -> None:
    in_state(world, "submitted")
    url, client = f"/provinces/57/plans/reports/?year={world.period.year - 1}", world.client("nok")

    def shown(more: str = "") -> set[int]:
        return {row.committee.pk for row in client.get(url + more).context["rows"]}

    assert shown() == {world.mae_sai.pk}
    assert {world.mae_sai.pk, world.cct.pk} <= shown("&all=1")
    assert client.get(url).context["hidden"] == len(shown("&all=1")) - 1
    assert "&amp;all=1" in client.get(url).content.decode()


def test_no_report_is_due_of_a_quarter_without_an_approved_plan(world: World) -> None:
    quarter = past_quarter(world)
    url = reverse("year_calendar", args=[world.mae_sai.slug, quarter.fiscal_year])
    rows = world.client("pranee").get(url).context["rows"]
    due = [row for row in rows if row.state == "report_not_started"]
    assert [row.url for row in due] == [reverse("report", args=[world.mae_sai.slug, quarter.pk])]
    Round.objects.filter(quarter_plan=quarter).update(reception="returned")
    rows = world.client("pranee").get(url).context["rows"]
    assert not [row for row in rows if row.state.startswith("report")]


def test_papers_open_and_a_year_is_refused_with_the_reason(world: World) -> None:
    report = in_state(world, "submitted")
    client = world.client("nok", "en")
    for form in ("pdf", "xlsx", "csv"):
        assert client.get(address("report_export", report, form)).status_code == 200
    assert client.get(address("report_export", report, "exe")).status_code == 404
    url = reverse("summaries", args=[world.chiang_rai.slug, report.fiscal_year])
    answer = client.post(url, {"committees": [str(world.mae_sai.pk)]})
    assert answer.status_code == 409
    assert report.period.label("en") in answer.content.decode()
    actions.accept_report(report=report, by=person(world, "nok"))
    assert client.post(url, {"committees": [str(world.nan_border.pk)]}).status_code == 400
    answer = client.post(url, {"committees": [str(world.mae_sai.pk)]})
    made = YearSummary.objects.get()
    assert answer.headers["Location"] == made.get_absolute_url()
    assert client.get(made.get_absolute_url()).status_code == 200
    for form in ("pdf", "xlsx"):
        assert client.get(f"{url}1.{form}").status_code == 200
