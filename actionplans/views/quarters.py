"""The quarterly plan and its way: submit, approve or return, receive or return, amend."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from actionplans.actions import plans as actions
from actionplans.forms.plans import AmendForm, DecisionForm, NoteForm, ReturnForm
from actionplans.lines import LineChange, compare, show_frozen, totals
from actionplans.models import QuarterPlan, Round, RoundLine
from actionplans.policy import plans as policy
from actionplans.reading import Reading
from actionplans.workflow.plans import QUARTER_PLAN
from committees import access, audit
from committees.errors import Conflict
from committees.http import PersonRequest, scoped, signed_in
from committees.models import Committee
from committees.policy import allows
from committees.roles import Permission

TOGETHER = QuarterPlan.objects.select_related(
    "committee__parent", "committee__area", "committee__province", "plan"
)


def reading_of(request: PersonRequest, slug: str, pk: int) -> Reading:
    """The quarterly plan of this address, as this person may read it, or 404."""
    plan = scoped(TOGETHER, request.user, pk=pk, committee__slug=slug)
    return Reading(plan, access.scope_of(request.user))


def told(permission: Permission, committee: Committee) -> list[str]:
    """The names of those who will be told: whoever holds the permission here."""
    return [person.name for person in access.holders(permission, committee)]


def _context(request: PersonRequest, reading: Reading) -> dict[str, Any]:
    plan = reading.plan
    newest = reading.newest
    may = {
        action: allows(policy.check, action, request.user, plan, newest)
        for action in QUARTER_PLAN.transitions
    }
    return {
        "plan": plan,
        "committee": plan.committee,
        "reading": reading,
        "may": may,
        "may_write": reading.inside and allows(policy.check_plan, request.user, plan.committee),
        "print_of": plan.committee.name,
    }


@signed_in
@require_safe
def quarter(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """Everything needed to decide on one page, with what changed since the last round marked."""
    reading = reading_of(request, slug, pk)
    context = _context(request, reading)
    context["history"] = audit.history_of(reading.plan, reading.scope)
    if context["may"]["approve"]:
        context["told"] = told(Permission.RECEIVE_PLAN, reading.plan.committee)
        context["decision_form"] = _decision_form(reading)
    elif context["may"]["receive"] and reading.newest:
        context["told"] = _senders(reading.newest)
        context["decision_form"] = _decision_form(reading)
    return render(request, "actionplans/quarter.html", context)


def _decision_form(reading: Reading, data: Any = None) -> DecisionForm:
    number = reading.newest.number if reading.newest else 0
    return DecisionForm(data, initial={"round": number})


def _senders(row: Round) -> list[str]:
    return [person.name for person in (row.submitted_by, row.decided_by) if person]


@signed_in
@require_http_methods(["GET", "POST"])
def quarter_submit(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """Say what submitting does and whom it tells; then do it."""
    reading = reading_of(request, slug, pk)
    policy.check("submit", request.user, reading.plan, reading.newest)
    form = NoteForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actions.submit_plan(plan=reading.plan, by=request.user, note=form.cleaned_data["note"])
        messages.success(request, _("The plan is submitted and locked until it is decided on."))
        return redirect(reading.plan)
    committee = reading.plan.committee
    approvers = told(actions.approving_permission(committee), committee)
    context = _context(request, reading) | {"form": form, "told": approvers}
    return render(request, "actionplans/quarter_submit.html", context)


@signed_in
@require_POST
def quarter_withdraw(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """Take a submitted plan back before it is decided on."""
    plan = reading_of(request, slug, pk).plan
    actions.withdraw_plan(plan=plan, by=request.user)
    messages.success(request, _("The plan is a draft again."))
    return redirect(plan)


@signed_in
@require_POST
def quarter_approve(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """Approve the round that was on the page."""
    return _decided(
        request, slug, pk, actions.approve_plan, _("The plan is approved and sent to PSDHS.")
    )


@signed_in
@require_POST
def quarter_receive(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """Receive the round that was on the page for the province."""
    return _decided(request, slug, pk, actions.receive_plan, _("The plan is received."))


def _decided(
    request: PersonRequest, slug: str, pk: int, action: Callable[..., None], done: str
) -> HttpResponse:
    reading = reading_of(request, slug, pk)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        context = _context(request, reading) | {"decision_form": form, "told": []}
        context["history"] = audit.history_of(reading.plan, reading.scope)
        return render(request, "actionplans/quarter.html", context, status=400)
    action(
        plan=reading.plan,
        by=request.user,
        reason=form.cleaned_data["note"],
        seen_round=form.cleaned_data["round"],
    )
    messages.success(request, done)
    return redirect(reading.plan)


@signed_in
@require_http_methods(["GET", "POST"])
def quarter_return(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """Return a submitted plan with a reason for the whole or for a line."""
    return _returned(request, slug, pk, "return", actions.return_plan)


@signed_in
@require_http_methods(["GET", "POST"])
def quarter_return_by_province(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """Return an approved plan to the committee with a reason for the whole or for a line."""
    return _returned(request, slug, pk, "return_by_province", actions.return_plan_by_province)


def _returned(
    request: PersonRequest, slug: str, pk: int, action: str, act: Callable[..., None]
) -> HttpResponse:
    reading = reading_of(request, slug, pk)
    policy.check(action, request.user, reading.plan, reading.newest)
    newest = reading.newest
    if newest is None:
        raise Http404
    rows = list(RoundLine.objects.visible_to(reading.scope).filter(round=newest))
    form = ReturnForm(
        request.POST if request.method == "POST" else None,
        lines=rows,
        initial={"round": newest.number},
    )
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            act(
                plan=reading.plan,
                by=request.user,
                reason=form.cleaned_data["reason"],
                line_reasons=form.line_reasons(),
                seen_round=form.cleaned_data["round"],
            )
        except Conflict as conflict:
            form.add_error(None, conflict.reason)
            status = conflict.status
        else:
            messages.success(request, _("The plan is returned with your reasons."))
            return redirect(reading.plan)
    elif request.method == "POST":
        status = 400
    context = _context(request, reading) | {"form": form, "told": _senders(newest)}
    return render(request, "actionplans/quarter_return.html", context, status=status)


@signed_in
@require_http_methods(["GET", "POST"])
def quarter_amend(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """Open a received plan for an amendment, with the reason."""
    reading = reading_of(request, slug, pk)
    policy.check("amend", request.user, reading.plan, reading.newest)
    form = AmendForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actions.amend_plan(plan=reading.plan, by=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, _("You can amend the lines now. What was received stands."))
        return redirect(reading.plan)
    committee = reading.plan.committee
    names = told(actions.approving_permission(committee), committee)
    names += told(Permission.RECEIVE_PLAN, committee)
    context = _context(request, reading) | {"form": form, "told": names}
    return render(request, "actionplans/quarter_amend.html", context)


@signed_in
@require_safe
def quarter_round(request: PersonRequest, slug: str, pk: int, number: int) -> HttpResponse:
    """One round as it went up: wording, names and times."""
    reading = reading_of(request, slug, pk)
    row = _round(reading, number)
    lines = show_frozen(RoundLine.objects.visible_to(reading.scope).filter(round=row))
    context = _context(request, reading) | {
        "round": row,
        "changes": [LineChange("unchanged", line) for line in lines],
        "totals": totals(lines),
    }
    return render(request, "actionplans/quarter_round.html", context)


@signed_in
@require_safe
def quarter_compare(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """Two wordings side by side: ?from=1&to=2, or to=draft for the committee itself."""
    reading = reading_of(request, slug, pk)
    numbers = [row.number for row in reading.rounds]
    choices = [(str(number), _("Round %(number)s") % {"number": number}) for number in numbers]
    if reading.inside:
        choices.append(("draft", _("Draft now")))
    if len(choices) < 2:
        raise Http404
    first = request.GET.get("from") or choices[-2][0]
    second = request.GET.get("to") or choices[-1][0]
    changes = compare(_wording(reading, first), _wording(reading, second))
    context = _context(request, reading) | {
        "choices": choices,
        "first": first,
        "second": second,
        "changes": changes,
        "changed": sum(1 for change in changes if change.status != "unchanged"),
    }
    return render(request, "actionplans/quarter_compare.html", context)


def _wording(reading: Reading, which: str) -> Any:
    if which == "draft" and reading.inside:
        return reading.draft
    if not which.isascii() or not which.isdigit() or len(which) > 5:
        raise Http404
    row = _round(reading, int(which))
    return show_frozen(RoundLine.objects.visible_to(reading.scope).filter(round=row))


def _round(reading: Reading, number: int) -> Round:
    for row in reading.rounds:
        if row.number == number:
            return row
    raise Http404
