"""An order as one person reads it: numbered sections, what an amendment changes, who acts where."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from committees import access
from committees.calendar import format_date, today
from committees.roles import ROLES
from members.actions.orders import body_facts, post_facts
from members.models import Order, OrderBody, OrderPost, Seat

ADDED, REMOVED, CHANGED, SAME = "added", "removed", "changed", ""


@dataclass
class PostRow:
    """A post with its number in the body, what an amendment does to it, and who acts in it now."""

    number: int
    post: OrderPost
    state: str = SAME
    changes: list[dict[str, Any]] = field(default_factory=list)
    holders: list[str] = field(default_factory=list)


@dataclass
class Section:
    """A body with its number in the order, its posts, and what an amendment does to it."""

    number: str
    body: OrderBody
    posts: list[PostRow]
    state: str = SAME
    changes: list[dict[str, Any]] = field(default_factory=list)

    @property
    def touched(self) -> bool:
        return bool(self.state) or any(row.state for row in self.posts)


def sections(user: Any, order: Order) -> list[Section]:
    """The sections of an order that this person reads, in order and numbered without gaps.

    Two queries; a third, for who acts where, once the order is in force.
    """
    scope = access.scope_of(user)
    bodies = list(OrderBody.objects.visible_to(scope).filter(order=order).select_related("target"))
    posts: dict[Any, list[OrderPost]] = {}
    for post in (
        OrderPost.objects.visible_to(scope).filter(order=order).select_related("organisation")
    ):
        posts.setdefault(post.body_id, []).append(post)
    places = [post.place_id for rows in posts.values() for post in rows if post.place_id]
    holders = _holders(scope, places) if order.filed_at else {}
    numbers = _numbered(bodies)
    found = [
        _section(order, body, numbers[body.pk], posts.get(body.pk, []), holders) for body in bodies
    ]
    return sorted(found, key=lambda one: [int(part) for part in one.number.split(".")])


def _holders(scope: Any, places: list[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    seats = Seat.objects.visible_to(scope).current(today()).filter(place_id__in=places)
    for seat in seats.select_related("person").order_by("person__sort_key"):
        found.setdefault(int(seat.place_id or 0), []).append(seat.person.name)
    return found


def _numbered(bodies: list[OrderBody]) -> dict[Any, str]:
    """1, 2, 2.1 ...: by where each stands; what stands under an unseen body counts as on top."""
    known = {body.pk for body in bodies}
    numbers: dict[Any, str] = {}
    counts: dict[Any, int] = {}
    for body in sorted(bodies, key=lambda row: row.position):
        parent = body.parent_id if body.parent_id in known else None
        # The committee itself is the first section; what stands right under it follows it.
        if parent is not None and _is_own(bodies, parent):
            parent = None
        counts[parent] = counts.get(parent, 0) + 1
        above = numbers.get(parent, "")
        numbers[body.pk] = f"{above}.{counts[parent]}" if above else str(counts[parent])
    return numbers


def _is_own(bodies: list[OrderBody], pk: Any) -> bool:
    return any(row.pk == pk and row.target_id == row.committee_id for row in bodies)


def _section(
    order: Order,
    body: OrderBody,
    number: str,
    posts: list[OrderPost],
    holders: dict[int, list[str]],
) -> Section:
    rows = [PostRow(at, post) for at, post in enumerate(posts, start=1)]
    for row in rows:
        row.holders = holders.get(row.post.place_id or 0, [])
        if order.amending:
            row.state, row.changes = _post_change(row.post)
    section = Section(number, body, rows)
    if order.amending or body.removed:
        section.state, section.changes = _body_change(body)
    return section


def _body_change(body: OrderBody) -> tuple[str, list[dict[str, Any]]]:
    if body.removed:
        return REMOVED, []
    if body.before is None:
        return ADDED, []
    now = body_facts(body)
    labels = {
        "name_th": _("official name in Thai"),
        "name_en": _("official name in English"),
        "short_th": _("short name in Thai"),
        "short_en": _("short name in English"),
        "duties_th": _("duties, in Thai"),
        "duties_en": _("duties, in English"),
        "ends": _("last day"),
    }
    rows = _differences(labels, body.before, now)
    for row in rows:
        if row["name"] == "ends":
            row |= {key: _day(row[key]) for key in ("before", "after")}
    return (CHANGED, rows) if rows else (SAME, [])


def _post_change(post: OrderPost) -> tuple[str, list[dict[str, Any]]]:
    if post.removed:
        return REMOVED, []
    if post.before is None:
        return ADDED, []
    language = get_language()
    labels = {
        "title_th": _("post, in Thai"),
        "title_en": _("post, in English"),
        f"organisation_{'en' if language == 'en' else 'th'}": _("organisation"),
        "role": _("function in the body"),
        "email": _("e-mail address"),
        "name_th": _("name in Thai"),
        "name_en": _("name in English"),
    }
    rows = _differences(labels, post.before, post_facts(post))
    for row in rows:
        if row["name"] == "role":
            row |= {key: _role(row[key]) for key in ("before", "after")}
    return (CHANGED, rows) if rows else (SAME, [])


def _differences(
    labels: dict[str, str], before: dict[str, Any], after: dict[str, Any]
) -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "label": label,
            "before": before.get(name) or "",
            "after": after.get(name) or "",
        }
        for name, label in labels.items()
        if (before.get(name) or "") != (after.get(name) or "")
    ]


def _day(value: str) -> str:
    return format_date(dt.date.fromisoformat(value)) if value else ""


def _role(slug: str) -> str:
    return str(ROLES[slug].label) if slug in ROLES else slug
