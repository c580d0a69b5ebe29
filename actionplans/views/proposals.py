"""Budget proposals of a plan's year: the list, one letter, and its papers."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet, Sum
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from actionplans.documents.proposals import document_of, proposal_docx, proposal_pdf
from actionplans.models import BudgetProposal, BudgetProposalLine, Plan, ProposalState, QuarterPlan
from actionplans.policy import proposals as policy
from actionplans.policy.plans import check_plan
from actionplans.tabs import year_tabs
from actionplans.views.years import plan_of
from actionplans.workflow.plans import OPEN
from actionplans.workflow.proposals import ASKING, PROMISED
from committees import access, audit, downloads, lists
from committees.documents import Digits, Language
from committees.exports import Sheet, Value
from committees.http import PersonRequest, inside, pages, scoped, signed_in
from committees.papers import DOCX
from committees.policy import allows
from committees.search import read_query
from committees.templatetags.ui import status_of

PAGE = 50
SORTS = {"newest": ("-changed_at", "-pk"), "asked": ("-asked", "pk"), "name": ("addressee", "pk")}


def plan_inside(request: PersonRequest, slug: str, year: int) -> Plan:
    """The plan of this year, for people inside its committee; 404 for others."""
    plan = plan_of(request, slug, year)
    inside(request.user, plan)
    return plan


def proposal_of(request: PersonRequest, plan: Plan, pk: int) -> BudgetProposal:
    """A proposal of this plan, or 404."""
    together = BudgetProposal.objects.select_related("paper", "organisation")
    proposal = scoped(together, request.user, pk=pk, plan=plan)
    proposal.plan, proposal.committee = plan, plan.committee
    return proposal


def lines_of(request: PersonRequest, proposal: BudgetProposal) -> list[BudgetProposalLine]:
    """What is asked in it, line by line."""
    rows = BudgetProposalLine.objects.visible_to(access.scope_of(request.user))
    return list(rows.filter(proposal=proposal).select_related("line", "proposal"))


def _filtered(
    request: PersonRequest, plan: Plan
) -> tuple[QuerySet[BudgetProposal], dict[str, str]]:
    """The proposals as the address asks for them."""
    state = request.GET.get("state", "")
    asks = {
        "q": read_query(request.GET.get("q", "")),
        "state": state if state in ProposalState.values else "",
        "sort": lists.one_of(request, "sort", SORTS),
    }
    rows = BudgetProposal.objects.visible_to(access.scope_of(request.user)).filter(plan=plan)
    if asks["state"]:
        rows = rows.filter(state=asks["state"])
    if asks["q"]:
        rows = rows.filter(
            Q(subject__icontains=asks["q"])
            | Q(addressee__icontains=asks["q"])
            | Q(reference__icontains=asks["q"])
        )
    return rows.order_by(*SORTS[asks["sort"]]), asks


@signed_in
@require_safe
def proposals(request: PersonRequest, slug: str, year: int) -> HttpResponse:
    """The year's proposals, with what was asked and granted in all."""
    plan = plan_inside(request, slug, year)
    scope = access.scope_of(request.user)
    rows, asks = _filtered(request, plan)
    page, pager = pages(request, rows, PAGE)
    for row in page:
        row.plan, row.committee = plan, plan.committee
    everything = BudgetProposal.objects.visible_to(scope).filter(plan=plan)
    sums = everything.aggregate(
        asking=Sum("asked", filter=Q(state__in=ASKING)),
        granted=Sum("granted", filter=Q(state__in=PROMISED)),
    )
    sorts = {"newest": _("Newest change first"), "asked": _("Largest first"), "name": _("By name")}
    states = [(s, status_of(s).label) for s in ProposalState.values]
    context = {
        "plan": plan,
        "committee": plan.committee,
        "rows": page,
        "pager": pager,
        "sums": sums,
        "q": asks["q"],
        "filters": [lists.choice("state", _("status"), _("All"), states, asks["state"])],
        "sorts": lists.links(request, "sort", sorts, asks["sort"]),
        "exports": lists.export_links(
            "proposals_export", slug, year, query=lists.kept_query(request, "q", "state", "sort")
        ),
        "clear_url": "?" if asks["q"] or asks["state"] else "",
        "may_write": allows(check_plan, request.user, plan.committee),
        "tabs": year_tabs(plan.committee, year, "proposals", scope),
    }
    return render(request, "actionplans/proposals.html", context)


@signed_in
@require_safe
@downloads.download
def proposals_export(request: PersonRequest, slug: str, year: int, form: str) -> downloads.Download:
    """The list as it is filtered, as a spreadsheet."""
    plan = plan_inside(request, slug, year)
    rows, _asks = _filtered(request, plan)
    headers = [
        _("subject"),
        _("municipality or local administration"),
        _("status"),
        _("asked, baht"),
        _("granted, baht"),
        _("sent on"),
        _("reference number of the letter"),
        _("day of the answer"),
        _("what the answer says"),
    ]
    notes = [plan.committee.name, str(plan)]
    sheet = Sheet(_("Budget proposals"), headers, downloads.each(rows, _cells), notes)
    return downloads.Download(f"proposals-{slug}-{year}", [sheet], rows)


def _cells(row: BudgetProposal) -> list[Value]:
    return [
        row.subject,
        row.addressee,
        str(status_of(row.state).label),
        row.asked,
        row.granted,
        row.sent_on,
        row.reference,
        row.answered_on,
        row.answer,
    ]


@dataclass(frozen=True)
class PlacedLine:
    """A line of a proposal, and whether who pays can be written into the plan now."""

    row: BudgetProposalLine
    locked: list[QuarterPlan]
    writable: bool


def _placed(row: BudgetProposalLine, quarters: list[QuarterPlan]) -> PlacedLine:
    touched = [quarter for quarter in quarters if row.line.falls_in(quarter.period)]
    locked = [quarter for quarter in touched if quarter.state not in OPEN]
    return PlacedLine(row, locked, row.line.removed_at is None and len(locked) < len(touched))


@signed_in
@require_safe
def proposal(request: PersonRequest, slug: str, year: int, pk: int) -> HttpResponse:
    """One proposal: the letter, the amounts, where it stands, and what can be done now."""
    plan = plan_inside(request, slug, year)
    row = proposal_of(request, plan, pk)
    scope = access.scope_of(request.user)
    quarters = QuarterPlan.objects.visible_to(scope).filter(plan=plan).select_related("committee")
    found = list(quarters.order_by("quarter"))
    lines = [_placed(line, found) for line in lines_of(request, row)]
    context = {
        "plan": plan,
        "committee": plan.committee,
        "proposal": row,
        "lines": lines,
        "promised": row.state in PROMISED,
        "may": policy.open_to(request.user, row),
        "may_write": allows(check_plan, request.user, plan.committee),
        "history": audit.history_of(row, scope),
        "print_of": plan.committee.name,
    }
    return render(request, "actionplans/proposal.html", context)


@signed_in
@require_safe
def proposal_found(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """Lead from a line of history to the proposal, whose year the line does not know."""
    together = BudgetProposal.objects.select_related("committee", "plan")
    return redirect(scoped(together, request.user, pk=pk, committee__slug=slug))


def _digits(request: PersonRequest) -> Digits | None:
    return "arabic" if request.GET.get("digits") == "arabic" else None


def _language(request: PersonRequest) -> Language:
    """The letter goes to a Thai office: Thai, unless English is asked for."""
    return "en" if request.GET.get("language") == "en" else "th"


@signed_in
@require_safe
def proposal_paper(
    request: PersonRequest, slug: str, year: int, pk: int, form: str
) -> HttpResponse:
    """The letter as a PDF or as a Word file; ?language=en, ?digits=arabic."""
    plan = plan_inside(request, slug, year)
    row = proposal_of(request, plan, pk)
    document = document_of(row, lines_of(request, row), _language(request))
    name = f"proposal-{slug}-{year}-{pk}.{form}"
    if form == "pdf":
        response = HttpResponse(
            proposal_pdf(document, _digits(request)), content_type="application/pdf"
        )
        response["Content-Disposition"] = f'inline; filename="{name}"'
    elif form == "docx":
        response = HttpResponse(proposal_docx(document, _digits(request)), content_type=DOCX)
        response["Content-Disposition"] = f'attachment; filename="{name}"'
    else:
        raise Http404
    response["Cache-Control"] = "private, no-store"
    return response


def list_url(plan: Plan) -> str:
    """The address of the list of this year."""
    return reverse("proposals", args=[plan.committee.slug, plan.fiscal_year])
