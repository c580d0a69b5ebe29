"""What runs beside the requests. Every task may run twice without harm, and late."""

from actionplans.tasks import summaries

__all__ = ["summaries"]
