"""What a handover shows, section by section: what apps know of a post, in the reader's eyes.

A provider is asked for one reader and one handover and answers with plain rows, which the page
shows, the paper prints and the record keeps. It reads with the reader's rights and no others.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import Any

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from accounts.models import User
from committees import access
from committees.calendar import format_date, today
from committees.models import Committee, Paper
from committees.querysets import Scope
from committees.roles import Permission
from members.handover import OpenWork, work_of
from members.models import Handover, HandoverNote, OrderBody, Place, Seat
from members.parts.seats import by_role
from members.workflow.orders import IN_FORCE

MOST_PEOPLE = 100
MOST_PAPERS = 30


@dataclass(frozen=True)
class Row:
    """One thing of a section: its name, what else is said of it, where it leads, how it stands."""

    text: str
    sub: str = ""
    url: str = ""
    status: str = ""


@dataclass(frozen=True)
class Section:
    """A titled part of a handover. `text` stands above the rows; `empty` where there are none."""

    key: str
    title: str
    rows: list[Row] = field(default_factory=list)
    text: str = ""
    empty: str = ""


@dataclass
class Reader:
    """One person reading one handover."""

    handover: Handover
    user: User

    @cached_property
    def scope(self) -> Scope:
        return access.scope_of(self.user)

    @property
    def committee(self) -> Committee:
        return self.handover.committee

    @property
    def place(self) -> Place:
        return self.handover.place

    @property
    def inside(self) -> bool:
        return self.scope.sees_inside(self.handover)

    @cached_property
    def work(self) -> list[OpenWork]:
        """What waits for the post."""
        return work_of(self.user, [self.place])[self.place.pk]

    @cached_property
    def bodies(self) -> list[OrderBody]:
        """What orders in force say of the committee, as far as this person reads it."""
        rows = OrderBody.objects.visible_to(self.scope).filter(
            target=self.committee, order__state=IN_FORCE, removed=False
        )
        return list(rows.select_related("order__committee").order_by("-order__starts", "pk")[:10])


SectionProvider = Callable[[Reader], list[Section]]
RowProvider = Callable[[Reader], list[Row]]
_SECTIONS: list[tuple[int, SectionProvider]] = []
_DECISIONS: list[RowProvider] = []


def register(order: int, provider: SectionProvider) -> None:
    """Add sections of a handover: notes stand at 10, duties at 20, people at 30, decisions at 40,
    open work at 50, the quarter's plan and its indicators at 60, papers at 70.
    """
    if (order, provider) not in _SECTIONS:
        _SECTIONS.append((order, provider))


def register_decisions(provider: RowProvider) -> None:
    """Add decisions of the committee that stand, for their section."""
    if provider not in _DECISIONS:
        _DECISIONS.append(provider)


def sections_for(handover: Handover, user: User) -> list[Section]:
    """The handover as this person may read it now."""
    reader = Reader(handover, user)
    ordered = sorted(_SECTIONS, key=lambda row: row[0])
    return [section for _order, provider in ordered for section in provider(reader)]


def frozen(sections: list[Section]) -> list[dict[str, Any]]:
    """The sections as plain data, to be kept."""
    return [asdict(section) for section in sections]


def thawed(snapshot: list[dict[str, Any]]) -> list[Section]:
    """Kept sections as they were."""
    return [Section(**{**data, "rows": [Row(**row) for row in data["rows"]]}) for data in snapshot]


# --- What the members know --------------------------------------------------------------------

HEADINGS = {
    "know": gettext_lazy("What to know"),
    "talk": gettext_lazy("Whom to talk to"),
    "promised": gettext_lazy("What was promised"),
    "further": gettext_lazy("Anything else"),
}


def notes(reader: Reader) -> list[Section]:
    """What people wrote for whoever comes. It stays inside the committee."""
    empty = _("Nobody has written anything yet.")
    found: list[HandoverNote] = []
    if reader.inside:
        rows = HandoverNote.objects.visible_to(reader.scope).filter(handover=reader.handover)
        found = list(rows.select_related("author").order_by("changed_at", "pk"))
    else:
        empty = _("What is written here is for the committee itself.")
    shown = [
        Row(
            getattr(note, name),
            _("%(heading)s · %(name)s, %(day)s")
            % {
                "heading": label,
                "name": note.author.name,
                "day": format_date(note.changed_at.date()),
            },
        )
        for name, label in HEADINGS.items()
        for note in found
        if getattr(note, name)
    ]
    return [Section("notes", _("From whoever had the post"), shown, empty=empty)]


def duties(reader: Reader) -> list[Section]:
    """The order the post stands in, what it is for, and what it may decide."""
    place, committee = reader.place, reader.committee
    rows = [
        Row(
            place.title,
            _("%(role)s: %(what)s")
            % {"role": str(place.rule.label).capitalize(), "what": place.rule.description},
        )
    ]
    mandate = reader.handover.to_seat or reader.handover.from_seat
    if mandate.may_decide:
        rows.append(
            Row(
                mandate.may_decide,
                _("May decide for %(organisation)s on this")
                % {"organisation": place.organisation.short},
            )
        )
    for body in reader.bodies:
        said = body.duties_en if get_language() == "en" and body.duties_en else body.duties_th
        rows += [Row(text, _("Duty in the order")) for text in _lines(said)]
    return [Section("duties", _("Order and duties"), rows, text=committee.about)]


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def people(reader: Reader) -> list[Section]:
    """Who sits in the committee, and for whoever may see it how to reach them."""
    seats = (
        Seat.objects.visible_to(reader.scope)
        .current(today())
        .filter(committee=reader.committee)
        .select_related("person", "organisation")
        .order_by(by_role(), "person__sort_key", "pk")[:MOST_PEOPLE]
    )
    contacts = reader.inside and access.can(reader.user, Permission.SEE_CONTACTS, reader.committee)
    rows = []
    for seat in seats:
        parts = [seat.post, seat.organisation.short]
        if contacts:
            parts += [part for part in (seat.person.phone, seat.person.email) if part]
        rows.append(Row(seat.person.name, " · ".join(parts)))
    return [Section("people", _("Who is who"), rows, empty=_("Nobody sits here yet."))]


def decisions(reader: Reader) -> list[Section]:
    """What the committee has decided and what still stands."""
    rows = [row for provider in _DECISIONS for row in provider(reader)]
    empty = _("No order or resolution is kept here yet.")
    return [Section("decisions", _("Standing decisions"), rows, empty=empty)]


def orders_in_force(reader: Reader) -> list[Row]:
    """The appointment orders the committee stands on."""
    return [
        Row(
            order.subject,
            _("In force from %(day)s") % {"day": format_date(order.starts)} if order.starts else "",
            order.get_absolute_url(),
        )
        for order in dict.fromkeys(body.order for body in reader.bodies)
    ]


def work(reader: Reader) -> list[Section]:
    """What waits for the post now, whoever holds it."""
    rows = [
        Row(item.what, _("since %(day)s") % {"day": _day(item)} if _day(item) else "", item.url)
        for item in reader.work
    ]
    empty = _("Nothing waits for this post at the moment.")
    return [Section("work", _("Open work"), rows, empty=empty)]


def _day(item: OpenWork) -> str:
    when = item.due or item.since
    if when is None:
        return ""
    return format_date(when.date() if hasattr(when, "date") else when)


def papers(reader: Reader) -> list[Section]:
    """The committee's papers this person may open, newest first."""
    found = Paper.objects.visible_to(reader.scope).filter(committee=reader.committee)
    rows = [
        Row(paper.name, format_date(paper.created_at.date()), paper.get_absolute_url())
        for paper in found[:MOST_PAPERS]
    ]
    return [Section("papers", _("Papers"), rows, empty=_("No paper is kept here yet."))]


def register_own() -> None:
    """Add what the members know."""
    for order, provider in (
        (10, notes),
        (20, duties),
        (30, people),
        (40, decisions),
        (50, work),
        (70, papers),
    ):
        register(order, provider)
    register_decisions(orders_in_force)
