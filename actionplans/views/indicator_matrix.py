"""A province's indicators: what each committee reached, beside its target."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from actionplans import measures
from actionplans.indicator_pages import Standing, behind, standings
from actionplans.models import Indicator, Target
from actionplans.policy import indicators as policy
from actionplans.tabs import province_tabs
from actionplans.views.indicators import spreadsheet
from actionplans.years import year_asked, year_filter
from committees import access
from committees.http import PersonRequest, pages, signed_in
from committees.kinds import Kind
from committees.lists import choice, export_links, kept_query, one_of
from committees.models import Area, Committee
from committees.search import read_query
from members.models import Pillar

PAGE = 40
MOST = 60
MOST_COMMITTEES = 1000
# Whose row stands there even where nothing was counted.
ALWAYS = (Kind.PROVINCIAL, Kind.DISTRICT, Kind.CIVIL_SOCIETY)


def province_of(request: PersonRequest, code: int) -> Area:
    """A province in which the person has a seat, or 404."""
    if code not in access.scope_of(request.user).provinces:
        raise Http404
    return Area.objects.get(pk=code)


def _overseen(request: PersonRequest, code: int) -> Area:
    if code not in access.scope_of(request.user).overseen_provinces:
        raise Http404
    return province_of(request, code)


@signed_in
@require_safe
def province_indicators(request: PersonRequest, code: int) -> HttpResponse:
    """What each committee of the province reached of each indicator, beside its target."""
    province = _overseen(request, code)
    scope = access.scope_of(request.user)
    year, pillar = year_asked(request), one_of(request, "pillar", ("", *Pillar.values))
    q = read_query(request.GET.get("q", ""))
    indicators = _columns(request, province, pillar)
    counted = measures.count(scope, year, indicators, counted_in(request, code))
    targets = targets_in(request, code, year)
    committees = _committees(request, code, counted, q)
    found, pager = pages(request, committees, PAGE)
    keeps = policy.keeping(request.user, code) is not None
    context = {
        "province": province,
        "year": year,
        "indicators": indicators,
        "rows": [_row(one, indicators, counted, targets, year) for one in found],
        "totals": _totals(indicators, counted, targets, year),
        "pager": pager,
        "tabs": province_tabs(province, "indicators", scope),
        "q": q,
        "filters": [
            year_filter(year),
            choice("pillar", _("pillar"), _("every pillar"), Pillar.choices, pillar),
        ],
        "clear_url": reverse("province_indicators", args=[code]) if q or pillar else "",
        "exports": export_links(
            "province_indicators_export", code, query=kept_query(request, "year", "pillar", "q")
        ),
        "keeps": keeps,
        "print_of": province.name,
    }
    return render(request, "actionplans/indicators_province.html", context)


@signed_in
@require_safe
def province_indicators_export(request: PersonRequest, code: int, form: str) -> HttpResponse:
    """The matrix as a spreadsheet: one line for each committee and indicator."""
    province = _overseen(request, code)
    scope = access.scope_of(request.user)
    year, pillar = year_asked(request), one_of(request, "pillar", ("", *Pillar.values))
    indicators = _columns(request, province, pillar)
    counted = measures.count(scope, year, indicators, counted_in(request, code))
    targets = targets_in(request, code, year)
    q = read_query(request.GET.get("q", ""))
    rows: list[list[Any]] = []
    for committee in _committees(request, code, counted, q)[:MOST_COMMITTEES]:
        aims = targets.get(committee.pk, {})
        found = standings(indicators, counted, aims, committee, year, by_quarter=False)
        rows += [_line(committee.name, row) for row in found]
    rows += [_line(_("Province"), row) for row in _totals(indicators, counted, targets, year)]
    headers = [
        _("committee"),
        _("indicator"),
        _("unit"),
        _("target"),
        _("so far"),
        _("share of the target, per cent"),
        _("how it is counted"),
    ]
    name = _("Indicators %(year)s, %(province)s") % {"year": year, "province": province.name}
    return spreadsheet(form, name, headers, rows)


def _line(name: str, row: Standing) -> list[Any]:
    return [
        name,
        row.indicator.name,
        row.indicator.unit,
        row.target,
        row.value,
        row.percent,
        row.definition,
    ]


def _columns(request: PersonRequest, province: Area, pillar: str) -> list[Indicator]:
    rows = Indicator.objects.visible_to(access.scope_of(request.user)).standing()
    rows = rows.filter(province=province)
    if pillar:
        rows = rows.filter(pillar=pillar)
    return list(rows.order_by("sort_key", "pk")[:MOST])


def _committees(
    request: PersonRequest, code: int, counted: measures.Counted, q: str
) -> QuerySet[Committee]:
    """The committees that report to the province, and whichever else has anything counted."""
    rows = Committee.objects.visible_to(access.scope_of(request.user)).filter(province_id=code)
    rows = rows.filter(Q(kind__in=ALWAYS, ended__isnull=True) | Q(pk__in=counted.committees))
    if q:
        rows = rows.filter(
            Q(name_th__icontains=q)
            | Q(name_en__icontains=q)
            | Q(short_th__icontains=q)
            | Q(short_en__icontains=q)
        )
    return rows.order_by("sort_key", "pk")


def counted_in(request: PersonRequest, code: int) -> dict[str, Any]:
    """Whose figures make those of a province: for who oversees it what is shown above, so that a
    closed group in which one happens to sit is in no figure of the province.
    """
    overseer = code in access.scope_of(request.user).overseen_provinces
    return {"province_id": code} | ({"above": True} if overseer else {})


def targets_in(request: PersonRequest, code: int, year: int) -> dict[int, dict[int, Target]]:
    """committee -> indicator -> target."""
    rows = Target.objects.visible_to(access.scope_of(request.user))
    rows = rows.filter(**counted_in(request, code), fiscal_year=year, value__isnull=False)
    found: dict[int, dict[int, Target]] = {}
    for row in rows:
        found.setdefault(row.committee_id, {})[row.indicator_id] = row
    return found


def _row(
    committee: Committee,
    indicators: list[Indicator],
    counted: measures.Counted,
    targets: dict[int, dict[int, Target]],
    year: int,
) -> dict[str, Any]:
    aims = targets.get(committee.pk, {})
    found = standings(indicators, counted, aims, committee, year, by_quarter=False)
    by_indicator = {row.indicator.pk: row for row in found}
    return {
        "committee": committee,
        "url": reverse("committee_indicators", args=[committee.slug, year]),
        "cells": [{"indicator": one, "standing": by_indicator.get(one.pk)} for one in indicators],
    }


def _totals(
    indicators: list[Indicator],
    counted: measures.Counted,
    targets: dict[int, dict[int, Target]],
    year: int,
) -> list[Standing]:
    """The province as a whole: counted anew over all, so that no place is counted twice."""
    found = []
    for one in indicators:
        aims = [rows[one.pk].value or Decimal(0) for rows in targets.values() if one.pk in rows]
        adds_up = measures.RULES[one.measure].adds_up
        target = sum(aims, Decimal(0)) if aims and adds_up else None
        found.append(Standing(one, counted.value(one), target, (), behind(one, None, year)))
    return found
