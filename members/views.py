"""The province, the seats of a committee, and the way in for invited people."""

from __future__ import annotations

from typing import Any

from allauth.account.utils import perform_login
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Max, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.actions import confirm_address
from accounts.links import own_address
from committees import access, exports, home, rls
from committees.calendar import today
from committees.errors import Conflict, Refused, WrongState
from committees.http import (
    PersonRequest,
    capped_count,
    conflict_rows,
    pages,
    safe_int,
    scoped,
    signed_in,
)
from committees.models import Area, AreaLevel, AuditEvent, Committee
from committees.policy import allows
from committees.roles import roles_for
from committees.search import LONGEST, read_query
from committees.tabs import committee_tabs, sees_papers
from members import actions, handover, policy, province_page, tasks
from members.forms import (
    AT_ONCE,
    OrganisationForm,
    PasswordForm,
    SeatEditForm,
    SeatEndForm,
    SeatForm,
)
from members.models import Invitation, Organisation, Seat
from members.parts import by_role

PAGE = 50
EXPORTED_AT_MOST = 5000

# --- The province -----------------------------------------------------------------------------


@signed_in
@require_GET
def province(request: PersonRequest, code: int) -> HttpResponse:
    """The province's committees, who sits where, and which districts have none."""
    area, districts = _province(request, code)
    q = read_query(request.GET.get("q", ""))
    kind = request.GET.get("kind", "")
    everybody = request.GET.get("people") == "all"
    view = province_page.read(request.user, area, districts, q=q, kind=kind, everybody=everybody)
    return render(
        request,
        "members/province.html",
        {
            "province": area,
            "view": view,
            "q": q,
            "filters": [province_page.kind_filter(kind)],
            "quick": _people_shown(request, view, everybody=everybody),
            "keep": [("people", "all")] if everybody else [],
            "clear_url": reverse("province", args=[code]) if q or view.kind else "",
            "exports": [
                {
                    "label": _("Roster as Excel file"),
                    "url": reverse("province_roster", args=[code]),
                    "icon": "sheet",
                }
            ],
            "blocks": home.province_blocks_for(request, area),
        },
    )


def _people_shown(
    request: PersonRequest, view: province_page.ProvincePage, *, everybody: bool
) -> list[dict[str, Any]]:
    """Whether everybody is named in the tree, or only who leads."""
    if view.people is None:
        return []
    return [
        {
            "label": _("Who leads"),
            "url": _query_with(request, people=""),
            "current": not everybody,
        },
        {
            "label": _("Everybody"),
            "url": _query_with(request, people="all"),
            "current": everybody,
        },
    ]


def _province(request: PersonRequest, code: int) -> tuple[Area, list[Area]]:
    """A province in which the person has a seat (any, for a national observer), or 404.

    With its districts, which stand in the same table: one query.
    """
    scope = access.scope_of(request.user)
    if not 0 < code < 100 or not (code in scope.provinces or scope.national):
        raise Http404
    rows = Area.objects.filter(Q(pk=code) | Q(parent=code)).order_by("sort_key")
    areas = {row.pk: row for row in rows}
    area = areas.pop(code, None)
    if area is None or area.level != AreaLevel.PROVINCE:
        raise Http404
    return area, list(areas.values())


@signed_in
@require_GET
def province_roster(request: PersonRequest, code: int) -> HttpResponse:
    """The committees of the province and who sits in them, exactly as far as one may see."""
    area, _districts = _province(request, code)
    sheets = province_page.roster(request.user, area)
    name = _("Roster of %(province)s") % {"province": area.name}
    return exports.xlsx_response(
        f"{name}.xlsx", sheets, title=name, language=get_language() or "th"
    )


# --- The seats of a committee -----------------------------------------------------------------


def _committee(request: PersonRequest, slug: str) -> Committee:
    """A committee the person sees from inside or from above; only its name is not enough."""
    row = scoped(Committee.objects.select_related("area", "province"), request.user, slug=slug)
    if not sees_papers(access.scope_of(request.user), row):
        raise Http404
    return row


def _seat(request: PersonRequest, committee: Committee, pk: int) -> Seat:
    seats = Seat.objects.select_related("person", "organisation", "appointed_by")
    seat = scoped(seats, request.user, pk=pk, committee=committee)
    seat.committee = committee
    return seat


STATES = ("current", "coming", "ended", "all")
KEPT = ("state", "sort")
SORTS = ("role", "name", "organisation", "starts")


@signed_in
@require_GET
def seats(request: PersonRequest, slug: str) -> HttpResponse:
    """Who sits in the committee."""
    committee = _committee(request, slug)
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
            "may_appoint": manages and committee.ended is None,
            "q": read_query(request.GET.get("q", "")),
            "quick": _quick(request),
            "filters": [_role_filter(request, committee)],
            "sorts": _sorts(request),
            "keep": [(name, request.GET[name]) for name in KEPT if _said(request, name)],
            "exports": [
                {
                    "label": label,
                    "url": reverse("seats_export", args=[slug, form]) + query,
                    "icon": "sheet",
                }
                for form, label in (("xlsx", _("Excel file")), ("csv", _("CSV file")))
            ],
            "clear_url": reverse("seats", args=[slug]) if query else "",
            "print_of": committee.name,
        },
    )


def _listed(request: PersonRequest, committee: Committee) -> QuerySet[Seat]:
    """The seats the filters ask for; anything odd in them counts as not said."""
    rows = (
        Seat.objects.visible_to(access.scope_of(request.user))
        .filter(committee=committee)
        .select_related("person", "organisation")
    )
    day = today()
    state = _one_of(request, "state", STATES)
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
    ordered: QuerySet[Seat] = rows.order_by(*order[_one_of(request, "sort", SORTS)], "pk")
    return ordered


def _holds(q: str) -> Q:
    """A seat whose person, post or organisation holds the text."""
    names = ("person__name", "post", "organisation__name")
    found = Q()
    for name in names:
        found |= Q(**{f"{name}_th__icontains": q}) | Q(**{f"{name}_en__icontains": q})
    return found


def _one_of(request: PersonRequest, name: str, known: tuple[str, ...]) -> str:
    value = request.GET.get(name, "")
    return value if value in known else known[0]


def _said(request: PersonRequest, name: str) -> bool:
    return request.GET.get(name, "") in {*STATES, *SORTS}


def _kept_query(request: PersonRequest) -> str:
    kept = {
        name: request.GET[name][:LONGEST]
        for name in ("q", "state", "role", "sort")
        if request.GET.get(name)
    }
    return f"?{urlencode(kept)}" if kept else ""


def _query_with(request: PersonRequest, **changes: str) -> str:
    query = request.GET.copy()
    query.pop("page", None)
    for name, value in changes.items():
        query[name] = value
    return f"?{query.urlencode()}"


def _quick(request: PersonRequest) -> list[dict[str, Any]]:
    labels = {
        "current": _("In office"),
        "coming": _("Coming"),
        "ended": _("Ended"),
        "all": _("All"),
    }
    chosen = _one_of(request, "state", STATES)
    return [
        {"label": label, "url": _query_with(request, state=state), "current": state == chosen}
        for state, label in labels.items()
    ]


def _sorts(request: PersonRequest) -> list[dict[str, Any]]:
    labels = {
        "role": _("By role"),
        "name": _("By name"),
        "organisation": _("By organisation"),
        "starts": _("Newest first"),
    }
    chosen = _one_of(request, "sort", SORTS)
    return [
        {"label": label, "url": _query_with(request, sort=sort), "current": sort == chosen}
        for sort, label in labels.items()
    ]


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
@require_GET
def seats_export(request: PersonRequest, slug: str, form: str) -> HttpResponse:
    """The list as it is filtered, as a spreadsheet."""
    if form not in ("xlsx", "csv"):
        raise Http404
    committee = _committee(request, slug)
    rows = [province_page.exported(seat) for seat in _listed(request, committee)[:EXPORTED_AT_MOST]]
    name = _("Seats of %(committee)s") % {"committee": committee.short}
    headers = province_page.seat_headers()
    if form == "csv":
        return exports.csv_response(f"{name}.csv", rows, headers)
    sheet = exports.Sheet(_("Seats"), headers, rows, [committee.name])
    return exports.xlsx_response(
        f"{name}.xlsx", [sheet], title=name, language=get_language() or "th"
    )


# --- Giving, changing, ending -----------------------------------------------------------------


@signed_in
@require_http_methods(["GET", "POST"])
def seat_new(request: PersonRequest, slug: str) -> HttpResponse:
    """Give a seat, to somebody known or new."""
    committee = _committee(request, slug)
    policy.check_manage(request.user, committee)
    if committee.ended is not None:
        raise WrongState(_("This committee has ended; it takes no new seats."))
    form = SeatForm(
        request.POST or None,
        roles=policy.roles_to_give(request.user, committee),
        organisations=_organisations(request, committee),
        initial={
            "starts": today(),
            "organisation": safe_int(request.GET.get("organisation", "")),
        },
    )
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            return _invite(request, committee, form)
        except ValidationError as error:
            form.add_error(None, error.messages)
        except IntegrityError:
            form.add_error(None, _("Somebody gave this seat just now. Look at the list again."))
        except Refused as refusal:
            form.add_error(None, str(refusal.reason))
            status = refusal.status
    context = {
        "committee": committee,
        "form": form,
        "may_add_organisation": allows(policy.check_organisation, request.user, committee),
    }
    return render(request, "members/seat_new.html", context, status=status)


def _organisations(request: PersonRequest, committee: Committee) -> QuerySet[Organisation]:
    rows: QuerySet[Organisation] = Organisation.objects.visible_to(
        access.scope_of(request.user)
    ).filter(province_id=committee.province_id)
    return rows


def _invite(request: PersonRequest, committee: Committee, form: SeatForm) -> HttpResponse:
    person, seat = form.split()
    invited = actions.invite(committee=committee, seat=seat, by=request.user, **person)
    name = invited.seat.person.name
    if invited.token is None:
        messages.success(request, _("%(name)s has the seat and is told.") % {"name": name})
    else:
        _send_link(request, invited.token, name)
    return redirect("seats", slug=committee.slug)


def _send_link(request: PersonRequest, token: str, name: str) -> None:
    """Queue the mail once the seat stands; say plainly when it could not be queued."""

    def queue() -> None:
        try:
            tasks.send_invitation.delay(token)
        except Exception:  # noqa: BLE001  (kombu raises what its transport raises)
            messages.warning(
                request,
                _(
                    "%(name)s has the seat, but the link could not be sent just now. Press"
                    " “Send the invitation again” in a few minutes."
                )
                % {"name": name},
            )
        else:
            messages.success(
                request, _("%(name)s is sent a link by e-mail to come in.") % {"name": name}
            )

    transaction.on_commit(queue)


@signed_in
@require_POST
def seat_invite(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """Send a new link; the old one stops working."""
    committee = _committee(request, slug)
    seat = _seat(request, committee, pk)
    token = actions.renew_invitation(seat=seat, by=request.user)
    _send_link(request, token, seat.person.name)
    return redirect("seats", slug=slug)


@signed_in
@require_http_methods(["GET", "POST"])
def seat_edit(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """Change a seat's post, organisation or days."""
    committee = _committee(request, slug)
    seat = _seat(request, committee, pk)
    policy.check_change(request.user, seat)
    organisations = _organisations(request, committee)
    if request.method != "POST":
        form = SeatEditForm(initial=SeatEditForm.initial_of(seat), organisations=organisations)
        return _seat_page(request, seat, form)
    form = SeatEditForm(request.POST, organisations=organisations)
    if not form.is_valid():
        return _seat_page(request, seat, form)
    values = dict(form.cleaned_data)
    version = values.pop("version")
    try:
        actions.change_seat(seat=seat, values=values, version=version, by=request.user)
    except Conflict:
        return _seat_conflict(request, committee, pk, form)
    except ValidationError as error:
        form.add_error(None, error.messages)
        return _seat_page(request, seat, form)
    except IntegrityError:
        form.add_error(None, _("Somebody gave this seat just now. Look at the list again."))
        return _seat_page(request, seat, form)
    messages.success(request, _("The seat is saved."))
    return redirect("seats", slug=slug)


def _seat_page(
    request: PersonRequest, seat: Seat, form: SeatEditForm, status: int = 200, **more: Any
) -> HttpResponse:
    context = {"committee": seat.committee, "seat": seat, "form": form, **more}
    return render(request, "members/seat_edit.html", context, status=status)


def _seat_conflict(
    request: PersonRequest, committee: Committee, pk: int, form: SeatEditForm
) -> HttpResponse:
    """Theirs and yours side by side; the form keeps what was typed and takes their version."""
    seat = _seat(request, committee, pk)
    data = request.POST.copy()
    data["version"] = str(seat.version)
    again = SeatEditForm(data, organisations=_organisations(request, committee))
    again.is_valid()
    last = (
        AuditEvent.objects.visible_to(access.scope_of(request.user))
        .filter(subject_type="members.seat", subject_id=str(pk))
        .first()
    )
    conflict = {
        "who": last.actor if last else _("Somebody"),
        "at": last.at if last else None,
        "rows": conflict_rows(form, SeatEditForm.initial_of(seat)),
        "theirs_url": reverse("seats", args=[committee.slug]),
    }
    return _seat_page(request, seat, again, 409, conflict=conflict)


@signed_in
@require_http_methods(["GET", "POST"])
def seat_end(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """End a seat, after its consequences have been said."""
    committee = _committee(request, slug)
    seat = _seat(request, committee, pk)
    policy.check_end(request.user, seat)
    form = SeatEndForm(request.POST or None, initial={"ends": seat.ends or today()})
    if request.method == "POST" and form.is_valid():
        try:
            actions.end_seat(
                seat=seat,
                ends=form.last_day(),
                reason=form.cleaned_data["reason"],
                by=request.user,
            )
        except WrongState as refusal:
            form.add_error(None, str(refusal.reason))
        else:
            at_once = form.cleaned_data["when"] == AT_ONCE
            messages.success(
                request,
                _("The seat has ended.") if at_once else _("The end of the seat is set."),
            )
            return _after_end(request, seat, at_once=at_once)
    return render(
        request,
        "members/seat_end.html",
        {
            "committee": committee,
            "seat": seat,
            "form": form,
            "leaving": handover.leaving(seat, request.user),
        },
    )


def _after_end(request: PersonRequest, seat: Seat, *, at_once: bool) -> HttpResponse:
    """Back to the list, or home for people who have just left."""
    if at_once and seat.person_id == request.user.pk:
        return redirect("home")
    return redirect("seats", slug=seat.committee.slug)


@signed_in
@require_http_methods(["GET", "POST"])
def organisation_new(request: PersonRequest, slug: str) -> HttpResponse:
    """Add an organisation to the province's directory, and go back to where it was missing."""
    committee = _committee(request, slug)
    policy.check_organisation(request.user, committee)
    form = OrganisationForm(request.POST or None)
    asked = request.POST.get("next", request.GET.get("next", ""))
    target = own_address(request, asked) or reverse("seat_new", args=[slug])
    if request.method == "POST" and form.is_valid():
        try:
            row = actions.add_organisation(
                committee=committee, values=form.cleaned_data, by=request.user
            )
        except (ValidationError, IntegrityError):
            form.add_error("name_th", _("This province already has an organisation of this name."))
        else:
            messages.success(request, _("%(name)s is added.") % {"name": row.name})
            mark = "&" if "?" in target else "?"
            return redirect(f"{target}{mark}organisation={row.pk}")
    return render(
        request,
        "members/organisation_new.html",
        {"committee": committee, "form": form, "next": target},
    )


# --- The way in -------------------------------------------------------------------------------


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """An invited person sets a password and is in."""
    with rls.acting_as_system("invitation"):
        found = _open_invitation(token)
        if found is None:
            return _closed_link(request)
        form = PasswordForm(request.POST or None, person=found.seat.person)
        if request.method != "POST" or not form.is_valid():
            return _invitation_page(request, found, form)
        try:
            person = actions.accept_invitation(
                invitation=found, password=form.cleaned_data["password"]
            )
        except WrongState:
            return _closed_link(request)
        confirm_address(user=person)
    response: HttpResponse = perform_login(
        request, person, email_verification="none", redirect_url=reverse("home")
    )
    return response


def _open_invitation(token: str) -> Invitation | None:
    if len(token) > 200 or "\x00" in token:
        return None
    found = actions.find_invitation(token)
    if found is None or not actions.is_open(found) or found.seat.person.has_usable_password():
        return None
    return found


def _invitation_page(request: HttpRequest, found: Invitation, form: PasswordForm) -> HttpResponse:
    inviter = found.seat.appointed_by
    return render(
        request,
        "members/invitation.html",
        {
            "seat": found.seat,
            "committee": found.committee,
            "inviter": inviter.name if inviter else "",
            "form": form,
        },
    )


def _closed_link(request: HttpRequest) -> HttpResponse:
    """One page for links that never were, are used, or have expired: it tells nothing apart."""
    return render(request, "members/invitation_closed.html", status=404)
