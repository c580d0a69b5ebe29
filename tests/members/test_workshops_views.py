"""The pages of workshops: the board with and without scripts, papers, what is seen from above."""

import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from actionplans.models import LineRecommendation, Plan, PlanLine
from committees.calendar import fiscal_year_end
from members.models import Point, Recommendation, Vote, Workshop
from tests.actionplans.pages import cells_of, text_of
from tests.guards.tables.workshops import add_point, in_state, person, recommended, step
from tests.world import World

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true"}
KEY = "8a0c7f0e-5c1c-4f7b-9d7b-0d8d7e1f2a3b"


def url(name: str, row: Workshop | Recommendation, *more: object) -> str:
    return reverse(name, args=[row.committee.slug, row.pk, *more])


def client(world: World, name: str) -> Client:
    return world.client(name, "en")


def board(world: World, name: str, row: Workshop, query: str = "") -> str:
    answer = client(world, name).get(url("workshop_board", row) + query)
    assert answer.status_code == 200
    return answer.content.decode()


# --- The board ------------------------------------------------------------------------------------


def test_a_workshop_is_prepared_opened_and_filled_without_scripts(world: World) -> None:
    chair, member = client(world, "cct_chair"), client(world, "cct_member")
    values = {
        "title": "Our year",
        "held_on": "2026-09-10",
        "topic": "",
        "voters": "organisations",
        "votes_each": "๓",
        "counting": "later",
        "form_key": KEY,
    }
    answer = chair.post(reverse("workshop_new", args=["cct"]), values)
    row = Workshop.objects.get(title="Our year")
    assert (answer.url, row.votes_each, row.fiscal_year) == (row.get_absolute_url(), 3, 2569)
    assert "Not open yet" in member.get(row.get_absolute_url()).content.decode()
    asks = chair.get(url("workshop_step", row, "open")).content.decode()
    assert world.cct_member.name_in("en") in asks
    chair.post(url("workshop_step", row, "open"), {"seen": "prepared"})
    sent = {"heading": "threats", "text": "Online scams", "form_key": KEY}
    for _press in range(2):
        answer = member.post(url("point_new", row), sent)
        assert answer.status_code == 302
        assert "heading=threats" in answer.url
    assert Point.objects.filter(workshop=row).count() == 1
    page = member.get(answer.url.partition("#")[0]).content.decode()
    assert "Online scams" in page
    chosen = page[page.index("heading-threats") :][:300]
    assert "checked" in chosen, "the heading one wrote under stays chosen"
    again = member.post(url("point_new", row), sent | {"text": "x"})
    assert again.status_code == 400
    assert "too short" in again.content.decode()


def test_with_htmx_the_board_comes_back_and_the_form_gets_a_new_key(world: World) -> None:
    row = in_state(world, "collecting")
    member = client(world, "cct_member")
    sent = {"heading": "weaknesses", "text": "Too few people", "form_key": KEY}
    answer = member.post(url("point_new", row), sent, **HTMX)
    text = answer.content.decode()
    assert text.lstrip().startswith('<div id="board"')
    assert "Too few people" in text
    told = json.loads(answer.headers["HX-Trigger"])["pointadded"]
    assert told["key"] not in ("", KEY)
    row.refresh_from_db()
    assert f"seen={row.board}" in text, "the board that comes back is the newest"
    wrong = member.post(url("point_new", row), sent | {"text": "call 081-234-5678"}, **HTMX)
    assert wrong.status_code == 422
    assert wrong.headers["HX-Retarget"] == "#point-errors"
    assert "a phone number" in wrong.content.decode()


def test_a_waiting_phone_is_answered_with_nothing_until_something_changed(
    world: World, django_assert_max_num_queries
) -> None:
    row = in_state(world, "collecting")
    member = client(world, "cct_member")
    address = url("workshop_board", row) + f"?seen={row.board}"
    with django_assert_max_num_queries(12):  # session, person, rights, one number
        answer = member.get(address)
    assert (answer.status_code, answer.content) == (204, b"")
    add_point(row, person(world, "cct_chair"), "ข้อใหม่")
    assert member.get(address).status_code == 200
    for odd in ("?seen=", "?seen=-1", "?seen=๑x", "?seen=" + "9" * 40):
        assert member.get(url("workshop_board", row) + odd).status_code == 200


def test_who_was_signed_out_meanwhile_is_told_so_and_keeps_the_board(world: World) -> None:
    row = in_state(world, "collecting")
    page = {"HTTP_HX_CURRENT_URL": f"http://testserver{row.get_absolute_url()}"}
    sent = {"heading": "threats", "text": "Online scams", "form_key": KEY}
    for answer in (
        Client().get(url("workshop_board", row) + "?seen=1", **HTMX, **page),
        Client().post(url("point_new", row), sent, **HTMX, **page),
    ):
        assert (answer.status_code, answer.headers["HX-Retarget"]) == (403, "#messages")
        assert f"?next={row.get_absolute_url().replace('/', '%2F')}" in answer.content.decode()
        assert "<html" not in answer.content.decode()
    assert Client().get(row.get_absolute_url()).status_code == 302


def test_the_form_says_what_the_history_keeps_of_a_point(world: World) -> None:
    row = in_state(world, "collecting")
    member = client(world, "cct_member")
    add_point(row, person(world, "cct_chair"), "A point nobody signs")
    history = member.get(reverse("committee_history", args=["cct"])).content.decode()
    assert f"{world.cct_chair.name_in('en')} added a point under" in history
    assert "A point nobody signs" not in history
    assert "says who added one" in member.get(row.get_absolute_url()).content.decode()


def test_votes_are_hidden_until_the_vote_is_closed_unless_they_are_live(world: World) -> None:
    row = in_state(world, "voting")
    assert "1 vote<" not in board(world, "cct_member", row)
    Workshop.objects.filter(pk=row.pk).update(counting="live")
    assert "1 vote<" in board(world, "cct_member", row)
    Workshop.objects.filter(pk=row.pk).update(counting="later")
    counted = client(world, "cct_member").get(url("workshop_export", row, "xlsx"))
    assert [cells[3] for cells in cells_of(counted) if cells and cells[0] == "Strengths"] == [None]
    step(row, person(world, "cct_chair"), "recommend")
    assert "1 vote<" in board(world, "cct_member", row)


def test_a_vote_is_cast_with_and_without_scripts(world: World) -> None:
    row = in_state(world, "voting", votes=False)
    point = Point.objects.get(workshop=row)
    member = client(world, "cct_member")
    address = url("point_vote", row, point.pk)
    assert f"#point-{point.pk}" in member.post(address, {"count": 2}).url
    text = member.post(address, {"count": 3}, **HTMX).content.decode()
    assert "2 of 5 votes left" in text
    too_many = member.post(address, {"count": 6}, **HTMX)
    assert too_many.status_code == 409
    assert "All your votes are spent" in too_many.content.decode()
    for odd in ("", "x", "-1", "99", "1.5"):
        assert member.post(address, {"count": odd}).status_code == 302
    assert Vote.objects.get().count == 3
    other = {"count": 1, "organisation": world.organisations["focus"].pk}
    assert member.post(address, other).status_code == 403


def test_hidden_points_are_seen_by_their_author_and_who_runs_the_workshop(world: World) -> None:
    row = in_state(world, "collecting", points=False)
    point = add_point(row, person(world, "cct_member"), "ข้อความไม่เหมาะ")
    hide = url("point_hide", row, point.pk)
    assert client(world, "cct_chair").post(hide, {"reason": "-"}).status_code == 400
    client(world, "cct_chair").post(hide, {"reason": "มีชื่อบุคคล"})
    seen = {
        name: "ข้อความไม่เหมาะ" in board(world, name, row)
        for name in ("cct_chair", "cct_member", "cct_steering")
    }
    assert seen == {"cct_chair": True, "cct_member": True, "cct_steering": False}
    export = client(world, "cct_steering").get(url("workshop_export", row, "csv"))
    assert "ข้อความไม่เหมาะ" not in text_of(export)
    client(world, "cct_chair").post(url("point_show", row, point.pk))
    assert "ข้อความไม่เหมาะ" in board(world, "cct_steering", row)


def test_merged_points_stand_below_the_other_and_are_taken_apart(world: World) -> None:
    row = in_state(world, "collecting", points=False)
    chair = person(world, "cct_chair")
    one, other = add_point(row, chair, "ก้าวหน้า"), add_point(row, chair, "เติบโต")
    browser = client(world, "cct_chair")
    sort = url("point_sort", row, one.pk)
    browser.post(sort, {"heading": "strengths", "into": other.pk})
    text = board(world, "cct_member", row)
    assert 'class="board-merged"' in text
    assert "Take apart" not in text, "only who runs the workshop takes apart"
    browser.post(url("point_split", row, one.pk))
    browser.post(sort, {"heading": "threats", "into": ""})
    one.refresh_from_db()
    assert (one.merged_into, one.heading) == (None, "threats")
    assert browser.post(sort, {"heading": "threats", "into": "999999"}).status_code == 400


def test_a_point_changed_meanwhile_shows_both_and_loses_nothing(world: World) -> None:
    row = in_state(world, "collecting", points=False)
    point = add_point(row, person(world, "cct_member"), "เดิม")
    address = url("point_edit", row, point.pk)
    member = client(world, "cct_member")
    member.post(address, {"heading": "threats", "text": "แก้แล้ว", "version": 1})
    answer = member.post(address, {"heading": "threats", "text": "แก้อีกทาง", "version": 1})
    assert answer.status_code == 409
    text = answer.content.decode()
    assert "แก้แล้ว" in text
    assert "แก้อีกทาง" in text
    assert 'name="version" value="2"' in text


def test_a_step_asked_for_from_an_old_page_is_refused(world: World) -> None:
    row = in_state(world, "voting")
    chair = client(world, "cct_chair")
    answer = chair.post(url("workshop_step", row, "recommend"), {"seen": "collecting"})
    assert answer.status_code == 409
    assert chair.get(url("workshop_step", row, "no-such-step")).status_code == 404


def test_the_screen_shows_the_board_without_controls(world: World) -> None:
    row = in_state(world, "voting")
    text = client(world, "cct_chair").get(url("workshop_screen", row)).content.decode()
    assert "board-screen" in text
    assert "1 has voted" in text
    assert "/vote/" not in text


# --- Recommendations ------------------------------------------------------------------------------


def values_of(world: World, **changes: object) -> dict[str, object]:
    return {
        "text": "Build a shared database",
        "owner": world.organisations["focus"].pk,
        "seat": "",
        "quarter": "",
        "due": "",
        "form_key": KEY,
    } | changes


def test_a_recommendation_is_written_from_points_by_quarter_or_by_day(world: World) -> None:
    row = in_state(world, "recommending")
    point = Point.objects.get(workshop=row)
    secretary = client(world, "cct_secretary")
    address = url("recommendation_new", row)
    page = secretary.get(f"{address}?point={point.pk}").content.decode()
    assert f'value="{point.pk}" id="id_points_0" checked' in page
    quarter = world.period.next
    code = f"{quarter.year}-{quarter.number}"
    both = values_of(world, quarter=code, due="2026-12-01")
    assert "not both" in secretary.post(address, both).content.decode()
    for _press in range(2):
        secretary.post(address, values_of(world, quarter=code, points=[point.pk]))
    made = Recommendation.objects.get(text="Build a shared database")
    assert (made.due, made.by_quarter) == (quarter.end, True)
    stranger = values_of(world, seat=world.seat("cct_member", "cct").pk, text="Another one")
    answer = secretary.post(address, stranger)
    assert "does not sit here for that organisation" in answer.content.decode()
    edit = url("recommendation_edit", made)
    late = secretary.post(edit, values_of(world, text="Changed meanwhile", version=0))
    assert late.status_code == 409
    assert "Changed meanwhile" in late.content.decode()


def test_the_way_from_a_recommendation_to_a_line_and_back(world: World) -> None:
    row = in_state(world, "closed")
    found = Recommendation.objects.get(workshop=row)
    secretary = client(world, "cct_secretary")
    year = world.period.year
    page = secretary.get(url("recommendation", found)).content.decode()
    way = reverse("recommendation_plan", args=["cct", found.pk])
    assert way in page
    assert way not in client(world, "cct_member").get(url("recommendation", found)).content.decode()
    line_new = reverse("line_new", args=["cct", year])
    assert f"{line_new}?recommendation={found.pk}" in secretary.get(way).content.decode()
    form = secretary.get(f"{line_new}?recommendation={found.pk}").content.decode()
    assert f'value="{found.text}"' in form
    sent = {
        "what": found.text,
        "pillar": "counter_trafficking",
        "responsible": found.owner_id,
        "starts": world.period.start.isoformat(),
        "ends": fiscal_year_end(year).isoformat(),
        "funding": "own_remit",
        "recommendations": [found.pk],
    }
    plan = Plan.objects.get(committee=world.cct, fiscal_year=year)
    answer = secretary.post(line_new, sent)
    assert answer.status_code == 302, text_of(answer)
    line = PlanLine.objects.get(plan=plan, what=found.text)
    assert LineRecommendation.objects.get().line == line
    shown = secretary.get(plan.get_absolute_url()).content.decode()
    assert reverse("recommendation", args=["cct", found.pk]) in shown
    back = client(world, "cct_member").get(url("recommendation", found)).content.decode()
    assert f"#line-{line.pk}" in back
    assert "Taken up" in back


def test_a_recommendation_of_another_committee_is_not_offered_to_a_line(world: World) -> None:
    found = Recommendation.objects.get(workshop=in_state(world, "closed"))
    pranee = client(world, "pranee")
    line_new = reverse("line_new", args=["mae-sai", world.period.year])
    page = pranee.get(f"{line_new}?recommendation={found.pk}").content.decode()
    assert found.text not in page
    assert "recommendations" not in page


def test_the_list_is_searched_filtered_and_taken_away(world: World) -> None:
    row = in_state(world, "closed")
    found = Recommendation.objects.get(workshop=row)
    hidden = recommended(world)  # still open: not in the list
    member = client(world, "cct_member")
    address = reverse("recommendations", args=["cct"])

    def listed(query: str = "") -> bool:
        text = member.get(address + query).content.decode()
        assert Recommendation.objects.get(workshop=hidden).get_absolute_url() not in text
        return found.get_absolute_url() in text

    assert listed()
    assert listed("?q=แหล่งทุน")
    assert not listed("?q=nothing")
    assert not listed("?state=done")
    assert listed("?state=all&sort=owner")
    assert listed(f"?year={row.fiscal_year}")
    assert not listed("?year=2500")
    for odd in ("?state=x", "?year=x", "?sort=%00", "?page=99x", "?year=" + "9" * 30):
        member.get(address + odd)
    export = reverse("recommendations_export", args=["cct", "xlsx"])
    rows = cells_of(member.get(export + "?state=all"))
    assert [cells[1] for cells in rows].count(found.text) == 1
    assert member.get(reverse("recommendations_export", args=["cct", "pdf"])).status_code == 404


def test_from_above_the_result_is_read_and_neither_points_nor_votes(world: World) -> None:
    row = in_state(world, "closed")
    point = Point.objects.get(workshop=row)
    found = Recommendation.objects.get(workshop=row)
    nok = client(world, "nok")
    for address in (
        row.get_absolute_url(),
        found.get_absolute_url(),
        reverse("recommendations", args=["cct"]),
        url("workshop_pdf", row),
        reverse("recommendations_export", args=["cct", "csv"]),
    ):
        answer = nok.get(address)
        text = text_of(answer)
        assert answer.status_code == 200
        assert point.text not in text
        if "pdf" not in address:
            assert found.text in text
    year = nok.get(reverse("year", args=["cct"])).content.decode()
    assert row.title in year
    open_row = in_state(world, "collecting")
    Workshop.objects.filter(pk=open_row.pk).update(title="ลับเฉพาะใน")
    assert "ลับเฉพาะใน" not in nok.get(reverse("workshops", args=["cct"])).content.decode()


@pytest.mark.parametrize(("who", "where"), [("governor", "chiang_rai"), ("pranee", "mae_sai")])
def test_every_committee_that_holds_workshops_has_a_way_to_them(world, who, where) -> None:
    committee = world.committees[where]
    years = reverse("year", args=[committee.slug])
    page = client(world, who).get(committee.get_absolute_url())
    assert f'href="{years}"' in page.content.decode()
    new = reverse("workshop_new", args=[committee.slug])
    assert f'href="{new}"' in client(world, who).get(years).content.decode()


def test_the_result_is_a_paper_with_board_and_recommendations(world: World) -> None:
    row = in_state(world, "closed")
    answer = client(world, "cct_member").get(url("workshop_pdf", row))
    assert answer.headers["Content-Type"] == "application/pdf"
    text = text_of(answer)
    assert "Weaknesses" in text
    assert "FOCUS" in text
    assert "votes: 1" in text


# --- How much is asked ----------------------------------------------------------------------------


@pytest.mark.parametrize("state", ["collecting", "voting", "recommending"])
def test_a_board_asks_as_much_for_one_point_as_for_many(world: World, state: str) -> None:
    row = in_state(world, state)
    member = client(world, "cct_member")
    member.get(row.get_absolute_url())
    with CaptureQueriesContext(connection) as once:
        member.get(row.get_absolute_url())
    for number in range(8):
        Point.objects.create(
            workshop=row,
            committee=world.cct,
            province_id=57,
            heading="threats",
            text=f"ข้อ {number}",
            author=world.cct_member,
            created_at=row.changed_at,
        )
    with CaptureQueriesContext(connection) as many:
        member.get(row.get_absolute_url())
    assert len(many) == len(once)


@pytest.mark.parametrize("name", ["recommendations", "workshops"])
def test_a_list_asks_as_much_for_one_row_as_for_three(world: World, name: str) -> None:
    in_state(world, "closed")
    member = client(world, "cct_member")
    address = reverse(name, args=["cct"])
    member.get(address)
    with CaptureQueriesContext(connection) as once:
        member.get(address)
    for _more in range(2):
        in_state(world, "closed")
    with CaptureQueriesContext(connection) as many:
        member.get(address)
    assert len(many) == len(once)
