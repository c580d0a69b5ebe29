"""The reports of a committee's year, and where those of a province stand."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.thai import clean_line
from actionplans.policy import reports as policy
from actionplans.report_board import BoardRow, Cell, asking_board, by_district
from actionplans.tabs import province_tabs, year_tabs
from actionplans.views.years import plan_of
from committees import access, downloads, search
from committees.calendar import fiscal_year, quarters_of, today, year_label
from committees.exports import Sheet
from committees.gather import asked_alone
from committees.http import COUNT_CAP, PersonRequest, address_with, page_number, signed_in
from committees.kinds import Kind
from committees.models import Area, AreaLevel, Committee
from committees.policy import allows
from committees.querysets import Scope
from committees.templatetags.ui import status_of

PER_PAGE = 50
# A province has some hundreds of committees at most; no list shows more.
MOST_COMMITTEES = 1000
WHICH = ("overdue", "waiting", "accepted", "missing")


@signed_in
@require_safe
def year_reports(request: PersonRequest, slug: str, year: int) -> HttpResponse:
    """The four reports of a committee's fiscal year, with their days."""
    plan = plan_of(request, slug, year)
    scope = access.scope_of(request.user)
    row = asked_alone(asking_board(scope, [plan.committee], year))[0]
    context = {
        "plan": plan,
        "committee": plan.committee,
        "row": row,
        "reports_up": policy.reports_up(plan.committee),
        "writes": allows(policy.check_writer, request.user, plan.committee),
        "summarises": allows(policy.check_summarise, request.user, plan.committee),
        "tabs": year_tabs(plan.committee, year, "reports", scope),
        "print_of": plan.committee.name,
    }
    return render(request, "actionplans/year_reports.html", context)


def _province(request: PersonRequest, code: int) -> Area:
    """The province whose reports the person receives or oversees, or 404."""
    if code not in access.scope_of(request.user).overseen_provinces:
        raise Http404
    return get_object_or_404(Area, pk=code, level=AreaLevel.PROVINCE)


def _year(request: PersonRequest) -> int:
    """The fiscal year asked for; before the first quarter is over, the year before."""
    text = request.GET.get("year", "")
    if text.isascii() and text.isdigit() and len(text) == 4 and 2500 <= int(text) <= 2700:
        return int(text)
    return usual_year()


def usual_year() -> int:
    """The fiscal year of the quarter that ended last: of it one reports."""
    now = fiscal_year(today())
    return now if quarters_of(now)[0].end < today() else now - 1


@signed_in
@require_safe
def province_reports(request: PersonRequest, code: int) -> HttpResponse:
    """Where each committee's report of each quarter stands, and how far the districts are."""
    province = _province(request, code)
    scope = access.scope_of(request.user)
    year = _year(request)
    board = _board(request, scope, province, year)
    rows = _filtered(request, board)
    hidden = 0 if asks_for_all(request) else len(board) - len(rows)
    number = page_number(request)
    shown = rows[(number - 1) * PER_PAGE : number * PER_PAGE]
    context = {
        "province": province,
        "year": year,
        "year_label": year_label(year),
        "periods": quarters_of(year),
        "rows": shown,
        "districts": by_district(rows),
        "cells": _counts(rows),
        "filtered": any(request.GET.get(name) for name in ("q", "state", "kind")),
        # Committees without an approved plan are shown when they are asked for.
        "hidden": hidden,
        "all_url": address_with(request, all="1", page=None) if hidden else "",
        "fewer_url": address_with(request, all=None, page=None) if request.GET.get("all") else "",
        "keep": [("all", "1")] if request.GET.get("all") else [],
        "tabs": province_tabs(province, "reports", scope),
        "pager": {
            "prev_url": address_with(request, page=str(number - 1)) if number > 1 else "",
            "next_url": address_with(request, page=str(number + 1))
            if len(rows) > number * PER_PAGE
            else "",
            "count": len(rows),
        },
        "summary_url": _summary_url(scope, province, year),
        **_toolbar(request, province, year),
    }
    return render(request, "actionplans/province_reports.html", context)


def _summary_url(scope: Scope, province: Area, year: int) -> str:
    """Where the province's own committee sums up the year; for its own people."""
    own = [
        node
        for node in scope.nodes.values()
        if node.pk in scope.inside
        and node.kind == Kind.PROVINCIAL
        and node.province_id == province.pk
    ]
    return reverse("summaries", args=[own[0].slug, year]) if own else ""


def _board(request: PersonRequest, scope: Scope, province: Area, year: int) -> list[BoardRow]:
    rows = Committee.objects.visible_to(scope).filter(
        province=province, closed=False, ended__isnull=True
    )
    rows = rows.exclude(kind__in=[Kind.PROVINCIAL, Kind.NATIONAL])
    kind = request.GET.get("kind", "")
    if kind in Kind.values:
        rows = rows.filter(kind=kind)
    q = clean_line(request.GET.get("q", ""))[:100]
    if q:
        like = search.candidates(Committee.objects.visible_to(scope), "app_find_committees", q)
        rows = rows.filter(pk__in=list(like.order_by().values_list("pk", flat=True)[:COUNT_CAP]))
    found = list(rows.select_related("area").order_by("path")[:MOST_COMMITTEES])
    return asked_alone(asking_board(scope, found, year)) if found else []


def _filtered(request: PersonRequest, board: list[BoardRow]) -> list[BoardRow]:
    """Committees with a report of the kind asked for; unasked, those with anything to report."""
    which = request.GET.get("state", "")
    if which not in WHICH:
        return board if asks_for_all(request) else [row for row in board if row.reports]
    return [row for row in board if any(_is(cell, which) for cell in row.cells)]


def asks_for_all(request: PersonRequest) -> bool:
    """Whether committees that have nothing to report are shown: asked for, or looked up by name."""
    return bool(request.GET.get("all") or request.GET.get("q") or request.GET.get("state") in WHICH)


def _is(cell: Cell, which: str) -> bool:
    return {
        "overdue": cell.overdue,
        "waiting": cell.state == "submitted",
        "accepted": cell.accepted,
        "missing": cell.missing,
    }[which]


def _counts(rows: list[BoardRow]) -> dict[str, int]:
    cells = [cell for row in rows for cell in row.cells]
    found = {which: sum(1 for cell in cells if _is(cell, which)) for which in WHICH}
    return found | {"wanted": sum(1 for cell in cells if cell.wanted)}


def _toolbar(request: PersonRequest, province: Area, year: int) -> dict[str, Any]:
    now = fiscal_year(today())
    years = sorted({now, now - 1, now - 2, year}, reverse=True)
    states = [
        ("overdue", _("late")),
        ("missing", _("not gone up yet")),
        ("waiting", _("waits for PSDHS")),
        ("accepted", _("accepted")),
    ]
    kinds = [
        (kind.value, str(kind.label))
        for kind in Kind
        if kind not in (Kind.NATIONAL, Kind.PROVINCIAL)
    ]
    query = urlencode({k: v for k, v in request.GET.items() if k != "page"})
    return {
        "q": request.GET.get("q", ""),
        "filters": [
            _options("year", _("fiscal year"), [(str(y), str(y)) for y in years], str(year)),
            _options("state", _("status"), states, request.GET.get("state", "")),
            _options("kind", _("kind of committee"), kinds, request.GET.get("kind", "")),
        ],
        "exports": [
            {
                "label": label,
                "url": reverse("province_reports_export", args=[province.pk, form]) + f"?{query}",
                "icon": icon,
            }
            for form, label, icon in (("xlsx", _("Excel (XLSX)"), "sheet"), ("csv", "CSV", "file"))
        ],
    }


def _options(name: str, label: str, options: list[tuple[str, str]], current: str) -> dict[str, Any]:
    chosen = [
        {"value": value, "label": text, "current": value == current} for value, text in options
    ]
    every = [] if name == "year" else [{"value": "", "label": _("all"), "current": not current}]
    return {"name": name, "label": label, "options": every + chosen}


@signed_in
@require_safe
@downloads.download
def province_reports_export(request: PersonRequest, code: int, form: str) -> downloads.Download:
    """The table of the page as a spreadsheet: one row for each committee and quarter."""
    province = _province(request, code)
    year = _year(request)
    rows = _filtered(request, _board(request, access.scope_of(request.user), province, year))
    title = _("Reports of %(year)s") % {"year": year_label(year)}
    sheet = Sheet(title, board_headers(), board_cells(rows), [province.name, title])
    return downloads.Download(f"reports-{code}-{year}", [sheet])


def board_headers() -> list[str]:
    """The headings of the table as a spreadsheet."""
    return [
        _("committee"),
        _("district"),
        _("quarter"),
        _("status"),
        _("due"),
        _("late"),
        _("lines"),
        _("answered"),
        _("done"),
        _("under way"),
        _("late lines"),
        _("dropped"),
        _("budget in baht"),
        _("money spent in baht"),
    ]


def board_cells(rows: list[BoardRow]) -> list[list[Any]]:
    """One row for each quarter of which a report is to be written."""
    return [_cells(cell) for row in rows for cell in row.cells if cell.wanted]


def _cells(cell: Cell) -> list[Any]:
    report = cell.report
    head: list[Any] = [
        cell.committee.short,
        cell.committee.area.name,
        cell.period.label(),
        str(status_of(cell.status).label),
        cell.due,
        _("yes") if cell.overdue else "",
    ]
    if report is None:
        return [*head, *[None] * 8]
    head += [report.line_count, report.answered_count]
    if report.is_open:
        # What is being written is the committee's own.
        return [*head, *[None] * 6]
    return [
        *head,
        report.done_count,
        report.under_way_count,
        report.late_count,
        report.dropped_count,
        report.budget,
        report.spent,
    ]
