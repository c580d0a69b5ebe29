"""Lists taken away: at once, or built beside the requests with the rights of the moment."""

import csv
import datetime as dt
import io
import tracemalloc
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone
from django.utils.translation import get_language
from openpyxl import load_workbook

from committees import access, building, downloads, export_acts, exports, papers, tasks
from committees.models import Export, ExportState, Notice
from members.models import Organisation, Seat
from tests.guards.test_urls import signed_in
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def short(settings: Any) -> None:
    """Lists of more than two rows are long."""
    settings.EXPORT_AT_ONCE = 2


def seats(world: World, form: str = "csv") -> str:
    return reverse("seats_export", args=[world.mae_sai.slug, form])


def asked(client: Client, address: str) -> Export:
    """What is being built after this press."""
    answer = client.get(address)
    assert answer.status_code == 302, answer.status_code
    return Export.objects.get(pk=answer["Location"].strip("/").split("/")[-1])


def built(client: Client, address: str) -> Export:
    export = asked(client, address)
    assert building.build(str(export.pk))
    export.refresh_from_db()
    return export


def file_of(client: Client, export: Export) -> Any:
    return client.get(reverse("export_file", args=[export.pk]))


def lines(answer: Any) -> list[list[str]]:
    content = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(content)))


# --- Short and long -------------------------------------------------------------------------------


def test_a_short_list_is_answered_at_once(world: World, settings: Any) -> None:
    settings.EXPORT_AT_ONCE = 2000
    answer = world.client("pranee").get(seats(world))
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/csv")
    assert not Export.objects.exists()


def test_a_long_list_is_built_and_told_and_saved(world: World) -> None:
    client = world.client("pranee", "en")
    export = asked(client, seats(world))
    assert (export.state, export.asker) == (ExportState.QUEUED, world.pranee)
    page = client.get(reverse("export", args=[export.pk]))
    assert b"hx-get" in page.content
    assert b"You can leave this page" in page.content
    part = client.get(reverse("export", args=[export.pk]), HTTP_HX_REQUEST="true")
    assert part.content.strip().startswith(b'<div id="export"')

    assert building.build(str(export.pk))
    export.refresh_from_db()
    assert export.state == ExportState.READY
    assert export.rows_done > 2
    told = Notice.objects.get(recipient=world.pranee, kind="export_ready")
    assert told.url == reverse("export", args=[export.pk])
    assert b"hx-get" not in client.get(told.url).content
    listed = client.get(reverse("exports")).content.decode()
    assert export.name in listed

    answer = file_of(client, export)
    assert answer["Content-Disposition"].startswith("attachment")
    assert "no-store" in answer["Cache-Control"]
    found = lines(answer)
    assert len(found) == export.rows_done + 1
    assert any("Somchai Kanthawong" in row for row in found)


def test_built_twice_it_does_nothing_the_second_time(world: World) -> None:
    export = built(world.client("pranee"), seats(world))
    assert not building.build(str(export.pk))
    assert Notice.objects.filter(kind="export_ready").count() == 1


def test_the_long_file_holds_what_the_short_one_holds(world: World, settings: Any) -> None:
    settings.EXPORT_AT_ONCE = 0
    client = world.client("nok")
    address = reverse("plans_export", args=["csv"])
    long = lines(file_of(client, built(client, address)))
    settings.EXPORT_AT_ONCE = 2000
    short_one = client.get(address).content.decode("utf-8-sig")
    assert long == list(csv.reader(io.StringIO(short_one)))


def test_pressed_twice_it_is_the_same_one(world: World) -> None:
    client = world.client("pranee")
    assert asked(client, seats(world)) == asked(client, seats(world))
    assert Export.objects.count() == 1


def test_the_database_keeps_one_of_a_kind_under_way(world: World) -> None:
    first = asked(world.client("pranee"), seats(world))
    with pytest.raises(IntegrityError), transaction.atomic():
        Export.objects.create(
            asker=world.pranee, builder="x", form="csv", language="th", asked=first.asked, name="x"
        )


def test_asking_about_it_builds_nothing(world: World) -> None:
    assert world.client("pranee").head(seats(world)).status_code == 200
    assert not Export.objects.exists()


def test_filters_that_are_too_long_are_refused_and_not_cut(world: World) -> None:
    answer = world.client("pranee", "en").get(seats(world), {"odd": "ก" * 300})
    assert answer.status_code == 409
    assert b"too long" in answer.content
    assert not Export.objects.exists()


def test_three_at_a_time_are_enough(world: World, settings: Any) -> None:
    settings.EXPORT_AT_ONCE = 0
    client = world.client("nok", "en")
    for form in ("csv", "xlsx"):
        asked(client, reverse("plans_export", args=[form]))
    asked(client, reverse("organisations_export", args=["csv"]))
    answer = client.get(reverse("organisations_export", args=["xlsx"]))
    assert answer.status_code == 409
    assert b"Three of your downloads" in answer.content
    assert Export.objects.count() == 3


# --- The rights of the moment ---------------------------------------------------------------------


def without_rights(world: World, person: str, committee: str) -> None:
    """The grants go as they do when a seat ends."""
    access.grant_for(
        user_id=world.people[person].pk, committee=world.committees[committee], seats=[]
    )


def test_whoever_lost_the_seat_gets_nothing_and_the_file_goes(world: World) -> None:
    client = signed_in(world.pranee)
    export = built(client, seats(world))
    key = export.key
    assert papers.storage().exists(key)
    without_rights(world, "pranee", "mae_sai")
    answer = file_of(client, export)
    assert answer.status_code == 403
    export.refresh_from_db()
    assert (export.state, export.why, export.key) == (ExportState.FAILED, "closed", "")
    assert file_of(client, export).status_code == 302, "and it does not come back"


def test_the_task_builds_nothing_for_who_lost_the_seat_meanwhile(world: World) -> None:
    export = asked(world.client("pranee"), seats(world))
    without_rights(world, "pranee", "mae_sai")
    assert not building.build(str(export.pk))
    export.refresh_from_db()
    assert (export.state, export.why, export.key) == (ExportState.FAILED, "closed", "")


def test_with_narrower_rights_it_is_built_anew_without_what_went(
    world: World, settings: Any
) -> None:
    """Two hats: a member of Chiang Khong and of a district of Nan takes away both plans."""
    client = signed_in(world.two_hats)
    settings.EXPORT_AT_ONCE = 0
    export = built(client, reverse("plans_export", args=["csv"]))
    before = {row[0] for row in lines(file_of(client, export))[1:]}
    assert any("เชียงของ" in name for name in before)
    assert any("เฉลิมพระเกียรติ" in name for name in before)
    without_rights(world, "two_hats", "chiang_khong")
    answer = file_of(client, export)
    assert answer.status_code == 302
    export.refresh_from_db()
    assert (export.state, export.why, export.key) == (ExportState.QUEUED, "changed", "")
    assert building.build(str(export.pk))
    export.refresh_from_db()
    after = {row[0] for row in lines(file_of(client, export))[1:]}
    assert after == {name for name in before if "เชียงของ" not in name}


def test_where_a_row_changed_it_is_built_anew(world: World) -> None:
    client = signed_in(world.pranee)
    export = built(client, seats(world))
    assert file_of(client, export).status_code == 200
    Seat.objects.filter(committee=world.mae_sai).first().save()
    assert file_of(client, export).status_code == 302
    export.refresh_from_db()
    assert export.state == ExportState.QUEUED


def test_nobody_else_gets_it_whoever_stands_above(world: World) -> None:
    export = built(signed_in(world.pranee), seats(world))
    for person in ("nok", "chief", "stranger", "national_observer"):
        client = signed_in(world.people[person])
        for name in ("export", "export_file"):
            assert client.get(reverse(name, args=[export.pk])).status_code == 404
        assert client.post(reverse("export_again", args=[export.pk])).status_code == 404
    assert Client().get(reverse("export_file", args=[export.pk])).status_code == 302


# --- When it goes wrong, and when it is over ------------------------------------------------------


def test_a_file_goes_after_a_day_and_its_row_after_a_week(
    world: World, django_capture_on_commit_callbacks: Any
) -> None:
    client = world.client("pranee")
    export = built(client, seats(world))
    key = export.key
    assert [fault.what for fault in papers.faults() if fault.key == key] == []
    Export.objects.update(expires_at=timezone.now() - dt.timedelta(minutes=1))
    assert file_of(client, export).status_code == 302, "over even before it is removed"
    with django_capture_on_commit_callbacks(execute=True):
        tasks.sweep_exports()
    export.refresh_from_db()
    assert (export.state, export.key) == (ExportState.EXPIRED, "")
    assert not papers.storage().exists(key)
    again = client.post(reverse("export_again", args=[export.pk]))
    assert again["Location"] == reverse("export", args=[export.pk])
    assert building.build(str(export.pk))
    long_ago = timezone.now() - dt.timedelta(days=8)
    Export.objects.update(state=ExportState.EXPIRED, key="", asked_at=long_ago)
    tasks.sweep_exports()
    assert not Export.objects.exists()


def test_what_a_dead_worker_left_is_taken_up_again_but_not_for_ever(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    queued: list[str] = []
    monkeypatch.setattr(export_acts, "queue", lambda export: queued.append(str(export.pk)))
    export = asked(world.client("pranee"), seats(world))
    queued.clear()
    assert export_acts.take_up(str(export.pk)) is not None
    assert export_acts.take_up(str(export.pk)) is None, "another task has it"
    tasks.sweep_exports()
    assert queued == [], "it has only just begun"
    long_ago = timezone.now() - dt.timedelta(hours=1)
    Export.objects.update(started_at=long_ago)
    tasks.sweep_exports()
    assert queued == [str(export.pk)]
    assert export_acts.take_up(str(export.pk)) is not None
    Export.objects.update(started_at=long_ago)
    assert export_acts.take_up(str(export.pk)) is None
    export.refresh_from_db()
    assert (export.state, export.why) == (ExportState.FAILED, "broken")


def test_what_breaks_is_said_and_leaves_no_file(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = world.client("pranee", "en")
    export = asked(client, seats(world))

    def broken(*_args: Any, **_more: Any) -> None:
        raise RuntimeError("words of a person")

    with monkeypatch.context() as patch:
        patch.setattr(downloads, "write", broken)
        assert not building.build(str(export.pk))
    page = client.get(reverse("export", args=[export.pk])).content.decode()
    assert "Something went wrong while it was built" in page
    assert "words of a person" not in page
    assert Notice.objects.filter(kind="export_failed").count() == 1
    client.post(reverse("export_again", args=[export.pk]))
    assert building.build(str(export.pk))


def test_a_file_that_is_lost_is_built_anew(world: World) -> None:
    client = signed_in(world.pranee)
    export = built(client, seats(world))
    papers.storage().delete(export.key)
    assert file_of(client, export).status_code == 302
    export.refresh_from_db()
    assert export.state == ExportState.QUEUED


def test_a_long_report_is_built_as_a_paper(
    world: World, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    """A report with many rows is a PDF that is set beside the requests, in its asker's language."""
    spoken: list[str] = []

    def report(request: Any, slug: str) -> downloads.Download:
        rows = Seat.objects.visible_to(request.scope).filter(committee__slug=slug)

        def paper() -> bytes:
            spoken.append(f"{get_language()} {request.LANGUAGE_CODE} {request.GET['digits']}")
            return b"%PDF-1.7 " + str(rows.count()).encode()

        return downloads.Download("รายงาน 1/2569", rows=rows, pdf=paper, inline=True)

    monkeypatch.setitem(downloads._BUILDERS, "a report", report)
    question = export_acts.Question(
        "a report", {"slug": world.mae_sai.slug}, "digits=arabic", "pdf", "en"
    )
    export = export_acts.ask_export(question=question, name="x", rows=3, by=world.pranee)
    assert building.build(str(export.pk))
    export.refresh_from_db()
    assert spoken == ["en en arabic"]
    answer = file_of(signed_in(world.pranee), export)
    assert answer["Content-Type"] == "application/pdf"
    found = report(downloads.request_of(world.fresh(world.pranee), "", "th"), world.mae_sai.slug)
    assert downloads.form_of(found) == "pdf"
    assert downloads.is_long(found, "pdf")
    settings.EXPORT_AT_ONCE = 2000
    assert not downloads.is_long(found, "pdf")
    assert not found.offers("csv")


# --- Much -----------------------------------------------------------------------------------------


def many(count: int) -> Iterator[list[Any]]:
    for number in range(count):
        yield [number, "องค์กรภาคประชาสังคม", "=HYPERLINK(1)", None, 12.5]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_much_takes_no_more_memory_than_little(form: str, tmp_path: Any) -> None:
    told: list[int] = []
    count = 50_000 if form == "csv" else 8_000
    sheet = exports.Sheet("x", list("abcde"), many(count), ["a note"])
    with (tmp_path / "file").open("w+b") as target:
        tracemalloc.start()
        downloads.write(target, downloads.Download("x", [sheet]), form, "th", told.append)
        _now, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert most < 12 * 1024 * 1024
        assert told == list(range(500, count + 1, 500))
        target.seek(0)
        if form == "csv":
            text = target.read().decode("utf-8-sig")
            assert text.count("\r\n") == count + 1
            assert "'=HYPERLINK" in text
        else:
            rows = load_workbook(target, read_only=True).active.iter_rows(values_only=True)
            assert sum(1 for _row in rows) == count + 3


def test_rows_are_read_in_portions(world: World, django_assert_num_queries: Any) -> None:
    Organisation.objects.bulk_create(
        Organisation(province_id=55, name_th=f"องค์กร {n}", kind="cso", sort_key=str(n))
        for n in range(1100)
    )
    found = Organisation.objects.filter(province=55).order_by("pk")
    sizes: list[int] = []

    def portion(rows: list[Organisation]) -> list[list[Any]]:
        sizes.append(len(rows))
        return [[row.pk] for row in rows]

    read = list(downloads.each(found, portion=portion))
    assert len(read) == found.count()
    assert max(sizes) == downloads.PORTION
    assert sum(sizes) == len(read)


def test_the_mark_of_rows_tells_a_change_and_a_loss(world: World) -> None:
    rows = Seat.objects.filter(committee=world.mae_sai).select_related("person").order_by("-pk")
    first = downloads.content_mark(downloads.Download("x", rows=rows))
    assert first == downloads.content_mark(downloads.Download("x", rows=rows.order_by("pk")))
    fewer = downloads.content_mark(downloads.Download("x", rows=rows.exclude(role="observer")))
    assert fewer != first
    assert downloads.content_mark(downloads.Download("x", rows=rows.none())) == "0"


# --- Every list -----------------------------------------------------------------------------------


def test_every_builder_of_a_long_list_is_found_by_the_name_it_is_kept_under() -> None:
    views = [
        pattern.callback
        for pattern in get_resolver().url_patterns
        if hasattr(getattr(pattern, "callback", None), "builder")
    ]
    names = {view.builder for view in views} | set(downloads._BUILDERS)
    assert len(names) > 8
    for name in names:
        assert callable(downloads.builder_of(name))
