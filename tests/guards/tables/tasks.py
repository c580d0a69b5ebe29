"""The pages of tasks and of the supervisors who endorse them."""

import datetime as dt
from typing import Any

from accounts.models import User
from actionplans.actions import endorsements
from actionplans.actions import tasks as actions
from actionplans.models import Plan, PlanLine, Task, TaskEndorsement, TaskReminder
from committees.calendar import today
from members.models import Seat
from tests.world import World

# What each target is a committee of; in "below" a task of Mae Sai is a group member's.
TARGETS = {
    "maesai": "mae_sai",
    "below": "mae_sai",
    "khong": "chiang_khong",
    "closed": "mae_sai_suppression",
}
# target -> (who gives, who is given: person and committee, the supervisor's account)
GIVEN = {
    "maesai": ("pranee", ("superintendent", "mae_sai"), "observer"),
    "below": ("pranee", ("kanda", "mae_sai_prevention"), "observer"),
    "khong": ("malee", ("two_hats", "chiang_khong"), "boonsri"),
    "closed": ("inspector", ("wichai", "mae_sai_suppression"), "sup_chief"),
}

INSIDE_ALONE = {"actionplans_taskreminder"}
SEES = {
    "actionplans_task": lambda reach, row: (
        row.committee_id in reach.own
        or (row.person_id == reach.user_id and row.sits_in_id in reach.own)
    ),
    "actionplans_taskendorsement": lambda reach, row: (
        row.committee_id in reach.own or row.supervisor_id == reach.user_id
    ),
}


def person(world: World, name: str) -> User:
    """Somebody of the cast, as a new request knows them."""
    return User.objects.get(pk=world.people[name].pk)


def line_of(world: World, committee: str) -> PlanLine:
    """The first line of a committee's plan."""
    plan = Plan.objects.get(committee=world.committees[committee])
    return PlanLine.objects.select_related("plan", "committee").filter(plan=plan)[0]


def seat_of(world: World, name: str, committee: str) -> Seat:
    """A seat with what an owner's seat is read for."""
    together = Seat.objects.select_related("person", "organisation", "committee")
    return together.get(pk=world.seat(name, committee).pk)


def given(
    world: World,
    *,
    by: str = "pranee",
    to: tuple[str, str] = ("superintendent", "mae_sai"),
    line: PlanLine | None = None,
    **values: Any,
) -> Task:
    """A task under the first line of the giver's committee."""
    row = line or line_of(world, "mae_sai" if to[1].startswith("mae_sai_prev") else to[1])
    usual = {"what": "จัดทำรายชื่อหมู่บ้าน", "description": "", "due": today() + dt.timedelta(days=9)}
    owner = seat_of(world, *to)
    return actions.delegate_task(
        line=row, values=usual | {"owner": owner} | values, by=person(world, by)
    )


def asked(world: World, task: Task, supervisor: str, by: str = "pranee") -> TaskEndorsement:
    """The request to a supervisor with an account."""
    who = world.people[supervisor]
    return endorsements.ask_supervisor(
        task=task, name=who.name_th, email=who.email, by=person(world, by)
    )


def build(world: World) -> dict[str, Any]:
    """A task in each target's committee whose supervisor is asked, spoken of once."""
    rows = {}
    for target, (by, to, supervisor) in GIVEN.items():
        task = given(world, by=by, to=to)
        request = asked(world, task, supervisor, by)
        rows[target] = (task, request)
    for target in ("maesai", "khong"):
        task = rows[target][0]
        TaskReminder.objects.create(
            task=task, person=task.person, on=today(), committee=task.committee, province_id=57
        )
    return rows


def arguments(world: World, rows: dict[str, Any], name: str, target: str) -> dict[str, Any]:
    """The task for its own pages, its line for a new one, the request for the supervisor's."""
    task, request = rows[target]
    pk = {"task_new": task.line_id, "task_endorsement": request.pk}.get(name, task.pk)
    return {
        "slug": task.committee.slug,
        "year": task.fiscal_year,
        "pk": pk,
        "form": "csv",
        "action": "drop",
        "token": endorsements.key_of(request),
    }


def mark(world: World, rows: dict[str, Any], word: Any) -> None:
    """Words that stand nowhere else: nothing of a task is seen from above."""
    for target in ("maesai", "khong", "closed"):
        task, request = rows[target]
        text = word(TARGETS[target], "inside")
        Task.objects.filter(pk=task.pk).update(
            what=text, description=text, endorsement_reason=text, supervisor_name=text
        )
        facts = request.facts | {"what": text, "line": text}
        TaskEndorsement.objects.filter(pk=request.pk).update(facts=facts, supervisor_name=text)


def pages(world: World, rows: dict[str, Any]) -> list[str]:
    """Addresses that read their query."""
    task, _request = rows["maesai"]
    base = f"/committees/{task.committee.slug}/plans/year/{task.fiscal_year}/tasks"
    return ["/tasks/", "/tasks/list.csv", f"{base}/", f"{base}.xlsx"]


DATA: dict[str, dict[str, Any]] = {
    "task_step": {"reason": "ไม่จำเป็นแล้ว"},
    "endorse": {"answer": "endorse"},
    "task_endorsement": {"answer": "decline", "reason": "ไม่มีเวลาในเดือนนี้"},
}

ANYWHERE = """
my_tasks                     GET  : 302 200 200 200 200 200 200 200 200 200 200 200
my_tasks                     POST : 302 405 405 405 405 405 405 405 405 405 405 405
my_tasks_export              GET  : 302 200 200 200 200 200 200 200 200 200 200 200
my_tasks_export              POST : 302 405 405 405 405 405 405 405 405 405 405 405
endorse                      GET  : 200 200 200 200 200 200 200 200 200 200 200 200
endorse                      POST : 302 302 302 302 302 302 302 302 302 302 302 302
endorse_thanks               GET  : 200 200 200 200 200 200 200 200 200 200 200 200
endorse_thanks               POST : 405 405 405 405 405 405 405 405 405 405 405 405
task_endorsement             GET  : 302 404 404 200 403 403 404 404 404 404 404 404
task_endorsement             POST : 302 404 404 302 403 403 404 404 404 404 404 404
"""

# visitor stranger former observer pranee somchai nok kanda wichai malee nuan national_observer
ON_ROWS = """
tasks                        maesai GET  : 302 404 404 200 200 200 404 404 404 404 404 404
tasks                        maesai POST : 302 405 405 405 405 405 405 405 405 405 405 405
tasks                        khong  GET  : 302 404 404 404 404 404 404 404 404 200 404 404
tasks                        khong  POST : 302 405 405 405 405 405 405 405 405 405 405 405
tasks                        closed GET  : 302 404 404 404 404 404 404 404 200 404 404 404
tasks                        closed POST : 302 405 405 405 405 405 405 405 405 405 405 405
tasks_export                 maesai GET  : 302 404 404 200 200 200 404 404 404 404 404 404
tasks_export                 maesai POST : 302 405 405 405 405 405 405 405 405 405 405 405
tasks_export                 khong  GET  : 302 404 404 404 404 404 404 404 404 200 404 404
tasks_export                 khong  POST : 302 405 405 405 405 405 405 405 405 405 405 405
tasks_export                 closed GET  : 302 404 404 404 404 404 404 404 200 404 404 404
tasks_export                 closed POST : 302 405 405 405 405 405 405 405 405 405 405 405
task_new                     maesai GET  : 302 404 404 403 200 200 404 404 404 404 404 404
task_new                     maesai POST : 302 404 404 403 400 400 404 404 404 404 404 404
task_new                     khong  GET  : 302 404 404 404 404 404 404 404 404 200 404 404
task_new                     khong  POST : 302 404 404 404 404 404 404 404 404 400 404 404
task_new                     closed GET  : 302 404 404 404 404 404 404 404 200 404 404 404
task_new                     closed POST : 302 404 404 404 404 404 404 404 400 404 404 404
task                         maesai GET  : 302 404 404 200 200 200 404 404 404 404 404 404
task                         maesai POST : 302 405 405 405 405 405 405 405 405 405 405 405
task                         below  GET  : 302 404 404 200 200 200 404 200 404 404 404 404
task                         below  POST : 302 405 405 405 405 405 405 405 405 405 405 405
task                         khong  GET  : 302 404 404 404 404 404 404 404 404 200 404 404
task                         khong  POST : 302 405 405 405 405 405 405 405 405 405 405 405
task                         closed GET  : 302 404 404 404 404 404 404 404 200 404 404 404
task                         closed POST : 302 405 405 405 405 405 405 405 405 405 405 405
task_edit                    maesai GET  : 302 404 404 403 200 200 404 404 404 404 404 404
task_edit                    maesai POST : 302 404 404 403 400 400 404 404 404 404 404 404
task_edit                    below  GET  : 302 404 404 403 200 200 404 403 404 404 404 404
task_edit                    below  POST : 302 404 404 403 400 400 404 403 404 404 404 404
task_edit                    khong  GET  : 302 404 404 404 404 404 404 404 404 200 404 404
task_edit                    khong  POST : 302 404 404 404 404 404 404 404 404 400 404 404
task_edit                    closed GET  : 302 404 404 404 404 404 404 404 200 404 404 404
task_edit                    closed POST : 302 404 404 404 404 404 404 404 400 404 404 404
task_hand_on                 maesai GET  : 302 404 404 403 403 403 404 404 404 404 404 404
task_hand_on                 maesai POST : 302 404 404 403 403 403 404 404 404 404 404 404
task_hand_on                 below  GET  : 302 404 404 403 403 403 404 200 404 404 404 404
task_hand_on                 below  POST : 302 404 404 403 403 403 404 400 404 404 404 404
task_hand_on                 khong  GET  : 302 404 404 404 404 404 404 404 404 403 404 404
task_hand_on                 khong  POST : 302 404 404 404 404 404 404 404 404 403 404 404
task_hand_on                 closed GET  : 302 404 404 404 404 404 404 404 200 404 404 404
task_hand_on                 closed POST : 302 404 404 404 404 404 404 404 400 404 404 404
task_finish                  maesai GET  : 302 404 404 403 200 200 404 404 404 404 404 404
task_finish                  maesai POST : 302 404 404 403 400 400 404 404 404 404 404 404
task_finish                  below  GET  : 302 404 404 403 200 200 404 200 404 404 404 404
task_finish                  below  POST : 302 404 404 403 400 400 404 400 404 404 404 404
task_finish                  khong  GET  : 302 404 404 404 404 404 404 404 404 200 404 404
task_finish                  khong  POST : 302 404 404 404 404 404 404 404 404 400 404 404
task_finish                  closed GET  : 302 404 404 404 404 404 404 404 200 404 404 404
task_finish                  closed POST : 302 404 404 404 404 404 404 404 400 404 404 404
task_supervisor              maesai GET  : 302 404 404 403 200 200 404 404 404 404 404 404
task_supervisor              maesai POST : 302 404 404 403 400 400 404 404 404 404 404 404
task_supervisor              below  GET  : 302 404 404 403 200 200 404 403 404 404 404 404
task_supervisor              below  POST : 302 404 404 403 400 400 404 403 404 404 404 404
task_supervisor              khong  GET  : 302 404 404 404 404 404 404 404 404 200 404 404
task_supervisor              khong  POST : 302 404 404 404 404 404 404 404 404 400 404 404
task_supervisor              closed GET  : 302 404 404 404 404 404 404 404 200 404 404 404
task_supervisor              closed POST : 302 404 404 404 404 404 404 404 400 404 404 404
task_endorsement_send        maesai GET  : 302 405 405 405 405 405 405 405 405 405 405 405
task_endorsement_send        maesai POST : 302 404 404 403 409 409 404 404 404 404 404 404
task_endorsement_send        below  GET  : 302 405 405 405 405 405 405 405 405 405 405 405
task_endorsement_send        below  POST : 302 404 404 403 409 409 404 403 404 404 404 404
task_endorsement_send        khong  GET  : 302 405 405 405 405 405 405 405 405 405 405 405
task_endorsement_send        khong  POST : 302 404 404 404 404 404 404 404 404 409 404 404
task_endorsement_send        closed GET  : 302 405 405 405 405 405 405 405 405 405 405 405
task_endorsement_send        closed POST : 302 404 404 404 404 404 404 404 409 404 404 404
task_waive                   maesai GET  : 302 404 404 403 200 200 404 404 404 404 404 404
task_waive                   maesai POST : 302 404 404 403 400 400 404 404 404 404 404 404
task_waive                   below  GET  : 302 404 404 403 200 200 404 403 404 404 404 404
task_waive                   below  POST : 302 404 404 403 400 400 404 403 404 404 404 404
task_waive                   khong  GET  : 302 404 404 404 404 404 404 404 404 200 404 404
task_waive                   khong  POST : 302 404 404 404 404 404 404 404 404 400 404 404
task_waive                   closed GET  : 302 404 404 404 404 404 404 404 200 404 404 404
task_waive                   closed POST : 302 404 404 404 404 404 404 404 400 404 404 404
task_step                    maesai GET  : 302 404 404 403 200 200 404 404 404 404 404 404
task_step                    maesai POST : 302 404 404 403 302 302 404 404 404 404 404 404
task_step                    below  GET  : 302 404 404 403 200 200 404 403 404 404 404 404
task_step                    below  POST : 302 404 404 403 302 302 404 403 404 404 404 404
task_step                    khong  GET  : 302 404 404 404 404 404 404 404 404 200 404 404
task_step                    khong  POST : 302 404 404 404 404 404 404 404 404 302 404 404
task_step                    closed GET  : 302 404 404 404 404 404 404 404 200 404 404 404
task_step                    closed POST : 302 404 404 404 404 404 404 404 302 404 404 404
"""
