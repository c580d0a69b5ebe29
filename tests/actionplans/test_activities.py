"""Activities: logging, correcting, withdrawing, and what the database holds of them."""

import pytest

from tests.factories import ActivityFactory


def test_logging(world):
    activity = ActivityFactory(committee=world.mae_sai, by=world.pranee, women=3, men=2)
    activity.refresh_from_db()
    assert activity.participants == 5
