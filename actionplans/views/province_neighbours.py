"""A province's overlaps and gaps among the plans that went up; which districts are neighbours."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from actionplans.actions import neighbours as actions
from actionplans.forms.neighbours import NeighbourDistrictsForm
from actionplans.gaps import matrix
from actionplans.models import AreaNeighbour
from actionplans.sides import Sides
from actionplans.tabs import province_tabs
from actionplans.views.beside import Asked, gaps_file, overlap_file, overlap_page
from actionplans.years import year_asked
from committees import access, audit, downloads
from committees.calendar import fiscal_year, today
from committees.errors import Conflict
from committees.http import PersonRequest, scoped, signed_in
from committees.kinds import Kind
from committees.lists import choice, export_links, kept_query
from committees.models import Area, AreaLevel, AuditEvent, Committee
from committees.policy import check_mark_areas

AROUND = (-1, 0, 1)


def _province(request: PersonRequest, code: int) -> tuple[Area, list[Area]]:
    """A province this person oversees with its districts, or 404; one query."""
    if code not in access.scope_of(request.user).overseen_provinces:
        raise Http404
    rows = Area.objects.filter(Q(pk=code) | Q(parent=code)).order_by("sort_key")
    areas = {row.pk: row for row in rows}
    province = areas.pop(code)
    return province, list(areas.values())


def _years(year: int) -> dict[str, Any]:
    """The choice of the fiscal year: those around the running one, and the one asked for."""
    now = fiscal_year(today())
    years = sorted({year, *(now + step for step in AROUND)}, reverse=True)
    values = [(one, _("Fiscal year %(year)s") % {"year": one}) for one in years]
    found = choice("year", _("fiscal year"), "", values, year)
    found["options"] = found["options"][1:]
    return found


def _sides(request: PersonRequest, province: Area, year: int) -> Sides:
    return Sides(access.scope_of(request.user), province.pk, year)


@signed_in
@require_safe
def overlaps(request: PersonRequest, code: int) -> HttpResponse:
    """What committees of the province have sent up for the same place, pillar and time."""
    province, _districts = _province(request, code)
    year, asked = year_asked(request), Asked.of(request)
    pairs, pager = overlap_page(request, _sides(request, province, year), asked)
    query = kept_query(request, "year", "pillar", "quarter")
    context = {
        "province": province,
        "year": year,
        "overlaps": pairs,
        "pager": pager,
        "asked": asked,
        "filters": [_years(year), *asked.filters(year)],
        "clear_url": request.path if request.GET else "",
        "exports": export_links("province_overlaps_export", code, query=query),
        "gaps_url": reverse("province_gaps", args=[code]) + f"?year={year}",
        "tabs": province_tabs(province, "overlaps", access.scope_of(request.user)),
        "print_of": province.name,
    }
    return render(request, "actionplans/province_overlaps.html", context)


@signed_in
@require_safe
@downloads.download
def overlaps_export(request: PersonRequest, code: int, form: str) -> downloads.Download:
    """The overlaps of the province as a file."""
    province, _districts = _province(request, code)
    year = year_asked(request)
    title = _("Overlaps %(year)s, %(committee)s") % {"year": year, "committee": province.name}
    return overlap_file(_sides(request, province, year), Asked.of(request), title)


@signed_in
@require_safe
def gaps(request: PersonRequest, code: int) -> HttpResponse:
    """Where nothing was sent up: districts, pillars and quarters."""
    province, districts_of = _province(request, code)
    year, asked = year_asked(request), Asked.of(request)
    sides = _sides(request, province, year)
    query = kept_query(request, "year", "pillar", "quarter")
    context = {
        "committee": None,
        "province": province,
        "year": year,
        "matrix": matrix(sides, districts_of, pillar=asked.pillar, quarter=asked.quarter),
        "asked": asked,
        "filters": [_years(year), *asked.filters(year)],
        "clear_url": request.path if request.GET else "",
        "exports": export_links("province_gaps_export", code, query=query),
        "overlaps_url": reverse("province_overlaps", args=[code]) + f"?year={year}",
        "tabs": province_tabs(province, "overlaps", access.scope_of(request.user)),
        "print_of": province.name,
    }
    return render(request, "actionplans/gaps.html", context)


@signed_in
@require_safe
@downloads.download
def gaps_export(request: PersonRequest, code: int, form: str) -> downloads.Download:
    """The matrix of the province as a file."""
    province, districts_of = _province(request, code)
    year, asked = year_asked(request), Asked.of(request)
    found = matrix(
        _sides(request, province, year), districts_of, pillar=asked.pillar, quarter=asked.quarter
    )
    title = _("Gaps %(year)s, %(committee)s") % {"year": year, "committee": province.name}
    return gaps_file(found, title)


# --- Which districts lie beside each other ------------------------------------------------------


def _keeper(request: PersonRequest, code: int) -> Committee:
    """The provincial committee whose PSDHS keeps the marks, or 404; refused to all others."""
    if not 0 < code < 100:
        raise Http404
    committee = scoped(
        Committee.objects.select_related("area"),
        request.user,
        kind=Kind.PROVINCIAL,
        area_id=code,
        ended__isnull=True,
    )
    check_mark_areas(request.user, committee)
    return committee


@signed_in
@require_safe
def districts(request: PersonRequest, code: int) -> HttpResponse:
    """Every district with those marked as its neighbours."""
    committee = _keeper(request, code)
    rows = list(Area.objects.filter(parent_id=code, level=AreaLevel.DISTRICT).order_by("sort_key"))
    scope = access.scope_of(request.user)
    pairs = AreaNeighbour.objects.visible_to(scope).filter(province_id=code)
    beside: dict[int, set[int]] = {}
    for low, high in pairs.values_list("low_id", "high_id"):
        beside.setdefault(low, set()).add(high)
        beside.setdefault(high, set()).add(low)
    events = AuditEvent.objects.visible_to(scope).filter(
        committee_id=committee.pk, verb="neighbours_marked"
    )
    context = {
        "province": committee.area,
        "rows": [
            (area, [other for other in rows if other.pk in beside.get(area.pk, ())])
            for area in rows
        ],
        "pairs": sum(len(found) for found in beside.values()) // 2,
        "history": audit.sentences(events[:20]),
    }
    return render(request, "actionplans/province_neighbours.html", context)


@signed_in
@require_http_methods(["GET", "POST"])
def district(request: PersonRequest, code: int, district: int) -> HttpResponse:
    """Mark the neighbours of one district; it holds both ways."""
    committee = _keeper(request, code)
    areas = {
        area.pk: area
        for area in Area.objects.filter(parent_id=code, level=AreaLevel.DISTRICT).order_by(
            "sort_key"
        )
    }
    here = areas.pop(district, None)
    if here is None:
        raise Http404
    others = list(areas.values())
    marked = sorted(actions.neighbours_of(here.pk, code))
    initial = {"districts": marked, "seen": marked}
    data = request.POST if request.method == "POST" else None
    form = NeighbourDistrictsForm(data, districts=others, initial=initial)
    conflict: list[dict[str, str]] = []
    if request.method == "POST" and form.is_valid():
        try:
            actions.mark_neighbours(
                district=here,
                codes=set(form.cleaned_data["districts"]),
                seen=set(form.cleaned_data["seen"]),
                committee=committee,
                by=request.user,
            )
        except Conflict:
            again = request.POST.copy()
            again.setlist("seen", [str(code) for code in marked])
            chosen = form.cleaned_data["districts"]
            form = NeighbourDistrictsForm(again, districts=others)
            conflict = [
                {
                    "label": _("neighbouring districts"),
                    "theirs": ", ".join(areas[pk].name for pk in marked),
                    "yours": ", ".join(areas[pk].name for pk in chosen),
                }
            ]
        else:
            messages.success(request, _("The neighbours of %(name)s are saved.") % {"name": here})
            return redirect("province_neighbours", code=code)
    context = {
        "province": committee.area,
        "district": here,
        "form": form,
        "conflict": conflict,
        "last": _last_mark(request, committee) if conflict else None,
    }
    status = 409 if conflict else (400 if form.is_bound and form.errors else 200)
    return render(request, "actionplans/district_neighbours.html", context, status=status)


def _last_mark(request: PersonRequest, committee: Committee) -> AuditEvent | None:
    rows = AuditEvent.objects.visible_to(access.scope_of(request.user))
    return rows.filter(committee_id=committee.pk, verb="neighbours_marked").first()
