"""The catalogue of a province's indicators, which PSDHS keeps."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from actionplans import measures
from actionplans.actions import indicators as actions
from actionplans.forms.indicators import IndicatorForm, StartersForm
from actionplans.indicator_pages import belongs, defined, figure, standings
from actionplans.models import Indicator, Measure
from actionplans.policy import indicators as policy
from actionplans.starters import STARTERS
from actionplans.tabs import province_tabs
from actionplans.views.indicator_matrix import (
    counted_in,
    province_of,
    targets_in,
)
from actionplans.views.indicators import spreadsheet
from actionplans.years import year_asked, year_filter
from committees import access, audit
from committees.errors import Conflict, WrongState
from committees.http import (
    PersonRequest,
    capped_count,
    conflict_rows,
    pages,
    scoped,
    signed_in,
)
from committees.lists import export_links, links, one_of
from committees.models import Area, AuditEvent, Committee
from committees.search import read_query

PAGE = 40
MOST_ROWS = 1000


@signed_in
@require_safe
def indicators_catalogue(request: PersonRequest, code: int) -> HttpResponse:
    """What the province counts, with how; PSDHS keeps it, everybody in the province reads it."""
    province = province_of(request, code)
    scope = access.scope_of(request.user)
    q = read_query(request.GET.get("q", ""))
    shown = one_of(request, "show", ("", "retired"))
    rows = Indicator.objects.visible_to(scope).filter(
        province=province, retired_at__isnull=shown != "retired"
    )
    if q:
        rows = rows.filter(Q(name_th__icontains=q) | Q(name_en__icontains=q))
    found, pager = pages(request, rows.order_by("sort_key", "pk"), PAGE)
    count, capped = capped_count(rows)
    keeps = policy.keeping(request.user, code) is not None
    context = {
        "province": province,
        "rows": [{"indicator": row, "definition": defined(row)} for row in found],
        "pager": pager | {"count": count, "capped": capped},
        "q": q,
        "quick": links(request, "show", {"": _("In use"), "retired": _("Retired")}, shown),
        "clear_url": reverse("indicators_catalogue", args=[code]) if q else "",
        "exports": export_links("indicators_catalogue_export", code),
        "shown": shown,
        "keeps": keeps,
        "starters": keeps and not q and not shown,
        "tabs": province_tabs(province, "indicators", scope),
        "print_of": province.name,
    }
    return render(request, "actionplans/indicators_catalogue.html", context)


@signed_in
@require_safe
def indicators_catalogue_export(request: PersonRequest, code: int, form: str) -> HttpResponse:
    """The catalogue as a spreadsheet."""
    province = province_of(request, code)
    scope = access.scope_of(request.user)
    rows = Indicator.objects.visible_to(scope).filter(province=province)
    headers = [_("indicator"), _("unit"), _("pillar"), _("how it is counted"), _("in use")]
    cells = [
        [
            row.name,
            row.unit,
            row.get_pillar_display(),
            defined(row),
            _("no") if row.retired_at else _("yes"),
        ]
        for row in rows.order_by("sort_key", "pk")[:MOST_ROWS]
    ]
    name = _("Catalogue of indicators, %(province)s") % {"province": province.name}
    return spreadsheet(form, name, headers, cells)


def indicator_of(request: PersonRequest, code: int, pk: int) -> Indicator:
    """An indicator of this province that the person may see, or 404."""
    with_province = Indicator.objects.select_related("province")
    return scoped(with_province, request.user, pk=pk, province_id=code)


@signed_in
@require_safe
def indicator(request: PersonRequest, code: int, pk: int) -> HttpResponse:
    """One indicator: how it is counted, and each committee's year that the person sees."""
    row = indicator_of(request, code, pk)
    scope = access.scope_of(request.user)
    year = year_asked(request)
    counted = measures.count(scope, year, [row], counted_in(request, code))
    targets = targets_in(request, code, year)
    committees = Committee.objects.visible_to(scope).filter(
        pk__in=counted.committees | set(targets), province_id=code
    )
    found, pager = pages(request, committees.order_by("sort_key", "pk"), PAGE)
    of_each = [
        {
            "committee": one,
            "standing": standings([row], counted, targets.get(one.pk, {}), one, year)[0],
        }
        for one in found
        if belongs(row, one)
    ]
    context = {
        "indicator": row,
        "province": row.province,
        "definition": defined(row),
        "year": year,
        "filters": [year_filter(year)],
        "rows": of_each,
        "pager": pager,
        "overseer": code in scope.overseen_provinces,
        "total": figure(counted.value(row)),
        "may_change": policy.allows_change(request.user, row),
        "keeps": policy.keeping(request.user, code) is not None,
        "history": audit.history_of(row, scope),
        "print_of": row.province.name,
    }
    return render(request, "actionplans/indicator.html", context)


@signed_in
@require_http_methods(["GET", "POST"])
def indicator_new(request: PersonRequest, code: int) -> HttpResponse:
    """Add an indicator to the catalogue."""
    province = province_of(request, code)
    policy.check_keep(request.user, code)
    form = IndicatorForm(
        request.POST if request.method == "POST" else None, initial=IndicatorForm.initial_of(None)
    )
    if request.method == "POST" and form.is_valid():
        try:
            row = actions.add_indicator(
                province=province,
                values=form.values(),
                by=request.user,
                form_key=form.cleaned_data["form_key"],
            )
        except WrongState as refused:
            form.add_error("name_th", refused.reason)
        else:
            messages.success(request, _("“%(name)s” is in the catalogue.") % {"name": row.name})
            return redirect(row)
    return _form_page(request, province, None, form)


@signed_in
@require_http_methods(["GET", "POST"])
def indicator_edit(request: PersonRequest, code: int, pk: int) -> HttpResponse:
    """Change an indicator."""
    row = indicator_of(request, code, pk)
    policy.check_change(request.user, row)
    form = IndicatorForm(
        request.POST if request.method == "POST" else None, initial=IndicatorForm.initial_of(row)
    )
    if request.method == "POST" and form.is_valid():
        try:
            saved = actions.change_indicator(
                indicator=row,
                values=form.values(),
                version=form.cleaned_data["version"] or 0,
                by=request.user,
            )
        except Conflict:
            return _edit_conflict(request, row, form)
        except WrongState as refused:
            form.add_error(None, refused.reason)
        else:
            messages.success(request, _("“%(name)s” is saved.") % {"name": saved.name})
            return redirect(saved)
    return _form_page(request, row.province, row, form)


def _edit_conflict(request: PersonRequest, row: Indicator, form: IndicatorForm) -> HttpResponse:
    """Theirs and yours side by side; the form keeps what was typed and takes their version."""
    newest = indicator_of(request, row.province_id, row.pk)
    data = request.POST.copy()
    data["version"] = str(newest.version)
    again = IndicatorForm(data)
    again.is_valid()
    last = (
        AuditEvent.objects.visible_to(access.scope_of(request.user))
        .filter(subject_type=newest._meta.label_lower, subject_id=str(newest.pk))
        .first()
    )
    conflict = {
        "who": last.actor if last else _("Somebody"),
        "at": last.at if last else newest.changed_at,
        "rows": conflict_rows(form, IndicatorForm.initial_of(newest)),
        "theirs_url": newest.get_absolute_url(),
    }
    return _form_page(request, row.province, newest, again, conflict)


def _form_page(
    request: PersonRequest,
    province: Area,
    row: Indicator | None,
    form: IndicatorForm,
    conflict: dict[str, Any] | None = None,
) -> HttpResponse:
    status = 409 if conflict else (400 if form.is_bound else 200)
    context = {
        "province": province,
        "indicator": row,
        "form": form,
        "conflict": conflict,
        "reported": Measure.REPORTED,
    }
    return render(request, "actionplans/indicator_form.html", context, status=status)


@signed_in
@require_http_methods(["GET", "POST"])
def indicators_starters(request: PersonRequest, code: int) -> HttpResponse:
    """Take indicators that committees elsewhere count by, chosen by hand."""
    province = province_of(request, code)
    policy.check_keep(request.user, code)
    names = [values["name_th"] for values in STARTERS.values()]
    scope = access.scope_of(request.user)
    taken = Indicator.objects.visible_to(scope).filter(province=province, name_th__in=names)
    form = StartersForm(
        request.POST if request.method == "POST" else None,
        taken=taken.values_list("name_th", flat=True),
        language=get_language() or "th",
    )
    if request.method == "POST" and form.is_valid():
        actions.take_starters(province=province, codes=form.cleaned_data["codes"], by=request.user)
        messages.success(request, _("The indicators are in the catalogue."))
        return redirect("indicators_catalogue", code=code)
    context = {"province": province, "form": form}
    status = 400 if form.is_bound else 200
    return render(request, "actionplans/indicators_starters.html", context, status=status)


@signed_in
@require_POST
def indicator_retire(request: PersonRequest, code: int, pk: int) -> HttpResponse:
    """Take an indicator out of use; the page then offers to put it back."""
    return _move(request, code, pk, actions.retire_indicator)


@signed_in
@require_POST
def indicator_restore(request: PersonRequest, code: int, pk: int) -> HttpResponse:
    """Put a retired indicator back into use."""
    return _move(request, code, pk, actions.restore_indicator)


def _move(
    request: PersonRequest, code: int, pk: int, act: Callable[..., Indicator]
) -> HttpResponse:
    row = act(indicator=indicator_of(request, code, pk), by=request.user)
    said = _("“%(name)s” is retired.") if row.retired_at else _("“%(name)s” is in use again.")
    messages.success(request, said % {"name": row.name})
    return redirect(row)
