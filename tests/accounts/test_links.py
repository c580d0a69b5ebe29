"""Where a page goes afterwards, as the request asks for it."""

import pytest

from tests.world import World

pytestmark = pytest.mark.django_db

ODD = [
    "",
    "xyz",
    "committee",
    "?",
    "#",
    "https://evil.example",
    "//evil.example",
    "/\\evil.example",
    "javascript:alert(1)",
    "/" + "a" * 5000,
]


@pytest.mark.parametrize("address", ["/language/", "/hat/"])
@pytest.mark.parametrize("following", ODD[:-1])
def test_an_odd_address_to_go_to_leads_home(world: World, address: str, following: str) -> None:
    answer = world.client("pranee").post(address, {"next": following})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")


@pytest.mark.parametrize("address", ["/language/", "/hat/"])
def test_a_page_of_the_site_is_gone_to(world: World, address: str) -> None:
    answer = world.client("pranee").post(address, {"next": "/plans/?year=2569"})
    assert answer.headers["Location"] == "/plans/?year=2569"


@pytest.mark.parametrize("following", ODD)
def test_an_added_organisation_leads_back_to_the_seat(world: World, following: str) -> None:
    answer = world.client("pranee").post(
        "/committees/mae-sai/organisations/new/",
        {"name_th": "โรงพยาบาลใหม่", "kind": "health", "next": following},
    )
    assert answer.status_code < 500
