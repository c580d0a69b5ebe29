"""The pages of figures: who sees which, and that they say what was done, planned and paid."""

import datetime as dt
import html
import re
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from actionplans.figures import gain, months_of
from actionplans.models import Report, ReportLine, Round, RoundLine
from committees.calendar import fiscal_year_start
from tests.actionplans.pages import cells_of, text_of
from tests.actionplans.test_summaries import activity

pytestmark = pytest.mark.django_db
FRAMING = ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT")


def address(world, committee: str, page: str = "year_figures", *more: str) -> str:
    return reverse(page, args=[world.committees[committee].slug, world.period.year, *more])


def october(world, day: int = 5) -> dt.date:
    return fiscal_year_start(world.period.year).replace(day=day)


def logged(world, committee: str = "mae_sai", **values):
    """An activity of this fiscal year."""
    values = {"starts": october(world), "fiscal_year": world.period.year} | values
    return activity(world, committee, **values)


def table(world, who: str, url: str, key: str, language: str = "en") -> list[list[str]]:
    """The rows of one figure's table, as the page shows them."""
    answer = world.client(who, language).get(url)
    assert answer.status_code == 200, answer.status_code
    shown = next(one for one in answer.context["figures"] if one["key"] == key)
    page = html.unescape(answer.content.decode())
    assert answer.context["nothing"] or shown["title"] in page
    return [list(map(str, shown["headers"])), *([row[0], *row[1]] for row in shown["rows"])]


def test_months_stand_in_the_order_of_the_fiscal_year_with_their_era(world):
    logged(world, reached=25, pillar="stateless")
    logged(world, reached=40, starts=dt.date(world.period.year - 543, 9, 30))
    url = address(world, "mae_sai")
    rows = table(world, "pranee", url, "reach")
    assert rows[0] == ["Counter-trafficking", "Child protection", "Stateless people", "Education"]
    year = world.period.year - 543
    assert rows[1] == [f"October {year - 1}", "0", "0", "25", "0"]
    assert rows[12] == [f"September {year}", "0", "0", "0", "40"]
    assert rows[13] == ["Total", "0", "0", "25", "40"]
    assert [row[0] for row in table(world, "pranee", url, "reach", "th")[1:3]] == [
        f"ตุลาคม {world.period.year - 1}",
        f"พฤศจิกายน {world.period.year - 1}",
    ]
    assert [day.month for day in months_of(2569)] == [10, 11, 12, *range(1, 10)]


def test_a_picture_is_served_to_who_sees_its_page_and_to_nobody_else(world):
    logged(world)
    url = address(world, "mae_sai", "year_figures_chart", "reach")
    answer = world.client("pranee", "en").get(url)
    assert answer["Content-Type"] == "image/svg+xml"
    assert "sandbox" in answer["Content-Security-Policy"]
    picture = answer.content.decode()
    assert "People reached by month and pillar" in picture
    assert re.findall(r">(Oct|Nov|Dec|Jan)<", picture) == ["Oct", "Nov", "Dec", "Jan"]
    assert world.client("nok", "en").get(url).status_code == 200
    for who in ("nuan", "malee", "cct_chair", "national_observer", "stranger"):
        assert world.client(who).get(url).status_code == 404, who
    for which in ("none", "provinces", "districts"):
        odd = address(world, "mae_sai", "year_figures_chart", which)
        assert world.client("pranee").get(odd).status_code == 404


def report(world, plan, line, number: int, state: str, *, above: bool) -> None:
    """What was reported on a line in a quarter."""
    quarter = (
        plan
        if plan.quarter == number
        else plan.__class__.objects.get(plan=plan.plan_id, quarter=number)
    )
    held = quarter.rounds.first() or Round.objects.create(
        quarter_plan=quarter,
        committee=plan.committee,
        province_id=plan.province_id,
        number=1,
        submitted_by=world.pranee,
        submitted_at=timezone.now(),
    )
    now = timezone.now()
    row = Report.objects.create(
        committee=plan.committee,
        province_id=plan.province_id,
        plan_id=plan.plan_id,
        quarter=quarter,
        round=held,
        fiscal_year=plan.fiscal_year,
        quarter_number=number,
        due=now.date(),
        started_by=world.pranee,
        started_at=now,
        changed_at=now,
    )
    ReportLine.objects.create(
        committee=plan.committee,
        province_id=plan.province_id,
        report=row,
        line=line,
        position=1,
        what=line.what,
        pillar=line.pillar,
        budget=line.budget,
        content={},
        state=state,
        reason="x",
        above=above,
    )


def test_of_each_line_counts_what_was_reported_last(world):
    line, other = world.mae_sai_lines[:2]
    draft = world.mae_sai_draft
    report(world, draft, line, 1, "late", above=True)
    report(world, draft, line, 2, "done", above=False)
    url = address(world, "mae_sai")
    rows = {row[0]: row[1] for row in table(world, "pranee", url, "lines")[1:]}
    planned = len(world.mae_sai_lines)
    assert (rows["Done"], rows["Late"]) == ("1", "0")
    assert rows["Not reported yet"] == str(planned - 1)
    assert rows["Total"] == str(planned)
    # From above the second report has not been sent: the first one stands.
    seen = {row[0]: row[1] for row in table(world, "nok", url, "lines")[1:]}
    assert (seen["Done"], seen["Late"]) == ("0", "1")
    assert other.pk != line.pk


def test_budget_is_of_the_working_lines_inside_and_of_those_sent_up_from_above(world):
    line = world.mae_sai_lines[0]
    line.funding, line.budget = "fund", Decimal("12500.50")
    line.save()
    url = address(world, "mae_sai")
    rows = {row[0]: row[1:] for row in table(world, "pranee", url, "budget")[1:]}
    assert rows["Anti-trafficking fund"] == ["12,500.50", "1"]
    seen = table(world, "nok", url, "budget")
    assert seen == [["Baht", "Lines"]], "a draft was never sent up"
    # What Chiang Khong sent up is seen from above, with its own source of money.
    sent = RoundLine.objects.filter(round__quarter_plan=world.chiang_khong_submitted)
    sent.update(budget=700, content={"funding": "donor"})
    seen = table(world, "nok", address(world, "chiang_khong"), "budget")
    assert ["Donor or partner organisation", "700", str(sent.count())] in seen


def test_a_province_adds_up_what_its_committees_show_above(world):
    logged(world, reached=30, women=20, men=5)
    logged(world, "chiang_khong", reached=12, district_id=5703)
    logged(world, "mae_sai_suppression", reached=1000)
    logged(world, "nan_border", reached=999, district_id=5515, lead=world.organisations["psdhs"])
    url = reverse("province_figures", args=[57])
    rows = {row[0]: row[1:] for row in table(world, "nok", url, "districts")[1:]}
    assert rows["Mae Sai"] == ["30", "1", "25", "0"]
    assert rows["Chiang Khong"][0] == "12"
    assert rows["Wiang Kaen"][0] == "0"
    assert rows["Total"][0] == "42"
    assert table(world, "nok", url, "reach")[-1] == ["Total", "0", "0", "0", "42"]
    assert table(world, "nuan", reverse("province_figures", args=[55]), "reach")[-1][-1] == "999"
    for who in ("nuan", "pranee", "cct_chair", "stranger"):
        assert world.client(who).get(url).status_code == 404, who


def test_an_observer_reads_totals_by_province_and_nothing_of_a_committee(world):
    logged(world, reached=30)
    logged(world, "mae_sai_suppression", reached=1000)
    logged(world, "nan_border", reached=999, district_id=5515)
    rows = table(world, "national_observer", reverse("national_figures"), "provinces")
    assert [row[:2] for row in rows[1:]] == [
        ["Chiang Rai", "30"],
        ["Nan", "999"],
        ["Total", "1,029"],
    ]
    answer = world.client("national_observer").get(reverse("province_figures", args=[57]))
    assert [one["key"] for one in answer.context["figures"]] == ["reach"]
    home = world.client("national_observer", "en").get("/").content.decode()
    assert "1,029" in home
    for who in ("nok", "pranee", "stranger"):
        assert world.client(who).get(reverse("national_figures")).status_code == 404, who
        chart = reverse("national_figures_chart", args=["reach"])
        assert world.client(who).get(chart).status_code == 404, who


def test_files_hold_the_table_with_its_definition(world):
    logged(world, reached=30, women=7, cost=Decimal("250.25"))
    client = world.client("pranee", "en")
    csv = text_of(client.get(address(world, "mae_sai", "year_figures_export", "kinds", "csv")))
    assert csv.startswith("\ufeff")
    assert '"Training",1,30,7,250.25' in csv
    book = cells_of(client.get(address(world, "mae_sai", "year_figures_export", "all", "xlsx")))
    words = [str(cell) for row in book for cell in row]
    assert any("in the month it began" in cell for cell in words)
    assert ["Training", 1, 30, 7, 250.25] in [row[:5] for row in book]
    for which, form in (("all", "csv"), ("none", "xlsx"), ("reach", "pdf")):
        odd = address(world, "mae_sai", "year_figures_export", which, form)
        assert client.get(odd).status_code == 404
    province = reverse("province_figures_export", args=[57, "districts", "csv"])
    assert "Mae Sai" in text_of(world.client("nok", "en").get(province))
    assert world.client("pranee").get(province).status_code == 404


@pytest.mark.parametrize("year", ["0", "999", "2499", "2701", "99999999999999999999"])
def test_years_nobody_plans_in_are_not_there(world, year):
    base = f"/committees/mae-sai/plans/year/{year}/figures/"
    for tail in ("", "reach.svg", "reach.csv"):
        assert world.client("pranee").get(base + tail).status_code == 404
    answer = world.client("nok").get(f"/provinces/57/plans/figures/?year={year}")
    assert answer.context["year"] == world.period.year


def test_the_knowledge_gain_is_weighted_by_who_took_both_tests(world):
    logged(world, women=100, tested=100, before=Decimal(50), after=Decimal(60))
    logged(world, women=300, tested=300, before=Decimal(40), after=Decimal(60))
    logged(world, women=50)
    answer = world.client("pranee", "en").get(address(world, "mae_sai"))
    assert gain(answer.context["sums"]) == Decimal("17.5")
    page = answer.content.decode()
    assert "17.5 points" in page
    assert "the sum of n × (mean after − mean before)" in page


def queries(world, who: str, url: str) -> int:
    client = world.client(who)
    client.get(url)
    with CaptureQueriesContext(connection) as context:
        assert client.get(url).status_code == 200
    return sum(not row["sql"].startswith(FRAMING) for row in context.captured_queries)


def test_pages_take_the_same_few_queries_however_much_was_done(world):
    pages = [
        ("pranee", address(world, "mae_sai")),
        ("pranee", address(world, "mae_sai", "year_figures_chart", "lines")),
        ("nok", address(world, "mae_sai")),
        ("nok", reverse("province_figures", args=[57])),
        ("national_observer", reverse("national_figures")),
        ("pranee", "/committees/mae-sai/"),
        ("nok", "/province/57/"),
        ("national_observer", "/"),
    ]
    logged(world)
    one = [queries(world, *page) for page in pages]
    for pillar in ("stateless", "education"):
        logged(world, pillar=pillar, kind="campaign", starts=october(world, 20))
    logged(world, "chiang_khong", district_id=5703)
    three = [queries(world, *page) for page in pages]
    assert three == one
    assert max(three) <= 12, dict(zip(pages, three, strict=True))
