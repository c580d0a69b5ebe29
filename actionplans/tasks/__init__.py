"""What runs beside the requests. Every task may run twice without harm, and late."""

from actionplans.tasks import reports
    cycle,
    summaries,
    tasks,
)

__all__ = ["reports"]
