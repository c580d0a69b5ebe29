"""Two of PSDHS at the same moment: one files, one takes up, the other is told."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from committees import rls
from committees.errors import Refused
from committees.models import Paper
from members.actions import team as actions
from members.models import TeamMember, TeamProposal, TeamVersion
from tests.actionplans.test_concurrency import at_once, committed, db  # noqa: F401 - fixtures
from tests.members.team_rows import fresh, order, person, proposal, sent, upload
from tests.world import World

pytestmark = pytest.mark.xdist_group("concurrency")


def tried(world: World, name: str, act: Callable[..., object]) -> Callable[[], str]:
    """The act as this person on a connection of its own: done, or how it was refused."""

    def call() -> str:
        user = world.fresh(world.people[name])
        try:
            with rls.acting_as(user.pk):
                act(user)
        except Refused as refused:
            return type(refused).__name__
        return "done"

    return call


def test_of_two_who_answer_and_file_at_once_one_does(committed: World) -> None:  # noqa: F811
    world = committed
    made = proposal(world)
    row = TeamProposal.objects.get(pk=made.pk)
    came = at_once(
        f"SELECT id FROM members_teamproposal WHERE id = '{row.pk}' FOR UPDATE",
        tried(world, "nok", lambda by: actions.take_up(proposal=row, by=by)),
        tried(world, "noi", lambda by: actions.take_up(proposal=row, by=by)),
    )
    assert sorted(came) == ["WrongState", "done"]
    assert TeamMember.objects.count() == TeamVersion.objects.count() == 1

    team = sent(world, person(world))
    papers = Paper.objects.count()

    def file(by: object) -> object:
        return actions.endorse_version(
            team=team, values=order(), upload=upload(), version=team.version, by=by
        )

    came = at_once(
        f"SELECT id FROM members_teamversion WHERE id = {team.pk} FOR UPDATE",
        tried(world, "nok", file),
        tried(world, "noi", file),
    )
    assert sorted(came) == ["WrongState", "done"]
    assert Paper.objects.count() == papers + 1
    assert fresh(team).status == "team_endorsed"
