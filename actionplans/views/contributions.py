"""Who carries what in a committee's year, one organisation's part, and that of one's own."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch, Q
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from actionplans.carrying import (
    FIGURES,
    MOST,
    Carried,
    Row,
    ask_carried,
    cells,
    days_of,
    payers_of,
    rows_of,
)
from actionplans.models import Activity, ActivityOrganisation, Contribution
from actionplans.tabs import year_tabs
from actionplans.views.indicators import spreadsheet, year_links, year_of
from actionplans.years import year_asked, year_filter
from committees import access
from committees.calendar import today
from committees.gather import asked_alone
from committees.http import PersonRequest, pages, scoped, signed_in
from committees.lists import choice, export_links, kept_query, one_of
from committees.models import Committee
from members.models import Organisation, Seat

PAGE = 30


def _quarter(request: PersonRequest) -> int | None:
    asked = one_of(request, "quarter", ("", "1", "2", "3", "4"))
    return int(asked) if asked else None


def _carried(
    request: PersonRequest, committee: Committee, year: int, quarter: int | None
) -> Carried:
    scope = access.scope_of(request.user)
    return asked_alone(ask_carried(scope, [committee.pk], *days_of(year, quarter)))[committee.pk]


def _organisations(request: PersonRequest, carried: Carried) -> list[Organisation]:
    rows = Organisation.objects.visible_to(access.scope_of(request.user))
    return list(rows.filter(pk__in=carried.organisations).order_by("sort_key", "pk")[:MOST])


@signed_in
@require_safe
def contributions(request: PersonRequest, slug: str, year: int) -> HttpResponse:
    """What each organisation gave and took part in, to every member of the committee alike."""
    committee = year_of(request, slug, year)
    scope = access.scope_of(request.user)
    quarter = _quarter(request)
    carried = _carried(request, committee, year, quarter)
    rows = rows_of(carried, _organisations(request, carried))
    payers = payers_of(carried)
    context = {
        "committee": committee,
        "year": year,
        "quarter": quarter,
        "figures": list(FIGURES.values()),
        "rows": [row for row in rows if row.anything],
        "silent": [row for row in rows if not row.anything],
        "payers": payers,
        "totals": cells({key: carried.total(key) for key in FIGURES}, _wholes(carried)),
        "activities": carried.activities,
        "tabs": year_tabs(committee, year, "contributions", scope),
        "years": year_links("contributions", slug, year),
        "filters": [_quarter_filter(quarter)],
        "exports": export_links(
            "contributions_export", slug, year, query=kept_query(request, "quarter")
        ),
        "inside": scope.sees_inside(committee),
        "print_of": committee.name,
    }
    return render(request, "actionplans/contributions.html", context)


def _wholes(carried: Carried) -> dict[str, Any]:
    return {key: carried.total(key) for key in FIGURES}


def _quarter_filter(quarter: int | None) -> dict[str, Any]:
    values = [
        (str(number), _("quarter %(number)s") % {"number": number}) for number in (1, 2, 3, 4)
    ]
    return choice("quarter", _("quarter"), _("the whole year"), values, quarter or "")


@signed_in
@require_safe
def contributions_export(request: PersonRequest, slug: str, year: int, form: str) -> HttpResponse:
    """The table as a spreadsheet: figures and shares, and how each is counted."""
    committee = year_of(request, slug, year)
    carried = _carried(request, committee, year, _quarter(request))
    shown = [*rows_of(carried, _organisations(request, carried)), *payers_of(carried)]
    headers: list[Any] = [_("organisation")]
    for one in FIGURES.values():
        unit = f" ({one.unit})" if one.unit else ""
        headers += [f"{one.label}{unit}", _("%(what)s, per cent") % {"what": one.label}]
    rows = [_line(row) for row in shown]
    name = _("Who carries what %(year)s, %(committee)s") % {
        "year": year,
        "committee": committee.short,
    }
    return spreadsheet(form, name, headers, rows)


def _line(row: Row) -> list[Any]:
    found: list[Any] = [row.name]
    for cell in row.cells:
        found += [cell.value, cell.percent]
    return found


@signed_in
@require_safe
def contributions_of(request: PersonRequest, slug: str, year: int, pk: int) -> HttpResponse:
    """One organisation's part in a committee's year, with the activities it stands in."""
    committee = year_of(request, slug, year)
    scope = access.scope_of(request.user)
    organisation = scoped(Organisation, request.user, pk=pk, province_id=committee.province_id)
    first, last = days_of(year, None)
    carried = _carried(request, committee, year, None)
    gifts = Contribution.objects.visible_to(scope).filter(
        committee=committee, organisation=organisation
    )
    joined = ActivityOrganisation.objects.visible_to(scope).filter(
        committee=committee, organisation=organisation
    )
    activities = (
        Activity.objects.visible_to(scope)
        .standing()
        .filter(committee=committee, starts__gte=first, starts__lte=last)
        .filter(
            Q(lead=organisation)
            | Q(pk__in=gifts.values("activity"))
            | Q(pk__in=joined.values("activity"))
        )
        .prefetch_related(Prefetch("contributions", gifts, to_attr="given_here"))
        .order_by("-starts", "-pk")
    )
    found, pager = pages(request, activities, PAGE)
    for row in found:
        row.committee = committee
    context = {
        "committee": committee,
        "organisation": organisation,
        "year": year,
        "cells": cells(carried.given.get(pk, {}), _wholes(carried)),
        "rows": found,
        "pager": pager,
        "tabs": year_tabs(committee, year, "contributions", scope),
        "back_url": reverse("contributions", args=[slug, year]),
        "print_of": committee.name,
    }
    return render(request, "actionplans/contributions_of.html", context)


@signed_in
@require_safe
def contributions_mine(request: PersonRequest) -> HttpResponse:
    """What the organisations one acts for carry, in each committee one sits in."""
    scope = access.scope_of(request.user)
    year = year_asked(request)
    held = (
        Seat.objects.visible_to(scope)
        .current(today())
        .filter(person=request.user, committee_id__in=scope.inside)
        .select_related("organisation")
        .order_by("organisation__sort_key", "committee_id")
    )
    pairs = {(seat.organisation_id, seat.committee_id): seat.organisation for seat in held}
    carried = asked_alone(
        ask_carried(scope, {committee for _body, committee in pairs}, *days_of(year, None))
    )
    rows = []
    for (body, committee_id), organisation in pairs.items():
        one = carried[committee_id]
        node = scope.nodes[committee_id]
        rows.append(
            {
                "organisation": organisation,
                "committee": node,
                "cells": cells(one.given.get(body, {}), _wholes(one)),
                "url": reverse("contributions_of", args=[node.slug, year, body]),
            }
        )
    context = {"rows": rows, "year": year, "filters": [year_filter(year)]}
    return render(request, "actionplans/contributions_mine.html", context)
