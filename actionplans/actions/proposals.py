"""Asking a municipality or local administration for money, and what became of it."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from actionplans.actions import plans
from actionplans.models import BudgetProposal, BudgetProposalLine, Funding, Plan, PlanLine
from actionplans.notices import proposals as notices
from actionplans.policy import proposals as policy
from actionplans.policy.plans import check_plan
from actionplans.workflow.proposals import PROMISED
from committees import audit
from committees.calendar import today
from committees.errors import Conflict, NotAllowed, WrongState
from committees.models import AuditEvent
from committees.papers import Upload, store
from committees.policy import check_version
from committees.workflow import Transition

FIELDS = (
    "organisation",
    "addressee",
    "head",
    "subject",
    "reason",
    "letter",
    "contact_name",
    "contact_phone",
    "contact_email",
)
# Line of the plan -> the amount asked or granted for it.
Amounts = Mapping[PlanLine, Decimal]


@transaction.atomic
def prepare_proposal(
    *,
    plan: Plan,
    values: Mapping[str, Any],
    amounts: Amounts,
    by: User,
    form_key: uuid.UUID | None = None,
) -> BudgetProposal:
    """Prepare a proposal for lines of the plan; the same form sent again prepares one.

    With other content it is another: somebody went back to the form and wrote to the next office.
    `values` holds the fields of the letter. Raises NotAllowed, WrongState.
    """
    check_plan(by, plan.committee)
    Plan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    key = _key_of(form_key, values, amounts)
    made = BudgetProposal.objects.filter(plan=plan, form_key=key).first()
    if made is not None:
        return made
    proposal = BudgetProposal(
        plan=plan,
        committee=plan.committee,
        province_id=plan.province_id,
        form_key=key,
        created_by=by,
        changed_at=timezone.now(),
    )
    _fill(proposal, values, amounts)
    proposal.save()
    _save_lines(proposal, amounts)
    audit.record(
        actor=by,
        committee=plan.committee,
        verb="proposal_prepared",
        subject=proposal,
        after=facts(proposal),
    )
    return proposal


@transaction.atomic
def change_proposal(
    *,
    proposal: BudgetProposal,
    values: Mapping[str, Any],
    amounts: Amounts,
    version: int,
    by: User,
) -> BudgetProposal:
    """Change a proposal that has not gone out; `version` is the one that was shown.

    Raises NotAllowed, WrongState, Conflict.
    """
    locked = _locked(proposal)
    transition = policy.check("change", by, locked)
    check_version(locked, version)
    before = facts(locked)
    _fill(locked, values, amounts)
    locked.lines.all().delete()
    _save_lines(locked, amounts)
    _move(locked, transition, by, before=before, after=facts(locked))
    return locked


@transaction.atomic
def send_proposal(
    *, proposal: BudgetProposal, sent_on: dt.date, reference: str, by: User, version: int
) -> None:
    """Record that the letter went out, on which day and under which number.

    Raises NotAllowed, WrongState, Conflict.
    """
    locked = _locked(proposal)
    transition = policy.check("send", by, locked)
    check_version(locked, version)
    if sent_on > today():
        raise WrongState(_("This day lies ahead. Record the letter once it has gone out."))
    locked.sent_on, locked.reference = sent_on, reference
    _moved_and_told(locked, transition, by, after={"reference": reference})


@transaction.atomic
def ask_for_answer(*, proposal: BudgetProposal, by: User) -> None:
    """Record that the answer was asked for today. Raises NotAllowed, WrongState."""
    locked = _locked(proposal)
    transition = policy.check("ask", by, locked)
    if locked.asked_on == today():
        return
    locked.asked_on = today()
    _move(locked, transition, by)


@transaction.atomic
def grant_proposal(
    *,
    proposal: BudgetProposal,
    amounts: Mapping[int, Decimal],
    answered_on: dt.date,
    by: User,
    reference: str = "",
    answer: str = "",
    upload: Upload | None = None,
) -> BudgetProposal:
    """Record what was granted, by the ids of the proposal's lines: all of it, or a part.

    What was granted is written into lines of the plan that are still open; for the others it can
    be done later (`write_into_line`). Raises NotAllowed, WrongState.
    """
    locked = _locked(proposal)
    policy.check("grant", by, locked)
    rows = list(locked.lines.select_related("line__plan", "line__committee"))
    if amounts.keys() - {row.pk for row in rows}:
        raise NotAllowed(_("An amount names a line that is not in this proposal."))
    granted = sum((amounts.get(row.pk, Decimal(0)) for row in rows), Decimal(0))
    if not granted:
        raise WrongState(_("Nothing is granted. Record a refusal with its reason instead."))
    for row in rows:
        row.granted = amounts.get(row.pk, Decimal(0))
        if row.granted > row.asked:
            raise WrongState(_("More is granted for “%(line)s” than was asked.") % {"line": row})
        row.save(update_fields=["granted"])
    action = "grant" if granted == locked.asked else "grant_in_part"
    locked.granted = granted
    _answer(locked, answered_on, reference, answer, upload, by)
    _moved_and_told(locked, policy.check(action, by, locked), by, after={"granted": str(granted)})
    for row in rows:
        if row.granted:
            _write(locked, row, by)
    return locked


@transaction.atomic
def refuse_proposal(
    *,
    proposal: BudgetProposal,
    reason: str,
    answered_on: dt.date,
    by: User,
    reference: str = "",
    upload: Upload | None = None,
) -> None:
    """Record that nothing was granted, and why. Raises NotAllowed, WrongState."""
    locked = _locked(proposal)
    transition = policy.check("refuse", by, locked)
    locked.granted = Decimal(0)
    _answer(locked, answered_on, reference, reason, upload, by)
    _moved_and_told(locked, transition, by, reason=reason)


@transaction.atomic
def withdraw_proposal(*, proposal: BudgetProposal, reason: str, by: User) -> None:
    """Give a proposal up before it has an answer. Raises NotAllowed, WrongState."""
    locked = _locked(proposal)
    transition = policy.check("withdraw", by, locked)
    _moved_and_told(locked, transition, by, reason=reason)


@transaction.atomic
def write_into_line(*, row: BudgetProposalLine, by: User) -> None:
    """Write what was granted into the line of the plan: who pays and, where it fits, how much.

    Done once. Raises NotAllowed, WrongState (the line is locked or removed).
    """
    proposal = _locked(row.proposal)
    check_plan(by, proposal.committee)
    if proposal.state not in PROMISED or not row.granted:
        raise WrongState(_("Nothing was granted for this line."))
    fresh = proposal.lines.select_related("line__plan", "line__committee").get(pk=row.pk)
    if fresh.written_at is None:
        _into_line(proposal, fresh, by)


def _write(proposal: BudgetProposal, row: BudgetProposalLine, by: User) -> None:
    """The same as part of recording the answer: a line that is locked waits."""
    try:
        with transaction.atomic():
            _into_line(proposal, row, by)
    except (Conflict, WrongState):
        row.written_at = None


def _into_line(proposal: BudgetProposal, row: BudgetProposalLine, by: User) -> None:
    line = row.line
    values: dict[str, Any] = {"funding": Funding.LAO, "funder": proposal.addressee[:150]}
    # Where all of it was asked for, or less stood there, the line costs what is granted; else
    # others pay a part.
    if line.budget == row.asked or line.budget < (row.granted or 0):
        values["budget"] = row.granted
    plans.change_line(line=line, values=values, version=line.version, by=by)
    row.written_at = timezone.now()
    row.save(update_fields=["written_at"])


def _answer(
    proposal: BudgetProposal,
    answered_on: dt.date,
    reference: str,
    answer: str,
    upload: Upload | None,
    by: User,
) -> None:
    if answered_on > today():
        raise WrongState(_("This day lies ahead. Record the answer once it is there."))
    if proposal.sent_on and answered_on < proposal.sent_on:
        raise WrongState(_("The answer cannot be older than the letter."))
    proposal.answered_on = answered_on
    proposal.answer_reference = reference
    proposal.answer = answer
    if upload is not None:
        proposal.paper = store(committee=proposal.committee, upload=upload, by=by, above=False)


def _key_of(form_key: uuid.UUID | None, values: Mapping[str, Any], amounts: Amounts) -> uuid.UUID:
    """By which a proposal is known that is sent twice: the form and what was written in it."""
    if form_key is None:
        return uuid.uuid4()
    written = [str(values.get(name)) for name in FIELDS]
    asked = sorted((line.pk, str(amount)) for line, amount in amounts.items())
    return uuid.uuid5(form_key, json.dumps([written, asked]))


def _fill(proposal: BudgetProposal, values: Mapping[str, Any], amounts: Amounts) -> None:
    if not amounts:
        raise WrongState(_("Choose at least one line and write the amount asked for it."))
    strange = [line for line in amounts if line.plan_id != proposal.plan_id or line.removed_at]
    if strange:
        raise WrongState(_("A chosen line is not in the plan any more."))
    for name in FIELDS:
        if name in values:
            setattr(proposal, name, values[name])
    proposal.asked = sum(amounts.values(), Decimal(0))


def _save_lines(proposal: BudgetProposal, amounts: Amounts) -> None:
    BudgetProposalLine.objects.bulk_create(
        BudgetProposalLine(
            proposal=proposal,
            line=line,
            position=position,
            what=line.what,
            asked=amount,
            committee_id=proposal.committee_id,
            province_id=proposal.province_id,
        )
        for position, (line, amount) in enumerate(amounts.items(), start=1)
    )


def facts(proposal: BudgetProposal) -> dict[str, Any]:
    """A proposal as the audit trail keeps it."""
    lines = proposal.lines.order_by("position")
    return {
        **{
            name: getattr(proposal, name)
            for name in ("addressee", "head", "subject", "reason", "letter")
        },
        "asked": str(proposal.asked),
        "lines": [[line.what, str(line.asked)] for line in lines],
    }


def _locked(proposal: BudgetProposal) -> BudgetProposal:
    return (
        BudgetProposal.objects.select_for_update(of=("self",))
        .select_related("committee", "plan")
        .get(pk=proposal.pk)
    )


def _moved_and_told(
    proposal: BudgetProposal, transition: Transition, by: User, **said: Any
) -> None:
    notices.tell(transition.notice, proposal, _move(proposal, transition, by, **said))


def _move(
    proposal: BudgetProposal,
    transition: Transition,
    by: User,
    *,
    reason: str = "",
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> AuditEvent:
    was = proposal.state
    proposal.state = transition.target
    proposal.version += 1
    proposal.changed_at = timezone.now()
    proposal.save()
    return audit.record(
        actor=by,
        committee=proposal.committee,
        verb=transition.verb,
        subject=proposal,
        before={"state": was, **(before or {})},
        after={"state": proposal.state, "addressee": proposal.addressee, **(after or {})},
        reason=reason,
    )
