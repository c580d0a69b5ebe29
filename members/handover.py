"""What the end of a seat leaves behind, said before anyone confirms it."""

from __future__ import annotations

from collections.abc import Callable

from members.models import Seat

# One sentence for each kind of work that the seat's post would leave open.
ConsequenceProvider = Callable[[Seat], list[str]]
_PROVIDERS: list[ConsequenceProvider] = []


def register_consequence(provider: ConsequenceProvider) -> None:
    """Add what an app knows about open work of a post."""
    if provider not in _PROVIDERS:
        _PROVIDERS.append(provider)


def open_work(seat: Seat) -> list[str]:
    """What waits for this seat's post now, in sentences."""
    return [line for provider in _PROVIDERS for line in provider(seat)]
