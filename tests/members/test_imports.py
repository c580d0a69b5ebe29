"""Bringing lists of organisations: what is read, what is shown, what is written and what is not."""

import datetime as dt
import io
import zipfile
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from committees import rls
from committees.calendar import today
from committees.errors import Conflict, NotAllowed, WrongState
from committees.models import AuditEvent
from members import tables
from members.actions import imports as actions
from members.actions import memberships
from members.actions import organisations as organisation_actions
from members.import_cells import Problem, read_line
from members.importing import BAD, CHANGES, NEW, SAME, UNSURE
from members.models import (
    ImportBatch,
    ImportRow,
    Membership,
    OfficeTerm,
    Organisation,
    OrganisationContact,
    Seat,
)
from members.tables import Unreadable, read_table
from tests.members.cct import HEADINGS, ROWS, workbook
from tests.world import World

pytestmark = pytest.mark.django_db


def bring(world: World, rows: list[list[Any]], who: str = "cct_secretary", at: str = "cct") -> Any:
    """A list brought by a person, as it waits to be confirmed."""
    return actions.bring(
        committee=world.committees[at],
        name="list.xlsx",
        content=workbook(rows),
        by=world.fresh(world.people[who]),
    )


def plan(world: World, batch: ImportBatch, choices: dict[str, str] | None = None) -> Any:
    return actions.plan_of(batch, world.fresh(batch.owner), choices or {})


def confirm(world: World, batch: ImportBatch, choices: dict[str, str] | None = None) -> Any:
    mark = plan(world, batch).directory.mark
    done = actions.confirm(
        batch=batch, choices=choices or {}, mark=mark, by=world.fresh(batch.owner)
    )
    return actions.outcome_of(done)


def states(world: World, rows: list[list[Any]], **where: str) -> list[str]:
    return [line.state for line in plan(world, bring(world, rows, **where)).lines]


# --- The sixteen ----------------------------------------------------------------------------------


def test_the_sixteen_of_the_committee_come_with_pillars_offices_and_memberships(
    world: World,
) -> None:
    outcome = confirm(world, bring(world, [HEADINGS, *ROWS]))
    # World Vision and FOCUS stand in the directory of the cast under the same Thai names.
    assert (outcome.added, outcome.changed, outcome.left_out) == (14, 2, 0)
    members = Membership.objects.filter(committee=world.cct)
    assert members.count() == 16
    assert members.get(organisation__name_en="The Freedom Story").since == dt.date(2019, 9, 18)
    assert OfficeTerm.objects.filter(committee=world.cct).count() == 7
    rows = Organisation.objects.filter(pk__in=members.values("organisation"))
    counts = {
        pillar: rows.filter(pillars__contains=[pillar]).count()
        for pillar in ("counter_trafficking", "child_protection", "education", "stateless")
    }
    assert counts == {
        "counter_trafficking": 9,
        "child_protection": 8,
        "education": 4,
        "stateless": 3,
    }


def test_the_same_list_again_changes_nothing_and_leaves_no_trace_in_the_history(
    world: World,
) -> None:
    confirm(world, bring(world, [HEADINGS, *ROWS]))
    before = (AuditEvent.objects.count(), list(Organisation.objects.values().order_by("pk")))
    again = bring(world, [HEADINGS, *ROWS])
    outcome = confirm(world, again)
    assert (outcome.added, outcome.changed, outcome.same, outcome.left_out) == (0, 0, 16, 0)
    assert outcome.nothing_new
    after = (AuditEvent.objects.count(), list(Organisation.objects.values().order_by("pk")))
    assert after == before


def test_nothing_is_written_before_confirming(world: World) -> None:
    before = Organisation.objects.count(), Membership.objects.count(), AuditEvent.objects.count()
    batch = bring(world, [HEADINGS, *ROWS])
    assert len(plan(world, batch).of(NEW)) == 14
    after = Organisation.objects.count(), Membership.objects.count(), AuditEvent.objects.count()
    assert after == before


# --- Good rows and bad ones -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "column", "said"),
    [
        ({"Pillars": "CTIP, fishing"}, "pillars", "“fishing” is not known here"),
        ({"Kind": "club"}, "kind", "civil-society organisation"),
        ({"Districts served": "Bangkok Noi"}, "districts served", "official name"),
        ({"Member since": "31/2/2562"}, "member since", ""),
        ({"Member since": "1/1/2650"}, "member since", "future"),
        ({"Office": "king", "Member since": "18/9/2562"}, "office", "vice chair"),
        ({"Office": "secretary"}, "member since", "Only a member holds an office"),
        ({"Contact: e-mail": "x@y.org"}, "contact: name", "whose"),
        ({"Contact: name": "Somsri", "Contact: e-mail": "no"}, "contact: e-mail", "@example.org"),
        ({"Website": "javascript:alert(1)"}, "website", "www.example.org"),
        ({"Name in Thai": "ก" * 300}, "name in Thai", "300"),
    ],
)
def test_a_bad_cell_is_named_with_its_row_its_column_and_how_to_mend_it(
    world: World, cells: dict[str, str], column: str, said: str
) -> None:
    row = {"Name in Thai": "มูลนิธิใหม่เอี่ยม", **cells}
    good = {"Name in Thai": "สมาคมดีงาม"}
    headings = sorted({*row, *good})
    rows = [headings, *([cell.get(name, "") for name in headings] for cell in (row, good))]
    batch = bring(world, rows)
    bad = plan(world, batch).of(BAD)
    assert [line.number for line in bad] == [2]
    assert bad[0].remarks[0].column == column
    assert said in bad[0].remarks[0].text
    outcome = confirm(world, batch)
    assert (outcome.added, outcome.left_out) == (1, 1)
    assert Organisation.objects.filter(name_th="สมาคมดีงาม").exists()
    left = ImportRow.objects.get(batch=batch)
    assert (left.number, column in left.left_out) == (2, True)


def test_a_row_without_a_name_and_a_row_that_stands_twice_are_named(world: World) -> None:
    rows = [
        ["Name in Thai", "Website"],
        ["", "www.example.org"],
        ["สมาคมดีงาม", ""],
        ["สมาคม ดีงาม", ""],
    ]
    lines = plan(world, bring(world, rows)).lines
    assert [line.state for line in lines] == [BAD, NEW, BAD]
    assert "row 3" in lines[2].remarks[0].text


def test_one_office_is_held_by_one(world: World) -> None:
    rows = [
        ["Name in English", "Office", "Member since"],
        ["Alpha House", "Chair", "2019-09-18"],
        ["Omega Trust", "ประธาน", "18/9/2562"],
    ]
    batch = bring(world, rows)
    lines = plan(world, batch).lines
    assert [line.state for line in lines] == [NEW, BAD]
    assert "Row 2" in lines[1].remarks[0].text
    confirm(world, batch)
    later = [rows[0], ["Gamma Circle", "chair", "2020-09-18"]]
    assert (
        "Alpha House holds this office" in plan(world, bring(world, later)).lines[0].remarks[0].text
    )


def test_an_empty_cell_takes_nothing_away_and_what_differs_is_shown(world: World) -> None:
    focus = world.organisations["focus"]
    organisation_actions.change_organisation(
        organisation=focus,
        values={"website": "https://focus.example.org", "pillars": ["education"]},
        version=1,
        by=world.fresh(world.cct_secretary),
    )
    rows = [
        ["Name in Thai", "Website", "Pillars", "Districts served"],
        [focus.name_th, "", "CTIP", "อ.แม่สาย; Chiang Khong"],
    ]
    batch = bring(world, rows)
    line = plan(world, batch).lines[0]
    assert line.state == CHANGES
    assert [(one["key"], one["before"]) for one in line.changes] == [
        ("pillars", "education"),
        ("districts", ""),
    ]
    confirm(world, batch)
    focus.refresh_from_db()
    assert focus.website == "https://focus.example.org"
    assert (focus.pillars, focus.districts) == (["counter_trafficking"], [5703, 5709])


def test_a_contact_is_added_once_and_then_changed(world: World) -> None:
    name = world.organisations["focus"].name_th
    headings = ["Name in Thai", "Contact: name", "Contact: telephone"]
    confirm(world, bring(world, [headings, [name, "Somsri", "053 711 222"]]))
    assert confirm(world, bring(world, [headings, [name, "Somsri", "053 711 222"]])).same == 1
    assert confirm(world, bring(world, [headings, [name, "Somsri", "053 711 333"]])).changed == 1
    assert list(OrganisationContact.objects.values_list("phone", flat=True)) == ["053 711 333"]


# --- Names that are nearly the same ---------------------------------------------------------------


def test_a_name_like_a_known_one_waits_for_an_answer(world: World) -> None:
    known = world.organisations["focus"]
    batch = bring(world, [["Name in Thai"], ["มูลนิธิเพื่อความเข้าใจเด็กๆ"]])
    line = plan(world, batch).lines[0]
    assert (line.state, line.like[0].pk) == (UNSURE, known.pk)
    assert confirm(world, batch).left_out == 1
    assert not Organisation.objects.filter(name_th="มูลนิธิเพื่อความเข้าใจเด็กๆ").exists()


@pytest.mark.parametrize(("answer", "state"), [("new", NEW), ("same", CHANGES), ("99999", UNSURE)])
def test_the_answer_says_whether_it_is_the_same(world: World, answer: str, state: str) -> None:
    known = world.organisations["focus"]
    batch = bring(world, [["Name in Thai"], ["มูลนิธิเพื่อความเข้าใจเด็กๆ"]])
    said = str(known.pk) if answer == "same" else answer
    found = plan(world, batch, {"row-2": said}).lines[0]
    assert found.state == state
    confirm(world, batch, {"row-2": said})
    names = Organisation.objects.filter(name_th="มูลนิธิเพื่อความเข้าใจเด็กๆ")
    assert names.exists() == (state != UNSURE)
    assert names.filter(pk=known.pk).exists() == (answer == "same")


def test_unlike_names_are_not_asked_about(world: World) -> None:
    rows = [["Name in English"], ["Bala Foundation"], ["Mae Chan Police Station"]]
    assert states(world, rows)[0] == NEW


def test_a_spelling_of_a_district_is_asked_for_once_for_all_rows(world: World) -> None:
    rows = [
        ["Name in Thai", "Districts served"],
        ["สมาคมหนึ่งเดียว", "Mae Saai"],
        ["กลุ่มเพื่อนหญิง", "Mae Saai, เชียงของ"],
    ]
    batch = bring(world, rows)
    found = plan(world, batch)
    spelling = found.spellings["Mae Saai"]
    assert (spelling.rows, spelling.like[0].code) == ([2, 3], 5709)
    assert [line.state for line in found.lines] == [BAD, BAD]
    choices = {spelling.field_name: "5709"}
    assert confirm(world, batch, choices).added == 2
    assert Organisation.objects.get(name_th="กลุ่มเพื่อนหญิง").districts == [5703, 5709]


def test_a_district_of_another_province_is_no_answer(world: World) -> None:
    batch = bring(world, [["Name in Thai", "Districts served"], ["สมาคมหนึ่ง", "Mae Saai"]])
    field = plan(world, batch).spellings["Mae Saai"].field_name
    assert plan(world, batch, {field: "5501"}).lines[0].state == BAD


# --- Who, when, twice -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "at"),
    [
        ("cct_member", "cct"),
        ("cct_chair", "cct"),
        ("nok", "cct"),
        ("somchai", "mae_sai"),
        ("stranger", "cct"),
    ],
)
def test_who_does_not_keep_the_directory_brings_no_list(world: World, who: str, at: str) -> None:
    with pytest.raises(NotAllowed):
        bring(world, [HEADINGS, *ROWS], who, at)


def test_elsewhere_than_in_a_civil_society_committee_nobody_becomes_a_member(world: World) -> None:
    rows = [["Name in Thai", "Kind", "Member since"], ["สมาคมดีงาม", "CSO", "2019-09-18"]]
    assert confirm(world, bring(world, rows, "pranee", "mae_sai")).added == 1
    assert not Membership.objects.filter(organisation__name_th="สมาคมดีงาม").exists()


def test_a_list_is_taken_over_once(world: World) -> None:
    batch = bring(world, [HEADINGS, *ROWS])
    confirm(world, batch)
    with pytest.raises(WrongState):
        confirm(world, batch)
    assert Organisation.objects.filter(name_en="Bala Foundation").count() == 1


def test_a_directory_that_changed_meanwhile_is_shown_again_first(world: World) -> None:
    batch = bring(world, [HEADINGS, *ROWS])
    mark = plan(world, batch).directory.mark
    Organisation.objects.create(province_id=57, kind="cso", name_th="มูลนิธิบาลา")
    with pytest.raises(Conflict):
        actions.confirm(batch=batch, choices={}, mark=mark, by=world.fresh(world.cct_secretary))
    batch.refresh_from_db()
    assert batch.confirmed_at is None


def test_nobody_else_reads_a_list_not_even_in_the_same_committee(world: World) -> None:
    batch = bring(world, [HEADINGS, *ROWS])
    for person in ("cct_chair", "nok", "nuan", "national_observer"):
        with rls.acting_as(world.people[person].pk):
            assert not ImportBatch.objects.filter(pk=batch.pk).exists()
            assert not ImportRow.objects.filter(batch=batch).exists()
    with rls.acting_as(world.cct_secretary.pk):
        assert ImportRow.objects.filter(batch=batch).count() == 16


def test_files_are_forgotten_after_thirty_days_however_often_asked(world: World) -> None:
    old, new = bring(world, [HEADINGS, *ROWS]), bring(world, [HEADINGS, *ROWS])
    ImportBatch.objects.filter(pk=old.pk).update(created_at=timezone.now() - dt.timedelta(days=31))
    assert (actions.forget_old(), actions.forget_old()) == (1, 0)
    assert list(ImportBatch.objects.all()) == [new]


def test_two_thousand_rows_cost_no_query_each_to_look_at(world: World) -> None:
    counts = []
    for size in (1, 300):
        rows = [["Name in Thai"], *([f"องค์กรที่ {number}"] for number in range(size))]
        batch = bring(world, rows)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            plan(world, batch)
        counts.append(len(queries))
    assert counts[0] == counts[1]


# --- Files ----------------------------------------------------------------------------------------

TEXT = "ชื่อองค์กร,Pillars\nมูลนิธิบาลา,education\n"
READ = [(1, ["ชื่อองค์กร", "Pillars"]), (2, ["มูลนิธิบาลา", "education"])]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp874"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_as_offices_write_it(encoding: str, delimiter: str) -> None:
    text = TEXT.replace(",", delimiter)
    assert read_table(text.encode(encoding)) == READ


def test_numbers_and_days_of_a_workbook_are_read_as_text() -> None:
    table = read_table(workbook([["a", 12.0, dt.date(2019, 9, 18), None, True, 1.5]]))
    assert table == [(1, ["a", "12", "2019-09-18", "", "True", "1.5"])]


def packed(size: int) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/worksheets/sheet1.xml", b"0" * size)
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"\0\0\0", "empty"),
        (b"%PDF-1.7 \x00\x01\x02", "neither CSV nor XLSX"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "neither CSV nor XLSX"),
        (b"\xd0\xcf\x11\xe0 old", "XLSX without"),
        (b"PK\x03\x04 broken", "cannot be opened"),
        (packed(70 * 1024 * 1024), "cannot be opened"),
        (b"a" * (tables.MOST_BYTES + 1), "2 MB"),
        (b"name\n" + b"x\n" * 2100, "2,000 rows"),
        (b'name in thai\n"' + b"x" * 200_000, "quotation mark"),
    ],
)
def test_odd_files_are_answered_in_words(content: bytes, said: str) -> None:
    with pytest.raises(Unreadable, match=said):
        read_table(content)


@pytest.mark.parametrize(
    ("rows", "said"),
    [([["Colour"], ["red"]], "No column"), ([["Name in Thai"]], "no row below")],
)
def test_a_file_without_headings_or_rows_is_refused(
    world: World, rows: list[list[str]], said: str
) -> None:
    with pytest.raises(Unreadable, match=said):
        bring(world, rows)


def test_a_cell_that_would_run_comes_back_as_text(world: World) -> None:
    rows = [["Name in Thai", "Kind"], ["=HYPERLINK(1)", "club"]]
    batch = bring(world, rows)
    client = world.client("cct_secretary", "en")
    address = reverse("organisations_import_left", args=["cct", batch.pk])
    book = openpyxl.load_workbook(io.BytesIO(client.get(address).content))
    cells = [list(row) for row in book.active.iter_rows()]
    assert [cell.value for cell in cells[0]] == ["Name in Thai", "Kind", "What is to be put right"]
    assert (cells[1][0].data_type, cells[1][0].value) == ("s", "=HYPERLINK(1)")
    assert "“club” is not known here" in cells[1][2].value
    # What comes back is read again as it was, without the column we added.
    again = actions.bring(
        committee=world.cct,
        name="again.xlsx",
        content=client.get(address).content,
        by=world.fresh(world.cct_secretary),
    )
    assert plan(world, again).lines[0].name == "=HYPERLINK(1)"


# --- Pages ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["th", "en"])
def test_the_way_of_a_list_over_its_pages(world: World, language: str) -> None:
    client = world.client("cct_secretary", language)
    address = reverse("organisations_import", args=["cct"])
    file = SimpleUploadedFile("สมาชิก.xlsx", workbook([HEADINGS, *ROWS, ["", "", "x", "", ""]]))
    answer = client.post(address, {"file": file})
    batch = ImportBatch.objects.get()
    check = reverse("organisations_import_check", args=["cct", batch.pk])
    assert (answer.status_code, answer.url) == (302, check)
    # It waits on the first page until it is confirmed.
    assert check in client.get("/").content.decode()
    page = client.get(check)
    assert page.context["counts"] == {"bad": 1, "unsure": 0, "new": 14, "changes": 2, "same": 0}
    answer = client.post(check, {"mark": page.context["mark"]})
    assert (answer.status_code, answer.url) == (302, check)
    assert check not in client.get("/").content.decode()
    done = client.get(check)
    assert done.context["outcome"].added == 14
    assert client.post(check, {"mark": "x"}).status_code == 200
    assert Organisation.objects.filter(name_en="Bala Foundation").count() == 1


def test_the_form_to_fill_in_is_read_in_both_languages(world: World) -> None:
    for language in ("th", "en"):
        client = world.client("cct_secretary", language)
        form = client.get(reverse("organisations_import_form", args=["cct"])).content
        batch = actions.bring(
            committee=world.cct,
            name="form.xlsx",
            content=form,
            by=world.fresh(world.cct_secretary),
        )
        found = plan(world, batch)
        assert len(found.headings) == 16
        assert found.lines[0].state == NEW
        assert found.lines[0].since == dt.date(2019, 9, 18)


def test_what_was_chosen_stays_when_the_page_comes_back(world: World) -> None:
    batch = bring(world, [["Name in Thai"], ["มูลนิธิเพื่อความเข้าใจเด็กๆ"]])
    client = world.client("cct_secretary", "en")
    check = reverse("organisations_import_check", args=["cct", batch.pk])
    answer = client.post(check, {"row-2": "new", "mark": "another"})
    assert answer.status_code == 409
    assert [line.chosen for line in answer.context["chosen"]] == ["new"]
    assert "changed while you were reading" in answer.content.decode()


def test_a_file_thrown_away_is_gone_and_nothing_else(world: World) -> None:
    batch = bring(world, [HEADINGS, *ROWS])
    client = world.client("cct_secretary", "en")
    answer = client.post(reverse("organisations_import_drop", args=["cct", batch.pk]))
    assert answer.status_code == 302
    assert not ImportBatch.objects.exists()
    assert not ImportRow.objects.exists()


@pytest.mark.parametrize("name", ["x.xlsx", "x" * 300 + ".csv"])
def test_an_unreadable_file_is_answered_at_the_field(world: World, name: str) -> None:
    client = world.client("cct_secretary", "en")
    file = SimpleUploadedFile(name, b"%PDF-\x00\x01")
    answer = client.post(reverse("organisations_import", args=["cct"]), {"file": file})
    assert answer.status_code == 200
    assert answer.context["form"].errors["file"]
    assert not ImportBatch.objects.exists()


def test_a_member_since_today_counts_and_tomorrow_does_not(world: World) -> None:
    rows = [
        ["Name in English", "Member since"],
        ["Alpha House", today().isoformat()],
        ["Omega Trust", (today() + dt.timedelta(days=1)).isoformat()],
    ]
    assert states(world, rows) == [NEW, BAD]


def test_same_is_said_of_rows_that_change_nothing(world: World) -> None:
    focus = world.organisations["focus"]
    assert states(world, [["Name in Thai"], [focus.name_th]]) == [SAME]


# --- After the committee has gone on --------------------------------------------------------------


def test_the_same_list_after_lapses_elections_and_leaving_changes_nothing(world: World) -> None:
    confirm(world, bring(world, [HEADINGS, *ROWS]))
    members = Membership.objects.filter(committee=world.cct).order_by("pk")
    own = Seat.objects.filter(committee=world.cct).values("organisation")
    offices = OfficeTerm.objects.exclude(organisation__in=own)
    steering = offices.filter(office="steering").first()
    single = offices.exclude(office="steering").first()
    for term in (steering, single):
        row = members.get(organisation=term.organisation)
        memberships.withdraw(membership=row, reason="", by=world.cct_secretary)
        term.refresh_from_db()
        assert term.left_on == today() - dt.timedelta(days=1)
    before = OfficeTerm.objects.count()
    outcome = confirm(world, bring(world, [HEADINGS, *ROWS]))
    assert (outcome.added, outcome.changed, outcome.same, outcome.left_out) == (0, 0, 16, 0)
    assert (OfficeTerm.objects.count(), members.count()) == (before, 16)


def test_a_former_member_takes_no_office_and_a_gap_is_not_filled_in_between(world: World) -> None:
    confirm(world, bring(world, [HEADINGS, *ROWS]))
    chair = OfficeTerm.objects.exclude(office="steering").order_by("pk").first()
    row = Membership.objects.get(committee=world.cct, organisation=chair.organisation)
    memberships.withdraw(membership=row, reason="", by=world.people["cct_secretary"])
    other = next(one for one in ("vice_chair", "chair") if one != chair.office)
    gone = [HEADINGS, _row(chair.organisation.name_th, other)]
    line = plan(world, bring(world, gone)).lines[0]
    assert [remark.text for remark in line.remarks if "ended" in remark.text]
    new = [HEADINGS, _row("มูลนิธิที่ไม่เคยมีมาก่อนเลย", chair.office)]
    line = plan(world, bring(world, new)).lines[0]
    assert [remark.text for remark in line.remarks if "Others held" in remark.text]


def _row(name: str, office: str) -> list[str]:
    said = {"Name in Thai": name, "Office": office, "Member since": "18/9/2562"}
    return [said.get(heading, "") for heading in HEADINGS]


@pytest.mark.parametrize(
    ("key", "text", "kept"),
    [
        ("contact_phone", "812345678", "0812345678"),
        ("contact_phone", "53711222", "053711222"),
        ("contact_phone", "0812345678", "0812345678"),
        ("contact_phone", "1300", "1300"),
        ("registration", "0105549012345", "0105549012345"),
    ],
)
def test_numbers_keep_the_zero_they_begin_with(key: str, text: str, kept: str) -> None:
    assert read_line(key, text) == kept


@pytest.mark.parametrize("text", ["1.05555E+12", "1.2345678901234567e+17", "1E+15"])
def test_a_number_that_a_program_shortened_is_refused(text: str) -> None:
    with pytest.raises(Problem, match="shortened"):
        read_line("registration", text)
