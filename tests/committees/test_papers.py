"""Files people hand in: what is taken, how it is kept, who gets it, what is left when undone."""

import io
import zipfile

import pytest
from django import forms
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection, transaction
from PIL import Image

from committees import papers, rls
from committees.models import Committee, Paper
from tests.guards.test_urls import signed_in
from tests.world import World

TINY_PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


class PaperForm(forms.Form):
    file = papers.PaperField()


def taken(content: bytes, name: str, **field: object) -> papers.Upload:
    found = papers.PaperField(**field).clean(SimpleUploadedFile(name, content))
    assert found is not None
    return found


def refused(content: bytes, name: str = "a.pdf", **field: object) -> str:
    with pytest.raises(forms.ValidationError) as error:
        taken(content, name, **field)
    return str(error.value.error_list[0].code)


def picture(kind: str = "JPEG", size: tuple[int, int] = (60, 40), **save: object) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", size, "red").save(buffer, kind, **save)
    return buffer.getvalue()


def office(*parts: str, types: bytes = b"<Types/>") -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("[Content_Types].xml", types)
        for part in parts:
            file.writestr(part, b"<x/>")
    return buffer.getvalue()


def with_a_damaged_listing() -> bytes:
    """A Word file whose listing does not unpack any more."""
    content = bytearray(office("word/document.xml", types=b"<Types>" + bytes(range(97, 123)) * 9))
    begin = 30 + len("[Content_Types].xml")
    content[begin : begin + 8] = b"\xff" * 8
    return bytes(content)


# --- What is taken ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "kind", "ending"),
    [
        (TINY_PDF, papers.PDF, ".pdf"),
        (picture("JPEG"), papers.JPEG, ".jpg"),
        (picture("PNG"), papers.PNG, ".png"),
        (picture("WEBP"), papers.WEBP, ".webp"),
        (office("word/document.xml"), papers.DOCX, ".docx"),
        (office("xl/workbook.xml"), papers.XLSX, ".xlsx"),
    ],
)
def test_a_file_is_known_by_what_it_holds(content: bytes, kind: str, ending: str) -> None:
    upload = taken(content, "คำสั่ง 12-2569.exe")
    assert upload.content_type == kind
    assert upload.name == f"คำสั่ง 12-2569{ending}"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"<html><script>1</script>", "type"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "type"),
        (b"MZ\x90\x00", "type"),
        (b"PK\x03\x04 no archive", "type"),
        (office("readme.txt"), "type"),
        (b"\xff\xd8\xff\xe0 no picture", "broken"),
        (picture()[:200], "broken"),
        (picture("PNG")[:-30], "broken"),
        (with_a_damaged_listing(), "broken"),
        (office("word/document.xml", "word/vbaProject.bin"), "macros"),
        (office("xl/workbook.xml", types=b"ms-excel.sheet.macroEnabled.main+xml"), "macros"),
        (office("xl/workbook.xml", "xl/activeX/activeX1.xml"), "macros"),
    ],
)
def test_what_is_not_taken_is_named(content: bytes, code: str) -> None:
    assert refused(content, "paper.pdf") == code


def test_a_file_has_a_greatest_size(settings) -> None:
    settings.PAPER_MAX_BYTES = 1000
    assert refused(TINY_PDF + b" " * 1000) == "large"


def test_a_field_may_take_less() -> None:
    assert refused(picture(), types={papers.PDF}) == "type"
    assert taken(TINY_PDF, "a", types={papers.PDF}).content == TINY_PDF


def test_an_office_file_does_not_unpack_without_end(monkeypatch) -> None:
    monkeypatch.setattr(papers, "MOST_UNPACKED", 10)
    assert refused(office("word/document.xml", "word/a.xml", "word/b.xml")) == "broken"


def test_a_picture_of_enormous_measures_is_not_opened(monkeypatch) -> None:
    monkeypatch.setattr(papers, "MOST_PIXELS", 100)
    assert refused(picture()) == "pixels"


def test_a_picture_keeps_neither_place_nor_device_and_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x010F] = "Telephone of somebody"
    exif[0x0112] = 6  # turned by a quarter
    exif.get_ifd(0x8825)[2] = (20.0, 25.0, 0.0)  # where it was taken
    upload = taken(picture(exif=exif), "IMG.jpg")
    kept = Image.open(io.BytesIO(upload.content))
    assert b"Telephone" not in upload.content
    assert not dict(kept.getexif())
    assert kept.size == (40, 60)


def test_a_picture_is_made_no_larger_than_is_read_well(monkeypatch) -> None:
    monkeypatch.setattr(papers, "LONGEST_SIDE", 30)
    assert Image.open(io.BytesIO(taken(picture(), "a").content)).size == (30, 20)


def test_a_picture_one_can_see_through_stays_so() -> None:
    buffer = io.BytesIO()
    Image.new("RGBA", (4, 4), (255, 0, 0, 0)).save(buffer, "PNG")
    kept = Image.open(io.BytesIO(taken(buffer.getvalue(), "a").content))
    assert kept.convert("RGBA").getpixel((1, 1))[3] == 0


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\a\\order.pdf", "order.pdf"),
        ("a\x00b\u202egpj.pdf", "abgpj.pdf"),
        ("", "file.pdf"),
        ("....", "file.pdf"),
        ('x"; filename="y.html', "x filename=y.pdf"),
        ("ก" * 300 + ".pdf", "ก" * 116 + ".pdf"),
    ],
)
def test_names_are_cleaned(raw: str, name: str) -> None:
    assert papers.file_name(raw, papers.PDF) == name


def test_a_form_that_comes_back_asks_for_the_file_again(rf) -> None:
    class TwoFields(PaperForm):
        why = forms.CharField()

    from django.template import engines  # only here

    form = TwoFields({}, {"file": SimpleUploadedFile("a.pdf", TINY_PDF)})
    assert not form.is_valid()
    template = engines["django"].from_string("{% load ui %}{% fields form %}")
    text = template.render({"form": form}, rf.get("/"))
    assert "Choose the file again" in text
    assert 'accept=".pdf,.jpg' in text


# --- How it is kept -----------------------------------------------------------------------------


def kept(committee: Committee, content: bytes = TINY_PDF, **more: object) -> Paper:
    upload = papers.Upload("order.pdf", papers.PDF, content)
    return papers.store(committee=committee, upload=upload, by=None, **more)


@pytest.mark.django_db
def test_a_file_lies_under_a_name_nobody_can_guess(world: World) -> None:
    first, second = kept(world.mae_sai), kept(world.mae_sai)
    assert first.key != second.key
    assert len(first.key) > 40
    with papers.storage().open(first.key) as file:
        assert file.read() == TINY_PDF
    assert first.size == len(TINY_PDF)


@pytest.mark.django_db
def test_a_closed_group_keeps_its_papers_to_itself(world: World) -> None:
    assert kept(world.mae_sai).above
    assert not kept(world.mae_sai, above=False).above
    assert not kept(world.mae_sai_suppression).above


@pytest.mark.django_db
def test_what_is_undone_leaves_no_file(world: World) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        row = kept(world.mae_sai)
        assert papers.storage().exists(row.key)
        raise RuntimeError
    assert not papers.storage().exists(row.key)


@pytest.mark.django_db
def test_what_is_kept_stays_even_where_something_fails_after_the_commit(
    world: World, django_capture_on_commit_callbacks
) -> None:
    with django_capture_on_commit_callbacks() as waiting:
        transaction.on_commit(lambda: 1 / 0)
        row = kept(world.mae_sai)
    assert isinstance(waiting[0], papers._Written)
    waiting[0]()
    del waiting
    connection.run_on_commit.clear()
    assert papers.storage().exists(row.key)
    papers.storage().delete(row.key)


@pytest.mark.django_db
def test_the_database_refuses_a_paper_of_a_committee_out_of_reach(world: World) -> None:
    for person, reaches in (("pranee", False), ("malee", True), ("nok", True), ("nuan", False)):
        with rls.acting_as(world.people[person].pk):
            if reaches:
                kept(world.chiang_khong)
            else:
                with pytest.raises(Exception, match="row-level security"), transaction.atomic():
                    kept(world.chiang_khong)


@pytest.mark.django_db
def test_faults_are_found_and_files_without_an_owner_removed(world: World, capsys) -> None:
    good, gone, other = (kept(world.mae_sai) for _number in range(3))
    papers.storage().delete(gone.key)
    papers.storage().delete(other.key)
    papers.storage().save(other.key, ContentFile(b"other"))
    stray = papers.storage().save("zz/stray", ContentFile(b"x"))
    found = {(fault.key, fault.what) for fault in papers.faults()}
    assert {(gone.key, "missing"), (other.key, "changed"), (stray, "ownerless")} <= found
    assert good.key not in {key for key, _what in found}
    with pytest.raises(SystemExit):
        call_command("check_papers", "--remove")
    assert "the file is missing" in capsys.readouterr().out
    assert not papers.storage().exists(stray)
    assert papers.storage().exists(good.key)


# --- Who gets it --------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_page_hands_out_what_was_handed_in(world: World) -> None:
    row = kept(world.mae_sai)
    answer = signed_in(world.pranee).get(row.get_absolute_url())
    assert answer.status_code == 200
    assert answer.content == TINY_PDF
    assert answer.headers["Content-Type"] == papers.PDF
    assert answer.headers["Content-Disposition"] == 'inline; filename="order.pdf"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.django_db
def test_the_page_saves_where_it_is_asked_to_or_must(world: World) -> None:
    pdf = kept(world.mae_sai)
    sheet = papers.store(
        committee=world.mae_sai,
        upload=papers.Upload("ใบลงนาม.xlsx", papers.XLSX, office("xl/workbook.xml")),
        by=world.pranee,
    )
    image = papers.store(
        committee=world.mae_sai,
        upload=papers.Upload("scan.jpg", papers.JPEG, picture()),
        by=world.pranee,
    )
    client = signed_in(world.pranee)

    def disposition(paper: Paper, query: str = "") -> str:
        answer = client.get(paper.get_absolute_url() + query)
        return answer.headers["Content-Disposition"].partition(";")[0]

    assert disposition(pdf, "?download") == "attachment"
    assert disposition(sheet) == "attachment"
    assert disposition(image) == "inline"
    answer = client.get(image.get_absolute_url())
    assert "sandbox" in answer.headers["Content-Security-Policy"]


@pytest.mark.django_db
def test_an_unchanged_file_is_not_sent_again(world: World) -> None:
    client, row = signed_in(world.pranee), kept(world.mae_sai)
    etag = client.get(row.get_absolute_url()).headers["ETag"]
    again = client.get(row.get_absolute_url(), headers={"if-none-match": etag})
    assert again.status_code == 304
    stranger = signed_in(world.malee).get(row.get_absolute_url(), headers={"if-none-match": etag})
    assert stranger.status_code == 404


@pytest.mark.django_db
def test_a_file_that_is_lost_is_not_there(world: World) -> None:
    row = kept(world.mae_sai)
    papers.storage().delete(row.key)
    assert signed_in(world.pranee).get(row.get_absolute_url()).status_code == 404
