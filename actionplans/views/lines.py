"""Writing the lines of a plan."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from actionplans.actions import plans as actions
from actionplans.actions import templates
from actionplans.actions.plans import content_of
from actionplans.forms.plans import LineForm
from actionplans.lines import FIELDS, show
from actionplans.models import Plan, PlanLine, QuarterPlan, TemplateLine
from actionplans.policy import plans as policy
from actionplans.policy.cycle import check_take_over
from actionplans.views.years import plan_of
from actionplans.workflow.plans import OPEN
from committees import access
from committees.errors import Conflict, WrongState
from committees.http import PersonRequest, inside, safe_int, scoped, signed_in
from committees.models import Area, AuditEvent, Committee
from members.models import Recommendation
from members.workflow.workshops import CLOSED, UNSETTLED

MOST = 100


def _plan_inside(request: PersonRequest, slug: str, year: int) -> Plan:
    plan = plan_of(request, slug, year)
    inside(request.user, plan)
    return plan


def recommendations_for(
    request: PersonRequest, committee: Committee, line: PlanLine | None = None
) -> list[Recommendation]:
    """What a line can come from: unsettled recommendations of closed workshops, and its own."""
    wanted = Q(workshop__state=CLOSED, state__in=UNSETTLED)
    if line is not None:
        wanted |= Q(pk__in=[row.pk for row in line.recommendations.all()])
    rows = Recommendation.objects.visible_to(access.scope_of(request.user))
    return list(rows.filter(wanted, committee=committee).order_by("-workshop", "number")[:MOST])


def _line(request: PersonRequest, plan: Plan, pk: int) -> PlanLine:
    together = PlanLine.objects.select_related("plan", "committee", "responsible")
    return scoped(together, request.user, pk=pk, plan=plan)


@signed_in
@require_safe
def line_add(request: PersonRequest, slug: str) -> HttpResponse:
    """Lead to the form for a line of the year being planned, or to starting that year's plan."""
    committee = scoped(Committee, request.user, slug=slug)
    inside(request.user, committee)
    newest = (
        Plan.objects.visible_to(access.scope_of(request.user))
        .filter(committee=committee)
        .order_by("-fiscal_year")
        .first()
    )
    if newest is None:
        return redirect("plan_new", slug=slug)
    return redirect("line_new", slug=slug, year=newest.fiscal_year)


@signed_in
@require_http_methods(["GET", "POST"])
def line_new(request: PersonRequest, slug: str, year: int) -> HttpResponse:
    """Add a line."""
    plan = _plan_inside(request, slug, year)
    policy.check_plan(request.user, plan.committee)
    offered = recommendations_for(request, plan.committee)
    asked = safe_int(request.GET.get("recommendation", ""))
    template = _asked_template(request, plan)
    form = LineForm(
        request.POST if request.method == "POST" else None,
        plan=plan,
        offered=offered,
        origin=next((row for row in offered if row.pk == asked), None),
        begins=template.begins() if template else None,
    )
    if request.method == "POST" and form.is_valid():
        try:
            line = _added(request, plan, form, template)
        except WrongState as refused:
            form.add_error(None, refused.reason)
        else:
            messages.success(request, _("“%(line)s” is in the plan.") % {"line": line.what})
            return redirect(plan)
    return _form_page(request, plan, form, None, template=template)


def _asked_template(request: PersonRequest, plan: Plan) -> TemplateLine | None:
    """The line PSDHS asks for that the new one begins with, or 404 where it may not."""
    wanted = request.GET.get("asked")
    if wanted is None:
        return None
    year = plan.fiscal_year
    template = scoped(TemplateLine, request.user, pk=safe_int(wanted) or 0, fiscal_year=year)
    check_take_over(request.user, template, plan)
    return template


def _added(
    request: PersonRequest, plan: Plan, form: LineForm, template: TemplateLine | None
) -> PlanLine:
    values, key = form.values(), form.cleaned_data["form_key"]
    if template is None:
        return actions.add_line(plan=plan, values=values, by=request.user, form_key=key)
    return templates.take_over(
        template=template, plan=plan, values=values, by=request.user, form_key=key
    )


@signed_in
@require_http_methods(["GET", "POST"])
def line_edit(request: PersonRequest, slug: str, year: int, pk: int) -> HttpResponse:
    """Change a line. Somebody else's change in the meantime is shown beside one's own."""
    plan = _plan_inside(request, slug, year)
    line = _line(request, plan, pk)
    policy.check_line(request.user, line)
    form = LineForm(
        request.POST if request.method == "POST" else None,
        plan=plan,
        line=line,
        offered=recommendations_for(request, plan.committee, line),
    )
    conflict: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        try:
            saved = actions.change_line(
                line=line,
                values=form.values(),
                version=form.cleaned_data["version"] or 0,
                by=request.user,
            )
        except Conflict:
            form, conflict = _conflict(request, plan, line, form)
        except WrongState as refused:
            form.add_error(None, refused.reason)
        else:
            messages.success(request, _("“%(line)s” is saved.") % {"line": saved.what})
            return redirect(plan)
    return _form_page(request, plan, form, line, conflict)


def _conflict(
    request: PersonRequest, plan: Plan, line: PlanLine, form: LineForm
) -> tuple[LineForm, dict[str, Any]]:
    """The form with what was typed and the newer version, and what differs side by side."""
    current = PlanLine.objects.get(pk=line.pk)
    theirs = show(content_of(current), key=current.pk, position=1)
    yours = show(_typed_content(form), key=current.pk, position=1)
    rows = [
        {"label": label, "theirs": getattr(theirs, name), "yours": getattr(yours, name)}
        for name, label in FIELDS.items()
        if getattr(theirs, name) != getattr(yours, name)
    ]
    newest = (
        AuditEvent.objects.visible_to(access.scope_of(request.user))
        .filter(subject_type=line._meta.label_lower, subject_id=str(line.pk))
        .first()
    )
    data = request.POST.copy()
    data["version"] = str(current.version)
    conflict = {
        "rows": rows,
        "who": newest.actor if newest else "",
        "at": newest.at if newest else current.changed_at,
    }
    offered = recommendations_for(request, plan.committee, current)
    return LineForm(data, plan=plan, line=current, offered=offered), conflict


def _typed_content(form: LineForm) -> dict[str, Any]:
    values = form.values()
    return {
        **{key: values[key] for key in ("what", "pillar", "funding", "funder")},
        **{key: values[key] for key in ("indicator", "target")},
        "responsible": _names(values["responsible"]),
        "supporting": [_names(item) for item in values["supporting"]],
        "places": [_titles(item) for item in values["places"]],
        "starts": values["starts"].isoformat(),
        "ends": values["ends"].isoformat(),
        "budget": str(values["budget"]),
        "measure": _names(values["measure"]) if values["measure"] else None,
        "recommendations": [
            {"id": row.pk, "text": row.text} for row in values.get("recommendations", ())
        ],
    }


def _names(thing: Any) -> dict[str, str]:
    return {"th": thing.name_in("th"), "en": thing.name_in("en")}


def _titles(area: Area) -> dict[str, str]:
    return {"th": area.titled_in("th"), "en": area.titled_in("en")}


def _form_page(
    request: PersonRequest,
    plan: Plan,
    form: LineForm,
    line: PlanLine | None,
    conflict: dict[str, Any] | None = None,
    *,
    template: TemplateLine | None = None,
) -> HttpResponse:
    quarters = QuarterPlan.objects.filter(plan=plan).order_by("quarter")
    locked = [quarter for quarter in quarters if quarter.state not in OPEN]
    status = 409 if conflict else (400 if form.is_bound and form.errors else 200)
    context = {
        "plan": plan,
        "committee": plan.committee,
        "form": form,
        "line": line,
        "template": template,
        "conflict": conflict,
        "locked": ", ".join(quarter.period.label() for quarter in locked),
    }
    return render(request, "actionplans/line_form.html", context, status=status)


@signed_in
@require_POST
def line_remove(request: PersonRequest, slug: str, year: int, pk: int) -> HttpResponse:
    """Take a line out; the page then offers to put it back."""
    plan = _plan_inside(request, slug, year)
    line = actions.remove_line(line=_line(request, plan, pk), by=request.user)
    messages.success(
        request,
        _("“%(line)s” is removed. You can put it back at the foot of this page.")
        % {"line": line.what},
    )
    return redirect(plan)


@signed_in
@require_POST
def line_restore(request: PersonRequest, slug: str, year: int, pk: int) -> HttpResponse:
    """Put a removed line back."""
    plan = _plan_inside(request, slug, year)
    line = actions.restore_line(line=_line(request, plan, pk), by=request.user)
    messages.success(request, _("“%(line)s” is back in the plan.") % {"line": line.what})
    return redirect(plan)
