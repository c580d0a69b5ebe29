"""The fiscal year a page is asked for, and the choice among those around it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from actionplans.models import FIRST_PLAN_YEAR
from committees.calendar import LAST_BE_YEAR, fiscal_year, today
from committees.http import PersonRequest, int_within


def year_asked(request: PersonRequest, usual: int | None = None) -> int:
    """The fiscal year of the address; for anything odd the usual one, else the one that runs."""
    asked = int_within(request.GET.get("year", ""), FIRST_PLAN_YEAR, LAST_BE_YEAR)
    return asked or usual or fiscal_year(today())


def year_filter(year: int) -> dict[str, Any]:
    """A choice among the fiscal years around this one."""
    now = fiscal_year(today())
    years = sorted({year, now - 2, now - 1, now, now + 1}, reverse=True)
    options = [{"value": one, "label": str(one), "current": one == year} for one in years]
    return {"name": "year", "label": _("fiscal year"), "options": options}
