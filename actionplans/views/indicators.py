"""A committee's indicators of a fiscal year: targets beside what was counted, and setting them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from actionplans import measures
from actionplans.actions import indicators as actions
from actionplans.forms.indicators import TargetsForm
from actionplans.indicator_pages import Standing, belongs, standings
from actionplans.models import FIRST_PLAN_YEAR, Indicator, Target
from actionplans.policy import indicators as policy
from actionplans.tabs import year_tabs
from committees import access, audit, exports
from committees.calendar import LAST_BE_YEAR, fiscal_year, today
from committees.errors import Conflict, WrongState
from committees.http import PersonRequest, inside, signed_in
from committees.lists import export_links
from committees.models import AuditEvent, Committee
from committees.policy import allows
from members.views.seats import committee_of

MOST = 200
MOST_EVENTS = 20


def year_of(request: PersonRequest, slug: str, year: int) -> Committee:
    """A committee whose papers the person sees, in a fiscal year that can be, or 404."""
    if not FIRST_PLAN_YEAR <= year <= LAST_BE_YEAR:
        raise Http404
    return committee_of(request, slug)


def year_links(url_name: str, slug: str, year: int) -> list[dict[str, Any]]:
    """The fiscal years one looks at: this one, those around it, and the one on the page."""
    now = fiscal_year(today())
    years = sorted({year, now - 2, now - 1, now, now + 1}, reverse=True)
    return [
        {
            "label": _("FY %(year)s") % {"year": one},
            "url": reverse(url_name, args=[slug, one]),
            "current": one == year,
        }
        for one in years
    ]


def offered(request: PersonRequest, committee: Committee, year: int) -> list[Indicator]:
    """The indicators in use, and retired ones for which this year has a target."""
    scope = access.scope_of(request.user)
    aimed = Target.objects.visible_to(scope).filter(
        committee=committee, fiscal_year=year, value__isnull=False
    )
    rows = Indicator.objects.visible_to(scope).filter(province_id=committee.province_id)
    wanted = Q(retired_at__isnull=True) | Q(pk__in=aimed.values("indicator"))
    return list(rows.filter(wanted).order_by("sort_key", "pk")[:MOST])


def targets_of(request: PersonRequest, committee: Committee, year: int) -> dict[int, Target]:
    """The targets of a committee's year that the person may see, by indicator."""
    rows = Target.objects.visible_to(access.scope_of(request.user))
    return {row.indicator_id: row for row in rows.filter(committee=committee, fiscal_year=year)}


@signed_in
@require_safe
def committee_indicators(request: PersonRequest, slug: str, year: int) -> HttpResponse:
    """Each indicator of the province with the committee's target and what was counted so far."""
    committee = year_of(request, slug, year)
    scope = access.scope_of(request.user)
    found = _standings(request, committee, year)
    aimed = [row for row in found if row.target is not None]
    reached = sum(1 for row in aimed if (row.percent or 0) >= 100)
    context = {
        "committee": committee,
        "year": year,
        "rows": found,
        "aimed": ngettext("%(count)d target set", "%(count)d targets set", len(aimed))
        % {"count": len(aimed)},
        "reached": ngettext("%(count)d reached", "%(count)d reached", reached) % {"count": reached}
        if aimed
        else "",
        "tabs": year_tabs(committee, year, "indicators", scope),
        "years": year_links("committee_indicators", slug, year),
        "may_set": allows(policy.check_targets, request.user, committee),
        "keeps": policy.keeping(request.user, committee.province_id) is not None,
        "exports": export_links("committee_indicators_export", slug, year),
        "history": audit.sentences(_events(request, committee)),
        "print_of": committee.name,
    }
    return render(request, "actionplans/indicators.html", context)


def _standings(request: PersonRequest, committee: Committee, year: int) -> list[Standing]:
    rows = offered(request, committee, year)
    scope = access.scope_of(request.user)
    counted = measures.count(scope, year, rows, {"committee": committee})
    return standings(rows, counted, targets_of(request, committee, year), committee, year)


def _events(request: PersonRequest, committee: Committee) -> list[AuditEvent]:
    rows = AuditEvent.objects.visible_to(access.scope_of(request.user))
    label = Target._meta.label_lower
    return list(rows.filter(committee_id=committee.pk, subject_type=label)[:MOST_EVENTS])


@signed_in
@require_safe
def committee_indicators_export(
    request: PersonRequest, slug: str, year: int, form: str
) -> HttpResponse:
    """The page as a spreadsheet, each figure with how it is counted."""
    committee = year_of(request, slug, year)
    headers = [
        _("indicator"),
        _("unit"),
        _("target"),
        _("so far"),
        _("share of the target, per cent"),
        *(_("quarter %(number)s") % {"number": number} for number in (1, 2, 3, 4)),
        _("how it is counted"),
    ]
    rows = [
        [
            row.indicator.name,
            row.indicator.unit,
            row.target,
            row.value,
            row.percent,
            *(part.value for part in row.parts),
            row.definition,
        ]
        for row in _standings(request, committee, year)
    ]
    name = _("Indicators %(year)s, %(committee)s") % {"year": year, "committee": committee.short}
    return spreadsheet(form, name, headers, rows)


def spreadsheet(form: str, name: str, headers: list[Any], rows: list[list[Any]]) -> HttpResponse:
    """Rows as the file asked for, or 404 for a form there is none of."""
    if form == "csv":
        return exports.csv_response(f"{name}.csv", rows, headers)
    if form != "xlsx":
        raise Http404
    sheets = [exports.Sheet(name, headers, rows, notes=[name])]
    return exports.xlsx_response(
        f"{name}.xlsx", sheets, title=name, language=get_language() or "th"
    )


# --- Targets --------------------------------------------------------------------------------------


@signed_in
@require_http_methods(["GET", "POST"])
def committee_targets(request: PersonRequest, slug: str, year: int) -> HttpResponse:
    """Set the committee's targets of a year, all on one page."""
    committee = year_of(request, slug, year)
    inside(request.user, committee)
    policy.check_targets(request.user, committee)
    rows = [row for row in offered(request, committee, year) if belongs(row, committee)]
    standing = targets_of(request, committee, year)
    form = TargetsForm(
        request.POST if request.method == "POST" else None, indicators=rows, standing=standing
    )
    if request.method == "POST" and form.is_valid():
        try:
            changed = actions.set_targets(
                committee=committee, fiscal_year=year, aims=form.aims(), by=request.user
            )
        except Conflict:
            return _targets_conflict(request, committee, year, form)
        except WrongState as refused:
            form.add_error(None, refused.reason)
        else:
            messages.success(request, _saved(len(changed)))
            return redirect("committee_indicators", slug=slug, year=year)
    return _targets_page(request, committee, year, form, 400 if form.is_bound else 200)


def _saved(count: int) -> str:
    if not count:
        return _("Nothing was different; the targets stay as they are.")
    return ngettext("%(count)d target is saved.", "%(count)d targets are saved.", count) % {
        "count": count
    }


def _targets_page(
    request: PersonRequest,
    committee: Committee,
    year: int,
    form: TargetsForm,
    status: int,
    conflict: dict[str, Any] | None = None,
) -> HttpResponse:
    context = {
        "committee": committee,
        "year": year,
        "form": form,
        "conflict": conflict,
        "keeps": policy.keeping(request.user, committee.province_id) is not None,
    }
    return render(request, "actionplans/indicators_targets.html", context, status=status)


def _targets_conflict(
    request: PersonRequest, committee: Committee, year: int, form: TargetsForm
) -> HttpResponse:
    """Theirs and yours side by side; the form keeps what was typed and takes their versions."""
    standing = targets_of(request, committee, year)
    data = request.POST.copy()
    rows = []
    for aim in form.aims():
        theirs = standing.get(aim.indicator.pk)
        data[f"version_{aim.indicator.pk}"] = str(theirs.version if theirs else 0)
        figures = (theirs.value, *theirs.quarters) if theirs else (None,) * 5
        if figures != aim.figures:
            rows.append(
                {
                    "label": aim.indicator.name,
                    "theirs": _in_words(figures),
                    "yours": _in_words(aim.figures),
                }
            )
    again = TargetsForm(data, indicators=form.indicators, standing=standing)
    again.is_valid()
    last = next(iter(_events(request, committee)), None)
    conflict = {
        "who": last.actor if last else _("Somebody"),
        "at": last.at if last else None,
        "rows": rows,
        "theirs_url": reverse("committee_indicators", args=[committee.slug, year]),
    }
    return _targets_page(request, committee, year, again, 409, conflict)


def _in_words(figures: tuple[Any, ...]) -> str:
    year, *quarters = (actions.shown(one) for one in figures)
    if not any(quarters):
        return year
    return _("%(year)s; by quarter %(quarters)s") % {
        "year": year or "–",
        "quarters": " · ".join(one or "–" for one in quarters),
    }
