"""What runs beside the requests. Every task may run twice without harm, and late."""

from actionplans.tasks import cycle, reports, summaries, tasks

__all__ = ["cycle", "reports", "summaries", "tasks"]
