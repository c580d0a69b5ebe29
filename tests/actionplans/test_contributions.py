"""Who carries what: sums and shares, everybody named, and who reads it."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from actionplans import carrying
from actionplans.actions import activities as activity_actions
from actionplans.carrying import ask_carried, days_of, payers_of, rows_of
from actionplans.models import Activity
from committees.calendar import quarters_of
from committees.gather import Asking, asked_alone
from members.models import Organisation
from tests.actionplans.pages import text_of
from tests.factories import ActivityFactory
from tests.guards.test_queries import FRAMING
from tests.world import World

pytestmark = pytest.mark.django_db
YEAR = 2569
FIRST, SECOND = (period.start for period in quarters_of(YEAR)[:2])


def laid(world: World) -> Activity:
    """Two activities of Mae Sai with gifts, one withdrawn, and one of another committee."""
    bodies = world.organisations
    pranee = User.objects.get(pk=world.pranee.pk)

    def log(starts: dt.date, **values: Any) -> Activity:
        return ActivityFactory(committee=world.mae_sai, by=pranee, starts=starts, **values)

    first = log(
        FIRST,
        title="อบรมแกนนำ",
        lead=bodies["office"],
        joined=[bodies["police"], bodies["hospital"]],
        contributions=[
            {"kind": "cash", "organisation": bodies["office"], "amount": Decimal(3000)},
            {"kind": "cash", "payer": "ร้านค้าชายแดน", "amount": Decimal(1000)},
            {"kind": "staff", "organisation": bodies["police"], "days": Decimal("2.5")},
            {
                "kind": "goods",
                "organisation": bodies["hospital"],
                "amount": Decimal(500),
                "what": "ชุดตรวจ",
            },
        ],
    )
    log(
        SECOND,
        lead=bodies["police"],
        joined=[bodies["office"]],
        contributions=[{"kind": "staff", "organisation": bodies["office"], "days": Decimal("7.5")}],
    )
    gone = log(
        FIRST,
        lead=bodies["police"],
        contributions=[{"kind": "cash", "organisation": bodies["police"], "amount": Decimal(9999)}],
    )
    activity_actions.withdraw_activity(activity=gone, reason="ลงซ้ำ", by=pranee)
    ActivityFactory(
        committee=world.chiang_khong,
        by=User.objects.get(pk=world.malee.pk),
        starts=FIRST,
        lead=bodies["police"],
        contributions=[{"kind": "cash", "organisation": bodies["police"], "amount": Decimal(8888)}],
    )
    return first


def table(world: World, name: str, quarter: int | None = None) -> dict[str, dict[str, str]]:
    """organisation -> figure -> number and share."""
    days = days_of(YEAR, quarter)
    found = asked_alone(ask_carried(world.scope(name), [world.mae_sai.pk], *days))
    carried = found[world.mae_sai.pk]
    bodies = list(Organisation.objects.filter(pk__in=carried.organisations))
    rows = [*rows_of(carried, bodies), *payers_of(carried)]
    return {
        row.name: {
            cell.figure.key: f"{cell.text} {cell.percent}" for cell in row.cells if cell.value
        }
        for row in rows
    }


def test_sums_and_shares_of_everybody_in_the_committee(world: World) -> None:
    laid(world)
    names = {key: row.name for key, row in world.organisations.items()}
    assert table(world, "pranee") == {
        names["office"]: {"cash": "3,000 75", "staff": "7.5 75", "led": "1 50", "joined": "1 50"},
        names["police"]: {"staff": "2.5 25", "led": "1 50", "joined": "1 50"},
        names["hospital"]: {"goods": "500 100", "joined": "1 50"},
        # An observer sits for it: named, with nothing logged yet.
        names["world_vision"]: {},
        names["municipality"]: {},
        "ร้านค้าชายแดน": {"cash": "1,000 25"},
    }
    assert table(world, "pranee", 2) == {
        names["office"]: {"staff": "7.5 100", "joined": "1 100"},
        names["police"]: {"led": "1 100"},
        # Who sat for it then has left since; it was a member in that quarter.
        names["hospital"]: {},
        names["world_vision"]: {},
        names["municipality"]: {},
    }
    assert table(world, "pranee", 3).keys() == {
        names[key] for key in ("office", "police", "hospital", "world_vision", "municipality")
    }
    # From above the same; a neighbour nothing at all.
    assert table(world, "nok") == table(world, "pranee")
    assert not any(table(world, "malee").values())


def test_the_page_is_the_same_for_all_members_and_names_nobody_first(world: World) -> None:
    first = laid(world)
    url = reverse("contributions", args=[world.mae_sai.slug, YEAR])
    texts = {
        name: text_of(world.client(name, "en").get(url)) for name in ("pranee", "observer", "nok")
    }
    for text in texts.values():
        assert "3,000" in text and "75 %" in text and "ร้านค้าชายแดน" in text
        assert "Nothing logged in this time" in text and "8,888" not in text
        for word in ("rank", "best", "top", "first place", "leader"):
            assert word not in text.lower().split(), word
    html = world.client("pranee").get(url).content.decode()
    order = [html.index(world.organisations[key].name_in("th")) for key in ("office", "hospital")]
    keys = [world.organisations[key].sort_key for key in ("office", "hospital")]
    assert (order[0] < order[1]) == (keys[0] < keys[1])
    assert world.client("malee").get(url).status_code == 404
    body = world.organisations["hospital"]
    of_one = reverse("contributions_of", args=[world.mae_sai.slug, YEAR, body.pk])
    text = text_of(world.client("pranee", "en").get(of_one))
    assert first.title in text and "ชุดตรวจ" in text
    # Only what this organisation gave; what others gave to the same activity is on their pages.
    assert "500" in text and "3,000" not in text and "1,000" not in text
    export = reverse("contributions_export", args=[world.mae_sai.slug, YEAR, "csv"])
    rows = world.client("pranee").get(export).content.decode()
    assert "3000" in rows and "9999" not in rows
    assert world.client("pranee").get(export[:-3] + "pdf").status_code == 404


def test_my_organisation_in_every_committee_i_sit_in(world: World) -> None:
    laid(world)
    text = text_of(world.client("pranee", "en").get(reverse("contributions_mine"), {"year": YEAR}))
    assert "Mae Sai District Office" in text and "3,000" in text and "8,888" not in text
    empty = text_of(world.client("stranger", "en").get(reverse("contributions_mine")))
    assert "You act for no organisation" in empty


def test_other_ways_of_taking_part_join_the_table(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    police = world.organisations["police"]

    def provider(scope: Any, committees: Any, first: Any, last: Any) -> Asking[carrying.Shares]:
        rows = yield Organisation.objects.filter(pk=police.pk).values("pk")
        return {(pk, row["pk"]): Decimal(3) for pk in committees for row in rows}

    monkeypatch.setattr(carrying, "FIGURES", dict(carrying.FIGURES))
    monkeypatch.setattr(carrying, "_PROVIDERS", {})
    carrying.register_participation("meetings", "meetings attended", provider, definition="…")
    assert table(world, "pranee")[police.name] == {"meetings": "3 100"}


def test_queries_stay_few(world: World) -> None:
    urls = [
        reverse("contributions", args=[world.mae_sai.slug, YEAR]),
        reverse("contributions_mine") + f"?year={YEAR}",
        reverse(
            "contributions_of", args=[world.mae_sai.slug, YEAR, world.organisations["office"].pk]
        ),
    ]

    def counts() -> list[int]:
        found = []
        for url in urls:
            browser = world.client("pranee")
            browser.get(url)
            with CaptureQueriesContext(connection) as queries:
                assert browser.get(url).status_code == 200
            found.append(sum(not one["sql"].startswith(FRAMING) for one in queries))
        return found

    laid(world)
    one = counts()
    laid(world)
    assert counts() == one
    assert max(one) <= 12
