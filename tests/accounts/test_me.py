"""What people say of themselves."""

import pytest

from tests.world import World

pytestmark = pytest.mark.django_db


def sent(world: World, **values: str) -> int:
    data = {"name_th": "ปราณี", "language": "th", "notice_mode": "at_once"}
    data |= {"task_chase": "daily"} | values
    return world.client("pranee").post("/me/", data).status_code


def test_a_changed_name_is_kept(world: World) -> None:
    assert sent(world, name_th=" ปราณี  อินต๊ะวงศ์ ") == 302
    assert world.fresh(world.pranee).name_th == "ปราณี อินต๊ะวงศ์"


def test_a_name_that_cannot_be_seen_is_no_name(world: World) -> None:
    assert sent(world, name_th="\u200b\u2060") == 200
    assert world.fresh(world.pranee).name_th == world.pranee.name_th


@pytest.mark.parametrize("field", ["name_th", "name_en"])
def test_a_name_that_grows_in_its_kept_form_is_refused_when_too_long(
    world: World, field: str
) -> None:
    assert sent(world, **{field: "\ufb2c" * 150}) == 200
