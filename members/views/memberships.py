"""Who is a member of a committee: the roll, its filters and its export."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from committees import access, downloads, exports, lists
from committees.calendar import today
from committees.http import (
    PersonRequest,
    capped_count,
    pages,
    scoped,
    signed_in,
)
from committees.models import Committee
from committees.policy import allows
from committees.roles import ROLES
from committees.search import read_query
from committees.tabs import committee_tabs
from committees.templatetags.ui import status_of
from members import standing
from members.models import Application, Membership, Office, Pillar, Seat
from members.parts.seats import LEADING, by_role
from members.policy import memberships as policy
from members.policy.organisations import check_import
from members.views.seats import committee_of
from members.workflow.applications import OPEN

PAGE = 50
MOST_COUNTED = 2000
KEPT = ("show", "sort")
SORTS = ("name", "since", "until")
NOW, PAST, ALL = "now", "past", "all"
# Roles that are offices of the committee, shown beside the organisation that holds them.
OFFICES = [*LEADING, *(role for role in Office.values if role not in LEADING)]


def kept_committee(request: PersonRequest, slug: str) -> Committee:
    """A committee that organisations join, seen from inside or from above, or 404."""
    committee = committee_of(request, slug)
    if not policy.keeps_members(committee):
        raise Http404
    return committee


def membership_of(request: PersonRequest, committee: Committee, pk: int) -> Membership:
    """A membership of this committee that the person may see, or 404."""
    loaded = Membership.objects.select_related("organisation")
    row = scoped(loaded, request.user, pk=pk, committee=committee)
    row.committee = committee
    return row


# --- The roll -------------------------------------------------------------------------------------


@signed_in
@require_safe
def memberships(request: PersonRequest, slug: str) -> HttpResponse:
    """The members of a committee, how they stand, and since when."""
    committee = kept_committee(request, slug)
    scope = access.scope_of(request.user)
    found = _listed(request, committee)
    rows, pager = pages(request, found, PAGE)
    count, capped = capped_count(found)
    inside = scope.sees_inside(committee)
    query = _kept_query(request)
    return render(
        request,
        "members/memberships.html",
        {
            "committee": committee,
            "tabs": committee_tabs(committee, "members", scope),
            "rows": _with_offices(request, committee, rows),
            "pager": pager | {"count": count, "capped": capped},
            "counts": _counts(request, committee),
            "inside": inside,
            "open_applications": _open_applications(request, committee) if inside else 0,
            "manages": allows(policy.check_manage, request.user, committee),
            "may_import": allows(check_import, request.user, committee),
            "q": read_query(request.GET.get("q", "")),
            "quick": _quick(request),
            "filters": [_standing_filter(request), _pillar_filter(request)],
            "sorts": _sorts(request),
            "keep": [
                (name, request.GET[name]) for name in ("show", "sort") if _said(request, name)
            ],
            "exports": lists.export_links("memberships_export", slug, query=query),
            "clear_url": reverse("memberships", args=[slug]) if query else "",
            "print_of": committee.name,
        },
    )


def _listed(request: PersonRequest, committee: Committee) -> QuerySet[Membership]:
    """The memberships the filters ask for; anything odd in them counts as not said."""
    day = today()
    rows = (
        Membership.objects.visible_to(access.scope_of(request.user))
        .filter(committee=committee)
        .with_standing(day)
        .select_related("organisation")
    )
    past = [standing.LAPSED, standing.WITHDRAWN]
    show = lists.one_of(request, "show", (NOW, PAST, ALL))
    if show == NOW:
        rows = rows.exclude(standing__in=past)
    elif show == PAST:
        rows = rows.filter(standing__in=past)
    if request.GET.get("standing", "") in standing.STANDINGS:
        rows = rows.filter(standing=request.GET["standing"])
    if request.GET.get("pillar", "") in Pillar.values:
        rows = rows.filter(organisation__pillars__contains=[request.GET["pillar"]])
    q = read_query(request.GET.get("q", ""))
    if q:
        rows = rows.filter(
            Q(organisation__name_th__icontains=q)
            | Q(organisation__name_en__icontains=q)
            | Q(organisation__short_th__icontains=q)
            | Q(organisation__short_en__icontains=q)
        )
    order = {
        "name": ["organisation__sort_key"],
        "since": ["first_since", "organisation__sort_key"],
        "until": ["until", "organisation__sort_key"],
    }
    ordered: QuerySet[Membership] = rows.order_by(
        *order[lists.one_of(request, "sort", SORTS)], "pk"
    )
    return ordered


def _with_offices(
    request: PersonRequest, committee: Committee, rows: list[Membership]
) -> list[dict[str, Any]]:
    """Each membership with the offices its people hold. One query."""
    held: dict[int, list[str]] = {}
    seats = (
        Seat.objects.visible_to(access.scope_of(request.user))
        .current(today())
        .filter(
            committee=committee,
            role__in=OFFICES,
            organisation_id__in=[row.organisation_id for row in rows],
        )
        .order_by(by_role())
    )
    for organisation_id, role in seats.values_list("organisation_id", "role"):
        label = str(ROLES[role].label)
        known = held.setdefault(organisation_id, [])
        if label not in known:
            known.append(label)
    for row in rows:
        row.committee = committee
    return [
        {"membership": row, "offices": ", ".join(held.get(row.organisation_id, []))} for row in rows
    ]


def _counts(request: PersonRequest, committee: Committee) -> dict[str, Any]:
    """How many stand how, and how many members work in each pillar. One query.

    An organisation with several pillars counts in each of them, and once in the total.
    """
    rows = (
        Membership.objects.visible_to(access.scope_of(request.user))
        .filter(committee=committee)
        .with_standing(today())
        .values_list("standing", "organisation__pillars")
    )
    found = list(rows[:MOST_COUNTED])
    stands = Counter(code for code, _pillars in found)
    pillars = Counter(
        pillar for code, own in found if code in standing.MEMBERS for pillar in own or ()
    )
    return {
        "members": sum(stands[code] for code in standing.MEMBERS),
        "standings": [
            {"code": code, "label": status_of(code).label, "count": stands[code]}
            for code in standing.STANDINGS
            if stands[code] and code not in (standing.LAPSED, standing.WITHDRAWN)
        ],
        "pillars": [
            {"value": pillar.value, "label": pillar.label, "count": pillars[pillar.value]}
            for pillar in Pillar
        ],
    }


def _open_applications(request: PersonRequest, committee: Committee) -> int:
    rows = Application.objects.visible_to(access.scope_of(request.user))
    return int(rows.filter(committee=committee, state__in=OPEN).count())


def _said(request: PersonRequest, name: str) -> bool:
    return request.GET.get(name, "") in {NOW, PAST, ALL, *SORTS}


def _kept_query(request: PersonRequest) -> str:
    return lists.kept_query(request, "q", "show", "standing", "pillar", "sort")


def _quick(request: PersonRequest) -> list[dict[str, Any]]:
    labels = {NOW: _("Members"), PAST: _("Former members"), ALL: _("All")}
    chosen = lists.one_of(request, "show", (NOW, PAST, ALL))
    return lists.links(request, "show", labels, chosen, standing=None)


def _sorts(request: PersonRequest) -> list[dict[str, Any]]:
    labels = {
        "name": _("By name"),
        "since": _("Longest member first"),
        "until": _("Whose year ends first"),
    }
    chosen = lists.one_of(request, "sort", SORTS)
    return lists.links(request, "sort", labels, chosen)


def _standing_filter(request: PersonRequest) -> dict[str, Any]:
    chosen = request.GET.get("standing", "")
    options = [{"value": "", "label": _("every status"), "current": not chosen}]
    options += [
        {"value": code, "label": str(status_of(code).label), "current": code == chosen}
        for code in standing.STANDINGS
    ]
    return {"name": "standing", "label": _("Status"), "options": options}


def _pillar_filter(request: PersonRequest) -> dict[str, Any]:
    chosen = request.GET.get("pillar", "")
    options = [{"value": "", "label": _("every pillar"), "current": not chosen}]
    options += [
        {"value": value, "label": str(label), "current": value == chosen}
        for value, label in Pillar.choices
    ]
    return {"name": "pillar", "label": _("Pillar"), "options": options}


@signed_in
@require_safe
@downloads.download
def memberships_export(request: PersonRequest, slug: str, form: str) -> downloads.Download:
    """The list as it is filtered, as a spreadsheet."""
    committee = kept_committee(request, slug)
    found = _listed(request, committee)
    headers = [
        _("Name in Thai"),
        _("Name in English"),
        _("Status"),
        _("First member since"),
        _("Member since"),
        _("Until"),
        _("Pillars"),
        _("Offices"),
    ]
    rows = downloads.each(
        found,
        portion=lambda part: [
            _exported(line["membership"], line["offices"])
            for line in _with_offices(request, committee, part)
        ],
    )
    name = _("Members of %(committee)s") % {"committee": committee.short}
    sheet = exports.Sheet(_("Members"), headers, rows, [committee.name])
    return downloads.Download(name, [sheet], found)


def _exported(membership: Membership, offices: str) -> list[exports.Value]:
    organisation = membership.organisation
    return [
        organisation.name_th,
        organisation.name_en,
        status_of(getattr(membership, "stands")).label,  # noqa: B009  (annotated)
        membership.first_since,
        membership.since,
        membership.until,
        organisation.pillar_names,
        offices,
    ]
