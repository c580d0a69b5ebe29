"""What runs beside the requests. Every task may run twice without harm, and late."""

from members.tasks import seats, surveys

__all__ = ["seats", "surveys"]
