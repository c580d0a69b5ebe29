"""The pages of MoUs and of offices, as people ask for them."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from committees import home
from committees.calendar import today
from members.actions import mou as actions
from members.documents.mou import document_of, mou_pdf
from members.models import Election, MouSignature, MouVersion, OfficeTerm
from members.policy.offices import Ballot
from members.signatories import signatories
from tests.members.test_mou import PARTS, opened, sign, with_partner
from tests.members.test_offices import member, record
from tests.world import World

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n%%EOF\n"


def url(version: MouVersion, rest: str = "") -> str:
    return f"/committees/cct/mou/{version.pk}/{rest}"


def copy() -> SimpleUploadedFile:
    return SimpleUploadedFile("scan.pdf", PDF, "application/pdf")


def asked(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_an_mou_is_begun_written_looked_at_opened_and_signed(world: World) -> None:
    client = world.client("cct_secretary", "en")
    form = {"sort": "own", "name_th": "บันทึกข้อตกลง", "name_en": "Our MoU"}
    answer = client.post("/committees/cct/mou/new/", form)
    version = MouVersion.objects.get()
    assert answer["Location"] == url(version, "edit/")
    text = {f"{part}_th": f"**{part}**" for part in ("vision", "mission", "objectives")}
    text |= {"principles_th": "<script>alert(1)</script>", "version": "1"}
    shown = client.post(url(version, "edit/"), text | {"preview": "1"}).content.decode()
    assert "<strong>vision</strong>" in shown
    assert "<script>alert" not in shown
    version.refresh_from_db()
    assert version.vision_th == "", "looking at it saves nothing"
    part = client.post(
        url(version, "edit/"), text | {"preview": "1"}, headers={"HX-Request": "true"}
    ).content.decode()
    assert "<strong>vision</strong>" in part
    assert "<html" not in part
    assert client.post(url(version, "edit/"), text).status_code == 302
    assert client.post(url(version, "open/")).status_code == 302

    head = world.client("cct_member", "en")
    values = {
        "organisation": world.organisations["world_vision"].pk,
        "signatory_name": "Ekaphan Duangdi",
        "signatory_post": "",
        "signed_on": today().isoformat(),
    }
    again = head.post(url(version, "sign/"), values)
    assert again.status_code == 200
    assert "Ekaphan Duangdi" in again.content.decode(), "what was typed stays"
    answer = head.post(url(version, "sign/"), values | {"signatory_post": "Head", "paper": copy()})
    assert answer.status_code == 302
    signature = MouSignature.objects.get()
    assert signature.paper is not None
    page = asked(head, url(version))
    assert "Ekaphan Duangdi" in page
    assert signature.paper.get_absolute_url() in page
    # Sent once more it is refused, and nothing is recorded twice.
    assert head.post(url(version, "sign/"), values | {"signatory_post": "Head"}).status_code == 409
    assert MouSignature.objects.count() == 1


def test_a_conflict_shows_both_wordings_and_keeps_what_was_typed(world: World) -> None:
    version = opened(world)
    draft = actions.draft_version(mou=version.mou, by=world.cct_secretary)
    actions.change_draft(
        mou_version=draft, values={"vision_th": "ของเธอ"}, version=1, by=world.cct_secretary
    )
    client = world.client("cct_chair")
    answer = client.post(url(draft, "edit/"), {"vision_th": "ของฉัน", "version": "1"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "ของเธอ" in page
    assert "ของฉัน" in page
    draft.refresh_from_db()
    assert draft.vision_th == "ของเธอ"


def test_the_secretary_cannot_record_for_others_without_the_paper(world: World) -> None:
    version = opened(world)
    client = world.client("cct_secretary", "en")
    values = {
        "organisation": world.organisations["world_vision"].pk,
        "signatory_name": "Arunee",
        "signatory_post": "Manager",
        "signed_on": today().isoformat(),
    }
    assert client.post(url(version, "sign/"), values).status_code == 200
    assert not MouSignature.objects.exists()
    assert client.post(url(version, "sign/"), values | {"paper": copy()}).status_code == 302
    assert MouSignature.objects.get().from_paper is True


def test_what_waits_on_the_first_page_goes_when_it_is_done(world: World) -> None:
    version = opened(world)

    def waits(name: str) -> set[tuple[str, str]]:
        person = world.fresh(world.people[name])
        rows = home.waiting_for(person, world.scope(name))
        return {(str(row.verb), row.url) for row in rows if "/mou/" in row.url}

    vision = world.organisations["world_vision"].pk
    focus = world.organisations["focus"].pk
    to_sign = ("Sign", url(version, f"sign/?organisation={vision}"))
    assert waits("cct_member") == {to_sign}
    assert waits("cct_secretary") == {
        ("Sign", url(version, f"sign/?organisation={focus}")),
        ("Collect", url(version, "?show=missing")),
    }
    assert waits("nok") == waits("pranee") == set()
    sign(world, version, "world_vision", "cct_member")
    assert waits("cct_member") == set()
    sign(world, version, "focus", "cct_secretary")
    assert waits("cct_secretary") == set()


def test_who_has_signed_is_filtered_searched_and_taken_away(world: World) -> None:
    version = opened(world)
    sign(world, version, "focus", "cct_secretary", signatory_name="=ชุติมา")
    client = world.client("nok", "en")
    for query, focus, vision in (
        ("", True, True),
        ("?show=signed", True, False),
        ("?show=missing", False, True),
        ("?q=ชุติมา", True, False),
        ("?sort=newest", True, True),
        ("?q=xyz", False, False),
    ):
        text = asked(client, url(version, f"signatures.csv{query}"))
        assert ("FOCUS" in text, "World Vision" in text) == (focus, vision), query
        page = asked(client, url(version, query))
        assert ("<strong>FOCUS" in page, "<strong>World Vision" in page) == (focus, vision), query
    book = client.get(url(version, "signatures.xlsx"))
    sheet = openpyxl.load_workbook(io.BytesIO(book.content)).active
    cells = [cell.value for row in sheet.iter_rows() for cell in row if cell.value]
    assert "FOCUS" in cells
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


@pytest.mark.parametrize("language", ["th", "en"])
def test_the_paper_holds_the_text_and_who_signed(world: World, language: Any) -> None:
    version = opened(world)
    sign(world, version, "focus", "cct_secretary")
    everybody = signatories(version, [version])
    document = document_of(version, everybody, language)
    assert [part for part, _blocks in document.parts] == list(PARTS)
    assert [bool(row.name) for row in document.rows].count(True) == 1
    assert len(document.rows) == 2
    assert mou_pdf(document).startswith(b"%PDF")
    client = world.client("nok", language)
    answer = client.get(url(version, f"paper.pdf?language={language}&digits=arabic"))
    assert answer.content.startswith(b"%PDF")


def test_an_mou_with_a_partner_asks_for_partner_and_members(world: World) -> None:
    opened(world)
    client = world.client("cct_chair", "en")
    form = {"name_th": "กับโรงพยาบาล", "name_en": ""}
    answer = client.post("/committees/cct/mou/new/", form)
    assert answer.status_code == 200
    assert "Choose the partner organisation." in answer.content.decode()
    form |= {
        "partner": world.organisations["hospital"].pk,
        "parties": [world.organisations["focus"].pk],
    }
    assert client.post("/committees/cct/mou/new/", form).status_code == 302
    # An organisation of another province is not even in the list.
    form["partner"] = world.organisations["nan_vision"].pk
    assert client.post("/committees/cct/mou/new/", form).status_code == 200


def test_an_election_is_recorded_with_more_lines_and_corrected(world: World) -> None:
    winner, other = member(world), member(world)
    client = world.client("cct_secretary", "en")
    form: dict[str, Any] = {
        "rows": "2",
        "office": "vice_chair",
        "held_on": today().isoformat(),
        "takes_office": today().isoformat(),
        "method": "secret_ballot",
        "c0-seat": winner.pk,
        "c0-votes": "๗",
        "c0-elected": "on",
        "c1-seat": other.pk,
        "c1-votes": "7",
        "remark": "",
    }
    more = client.post("/committees/cct/offices/elections/new/", form | {"more": "1"})
    assert 'name="rows" value="8"' in more.content.decode()
    assert 'value="๗"' in more.content.decode(), "what was typed stays"
    tie = client.post("/committees/cct/offices/elections/new/", form)
    assert tie.status_code == 409
    assert "same votes" in tie.content.decode()
    answer = client.post("/committees/cct/offices/elections/new/", form | {"c1-votes": "3"})
    election = Election.objects.get()
    assert answer["Location"] == f"/committees/cct/offices/elections/{election.pk}/"
    page = asked(client, answer["Location"])
    assert winner.person.name_en in page or winner.person.name_th in page
    turned = form | {"c0-votes": "3", "c0-elected": "", "c1-votes": "8", "c1-elected": "on"}
    turned.pop("c0-elected")
    answer = client.post(f"/committees/cct/offices/elections/{election.pk}/correct/", turned)
    assert answer.status_code == 302
    assert OfficeTerm.objects.standing().get().organisation == other.organisation
    assert "Corrected later" in asked(client, f"/committees/cct/offices/elections/{election.pk}/")
    # The record before is corrected once only.
    again = client.post(f"/committees/cct/offices/elections/{election.pk}/correct/", turned)
    assert again.status_code == 409


@pytest.mark.parametrize(
    "wrong",
    [
        {"c0-votes": "-1"},
        {"c0-votes": "lots"},
        {"c0-seat": "999999"},
        {"c0-seat": ""},
        {"office": "king"},
        {"held_on": "31/2/2569"},
        {"method": ""},
        {"rows": "x", "c0-votes": ""},
        {"form_key": "no"},
    ],
)
def test_odd_input_to_an_election_is_answered_and_changes_nothing(
    world: World, wrong: dict[str, str]
) -> None:
    winner = member(world)
    form = {
        "rows": "1",
        "office": "vice_chair",
        "held_on": today().isoformat(),
        "takes_office": today().isoformat(),
        "method": "secret_ballot",
        "c0-seat": winner.pk,
        "c0-votes": "7",
        "c0-elected": "on",
    }
    client = world.client("cct_secretary", "en")
    answer = client.post("/committees/cct/offices/elections/new/", form | wrong)
    assert answer.status_code in (200, 409)
    assert not Election.objects.exists()


def test_a_term_that_is_over_waits_for_an_election(world: World) -> None:
    past = today().replace(year=today().year - 2)
    record(
        world,
        [Ballot(world.seat("cct_chair", "cct"), 4, elected=True)],
        held_on=past,
        takes_office=past,
        term_ends=today().replace(year=today().year - 1),
    )

    def waits(name: str) -> list[str]:
        rows = home.waiting_for(world.fresh(world.people[name]), world.scope(name))
        return [row.url for row in rows if "/elections/" in row.url]

    assert waits("cct_secretary") == ["/committees/cct/offices/elections/new/?office=chair"]
    assert waits("cct_member") == waits("nok") == []
    record(world, [Ballot(member(world), 4, elected=True)])
    assert waits("cct_secretary") == []


@pytest.mark.parametrize("count", [1, 3])
def test_pages_keep_their_number_of_queries(
    world: World, django_assert_num_queries: Any, count: int
) -> None:
    version = opened(world)
    for number in range(count):
        seat = member(world)
        actions.record_signature(
            version=version,
            organisation=seat.organisation,
            signatory_name="x y",
            signatory_post="z",
            signed_on=today(),
            upload=None,
            by=seat.person,
        )
        record(
            world,
            [Ballot(seat, 5, elected=True)],
            office="steering",
            adds=True,
        )
        if number == 0:
            with_partner(world, "focus")
    client = world.client("cct_chair")
    for address, queries in (
        ("/committees/cct/mou/", 13),
        (url(version), 18),
        ("/committees/cct/offices/", 14),
    ):
        client.get(address)
        with django_assert_num_queries(queries):
            assert client.get(address).status_code == 200
