"""Who sits in a committee: the list, its filters and its export."""

from __future__ import annotations

from typing import Any

from django.db.models import Max, Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
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
from committees.links import link
from committees.models import Committee
from committees.policy import allows
from committees.roles import roles_for
from committees.search import read_query
from committees.tabs import committee_tabs, sees_papers
from members import province_page
from members.models import Seat
from members.parts.seats import by_role
from members.policy import handovers as handover_policy
from members.policy import seats as policy

PAGE = 50


def committee_of(request: PersonRequest, slug: str) -> Committee:
    """A committee the person sees from inside or from above; only its name is not enough."""
    row = scoped(Committee.objects.select_related("area", "province"), request.user, slug=slug)
    if not sees_papers(access.scope_of(request.user), row):
        raise Http404
    return row


def seat_of(request: PersonRequest, committee: Committee, pk: int) -> Seat:
    """A seat of this committee that the person may see, or 404."""
    seats = Seat.objects.select_related("person", "organisation", "appointed_by")
    seat = scoped(seats, request.user, pk=pk, committee=committee)
    seat.committee = committee
    return seat


STATES = ("current", "coming", "ended", "all")
KEPT = ("state", "sort")
SORTS = ("role", "name", "organisation", "starts")


@signed_in
@require_safe
def seats(request: PersonRequest, slug: str) -> HttpResponse:
    """Who sits in the committee."""
    committee = committee_of(request, slug)
    found = _listed(request, committee)
    open_links = Q(invitations__accepted_at__isnull=True)
    with_links = found.annotate(link_until=Max("invitations__expires_at", filter=open_links))
    rows, pager = pages(request, with_links, PAGE)
    count, capped = capped_count(found)
    manages = allows(policy.check_manage, request.user, committee)
    query = _kept_query(request)
    return render(
        request,
        "members/seats.html",
        {
            "committee": committee,
            "tabs": committee_tabs(committee, "seats", access.scope_of(request.user)),
            "rows": [_row(request, committee, seat) for seat in rows],
            "pager": pager | {"count": count, "capped": capped},
            "manages": manages,
            "may_appoint": committee.ended is None
            and allows(policy.check_give, request.user, committee),
            "q": read_query(request.GET.get("q", "")),
            "quick": _quick(request),
            "filters": [_role_filter(request, committee)],
            "sorts": _sorts(request),
            "keep": [(name, request.GET[name]) for name in KEPT if _said(request, name)],
            "exports": lists.export_links("seats_export", slug, query=query),
            "clear_url": reverse("seats", args=[slug]) if query else "",
            "print_of": committee.name,
        },
    )


def _listed(request: PersonRequest, committee: Committee) -> QuerySet[Seat]:
    """The seats the filters ask for; anything odd in them counts as not said."""
    rows = (
        Seat.objects.visible_to(access.scope_of(request.user))
        .filter(committee=committee)
        .select_related("person", "organisation", "substitute_for__person")
    )
    day = today()
    state = lists.one_of(request, "state", STATES)
    if state == "current":
        rows = rows.current(day)
    elif state == "coming":
        rows = rows.coming(day)
    elif state == "ended":
        rows = rows.ended(day)
    role = request.GET.get("role", "")
    if role in {rule.slug for rule in roles_for(committee.kind)}:
        rows = rows.filter(role=role)
    q = read_query(request.GET.get("q", ""))
    if q:
        rows = rows.filter(_holds(q))
    order: dict[str, list[Any]] = {
        "role": [by_role(), "person__sort_key"],
        "name": ["person__sort_key"],
        "organisation": ["organisation__sort_key", by_role()],
        "starts": ["-starts"],
    }
    ordered: QuerySet[Seat] = rows.order_by(*order[lists.one_of(request, "sort", SORTS)], "pk")
    return ordered


def _holds(q: str) -> Q:
    """A seat whose person, post or organisation holds the text."""
    names = ("person__name", "post", "organisation__name")
    found = Q()
    for name in names:
        found |= Q(**{f"{name}_th__icontains": q}) | Q(**{f"{name}_en__icontains": q})
    return found


def _said(request: PersonRequest, name: str) -> bool:
    return request.GET.get(name, "") in {*STATES, *SORTS}


def _kept_query(request: PersonRequest) -> str:
    return lists.kept_query(request, "q", "state", "role", "sort")


def _quick(request: PersonRequest) -> list[dict[str, Any]]:
    labels = {
        "current": _("In office"),
        "coming": _("Coming"),
        "ended": _("Ended"),
        "all": _("All"),
    }
    chosen = lists.one_of(request, "state", STATES)
    return lists.links(request, "state", labels, chosen)


def _sorts(request: PersonRequest) -> list[dict[str, Any]]:
    labels = {
        "role": _("By role"),
        "name": _("By name"),
        "organisation": _("By organisation"),
        "starts": _("Newest first"),
    }
    chosen = lists.one_of(request, "sort", SORTS)
    return lists.links(request, "sort", labels, chosen)


def _role_filter(request: PersonRequest, committee: Committee) -> dict[str, Any]:
    chosen = request.GET.get("role", "")
    options = [{"value": "", "label": _("every role"), "current": not chosen}]
    options += [
        {"value": rule.slug, "label": str(rule.label), "current": rule.slug == chosen}
        for rule in roles_for(committee.kind)
    ]
    return {"name": "role", "label": _("Role"), "options": options}


def _row(request: PersonRequest, committee: Committee, seat: Seat) -> dict[str, Any]:
    """A seat as the list shows it, with what this person may do to it."""
    seat.committee = committee
    state = seat_state(seat)
    inside = access.scope_of(request.user).sees_inside(committee)
    return {
        "seat": seat,
        "state": state,
        "phone": seat.person.phone if inside else "",
        "may_change": allows(policy.check_change, request.user, seat),
        "may_end": allows(policy.check_end, request.user, seat),
        "may_invite": state in ("invited", "expired")
        and allows(policy.check_manage, request.user, committee),
        "own": seat.person_id == request.user.pk,
        "may_replace": seat.substitute_for_id is None
        and allows(handover_policy.check_replace, request.user, seat),
        "place_url": link("post", committee.slug, seat.place_id) if seat.place_id else "",
    }


def seat_state(seat: Seat) -> str:
    """How the seat stands, as a code of the status table."""
    if policy.is_over(seat):
        return "ended"
    if not seat.person.has_usable_password():
        until = getattr(seat, "link_until", None)
        return "invited" if until and until > timezone.now() else "expired"
    return "future" if seat.starts > today() else "active"


@signed_in
@require_safe
@downloads.download
def seats_export(request: PersonRequest, slug: str, form: str) -> downloads.Download:
    """The list as it is filtered, as a spreadsheet."""
    committee = committee_of(request, slug)
    found = _listed(request, committee)
    rows = downloads.each(found, province_page.exported)
    name = _("Seats of %(committee)s") % {"committee": committee.short}
    sheet = exports.Sheet(_("Seats"), province_page.seat_headers(), rows, [committee.name])
    return downloads.Download(name, [sheet], found)
