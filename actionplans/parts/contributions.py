"""Who carries what, among the pages of a committee's year and on a committee's page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from actionplans import tabs
from actionplans.carrying import ask_block
from actionplans.tabs import YearTab
from committees import access, home
from committees.calendar import fiscal_year, today
from committees.gather import Asking
from committees.models import Committee


def committee_block(request: HttpRequest, committee: Committee) -> Asking[home.Block | None]:
    """What was given to this fiscal year's activities, in three figures."""
    year = fiscal_year(today())
    figures = yield from ask_block(access.scope_of(request.user), committee, year)
    context: dict[str, Any] = {"figures": figures, "committee": committee, "year": year}
    return "actionplans/_contributions_block.html", context


def register() -> None:
    """Add the tab and the part of a committee's page."""
    tabs.register(YearTab("contributions", _("Who carries what"), "contributions", 50))
    home.register_committee_block(committee_block)
