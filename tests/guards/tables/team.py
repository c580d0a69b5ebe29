"""The multidisciplinary team: PSDHS keeps it, the leading seats of the province read contacts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils import timezone

from committees.calendar import today
from committees.roles import ROLES, Permission
from members.models import Seat, TeamProposal, TeamReminder
from tests.members import team_rows
from tests.world import World

PEOPLE = (
    "visitor",
    "stranger",
    "former",
    "observer",  # Mae Sai, reads only
    "pranee",  # Mae Sai, secretary
    "somchai",  # Mae Sai, deputy chief
    "nok",  # PSDHS: keeps the team
    "governor",  # chair of the provincial committee
    "kanda",  # member of a group below Mae Sai
    "wichai",  # member of the closed group
    "inspector",  # secretary of the closed group
    "malee",  # Chiang Khong, secretary
    "nuan",  # PSDHS Nan
    "national_observer",
)
TARGETS = {
    "rai": "chiang_rai",
    "maesai": "mae_sai",
    "closed": "mae_sai_suppression",
    "nan": "nan",
}
REQUIRED = ({"rai", "maesai"}, {"closed"}, {"nan"})

# What one sees of a team that is in force: those who lead the list, others how many.
ANYWHERE = """
team_find                    GET  : 302 404 404 200 200 200 200 200 200 200 200 200 404 200
team_find                    POST : 302 405 405 405 405 405 405 405 405 405 405 405 405 405
team_list                    GET  : 302 404 404 403 200 200 200 200 403 403 200 200 404 403
team_list                    POST : 302 405 405 405 405 405 405 405 405 405 405 405 405 405
"""

# Version 1 is in force, version 2 is being put together; Mae Sai and Chiang Khong have proposed.
ON_ROWS = """
team                         rai    GET  : 302 404 404 404 404 404 200 200 404 404 404 404 404 404
team                         rai    POST : 302 405 405 405 405 405 405 405 405 405 405 405 405 405
team                         maesai GET  : 302 404 404 404 404 404 404 404 404 404 404 404 404 404
team                         closed GET  : 302 404 404 404 404 404 404 404 404 404 404 404 404 404
team                         nan    GET  : 302 404 404 404 404 404 404 404 404 404 404 404 200 404
team_start                   rai    GET  : 302 405 405 405 405 405 405 405 405 405 405 405 405 405
team_start                   rai    POST : 302 404 404 404 404 404 302 403 404 404 404 404 404 404
team_start                   closed POST : 302 404 404 404 404 404 404 404 404 404 404 404 404 404
team_start                   nan    POST : 302 404 404 404 404 404 404 404 404 404 404 404 302 404
team_version                 rai    GET  : 302 404 404 404 404 404 200 200 404 404 404 404 404 404
team_version                 rai    POST : 302 405 405 405 405 405 405 405 405 405 405 405 405 405
team_version                 closed GET  : 302 404 404 404 404 404 404 404 404 404 404 404 404 404
team_version                 nan    GET  : 302 404 404 404 404 404 404 404 404 404 404 404 404 404
team_member_new              rai    GET  : 302 404 404 404 404 404 200 403 404 404 404 404 404 404
team_member_new              rai    POST : 302 404 404 404 404 404 200 403 404 404 404 404 404 404
team_member_new              closed GET  : 302 404 404 404 404 404 404 404 404 404 404 404 404 404
team_member_new              nan    POST : 302 404 404 404 404 404 404 404 404 404 404 404 404 404
team_member_edit             rai    GET  : 302 404 404 404 404 404 200 403 404 404 404 404 404 404
team_member_edit             rai    POST : 302 404 404 404 404 404 200 403 404 404 404 404 404 404
team_member_edit             closed POST : 302 404 404 404 404 404 404 404 404 404 404 404 404 404
team_member_edit             nan    GET  : 302 404 404 404 404 404 404 404 404 404 404 404 404 404
team_member_remove           rai    GET  : 302 405 405 405 405 405 405 405 405 405 405 405 405 405
team_member_remove           rai    POST : 302 404 404 404 404 404 302 403 404 404 404 404 404 404
team_member_remove           closed POST : 302 404 404 404 404 404 404 404 404 404 404 404 404 404
team_member_remove           nan    POST : 302 404 404 404 404 404 404 404 404 404 404 404 404 404
team_send                    rai    GET  : 302 404 404 404 404 404 200 403 404 404 404 404 404 404
team_send                    rai    POST : 302 404 404 404 404 404 302 403 404 404 404 404 404 404
team_send                    closed POST : 302 404 404 404 404 404 404 404 404 404 404 404 404 404
team_send                    nan    POST : 302 404 404 404 404 404 404 404 404 404 404 404 404 404
team_recall                  rai    GET  : 302 405 405 405 405 405 405 405 405 405 405 405 405 405
team_recall                  rai    POST : 302 404 404 404 404 404 409 403 404 404 404 404 404 404
team_recall                  closed POST : 302 404 404 404 404 404 404 404 404 404 404 404 404 404
team_recall                  nan    POST : 302 404 404 404 404 404 404 404 404 404 404 404 404 404
team_endorse                 rai    GET  : 302 404 404 404 404 404 409 403 404 404 404 404 404 404
team_endorse                 rai    POST : 302 404 404 404 404 404 409 403 404 404 404 404 404 404
team_endorse                 closed POST : 302 404 404 404 404 404 404 404 404 404 404 404 404 404
team_endorse                 nan    GET  : 302 404 404 404 404 404 404 404 404 404 404 404 404 404
team_propose                 maesai GET  : 302 404 404 403 200 200 403 403 404 404 404 404 404 404
team_propose                 maesai POST : 302 404 404 403 200 200 403 403 404 404 404 404 404 404
team_propose                 rai    GET  : 302 404 404 404 404 404 200 200 404 404 404 404 404 404
team_propose                 closed GET  : 302 404 404 404 404 404 404 404 404 403 403 404 404 404
team_propose                 closed POST : 302 404 404 404 404 404 404 404 404 403 403 404 404 404
team_propose                 nan    POST : 302 404 404 404 404 404 404 404 404 404 404 404 200 404
team_proposal                maesai GET  : 302 404 404 404 200 200 200 200 404 404 404 404 404 404
team_proposal                maesai POST : 302 405 405 405 405 405 405 405 405 405 405 405 405 405
team_proposal                closed GET  : 302 404 404 404 404 404 404 404 404 404 404 404 404 404
team_proposal                nan    GET  : 302 404 404 404 404 404 404 404 404 404 404 404 404 404
team_take_up                 maesai GET  : 302 405 405 405 405 405 405 405 405 405 405 405 405 405
team_take_up                 maesai POST : 302 404 404 404 403 403 302 403 404 404 404 404 404 404
team_take_up                 closed POST : 302 404 404 404 404 404 404 404 404 404 404 404 404 404
team_take_up                 nan    POST : 302 404 404 404 404 404 404 404 404 404 404 404 404 404
team_decline                 maesai GET  : 302 404 404 404 403 403 200 403 404 404 404 404 404 404
team_decline                 maesai POST : 302 404 404 404 403 403 200 403 404 404 404 404 404 404
team_decline                 closed POST : 302 404 404 404 404 404 404 404 404 404 404 404 404 404
team_decline                 nan    GET  : 302 404 404 404 404 404 404 404 404 404 404 404 404 404
team_withdraw                maesai GET  : 302 405 405 405 405 405 405 405 405 405 405 405 405 405
team_withdraw                maesai POST : 302 404 404 404 302 302 403 403 404 404 404 404 404 404
team_withdraw                closed POST : 302 404 404 404 404 404 404 404 404 404 404 404 404 404
team_withdraw                nan    POST : 302 404 404 404 404 404 404 404 404 404 404 404 404 404
"""


def build(world: World) -> dict[str, Any]:
    """A version in force, one being put together, a proposal, a reminder."""
    first = team_rows.endorsed(world, team_rows.person(world))
    TeamReminder.objects.create(
        team=first,
        committee_id=first.committee_id,
        province_id=first.province_id,
        stage=60,
        sent_at=timezone.now(),
    )
    second = team_rows.draft(world)
    proposal = team_rows.proposal(world)
    team_rows.proposal(world, committee="chiang_khong", by="malee")
    return {"first": first, "second": second, "proposal": proposal}


def arguments(world: World, rows: dict[str, Any], name: str, target: str) -> dict[str, Any]:
    """The version that is being put together, the person on it, the proposal."""
    of_proposal = name in ("team_proposal", "team_take_up", "team_decline", "team_withdraw")
    return {
        "slug": world.committees[TARGETS[target]].slug,
        "code": 57,
        "form": "xlsx",
        "number": rows["second"].number,
        "pk": rows["proposal"].pk if of_proposal else team_rows.member(rows["second"]).pk,
    }


# --- Rows ---------------------------------------------------------------------------------------


def _contacts(reach: Any) -> set[int]:
    """The provinces in which a seat of the person lets them see contacts, from the seats."""
    seats = Seat.objects.current(today()).filter(person_id=reach.user_id)
    return {seat.province_id for seat in seats if Permission.SEE_CONTACTS in ROLES[seat.role].holds}


def _sees_version(reach: Any, row: Any) -> bool:
    known = row.province_id in reach.provinces or reach.national
    return row.committee_id in reach.own or (row.state == "endorsed" and known)


def _sees_member(reach: Any, row: Any) -> bool:
    day = today()
    is_open = bool(row.open_from and row.open_from <= day <= row.open_until)
    return row.province_id in _contacts(reach) and (row.committee_id in reach.own or is_open)


def _sees_proposal(reach: Any, row: Any) -> bool:
    reached = row.committee_id in reach.own or (row.above and row.committee_id in reach.below)
    return row.province_id in _contacts(reach) and reached


SEES = {
    "members_teamversion": _sees_version,
    "members_teammember": _sees_member,
    "members_teamproposal": _sees_proposal,
    "members_teamreminder": lambda reach, row: row.committee_id in reach.own,
}


def mark(world: World, rows: dict[str, Any], word: Any) -> None:
    """A proposal goes up to PSDHS, from inside Mae Sai."""
    text = word("mae_sai", "above")
    TeamProposal.objects.filter(pk=rows["proposal"].pk).update(
        name_th=text, name_en=text, reason=text
    )


def pages(world: World, rows: dict[str, Any]) -> Iterator[str]:
    """Lists that read their query."""
    yield reverse("team_find", args=[57])
