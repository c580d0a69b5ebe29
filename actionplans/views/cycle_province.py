"""The year of a province: what PSDHS asks the committees for, what is due, and who pays."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from actionplans import dues, money
from actionplans.actions import cycle as actions
from actionplans.actions import templates
from actionplans.actions.cycle import season_of
from actionplans.forms.cycle import DuesForm, TemplateForm
from actionplans.models import ProvinceDueRules, TemplateLine, TemplateTaken
from actionplans.policy import cycle as policy
from actionplans.tabs import province_tabs
from actionplans.views.cycle import calendar_file, dated, dues_conflict
from actionplans.years import year_asked, year_filter
from committees import access, audit, lists
from committees.calendar import fiscal_year, today
from committees.errors import Conflict, WrongState
from committees.exports import Sheet, csv_response, xlsx_response
from committees.http import (
    PersonRequest,
    address_with,
    conflict_rows,
    page_number,
    scoped,
    signed_in,
)
from committees.kinds import Kind
from committees.models import Area, Committee
from committees.policy import allows
from committees.querysets import Scope
from committees.templatetags.ui import status_of

SENDING = (Kind.DISTRICT, Kind.CIVIL_SOCIETY, Kind.PROVINCIAL)
MOST_COMMITTEES = 200
PER_PAGE = 60
SHOWN = ("open", "late", "all")


def overseen(request: PersonRequest, code: int) -> tuple[Area, Scope]:
    """A province the person oversees, or 404."""
    scope = access.scope_of(request.user)
    if code not in scope.overseen_provinces:
        raise Http404
    return Area.objects.get(pk=code), scope


def _committees(scope: Scope, province: Area, kinds: Any) -> list[Committee]:
    rows = Committee.objects.visible_to(scope).filter(
        province=province, kind__in=list(kinds), ended__isnull=True, closed=False
    )
    return list(rows.order_by("kind", "sort_key")[:MOST_COMMITTEES])


# --- What PSDHS asks for --------------------------------------------------------------------------


@signed_in
@require_safe
def template_lines(request: PersonRequest, code: int) -> HttpResponse:
    """The lines PSDHS asks for in a year, and which committee has taken which over."""
    province, scope = overseen(request, code)
    year = year_asked(request, season_of(today()) or fiscal_year(today()) + 1)
    table = _matrix(scope, province, year)
    context = {
        "province": province,
        "year": year,
        **table,
        "filters": [year_filter(year)],
        "exports": lists.export_links("template_lines_export", code, query=f"?year={year}"),
        "keeps": allows(policy.check_templates, request.user, code),
        "tabs": province_tabs(province, "templates", scope),
    }
    return render(request, "actionplans/template_lines.html", context)


def _matrix(scope: Scope, province: Area, year: int) -> dict[str, Any]:
    """Lines down, committees across; each cell a word of the table of states."""
    rows = TemplateLine.objects.visible_to(scope).filter(province=province, fiscal_year=year)
    templates = list(rows.select_related("measure"))
    standing = [template for template in templates if template.withdrawn_at is None]
    kinds = {kind for template in standing for kind in template.kinds}
    committees = _committees(scope, province, kinds) if kinds else []
    taken = {
        (row.template_id, row.committee_id): row
        for row in TemplateTaken.objects.visible_to(scope).filter(template__in=standing)
    }
    lines = []
    for template in standing:
        cells = [
            {"committee": committee, "state": _cell(template, committee, taken)}
            for committee in committees
        ]
        asked = [cell for cell in cells if cell["state"] != "not_asked"]
        lines.append(
            {
                "template": template,
                "cells": cells,
                "asked": len(asked),
                "taken": sum(1 for cell in asked if cell["state"] == "asked_taken"),
            }
        )
    return {
        "lines": lines,
        "committees": committees,
        "withdrawn": [template for template in templates if template.withdrawn_at is not None],
    }


def _cell(
    template: TemplateLine, committee: Committee, taken: dict[tuple[int, int], TemplateTaken]
) -> str:
    row = taken.get((template.pk, committee.pk))
    if row is not None:
        return "asked_taken" if row.standing else "asked_removed"
    return "asked_open" if committee.kind in template.kinds else "not_asked"


@signed_in
@require_safe
def template_lines_export(request: PersonRequest, code: int, form: str) -> HttpResponse:
    """The same as a spreadsheet: one row for each line, one column for each committee."""
    province, scope = overseen(request, code)
    year = year_asked(request, season_of(today()) or fiscal_year(today()) + 1)
    table = _matrix(scope, province, year)
    headers = [_("what will be done"), _("pillar"), _("from"), _("until"), _("asked of")]
    headers += [committee.short for committee in table["committees"]]
    cells = [
        [
            line["template"].what,
            str(line["template"].get_pillar_display()),
            line["template"].starts,
            line["template"].ends,
            line["template"].asked_of,
            *(str(status_of(cell["state"]).label) for cell in line["cells"]),
        ]
        for line in table["lines"]
    ]
    return _file(request, f"asked-{code}-{year}", form, _("Lines PSDHS asks for"), headers, cells)


def _file(
    request: PersonRequest, name: str, form: str, title: str, headers: Any, cells: Any
) -> HttpResponse:
    if form == "csv":
        return csv_response(f"{name}.csv", cells, headers)
    if form == "xlsx":
        sheet = Sheet(title, headers, cells)
        return xlsx_response(f"{name}.xlsx", [sheet], language=request.LANGUAGE_CODE)
    raise Http404


@signed_in
@require_http_methods(["GET", "POST"])
def template_line_new(request: PersonRequest, code: int) -> HttpResponse:
    """Ask the committees for a line."""
    province, _scope = overseen(request, code)
    policy.check_templates(request.user, code)
    year = year_asked(request, season_of(today()) or fiscal_year(today()) + 1)
    data = request.POST if request.method == "POST" else None
    form = TemplateForm(data, province=province, fiscal_year=year)
    if request.method == "POST" and form.is_valid():
        template = templates.ask_for_line(
            province_id=code,
            fiscal_year=year,
            values=form.values(),
            by=request.user,
            form_key=form.cleaned_data["form_key"],
        )
        messages.success(request, _("“%(line)s” is asked for.") % {"line": template.what})
        return redirect(f"{reverse('template_lines', args=[code])}?year={year}")
    return _template_page(request, province, year, form, None)


@signed_in
@require_http_methods(["GET", "POST"])
def template_line_edit(request: PersonRequest, code: int, pk: int) -> HttpResponse:
    """Change a line that is asked for; somebody else's change is shown beside one's own."""
    province, scope = overseen(request, code)
    policy.check_templates(request.user, code)
    template = scoped(TemplateLine, request.user, pk=pk, province=province)
    if template.withdrawn_at is not None:
        raise WrongState(_("This line is not asked for any more. Ask for it again first."))
    year = template.fiscal_year
    data = request.POST if request.method == "POST" else None
    form = TemplateForm(data, province=province, fiscal_year=year, template=template)
    conflict: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        try:
            saved = templates.change_template(
                template=template,
                values=form.values(),
                version=form.cleaned_data["version"] or 0,
                by=request.user,
            )
        except Conflict:
            now = scoped(TemplateLine, request.user, pk=pk, province=province)
            names = ("what", "pillar", "starts", "ends", "indicator", "target", "hint")
            rows = conflict_rows(form, {name: getattr(now, name) for name in names})
            last = audit.history_of(now, scope, 1)
            conflict = {"rows": rows, "last": last[0] if last else None, "conflict": True}
            again = request.POST.copy()
            again["version"] = str(now.version)
            form = TemplateForm(again, province=province, fiscal_year=year, template=now)
            form.is_valid()
        else:
            messages.success(request, _("“%(line)s” is saved.") % {"line": saved.what})
            return redirect(f"{reverse('template_lines', args=[code])}?year={year}")
    return _template_page(request, province, year, form, template, conflict)


def _template_page(
    request: PersonRequest,
    province: Area,
    year: int,
    form: TemplateForm,
    template: TemplateLine | None,
    conflict: dict[str, Any] | None = None,
) -> HttpResponse:
    scope = access.scope_of(request.user)
    context = {
        "province": province,
        "year": year,
        "form": form,
        "template": template,
        "back_url": f"{reverse('template_lines', args=[province.pk])}?year={year}",
        "history": audit.history_of(template, scope) if template else [],
        **(conflict or {}),
    }
    status = 409 if conflict else (400 if form.is_bound and form.errors else 200)
    return render(request, "actionplans/template_line_form.html", context, status=status)


@signed_in
@require_POST
def template_line_withdraw(request: PersonRequest, code: int, pk: int) -> HttpResponse:
    """Ask for it no more; the page offers to ask again."""
    province, _scope = overseen(request, code)
    template = scoped(TemplateLine, request.user, pk=pk, province=province)
    templates.withdraw_template(template=template, by=request.user)
    messages.success(request, _("“%(line)s” is not asked for any more.") % {"line": template.what})
    return redirect(f"{reverse('template_lines', args=[code])}?year={template.fiscal_year}")


@signed_in
@require_POST
def template_line_restore(request: PersonRequest, code: int, pk: int) -> HttpResponse:
    """Ask for it again."""
    province, _scope = overseen(request, code)
    template = scoped(TemplateLine, request.user, pk=pk, province=province)
    templates.restore_template(template=template, by=request.user)
    messages.success(request, _("“%(line)s” is asked for again.") % {"line": template.what})
    return redirect(f"{reverse('template_lines', args=[code])}?year={template.fiscal_year}")


# --- What is due ----------------------------------------------------------------------------------


@signed_in
@require_safe
def province_calendar(request: PersonRequest, code: int) -> HttpResponse:
    """What is due of the province's committees in a year, by day."""
    province, scope = overseen(request, code)
    year = year_asked(request, fiscal_year(today()))
    committees = _committees(scope, province, SENDING)
    shown, chosen = lists.one_of(request, "show", SHOWN), request.GET.get("committee", "")
    rows = _narrowed(dated(scope, committees, year), committees, shown, chosen)
    number = page_number(request)
    start = (number - 1) * PER_PAGE
    by_id = {committee.pk: committee for committee in committees}
    labels = {"open": _("Still to come"), "late": _("Late"), "all": _("Everything")}
    context = {
        "province": province,
        "year": year,
        "rows": [
            {"due": row, "committee": by_id[row.committee_id]}
            for row in rows[start : start + PER_PAGE]
        ],
        "late": sum(1 for row in rows if row.late),
        "count": len(rows),
        "quick": lists.links(request, "show", labels, shown),
        "filters": [
            year_filter(year),
            lists.choice(
                "committee",
                _("committee"),
                _("All"),
                [(committee.slug, committee.short) for committee in committees],
                chosen,
            ),
        ],
        "keep": [("show", shown)],
        "exports": lists.export_links(
            "province_calendar_export",
            code,
            query=lists.kept_query(request, "year", "show", "committee"),
        ),
        "clear_url": "?" if chosen or shown != "open" else "",
        "pager": {
            "prev_url": address_with(request, page=str(number - 1)) if number > 1 else "",
            "next_url": address_with(request, page=str(number + 1))
            if len(rows) > start + PER_PAGE
            else "",
        },
        "keeps": allows(policy.check_templates, request.user, code),
        "tabs": province_tabs(province, "calendar", scope),
    }
    return render(request, "actionplans/province_calendar.html", context)


def _narrowed(
    rows: list[dues.Due], committees: list[Committee], shown: str, slug: str
) -> list[dues.Due]:
    wanted = {committee.pk for committee in committees if not slug or committee.slug == slug}
    return [
        row
        for row in rows
        if row.committee_id in wanted
        and (shown == "all" or (row.late if shown == "late" else not row.done))
    ]


@signed_in
@require_safe
def province_calendar_export(request: PersonRequest, code: int, form: str) -> HttpResponse:
    """The calendar as it is filtered, as a spreadsheet."""
    province, scope = overseen(request, code)
    year = year_asked(request, fiscal_year(today()))
    committees = _committees(scope, province, SENDING)
    rows = _narrowed(
        dated(scope, committees, year),
        committees,
        lists.one_of(request, "show", SHOWN),
        request.GET.get("committee", ""),
    )
    by_id = {committee.pk: committee for committee in committees}
    return calendar_file(request, f"calendar-{code}-{year}", form, rows, by_id)


@signed_in
@require_http_methods(["GET", "POST"])
def province_dues(request: PersonRequest, code: int) -> HttpResponse:
    """Settle when plans and reports are due where a committee settles nothing itself."""
    province, scope = overseen(request, code)
    policy.check_templates(request.user, code)
    rules = ProvinceDueRules.objects.visible_to(scope).filter(province=province).first()
    version = rules.version if rules else 0
    form = DuesForm(
        request.POST if request.method == "POST" else None,
        initial=DuesForm.initial_of(rules or dues.USUAL, version),
    )
    more: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_province_dues(
                province_id=code,
                values=form.values(),
                version=form.cleaned_data["version"],
                by=request.user,
            )
        except Conflict:
            now = ProvinceDueRules.objects.visible_to(scope).filter(province=province).first()
            form, more = dues_conflict(request, form, now or dues.USUAL, now.version if now else 0)
            last = audit.history_of(now, scope, 1) if now else []
            more["last"] = last[0] if last else None
        else:
            messages.success(request, _("The due days of the province are saved."))
            return redirect("province_calendar", code=code)
    context = {
        "province": province,
        "form": form,
        "history": audit.history_of(rules, scope) if rules else [],
        **more,
    }
    status = 409 if more else (400 if form.errors else 200)
    return render(request, "actionplans/province_dues.html", context, status=status)


# --- Who pays -------------------------------------------------------------------------------------


@signed_in
@require_safe
def province_money(request: PersonRequest, code: int) -> HttpResponse:
    """What the plans sent up come to, by funding source, by pillar and by committee."""
    province, scope = overseen(request, code)
    year = year_asked(request, fiscal_year(today()))
    rows = money.sent_up_now(scope, province=province, fiscal_year=year)
    sources = money.by_source(rows)
    context = {
        "province": province,
        "year": year,
        "sources": sources,
        "pillars": money.by_pillar(rows),
        "whole": money.total(sources),
        "committees": _by_committee(scope, province, rows),
        "filters": [year_filter(year)],
        "exports": lists.export_links("province_money_export", code, query=f"?year={year}"),
        "tabs": province_tabs(province, "money", scope),
    }
    return render(request, "actionplans/province_money.html", context)


def _by_committee(scope: Scope, province: Area, rows: list[money.Money]) -> list[dict[str, Any]]:
    """What each committee's lines come to, in the order of the directory."""
    ids = {row.committee_id for row in rows}
    committees = Committee.objects.visible_to(scope).filter(province=province, pk__in=ids)
    return [
        {
            "committee": committee,
            "whole": money.total(
                money.by_source(row for row in rows if row.committee_id == committee.pk)
            ),
        }
        for committee in committees.order_by("kind", "sort_key")
    ]


@signed_in
@require_safe
def province_money_export(request: PersonRequest, code: int, form: str) -> HttpResponse:
    """By committee and funding source, as a spreadsheet."""
    province, scope = overseen(request, code)
    year = year_asked(request, fiscal_year(today()))
    rows = money.sent_up_now(scope, province=province, fiscal_year=year)
    headers = [_("committee"), _("funding source"), _("lines"), _("baht")]
    cells = []
    for found in _by_committee(scope, province, rows):
        committee = found["committee"]
        own = [row for row in rows if row.committee_id == committee.pk]
        cells += [
            [committee.name, share.label, share.lines, share.amount]
            for share in money.by_source(own)
        ]
    return _file(request, f"money-{code}-{year}", form, _("Money by source"), headers, cells)
