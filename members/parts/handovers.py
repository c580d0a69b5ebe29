"""What posts and handovers add to the first page, to a province's page and to the tabs."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import User
from committees import access, home
from committees.calendar import today
from committees.gather import Asking
from committees.models import Area, AuditEvent, Committee
from committees.querysets import Scope
from committees.roles import Permission
from committees.tabs import Tab
from committees.tabs import register as register_tabs
from members import handover, handover_sections, post_work, posts
from members.models import Handover, Place
from members.parts.seats import LEADING
from members.policy import handovers as policy
from members.workflow.handovers import PREPARING

# How long before the last day somebody is asked to write the handover.
ASKED = dt.timedelta(days=30)
MOST = 20
MOST_VACANT = 200


def waiting(user: User, scope: Scope) -> Asking[list[home.Waiting]]:
    """A post to take over, and a handover to write before one leaves."""
    wanted = (
        Handover.objects.visible_to(scope)
        .open()
        .filter(
            Q(successor=user)
            | Q(from_seat__person=user, state=PREPARING, from_seat__ends__lte=today() + ASKED)
        )
        .select_related("committee", "place__organisation", "from_seat", "to_seat")
    )
    rows = yield wanted[:MOST]
    return [item for row in rows if (item := _item(user, row)) is not None]


def _item(user: User, row: Handover) -> home.Waiting | None:
    if policy.takes_over(user, row):
        return home.Waiting(
            verb=_("Take over"),
            what=_("as %(post)s") % {"post": row.place.title},
            where=row.committee.short,
            url=row.get_absolute_url(),
            since=row.to_seat.starts if row.to_seat else None,
            tone="attention",
        )
    if row.state == PREPARING and policy.hands_over(user, row):
        return home.Waiting(
            verb=_("Write"),
            what=_("your handover as %(post)s") % {"post": row.place.title},
            where=row.committee.short,
            url=row.get_absolute_url(),
            due=row.from_seat.ends,
            tone="attention",
        )
    return None


def vacant_posts(user: User, scope: Scope) -> Asking[list[home.Waiting]]:
    """Posts nobody holds, for whoever gives their seats: those that lead, or for which something
    waits. One query where every post is held, else three and those of the work.
    """
    if Permission.MANAGE_SEATS not in scope.all_permissions:
        return []
    rows = posts.in_state(posts.standing(scope), posts.VACANT, scope)
    vacant = yield posts.ordered(rows)[:MOST_VACANT]
    places = [
        place for place in vacant if access.can(user, Permission.MANAGE_SEATS, place.committee)
    ]
    if not places:
        return []
    read = yield from posts.ask(user, places)
    found = [post for post in read if post.work or post.place.role in LEADING]
    return [_vacant(post) for post in found if post.following is None][:MOST]


def _vacant(post: posts.Post) -> home.Waiting:
    what = _("%(post)s has no holder") % {"post": post.place.title}
    if post.work:
        count = len(post.work)
        waits = ngettext("%(n)d thing waits", "%(n)d things wait", count) % {"n": count}
        what = f"{what}: {waits}"
    return home.Waiting(
        verb=_("Fill the post"),
        what=what,
        where=post.place.committee.short,
        url=reverse("post", args=[post.place.committee.slug, post.place.pk]),
        since=post.vacant_since,
        tone="attention" if post.work else "",
    )


def province_block(request: HttpRequest, province: Area) -> Asking[home.Block | None]:
    """For those above a province: how many posts stand empty or wait for their handover, by
    district.
    """
    scope = access.scope_of(request.user)
    if province.pk not in scope.overseen_provinces:
        return None
    standing = posts.standing(scope).filter(province=province)
    found: dict[str, dict[str, Any]] = {}
    states = (posts.VACANT, posts.WAITING)
    named = yield tuple(_named(posts.in_state(standing, state, scope)) for state in states)
    for state, places in zip(states, named, strict=True):
        for place in places:
            area = place.committee.area
            row = found.setdefault(area.sort_key, {"area": area, "vacant": 0, "open": 0})
            row[state] += 1
    return "members/_province_posts.html", {
        "rows": [found[key] for key in sorted(found)],
        "posts_url": reverse("province_posts", args=[province.pk]),
    }


def _named(rows: QuerySet[Place]) -> QuerySet[Place]:
    return rows.select_related("committee__area")[:1000]


def handover_url(event: AuditEvent, committee: Committee) -> str:
    """Where a line of history about a handover leads."""
    return reverse("handover", args=[committee.slug, event.subject_id])


def place_url(event: AuditEvent, committee: Committee) -> str:
    """Where a line of history about a post leads."""
    return reverse("post", args=[committee.slug, event.subject_id])


def register() -> None:
    """Add these parts, and what the members know to every handover."""
    handover_sections.register_own()
    handover.register_open_work(post_work.orders_to_file)
    handover.register_open_work(post_work.applicants)
    home.register_waiting(waiting)
    home.register_waiting(vacant_posts)
    home.register_province_block(province_block)
    home.register_subject_url("members.handover", handover_url)
    home.register_subject_url("members.place", place_url)
    register_tabs(Tab("handovers", gettext_lazy("Handover"), "handovers", 40))
