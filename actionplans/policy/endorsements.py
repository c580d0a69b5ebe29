"""May this person ask for an endorsement, or answer, and if not, why."""

from __future__ import annotations

import datetime as dt

from allauth.account.models import EmailAddress
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from actionplans.models import Task, TaskEndorsement
from actionplans.policy.tasks import keeps
from actionplans.workflow.tasks import ENDORSEMENT, OPEN, PENDING
from committees.errors import NotAllowed, WrongState
from committees.workflow import Transition

# One request is mailed so often, and not oftener than this.
MOST_MAILS = 5
APART = dt.timedelta(hours=1)
# What one person asks for within an hour.
MOST_AN_HOUR = 40


def check(action: str, user: User, task: Task) -> Transition:
    """Whether the person may ask the supervisor, or go on without one; returns the transition."""
    transition = ENDORSEMENT.transitions[action]
    if not keeps(user, task.committee, task.line):
        raise NotAllowed(_("Only who gives tasks here asks for the endorsement."))
    if task.state != OPEN:
        raise WrongState(_("Only an open task is endorsed."))
    return ENDORSEMENT.check_state(transition.action, task.endorsement)


def check_supervisor(task: Task, email: str, account: User | None, by: User) -> None:
    """Whether this person can be asked: neither the owner nor who gives the task or asks."""
    barred = (task.person, task.delegated_by, by)
    if mailbox(email) in mailboxes(task.person) or account == task.person:
        raise NotAllowed(_("Nobody endorses the own task. Name the supervisor of the person."))
    if account in barred or mailbox(email) in mailboxes(*barred):
        raise NotAllowed(_("Who gives a task does not endorse it. Name the person's supervisor."))


def mailbox(email: str) -> str:
    """The mailbox an address reaches: what follows a plus sign is one's own sorting."""
    name, _at, domain = email.strip().lower().rpartition("@")
    return f"{name.partition('+')[0]}@{domain}"


def mailboxes(*people: User) -> set[str]:
    """All the mailboxes of these people, also those they do not sign in with."""
    more = EmailAddress.objects.filter(user__in=people).values_list("email", flat=True)
    return {mailbox(email) for email in (*(person.email for person in people), *more)}


def check_pace(asked: int) -> None:
    """Whether the person may ask once more, having asked so often within the hour."""
    if asked >= MOST_AN_HOUR:
        raise WrongState(_("You asked many supervisors just now. Go on in an hour."))


def check_send(user: User, row: TaskEndorsement) -> None:
    """Whether the link may be mailed once more."""
    check("ask", user, row.task)
    if row.state != PENDING:
        raise WrongState(_("This request is not open any more. Ask anew."))
    if row.sent >= MOST_MAILS:
        raise WrongState(
            _("The link was mailed %(count)s times. Talk to the supervisor, or ask another one.")
            % {"count": row.sent}
        )
    if row.sent_at > timezone.now() - APART:
        raise WrongState(_("The link was mailed a moment ago. Wait an hour before the next one."))


def check_answer(row: TaskEndorsement, endorses: bool, by: User | None) -> Transition:
    """Whether this request can be answered now; `by` None is who came by the mailed link."""
    if by is not None and by.pk != row.supervisor_id:
        raise NotAllowed(_("Only the supervisor who was asked answers."))
    transition = ENDORSEMENT.check_state("endorse" if endorses else "refuse", row.state)
    if row.expires_at <= timezone.now():
        raise WrongState(transition.refusal)
    return transition
