"""What people are told, and how the history says it: one module for each noun."""

from actionplans.notices import indicators, reports
    activities,
    plans,
    tasks,
)

__all__ = ["indicators", "reports"]
