"""What an accepted report locks: the quarter it reports on, for its committee."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from actionplans.models import QuarterPlan, Report
from actionplans.workflow.reports import ACCEPTED
from committees.calendar import quarter
from committees.errors import WrongState
from committees.models import Committee


def check_period_open(
    committee: Committee, starts: dt.date, ends: dt.date, *, lock: bool = False
) -> None:
    """Whether nothing from `starts` to `ends` lies in a quarter whose report is accepted.

    An act asks with `lock`, inside its transaction: it then waits for whoever is just accepting
    the report, and that one for the act. Buttons ask without. One query. Raises WrongState.
    """
    locked = locked_periods(committee, starts, ends, lock=lock)
    if locked:
        labels = ", ".join(report.period.label() for report in locked)
        raise WrongState(
            _(
                "The report of %(quarters)s is accepted, so that quarter is locked. PSDHS can"
                " reopen the report."
            )
            % {"quarters": labels}
        )


def locked_periods(
    committee: Committee, starts: dt.date, ends: dt.date, *, lock: bool = False
) -> list[Report]:
    """The accepted reports of the quarters that these days touch, oldest first."""
    first, last = quarter(starts), quarter(ends)
    rows = Report.objects.filter(
        Q(fiscal_year__gt=first.year) | Q(fiscal_year=first.year, quarter_number__gte=first.number),
        Q(fiscal_year__lt=last.year) | Q(fiscal_year=last.year, quarter_number__lte=last.number),
        committee_id=committee.pk,
    )
    rows = rows.order_by("fiscal_year", "quarter_number")
    if lock:
        return [row for row in rows.select_for_update(of=("self",)) if row.state == ACCEPTED]
    return list(rows.filter(state=ACCEPTED))


def locked_quarters(quarters: Iterable[QuarterPlan]) -> set[int]:
    """Which of these quarterly plans have an accepted report, by their ids. One query."""
    ids = [quarter.pk for quarter in quarters]
    return set(
        Report.objects.filter(quarter__in=ids, state=ACCEPTED).values_list("quarter", flat=True)
    )
