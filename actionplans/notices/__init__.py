"""What people are told, and how the history says it: one module for each noun."""

from actionplans.notices import (
    activities,
    cycle,
    indicators,
    neighbours,
    plans,
    proposals,
    reports,
    tasks,
)

__all__ = [
    "activities",
    "cycle",
    "indicators",
    "neighbours",
    "plans",
    "proposals",
    "reports",
    "tasks",
]
