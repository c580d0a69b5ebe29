"""Totals of plans by province, for a national observer, who sees no plan itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from django.db import connection

from committees.models import Area, AreaLevel
from committees.templatetags.ui import status_of

SENT_UP = ("submitted", "approved", "returned", "received", "returned_by_province")


@dataclass
class ProvinceTotal:
    """What the committees of one province have sent up in one quarter."""

    province: Area
    plans: int = 0
    lines: int = 0
    budget: Decimal = Decimal(0)
    states: dict[str, int] = field(default_factory=dict)

    @property
    def labelled(self) -> list[dict[str, object]]:
        """How many plans stand in each state past the draft, with the state's word."""
        return [
            {"label": status_of(state).label, "count": self.states.get(state, 0)}
            for state in SENT_UP
        ]


def province_totals(fiscal_year: int, quarter: int) -> list[ProvinceTotal]:
    """Totals of every province that has any, in Thai order.

    The database function answers a national observer only, and nobody else at all.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT province_id, state, plans, lines, budget FROM app_plan_totals(%s, %s)",
            [fiscal_year, quarter],
        )
        rows = cursor.fetchall()
    provinces = Area.objects.filter(level=AreaLevel.PROVINCE, pk__in={row[0] for row in rows})
    found = {province.pk: ProvinceTotal(province) for province in provinces}
    for province_id, state, plans, lines, budget in rows:
        total = found[province_id]
        total.plans += plans
        total.lines += lines
        total.budget += budget
        total.states[state] = plans
    return list(found.values())
