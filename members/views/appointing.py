"""Giving, changing and ending seats, and the organisations they are held for."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.links import own_address
from committees import access
from committees.calendar import today
from committees.errors import Conflict, Refused, WrongState
from committees.http import (
    PersonRequest,
    conflict_rows,
    safe_int,
    signed_in,
)
from committees.models import AuditEvent, Committee
from committees.policy import allows
from members import handover
from members.actions import seats as actions
from members.forms.seats import (
    AT_ONCE,
    OrganisationForm,
    SeatEditForm,
    SeatEndForm,
    SeatForm,
)
from members.models import Organisation, Place, Seat
from members.policy import seats as policy
from members.tasks import seats as tasks
from members.views.seats import committee_of, seat_of


@signed_in
@require_http_methods(["GET", "POST"])
def seat_new(request: PersonRequest, slug: str) -> HttpResponse:
    """Give a seat, to somebody known or new."""
    committee = committee_of(request, slug)
    policy.check_give(request.user, committee)
    if committee.ended is not None:
        raise WrongState(_("This committee has ended; it takes no new seats."))
    form = SeatForm(
        request.POST or None,
        roles=policy.roles_to_give(request.user, committee),
        organisations=_organisations(request, committee),
        holders=_holders(request, committee),
        initial=_first_values(request, committee),
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


def _first_values(request: PersonRequest, committee: Committee) -> dict[str, Any]:
    """What the form shows at first: of the post that is to be filled, or of the organisation."""
    values: dict[str, Any] = {
        "starts": today(),
        "organisation": safe_int(request.GET.get("organisation", "")),
    }
    pk = safe_int(request.GET.get("post", ""))
    if pk is None:
        return values
    rows = Place.objects.visible_to(access.scope_of(request.user))
    place = rows.filter(pk=pk, committee=committee).first()
    if place is not None:
        values |= {
            "organisation": place.organisation_id,
            "role": place.role,
            "post_th": place.title_th,
            "post_en": place.title_en,
        }
    return values


def _holders(request: PersonRequest, committee: Committee, seat: Seat | None = None) -> Any:
    """The seats somebody may stand in for: held now or later, and not by a substitute."""
    rows = Seat.objects.visible_to(access.scope_of(request.user)).not_over(today())
    rows = rows.filter(committee=committee, substitute_for__isnull=True)
    if seat is not None:
        rows = rows.exclude(pk=seat.pk)
    return rows.select_related("person", "organisation").order_by("person__sort_key", "pk")


def _invite(request: PersonRequest, committee: Committee, form: SeatForm) -> HttpResponse:
    person, seat = form.split()
    invited = actions.invite(committee=committee, seat=seat, by=request.user, **person)
    name = invited.seat.person.name
    if invited.token is None:
        messages.success(request, _("%(name)s has the seat and is told.") % {"name": name})
    else:
        send_link(request, invited.token, name)
    return redirect("seats", slug=committee.slug)


def send_link(request: PersonRequest, token: str, name: str) -> None:
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
    committee = committee_of(request, slug)
    seat = seat_of(request, committee, pk)
    token = actions.renew_invitation(seat=seat, by=request.user)
    send_link(request, token, seat.person.name)
    return redirect("seats", slug=slug)


@signed_in
@require_http_methods(["GET", "POST"])
def seat_edit(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """Change a seat's post, organisation or days."""
    committee = committee_of(request, slug)
    seat = seat_of(request, committee, pk)
    policy.check_change(request.user, seat)
    choices = _choices(request, committee, seat)
    if request.method != "POST":
        form = SeatEditForm(initial=SeatEditForm.initial_of(seat), **choices)
        return _seat_page(request, seat, form)
    form = SeatEditForm(request.POST, **choices)
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
    except WrongState as refusal:
        form.add_error(None, str(refusal.reason))
        return _seat_page(request, seat, form, refusal.status)
    messages.success(request, _("The seat is saved."))
    return redirect("seats", slug=slug)


def _choices(request: PersonRequest, committee: Committee, seat: Seat) -> dict[str, Any]:
    """What the form of a seat offers."""
    return {
        "organisations": _organisations(request, committee),
        "holders": _holders(request, committee, seat),
    }


def _seat_page(
    request: PersonRequest, seat: Seat, form: SeatEditForm, status: int = 200, **more: Any
) -> HttpResponse:
    context = {"committee": seat.committee, "seat": seat, "form": form, **more}
    return render(request, "members/seat_edit.html", context, status=status)


def _seat_conflict(
    request: PersonRequest, committee: Committee, pk: int, form: SeatEditForm
) -> HttpResponse:
    """Theirs and yours side by side; the form keeps what was typed and takes their version."""
    seat = seat_of(request, committee, pk)
    data = request.POST.copy()
    data["version"] = str(seat.version)
    again = SeatEditForm(data, **_choices(request, committee, seat))
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
    committee = committee_of(request, slug)
    seat = seat_of(request, committee, pk)
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
    committee = committee_of(request, slug)
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
