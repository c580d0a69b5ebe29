"""The sums of activities are what the activities add up to, whatever happens to these."""

import datetime as dt
from decimal import Decimal
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from actionplans.actions.summaries import drift, recount
from actionplans.models import Activity, ActivityMonth, ProvinceMonth
from actionplans.tasks.summaries import check_summaries
from committees import rls
from tests.world import World

pytestmark = pytest.mark.django_db

MAY, JUNE = dt.date(2026, 5, 20), dt.date(2026, 6, 2)


def activity(world: World, committee: str = "mae_sai", **values: Any) -> Activity:
    """An activity as a row, beside what logging one does."""
    row = world.committees[committee]
    day = values.pop("starts", MAY)
    given = {
        "kind": "training",
        "pillar": "education",
        "title": "อบรมครู",
        "fiscal_year": 2569,
        "district_id": 5709,
        "lead": world.organisations["office"],
        "reached": 40,
        "logged_by": world.pranee,
        "changed_at": timezone.now(),
        "above": not row.closed,
    }
    return Activity.objects.create(
        committee=row,
        province_id=row.province_id,
        starts=day,
        **given | {"ends": day} | values,
    )


def kept(**key: Any) -> tuple[Any, ...]:
    """What is kept for Mae Sai under a key."""
    names = ("activities", "reached", "women", "tested", "marks_before", "marks_after", "cost")
    row = ActivityMonth.objects.filter(committee__slug="mae-sai", **key)
    return tuple(sum(values) for values in zip(*row.values_list(*names), strict=True))


def province(**key: Any) -> tuple[int, int]:
    rows = ProvinceMonth.objects.filter(province_id=57, **key)
    found = list(rows.values_list("activities", "reached"))
    return sum(row[0] for row in found), sum(row[1] for row in found)


def test_every_act_on_an_activity_moves_its_sums(world):
    tests = {"women": 20, "men": 5, "tested": 10, "before": Decimal(50), "after": Decimal("64.5")}
    first = activity(world, cost=Decimal("1500.50"), **tests)
    activity(world, starts=dt.date(2026, 5, 1))
    assert kept(month=dt.date(2026, 5, 1)) == (2, 80, 20, 10, 500, 645, Decimal("1500.50"))
    assert province(month=dt.date(2026, 5, 1), pillar="education") == (2, 80)

    # Corrected: another month, pillar, kind and figures.
    first.starts, first.ends, first.pillar, first.kind = JUNE, JUNE, "stateless", "campaign"
    first.reached, first.tested, first.before, first.after = 100, 0, None, None
    first.save()
    assert kept(month=dt.date(2026, 5, 1))[:2] == (1, 40)
    assert kept(month=dt.date(2026, 6, 1), pillar="stateless", kind="campaign")[:2] == (1, 100)
    assert kept(month=dt.date(2026, 6, 1))[3:6] == (0, 0, 0)
    assert province(pillar="stateless") == (1, 100)

    # Words alone move nothing; the same sums stand.
    Activity.objects.filter(pk=first.pk).update(title="ใหม่", version=3)
    assert kept(month=dt.date(2026, 6, 1))[:2] == (1, 100)

    # Withdrawn, and deleted by who keeps the database.
    Activity.objects.filter(pk=first.pk).update(withdrawn_at=timezone.now(), above=False)
    assert kept(month=dt.date(2026, 6, 1))[:3] == (0, 0, 0)
    assert province(pillar="stateless") == (0, 0)
    Activity.objects.filter(pk=first.pk).update(reached=7)
    first.delete()
    assert kept(month=dt.date(2026, 6, 1))[:3] == (0, 0, 0)
    assert drift() == []


def test_what_a_closed_group_did_is_in_no_sum_from_above(world):
    activity(world, "mae_sai_suppression", reached=13)
    assert province() == (0, 0)
    rows = ActivityMonth.objects.filter(reached=13)
    for person, sees in {"inspector": True, "nok": False, "pranee": False, "nuan": False}.items():
        with rls.acting_as(world.people[person].pk):
            assert rows.exists() is sees, person
    # Nor does what a committee did leave its province.
    activity(world, reached=31)
    with rls.acting_as(world.nuan.pk):
        assert not ActivityMonth.objects.filter(reached=31).exists()
        assert not ProvinceMonth.objects.exists()
    with rls.acting_as(world.nok.pk):
        assert ProvinceMonth.objects.get().reached == 31


def totals() -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT province_id, activities, reached FROM app_activity_totals(%s, %s)",
            [dt.date(2025, 10, 1), dt.date(2026, 9, 30)],
        )
        return cursor.fetchall()


def test_totals_of_provinces_are_for_the_national_observer_alone(world):
    activity(world)
    activity(world, starts=dt.date(2025, 9, 30), fiscal_year=2568)
    with rls.acting_as(world.national_observer.pk):
        assert totals() == [(57, 1, 40)]
        assert not ProvinceMonth.objects.exists()
        assert not ActivityMonth.objects.exists()
    for person in ("nok", "pranee", "governor", "stranger"):
        with rls.acting_as(world.people[person].pk):
            assert totals() == [], person


def checked(*options: str) -> tuple[int, str]:
    out = StringIO()
    try:
        call_command("check_summaries", *options, stdout=out)
    except SystemExit as ended:
        return int(ended.code or 0), out.getvalue()
    return 0, out.getvalue()


@pytest.mark.parametrize("table", ["committee", "province"])
def test_the_check_names_what_drifted_and_mends_it_when_asked(world, table):
    activity(world)
    activity(world, "chiang_khong", district_id=5703)
    assert checked() == (0, "0 drifting sums\n")
    rows = ActivityMonth.objects if table == "committee" else ProvinceMonth.objects
    rows.filter(month=dt.date(2026, 5, 1)).update(activities=5, reached=-1)
    code, told = checked()
    assert code == 1
    of = world.mae_sai.pk if table == "committee" else 57
    counted = 1 if table == "committee" else 2
    assert f"{table} {of}, 2026-05, education" in told
    assert f"5 activities kept, {counted} counted" in told
    assert checked("--repair")[0] == 0
    assert checked() == (0, "0 drifting sums\n")
    assert kept()[:2] == (1, 40)
    assert province() == (2, 80)


def test_a_sum_that_is_missing_is_found_at_night_and_put_back(world, caplog):
    activity(world)
    ActivityMonth.objects.all().delete()
    assert check_summaries() == 1
    assert "had drifted" in caplog.text
    assert kept()[:2] == (1, 40)
    assert check_summaries() == 0


def test_nobody_but_the_system_writes_or_recounts(world):
    activity(world)
    with rls.acting_as(world.pranee.pk):
        for statement in (
            "UPDATE actionplans_activitymonth SET reached = 0",
            "DELETE FROM actionplans_provincemonth",
            "SELECT app_recount_activities()",
        ):
            refused = pytest.raises(DatabaseError, match=r"permission denied|system alone")
            with refused, transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SET LOCAL app.maintenance = ''")
                cursor.execute(statement)
    recount()
    assert kept()[:2] == (1, 40)
