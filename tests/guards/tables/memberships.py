"""The lines of membership: the roll, the way of an application, and the public way in.

`cct` has World Vision's membership, which is due (of the chair and the member; FOCUS, of the
secretary and the steering member, is none), and an application just made; `screened` and
`endorsed` are two more. `link` stands for an applicant's own link.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from committees.calendar import today
from committees.papers import Upload
from members.actions import applications as actions
from members.actions import joining
from members.actions import memberships as membership_actions
from members.models import Application, Membership, MembershipReminder
from tests.world import World

PEOPLE = (
    "visitor",
    "stranger",
    "former",
    "cct_chair",
    "cct_secretary",
    "cct_steering",
    "cct_member",
    "pranee",
    "nok",
    "nuan",
    "national_observer",
)
# Only what stands in the committee itself is walked; a link is its own right, and elsewhere
# nothing of it exists.
TARGETS = {
    "cct": "cct",
    "screened": "cct",
    "endorsed": "cct",
    "link": "",
    "maesai": "",
    "closed": "",
}
SLUGS = {"maesai": "mae_sai", "closed": "mae_sai_suppression"}
REQUIRED = ({"cct"}, {"maesai"}, {"closed"})
SEES = {
    "members_application": lambda reach, row: (
        row.committee_id in reach.own and row.confirmed_at is not None
    )
}
PDF = b"%PDF-1.7\n%%EOF\n"

SEEN = {
    "memberships": "302 404 404 200 200 200 200 404 200 404 404",
    "memberships_export": "302 404 404 200 200 200 200 404 200 404 404",
    "membership": "302 404 404 200 200 200 200 404 200 404 404",
    "applications": "302 404 404 200 200 200 200 404 404 404 404",
    "application": "302 404 404 200 200 200 200 404 404 404 404",
}
NOWHERE = "302 404 404 404 404 404 404 404 404 404 404"
NO_POST = "302 405 405 405 405 405 405 405 405 405 405"
ALL_200 = "200 200 200 200 200 200 200 200 200 200 200"
ALL_302 = "302 302 302 302 302 302 302 302 302 302 302"
ALL_404 = "404 404 404 404 404 404 404 404 404 404 404"
ALL_405 = "405 405 405 405 405 405 405 405 405 405 405"
ALL_409 = "409 409 409 409 409 409 409 409 409 409 409"

ON_ROWS = """
membership_rules     cct      GET  : 302 404 404 200 200 403 403 404 403 404 404
membership_rules     cct      POST : 302 404 404 200 200 403 403 404 403 404 404
membership_renew     cct      GET  : 302 404 404 200 200 403 200 404 403 404 404
membership_renew     cct      POST : 302 404 404 302 302 403 302 404 403 404 404
membership_leave     cct      GET  : 302 404 404 200 200 403 200 404 403 404 404
membership_leave     cct      POST : 302 404 404 302 200 403 302 404 403 404 404
application_screen   cct      GET  : 302 404 404 200 403 200 403 404 404 404 404
application_screen   cct      POST : 302 404 404 200 403 200 403 404 404 404 404
application_screen   endorsed GET  : 302 404 404 409 403 409 403 404 404 404 404
application_screen   endorsed POST : 302 404 404 409 403 409 403 404 404 404 404
application_endorse  cct      GET  : 302 404 404 409 409 409 409 404 404 404 404
application_endorse  cct      POST : 302 404 404 409 409 409 409 404 404 404 404
application_endorse  screened GET  : 302 404 404 200 409 409 200 404 404 404 404
application_endorse  screened POST : 302 404 404 200 409 409 200 404 404 404 404
application_accept   cct      GET  : 302 404 404 409 409 403 403 404 404 404 404
application_accept   cct      POST : 302 404 404 409 409 403 403 404 404 404 404
application_accept   endorsed GET  : 302 404 404 200 200 403 403 404 404 404 404
application_accept   endorsed POST : 302 404 404 200 200 403 403 404 404 404 404
application_decline  cct      GET  : 302 404 404 200 200 403 403 404 404 404 404
application_decline  cct      POST : 302 404 404 200 200 403 403 404 404 404 404
application_withdraw cct      GET  : 302 404 404 200 200 403 403 404 404 404 404
application_withdraw cct      POST : 302 404 404 200 200 403 403 404 404 404 404
"""
_LINES = [f"{name} cct {'GET'} : {line}" for name, line in SEEN.items()]
_LINES += [
    f"{name} {target} POST : {NO_POST}" for name in SEEN for target in ("cct", "maesai", "closed")
]
_LINES += [f"{name} {target} GET : {NOWHERE}" for name in SEEN for target in ("maesai", "closed")]
_INNER = [
    f"{name} {target} {method} : {NOWHERE}"
    for name in (
        "membership_rules",
        "membership_renew",
        "membership_leave",
        "application_screen",
        "application_endorse",
        "application_accept",
        "application_decline",
        "application_withdraw",
    )
    for target in ("maesai", "closed")
    for method in ("GET", "POST")
]
# name -> target -> (GET, POST); a link of somebody else's committee leads nowhere.
PUBLIC = {
    "join": {"cct": (ALL_200, ALL_200), "maesai": (ALL_404, ALL_404)},
    "join_sent": {"cct": (ALL_200, ALL_405), "maesai": (ALL_404, ALL_405)},
    "join_confirm": {
        "cct": (ALL_404, ALL_404),
        "link": (ALL_200, ALL_200),
        "maesai": (ALL_404, ALL_404),
    },
    "join_status": {
        "cct": (ALL_404, ALL_405),
        "link": (ALL_200, ALL_405),
        "maesai": (ALL_404, ALL_405),
    },
    # Nothing is open for signature in this world.
    "join_sign": {
        "cct": (ALL_404, ALL_404),
        "link": (ALL_409, ALL_409),
        "maesai": (ALL_404, ALL_404),
    },
    "join_withdraw": {
        "cct": (ALL_405, ALL_404),
        "link": (ALL_405, ALL_302),
        "maesai": (ALL_405, ALL_404),
    },
}
_PUBLIC = [
    f"{name} {at} {method} : {line}"
    for name, targets in PUBLIC.items()
    for target, pair in targets.items()
    for at in ((target, "closed") if target == "maesai" else (target,))
    for method, line in zip(("GET", "POST"), pair, strict=True)
]
ON_ROWS = "\n".join([ON_ROWS.strip(), *_LINES, *_INNER, *_PUBLIC])


def _values(name: str) -> dict[str, Any]:
    return {
        "name_th": name,
        "name_en": name,
        "registration": f"ชร. {name}",
        "mission": "ช่วยเหลือเด็ก",
        "target_groups": "เด็ก",
        "districts": [5709],
        "pillars": ["education"],
        "contact_th": "ดารา ใจดี",
        "contact_post": "ผู้อำนวยการ",
        "contact_email": f"{name}@applicants.example.org",
        "contact_phone": "053 711 222",
    }


def _applied(world: World, name: str) -> tuple[Application, str]:
    return joining.apply(committee=world.cct, values=_values(name), language="th")


def _confirmed(world: World, name: str) -> Application:
    row, _token = _applied(world, name)
    return joining.confirm(application=row, upload=Upload("a.pdf", "application/pdf", PDF))


def build(world: World) -> dict[str, Any]:
    """One membership that is due, and an application at each stage."""
    rules = membership_actions.rules_of(world.cct)
    rules.takes_applications = True
    rules.save()
    member = membership_actions.record_existing(
        committee=world.cct,
        organisation=world.organisations["world_vision"],
        since=dt.date(2019, 9, 18),
        by=None,
    )
    Membership.objects.filter(pk=member.pk).update(due_from=today())
    MembershipReminder.objects.create(
        membership=member,
        committee=world.cct,
        province_id=57,
        until=member.until,
        stage=60,
        sent_on=today(),
    )
    point = [{"th": "จดทะเบียน", "en": "Registered", "finding": "met", "remark": ""}]
    found: dict[str, Any] = {"member": member, "cct": _confirmed(world, "applied")}
    for name in ("screened", "endorsed", "accepted"):
        row = _confirmed(world, name)
        row = actions.screen(
            application=row, findings=point, version=row.version, by=world.fresh(world.cct_steering)
        )
        if name != "screened":
            row = actions.endorse(
                application=row,
                endorser=world.organisations["world_vision"],
                words="",
                by=world.fresh(world.cct_member),
            )
        if name == "accepted":
            row = actions.accept(
                application=row,
                organisation=None,
                decided_on=today(),
                words="",
                by=world.fresh(world.cct_secretary),
            )
        found[name] = row
    _row, found["token"] = _applied(world, "unconfirmed")
    return found


def arguments(world: World, rows: Any, name: str, target: str) -> dict[str, Any]:
    """The row of the target, and for links the true one only where it is the applicant's own."""
    committee = world.committees[SLUGS.get(target, "cct")]
    pk: Any = rows["member"].pk if name.startswith("membership") else rows["cct"].pk
    if target in ("screened", "endorsed") and not name.startswith("membership"):
        pk = rows[target].pk
    token = rows["token"] if name == "join_confirm" else joining.status_token(rows["accepted"])
    if target == "cct":
        token = "no-such-token"
    return {"slug": committee.slug, "pk": pk, "form": "csv", "token": token}


def mark(world: World, rows: Any, word: Any) -> None:
    """What applicants write stays inside the committee."""
    Application.objects.filter(committee=world.cct).update(
        name_th=word("cct", "inside"),
        name_en=word("cct", "inside"),
        mission=word("cct", "inside"),
        endorsement=word("cct", "inside"),
    )


def pages(world: World, rows: Any) -> list[str]:
    """Lists that read their query."""
    return ["/committees/cct/members/", "/committees/cct/applications/"]
