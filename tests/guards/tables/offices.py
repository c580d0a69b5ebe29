"""The lines of offices: an election to the CCT's steering committee, recorded by its secretary.

The steering member was elected again, the member stood; so nobody's seat has changed by it.
"""

from __future__ import annotations

from typing import Any

from committees.calendar import today
from members.actions import offices as actions
from members.models import Election, Method
from members.policy.offices import Ballot
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
TARGETS = {"cct": "cct", "maesai": "", "closed": ""}
SLUGS = {"maesai": "mae_sai", "closed": "mae_sai_suppression"}
REQUIRED = ({"cct"}, {"maesai"}, {"closed"})
# Who stood and with how many votes stays inside.
INSIDE_ALONE = {"members_election", "members_candidate"}

ON_ROWS = """
offices          cct GET  : 302 404 404 200 200 200 200 404 200 404 404
offices          cct POST : 302 405 405 405 405 405 405 405 405 405 405
offices_export   cct GET  : 302 404 404 200 200 200 200 404 200 404 404
offices_export   cct POST : 302 405 405 405 405 405 405 405 405 405 405
election         cct GET  : 302 404 404 200 200 200 200 404 404 404 404
election         cct POST : 302 405 405 405 405 405 405 405 405 405 405
election_new     cct GET  : 302 404 404 200 200 403 403 404 403 404 404
election_new     cct POST : 302 404 404 200 200 403 403 404 403 404 404
election_correct cct GET  : 302 404 404 200 200 403 403 404 404 404 404
election_correct cct POST : 302 404 404 200 200 403 403 404 404 404 404
"""
NOWHERE = "302 404 404 404 404 404 404 404 404 404 404"
NO_POST = "302 405 405 405 405 405 405 405 405 405 405"
READ = ("offices", "offices_export", "election")
ON_ROWS += "\n".join(
    f"{name} {target} {method} : {NO_POST if method == 'POST' and name in READ else NOWHERE}"
    for name in (*READ, "election_new", "election_correct")
    for target in ("maesai", "closed")
    for method in ("GET", "POST")
)


def build(world: World) -> Election:
    """The election, with a candidate who lost."""
    return actions.record_election(
        committee=world.cct,
        values={
            "office": "steering",
            "held_on": today(),
            "takes_office": today(),
            "term_ends": None,
            "places": 1,
            "method": Method.SHOW_OF_HANDS,
            "tie_break": "",
            "adds": False,
            "remark": "",
        },
        ballots=[
            Ballot(world.seat("cct_steering", "cct"), 9, elected=True),
            Ballot(world.seat("cct_member", "cct"), 4),
        ],
        upload=None,
        by=world.fresh(world.cct_secretary),
    )


def arguments(world: World, rows: Election, name: str, target: str) -> dict[str, Any]:
    """The election; asked for from another committee where that is the target."""
    committee = world.committees[SLUGS.get(target, "cct")]
    return {"slug": committee.slug, "pk": rows.pk, "form": "csv"}


def mark(world: World, rows: Election, word: Any) -> None:
    """What is remarked on an election stays inside."""
    Election.objects.filter(pk=rows.pk).update(remark=word("cct", "inside"))


def pages(world: World, rows: Election) -> list[str]:
    """Addresses that read their query."""
    base = f"/committees/{world.cct.slug}/offices/"
    return [base, f"{base}list.csv", f"{base}elections/new/", f"{base}elections/{rows.pk}/"]
