"""Posts: the lists of a committee and of a province, one post, and who follows in it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from committees import access, downloads, exports, lists
from committees.calendar import today
from committees.errors import Refused
from committees.http import (
    PersonRequest,
    capped_count,
    pages,
    safe_int,
    scoped,
    signed_in,
)
from committees.kinds import Kind
from committees.models import Area, AreaLevel, Committee
from committees.policy import allows
from committees.search import read_query
from committees.tabs import committee_tabs
from members import handover as consequences
from members import posts
from members.actions import handovers as actions
from members.actions import rotations
from members.forms.handovers import CloseForm, ReplaceForm
from members.models import Handover, Place, Seat
from members.policy import handovers as policy
from members.policy import seats as seat_policy
from members.views.appointing import send_link
from members.views.seats import committee_of, seat_of

PAGE = 50
KEPT = ("q", "state", "district")


# --- Lists ------------------------------------------------------------------------------------


@signed_in
@require_safe
def handovers(request: PersonRequest, slug: str) -> HttpResponse:
    """A committee's posts: who holds them, which are vacant, how their handovers stand."""
    committee = committee_of(request, slug)
    rows, context = _list_page(request, _of_committee(request, committee), posts.ALL)
    context |= {
        "committee": committee,
        "tabs": committee_tabs(committee, "handovers", access.scope_of(request.user)),
        "rows": rows,
        "manages": allows(seat_policy.check_manage, request.user, committee),
        "exports": _export_links(request, "handovers_export", slug),
        "clear_url": reverse("handovers", args=[slug]) if request.GET else "",
        "print_of": committee.name,
    }
    return render(request, "members/handovers.html", context)


@signed_in
@require_safe
@downloads.download
def handovers_export(request: PersonRequest, slug: str, form: str) -> downloads.Download:
    """A committee's posts as they are filtered, as a spreadsheet."""
    committee = committee_of(request, slug)
    name = _("Posts of %(committee)s") % {"committee": committee.short}
    return _export(request, _of_committee(request, committee), name, posts.ALL)


@signed_in
@require_safe
def province_posts(request: PersonRequest, code: int) -> HttpResponse:
    """For those above a province: posts without holder or without confirmed handover."""
    area = _province(request, code)
    rows, context = _list_page(request, _of_province(request, area), posts.NEEDING)
    context |= {
        "province": area,
        "rows": rows,
        "filters": [_district_filter(request, area)],
        "exports": _export_links(request, "province_posts_export", code),
        "clear_url": reverse("province_posts", args=[code]) if request.GET else "",
    }
    return render(request, "members/province_posts.html", context)


@signed_in
@require_safe
@downloads.download
def province_posts_export(request: PersonRequest, code: int, form: str) -> downloads.Download:
    """The posts of a province as they are filtered, as a spreadsheet."""
    area = _province(request, code)
    name = _("Posts of %(province)s") % {"province": area.name}
    return _export(request, _of_province(request, area), name, posts.NEEDING)


def _of_committee(request: PersonRequest, committee: Committee) -> QuerySet[Place]:
    return posts.standing(access.scope_of(request.user)).filter(committee=committee)


def _of_province(request: PersonRequest, area: Area) -> QuerySet[Place]:
    rows = posts.standing(access.scope_of(request.user)).filter(province=area)
    district = safe_int(request.GET.get("district", ""))
    if district is not None and district < 2**31:
        rows = rows.filter(committee__area_id=district)
    return rows


def _province(request: PersonRequest, code: int) -> Area:
    """A province overseen by this person, or 404."""
    if code not in access.scope_of(request.user).overseen_provinces:
        raise Http404
    area = Area.objects.filter(pk=code, level=AreaLevel.PROVINCE).first()
    if area is None:
        raise Http404
    return area


def _list_page(
    request: PersonRequest, rows: QuerySet[Place], first: str
) -> tuple[list[posts.Post], dict[str, Any]]:
    """The posts of the page asked for, and what stands above and below them."""
    found = _filtered(request, rows, first)
    places, pager = pages(request, posts.ordered(found), PAGE)
    count, capped = capped_count(found)
    context = {
        "pager": pager | {"count": count, "capped": capped},
        "q": read_query(request.GET.get("q", "")),
        "quick": _quick(request, first),
        "keep": [("state", request.GET["state"])] if request.GET.get("state") else [],
        "state": _state(request, first),
    }
    return posts.read(request.user, places), context


def _filtered(request: PersonRequest, rows: QuerySet[Place], first: str) -> QuerySet[Place]:
    scope = access.scope_of(request.user)
    rows = posts.in_state(rows, _state(request, first), scope)
    q = read_query(request.GET.get("q", ""))
    return posts.holding(rows, q, scope) if q else rows


def _state(request: PersonRequest, first: str) -> str:
    """How the posts asked for stand; anything odd counts as not said."""
    said = request.GET.get("state", "")
    return said if said in (*posts.STATES, posts.NEEDING) else first


def _quick(request: PersonRequest, first: str) -> list[dict[str, Any]]:
    labels = {
        posts.NEEDING: _("Needs somebody"),
        posts.ALL: _("All posts"),
        posts.VACANT: _("Without holder"),
        posts.WAITING: _("Handover open"),
        posts.CONFIRMED: _("Taken over"),
    }
    if first == posts.ALL:
        del labels[posts.NEEDING]
    chosen = _state(request, first)
    return lists.links(request, "state", labels, chosen)


def _district_filter(request: PersonRequest, area: Area) -> dict[str, Any]:
    chosen = request.GET.get("district", "")
    scope = access.scope_of(request.user)
    districts = (
        Committee.objects.visible_to(scope)
        .filter(province=area, kind=Kind.DISTRICT, ended__isnull=True)
        .select_related("area")
        .order_by("sort_key")[:100]
    )
    options = [{"value": "", "label": _("every district"), "current": not chosen}]
    options += [
        {"value": row.area_id, "label": row.area.name, "current": str(row.area_id) == chosen}
        for row in districts
    ]
    return {"name": "district", "label": _("District"), "options": options}


def _export_links(request: PersonRequest, name: str, key: str | int) -> list[dict[str, str]]:
    return lists.export_links(name, key, query=lists.kept_query(request, *KEPT))


def _export(
    request: PersonRequest, rows: QuerySet[Place], name: str, first: str
) -> downloads.Download:
    found = posts.ordered(_filtered(request, rows, first))
    lines = downloads.each(
        found,
        portion=lambda places: [posts.exported(post) for post in posts.read(request.user, places)],
    )
    return downloads.Download(
        name, [exports.Sheet(_("Posts"), posts.headers(), lines, [name])], found
    )


# --- One post ---------------------------------------------------------------------------------


def place_of(request: PersonRequest, committee: Committee, pk: int) -> Place:
    """A post of this committee that the person may see, or 404."""
    place = scoped(
        Place.objects.select_related("organisation"), request.user, pk=pk, committee=committee
    )
    place.committee = committee
    return place


@signed_in
@require_safe
def post(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """Who holds a post, who held it before, what it may decide, and what waits for it."""
    committee = committee_of(request, slug)
    place = place_of(request, committee, pk)
    scope = access.scope_of(request.user)
    row = posts.read(request.user, [place])[0]
    past = (
        Handover.objects.visible_to(scope)
        .filter(place=place)
        .select_related("from_seat__person", "successor")
    )
    found = list(past.order_by("-opened_at", "-pk")[:20])
    for one in found:
        one.committee, one.place = committee, place
    holder = next(iter(row.holders), None)
    for seat in row.seats:
        seat.committee = committee
    manages = allows(seat_policy.check_manage, request.user, committee)
    return render(
        request,
        "members/post.html",
        {
            "committee": committee,
            "place": place,
            "post": row,
            "former": [(seat, posts.last_day(seat)) for seat in row.former],
            "handovers": [(one, allows(policy.check_read, request.user, one)) for one in found],
            "holder": holder,
            "may_replace": holder is not None
            and allows(policy.check_replace, request.user, holder),
            "may_open": holder is not None and allows(policy.check_open, request.user, holder),
            "may_fill": row.is_vacant
            and row.following is None
            and committee.ended is None
            and allows(
                seat_policy.check_appoint,
                request.user,
                committee,
                person_id=None,
                role=place.role,
            ),
            "may_close": allows(
                policy.check_close_place, request.user, place, held=bool(row.holders)
            ),
            "manages": manages,
        },
    )


@signed_in
@require_http_methods(["GET", "POST"])
def post_close(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """Note that a post is not filled any more."""
    committee = committee_of(request, slug)
    place = place_of(request, committee, pk)
    row = posts.read(request.user, [place], with_work=False)[0]
    policy.check_close_place(
        request.user, place, held=bool(row.holders) or row.following is not None
    )
    form = CloseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.close_place(place=place, reason=form.cleaned_data["reason"], by=request.user)
        messages.success(request, _("The post is not listed any more; its history stays."))
        return redirect("handovers", slug=slug)
    return render(
        request, "members/post_close.html", {"committee": committee, "place": place, "form": form}
    )


@signed_in
@require_http_methods(["GET", "POST"])
def seat_replace(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """Replace the holder of a post: end the seat, give it to the successor, open the handover."""
    committee = committee_of(request, slug)
    seat = seat_of(request, committee, pk)
    policy.check_replace(request.user, seat)
    form = ReplaceForm(request.POST or None, initial={"ends": seat.ends or today()})
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            return _replaced(request, seat, form)
        except ValidationError as error:
            form.add_error(None, error.messages)
        except IntegrityError:
            form.add_error(None, _("Somebody gave this seat just now. Look at the list again."))
        except Refused as refusal:
            form.add_error(None, str(refusal.reason))
            status = refusal.status
    context = {
        "committee": committee,
        "seat": seat,
        "form": form,
        "leaving": consequences.leaving(seat, request.user),
    }
    return render(request, "members/seat_replace.html", context, status=status)


def _replaced(request: PersonRequest, seat: Seat, form: ReplaceForm) -> HttpResponse:
    invited = rotations.replace_holder(
        seat=seat,
        last_day=form.last_day(),
        reason=form.cleaned_data["reason"],
        person=form.person(),
        by=request.user,
    )
    name = invited.seat.person.name
    if invited.token is None:
        messages.success(request, _("%(name)s has the seat and is told.") % {"name": name})
    else:
        send_link(request, invited.token, name)
    return redirect("post", slug=seat.committee.slug, pk=invited.seat.place_id)
