"""What people are told, and how the history says it: one module for each noun."""

from actionplans.notices import plans

__all__ = ["plans"]
