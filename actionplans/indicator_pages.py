"""What the pages of indicators are made of: targets beside values, in words and numbers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from actionplans.measures import FROM_ACTIVITIES, RULES, Counted
from actionplans.models import Indicator, Measure, Target
from committees.fields import baht
from committees.kinds import Kind
from committees.models import Committee


def figure(value: Decimal | None) -> str:
    """A figure with commas and no needless digits; a dash where there is nothing to say."""
    if value is None:
        return "–"
    text = baht(value)
    return text.rstrip("0").rstrip(".") if "." in text else text


@dataclass(frozen=True)
class Part:
    """A quarter: what was counted, and what was meant to be."""

    number: int
    value: str
    target: str


@dataclass(frozen=True)
class Standing:
    """One indicator of one committee (or of a whole province) in a year."""

    indicator: Indicator
    value: Decimal | None
    target: Decimal | None
    parts: tuple[Part, ...]
    activities_url: str = ""

    @property
    def value_text(self) -> str:
        return figure(self.value)

    @property
    def target_text(self) -> str:
        return figure(self.target)

    @property
    def percent(self) -> int | None:
        """The share of the target that is reached, in whole per cent, rounded down."""
        if self.value is None or not self.target:
            return None
        return int(self.value * 100 / self.target)

    @property
    def bar(self) -> int:
        """The length of the bar: it ends where the target is reached."""
        return min(self.percent or 0, 100)

    @property
    def words(self) -> str:
        """The share of the target in words."""
        if self.target is None:
            return _("no target set")
        if self.percent is None:
            return _("nothing counted yet") if self.value is None else _("target is nought")
        if self.percent >= 100:
            return _("target reached (%(percent)s %%)") % {"percent": self.percent}
        return _("%(percent)s %% of the target") % {"percent": self.percent}

    @property
    def definition(self) -> str:
        return defined(self.indicator)


def defined(indicator: Indicator) -> str:
    """How the figure is counted, with what narrows it, as a sentence or two."""
    definition: str | Promise = RULES[indicator.measure].definition
    parts = [str(definition)]
    if indicator.kind:
        parts.append(
            _("Only activities of the kind “%(kind)s”.") % {"kind": indicator.get_kind_display()}
        )
    if indicator.pillar and indicator.measure in FROM_ACTIVITIES:
        parts.append(
            _("Only of the pillar “%(pillar)s”.") % {"pillar": indicator.get_pillar_display()}
        )
    if indicator.note:
        parts.append(indicator.note)
    return " ".join(parts)


def standings(
    indicators: Iterable[Indicator],
    counted: Counted,
    targets: dict[int, Target],
    committee: Committee,
    year: int,
    *,
    by_quarter: bool = True,
) -> list[Standing]:
    """The indicators of one committee's year. What belongs to the province stands with it alone."""
    return [
        Standing(
            indicator=row,
            value=counted.value(row, committee_id=committee.pk),
            target=target.value if (target := targets.get(row.pk)) else None,
            parts=_parts(counted.quarters(row, committee.pk), target) if by_quarter else (),
            activities_url=behind(row, committee, year),
        )
        for row in indicators
        if belongs(row, committee)
    ]


def belongs(indicator: Indicator, committee: Committee) -> bool:
    """Whether the indicator says anything of this committee."""
    return indicator.measure != Measure.DISTRICTS or committee.kind == Kind.PROVINCIAL


def _parts(values: list[Decimal | None], target: Target | None) -> tuple[Part, ...]:
    aims = target.quarters if target else (None,) * 4
    return tuple(
        Part(number, figure(value), figure(aim) if aim is not None else "")
        for number, (value, aim) in enumerate(zip(values, aims, strict=True), start=1)
    )


def behind(indicator: Indicator, committee: Committee | None, year: int) -> str:
    """The list of the activities a figure was counted from; '' where it comes from elsewhere."""
    if indicator.measure not in FROM_ACTIVITIES:
        return ""
    query: dict[str, Any] = {"year": year}
    if committee is not None:
        query["committee"] = committee.slug
    if indicator.kind:
        query["kind"] = indicator.kind
    if indicator.pillar:
        query["pillar"] = indicator.pillar
    try:
        return f"{reverse('activities')}?{urlencode(query)}"
    except NoReverseMatch:
        return ""
