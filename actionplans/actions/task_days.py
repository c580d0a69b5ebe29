"""What the days bring to tasks: reminders, and the owner's seat that ends. All may run twice."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.urls import reverse

from accounts.models import ChaseMode, User
from actionplans.actions import endorsements
from actionplans.actions.task_rows import give_to, keepers, locked_task, recorded, save
from actionplans.models import Task, TaskReminder
from actionplans.notices import tasks as notices
from actionplans.workflow.tasks import OPEN
from committees import access, rls
from committees import notices as committee_notices
from committees.calendar import today
from committees.notices import names
from members.models import Handover, Seat
from members.policy.speaking import TAKING_PART

EVERY = {ChaseMode.DAILY: 1, ChaseMode.SECOND_DAY: 2, ChaseMode.WEEKLY: 7}
# When who gave the task gets a copy.
COPIED_AFTER = dt.timedelta(days=7)
MOST = 500


# --- Overdue --------------------------------------------------------------------------------------


def chase_overdue() -> int:
    """Remind everybody of what is overdue, as often as they chose, in one notice each.

    Runs as the system, as often as one likes: on a day one is reminded once, and a day on which
    nothing ran is made good on the next, once.
    """
    day = today()
    late = Task.objects.overdue(day).order_by()
    people = set(late.waiting().values_list("person_id", flat=True).distinct())
    old = late.filter(due__lte=day - COPIED_AFTER)
    people |= set(old.values_list("delegated_by_id", flat=True).distinct())
    return sum(_chase(pk, day) for pk in sorted(people))


@transaction.atomic
def _chase(person_id: int, day: dt.date) -> bool:
    """Remind one person, where it is time to. Two at once wait for each other at the person."""
    person = User.objects.select_for_update(of=("self",)).get(pk=person_id)
    if not person.is_active:
        return False
    scope = access.resolve(person_id)
    late = Task.objects.visible_to(scope).overdue(day)
    late = late.select_related("committee", "person").order_by("due", "pk")
    own = list(late.waiting().filter(person=person)[:MOST])
    given = late.filter(delegated_by=person, due__lte=day - COPIED_AFTER).exclude(person=person)
    others = list(given[:MOST])
    if not _is_time(person, [*own, *others], day):
        return False
    TaskReminder.objects.bulk_create(
        TaskReminder(
            task=task,
            person=person,
            on=day,
            committee_id=task.committee_id,
            province_id=task.province_id,
        )
        for task in [*own, *others]
    )
    _remind(person, own, others)
    return True


def _is_time(person: User, tasks: list[Task], day: dt.date) -> bool:
    """Whether one of these was not spoken of for as long as the person chose, nor any today."""
    since = day - dt.timedelta(days=EVERY[ChaseMode(person.task_chase)])
    recent = TaskReminder.objects.filter(person=person, on__gt=since)
    said = list(recent.values_list("task_id", "on"))
    if any(on == day for _task, on in said):
        return False
    return bool({task.pk for task in tasks} - {task for task, _on in said})


def _remind(person: User, own: list[Task], others: list[Task]) -> None:
    oldest = (own or others)[0]
    event = recorded("task_chased", oldest, None, person=names(person))
    if own and others:
        kind = "tasks_overdue_both"
    else:
        kind = "tasks_overdue" if own else "tasks_overdue_of_others"
    committee_notices.tell(
        kind=kind,
        event=event,
        committee=oldest.committee,
        recipients=[person],
        url=reverse("my_tasks") + f"?state=overdue&whose={'mine' if own else 'given'}",
        values={
            "count": str(len(own)),
            "given": str(len(others)),
            "due": notices.in_words(oldest.due),
        },
    )


# --- Seats that end -------------------------------------------------------------------------------


def follow_seats() -> int:
    """Open tasks whose owner's seat has ended go to who has the post now, stay with an owner who
    sits there for the same organisation still, or wait with who gave them, noted once. Runs as the
    system, every hour.
    """
    held = Seat.objects.current(today()).filter(pk=OuterRef("owner_id"))
    left = Task.objects.filter(~Exists(held), state=OPEN).order_by("pk")
    return sum(_follow(pk) for pk in list(left.values_list("pk", flat=True)))


@transaction.atomic
def _follow(pk: int) -> bool:
    task = locked_task(Task(pk=pk))
    current = Seat.objects.current(today())
    if task.state != OPEN or current.filter(pk=task.owner_id).exists():
        return False
    seats = current.filter(role__in=TAKING_PART).select_related(
        "person", "organisation", "committee"
    )
    of_post = seats.filter(place_id=task.place_id, place__isnull=False)
    # The person's other seat, as when two organisations that held one each were made one.
    own = seats.filter(
        person_id=task.person_id,
        organisation_id=task.organisation_id,
        committee_id=task.sits_in_id,
    )
    next_one = (
        of_post.order_by("substitute_for", "-starts", "pk").first() or own.order_by("pk").first()
    )
    if next_one is not None:
        _pass_on(task, next_one)
        return True
    if task.unheld_since is not None:
        return False
    task.unheld_since = today()
    save(task)
    event = recorded("task_unheld", task, None, owner=names(task.person))
    notices.tell("task_unheld", task, event, keepers(task))
    return True


def pass_on_with(handover: Handover) -> None:
    """When a post was taken over: its holder's open tasks are the successor's, in the same act."""
    seat = handover.to_seat
    if seat is None or seat.role not in TAKING_PART:
        return
    # Tasks of a committee above, given into this one, are not the successor's to see before.
    with rls.acting_as_system("tasks"):
        full = Seat.objects.select_related("person", "organisation", "committee").get(pk=seat.pk)
        waiting = Task.objects.filter(owner=handover.from_seat, state=OPEN).order_by("pk")
        for pk in list(waiting.values_list("pk", flat=True)):
            task = locked_task(Task(pk=pk))
            if task.state == OPEN and task.owner_id == handover.from_seat_id:
                _pass_on(task, full)


def _pass_on(task: Task, seat: Seat) -> None:
    other = seat.person_id != task.person_id
    give_to(task, seat)
    save(task)
    if other:
        event = recorded("task_passed", task, None, owner=names(task.person))
        endorsements.ask_anew(task, None, asker=task.delegated_by)
        notices.tell("task_passed", task, event, [task.person])
