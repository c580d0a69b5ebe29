"""The tabs over the pages of one committee's fiscal year, and over those of a province.

Each noun adds its own from its module of `actionplans.parts`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from committees.models import Area, Committee
from committees.querysets import Scope
from committees.tabs import sees_papers


@dataclass(frozen=True)
class YearTab:
    """A page of a committee's fiscal year; `url_name` is reversed with slug and year.

    `shown` is asked for people who see the committee's papers; `inside` keeps a page to those
    within.
    """

    key: str
    label: str | Promise
    url_name: str
    order: int
    inside: bool = False
    shown: Callable[[Scope, Committee], bool] = lambda _scope, _committee: True


@dataclass(frozen=True)
class ProvinceTab:
    """A page of a province's plans; `url_name` is reversed with the province's code.

    `shown` is asked for people with a seat in the province.
    """

    key: str
    label: str | Promise
    url_name: str
    order: int
    shown: Callable[[Scope, Area], bool] = lambda _scope, _province: True


_YEAR: dict[str, YearTab] = {}
_PROVINCE: dict[str, ProvinceTab] = {}


def register(*tabs: YearTab | ProvinceTab) -> None:
    """Add tabs; a key that is taken is replaced."""
    for tab in tabs:
        if isinstance(tab, YearTab):
            _YEAR[tab.key] = tab
        else:
            _PROVINCE[tab.key] = tab


def year_tabs(committee: Committee, year: int, current: str, scope: Scope) -> list[dict[str, Any]]:
    """The pages of this fiscal year that the person may open, for `_components/tabs.html`."""
    if not sees_papers(scope, committee):
        return []
    inside = scope.sees_inside(committee)
    tabs = [
        tab
        for tab in sorted(_YEAR.values(), key=lambda tab: tab.order)
        if (inside or not tab.inside) and tab.shown(scope, committee)
    ]
    return [
        {
            "label": tab.label,
            "url": reverse(tab.url_name, args=[committee.slug, year]),
            "current": tab.key == current,
        }
        for tab in tabs
    ]


def province_tabs(province: Area, current: str, scope: Scope) -> list[dict[str, Any]]:
    """The pages of a province's plans that the person may open."""
    tabs = sorted(_PROVINCE.values(), key=lambda tab: tab.order)
    return [
        {
            "label": tab.label,
            "url": reverse(tab.url_name, args=[province.pk]),
            "current": tab.key == current,
        }
        for tab in tabs
        if tab.shown(scope, province)
    ]


register(YearTab("plan", _("Plan"), "plan", 0))
