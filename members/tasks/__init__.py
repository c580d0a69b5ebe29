"""What runs beside the requests. Every task may run twice without harm, and late."""

from members.tasks import handovers, organisations, seats, surveys, team

__all__ = ["handovers", "organisations", "seats", "surveys", "team"]
