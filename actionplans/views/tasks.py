"""One task: its page, giving it and changing it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from actionplans.actions import tasks as actions
from actionplans.forms.tasks import TaskForm
from actionplans.models import PlanLine, Task, TaskEndorsement
from actionplans.policy import endorsements as endorsement_policy
from actionplans.policy import tasks as policy
from actionplans.views.years import plan_of
from actionplans.workflow.tasks import NONE, OPEN, PENDING, TASK
from committees import access, audit, rls
from committees.calendar import today
from committees.errors import Conflict, NotAllowed, WrongState
from committees.http import PersonRequest, conflict_rows, inside, scoped, signed_in
from committees.models import AuditEvent, Committee
from committees.policy import allows
from committees.querysets import Scope
from members.models import Seat

MOST_SEATS = 500
TOGETHER = Task.objects.select_related(
    "committee__area", "committee__province", "line__plan", "person", "organisation",
    "delegated_by", "sits_in", "evidence", "done_by", "verified_by",
)  # fmt: skip


def task_of(request: PersonRequest, slug: str, pk: int) -> Task:
    """A task of this committee that the person may see, or 404."""
    return scoped(TOGETHER, request.user, pk=pk, committee__slug=slug)


def seats_for(scope: Scope, committee: Committee) -> QuerySet[Seat]:
    """The seats a task of this committee can be given to, as far as the person sees them."""
    rows: QuerySet[Seat] = (
        Seat.objects.visible_to(scope)
        .current(today())
        .filter(policy.seats_in_reach(committee))
        .select_related("person", "organisation", "committee")
        .order_by("organisation__sort_key", "person__sort_key", "pk")
    )
    return rows


@signed_in
@require_safe
def task(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """What is to be done, by whom, until when, how it stands, and who endorsed it."""
    row = task_of(request, slug, pk)
    scope = access.scope_of(request.user)
    may = {action for action in TASK.transitions if allows(policy.check, action, request.user, row)}
    asks = row.state == OPEN and allows(endorsement_policy.check, "ask", request.user, row)
    context = {
        "task": row,
        "committee": row.committee,
        "inside": scope.sees_inside(row),
        "may": may,
        "asks": asks,
        "request_row": _pending(row, scope) if asks else None,
        "waives": asks and row.endorsement_shown not in (NONE, "endorsed", "waived"),
        "history": history_of(row, scope),
        "print_of": row.committee.name,
    }
    return render(request, "actionplans/task.html", context)


def _pending(row: Task, scope: Scope) -> TaskEndorsement | None:
    if row.endorsement != PENDING:
        return None
    found: TaskEndorsement | None = (
        TaskEndorsement.objects.visible_to(scope).filter(task=row, state=PENDING).first()
    )
    return found


def history_of(row: Task, scope: Scope) -> list[audit.Sentence]:
    """What happened to a task: whoever has it reads that, also from a group below."""
    if scope.sees_inside(row):
        return audit.history_of(row, scope)
    with rls.acting_as_system("history of an own task"):
        events = AuditEvent.objects.filter(
            subject_type=row._meta.label_lower, subject_id=str(row.pk)
        )
        return audit.sentences(events[:50])


@signed_in
@require_http_methods(["GET", "POST"])
def task_new(request: PersonRequest, slug: str, year: int, pk: int) -> HttpResponse:
    """Give somebody a task under a line of the plan."""
    plan = plan_of(request, slug, year)
    inside(request.user, plan)
    lines = PlanLine.objects.select_related("plan", "committee", "responsible")
    line = scoped(lines, request.user, pk=pk, plan=plan)
    policy.check_delegate(request.user, line)
    posted = request.method == "POST"
    scope = access.scope_of(request.user)
    form = TaskForm(
        request.POST if posted else None,
        seats=seats_for(scope, plan.committee),
        committee_id=plan.committee_id,
    )
    if posted and form.is_valid():
        try:
            made = actions.delegate_task(
                line=line,
                values=form.values(),
                by=request.user,
                form_key=form.cleaned_data["form_key"],
            )
        except (WrongState, NotAllowed) as refused:
            form.add_error(None, refused.reason)
        else:
            messages.success(
                request, _("%(name)s has the task and was told.") % {"name": made.person.name}
            )
            return redirect("task_supervisor", slug=slug, pk=made.pk)
    return _form_page(request, plan.committee, form, line=line)


@signed_in
@require_http_methods(["GET", "POST"])
def task_edit(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """Change a task or give it to somebody else; somebody's change meanwhile stands beside."""
    row = task_of(request, slug, pk)
    policy.check("change", request.user, row)
    posted = request.method == "POST"
    form = _edit_form(request, row, request.POST if posted else None)
    conflict = None
    if posted and form.is_valid():
        try:
            saved = actions.change_task(
                task=row,
                values=form.values(),
                version=form.cleaned_data["version"] or 0,
                by=request.user,
            )
        except Conflict:
            form, conflict = _conflict(request, row, form)
        except (WrongState, NotAllowed) as refused:
            form.add_error(None, refused.reason)
        else:
            messages.success(request, _("The task is saved."))
            return redirect(saved)
    return _form_page(request, row.committee, form, task=row, line=row.line, conflict=conflict)


def _edit_form(request: PersonRequest, row: Task, data: Any) -> TaskForm:
    """The form, with the owner as it is even where that seat has ended meanwhile."""
    scope = access.scope_of(request.user)
    return TaskForm(
        data, seats=seats_for(scope, row.committee), committee_id=row.committee_id, task=row
    )


def _conflict(request: PersonRequest, row: Task, form: TaskForm) -> tuple[TaskForm, dict[str, Any]]:
    newest = task_of(request, row.committee.slug, row.pk)
    events = AuditEvent.objects.visible_to(access.scope_of(request.user))
    last = events.filter(subject_type=newest._meta.label_lower, subject_id=str(newest.pk)).first()
    typed = form.cleaned_data.get("owner")
    theirs: dict[str, Any] = {name: getattr(newest, name) for name in actions.FIELDS}
    rows = conflict_rows(form, theirs)
    if typed is not None and typed.pk != newest.owner_id:
        label = form.fields["owner"].label
        rows.append({"label": label, "theirs": newest.person.name, "yours": typed.person.name})
    data = request.POST.copy()
    data["version"] = str(newest.version)
    again = _edit_form(request, newest, data)
    again.is_valid()
    return again, {
        "who": last.actor if last else _("Somebody"),
        "at": last.at if last else newest.changed_at,
        "rows": rows,
        "theirs_url": newest.get_absolute_url(),
    }


def _form_page(
    request: PersonRequest,
    committee: Committee,
    form: TaskForm,
    *,
    task: Task | None = None,
    line: PlanLine | None = None,
    conflict: dict[str, Any] | None = None,
) -> HttpResponse:
    context = {
        "committee": committee,
        "form": form,
        "task": task,
        "line": line,
        "conflict": conflict,
        "asked_anew": task is not None and task.endorsement in (PENDING, "endorsed"),
    }
    status = 409 if conflict else (400 if form.is_bound else 200)
    return render(request, "actionplans/task_form.html", context, status=status)


def colleagues(scope: Scope, row: Task) -> QuerySet[Seat]:
    """The seats of the owner's organisation the task can be handed on to."""
    return seats_for(scope, row.committee).filter(
        ~Q(person=row.person_id), organisation=row.organisation_id
    )
