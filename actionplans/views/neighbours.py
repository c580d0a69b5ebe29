"""A committee's draft beside its neighbours': who may read it, what overlaps, what is missing."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Count, Min, Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from actionplans import overlaps
from actionplans.actions import neighbours as actions
from actionplans.forms.neighbours import OpeningForm, TalkForm
from actionplans.gaps import Matrix, matrix
from actionplans.models import (
    FIRST_PLAN_YEAR,
    AreaNeighbour,
    LineComment,
    Opening,
    OpeningGuest,
    Plan,
    PlanLine,
)
from actionplans.opened import audience
from actionplans.policy import neighbours as policy
from actionplans.sides import Sides
from actionplans.tabs import year_tabs
from actionplans.views.beside import Asked, gaps_file, overlap_file, overlap_page
from actionplans.views.years import plan_of
from actionplans.workflow.neighbours import NEW, WITHDRAWN
from committees import access, audit, downloads
from committees.calendar import LAST_BE_YEAR
from committees.errors import Conflict, WrongState
from committees.gather import gather
from committees.http import (
    PersonRequest,
    conflict_rows,
    inside,
    scoped,
    signed_in,
)
from committees.lists import export_links, kept_query
from committees.models import Area, AreaLevel, AuditEvent, Committee
from committees.policy import allows

MOST = 50
MOST_OPENED = 200


def committee_of(request: PersonRequest, slug: str, year: int) -> Committee:
    """A committee of one's own that has neighbours, or 404: a closed group has none."""
    together = Committee.objects.select_related("area", "province")
    committee = scoped(together, request.user, slug=slug)
    inside(request.user, committee)
    if committee.closed or not FIRST_PLAN_YEAR <= year <= LAST_BE_YEAR:
        raise Http404
    return committee


def _sides(request: PersonRequest, committee: Committee, year: int, plan: Plan | None) -> Sides:
    return Sides(
        access.scope_of(request.user),
        committee.province_id,
        year,
        committee=committee.pk,
        plan=plan.pk if plan else None,
    )


def _own_plan(request: PersonRequest, committee: Committee, year: int) -> Plan | None:
    rows = Plan.objects.visible_to(access.scope_of(request.user))
    return rows.filter(committee=committee, fiscal_year=year).first()


@signed_in
@require_safe
def neighbours(request: PersonRequest, slug: str, year: int) -> HttpResponse:
    """Who reads our draft, whose drafts we read, and where the two meet."""
    committee = committee_of(request, slug, year)
    found = _Overview(request, committee, year)
    asked = Asked.of(request)
    sides = _sides(request, committee, year, found.plan)
    pairs, pager = overlap_page(request, sides, asked)
    readers = {row.pk for row in found.readers}
    query = kept_query(request, "pillar", "quarter")
    context = {
        "committee": committee,
        "year": year,
        "found": found,
        "overlaps": [(pair, pair.theirs.committee.pk in readers) for pair in pairs],
        "pager": pager,
        "asked": asked,
        "filters": asked.filters(year),
        "clear_url": request.path if asked else "",
        "exports": export_links("neighbour_overlaps_export", slug, year, query=query),
        "may_open": allows(policy.check_open, request.user, committee),
        "may_talk": allows(policy.check_talk, request.user, committee),
        "tabs": _tabs(request, committee, year, found.plan),
        "history": audit.sentences(found.events),
        "print_of": committee.name,
    }
    return render(request, "actionplans/neighbours.html", context)


def _tabs(
    request: PersonRequest, committee: Committee, year: int, plan: Plan | None
) -> list[dict[str, Any]]:
    """The pages of the year, where it has a plan."""
    scope = access.scope_of(request.user)
    return year_tabs(committee, year, "neighbours", scope) if plan else []


class _Overview:
    """What stands on the page besides the overlaps; read in two statements."""

    def __init__(self, request: PersonRequest, committee: Committee, year: int) -> None:
        scope = access.scope_of(request.user)
        own = LineComment.objects.visible_to(scope).filter(committee=committee, fiscal_year=year)
        said = LineComment.objects.visible_to(scope).filter(guest=committee, fiscal_year=year)
        opened = Opening.objects.visible_to(scope).standing().open_to(committee)
        everybody = Committee.objects.visible_to(scope).filter(
            province_id=committee.province_id, kind__in=actions.GUESTS, ended__isnull=True
        )
        plans, openings, self.opened, counts, self.said, self.committees, guests = gather(
            [
                Plan.objects.visible_to(scope).filter(committee=committee, fiscal_year=year),
                Opening.objects.visible_to(scope).filter(committee=committee, fiscal_year=year),
                opened.filter(fiscal_year=year).select_related("committee")[:MOST_OPENED],
                own.exclude(state=WITHDRAWN)
                .order_by()
                .values("fiscal_year")
                .annotate(
                    all=Count("pk"),
                    new=Count("pk", filter=Q(state=NEW)),
                    since=Min("created_at", filter=Q(state=NEW)),
                ),
                said.exclude(state=WITHDRAWN)
                .select_related("committee")
                .order_by("-created_at")[:MOST],
                everybody.exclude(pk=committee.pk).order_by("sort_key"),
                OpeningGuest.objects.visible_to(scope).filter(
                    committee=committee, opening__closed_at__isnull=True
                ),
            ]
        )
        self.plan: Plan | None = plans[0] if plans else None
        self.opening: Opening | None = next((o for o in openings if o.closed_at is None), None)
        self.was_open = bool(openings)
        self.comments = counts[0] if counts else {"all": 0, "new": 0, "since": None}
        chosen = {row.guest_id for row in guests if self._of_this(row)}
        self.readers = audience(self.opening, self.committees, chosen) if self.opening else []
        self.events = self._events(request, openings)

    def _of_this(self, row: OpeningGuest) -> bool:
        return self.opening is not None and row.opening_id == self.opening.pk

    @staticmethod
    def _events(request: PersonRequest, openings: list[Opening]) -> list[AuditEvent]:
        if not openings:
            return []
        rows = AuditEvent.objects.visible_to(access.scope_of(request.user)).filter(
            subject_type=Opening._meta.label_lower,
            subject_id__in=[str(row.pk) for row in openings],
        )
        return list(rows[:MOST])


# --- Opening and closing ------------------------------------------------------------------------


@signed_in
@require_http_methods(["GET", "POST"])
def draft_open(request: PersonRequest, slug: str, year: int) -> HttpResponse:
    """Open the year's draft to neighbours, or change who reads it."""
    committee = committee_of(request, slug, year)
    plan = plan_of(request, slug, year)
    policy.check_open(request.user, committee)
    plan.committee = committee
    opening = Opening.objects.visible_to(access.scope_of(request.user)).standing()
    current = opening.filter(plan=plan).first()
    form = _opening_form(request, committee, current)
    conflict: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        try:
            _save_opening(request, plan, current, form)
        except Conflict as refused:
            conflict = _opening_conflict(request, current, form, refused)
            form = _opening_form(request, committee, current, version=conflict["version"])
        except WrongState as refused:
            form.add_error(None, refused.reason)
        else:
            return redirect("neighbours", slug=slug, year=year)
    status = 409 if conflict else (400 if form.is_bound and form.errors else 200)
    told = actions.guests_for(committee)
    context = {
        "committee": committee,
        "plan": plan,
        "form": form,
        "opening": current,
        "conflict": conflict,
        "possible": bool(told),
    }
    return render(request, "actionplans/draft_open.html", context, status=status)


def _opening_form(
    request: PersonRequest,
    committee: Committee,
    opening: Opening | None,
    version: int | None = None,
) -> OpeningForm:
    data = request.POST.copy() if request.method == "POST" else None
    if data is not None and version is not None:
        data["version"] = str(version)
    return OpeningForm(
        data,
        committee=committee,
        possible=actions.guests_for(committee),
        opening=opening,
        chosen=_chosen(request, opening),
    )


def _chosen(request: PersonRequest, opening: Opening | None) -> set[int]:
    if opening is None:
        return set()
    rows = OpeningGuest.objects.visible_to(access.scope_of(request.user)).filter(opening=opening)
    return set(rows.values_list("guest_id", flat=True))


def _save_opening(
    request: PersonRequest, plan: Plan, current: Opening | None, form: OpeningForm
) -> None:
    if current is None:
        actions.open_draft(plan=plan, by=request.user, **form.values())
        messages.success(request, _("The draft is open to neighbours. They have been told."))
        return
    actions.change_opening(
        opening=current,
        version=form.cleaned_data["version"] or 0,
        by=request.user,
        **form.values(),
    )
    messages.success(request, _("Saved. Who may read the draft now has been told."))


def _opening_conflict(
    request: PersonRequest, current: Opening | None, form: OpeningForm, refused: Conflict
) -> dict[str, Any]:
    """What somebody else saved beside what was chosen here."""
    assert current is not None  # noqa: S101  (only a change can conflict)
    newest = Opening.objects.visible_to(access.scope_of(request.user)).get(pk=current.pk)
    theirs = {
        "audience": "all" if newest.to_all else "chosen",
        "shows_money": newest.shows_money,
        "note": newest.note,
    }
    last = AuditEvent.objects.visible_to(access.scope_of(request.user)).filter(
        subject_type=Opening._meta.label_lower, subject_id=str(newest.pk)
    )
    event = last.first()
    return {
        "rows": conflict_rows(form, theirs),
        "who": event.actor if event else "",
        "at": event.at if event else newest.opened_at,
        "version": newest.version,
        "reason": refused.reason,
    }


@signed_in
@require_http_methods(["GET", "POST"])
def draft_close(request: PersonRequest, slug: str, year: int) -> HttpResponse:
    """Close the draft again; what neighbours said stays."""
    committee = committee_of(request, slug, year)
    policy.check_open(request.user, committee)
    rows = Opening.objects.visible_to(access.scope_of(request.user)).select_related("committee")
    found = rows.filter(committee=committee, fiscal_year=year).order_by("-opened_at", "-pk")
    opening = found.first()
    if opening is None:
        raise Http404
    if request.method == "POST":
        actions.close_opening(opening=opening, by=request.user)
        messages.success(request, _("The draft is closed to neighbours again."))
        return redirect("neighbours", slug=slug, year=year)
    policy.check_standing(opening)
    context = {
        "committee": committee,
        "year": year,
        "opening": opening,
        "told": [person.name for person in actions.readers_of(opening)],
        "cancel_url": reverse("neighbours", args=[slug, year]),
    }
    return render(request, "actionplans/draft_close.html", context)


# --- Overlaps -----------------------------------------------------------------------------------


@signed_in
@require_safe
@downloads.download
def overlaps_export(request: PersonRequest, slug: str, year: int, form: str) -> downloads.Download:
    """The overlaps as a file, exactly those of the page."""
    committee = committee_of(request, slug, year)
    sides = _sides(request, committee, year, _own_plan(request, committee, year))
    title = _("Overlaps %(year)s, %(committee)s") % {"year": year, "committee": committee.short}
    return overlap_file(sides, Asked.of(request), title)


@signed_in
@require_http_methods(["GET", "POST"])
def overlap(request: PersonRequest, slug: str, year: int, line: int, other: int) -> HttpResponse:
    """Two lines side by side, and what was agreed about them."""
    committee = committee_of(request, slug, year)
    sides = _sides(request, committee, year, _own_plan(request, committee, year))
    pair = _pair(sides, line, other)
    form = TalkForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        policy.check_talk(request.user, committee)
        if form.is_valid():
            own = scoped(
                PlanLine.objects.select_related("plan", "committee"), request.user, pk=line
            )
            actions.record_talk(
                line=own,
                other=pair.theirs.committee,
                other_line=other,
                by=request.user,
                **form.cleaned_data,
            )
            messages.success(request, _("It is on record."))
            return redirect("neighbours", slug=slug, year=year)
    context = {
        "committee": committee,
        "year": year,
        "pair": pair,
        "form": form,
        "may_talk": allows(policy.check_talk, request.user, committee),
    }
    status = 400 if form.is_bound and form.errors else 200
    return render(request, "actionplans/overlap.html", context, status=status)


def _pair(sides: Sides, line: int, other: int) -> overlaps.Overlap:
    """The overlap of these two lines, or 404: also where one of them cannot be read."""
    if max(line, other) >= 2**63:
        raise Http404
    found = overlaps.find(sides, overlaps.Wanted(ours=line, theirs=other, limit=1))
    if not found:
        raise Http404
    return found[0]


# --- Gaps ---------------------------------------------------------------------------------------


@signed_in
@require_safe
def gaps(request: PersonRequest, slug: str, year: int) -> HttpResponse:
    """Where nothing is planned, as far as this committee may know."""
    committee = committee_of(request, slug, year)
    asked = Asked.of(request)
    plan = _own_plan(request, committee, year)
    found, districts = _gaps(request, committee, year, plan, asked)
    query = kept_query(request, "pillar", "quarter", "area")
    context = {
        "committee": committee,
        "province": committee.province,
        "year": year,
        "matrix": found,
        "asked": asked,
        "filters": asked.filters(year),
        "quick": districts,
        "keep": [("area", "all")] if request.GET.get("area") == "all" else [],
        "clear_url": request.path if asked else "",
        "exports": export_links("neighbour_gaps_export", slug, year, query=query),
        "tabs": _tabs(request, committee, year, plan),
        "print_of": committee.name,
    }
    return render(request, "actionplans/gaps.html", context)


@signed_in
@require_safe
@downloads.download
def gaps_export(request: PersonRequest, slug: str, year: int, form: str) -> downloads.Download:
    """The matrix as a file."""
    committee = committee_of(request, slug, year)
    plan = _own_plan(request, committee, year)
    found, _districts = _gaps(request, committee, year, plan, Asked.of(request))
    title = _("Gaps %(year)s, %(committee)s") % {"year": year, "committee": committee.short}
    return gaps_file(found, title)


def _gaps(
    request: PersonRequest, committee: Committee, year: int, plan: Plan | None, asked: Asked
) -> tuple[Matrix, list[dict[str, Any]]]:
    """The matrix of the districts that concern a committee, and the links to more or fewer."""
    rows = list(Area.objects.filter(parent_id=committee.province_id).order_by("sort_key"))
    quick: list[dict[str, Any]] = []
    if committee.area.level == AreaLevel.DISTRICT:
        everything = request.GET.get("area") == "all"
        query = request.GET.copy()
        query.pop("area", None)
        near = query.urlencode()
        quick = [
            {
                "label": _("This district and its neighbours"),
                "url": f"?{near}",
                "current": not everything,
            },
            {
                "label": _("Every district of the province"),
                "url": f"?{near}&area=all" if near else "?area=all",
                "current": everything,
            },
        ]
        if not everything:
            beside = _beside(request, committee) | {committee.area_id}
            rows = [area for area in rows if area.pk in beside]
    sides = _sides(request, committee, year, plan)
    return matrix(sides, rows, pillar=asked.pillar, quarter=asked.quarter), quick


def _beside(request: PersonRequest, committee: Committee) -> set[int]:
    here = committee.area_id
    pairs = AreaNeighbour.objects.visible_to(access.scope_of(request.user)).filter(
        Q(low_id=here) | Q(high_id=here)
    )
    return {code for pair in pairs.values_list("low_id", "high_id") for code in pair}
