"""What people are told, and how the history says it: one module for each noun."""

from actionplans.notices import activities, plans

__all__ = ["activities", "plans"]
