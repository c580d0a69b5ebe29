"""The lines of posts and their handovers.

Chief of Mae Sai, Chiang Khong and Nan's district (or who leads there) leave in ten days, so each
has an open handover; the closed group's deputy chief does too.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from committees.calendar import today
from members.actions import handovers as actions
from members.actions import seats as seat_actions
from members.models import Handover, HandoverNote, HandoverRecord, Place, Seat
from tests.world import World

# name of the committee -> who leaves there, and by whom the end is set
LEAVING = {
    "mae_sai": ("superintendent", "somchai"),
    "chiang_khong": ("malee", "boonsri"),
    "mae_sai_suppression": ("inspector", "sup_chief"),
    "nan_border": ("nida", "nattha"),
}
TARGETS = {
    "maesai": "mae_sai",
    "khong": "chiang_khong",
    "closed": "mae_sai_suppression",
    "nan": "nan_border",
}
REQUIRED = ({"maesai"}, {"closed"}, {"nan"})
INSIDE_ALONE = {"members_handovernote", "members_handoverrecord"}

# Columns as in `tests/guards/url_table.py`.
ANYWHERE = """
province_posts                GET  : 302 404 404 404 404 404 200 404 404 404 404 404
province_posts                POST : 302 405 405 405 405 405 405 405 405 405 405 405
province_posts_export         GET  : 302 404 404 404 404 404 200 404 404 404 404 404
province_posts_export         POST : 302 405 405 405 405 405 405 405 405 405 405 405
"""

ON_ROWS = """
handovers              maesai GET  : 302 404 404 200 200 200 200 404 404 404 404 404
handovers              closed GET  : 302 404 404 404 404 404 404 404 200 404 404 404
handovers              nan    GET  : 302 404 404 404 404 404 404 404 404 404 200 404
handovers              maesai POST : 302 405 405 405 405 405 405 405 405 405 405 405
handovers              closed POST : 302 405 405 405 405 405 405 405 405 405 405 405
handovers              nan    POST : 302 405 405 405 405 405 405 405 405 405 405 405
handovers_export       maesai GET  : 302 404 404 200 200 200 200 404 404 404 404 404
handovers_export       closed GET  : 302 404 404 404 404 404 404 404 200 404 404 404
handovers_export       nan    GET  : 302 404 404 404 404 404 404 404 404 404 200 404
handovers_export       maesai POST : 302 405 405 405 405 405 405 405 405 405 405 405
handovers_export       closed POST : 302 405 405 405 405 405 405 405 405 405 405 405
handovers_export       nan    POST : 302 405 405 405 405 405 405 405 405 405 405 405
post                   maesai GET  : 302 404 404 200 200 200 200 404 404 404 404 404
post                   closed GET  : 302 404 404 404 404 404 404 404 200 404 404 404
post                   nan    GET  : 302 404 404 404 404 404 404 404 404 404 200 404
post                   maesai POST : 302 405 405 405 405 405 405 405 405 405 405 405
post                   closed POST : 302 405 405 405 405 405 405 405 405 405 405 405
post                   nan    POST : 302 405 405 405 405 405 405 405 405 405 405 405
post_close             maesai GET  : 302 404 404 403 409 409 409 404 404 404 404 404
post_close             closed GET  : 302 404 404 404 404 404 404 404 403 404 404 404
post_close             nan    GET  : 302 404 404 404 404 404 404 404 404 404 409 404
post_close             maesai POST : 302 404 404 403 409 409 409 404 404 404 404 404
post_close             closed POST : 302 404 404 404 404 404 404 404 403 404 404 404
post_close             nan    POST : 302 404 404 404 404 404 404 404 404 404 409 404
seat_replace           maesai GET  : 302 404 404 403 200 200 200 404 404 404 404 404
seat_replace           closed GET  : 302 404 404 404 404 404 404 404 403 404 404 404
seat_replace           nan    GET  : 302 404 404 404 404 404 404 404 404 404 200 404
seat_replace           maesai POST : 302 404 404 403 200 200 200 404 404 404 404 404
seat_replace           closed POST : 302 404 404 404 404 404 404 404 403 404 404 404
seat_replace           nan    POST : 302 404 404 404 404 404 404 404 404 404 200 404
seat_replace           khong  GET  : 302 404 404 404 404 404 200 404 404 403 404 404
seat_replace           khong  POST : 302 404 404 404 404 404 200 404 404 403 404 404
handover_open          maesai GET  : 302 405 405 405 405 405 405 405 405 405 405 405
handover_open          closed GET  : 302 405 405 405 405 405 405 405 405 405 405 405
handover_open          nan    GET  : 302 405 405 405 405 405 405 405 405 405 405 405
handover_open          maesai POST : 302 404 404 403 409 409 409 404 404 404 404 404
handover_open          closed POST : 302 404 404 404 404 404 404 404 403 404 404 404
handover_open          nan    POST : 302 404 404 404 404 404 404 404 404 404 409 404
handover               maesai GET  : 302 404 404 403 200 200 200 404 404 404 404 404
handover               closed GET  : 302 404 404 404 404 404 404 404 403 404 404 404
handover               nan    GET  : 302 404 404 404 404 404 404 404 404 404 200 404
handover               maesai POST : 302 405 405 405 405 405 405 405 405 405 405 405
handover               closed POST : 302 405 405 405 405 405 405 405 405 405 405 405
handover               nan    POST : 302 405 405 405 405 405 405 405 405 405 405 405
handover               khong  GET  : 302 404 404 404 404 404 200 404 404 200 404 404
handover_write         maesai GET  : 302 404 404 403 200 200 403 404 404 404 404 404
handover_write         closed GET  : 302 404 404 404 404 404 404 404 403 404 404 404
handover_write         nan    GET  : 302 404 404 404 404 404 404 404 404 404 403 404
handover_write         maesai POST : 302 404 404 403 200 200 403 404 404 404 404 404
handover_write         closed POST : 302 404 404 404 404 404 404 404 403 404 404 404
handover_write         nan    POST : 302 404 404 404 404 404 404 404 404 404 403 404
handover_write         khong  GET  : 302 404 404 404 404 404 403 404 404 200 404 404
handover_write         khong  POST : 302 404 404 404 404 404 403 404 404 200 404 404
handover_ready         maesai GET  : 302 405 405 405 405 405 405 405 405 405 405 405
handover_ready         closed GET  : 302 405 405 405 405 405 405 405 405 405 405 405
handover_ready         nan    GET  : 302 405 405 405 405 405 405 405 405 405 405 405
handover_ready         maesai POST : 302 404 404 403 302 302 302 404 404 404 404 404
handover_ready         closed POST : 302 404 404 404 404 404 404 404 403 404 404 404
handover_ready         nan    POST : 302 404 404 404 404 404 404 404 404 404 302 404
handover_ready         khong  POST : 302 404 404 404 404 404 302 404 404 302 404 404
handover_reopen        maesai GET  : 302 405 405 405 405 405 405 405 405 405 405 405
handover_reopen        closed GET  : 302 405 405 405 405 405 405 405 405 405 405 405
handover_reopen        nan    GET  : 302 405 405 405 405 405 405 405 405 405 405 405
handover_reopen        maesai POST : 302 404 404 403 409 409 409 404 404 404 404 404
handover_reopen        closed POST : 302 404 404 404 404 404 404 404 403 404 404 404
handover_reopen        nan    POST : 302 404 404 404 404 404 404 404 404 404 409 404
handover_withdraw      maesai GET  : 302 405 405 405 405 405 405 405 405 405 405 405
handover_withdraw      closed GET  : 302 405 405 405 405 405 405 405 405 405 405 405
handover_withdraw      nan    GET  : 302 405 405 405 405 405 405 405 405 405 405 405
handover_withdraw      maesai POST : 302 404 404 403 409 409 409 404 404 404 404 404
handover_withdraw      closed POST : 302 404 404 404 404 404 404 404 403 404 404 404
handover_withdraw      nan    POST : 302 404 404 404 404 404 404 404 404 404 409 404
handover_tick          maesai GET  : 302 405 405 405 405 405 405 405 405 405 405 405
handover_tick          closed GET  : 302 405 405 405 405 405 405 405 405 405 405 405
handover_tick          nan    GET  : 302 405 405 405 405 405 405 405 405 405 405 405
handover_tick          maesai POST : 302 404 404 403 403 403 403 404 404 404 404 404
handover_tick          closed POST : 302 404 404 404 404 404 404 404 403 404 404 404
handover_tick          nan    POST : 302 404 404 404 404 404 404 404 404 404 403 404
handover_take          maesai GET  : 302 404 404 403 403 403 403 404 404 404 404 404
handover_take          closed GET  : 302 404 404 404 404 404 404 404 403 404 404 404
handover_take          nan    GET  : 302 404 404 404 404 404 404 404 404 404 403 404
handover_take          maesai POST : 302 404 404 403 403 403 403 404 404 404 404 404
handover_take          closed POST : 302 404 404 404 404 404 404 404 403 404 404 404
handover_take          nan    POST : 302 404 404 404 404 404 404 404 404 404 403 404
handover_take          khong  GET  : 302 404 404 404 404 404 403 404 404 403 404 404
handover_take          khong  POST : 302 404 404 404 404 404 403 404 404 403 404 404
handover_paper         maesai GET  : 302 404 404 403 200 200 200 404 404 404 404 404
handover_paper         closed GET  : 302 404 404 404 404 404 404 404 403 404 404 404
handover_paper         nan    GET  : 302 404 404 404 404 404 404 404 404 404 200 404
handover_paper         maesai POST : 302 405 405 405 405 405 405 405 405 405 405 405
handover_paper         closed POST : 302 405 405 405 405 405 405 405 405 405 405 405
handover_paper         nan    POST : 302 405 405 405 405 405 405 405 405 405 405 405
handover_paper         khong  GET  : 302 404 404 404 404 404 200 404 404 200 404 404
"""


def build(world: World) -> dict[str, Handover]:
    """An open handover in each committee, with a note and a record."""
    rows = {}
    for name, (leaves, by) in LEAVING.items():
        seat = Seat.objects.get(pk=world.seat(leaves, name).pk)
        seat_actions.end_seat(
            seat=seat,
            ends=today() + dt.timedelta(days=10),
            reason="โยกย้าย",
            by=world.fresh(world.people[by]),
        )
        row = Handover.objects.select_related("committee", "from_seat", "place").get(from_seat=seat)
        actions.write_note(
            handover=row,
            texts={"know": "รู้", "talk": "", "promised": "", "further": ""},
            version=0,
            by=world.fresh(world.people[leaves]),
        )
        HandoverRecord.objects.create(
            handover=row, committee_id=row.committee_id, province_id=row.province_id
        )
        rows[name] = row
    return rows


def arguments(world: World, rows: dict[str, Handover], name: str, target: str) -> dict[str, Any]:
    """The committee of the target, and its handover, its post or the seat that passes on."""
    if not target or name.startswith("province"):
        return {"code": 57, "form": "csv"}
    row = rows[TARGETS[target]]
    pk = row.pk
    if name in ("post", "post_close"):
        pk = row.place_id
    elif name in ("seat_replace", "handover_open"):
        pk = row.from_seat_id
    return {"slug": row.committee.slug, "pk": pk, "form": "csv"}


def mark(world: World, rows: dict[str, Handover], word: Any) -> None:
    """Write a committee's own word into its posts and what is written there."""
    for name, row in rows.items():
        Place.objects.filter(pk=row.place_id).update(title_th=word(name, "seat"))
        HandoverNote.objects.filter(handover=row).update(know=word(name, "inside"))


def pages(world: World, rows: dict[str, Handover]) -> list[str]:
    """Lists that read their query."""
    return ["/committees/mae-sai/handovers/", "/province/57/posts/"]
