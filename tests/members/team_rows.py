"""A multidisciplinary team in the fixed cast: who is on it, and how far it came."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from committees import papers
from committees.calendar import today
from members.actions import team as actions
from members.models import TeamMember, TeamProposal, TeamVersion
from tests.world import World

PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def days(number: int) -> dt.date:
    """A day so far from today."""
    return today() + dt.timedelta(days=number)


def person(world: World, name: str = "สมศรี คำแก้ว", **other: Any) -> dict[str, Any]:
    """Somebody as the form hands them on: a social worker by day."""
    return {
        "name_th": name,
        "name_en": "",
        "organisation": world.organisations["psdhs"],
        "discipline": "social_work",
        "post_th": "นักสังคมสงเคราะห์",
        "post_en": "Social worker",
        "languages": ["th", "shn"],
        "phone": "081 234 5678",
        "email": "",
        "around_the_clock": False,
        "days": [1, 2, 3, 4, 5],
        "hours_from": dt.time(8, 30),
        "hours_until": dt.time(16, 30),
        "districts": [],
        "term_until": None,
        **other,
    }


def order(**other: Any) -> dict[str, Any]:
    """The Governor's order as the form hands it on."""
    return {
        "order_number": "1234/2569",
        "order_date": days(-40),
        "valid_from": days(-40),
        "valid_until": days(300),
        **other,
    }


def upload() -> papers.Upload:
    """The signed copy."""
    return papers.Upload("order.pdf", papers.PDF, PDF)


def draft(world: World, *people: dict[str, Any]) -> TeamVersion:
    """A version with these people on it, being put together by Nok."""
    nok = world.fresh(world.nok)
    team = actions.start_version(committee=world.chiang_rai, by=nok)
    for values in people:
        actions.add_member(team=team, values=values, by=nok)
    return fresh(team)


def sent(world: World, *people: dict[str, Any]) -> TeamVersion:
    """A version that waits for the Governor."""
    team = draft(world, *people)
    return fresh(actions.send_version(team=team, by=world.fresh(world.nok)))


def endorsed(world: World, *people: dict[str, Any], **values: Any) -> TeamVersion:
    """A version whose endorsement is filed."""
    team = sent(world, *people)
    done = actions.endorse_version(
        team=team,
        values=order(**values),
        upload=upload(),
        version=team.version,
        by=world.fresh(world.nok),
    )
    return fresh(done)


def proposal(world: World, committee: str = "mae_sai", by: str = "pranee") -> TeamProposal:
    """Somebody a district's secretary proposes."""
    return actions.propose(
        committee=world.committees[committee],
        values=person(world, "วันเพ็ญ ใจดี"),
        reason="พูดภาษาพม่าและไทใหญ่ได้",
        form_key=uuid.uuid4(),
        by=world.fresh(world.people[by]),
    )


def fresh(team: TeamVersion) -> TeamVersion:
    """The version as it is in the database now."""
    return TeamVersion.objects.select_related("committee").get(pk=team.pk)


def member(team: TeamVersion, name: str = "สมศรี คำแก้ว") -> TeamMember:
    """The person of this name on a version."""
    return TeamMember.objects.select_related("team__committee").get(team=team, name_th=name)
