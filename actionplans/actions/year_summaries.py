"""Summing up a year over the reports that were accepted."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from actionplans.models import Report, YearSummary
from actionplans.policy import reports as policy
from actionplans.report_board import BoardRow, Cell, asking_board
from actionplans.summing import content_of, summed
from committees import access, audit
from committees.calendar import fiscal_year_end, format_date, today
from committees.errors import NotAllowed, WrongState
from committees.gather import asked_alone
from committees.kinds import Kind
from committees.models import Committee
from committees.querysets import Scope

# How many missing reports a refusal names; the page names all.
MOST_NAMED = 5
MOST_COMMITTEES = 1000


def reporting_below(committee: Committee, scope: Scope, year: int) -> list[BoardRow]:
    """The committees below this one that report, with their quarters of the year. Two queries."""
    below = Committee.objects.visible_to(scope).filter(
        province_id=committee.province_id, path__startswith=committee.path, closed=False
    )
    below = below.exclude(pk=committee.pk).exclude(kind__in=[Kind.PROVINCIAL, Kind.NATIONAL])
    found = list(below.select_related("area").order_by("path")[:MOST_COMMITTEES])
    board = asked_alone(asking_board(scope, found, year)) if found else []
    return [row for row in board if row.wanted]


def missing(rows: Iterable[BoardRow]) -> list[Cell]:
    """The reports that are to be accepted first."""
    return [cell for row in rows for cell in row.cells if cell.wanted and not cell.accepted]


def check_whole(rows: list[BoardRow], year: int) -> None:
    """Whether the year is over and every report of these committees is accepted."""
    if fiscal_year_end(year) >= today():
        raise WrongState(
            _("The fiscal year runs until %(day)s. Sum it up after that day.")
            % {"day": format_date(fiscal_year_end(year))}
        )
    if not rows:
        raise WrongState(_("No committee below reports on this year, so there is nothing to sum."))
    left = missing(rows)
    if left:
        named = ", ".join(
            f"{cell.committee.short} {cell.period.label()}" for cell in left[:MOST_NAMED]
        )
        raise WrongState(
            _("Not accepted yet: %(reports)s%(more)s. Sum up once they are.")
            % {"reports": named, "more": " …" if len(left) > MOST_NAMED else ""}
        )


@transaction.atomic
def make_summary(
    *, committee: Committee, fiscal_year: int, chosen: Iterable[int], by: User, note: str = ""
) -> YearSummary:
    """Freeze the year's figures of the chosen committees below this one, as the next version.

    Where the newest version says the same and stands, it is that one.
    Whoever reopens one of the reports meanwhile waits, and then marks the summary as out of date.
    Raises NotAllowed, WrongState (the year runs, or a report is not accepted: named).
    """
    policy.check_summarise(by, committee)
    Committee.objects.select_for_update(of=("self",)).get(pk=committee.pk)
    wanted, scope = set(chosen), access.scope_of(by)
    list(
        Report.objects.select_for_update(of=("self",)).filter(
            committee_id__in=wanted, fiscal_year=fiscal_year
        )
    )
    rows = [
        row for row in reporting_below(committee, scope, fiscal_year) if row.committee.pk in wanted
    ]
    if {row.committee.pk for row in rows} != wanted:
        raise NotAllowed(_("One of the committees does not report here. Choose again."))
    check_whole(rows, fiscal_year)
    made = YearSummary.objects.filter(committee=committee, fiscal_year=fiscal_year)
    newest = made.order_by("-number").first()
    content = content_of(rows, summed(scope, wanted, fiscal_year))
    if newest and newest.outdated_at is None and (newest.content, newest.note) == (content, note):
        # Pressed twice: it says the same.
        return newest
    _seat, roles = access.post_in(by, committee)
    summary = YearSummary.objects.create(
        committee=committee,
        province_id=committee.province_id,
        fiscal_year=fiscal_year,
        number=newest.number + 1 if newest else 1,
        content=content,
        note=note,
        above=not committee.closed,
        made_by=by,
        made_post_th=audit.role_names(roles, "th"),
        made_post_en=audit.role_names(roles, "en"),
        made_at=timezone.now(),
    )
    audit.record(
        actor=by,
        committee=committee,
        verb="year_summarised",
        subject=summary,
        after={"number": summary.number, "committees": len(rows)},
        above=True,
    )
    return summary
