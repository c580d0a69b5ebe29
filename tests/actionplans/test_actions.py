"""What the acts on plans do to lines, rounds, figures, history and readers."""

import datetime as dt
import uuid
from decimal import Decimal

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError, ProgrammingError, connection, transaction

from actionplans.actions import plans as actions
from actionplans.models import Plan, PlanLine, QuarterPlan, Round, RoundLine
from committees import access, audit, rls
from committees.calendar import fiscal_year_end, fiscal_year_start
from committees.errors import Conflict, NotAllowed, WrongState
from committees.models import AuditEvent, Notice
from tests.actionplans.walk import as_person, do, fresh, newest, outcome, walk
from tests.factories import SeatFactory

pytestmark = pytest.mark.django_db


def values(line: PlanLine, **changes):
    """What the form of a line hands over, as the line stands, with changes."""
    return {
        **{name: getattr(line, name) for name in actions.LINE_FIELDS},
        "supporting": list(line.supporting.all()),
        "places": list(line.places.all()),
        **changes,
    }


def change(world, line: PlanLine, by=None, version=None, **changes) -> PlanLine:
    """Change a line as the secretary does it."""
    line = PlanLine.objects.get(pk=line.pk)
    return as_person(
        by or world.pranee,
        actions.change_line,
        line=line,
        values=values(line, **changes),
        version=line.version if version is None else version,
    )


def add(world, what: str, starts: dt.date, ends: dt.date, **changes) -> PlanLine:
    """Add a line to Mae Sai's plan."""
    model = world.mae_sai_lines[0]
    form_key = changes.pop("form_key", None)
    given = values(model, what=what, starts=starts, ends=ends, **changes)
    return as_person(
        world.pranee,
        actions.add_line,
        plan=world.mae_sai_plan,
        values=given,
        form_key=form_key,
    )


def all_year(world, what: str = "All year", **changes) -> PlanLine:
    year = world.mae_sai_plan.fiscal_year
    return add(world, what, fiscal_year_start(year), fiscal_year_end(year), **changes)


def plan_of(world) -> QuarterPlan:
    return QuarterPlan.objects.select_related("committee").get(pk=world.mae_sai_draft.pk)


def to(world, state: str) -> QuarterPlan:
    """Bring Mae Sai's plan of the current quarter into a state."""
    walk(plan_of(world), state, secretary=world.pranee, approver=world.somchai, psdhs=world.nok)
    return plan_of(world)


def others(plan: QuarterPlan) -> list[QuarterPlan]:
    """The other quarters of the year."""
    return list(QuarterPlan.objects.filter(plan=plan.plan_id).exclude(pk=plan.pk))


def seen_by(person, model, **lookup) -> bool:
    """Whether the person finds the row, through the filter and under the policies."""
    with rls.acting_as(person.pk):
        return model.objects.visible_to(access.scope_of(fresh(person))).filter(**lookup).exists()


# --- A plan and its lines ---------------------------------------------------------------------


def test_a_plan_starts_with_four_drafts(world):
    committee = world.committees["mae_sai"]
    year = world.mae_sai_plan.fiscal_year + 1
    plan = as_person(world.pranee, actions.start_plan, committee=committee, fiscal_year=year)
    quarters = QuarterPlan.objects.filter(plan=plan).order_by("quarter")
    assert [(row.quarter, row.state, row.above) for row in quarters] == [
        (number, "draft", False) for number in (1, 2, 3, 4)
    ]


def test_a_year_has_one_plan(world):
    committee, year = world.committees["mae_sai"], world.mae_sai_plan.fiscal_year
    with pytest.raises(WrongState):
        as_person(world.anong, actions.start_plan, committee=committee, fiscal_year=year)
    assert Plan.objects.filter(committee=committee, fiscal_year=year).count() == 1


@pytest.mark.parametrize("name", ["somchai", "chief", "observer", "kanda"])
def test_only_who_writes_plans_starts_one(world, name):
    with pytest.raises(NotAllowed):
        as_person(
            world.people[name],
            actions.start_plan,
            committee=world.committees["mae_sai"],
            fiscal_year=2600,
        )


def test_psdhs_does_not_write_the_plan_of_a_district(world):
    line = world.mae_sai_lines[0]
    with pytest.raises(ObjectDoesNotExist):  # not even the plan, of which nothing went up
        change(world, line, by=world.nok, what="From above")


def test_an_ended_committee_starts_no_plan(world):
    committee = world.committees["mae_sai"]
    committee.ended = committee.founded or dt.date(2026, 1, 1)
    committee.save(update_fields=["ended"])
    with pytest.raises(WrongState):
        as_person(world.pranee, actions.start_plan, committee=committee, fiscal_year=2600)


def test_a_line_over_the_year_lies_in_every_quarter(world):
    line = all_year(world)
    for quarter in QuarterPlan.objects.filter(plan=world.mae_sai_plan):
        assert line in actions.lines_of(quarter)


def test_a_line_lies_only_in_the_quarters_it_touches(world):
    plan = plan_of(world)
    line = add(world, "One day", plan.period.end, plan.period.end)
    assert line in actions.lines_of(plan)
    assert not any(line in actions.lines_of(quarter) for quarter in others(plan))


def test_the_same_form_sent_twice_adds_one_line(world):
    key = uuid.uuid4()
    period = plan_of(world).period
    first = add(world, "Once", period.start, period.end, form_key=key)
    again = add(world, "Once", period.start, period.end, form_key=key)
    assert first.pk == again.pk
    assert PlanLine.objects.filter(what="Once").count() == 1
    assert AuditEvent.objects.filter(verb="line_added", subject_id=str(first.pk)).count() == 1


def test_what_is_written_in_a_form_gone_back_to_is_another_line(world):
    key = uuid.uuid4()
    period = plan_of(world).period
    first = add(world, "Written first", period.start, period.end, form_key=key)
    second = add(world, "Written after going back", period.start, period.end, form_key=key)
    again = add(world, "Written after going back", period.start, period.end, form_key=key)
    assert len({first.pk, second.pk, again.pk}) == 2


def test_a_line_keeps_its_supporters_and_places(world):
    line = world.mae_sai_lines[0]
    organisation = world.mae_sai_lines[1].responsible
    area = world.committees["mae_sai"].area
    changed = change(world, line, supporting=[organisation], places=[area])
    assert list(changed.supporting.all()) == [organisation]
    assert list(changed.places.all()) == [area]
    assert not list(change(world, line, supporting=[], places=[]).places.all())


def test_a_change_of_an_older_version_is_refused_and_changes_nothing(world):
    line = world.mae_sai_lines[0]
    old = PlanLine.objects.get(pk=line.pk).version
    change(world, line, what="Anong's wording", by=world.anong)
    with pytest.raises(Conflict):
        change(world, line, version=old, what="Pranee's wording")
    assert PlanLine.objects.get(pk=line.pk).what == "Anong's wording"


def test_a_change_is_recorded_with_what_it_changed_only(world):
    line = change(world, world.mae_sai_lines[0], what="Newly worded")
    event = AuditEvent.objects.get(verb="line_changed", subject_id=str(line.pk))
    assert event.before.keys() == event.after.keys() == {"what"}
    assert event.after["what"] == "Newly worded"


def test_saving_without_a_change_records_nothing(world):
    change(world, world.mae_sai_lines[0])
    assert not AuditEvent.objects.filter(verb="line_changed").exists()


def test_a_removed_line_leaves_the_quarter_and_comes_back(world):
    line, plan = world.mae_sai_lines[0], plan_of(world)
    as_person(world.pranee, actions.remove_line, line=line)
    assert line not in actions.lines_of(plan)
    as_person(world.pranee, actions.restore_line, line=line)
    assert line in actions.lines_of(plan)


def test_a_removed_line_is_not_changed(world):
    line = world.mae_sai_lines[0]
    as_person(world.pranee, actions.remove_line, line=line)
    with pytest.raises(WrongState):
        change(world, line, what="Still there?")


def test_a_line_is_not_removed_twice(world):
    line = world.mae_sai_lines[0]
    as_person(world.pranee, actions.remove_line, line=line)
    with pytest.raises(WrongState):
        as_person(world.pranee, actions.remove_line, line=line)


def test_a_line_in_the_plan_is_not_put_back(world):
    with pytest.raises(WrongState):
        as_person(world.pranee, actions.restore_line, line=world.mae_sai_lines[0])


def test_the_database_takes_no_line_that_ends_before_it_starts(world):
    line = PlanLine.objects.get(pk=world.mae_sai_lines[0].pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        change(world, line, ends=line.starts - dt.timedelta(days=1))


def test_the_database_takes_no_money_within_own_remit(world):
    with pytest.raises(IntegrityError), transaction.atomic():
        change(world, world.mae_sai_lines[0], funding="own_remit", budget=Decimal(5))


# --- Going up freezes -------------------------------------------------------------------------


def test_submitting_freezes_every_line_of_the_quarter(world):
    plan = to(world, "submitted")
    frozen = {line.line_id: line.what for line in newest(plan).lines.all()}
    assert frozen == {line.pk: line.what for line in actions.lines_of(plan)}
    assert len(frozen) == 3


def test_what_went_up_keeps_its_wording_when_the_line_changes_later(world):
    line = all_year(world, "As approved")
    plan = to(world, "submitted")
    change(world, line, what="As rewritten")
    row = newest(plan).lines.get(line_id=line.pk)
    assert (row.what, row.content["what"]) == ("As approved", "As approved")


def test_what_went_up_keeps_the_names_of_its_day(world):
    line = world.mae_sai_lines[0]
    plan = to(world, "submitted")
    organisation = line.responsible
    before = organisation.name_th
    organisation.name_th = "ชื่อใหม่"
    organisation.save()
    assert newest(plan).lines.get(line_id=line.pk).content["responsible"]["th"] == before


def test_a_change_of_a_spanning_line_reaches_the_open_quarters(world):
    line = all_year(world, "Old words")
    plan = to(world, "submitted")
    change(world, line, what="New words")
    for quarter in others(plan):
        assert "New words" in [row.what for row in actions.lines_of(quarter)]


@pytest.mark.parametrize("state", ["submitted", "approved", "received"])
def test_a_line_whose_every_quarter_is_locked_is_refused(world, state):
    plan = to(world, state)
    with pytest.raises(WrongState) as refused:
        change(world, world.mae_sai_lines[0], what="Too late")
    assert plan.period.label() in str(refused.value.reason)
    with pytest.raises(WrongState):
        as_person(world.pranee, actions.remove_line, line=world.mae_sai_lines[0])
    assert PlanLine.objects.get(pk=world.mae_sai_lines[0].pk).what != "Too late"


def test_a_new_line_into_a_locked_quarter_is_refused(world):
    period = to(world, "submitted").period
    with pytest.raises(WrongState):
        add(world, "Slipped in", period.start, period.end)


@pytest.mark.parametrize("state", ["returned", "returned_by_province"])
def test_a_returned_plan_is_written_again(world, state):
    to(world, state)
    assert change(world, world.mae_sai_lines[0], what="Revised").what == "Revised"


def test_a_line_cannot_be_moved_out_of_a_locked_quarter_alone(world):
    """Its other days would lie in an open quarter; what went up keeps it, and the draft moves."""
    plan = to(world, "submitted")
    line = world.mae_sai_lines[0]
    open_quarter = others(plan)[0].period
    moved = change(world, line, starts=open_quarter.start, ends=open_quarter.end)
    assert moved.starts == open_quarter.start
    assert newest(plan).lines.filter(line_id=line.pk).exists()


def test_a_quarter_without_lines_is_not_submitted(world):
    quarter = others(plan_of(world))[0]
    with pytest.raises(WrongState) as refused:
        do("submit", quarter, world.pranee)
    assert str(refused.value.reason)
    assert not Round.objects.filter(quarter_plan=quarter).exists()


# --- Round after round ------------------------------------------------------------------------


def test_an_amendment_goes_round_again_beside_what_was_received(world):
    plan = to(world, "received")
    line = world.mae_sai_lines[0]
    first = newest(plan).lines.get(line_id=line.pk).what
    do("amend", plan, world.pranee)
    change(world, line, what="Amended")
    walk(plan_of(world), "received", secretary=world.anong, approver=world.somchai, psdhs=world.noi)
    rounds = list(Round.objects.filter(quarter_plan=plan))
    assert [(row.number, row.is_amendment, row.reception) for row in rounds] == [
        (1, False, "received"),
        (2, True, "received"),
    ]
    wordings = [row.lines.get(line_id=line.pk).what for row in rounds]
    assert wordings == [first, "Amended"]


def test_a_revision_before_anything_was_received_is_no_amendment(world):
    plan = to(world, "returned")
    do("submit", plan, world.pranee)
    assert [row.is_amendment for row in Round.objects.filter(quarter_plan=plan)] == [False, False]


def test_the_names_and_posts_of_each_step_stay(world):
    row = newest(to(world, "received"))
    assert (row.submitted_by, row.decided_by, row.received_by) == (
        world.pranee,
        world.somchai,
        world.nok,
    )
    posts = (row.submitted_post_en, row.decided_post_en, row.received_post_en)
    assert posts == ("secretary", "deputy chief", "PSDHS secretariat")
    assert all((row.submitted_post_th, row.decided_post_th, row.received_post_th))
    assert row.submitted_at < row.decided_at < row.received_at


def test_a_plan_is_returned_with_a_reason_at_a_line(world):
    plan = to(world, "submitted")
    first, *rest = newest(plan).lines.all()
    do("return", plan, world.somchai, reason="", line_reasons={first.pk: "Which school?"})
    reasons = dict(newest(plan).lines.values_list("pk", "return_reason"))
    assert reasons == {first.pk: "Which school?", **{line.pk: "" for line in rest}}


@pytest.mark.parametrize("action", ["return", "return_by_province"])
def test_a_return_without_any_reason_is_refused(world, action):
    state, who = ("submitted", "somchai") if action == "return" else ("approved", "nok")
    plan = to(world, state)
    with pytest.raises(WrongState):
        do(action, plan, world.people[who], reason="  ", line_reasons={})
    assert plan_of(world).state == state


def test_a_reason_at_a_line_of_another_plan_is_refused(world):
    plan = to(world, "submitted")
    foreign = RoundLine.objects.filter(round__quarter_plan=world.chiang_khong_submitted).first()
    with pytest.raises(NotAllowed):
        do("return", plan, world.somchai, line_reasons={foreign.pk: "Not mine"})
    foreign.refresh_from_db()
    assert foreign.return_reason == ""
    assert plan_of(world).state == "submitted"


def test_a_decision_on_a_round_that_was_replaced_is_refused(world):
    plan = to(world, "submitted")
    do("withdraw", plan, world.pranee)
    do("submit", plan, world.pranee)
    with pytest.raises(Conflict):
        do("approve", plan, world.somchai, seen_round=1)
    assert plan_of(world).state == "submitted"
    do("approve", plan, world.somchai, seen_round=2)
    assert plan_of(world).state == "approved"


def test_the_second_to_decide_is_told_that_it_is_done(world):
    plan = to(world, "submitted")
    do("approve", plan, world.somchai)
    assert outcome("approve", plan, world.somchai) == 409
    assert outcome("return", plan, world.somchai) == 409


# --- Nobody decides on his own ----------------------------------------------------------------


def test_nobody_approves_or_returns_what_he_submitted(world):
    SeatFactory(
        person=world.somchai, committee=world.committees["mae_sai"], role="deputy_secretary"
    )
    plan = plan_of(world)
    do("submit", plan, world.somchai)
    for action in ("approve", "return"):
        assert outcome(action, plan, world.somchai) == 403
    assert plan_of(world).state == "submitted"


def test_nobody_receives_what_he_submitted(world):
    SeatFactory(person=world.nok, committee=world.committees["mae_sai"], role="deputy_secretary")
    plan = plan_of(world)
    do("submit", plan, world.nok)
    do("approve", plan, world.somchai)
    for action in ("receive", "return_by_province"):
        assert outcome(action, plan, world.nok) == 403
    assert outcome("receive", plan, world.noi) == "done"


def test_nobody_receives_what_he_approved(world):
    SeatFactory(
        person=world.somchai, committee=world.committees["chiang_rai"], role="psdhs_secretariat"
    )
    plan = to(world, "approved")
    for action in ("receive", "return_by_province"):
        assert outcome(action, plan, world.somchai) == 403


@pytest.mark.parametrize(
    "changes",
    [
        {"decision": "approved", "decided_by": "submitter"},
        {"decision": "returned", "decided_by": "submitter"},
        {"decision": "approved", "decided_by": None},
        {"reception": "received", "received_by": "submitter"},
        {"reception": "received", "received_by": "decider"},
        {"reception": "returned", "received_by": "decider"},
        {"reception": "received", "received_by": None},
    ],
)
def test_the_database_holds_the_same_rule(world, changes):
    row = newest(to(world, "approved"))
    people = {"submitter": row.submitted_by, "decider": row.decided_by, None: None}
    given = {key: people.get(value, value) for key, value in changes.items()}
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        Round.objects.filter(pk=row.pk).update(**given)
    assert "round_nobody_" in str(refused.value)


# --- What the web role may not do at all ------------------------------------------------------


@pytest.mark.parametrize("column", ["what", "pillar", "budget", "content", "position", "line_id"])
def test_the_web_role_cannot_reword_what_went_up(world, column):
    row = newest(to(world, "submitted")).lines.first()
    other = {"content": {}, "what": "x", "pillar": "education"}.get(column, 7)
    with pytest.raises(ProgrammingError), rls.acting_as(world.pranee.pk):
        RoundLine.objects.filter(pk=row.pk).update(**{column: other})


@pytest.mark.parametrize(
    "column", ["number", "note", "submitted_by_id", "submitted_at", "is_amendment"]
)
def test_the_web_role_cannot_rewrite_who_sent_a_round(world, column):
    row = newest(to(world, "submitted"))
    value = getattr(row, column)
    with pytest.raises(ProgrammingError), rls.acting_as(world.pranee.pk):
        Round.objects.filter(pk=row.pk).update(**{column: value})


@pytest.mark.parametrize("model", [RoundLine, Round, QuarterPlan, Plan, PlanLine, AuditEvent])
def test_the_web_role_deletes_nothing_of_a_plan(world, model):
    to(world, "submitted")
    with (
        pytest.raises(ProgrammingError),
        rls.acting_as(world.pranee.pk),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"DELETE FROM {model._meta.db_table}")


def test_the_web_role_writes_the_reason_of_a_return(world):
    row = newest(to(world, "submitted")).lines.first()
    with rls.acting_as(world.somchai.pk):
        assert RoundLine.objects.filter(pk=row.pk).update(return_reason="Why?") == 1


# --- What is seen from above ------------------------------------------------------------------


def test_a_draft_is_not_seen_from_above(world):
    assert not seen_by(world.nok, QuarterPlan, pk=plan_of(world).pk)
    assert not seen_by(world.nok, PlanLine, plan=world.mae_sai_plan)
    assert not seen_by(world.nok, Plan, pk=world.mae_sai_plan.pk)


def test_what_went_up_is_seen_from_above(world):
    plan = to(world, "submitted")
    assert seen_by(world.nok, QuarterPlan, pk=plan.pk)
    assert seen_by(world.nok, RoundLine, round__quarter_plan=plan)
    assert not seen_by(world.nok, PlanLine, plan=world.mae_sai_plan)


def test_what_was_taken_back_is_not_seen_from_above_any_more(world):
    plan = to(world, "submitted")
    do("withdraw", plan, world.pranee)
    assert not seen_by(world.nok, QuarterPlan, pk=plan.pk)
    assert not seen_by(world.nok, Round, quarter_plan=plan)
    assert not seen_by(world.nok, RoundLine, round__quarter_plan=plan)
    assert seen_by(world.pranee, Round, quarter_plan=plan)


def test_taking_an_amendment_back_leaves_what_was_received(world):
    plan = to(world, "received")
    do("amend", plan, world.pranee)
    do("submit", plan, world.pranee)
    do("withdraw", plan, world.pranee)
    assert seen_by(world.nok, Round, quarter_plan=plan, number=1)
    assert not seen_by(world.nok, Round, quarter_plan=plan, number=2)
    assert seen_by(world.nok, QuarterPlan, pk=plan.pk)


def test_a_taken_back_plan_goes_up_again_as_a_new_round(world):
    plan = to(world, "submitted")
    do("withdraw", plan, world.pranee)
    row = do("submit", plan, world.anong)
    assert (row.number, row.is_amendment) == (2, False)
    assert seen_by(world.nok, QuarterPlan, pk=plan.pk)


def test_a_closed_groups_plan_is_never_marked_for_those_above(world):
    plan = world.suppression_submitted
    do("approve", plan, world.sup_chief)
    plan.refresh_from_db()
    assert plan.state == "approved"
    for model, lookup in (
        (QuarterPlan, {"pk": plan.pk}),
        (Plan, {"pk": plan.plan_id}),
        (Round, {"quarter_plan": plan}),
        (RoundLine, {"round__quarter_plan": plan}),
        (AuditEvent, {"committee_id": plan.committee_id}),
    ):
        assert model.objects.filter(**lookup).exists()
        assert not model.objects.filter(above=True, **lookup).exists()
        for name in ("nok", "governor", "chief", "somchai", "pranee", "kanda"):
            assert not seen_by(world.people[name], model, **lookup), (model, name)


def test_nobody_above_is_told_of_a_closed_groups_plan(world):
    do("approve", world.suppression_submitted, world.sup_chief)
    readers = Notice.objects.filter(committee_id=world.suppression_submitted.committee_id)
    names = {row.recipient.email.split("@")[0] for row in readers.select_related("recipient")}
    assert names <= {"inspector", "sup_chief", "wichai"}


def test_the_neighbour_sees_nothing_of_it_in_any_state(world):
    plan = to(world, "received")
    for name in ("malee", "boonsri", "two_hats", "nuan", "nida", "national_observer", "stranger",
                 "former", "newcomer", "kanda", "wichai", "cct_chair"):  # fmt: skip
        for model, lookup in (
            (QuarterPlan, {"pk": plan.pk}),
            (Plan, {"pk": plan.plan_id}),
            (PlanLine, {"plan": plan.plan_id}),
            (Round, {"quarter_plan": plan}),
            (RoundLine, {"round__quarter_plan": plan}),
        ):
            assert not seen_by(world.people[name], model, **lookup), (name, model)


# --- Figures ----------------------------------------------------------------------------------


def test_working_figures_follow_the_lines(world):
    plan = plan_of(world)
    before = (plan.draft_line_count, plan.draft_budget)
    period = plan.period
    line = add(world, "Counted", period.start, period.end, funding="lao", budget=Decimal("2500.50"))
    plan = plan_of(world)
    assert (plan.draft_line_count, plan.draft_budget) == (
        before[0] + 1,
        before[1] + Decimal("2500.50"),
    )
    as_person(world.pranee, actions.remove_line, line=line)
    plan = plan_of(world)
    assert (plan.draft_line_count, plan.draft_budget) == before


def test_a_draft_has_no_figures_for_those_above(world):
    all_year(world, funding="lao", budget=Decimal(9000))
    plan = plan_of(world)
    assert (plan.line_count, plan.budget) == (0, 0)


def test_what_went_up_has_the_figures_of_its_round(world):
    all_year(world, funding="lao", budget=Decimal(9000))
    plan = to(world, "submitted")
    lines = newest(plan).lines.all()
    assert plan.line_count == len(lines) == 4
    assert plan.budget == sum(line.budget for line in lines)


def test_figures_of_what_went_up_stay_while_it_is_revised(world):
    plan = to(world, "returned")
    change(world, world.mae_sai_lines[0], funding="lao", budget=Decimal(777_777))
    after = plan_of(world)
    assert (after.line_count, after.budget) == (plan.line_count, plan.budget)
    assert after.draft_budget >= 777_777


def test_taking_back_takes_the_figures_back(world):
    plan = to(world, "submitted")
    do("withdraw", plan, world.pranee)
    plan = plan_of(world)
    assert (plan.line_count, plan.budget) == (0, 0)


# --- History and notices ----------------------------------------------------------------------


def test_work_on_lines_is_not_in_the_history_of_those_above(world):
    change(world, world.mae_sai_lines[0], what="Secret wording")
    as_person(world.pranee, actions.remove_line, line=world.mae_sai_lines[1])
    events = AuditEvent.objects.filter(subject_type="actionplans.planline")
    assert events.exists()
    assert not events.filter(above=True).exists()


def test_the_chain_of_events_holds_after_a_whole_way(world):
    plan = to(world, "received")
    do("amend", plan, world.pranee)
    assert not audit.broken_chains()


def test_nobody_is_told_of_what_he_did_himself(world):
    SeatFactory(
        person=world.pranee, committee=world.committees["chiang_rai"], role="psdhs_secretariat"
    )
    plan = to(world, "received")
    do("amend", plan, world.pranee)
    assert not Notice.objects.filter(recipient=world.pranee, kind="plan_amended").exists()


def test_who_holds_two_posts_is_told_once(world):
    SeatFactory(
        person=world.somchai, committee=world.committees["chiang_rai"], role="psdhs_secretariat"
    )
    plan = to(world, "received")
    do("amend", plan, world.pranee)
    assert Notice.objects.filter(recipient=world.somchai, kind="plan_amended").count() == 1


def test_who_lost_the_seat_is_not_told(world):
    committee = world.committees["mae_sai"]
    from members.actions import seats
    from members.models import Seat

    seat = Seat.objects.get(person=world.somchai, committee=committee)
    as_person(world.chief, seats.end_seat, seat=seat, ends=None, reason="moved")
    do("submit", plan_of(world), world.pranee)
    assert not Notice.objects.filter(recipient=world.somchai, kind="plan_submitted").exists()


# --- What is taken back leaves nothing above --------------------------------------------------


def test_the_note_of_a_round_taken_back_is_not_in_what_is_read_from_above(world):
    plan = plan_of(world)
    do("submit", plan, world.pranee, note="only for Somchai")
    do("withdraw", plan, world.pranee)
    events = AuditEvent.objects.visible_to(world.scope("nok"))
    assert not events.filter(reason__contains="only for Somchai").exists()


def test_a_year_of_which_nothing_stands_above_is_not_seen_from_above(world):
    plan = plan_of(world)
    do("submit", plan, world.pranee)
    assert Plan.objects.visible_to(world.scope("nok")).filter(pk=plan.plan_id).exists()
    do("withdraw", plan, world.pranee)
    assert not Plan.objects.visible_to(world.scope("nok")).filter(pk=plan.plan_id).exists()
