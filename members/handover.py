"""What the end of a seat leaves behind: said before anyone confirms it, and kept with the post."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from committees import access
from committees.calendar import today
from committees.gather import Asking, asked_alone, together
from committees.roles import Permission, permissions
from members.models import Handover, Place, Seat

# One sentence for each kind of work that the seat's post would leave open.
ConsequenceProvider = Callable[[Seat], list[str]]
_PROVIDERS: list[ConsequenceProvider] = []


def register_consequence(provider: ConsequenceProvider) -> None:
    """Add what an app knows about open work of a post."""
    if provider not in _PROVIDERS:
        _PROVIDERS.append(provider)


# What follows in the act by which a successor takes over.
TakenOver = Callable[[Handover], None]
_TAKEN: list[TakenOver] = []


def register_taken_over(follow: TakenOver) -> None:
    """Add what an app does when a post was taken over, in the same transaction."""
    if follow not in _TAKEN:
        _TAKEN.append(follow)


def taken_over(handover: Handover) -> None:
    """Let every app pass on what was its holder's."""
    for follow in _TAKEN:
        follow(handover)


@dataclass(frozen=True)
class OpenWork:
    """One thing that waits for a post, whoever holds it or nobody. Give `due` or `since`."""

    place_id: int
    what: str
    url: str
    since: dt.date | dt.datetime | None = None
    due: dt.date | None = None


# What waits for these posts, as far as this person may read it, in one round of querysets.
OpenWorkProvider = Callable[[User, list[Place]], Asking[list[OpenWork]]]
_WORK: list[OpenWorkProvider] = []


def register_open_work(provider: OpenWorkProvider) -> None:
    """Add what an app knows of work that waits for posts.

    Work belongs to the role of a post and not to a person, so it stays while nobody holds the post
    and is the successor's from the first day.
    """
    if provider not in _WORK:
        _WORK.append(provider)


def work_of(user: User, places: Iterable[Place]) -> dict[int, list[OpenWork]]:
    """place id -> what waits for it, oldest first, as far as this person may read it. One query."""
    return asked_alone(ask_work_of(user, list(places)))


def ask_work_of(user: User, places: list[Place]) -> Asking[dict[int, list[OpenWork]]]:
    """As `work_of`, asked beside the other parts of a page."""
    found: dict[int, list[OpenWork]] = {place.pk: [] for place in places}
    if places:
        answers = yield from together([provider(user, places) for provider in _WORK])
        for item in (item for items in answers for item in items):
            found[item.place_id].append(item)
    return found


def open_work(seat: Seat) -> list[str]:
    """What waits for this seat's post now, in sentences."""
    return [line for provider in _PROVIDERS for line in provider(seat)]


@dataclass(frozen=True)
class Leaving:
    """What is said on the page that ends a seat."""

    consequence: str
    details: list[str]
    warnings: list[str]
    told: list[str]


# What somebody has to be able to do in a committee, and the words for it.
_DUTIES: tuple[tuple[Permission, str | Promise, str | Promise], ...] = (
    (
        Permission.APPROVE_AS_CHIEF,
        gettext_lazy("Plans can then still be approved by %(names)s."),
        gettext_lazy("Nobody will be left who approves plans."),
    ),
    (
        Permission.APPROVE_AS_DEPUTY,
        gettext_lazy("Plans can then still be approved by %(names)s."),
        gettext_lazy("Nobody will be left who approves plans."),
    ),
    (
        Permission.SUBMIT_PLAN,
        gettext_lazy("Plans can then still be submitted by %(names)s."),
        gettext_lazy("Nobody will be left who submits plans."),
    ),
    (
        Permission.MANAGE_SEATS,
        gettext_lazy("Seats can then still be given by %(names)s."),
        gettext_lazy("Nobody will be left who gives seats here."),
    ),
)


_APPROVING = (Permission.APPROVE_AS_CHIEF, Permission.APPROVE_AS_DEPUTY)


def leaving(seat: Seat, by: User) -> Leaving:
    """The consequences of ending this seat: rights, open work, who is left, who is told."""
    details, warnings = _left(seat)
    told = [seat.person]
    if by.pk == seat.person_id:
        told = access.holders(Permission.MANAGE_SEATS, seat.committee)
    values = {
        "name": seat.person.name,
        "post": seat.post,
        "committee": seat.committee.short,
    }
    return Leaving(
        consequence=_(
            "%(name)s then no longer sees anything of %(committee)s as %(post)s, and can do"
            " nothing there any more; what was written stays."
        )
        % values,
        details=[
            _("What ends with it: %(rights)s") % {"rights": seat.rule.description},
            *open_work(seat),
            *details,
        ],
        warnings=warnings,
        told=[person.name for person in told if person.pk != by.pk],
    )


def _left(seat: Seat) -> tuple[list[str], list[str]]:
    """Who can still do what this seat could, and what nobody could."""
    approver = Permission(seat.committee.approver)
    kept = _kept_roles(seat)
    details, warnings = [], []
    for permission, still, nobody in _DUTIES:
        if permission not in seat.rule.holds:
            continue
        if permission in _APPROVING and permission != approver:
            continue
        people = [
            person
            for person in access.holders(permission, seat.committee)
            if person.pk != seat.person_id or permission in permissions(kept)
        ]
        if people:
            names = ", ".join(person.name for person in people[:5])
            details.append(str(still) % {"names": names})
        else:
            warnings.append(str(nobody))
    return details, warnings


def _kept_roles(seat: Seat) -> set[str]:
    """The roles the same person keeps in this committee through other seats."""
    others = Seat.objects.current(today()).filter(
        person_id=seat.person_id, committee_id=seat.committee_id
    )
    return set(others.exclude(pk=seat.pk).values_list("role", flat=True))
