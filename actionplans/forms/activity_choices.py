"""What an activity is chosen from: lines, places and organisations, read once for a page."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from actionplans.models import PlanLine
from committees.calendar import fiscal_year, today
from committees.gather import gather
from committees.models import Area, AreaLevel, Committee
from members.models import Organisation, Seat

UNPLANNED = "unplanned"
MOST_LINES, MOST_AREAS, MOST_ORGANISATIONS = 200, 400, 1000


@dataclass
class Choices:
    """What a committee's activity is chosen from, read once for all fields of a page."""

    committee: Committee
    offered: dict[int, PlanLine] = field(default_factory=dict)
    areas: dict[int, Area] = field(default_factory=dict)
    organisations: dict[int, Organisation] = field(default_factory=dict)
    own_organisation: int | None = None

    @classmethod
    def of(cls, committee: Committee, seat: int | None, line: PlanLine | None = None) -> Choices:
        """One query. `seat` is the person's own; `line` is offered too, where it stands already."""
        year = fiscal_year(today())
        lines = PlanLine.objects.standing().filter(
            committee=committee, plan__fiscal_year__in=(year - 1, year, year + 1)
        )
        lines = lines.select_related("plan").order_by("-plan__fiscal_year", "position", "pk")
        organisations = Organisation.objects.filter(province_id=committee.province_id)
        offered, areas, bodies, own = gather(
            [
                lines[:MOST_LINES],
                _areas(committee),
                organisations[:MOST_ORGANISATIONS],
                Seat.objects.filter(pk=seat or 0).values_list("organisation_id", flat=True),
            ]
        )
        if line is not None and line.pk not in {row.pk for row in offered}:
            offered.append(line)
        return cls(
            committee,
            {row.pk: row for row in offered},
            {row.pk: row for row in areas},
            {row.pk: row for row in bodies},
            own[0] if own else None,
        )

    def line_choices(self) -> list[Any]:
        """Unplanned first, then the lines of each year."""
        running = fiscal_year(today())
        years: dict[int, list[tuple[str, str]]] = {running: []}
        for row in self.offered.values():
            years.setdefault(row.plan.fiscal_year, []).append((str(row.pk), row.what))
        groups = [
            (_("Plan %(year)s") % {"year": year}, rows) for year, rows in years.items() if rows
        ]
        return [("", _("Choose …")), (UNPLANNED, _("Unplanned, not in the plan")), *groups]

    def area_choices(self) -> list[Any]:
        """The districts, each followed by its sub-districts."""
        parts: dict[int, list[tuple[str, str]]] = {}
        for row in self.areas.values():
            if row.level == AreaLevel.SUBDISTRICT and row.parent_id is not None:
                parts.setdefault(row.parent_id, []).append((str(row.pk), row.titled))
        found: list[Any] = [("", _("Choose …"))]
        for row in self.areas.values():
            if row.level == AreaLevel.DISTRICT:
                whole = (str(row.pk), row.titled)
                found.append((row.titled, [whole, *parts.get(row.pk, [])]))
        return found

    def organisation_choices(self, empty: Any = None) -> list[Any]:
        """The organisations of the province by name."""
        rows = [(str(row.pk), row.name) for row in self.organisations.values()]
        return [("", empty), *rows] if empty is not None else rows


def _areas(committee: Committee) -> QuerySet[Area]:
    area = committee.area
    if area.level == AreaLevel.DISTRICT:
        rows = Area.objects.filter(pk=area.pk) | Area.objects.filter(parent=area)
    else:
        province = committee.province_id
        rows = Area.objects.filter(parent_id=province)
        rows = rows | Area.objects.filter(parent__parent_id=province)
    return rows.order_by("sort_key", "pk")[:MOST_AREAS]
