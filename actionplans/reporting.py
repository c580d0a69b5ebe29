"""What of a quarter's report a person reads, and what is counted beside it.

Works on plain content (`content_of`), so that what is being written and what was frozen is shown
by the same code.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import Count, Q, Sum
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from actionplans import measuring
from actionplans.lines import ShownLine, show
from actionplans.models import (
    Activity,
    LineState,
    QuarterPlan,
    Report,
    ReportLine,
    ReportRound,
    ReportWords,
)
from actionplans.workflow.reports import OPEN
from committees.calendar import Quarter, format_date
from committees.fields import baht
from committees.querysets import Scope

# How many unplanned activities are named; all are counted.
MOST_NAMED = 30
WORDS = ("went_well", "hindered", "asks")


# --- What was logged --------------------------------------------------------------------------


@dataclass(frozen=True)
class Facts:
    """What activities come to: how many, whom they reached, what was spent in cash."""

    count: int = 0
    reached: int = 0
    participants: int = 0
    cost: Decimal = Decimal(0)

    @property
    def plain(self) -> dict[str, Any]:
        """As it is frozen."""
        return {
            "count": self.count,
            "reached": self.reached,
            "participants": self.participants,
            "cost": f"{self.cost:.2f}",
        }

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> Facts:
        """From what was frozen."""
        return cls(plain["count"], plain["reached"], plain["participants"], Decimal(plain["cost"]))

    @property
    def words(self) -> str:
        """ "3 activities · 120 reached · 45 participants · 6,000 baht in cash"."""
        if not self.count:
            return _("No activity is logged against this line in the quarter.")
        said = [
            ngettext("%(count)d activity", "%(count)d activities", self.count)
            % {"count": self.count}
        ]
        if self.reached:
            said.append(_("%(number)s people reached") % {"number": f"{self.reached:,}"})
        if self.participants:
            said.append(_("%(number)s participants") % {"number": f"{self.participants:,}"})
        if self.cost:
            said.append(_("%(amount)s baht in cash") % {"amount": baht(self.cost)})
        return " · ".join(said)


def _in_quarter(scope: Scope, committee_id: int, period: Quarter) -> Any:
    """The activities of a quarter: those that began in it, so that none is counted twice."""
    return (
        Activity.objects.visible_to(scope)
        .standing()
        .filter(committee_id=committee_id, starts__gte=period.start, starts__lte=period.end)
    )


def logged(scope: Scope, committee_id: int, period: Quarter) -> dict[int | None, Facts]:
    """Line -> what was logged against it in the quarter; None for what was not planned."""
    rows = (
        _in_quarter(scope, committee_id, period)
        .order_by()
        .values("line_id")
        .annotate(
            number=Count("pk"),
            all_reached=Sum("reached"),
            all_taking_part=Sum("participants"),
            all_cost=Sum("cost"),
        )
    )
    return {
        row["line_id"]: Facts(
            row["number"], row["all_reached"], row["all_taking_part"], row["all_cost"]
        )
        for row in rows
    }


def unplanned(
    scope: Scope, committee_id: int, period: Quarter, planned: Sequence[int]
) -> list[Activity]:
    """The first activities of the quarter that stand against no line of the report."""
    rows = _in_quarter(scope, committee_id, period).filter(
        Q(line__isnull=True) | ~Q(line_id__in=planned)
    )
    return list(rows.order_by("starts", "pk").only("id", "title", "starts")[:MOST_NAMED])


def _together(found: Iterable[Facts]) -> Facts:
    rows = list(found)
    return Facts(
        sum(row.count for row in rows),
        sum(row.reached for row in rows),
        sum(row.participants for row in rows),
        sum((row.cost for row in rows), Decimal(0)),
    )


# --- Content ----------------------------------------------------------------------------------


def answer_of(line: ReportLine) -> dict[str, Any]:
    """What is answered of a line, in plain values, as it is compared, kept and frozen."""
    return {
        "state": line.state,
        "reason": line.reason,
        "until": line.until.isoformat() if line.until else "",
        "value": _plain(line.value),
        "value_text": line.value_text,
        "spent": _plain(line.spent),
        "word": line.word,
    }


def _plain(amount: Decimal | int | None) -> str:
    return "" if amount is None else f"{Decimal(amount):.2f}"


def content_of(
    report: Report, lines: Sequence[ReportLine], words: ReportWords | None, scope: Scope
) -> dict[str, Any]:
    """The report as it is shown and frozen: lines, words, what was logged, totals."""
    facts = logged(scope, report.committee_id, report.period)
    planned = [line.line_id for line in lines]
    measured = measuring.of_lines(lines, report.period, scope)
    rest = _together(found for line_id, found in facts.items() if line_id not in planned)
    named = unplanned(scope, report.committee_id, report.period, planned) if rest.count else []
    return {
        "lines": [
            {
                "row": line.pk,
                "line": line.line_id,
                "position": line.position,
                "carried": line.carried,
                "content": line.content,
                "answer": answer_of(line),
                "facts": facts.get(line.line_id, Facts()).plain,
                "measured": measured.get(line.line_id),
            }
            for line in lines
        ],
        "words": {name: getattr(words, name, "") for name in WORDS},
        "unplanned": {
            **rest.plain,
            "items": [
                {"id": row.pk, "title": row.title, "starts": row.starts.isoformat()}
                for row in named
            ],
        },
        "activities": _together(facts.values()).plain,
    }


# --- Shown ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Answered:
    """One line of a report in words of the page's language."""

    row: int
    line: ShownLine
    carried: bool
    state: str
    reason: str
    until: str
    value: str
    spent: Decimal
    word: str
    facts: Facts
    measured: dict[str, str] | None
    note: str = ""

    @property
    def state_word(self) -> str:
        """ "done", or that nothing is said yet."""
        return str(LineState(self.state).label) if self.state else _("not answered yet")

    @property
    def status(self) -> str:
        """Its code in the table of states."""
        return f"line_{self.state}" if self.state else "unanswered"


def shown(content: Mapping[str, Any], notes: Mapping[str, str] | None = None) -> list[Answered]:
    """The lines of a report's content, with the notes of PSDHS at them."""
    return [_shown(item, (notes or {}).get(str(item["row"]), "")) for item in content["lines"]]


def _shown(item: Mapping[str, Any], note: str) -> Answered:
    answer = item["answer"]
    measured = measuring.worded(item["measured"]) if item["measured"] else None
    reported = " ".join(part for part in (_number(answer["value"]), answer["value_text"]) if part)
    until = dt.date.fromisoformat(answer["until"]) if answer["until"] else None
    return Answered(
        row=item["row"],
        line=show(item["content"], key=item["line"], position=item["position"]),
        carried=item["carried"],
        state=answer["state"],
        reason=answer["reason"],
        until=format_date(until) if until else "",
        value=measured["value"] if measured else reported,
        spent=Decimal(answer["spent"] or 0),
        word=answer["word"],
        facts=Facts.of(item["facts"]),
        measured=measured,
        note=note,
    )


def _number(text: str) -> str:
    return baht(Decimal(text)) if text else ""


@dataclass(frozen=True)
class Sums:
    """What a report's lines come to."""

    count: int
    answered: int
    states: dict[str, int]
    budget: Decimal
    spent: Decimal

    @property
    def facts(self) -> list[str]:
        """The line of facts under a report's title."""
        lines = ngettext("%(count)d line", "%(count)d lines", self.count) % {"count": self.count}
        if self.answered < self.count:
            lines = _("%(done)d of %(count)d lines answered") % {
                "done": self.answered,
                "count": self.count,
            }
        return [lines, self.words, self.money]

    @property
    def words(self) -> str:
        """ "4 done · 1 late": the states that occur."""
        return " · ".join(
            f"{number} {LineState(state).label}" for state, number in self.states.items() if number
        )

    @property
    def money(self) -> str:
        """What was spent of what was set aside."""
        if not self.budget and not self.spent:
            return _("no extra money needed")
        return _("%(spent)s of %(budget)s baht spent") % {
            "spent": baht(self.spent),
            "budget": baht(self.budget),
        }


def sums(lines: Sequence[Answered]) -> Sums:
    """Count and sum lines; what was carried had its money in the quarter before."""
    return Sums(
        len(lines),
        sum(1 for line in lines if line.state),
        {state: sum(1 for line in lines if line.state == state) for state in LineState.values},
        sum((line.line.amount for line in lines if not line.carried), Decimal(0)),
        sum((line.spent for line in lines), Decimal(0)),
    )


@dataclass
class ReportReading:
    """One quarter's report in the eyes of one person; every part is loaded once, when asked for."""

    quarter: QuarterPlan
    report: Report | None
    scope: Scope

    @property
    def inside(self) -> bool:
        return self.scope.sees_inside(self.quarter)

    @property
    def writing(self) -> bool:
        """Whether the page shows what is being written: to the committee itself."""
        return self.inside and self.report is not None and self.report.state in OPEN

    @cached_property
    def rounds(self) -> list[ReportRound]:
        """The times it went up, oldest first."""
        if self.report is None:
            return []
        return list(
            ReportRound.objects.visible_to(self.scope)
            .filter(report=self.report)
            .select_related("submitted_by", "decided_by", "reopened_by")
        )

    @property
    def newest(self) -> ReportRound | None:
        return self.rounds[-1] if self.rounds else None

    @cached_property
    def rows(self) -> list[ReportLine]:
        """The lines as the committee writes them."""
        if self.report is None:
            return []
        return list(ReportLine.objects.visible_to(self.scope).filter(report=self.report))

    @property
    def written(self) -> ReportWords | None:
        """What the committee writes about the quarter; loaded along with the report."""
        return getattr(self.report, "words", None) if self.inside else None

    @cached_property
    def content(self) -> dict[str, Any] | None:
        """What the page shows: what is being written inside, else what went up last."""
        if self.report is not None and self.writing:
            return content_of(self.report, self.rows, self.written, self.scope)
        return self.newest.content if self.newest else None

    @cached_property
    def lines(self) -> list[Answered]:
        notes = self.newest.line_notes if self.newest else {}
        return shown(self.content, notes) if self.content else []

    @cached_property
    def sums(self) -> Sums:
        return sums(self.lines)

    @property
    def words(self) -> list[tuple[str, str]]:
        """What was written about the quarter, with its headings; only what there is."""
        return words_of(self.content) if self.content else []

    @property
    def unplanned(self) -> dict[str, Any] | None:
        return unplanned_of(self.content) if self.content else None


def words_of(content: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The texts of a report under their headings; only what there is."""
    headings = {
        "went_well": _("What went well"),
        "hindered": _("What hindered"),
        "asks": _("What we ask of the province"),
    }
    return [(headings[name], content["words"][name]) for name in WORDS if content["words"][name]]


def unplanned_of(content: Mapping[str, Any]) -> dict[str, Any]:
    """What was done beside the plan, in words and with the first of its activities."""
    found = content["unplanned"]
    return {
        "facts": Facts.of(found),
        "items": [
            {**item, "day": format_date(dt.date.fromisoformat(item["starts"]))}
            for item in found["items"]
        ],
        "more": found["count"] - len(found["items"]),
    }


def in_language(names: Mapping[str, Any]) -> str:
    """A name kept in both languages, in that of the page."""
    return str((names.get("en") if get_language() == "en" else "") or names["th"])
