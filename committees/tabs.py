"""The tabs over the pages of one committee."""

from __future__ import annotations

from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from committees.models import Committee
from committees.querysets import Scope


def committee_tabs(committee: Committee, current: str, scope: Scope) -> list[dict[str, Any]]:
    """About, seats, plans, history: those of them that this person may open."""
    tabs = [("committee", _("About"), _url("committee", committee.slug))]
    if sees_papers(scope, committee):
        tabs += [
            ("seats", _("Seats"), _url("seats", committee.slug)),
            ("plans", _("Plans"), _plans_url(committee)),
            ("committee_history", _("History"), _url("committee_history", committee.slug)),
        ]
    return [
        {"label": label, "url": url, "current": key == current} for key, label, url in tabs if url
    ]


def sees_papers(scope: Scope, committee: Committee) -> bool:
    """Whether the person sees more of a committee than its name: from inside or from above."""
    return scope.sees_inside(committee) or sees_from_above(scope, committee)


def sees_from_above(scope: Scope, committee: Committee) -> bool:
    """Whether what the committee sends up reaches this person."""
    return not committee.closed and (
        committee.pk in scope.overseen or committee.province_id in scope.overseen_provinces
    )


def _plans_url(committee: Committee) -> str:
    url = _url("plans")
    return f"{url}?committee={committee.slug}" if url else ""


def _url(name: str, *args: object) -> str:
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""
