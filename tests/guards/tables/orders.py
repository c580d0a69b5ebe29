"""Appointment orders: those inside read all, those above what went out, others nothing."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.urls import reverse

from actionplans.demo.scans import scan
from committees import rls
from committees.calendar import be_year, today
from committees.kinds import Kind
from committees.papers import PDF, Upload
from members.actions import filing
from members.actions import orders as actions
from members.models import Order, OrderBody, OrderPost, Seat
from tests.world import World

TARGETS = {"maesai": "mae_sai", "khong": "chiang_khong", "closed": "mae_sai_suppression"}
REQUIRED = ({"maesai"}, {"khong"}, {"closed"})
DATA: dict[str, dict[str, Any]] = {"order_send": {"numbered": "hand"}}

# Columns: visitor, stranger, former | observer, pranee, somchai (Mae Sai) | nok (PSDHS) | kanda (a
# group below), wichai (the closed group) | malee (Chiang Khong) | nuan (PSDHS Nan), the national
# observer. Mae Sai's order is a draft that holds a closed group too, Chiang Khong's is in force and
# being amended. Under the closed group's address none of them is found.
ON_ROWS = """
committee_end       maesai GET  : 302 404 404 403 403 200 200 404 404 404 404 404
committee_end       maesai POST : 302 404 404 403 403 200 200 404 404 404 404 404
committee_end       khong  GET  : 302 404 404 404 404 404 200 404 404 403 404 404
committee_end       khong  POST : 302 404 404 404 404 404 200 404 404 403 404 404
committee_end       closed GET  : 302 404 404 404 404 404 404 404 403 404 404 404
committee_end       closed POST : 302 404 404 404 404 404 404 404 403 404 404 404
orders              maesai GET  : 302 404 404 200 200 200 200 404 404 404 404 404
orders              maesai POST : 302 405 405 405 405 405 405 405 405 405 405 405
orders              khong  GET  : 302 404 404 404 404 404 200 404 404 200 404 404
orders              khong  POST : 302 405 405 405 405 405 405 405 405 405 405 405
orders              closed GET  : 302 404 404 404 404 404 404 404 200 404 404 404
orders              closed POST : 302 405 405 405 405 405 405 405 405 405 405 405
orders_export       maesai GET  : 302 404 404 200 200 200 200 404 404 404 404 404
orders_export       maesai POST : 302 405 405 405 405 405 405 405 405 405 405 405
orders_export       khong  GET  : 302 404 404 404 404 404 200 404 404 200 404 404
orders_export       khong  POST : 302 405 405 405 405 405 405 405 405 405 405 405
orders_export       closed GET  : 302 404 404 404 404 404 404 404 200 404 404 404
orders_export       closed POST : 302 405 405 405 405 405 405 405 405 405 405 405
order_new           maesai GET  : 302 404 404 403 200 200 200 404 404 404 404 404
order_new           maesai POST : 302 404 404 403 200 200 200 404 404 404 404 404
order_new           khong  GET  : 302 404 404 404 404 404 200 404 404 200 404 404
order_new           khong  POST : 302 404 404 404 404 404 200 404 404 200 404 404
order_new           closed GET  : 302 404 404 404 404 404 404 404 403 404 404 404
order_new           closed POST : 302 404 404 404 404 404 404 404 403 404 404 404
order               maesai GET  : 302 404 404 200 200 200 404 404 404 404 404 404
order               maesai POST : 302 405 405 405 405 405 405 405 405 405 405 405
order               khong  GET  : 302 404 404 404 404 404 200 404 404 200 404 404
order               khong  POST : 302 405 405 405 405 405 405 405 405 405 405 405
order               closed GET  : 302 404 404 404 404 404 404 404 404 404 404 404
order               closed POST : 302 405 405 405 405 405 405 405 405 405 405 405
order_edit          maesai GET  : 302 404 404 403 200 200 404 404 404 404 404 404
order_edit          maesai POST : 302 404 404 403 200 200 404 404 404 404 404 404
order_edit          khong  GET  : 302 404 404 404 404 404 403 404 404 409 404 404
order_edit          khong  POST : 302 404 404 404 404 404 403 404 404 409 404 404
order_edit          closed GET  : 302 404 404 404 404 404 404 404 404 404 404 404
order_edit          closed POST : 302 404 404 404 404 404 404 404 404 404 404 404
order_body_new      maesai GET  : 302 404 404 403 200 200 404 404 404 404 404 404
order_body_new      maesai POST : 302 404 404 403 200 200 404 404 404 404 404 404
order_body_new      khong  GET  : 302 404 404 404 404 404 403 404 404 409 404 404
order_body_new      khong  POST : 302 404 404 404 404 404 403 404 404 409 404 404
order_body_new      closed GET  : 302 404 404 404 404 404 404 404 404 404 404 404
order_body_new      closed POST : 302 404 404 404 404 404 404 404 404 404 404 404
order_body          maesai GET  : 302 404 404 403 200 200 404 404 404 404 404 404
order_body          maesai POST : 302 404 404 403 200 200 404 404 404 404 404 404
order_body          khong  GET  : 302 404 404 404 404 404 403 404 404 409 404 404
order_body          khong  POST : 302 404 404 404 404 404 403 404 404 409 404 404
order_body          closed GET  : 302 404 404 404 404 404 404 404 404 404 404 404
order_body          closed POST : 302 404 404 404 404 404 404 404 404 404 404 404
order_body_remove   maesai GET  : 302 405 405 405 405 405 405 405 405 405 405 405
order_body_remove   maesai POST : 302 404 404 403 302 302 404 404 404 404 404 404
order_body_remove   khong  GET  : 302 405 405 405 405 405 405 405 405 405 405 405
order_body_remove   khong  POST : 302 404 404 404 404 404 403 404 404 409 404 404
order_body_remove   closed GET  : 302 405 405 405 405 405 405 405 405 405 405 405
order_body_remove   closed POST : 302 404 404 404 404 404 404 404 404 404 404 404
order_post_new      maesai GET  : 302 404 404 403 200 200 404 404 404 404 404 404
order_post_new      maesai POST : 302 404 404 403 200 200 404 404 404 404 404 404
order_post_new      khong  GET  : 302 404 404 404 404 404 403 404 404 409 404 404
order_post_new      khong  POST : 302 404 404 404 404 404 403 404 404 409 404 404
order_post_new      closed GET  : 302 404 404 404 404 404 404 404 404 404 404 404
order_post_new      closed POST : 302 404 404 404 404 404 404 404 404 404 404 404
order_post          maesai GET  : 302 404 404 403 200 200 404 404 404 404 404 404
order_post          maesai POST : 302 404 404 403 200 200 404 404 404 404 404 404
order_post          khong  GET  : 302 404 404 404 404 404 403 404 404 409 404 404
order_post          khong  POST : 302 404 404 404 404 404 403 404 404 409 404 404
order_post          closed GET  : 302 404 404 404 404 404 404 404 404 404 404 404
order_post          closed POST : 302 404 404 404 404 404 404 404 404 404 404 404
order_post_remove   maesai GET  : 302 405 405 405 405 405 405 405 405 405 405 405
order_post_remove   maesai POST : 302 404 404 403 302 302 404 404 404 404 404 404
order_post_remove   khong  GET  : 302 405 405 405 405 405 405 405 405 405 405 405
order_post_remove   khong  POST : 302 404 404 404 404 404 403 404 404 409 404 404
order_post_remove   closed GET  : 302 405 405 405 405 405 405 405 405 405 405 405
order_post_remove   closed POST : 302 404 404 404 404 404 404 404 404 404 404 404
order_post_up       maesai GET  : 302 405 405 405 405 405 405 405 405 405 405 405
order_post_up       maesai POST : 302 404 404 403 302 302 404 404 404 404 404 404
order_post_up       khong  GET  : 302 405 405 405 405 405 405 405 405 405 405 405
order_post_up       khong  POST : 302 404 404 404 404 404 403 404 404 409 404 404
order_post_up       closed GET  : 302 405 405 405 405 405 405 405 405 405 405 405
order_post_up       closed POST : 302 404 404 404 404 404 404 404 404 404 404 404
order_changes       maesai GET  : 302 404 404 404 404 404 404 404 404 404 404 404
order_changes       maesai POST : 302 405 405 405 405 405 405 405 405 405 405 405
order_changes       khong  GET  : 302 404 404 404 404 404 404 404 404 200 404 404
order_changes       khong  POST : 302 405 405 405 405 405 405 405 405 405 405 405
order_changes       closed GET  : 302 404 404 404 404 404 404 404 404 404 404 404
order_changes       closed POST : 302 405 405 405 405 405 405 405 405 405 405 405
order_pdf           maesai GET  : 302 404 404 200 200 200 404 404 404 404 404 404
order_pdf           maesai POST : 302 405 405 405 405 405 405 405 405 405 405 405
order_pdf           khong  GET  : 302 404 404 404 404 404 200 404 404 200 404 404
order_pdf           khong  POST : 302 405 405 405 405 405 405 405 405 405 405 405
order_pdf           closed GET  : 302 404 404 404 404 404 404 404 404 404 404 404
order_pdf           closed POST : 302 405 405 405 405 405 405 405 405 405 405 405
order_copy          maesai GET  : 302 404 404 404 404 404 404 404 404 404 404 404
order_copy          maesai POST : 302 405 405 405 405 405 405 405 405 405 405 405
order_copy          khong  GET  : 302 404 404 404 404 404 200 404 404 200 404 404
order_copy          khong  POST : 302 405 405 405 405 405 405 405 405 405 405 405
order_copy          closed GET  : 302 404 404 404 404 404 404 404 404 404 404 404
order_copy          closed POST : 302 405 405 405 405 405 405 405 405 405 405 405
order_full_copy     maesai GET  : 302 404 404 404 404 404 404 404 404 404 404 404
order_full_copy     maesai POST : 302 405 405 405 405 405 405 405 405 405 405 405
order_full_copy     khong  GET  : 302 404 404 404 404 404 404 404 404 404 404 404
order_full_copy     khong  POST : 302 405 405 405 405 405 405 405 405 405 405 405
order_full_copy     closed GET  : 302 404 404 404 404 404 404 404 404 404 404 404
order_full_copy     closed POST : 302 405 405 405 405 405 405 405 405 405 405 405
order_amend         maesai GET  : 302 405 405 405 405 405 405 405 405 405 405 405
order_amend         maesai POST : 302 404 404 403 409 409 404 404 404 404 404 404
order_amend         khong  GET  : 302 405 405 405 405 405 405 405 405 405 405 405
order_amend         khong  POST : 302 404 404 404 404 404 403 404 404 302 404 404
order_amend         closed GET  : 302 405 405 405 405 405 405 405 405 405 405 405
order_amend         closed POST : 302 404 404 404 404 404 404 404 404 404 404 404
order_send          maesai GET  : 302 404 404 403 200 200 404 404 404 404 404 404
order_send          maesai POST : 302 404 404 403 302 302 404 404 404 404 404 404
order_send          khong  GET  : 302 404 404 404 404 404 403 404 404 409 404 404
order_send          khong  POST : 302 404 404 404 404 404 403 404 404 409 404 404
order_send          closed GET  : 302 404 404 404 404 404 404 404 404 404 404 404
order_send          closed POST : 302 404 404 404 404 404 404 404 404 404 404 404
order_take_back     maesai GET  : 302 405 405 405 405 405 405 405 405 405 405 405
order_take_back     maesai POST : 302 404 404 403 409 409 404 404 404 404 404 404
order_take_back     khong  GET  : 302 405 405 405 405 405 405 405 405 405 405 405
order_take_back     khong  POST : 302 404 404 404 404 404 403 404 404 409 404 404
order_take_back     closed GET  : 302 405 405 405 405 405 405 405 405 405 405 405
order_take_back     closed POST : 302 404 404 404 404 404 404 404 404 404 404 404
order_discard       maesai GET  : 302 404 404 403 200 200 404 404 404 404 404 404
order_discard       maesai POST : 302 404 404 403 302 302 404 404 404 404 404 404
order_discard       khong  GET  : 302 404 404 404 404 404 403 404 404 409 404 404
order_discard       khong  POST : 302 404 404 404 404 404 403 404 404 409 404 404
order_discard       closed GET  : 302 404 404 404 404 404 404 404 404 404 404 404
order_discard       closed POST : 302 404 404 404 404 404 404 404 404 404 404 404
order_file          maesai GET  : 302 404 404 403 403 409 404 404 404 404 404 404
order_file          maesai POST : 302 404 404 403 403 409 404 404 404 404 404 404
order_file          khong  GET  : 302 404 404 404 404 404 403 404 404 403 404 404
order_file          khong  POST : 302 404 404 404 404 404 403 404 404 403 404 404
order_file          closed GET  : 302 404 404 404 404 404 404 404 404 404 404 404
order_file          closed POST : 302 404 404 404 404 404 404 404 404 404 404 404
order_end           maesai GET  : 302 404 404 403 403 409 404 404 404 404 404 404
order_end           maesai POST : 302 404 404 403 403 409 404 404 404 404 404 404
order_end           khong  GET  : 302 404 404 404 404 404 403 404 404 403 404 404
order_end           khong  POST : 302 404 404 404 404 404 403 404 404 403 404 404
order_end           closed GET  : 302 404 404 404 404 404 404 404 404 404 404 404
order_end           closed POST : 302 404 404 404 404 404 404 404 404 404 404 404
"""

# The roles of the cast that draft or file orders by a seat inside the committee.
WRITERS = {"chair", "deputy_chief", "secretary", "deputy_secretary", "psdhs_secretariat"}


@cache
def signed_copy() -> Upload:
    """A real PDF, for the guards read what they are given."""
    return Upload("signed.pdf", PDF, scan("คำสั่ง", "ที่ 1/2569"))


def build(world: World) -> dict[str, Any]:
    """A draft of Mae Sai with a closed group; an order of Chiang Khong in force, being amended."""
    draft = _drafted(world, "somchai", "mae_sai", "hospital")
    with rls.acting_as(world.somchai.pk):
        by = world.fresh(world.somchai)
        closed = actions.save_body(
            order=draft,
            body=None,
            values={
                "kind": Kind.WORKING_GROUP,
                "name_th": "ชุดสืบสวน",
                "parent": None,
                "closed": True,
            },
            version=0,
            by=by,
        )
        _post(world, closed, "police", by)
    filed = _drafted(world, "malee", "chiang_khong", "khong_office", actions.FROM_TODAY)
    with rls.acting_as(world.malee.pk):
        actions.send_order(order=filed, numbered=True, by=world.fresh(world.malee))
    filed.refresh_from_db()
    with rls.acting_as(world.boonsri.pk):
        filing.file_order(
            order=filed,
            values={
                "number": filed.number,
                "year": be_year(today()),
                "signed_on": today(),
                "starts": today(),
            },
            copy=signed_copy(),
            version=filed.version,
            by=world.fresh(world.boonsri),
        )
    with rls.acting_as(world.malee.pk):
        amending = actions.start_amendment(order=filed, by=world.fresh(world.malee))
    return {"maesai": draft, "khong": filed, "amending": amending}


def _drafted(
    world: World, person: str, committee: str, agency: str, start: str = actions.FROM_GROUP
) -> Order:
    by = world.fresh(world.people[person])
    with rls.acting_as(by.pk):
        order = actions.start_order(committee=world.committees[committee], start=start, by=by)
        _post(world, order.bodies.get(), agency, by)
    return order


def _post(world: World, body: OrderBody, agency: str, by: Any) -> None:
    values = {
        "organisation": world.organisations[agency],
        "role": "member",
        "title_th": "ผู้แทน",
        "email": "",
    }
    actions.save_post(body=body, post=None, values=values, version=0, by=by)


def arguments(world: World, rows: dict[str, Any], name: str, target: str) -> dict[str, Any]:
    """The order of the target, its open body, and a post of that."""
    order = (
        rows["amending" if name == "order_changes" and target == "khong" else target]
        if (target != "closed")
        else rows["maesai"]
    )
    body = OrderBody.objects.filter(order=order, closed=False).first()
    post = OrderPost.objects.filter(body=body).first()
    assert body is not None
    assert post is not None
    return {
        "slug": world.committees[TARGETS[target]].slug,
        "pk": order.pk,
        "body": body.pk,
        "post": post.pk,
        "form": "csv",
    }


# --- Rows ---------------------------------------------------------------------------------------


def _writes(reach: Any) -> set[int]:
    seats = Seat.objects.current(today()).filter(person_id=reach.user_id, role__in=WRITERS)
    return set(seats.values_list("committee_id", flat=True))


def _reached(reach: Any, row: Any) -> bool:
    return row.committee_id in reach.own or (row.above and row.committee_id in reach.below)


def _named(reach: Any, order_id: Any) -> bool:
    bodies = OrderBody.objects.filter(order_id=order_id, published=True)
    return bodies.filter(target_id__in=reach.own).exists()


def _sees_order(reach: Any, row: Any) -> bool:
    return _reached(reach, row) or _named(reach, row.pk)


def _sees_part(reach: Any, row: Any) -> bool:
    if row.committee_id in _writes(reach) or (row.published and row.target_id in reach.own):
        return True
    if row.closed:
        return False
    return _reached(reach, row) or (row.published and _named(reach, row.order_id))


SEES = {
    "members_order": _sees_order,
    "members_orderbody": _sees_part,
    "members_orderpost": _sees_part,
}


def mark(world: World, rows: dict[str, Any], word: Any) -> None:
    """Marks in the words of the orders, in their bodies and at their posts."""
    for target, name, kind in (("maesai", "mae_sai", "draft"), ("khong", "chiang_khong", "sent")):
        order = rows[target]
        mine = word(name, kind)
        Order.objects.filter(pk=order.pk).update(subject_th=mine, subject_en="", reason=mine)
        OrderBody.objects.filter(order=order, closed=False).update(name_th=mine, duties_th=mine)
        OrderPost.objects.filter(order=order, closed=False).update(title_th=mine)


def pages(world: World, rows: dict[str, Any]) -> list[str]:
    """The list and its exports read their query; so does a paper."""
    slug, pk = world.mae_sai.slug, rows["maesai"].pk
    return [
        reverse("orders", args=[slug]),
        reverse("orders_export", args=[slug, "csv"]),
        reverse("order_pdf", args=[slug, pk]),
    ]
