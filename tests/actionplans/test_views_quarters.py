"""The pages of a quarterly plan: who gets what, what is shown, and how refusals are answered."""

import pytest
from django.test import Client
from django.utils.html import escape
from django.utils.translation import override

from actionplans.actions import plans as actions
from actionplans.models import PlanLine, QuarterPlan
from tests.actionplans.pages import every_reading_page, open_all, quarter_url, text_of
from tests.actionplans.walk import as_person, do, newest, walk

pytestmark = pytest.mark.django_db

DRAFTED, SENT = "DRAFTED-ONLY", "SENT-UP"


def plan_of(world) -> QuarterPlan:
    return QuarterPlan.objects.select_related("committee", "plan__committee").get(
        pk=world.mae_sai_draft.pk
    )


def to(world, state: str) -> QuarterPlan:
    walk(plan_of(world), state, secretary=world.pranee, approver=world.somchai, psdhs=world.nok)
    return plan_of(world)


def reword(world, word: str) -> None:
    """Put a word into every text of every line of Mae Sai's plan."""
    for line in PlanLine.objects.filter(plan=world.mae_sai_plan):
        given = {name: getattr(line, name) for name in actions.LINE_FIELDS}
        given |= {name: f"{word} {name}" for name in ("what", "funder", "indicator", "target")}
        as_person(world.pranee, actions.change_line, line=line, values=given, version=line.version)


# --- Who gets what ----------------------------------------------------------------------------


READERS = {
    # name: (status of a draft, status of what went up)
    "pranee": (200, 200),
    "observer": (200, 200),
    "nok": (404, 200),
    "governor": (404, 200),
    "kanda": (404, 404),
    "malee": (404, 404),
    "nuan": (404, 404),
    "two_hats": (404, 404),
    "national_observer": (404, 404),
    "stranger": (404, 404),
    "former": (404, 404),
}


@pytest.mark.parametrize("state", ["draft", "submitted", "returned", "received"])
def test_who_opens_the_plan(world, state):
    plan = to(world, state)
    pages = ("quarter", "quarter_pdf", "quarter_xlsx")
    for name, (draft, sent) in READERS.items():
        client = world.client(world.people[name])
        found = [client.get(quarter_url(plan, page)).status_code for page in pages]
        assert found == [draft if state == "draft" else sent] * len(pages), name


def test_a_visitor_is_led_to_sign_in_and_back(world):
    address = quarter_url(plan_of(world))
    answer = Client().get(address)
    assert answer.status_code == 302
    assert answer.url.startswith("/account/login/")
    assert address in answer.url


def test_the_address_of_another_committee_does_not_open_it(world):
    plan = plan_of(world)
    address = quarter_url(plan).replace("/mae-sai/", "/chiang-khong/")
    assert world.client(world.pranee).get(address).status_code == 404
    assert world.client(world.malee).get(address).status_code == 404


# --- Drafts stay inside -----------------------------------------------------------------------

LIVES = {
    "never sent": [],
    "rewritten after a return": ["submit", "return"],
    "rewritten after the province's return": ["submit", "approve", "return_by_province"],
    "an amendment being written": ["submit", "approve", "receive", "amend"],
    "taken back": ["submit", "withdraw"],
}
DOES = {
    "submit": "pranee",
    "withdraw": "pranee",
    "amend": "pranee",
    "approve": "somchai",
    "return": "somchai",
    "receive": "nok",
    "return_by_province": "nok",
}


@pytest.mark.parametrize("life", LIVES)
def test_no_draft_wording_is_found_from_above(world, life):
    plan = plan_of(world)
    reword(world, SENT)
    for action in LIVES[life]:
        do(action, plan, world.people[DOES[action]])
    reword(world, DRAFTED)
    plan = plan_of(world)
    for name in ("nok", "governor") if life == "taken back" else ("nok",):
        client = world.client(world.people[name], "en")
        for address, (status, text) in open_all(client, every_reading_page(plan, DRAFTED)).items():
            assert status < 500, address
            # The search page shows the words asked for.
            asked = text.count(DRAFTED) if "q=DRAFTED" in address else 0
            assert text.count(DRAFTED) == asked, (name, address)
            assert not ("q=DRAFTED" in address and "DRAFTED-ONLY what" in text), (name, address)


def test_draft_wording_is_found_from_inside(world):
    """The guard above looks where drafts really are."""
    plan = plan_of(world)
    reword(world, DRAFTED)
    found = open_all(world.client(world.pranee, "en"), every_reading_page(plan, DRAFTED))
    holding = {address for address, (_status, text) in found.items() if "DRAFTED-ONLY what" in text}
    for page in ("quarter", "quarter_pdf", "quarter_xlsx"):
        assert quarter_url(plan, page) in holding
    assert any("search" in address for address in holding)
    assert any("lines.csv" in address for address in holding)


def test_what_was_taken_back_cannot_be_read_from_above(world):
    reword(world, SENT)
    plan = to(world, "submitted")
    do("withdraw", plan, world.pranee)
    for address, (_status, text) in open_all(
        world.client(world.nok, "en"), every_reading_page(plan_of(world), "zzz")
    ).items():
        assert SENT not in text, address


def test_from_above_the_wording_that_went_up_last_is_read(world):
    reword(world, SENT)
    plan = to(world, "returned")
    reword(world, DRAFTED)
    client = world.client(world.nok, "en")
    for page in ("quarter", "quarter_xlsx", "quarter_pdf"):
        assert SENT in text_of(client.get(quarter_url(plan, page))), page
    assert SENT in text_of(client.get(f"/search/?q={SENT}&in=lines"))


def test_the_note_and_the_reasons_are_read_by_both_sides(world):
    plan = plan_of(world)
    do("submit", plan, world.pranee, note="Please look at line 2")
    do("approve", plan, world.somchai)
    line = newest(plan).lines.first()
    do("return_by_province", plan, world.nok, reason="Too dear", line_reasons={line.pk: "Which?"})
    for name in ("pranee", "nok"):
        page = text_of(world.client(world.people[name], "en").get(quarter_url(plan)))
        for words in ("Please look at line 2", "Too dear", "Which?"):
            assert words in page, (name, words)


# --- Refusals -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("page", "name", "data"),
    [
        ("quarter_submit", "observer", {}),
        ("quarter_submit", "somchai", {}),
        ("quarter_withdraw", "somchai", {}),
        ("quarter_approve", "pranee", {"round": 1}),
        ("quarter_approve", "chief", {"round": 1}),
        ("quarter_approve", "nok", {"round": 1}),
        ("quarter_return", "observer", {"round": 1, "reason": "no"}),
        ("quarter_receive", "somchai", {"round": 1}),
        ("quarter_return_by_province", "governor", {"round": 1, "reason": "no"}),
        ("quarter_amend", "chief", {"reason": "no"}),
    ],
)
def test_the_wrong_person_gets_403_with_the_reason(world, page, name, data):
    plan = to(world, "submitted")
    answer = world.client(world.people[name], "en").post(quarter_url(plan, page), data)
    assert answer.status_code == 403
    with override("en"):
        assert escape(answer.context["reason"]) in text_of(answer)
    assert plan_of(world).state == "submitted"


@pytest.mark.parametrize(
    ("state", "page", "name", "data", "words"),
    [
        ("submitted", "quarter_submit", "pranee", {}, "already been submitted"),
        ("draft", "quarter_withdraw", "pranee", {}, "waits for approval"),
        ("approved", "quarter_approve", "somchai", {"round": 1}, "does not wait for approval"),
        ("approved", "quarter_return", "somchai", {"round": 1, "reason": "x"}, "does not wait"),
        ("submitted", "quarter_receive", "nok", {"round": 1}, "Only an approved plan"),
        (
            "submitted",
            "quarter_return_by_province",
            "nok",
            {"round": 1, "reason": "x"},
            "Only an approved plan",
        ),
        ("approved", "quarter_amend", "pranee", {"reason": "x"}, "that the province has received"),
    ],
)
def test_the_wrong_state_gets_409_with_the_reason(world, state, page, name, data, words):
    plan = to(world, state)
    answer = world.client(world.people[name], "en").post(quarter_url(plan, page), data)
    assert answer.status_code == 409
    assert words in text_of(answer)
    assert plan_of(world).state == state


def test_a_plan_without_lines_says_so_instead_of_going_up(world):
    quarter = (
        QuarterPlan.objects.exclude(pk=world.mae_sai_draft.pk)
        .filter(plan=world.mae_sai_plan)
        .first()
    )
    answer = world.client(world.pranee, "en").post(
        quarter_url(quarter, "quarter_submit"), {"note": ""}
    )
    assert answer.status_code == 409
    assert "Add a line before you submit" in text_of(answer)


@pytest.mark.parametrize(
    "page",
    ["quarter_withdraw", "quarter_approve", "quarter_receive"],
)
def test_acts_are_not_done_by_following_a_link(world, page):
    plan = to(world, "submitted")
    for name in ("pranee", "somchai", "nok"):
        answer = world.client(world.people[name]).get(quarter_url(plan, page))
        assert answer.status_code == 405
    assert plan_of(world).state == "submitted"


def test_a_form_without_its_token_is_refused(world):
    plan = to(world, "submitted")
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.somchai, backend="django.contrib.auth.backends.ModelBackend")
    client.cookies.update(world.client(world.somchai).cookies)
    answer = client.post(quarter_url(plan, "quarter_approve"), {"round": 1})
    assert answer.status_code == 403
    assert plan_of(world).state == "submitted"


def test_a_refusal_to_htmx_is_a_fragment_for_the_messages(world):
    plan = to(world, "approved")
    answer = world.client(world.somchai, "en").post(
        quarter_url(plan, "quarter_approve"), {"round": 1}, headers={"HX-Request": "true"}
    )
    assert answer.status_code == 409
    assert answer.headers["HX-Retarget"] == "#messages"
    assert "does not wait for approval" in text_of(answer)
    assert "<html" not in text_of(answer)


def test_pages_tell_caches_that_htmx_gets_another_answer(world):
    answer = world.client(world.pranee).get(quarter_url(plan_of(world)))
    assert "no-store" in answer.headers["Cache-Control"]


def test_a_form_sent_with_nothing_in_it_acts_too(world):
    """Its token may come in a header."""
    plan = plan_of(world)
    answer = world.client(world.pranee).post(quarter_url(plan, "quarter_submit"))
    assert answer.status_code == 302
    assert plan_of(world).state == "submitted"


# --- The way through the pages ------------------------------------------------------------------


def test_the_whole_way_by_pressing_buttons(world):
    plan = plan_of(world)
    steps = [
        ("pranee", "quarter_submit", {"note": "ready"}, "submitted"),
        ("somchai", "quarter_approve", {"round": 1, "note": ""}, "approved"),
        ("nok", "quarter_receive", {"round": "๑", "note": "thanks"}, "received"),
        ("anong", "quarter_amend", {"reason": "flood"}, "draft"),
    ]
    for name, page, data, state in steps:
        answer = world.client(world.people[name]).post(quarter_url(plan, page), data)
        assert (answer.status_code, plan_of(world).state) == (302, state), page
        assert answer.url == plan.get_absolute_url()


@pytest.mark.parametrize(
    ("state", "name", "page"),
    [
        ("draft", "pranee", "quarter_submit"),
        ("draft", "anong", "quarter_submit"),
        ("submitted", "pranee", "quarter_withdraw"),
        ("submitted", "somchai", "quarter_approve"),
        ("submitted", "somchai", "quarter_return"),
        ("approved", "nok", "quarter_receive"),
        ("approved", "noi", "quarter_return_by_province"),
        ("received", "pranee", "quarter_amend"),
    ],
)
def test_the_page_offers_what_this_person_may_do_now_and_no_more(world, state, name, page):
    plan = to(world, state)
    offered = quarter_url(plan, page)
    for other, person in world.people.items():
        if other not in {"pranee", "anong", "somchai", "chief", "observer", "nok", "noi"}:
            continue
        answer = world.client(person).get(quarter_url(plan))
        if answer.status_code != 200:
            continue
        holders = {"pranee": {"pranee", "anong"}, "anong": {"pranee", "anong"}}.get(
            name, {"nok", "noi"} if name in {"nok", "noi"} else {name}
        )
        assert (f'"{offered}"' in text_of(answer)) is (other in holders), other


def test_the_confirmation_names_who_will_be_told(world):
    plan = plan_of(world)
    page = text_of(world.client(world.pranee, "en").get(quarter_url(plan, "quarter_submit")))
    assert "Somchai Kanthawong" in page
    do("submit", plan, world.pranee)
    page = text_of(world.client(world.somchai, "en").get(quarter_url(plan)))
    assert "Kanokporn Siwichai" in page


def test_a_return_keeps_what_was_typed_when_nothing_can_be_done_with_it(world):
    plan = to(world, "submitted")
    line = newest(plan).lines.first()
    data = {"round": 1, "reason": "", f"line_{line.pk}": "x" * 2001}
    answer = world.client(world.somchai).post(quarter_url(plan, "quarter_return"), data)
    assert answer.status_code == 400
    assert "x" * 2001 in text_of(answer)


def test_a_return_of_an_older_round_keeps_the_reason_and_says_why(world):
    plan = to(world, "submitted")
    do("withdraw", plan, world.pranee)
    do("submit", plan, world.pranee)
    answer = world.client(world.somchai, "en").post(
        quarter_url(plan, "quarter_return"), {"round": 1, "reason": "My long reason"}
    )
    assert answer.status_code == 409
    assert "My long reason" in text_of(answer)
    assert "submitted again since you opened it" in text_of(answer)
    assert plan_of(world).state == "submitted"


def test_an_approval_of_an_older_round_is_refused(world):
    plan = to(world, "submitted")
    do("withdraw", plan, world.pranee)
    do("submit", plan, world.pranee)
    answer = world.client(world.somchai, "en").post(
        quarter_url(plan, "quarter_approve"), {"round": 1}
    )
    assert answer.status_code == 409
    assert plan_of(world).state == "submitted"


def test_a_word_with_a_decision_that_is_too_long_comes_back(world):
    plan = to(world, "submitted")
    answer = world.client(world.somchai).post(
        quarter_url(plan, "quarter_approve"), {"round": 1, "note": "y" * 2001}
    )
    assert answer.status_code == 400
    assert "y" * 2001 in text_of(answer)


# --- Rounds and comparing -----------------------------------------------------------------------


def test_every_round_stays_readable_and_what_changed_is_marked(world):
    reword(world, "FIRST")
    plan = to(world, "received")
    do("amend", plan, world.pranee)
    line = world.mae_sai_lines[0]
    line.refresh_from_db()
    given = {name: getattr(line, name) for name in actions.LINE_FIELDS} | {"what": "SECOND what"}
    as_person(world.pranee, actions.change_line, line=line, values=given, version=line.version)
    do("submit", plan, world.pranee)
    for name in ("pranee", "nok"):
        client = world.client(world.people[name], "en")
        first = text_of(client.get(quarter_url(plan, "quarter_round", 1)))
        second = text_of(client.get(quarter_url(plan, "quarter_round", 2)))
        assert "FIRST what" in first
        assert "SECOND what" not in first
        assert "SECOND what" in second
        both = text_of(client.get(quarter_url(plan, "quarter_compare") + "?from=1&to=2"))
        assert "<ins" in both
        assert "<del" in both
        page = text_of(client.get(quarter_url(plan)))
        assert "1 line changed since round 1" in page


def test_comparing_shows_added_and_removed_lines(world):
    plan = to(world, "returned")
    as_person(world.pranee, actions.remove_line, line=world.mae_sai_lines[0])
    page = world.client(world.pranee, "en").get(
        quarter_url(plan, "quarter_compare") + "?from=1&to=draft"
    )
    assert 'class="is-removed"' in text_of(page)
    page = world.client(world.pranee, "en").get(
        quarter_url(plan, "quarter_compare") + "?from=draft&to=1"
    )
    assert 'class="is-added"' in text_of(page)


def test_a_round_that_does_not_exist_is_404(world):
    plan = to(world, "submitted")
    client = world.client(world.pranee)
    for number in (0, 2, 99, 10**30):
        assert client.get(quarter_url(plan, "quarter_round", number)).status_code == 404


def test_comparing_odd_wordings_is_404(world):
    plan = to(world, "submitted")
    client = world.client(world.pranee)
    for which in ("9", "-1", "x", "๑๑", "draft ", "9" * 40, "%00", "%ff"):
        address = quarter_url(plan, "quarter_compare") + f"?from=1&to={which}"
        assert client.get(address).status_code == 404, which


def test_a_withdrawn_round_is_kept_for_the_committee_alone(world):
    plan = to(world, "submitted")
    do("withdraw", plan, world.pranee)
    do("submit", plan, world.pranee)
    address = quarter_url(plan, "quarter_round", 1)
    assert world.client(world.pranee).get(address).status_code == 200
    assert world.client(world.nok).get(address).status_code == 404


def test_what_people_write_cannot_become_part_of_the_page(world):
    reword(world, '<img src=x onerror="alert(1)">')
    plan = to(world, "submitted")
    for name, page in (("somchai", "quarter"), ("somchai", "quarter_return"), ("nok", "quarter")):
        text = text_of(world.client(world.people[name]).get(quarter_url(plan, page)))
        assert "<img src=x" not in text
        assert "&lt;img src=x" in text
