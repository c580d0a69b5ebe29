"""Ending orders, and the bodies an order made: by hand, with the order, or by their last day."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from committees import access, audit, rls
from committees.calendar import today
from committees.errors import WrongState
from committees.models import Committee
from committees.policy import check_version
from members.actions import places as place_actions
from members.actions import seats as seat_actions
from members.actions.orders import locked_order, newest_of, parts_of, recorded
from members.models import Order, OrderBody, Place, Seat
from members.notices import orders as notices
from members.policy import orders as policy
from members.workflow.orders import ENDED, IN_FORCE

DAY = dt.timedelta(days=1)
# Who is told of an order filed or ended.
SEES = next(iter(policy.ORDER.transitions["send"].permissions))

audit.register(
    {
        "order_ended": _("%(actor)s ended the order “%(subject)s”"),
        "committee_ended": _("%(actor)s ended %(subject)s"),
        "committee_expired": _("%(subject)s ended on the last day its order gives"),
    }
)


def one_at_a_time(order: Order) -> None:
    """Orders of one committee that are filed or ended at once wait for each other."""
    Committee.objects.select_for_update(no_key=True, of=("self",)).get(pk=order.committee_id)


@transaction.atomic
def end_order(*, order: Order, reason: str, by: User) -> Order:
    """End an order with its amendments, the bodies it appoints, and their seats, at once.

    Raises NotAllowed, WrongState.
    """
    locked = locked_order(order)
    transition = policy.check("end", by, locked)
    if locked.amends_id is not None:
        raise WrongState(_("End the order that this one amends."))
    with rls.acting_as_system("orders"):
        one_at_a_time(locked)
        for body in parts_of(newest_of(locked))[0]:
            if body.target is not None and body.target.ended is None and not body.removed:
                end_tree(committee=body.target, reason=reason, by=by)
        for one in (locked, *Order.objects.filter(amends=locked, state=IN_FORCE)):
            Order.objects.filter(pk=one.pk).update(state=ENDED, ended_on=today())
            event = recorded(transition.verb, one, by, reason=reason, above=True)
    locked.refresh_from_db()
    notices.order_told("order_ended", locked, event, access.holders(SEES, locked.committee))
    return locked


@transaction.atomic
def end_committee(*, committee: Committee, reason: str, version: int, by: User) -> None:
    """End a body by hand, at once, with what stands under it and all their seats.

    Raises NotAllowed, WrongState, Conflict.
    """
    locked = Committee.objects.select_for_update(of=("self",)).get(pk=committee.pk)
    policy.check_end_committee(by, locked)
    check_version(locked, version)
    with rls.acting_as_system("orders"):
        end_tree(committee=locked, reason=reason, by=by)


def end_tree(
    *, committee: Committee, reason: str, by: User | None, last_day: dt.date | None = None
) -> None:
    """End a body and everything under it: their seats, their places, themselves.

    The caller has authorised it and acts as a named part of the system. `last_day` is past where
    a body ended by its day and only has to be marked; its seats gave no rights since.
    """
    for node in reversed(nodes_under(committee)):
        locked = Committee.objects.select_for_update(of=("self",)).get(pk=node.pk)
        if locked.ended is not None:
            continue
        day = last_day or today()
        place_actions.end_places(
            places=Place.objects.not_over(today()).filter(committee=locked), last_day=day
        )
        seats = Seat.objects.not_over(today()).filter(committee=locked)
        seat_actions.end_all(seats=seats, reason=reason, by=by)
        locked.ended = max(day, locked.founded or day)
        locked.version += 1
        locked.save()
        audit.record(
            actor=by,
            committee=locked,
            verb="committee_ended" if by else "committee_expired",
            subject=locked,
            after={"ended": locked.ended.isoformat()},
            reason=reason,
            above=True,
        )


def nodes_under(committee: Committee) -> list[Committee]:
    """The body and all that stands under it and has not ended, from the top down."""
    nodes = Committee.objects.filter(path__startswith=committee.path, ended__isnull=True)
    return list(nodes.order_by("path"))


def end_bodies() -> int:
    """Mark as ended the bodies whose last day by their order is past; returns how many.

    Runs as the system each night. Their seats ended with the day itself, also where this is late;
    run twice it finds none.
    """
    ended = 0
    for committee, last_day in due_bodies():
        with transaction.atomic():
            end_tree(committee=committee, reason="", by=None, last_day=last_day)
            ended += 1
    return ended


def due_bodies() -> list[tuple[Committee, dt.date]]:
    """The bodies that should have ended, with their last day: what the newest order says counts."""
    rows = (
        OrderBody.objects.filter(order__state=IN_FORCE, target__ended__isnull=True)
        .exclude(target=None)
        .select_related("target", "order")
        .order_by("order__filed_at")
    )
    newest = {row.target_id: row for row in rows}
    found = []
    for row in newest.values():
        assert row.target is not None  # noqa: S101  (excluded above)
        day = row.ends
        if row.removed and row.order.starts is not None:
            day = row.order.starts - DAY
        if day is not None and day < today():
            found.append((row.target, day))
    return found
