"""What of the members' own work waits for posts: orders to file, applicants to decide on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from committees import access
from committees.gather import Asking
from committees.roles import Permission
from members.handover import OpenWork
from members.models import Application, Order, Place
from members.workflow import applications
from members.workflow.orders import SIGNING

MOST = 200


def orders_to_file(user: User, places: list[Place]) -> Asking[list[OpenWork]]:
    """Orders out for signature, for the posts that file the signed copy."""
    filing = _with(places, Permission.FILE_ORDER)
    if not filing:
        return []
    rows = Order.objects.visible_to(access.scope_of(user)).filter(
        province_id__in={place.province_id for place in filing}, state=SIGNING
    )
    return _for_posts(
        (yield rows.select_related("committee").order_by("sent_at", "pk")[:MOST]),
        filing,
        lambda _row: Permission.FILE_ORDER,
        lambda row: (_("File the signed copy: %(order)s") % {"order": row.subject}, row.sent_at),
    )


_DECIDING = {
    applications.APPLIED: Permission.SCREEN_APPLICANTS,
    applications.ENDORSED: Permission.ACCEPT_MEMBERS,
}


def applicants(user: User, places: list[Place]) -> Asking[list[OpenWork]]:
    """Organisations that wait for screening or for the committee's decision."""
    joined = [place for place in places if place.committee.rule.self_governing]
    deciding = _with(joined, Permission.SCREEN_APPLICANTS) + _with(
        joined, Permission.ACCEPT_MEMBERS
    )
    if not deciding:
        return []
    rows = Application.objects.visible_to(access.scope_of(user)).filter(
        committee_id__in={place.committee_id for place in deciding}, state__in=list(_DECIDING)
    )
    return _for_posts(
        (yield rows.select_related("committee").order_by("confirmed_at", "pk")[:MOST]),
        list({place.pk: place for place in deciding}.values()),
        lambda row: _DECIDING[row.state],
        lambda row: (_("Applicant: %(name)s") % {"name": row.name}, row.confirmed_at),
    )


def _with(places: list[Place], permission: Permission) -> list[Place]:
    """The posts whose role allows this somewhere."""
    return [place for place in places if permission in place.rule.holds | place.rule.below]


def _for_posts(
    rows: Any,
    places: list[Place],
    wanted: Callable[[Any], Permission],
    said: Callable[[Any], tuple[str, Any]],
) -> list[OpenWork]:
    """Each row as work of every post that may do what it wants."""
    found = []
    for row in rows:
        what, since = said(row)
        found += [
            OpenWork(place.pk, what, row.get_absolute_url(), since=since)
            for place in places
            if access.post_can(place.rule, place.committee, wanted(row), row.committee)
        ]
    return found
