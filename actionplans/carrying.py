"""Who carries what: what each organisation gave to a committee's activities, and its part in them.

Read from the contributions and activities as they were logged; nothing is typed twice. Shares say
how a whole is parted, in the order of names: nobody is ranked.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, Sum
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from actionplans.indicator_pages import figure
from actionplans.models import Activity, ActivityOrganisation, Contribution, Gift
from committees.calendar import Quarter, fiscal_year_end, fiscal_year_start
from committees.gather import Asking, together
from committees.querysets import Scope
from members.models import Organisation, Seat

MOST = 500
# (committee, organisation) -> how much
Shares = dict[tuple[int, int], Decimal]
Provider = Callable[[Scope, Collection[int], dt.date, dt.date], Asking[Shares]]


@dataclass(frozen=True)
class Figure:
    """One thing an organisation can carry. Its share is of all that was given, or of `whole`."""

    key: str
    label: str | Promise
    unit: str | Promise
    definition: str | Promise
    whole: str = ""


FIGURES: dict[str, Figure] = {
    "cash": Figure(
        "cash",
        _("cash"),
        _("baht"),
        _("Cash: the sum of what was paid for the activities. Share: of all cash."),
    ),
    "staff": Figure(
        "staff",
        _("staff time"),
        _("days"),
        _("Staff time: the sum of days of work given. Share: of all days."),
    ),
    "goods": Figure(
        "goods",
        _("goods"),
        _("baht"),
        _("Goods: the sum of their estimated value. Share: of the value of all goods."),
    ),
    "led": Figure(
        "led",
        _("activities led"),
        "",
        _("Activities led: how many it led. Share: of all activities."),
        "activities",
    ),
    "joined": Figure(
        "joined",
        _("activities joined"),
        "",
        _(
            "Activities joined: in how many it took part that another led. Share: of all"
            " activities; several take part in one, so these shares do not add up to 100."
        ),
        "activities",
    ),
}
_PROVIDERS: dict[str, Provider] = {}


def register_participation(
    key: str, label: str | Promise, provider: Provider, *, definition: str | Promise
) -> None:
    """Add a further figure of taking part, such as attendance at meetings.

    `provider` yields querysets as other parts of pages do, and returns how often each organisation
    took part, by (committee, organisation).
    """
    FIGURES[key] = Figure(key, label, "", definition)
    _PROVIDERS[key] = provider


@dataclass
class Carried:
    """What was carried in one committee: by organisation, and by payers outside the directory."""

    given: dict[int, dict[str, Decimal]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(Decimal))
    )
    payers: dict[str, dict[str, Decimal]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(Decimal))
    )
    activities: int = 0
    present: set[int] = field(default_factory=set)

    def total(self, key: str) -> Decimal:
        """What its share is a share of."""
        if FIGURES[key].whole:
            return Decimal(self.activities)
        every = (*self.given.values(), *self.payers.values())
        return sum((one.get(key, Decimal(0)) for one in every), Decimal(0))

    @property
    def organisations(self) -> set[int]:
        """Everybody who sits in the committee, and whoever else gave or took part."""
        return self.present | set(self.given)


@dataclass(frozen=True)
class Cell:
    """A figure of one organisation, with its share."""

    figure: Figure
    value: Decimal
    percent: int | None

    @property
    def text(self) -> str:
        return figure(self.value) if self.value else "–"


@dataclass(frozen=True)
class Row:
    """One organisation (or payer) with its figures."""

    name: str
    cells: list[Cell]
    organisation: Organisation | None = None

    @property
    def anything(self) -> bool:
        return any(cell.value for cell in self.cells)


def cells(mine: dict[str, Decimal], whole: dict[str, Decimal]) -> list[Cell]:
    """Every figure of one organisation beside the whole it is a part of."""
    return [
        Cell(
            one,
            value := mine.get(key, Decimal(0)),
            round(value * 100 / whole[key]) if value and whole[key] else None,
        )
        for key, one in FIGURES.items()
    ]


def days_of(year: int, quarter: int | None) -> tuple[dt.date, dt.date]:
    """The days of a fiscal year, or of one of its quarters."""
    if quarter is not None:
        period = Quarter(year, quarter)
        return period.start, period.end
    return fiscal_year_start(year), fiscal_year_end(year)


def ask_carried(
    scope: Scope, committees: Collection[int], first: dt.date, last: dt.date
) -> Asking[dict[int, Carried]]:
    """What was carried in these committees, as far as the person sees it: one round."""
    parts = [provider(scope, committees, first, last) for provider in _PROVIDERS.values()]
    own, *more = yield from together([_own(scope, committees, first, last), *parts])
    for key, shares in zip(_PROVIDERS, more, strict=True):
        for (committee_id, organisation_id), value in shares.items():
            own[committee_id].given[organisation_id][key] += value
    return own


def _own(
    scope: Scope, committees: Collection[int], first: dt.date, last: dt.date
) -> Asking[dict[int, Carried]]:
    found: dict[int, Carried] = {pk: Carried() for pk in committees}
    on = {"committee_id__in": list(committees)}
    activities = Activity.objects.visible_to(scope).standing()
    activities = activities.filter(**on, starts__gte=first, starts__lte=last)
    along = {
        **on,
        "activity__committee_id__in": list(committees),
        "activity__starts__gte": first,
        "activity__starts__lte": last,
        "activity__withdrawn_at__isnull": True,
    }
    gifts = Contribution.objects.visible_to(scope).filter(**along)
    joining = ActivityOrganisation.objects.visible_to(scope).filter(**along)
    seats = Seat.objects.visible_to(scope).filter(
        Q(ends__isnull=True) | Q(ends__gte=first), **on, starts__lte=last
    )
    given, led, joined, sitting = yield (
        gifts.values("committee_id", "organisation_id", "payer", "kind")
        .annotate(baht=Sum("amount"), work=Sum("days"))
        .order_by(),
        activities.values("committee_id", "lead_id").annotate(times=Count("pk")).order_by(),
        joining.values("committee_id", "organisation_id").annotate(times=Count("pk")).order_by(),
        seats.values("committee_id", "organisation_id").distinct().order_by(),
    )
    for row in given:
        one = found[row["committee_id"]]
        whose = one.given[row["organisation_id"]] if row["organisation_id"] else None
        whose = one.payers[row["payer"]] if whose is None else whose
        whose[row["kind"]] += row["work"] if row["kind"] == Gift.STAFF else row["baht"]
    for row in led:
        one = found[row["committee_id"]]
        one.given[row["lead_id"]]["led"] += row["times"]
        one.activities += row["times"]
    for row in joined:
        found[row["committee_id"]].given[row["organisation_id"]]["joined"] += row["times"]
    for row in sitting:
        found[row["committee_id"]].present.add(row["organisation_id"])
    return found


def rows_of(carried: Carried, organisations: Collection[Organisation]) -> list[Row]:
    """Every organisation by name, also those of whom nothing was logged."""
    whole = {key: carried.total(key) for key in FIGURES}
    return [
        Row(one.name, cells(carried.given.get(one.pk, {}), whole), one) for one in organisations
    ]


def payers_of(carried: Carried) -> list[Row]:
    """Payers who stand in no directory, by name."""
    whole = {key: carried.total(key) for key in FIGURES}
    return [Row(name, cells(mine, whole)) for name, mine in sorted(carried.payers.items())]


def ask_block(scope: Scope, committee: Any, year: int) -> Asking[list[Cell]]:
    """The sums of a committee's fiscal year, for its own page."""
    found = yield from ask_carried(scope, [committee.pk], *days_of(year, None))
    carried = found[committee.pk]
    return (
        [Cell(FIGURES[key], carried.total(key), None) for key in ("cash", "staff", "goods")]
        if carried.given or carried.payers
        else []
    )
