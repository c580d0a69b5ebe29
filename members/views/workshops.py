"""Pages of a SWOT workshop: the list, the live board, the screen of the room, the steps."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from committees import access, audit
from committees.errors import Conflict, WrongState
from committees.http import (
    PersonRequest,
    capped_count,
    conflict_rows,
    inside,
    pages,
    safe_int,
    scoped,
    signed_in,
)
from committees.models import AuditEvent
from committees.policy import allows
from committees.roles import Permission
from committees.search import read_query
from committees.tabs import committee_tabs
from members.actions import workshops as actions
from members.board import Board, recommended
from members.forms.workshops import PointForm, StepForm, WorkshopForm, initial_of
from members.models import Recommendation, Workshop
from members.parts.workshops import went_into
from members.policy import workshops as policy
from members.views.seats import committee_of
from members.workflow.workshops import CLOSED, COLLECTING, PREPARED, RECOMMENDING, VOTING, WORKSHOP

PAGE = 30


def workshop_of(request: PersonRequest, slug: str, pk: int) -> Workshop:
    """A workshop of this committee that the person may see, or 404."""
    committee = committee_of(request, slug)
    workshop = scoped(Workshop, request.user, pk=pk, committee=committee)
    workshop.committee = committee
    return workshop


def workshop_inside(request: PersonRequest, slug: str, pk: int) -> Workshop:
    """A workshop of a committee the person sits in: what is not for those above."""
    workshop = workshop_of(request, slug, pk)
    inside(request.user, workshop)
    return workshop


# --- The list -----------------------------------------------------------------------------------


@signed_in
@require_safe
def workshops(request: PersonRequest, slug: str) -> HttpResponse:
    """The workshops of a committee, newest first."""
    committee = committee_of(request, slug)
    scope = access.scope_of(request.user)
    rows = Workshop.objects.visible_to(scope).filter(committee=committee)
    q = read_query(request.GET.get("q", ""))
    if q:
        rows = rows.filter(title__icontains=q)
    found, pager = pages(request, rows.order_by("-held_on", "-pk"), PAGE)
    for row in found:
        row.committee = committee
    count, capped = capped_count(rows)
    context = {
        "committee": committee,
        "tabs": committee_tabs(committee, "year", scope),
        "rows": found,
        "pager": pager | {"count": count, "capped": capped},
        "may_run": allows(policy.check_run, request.user, committee),
        "q": q,
        "clear_url": reverse("workshops", args=[slug]) if q else "",
        "print_of": committee.name,
    }
    return render(request, "members/workshops.html", context)


# --- Preparing ----------------------------------------------------------------------------------


@signed_in
@require_http_methods(["GET", "POST"])
def workshop_new(request: PersonRequest, slug: str) -> HttpResponse:
    """Prepare a workshop."""
    committee = committee_of(request, slug)
    policy.check_run(request.user, committee)
    form = WorkshopForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        workshop = actions.prepare_workshop(
            committee=committee,
            values=form.values(),
            by=request.user,
            form_key=form.cleaned_data["form_key"],
        )
        messages.success(request, _("The workshop is prepared. Open it when people are there."))
        return redirect(workshop)
    status = 400 if form.is_bound else 200
    context = {"committee": committee, "form": form}
    return render(request, "members/workshop_form.html", context, status=status)


@signed_in
@require_http_methods(["GET", "POST"])
def workshop_edit(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """Change what a workshop is about and how it votes."""
    workshop = workshop_inside(request, slug, pk)
    policy.check_edit(request.user, workshop)
    settled = policy.votes_are_settled(workshop)
    form = WorkshopForm(
        request.POST if request.method == "POST" else None, workshop=workshop, settled=settled
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_workshop(
                workshop=workshop,
                values=form.values(),
                version=form.cleaned_data["version"] or 0,
                by=request.user,
            )
        except Conflict:
            return _edit_conflict(request, workshop, form)
        except WrongState as refused:
            form.add_error(None, refused.reason)
        else:
            messages.success(request, _("The details are saved."))
            return redirect(workshop)
    status = 400 if form.is_bound else 200
    context = {"committee": workshop.committee, "workshop": workshop, "form": form}
    return render(request, "members/workshop_form.html", context, status=status)


def _edit_conflict(request: PersonRequest, workshop: Workshop, form: WorkshopForm) -> HttpResponse:
    """Theirs and yours side by side; the form keeps what was typed and takes their version."""
    scope = access.scope_of(request.user)
    newest = scoped(Workshop, request.user, pk=workshop.pk)
    newest.committee = workshop.committee
    data = request.POST.copy()
    data["version"] = str(newest.version)
    again = WorkshopForm(data, workshop=newest, settled=policy.votes_are_settled(newest))
    again.is_valid()
    last = (
        AuditEvent.objects.visible_to(scope)
        .filter(subject_type=newest._meta.label_lower, subject_id=str(newest.pk))
        .first()
    )
    conflict = {
        "who": last.actor if last else _("Somebody"),
        "at": last.at if last else newest.changed_at,
        "rows": conflict_rows(form, initial_of(newest)),
        "theirs_url": newest.get_absolute_url(),
    }
    context = {
        "committee": newest.committee,
        "workshop": newest,
        "form": again,
        "conflict": conflict,
    }
    return render(request, "members/workshop_form.html", context, status=409)


# --- The board ----------------------------------------------------------------------------------


@signed_in
@require_safe
def workshop(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """The workshop: inside its board, from above what it recommends."""
    row = workshop_of(request, slug, pk)
    form = PointForm.fresh(request.GET.get("heading", ""))
    return workshop_page(request, row, form)


def workshop_page(
    request: PersonRequest, row: Workshop, form: PointForm, status: int = 200
) -> HttpResponse:
    """The page of a workshop with this form for a point."""
    scope = access.scope_of(request.user)
    sees_board = scope.sees_inside(row)
    board = board_of(request, row) if sees_board else None
    found = board.recommendations if board else recommended(row, scope)
    context = {
        "committee": row.committee,
        "workshop": row,
        "board": board,
        "form": form,
        "step": _next_step(row, board),
        "may_edit": allows(policy.check_edit, request.user, row),
        "back": _steps_back(row, board),
        "recommendations": found,
        "went": _went(request, found) if row.state == CLOSED else {},
        "facts": _facts(row),
        "history": audit.history_of(row, scope),
        "print_of": row.committee.name,
    }
    return render(request, "members/workshop.html", context, status=status)


def board_of(request: PersonRequest, row: Workshop) -> Board:
    """The board as this person sees it."""
    asked = safe_int(request.GET.get("for", "") or request.POST.get("organisation", ""))
    return Board(row, request.user, access.scope_of(request.user), asked)


def _went(request: PersonRequest, rows: list[Recommendation]) -> dict[int, Any]:
    scope = access.scope_of(request.user)
    return went_into(scope, [row.pk for row in rows])


def _facts(row: Workshop) -> list[str]:
    whose = (
        ngettext(
            "%(count)d vote an organisation", "%(count)d votes an organisation", row.votes_each
        )
        if row.by_organisation
        else ngettext("%(count)d vote a person", "%(count)d votes a person", row.votes_each)
    )
    return [
        _("fiscal year %(year)s") % {"year": row.fiscal_year},
        whose % {"count": row.votes_each},
    ]


def _next_step(row: Workshop, board: Board | None) -> str:
    """The one step forward, for who runs the workshop."""
    if board is None or not board.runs:
        return ""
    forward = {
        PREPARED: "open",
        COLLECTING: "vote",  # also while no point stands yet: they come without the page
        VOTING: "recommend",
        RECOMMENDING: "close" if board.recommendations else "",
    }
    return forward.get(row.state, "")


def _steps_back(row: Workshop, board: Board | None) -> list[dict[str, str]]:
    """The steps back that are open now, for the menu."""
    if board is None or not board.runs:
        return []
    votes = board.turnout if board.voting else 0
    found = []
    for action in ("collect", "revote", "reopen"):
        counts = {"votes": votes, "recommendations": len(board.recommendations)}
        if allows(policy.check_step, action, board.user, row, **counts):
            found.append({"action": action, "label": str(WORKSHOP.transitions[action].label)})
    return found


@signed_in
@require_safe
def workshop_board(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """The board alone, for those who follow it; 204 while it is as they have it (`seen`).

    A waiting phone costs one small query on top of knowing who it is.
    """
    scope = access.scope_of(request.user)
    seen = safe_int(request.GET.get("seen", ""))
    newest = (
        Workshop.objects.visible_to(scope)
        .filter(pk=min(pk, 2**63 - 1), committee__slug=slug, committee_id__in=scope.inside)
        .values_list("board", flat=True)
        .first()
    )
    if newest is None:
        raise Http404
    if newest == seen:
        return HttpResponse(status=204)
    row = workshop_inside(request, slug, pk)
    return board_fragment(request, row)


def board_fragment(request: PersonRequest, row: Workshop) -> HttpResponse:
    """The board as htmx puts it into the page."""
    context = {
        "board": board_of(request, row),
        "workshop": row,
        "committee": row.committee,
        "screen": request.GET.get("screen") == "1",
    }
    return render(request, "members/_board.html", context)


@signed_in
@require_safe
def workshop_screen(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """The board in big type for the wall of the room; it follows by itself."""
    row = workshop_inside(request, slug, pk)
    context = {
        "board": board_of(request, row),
        "workshop": row,
        "committee": row.committee,
        "screen": True,
        "address": request.build_absolute_uri(row.get_absolute_url()),
    }
    return render(request, "members/workshop_screen.html", context)


# --- Steps --------------------------------------------------------------------------------------


@signed_in
@require_http_methods(["GET", "POST"])
def workshop_step(request: PersonRequest, slug: str, pk: int, action: str) -> HttpResponse:
    """Take the workshop to its next state, or back: what that means, and whom it tells."""
    row = workshop_inside(request, slug, pk)
    if action not in WORKSHOP.transitions:
        raise Http404
    transition = WORKSHOP.transitions[action]
    _check_step(request, action, row)
    posted = request.method == "POST"
    form = StepForm(
        request.POST if posted else None,
        asks=transition.needs_reason,
        initial={"seen": row.state},
    )
    if posted and form.is_valid():
        actions.step_workshop(
            workshop=row,
            action=action,
            by=request.user,
            reason=form.cleaned_data.get("reason", ""),
            seen=form.cleaned_data["seen"],
        )
        messages.success(request, _DONE[action]())
        return redirect(row)
    context = {
        "committee": row.committee,
        "workshop": row,
        "heading": transition.label,
        "consequence": _CONSEQUENCES[action](),
        "told": _told(row) if transition.notice else [],
        "form": form,
        "back_url": row.get_absolute_url(),
        "danger": action == "reopen",
    }
    status = 400 if form.is_bound else 200
    return render(request, "members/workshop_step.html", context, status=status)


def _check_step(request: PersonRequest, action: str, row: Workshop) -> None:
    board = board_of(request, row)
    policy.check_step(
        action,
        request.user,
        row,
        points=board.count,
        votes=board.turnout,
        recommendations=len(board.recommendations),
    )


def _told(row: Workshop) -> list[str]:
    people = access.holders(Permission.TAKE_PART, row.committee)
    return [person.name for person in people]


_CONSEQUENCES = {
    "open": lambda: _("Everybody who takes part can add points from now on, also on a phone."),
    "vote": lambda: _(
        "No points can be added or changed from now on; everybody who takes part can vote."
    ),
    "collect": lambda: _("The vote is closed without a result, and points can be added again."),
    "recommend": lambda: _(
        "Votes can no longer be changed. All see the result, and recommendations can be written."
    ),
    "revote": lambda: _("Votes can be changed again until you close the vote."),
    "close": lambda: _(
        "The recommendations stand from now on. Those above the committee read them, but neither"
        " the points nor the votes; the organisations named as owners are told."
    ),
    "reopen": lambda: _(
        "Recommendations can be changed again. Until the workshop is closed once more, those above"
        " no longer read them."
    ),
}
_DONE = {
    "open": lambda: _("The workshop is open. Points can be added."),
    "vote": lambda: _("The vote is open."),
    "collect": lambda: _("Points can be added again."),
    "recommend": lambda: _("The vote is closed. Write the recommendations now."),
    "revote": lambda: _("The vote is open again."),
    "close": lambda: _("The workshop is closed. Put its recommendations into the plan now."),
    "reopen": lambda: _("The workshop is open again for its recommendations."),
}
