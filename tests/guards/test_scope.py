"""Every read for a person is bounded by their rights; what is not stands here with its reason."""

import ast
import re

import pytest

from config.celery import app as celery
from tests.guards.source import (
    APPS,
    Source,
    called,
    chain,
    place,
    reading_sources,
    sources,
    tenant_models,
)

# What bounds a read in the same breath: the rights themselves, or no rows at all.
BOUNDED = {"visible_to", "none"}
READS = {
    "aggregate",
    "all",
    "count",
    "exclude",
    "exists",
    "filter",
    "first",
    "get",
    "last",
    "order_by",
    "prefetch_related",
    "select_related",
    "values",
    "values_list",
}

# place, model -> why this read needs no `visible_to`.
UNBOUNDED = {
    ("actionplans.activity_lists:apply", "ActivityOrganisation"): "narrows activities bounded",
    ("actionplans.activity_reading:counted_activities", "Activity"): "of lines read by rights",
    ("actionplans.forms.activity_choices:of", "Organisation"): "of the province one logs in",
    ("actionplans.forms.activity_choices:of", "PlanLine"): "of the committee one logs in",
    ("actionplans.forms.activity_choices:of", "Seat"): "the person's own seat",
    ("actionplans.views.activity:activity_correct", "PlanLine"): "of an activity found by rights",
    ("committees.papers:show_above", "Paper"): "of an act that was authorised",
    ("members.signatories:signatories", "MouSignature"): "of a version that was authorised",
    ("members.signatories:signatories", "Organisation"): "parties of an authorised version",
    ("members.signatories:_seats_held", "Seat"): "which bodies take part, of committees seen",
    ("members.signatories:_seats_held", "Membership"): "who may sign, of committees seen",
    ("members.signatories:_annotated", "MouVersion"): "open ones of committees that are seen",
    ("members.signatories:_annotated", "MouSignature"): "who signed, of committees that are seen",
    ("members.signatories:_annotated", "MouParty"): "who is named, of committees that are seen",
    ("members.offices_page:overdue_terms", "OfficeTerm"): "of the person's own committees",
    ("members.parts.surveys:_unanswered", "Seat"): "asked of the person's own memberships alone",
    ("members.views.survey_answers:_ballot", "SurveyBallot"): "of who speaks for its organisation",
    ("committees.views:_lately", "AuditEvent"): "each part filters by the scope, for its index",
    ("committees.export_acts:ask_again", "Export"): "the asker's own, found by rights",
    ("committees.export_acts:ask_export", "Export"): "the asker's own",
    ("committees.export_acts:finish", "Export"): "a task: acts as the system",
    ("committees.export_acts:sweep", "Export"): "a task: acts as the system",
    ("committees.export_acts:take_up", "Export"): "a task: acts as the system",
    ("committees.papers:faults", "Export"): "a check of the owner's, over everything",
    ("committees.papers:faults", "Paper"): "a check of the owner's, over everything",
    ("committees.papers:store", "Paper"): "the row that is being written",
    ("committees.tasks:_send", "Notice"): "a task: acts as the system",
    ("committees.tasks:send_notice", "Notice"): "a task: acts as the system",
    ("committees.tasks:send_digest", "Notice"): "a task: acts as the system",
    ("committees.tasks:send_digests", "Notice"): "a task: acts as the system",
    ("committees.tasks:sweep_notices", "Notice"): "a task: acts as the system",
    ("members.tasks.applications:tell_applicant", "Application"): "a task: acts as the system",
    ("members.forms.applications:__init__", "Organisation"): "those the policy let endorse",
    ("members.views.orders:order_copy", "Paper"): "the copy of an order that was found by rights",
    ("members.handover:_kept_roles", "Seat"): "other seats of a person whose seat was authorised",
    ("members.parts.seats:ending_seats", "Seat"): "the person's own seats",
    ("members.parts.workshops:_workshops_waiting", "Seat"): "the person's own seats",
    ("members.parts.workshops:_recommendations_waiting", "Seat"): "the person's own seats",
    ("actionplans.dues:days_of", "DueRules"): "of a committee that was authorised, or of a task",
    ("actionplans.dues:days_of", "ProvinceDueRules"): "of the province of such a committee",
    ("actionplans.forms.cycle:__init__", "Indicator"): "of a province whose PSDHS the person is",
    ("actionplans.forms.cycle:__init__", "Organisation"): "of the province of a plan seen inside",
    (
        "actionplans.forms.proposals:__init__",
        "Organisation",
    ): "of the province of a plan seen inside",
    ("actionplans.parts.proposals:consequences", "BudgetProposal"): "for who manages the seat",
    ("actionplans.forms.plans:__init__", "Recommendation"): "those the view found for the person",
    (
        "actionplans.forms.plans:__init__",
        "Organisation",
    ): "of the province of a plan seen inside",
    ("actionplans.forms.neighbours:__init__", "Committee"): "those the action lets be invited",
    ("actionplans.forms.plans:__init__", "Indicator"): "of the province of a plan seen inside",
    ("actionplans.views.lines:_conflict", "PlanLine"): "the line that was authorised, once more",
    ("actionplans.views.lines:_form_page", "QuarterPlan"): "quarters of a plan seen inside",
    ("actionplans.views.papers:plan_lines_export", "PlanLine"): "lines of a plan seen inside",
    ("actionplans.views.years:_offered", "Plan"): "years of a committee seen inside",
    ("actionplans.views.years:_lines", "PlanLine"): "lines of a plan seen inside",
    ("actionplans.parts.plans:consequences", "QuarterPlan"): "counts for whoever manages the seat",
    ("actionplans.parts.tasks:consequences", "Task"): "counts for whoever manages the seat",
    ("actionplans.tasks.tasks:send_endorsement", "TaskEndorsement"): "a task: acts as the system",
    ("actionplans.tasks.tasks:sweep_endorsements", "TaskEndorsement"): "a task: acts as the system",
    ("actionplans.views.tasks:history_of", "AuditEvent"): "of one task the person was given",
    ("actionplans.parts.reports:consequences", "Report"): "counts for whoever manages the seat",
    (
        "actionplans.views.report_writing:_keep_line",
        "ReportLine",
    ): "the line that was authorised, once more",
    (
        "actionplans.views.report_writing:_keep_words",
        "ReportWords",
    ): "the words that were authorised, once more",
}

# Where the database's second line is opened for a named part of the system, and why.
SYSTEM = {
    "actionplans.actions.cycle:set_province_dues": "the days move what committees have begun",
    "actionplans.actions.reports:_hide_lines": "who decides may not write the committee's lines",
    "actionplans.actions.reports:_mark_summaries": "a summary of a node the actor is not in",
    "members.actions.order_endings:end_committee": "what stands under a body ends too, also unseen",
    "members.actions.order_endings:end_order": "an order ends bodies its filer does not sit in",
    "members.actions.filing:file_order": "an order reaches further than the rights of who files it",
    "members.actions.orders:_copy_parts": "who drafts need not see the closed group that has ended",
    "members.actions.orders:_publish": "a closed group's part goes out with its order",
    "members.actions.orders:send_order": "an order's number is asked over all orders of the office",
    "members.actions.orders:start_amendment": "one amendment at a time, asked over all",
    "members.actions.places:planned_end": "a seat ends with its body, whoever gives it",
    "members.views.orders:order_copy": "a body's own people open the order's copy",
    "members.actions.merging:merge": "what names an organisation moves in every committee",
    "committees.access:holders": "who is told is read from grants the actor may not see",
    "committees.access:still_inside": "whether who left is told is read from grants out of sight",
    "committees.access:holders_inside": "who is told is read from grants the actor may not see",
    "committees.actions:_slugs_like": "addresses are unique over all provinces",
    "committees.building:build": "an export is taken up and finished; its rows are the asker's",
    "committees.notices:tell_of_own": "a notice is written for its reader alone",
    "committees.notices:tell": "a notice is written for readers whose rows the actor cannot read",
    "members.actions.survey_rounds:_close": "ballots are read together once, to take them apart",
    "committees.tasks:__call__": "every task: it acts for nobody",
    "members.actions.handovers:open_handover": "a post is locked by whoever may not change it",
    "members.actions.succession:follow_end": "who leaves at once has no rights left",
    "members.actions.succession:follow_place": "the handover goes where its seat goes",
    "members.actions.succession:follow_start": "who held the post before may be out of sight",
    "members.actions.succession:open_for": "as when a seat ends: part of the same act",
    "members.actions.seats:give_seat": "whether a post is free is asked over all seats",
    "members.actions.seats:change_seat": "whether a post is free is asked over all seats",
    "members.actions.memberships:move_seats": "who renews need not sit in its working groups",
    "members.actions.tenure:membership_end": "who gives a seat need not read the roll",
    "members.actions.memberships:_leave": "who leaves has no rights after the first seat ends",
    "members.views.joining:join": "a visitor sees no committee; only one that takes applications",
    "members.views.joining:join_confirm": "the applicant with the mailed link has no rights",
    "members.views.joining:join_sent": "a visitor sees no committee; only its name is shown",
    "members.views.joining:join_sign": "the applicant with the own link has no rights yet",
    "members.views.joining:join_status": "the applicant with the own link has no rights",
    "members.views.joining:join_withdraw": "the applicant with the own link has no rights",
    "actionplans.actions.endorsements:answer": "a supervisor need not sit in the committee",
    "actionplans.actions.task_days:pass_on_with": "tasks given from above follow the post",
    "actionplans.actions.task_rows:writing": "who has a task sits in a group below, not here",
    "actionplans.views.endorsements:endorse": "who comes by the mailed link has no rights",
    "actionplans.views.tasks:history_of": "of one task the person was given, from a group below",
    "members.actions.team:record_taken": "who takes the list is written down where PSDHS reads it",
    "members.views.invitations:invitation": "the visitor with the link has no rights yet",
}


def handed_to_scoped(source: Source, end: ast.AST) -> bool:
    """Is this queryset, or the name it is kept under, what `scoped()` is given?"""
    parent = end.parent
    if called(parent) == "scoped":
        return True
    if not (isinstance(parent, ast.Assign) and isinstance(parent.targets[0], ast.Name)):
        return False
    kept = parent.targets[0].id
    uses = [
        node
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Name) and node.id == kept and isinstance(node.ctx, ast.Load)
    ]
    return bool(uses) and all(called(use.parent) == "scoped" for use in uses)


def unbounded_reads() -> set[tuple[str, str]]:
    models = tenant_models()
    found = set()
    for source in reading_sources():
        for node in ast.walk(source.tree):
            if not (isinstance(node, ast.Attribute) and node.attr in {"objects", "_base_manager"}):
                continue
            if not (isinstance(node.value, ast.Name) and node.value.id in models):
                continue
            names, end = chain(node)
            if not BOUNDED & set(names) and not handed_to_scoped(source, end):
                found.add((place(source, node), node.value.id))
    return found


def test_every_read_of_committee_data_is_bounded_by_rights():
    unlisted = unbounded_reads() - UNBOUNDED.keys()
    assert not unlisted, "use visible_to() or scoped(), or say in UNBOUNDED why not"


def test_no_reason_stands_for_a_read_that_is_gone():
    assert not UNBOUNDED.keys() - unbounded_reads()


def reverse_names() -> set[str]:
    """`plan.lines`, `committee.seats` ...: rows reached from another row."""
    return {
        str(name)
        for model in tenant_models().values()
        for relation in model._meta.related_objects
        if relation.related_model.__name__ in tenant_models()
        and (name := relation.get_accessor_name())
    }


# A download holds the queryset that a view bounded, under a name that is a relation elsewhere.
NOT_RELATIONS = {
    ("committees.downloads:content_mark", "rows"),
    ("committees.downloads:counted", "rows"),
}


def test_no_page_reads_rows_through_another_row():
    names = reverse_names()
    found = {
        (place(source, node), node.attr)
        for source in reading_sources()
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Attribute)
        and node.attr in names
        and (follow := chain(node)[0])
        and follow[0] in READS
        and "visible_to" not in follow
    }
    assert found == NOT_RELATIONS


def system_places() -> set[str]:
    return {
        place(source, node)
        for source in sources()
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Call) and called(node) == "acting_as_system"
    }


def test_the_system_acts_only_where_a_reason_stands():
    assert not system_places() - SYSTEM.keys()


def test_no_reason_stands_for_a_place_that_is_gone():
    assert not SYSTEM.keys() - system_places()


def own_tasks() -> dict[str, object]:
    celery.loader.import_default_modules()
    ours = (*APPS, "config")
    return {name: task for name, task in celery.tasks.items() if name.split(".")[0] in ours}


def test_there_are_tasks_to_look_at():
    assert {"committees.tasks.send_notice", "committees.tasks.sweep_notices"} <= own_tasks().keys()


def test_every_task_names_who_acts():
    nameless = [name for name, task in own_tasks().items() if not getattr(task, "acts_as", "")]
    assert not nameless


def test_every_scheduled_task_exists():
    scheduled = {entry["task"] for entry in celery.conf.beat_schedule.values()}
    assert scheduled
    assert not {name for name in scheduled if name.split(".")[0] in APPS} - own_tasks().keys()


# A setting of the session outlives the transaction and meets the next user of the connection.
SESSION_SETTING = re.compile(r"^\s*SET\s+(?!LOCAL\b|CONSTRAINTS\b|search_path\b)[\w.]+\s*(=|TO\b)")
LASTING_CONFIG = re.compile(r"set_config\([^)]*,\s*false\s*\)", re.IGNORECASE)


def sql_texts() -> list[tuple[str, str]]:
    return [
        (place(source, node), node.value)
        for source in sources()
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]


def test_no_statement_sets_something_for_the_whole_session():
    found = [
        where
        for where, text in sql_texts()
        if SESSION_SETTING.match(text) or LASTING_CONFIG.search(text)
    ]
    assert not found


@pytest.mark.parametrize(
    ("text", "caught"),
    [
        ("SET app.user_id = 3", True),
        ("SET role TO owner", True),
        ("SELECT set_config('app.user_id', '3', false)", True),
        ("SELECT set_config('app.user_id', '3', true)", False),
        ("SET LOCAL role TO web", False),
    ],
)
def test_the_guard_against_session_settings_works(text, caught):
    assert bool(SESSION_SETTING.match(text) or LASTING_CONFIG.search(text)) is caught
