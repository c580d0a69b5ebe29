"""What runs beside the requests. Every task may run twice without harm, and late."""

from members.tasks import organisations, seats, surveys, team

__all__ = ["organisations", "seats", "surveys", "team"]
