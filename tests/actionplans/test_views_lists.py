"""The list of plans: whose rows, filters, order, pages by keyset, spreadsheet, figures."""

import csv
import datetime as dt
import io
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from actionplans.models import QuarterPlan
from actionplans.views import lists
from tests.actionplans.pages import cells_of, quarter_url, text_of, year_url
from tests.actionplans.walk import do
from tests.factories import CommitteeFactory, LineFactory, PlanFactory, SeatFactory

pytestmark = pytest.mark.django_db
PLANS = "/plans/"


def listed(world, name: str, query: str = "") -> list[str]:
    """The addresses of the plans in the list this person gets, in its order."""
    answer = world.client(world.people[name]).get(f"{PLANS}{query}")
    assert answer.status_code == 200
    return [row["plan"].get_absolute_url() for row in answer.context["rows"]]


def urls(*plans) -> set[str]:
    return {
        row.get_absolute_url()
        for row in QuarterPlan.objects.select_related("committee").filter(
            pk__in=[plan.pk for plan in plans]
        )
    }


def quarters_of(plan) -> list[QuarterPlan]:
    return list(QuarterPlan.objects.filter(plan=plan))


def test_a_committees_people_see_its_four_quarters(world):
    assert set(listed(world, "observer")) == urls(*quarters_of(world.mae_sai_plan))


def test_those_above_see_what_was_sent_up(world):
    assert set(listed(world, "nok")) == urls(world.chiang_khong_submitted, world.cct_approved)
    assert set(listed(world, "governor")) == set(listed(world, "nok"))


def test_another_province_sees_its_own(world):
    assert set(listed(world, "nuan")) == urls(world.nan_received)


def test_two_hats_see_both_of_their_committees_and_no_more(world):
    assert set(listed(world, "two_hats")) == urls(
        *quarters_of(world.chiang_khong_plan), *quarters_of(world.nan_plan)
    )


@pytest.mark.parametrize("name", ["stranger", "former", "newcomer", "kanda"])
def test_who_has_no_plan_to_see_gets_an_empty_list(world, name):
    assert listed(world, name) == []


def test_a_national_observer_gets_totals_and_no_plan(world):
    answer = world.client(world.national_observer, "en").get(PLANS)
    assert answer.status_code == 200
    text = text_of(answer)
    assert "Chiang Rai" in text
    assert "Nan" in text
    assert "/committees/" not in re.sub(r"/committees/national/", "", text)
    totals = {row.province.code: row for row in answer.context["totals"]}
    # Mae Sai's draft and the closed group's plan are in nobody's total.
    assert (totals[57].plans, totals[55].plans) == (2, 1)


def test_totals_are_for_the_national_observer_alone(world):
    from actionplans.totals import province_totals
    from committees import rls

    period = world.period
    for name in ("nok", "governor", "pranee", "nuan", "stranger"):
        with rls.acting_as(world.people[name].pk):
            assert province_totals(period.year, period.number) == []


# --- Filters ----------------------------------------------------------------------------------


def test_by_committee(world):
    assert set(listed(world, "nok", "?committee=cct")) == urls(world.cct_approved)


def test_by_a_committee_one_may_not_know_is_404(world):
    for name, slug in (("nok", "nan-border"), ("nok", "mae-sai-suppression"), ("nok", "no-such")):
        answer = world.client(world.people[name]).get(f"{PLANS}?committee={slug}")
        assert answer.status_code == 404, slug


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?state=approved", {"cct_approved"}),
        ("?state=submitted", {"chiang_khong_submitted"}),
        ("?state=draft", set()),
        ("?q=Khong", {"chiang_khong_submitted"}),
        ("?q=เชียงของ", {"chiang_khong_submitted"}),
        ("?q=เฉลิมพระเกียรติ", set()),
        ("?q=Suppression", set()),
        ("?q=%25", set()),
        ("?q=_", set()),
    ],
)
def test_by_state_and_name(world, query, found):
    assert set(listed(world, "nok", query)) == urls(*(getattr(world, name) for name in found))


def test_by_year_and_quarter_also_in_thai_digits(world):
    period = world.period
    thai = str(period.year).translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙"))
    both = urls(world.chiang_khong_submitted, world.cct_approved)
    assert set(listed(world, "nok", f"?year={period.year}&quarter={period.number}")) == both
    assert set(listed(world, "nok", f"?year={thai}")) == both
    assert listed(world, "nok", f"?year={period.year - 1}") == []


@pytest.mark.parametrize(
    "query",
    [
        "?year=abc&quarter=x&state=nothing",
        "?year=99999999999999999999&quarter=-1",
        "?quarter=5&year=-2569&sort=sideways",
        "?after=x&before=y",
        "?after=2026-01-01T00:00:00~1",
        "?state=%00&q=%00",
        "?year=²&quarter=½",
    ],
)
def test_odd_filters_ask_for_nothing(world, query):
    assert set(listed(world, "nok", query)) == set(listed(world, "nok"))


@pytest.mark.parametrize(
    "query",
    [
        "?after=0001-01-01T00:00:00%2B14:00~1",
        "?after=9999-12-31T23:59:59-14:00~1",
        "?before=0001-01-01T00:00:00%2B14:00~999999999999999999",
        "?before=9999-12-31T23:59:59-14:00~1",
        "?after=2026-01-01T00:00:00%2B23:59~1",
    ],
)
def test_marks_at_the_ends_of_time_are_no_failure(world, query):
    assert world.client(world.nok).get(f"{PLANS}{query}").status_code == 200


# --- Pages ------------------------------------------------------------------------------------


def link(answer, which: str) -> str:
    return answer.context["pager"][which]


@pytest.mark.parametrize("sort", ["", "?sort=oldest"])
def test_going_through_the_pages_and_back_shows_every_row_once(world, monkeypatch, sort):
    monkeypatch.setattr(lists, "PER_PAGE", 3)
    same = QuarterPlan.objects.filter(plan=world.chiang_khong_plan)
    moment = same.first().changed_at
    same.update(changed_at=moment)  # several rows of one moment
    client = world.client(world.two_hats)
    there, pages, address = [], [], sort
    while True:
        answer = client.get(f"{PLANS}{address}")
        pages.append([row["plan"].pk for row in answer.context["rows"]])
        there += pages[-1]
        if not link(answer, "next_url"):
            break
        address = link(answer, "next_url")
    assert len(there) == len(set(there)) == 8
    assert [len(page) for page in pages] == [3, 3, 2]
    order = list(
        QuarterPlan.objects.filter(pk__in=there)
        .order_by(*(("changed_at", "pk") if sort else ("-changed_at", "-pk")))
        .values_list("pk", flat=True)
    )
    assert there == order
    for page in reversed(pages[:-1]):
        answer = client.get(f"{PLANS}{link(answer, 'prev_url')}")
        assert [row["plan"].pk for row in answer.context["rows"]] == page
    assert not link(answer, "prev_url")


def test_the_pager_keeps_the_filters(world, monkeypatch):
    monkeypatch.setattr(lists, "PER_PAGE", 1)
    answer = world.client(world.nok).get(f"{PLANS}?year={world.period.year}&q=a")
    url = link(answer, "next_url")
    assert f"year={world.period.year}" in url
    assert "q=a" in url


def test_a_page_past_the_end_is_empty_and_leads_back(world):
    answer = world.client(world.nok).get(f"{PLANS}?after=2001-01-01T00:00:00%2B00:00~1")
    assert answer.status_code == 200
    assert not answer.context["rows"]


def test_the_count_covers_all_pages(world, monkeypatch):
    monkeypatch.setattr(lists, "PER_PAGE", 1)
    answer = world.client(world.nok).get(PLANS)
    assert answer.context["pager"]["count"] == 2


# --- Figures ----------------------------------------------------------------------------------


def figures(world, name: str, plan: QuarterPlan) -> tuple[int, object]:
    rows = world.client(world.people[name]).get(PLANS).context["rows"]
    (row,) = [row for row in rows if row["plan"].pk == plan.pk]
    return row["lines"], row["budget"]


def test_inside_the_list_shows_the_working_figures_and_above_those_sent_up(world):
    plan = QuarterPlan.objects.select_related("committee").get(pk=world.mae_sai_draft.pk)
    do("submit", plan, world.pranee)
    do("return", plan, world.somchai)
    LineFactory(plan=world.mae_sai_plan, by=world.pranee, funding="lao", budget=500)
    assert figures(world, "pranee", plan) == (4, 35500)
    assert figures(world, "nok", plan) == (3, 35000)


# --- Spreadsheet ------------------------------------------------------------------------------


def exported(world, name: str, query: str = "") -> list[list]:
    answer = world.client(world.people[name], "en").get(
        reverse("plans_export", args=["xlsx"]) + query
    )
    rows = cells_of(answer)
    header = next(number for number, row in enumerate(rows) if "fiscal year" in str(row).lower())
    return [row for row in rows[header + 1 :] if any(row)]


@pytest.mark.parametrize("name", ["pranee", "nok", "nuan", "two_hats", "stranger", "kanda"])
def test_the_spreadsheet_holds_exactly_the_rows_of_the_list(world, name):
    assert len(exported(world, name)) == len(listed(world, name))


def test_the_spreadsheet_follows_the_filters(world):
    rows = exported(world, "nok", "?state=approved")
    assert [row[0] for row in rows] == ["Committee for the Coordination of CSOs"]


def test_the_csv_holds_the_same_rows(world):
    answer = world.client(world.nok, "en").get(reverse("plans_export", args=["csv"]))
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert len(rows) == 1 + len(listed(world, "nok"))


def test_a_national_observer_takes_no_plan_away(world):
    assert exported(world, "national_observer") == []


@pytest.mark.parametrize("form", ["pdf", "XLSX", "x", "csv.exe"])
def test_another_form_of_export_is_404(world, form):
    client = world.client(world.nok)
    assert client.get(reverse("plans_export", args=[form])).status_code == 404


# --- Queries ----------------------------------------------------------------------------------

# BEGIN, the actor and its end are not counted, nor is the session.
NOT_COUNTED = re.compile(r"set_config|SAVEPOINT|^BEGIN|^COMMIT|^ROLLBACK")


def queries(client, address: str) -> int:
    """How many queries a page takes when it is opened again."""
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(address).status_code == 200
    return len([q for q in captured if not NOT_COUNTED.search(q["sql"])])


def more_of_everything(world, times: int) -> None:
    """More committees with plans, people, lines and rounds below the province."""
    for _ in range(times):
        committee = CommitteeFactory(parent=world.mae_sai)
        writer = SeatFactory(committee=committee, role="deputy_secretary").person
        plan = PlanFactory(committee=committee, by=writer)
        LineFactory(plan=plan, by=writer)
        quarter = QuarterPlan.objects.select_related("committee").get(
            plan=plan, quarter=world.period.number
        )
        do("submit", quarter, writer)
        line = LineFactory(plan=world.mae_sai_plan, by=world.pranee)
        assert line.pk


PAGES = {
    # page: (person, queries)
    "list inside": ("pranee", 6),
    "list above": ("nok", 6),
    "year inside": ("pranee", 11),
    "year above": ("nok", 8),
    "quarter inside": ("pranee", 12),
    "quarter above": ("nok", 8),
    "export": ("nok", 5),
}


def address_of(world, page: str) -> str:
    inside = world.mae_sai_draft
    plan = QuarterPlan.objects.select_related("committee", "plan__committee").get(
        pk=inside.pk if page.endswith("inside") else world.chiang_khong_submitted.pk
    )
    if page.startswith("list"):
        return PLANS
    if page.startswith("export"):
        return reverse("plans_export", args=["csv"])
    return year_url(plan.plan) if page.startswith("year") else quarter_url(plan)


@pytest.mark.parametrize("page", PAGES)
def test_a_page_takes_the_same_queries_with_few_rows_and_many(world, page):
    name, most = PAGES[page]
    client, address = world.client(world.people[name]), address_of(world, page)
    few = queries(client, address)
    more_of_everything(world, 3)
    assert queries(client, address) == few == most
    assert most <= 12


def test_times_are_shown_in_bangkok(world):
    QuarterPlan.objects.filter(pk=world.cct_approved.pk).update(
        changed_at=dt.datetime(2026, 1, 31, 18, 30, tzinfo=dt.UTC)
    )
    text = text_of(world.client(world.nok, "en").get(PLANS))
    assert "1 Feb 2026" in text.replace("\u00a0", " ")
