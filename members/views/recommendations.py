"""Recommendations of workshops: writing them, following them, where they went."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import F, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from committees import access, audit, lists
from committees.calendar import today
from committees.errors import Conflict, WrongState
from committees.http import (
    PersonRequest,
    capped_count,
    conflict_rows,
    pages,
    safe_int,
    scoped,
    signed_in,
)
from committees.models import AuditEvent, Committee
from committees.policy import allows
from committees.roles import Permission
from committees.search import LONGEST, read_query
from committees.tabs import committee_tabs
from members.actions import recommendations as actions
from members.board import Board, ranked
from members.forms.workshops import RecommendationForm, StepForm
from members.models import (
    Organisation,
    Point,
    Recommendation,
    RecommendationState,
    Seat,
    Workshop,
)
from members.parts.workshops import ways_on, went_into
from members.policy import workshops as policy
from members.policy.speaking import TAKING_PART
from members.views.seats import committee_of
from members.views.workshops import workshop_inside
from members.workflow.workshops import CLOSED, RECOMMENDATION, UNSETTLED

PAGE = 50
TOGETHER = Recommendation.objects.select_related("workshop", "owner", "seat__person")


def recommendation_of(request: PersonRequest, slug: str, pk: int) -> Recommendation:
    """A recommendation of this committee that the person may see, or 404."""
    committee = committee_of(request, slug)
    row = scoped(TOGETHER, request.user, pk=pk, committee=committee)
    row.committee = row.workshop.committee = committee
    return row


# --- The list -----------------------------------------------------------------------------------

STATES = ("unsettled", *RecommendationState.values, "all")
SORTS = ("due", "newest", "owner")


@signed_in
@require_safe
def recommendations(request: PersonRequest, slug: str) -> HttpResponse:
    """What the workshops of a committee recommended, and what became of it."""
    committee = committee_of(request, slug)
    scope = access.scope_of(request.user)
    listed = listed_recommendations(request, committee)
    found, pager = pages(request, listed, PAGE)
    went = went_into(scope, [row.pk for row in found])
    for row in found:
        row.committee = row.workshop.committee = committee
    count, capped = capped_count(listed)
    query = _kept_query(request)
    context = {
        "committee": committee,
        "tabs": committee_tabs(committee, "year", scope),
        "rows": [{"row": row, "went": went.get(row.pk, []), "late": is_late(row)} for row in found],
        "pager": pager | {"count": count, "capped": capped},
        "q": read_query(request.GET.get("q", "")),
        "quick": _quick(request),
        "filters": [_year_filter(request, committee)],
        "sorts": _sorts(request),
        "keep": [
            (name, request.GET[name][:LONGEST])
            for name in ("state", "sort")
            if _said(request, name)
        ],
        "exports": lists.export_links("recommendations_export", slug, query=query),
        "clear_url": reverse("recommendations", args=[slug]) if query else "",
        "print_of": committee.name,
    }
    return render(request, "members/recommendations.html", context)


def listed_recommendations(request: PersonRequest, committee: Committee) -> QuerySet[Any]:
    """The recommendations the filters ask for; anything odd in them counts as not said.

    Only of closed workshops: what is still being written stands with its workshop.
    """
    rows = Recommendation.objects.visible_to(access.scope_of(request.user)).filter(
        committee=committee, workshop__state=CLOSED
    )
    state = lists.one_of(request, "state", STATES)
    if state == "unsettled":
        rows = rows.filter(state__in=UNSETTLED)
    elif state != "all":
        rows = rows.filter(state=state)
    year = safe_int(request.GET.get("year", ""))
    if year is not None and year < 32768:
        rows = rows.filter(workshop__fiscal_year=year)
    q = read_query(request.GET.get("q", ""))
    if q:
        rows = rows.filter(text__icontains=q)
    order: dict[str, list[Any]] = {
        "due": [F("due").asc(nulls_last=True)],
        "newest": ["-workshop__held_on", "number"],
        "owner": ["owner__sort_key"],
    }
    ordered: QuerySet[Any] = rows.select_related("workshop", "owner", "seat__person").order_by(
        *order[lists.one_of(request, "sort", SORTS)], "pk"
    )
    return ordered


def is_late(row: Recommendation) -> bool:
    """Whether its day is past and nothing settled it."""
    return bool(row.unsettled and row.due and row.due < today())


def _kept_query(request: PersonRequest) -> str:
    return lists.kept_query(request, "q", "state", "year", "sort")


def _said(request: PersonRequest, name: str) -> bool:
    return request.GET.get(name, "") in {*STATES, *SORTS}


def _quick(request: PersonRequest) -> list[dict[str, Any]]:
    labels = {
        "unsettled": _("Not settled"),
        "open": _("Open"),
        "taken_up": _("Taken up"),
        "done": _("Done"),
        "dropped": _("Dropped"),
        "all": _("All"),
    }
    chosen = lists.one_of(request, "state", STATES)
    return lists.links(request, "state", labels, chosen)


def _sorts(request: PersonRequest) -> list[dict[str, Any]]:
    labels = {
        "due": _("Soonest due first"),
        "newest": _("Newest first"),
        "owner": _("By organisation"),
    }
    chosen = lists.one_of(request, "sort", SORTS)
    return lists.links(request, "sort", labels, chosen)


def _year_filter(request: PersonRequest, committee: Committee) -> dict[str, Any]:
    years = (
        Workshop.objects.visible_to(access.scope_of(request.user))
        .filter(committee=committee)
        .order_by("-fiscal_year")
        .values_list("fiscal_year", flat=True)
        .distinct()[:PAGE]
    )
    chosen = safe_int(request.GET.get("year", ""))
    options = [{"value": "", "label": _("every year"), "current": chosen is None}]
    options += [{"value": year, "label": str(year), "current": year == chosen} for year in years]
    return {"name": "year", "label": _("Fiscal year"), "options": options}


# --- One recommendation -------------------------------------------------------------------------


@signed_in
@require_safe
def recommendation(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """What is recommended, from which points, whose it is, what became of it, where it went."""
    row = recommendation_of(request, slug, pk)
    scope = access.scope_of(request.user)
    sees_points = scope.sees_inside(row)
    acts = [
        {"action": action, "label": transition.label}
        for action, transition in RECOMMENDATION.transitions.items()
        if sees_points and allows(policy.check_follow, action, request.user, row)
    ]
    context = {
        "committee": row.committee,
        "workshop": row.workshop,
        "row": row,
        "late": is_late(row),
        "sees_points": sees_points,
        "points": _origins(request, row) if sees_points else [],
        "went": went_into(scope, [row.pk]).get(row.pk, []),
        "ways": ways_on(request.user, row) if sees_points else [],
        "acts": acts,
        "may_write": allows(policy.check_recommend, request.user, row.workshop),
        "history": audit.history_of(row, scope),
        "print_of": row.committee.name,
    }
    return render(request, "members/recommendation.html", context)


def _origins(request: PersonRequest, row: Recommendation) -> list[Point]:
    scope = access.scope_of(request.user)
    chosen = row.points.through.objects.visible_to(scope).filter(recommendation=row)
    return list(
        Point.objects.visible_to(scope)
        .filter(pk__in=chosen.values("point"))
        .order_by("heading", "created_at")
    )


# --- Writing ------------------------------------------------------------------------------------


@signed_in
@require_http_methods(["GET", "POST"])
def recommendation_new(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """Put a recommendation into words, from one point or several (`?point=`)."""
    workshop = workshop_inside(request, slug, pk)
    policy.check_recommend(request.user, workshop)
    asked = [safe_int(value) for value in request.GET.getlist("point")[:20]]
    posted = request.method == "POST"
    form = _form(
        request,
        workshop,
        request.POST if posted else None,
        chosen=[value for value in asked if value is not None],
    )
    if posted and form.is_valid():
        try:
            actions.write_recommendation(
                workshop=workshop,
                values=form.values(),
                by=request.user,
                form_key=form.cleaned_data["form_key"],
            )
        except WrongState as refused:
            form.add_error(None, refused.reason)
        else:
            messages.success(request, _("The recommendation is written down."))
            return redirect(f"{workshop.get_absolute_url()}#recommendations")
    return _form_page(request, workshop, form, None)


@signed_in
@require_http_methods(["GET", "POST"])
def recommendation_edit(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """Change a recommendation before its workshop closes."""
    row = _row_inside(request, slug, pk)
    policy.check_recommend(request.user, row.workshop)
    posted = request.method == "POST"
    form = _form(request, row.workshop, request.POST if posted else None, row=row)
    conflict = None
    if posted and form.is_valid():
        try:
            actions.change_recommendation(
                recommendation=row,
                values=form.values(),
                version=form.cleaned_data["version"] or 0,
                by=request.user,
            )
        except Conflict:
            form, conflict = _conflict(request, row, form)
        except WrongState as refused:
            form.add_error(None, refused.reason)
        else:
            messages.success(request, _("The recommendation is saved."))
            return redirect(f"{row.workshop.get_absolute_url()}#recommendations")
    return _form_page(request, row.workshop, form, row, conflict)


def _row_inside(request: PersonRequest, slug: str, pk: int) -> Recommendation:
    row = recommendation_of(request, slug, pk)
    if not access.scope_of(request.user).sees_inside(row):
        raise Http404
    return row


def _form(
    request: PersonRequest,
    workshop: Workshop,
    data: Any,
    *,
    row: Recommendation | None = None,
    chosen: list[int] | None = None,
) -> RecommendationForm:
    scope = access.scope_of(request.user)
    board = Board(workshop, request.user, scope)
    points = (
        Point.objects.visible_to(scope).on_top().filter(workshop=workshop).order_by("heading", "pk")
    )
    owners = Organisation.objects.visible_to(scope).filter(province_id=workshop.province_id)
    seats = (
        Seat.objects.visible_to(scope)
        .current(today())
        .filter(committee=workshop.committee, role__in=TAKING_PART)
        .select_related("person", "organisation")
        .order_by("person__sort_key", "pk")
    )
    return RecommendationForm(
        data,
        points=points,
        owners=owners,
        seats=seats,
        votes=board.votes,
        row=row,
        chosen=chosen,
    )


def _conflict(
    request: PersonRequest, row: Recommendation, form: RecommendationForm
) -> tuple[RecommendationForm, dict[str, Any]]:
    newest = recommendation_of(request, row.committee.slug, row.pk)
    last = (
        AuditEvent.objects.visible_to(access.scope_of(request.user))
        .filter(subject_type=newest._meta.label_lower, subject_id=str(newest.pk))
        .first()
    )
    data = request.POST.copy()
    data["version"] = str(newest.version)
    again = _form(request, newest.workshop, data, row=newest)
    again.is_valid()
    theirs = {"text": newest.text, "owner": newest.owner, "seat": newest.seat}
    return again, {
        "who": last.actor if last else _("Somebody"),
        "at": last.at if last else newest.changed_at,
        "rows": conflict_rows(form, theirs),
        "theirs_url": newest.workshop.get_absolute_url(),
    }


def _form_page(
    request: PersonRequest,
    workshop: Workshop,
    form: RecommendationForm,
    row: Recommendation | None,
    conflict: dict[str, Any] | None = None,
) -> HttpResponse:
    board = Board(workshop, request.user, access.scope_of(request.user))
    context = {
        "committee": workshop.committee,
        "workshop": workshop,
        "row": row,
        "form": form,
        "conflict": conflict,
        "best": [card for card in ranked(board.cards) if card.votes][:5],
    }
    status = 409 if conflict else (400 if form.is_bound else 200)
    return render(request, "members/recommendation_form.html", context, status=status)


@signed_in
@require_http_methods(["GET", "POST"])
def recommendation_remove(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """Take a recommendation out before its workshop closes."""
    row = _row_inside(request, slug, pk)
    policy.check_recommend(request.user, row.workshop)
    if request.method == "POST":
        actions.remove_recommendation(recommendation=row, by=request.user)
        messages.success(request, _("The recommendation is taken out."))
        return redirect(f"{row.workshop.get_absolute_url()}#recommendations")
    context = {
        "committee": row.committee,
        "workshop": row.workshop,
        "heading": _("Take out this recommendation"),
        "quoted": row.text,
        "consequence": _("It goes from the workshop’s result; the history keeps its words."),
        "back_url": row.workshop.get_absolute_url(),
        "danger": True,
    }
    return render(request, "members/workshop_step.html", context)


# --- Following ----------------------------------------------------------------------------------

_CONSEQUENCES = {
    "take_up": gettext_lazy("It shows as taken up, so that all see that somebody works on it."),
    "finish": gettext_lazy("It shows as done and no longer waits for anybody."),
    "drop": gettext_lazy("It shows as dropped, with your reason, and no longer waits for anybody."),
    "resume": gettext_lazy("It is open again and waits for the organisation whose it is."),
}


@signed_in
@require_http_methods(["GET", "POST"])
def recommendation_follow(request: PersonRequest, slug: str, pk: int, action: str) -> HttpResponse:
    """Say what became of a recommendation."""
    row = _row_inside(request, slug, pk)
    if action not in RECOMMENDATION.transitions:
        raise Http404
    transition = policy.check_follow(action, request.user, row)
    posted = request.method == "POST"
    form = StepForm(
        request.POST if posted else None,
        asks=transition.needs_reason,
        initial={"seen": row.state},
    )
    if posted and form.is_valid():
        actions.follow_recommendation(
            recommendation=row,
            action=action,
            by=request.user,
            reason=form.cleaned_data.get("reason", ""),
            seen=form.cleaned_data["seen"],
        )
        messages.success(request, _("It is on record."))
        return redirect(row)
    people = access.holders(Permission.RUN_WORKSHOP, row.committee) if transition.notice else []
    context = {
        "committee": row.committee,
        "workshop": row.workshop,
        "heading": transition.label,
        "quoted": row.text,
        "consequence": _CONSEQUENCES[action],
        "told": [person.name for person in people if person.pk != request.user.pk],
        "form": form,
        "back_url": row.get_absolute_url(),
        "danger": action == "drop",
    }
    status = 400 if form.is_bound else 200
    return render(request, "members/workshop_step.html", context, status=status)
