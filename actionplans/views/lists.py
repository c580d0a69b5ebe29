"""The list of quarterly plans, its filters and its export; totals for a national observer."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.thai import clean_line
from actionplans.models import QuarterPlan, State
from actionplans.policy import plans as policy
from actionplans.totals import province_totals
from actionplans.workflow.plans import OPEN
from committees import access, downloads, search
from committees.calendar import fiscal_year, quarter, today
from committees.exports import Sheet
from committees.frame import frame_of
from committees.http import (
    COUNT_CAP,
    PersonRequest,
    address_with,
    capped_count,
    int_within,
    signed_in,
)
from committees.models import Committee
from committees.policy import allows
from committees.querysets import Scope
from committees.roles import Permission, permissions
from committees.templatetags.ui import status_of

PER_PAGE = 50


@dataclass(frozen=True)
class Filters:
    """What the address asks of the list; anything odd in it asks for nothing."""

    q: str
    committee: str
    year: int | None
    quarter: int | None
    state: str
    oldest_first: bool

    @classmethod
    def of(cls, request: PersonRequest) -> Filters:
        get = request.GET.get
        state = get("state", "")
        return cls(
            q=clean_line(get("q", ""))[:100],
            committee=clean_line(get("committee", ""))[:80],
            year=int_within(get("year", ""), 2400, 2700),
            quarter=int_within(get("quarter", ""), 1, 4),
            state=state if state in State.values else "",
            oldest_first=get("sort") == "oldest",
        )

    def apply(self, rows: QuerySet[QuarterPlan], scope: Scope) -> QuerySet[QuarterPlan]:
        """Narrow the rows, which the scope has bounded already."""
        if self.committee:
            rows = rows.filter(committee__slug=self.committee)
        if self.q:
            rows = rows.filter(committee_id__in=_committees_like(scope, self.q))
        wanted = {"fiscal_year": self.year, "quarter": self.quarter, "state": self.state}
        return rows.filter(**{name: value for name, value in wanted.items() if value})


def _committees_like(scope: Scope, q: str) -> list[int]:
    """Committees of this name, resolved first so that the list filters by plain ids."""
    rows = search.candidates(Committee.objects.visible_to(scope), "app_find_committees", q)
    return list(rows.order_by().values_list("pk", flat=True)[:COUNT_CAP])


@signed_in
@require_safe
def plan_list(request: PersonRequest) -> HttpResponse:
    """Quarterly plans, newest first, by the reader's rights; an observer gets totals."""
    scope = access.scope_of(request.user)
    filters = Filters.of(request)
    if scope.national and not scope.provinces:
        return _totals_page(request, filters)
    rows = filters.apply(QuarterPlan.objects.visible_to(scope), scope)
    count, capped = capped_count(rows)
    page, pager = _page(request, rows, oldest_first=filters.oldest_first)
    committee = _committee(scope, filters.committee)
    context = {
        "rows": [shown_row(row, scope) for row in page],
        "pager": pager | {"count": count, "capped": capped},
        "committee": committee,
        "start_url": _start_url(request, committee),
        "filtered": bool(filters.q or filters.year or filters.quarter or filters.state),
        **_toolbar(request, filters),
    }
    return render(request, "actionplans/plan_list.html", context)


def _start_url(request: PersonRequest, committee: Committee | None) -> str:
    """Where the reader starts a plan: in the committee shown, else in that of the hat worn."""
    if committee is not None:
        allowed = allows(policy.check_plan, request.user, committee)
        return reverse("plan_new", args=[committee.slug]) if allowed else ""
    hat = frame_of(request).hat
    if hat is None or Permission.EDIT_PLAN not in permissions(hat.roles):
        return ""
    return reverse("plan_new", args=[hat.committee_slug])


def shown_row(row: QuarterPlan, scope: Scope) -> dict[str, Any]:
    """A row of the list: inside, an open quarter shows the figures of its working lines."""
    drafting = row.state in OPEN and scope.sees_inside(row)
    return {
        "plan": row,
        "lines": row.draft_line_count if drafting else row.line_count,
        "budget": row.draft_budget if drafting else row.budget,
    }


def _page(
    request: PersonRequest, rows: QuerySet[QuarterPlan], *, oldest_first: bool
) -> tuple[list[QuarterPlan], dict[str, Any]]:
    """One page by keyset: the address names the row that the page begins after or ends before."""
    after = _cursor(request.GET.get("after", ""))
    before = _cursor(request.GET.get("before", "")) if after is None else None
    rising = oldest_first if before is None else not oldest_first
    edge = after or before
    if edge:
        rows = _beyond(rows, *edge, rising=rising)
    order = ("changed_at", "pk") if rising else ("-changed_at", "-pk")
    found = list(rows.select_related("committee").order_by(*order)[: PER_PAGE + 1])
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


def _beyond(
    rows: QuerySet[QuarterPlan], moment: dt.datetime, pk: int, *, rising: bool
) -> QuerySet[QuarterPlan]:
    """The rows past an edge. The plain bound on the moment is what lets the index be used."""
    if rising:
        return rows.filter(changed_at__gte=moment).exclude(changed_at=moment, pk__lte=pk)
    return rows.filter(changed_at__lte=moment).exclude(changed_at=moment, pk__gte=pk)


def _mark(row: QuarterPlan) -> str:
    return f"{row.changed_at.isoformat()}~{row.pk}"


def _cursor(text: str) -> tuple[dt.datetime, int] | None:
    moment, _tilde, pk = text.partition("~")
    try:
        at = dt.datetime.fromisoformat(moment.replace(" ", "+"))
        if at.tzinfo is None or not (pk.isascii() and pk.isdigit() and len(pk) < 19):
            return None
        # In UTC, for the database takes fewer offsets than Python does.
        return at.astimezone(dt.UTC), int(pk)
    except (ValueError, OverflowError):
        return None


def _committee(scope: Scope, slug: str) -> Committee | None:
    if not slug:
        return None
    found = Committee.objects.visible_to(scope).filter(slug=slug).first()
    if found is None:
        raise Http404
    return found


def _toolbar(request: PersonRequest, filters: Filters) -> dict[str, Any]:
    year = fiscal_year(today())
    years = sorted({year + 1, year, year - 1, year - 2, filters.year or year}, reverse=True)
    export = urlencode({k: v for k, v in request.GET.items() if k not in ("after", "before")})
    return {
        "q": filters.q,
        "filters": [
            _options("year", _("fiscal year"), [(str(y), str(y)) for y in years], filters.year),
            _options(
                "quarter", _("quarter"), [(str(n), str(n)) for n in (1, 2, 3, 4)], filters.quarter
            ),
            _options(
                "state",
                _("status"),
                [(s, str(status_of(s).label)) for s in State.values],
                filters.state,
            ),
        ],
        "sorts": [
            {
                "label": _("Newest change first"),
                "url": address_with(request, sort=None, after=None, before=None),
                "current": not filters.oldest_first,
            },
            {
                "label": _("Oldest change first"),
                "url": address_with(request, sort="oldest", after=None, before=None),
                "current": filters.oldest_first,
            },
        ],
        "exports": [
            {
                "label": label,
                "url": f"{reverse('plans_export', args=[form])}?{export}",
                "icon": "sheet",
            }
            for form, label in (("xlsx", _("Excel (XLSX)")), ("csv", _("CSV")))
        ],
        "keep": [("committee", filters.committee)] if filters.committee else [],
        "clear_url": _clear_url(filters),
    }


def _clear_url(filters: Filters) -> str:
    """The list without its filters; nothing to offer where none is set."""
    if not (filters.q or filters.year or filters.quarter or filters.state):
        return ""
    return "?" + urlencode({"committee": filters.committee} if filters.committee else {})


def _options(
    name: str, label: str, choices: list[tuple[str, str]], chosen: int | str | None
) -> dict[str, Any]:
    chosen_text = str(chosen or "")
    options = [("", _("All")), *choices]
    return {
        "name": name,
        "label": label,
        "options": [
            {"value": value, "label": text, "current": value == chosen_text}
            for value, text in options
        ],
    }


@signed_in
@require_safe
@downloads.download
def plan_export(request: PersonRequest, form: str) -> downloads.Download:
    """The list as it is filtered, as a spreadsheet holding exactly what the reader may see."""
    scope = access.scope_of(request.user)
    filters = Filters.of(request)
    rows = filters.apply(QuarterPlan.objects.visible_to(scope), scope)
    order = ("changed_at", "pk") if filters.oldest_first else ("-changed_at", "-pk")
    found = rows.select_related("committee").order_by(*order)
    headers = [
        _("committee"),
        _("fiscal year"),
        _("quarter"),
        _("status"),
        _("lines"),
        _("budget in baht"),
        _("last step"),
    ]
    cells = downloads.each(found, lambda row: _cells(shown_row(row, scope)))
    title = _("Quarterly plans")
    return downloads.Download(
        f"{title} {today().isoformat()}", [Sheet(title, headers, cells)], found
    )


def _cells(shown: dict[str, Any]) -> list[Any]:
    row = shown["plan"]
    return [
        row.committee.name,
        row.fiscal_year,
        row.quarter,
        str(status_of(row.state).label),
        shown["lines"],
        shown["budget"],
        row.changed_at,
    ]


def _totals_page(request: PersonRequest, filters: Filters) -> HttpResponse:
    now = quarter(today())
    year, number = filters.year or now.year, filters.quarter or now.number
    context = {
        "totals": province_totals(year, number),
        "year": year,
        "number": number,
        "filters": _toolbar(request, filters)["filters"][:2],
    }
    return render(request, "actionplans/plan_totals.html", context)
