"""What each noun adds to the first page, to a committee's page and to the frame."""

from actionplans.parts import (
    activities,
    contributions,
    cycle,
    figures,
    indicators,
    neighbours,
    plans,
    proposals,
    reports,
    tasks,
)

# The first that offers something to add gives the + of a telephone.
ALL = (
    activities,
    plans,
    figures,
    indicators,
    contributions,
    cycle,
    tasks,
    neighbours,
    reports,
    proposals,
)


def register() -> None:
    """Add every part; runs once, when the application is ready."""
    for noun in ALL:
        noun.register()
