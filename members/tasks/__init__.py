"""What runs beside the requests. Every task may run twice without harm, and late."""

from members.tasks import organisations, seats, surveys

__all__ = ["organisations", "seats", "surveys"]
