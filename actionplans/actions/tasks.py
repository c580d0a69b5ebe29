"""Giving tasks and what becomes of them: each act locks, asks the policy, saves, records, tells."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from actionplans.actions import endorsements
from actionplans.actions.task_rows import (
    give_to,
    keepers,
    locked_task,
    owner_told,
    recorded,
    save,
    writing,
)
from actionplans.models import PlanLine, Task
from actionplans.notices import tasks as notices
from actionplans.policy import tasks as policy
from actionplans.workflow.tasks import OPEN, TASK
from committees import papers
from committees.notices import names
from committees.policy import check_version
from members.models import Seat

FIELDS = ("what", "description", "due")
# With a change of these the supervisor is asked anew: it is other work, or another person's.
ENDORSED = ("what", "due")


@transaction.atomic
def delegate_task(
    *, line: PlanLine, values: Mapping[str, Any], by: User, form_key: uuid.UUID | None = None
) -> Task:
    """Give somebody a task under a line; the same form sent again gives the task it made before.

    `values` holds what, description, due and owner (a seat). Side effects: audit event, notice to
    the owner. Raises NotAllowed, WrongState.
    """
    locked = (
        PlanLine.objects.select_for_update(of=("self",))
        .select_related("plan", "committee")
        .get(pk=line.pk)
    )
    policy.check_delegate(by, locked)
    seat = values["owner"]
    policy.check_owner(locked.committee, seat)
    key = _key_of(form_key, values)
    made = Task.objects.filter(committee=locked.committee, form_key=key).first()
    if made is not None:
        return made
    task = Task(
        committee=locked.committee,
        province_id=locked.province_id,
        line=locked,
        fiscal_year=locked.plan.fiscal_year,
        delegated_by=by,
        form_key=key,
        version=0,
        **{name: values[name] for name in FIELDS},
    )
    give_to(task, seat)
    save(task)
    event = recorded("task_given", task, by, **facts(task))
    notices.tell("task_given", task, event, [task.person])
    return task


@transaction.atomic
def change_task(*, task: Task, values: Mapping[str, Any], version: int, by: User) -> Task:
    """Change a task or give it to somebody else; `version` is the one that was shown.

    What was declined is open again. Where it is other work or another person's, an endorsement
    that was asked for counts no more and the same supervisor is asked anew. Side effects: audit
    event, notices. Raises NotAllowed, WrongState, Conflict.
    """
    locked = locked_task(task)
    transition = policy.check("change", by, locked)
    check_version(locked, version)
    before, was = facts(locked), locked.person
    had, unheld = locked.owner_id, locked.unheld_since
    seat: Seat = values["owner"]
    moved = seat.pk != had
    if moved:
        policy.check_owner(locked.committee, seat)
        give_to(locked, seat)
        locked.delegated_by = by
    renewed = moved or any(getattr(locked, name) != values[name] for name in ENDORSED)
    for name in FIELDS:
        setattr(locked, name, values[name])
    locked.state, locked.state_reason = transition.target, ""
    save(locked)
    after = facts(locked)
    changed = [key for key in after if before[key] != after[key]]
    event = recorded(transition.verb, locked, by, **{key: after[key] for key in changed})
    if renewed:
        endorsements.ask_anew(locked, by, asker=by)
    if moved:
        notices.tell("task_given", locked, event, [locked.person])
        if unheld is None and was != locked.person:
            notices.tell("task_taken_away", locked, event, [was])
    elif changed:
        notices.tell(transition.notice, locked, event, owner_told(locked))
    return locked


@transaction.atomic
def hand_on(*, task: Task, seat: Seat, by: User, word: str = "") -> Task:
    """Hand a task on within the own organisation; the supervisor is asked anew for the next person.

    Side effects: audit event, notices to the next owner and to who gave it. Raises NotAllowed,
    WrongState.
    """
    locked = locked_task(task)
    transition = policy.check_hand_on(by, locked, seat)
    with writing(locked, by):
        give_to(locked, seat)
        save(locked)
        event = recorded(transition.verb, locked, by, word, owner=names(locked.person))
        endorsements.ask_anew(locked, by, asker=locked.delegated_by)
        told = [*keepers(locked), locked.person]
        notices.tell(transition.notice, locked, event, told)
    return locked


@transaction.atomic
def decline_task(*, task: Task, reason: str, by: User) -> Task:
    """Decline a task one was given; it waits with who gave it. Raises NotAllowed, WrongState."""
    return _step("decline", task, by, reason, state_reason=reason)


@transaction.atomic
def finish_task(*, task: Task, result: str, by: User, upload: papers.Upload | None = None) -> Task:
    """Say that a task is done and what came of it, with a paper where there is one.

    Side effects: paper, audit event, notices to those with whom it waits. Raises NotAllowed,
    WrongState.
    """
    locked = locked_task(task)
    policy.check("finish", by, locked)
    with writing(locked, by):
        if upload is not None:
            locked.evidence = papers.store(
                committee=locked.committee, upload=upload, by=by, above=False
            )
        return _moved(
            "finish",
            locked,
            by,
            result,
            result=result,
            state_reason="",
            done_by=by,
            done_at=timezone.now(),
        )


@transaction.atomic
def verify_task(*, task: Task, by: User, word: str = "") -> Task:
    """Verify that a task is done. Raises NotAllowed (also for the own), WrongState."""
    return _step("verify", task, by, word, verified_by=by, verified_at=timezone.now())


@transaction.atomic
def drop_task(*, task: Task, reason: str, by: User) -> Task:
    """Drop a task with a reason; an open request to the supervisor goes with it."""
    return _step("drop", task, by, reason, state_reason=reason)


@transaction.atomic
def reopen_task(*, task: Task, reason: str, by: User) -> Task:
    """Open a settled task again; what was said of it stays in the history."""
    return _step(
        "reopen",
        task,
        by,
        reason,
        state_reason=reason,
        done_by=None,
        done_at=None,
        verified_by=None,
        verified_at=None,
    )


def _step(action: str, task: Task, by: User, reason: str, **values: Any) -> Task:
    locked = locked_task(task)
    policy.check(action, by, locked)
    with writing(locked, by):
        return _moved(action, locked, by, reason, **values)


def _moved(action: str, locked: Task, by: User, reason: str, **values: Any) -> Task:
    """Move a locked task, which the policy has let, along its table."""
    transition = TASK.transitions[action]
    locked.state = transition.target
    for name, value in values.items():
        setattr(locked, name, value)
    if locked.state != OPEN:
        endorsements.withdraw(locked)
    save(locked)
    event = recorded(transition.verb, locked, by, reason)
    waits = action in ("decline", "finish")
    notices.tell(transition.notice, locked, event, keepers(locked) if waits else owner_told(locked))
    return locked


def facts(task: Task) -> dict[str, Any]:
    """A task as the audit trail keeps it."""
    return {
        "what": task.what,
        "description": task.description,
        "due": task.due.isoformat(),
        "owner": names(task.person),
        "organisation": names(task.organisation),
    }


def _key_of(form_key: uuid.UUID | None, values: Mapping[str, Any]) -> uuid.UUID:
    """By which a task is known that is sent twice: the form and what was written in it."""
    if form_key is None:
        return uuid.uuid4()
    written = [str(values.get(name)) for name in FIELDS]
    return uuid.uuid5(form_key, json.dumps([written, values["owner"].pk]))
