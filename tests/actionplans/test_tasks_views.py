"""Pages of tasks: lists with their filters, what two people typed at once, and queries."""

import datetime as dt
import io

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from actionplans.actions import tasks as actions
from actionplans.models import Task
from committees.calendar import today
from tests.actionplans.test_tasks import values_of
from tests.guards.tables.tasks import asked, given, line_of, person, seat_of
from tests.world import World

pytestmark = pytest.mark.django_db

# The actor is put back only where a request stands inside a test's transaction.
FRAMING = ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT", "SELECT coalesce(current_setting")


def queries(client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as context:
        assert client.get(address).status_code == 200
    return sum(not query["sql"].startswith(FRAMING) for query in context.captured_queries)


def test_pages_take_as_many_queries_with_three_tasks_as_with_one(world: World):
    task = given(world)
    asked(world, task, "observer")
    year = reverse("tasks", args=["mae-sai", task.fiscal_year])
    pages = ["/tasks/?whose=committee", year, year.removesuffix("tasks/"), task.get_absolute_url()]
    client = world.client("pranee")
    once = {page: queries(client, page) for page in pages}
    for number in range(2):
        asked(world, given(world, what=f"งาน {number}"), "observer")
    assert {page: queries(client, page) for page in pages} == once
    assert max(once.values()) <= 12


def test_the_lists_hold_what_their_filters_say(world: World):
    mine = given(world, to=("pranee", "mae_sai"), by="somchai", what="ทำหนังสือเชิญ")
    late = given(world, what="ส่งตารางเวร", due=today())
    Task.objects.filter(pk=late.pk).update(due=today() - dt.timedelta(days=3))
    done = given(world, what="ลงพื้นที่", to=("kanda", "mae_sai_prevention"))
    actions.finish_task(task=done, result="เสร็จ", by=person(world, "kanda"))
    asked(world, late, "observer")
    client = world.client("pranee")
    names = {mine.what: "mine", late.what: "late", done.what: "done"}

    def listed(address: str) -> set[str]:
        text = client.get(address).content.decode()
        return {name for what, name in names.items() if f">{what}</a>" in text}

    assert listed("/tasks/") == {"mine"}
    assert listed("/tasks/?whose=given") == {"late"}
    assert listed("/tasks/?whose=organisation&state=all") == {"mine"}
    assert listed("/tasks/?whose=committee&state=all") == {"mine", "late", "done"}
    year = reverse("tasks", args=["mae-sai", mine.fiscal_year])
    assert listed(year) == {"mine", "late"}
    for query, found in {
        "state=overdue": {"late"},
        "state=to_verify": {"done"},
        "state=all&q=เวร": {"late"},
        "endorsement=pending": {"late"},
        f"state=all&person={world.kanda.pk}": {"done"},
        f"state=all&organisation={world.organisations['police'].pk}": {"late"},
        f"state=all&line={mine.line_id}": {"mine", "late", "done"},
        "state=all&sort=owner": {"mine", "late", "done"},
        "state=x&person=x&organisation=99999999999999999999&q=%00&sort=x": {"mine", "late"},
    }.items():
        assert listed(f"{year}?{query}") == found, query
    csv = client.get(f"{year.removesuffix('/')}.csv?state=overdue").content.decode()
    assert (late.what in csv, mine.what in csv) == (True, False)
    book = client.get(f"{year.removesuffix('/')}.xlsx?state=all").content
    cells = [
        str(cell) for row in openpyxl.load_workbook(io.BytesIO(book)).active.values for cell in row
    ]
    assert {mine.what, late.what, done.what} <= set(cells)
    assert client.get("/tasks/list.pdf").status_code == 404


def test_what_two_people_typed_at_once_stands_side_by_side(world: World):
    task = given(world)
    before = task.version
    other = values_of(task, what="แก้โดยอนงค์")
    actions.change_task(task=task, values=other, version=before, by=person(world, "anong"))
    sent = {
        "what": "แก้โดยปราณี",
        "due": task.due.isoformat(),
        "owner": seat_of(world, "anong", "mae_sai").pk,
        "version": before,
    }
    client = world.client("pranee", "en")
    page = client.post(f"{task.get_absolute_url()}edit/", sent)
    text = page.content.decode()
    assert page.status_code == 409
    assert "แก้โดยอนงค์" in text
    assert "แก้โดยปราณี" in text
    newest = Task.objects.get(pk=task.pk)
    again = client.post(f"{task.get_absolute_url()}edit/", sent | {"version": newest.version})
    assert again.status_code == 302
    assert Task.objects.get(pk=task.pk).person == world.anong


def test_the_forms_keep_what_was_typed_and_say_what_is_wrong(world: World):
    line = line_of(world, "mae_sai")
    year = line.plan.fiscal_year
    address = reverse("task_new", args=["mae-sai", year, line.pk])
    client = world.client("pranee", "en")
    seat = seat_of(world, "superintendent", "mae_sai").pk
    yesterday = (today() - dt.timedelta(days=1)).isoformat()
    for changes in (
        {"due": yesterday},
        {"due": "32/13/2569"},
        {"owner": seat_of(world, "wichai", "mae_sai_suppression").pk},
        {"owner": "x"},
        {"what": ""},
        {"what": "ก" * 400},
    ):
        sent = {"what": "ทำตาราง", "due": today().isoformat(), "owner": seat} | changes
        page = client.post(address, sent)
        assert page.status_code == 400, changes
        assert str(sent["due"]) in page.content.decode()
    task = given(world)
    supervisor = reverse("task_supervisor", args=["mae-sai", task.pk])
    for sent in (
        {"who": "other", "name": "หัวหน้า", "email": "not-an-address"},
        {"who": "other", "name": "", "email": "a@b.example"},
        {"who": "other", "name": "ผู้กำกับ", "email": "superintendent@example.org"},
        {"who": "seat-1"},
    ):
        page = client.post(supervisor, sent)
        assert page.status_code == 400, sent
        assert sent.get("name", "") in page.content.decode()
    finish = client.post(reverse("task_finish", args=["mae-sai", task.pk]), {"result": ""})
    assert finish.status_code == 400
    assert Task.objects.count() == 1
    shown = client.get(reverse("plan", args=["mae-sai", year])).content.decode()
    assert reverse("task_new", args=["mae-sai", year, line.pk]) in shown
    assert "1 task" in shown
