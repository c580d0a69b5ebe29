"""Asking an owner's supervisor, by a mailed link or on the first page, and the answer.

The key of a link is made from the row and the product's secret, so that it stands in no queue and
no table: the row keeps its hash. A mail that was not sent can thus be sent later.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import salted_hmac

from accounts.models import User
from actionplans.actions.task_rows import keepers, locked_task, owner_told, recorded, save
from actionplans.models import Task, TaskEndorsement
from actionplans.notices import tasks as notices
from actionplans.policy import endorsements as policy
from actionplans.workflow.tasks import (
    ENDORSED,
    ENDORSEMENT,
    EXPIRED,
    NONE,
    OPEN,
    PENDING,
)
from committees import rls
from committees.errors import NotAllowed, WrongState
from committees.models import Committee
from committees.notices import names
from committees.tasks import queue_quietly

DAYS = 14


@transaction.atomic
def ask_supervisor(*, task: Task, name: str, email: str, by: User) -> TaskEndorsement:
    """Ask a supervisor to endorse a task; an open request to somebody else ends.

    Side effects: audit event, a mail with a link that works once, for 14 days; somebody with an
    account finds it on the first page too. Raises NotAllowed, WrongState.
    """
    locked = locked_task(task)
    transition = policy.check("ask", by, locked)
    policy.check_pace(_asked_lately(by))
    address = email.strip().lower()
    policy.check_supervisor(locked, address, _account(address), by)
    row = _ask(locked, name, address, by)
    recorded(transition.verb, locked, by, supervisor=name, owner=names(locked.person))
    return row


@transaction.atomic
def send_anew(*, endorsement: TaskEndorsement, by: User) -> TaskEndorsement:
    """Mail the link anew, for another 14 days; the one before it no longer works.

    Raises NotAllowed, WrongState (mailed a moment ago, or too often).
    """
    task = locked_task(endorsement.task)
    row = _locked(endorsement)
    row.task = task
    policy.check_send(by, row)
    row.sent += 1
    _open(row)
    _shown_on(task, row)
    save(task)
    recorded("task_endorsement_sent", task, by, supervisor=row.supervisor_name)
    return row


@transaction.atomic
def waive(*, task: Task, reason: str, by: User) -> Task:
    """Let a task go on without endorsement, and say why. Raises NotAllowed, WrongState."""
    locked = locked_task(task)
    transition = policy.check("waive", by, locked)
    _end_open(locked)
    locked.endorsement, locked.endorse_until = transition.target, None
    locked.endorsement_reason = reason
    save(locked)
    recorded(transition.verb, locked, by, reason, supervisor=locked.supervisor_name)
    return locked


def ask_anew(task: Task, by: User | None, *, asker: User) -> None:
    """After a locked task was changed: what was asked before counts no more, so ask once more.

    `asker` gives tasks here, and is `by` unless the owner handed it on or it went with the post.
    Who can no longer be asked, being the owner now, is not, nor is anybody where many were asked
    just now; then nobody is.
    """
    asked, name = task.endorsement in (PENDING, ENDORSED), task.supervisor_name
    if task.endorsement == NONE:
        return
    newest = TaskEndorsement.objects.filter(task=task).first()
    _end_open(task)
    task.endorsement, task.endorse_until, task.supervisor_name = NONE, None, ""
    task.endorsement_reason = ""
    if asked and newest is not None and task.state == OPEN:
        try:
            address = newest.supervisor_email
            policy.check_pace(_asked_lately(asker))
            policy.check_supervisor(task, address, _account(address), asker)
        except (NotAllowed, WrongState):
            save(task)
            return
        _ask(task, name, address, asker)
        recorded("task_endorsement_asked", task, by, supervisor=name, owner=names(task.person))
        return
    save(task)


def withdraw(task: Task) -> None:
    """End an open request of a locked task, which the caller saves: nobody needs to answer."""
    if task.endorsement == PENDING:
        _end_open(task)
        task.endorsement, task.endorse_until = NONE, None


def find(token: str) -> TaskEndorsement | None:
    """The request that waits behind this link; None for used, expired and unknown ones.

    Runs as a named part of the system: who comes by the link has no account.
    """
    return (
        TaskEndorsement.objects.open_on(timezone.now())
        .select_related("committee", "task")
        .filter(token_hash=_hash(token), task__state=OPEN)
        .first()
    )


@transaction.atomic
def answer(
    *, endorsement: TaskEndorsement, endorses: bool, reason: str = "", by: User | None = None
) -> TaskEndorsement:
    """Endorse a task or decline to; `by` None is who came by the mailed link, which is used up.

    Side effects: audit event, notices to the owner and to those who give the tasks. Raises
    NotAllowed, WrongState (answered meanwhile, ran out, or the task is settled).
    """
    with rls.acting_as_system("endorsement"):
        task = locked_task(Task(pk=endorsement.task_id))
        row = _locked(endorsement)
        transition = policy.check_answer(row, endorses, by)
        if task.state != OPEN or task.endorsement != PENDING:
            raise WrongState(transition.refusal)
        row.state, row.token_hash, row.reason = transition.target, None, reason
        row.answered_at, row.answered_by = timezone.now(), by
        row.save()
        task.endorsement, task.endorse_until = transition.target, None
        task.endorsement_reason = reason
        save(task)
        _tell(transition.verb, transition.notice, task, row, by, reason)
    return row


def expire_endorsements() -> int:
    """Note the requests nobody answered in time, each once; runs as the system, every hour."""
    over = TaskEndorsement.objects.filter(state=PENDING, expires_at__lte=timezone.now())
    return sum(_expire(pk, task_id) for pk, task_id in over.values_list("pk", "task_id"))


@transaction.atomic
def _expire(pk: int, task_id: int) -> bool:
    task = locked_task(Task(pk=task_id))
    row = _locked(TaskEndorsement(pk=pk))
    if row.state != PENDING or row.expires_at > timezone.now():
        return False
    transition = ENDORSEMENT.transitions["expire"]
    row.state, row.token_hash = EXPIRED, None
    row.save(update_fields=["state", "token_hash"])
    task.endorsement, task.endorse_until = EXPIRED, None
    save(task)
    _tell(transition.verb, transition.notice, task, row, None, "", owner=False)
    return True


def key_of(row: TaskEndorsement) -> str:
    """The key of the link last mailed for this request."""
    return salted_hmac("task-endorsement", f"{row.pk}:{row.sent}", algorithm="sha256").hexdigest()


# --- What they share ------------------------------------------------------------------------------


def _tell(
    verb: str,
    kind: str,
    task: Task,
    row: TaskEndorsement,
    by: User | None,
    reason: str,
    *,
    owner: bool = True,
) -> None:
    said: dict[str, Any] = {"supervisor": row.supervisor_name, "owner": names(task.person)}
    event = recorded(verb, task, by, reason, **said)
    told = [*keepers(task), *(owner_told(task) if owner else [])]
    notices.tell(kind, task, event, told, supervisor=row.supervisor_name)


def _ask(task: Task, name: str, email: str, by: User) -> TaskEndorsement:
    """Make a request for a locked task, which the policy has let, and show it on the task."""
    _end_open(task)
    now = timezone.now()
    row = TaskEndorsement.objects.create(
        task=task,
        committee=task.committee,
        province_id=task.province_id,
        supervisor_name=name,
        supervisor_email=email,
        supervisor=_account(email),
        owner=task.person,
        owner_email=task.person.email.lower(),
        delegator=task.delegated_by,
        delegator_email=task.delegated_by.email.lower(),
        asked_by=by,
        asked_at=now,
        sent_at=now,
        expires_at=now,
        facts=_facts(task),
    )
    _open(row)
    task.supervisor_name, task.endorsement_reason = name, ""
    _shown_on(task, row)
    save(task)
    return row


def _open(row: TaskEndorsement) -> None:
    """Let the newest link work for its days, and mail it after the commit."""
    now = timezone.now()
    row.token_hash = _hash(key_of(row))
    row.sent_at, row.mailed_at = now, None
    row.expires_at = now + dt.timedelta(days=DAYS)
    row.save()
    from actionplans.tasks import tasks  # noqa: PLC0415  (tasks import actions)

    pk = str(row.pk)
    transaction.on_commit(lambda: queue_quietly(tasks.send_endorsement, pk))


def _shown_on(task: Task, row: TaskEndorsement) -> None:
    task.endorsement, task.endorse_until = PENDING, row.expires_at


def _end_open(task: Task) -> None:
    TaskEndorsement.objects.filter(task=task, state=PENDING).update(state=NONE, token_hash=None)


def _facts(task: Task) -> dict[str, Any]:
    """All that a supervisor is shown, in both languages; it stays as it was asked.

    A closed group is not named to somebody outside it, nor is its plan: the committee above is.
    """
    line = task.line.what if task.line else task.origin
    return {
        "what": task.what,
        "line": "" if task.committee.closed else line,
        "due": task.due.isoformat(),
        "committee": names(asking(task.committee)),
        "delegator": names(task.delegated_by),
        "owner": names(task.person),
        "organisation": names(task.organisation),
    }


def _asked_lately(by: User) -> int:
    """How many supervisors the person asked within the last hour."""
    hour_ago = timezone.now() - dt.timedelta(hours=1)
    return TaskEndorsement.objects.filter(asked_by=by, asked_at__gt=hour_ago).count()


def asking(committee: Committee) -> Committee:
    """In whose name a supervisor is asked: the committee's own, or the nearest one's not closed."""
    while committee.closed and committee.parent is not None:
        committee = committee.parent
    return committee


def _account(email: str) -> User | None:
    """Whose mailbox this is, also where it is not the address they sign in with."""
    own = Q(email__iexact=email) | Q(emailaddress__email__iexact=email, emailaddress__verified=True)
    return User.objects.filter(own, is_active=True).order_by("pk").first()


def _locked(row: TaskEndorsement) -> TaskEndorsement:
    found: TaskEndorsement = TaskEndorsement.objects.select_for_update().get(pk=row.pk)
    return found


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
