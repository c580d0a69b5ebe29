"""What becomes of a task: finished, verified, handed on, declined, dropped, opened again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from actionplans.actions import endorsements
from actionplans.actions import tasks as actions
from actionplans.actions.task_rows import keepers, owner_told
from actionplans.forms.tasks import FinishForm, HandOnForm, ReasonForm
from actionplans.models import Task
from actionplans.policy import endorsements as endorsement_policy
from actionplans.policy import tasks as policy
from actionplans.views.tasks import colleagues, task_of
from committees import access
from committees.http import PersonRequest, signed_in

_STEPS: dict[str, Callable[..., Any]] = {
    "verify": lambda task, by, reason: actions.verify_task(task=task, by=by, word=reason),
    "decline": lambda task, by, reason: actions.decline_task(task=task, by=by, reason=reason),
    "drop": lambda task, by, reason: actions.drop_task(task=task, by=by, reason=reason),
    "reopen": lambda task, by, reason: actions.reopen_task(task=task, by=by, reason=reason),
}
_CONSEQUENCES = {
    "verify": gettext_lazy("It counts as done for good and waits for nobody any more."),
    "decline": gettext_lazy("The task waits with who gave it, who reads your reason."),
    "drop": gettext_lazy("It shows as dropped, with your reason, and waits for nobody any more."),
    "reopen": gettext_lazy("It waits for the person it was given to again, who reads your reason."),
}
_DANGEROUS = frozenset({"decline", "drop"})


@signed_in
@require_http_methods(["GET", "POST"])
def task_step(request: PersonRequest, slug: str, pk: int, action: str) -> HttpResponse:
    """Verify, decline, drop a task or open it again."""
    if action not in _STEPS:
        raise Http404
    row = task_of(request, slug, pk)
    transition = policy.check(action, request.user, row)
    posted = request.method == "POST"
    form = ReasonForm(request.POST if posted else None, asks=transition.needs_reason)
    if posted and form.is_valid():
        done = _STEPS[action](row, request.user, form.cleaned_data["reason"])
        messages.success(request, _("It is on record."))
        return redirect(done)
    context = {
        "heading": transition.label,
        "consequence": _CONSEQUENCES[action],
        "told": _told(request, keepers(row) if action == "decline" else owner_told(row)),
        "danger": action in _DANGEROUS,
    }
    return _step_page(request, row, form, context)


@signed_in
@require_http_methods(["GET", "POST"])
def task_finish(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """Say that a task is done, what came of it, and attach what shows it."""
    row = task_of(request, slug, pk)
    transition = policy.check("finish", request.user, row)
    posted = request.method == "POST"
    form = FinishForm(request.POST, request.FILES) if posted else FinishForm()
    if posted and form.is_valid():
        data = form.cleaned_data
        actions.finish_task(
            task=row, result=data["result"], upload=data["evidence"], by=request.user
        )
        messages.success(request, _("It is on record. The task waits to be verified."))
        return redirect(row)
    context = {
        "heading": transition.label,
        "consequence": _("The task shows as done and waits to be verified."),
        "told": _told(request, keepers(row)),
    }
    return _step_page(request, row, form, context)


@signed_in
@require_http_methods(["GET", "POST"])
def task_hand_on(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """Hand a task on to somebody of the own organisation."""
    row = task_of(request, slug, pk)
    transition = policy.check("hand_on", request.user, row)
    seats = colleagues(access.scope_of(request.user), row)
    posted = request.method == "POST"
    form = HandOnForm(request.POST if posted else None, seats=seats, committee_id=row.committee_id)
    if posted and form.is_valid():
        data = form.cleaned_data
        actions.hand_on(task=row, seat=data["seat"], word=data["word"], by=request.user)
        messages.success(
            request, _("%(name)s has the task now.") % {"name": data["seat"].person.name}
        )
        # Who hands on a task of a committee above sees it no longer.
        seen = access.scope_of(request.user).sees_inside(row)
        return redirect(row if seen else "my_tasks")
    context = {
        "heading": transition.label,
        "consequence": _(
            "The task is then the other person’s. Where a supervisor was asked, the supervisor is"
            " asked anew."
        ),
        "told": _told(request, keepers(row)),
        "nobody": not seats.exists(),
    }
    return _step_page(request, row, form, context)


@signed_in
@require_http_methods(["GET", "POST"])
def task_waive(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """Let a task go on without endorsement, and say why."""
    row = task_of(request, slug, pk)
    transition = endorsement_policy.check("waive", request.user, row)
    posted = request.method == "POST"
    form = ReasonForm(request.POST if posted else None, asks=True)
    if posted and form.is_valid():
        endorsements.waive(task=row, reason=form.cleaned_data["reason"], by=request.user)
        messages.success(request, _("It is on record."))
        return redirect(row)
    context = {
        "heading": transition.label,
        "consequence": _(
            "The task shows as going on without endorsement, with your reason. A link that was"
            " mailed no longer works."
        ),
    }
    return _step_page(request, row, form, context)


def _told(request: PersonRequest, people: list[Any]) -> list[str]:
    return [person.name for person in people if person.pk != request.user.pk]


def _step_page(
    request: PersonRequest, row: Task, form: Any, context: dict[str, Any]
) -> HttpResponse:
    status = 400 if form.is_bound else 200
    given = {"task": row, "committee": row.committee, "form": form}
    return render(request, "actionplans/task_step.html", given | context, status=status)
