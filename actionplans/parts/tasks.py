"""What of the tasks waits for whom, what comes up, and what the end of a seat leaves."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from accounts.models import User
from actionplans import dues
from actionplans.actions import task_days
from actionplans.models import Task, TaskEndorsement
from actionplans.tabs import YearTab
from actionplans.tabs import register as register_tabs
from actionplans.workflow.tasks import DECLINED, DONE, OPEN, PENDING, UNSETTLED
from committees import access, home
from committees.calendar import today
from committees.gather import Asking
from committees.links import link
from committees.models import AuditEvent, Committee
from committees.querysets import Scope
from committees.roles import Permission, permissions
from members import handover
from members.handover import OpenWork
from members.models import Place, Seat

MOST = 50
MOST_OF_POSTS = 300
AHEAD = dt.timedelta(days=14)


# --- The first page -------------------------------------------------------------------------------


def waiting(user: User, scope: Scope) -> Asking[list[home.Waiting]]:
    """The person's own tasks, requests to endorse, and tasks that wait with who gives them."""
    asked = (
        TaskEndorsement.objects.visible_to(scope)
        .open_on(timezone.now())
        .filter(supervisor=user)
        .order_by("expires_at")
    )
    if not scope.inside:
        requests = yield asked[:MOST]
        return [_request(row) for row in requests]
    visible = Task.objects.visible_to(scope).select_related("committee", "person")
    requests, own, kept = yield (
        asked[:MOST],
        visible.waiting().filter(person=user).order_by("due", "pk")[:MOST],
        visible.filter(_kept_by(user, scope)).filter(_stuck()).order_by("due", "pk")[:MOST],
    )
    found = [_request(row) for row in requests] + [_own(row) for row in own]
    return found + [item for row in kept if (item := _kept(user, row)) is not None]


def _kept_by(user: User, scope: Scope) -> Q:
    """Tasks that wait with this person when they are stuck: given by them, or of their plan."""
    wanted = {Permission.DELEGATE_TASKS, Permission.EDIT_PLAN}
    keeping = [pk for pk, roles in scope.roles.items() if wanted <= permissions(roles)]
    return Q(delegated_by=user) | Q(committee_id__in=keeping)


def _stuck() -> Q:
    late = Q(endorsement=PENDING, endorse_until__lte=timezone.now())
    endorsing = Q(state=OPEN) & (Q(endorsement__in=UNSETTLED) | late)
    return Q(state__in=[DONE, DECLINED]) | Q(state=OPEN, unheld_since__isnull=False) | endorsing


def _request(row: TaskEndorsement) -> home.Waiting:
    what = row.facts["what"]
    return home.Waiting(
        verb=_("Endorse"),
        what=_("Task of %(name)s: %(what)s") % {"name": _name(row.facts["owner"]), "what": what},
        where=_name(row.facts["committee"]),
        url=row.get_absolute_url(),
        due=timezone.localdate(row.expires_at),
        tone="attention",
    )


def _name(both: dict[str, str]) -> str:
    return both.get(get_language() or "th") or both["th"]


def _own(row: Task) -> home.Waiting:
    late = row.due < today()
    soon = row.due <= today() + AHEAD
    return home.Waiting(
        verb=_("Do"),
        what=row.what,
        where=row.committee.short,
        url=row.get_absolute_url(),
        due=row.due,
        tone="bad" if late else "attention" if soon else "",
    )


def _kept(user: User, row: Task) -> home.Waiting | None:
    """The task as it waits with who gives it; None where another person has to verify it."""
    if row.state == DONE:
        mine = user.pk in (row.person_id, row.done_by_id)
        if mine or not access.can(user, Permission.DELEGATE_TASKS, row.committee):
            return None
        verb: Any = gettext_lazy("Verify")
        what = row.what
    elif row.state == DECLINED or row.unheld_since is not None:
        verb, what = gettext_lazy("Give anew"), row.what
    else:
        verb = gettext_lazy("Settle")
        what = _("Endorsement of the task: %(what)s") % {"what": row.what}
    return home.Waiting(
        verb=verb,
        what=what,
        where=row.committee.short,
        url=row.get_absolute_url(),
        since=row.changed_at,
    )


def coming(user: User, scope: Scope) -> Asking[list[home.Coming]]:
    """Days of the next two weeks on which tasks the person gave to others are due."""
    if not scope.inside:
        return []
    rows = yield (
        Task.objects.visible_to(scope)
        .waiting()
        .filter(delegated_by=user, due__gte=today(), due__lte=today() + AHEAD)
        .exclude(person=user)
        .select_related("committee", "person")
        .order_by("due", "pk")[:MOST]
    )
    return [
        home.Coming(
            row.due,
            _("Task of %(name)s: %(what)s") % {"name": row.person.name, "what": row.what},
            row.committee.short,
            row.get_absolute_url(),
        )
        for row in rows
    ]


def task_url(event: AuditEvent, committee: Committee) -> str:
    """Where a line of history about a task leads."""
    return reverse("task", args=[committee.slug, event.subject_id])


# --- The calendar ---------------------------------------------------------------------------------


def tasks_due(asked: dues.Asked) -> Asking[list[dues.Due]]:
    """The days of open tasks, for the committee's own people."""
    rows = yield (
        Task.objects.visible_to(asked.scope)
        .filter(committee_id__in=asked.ids, due__range=(asked.first, asked.last), state=OPEN)
        .select_related("committee")
        .order_by("due", "pk")[:MOST_OF_POSTS]
    )
    return [
        dues.Due(row.committee_id, row.due, row.what, row.get_absolute_url(), "task_open")
        for row in rows
    ]


# --- Posts ----------------------------------------------------------------------------------------


def post_work(user: User, places: list[Place]) -> Asking[list[OpenWork]]:
    """The open tasks of these posts, whoever holds them, as far as this person sees them."""
    rows = yield (
        Task.objects.visible_to(access.scope_of(user))
        .filter(place_id__in=[place.pk for place in places], state=OPEN)
        .select_related("committee")
        .order_by("due", "pk")[:MOST_OF_POSTS]
    )
    return [
        OpenWork(
            row.place_id,
            _("Task: %(what)s") % {"what": row.what},
            link("task", row.committee.slug, row.pk),
            due=row.due,
        )
        for row in rows
    ]


def consequences(seat: Seat) -> list[str]:
    """The open tasks a seat leaves behind when it ends."""
    count = Task.objects.filter(owner=seat, state=OPEN).count()
    if not count:
        return []
    return [
        ngettext(
            "%(count)d open task of this seat goes to whoever takes over the post; until then it"
            " waits with who gave it.",
            "%(count)d open tasks of this seat go to whoever takes over the post; until then they"
            " wait with who gave them.",
            count,
        )
        % {"count": count}
    ]


def register() -> None:
    """Add these parts, the tab and the calendar, and what follows when a post passes on."""
    home.register_waiting(waiting)
    home.register_coming(coming)
    home.register_subject_url("actionplans.task", task_url)
    dues.register("tasks", tasks_due)
    handover.register_consequence(consequences)
    handover.register_open_work(post_work)
    handover.register_taken_over(task_days.pass_on_with)
    register_tabs(YearTab("tasks", gettext_lazy("Tasks"), "tasks", 10, inside=True))
