"""Every state x action x person, generated from the table; and what each transition brings."""

import pytest
from django.db import transaction

from accounts.models import User
from actionplans.models import QuarterPlan, Round, State
from actionplans.notices import plans as notices
from actionplans.policy import plans as policy
from actionplans.workflow.plans import APPROVED, DRAFT, OPEN, QUARTER_PLAN, RETURNED, SUBMITTED
from committees import audit
from committees.errors import Refused
from committees.models import Approver, AuditEvent, Notice
from committees.notices import KINDS
from committees.roles import Permission
from config.settings.base import BASE_DIR
from tests.actionplans.walk import do, fresh, newest, outcome, walk

STATES = QUARTER_PLAN.states
ACTIONS = tuple(QUARTER_PLAN.transitions)
APPROVING = ("approve", "return")

# Who holds what in Mae Sai, written out by hand: the table of roles must come to this.
MAY = {
    Permission.SUBMIT_PLAN: {"pranee", "anong"},
    Permission.APPROVE_AS_DEPUTY: {"somchai"},
    # The governor chairs the province above, and reaches down.
    Permission.APPROVE_AS_CHIEF: {"chief", "governor"},
    Permission.RECEIVE_PLAN: {"nok", "noi"},
}
INSIDE = {"pranee", "anong", "somchai", "chief", "superintendent", "observer", "invited"}
ABOVE = {"nok", "noi", "governor"}


def allowed_people(action: str, approver: str) -> set[str]:
    """The people whose seats allow this action, by the table and the committee's setting."""
    wanted = QUARTER_PLAN.transitions[action].permissions
    if action in APPROVING:
        wanted = wanted & {Permission(approver)}
    return set().union(*(MAY[permission] for permission in wanted))


def expected(action: str, state: str, name: str, approver: str) -> object:
    """What must come of it: seen at all (404), allowed (403), in the right state (409), done."""
    went_up = state != DRAFT  # a plan that never went up is not seen from above
    if name not in INSIDE and not (name in ABOVE and went_up):
        return 404
    if name not in allowed_people(action, approver):
        return 403
    if state not in QUARTER_PLAN.transitions[action].sources:
        return 409
    return "done"


def in_state(world, state: str, approver: str) -> QuarterPlan:
    """Mae Sai's plan of the current quarter in a state, with this committee setting."""
    committee = world.committees["mae_sai"]
    committee.approver = approver
    committee.save(update_fields=["approver"])
    plan = QuarterPlan.objects.get(pk=world.mae_sai_draft.pk)
    decides = world.somchai if approver == Approver.DEPUTY else world.chief
    walk(plan, state, secretary=world.pranee, approver=decides, psdhs=world.nok)
    return QuarterPlan.objects.select_related("committee").get(pk=plan.pk)


def tried(action: str, plan: QuarterPlan, person: User, wanted: object) -> object:
    """The outcome; what is to succeed is undone again, a refusal undoes itself."""
    if wanted != "done":
        return outcome(action, plan, person)
    with transaction.atomic():
        result = outcome(action, plan, person)
        found = QuarterPlan.objects.get(pk=plan.pk)
        assert found.state == QUARTER_PLAN.transitions[action].target
        transaction.set_rollback(True)
    return result


@pytest.mark.django_db
@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("approver", [Approver.DEPUTY, Approver.CHIEF])
def test_the_matrix(world, state, approver):
    plan = in_state(world, state, approver)
    # Who sees nothing of it sees nothing under either setting: those are tried once.
    names = world.people if approver == Approver.DEPUTY else INSIDE | ABOVE
    wrong = {}
    for action in ACTIONS:
        for name in names:
            wanted = expected(action, state, name, approver)
            came = tried(action, plan, world.people[name], wanted)
            if came != wanted:
                wrong[action, name] = (came, wanted)
    assert not wrong


def test_the_matrix_covers_what_it_should():
    """Each action is done by somebody from each of its states, and by nobody from another."""
    for action, transition in QUARTER_PLAN.transitions.items():
        for state in STATES:
            done = {
                name
                for name in INSIDE | ABOVE
                for approver in Approver.values
                if expected(action, state, name, approver) == "done"
            }
            assert bool(done) is (state in transition.sources), (action, state)


@pytest.mark.django_db
@pytest.mark.parametrize("state", STATES)
def test_the_buttons_ask_the_same_table(world, state):
    """policy.check, which draws the buttons, answers as the action does."""
    plan = in_state(world, state, Approver.DEPUTY)
    row = Round.objects.filter(quarter_plan=plan).last()
    for action in ACTIONS:
        for name in INSIDE | ABOVE:
            try:
                policy.check(action, fresh(world.people[name]), plan, row)
                came: object = "done"
            except Refused as refused:
                came = refused.status
            wanted = expected(action, state, name, Approver.DEPUTY)
            assert came == wanted or (wanted == 404 and came in (403, 409)), (action, name)


# --- The table itself -------------------------------------------------------------------------


def test_the_diagram_in_the_documents_is_made_from_the_table():
    text = (BASE_DIR / "docs" / "architecture.md").read_text(encoding="utf-8")
    assert f"```mermaid\n{QUARTER_PLAN.diagram()}\n```" in text


def test_every_state_of_the_table_is_a_state_of_the_model():
    assert set(STATES) == set(State.values)


def test_every_state_can_be_reached_and_left():
    reached = {t.target for t in QUARTER_PLAN.transitions.values()}
    left = set().union(*(t.sources for t in QUARTER_PLAN.transitions.values()))
    assert reached == left == set(STATES)


def test_every_verb_is_worded():
    assert {t.verb for t in QUARTER_PLAN.transitions.values()} <= audit.VERBS.keys()


def test_every_notice_is_worded():
    assert {t.notice for t in QUARTER_PLAN.transitions.values() if t.notice} <= KINDS.keys()
    assert notices  # registered by its import


def test_every_refusal_of_a_state_says_why():
    assert all(str(t.refusal) for t in QUARTER_PLAN.transitions.values())


def test_what_is_open_is_what_can_be_submitted():
    assert QUARTER_PLAN.transitions["submit"].sources == OPEN


# --- What each transition brings --------------------------------------------------------------

# action -> (state before, who does it, who is told of what).
TOLD = {
    "submit": ("draft", "pranee", {"somchai": "plan_submitted"}),
    "withdraw": (SUBMITTED, "pranee", {"somchai": "plan_withdrawn"}),
    "approve": (
        SUBMITTED,
        "somchai",
        {"pranee": "plan_approved", "nok": "plan_to_receive", "noi": "plan_to_receive"},
    ),
    "return": (SUBMITTED, "somchai", {"pranee": "plan_returned"}),
    "receive": (APPROVED, "nok", {"pranee": "plan_received", "somchai": "plan_received"}),
    "return_by_province": (
        APPROVED,
        "nok",
        {"pranee": "plan_returned_by_province", "somchai": "plan_returned_by_province"},
    ),
    "amend": (
        "received",
        "pranee",
        {"somchai": "plan_amended", "nok": "plan_amended", "noi": "plan_amended"},
    ),
}


def test_the_list_of_who_is_told_names_every_action():
    assert TOLD.keys() == QUARTER_PLAN.transitions.keys()


@pytest.mark.django_db
@pytest.mark.parametrize("action", ACTIONS)
def test_exactly_the_right_people_are_told_once(world, action):
    state, who, told = TOLD[action]
    plan = in_state(world, state, Approver.DEPUTY)
    before = set(Notice.objects.values_list("pk", flat=True))
    do(action, plan, world.people[who])
    rows = Notice.objects.exclude(pk__in=before).select_related("recipient")
    found = sorted((row.recipient.email.split("@")[0], row.kind) for row in rows)
    assert found == sorted(told.items())
    assert {row.url for row in rows} == {plan.get_absolute_url()}


@pytest.mark.django_db
@pytest.mark.parametrize("action", ACTIONS)
def test_each_step_leaves_one_event_with_its_verb_and_both_states(world, action):
    state, who, _told = TOLD[action]
    plan = in_state(world, state, Approver.DEPUTY)
    before = set(AuditEvent.objects.values_list("pk", flat=True))
    do(action, plan, world.people[who])
    (event,) = AuditEvent.objects.exclude(pk__in=before)
    transition = QUARTER_PLAN.transitions[action]
    assert (event.verb, event.actor_id) == (transition.verb, world.people[who].pk)
    assert (event.subject_type, event.subject_id) == ("actionplans.quarterplan", str(plan.pk))
    assert event.before == {"state": state}
    assert event.after["state"] == transition.target
    assert event.above


@pytest.mark.django_db
def test_a_refused_step_leaves_no_trace(world):
    plan = in_state(world, RETURNED, Approver.DEPUTY)
    counts = (AuditEvent.objects.count(), Notice.objects.count())
    assert outcome("approve", plan, world.somchai) == 409
    assert outcome("submit", plan, world.observer) == 403
    assert (AuditEvent.objects.count(), Notice.objects.count()) == counts
    assert newest(plan).decision == "returned"
