"""The year of a plan: the season opens by itself, lines go on, and what is due is said."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from actionplans import dues, money
from actionplans.actions import cycle as actions
from actionplans.actions import plans, templates
from actionplans.actions.reports import start_report
from actionplans.demo.clock import clock_at, moment
from actionplans.documents.proposals import baht_words
from actionplans.models import (
    Plan,
    PlanLine,
    QuarterPlan,
    Report,
    ReportLine,
    Round,
    Season,
    TemplateTaken,
)
from actionplans.parts import cycle as parts
from actionplans.tasks.cycle import open_seasons
from committees import home
from committees.calendar import BE_OFFSET, Quarter, fiscal_year_end, fiscal_year_start
from committees.errors import Conflict, NotAllowed, WrongState
from committees.models import AuditEvent, Committee, Notice
from tests.actionplans.walk import as_person, do, fresh
from tests.factories import LineFactory, PlanFactory
from tests.guards.tables.cycle import asked, line_values
from tests.guards.tables.reports import past_quarter

pytestmark = pytest.mark.django_db

OWN = {"annual_month": 9, "annual_day": 10, "plan_before": 14, "report_after": 30}


def july(world, day=1, hour=10):
    """A moment in the July of the running fiscal year."""
    return moment(dt.date(world.period.year - BE_OFFSET, 7, day), hour)


def next_plan(world):
    """Mae Sai's plan of the year after the running one."""
    return PlanFactory(committee=world.mae_sai, by=world.pranee, fiscal_year=world.period.year + 1)


# --- Due days -------------------------------------------------------------------------------------


def test_the_usual_days_follow_from_the_fiscal_year():
    quarter = Quarter(2570, 1)
    assert dues.annual_due(dues.USUAL, 2570) == dt.date(2026, 8, 31)
    assert dues.plan_due(dues.USUAL, quarter) == dt.date(2026, 10, 1)
    assert dues.report_due(dues.USUAL, quarter) == dt.date(2027, 1, 15)
    days = dues.DueDays(**OWN)
    assert dues.annual_due(days, 2570) == dt.date(2026, 9, 10)
    assert dues.plan_due(days, quarter) == dt.date(2026, 9, 17)
    assert dues.report_due(days, quarter) == dt.date(2027, 1, 30)


def test_the_committees_days_go_before_the_provinces(world):
    assert dues.days_of(world.mae_sai) == dues.USUAL
    actions.set_province_dues(province_id=57, values=OWN, version=0, by=fresh(world.nok))
    assert dues.days_of(world.mae_sai).report_after == 30
    actions.set_dues(
        committee=world.mae_sai,
        values=OWN | {"report_after": 5},
        version=0,
        by=fresh(world.pranee),
    )
    assert dues.days_of(world.mae_sai).report_after == 5
    assert dues.days_of(world.chiang_khong).report_after == 30
    assert dues.days_of(world.nan_border) == dues.USUAL
    with pytest.raises(Conflict):
        actions.set_dues(committee=world.mae_sai, values=OWN, version=0, by=fresh(world.somchai))
    with pytest.raises(NotAllowed):
        actions.set_dues(committee=world.mae_sai, values=OWN, version=1, by=fresh(world.observer))
    with pytest.raises(NotAllowed):
        actions.set_province_dues(province_id=57, values=OWN, version=1, by=fresh(world.governor))
    as_person(world.pranee, actions.clear_dues, committee=world.mae_sai)
    assert dues.days_of(world.mae_sai).report_after == 30


def test_what_was_begun_goes_by_the_new_days_and_is_asked_for_again(world):
    draft = start_report(quarter=past_quarter(world), by=fresh(world.pranee))
    with clock_at(july(world, 20, 10) + dt.timedelta(days=31)):
        open_seasons()
        row = Season.objects.get(committee=world.mae_sai, fiscal_year=world.period.year + 1)
        assert row.reminded == 14
        new = OWN | {"annual_day": 30, "annual_month": 9, "report_after": 40}
        actions.set_province_dues(province_id=57, values=new, version=0, by=fresh(world.nok))
        row.refresh_from_db()
        assert row.reminded is None
        draft.refresh_from_db()
        assert (draft.due - draft.period.end).days == 40
        new["report_after"] = 5
        actions.set_dues(committee=world.mae_sai, values=new, version=0, by=fresh(world.pranee))
        draft.refresh_from_db()
        assert (draft.due - draft.period.end).days == 5
    with clock_at(july(world, 18, 10) + dt.timedelta(days=61)):
        open_seasons()
        row.refresh_from_db()
        assert row.reminded == 14


# --- The season -----------------------------------------------------------------------------------


def test_drafting_opens_once_in_july_also_late_and_again(world):
    year = world.period.year + 1
    with clock_at(july(world, 1) - dt.timedelta(days=2)):
        assert open_seasons() == 0
    with clock_at(july(world, 12)):  # the first days of July nothing ran
        assert open_seasons() > 0
        assert open_seasons() == 0
        opened = {season.committee_id for season in Season.objects.filter(fiscal_year=year)}
        # The kinds that write plans, and the closed group, which had one this year.
        names = ("mae_sai", "chiang_khong", "cct", "chiang_rai", "nan", "nan_border")
        assert opened == {world.committees[n].pk for n in (*names, "mae_sai_suppression")}
        told = Notice.objects.filter(kind="season_opened", committee_id=world.mae_sai.pk)
        assert {notice.recipient_id for notice in told} == {world.pranee.pk, world.anong.pk}
        event = AuditEvent.objects.filter(verb="season_opened", committee_id=world.mae_sai.pk)
        assert event.get().actor_id is None
    # Where it was forgotten, as for a committee established since, the next day makes it good.
    Season.objects.filter(committee__in=[world.mae_sai, world.cct]).delete()
    Committee.objects.filter(pk=world.cct.pk).update(ended=july(world).date())
    with clock_at(july(world, 13)):
        assert open_seasons() == 1


def test_a_plan_without_lines_is_asked_for_once_a_stage(world):
    def told(kind):
        return Notice.objects.filter(
            kind=kind, committee_id=world.mae_sai.pk, recipient=world.pranee
        ).count()

    with clock_at(july(world)):
        open_seasons()
    august = dt.date(world.period.year - BE_OFFSET, 8, 1)
    for day, due, late in ((1, 0, 0), (20, 1, 0), (21, 1, 0), (30, 2, 0), (31, 2, 0)):
        with clock_at(moment(august.replace(day=day), 10)):
            open_seasons()
            open_seasons()
        assert (told("season_due"), told("season_late")) == (due, late), day
    with clock_at(moment(dt.date(august.year, 9, 8), 10)):
        open_seasons()
        assert (told("season_due"), told("season_late")) == (2, 1)
        LineFactory(
            plan=next_plan(world), by=world.pranee, period=Quarter(world.period.year + 1, 1)
        )
    with clock_at(moment(dt.date(august.year, 9, 25), 10)):
        open_seasons()
        assert told("season_late") == 1


def test_the_first_page_asks_for_the_plan_until_it_has_lines(world):
    with clock_at(july(world)):
        open_seasons()

        def waits(name):
            found = home.waiting_for(fresh(world.people[name]), world.scope(name))
            return [row for row in found if "/season/" in row.url]

        assert [row.due for row in waits("pranee")] == [
            dt.date(world.period.year - BE_OFFSET, 8, 31)
        ]
        assert not waits("observer")
        assert not waits("somchai")
        client = world.client("pranee", "en")
        url = reverse("season", args=["mae-sai", world.period.year + 1])
        assert "Start the plan" in client.get(url).content.decode()
        client.post(url)
        client.post(url)
        plan = Plan.objects.get(committee=world.mae_sai, fiscal_year=world.period.year + 1)
        assert waits("pranee")
        LineFactory(plan=plan, by=world.pranee, period=Quarter(plan.fiscal_year, 1))
        assert not waits("pranee")
        assert parts.coming(fresh(world.pranee), world.scope("pranee")) == []
    with clock_at(july(world) - dt.timedelta(days=10)):
        assert len(parts.coming(fresh(world.pranee), world.scope("pranee"))) == 1


# --- Taking lines over ----------------------------------------------------------------------------


def test_lines_go_on_a_year_later_with_all_they_had(world):
    year = world.period.year
    leap = dt.date(2024, 2, 29)
    assert actions.a_year_on(leap) == dt.date(2025, 2, 28)
    plan = Plan.objects.get(pk=world.mae_sai_plan.pk)
    line = as_person(
        world.pranee,
        plans.add_line,
        plan=plan,
        values={
            "what": "ลาดตระเวนร่วม",
            "pillar": "child_protection",
            "responsible": world.organisations["police"],
            "supporting": [world.organisations["office"]],
            "places": [world.mae_sai.area],
            "starts": fiscal_year_start(year),
            "ends": fiscal_year_end(year),
            "budget": Decimal(5000),
            "funding": "lao",
            "funder": "เทศบาลตำบลแม่สาย",
            "indicator": "ครั้ง",
            "target": "12",
        },
    )
    new = next_plan(world)
    made = as_person(world.pranee, actions.carry_lines, plan=new, lines=[line])
    again = as_person(world.pranee, actions.carry_lines, plan=new, lines=[line])
    assert (len(made), again) == (1, [])
    copy = PlanLine.objects.get(plan=new)
    assert (copy.starts, copy.ends) == (fiscal_year_start(year + 1), fiscal_year_end(year + 1))
    assert copy.copied_from_id == line.pk
    assert [o.pk for o in copy.supporting.all()] == [world.organisations["office"].pk]
    assert [a.pk for a in copy.places.all()] == [world.mae_sai.area_id]
    kept = ("what", "pillar", "budget", "funding", "funder", "indicator", "target")
    assert all(getattr(copy, name) == getattr(line, name) for name in kept)
    assert all(q.draft_line_count == 1 for q in QuarterPlan.objects.filter(plan=new))
    foreign = PlanLine.objects.filter(committee=world.chiang_khong).first()
    with pytest.raises(NotAllowed):
        actions.carry_lines(plan=new, lines=[foreign], by=fresh(world.pranee))
    with pytest.raises(NotAllowed):
        actions.carry_lines(plan=new, lines=[line], by=fresh(world.observer))


def test_the_page_offers_what_is_not_done_and_marks_what_was_dropped(world):
    done, dropped, open_line = (
        LineFactory(plan=world.mae_sai_plan, by=fresh(world.pranee), what=what)
        for what in ("จบแล้ว", "เลิกทำ", "ยังทำอยู่")
    )
    quarter = QuarterPlan.objects.get(pk=world.mae_sai_draft.pk)
    do("submit", quarter, world.pranee)
    now = world.mae_sai_draft.changed_at
    row = Report.objects.create(
        plan=world.mae_sai_plan,
        quarter=quarter,
        round=Round.objects.get(quarter_plan=quarter),
        committee=world.mae_sai,
        province_id=57,
        fiscal_year=quarter.fiscal_year,
        quarter_number=quarter.quarter,
        due=quarter.period.end,
        started_by=world.pranee,
        started_at=now,
        changed_at=now,
    )
    for position, (line, state) in enumerate(((done, "done"), (dropped, "dropped"))):
        ReportLine.objects.create(
            report=row,
            line=line,
            committee=world.mae_sai,
            province_id=57,
            position=position,
            what=line.what,
            pillar=line.pillar,
            budget=0,
            content={},
            state=state,
            reason="ไม่มีงบ" if state == "dropped" else "",
        )
    new = next_plan(world)
    client = world.client("pranee", "en")
    url = reverse("lines_carry", args=["mae-sai", new.fiscal_year])
    page = client.get(url).content.decode()
    assert "เลิกทำ" in page
    assert "ยังทำอยู่" in page
    assert "ไม่มีงบ" in page
    assert "จบแล้ว" not in page
    assert client.post(url, {"lines": [done.pk]}).status_code == 400
    assert client.post(url, {}).status_code == 400
    chosen = {"lines": [dropped.pk, open_line.pk]}
    assert [client.post(url, chosen).status_code for _twice in range(2)] == [302, 302]
    assert PlanLine.objects.filter(plan=new).count() == 2
    # Taken out of the new plan it is not offered again: it is put back there.
    copy = PlanLine.objects.get(plan=new, copied_from=open_line)
    as_person(world.pranee, plans.remove_line, line=copy)
    assert "Taken out again" in client.get(url).content.decode()


def test_a_locked_year_takes_no_more_lines(world):
    new = next_plan(world)
    for number in (1, 2, 3, 4):
        LineFactory(plan=new, by=fresh(world.pranee), period=Quarter(new.fiscal_year, number))
    for quarter in QuarterPlan.objects.filter(plan=new):
        do("submit", quarter, world.pranee)
    line = world.mae_sai_lines[0]
    with pytest.raises(WrongState):
        actions.carry_lines(plan=new, lines=[line], by=fresh(world.pranee))
    assert not PlanLine.objects.filter(copied_from__isnull=False).exists()


# --- What PSDHS asks for --------------------------------------------------------------------------


def test_a_line_asked_for_is_taken_over_in_the_form_and_seen_from_above(world):
    template = asked(world)
    url = reverse("line_new", args=["mae-sai", world.period.year]) + f"?asked={template.pk}"
    client = world.client("pranee", "en")
    page = client.get(url)
    form = page.context["form"]
    assert form.initial["what"] == template.what
    data = {
        "what": template.what + " ครบทุกตำบล",
        "pillar": template.pillar,
        "responsible": world.organisations["office"].pk,
        "starts": "1/10/" + str(world.period.year - 1),
        "ends": "30/9/" + str(world.period.year),
        "funding": "own_remit",
        "form_key": str(form.initial["form_key"]),
    }
    assert [client.post(url, data).status_code for _twice in range(2)] == [302, 302]
    line = PlanLine.objects.get(plan=world.mae_sai_plan, what__endswith="ครบทุกตำบล")
    taken = TemplateTaken.objects.get(template=template)
    assert (taken.line_id, taken.standing, taken.committee_id) == (line.pk, True, world.mae_sai.pk)
    # Written once more with other words it is refused, and nothing is lost of it.
    other = client.post(url, data | {"what": "ฉบับที่สอง"})
    assert (other.status_code, "ฉบับที่สอง" in other.content.decode()) == (400, True)
    assert not PlanLine.objects.filter(what="ฉบับที่สอง").exists()

    def cells():
        page = world.client("nok", "en").get(
            reverse("template_lines", args=[57]) + f"?year={world.period.year}"
        )
        assert "ครบทุกตำบล" not in page.content.decode(), "the wording is the committee's own"
        found = page.context["lines"][0]["cells"]
        return {cell["committee"].slug: cell["state"] for cell in found}

    assert cells() == {"mae-sai": "asked_taken", "chiang-khong": "asked_open"}
    as_person(world.pranee, plans.remove_line, line=line)
    assert cells()["mae-sai"] == "asked_removed"
    as_person(world.pranee, plans.restore_line, line=PlanLine.objects.get(pk=line.pk))
    assert cells()["mae-sai"] == "asked_taken"


def test_several_are_taken_over_at_once_each_with_its_agency(world):
    first, second = asked(world), asked(world, what="อบรมครู")
    url = reverse("lines_asked", args=["mae-sai", world.period.year])
    client = world.client("pranee", "en")
    data = {f"take_{first.pk}": "on", f"take_{second.pk}": "on"}
    office = world.organisations["office"].pk
    refused = client.post(url, data | {f"who_{first.pk}": office})
    assert refused.status_code == 400
    assert TemplateTaken.objects.count() == 0
    whole = data | {f"who_{first.pk}": office, f"who_{second.pk}": office}
    assert [client.post(url, whole).status_code for _twice in range(2)] == [302, 302]
    assert TemplateTaken.objects.filter(committee=world.mae_sai).count() == 2
    assert PlanLine.objects.filter(plan=world.mae_sai_plan, what="อบรมครู").count() == 1
    nan = world.organisations["nan_office"].pk
    assert client.post(url, data | {f"who_{first.pk}": nan}).status_code == 400


def test_psdhs_changes_and_withdraws_what_it_asks(world):
    template = asked(world)
    nok = fresh(world.nok)
    templates.change_template(template=template, values={"target": "20"}, version=1, by=nok)
    with pytest.raises(Conflict):
        templates.change_template(template=template, values={"target": "9"}, version=1, by=nok)
    with pytest.raises(NotAllowed):
        templates.withdraw_template(template=template, by=fresh(world.nuan))
    templates.withdraw_template(template=template, by=nok)
    values = line_values(world, template)
    with pytest.raises(WrongState):
        templates.take_over(
            template=world.fresh(template),
            plan=world.mae_sai_plan,
            values=values,
            by=fresh(world.pranee),
        )
    templates.restore_template(template=template, by=nok)
    with pytest.raises(NotAllowed):
        templates.take_over(
            template=world.fresh(template),
            plan=world.cct_plan,
            values=values,
            by=fresh(world.cct_secretary),
        )


# --- What is due, and who pays --------------------------------------------------------------------


def test_the_calendar_says_how_each_stands_and_no_more_above_than_was_sent_up(world):
    year = world.period.year
    inside = world.client("pranee", "en").get(reverse("year_calendar", args=["mae-sai", year]))
    states = {row.what: row.state for row in inside.context["rows"]}
    assert states[f"Plan for fiscal year {year}"] == "drafted"
    assert states[f"Plan {world.period.label('en')}"] == "draft"
    above = world.client("nok", "en").get(reverse("year_calendar", args=["mae-sai", year]))
    assert {row.state for row in above.context["rows"]} == {"not_sent_up"}
    page = world.client("nok", "en").get(reverse("province_calendar", args=[57]) + "?show=all")
    khong = [
        row["due"].state
        for row in page.context["rows"]
        if row["committee"].slug == "chiang-khong"
        and row["due"].what == f"Plan {world.period.label('en')}"
    ]
    assert khong == ["submitted"]
    for query in ("?show=zzz&year=99999&page=-1", "?committee=nowhere", "?year=2400"):
        assert (
            world.client("nok").get(reverse("province_calendar", args=[57]) + query).status_code
            == 200
        )


def test_money_is_summed_by_source_each_line_once(world):
    rows = [
        money.Money("lao", "education", Decimal(300)),
        money.Money("lao", "stateless", Decimal(100)),
        money.Money("own_remit", "education", Decimal(0)),
    ]
    sources = money.by_source(rows)
    assert [(s.key, s.lines, s.amount, s.share) for s in sources] == [
        ("own_remit", 1, 0, 0),
        ("lao", 2, 400, 100),
    ]
    assert [(s.key, s.amount) for s in money.by_pillar(rows)] == [
        ("stateless", 100),
        ("education", 300),
    ]
    year = Plan.objects.get(pk=world.mae_sai_plan.pk)
    line = LineFactory(
        plan=year,
        by=fresh(world.pranee),
        starts=fiscal_year_start(year.fiscal_year),
        ends=fiscal_year_end(year.fiscal_year),
        funding="lao",
        budget=Decimal(700),
    )
    scope = world.scope("nok")
    assert not [m for m in money.sent_up_now(scope, plan=year) if m.amount == 700]
    quarters = list(QuarterPlan.objects.filter(plan=year).order_by("quarter"))
    do("submit", quarters[0], world.pranee)
    do("submit", quarters[1], world.pranee)
    sent = money.sent_up_now(scope, plan=year)
    assert [m.amount for m in sent if m.funding == "lao" and m.amount == 700] == [700]
    # What is taken back counts no more; what the draft says in the meantime is not read above.
    do("withdraw", quarters[0], world.pranee)
    do("withdraw", quarters[1], world.pranee)
    assert money.sent_up_now(scope, plan=year) == []
    assert line.budget == 700


@pytest.mark.parametrize("count", [1, 3])
def test_pages_keep_their_number_of_queries(world, count):
    new = next_plan(world)
    for number in range(count):
        asked(world, what=f"งานที่ {number}", fiscal_year=new.fiscal_year)
        LineFactory(plan=world.mae_sai_plan, by=fresh(world.pranee))
    year, last = new.fiscal_year, world.period.year
    pages = {
        "pranee": [
            reverse("lines_carry", args=["mae-sai", year]),
            reverse("lines_asked", args=["mae-sai", year]),
            reverse("year_calendar", args=["mae-sai", last]),
            reverse("season", args=["mae-sai", year]),
            reverse("plan", args=["mae-sai", last]),
            reverse("committee_dues", args=["mae-sai"]),
        ],
        "nok": [
            reverse("template_lines", args=[57]) + f"?year={year}",
            reverse("province_calendar", args=[57]),
            reverse("province_money", args=[57]),
            reverse("plan", args=["chiang-khong", last]),
        ],
    }
    over = {}
    for name, urls in pages.items():
        client = world.client(name)
        for url in urls:
            client.get(url)
            with CaptureQueriesContext(connection) as context:
                assert client.get(url).status_code == 200, url
            # Who acts is said to the database before the page, and here taken back after it.
            framing = ("SAVEPOINT", "set_config")
            asked_for = [
                query["sql"]
                for query in context.captured_queries
                if not any(word in query["sql"] for word in framing)
            ]
            if len(asked_for) > 11:
                over[url] = len(asked_for)
    assert not over


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("1", "หนึ่งบาทถ้วน"),
        ("21", "ยี่สิบเอ็ดบาทถ้วน"),
        ("11.50", "สิบเอ็ดบาทห้าสิบสตางค์"),
        ("101", "หนึ่งร้อยเอ็ดบาทถ้วน"),
        ("12500.25", "หนึ่งหมื่นสองพันห้าร้อยบาทยี่สิบห้าสตางค์"),
        ("1000001", "หนึ่งล้านเอ็ดบาทถ้วน"),
        ("1000021", "หนึ่งล้านยี่สิบเอ็ดบาทถ้วน"),
        ("21000000", "ยี่สิบเอ็ดล้านบาทถ้วน"),
        ("0", "ศูนย์บาทถ้วน"),
        ("0.05", "ห้าสตางค์"),
    ],
)
def test_amounts_are_spelled_out_in_thai(amount, words):
    assert baht_words(Decimal(amount)) == words
