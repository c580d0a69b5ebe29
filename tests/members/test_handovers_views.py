"""The pages of posts and handovers: what they show, how often they ask, what is typed in them."""

import datetime as dt
import re
from typing import Any

import pytest

from committees.calendar import today
from committees.search import LONGEST
from members.actions import handovers as actions
from members.actions import seats as seat_actions
from members.models import Handover, HandoverNote, Seat
from tests.members.test_handovers import NEW, TEXTS, end, give, opened, rotated
from tests.world import World

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
LIST, PROVINCE = "/committees/mae-sai/handovers/", "/province/57/posts/"


def text(answer: Any) -> str:
    """What the page says, without its marks."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


# --- Lists ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("address", "queries"), [(LIST, 19), (PROVINCE, 19)])
@pytest.mark.parametrize("count", [1, 3])
def test_a_list_asks_as_often_for_three_as_for_one(
    world: World, django_assert_max_num_queries: Any, address: str, queries: int, count: int
) -> None:
    leaving = ("superintendent", "anong", "chief")
    for person in leaving[:count]:
        old = end(world, person, ends=None)
        give(world, old, ("stranger", "noi", "newcomer")[leaving.index(person)], today())
    client = world.client("nok")
    with django_assert_max_num_queries(queries):
        page = client.get(f"{address}?state=open")
    assert len(re.findall(r"/posts/\d+/\"", page.content.decode())) == count


def test_the_list_is_filtered_searched_and_taken_away(world: World) -> None:
    end(world, "chief", ends=None)
    client = world.client("nok", "en")
    vacant = client.get(f"{LIST}?state=vacant")
    assert "Thanakorn" not in text(vacant), "who left holds nothing"
    assert "Vacant" in text(vacant)
    assert "Somchai" in text(client.get(f"{LIST}?q=Somchai"))
    assert "No post fits" in text(client.get(f"{LIST}?q=nobody-of-this-name"))
    assert client.get(f"{LIST}?state=%00&q={'x' * (LONGEST + 9)}&page=-1").status_code == 200
    rows = (
        client.get(f"{LIST}list.csv?state=vacant&q=District Office")
        .content.decode("utf-8-sig")
        .splitlines()
    )
    assert len(rows) == 2
    assert client.get(f"{LIST}list.pdf").status_code == 404
    assert client.get(f"{LIST}list.xlsx").content.startswith(b"PK")


def test_the_province_lists_what_needs_somebody_by_district(world: World) -> None:
    rotated(world)
    end(world, "boonsri", "chiang_khong", ends=None)
    client = world.client("nok", "en")
    both = text(client.get(PROVINCE))
    assert "Mae Sai" in both
    assert "Chiang Khong" in both
    one = client.get(f"{PROVINCE}?district=5703").content.decode()
    assert one.count("/committees/chiang-khong/posts/") >= 1
    assert "/committees/mae-sai/posts/" not in one
    block = client.get("/province/57/").content.decode()
    assert f"{PROVINCE}?district=5709" in block
    assert f"{PROVINCE}?district=5703" in block
    assert client.get(f"{PROVINCE}?district=99999999999").status_code == 200


def test_a_closed_groups_posts_are_in_no_list_from_above(world: World) -> None:
    seat_actions.end_seat(
        seat=world.seat("wichai", "mae_sai_suppression"),
        ends=None,
        reason="",
        by=world.fresh(world.sup_chief),
    )
    for person in ("nok", "somchai"):
        page = world.client(person).get(f"{PROVINCE}?state=all")
        assert "suppression" not in page.content.decode(), person
    rows = world.client("nok").get(f"{PROVINCE}list.csv?state=all").content.decode()
    assert "ฝ่ายปราบปราม" not in rows


# --- One post -------------------------------------------------------------------------------------


def test_a_post_says_who_held_it_with_days_and_what_it_may_decide(world: World) -> None:
    seat = world.seat("superintendent", "mae_sai")
    Seat.objects.filter(pk=seat.pk).update(may_decide="use of two patrol cars")
    address = f"/committees/mae-sai/posts/{seat.place_id}/"
    client = world.client("pranee", "en")
    assert "use of two patrol cars" in text(client.get(address))
    end(world, "superintendent", ends=None)
    page = text(client.get(address))
    assert "Nobody has held this post since" in page
    assert "Phongsakon Detudom" in page
    assert f"?post={seat.place_id}" in client.get(address).content.decode()


def test_filling_a_vacant_post_starts_from_what_it_is(world: World) -> None:
    seat = end(world, "superintendent", ends=None)
    client = world.client("nok", "en")
    form = client.get(f"/committees/mae-sai/seats/new/?post={seat.place_id}").context["form"]
    assert form.initial["role"] == "vice_chair"
    assert form.initial["organisation"] == seat.organisation_id
    foreign = world.seat("malee", "chiang_khong").place_id
    form = client.get(f"/committees/mae-sai/seats/new/?post={foreign}").context["form"]
    assert "role" not in form.initial


def test_closing_a_post_asks_why(world: World) -> None:
    seat = end(world, "superintendent", ends=None)
    address = f"/committees/mae-sai/posts/{seat.place_id}/close/"
    client = world.client("pranee", "en")
    assert client.post(address, {"reason": ""}).status_code == 200
    assert client.post(address, {"reason": "The station was closed"}).status_code == 302
    assert f"/posts/{seat.place_id}/" not in client.get(f"{LIST}?state=all").content.decode()


# --- Replacing ------------------------------------------------------------------------------------


def test_replacing_on_one_page(world: World) -> None:
    seat = world.seat("chief", "mae_sai")
    address = f"/committees/mae-sai/seats/{seat.pk}/replace/"
    client = world.client("nok", "en")
    data = {**NEW, "when": "day", "ends": (today() + DAY).isoformat(), "reason": "moved on"}
    poor = client.post(address, {**data, "email": "no address", "name_th": ""})
    assert poor.status_code == 200
    assert "moved on" in poor.content.decode(), "what was typed is kept"
    assert client.post(address, data).status_code == 302
    assert Seat.objects.filter(place_id=seat.place_id).count() == 2
    twice = client.post(address, data)
    assert "Another person holds this post" in text(twice), "pressed twice, the second is refused"
    assert Seat.objects.filter(place_id=seat.place_id).count() == 2


def test_who_submits_plans_does_not_replace_who_approves_them(world: World) -> None:
    seat = world.seat("somchai", "mae_sai")
    page = world.client("pranee").get(f"/committees/mae-sai/seats/{seat.pk}/replace/")
    assert page.status_code == 403


# --- A handover -----------------------------------------------------------------------------------


def test_the_page_asks_a_bounded_number_of_times(
    world: World, django_assert_max_num_queries: Any
) -> None:
    """Eight sections on one page: many questions, but the same for any number of rows."""
    url = rotated(world).get_absolute_url()
    client = world.client("stranger")
    with django_assert_max_num_queries(28):
        assert client.get(url).status_code == 200


def test_writing_keeps_what_was_typed_when_another_window_was_quicker(world: World) -> None:
    handover = opened(world)
    client = world.client("chief", "en")
    address = f"{handover.get_absolute_url()}write/"
    assert client.post(address, {**TEXTS, "version": 0}).status_code == 302
    late = client.post(address, {**TEXTS, "know": "from the other window", "version": 0})
    assert late.status_code == 409
    assert "from the other window" in late.content.decode()
    assert HandoverNote.objects.get().know == TEXTS["know"]
    again = {**TEXTS, "know": "from the other window", "version": 1}
    assert client.post(address, again).status_code == 302
    assert HandoverNote.objects.get().know == "from the other window"


def test_ticking_going_back_and_confirming(world: World) -> None:
    handover = rotated(world)
    client = world.client("stranger", "en")
    url = handover.get_absolute_url()
    for _twice in range(2):
        client.post(f"{url}tick/", {"section": "people", "done": "1"})
    assert "1 of 8" in text(client.get(url))
    client.post(f"{url}tick/", {"section": "people", "done": "0"})
    client.post(f"{url}tick/", {"section": "no such section", "done": "1"})
    assert "0 of 8" in text(client.get(url))
    assert "Open work" in text(client.get(f"{url}take/"))
    assert client.post(f"{url}take/").status_code == 302
    assert client.post(f"{url}take/").status_code == 409
    kept = text(client.get(url))
    assert "took over on" in kept
    assert "This is how everything stood" in kept


def test_the_record_shows_the_day_and_not_what_came_after(world: World) -> None:
    handover = rotated(world)
    client = world.client("stranger", "en")
    client.post(f"{handover.get_absolute_url()}take/")
    seat_actions.end_seat(
        seat=world.seat("anong", "mae_sai"), ends=None, reason="", by=world.fresh(world.pranee)
    )
    assert "Anong Chaiwong" in text(client.get(handover.get_absolute_url()))
    # From above one sees that it was taken over, and nothing of what was kept.
    above = text(world.client("nok", "en").get(handover.get_absolute_url()))
    assert "took over on" in above
    assert "This is how everything stood" not in above


@pytest.mark.parametrize("person", ["observer", "anong"])
def test_members_know_of_a_handover_and_do_not_read_it(world: World, person: str) -> None:
    handover = opened(world)
    client = world.client(person)
    assert client.get(LIST).status_code == 200
    assert client.get(handover.get_absolute_url()).status_code == 403


def test_the_holder_of_today_reads_the_handovers_of_yesterday(world: World) -> None:
    handover = rotated(world)
    actions.take_over(handover=handover, snapshot=[], by=world.fresh(world.stranger))
    second = Handover.objects.get().to_seat
    assert second is not None
    seat_actions.end_seat(seat=second, ends=None, reason="", by=world.fresh(world.nok))
    give(world, second, "noi", today())
    assert world.client("noi").get(handover.get_absolute_url()).status_code == 200


def test_leaving_at_once_by_oneself_goes_through(world: World) -> None:
    seat = world.seat("observer", "mae_sai")
    answer = world.client("observer").post(
        f"/committees/mae-sai/seats/{seat.pk}/end/", {"when": "now", "reason": "I move away"}
    )
    assert answer.status_code == 302
    assert Seat.objects.get(pk=seat.pk).ended_at is not None
