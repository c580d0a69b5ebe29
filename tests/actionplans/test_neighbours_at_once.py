"""A comment sent twice at one moment: real connections, real commits."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from actionplans.actions import neighbours as actions
from actionplans.models import LineComment
from actionplans.opened import opened_lines
from committees import rls
from tests.actionplans.test_concurrency import at_once, committed, db  # noqa: F401 - fixtures
from tests.guards.tables.neighbours import opened
from tests.members.test_surveys_at_once import came
from tests.world import World

# One database for all of them, on one worker.
pytestmark = pytest.mark.xdist_group("concurrency")


def test_a_double_press_says_it_once(committed: World) -> None:  # noqa: F811
    world, key = committed, uuid.uuid4()
    with rls.acting_as(world.malee.pk):
        opening = opened(world, "cct")
    author = world.cct_secretary

    def say() -> Any:
        with rls.acting_as(author.pk):
            (line,) = opened_lines([world.cct.pk], opening.fiscal_year, opening=opening)
            return actions.write_comment(
                opening=opening,
                line=line,
                guest=world.cct,
                text="ทำด้วยกันได้",
                by=author,
                form_key=key,
            )

    lock = f"SELECT id FROM actionplans_opening WHERE id = {opening.pk} FOR UPDATE"
    assert at_once(lock, lambda: came(say), lambda: came(say)) == ["done", "done"]
    assert LineComment.objects.count() == 1
