"""The list of activities with its figures, and the list as a spreadsheet."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from actionplans.activity_lists import (
    MOST_TOTALLED,
    NAMES,
    PLANNED,
    UNPLANNED,
    Filters,
    figures_of,
    ordered,
)
from actionplans.activity_rows import HEADERS, cells_of, exported
from actionplans.models import Activity, ActivityKind
from actionplans.policy import activities as policy
from committees import access, downloads
from committees.calendar import fiscal_year, today
from committees.exports import Sheet
from committees.frame import frame_of
from committees.gather import gather
from committees.http import PersonRequest, address_with, signed_in
from committees.lists import choice, export_links, kept_query
from committees.models import Committee
from committees.policy import allows
from committees.querysets import Scope
from committees.roles import Permission, permissions
from committees.tabs import committee_tabs
from members.models import Organisation, Pillar

PER_PAGE = 50
MOST_COMMITTEES = 200
MOST_ORGANISATIONS = 300
QUARTERS = [(number, str(number)) for number in (1, 2, 3, 4)]
FIRST_FILTERS = ("q", "kind", "year", "quarter")
MORE_FILTERS = ("pillar", "planned", "committee", "organisation", "tests", "withdrawn")


@signed_in
@require_safe
def activity_list(request: PersonRequest) -> HttpResponse:
    """What was done, newest first, with the figures of all that is found."""
    scope = access.scope_of(request.user)
    filters = Filters.of(request.GET)
    committees, organisations = _offered(scope)
    committee = _chosen(scope, filters.committee, committees)
    rows = filters.apply(Activity.objects.visible_to(scope))
    figures = figures_of(rows)
    page, pager = _page(request, rows, oldest_first=filters.oldest_first)
    context = {
        "rows": page,
        "figures": figures,
        "most_totalled": MOST_TOTALLED,
        "pager": pager | {"count": figures.activities, "capped": figures.capped},
        "committee": committee,
        "log_url": _log_url(request, committee),
        "filters_set": filters,
        "filtered": filters.narrowed,
        "tabs": committee_tabs(committee, "activities", scope) if committee else [],
        **_toolbar(request, filters, committees, organisations),
    }
    return render(request, "actionplans/activities.html", context)


def _offered(scope: Scope) -> list[list[Any]]:
    """The committees whose activities the reader may see, and the organisations. One query."""
    rows = Committee.objects.visible_to(scope)
    if not (scope.overseen or scope.overseen_provinces):
        rows = rows.filter(pk__in=scope.inside)
    organisations = Organisation.objects.visible_to(scope).order_by("sort_key", "pk")
    return gather(
        [
            rows.order_by("depth", "sort_key", "pk")[:MOST_COMMITTEES],
            organisations[:MOST_ORGANISATIONS],
        ]
    )


def _chosen(scope: Scope, slug: str, committees: list[Committee]) -> Committee | None:
    if not slug:
        return None
    found = next((row for row in committees if row.slug == slug), None)
    found = found or Committee.objects.visible_to(scope).filter(slug=slug).first()
    if found is None:
        raise Http404
    return found


def _log_url(request: PersonRequest, committee: Committee | None) -> str:
    """Where the reader logs: in the committee shown, else in that of the hat worn."""
    if committee is not None:
        allowed = allows(policy.check_log, request.user, committee)
        return reverse("activity_new", args=[committee.slug]) if allowed else ""
    hat = frame_of(request).hat
    if hat is None or Permission.LOG_ACTIVITY not in permissions(hat.roles):
        return ""
    return reverse("activity_new", args=[hat.committee_slug])


def _page(
    request: PersonRequest, rows: QuerySet[Activity], *, oldest_first: bool
) -> tuple[list[Activity], dict[str, Any]]:
    """One page by keyset: the address names the row that the page begins after or ends before."""
    after = _cursor(request.GET.get("after", ""))
    before = _cursor(request.GET.get("before", "")) if after is None else None
    rising = oldest_first if before is None else not oldest_first
    edge = after or before
    if edge:
        day, pk = edge
        rows = (
            rows.filter(starts__gte=day).exclude(starts=day, pk__lte=pk)
            if rising
            else rows.filter(starts__lte=day).exclude(starts=day, pk__gte=pk)
        )
    together = rows.select_related("committee", "district", "subdistrict", "lead")
    found = list(ordered(together, oldest_first=rising)[: PER_PAGE + 1])
    more = len(found) > PER_PAGE
    found = found[:PER_PAGE]
    if before:
        found.reverse()
    has_next, has_previous = (bool(before) or more), (more if before else bool(after))
    return found, {
        "next_url": address_with(request, after=_mark(found[-1]), before=None)
        if found and has_next
        else "",
        "prev_url": address_with(request, before=_mark(found[0]), after=None)
        if found and has_previous
        else "",
    }


def _mark(row: Activity) -> str:
    return f"{row.starts.isoformat()}~{row.pk}"


def _cursor(text: str) -> tuple[dt.date, int] | None:
    day, _tilde, pk = text.partition("~")
    try:
        found = dt.date.fromisoformat(day)
    except ValueError:
        return None
    return (found, int(pk)) if pk.isascii() and pk.isdigit() and len(pk) < 19 else None


def _toolbar(
    request: PersonRequest,
    filters: Filters,
    committees: list[Committee],
    organisations: list[Organisation],
) -> dict[str, Any]:
    year = fiscal_year(today())
    years = sorted({*range(year - 4, year + 1), filters.year or year}, reverse=True)
    every = _("All")
    first = [
        choice("kind", _("kind"), every, ActivityKind.choices, filters.kind),
        choice("year", _("fiscal year"), every, [(n, str(n)) for n in years], filters.year or ""),
        choice(
            "quarter",
            _("quarter"),
            every,
            [(n, str(n)) for n in range(1, 5)],
            filters.quarter or "",
        ),
    ]
    planned = [(PLANNED, _("Of a line of the plan")), (UNPLANNED, _("Unplanned"))]
    more = [
        choice("pillar", _("pillar"), every, Pillar.choices, filters.pillar),
        choice("planned", _("in the plan"), every, planned, filters.planned),
        choice(
            "committee",
            _("committee"),
            every,
            [(row.slug, row.short) for row in committees],
            filters.committee,
        ),
        choice(
            "organisation",
            _("organisation"),
            every,
            [(row.pk, row.name) for row in organisations],
            filters.organisation or "",
        ),
        choice(
            "tests",
            _("tests before and after"),
            every,
            [("1", _("Only with tests"))],
            "1" if filters.tests else "",
        ),
        choice(
            "withdrawn",
            _("withdrawn"),
            _("Not shown"),
            [("1", _("Only those"))],
            "1" if filters.withdrawn else "",
        ),
    ]
    return {
        "q": filters.q,
        "filters": first,
        "more_filters": more,
        "more_open": any(request.GET.get(name) for name in MORE_FILTERS if name != "committee"),
        "keep": _kept(request, (*MORE_FILTERS, "line", "sort")),
        "more_keep": _kept(request, (*FIRST_FILTERS, "line", "sort")),
        "sorts": [
            {
                "label": label,
                "url": address_with(request, sort=sort, after=None, before=None),
                "current": filters.oldest_first == (sort == "oldest"),
            }
            for label, sort in ((_("Newest first"), None), (_("Oldest first"), "oldest"))
        ],
        "exports": export_links("activities_export", query=kept_query(request, *NAMES)),
        "clear_url": _clear_url(filters),
    }


def _kept(request: PersonRequest, names: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(name, request.GET[name][:100]) for name in names if request.GET.get(name)]


def _clear_url(filters: Filters) -> str:
    if not filters.narrowed:
        return ""
    return f"?committee={filters.committee}" if filters.committee else "?"


@signed_in
@require_safe
@downloads.download
def activities_export(request: PersonRequest, form: str) -> downloads.Download:
    """The list as it is filtered, with every column, holding exactly what the reader may see."""
    scope = access.scope_of(request.user)
    found = exported(scope, Filters.of(request.GET))
    rows = downloads.each(found, portion=lambda part: cells_of(scope, part))
    title = _("Activities")
    return downloads.Download(
        f"{title} {today().isoformat()}", [Sheet(title, HEADERS, rows)], found
    )
