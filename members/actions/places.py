"""Places: found or made for every seat, and ended with what they rest on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, F, OuterRef

from committees import rls
from committees.models import Committee
from committees.roles import APPOINTED
from members.models import Handover, Order, OrderBody, Organisation, Place, Seat
from members.workflow.handovers import WITHDRAWN
from members.workflow.orders import IN_FORCE

DAY = dt.timedelta(days=1)


def place_for(*, committee: Committee, values: dict[str, Any]) -> Place:
    """The agency's place in which somebody with these details of a seat acts.

    `values` holds organisation, role, starts and, where known, post_th and post_en. First the one
    of the same title; then one that an order gives the agency in this role and in which nobody
    acts yet; otherwise a new one. The caller has authorised the seat.
    """
    starts = values["starts"]
    organisation, role = values["organisation"], values["role"]
    title_th = values.get("post_th", "")
    standing = Place.objects.not_over(starts).filter(
        committee=committee, organisation=organisation, role=role
    )
    held = Seat.objects.not_over(starts).filter(place=OuterRef("pk"))
    ordered = F("order_id").asc(nulls_last=True)
    found = standing.filter(title_th=title_th).order_by(ordered, "pk").first()
    if found is None:
        free = standing.filter(~Exists(held), order__isnull=False)
        found = free.order_by("pk").first()
    if found is None:
        return new_place(
            committee=committee,
            organisation=organisation,
            role=role,
            titles=(title_th, values.get("post_en", "")),
            starts=starts,
        )
    if found.starts > starts:
        found.starts = starts
        found.save(update_fields=["starts"])
    return found


def new_place(
    *,
    committee: Committee,
    organisation: Organisation,
    role: str,
    titles: tuple[str, str],
    starts: dt.date,
    order: Order | None = None,
) -> Place:
    """Make a place; the caller has authorised what it is made for."""
    return Place.objects.create(
        committee=committee,
        province_id=committee.province_id,
        above=not committee.closed,
        organisation=organisation,
        role=role,
        title_th=titles[0],
        title_en=titles[1],
        starts=starts,
        order=order,
    )


def moved_place(seat: Seat) -> Place:
    """The place of a seat whose details were just changed.

    A place that an order gives stays while agency and role do; the order says what it is called.
    """
    old = seat.place
    if (
        old is not None
        and (old.organisation_id, old.role) == (seat.organisation_id, seat.role)
        and (
            old.order_id is not None or (old.title_th, old.title_en) == (seat.post_th, seat.post_en)
        )
    ):
        return old
    values = {
        "organisation": seat.organisation,
        "role": seat.role,
        "post_th": seat.post_th,
        "post_en": seat.post_en,
        "starts": seat.starts,
    }
    return place_for(committee=seat.committee, values=values)


def drop_if_unused(place: Place | None) -> None:
    """Take away a place that no order gives and that no seat was ever in: a title corrected."""
    if place is None or place.order_id is not None:
        return
    if not Seat.objects.filter(place_id=place.pk).exists():
        place.delete()


def planned_end(committee: Committee) -> dt.date | None:
    """The last day that the newest order in force gives a body or what it stands under; None
    without one. A body that an order of a later day removes ends the day before.
    """
    if committee.kind not in APPOINTED:
        return None
    nodes = [int(part) for part in committee.path.strip("/").split("/")]
    # Who gives a seat here need not be able to read the order.
    with rls.acting_as_system("the day a body ends"):
        rows = (
            OrderBody.objects.filter(target__in=nodes, order__state=IN_FORCE)
            .select_related("order")
            .order_by("order__filed_at")
        )
        newest = {row.target_id: row for row in rows}
    days = [_last_day(row) for row in newest.values()]
    return min((day for day in days if day is not None), default=None)


def _last_day(row: OrderBody) -> dt.date | None:
    if row.removed and row.order.starts is not None:
        return row.order.starts - DAY
    return row.ends


def end_places(*, places: Iterable[Place], last_day: dt.date) -> None:
    """Let places stand until this day, or less where they begin later; their seats are ended
    by the caller. Handovers that wait there have nobody to wait for any more.
    """
    for place in places:
        place.ends = max(last_day, place.starts)
        place.save(update_fields=["ends"])
        Handover.objects.open().filter(place=place).update(
            state=WITHDRAWN, version=F("version") + 1
        )
