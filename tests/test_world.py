"""The cast is what the tests believe it to be."""

import pytest

from actionplans.models import State
from committees import audit
from committees.models import Committee
from members.actions import seats as member_actions
from tests.factories import WAYS, CommitteeFactory, LineFactory, SeatFactory, quarter_in
from tests.world import PASSWORD, World

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("_time", [1, 2])
def test_what_a_test_does_to_the_cast_is_undone(world: World, _time: int) -> None:
    assert world.fresh(world.mae_sai).about_en == ""
    world.mae_sai.about_en = "changed"
    world.mae_sai.save()


def test_a_test_without_the_cast_finds_an_empty_database() -> None:
    assert not Committee.objects.exists()


def test_every_name_of_the_cast_is_an_attribute(world: World) -> None:
    assert world.pranee.email == "pranee@example.org"
    assert world.mae_sai.slug == "mae-sai"
    with pytest.raises(AttributeError):
        _ = world.nobody


def test_rights_and_history_of_the_cast_are_whole(world: World) -> None:
    assert member_actions.drift() == []
    assert audit.broken_chains() == []


def test_plans_stand_where_their_names_say(world: World) -> None:
    assert world.mae_sai_draft.state == State.DRAFT
    assert world.mae_sai_draft.draft_line_count == len(world.mae_sai_lines) == 3
    assert world.chiang_khong_submitted.state == State.SUBMITTED
    assert world.suppression_submitted.state == State.SUBMITTED
    assert not world.suppression_submitted.above
    assert world.cct_approved.state == State.APPROVED
    assert world.nan_received.state == State.RECEIVED


def test_everybody_has_the_common_password_but_the_invited_one(world: World) -> None:
    assert world.pranee.check_password(PASSWORD)
    assert not world.invited.has_usable_password()
    assert world.invitation_token


@pytest.mark.parametrize("state", WAYS)
def test_a_draft_can_be_taken_into_each_state(world: World, state: str) -> None:
    plan = quarter_in(
        state,
        plan=world.mae_sai_draft,
        writer=world.pranee,
        approver=world.somchai,
        receiver=world.nok,
    )
    assert plan.state == state


def test_factories_add_to_the_world(world: World) -> None:
    group = CommitteeFactory(parent=world.mae_sai)
    seat = SeatFactory(committee=group)
    line = LineFactory(plan=world.mae_sai_plan, by=world.pranee)
    assert group.path.startswith(world.mae_sai.path)
    assert seat.committee == group
    assert line.plan == world.mae_sai_plan
