"""Activities logged and corrected at the same moment: real connections, real commits."""

import datetime as dt
import uuid
from collections.abc import Callable

import pytest
from django.db import transaction

from accounts.models import User
from actionplans.actions.activities import log_activity
from actionplans.actions.summaries import drift, recount
from actionplans.models import Activity, ActivityMonth, ProvinceMonth
from committees import rls
from committees.calendar import today
from committees.models import Area, AuditEvent
from tests.actionplans.test_concurrency import at_once, committed, db  # noqa: F401 - fixtures
from tests.actionplans.test_summaries import JUNE, MAY, activity
from tests.world import World

# One database for all of them, on one worker.
pytestmark = pytest.mark.xdist_group("concurrency")
LOCK = "SELECT id FROM actionplans_activitymonth FOR UPDATE"


def as_person(world: World, act: Callable[[], object]) -> Callable[[], object]:
    def acting() -> object:
        with rls.acting_as(world.pranee.pk):
            return act()

    return acting


def move(row: Activity, day: dt.date) -> Callable[[], object]:
    """Correct the day of an activity."""
    return lambda: Activity.objects.filter(pk=row.pk).update(starts=day, ends=day)


def test_no_sum_is_lost_when_people_log_correct_and_recount_at_once(committed: World) -> None:  # noqa: F811
    world = committed
    spring, summer = activity(world, starts=MAY), activity(world, starts=JUNE)

    # Two log in the same month; the first row of a new month is made by one of them.
    log = as_person(world, lambda: activity(world, starts=MAY))
    at_once(LOCK, log, log)
    # Two corrections cross each other: each takes from the sum the other adds to.
    at_once(LOCK, as_person(world, move(spring, JUNE)), as_person(world, move(summer, MAY)))

    def counted() -> None:
        with rls.acting_as_system("summaries"), transaction.atomic():
            recount()

    # Somebody logs while everything is counted again.
    at_once(LOCK, counted, log)
    rows = ActivityMonth.objects.filter(committee=world.mae_sai)
    assert dict(rows.values_list("month", "activities")) == {
        dt.date(2026, 5, 1): 4,
        dt.date(2026, 6, 1): 1,
    }
    assert sum(ProvinceMonth.objects.values_list("activities", flat=True)) == 5
    assert drift() == []


def test_the_same_form_sent_twice_at_one_moment_logs_one_activity(committed: World) -> None:  # noqa: F811
    world, key = committed, uuid.uuid4()
    activity(world, starts=today())

    def send() -> int:
        values = {
            "kind": "training",
            "pillar": "education",
            "title": "รณรงค์สองครั้งในคราวเดียว",
            "starts": today(),
            "ends": today(),
            "district": Area.objects.get(pk=5709),
            "lead": world.organisations["office"],
            "reached": 40,
        }
        by = User.objects.get(pk=world.pranee.pk)
        return log_activity(committee=world.mae_sai, values=values, by=by, form_key=key).pk

    first, second = at_once(LOCK, as_person(world, send), as_person(world, send))
    assert first == second
    assert Activity.objects.filter(title="รณรงค์สองครั้งในคราวเดียว").count() == 1
    assert AuditEvent.objects.filter(verb="activity_logged", subject_id=str(first)).count() == 1
    assert drift() == []
