"""Who carries what. Columns as in `test_urls`."""

from decimal import Decimal
from typing import Any

from accounts.models import User
from actionplans.models import Contribution
from committees.calendar import today
from tests.factories import ActivityFactory
from tests.guards.tables.indicators import OWNERS
from tests.world import World

# target -> an organisation of its province
BODIES = {"maesai": "police", "khong": "khong_office", "closed": "police", "nan": "nan_office"}


def build(world: World) -> dict[str, Any]:
    """An activity paid for by somebody outside the directory in each committee."""
    for name, owner in OWNERS.values():
        ActivityFactory(
            committee=world.committees[name],
            by=User.objects.get(pk=world.people[owner].pk),
            starts=today(),
            contributions=[{"kind": "cash", "payer": "ผู้บริจาค", "amount": Decimal(100)}],
        )
    return {}


def arguments(world: World, rows: dict[str, Any], name: str, target: str) -> dict[str, Any]:
    """The committee's year and an organisation of its province."""
    return {
        "slug": world.committees[OWNERS[target][0]].slug,
        "year": world.period.year,
        "pk": world.organisations[BODIES[target]].pk,
        "form": "csv",
    }


def mark(world: World, rows: dict[str, Any], word: Any) -> None:
    """Who paid, by a name that stands in no directory: seen inside and from above."""
    for name, _owner in OWNERS.values():
        mine = Contribution.objects.filter(committee=world.committees[name])
        mine.exclude(payer="").update(payer=word(name, "sent"))


def pages(world: World, rows: dict[str, Any]) -> list[str]:
    """Addresses that read their query."""
    year = f"/committees/{world.mae_sai.slug}/plans/year/{world.period.year}/contributions"
    body = world.organisations["police"].pk
    return [f"{year}/", f"{year}.csv", f"{year}/organisations/{body}/", "/plans/carried/"]


ANYWHERE = """
contributions_mine          GET  : 302 200 200 200 200 200 200 200 200 200 200 200
contributions_mine          POST : 302 405 405 405 405 405 405 405 405 405 405 405
"""
ON_ROWS = """
contributions        maesai GET  : 302 404 404 200 200 200 200 404 404 404 404 404
contributions        maesai POST : 302 405 405 405 405 405 405 405 405 405 405 405
contributions        khong  GET  : 302 404 404 404 404 404 200 404 404 200 404 404
contributions        khong  POST : 302 405 405 405 405 405 405 405 405 405 405 405
contributions        closed GET  : 302 404 404 404 404 404 404 404 200 404 404 404
contributions        closed POST : 302 405 405 405 405 405 405 405 405 405 405 405
contributions        nan    GET  : 302 404 404 404 404 404 404 404 404 404 200 404
contributions        nan    POST : 302 405 405 405 405 405 405 405 405 405 405 405
contributions_export maesai GET  : 302 404 404 200 200 200 200 404 404 404 404 404
contributions_export maesai POST : 302 405 405 405 405 405 405 405 405 405 405 405
contributions_export khong  GET  : 302 404 404 404 404 404 200 404 404 200 404 404
contributions_export khong  POST : 302 405 405 405 405 405 405 405 405 405 405 405
contributions_export closed GET  : 302 404 404 404 404 404 404 404 200 404 404 404
contributions_export closed POST : 302 405 405 405 405 405 405 405 405 405 405 405
contributions_of     maesai GET  : 302 404 404 200 200 200 200 404 404 404 404 404
contributions_of     maesai POST : 302 405 405 405 405 405 405 405 405 405 405 405
contributions_of     khong  GET  : 302 404 404 404 404 404 200 404 404 200 404 404
contributions_of     khong  POST : 302 405 405 405 405 405 405 405 405 405 405 405
contributions_of     closed GET  : 302 404 404 404 404 404 404 404 200 404 404 404
contributions_of     closed POST : 302 405 405 405 405 405 405 405 405 405 405 405
"""
