"""The figures of a year: of a committee, of a province, of the country. Pages, pictures, files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.thai import arabic_digits
from actionplans import sums
from actionplans.figures import Figure, gain
from actionplans.models import FIRST_PLAN_YEAR
from actionplans.tabs import province_tabs, year_tabs
from committees import access, charts, exports
from committees.calendar import LAST_BE_YEAR, fiscal_year, today
from committees.gather import Asking, asked_alone, in_step
from committees.http import PersonRequest, scoped, signed_in
from committees.models import Area, AreaLevel, Committee
from committees.tabs import sees_papers

Parts = Mapping[str, Asking[Figure]]
# Every table in one file.
ALL = "all"
YEARS_BACK = 4
# Codes of provinces have two digits.
MOST_PROVINCES = 100


# --- A committee's year ---------------------------------------------------------------------------


@signed_in
@require_safe
def year_figures(request: PersonRequest, slug: str, year: int) -> HttpResponse:
    """What the committee did, planned and paid in a fiscal year."""
    committee, parts = _of_committee(request, slug, year)
    scope = access.scope_of(request.user)
    context = _page(parts, lambda name, *rest: _url(f"year_{name}", slug, year, *rest))
    context |= {
        "committee": committee,
        "year": year,
        "tabs": year_tabs(committee, year, "figures", scope),
        "quick": _years(year, lambda other: reverse("year_figures", args=[slug, other])),
        "print_of": committee.name,
    }
    return render(request, "actionplans/figures_year.html", context)


@signed_in
@require_safe
def year_figures_chart(request: PersonRequest, slug: str, year: int, which: str) -> HttpResponse:
    """The picture of one figure."""
    return _picture(request, _of_committee(request, slug, year)[1], which)


@signed_in
@require_safe
def year_figures_export(
    request: PersonRequest, slug: str, year: int, which: str, form: str
) -> HttpResponse:
    """The table of one figure, or all of them, as a file."""
    committee, parts = _of_committee(request, slug, year)
    return _file(parts, which, form, committee.short, year)


def _of_committee(request: PersonRequest, slug: str, year: int) -> tuple[Committee, Parts]:
    committee = scoped(Committee.objects.select_related("province"), request.user, slug=slug)
    scope = access.scope_of(request.user)
    if not sees_papers(scope, committee) or not _is_year(year):
        raise Http404
    return committee, sums.of_committee(scope, committee, year)


# --- A province -----------------------------------------------------------------------------------


@signed_in
@require_safe
def province_figures(request: PersonRequest, code: int) -> HttpResponse:
    """What the committees of a province did, planned and paid, for who oversees it."""
    year = _asked_year(request)
    province, parts = _of_province(request, code, year)
    scope = access.scope_of(request.user)
    context = _page(parts, lambda name, *rest: _url(f"province_{name}", code, *rest), year)
    context |= {
        "province": province,
        "year": year,
        "tabs": province_tabs(province, "figures", scope),
        "quick": _years(year, lambda other: f"?year={other}"),
    }
    return render(request, "actionplans/figures_province.html", context)


@signed_in
@require_safe
def province_figures_chart(request: PersonRequest, code: int, which: str) -> HttpResponse:
    """The picture of one figure of a province."""
    return _picture(request, _of_province(request, code, _asked_year(request))[1], which)


@signed_in
@require_safe
def province_figures_export(
    request: PersonRequest, code: int, which: str, form: str
) -> HttpResponse:
    """The table of one figure of a province, or all of them, as a file."""
    year = _asked_year(request)
    province, parts = _of_province(request, code, year)
    return _file(parts, which, form, province.name, year)


def _of_province(request: PersonRequest, code: int, year: int) -> tuple[Area, Parts]:
    scope = access.scope_of(request.user)
    rows = Area.objects.filter(level=AreaLevel.PROVINCE)
    province = rows.filter(pk=code).first() if code < MOST_PROVINCES else None
    if province is None or not sums.opens_province(scope, province):
        raise Http404
    if province.pk in scope.overseen_provinces:
        return province, sums.of_province(scope, province, year)
    return province, sums.of_province_for_observer(province, year)


# --- The country ----------------------------------------------------------------------------------


@signed_in
@require_safe
def national_figures(request: PersonRequest) -> HttpResponse:
    """Totals of every province, for a national observer."""
    year = _asked_year(request)
    context = _page(
        _of_country(request, year), lambda name, *rest: _url(f"national_{name}", *rest), year
    )
    context |= {"year": year, "quick": _years(year, lambda other: f"?year={other}")}
    return render(request, "actionplans/figures_national.html", context)


@signed_in
@require_safe
def national_figures_chart(request: PersonRequest, which: str) -> HttpResponse:
    """The picture of one figure of the country."""
    return _picture(request, _of_country(request, _asked_year(request)), which)


@signed_in
@require_safe
def national_figures_export(request: PersonRequest, which: str, form: str) -> HttpResponse:
    """The table of one figure of the country, or all of them, as a file."""
    year = _asked_year(request)
    return _file(_of_country(request, year), which, form, _("Thailand"), year)


def _of_country(request: PersonRequest, year: int) -> Parts:
    if not access.scope_of(request.user).national:
        raise Http404
    return sums.of_country(year)


# --- What they share ------------------------------------------------------------------------------


def _url(name: str, *args: object) -> str:
    return reverse(name, args=args)


def _page(parts: Parts, url: Callable[..., str], year: int | None = None) -> dict[str, Any]:
    """The figures of a page, each with its picture and its files; all rows in one statement."""
    query = f"?year={year}" if year else ""
    figures: list[Figure] = in_step(parts.values())
    made_of = next((one.sums for one in figures if one.sums is not None), None)
    return {
        "figures": [
            one.shown(url("figures_chart", one.key) + query)
            | {
                "empty": one.is_empty,
                "csv_url": url("figures_export", one.key, "csv") + query,
                "xlsx_url": url("figures_export", one.key, "xlsx") + query,
            }
            for one in figures
        ],
        "sums": made_of,
        "gain": gain(made_of) if made_of else None,
        "participants": sum(made_of[name] for name in ("women", "men", "unsaid")) if made_of else 0,
        "nothing": all(one.is_empty for one in figures),
        "all_url": url("figures_export", ALL, "xlsx") + query,
    }


def _picture(request: PersonRequest, parts: Parts, which: str) -> HttpResponse:
    if which not in parts:
        raise Http404
    return charts.served(request, asked_alone(parts[which]).chart)


def _file(parts: Parts, which: str, form: str, whose: str, year: int) -> HttpResponse:
    """One table as CSV or XLSX; all of them as the sheets of one workbook."""
    if form not in ("csv", "xlsx") or (which not in parts and (which, form) != (ALL, "xlsx")):
        raise Http404
    wanted = parts.values() if which == ALL else [parts[which]]
    figures: list[Figure] = in_step(wanted)
    name = _("Figures of %(whose)s, fiscal year %(year)s") % {"whose": whose, "year": year}
    if form == "csv":
        sheet = figures[0].sheet()
        return exports.csv_response(f"{figures[0].title}, {whose}.csv", sheet.rows, sheet.headers)
    sheets = [figure.sheet([figure.title, whose]) for figure in figures]
    return exports.xlsx_response(
        f"{name}.xlsx", sheets, title=name, language=get_language() or "th"
    )


def _is_year(year: int) -> bool:
    return FIRST_PLAN_YEAR <= year <= LAST_BE_YEAR


def _asked_year(request: PersonRequest) -> int:
    """The fiscal year in the address; the running one where there is none or an odd one."""
    digits = arabic_digits(request.GET.get("year", ""))
    if digits.isascii() and digits.isdigit() and len(digits) == 4 and _is_year(int(digits)):
        return int(digits)
    return fiscal_year(today())


def _years(chosen: int, url: Callable[[int], str]) -> list[dict[str, Any]]:
    """The running fiscal year and those before it, the newest first, and the one that is shown."""
    running = fiscal_year(today())
    years = {*range(running, running - YEARS_BACK, -1), chosen}
    return [
        {"label": str(year), "url": url(year), "current": year == chosen}
        for year in sorted(years, reverse=True)
    ]
