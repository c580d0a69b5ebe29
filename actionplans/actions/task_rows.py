"""What the acts on tasks share: locking, saving, recording, and who is told."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from typing import Any

from django.utils import timezone

from accounts.models import User
from actionplans.models import Task
from committees import access, audit, rls
from committees.models import AuditEvent, Committee
from committees.roles import Permission
from members.models import Seat


def locked_task(task: Task) -> Task:
    """The row as it is now, held against others until the transaction ends."""
    return (
        Task.objects.select_for_update(of=("self",))
        .select_related("committee", "line", "person", "organisation", "delegated_by")
        .get(pk=task.pk)
    )


def writing(task: Task, by: User | None) -> AbstractContextManager[None]:
    """Where an owner writes who sits in a group below: as a named part of the system.

    The policy has let them act on their own task; the committee's history is not theirs to write.
    """
    if by is None or access.scope_of(by).sees_inside(task):
        return nullcontext()
    return rls.acting_as_system("tasks")


def give_to(task: Task, seat: Seat) -> None:
    """Make this seat the owner, and repeat whose seat it is."""
    task.owner, task.person, task.organisation = seat, seat.person, seat.organisation
    task.place_id, task.sits_in = seat.place_id, seat.committee
    task.unheld_since = None


def save(task: Task) -> None:
    """Save a change as a new version, with the words of the line as it stands."""
    if task.line is not None:
        task.origin = task.line.what
    task.version += 1
    task.changed_at = timezone.now()
    task.save()


def recorded(verb: str, task: Task, by: User | None, reason: str = "", **after: Any) -> AuditEvent:
    """Write down a step of a task, for the committee alone."""
    return audit.record(
        actor=by, committee=task.committee, verb=verb, subject=task, after=after, reason=reason
    )


def keepers(task: Task) -> list[User]:
    """Who is told when a task waits with the committee: who gave it, and who keeps the plan."""
    found = {person.pk: person for person in access.holders(Permission.EDIT_PLAN, task.committee)}
    if sits_here(task.delegated_by, task.committee):
        found[task.delegated_by_id] = task.delegated_by
    return list(found.values())


def sits_here(person: User, committee: Committee) -> bool:
    """Whether the person still takes part in this committee."""
    return person in access.holders(Permission.TAKE_PART, committee)


def owner_told(task: Task) -> list[User]:
    """The owner, where somebody still has the task."""
    return [] if task.unheld_since else [task.person]
