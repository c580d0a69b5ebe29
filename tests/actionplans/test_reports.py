"""Progress reports: what each act does, refuses, freezes, locks and tells."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from actionplans.actions import plans as plan_actions
from actionplans.actions import report_reminders
from actionplans.actions import reports as actions
from actionplans.actions import year_summaries as summaries
from actionplans.models import (
    Indicator,
    PlanLine,
    Report,
    ReportLine,
    ReportReminder,
    ReportRound,
    RoundLine,
    YearSummary,
)
from actionplans.policy import reports as policy
from actionplans.policy.locks import check_period_open
from actionplans.policy.plans import check as check_plan
from actionplans.reporting import ReportReading, shown
from actionplans.summing import tables
from actionplans.workflow.reports import REPORT
from committees import access, audit, rls
from committees.calendar import Quarter, today
from committees.errors import Conflict, NotAllowed, Refused, WrongState
from committees.models import AuditEvent, CommitteeUserPermission, Notice
from committees.notices import KINDS
from config.settings.base import BASE_DIR
from tests.factories import ActivityFactory
from tests.guards.tables.reports import ANSWER, answered, in_state, past_quarter, person
from tests.world import World

pytestmark = pytest.mark.django_db


def lines_of(report: Report) -> list[ReportLine]:
    return list(ReportLine.objects.filter(report=report))


def save(line: ReportLine, by: Any, version: int | None = None, **values: Any) -> ReportLine:
    return actions.save_line(
        line=line, values=ANSWER | values, version=version or line.version, by=by
    )


# --- The way --------------------------------------------------------------------------------


def test_the_diagram_in_the_documentation_is_the_table():
    assert REPORT.diagram() in (BASE_DIR / "docs" / "architecture.md").read_text()


def test_every_act_is_worded():
    for transition in REPORT.transitions.values():
        assert transition.verb in audit.VERBS
        assert transition.notice in KINDS


WRITERS, PSDHS = {"pranee", "anong"}, {"nok", "noi"}
PEOPLE = ("pranee", "anong", "somchai", "observer", "nok", "noi", "governor", "malee", "nuan")


@pytest.mark.parametrize("state", REPORT.states)
def test_who_may_do_what_in_which_state(world: World, state: str) -> None:
    report = in_state(world, state)
    newest = report.rounds.last()
    for action, transition in REPORT.transitions.items():
        may = WRITERS if action == "submit" else PSDHS
        for name in PEOPLE:
            user = person(world, name)
            if name not in may:
                with pytest.raises(NotAllowed):
                    policy.check(action, user, report, newest)
            elif state not in transition.sources:
                with pytest.raises(WrongState):
                    policy.check(action, user, report, newest)
            else:
                assert policy.check(action, user, report, newest) is transition


# --- Beginning ------------------------------------------------------------------------------


def test_a_report_holds_the_lines_that_were_approved_and_begins_once(world: World) -> None:
    quarter = past_quarter(world)
    pranee = person(world, "pranee")
    report = actions.start_report(quarter=quarter, by=pranee)
    assert actions.start_report(quarter=quarter, by=pranee).pk == report.pk
    assert [(row.what, row.state, row.carried) for row in lines_of(report)] == [
        ("อบรมแกนนำชุมชน", "", False),
        ("รณรงค์ในโรงเรียน", "", False),
    ]
    assert (report.line_count, report.answered_count, report.budget) == (2, 0, Decimal(20000))
    assert (report.due - quarter.period.end).days == 15


def test_there_is_nothing_to_report_on_without_an_approved_plan(world: World) -> None:
    with pytest.raises(WrongState, match="approved"):
        actions.start_report(quarter=world.mae_sai_draft, by=person(world, "pranee"))
    with pytest.raises(WrongState, match="stays within"):
        actions.start_report(quarter=world.suppression_submitted, by=person(world, "inspector"))
    with pytest.raises(NotAllowed):
        actions.start_report(quarter=world.cct_approved, by=person(world, "cct_member"))


def test_what_was_left_unfinished_comes_along_marked(world: World) -> None:
    pranee = person(world, "pranee")
    third = actions.start_report(quarter=past_quarter(world, 3), by=pranee)
    first, second = lines_of(third)
    save(first, pranee, state="late", reason="น้ำท่วม")
    save(second, pranee)
    fourth = actions.start_report(quarter=past_quarter(world, 4, {"what": "ใหม่"}), by=pranee)
    assert [(row.what, row.carried) for row in lines_of(fourth)] == [
        ("ใหม่", False),
        ("อบรมแกนนำชุมชน", True),
    ]
    assert fourth.budget == 0  # its money was set aside in the quarter before


def test_a_report_begun_before_the_other_was_written_misses_no_line(world: World) -> None:
    pranee = person(world, "pranee")
    third = actions.start_report(quarter=past_quarter(world, 3), by=pranee)
    fourth = actions.start_report(quarter=past_quarter(world, 4, {"what": "ใหม่"}), by=pranee)
    save(lines_of(third)[0], pranee, state="under_way")
    fourth = answered(fourth, pranee)
    with pytest.raises(WrongState, match="quarter before"):
        actions.submit_report(report=fourth, by=pranee)
    page = world.client("pranee", "en").get(fourth.get_absolute_url())
    assert "The quarter before left lines unfinished" in page.content.decode()
    actions.renew_report(report=fourth, by=pranee)
    actions.submit_report(report=answered(fourth, pranee), by=pranee)
    assert [row.carried for row in lines_of(fourth)] == [False, True]


def test_a_report_on_a_plan_that_changed_since_is_neither_sent_nor_accepted(world: World) -> None:
    pranee, somchai, nok = (person(world, name) for name in ("pranee", "somchai", "nok"))
    report = in_state(world, "submitted")
    quarter = report.quarter
    plan_actions.amend_plan(plan=quarter, by=pranee, reason="เปลี่ยน")
    plan_actions.submit_plan(plan=quarter, by=pranee)
    plan_actions.approve_plan(plan=quarter, by=somchai)
    with pytest.raises(WrongState, match="changed after"):
        actions.accept_report(report=report, by=nok)
    actions.return_report(report=report, by=nok, note="แผนเปลี่ยนแล้ว")
    actions.renew_report(report=report, by=pranee)
    quarter.rounds.update(decision="returned")
    with pytest.raises(WrongState, match="approved"):
        actions.submit_report(report=report, by=pranee)


def test_a_locked_quarter_gets_no_other_plan(world: World) -> None:
    pranee = person(world, "pranee")
    report = in_state(world, "submitted")
    plan_actions.amend_plan(plan=report.quarter, by=pranee, reason="เปลี่ยน")
    plan_actions.submit_plan(plan=report.quarter, by=pranee)
    actions.accept_report(report=report, by=person(world, "nok"))
    with pytest.raises(WrongState, match="locked"):
        plan_actions.approve_plan(plan=report.quarter, by=person(world, "somchai"))


def test_an_answer_to_a_line_that_left_the_report_is_refused(world: World) -> None:
    report = in_state(world, "draft")
    gone = lines_of(report)[0]
    ReportLine.objects.filter(pk=gone.pk).delete()
    with pytest.raises(WrongState, match="left the report"):
        save(gone, person(world, "pranee"))


def test_an_amended_plan_is_taken_over_and_answers_stay(world: World) -> None:
    pranee, somchai = person(world, "pranee"), person(world, "somchai")
    quarter = past_quarter(world)
    report = actions.start_report(quarter=quarter, by=pranee)
    kept, dropped = lines_of(report)
    save(kept, pranee, word="ทำแล้ว")
    plan_actions.amend_plan(plan=quarter, by=pranee, reason="เปลี่ยน")
    plan_actions.remove_line(line=PlanLine.objects.get(pk=dropped.line_id), by=pranee)
    plan_actions.submit_plan(plan=quarter, by=pranee)
    plan_actions.approve_plan(plan=quarter, by=somchai)
    with pytest.raises(WrongState, match="amended"):
        actions.submit_report(report=report, by=pranee)
    actions.renew_report(report=report, by=pranee)
    assert [(row.pk, row.word) for row in lines_of(report)] == [(kept.pk, "ทำแล้ว")]
    actions.submit_report(report=report, by=pranee)


# --- Answering ------------------------------------------------------------------------------


def test_saving_a_line_counts_and_records_and_the_same_again_does_nothing(world: World) -> None:
    pranee = person(world, "pranee")
    report = in_state(world, "draft")
    line = lines_of(report)[1]
    saved = save(line, pranee, state="under_way", value=Decimal("12.5"), spent=Decimal(8000))
    again = save(saved, pranee, state="under_way", value=Decimal("12.50"), spent=Decimal(8000))
    assert again.version == saved.version == 2
    report.refresh_from_db()
    assert (report.answered_count, report.under_way_count, report.spent) == (1, 1, Decimal(8000))
    events = AuditEvent.objects.filter(verb="report_line_answered", subject_id=str(line.pk))
    assert events.count() == 1
    assert events[0].above is False


def test_of_two_who_write_the_same_line_the_second_is_told(world: World) -> None:
    report = in_state(world, "draft")
    line = lines_of(report)[0]
    save(line, person(world, "pranee"), word="ของปราณี")
    with pytest.raises(Conflict):
        save(line, person(world, "anong"), version=1, word="ของอนงค์")
    save(lines_of(report)[1], person(world, "anong"))  # another line is nobody's conflict


def test_late_and_dropped_need_a_reason_in_the_database_too(world: World) -> None:
    line = lines_of(in_state(world, "draft"))[0]
    for state in ("late", "dropped"):
        with pytest.raises(IntegrityError), transaction.atomic():
            ReportLine.objects.filter(pk=line.pk).update(state=state)


# --- Going up -------------------------------------------------------------------------------


def test_a_report_goes_up_whole_and_is_frozen(world: World) -> None:
    pranee = person(world, "pranee")
    report = in_state(world, "draft")
    with pytest.raises(WrongState, match="2 lines"):
        actions.submit_report(report=report, by=pranee)
    words = report.words
    actions.save_words(
        report=report,
        values={"went_well": "ดี", "hindered": "", "asks": "ขอรถ"},
        version=words.version,
        by=pranee,
    )
    report = answered(report, pranee)
    row = actions.submit_report(report=report, by=pranee, note="ครบ")
    assert row.content["words"]["asks"] == "ขอรถ"
    assert [line.state for line in shown(row.content)] == ["done", "done"]
    told = Notice.objects.filter(kind="report_submitted").values_list("recipient", flat=True)
    assert set(told) == {world.nok.pk, world.noi.pk}
    with pytest.raises(WrongState, match="gone up"):
        save(lines_of(report)[0], pranee, state="dropped", reason="ยกเลิก")


def test_nobody_decides_on_what_they_submitted(world: World) -> None:
    report = in_state(world, "submitted")
    row = ReportRound.objects.get(report=report)
    with pytest.raises(IntegrityError), transaction.atomic():
        ReportRound.objects.filter(pk=row.pk).update(
            decision="accepted", decided_by=row.submitted_by
        )
    row.submitted_by = person(world, "nok")
    with pytest.raises(NotAllowed, match="another person"):
        policy.check("accept", person(world, "nok"), report, row)


def test_a_quarter_that_runs_is_not_locked(world: World) -> None:
    nida = person(world, "nida")
    report = actions.start_report(quarter=world.nan_received, by=nida)
    actions.submit_report(report=answered(report, nida), by=nida)
    with pytest.raises(WrongState, match="runs until"):
        actions.accept_report(report=report, by=person(world, "nuan"))


def test_what_was_not_read_is_not_decided_on(world: World) -> None:
    report = in_state(world, "submitted")
    with pytest.raises(Conflict):
        actions.accept_report(report=report, by=person(world, "nok"), seen_round=7)


def test_sent_back_with_notes_it_is_the_committees_again(world: World) -> None:
    report = in_state(world, "submitted")
    nok, line = person(world, "nok"), lines_of(report)[0]
    with pytest.raises(WrongState, match="Say why"):
        actions.return_report(report=report, by=nok, note=" ")
    with pytest.raises(NotAllowed):
        actions.return_report(report=report, by=nok, note="", line_notes={10**9: "ก"})
    assert line.above is True
    actions.return_report(report=report, by=nok, note="", line_notes={line.pk: "กี่คน"})
    line.refresh_from_db()
    assert line.above is False
    row = ReportRound.objects.get(report=report)
    assert shown(row.content, row.line_notes)[0].note == "กี่คน"
    assert Notice.objects.filter(kind="report_returned", recipient=world.pranee).count() == 1
    actions.submit_report(report=report, by=person(world, "anong"))
    assert ReportRound.objects.filter(report=report).count() == 2


def test_who_has_left_the_committee_is_told_nothing_more_of_it(world: World) -> None:
    made = in_state(world, "submitted")
    left = CommitteeUserPermission.objects.filter(user=world.pranee, content_object=world.mae_sai)
    left.update(until=today() - dt.timedelta(days=1))
    row = ReportRound.objects.get(report=made)
    assert row.submitted_by == world.pranee
    actions.return_report(report=made, by=person(world, "nok"), note="กี่คน")
    told = Notice.objects.filter(kind="report_returned").values_list("recipient", flat=True)
    assert set(told) == {world.anong.pk}
    both = [world.pranee, world.anong, None]
    assert access.still_inside(both, world.mae_sai.pk) == [world.anong]


# --- The lock -------------------------------------------------------------------------------


def test_an_accepted_report_locks_its_quarter_until_it_is_reopened(world: World) -> None:
    report = in_state(world, "accepted")
    period, mae_sai, pranee = report.period, world.mae_sai, person(world, "pranee")
    plan, line = report.quarter, PlanLine.objects.filter(plan=report.plan_id).first()
    long_before = period.start - dt.timedelta(days=4500)
    for starts, ends in (
        (period.start, period.start),
        (period.end, period.next.start),
        (long_before, period.next.start),
    ):
        with pytest.raises(WrongState, match="locked"):
            check_period_open(mae_sai, starts, ends, lock=True)
    check_period_open(mae_sai, period.next.start, period.next.end)
    check_period_open(world.chiang_khong, period.start, period.end)
    with pytest.raises(Refused, match="locked"):
        ActivityFactory(committee=mae_sai, by=pranee, starts=period.start)
    with pytest.raises(WrongState, match="locked"):
        check_plan("amend", pranee, plan, None)
    with pytest.raises(NotAllowed):
        actions.reopen_report(report=report, by=person(world, "nuan"), reason="ขอแก้")
    with pytest.raises(WrongState, match="why"):
        actions.reopen_report(report=report, by=person(world, "nok"), reason=" ")
    actions.reopen_report(report=report, by=person(world, "nok"), reason="ตัวเลขไม่ครบ")
    check_period_open(mae_sai, period.start, period.end)
    assert ActivityFactory(committee=mae_sai, by=pranee, starts=period.start, line=line).pk
    event = AuditEvent.objects.get(verb="report_reopened")
    assert (event.reason, event.above) == ("ตัวเลขไม่ครบ", True)
    assert Notice.objects.filter(kind="report_reopened", recipient=world.pranee).count() == 1


def test_what_is_beside_the_fields_is_counted_from_activities(world: World) -> None:
    report = in_state(world, "draft")
    pranee, line = person(world, "pranee"), lines_of(report)[0]
    plan_line = PlanLine.objects.get(pk=line.line_id)
    common: dict[str, Any] = {"committee": world.mae_sai, "by": pranee}
    day = report.period.start
    ActivityFactory(**common, line=plan_line, starts=day, reached=40, women=10, men=5)
    ActivityFactory(**common, line=plan_line, starts=report.period.end, reached=2)
    ActivityFactory(**common, line=plan_line, starts=report.period.next.start, reached=900)
    ActivityFactory(**common, starts=day, reached=7, title="นอกแผน")
    reading = ReportReading(report.quarter, report, access.scope_of(pranee))
    facts = [item.facts for item in reading.lines]
    assert [(f.count, f.reached, f.participants) for f in facts] == [(2, 42, 15), (0, 0, 0)]
    assert [item["title"] for item in reading.unplanned["items"]] == ["นอกแผน"]


def test_an_indicator_of_the_province_is_counted_and_not_asked(world: World) -> None:
    pranee = person(world, "pranee")
    quarter = past_quarter(world)
    indicator = Indicator.objects.create(
        province_id=57, name_th="ผู้ที่เข้าถึง", name_en="Reached", unit_th="คน", measure="reached"
    )
    frozen = RoundLine.objects.filter(round__quarter_plan=quarter).order_by("position").first()
    content = frozen.content | {"measure": {"id": indicator.pk, "th": "ผู้ที่เข้าถึง", "en": ""}}
    RoundLine.objects.filter(pk=frozen.pk).update(content=content)
    report = actions.start_report(quarter=quarter, by=pranee)
    line = PlanLine.objects.get(pk=frozen.line_id)
    for reached in (40, 2):
        ActivityFactory(
            committee=world.mae_sai,
            by=pranee,
            line=line,
            starts=report.period.start,
            reached=reached,
        )
    reading = ReportReading(report.quarter, report, access.scope_of(pranee))
    assert reading.lines[0].value.startswith("42 ")
    assert reading.lines[0].measured["definition"]
    assert reading.lines[1].measured is None


# --- Who reads what -------------------------------------------------------------------------


def test_from_above_one_reads_what_went_up_and_not_what_is_written(world: World) -> None:
    report = in_state(world, "returned")
    line = lines_of(report)[0]
    save(line, person(world, "pranee"), state="dropped", reason="คำใหม่")
    with rls.acting_as(world.nok.pk):
        assert Report.objects.filter(pk=report.pk).exists()
        assert not ReportLine.objects.filter(report=report).exists()
        row = ReportRound.objects.get(report=report)
        assert "คำใหม่" not in str(row.content)
        with pytest.raises(Exception, match="permission denied"), transaction.atomic():
            ReportRound.objects.filter(pk=row.pk).update(content={})
    with rls.acting_as(world.malee.pk):
        assert not Report.objects.filter(pk=report.pk).exists()


# --- Reminders ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("past", "stage"),
    [(-8, None), (-7, -7), (-1, -7), (0, 0), (6, 0), (7, 7), (20, 14), (400, None)],
)
def test_stages(past: int, stage: int | None) -> None:
    due = dt.date(2026, 1, 15)
    assert report_reminders.stage_of(due, due + dt.timedelta(days=past)) == stage


def test_each_stage_is_told_once_and_never_after_it_went_up(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    quarter = past_quarter(world)
    report = actions.start_report(quarter=quarter, by=person(world, "pranee"))

    def on(days: int) -> int:
        day = report.due + dt.timedelta(days=days)
        monkeypatch.setattr(report_reminders, "today", lambda: day)
        with rls.acting_as_system("reports"):
            return report_reminders.remind_of_reports()

    assert [on(-30), on(-7), on(-6), on(0), on(0), on(25), on(22)] == [0, 1, 0, 1, 0, 1, 0]
    told = Notice.objects.filter(recipient=world.pranee, kind__startswith="report_")
    assert sorted(told.values_list("kind", flat=True)) == [
        "report_late",
        "report_soon",
        "report_today",
    ]
    assert ReportReminder.objects.filter(quarter=quarter).count() == 3
    answered(report, person(world, "pranee"))
    actions.submit_report(report=report, by=person(world, "pranee"))
    assert on(40) == 0


# --- The year -------------------------------------------------------------------------------


def summed_up(world: World, **values: Any) -> YearSummary:
    return summaries.make_summary(
        committee=world.chiang_rai,
        fiscal_year=world.period.year - 1,
        chosen=values.pop("chosen", [world.mae_sai.pk]),
        by=person(world, values.pop("by", "nok")),
        **values,
    )


def test_a_year_is_summed_up_only_over_accepted_reports(world: World) -> None:
    report = in_state(world, "submitted")
    label = Quarter(world.period.year - 1, 4).label()
    with pytest.raises(WrongState, match=label):
        summed_up(world)
    with pytest.raises(NotAllowed):
        summed_up(world, by="governor")
    with pytest.raises(NotAllowed):
        summed_up(world, chosen=[world.mae_sai.pk, world.nan_border.pk])
    actions.accept_report(report=report, by=person(world, "nok"))
    made = summed_up(world, note="ดี")
    total = made.content["total"]
    assert (total["lines"], total["done"], total["budget"]) == (2, 2, "20000.00")
    assert tables(made.content)[0].worded[0][:3] == [world.mae_sai.short, "2", "2"]
    assert summed_up(world, note="ดี").pk == made.pk  # pressed twice
    assert summed_up(world).number == 2


def test_a_reopened_report_marks_the_summary_as_out_of_date(world: World) -> None:
    report = in_state(world, "accepted")
    made = summed_up(world)
    actions.reopen_report(report=report, by=person(world, "noi"), reason="ตัวเลขไม่ครบ")
    made.refresh_from_db()
    assert made.outdated_by_id == report.pk
    assert Notice.objects.filter(kind="summary_outdated", recipient=world.nok).count() == 1
    with pytest.raises(WrongState):
        summed_up(world)
    with (
        rls.acting_as(world.nok.pk),
        connection.cursor() as cursor,
        pytest.raises(Exception, match="permission denied"),
        transaction.atomic(),
    ):
        cursor.execute("UPDATE actionplans_yearsummary SET content = '{}'")
