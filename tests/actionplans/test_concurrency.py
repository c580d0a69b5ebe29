"""People who press at the same moment: real connections, real commits, one of them wins."""

import os
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psycopg2
import pytest
from django.conf import settings
from django.core import mail
from django.db import connection, connections
from django.test import Client

from accounts.models import User
from actionplans.actions import endorsements, tasks
from actionplans.actions import plans as actions
from actionplans.models import Plan, PlanLine, QuarterPlan, Round, RoundLine
from committees import audit
from committees.calendar import today
from committees.models import AuditEvent, Committee, Notice
from members.models import Seat
from tests.actionplans.pages import form_of, quarter_url, year_url
from tests.actionplans.walk import do, outcome
from tests.factories import (
    CommitteeFactory,
    LineFactory,
    OrganisationFactory,
    PlanFactory,
    SeatFactory,
)
from tests.stack import with_path
from tests.world import Cast, World, build_world

# One database for all of them, on one worker.
pytestmark = pytest.mark.xdist_group("concurrency")


@pytest.fixture(scope="module")
def db(django_db_setup: None) -> None:
    """The test database is made, but no transaction stands around these tests."""


@pytest.fixture(scope="module")
def committed(db: None, _cast: Cast, django_db_blocker: Any) -> Iterator[World]:
    """The cast in a database of these tests' own, committed, so that other connections see it.

    A copy of the test database; the audit trail could not be emptied after a test.
    """
    given = connection.settings_dict
    original, own = given["NAME"], f"{given['NAME']}_own"
    assert original.startswith("test_")
    with django_db_blocker.unblock():
        _cast.lift()
        connections.close_all()
        with admin() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{own}" WITH (FORCE)')
            cursor.execute(f'CREATE DATABASE "{own}" TEMPLATE "{original}"')
        given["NAME"] = own
        try:
            yield build_world()
        finally:
            connections.close_all()
            given["NAME"] = original
            with admin() as cursor:
                cursor.execute(f'DROP DATABASE IF EXISTS "{own}" WITH (FORCE)')


@dataclass
class Scene:
    """A committee of one test, with a draft that has one line."""

    world: World
    committee: Committee
    people: dict[str, User]
    plan: QuarterPlan
    line: PlanLine

    def __getattr__(self, name: str) -> User:
        return self.people[name]

    def client(self, name: str, language: str = "th") -> Client:
        return self.world.client(self.people[name], language)

    def now(self) -> QuarterPlan:
        """The plan as it stands."""
        return QuarterPlan.objects.select_related("committee", "plan__committee").get(
            pk=self.plan.pk
        )


@pytest.fixture
def scene(committed: World) -> Scene:
    """A working group of its own under Mae Sai, so that the tests do not meet each other."""
    committee = CommitteeFactory(parent=committed.mae_sai)
    roles = {"writer": "secretary", "helper": "deputy_secretary", "decider": "deputy_chief"}
    people = {
        name: SeatFactory(committee=committee, role=role).person for name, role in roles.items()
    }
    # From above: the chair and the deputy chief of the district, and PSDHS.
    people |= {name: committed.people[name] for name in ("chief", "somchai", "nok", "noi")}
    plan = PlanFactory(committee=committee, by=people["writer"])
    line = LineFactory(plan=plan, by=people["writer"])
    quarter = QuarterPlan.objects.select_related("committee", "plan__committee").get(
        plan=plan, quarter=committed.period.number
    )
    mail.outbox.clear()
    return Scene(committed, committee, people, quarter, line)


@contextmanager
def admin(database: str | None = None) -> Iterator["psycopg2.extensions.cursor"]:
    """A cursor of the owner on a connection of its own."""
    address = os.environ["DATABASE_OWNER_URL"]
    link = psycopg2.connect(
        with_path(address, database) if database else address, options="-c app.maintenance=on"
    )
    link.autocommit = database is None
    try:
        with link.cursor() as cursor:
            yield cursor
        link.commit()
    finally:
        link.close()


def at_once(lock: str, *calls: Callable[[], object]) -> list[object]:
    """Let several people act at one moment, each on a connection of their own.

    `lock` is a query that takes the row they all need; it is let go once every one of them waits,
    so that they truly meet.
    """
    database = connection.settings_dict["NAME"]

    def alone(call: Callable[[], object]) -> object:
        try:
            return call()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(calls)) as pool:
        with admin(database) as cursor:
            cursor.execute(lock)
            assert cursor.fetchall(), "nothing is locked"
            running = [pool.submit(alone, call) for call in calls]
            until_waiting(database, len(calls))
        return [each.result(30) for each in running]


def until_waiting(database: str, number: int) -> None:
    """Come back when so many sessions of the database wait for a lock."""
    deadline = time.monotonic() + 20
    with admin() as cursor:
        while time.monotonic() < deadline:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity"
                " WHERE datname = %s AND wait_event_type = 'Lock'",
                [database],
            )
            if cursor.fetchone()[0] >= number:
                return
            time.sleep(0.02)
    raise AssertionError("they did not meet")


def lock_plan(plan: QuarterPlan) -> str:
    return f"SELECT id FROM actionplans_quarterplan WHERE id = {plan.pk} FOR UPDATE"


def submitted(scene: Scene) -> QuarterPlan:
    """The plan, submitted; its deputy chief may decide, and so may the district's above."""
    do("submit", scene.plan, scene.writer)
    return scene.now()


def test_of_two_who_approve_at_once_one_wins_and_the_other_is_told(scene):
    plan = submitted(scene)
    came = at_once(
        lock_plan(plan),
        lambda: outcome("approve", plan, scene.decider),
        lambda: outcome("approve", plan, scene.somchai),
    )
    assert sorted(came, key=str) == [409, "done"]
    winner = scene.decider if came[0] == "done" else scene.somchai
    assert Round.objects.get(quarter_plan=plan).decided_by == winner
    assert AuditEvent.objects.filter(verb="plan_approved", subject_id=str(plan.pk)).count() == 1
    told = Notice.objects.filter(url=plan.get_absolute_url(), kind="plan_to_receive")
    assert told.count() == 2  # nok and noi, once each
    assert not audit.broken_chains()


def test_of_two_browsers_that_approve_at_once_one_gets_409(scene):
    plan = submitted(scene)
    address = quarter_url(plan, "quarter_approve")
    clients = [scene.client("decider"), scene.client("somchai")]
    came = at_once(
        lock_plan(plan),
        *(
            lambda client=client: client.post(address, {"round": 1, "note": ""}).status_code
            for client in clients
        ),
    )
    assert sorted(came) == [302, 409]
    assert [message.to for message in mail.outbox].count([scene.writer.email]) == 1


def test_approving_and_returning_at_once_leaves_one_decision(scene):
    plan = submitted(scene)
    came = at_once(
        lock_plan(plan),
        lambda: outcome("approve", plan, scene.decider),
        lambda: outcome("return", plan, scene.somchai),
    )
    assert sorted(came, key=str) == [409, "done"]
    row = Round.objects.get(quarter_plan=plan)
    assert row.decision == scene.now().state == ("approved" if came[0] == "done" else "returned")


def test_taking_back_and_approving_at_once_leaves_one_of_them(scene):
    plan = submitted(scene)
    came = at_once(
        lock_plan(plan),
        lambda: outcome("withdraw", plan, scene.writer),
        lambda: outcome("approve", plan, scene.decider),
    )
    assert sorted(came, key=str) == [409, "done"]
    assert scene.now().state == ("draft" if came[0] == "done" else "approved")


def test_of_two_who_receive_at_once_one_wins(scene):
    plan = submitted(scene)
    do("approve", plan, scene.decider)
    came = at_once(
        lock_plan(plan),
        lambda: outcome("receive", plan, scene.nok),
        lambda: outcome("return_by_province", plan, scene.noi),
    )
    assert sorted(came, key=str) == [409, "done"]


def test_of_two_who_submit_at_once_one_makes_a_round(scene):
    came = at_once(
        lock_plan(scene.plan),
        lambda: outcome("submit", scene.plan, scene.writer),
        lambda: outcome("submit", scene.plan, scene.helper),
    )
    assert sorted(came, key=str) == [409, "done"]
    assert Round.objects.filter(quarter_plan=scene.plan).count() == 1


def test_a_line_saved_while_the_plan_goes_up_is_in_it_or_is_refused(scene):
    """Never saved and yet missing from what was submitted."""
    plan, line = scene.plan, scene.line
    data = form_of(line, what="Written at the last moment")
    address = year_url(plan.plan, "line_edit", line.pk)
    client = scene.client("helper")
    saved, went_up = at_once(
        lock_plan(plan),
        lambda: client.post(address, data).status_code,
        lambda: outcome("submit", plan, scene.writer),
    )
    assert went_up == "done"
    assert saved in (302, 400)
    line.refresh_from_db()
    assert RoundLine.objects.get(round__quarter_plan=plan).what == line.what
    assert (line.what == "Written at the last moment") is (saved == 302)


def test_a_form_pressed_twice_at_once_adds_one_line(scene):
    key = "0b6ff2c5-6a0a-4f8c-9d4b-0d7e4a7d2c11"
    data = form_of(scene.line, what="Twice at once", form_key=key)
    address = year_url(scene.plan.plan, "line_new")
    clients = [scene.client("writer") for _ in range(2)]
    came = at_once(
        lock_plan(scene.plan),
        *(lambda client=client: client.post(address, data).status_code for client in clients),
    )
    assert came == [302, 302]
    assert PlanLine.objects.filter(what="Twice at once").count() == 1


def test_of_two_who_save_one_line_at_once_the_second_sees_the_first(scene):
    line = scene.line
    address = year_url(scene.plan.plan, "line_edit", line.pk)
    clients = {"Mine": scene.client("writer"), "Theirs": scene.client("helper")}
    came = at_once(
        lock_plan(scene.plan),
        *(
            lambda words=words, client=client: (
                client.post(address, form_of(line, what=words)).status_code
            )
            for words, client in clients.items()
        ),
    )
    assert sorted(came) == [302, 409]
    assert PlanLine.objects.get(pk=line.pk).what == list(clients)[came.index(302)]


def test_a_year_started_twice_at_once_has_one_plan(scene):
    committee = scene.committee
    address = f"/committees/{committee.slug}/plans/new/"
    clients = [scene.client("writer"), scene.client("helper")]
    came = at_once(
        f"SELECT id FROM committees_committee WHERE id = {committee.pk} FOR UPDATE",
        *(
            lambda client=client: client.post(address, {"fiscal_year": "2590"}).status_code
            for client in clients
        ),
    )
    assert came.count(302) == 1
    assert max(came) < 500
    assert Plan.objects.filter(committee=committee, fiscal_year=2590).count() == 1


def test_two_who_fill_one_post_at_once_leave_one_holder(scene):
    """Both pass the check of the form; the database decides, and the second gets a sentence."""
    committee = scene.committee
    organisation = OrganisationFactory().pk
    clients = {"first": scene.client("decider", "en"), "second": scene.client("nok", "en")}
    answers = {}

    def appoint(name: str) -> int:
        data = {
            "email": f"{name}-chair@example.org",
            "name_th": "ประธาน",
            "organisation": organisation,
            "role": "chair",
            "starts": "2026-01-05",
        }
        answers[name] = clients[name].post(f"/committees/{committee.slug}/seats/new/", data)
        return answers[name].status_code

    came = at_once(
        # The first waits here with its seat written, the second waits for the first's seat.
        f"SELECT * FROM committees_audithead WHERE committee_id = {committee.pk} FOR UPDATE",
        lambda: appoint("first"),
        lambda: appoint("second"),
    )
    assert Seat.objects.filter(committee=committee, role="chair").count() == 1
    assert came.count(302) == 1
    assert max(came) < 500
    (name,) = [name for name, answer in answers.items() if answer.status_code != 302]
    assert answers[name].context["form"].non_field_errors()
    assert f"{name}-chair@example.org" in answers[name].content.decode()  # what was typed


def test_of_two_answers_by_one_link_at_once_one_counts(scene):
    """A supervisor presses twice, or two people have the mail: one answer, and one notice of it."""
    seat = Seat.objects.select_related("person", "organisation", "committee").get(
        person=scene.helper
    )
    values = {"what": "งานหนึ่ง", "description": "", "due": today(), "owner": seat}
    task = tasks.delegate_task(line=scene.line, values=values, by=scene.writer)
    row = endorsements.ask_supervisor(
        task=task, name="หัวหน้า", email="boss@office.example", by=scene.writer
    )
    address = f"/endorse/{endorsements.key_of(row)}/"
    answers = ({"answer": "endorse"}, {"answer": "decline", "reason": "ห้องตรวจเต็มถึงสิ้นเดือน"})
    came = at_once(
        f"SELECT id FROM actionplans_task WHERE id = {task.pk} FOR UPDATE",
        *(lambda data=data: Client().post(address, data).status_code for data in answers),
    )
    assert sorted(came) == [302, 404]
    verbs = ["task_endorsed", "task_endorsement_refused"]
    events = AuditEvent.objects.filter(verb__in=verbs, subject_id=str(task.pk))
    won = "endorsed" if came[0] == 302 else "refused"
    task.refresh_from_db()
    row.refresh_from_db()
    assert (events.count(), row.state, task.endorsement) == (1, won, won)
    assert row.token_hash is None


def test_connections_do_not_carry_a_person_over_to_the_next(scene):
    """One connection after the other in one thread: each request sees its own rows alone."""
    seen = []
    for name in ("writer", "stranger", "noi", "writer"):
        person = scene.people.get(name) or scene.world.people[name]
        answer = scene.world.client(person).get(f"/plans/?committee={scene.committee.slug}")
        seen.append(len(answer.context["rows"]) if answer.status_code == 200 else None)
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('app.user_id', true), current_user")
            actor, role = cursor.fetchone()
        assert actor in (None, "")
        assert role != settings.DATABASE_WEB_ROLE
    assert seen == [4, None, 0, 4]


def test_a_request_that_fails_leaves_nothing_behind(scene, monkeypatch):
    """Everything of a request is one transaction: a failure at its end undoes its beginning."""

    def broken(*_args, **_kwargs):
        raise RuntimeError("broken")

    monkeypatch.setattr(actions.notices, "tell", broken)
    client = scene.client("writer")
    client.raise_request_exception = False
    answer = client.post(quarter_url(scene.plan, "quarter_submit"), {"note": ""})
    assert answer.status_code == 500
    assert scene.now().state == "draft"
    assert not Round.objects.filter(quarter_plan=scene.plan).exists()
    events = AuditEvent.objects.filter(verb="plan_submitted", subject_id=str(scene.plan.pk))
    assert not events.exists()
