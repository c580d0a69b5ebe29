"""The page of a province, and its roster."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from committees import access, downloads, home
from committees.http import (
    PersonRequest,
    address_with,
    signed_in,
)
from committees.models import Area, AreaLevel
from committees.search import read_query
from members import province_page


@signed_in
@require_safe
def province(request: PersonRequest, code: int) -> HttpResponse:
    """The province's committees, who sits where, and which districts have none."""
    area, districts = _province(request, code)
    q = read_query(request.GET.get("q", ""))
    kind = request.GET.get("kind", "")
    everybody = request.GET.get("people") == "all"
    view = province_page.read(request.user, area, districts, q=q, kind=kind, everybody=everybody)
    return render(
        request,
        "members/province.html",
        {
            "province": area,
            "view": view,
            "q": q,
            "filters": [province_page.kind_filter(kind)],
            "quick": _people_shown(request, view, everybody=everybody),
            "keep": [("people", "all")] if everybody else [],
            "clear_url": reverse("province", args=[code]) if q or view.kind else "",
            "exports": [
                {
                    "label": _("Roster as Excel file"),
                    "url": reverse("province_roster", args=[code]),
                    "icon": "sheet",
                }
            ],
            "blocks": home.province_blocks_for(request, area),
        },
    )


def _people_shown(
    request: PersonRequest, view: province_page.ProvincePage, *, everybody: bool
) -> list[dict[str, Any]]:
    """Whether everybody is named in the tree, or only who leads."""
    if view.people is None:
        return []
    return [
        {
            "label": _("Who leads"),
            "url": address_with(request, people="", page=None),
            "current": not everybody,
        },
        {
            "label": _("Everybody"),
            "url": address_with(request, people="all", page=None),
            "current": everybody,
        },
    ]


def _province(request: PersonRequest, code: int) -> tuple[Area, list[Area]]:
    """A province in which the person has a seat (any, for a national observer), or 404.

    With its districts, which stand in the same table: one query.
    """
    scope = access.scope_of(request.user)
    if not 0 < code < 100 or not (code in scope.provinces or scope.national):
        raise Http404
    rows = Area.objects.filter(Q(pk=code) | Q(parent=code)).order_by("sort_key")
    areas = {row.pk: row for row in rows}
    area = areas.pop(code, None)
    if area is None or area.level != AreaLevel.PROVINCE:
        raise Http404
    return area, list(areas.values())


@signed_in
@require_safe
@downloads.download
def province_roster(request: PersonRequest, code: int) -> downloads.Download:
    """The committees of the province and who sits in them, exactly as far as one may see."""
    area, _districts = _province(request, code)
    name = _("Roster of %(province)s") % {"province": area.name}
    return downloads.Download(name, province_page.roster(request.user, area))
