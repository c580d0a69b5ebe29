"""The tabs over the pages of one committee. Apps above this one add theirs with `register`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from committees.models import Committee
from committees.querysets import Scope


@dataclass(frozen=True)
class Tab:
    """One tab: what it is called, the page it leads to, and who has it.

    `url_name` is reversed with the committee's slug. `order` places it: About is 0, Seats 20,
    Plans 60, History 90. `shown` is asked only for people who see the committee's papers.
    """

    key: str
    label: str | Promise
    url_name: str
    order: int
    shown: Callable[[Scope, Committee], bool] = lambda _scope, _committee: True
    query: str = ""


_TABS: dict[str, Tab] = {}


def register(*tabs: Tab) -> None:
    """Add tabs to the pages of committees; a key that is taken is replaced."""
    _TABS.update({tab.key: tab for tab in tabs})


register(
    Tab("seats", gettext_lazy("Seats"), "seats", 20),
    Tab("plans", gettext_lazy("Plans"), "plans", 60, query="?committee={slug}"),
    Tab("committee_history", gettext_lazy("History"), "committee_history", 90),
)


def committee_tabs(committee: Committee, current: str, scope: Scope) -> list[dict[str, Any]]:
    """About, seats, plans, history and what apps add: those that this person may open."""
    tabs = [(_("About"), _url("committee", committee.slug), "committee")]
    if sees_papers(scope, committee):
        tabs += [
            (str(tab.label), _address(tab, committee), tab.key)
            for tab in sorted(_TABS.values(), key=lambda tab: tab.order)
            if tab.shown(scope, committee)
        ]
    return [
        {"label": label, "url": url, "current": key == current} for label, url, key in tabs if url
    ]


def sees_papers(scope: Scope, committee: Committee) -> bool:
    """Whether the person sees more of a committee than its name: from inside or from above."""
    return scope.sees_inside(committee) or sees_from_above(scope, committee)


def sees_from_above(scope: Scope, committee: Committee) -> bool:
    """Whether what the committee sends up reaches this person."""
    return not committee.closed and (
        committee.pk in scope.overseen or committee.province_id in scope.overseen_provinces
    )


def _address(tab: Tab, committee: Committee) -> str:
    if tab.query:
        url = _url(tab.url_name)
        return url + tab.query.format(slug=committee.slug) if url else ""
    return _url(tab.url_name, committee.slug)


def _url(name: str, *args: object) -> str:
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""
