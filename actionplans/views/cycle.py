"""The year of one committee: beginning the plan, taking lines over, what is due and when."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Count, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from actionplans import carryover, dues
from actionplans.actions import cycle as actions
from actionplans.actions import plans, templates
from actionplans.forms.cycle import CarryForm, DuesForm, TakeOverForm
from actionplans.models import (
    FIRST_PLAN_YEAR,
    DueRules,
    Plan,
    PlanLine,
    ProvinceDueRules,
    TemplateLine,
    TemplateTaken,
)
from actionplans.policy import cycle as policy
from actionplans.policy.plans import check_plan
from actionplans.tabs import year_tabs
from actionplans.views.years import plan_of
from committees import access, audit
from committees.calendar import LAST_BE_YEAR, fiscal_year, today
from committees.errors import Conflict, WrongState
from committees.exports import Sheet, csv_response, xlsx_response
from committees.gather import asked_alone, gather
from committees.http import PersonRequest, conflict_rows, inside, scoped, signed_in
from committees.models import Committee
from committees.policy import allows
from committees.querysets import Scope
from committees.tabs import sees_papers
from committees.templatetags.ui import status_of

TOGETHER = Committee.objects.select_related("province", "area")


def committee_year(request: PersonRequest, slug: str, year: int) -> tuple[Committee, Scope]:
    """A committee whose papers the person sees, from inside or from above, or 404."""
    committee = scoped(TOGETHER, request.user, slug=slug)
    scope = access.scope_of(request.user)
    if not sees_papers(scope, committee) or not FIRST_PLAN_YEAR <= year <= LAST_BE_YEAR:
        raise Http404
    return committee, scope


# --- Beginning the plan ---------------------------------------------------------------------------


@signed_in
@require_http_methods(["GET", "POST"])
def season(request: PersonRequest, slug: str, year: int) -> HttpResponse:
    """Where the drafting of a year's plan begins: what is due, and what there is to begin with."""
    committee, scope = committee_year(request, slug, year)
    inside(request.user, committee)
    check_plan(request.user, committee)
    plan, rules, counts, asked = _beginning(committee, year, scope)
    if request.method == "POST":
        if plan is None:
            try:
                plan = plans.start_plan(committee=committee, fiscal_year=year, by=request.user)
            except WrongState:  # started by somebody else in this moment
                return redirect("season", slug=slug, year=year)
        return redirect(plan)
    context = {
        "committee": committee,
        "year": year,
        "before": year - 1,
        "plan": plan,
        "due": dues.annual_due(rules.of(committee), year),
        "lines_before": counts.get(year - 1, 0),
        "asked": len(asked),
        "lines": counts.get(year, 0),
    }
    return render(request, "actionplans/season.html", context)


def _beginning(
    committee: Committee, year: int, scope: Scope
) -> tuple[Plan | None, dues.Rules, dict[int, int], list[TemplateLine]]:
    """The plan, the due days, lines of it and of the year before, and what is asked for."""
    plans_of = Plan.objects.visible_to(scope).filter(committee=committee, fiscal_year=year)
    lines = (
        PlanLine.objects.visible_to(scope)
        .standing()
        .filter(committee=committee, plan__fiscal_year__in=[year - 1, year])
    )
    counted = lines.order_by().values_list("plan__fiscal_year").annotate(count=Count("pk"))
    found, own, provinces, counts, asked = gather(
        [plans_of, *dues.day_rows(scope, [committee.pk]), counted, _asked(committee, year, scope)]
    )
    plan = found[0] if found else None
    if plan is not None:
        plan.committee = committee
    return plan, dues.Rules.of_rows(own, provinces), dict(counts), asked


def _asked(committee: Committee, year: int, scope: Scope) -> QuerySet[TemplateLine]:
    """The lines PSDHS asks this committee for."""
    rows: QuerySet[TemplateLine] = TemplateLine.objects.visible_to(scope).filter(
        province_id=committee.province_id,
        fiscal_year=year,
        withdrawn_at__isnull=True,
        kinds__contains=[committee.kind],
    )
    return rows.select_related("measure")


# --- Taking lines over ----------------------------------------------------------------------------


@signed_in
@require_http_methods(["GET", "POST"])
def lines_carry(request: PersonRequest, slug: str, year: int) -> HttpResponse:
    """Take unfinished lines of the year before over, chosen one by one."""
    plan = plan_of(request, slug, year)
    inside(request.user, plan)
    check_plan(request.user, plan.committee)
    rows = carryover.unfinished(plan, access.scope_of(request.user))
    free = [row for row in rows if row.taken is None]
    # What was taken over meanwhile is no mistake of who sends the form again: it stays as it is.
    offered = [row.line.pk for row in rows]
    form = CarryForm(request.POST if request.method == "POST" else None, offered=offered)
    if request.method == "POST" and form.is_valid():
        chosen = set(form.cleaned_data["lines"])
        lines = [row.line for row in rows if str(row.line.pk) in chosen]
        try:
            made = actions.carry_lines(plan=plan, lines=lines, by=request.user)
        except WrongState as refused:
            form.add_error(None, refused.reason)
        else:
            _say_taken(request, len(made))
            return redirect(plan)
    context = {
        "plan": plan,
        "committee": plan.committee,
        "before": year - 1,
        "rows": rows,
        "free": free,
        "form": form,
        "chosen": form.chosen,
        "tabs": year_tabs(plan.committee, year, "plan", access.scope_of(request.user)),
    }
    return render(
        request, "actionplans/lines_carry.html", context, status=400 if form.errors else 200
    )


def _say_taken(request: PersonRequest, count: int) -> None:
    if not count:
        messages.info(request, _("These lines are in the plan already."))
        return
    said = ngettext(
        "%(count)d line is taken over. Look its dates and money over.",
        "%(count)d lines are taken over. Look their dates and money over.",
        count,
    )
    messages.success(request, said % {"count": count})


@signed_in
@require_http_methods(["GET", "POST"])
def lines_asked(request: PersonRequest, slug: str, year: int) -> HttpResponse:
    """The lines PSDHS asks this committee for: take them over one by one, or several at once."""
    plan = plan_of(request, slug, year)
    inside(request.user, plan)
    scope = access.scope_of(request.user)
    writes = allows(check_plan, request.user, plan.committee)
    asked = list(_asked(plan.committee, year, scope))
    taken = {
        row.template_id: row
        for row in TemplateTaken.objects.visible_to(scope)
        .filter(committee=plan.committee, template__in=asked, standing=True)
        .select_related("line")
    }
    free = [template for template in asked if template.pk not in taken] if writes else []
    if request.method == "POST":
        check_plan(request.user, plan.committee)
    # A line that somebody took over meanwhile stays chosen, and is left as it is.
    form = TakeOverForm(
        request.POST if request.method == "POST" else None,
        province=plan.province_id,
        offered=asked if request.method == "POST" else free,
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = templates.take_over_all(plan=plan, chosen=form.chosen(), by=request.user)
        except WrongState as refused:
            form.add_error(None, refused.reason)
        else:
            _say_taken(request, len(made))
            return redirect(plan)
    fields = {row["template"].pk: row for row in form.rows()}
    context = {
        "plan": plan,
        "committee": plan.committee,
        "rows": [
            {
                "template": template,
                "taken": taken.get(template.pk),
                "field": fields.get(template.pk) if template.pk not in taken else None,
            }
            for template in asked
        ],
        "form": form,
        "free": free,
        "writes": writes,
        "tabs": year_tabs(plan.committee, year, "plan", scope),
    }
    return render(
        request, "actionplans/lines_asked.html", context, status=400 if form.errors else 200
    )


# --- What is due ----------------------------------------------------------------------------------


def dated(scope: Scope, committees: list[Committee], year: int) -> list[dues.Due]:
    """All that is due of these committees in a year, in two statements."""

    def part() -> Any:
        rules = yield from dues.asking_days(scope)
        return (yield from dues.asking_dues(dues.Asked(scope, committees, year, rules)))

    found: list[dues.Due] = asked_alone(part())
    return found


@signed_in
@require_safe
def year_calendar(request: PersonRequest, slug: str, year: int) -> HttpResponse:
    """All that is due of a committee in a fiscal year, with how each stands."""
    committee, scope = committee_year(request, slug, year)
    rows = dated(scope, [committee], year)
    context = {
        "committee": committee,
        "year": year,
        "rows": rows,
        "next": next((row for row in rows if not row.done and row.day >= today()), None),
        "late": sum(1 for row in rows if row.late),
        "done": sum(1 for row in rows if row.done),
        "may_settle": allows(policy.check_dues, request.user, committee),
        "tabs": year_tabs(committee, year, "calendar", scope),
        "print_of": committee.name,
    }
    return render(request, "actionplans/year_calendar.html", context)


@signed_in
@require_safe
def year_calendar_export(request: PersonRequest, slug: str, year: int, form: str) -> HttpResponse:
    """The same as a spreadsheet."""
    committee, scope = committee_year(request, slug, year)
    rows = dated(scope, [committee], year)
    name = f"calendar-{committee.slug}-{year}"
    return calendar_file(request, name, form, rows, {committee.pk: committee})


def calendar_file(
    request: PersonRequest,
    name: str,
    form: str,
    rows: list[dues.Due],
    committees: dict[int, Committee],
) -> HttpResponse:
    """A calendar as a workbook or as CSV."""
    headers = [_("day"), _("committee"), _("what is due"), _("status")]
    cells: list[list[Any]] = [
        [
            row.day,
            committees[row.committee_id].short,
            row.what,
            row.text or str(status_of("late" if row.late else row.state).label),
        ]
        for row in rows
    ]
    if form == "csv":
        return csv_response(f"{name}.csv", cells, headers)
    if form == "xlsx":
        sheet = Sheet(_("Calendar"), headers, cells)
        return xlsx_response(f"{name}.xlsx", [sheet], language=request.LANGUAGE_CODE)
    raise Http404


# --- Due days -------------------------------------------------------------------------------------


@signed_in
@require_http_methods(["GET", "POST"])
def committee_dues(request: PersonRequest, slug: str) -> HttpResponse:
    """Settle when this committee's plans and reports are due."""
    year = fiscal_year(today())
    committee, scope = committee_year(request, slug, year)
    policy.check_dues(request.user, committee)
    own = DueRules.objects.visible_to(scope).filter(committee=committee).first()
    form = DuesForm(
        request.POST if request.method == "POST" else None,
        initial=DuesForm.initial_of(own or dues.days_of(committee), own.version if own else 0),
    )
    more: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_dues(
                committee=committee,
                values=form.values(),
                version=form.cleaned_data["version"],
                by=request.user,
            )
        except Conflict:
            now = DueRules.objects.visible_to(scope).filter(committee=committee).first()
            shown = now or dues.days_of(committee)
            form, more = dues_conflict(request, form, shown, now.version if now else 0)
            if now is not None:
                last = audit.history_of(now, scope, 1)
                more["last"] = last[0] if last else None
        else:
            messages.success(request, _("The due days are saved."))
            return redirect("year_calendar", slug=slug, year=year)
    province = ProvinceDueRules.objects.visible_to(scope).filter(province=committee.province)
    context = {
        "committee": committee,
        "year": year,
        "own": own,
        "usual": province.first() or dues.USUAL,
        "form": form,
        "history": audit.history_of(own, scope) if own else [],
        **more,
    }
    status = 409 if more else (400 if form.errors else 200)
    return render(request, "actionplans/committee_dues.html", context, status=status)


def dues_conflict(
    request: PersonRequest, form: DuesForm, now: dues.Days, version: int
) -> tuple[DuesForm, dict[str, Any]]:
    """The form with what was typed and the newer version, and what differs side by side."""
    rows = conflict_rows(form, DuesForm.initial_of(now, version))
    data = request.POST.copy()
    data["version"] = str(version)
    again = DuesForm(data)
    again.is_valid()
    return again, {"rows": rows, "conflict": True}


@signed_in
@require_POST
def committee_dues_clear(request: PersonRequest, slug: str) -> HttpResponse:
    """Go by the days of the province again."""
    year = fiscal_year(today())
    committee, _scope = committee_year(request, slug, year)
    actions.clear_dues(committee=committee, by=request.user)
    messages.success(request, _("The due days of the province hold again."))
    return redirect("year_calendar", slug=slug, year=year)
