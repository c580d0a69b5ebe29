"""Appointment orders: the list of a committee, on the page and as a spreadsheet."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.thai import arabic_digits
from committees import access, downloads, exports, lists
from committees.http import PersonRequest, capped_count, pages, signed_in
from committees.models import Committee
from committees.policy import allows
from committees.search import read_query
from committees.tabs import committee_tabs
from committees.templatetags.ui import status_of
from members.models import Order, OrderBody
from members.policy import orders as policy
from members.views.seats import committee_of
from members.workflow.orders import ORDER_STATES

PAGE = 30

SORTS = {"newest": ("-created_at", "-id"), "number": ("-year", "-number", "-created_at")}


@signed_in
@require_safe
def orders(request: PersonRequest, slug: str) -> HttpResponse:
    """The orders of a committee, and those that name it."""
    committee = committee_of(request, slug)
    found = _listed(request, committee)
    rows, pager = pages(request, found, PAGE)
    count, capped = capped_count(found)
    state, q = _state(request), read_query(request.GET.get("q", ""))
    query = _kept_query(request)
    context = {
        "committee": committee,
        "tabs": committee_tabs(committee, "orders", access.scope_of(request.user)),
        "rows": rows,
        "pager": pager | {"count": count, "capped": capped},
        "may_draft": allows(policy.check_draft, request.user, committee),
        "q": q,
        "filters": [_state_filter(state)],
        "sorts": _sorts(request),
        "keep": [("sort", request.GET["sort"])] if request.GET.get("sort") in SORTS else [],
        "exports": lists.export_links("orders_export", slug, query=query),
        "clear_url": reverse("orders", args=[slug]) if q or state else "",
        "print_of": committee.name,
    }
    return render(request, "members/orders.html", context)


def _listed(request: PersonRequest, committee: Committee) -> QuerySet[Order]:
    scope = access.scope_of(request.user)
    naming = OrderBody.objects.visible_to(scope).filter(target=committee, published=True)
    rows: QuerySet[Order] = (
        Order.objects.visible_to(scope)
        .filter(Q(committee=committee) | Q(pk__in=naming.values("order_id")))
        .select_related("committee")
    )
    state = _state(request)
    if state:
        rows = rows.filter(state=state)
    q = read_query(request.GET.get("q", ""))
    if q:
        rows = rows.filter(_holds(q))
    chosen = request.GET.get("sort", "")
    return rows.order_by(*SORTS.get(chosen, SORTS["newest"]))


def _holds(q: str) -> Q:
    """An order whose subject or office holds the text, or that has this number."""
    found = Q(subject_th__icontains=q) | Q(subject_en__icontains=q) | Q(issuer_th__icontains=q)
    number, _slash, year = arabic_digits(q).partition("/")
    if number.isascii() and number.isdigit() and len(number) < 7:
        found |= Q(number=int(number))
        if year.isascii() and year.isdigit() and len(year) < 6:
            found &= Q(year=int(year))
    return found


def _state(request: PersonRequest) -> str:
    value = request.GET.get("state", "")
    return value if value in ORDER_STATES else ""


def _state_filter(chosen: str) -> dict[str, Any]:
    options = [{"value": "", "label": _("every state"), "current": not chosen}]
    options += [
        {"value": state, "label": str(status_of(state).label), "current": state == chosen}
        for state in ORDER_STATES
    ]
    return {"name": "state", "label": _("State"), "options": options}


def _sorts(request: PersonRequest) -> list[dict[str, Any]]:
    chosen = request.GET.get("sort", "newest")
    labels = {"newest": _("Newest first"), "number": _("By number")}
    return lists.links(request, "sort", labels, chosen)


def _kept_query(request: PersonRequest) -> str:
    return lists.kept_query(request, "q", "state", "sort")


@signed_in
@require_safe
@downloads.download
def orders_export(request: PersonRequest, slug: str, form: str) -> downloads.Download:
    """The list as it is filtered, as a spreadsheet."""
    committee = committee_of(request, slug)
    headers = [
        _("number"),
        _("subject"),
        _("issuing office"),
        _("state"),
        _("date signed"),
        _("in force from"),
        _("ended"),
    ]
    found = _listed(request, committee)
    name = _("Orders of %(committee)s") % {"committee": committee.short}
    rows = downloads.each(found, _exported)
    sheet = exports.Sheet(_("Orders"), headers, rows, [committee.name])
    return downloads.Download(name, [sheet], found)


def _exported(order: Order) -> list[exports.Value]:
    return [
        order.reference,
        order.subject,
        order.issuer,
        str(status_of(order.state).label),
        order.signed_on,
        order.starts,
        order.ended_on,
    ]
