"""What each noun adds to the first page, to a committee's page and to the frame."""

from members.parts import (
    handovers,
    memberships,
    mou,
    offices,
    orders,
    organisations,
    seats,
    surveys,
    team,
    workshops,
)

ALL = (
    seats,
    memberships,
    handovers,
    organisations,
    surveys,
    workshops,
    team,
    mou,
    orders,
    offices,
)


def register() -> None:
    """Add every part; runs once, when the application is ready."""
    for noun in ALL:
        noun.register()
