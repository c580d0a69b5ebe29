"""What people are told about tasks, and how the history says it. A supervisor is told by mail."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from actionplans.models import Task
from committees import audit, notices
from committees.calendar import format_date
from committees.models import AuditEvent
from committees.notices import Wording

notices.register(
    {
        "task_given": Wording(
            _("A task for you in %(committee)s, due on %(due)s"),
            _("%(actor)s gave you a task in %(committee)s. It is due on %(due)s."),
        ),
        "task_changed": Wording(
            _("A task of yours in %(committee)s has changed"),
            _("%(actor)s changed a task of yours in %(committee)s. It is due on %(due)s."),
        ),
        "task_taken_away": Wording(
            _("A task of yours in %(committee)s was given to somebody else"),
            _("%(actor)s gave a task of yours in %(committee)s to %(owner)s."),
        ),
        "task_handed_on": Wording(
            _("A task in %(committee)s was handed on to %(owner)s"),
            _("%(actor)s handed a task in %(committee)s on to %(owner)s."),
        ),
        "task_declined": Wording(
            _("A task in %(committee)s was declined and waits for you"),
            _("%(actor)s declined a task in %(committee)s. Give it to somebody else or drop it."),
        ),
        "task_done": Wording(
            _("A task in %(committee)s is done and waits to be verified"),
            _("%(actor)s said that a task in %(committee)s is done. It waits to be verified."),
        ),
        "task_verified": Wording(
            _("Your task in %(committee)s is verified"),
            _("%(actor)s verified what you did in %(committee)s."),
        ),
        "task_dropped": Wording(
            _("A task of yours in %(committee)s was dropped"),
            _("%(actor)s dropped a task of yours in %(committee)s. Nothing waits for you there."),
        ),
        "task_reopened": Wording(
            _("A task of yours in %(committee)s is open again"),
            _("%(actor)s opened a task of yours in %(committee)s again. It is due on %(due)s."),
        ),
        "task_passed": Wording(
            _("A task in %(committee)s came to you with the post"),
            _("A task in %(committee)s came to you with the post. It is due on %(due)s."),
        ),
        "task_unheld": Wording(
            _("A task in %(committee)s has nobody any more"),
            _("The seat of %(owner)s has ended; a task in %(committee)s waits for somebody else."),
        ),
        "task_endorsed": Wording(
            _("A task in %(committee)s is endorsed"),
            _("%(supervisor)s endorsed the task of %(owner)s in %(committee)s."),
        ),
        "task_endorsement_refused": Wording(
            _("A supervisor declined a task in %(committee)s"),
            _("%(supervisor)s declined to endorse the task of %(owner)s in %(committee)s."),
        ),
        "task_endorsement_expired": Wording(
            _("A supervisor did not answer about a task in %(committee)s"),
            _("%(supervisor)s did not answer about the task of %(owner)s in %(committee)s."),
        ),
        "tasks_overdue": Wording(
            _("Overdue tasks: %(count)s"),
            _("Tasks of yours that are overdue: %(count)s. The oldest was due on %(due)s."),
        ),
        "tasks_overdue_of_others": Wording(
            _("Overdue tasks that you gave: %(given)s"),
            _("Tasks you gave that are overdue for a week or longer: %(given)s."),
        ),
        "tasks_overdue_both": Wording(
            _("Overdue tasks: %(count)s of yours, %(given)s that you gave"),
            _(
                "Tasks of yours that are overdue: %(count)s; the oldest was due on %(due)s. Tasks"
                " you gave that are overdue for a week or longer: %(given)s."
            ),
        ),
    }
)

audit.register(
    {
        "task_given": _("%(actor)s gave %(owner)s the task “%(subject)s”"),
        "task_changed": _("%(actor)s changed the task “%(subject)s”"),
        "task_handed_on": _("%(actor)s handed the task “%(subject)s” on to %(owner)s"),
        "task_declined": _("%(actor)s declined the task “%(subject)s”"),
        "task_done": _("%(actor)s said that the task “%(subject)s” is done"),
        "task_verified": _("%(actor)s verified the task “%(subject)s”"),
        "task_dropped": _("%(actor)s dropped the task “%(subject)s”"),
        "task_reopened": _("%(actor)s opened the task “%(subject)s” again"),
        "task_passed": _("The task “%(subject)s” went to %(owner)s with the post"),
        "task_unheld": _("The seat of %(owner)s ended; the task “%(subject)s” waits"),
        "task_chased": _("%(person)s was reminded of “%(subject)s” and what else is overdue"),
        "task_endorsement_asked": _(
            "%(actor)s asked %(supervisor)s to endorse the task “%(subject)s”"
        ),
        "task_endorsement_sent": _(
            "%(actor)s mailed %(supervisor)s the link to the task “%(subject)s” anew"
        ),
        "task_endorsed": _("%(supervisor)s endorsed the task “%(subject)s”"),
        "task_endorsement_refused": _("%(supervisor)s declined to endorse the task “%(subject)s”"),
        "task_endorsement_expired": _("%(supervisor)s did not answer about the task “%(subject)s”"),
        "task_endorsement_waived": _(
            "%(actor)s let the task “%(subject)s” go on without endorsement"
        ),
    }
)


def in_words(day: dt.date) -> dict[str, str]:
    """A day in both languages, as notices keep it."""
    return {language: format_date(day, language) for language in ("th", "en")}


def tell(kind: str, task: Task, event: AuditEvent, recipients: Iterable[User], **more: Any) -> None:
    """Tell people of a step of a task."""
    notices.tell(
        kind=kind,
        event=event,
        committee=task.committee,
        recipients=recipients,
        url=task.get_absolute_url(),
        values={"due": in_words(task.due), "owner": notices.names(task.person), **more},
    )
