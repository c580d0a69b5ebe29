"""Budget proposals: every state x action x person, the money in the lines, and the letter."""

import datetime as dt
import io
from decimal import Decimal

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from docx import Document
from pypdf import PdfReader

from actionplans.actions import plans
from actionplans.actions import proposals as actions
from actionplans.demo.clock import clock_at
from actionplans.models import BudgetProposal, PlanLine
from actionplans.notices import proposals as notices
from actionplans.policy import proposals as policy
from actionplans.workflow.proposals import PROPOSAL
from committees import audit, home
from committees.calendar import today
from committees.errors import Conflict, NotAllowed, Refused, WrongState
from committees.models import AuditEvent, Notice
from committees.notices import KINDS
from config.settings.base import BASE_DIR
from tests.actionplans.walk import as_person, do, fresh
from tests.factories import LineFactory
from tests.guards.tables.proposals import prepared, sent

pytestmark = pytest.mark.django_db

WRITERS = {"pranee", "anong"}
INSIDE = WRITERS | {"somchai", "chief", "superintendent", "observer", "invited"}


def in_state(world, state):
    """A proposal of Mae Sai that the acts have brought into a state."""
    row = prepared(world) if state in ("prepared", "withdrawn") else sent(world)
    line = row.lines.get()
    by = fresh(world.pranee)
    given = {"proposal": row, "by": by}
    if state == "withdrawn":
        actions.withdraw_proposal(reason="เปลี่ยนแผน", **given)
    elif state == "refused":
        actions.refuse_proposal(reason="ไม่มีงบ", answered_on=today(), **given)
    elif state in ("granted", "granted_in_part"):
        amount = Decimal(20000 if state == "granted" else 5000)
        actions.grant_proposal(amounts={line.pk: amount}, answered_on=today(), **given)
    row = BudgetProposal.objects.select_related("committee", "plan").get(pk=row.pk)
    assert row.state == state
    return row


def call(action, row, by):
    """Take one action with what it needs."""
    lines = list(row.lines.select_related("line"))
    amounts = {line.line: line.asked for line in lines}
    part = {line.pk: Decimal(1) for line in lines}
    whole = {line.pk: line.asked for line in lines}
    day = {"answered_on": today()}
    calls = {
        "change": lambda: actions.change_proposal(
            proposal=row, values={"reason": "ใหม่"}, amounts=amounts, version=row.version, by=by
        ),
        "send": lambda: actions.send_proposal(
            proposal=row, sent_on=today(), reference="1", version=row.version, by=by
        ),
        "ask": lambda: actions.ask_for_answer(proposal=row, by=by),
        "grant": lambda: actions.grant_proposal(proposal=row, amounts=whole, by=by, **day),
        "grant_in_part": lambda: actions.grant_proposal(proposal=row, amounts=part, by=by, **day),
        "refuse": lambda: actions.refuse_proposal(proposal=row, reason="ไม่มีงบ", by=by, **day),
        "withdraw": lambda: actions.withdraw_proposal(proposal=row, reason="เลิก", by=by),
    }
    calls[action]()


@pytest.mark.parametrize("state", PROPOSAL.states)
def test_the_matrix(world, state):
    row = in_state(world, state)
    wrong = {}
    for action, transition in PROPOSAL.transitions.items():
        for name in world.people:
            wanted = 403
            if name in WRITERS:
                wanted = "done" if state in transition.sources else 409
            came: object = "done"
            with transaction.atomic():
                by = fresh(world.people[name])
                try:
                    call(action, row, by)
                    now = BudgetProposal.objects.get(pk=row.pk).state
                    assert now == transition.target
                except Refused as refused:
                    came = refused.status
                transaction.set_rollback(True)
            if came != wanted:
                wrong[action, name] = (came, wanted)
            button = policy.open_to(fresh(world.people[name]), row)[action]
            assert button is (wanted == "done")
    assert not wrong


def test_the_table_is_whole_and_drawn_in_the_documents():
    assert {t.verb for t in PROPOSAL.transitions.values()} <= audit.VERBS.keys()
    assert {t.notice for t in PROPOSAL.transitions.values() if t.notice} <= KINDS.keys()
    assert notices.tell
    text = (BASE_DIR / "docs" / "architecture.md").read_text(encoding="utf-8")
    assert f"```mermaid\n{PROPOSAL.diagram()}\n```" in text


def test_nobody_outside_reads_or_finds_a_proposal(world):
    row = sent(world)
    seen = {
        name
        for name in world.people
        if BudgetProposal.objects.visible_to(world.scope(name)).filter(pk=row.pk).exists()
    }
    assert seen == INSIDE


def test_each_act_is_on_record_and_told(world):
    row = sent(world)
    line = row.lines.get()
    as_person(
        world.pranee,
        actions.grant_proposal,
        proposal=row,
        amounts={line.pk: Decimal(5000)},
        answered_on=today(),
    )
    verbs = AuditEvent.objects.filter(
        subject_type="actionplans.budgetproposal", subject_id=str(row.pk)
    )
    assert {e.verb for e in verbs} == {
        "proposal_prepared",
        "proposal_sent",
        "proposal_granted_in_part",
    }
    assert not any(event.above for event in verbs)
    told = Notice.objects.filter(kind="proposal_granted_in_part")
    assert {n.recipient_id for n in told} == {world.anong.pk, world.somchai.pk}


# --- The money in the lines -----------------------------------------------------------------------


def test_what_is_granted_is_written_into_open_lines(world):
    by = fresh(world.pranee)
    whole = LineFactory(plan=world.mae_sai_plan, by=by, budget=9000, funding="agency")
    shared = LineFactory(plan=world.mae_sai_plan, by=by, budget=50000, funding="donor")
    free = LineFactory(plan=world.mae_sai_plan, by=by)
    amounts = {whole: Decimal(9000), shared: Decimal(20000), free: Decimal(1000)}
    row = sent(world, amounts=amounts)
    lines = {line.line_id: line for line in row.lines.all()}
    actions.grant_proposal(
        proposal=row,
        amounts={lines[whole.pk].pk: Decimal(6000), lines[shared.pk].pk: Decimal(20000)},
        answered_on=today(),
        by=by,
    )
    for line, budget in ((whole, 6000), (shared, 50000)):
        line.refresh_from_db()
        assert (line.funding, line.funder, line.budget) == ("lao", "เทศบาลตำบลแม่สาย", budget)
    free.refresh_from_db()
    assert (free.funding, free.budget) == ("own_remit", 0)
    row.refresh_from_db()
    assert (row.state, row.granted) == ("granted_in_part", 26000)


def test_a_line_costs_no_less_than_what_is_granted_for_it(world):
    by = fresh(world.pranee)
    line = LineFactory(plan=world.mae_sai_plan, by=by, budget=5000, funding="agency")
    row = sent(world, amounts={line: Decimal(8000)})
    asked = row.lines.get()
    actions.grant_proposal(
        proposal=row, amounts={asked.pk: asked.asked}, answered_on=today(), by=by
    )
    line.refresh_from_db()
    assert line.budget == 8000


def test_a_locked_line_waits_and_is_written_later(world):
    row = sent(world)
    line = row.lines.get()
    do("submit", world.mae_sai_draft, world.pranee)
    by = fresh(world.pranee)
    actions.grant_proposal(proposal=row, amounts={line.pk: line.asked}, answered_on=today(), by=by)
    line.refresh_from_db()
    assert (line.granted, line.written_at) == (20000, None)

    def waits():
        found = home.waiting_for(fresh(world.pranee), world.scope("pranee"))
        return [w.what for w in found if "/proposals/" in w.url]

    assert waits() == [line.what]
    client = world.client("pranee", "en")
    write = reverse("proposal_write", args=["mae-sai", row.plan.fiscal_year, row.pk, line.pk])
    assert client.post(write).status_code == 409
    do("withdraw", world.mae_sai_draft, world.pranee)
    assert [client.post(write).status_code for _twice in range(2)] == [302, 302]
    line.refresh_from_db()
    assert line.written_at is not None
    assert PlanLine.objects.get(pk=line.line_id).funding == "lao"
    assert waits() == []


def test_what_cannot_be_is_refused(world):
    row = sent(world)
    line = row.lines.get()
    by = fresh(world.pranee)
    given = {"proposal": row, "by": by}
    tomorrow, before = today() + dt.timedelta(days=1), today() - dt.timedelta(days=1)
    with pytest.raises(WrongState):
        actions.grant_proposal(amounts={line.pk: Decimal(0)}, answered_on=today(), **given)
    with pytest.raises(WrongState):
        actions.grant_proposal(amounts={line.pk: Decimal(20001)}, answered_on=today(), **given)
    with pytest.raises(NotAllowed):
        actions.grant_proposal(amounts={line.pk + 999: Decimal(1)}, answered_on=today(), **given)
    for day in (tomorrow, before):
        with pytest.raises(WrongState):
            actions.refuse_proposal(reason="ไม่มีงบ", answered_on=day, **given)
    foreign = PlanLine.objects.filter(committee=world.chiang_khong).first()
    with pytest.raises(WrongState):
        prepared(world, amounts={foreign: Decimal(5)})
    removed = LineFactory(plan=world.mae_sai_plan, by=by)
    removed = plans.remove_line(line=removed, by=by)
    with pytest.raises(WrongState):
        prepared(world, amounts={removed: Decimal(5)})
    stale = prepared(world)
    call("change", stale, by)
    with pytest.raises(Conflict):
        actions.send_proposal(
            proposal=stale, sent_on=today(), reference="", version=stale.version, by=by
        )


def test_the_first_page_asks_for_an_answer_after_thirty_days(world):
    row = sent(world)

    def waits(name="pranee"):
        found = home.waiting_for(fresh(world.people[name]), world.scope(name))
        return any(f"/proposals/{row.pk}/" in item.url for item in found)

    assert not waits()
    with clock_at(timezone.now() + dt.timedelta(days=30)):
        assert waits()
        assert not waits("observer")
        as_person(world.pranee, actions.ask_for_answer, proposal=row)
        assert not waits()
    with clock_at(timezone.now() + dt.timedelta(days=61)):
        assert waits()
        actions.refuse_proposal(
            proposal=row, reason="ไม่มีงบ", answered_on=today(), by=fresh(world.pranee)
        )
        assert not waits()


# --- Pages and papers -----------------------------------------------------------------------------


def form_data(world, line, **given):
    """What the form of a new proposal sends."""
    return {
        "organisation": world.organisations["municipality"].pk,
        "head": "นายกเทศมนตรี",
        "subject": "ขอรับการสนับสนุน",
        "reason": "งบปกติไม่พอ",
        "contact_name": "ปราณี",
        f"asked_{line.pk}": "๑๒,๕๐๐.๕๐",
        **given,
    }


def test_the_form_prepares_one_proposal_and_keeps_what_was_typed(world):
    client = world.client("pranee", "en")
    url = reverse("proposal_new", args=["mae-sai", world.period.year])
    key = client.get(url).context["form"].initial["form_key"]
    line = world.mae_sai_lines[0]
    data = form_data(world, line, form_key=str(key))
    bad = client.post(url, data | {f"asked_{line.pk}": "", "reason": "คำที่พิมพ์ไว้"})
    assert (bad.status_code, "คำที่พิมพ์ไว้" in bad.content.decode()) == (400, True)
    nan = world.organisations["nan_office"].pk
    assert client.post(url, data | {"organisation": nan}).status_code == 400
    assert client.post(url, data | {"organisation": ""}).status_code == 400
    assert [client.post(url, data).status_code for _twice in range(2)] == [302, 302]
    row = BudgetProposal.objects.get()
    # Back to the form, and the next office is written to: that is another proposal.
    other = data | {"organisation": "", "addressee": "อบต.เวียงพางคำ"}
    assert client.post(url, other).status_code == 302
    assert BudgetProposal.objects.exclude(pk=row.pk).get().addressee == "อบต.เวียงพางคำ"
    assert (row.asked, row.addressee) == (Decimal("12500.50"), "เทศบาลตำบลแม่สาย")
    # Somebody else changes it meanwhile: both wordings are shown, and one's own is kept.
    edit = reverse("proposal_edit", args=["mae-sai", world.period.year, row.pk])
    mine = form_data(world, line, version=row.version, reason="ของฉัน")
    assert client.post(edit, mine | {"reason": "ของเขา"}).status_code == 302
    conflict = client.post(edit, mine)
    page = conflict.content.decode()
    assert (conflict.status_code, "ของเขา" in page, "ของฉัน" in page) == (409, True, True)


def test_the_letter_as_pdf_and_as_word(world):
    row = sent(world)
    client = world.client("pranee", "en")

    def paper(form, query=""):
        url = reverse("proposal_paper", args=["mae-sai", world.period.year, row.pk, form])
        answer = client.get(url + query)
        assert answer.status_code == 200
        return answer.content

    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(paper("pdf"))).pages)
    assert "๒๐,๐๐๐" in text
    english = PdfReader(io.BytesIO(paper("pdf", "?language=en"))).pages[0].extract_text()
    assert "20,000" in english
    book = Document(io.BytesIO(paper("docx")))
    words = "\n".join(p.text for p in book.paragraphs)
    assert "เรียน  นายกเทศมนตรี เทศบาลตำบลแม่สาย" in words
    assert "สองหมื่นบาทถ้วน" in words
    assert book.tables[0].rows[-1].cells[3].text == "๒๐,๐๐๐"
    assert (
        client.get(
            reverse("proposal_paper", args=["mae-sai", world.period.year, row.pk, "exe"])
        ).status_code
        == 404
    )


def test_the_list_is_searched_filtered_and_taken_away(world):
    row = sent(world)
    prepared(world, subject="เรื่องที่สอง")
    client = world.client("observer", "en")
    url = reverse("proposals", args=["mae-sai", world.period.year])

    def found(query):
        return [r.subject for r in client.get(url + query).context["rows"]]

    assert len(found("")) == 2
    assert found("?state=sent") == [row.subject]
    assert found("?q=ที่สอง") == ["เรื่องที่สอง"]
    assert found("?q=%00&state=zzz&sort=zzz&page=0") != []
    assert found("?q=ไม่มีจริง") == []
    export = reverse("proposals_export", args=["mae-sai", world.period.year, "csv"])
    assert "เรื่องที่สอง" not in client.get(export + "?state=sent").content.decode()
