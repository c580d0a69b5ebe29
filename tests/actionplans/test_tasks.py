"""Tasks: who does what in which state, who is reminded, and what a seat that ends leaves."""

import datetime as dt
import uuid

import pytest
from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from actionplans import dues
from actionplans.actions import endorsements, task_days
from actionplans.actions import tasks as actions
from actionplans.models import Task, TaskEndorsement, TaskReminder
from actionplans.policy import endorsements as endorsement_policy
from actionplans.policy import tasks as policy
from actionplans.tasks import tasks as beside
from actionplans.views.tasks import seats_for
from actionplans.workflow.tasks import ENDORSEMENT, TASK
from committees import access, audit, home, rls
from committees.calendar import today
from committees.errors import NotAllowed, Refused, WrongState
from committees.gather import asked_alone
from committees.models import AuditEvent, Notice
from config.settings.base import BASE_DIR
from members import handover
from members.actions import handovers
from members.actions import seats as seat_actions
from members.models import Handover, Seat
from tests.factories import SeatFactory, UserFactory
from tests.guards.tables.tasks import asked, given, line_of, person, seat_of
from tests.world import World

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)
# Mae Sai, by hand: who gives tasks under the office's line, who verifies, who has the task.
VERIFY = {"pranee", "anong", "somchai", "chief"}
KEEP = VERIFY  # and the line's responsible agency: `test_who_gives_a_task_and_to_whom`
OWNER = "superintendent"
INSIDE = KEEP | {OWNER, "observer", "invited"}
OUTSIDE = {"kanda", "wichai", "nok", "malee", "nuan", "national_observer"}

CALLS = {
    "change": lambda task, by: actions.change_task(
        task=task, values=values_of(task, what="ปรับรายชื่อหมู่บ้าน"), version=task.version, by=by
    ),
    "hand_on": lambda task, by: actions.hand_on(task=task, seat=colleague(task), by=by),
    "decline": lambda task, by: actions.decline_task(task=task, reason="ติดภารกิจอื่น", by=by),
    "finish": lambda task, by: actions.finish_task(task=task, result="ส่งรายชื่อแล้ว", by=by),
    "verify": lambda task, by: actions.verify_task(task=task, by=by),
    "drop": lambda task, by: actions.drop_task(task=task, reason="ซ้ำกับงานอื่น", by=by),
    "reopen": lambda task, by: actions.reopen_task(task=task, reason="ยังขาดสองหมู่บ้าน", by=by),
}
WAYS = {
    "open": [],
    "declined": [("decline", OWNER)],
    "done": [("finish", OWNER)],
    "verified": [("finish", OWNER), ("verify", "pranee")],
    "dropped": [("drop", "pranee")],
}


def values_of(task: Task, **changes):
    seat = (
        type(task.owner)
        .objects.select_related("person", "organisation", "committee")
        .get(pk=task.owner_id)
    )
    named = ("what", "description", "due")
    return {name: getattr(task, name) for name in named} | {"owner": seat} | changes


def colleague(task: Task):
    return (
        type(task.owner)
        .objects.select_related("person", "organisation", "committee")
        .get(person__email="colleague@example.org")
    )


@pytest.fixture
def second(world: World):
    """A second person of the police in Mae Sai."""
    return SeatFactory(
        committee=world.mae_sai,
        person=UserFactory(email="colleague@example.org"),
        organisation=world.organisations["police"],
    )


def in_state(world: World, state: str) -> Task:
    task = given(world)
    for action, who in WAYS[state]:
        CALLS[action](Task.objects.get(pk=task.pk), person(world, who))
    return task


def tried(world: World, action: str, task: Task, name: str) -> object:
    """What comes of it, as this person does it; what succeeds is undone again."""
    try:
        with transaction.atomic(), rls.acting_as(world.people[name].pk):
            user = person(world, name)
            seen = Task.objects.visible_to(access.scope_of(user))
            CALLS[action](seen.select_related("committee", "line").get(pk=task.pk), user)
            transaction.set_rollback(True)
    except Refused as refused:
        assert refused.reason
        return refused.status
    except Task.DoesNotExist:
        return 404
    return "done"


def expected(action: str, state: str, name: str) -> object:
    if name not in INSIDE:
        return 404
    allowed = {"hand_on": {OWNER}, "decline": {OWNER}, "verify": VERIFY}.get(action, KEEP)
    if action == "finish" or (action == "reopen" and state == "done"):
        allowed = allowed | {OWNER}
    if name not in allowed:
        return 403
    return "done" if state in TASK.transitions[action].sources else 409


@pytest.mark.parametrize("state", TASK.states)
def test_every_step_from_every_state_by_everybody(world, second, state):
    task = in_state(world, state)
    wrong = {}
    for action in TASK.transitions:
        for name in INSIDE | OUTSIDE:
            came = tried(world, action, task, name)
            if came != expected(action, state, name):
                wrong[action, name] = (came, expected(action, state, name))
    assert not wrong


def test_the_documentation_shows_the_tables():
    text = (BASE_DIR / "docs" / "architecture.md").read_text(encoding="utf-8")
    for table in (TASK, ENDORSEMENT):
        assert f"```mermaid\n{table.diagram()}\n```" in text


# --- Giving ---------------------------------------------------------------------------------------


def test_who_gives_a_task_and_to_whom(world):
    line = line_of(world, "mae_sai")
    for name in ("observer", "superintendent", "kanda"):
        with pytest.raises(NotAllowed):
            given(world, by=name)
    with pytest.raises(NotAllowed):
        given(world, to=("observer", "mae_sai"))  # reads and takes no part
    with pytest.raises(NotAllowed):
        given(world, to=("wichai", "mae_sai_suppression"), line=line)  # a closed group below
    with pytest.raises(NotAllowed):
        given(world, to=("two_hats", "chiang_khong"), line=line)
    # Who sits for the line's responsible agency gives tasks under it, and under no other's.
    police = world.mae_sai_lines[1]
    type(police).objects.filter(pk=police.pk).update(responsible=world.organisations["police"])
    mine = given(world, by="superintendent", line=world.fresh(police), to=("anong", "mae_sai"))
    assert mine.delegated_by == world.superintendent
    assert policy.keeps(person(world, "superintendent"), world.mae_sai, world.fresh(police))
    offered = set(
        seats_for(world.scope("pranee"), world.mae_sai).values_list("person_id", flat=True)
    )
    assert {world.kanda.pk, world.superintendent.pk} <= offered
    assert not {world.wichai.pk, world.observer.pk, world.malee.pk} & offered


def test_the_owner_is_told_and_the_same_form_twice_gives_one_task(world):
    key = uuid.uuid4()
    line, values = line_of(world, "mae_sai"), {"what": "ก", "description": "", "due": today()}
    values |= {"owner": seat_of(world, "superintendent", "mae_sai")}
    by = person(world, "pranee")
    first = actions.delegate_task(line=line, values=values, by=by, form_key=key)
    again = actions.delegate_task(line=line, values=values, by=by, form_key=key)
    other = actions.delegate_task(line=line, values=values | {"what": "ข"}, by=by, form_key=key)
    assert first.pk == again.pk != other.pk
    told = Notice.objects.filter(kind="task_given", recipient=world.superintendent)
    assert told.count() == 2
    assert AuditEvent.objects.filter(verb="task_given").count() == 2
    assert first.fiscal_year == line.plan.fiscal_year


def test_a_member_of_a_group_below_does_the_task_and_sees_no_other(world, second):
    other, task = given(world), given(world, to=("kanda", "mae_sai_prevention"))
    asked(world, task, "observer")
    kanda = person(world, "kanda")
    with rls.acting_as(kanda.pk):
        assert [row.pk for row in Task.objects.all()] == [task.pk]
        assert not TaskEndorsement.objects.exists()
        done = actions.finish_task(task=task, result="ลงพื้นที่ครบแล้ว", by=kanda)
    assert done.state == "done"
    event = AuditEvent.objects.get(verb="task_done")
    assert (event.actor_id, event.committee_id) == (kanda.pk, world.mae_sai.pk)
    # A request that nobody needs to answer any more has ended with it.
    assert not TaskEndorsement.objects.filter(task=task, state="pending").exists()
    page = world.client("kanda", "en").get(task.get_absolute_url())
    assert "said that the task" in page.content.decode()
    assert world.client("kanda").get(other.get_absolute_url()).status_code == 404


def test_nobody_verifies_the_own_work(world):
    task = given(world, to=("anong", "mae_sai"))
    actions.finish_task(task=task, result="เสร็จแล้ว", by=person(world, "pranee"))
    for name in ("pranee", "anong"):
        with pytest.raises(NotAllowed):
            actions.verify_task(task=task, by=person(world, name))
    with pytest.raises(IntegrityError, match="task_nobody_verifies_own"), transaction.atomic():
        Task.objects.filter(pk=task.pk).update(
            state="verified", verified_by=world.anong, verified_at=timezone.now()
        )
    actions.verify_task(task=task, by=person(world, "somchai"))


# --- Endorsement ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "email",
    ["superintendent@example.org", "Superintendent+boss@Example.org", "pranee@example.org",
     "pranee+2@example.org", "somchai@example.org"],
)  # fmt: skip
def test_nobody_endorses_the_own_task_nor_one_they_gave(world, email):
    task = given(world)
    with pytest.raises(NotAllowed):
        endorsements.ask_supervisor(
            task=task, name="หัวหน้า", email=email, by=person(world, "somchai")
        )


def test_nobody_endorses_by_a_second_address_of_their_own(world):
    task = given(world)
    for name in ("superintendent", "pranee", "two_hats"):
        user = world.people[name]
        EmailAddress.objects.create(user=user, email=f"{name}@home.example", verified=True)
    by = person(world, "pranee")
    for email in ("superintendent@home.example", "Superintendent+2@Home.example",
                  "pranee@home.example"):  # fmt: skip
        with pytest.raises(NotAllowed):
            endorsements.ask_supervisor(task=task, name="หัวหน้า", email=email, by=by)
    row = endorsements.ask_supervisor(task=task, name="หัวหน้า", email="two_hats@home.example", by=by)
    assert row.supervisor == world.two_hats


def test_the_database_holds_that_nobody_endorses_the_own(world):
    row = asked(world, given(world), "observer")
    for changes in (
        {"supervisor_email": row.owner_email},
        {"supervisor_email": row.delegator_email},
        {"supervisor": row.owner},
        {"supervisor": row.asked_by},
        {"answered_by": row.owner},
        {"state": "endorsed"},  # and the link still open
        {"supervisor_email": "Big@Example.org"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            TaskEndorsement.objects.filter(pk=row.pk).update(**changes)


def test_the_link_works_once_and_opening_it_endorses_nothing(world, client, mailoutbox):
    task = given(world)
    row = endorsements.ask_supervisor(
        task=task, name="สมศักดิ์ หัวหน้างาน", email="Boss@Police.example", by=person(world, "pranee")
    )
    assert beside.send_endorsement(str(row.pk))
    assert not beside.send_endorsement(str(row.pk)), "mailed once"
    mail = mailoutbox[-1]
    key = endorsements.key_of(row)
    assert (mail.to, key in mail.body) == (["boss@police.example"], True)
    assert task.what not in mail.body, "what it is about stands behind the link"
    row.refresh_from_db()
    assert key not in str(row.__dict__)
    for _look in range(2):
        page = client.get(f"/endorse/{key}/")
        assert page.status_code == 200
        assert "no-store" in page.headers["Cache-Control"]
        assert page.headers["Referrer-Policy"] == "same-origin"
    text = page.content.decode()
    assert task.what in text
    assert task.get_absolute_url() not in text
    row.refresh_from_db()
    assert row.state == "pending"
    # A dash is no reason; what was typed stays.
    assert client.post(f"/endorse/{key}/", {"answer": "decline", "reason": "-"}).status_code == 400
    assert client.post(f"/endorse/{key}/", {"answer": "x"}).status_code == 400
    assert client.post(f"/endorse/{key}/", {"answer": "endorse"}).status_code == 302
    task.refresh_from_db()
    assert (task.endorsement, task.endorsement_reason) == ("endorsed", "")
    assert (
        client.post(f"/endorse/{key}/", {"answer": "decline", "reason": "ไม่ได้"}).status_code == 404
    )
    assert client.get(f"/endorse/{key}/").status_code == 404
    told = Notice.objects.filter(kind="task_endorsed").values_list("recipient_id", flat=True)
    assert {world.pranee.pk, world.superintendent.pk} <= set(told)
    for odd in ("x", "%00", "a" * 300):
        assert client.get(f"/endorse/{odd}/").status_code == 404


def test_a_newer_link_ends_the_one_before_and_is_not_mailed_too_often(world, client):
    row = asked(world, given(world), "observer")
    old = endorsements.key_of(row)
    by = person(world, "pranee")
    with pytest.raises(WrongState):
        endorsements.send_anew(endorsement=row, by=by)
    ago = timezone.now() - dt.timedelta(hours=2)
    TaskEndorsement.objects.filter(pk=row.pk).update(sent_at=ago)
    row = endorsements.send_anew(endorsement=row, by=by)
    assert client.get(f"/endorse/{old}/").status_code == 404
    assert client.get(f"/endorse/{endorsements.key_of(row)}/").status_code == 200
    most = endorsement_policy.MOST_MAILS
    TaskEndorsement.objects.filter(pk=row.pk).update(sent_at=ago, sent=most)
    with pytest.raises(WrongState):
        endorsements.send_anew(endorsement=row, by=by)


def test_who_asks_too_many_supervisors_waits(world, monkeypatch):
    monkeypatch.setattr(endorsement_policy, "MOST_AN_HOUR", 1)
    asked(world, given(world), "observer")
    with pytest.raises(WrongState):
        asked(world, given(world, what="อีกงาน"), "observer")


def waits(world: World, name: str) -> set[str]:
    """The addresses of what waits for this person."""
    user = person(world, name)
    with rls.acting_as(user.pk):
        return {str(item.url) for item in home.waiting_for(user, access.scope_of(user))}


def test_a_supervisor_with_an_account_answers_from_the_first_page(world, mailoutbox):
    task = given(world)
    row = asked(world, task, "two_hats")  # sits in other committees alone
    page = world.client("two_hats", "en")
    assert row.get_absolute_url() in waits(world, "two_hats")
    assert page.get(task.get_absolute_url()).status_code == 404
    shown = page.get(row.get_absolute_url()).content.decode()
    assert task.what in shown
    assert page.get(row.get_absolute_url()).status_code == 200
    answer = {"answer": "decline", "reason": "เดือนนี้มีกำลังคนไม่พอ"}
    assert page.post(row.get_absolute_url(), answer).status_code == 302
    row.refresh_from_db()
    assert (row.state, row.answered_by) == ("refused", world.two_hats)
    assert row.get_absolute_url() not in waits(world, "two_hats")
    # It waits with the secretary and who gave it until somebody settles it.
    assert task.get_absolute_url() in waits(world, "pranee")
    assert task.get_absolute_url() in waits(world, "anong")
    assert task.get_absolute_url() not in waits(world, "chief")
    endorsements.waive(task=task, reason="นายอำเภอเห็นชอบแล้ว", by=person(world, "pranee"))
    assert task.get_absolute_url() not in waits(world, "pranee")


def test_a_supervisor_outside_a_closed_group_is_not_told_of_the_group(world, client, mailoutbox):
    group = world.committees["mae_sai_suppression"]
    line = line_of(world, "mae_sai_suppression")
    task = given(world, by="inspector", to=("wichai", "mae_sai_suppression"))
    row = asked(world, task, "two_hats", by="inspector")
    assert (row.facts["committee"]["th"], row.facts["line"]) == (group.parent.name_th, "")
    mail = beside.mail_to(row)
    pages = [
        world.client("two_hats", "th").get(row.get_absolute_url()),
        world.client("two_hats", "th").get("/"),
        client.get(f"/endorse/{endorsements.key_of(row)}/"),
    ]
    for text in (mail.subject, mail.body, *(page.content.decode() for page in pages)):
        assert group.name_th not in text
        assert line.what not in text
    shown = world.client("inspector", "en").get(f"{task.get_absolute_url()}supervisor/")
    assert group.parent.name_en in shown.content.decode()


def test_what_nobody_answers_is_noted_once_and_waits(world, client):
    task = given(world)
    row = asked(world, task, "observer")
    past = timezone.now() - dt.timedelta(minutes=1)
    TaskEndorsement.objects.update(expires_at=past)
    Task.objects.update(endorse_until=past)
    task.refresh_from_db()
    assert task.endorsement_shown == "expired", "before the task of the hour ran, too"
    assert task.get_absolute_url() in waits(world, "pranee")
    assert client.get(f"/endorse/{endorsements.key_of(row)}/").status_code == 404
    with pytest.raises(WrongState):
        endorsements.answer(endorsement=row, endorses=True)
    with rls.acting_as_system("tasks"):
        assert [endorsements.expire_endorsements() for _run in range(3)] == [1, 0, 0]
    task.refresh_from_db()
    assert task.endorsement == "expired"
    assert (
        Notice.objects.filter(kind="task_endorsement_expired", recipient=world.pranee).count() == 1
    )


def test_other_work_or_another_person_is_endorsed_anew(world, second):
    task = given(world)
    row = asked(world, task, "observer")
    endorsements.answer(endorsement=row, endorses=True, by=person(world, "observer"))
    task.refresh_from_db()
    by = person(world, "pranee")
    same = values_of(task, description="เฉพาะหมู่บ้านชายแดน")
    task = actions.change_task(task=task, values=same, version=task.version, by=by)
    assert task.endorsement == "endorsed", "only the description changed"
    later = values_of(task, due=task.due + DAY)
    task = actions.change_task(task=task, values=later, version=task.version, by=by)
    assert task.endorsement == "pending"
    owner = person(world, "superintendent")
    with rls.acting_as(owner.pk):
        task = actions.hand_on(task=task, seat=second, by=owner)
    rows = list(TaskEndorsement.objects.filter(task=task).order_by("pk"))
    assert [row.state for row in rows] == ["endorsed", "none", "pending"]
    assert rows[-1].owner == second.person
    # The supervisor cannot be the next owner: then nobody is asked.
    moved = values_of(task, owner=seat_of(world, "superintendent", "mae_sai"))
    TaskEndorsement.objects.filter(pk=rows[-1].pk).update(
        supervisor_email=world.superintendent.email, supervisor=world.superintendent
    )
    task = actions.change_task(task=task, values=moved, version=task.version, by=by)
    assert task.endorsement == "none"


def test_changing_a_task_does_not_mail_a_supervisor_without_end(world, monkeypatch):
    monkeypatch.setattr(endorsement_policy, "MOST_AN_HOUR", 2)
    task = given(world)
    asked(world, task, "observer")
    states = []
    for days in (1, 2):
        task.refresh_from_db()
        values = values_of(task, due=task.due + days * DAY)
        by = person(world, "pranee")
        states.append(
            actions.change_task(task=task, values=values, version=task.version, by=by).endorsement
        )
    assert states == ["pending", "none"]
    assert TaskEndorsement.objects.filter(task=task).count() == 2


# --- Reminders ------------------------------------------------------------------------------------


def chased(world: World, day: dt.date, monkeypatch) -> list[tuple[str, str]]:
    """Who was told what when the task of the morning ran on a day, twice."""
    before = set(Notice.objects.values_list("pk", flat=True))
    monkeypatch.setattr(task_days, "today", lambda: day)
    with rls.acting_as_system("tasks"):
        task_days.chase_overdue()
        assert task_days.chase_overdue() == 0
    rows = Notice.objects.exclude(pk__in=before).select_related("recipient")
    return sorted((row.recipient.email.partition("@")[0], row.kind) for row in rows)


def test_everybody_is_reminded_as_often_as_they_chose_in_one_mail(world, monkeypatch):
    start = today() + 20 * DAY
    for number in range(2):
        given(world, what=f"งาน {number}", due=start)
    kanda = given(world, to=("kanda", "mae_sai_prevention"), due=start)
    User.objects.filter(pk=world.superintendent.pk).update(task_chase="daily")
    User.objects.filter(pk=world.kanda.pk).update(task_chase="weekly")
    User.objects.filter(pk=world.pranee.pk).update(task_chase="weekly")
    seen = {after: chased(world, start + after * DAY, monkeypatch) for after in (0, 1, 2, 3, 7, 8)}
    both = [("kanda", "tasks_overdue"), ("superintendent", "tasks_overdue")]
    assert seen[0] == []
    assert seen[1] == both
    assert seen[2] == seen[3] == [("superintendent", "tasks_overdue")]
    copy = ("pranee", "tasks_overdue_of_others")
    assert seen[7] == [copy, ("superintendent", "tasks_overdue")], "a late run is made good, once"
    assert seen[8] == both
    last = Notice.objects.filter(recipient=world.superintendent).latest("created_at")
    assert last.values["count"] == "2"
    # What is done is spoken of no more.
    for task in Task.objects.exclude(pk=kanda.pk):
        actions.finish_task(task=task, result="เสร็จแล้ว", by=person(world, "superintendent"))
    assert chased(world, start + 9 * DAY, monkeypatch) == []
    assert TaskReminder.objects.filter(task=kanda).count() == 3


def test_who_lost_the_seat_is_not_reminded(world, monkeypatch):
    given(world, to=("kanda", "mae_sai_prevention"), due=today())
    world.committees["mae_sai_prevention"].grants.all().delete()
    assert chased(world, today() + DAY, monkeypatch) == []


# --- Seats that end -------------------------------------------------------------------------------


def test_a_task_waits_when_the_seat_ends_and_goes_to_whoever_has_the_post_next(world):
    task = given(world)
    seat = seat_of(world, "superintendent", "mae_sai")
    assert any("1 open task" in line for line in handover.open_work(seat))
    seat_actions.end_seat(seat=seat, ends=None, reason="ย้าย", by=person(world, "chief"))
    with rls.acting_as_system("tasks"):
        assert [task_days.follow_seats() for _run in range(2)] == [1, 0]
    task.refresh_from_db()
    assert task.unheld_since == today()
    assert task.get_absolute_url() in waits(world, "pranee")
    assert Notice.objects.filter(kind="task_unheld", recipient=world.pranee).count() == 1
    work = handover.work_of(person(world, "pranee"), [seat.place])[seat.place_id]
    assert [item.url for item in work] == [task.get_absolute_url()]
    following = seat_actions.give_seat(
        committee=world.mae_sai,
        person=world.newcomer,
        values={
            "organisation": world.organisations["police"],
            "role": "vice_chair",
            "post_th": seat.post_th,
            "post_en": seat.post_en,
            "starts": today(),
        },
        by=person(world, "chief"),
    )
    assert following.place_id == seat.place_id
    with rls.acting_as_system("tasks"):
        assert [task_days.follow_seats() for _run in range(2)] == [1, 0]
    task.refresh_from_db()
    assert (task.person, task.unheld_since) == (world.newcomer, None)
    assert Notice.objects.filter(kind="task_passed", recipient=world.newcomer).count() == 1
    assert task.get_absolute_url() in waits(world, "newcomer")


def test_a_task_stays_with_who_has_another_seat_for_the_same_organisation(world):
    task = given(world)
    other = SeatFactory(
        committee=world.mae_sai,
        person=world.superintendent,
        organisation=world.organisations["police"],
    )
    Seat.objects.filter(pk=task.owner_id).update(ended_at=timezone.now())
    with rls.acting_as_system("tasks"):
        assert [task_days.follow_seats() for _run in range(2)] == [1, 0]
    task.refresh_from_db()
    assert (task.owner, task.person, task.unheld_since) == (other, world.superintendent, None)
    assert not Notice.objects.filter(kind__in=["task_unheld", "task_passed"]).exists()


def test_taking_over_the_post_takes_over_its_tasks_in_the_same_act(world):
    task = given(world)
    request = asked(world, task, "observer")
    done = given(world, what="งานที่เสร็จแล้ว")
    actions.finish_task(task=done, result="เสร็จ", by=person(world, "superintendent"))
    seat = seat_of(world, "superintendent", "mae_sai")
    seat_actions.end_seat(seat=seat, ends=today(), reason="ย้าย", by=person(world, "chief"))
    seat_actions.give_seat(
        committee=world.mae_sai,
        person=world.newcomer,
        values={
            "organisation": world.organisations["police"],
            "role": "vice_chair",
            "post_th": "",
            "post_en": "",
            "starts": today(),
        },
        by=person(world, "chief"),
    )
    row = Handover.objects.get(from_seat=seat)
    newcomer = person(world, "newcomer")
    with rls.acting_as(newcomer.pk):
        handovers.take_over(handover=row, snapshot=[], by=newcomer)
    task.refresh_from_db()
    done.refresh_from_db()
    assert (task.person, done.person) == (world.newcomer, world.superintendent)
    # The supervisor was asked about the one before, so is asked anew about the next.
    anew = TaskEndorsement.objects.get(task=task, state="pending")
    request.refresh_from_db()
    assert (request.state, anew.owner, anew.supervisor) == ("none", world.newcomer, world.observer)


# --- What comes, and what is typed ----------------------------------------------------------------


def test_the_calendar_and_the_first_page_know_the_days(world):
    task = given(world)
    far = given(world, what="งานไกล", due=today() + 40 * DAY)
    user = person(world, "pranee")
    coming = {str(item.url) for item in home.coming_for(user, access.scope_of(user))}
    assert task.get_absolute_url() in coming
    assert far.get_absolute_url() not in coming
    assert task.get_absolute_url() in waits(world, "superintendent")
    for name, count in (("pranee", 1), ("nok", 0)):
        scope = world.scope(name)
        span = dues.Asked(scope, [world.mae_sai], task.fiscal_year, dues.Rules({}, {}))
        found = [row for row in asked_alone(dues_of(span)) if row.url == task.get_absolute_url()]
        assert len(found) == count


def dues_of(span):
    from actionplans.parts.tasks import tasks_due

    return tasks_due(span)


def test_a_number_of_a_person_is_not_kept_in_a_task(world):
    line = line_of(world, "mae_sai")
    sent = {
        "what": "ติดตามราย 1101700230708",
        "due": (today() + DAY).isoformat(),
        "owner": seat_of(world, "superintendent", "mae_sai").pk,
    }
    page = world.client("pranee").post(
        f"/committees/mae-sai/plans/year/{line.plan.fiscal_year}/lines/{line.pk}/tasks/new/", sent
    )
    assert page.status_code == 400
    assert "1101700230708" in page.content.decode(), "what was typed stays"
    assert not Task.objects.exists()


def test_the_chain_of_the_history_holds(world):
    row = asked(world, given(world), "observer")
    endorsements.answer(endorsement=row, endorses=True, by=person(world, "observer"))
    assert not audit.broken_chains()
