"""Writing a budget proposal, sending it, and recording what was answered."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from actionplans.actions import proposals as actions
from actionplans.forms.proposals import (
    GrantForm,
    ProposalForm,
    RefuseForm,
    SendForm,
    WithdrawForm,
)
from actionplans.models import BudgetProposal, BudgetProposalLine, Plan, PlanLine
from actionplans.policy import proposals as policy
from actionplans.policy.plans import check_plan
from actionplans.views.proposals import lines_of, list_url, plan_inside, proposal_of
from committees import access, audit
from committees.errors import Conflict, WrongState
from committees.http import PersonRequest, conflict_rows, scoped, signed_in


def _lines(request: PersonRequest, plan: Plan) -> list[PlanLine]:
    """The standing lines of the plan, in order."""
    rows = PlanLine.objects.visible_to(access.scope_of(request.user)).standing()
    return list(rows.filter(plan=plan).select_related("responsible"))


def _asked(request: PersonRequest, row: BudgetProposal) -> dict[int, Decimal]:
    """The amounts of a proposal, by line of the plan."""
    return {line.line_id: line.asked for line in lines_of(request, row)}


@signed_in
@require_http_methods(["GET", "POST"])
def proposal_new(request: PersonRequest, slug: str, year: int) -> HttpResponse:
    """Prepare a proposal."""
    plan = plan_inside(request, slug, year)
    check_plan(request.user, plan.committee)
    form = ProposalForm(
        request.POST if request.method == "POST" else None,
        plan=plan,
        lines=_lines(request, plan),
        begins={
            "subject": _("Support for the action plan of fiscal year %(year)s") % {"year": year},
            "contact_name": request.user.name,
        },
    )
    if request.method == "POST" and form.is_valid():
        try:
            row = actions.prepare_proposal(
                plan=plan,
                values=form.values(),
                amounts=form.amounts(),
                by=request.user,
                form_key=form.cleaned_data["form_key"],
            )
        except WrongState as refused:
            form.add_error(None, refused.reason)
        else:
            messages.success(
                request, _("The proposal is prepared. Print the letter, then record that it went.")
            )
            return redirect(row)
    return _form_page(request, plan, form, None)


@signed_in
@require_http_methods(["GET", "POST"])
def proposal_edit(request: PersonRequest, slug: str, year: int, pk: int) -> HttpResponse:
    """Change a proposal that has not gone out; somebody else's change is shown beside one's own."""
    plan = plan_inside(request, slug, year)
    row = proposal_of(request, plan, pk)
    policy.check("change", request.user, row)
    lines = _lines(request, plan)
    data = request.POST if request.method == "POST" else None
    form = ProposalForm(data, plan=plan, lines=lines, proposal=row, asked=_asked(request, row))
    conflict: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_proposal(
                proposal=row,
                values=form.values(),
                amounts=form.amounts(),
                version=form.cleaned_data["version"] or 0,
                by=request.user,
            )
        except Conflict:
            form, conflict = _conflict(request, plan, lines, form, pk)
        except WrongState as refused:
            form.add_error(None, refused.reason)
        else:
            messages.success(request, _("The proposal is saved."))
            return redirect(row)
    return _form_page(request, plan, form, row, conflict)


def _conflict(
    request: PersonRequest, plan: Plan, lines: list[PlanLine], form: ProposalForm, pk: int
) -> tuple[ProposalForm, dict[str, Any]]:
    now = proposal_of(request, plan, pk)
    asked = _asked(request, now)
    theirs = ProposalForm(plan=plan, lines=lines, proposal=now, asked=asked).initial
    theirs = {name: value for name, value in theirs.items() if name != "organisation"}
    last = audit.history_of(now, access.scope_of(request.user), 1)
    data = request.POST.copy()
    data["version"] = str(now.version)
    again = ProposalForm(data, plan=plan, lines=lines, proposal=now)
    again.is_valid()
    rows = conflict_rows(form, theirs)
    return again, {"rows": rows, "last": last[0] if last else None, "conflict": True}


def _form_page(
    request: PersonRequest,
    plan: Plan,
    form: ProposalForm,
    row: BudgetProposal | None,
    conflict: dict[str, Any] | None = None,
) -> HttpResponse:
    context = {
        "plan": plan,
        "committee": plan.committee,
        "form": form,
        "proposal": row,
        "back_url": row.get_absolute_url() if row else list_url(plan),
        **(conflict or {}),
    }
    status = 409 if conflict else (400 if form.is_bound and form.errors else 200)
    return render(request, "actionplans/proposal_form.html", context, status=status)


def _step_page(
    request: PersonRequest, row: BudgetProposal, form: Any, template: str, **more: Any
) -> HttpResponse:
    context = {
        "plan": row.plan,
        "committee": row.committee,
        "proposal": row,
        "form": form,
        **more,
    }
    status = 400 if form.is_bound and form.errors else 200
    return render(request, f"actionplans/{template}.html", context, status=status)


@signed_in
@require_http_methods(["GET", "POST"])
def proposal_send(request: PersonRequest, slug: str, year: int, pk: int) -> HttpResponse:
    """Record that the letter went out."""
    row = proposal_of(request, plan_inside(request, slug, year), pk)
    policy.check("send", request.user, row)
    form = SendForm(
        request.POST if request.method == "POST" else None, initial={"version": row.version}
    )
    if request.method == "POST" and form.is_valid():
        actions.send_proposal(proposal=row, by=request.user, **form.cleaned_data)
        messages.success(request, _("It is recorded that the proposal was sent."))
        return redirect(row)
    return _step_page(request, row, form, "proposal_send")


@signed_in
@require_POST
def proposal_ask(request: PersonRequest, slug: str, year: int, pk: int) -> HttpResponse:
    """Record that the answer was asked for."""
    row = proposal_of(request, plan_inside(request, slug, year), pk)
    actions.ask_for_answer(proposal=row, by=request.user)
    messages.success(request, _("It is recorded. You are reminded again in 30 days."))
    return redirect(row)


@signed_in
@require_http_methods(["GET", "POST"])
def proposal_grant(request: PersonRequest, slug: str, year: int, pk: int) -> HttpResponse:
    """Record what was granted, line by line."""
    row = proposal_of(request, plan_inside(request, slug, year), pk)
    policy.check("grant", request.user, row)
    posted = request.method == "POST"
    form = GrantForm(
        request.POST if posted else None,
        request.FILES if posted else None,
        proposal=row,
        lines=lines_of(request, row),
    )
    if posted and form.is_valid():
        data = form.cleaned_data
        saved = actions.grant_proposal(
            proposal=row,
            amounts=form.amounts(),
            answered_on=data["answered_on"],
            by=request.user,
            reference=data["reference"],
            answer=data["answer"],
            upload=data["paper"],
        )
        _say_granted(request, saved)
        return redirect(row)
    return _step_page(request, row, form, "proposal_grant")


def _say_granted(request: PersonRequest, row: BudgetProposal) -> None:
    if any(line.granted and line.written_at is None for line in lines_of(request, row)):
        messages.warning(
            request,
            _("The answer is recorded. Some lines are locked: who pays is not written there yet."),
        )
    else:
        messages.success(request, _("The answer is recorded, and who pays stands in the lines."))


@signed_in
@require_http_methods(["GET", "POST"])
def proposal_refuse(request: PersonRequest, slug: str, year: int, pk: int) -> HttpResponse:
    """Record that nothing was granted."""
    row = proposal_of(request, plan_inside(request, slug, year), pk)
    policy.check("refuse", request.user, row)
    posted = request.method == "POST"
    form = RefuseForm(
        request.POST if posted else None, request.FILES if posted else None, proposal=row
    )
    if posted and form.is_valid():
        data = form.cleaned_data
        actions.refuse_proposal(
            proposal=row,
            reason=data["reason"],
            answered_on=data["answered_on"],
            by=request.user,
            reference=data["reference"],
            upload=data["paper"],
        )
        messages.success(request, _("It is recorded that the proposal was refused."))
        return redirect(row)
    return _step_page(request, row, form, "proposal_refuse")


@signed_in
@require_http_methods(["GET", "POST"])
def proposal_withdraw(request: PersonRequest, slug: str, year: int, pk: int) -> HttpResponse:
    """Give a proposal up."""
    row = proposal_of(request, plan_inside(request, slug, year), pk)
    policy.check("withdraw", request.user, row)
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actions.withdraw_proposal(proposal=row, reason=form.cleaned_data["reason"], by=request.user)
        messages.success(request, _("The proposal is withdrawn."))
        return redirect(row)
    return _step_page(request, row, form, "proposal_withdraw")


@signed_in
@require_POST
def proposal_write(
    request: PersonRequest, slug: str, year: int, pk: int, line: int
) -> HttpResponse:
    """Write what was granted into one line of the plan."""
    proposal = proposal_of(request, plan_inside(request, slug, year), pk)
    row = scoped(BudgetProposalLine, request.user, pk=line, proposal=proposal)
    row.proposal = proposal
    actions.write_into_line(row=row, by=request.user)
    messages.success(request, _("Who pays now stands in “%(line)s”.") % {"line": row.what})
    return redirect(proposal)
