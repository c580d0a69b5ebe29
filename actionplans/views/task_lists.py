"""Lists of tasks: the person's own, and those of a committee's fiscal year."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.thai import sort_key
from actionplans.models import Task
from actionplans.tabs import year_tabs
from actionplans.views.years import plan_of
from actionplans.workflow.tasks import (
    DECLINED,
    DONE,
    DROPPED,
    ENDORSED,
    EXPIRED,
    NONE,
    OPEN,
    PENDING,
    REFUSED,
    VERIFIED,
    WAIVED,
)
from committees import access, downloads, lists
from committees.calendar import today
from committees.exports import Sheet
from committees.http import PersonRequest, capped_count, inside, pages, safe_int, signed_in
from committees.querysets import Scope
from committees.search import read_query
from committees.templatetags.ui import status_of
from members.models import Seat

PAGE = 50
MOST_PEOPLE = 300
STATES = ("unsettled", "overdue", "to_verify", VERIFIED, DROPPED, "all")
SORTS = ("due", "newest", "owner")
WHOSE = ("mine", "given", "organisation", "committee")
ENDORSEMENTS = (PENDING, ENDORSED, REFUSED, EXPIRED, WAIVED, NONE)
KEPT = ("q", "whose", "state", "sort", "endorsement", "person", "organisation")
TOGETHER = ("committee", "person", "organisation", "line")


# --- The person's own -----------------------------------------------------------------------------


@signed_in
@require_safe
def my_tasks(request: PersonRequest) -> HttpResponse:
    """What the person has to do, gave to others, and what the own organisation has to do."""
    rows = my_rows(request)
    found, pager = pages(request, rows, PAGE)
    count, capped = capped_count(rows)
    query = lists.kept_query(request, *KEPT)
    context = {
        "rows": found,
        "pager": pager | {"count": count, "capped": capped},
        "tabs": _whose_tabs(request),
        "exports": lists.export_links("my_tasks_export", query=query),
        "clear_url": reverse("my_tasks") if query else "",
        **_toolbar(request),
        "keep": _kept(request, "whose", "state", "sort"),
    }
    return render(request, "actionplans/my_tasks.html", context)


@signed_in
@require_safe
@downloads.download
def my_tasks_export(request: PersonRequest, form: str) -> downloads.Download:
    """The list as it is filtered."""
    return _export(my_rows(request), _("My tasks"))


def my_rows(request: PersonRequest) -> QuerySet[Task]:
    """The tasks this address asks for."""
    user, scope = request.user, access.scope_of(request.user)
    whose = lists.one_of(request, "whose", WHOSE)
    rows = Task.objects.visible_to(scope)
    if whose == "mine":
        rows = rows.filter(person=user)
    elif whose == "given":
        rows = rows.filter(delegated_by=user)
    elif whose == "organisation":
        rows = rows.filter(organisation_id__in=_own_organisations(request, scope))
    return filtered(request, rows)


def _own_organisations(request: PersonRequest, scope: Scope) -> list[int]:
    held = Seat.objects.visible_to(scope).current(today()).filter(person=request.user)
    return list(held.values_list("organisation_id", flat=True))


def _whose_tabs(request: PersonRequest) -> list[dict[str, Any]]:
    labels = {
        "mine": _("Mine"),
        "given": _("Given by me"),
        "organisation": _("My organisation’s"),
        "committee": _("My committees’"),
    }
    chosen = lists.one_of(request, "whose", WHOSE)
    return lists.links(request, "whose", labels, chosen)


# --- A committee's fiscal year --------------------------------------------------------------------


@signed_in
@require_safe
def tasks(request: PersonRequest, slug: str, year: int) -> HttpResponse:
    """The tasks of a committee's fiscal year, for the committee itself."""
    plan = plan_of(request, slug, year)
    inside(request.user, plan)
    scope = access.scope_of(request.user)
    everything = Task.objects.visible_to(scope).filter(committee=plan.committee, fiscal_year=year)
    rows = filtered(request, everything)
    found, pager = pages(request, rows, PAGE)
    for row in found:
        row.committee = plan.committee
    count, capped = capped_count(rows)
    query = lists.kept_query(request, *KEPT)
    people = list(
        everything.order_by()
        .values_list(
            "person_id",
            "person__name_th",
            "person__name_en",
            "organisation_id",
            "organisation__name_th",
            "organisation__name_en",
        )
        .distinct()[:MOST_PEOPLE]
    )
    line = safe_int(request.GET.get("line", ""))
    context = {
        "committee": plan.committee,
        "plan": plan,
        "rows": found,
        "line": next((row.line for row in found if row.line_id == line), None),
        "pager": pager | {"count": count, "capped": capped},
        "tabs": year_tabs(plan.committee, year, "tasks", scope),
        "exports": lists.export_links("tasks_export", slug, year, query=query),
        "clear_url": reverse("tasks", args=[slug, year]) if query or line else "",
        **_toolbar(request, people),
        "keep": _kept(request, "state", "sort", "line"),
        "print_of": plan.committee.name,
    }
    return render(request, "actionplans/tasks.html", context)


@signed_in
@require_safe
@downloads.download
def tasks_export(request: PersonRequest, slug: str, year: int, form: str) -> downloads.Download:
    """The list as it is filtered."""
    plan = plan_of(request, slug, year)
    inside(request.user, plan)
    scope = access.scope_of(request.user)
    rows = Task.objects.visible_to(scope).filter(committee=plan.committee, fiscal_year=year)
    title = _("Tasks of fiscal year %(year)s") % {"year": year}
    return _export(filtered(request, rows), title, plan.committee.name)


# --- What both share ------------------------------------------------------------------------------


def filtered(request: PersonRequest, rows: QuerySet[Task]) -> QuerySet[Task]:
    """The rows the filters ask for; anything odd in them counts as not said."""
    rows = rows.filter(_of_state(lists.one_of(request, "state", STATES)))
    endorsement = request.GET.get("endorsement", "")
    if endorsement in ENDORSEMENTS:
        rows = rows.filter(endorsement=endorsement)
    for name in ("person", "organisation", "line"):
        key = safe_int(request.GET.get(name, ""))
        if key is not None:
            rows = rows.filter(**{f"{name}_id": key})
    q = read_query(request.GET.get("q", ""))
    if q:
        rows = rows.filter(Q(what__icontains=q) | Q(description__icontains=q))
    order = {
        "due": ["due"],
        "newest": ["-created_at"],
        "owner": ["person__sort_key", "due"],
    }[lists.one_of(request, "sort", SORTS)]
    return rows.select_related(*TOGETHER).order_by(*order, "pk")


def _of_state(state: str) -> Q:
    if state == "overdue":
        return Q(state=OPEN, due__lt=today())
    named = {"unsettled": [OPEN, DECLINED], "to_verify": [DONE]}
    return Q() if state == "all" else Q(state__in=named.get(state, [state]))


def _toolbar(request: PersonRequest, people: Iterable[tuple[Any, ...]] = ()) -> dict[str, Any]:
    """The links and choices above a list. `people` are owners with their organisations."""
    states = {
        "unsettled": _("Open"),
        "overdue": _("Overdue"),
        "to_verify": _("To verify"),
        VERIFIED: _("Verified"),
        DROPPED: _("Dropped"),
        "all": _("All"),
    }
    sorts = {"due": _("Soonest due first"), "newest": _("Newest first"), "owner": _("By person")}
    persons = {row[0]: _named(row[1], row[2]) for row in people}
    bodies = {row[3]: _named(row[4], row[5]) for row in people}
    filters = []
    if persons:
        filters = [
            _choice(request, "person", _("Person"), _("everybody"), _sorted(persons)),
            _choice(request, "organisation", _("Organisation"), _("every one"), _sorted(bodies)),
        ]
    endorsements = [
        (state, capfirst(str(status_of(f"endorse_{state}").label))) for state in ENDORSEMENTS
    ]
    filters.append(_choice(request, "endorsement", _("Endorsement"), _("any state"), endorsements))
    return {
        "q": read_query(request.GET.get("q", "")),
        "quick": lists.links(request, "state", states, lists.one_of(request, "state", STATES)),
        "filters": filters,
        "sorts": lists.links(request, "sort", sorts, lists.one_of(request, "sort", SORTS)),
    }


def _choice(
    request: PersonRequest, name: str, label: str, every: str, values: Iterable[tuple[Any, str]]
) -> dict[str, Any]:
    return lists.choice(name, label, every, values, request.GET.get(name, ""))


def _named(thai: str, english: str) -> str:
    return english if get_language() == "en" and english else thai


def _sorted(names: dict[int, str]) -> list[tuple[int, str]]:
    return sorted(names.items(), key=lambda item: sort_key(item[1]))


def _kept(request: PersonRequest, *names: str) -> list[tuple[str, str]]:
    return [(name, request.GET[name][: lists.LONGEST]) for name in names if request.GET.get(name)]


# --- Taking it away -------------------------------------------------------------------------------


def _export(rows: QuerySet[Task], title: str, *notes: str) -> downloads.Download:
    sheet = Sheet(title, headers(), downloads.each(rows, cells_of), [*notes, title])
    return downloads.Download(title, [sheet], rows)


def headers() -> list[str]:
    """What the columns are called."""
    return [
        _("Committee"),
        _("Fiscal year"),
        _("Task"),
        _("Under"),
        _("Given to"),
        _("Organisation"),
        _("Due"),
        _("Status"),
        _("Overdue"),
        _("Endorsement"),
        _("Supervisor"),
        _("What came of it"),
    ]


def cells_of(row: Task) -> list[Any]:
    """A task as a row of a spreadsheet."""
    return [
        row.committee.short,
        row.fiscal_year,
        row.what,
        row.line.what if row.line else row.origin,
        row.person.name,
        row.organisation.name,
        row.due,
        str(status_of(f"task_{row.state}").label),
        _("yes") if row.is_late else "",
        str(status_of(f"endorse_{row.endorsement_shown}").label),
        row.supervisor_name,
        row.result,
    ]
