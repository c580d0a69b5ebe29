"""The pages of the multidisciplinary team: what they show, take, refuse, and how much they ask."""

from __future__ import annotations

import datetime as dt
import io
import uuid
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from committees import access, home
from committees.calendar import format_date
from committees.fields import PhoneField
from committees.gather import asked_alone
from committees.models import AuditEvent, Paper
from members.forms.team import ClockField, ReachableForm
from members.models import TeamMember, TeamProposal, TeamVersion
from members.parts import team as parts
from tests.actionplans.pages import text_of
from tests.guards.test_urls import signed_in
from tests.members.team_rows import PDF, days, draft, endorsed, member, person, proposal, sent
from tests.world import World

pytestmark = pytest.mark.django_db

FOUND = "/province/57/team/"


def typed(world: World, **other: Any) -> dict[str, Any]:
    """What a browser sends of somebody."""
    return {
        "name_th": "แก้วตา สุขใจ",
        "name_en": "Kaeota Sukchai",
        "discipline": "interpreter",
        "organisation": world.organisations["focus"].pk,
        "languages": ["th", "my"],
        "phone": "๐๘๑ ๒๓๔ ๕๖๗๘",
        "email": "Kaeota@Example.org",
        "days": ["6", "7"],
        "hours_from": "๘.๓๐ น.",
        "hours_until": "20:00",
        "districts": ["5709"],
        "version": "1",
        **other,
    }


def english(client: Client) -> Client:
    client.cookies["django_language"] = "en"
    return client


def as_(world: World, name: str) -> Client:
    return english(signed_in(world.people[name]))


# --- Finding somebody ---------------------------------------------------------------------------


def test_who_leads_finds_people_and_others_see_how_many(world: World) -> None:
    endorsed(world, person(world), person(world, "ก ตำรวจ", discipline="police"))
    seen = text_of(as_(world, "pranee").get(FOUND))
    assert "สมศรี คำแก้ว" in seen
    assert "081 234 5678" in seen
    for name, disciplines in (("kanda", True), ("observer", True), ("national_observer", False)):
        answer = as_(world, name).get(FOUND)
        text = text_of(answer)
        assert "2 people" in text
        assert ("Social work" in text) is disciplines
        assert "สมศรี" not in answer.content.decode()
        assert "081" not in answer.content.decode()


def test_filters_are_kept_in_the_address(world: World) -> None:
    endorsed(
        world,
        person(world, "ก ทุกวัน", around_the_clock=True, days=[]),
        person(world, "ข ไม่รับ", days=[], hours_from=None, hours_until=None),
        person(world, "ค พม่า", languages=["my"], discipline="interpreter", districts=[5703]),
    )
    client = as_(world, "malee")
    for query, names in (
        ("?now=1&discipline=social_work", ["ก ทุกวัน"]),
        ("?language=my", ["ค พม่า"]),
        ("?district=5709", ["ก ทุกวัน", "ข ไม่รับ"]),
        ("?q=ไม่รับ", ["ข ไม่รับ"]),
        ("?discipline=nonsense&district=x", ["ก ทุกวัน", "ข ไม่รับ", "ค พม่า"]),
        ("?q=nobody", []),
    ):
        rows = client.get(FOUND + query).context.get("rows")
        assert [row.person.name_th for row in rows] == names, query


def test_without_a_team_in_force_the_page_says_so(world: World) -> None:
    sent(world, person(world))
    for name in ("nok", "pranee", "kanda", "national_observer"):
        assert "No team is in force" in text_of(as_(world, name).get(FOUND))
    assert as_(world, "pranee").get(f"{FOUND}list.pdf").status_code == 404


@pytest.mark.parametrize("people", [1, 3])
@pytest.mark.parametrize(
    ("who", "address", "queries"),
    [
        ("pranee", FOUND, 14),
        ("nok", "/committees/chiang-rai/team/", 16),
        ("nok", "/committees/chiang-rai/team/1/", 16),
        ("kanda", FOUND, 11),
    ],
)
def test_pages_ask_no_more_with_more_people(
    world: World, django_assert_max_num_queries, who: str, address: str, queries: int, people: int
) -> None:
    endorsed(world, *(person(world, f"คนที่ {number}") for number in range(people)))
    for _number in range(people):
        proposal(world)
    client = as_(world, who)
    client.get(address)
    with django_assert_max_num_queries(queries) as asked:
        assert client.get(address).status_code == 200
    key = (who, address)
    assert ASKED.setdefault(key, len(asked)) == len(asked)


ASKED: dict[tuple[str, str], int] = {}


# --- Taking the list away -----------------------------------------------------------------------


def test_the_list_as_paper_and_as_workbook_is_written_down(world: World) -> None:
    endorsed(world, person(world), person(world, "ข =1+1", phone="191"))
    client = as_(world, "pranee")
    pdf = client.get(f"{FOUND}list.pdf")
    assert pdf.content.startswith(b"%PDF")
    book = openpyxl.load_workbook(
        io.BytesIO(client.get(f"{FOUND}list.xlsx?q=191").content), data_only=False
    )
    cells = [str(cell) for row in book.worksheets[0].iter_rows(values_only=True) for cell in row]
    assert "191" in cells
    assert not [cell for cell in cells if "สมศรี" in cell]
    taken = AuditEvent.objects.filter(verb="team_list_taken", actor_id=world.pranee.pk)
    assert sorted(event.after["form"] for event in taken) == ["PDF", "XLSX"]
    assert client.head(f"{FOUND}list.pdf").status_code == 200
    assert taken.count() == 2
    history = text_of(as_(world, "nok").get("/committees/chiang-rai/team/"))
    assert "Pranee Intawong took the contact list of the team with them (XLSX)" in history


def test_who_may_not_see_contacts_takes_nothing(world: World) -> None:
    endorsed(world, person(world))
    for form in ("pdf", "xlsx"):
        answer = as_(world, "kanda").get(f"{FOUND}list.{form}")
        assert answer.status_code == 403
        assert "for those who lead a committee" in text_of(answer)
    assert as_(world, "pranee").get(f"{FOUND}list.csv").status_code == 404
    assert not AuditEvent.objects.filter(verb="team_list_taken").exists()


# --- Putting a version together -----------------------------------------------------------------


def test_a_person_is_added_as_typed_and_changed(world: World) -> None:
    team = draft(world)
    client = as_(world, "nok")
    new = reverse("team_member_new", args=["chiang-rai", team.number])
    assert client.post(new, typed(world)).status_code == 302
    row = member(team, "แก้วตา สุขใจ")
    assert (row.phone, row.email) == ("081 234 5678", "kaeota@example.org")
    assert (row.hours_from, row.hours_until) == (dt.time(8, 30), dt.time(20))
    assert (row.days, row.districts) == ([6, 7], [5709])
    edit = reverse("team_member_edit", args=["chiang-rai", team.number, row.pk])
    assert 'value="08:30"' in client.get(edit).content.decode()
    client.post(edit, typed(world, phone="1300", around_the_clock="on"))
    row.refresh_from_db()
    assert (row.phone, row.around_the_clock, row.days, row.hours_from) == ("1300", True, [], None)


def test_what_somebody_else_changed_is_shown_beside_what_was_typed(world: World) -> None:
    team = draft(world, person(world))
    row = member(team)
    edit = reverse("team_member_edit", args=["chiang-rai", team.number, row.pk])
    client = as_(world, "nok")
    assert client.post(edit, typed(world)).status_code == 302
    answer = client.post(edit, typed(world, phone="02 999 9999"))
    assert answer.status_code == 409
    assert "02 999 9999" in answer.content.decode()
    assert TeamMember.objects.get(pk=row.pk).phone == "081 234 5678"


def test_a_mistake_keeps_what_was_typed(world: World) -> None:
    team = draft(world)
    new = reverse("team_member_new", args=["chiang-rai", team.number])
    wrong = typed(world, name_th="", hours_from="25:99", phone="x", days=[], hours_until="")
    answer = as_(world, "nok").post(new, wrong)
    form = answer.context["form"]
    assert {"name_th", "hours_from", "phone", "days", "hours_until"} == set(form.errors)
    assert 'value="25:99"' in answer.content.decode()
    assert not TeamMember.objects.exists()


def test_changes_since_the_version_before_are_marked(world: World) -> None:
    endorsed(world, person(world), person(world, "ข แก้ไข"), person(world, "ค ออก"))
    team = draft(world, person(world, "ง ใหม่"))
    client = as_(world, "nok")
    rows = {row.name_th: row for row in TeamMember.objects.filter(team=team)}
    address = ["chiang-rai", team.number]
    client.post(reverse("team_member_remove", args=[*address, rows["ค ออก"].pk]))
    client.post(
        reverse("team_member_edit", args=[*address, rows["ข แก้ไข"].pk]),
        typed(world, name_th="ข แก้ไข"),
    )
    answer = client.get(team.get_absolute_url())
    states = {row["member"].name_th: row["state"] for row in answer.context["rows"]}
    assert states == {"สมศรี คำแก้ว": "", "ข แก้ไข": "changed", "ง ใหม่": "added"}
    assert [row.name_th for row in answer.context["removed"]] == ["ค ออก"]


def filed(**other: Any) -> dict[str, Any]:
    return {
        "order_number": "77/2569",
        "order_date": format_date(days(-1)),
        "valid_from": format_date(days(0)),
        "valid_until": format_date(days(200)),
        "signed_copy": SimpleUploadedFile("signed.pdf", PDF),
        **other,
    }


def test_the_endorsement_is_filed_with_its_paper(world: World) -> None:
    team = sent(world, person(world))
    address = reverse("team_endorse", args=["chiang-rai", team.number])
    client = as_(world, "nok")
    assert "multipart/form-data" in client.get(address).content.decode()
    answer = client.post(address, filed(version=team.version))
    assert (answer.status_code, answer["Location"]) == (302, FOUND)
    done = TeamVersion.objects.get(pk=team.pk)
    assert (done.status, done.order_number) == ("team_endorsed", "77/2569")
    assert client.get(f"/papers/{done.signed_copy_id}/").status_code == 200
    again = client.post(address, filed(version=team.version))
    assert again.status_code == 409
    assert Paper.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"signed_copy": SimpleUploadedFile("a.pdf", b"<html>")}, "signed_copy"),
        ({"signed_copy": ""}, "signed_copy"),
        ({"order_date": format_date(days(1))}, "order_date"),
        ({"valid_until": format_date(days(-1))}, "valid_until"),
        ({"valid_until": format_date(days(4000))}, "valid_until"),
        ({"order_number": "\x00"}, "order_number"),
        ({"version": "7"}, "__all__"),
    ],
)
def test_a_mistake_in_the_endorsement_is_said_at_its_field(
    world: World, wrong: dict[str, Any], field: str
) -> None:
    team = sent(world, person(world))
    address = reverse("team_endorse", args=["chiang-rai", team.number])
    answer = as_(world, "nok").post(address, filed(version=team.version) | wrong)
    assert list(answer.context["form"].errors) == [field]
    assert answer.status_code == (409 if field == "__all__" else 200)
    assert TeamVersion.objects.get(pk=team.pk).state == "sent"
    assert not Paper.objects.exists()


# --- Proposals ----------------------------------------------------------------------------------


def test_a_committee_proposes_and_reads_the_answer(world: World) -> None:
    key = str(uuid.uuid4())
    pranee, nok = as_(world, "pranee"), as_(world, "nok")
    for _press in range(2):
        answer = pranee.post(
            reverse("team_propose", args=["mae-sai"]),
            typed(world, reason="รับสายกลางคืนได้", form_key=key),
        )
        assert answer.status_code == 302
    made = TeamProposal.objects.get()
    assert "Kaeota Sukchai" in text_of(pranee.get(FOUND))
    assert "รับสายกลางคืนได้" in text_of(nok.get(made.get_absolute_url()))
    decline = reverse("team_decline", args=["mae-sai", made.pk])
    assert nok.post(decline, {"reason": "-"}).status_code == 200
    nok.post(decline, {"reason": "มีล่ามพม่าพอแล้ว"})
    seen = text_of(pranee.get(made.get_absolute_url()))
    assert "มีล่ามพม่าพอแล้ว" in seen
    assert "Declined" in seen
    assert nok.post(decline, {"reason": "อีกครั้ง"}).status_code == 409


# --- The first page and the province's page -----------------------------------------------------


def waits(world: World, name: str) -> list[str]:
    user = world.fresh(world.people[name])
    found = home.waiting_for(user, access.scope_of(user))
    return [row.verb for row in found if "team" in row.what]


def test_what_waits_for_psdhs_is_on_the_first_page_until_it_is_done(world: World) -> None:
    assert waits(world, "nok") == []
    made = proposal(world)
    assert waits(world, "nok") == ["Answer"]
    assert waits(world, "pranee") == waits(world, "governor") == waits(world, "nuan") == []
    nok = as_(world, "nok")
    nok.post(reverse("team_take_up", args=["mae-sai", made.pk]))
    assert waits(world, "nok") == ["Send to the Governor"]
    team = TeamVersion.objects.get()
    nok.post(reverse("team_send", args=["chiang-rai", team.number]))
    assert waits(world, "noi") == ["File the endorsement"]
    team.refresh_from_db()
    nok.post(reverse("team_endorse", args=["chiang-rai", 1]), filed(version=team.version))
    assert waits(world, "nok") == []


@pytest.mark.parametrize(
    ("until", "tone"), [(days(61), None), (days(60), "attention"), (days(0), "attention")]
)
def test_the_end_of_an_endorsement_waits_in_time(
    world: World, until: Any, tone: str | None
) -> None:
    endorsed(world, person(world), valid_until=until)
    user = world.fresh(world.nok)
    found = asked_alone(parts.waiting(user, access.scope_of(user)))
    assert [(row.verb, row.tone) for row in found] == ([("Put together", tone)] if tone else [])


def test_the_province_page_leads_to_the_team(world: World) -> None:
    endorsed(world, person(world))
    for name, words in (
        ("pranee", "Find somebody"),
        ("kanda", "Which disciplines are on it"),
        ("national_observer", "1 person can be called"),
    ):
        text = text_of(as_(world, name).get("/province/57/"))
        assert words in text, name
        assert "สมศรี" not in text


# --- Fields -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "time"),
    [("8:30", dt.time(8, 30)), ("08.30", dt.time(8, 30)), ("๑๖:๓๐ น.", dt.time(16, 30)),
     ("0830", dt.time(8, 30)), ("", None)],
)  # fmt: skip
def test_times_of_day_are_taken_as_people_write_them(text: str, time: dt.time | None) -> None:
    assert ClockField(required=False).clean(text) == time


@pytest.mark.parametrize("text", ["24:00", "8:60", "noon", "8", "9" * 50, "8:30\x00"])
def test_other_times_are_refused(text: str) -> None:
    from django.core.exceptions import ValidationError  # only here

    with pytest.raises(ValidationError):
        ClockField().clean(text)


@pytest.mark.parametrize("text", ["191", "๐๕๓ ๗๗๗ ๘๘๘ ต่อ ๑๒", "+66 81 234 5678"])
def test_telephone_numbers_are_taken(text: str) -> None:
    assert PhoneField().clean(text)


def test_hours_that_end_when_they_begin_are_refused(world: World) -> None:
    form = ReachableForm(
        typed(world, hours_from="8:00", hours_until="8:00", term_until=format_date(days(-1))),
        organisations=type(world.organisations["focus"]).objects.all(),
        districts=[],
    )
    assert {"hours_until", "term_until", "districts"} == set(form.errors)
