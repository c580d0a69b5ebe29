"""What runs beside the requests. Every task may run twice without harm, and late."""

from members.tasks import (
    applications,
    handovers,
    memberships,
    orders,
    organisations,
    seats,
    surveys,
    team,
)

__all__ = [
    "applications",
    "handovers",
    "memberships",
    "orders",
    "organisations",
    "seats",
    "surveys",
    "team",
]
