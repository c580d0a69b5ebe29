"""Writing a plan and taking it round: each act locks, asks the policy, saves, records and tells."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from actionplans.actions.posts import post_of
from actionplans.models import (
    Decision,
    LinePlace,
    LineRecommendation,
    LineSupport,
    Plan,
    PlanLine,
    QuarterPlan,
    Reception,
    Round,
    RoundLine,
    TemplateTaken,
)
from actionplans.notices import plans as notices
from actionplans.policy import plans as policy
from committees import access, audit
from committees.errors import NotAllowed, WrongState
from committees.models import Approver, Area, AuditEvent, Committee
from committees.policy import check_version
from committees.roles import Permission
from committees.workflow import Transition
from members.actions import recommendations
from members.models import Recommendation

# What a line is shown with, besides its own columns.
WITH_LINE = ("supporting", "places", "recommendations__workshop", "measure")
LINE_FIELDS = (
    "what",
    "pillar",
    "responsible",
    "starts",
    "ends",
    "budget",
    "funding",
    "funder",
    "indicator",
    "target",
    "measure",
)


@transaction.atomic
def start_plan(*, committee: Committee, fiscal_year: int, by: User) -> Plan:
    """Start the plan of a fiscal year (Buddhist Era) with its four quarters, all drafts.

    Raises NotAllowed, or WrongState where the year already has a plan.
    """
    policy.check_plan(by, committee)
    Committee.objects.select_for_update(of=("self",)).get(pk=committee.pk)
    if Plan.objects.filter(committee=committee, fiscal_year=fiscal_year).exists():
        raise WrongState(_("This committee already has a plan for this fiscal year."))
    tenant = _tenant(committee)
    plan = Plan.objects.create(fiscal_year=fiscal_year, created_by=by, **tenant)
    now = timezone.now()
    QuarterPlan.objects.bulk_create(
        [
            QuarterPlan(
                plan=plan, fiscal_year=fiscal_year, quarter=number, changed_at=now, **tenant
            )
            for number in (1, 2, 3, 4)
        ]
    )
    audit.record(actor=by, committee=committee, verb="plan_started", subject=plan)
    return plan


@transaction.atomic
def add_line(
    *, plan: Plan, values: Mapping[str, Any], by: User, form_key: uuid.UUID | None = None
) -> PlanLine:
    """Add a line to a plan; the same form sent again gives the line it made before.

    `form_key` comes with the empty form. With other content it is another line: somebody went back
    to the form and wrote the next one there.
    `values` holds validated fields of `LineForm`, with `supporting` and `places` as lists. Raises
    NotAllowed, WrongState (every quarter of it is locked).
    """
    policy.check_plan(by, plan.committee)
    quarters = _locked_quarters(plan)
    key = _key_of(form_key, values)
    made = PlanLine.objects.filter(plan=plan, form_key=key).first()
    if made is not None:
        return made
    last = plan.lines.aggregate(last=Max("position"))["last"] or 0
    line = PlanLine(plan=plan, position=last + 1, form_key=key, **_tenant(plan.committee))
    _fill(line, values)
    policy.check_quarters(None, line, quarters)
    line.save()
    _save_links(line, values, by)
    _recount(quarters)
    audit.record(
        actor=by, committee=plan.committee, verb="line_added", subject=line, after=facts(line)
    )
    return line


@transaction.atomic
def change_line(*, line: PlanLine, values: Mapping[str, Any], version: int, by: User) -> PlanLine:
    """Change a line; `version` is the one that was shown.

    Rounds that went up keep their wording: the change reaches the quarters in which the committee
    still writes. Raises NotAllowed, WrongState, Conflict.
    """
    quarters = _locked_quarters(line.plan)
    locked = PlanLine.objects.select_for_update(of=("self",)).get(pk=line.pk)
    policy.check_line(by, locked)
    check_version(locked, version)
    before, old = facts(locked), _dates(locked)
    _fill(locked, values)
    policy.check_quarters(old, locked, quarters)
    locked.version += 1
    locked.save()
    _save_links(locked, values, by)
    after = facts(locked)
    _recount(quarters)
    changed = [key for key in after if before[key] != after[key]]
    if changed:
        audit.record(
            actor=by,
            committee=locked.committee,
            verb="line_changed",
            subject=locked,
            before={key: before[key] for key in changed},
            after={key: after[key] for key in changed},
        )
    return locked


@transaction.atomic
def remove_line(*, line: PlanLine, by: User) -> PlanLine:
    """Take a line out of the quarters still being written; it can be put back.

    Raises NotAllowed, WrongState.
    """
    quarters = _locked_quarters(line.plan)
    locked = PlanLine.objects.select_for_update(of=("self",)).get(pk=line.pk)
    policy.check_line(by, locked)
    policy.check_quarters(locked, locked, quarters)
    return _set_removed(locked, timezone.now(), "line_removed", quarters, by)


@transaction.atomic
def restore_line(*, line: PlanLine, by: User) -> PlanLine:
    """Put a removed line back. Raises NotAllowed, WrongState."""
    quarters = _locked_quarters(line.plan)
    locked = PlanLine.objects.select_for_update(of=("self",)).get(pk=line.pk)
    policy.check_plan(by, locked.committee)
    if locked.removed_at is None:
        raise WrongState(_("This line is in the plan already."))
    policy.check_quarters(locked, locked, quarters)
    return _set_removed(locked, None, "line_restored", quarters, by)


def _set_removed(
    line: PlanLine,
    moment: dt.datetime | None,
    verb: str,
    quarters: list[QuarterPlan],
    by: User,
) -> PlanLine:
    line.removed_at = moment
    line.version += 1
    line.save(update_fields=["removed_at", "version", "changed_at"])
    # PSDHS sees which of its lines stand in the plan.
    TemplateTaken.objects.filter(line=line).update(standing=moment is None)
    _recount(quarters)
    audit.record(actor=by, committee=line.committee, verb=verb, subject=line)
    return line


@transaction.atomic
def submit_plan(*, plan: QuarterPlan, by: User, note: str = "") -> Round:
    """Freeze the quarter's lines as a new round and send it up to the approver.

    Side effects: round with its lines, audit event, notices to those who approve. Raises
    NotAllowed, WrongState (gone up already, or nothing to submit).
    """
    locked, newest = _locked(plan)
    transition = policy.check("submit", by, locked, newest)
    lines = lines_of(locked)
    if not lines:
        raise WrongState(
            _("No line of the plan lies in this quarter. Add a line before you submit.")
        )
    now = timezone.now()
    above = not locked.committee.closed
    row = Round.objects.create(
        quarter_plan=locked,
        number=locked.rounds_count + 1,
        above=above,
        is_amendment=_was_received(locked),
        note=note,
        submitted_by=by,
        submitted_at=now,
        **post_of("submitted", by, locked.committee),
        **_tenant(locked.committee),
    )
    frozen = [_frozen(row, line, position) for position, line in enumerate(lines, start=1)]
    RoundLine.objects.bulk_create(frozen)
    locked.rounds_count = row.number
    locked.above = above
    # The note stays with the round, which can be taken back; history cannot.
    event = _move(locked, transition, by, round_number=row.number)
    _mark_above(locked.plan_id)
    approvers = access.holders(approving_permission(locked.committee), locked.committee)
    notices.tell("plan_submitted", locked, event, approvers)
    return row


@transaction.atomic
def withdraw_plan(*, plan: QuarterPlan, by: User) -> None:
    """Take a submitted plan back before anybody decided. Raises NotAllowed, WrongState."""
    locked, newest, transition = _decidable("withdraw", plan, by)
    newest.decision = Decision.WITHDRAWN
    newest.above = False
    newest.save(update_fields=["decision", "above"])
    newest.lines.update(above=False)
    locked.above = not locked.committee.closed and locked.rounds.filter(above=True).exists()
    event = _move(locked, transition, by, round_number=newest.number)
    _mark_above(locked.plan_id)
    approvers = access.holders(approving_permission(locked.committee), locked.committee)
    notices.tell("plan_withdrawn", locked, event, approvers)


@transaction.atomic
def approve_plan(
    *, plan: QuarterPlan, by: User, reason: str = "", seen_round: int | None = None
) -> None:
    """Approve the submitted round and send it up to PSDHS.

    `seen_round` is the number of the round that was on the page: what was not read is not decided
    on. Of two who press at once one wins; the other gets WrongState. Side effects: audit event,
    notices to the one who submitted and to those who receive. Raises NotAllowed, WrongState,
    Conflict.
    """
    locked, newest, transition = _decidable("approve", plan, by, seen_round)
    _decide(newest, Decision.APPROVED, by, reason)
    event = _move(locked, transition, by, reason=reason, round_number=newest.number)
    notices.tell("plan_approved", locked, event, _told([newest.submitted_by], locked))
    receivers = access.holders(Permission.RECEIVE_PLAN, locked.committee)
    notices.tell("plan_to_receive", locked, event, receivers)


@transaction.atomic
def return_plan(
    *,
    plan: QuarterPlan,
    by: User,
    reason: str,
    line_reasons: Mapping[int, str] | None = None,
    seen_round: int | None = None,
) -> None:
    """Return the submitted round with a reason for the whole or for lines (by RoundLine id).

    Raises NotAllowed, WrongState (also where no reason is given).
    """
    locked, newest, transition = _decidable("return", plan, by, seen_round)
    _give_reasons(newest, reason, line_reasons or {})
    _decide(newest, Decision.RETURNED, by, reason)
    event = _move(locked, transition, by, reason=reason, round_number=newest.number)
    notices.tell("plan_returned", locked, event, _told([newest.submitted_by], locked))


@transaction.atomic
def receive_plan(
    *, plan: QuarterPlan, by: User, reason: str = "", seen_round: int | None = None
) -> None:
    """Receive an approved plan for the province. Raises NotAllowed, WrongState."""
    locked, newest, transition = _decidable("receive", plan, by, seen_round)
    _take(newest, Reception.RECEIVED, by, reason)
    event = _move(locked, transition, by, reason=reason, round_number=newest.number)
    notices.tell("plan_received", locked, event, _told(_writers(newest), locked))


@transaction.atomic
def return_plan_by_province(
    *,
    plan: QuarterPlan,
    by: User,
    reason: str,
    line_reasons: Mapping[int, str] | None = None,
    seen_round: int | None = None,
) -> None:
    """Return an approved plan to the committee with a reason for the whole or for lines.

    Raises NotAllowed, WrongState (also where no reason is given).
    """
    locked, newest, transition = _decidable("return_by_province", plan, by, seen_round)
    _give_reasons(newest, reason, line_reasons or {})
    _take(newest, Reception.RETURNED, by, reason)
    event = _move(locked, transition, by, reason=reason, round_number=newest.number)
    notices.tell("plan_returned_by_province", locked, event, _told(_writers(newest), locked))


@transaction.atomic
def amend_plan(*, plan: QuarterPlan, by: User, reason: str) -> None:
    """Open a received plan for an amendment; what was received stands until the new round is.

    Raises NotAllowed, WrongState.
    """
    locked, newest = _locked(plan)
    transition = policy.check("amend", by, locked, newest)
    event = _move(locked, transition, by, reason=reason)
    told = access.holders(approving_permission(locked.committee), locked.committee)
    told += access.holders(Permission.RECEIVE_PLAN, locked.committee)
    notices.tell("plan_amended", locked, event, told)


def approving_permission(committee: Committee) -> Permission:
    """The permission that approves in this committee, by its setting."""
    return Permission(Approver(committee.approver).value)


def lines_of(plan: QuarterPlan) -> list[PlanLine]:
    """The working lines that fall into the quarter, in order."""
    period = plan.period
    return list(
        PlanLine.objects.standing()
        .filter(plan_id=plan.plan_id, starts__lte=period.end, ends__gte=period.start)
        .select_related("responsible")
        .prefetch_related(*WITH_LINE)
    )


def content_of(line: PlanLine) -> dict[str, Any]:
    """A line as it is frozen, shown and compared: plain values, names in both languages."""
    return {
        "what": line.what,
        "pillar": line.pillar,
        "responsible": _names(line.responsible),
        "supporting": [_names(organisation) for organisation in line.supporting.all()],
        "places": [_titles(area) for area in line.places.all()],
        "starts": line.starts.isoformat(),
        "ends": line.ends.isoformat(),
        "budget": str(line.budget),
        "funding": line.funding,
        "funder": line.funder,
        "indicator": line.indicator,
        "target": line.target,
        "measure": _names(line.measure) if line.measure else None,
        "recommendations": [_origin(row) for row in line.recommendations.all()],
    }


def facts(line: PlanLine) -> dict[str, Any]:
    """A line as the audit trail keeps it."""
    fresh = (
        PlanLine.objects.select_related("responsible").prefetch_related(*WITH_LINE).get(pk=line.pk)
    )
    return content_of(fresh)


def _names(thing: Any) -> dict[str, Any]:
    return {"id": thing.pk, "th": thing.name_in("th"), "en": thing.name_in("en")}


def _origin(row: Recommendation) -> dict[str, Any]:
    """A recommendation as a line keeps it: in words that stay when the plan has gone up."""
    return {"id": row.pk, "number": row.number, "text": row.text, "workshop": row.workshop.title}


def _titles(area: Area) -> dict[str, Any]:
    return {"id": area.pk, "th": area.titled_in("th"), "en": area.titled_in("en")}


def _frozen(row: Round, line: PlanLine, position: int) -> RoundLine:
    return RoundLine(
        round=row,
        line_id=line.pk,
        position=position,
        what=line.what,
        pillar=line.pillar,
        budget=line.budget,
        content=content_of(line),
        above=row.above,
        committee_id=row.committee_id,
        province_id=row.province_id,
    )


def _tenant(committee: Committee) -> dict[str, Any]:
    return {"committee": committee, "province_id": committee.province_id}


def _locked_quarters(plan: Plan) -> list[QuarterPlan]:
    """The four quarters, locked in order: whoever writes lines waits for whoever submits."""
    return list(
        QuarterPlan.objects.select_for_update(of=("self",)).filter(plan=plan).order_by("quarter")
    )


def _locked(plan: QuarterPlan) -> tuple[QuarterPlan, Round | None]:
    locked = (
        QuarterPlan.objects.select_for_update(of=("self",))
        .select_related("committee")
        .get(pk=plan.pk)
    )
    newest = (
        locked.rounds.filter(number=locked.rounds_count)
        .select_related("submitted_by", "decided_by")
        .first()
    )
    return locked, newest


def _decidable(
    action: str, plan: QuarterPlan, by: User, seen_round: int | None = None
) -> tuple[QuarterPlan, Round, Transition]:
    """Lock a plan that has gone up and check that the person may decide on its newest round."""
    locked, newest = _locked(plan)
    transition = policy.check(action, by, locked, newest)
    if newest is None:
        raise WrongState(transition.refusal)
    policy.check_seen(newest, seen_round)
    return locked, newest, transition


def _move(
    plan: QuarterPlan, transition: Transition, by: User, *, reason: str = "", **after: Any
) -> AuditEvent:
    before = plan.state
    plan.state = transition.target
    plan.version += 1
    plan.changed_at = timezone.now()
    _count_sent(plan)
    plan.save()
    return audit.record(
        actor=by,
        committee=plan.committee,
        verb=transition.verb,
        subject=plan,
        before={"state": before},
        after={"state": plan.state, **after},
        reason=reason,
        above=True,
    )


def _mark_above(plan_id: int) -> None:
    """A year's plan is seen from above as long as one of its quarters is."""
    plan = Plan.objects.select_for_update(of=("self",)).get(pk=plan_id)
    above = plan.quarters.filter(above=True).exists()
    if plan.above != above:
        plan.above = above
        plan.save(update_fields=["above"])


def _count_sent(plan: QuarterPlan) -> None:
    """Keep the figures of what has gone up: those of the newest round not taken back."""
    newest = plan.rounds.exclude(decision=Decision.WITHDRAWN).order_by("-number").first()
    budgets = list(newest.lines.values_list("budget", flat=True)) if newest else []
    plan.line_count = len(budgets)
    plan.budget = sum(budgets, Decimal(0))


def _recount(quarters: list[QuarterPlan]) -> None:
    """Keep the figures of the working lines, which only the committee's own lists show."""
    standing = PlanLine.objects.standing().filter(plan_id=quarters[0].plan_id)
    lines = list(standing.order_by().values_list("starts", "ends", "budget"))
    for quarter in quarters:
        period = quarter.period
        budgets = [
            budget
            for starts, ends, budget in lines
            if starts <= period.end and ends >= period.start
        ]
        quarter.draft_line_count = len(budgets)
        quarter.draft_budget = sum(budgets, Decimal(0))
        quarter.save(update_fields=["draft_line_count", "draft_budget"])


def _decide(row: Round, decision: str, by: User, reason: str) -> None:
    row.decision = decision
    row.decided_by = by
    row.decided_at = timezone.now()
    row.decision_reason = reason
    _set_post(row, "decided", by)
    row.save(
        update_fields=[
            "decision",
            "decided_by",
            "decided_at",
            "decision_reason",
            "decided_post_th",
            "decided_post_en",
        ]
    )


def _take(row: Round, reception: str, by: User, reason: str) -> None:
    row.reception = reception
    row.received_by = by
    row.received_at = timezone.now()
    row.reception_reason = reason
    _set_post(row, "received", by)
    row.save(
        update_fields=[
            "reception",
            "received_by",
            "received_at",
            "reception_reason",
            "received_post_th",
            "received_post_en",
        ]
    )


def _give_reasons(row: Round, reason: str, line_reasons: Mapping[int, str]) -> None:
    lines = {line.pk: line for line in row.lines.all()}
    given = {pk: text for pk, text in line_reasons.items() if text.strip()}
    if not reason.strip() and not given:
        raise WrongState(_("Say why, for the whole plan or for a line."))
    if not given.keys() <= lines.keys():
        raise NotAllowed(_("A reason names a line that is not in this plan."))
    for pk, text in given.items():
        lines[pk].return_reason = text
        lines[pk].save(update_fields=["return_reason"])


def _set_post(row: Round, act: str, by: User) -> None:
    for name, value in post_of(act, by, row.committee).items():
        setattr(row, name, value)


def _was_received(plan: QuarterPlan) -> bool:
    return plan.rounds.filter(reception=Reception.RECEIVED).exists()


def _told(people: list[User], plan: QuarterPlan) -> list[User]:
    """Those of them who still sit in the committee or decide on its plans; else who writes them."""
    deciding = access.holders(approving_permission(plan.committee), plan.committee)
    there = [*access.still_inside(people, plan.committee_id), *deciding]
    found = [person for person in people if person in there]
    return found or access.holders(Permission.EDIT_PLAN, plan.committee)


def _writers(row: Round) -> list[User]:
    """Those who sent a round up and decided on it inside the committee."""
    return [person for person in (row.submitted_by, row.decided_by) if person is not None]


def _fill(line: PlanLine, values: Mapping[str, Any]) -> None:
    for name in LINE_FIELDS:
        if name in values:
            setattr(line, name, values[name])


def _key_of(form_key: uuid.UUID | None, values: Mapping[str, Any]) -> uuid.UUID:
    """By which a line is known that is sent twice: the form and what was written in it."""
    if form_key is None:
        return uuid.uuid4()
    named = ("responsible", "measure")
    written = [str(values.get(name)) for name in LINE_FIELDS if name not in named]
    several = ("supporting", "places", "recommendations")
    things = [*([values.get(name)] for name in named), *(values.get(name, ()) for name in several)]
    chosen = [sorted(row.pk for row in rows if row) for rows in things]
    return uuid.uuid5(form_key, json.dumps([written, chosen]))


def _dates(line: PlanLine) -> PlanLine:
    return PlanLine(starts=line.starts, ends=line.ends)


def _save_links(line: PlanLine, values: Mapping[str, Any], by: User) -> None:
    tenant = {"committee_id": line.committee_id, "province_id": line.province_id}
    if "supporting" in values:
        line.supports.all().delete()
        LineSupport.objects.bulk_create(
            LineSupport(line=line, organisation=organisation, **tenant)
            for organisation in values["supporting"]
        )
    if "places" in values:
        line.placings.all().delete()
        LinePlace.objects.bulk_create(
            LinePlace(line=line, area=area, **tenant) for area in values["places"]
        )
    if "recommendations" in values:
        _save_origins(line, values["recommendations"], tenant, by)


def _save_origins(
    line: PlanLine, wanted: Iterable[Recommendation], tenant: dict[str, Any], by: User
) -> None:
    """Say which recommendations a line comes from; one that is new to it counts as taken up."""
    rows = {row.pk: row for row in wanted}
    held = set(
        LineRecommendation.objects.filter(line=line).values_list("recommendation", flat=True)
    )
    LineRecommendation.objects.filter(line=line).exclude(recommendation__in=rows).delete()
    for pk in sorted(rows.keys() - held):
        recommendations.went_somewhere(recommendation=rows[pk], by=by)
        LineRecommendation.objects.create(line=line, recommendation_id=pk, **tenant)
