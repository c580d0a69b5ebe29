"""What orders add to the first page, to a committee's pages and to a province's page."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from committees import access, home, tabs
from committees.calendar import today
from committees.gather import Asking
from committees.kinds import Kind
from committees.models import Area, AuditEvent, Committee
from committees.policy import allows
from committees.querysets import Scope
from committees.roles import APPOINTED, Permission
from members.models import Order, OrderBody
from members.policy import orders as policy
from members.workflow.orders import DRAFT, IN_FORCE, SIGNING

AHEAD = dt.timedelta(days=60)
_WORKS = {Permission.DRAFT_ORDER, Permission.FILE_ORDER}


def waiting_orders(user: User, scope: Scope) -> Asking[list[home.Waiting]]:
    """Orders out for signature that the person may file, and the person's own drafts."""
    if not scope.all_permissions & _WORKS:
        return []
    rows = yield (
        Order.objects.visible_to(scope)
        .filter(Q(state=SIGNING) | Q(state=DRAFT, drafted_by=user))
        .select_related("committee")
        .order_by("created_at")[:30]
    )
    found = []
    for order in rows:
        filing = order.state == SIGNING
        if not allows(policy.check, "file" if filing else "send", user, order):
            continue
        found.append(
            home.Waiting(
                _("File the signed copy") if filing else _("Finish the draft"),
                order.subject,
                order.committee.short,
                order.get_absolute_url(),
                since=order.sent_at if filing else order.created_at,
                tone="attention" if filing else "",
            )
        )
    return found


def ending_bodies(user: User, scope: Scope) -> Asking[list[home.Coming]]:
    """Working groups of one's own committees whose last day comes. Asks only people who file."""
    if not scope.all_permissions & _WORKS:
        return []
    rows = yield (
        OrderBody.objects.visible_to(scope)
        .filter(order__state=IN_FORCE, removed=False, target__ended__isnull=True)
        .filter(ends__gte=today(), ends__lte=today() + AHEAD)
        .select_related("order__committee", "target")
        .order_by("ends")[:10]
    )
    return [
        home.Coming(
            row.ends,
            _("%(body)s ends") % {"body": row.name},
            row.order.committee.short,
            row.order.get_absolute_url(),
        )
        for row in rows
    ]


def order_of_committee(request: HttpRequest, committee: Committee) -> Asking[home.Block | None]:
    """The order by which the committee stands now."""
    if committee.kind not in APPOINTED or committee.kind == Kind.PROVINCIAL:
        return None
    scope = access.scope_of(request.user)
    naming = OrderBody.objects.visible_to(scope).filter(
        target=committee, removed=False, order__state=IN_FORCE
    )
    bodies = yield naming.select_related("order__committee").order_by("-order__filed_at")[:1]
    body = bodies[0] if bodies else None
    may_draft = allows(policy.check_draft, request.user, committee)
    if body is None and not may_draft:
        return None
    context: dict[str, Any] = {
        "body": body,
        "orders_url": reverse("orders", args=[committee.slug]),
        "may_end": allows(policy.check_end_committee, request.user, committee),
        "committee": committee,
    }
    return "members/_order_of_committee.html", context


def without_order(request: HttpRequest, province: Area) -> Asking[home.Block | None]:
    """The province's districts whose committee has no order in force, for those above them."""
    scope = access.scope_of(request.user)
    if province.pk not in scope.overseen_provinces:
        return None
    orders = Order.objects.visible_to(scope).filter(state=IN_FORCE, bodies__target=OuterRef("pk"))
    found = yield (
        Committee.objects.visible_to(scope)
        .filter(province=province, kind=Kind.DISTRICT, ended__isnull=True)
        .filter(~Exists(orders))
        .order_by("sort_key")[:80]
    )
    return ("members/_without_order.html", {"rows": found}) if found else None


def register() -> None:
    """Add these parts, the tab, and where orders of the history are seen."""
    home.register_waiting(waiting_orders)
    home.register_coming(ending_bodies)
    home.register_committee_block(order_of_committee)
    home.register_province_block(without_order)
    home.register_subject_url("members.order", _order_url)
    tabs.register(
        tabs.Tab(
            "orders",
            gettext_lazy("Orders"),
            "orders",
            30,
            lambda _scope, committee: committee.kind in APPOINTED,
        )
    )


def _order_url(event: AuditEvent, committee: Committee) -> str:
    return reverse("order", args=[committee.slug, event.subject_id])
