"""Figures on a committee's page, a province's page and the first page of an observer."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from actionplans import sums, tabs
from actionplans.figures import REACH, Figure
from committees import access, home
from committees.calendar import fiscal_year, today
from committees.gather import Asking
from committees.models import Area, Committee
from committees.querysets import Scope

ORDER = 45


def committee_block(request: HttpRequest, committee: Committee) -> Asking[home.Block | None]:
    """People reached by month and pillar on a committee's page, once something was logged."""
    year = fiscal_year(today())
    scope = access.scope_of(request.user)
    figure = yield from sums.committee_reach(scope, committee, year)
    page = reverse("year_figures", args=[committee.slug, year])
    picture = reverse("year_figures_chart", args=[committee.slug, year, REACH])
    return _block(figure, picture, page)


def province_block(request: HttpRequest, province: Area) -> Asking[home.Block | None]:
    """The same of a province, for who oversees it."""
    scope = access.scope_of(request.user)
    if province.pk not in scope.overseen_provinces:
        return None
    figure = yield from sums.province_reach(scope, province, fiscal_year(today()))
    page = reverse("province_figures", args=[province.pk])
    return _block(figure, reverse("province_figures_chart", args=[province.pk, REACH]), page)


def national_block(request: HttpRequest, scope: Scope) -> home.Block | None:
    """What all provinces did this fiscal year, for a national observer."""
    if not scope.national:
        return None
    year = fiscal_year(today())
    return "actionplans/_figures_national.html", {
        "sums": sums.national_sums(year),
        "year": year,
        "page": reverse("national_figures"),
    }


def _block(figure: Figure, picture: str, page: str) -> home.Block | None:
    if figure.is_empty:
        return None
    return "actionplans/_figures_block.html", {"chart": figure.shown(picture), "page": page}


def register() -> None:
    """Add these parts, and the tabs of the pages."""
    home.register_block(national_block)
    home.register_committee_block(committee_block)
    home.register_province_block(province_block)
    tabs.register(
        tabs.YearTab("figures", _("Figures"), "year_figures", ORDER),
        tabs.ProvinceTab(
            "figures",
            _("Figures"),
            "province_figures",
            40,
            shown=sums.opens_province,
        ),
    )
