"""Appointment orders: one order, and the acts that change its state."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from committees import access, audit, papers, rls
from committees.calendar import today
from committees.errors import Refused
from committees.http import (
    PersonRequest,
    scoped,
    signed_in,
)
from committees.models import Committee, Paper
from committees.papers import PDF, SHOWN
from committees.policy import allows
from committees.roles import Permission
from members import order_reading
from members.actions import filing, order_endings
from members.actions import orders as actions
from members.forms.orders import EndForm, OrderFileForm, OrderSendForm, OrderStartForm
from members.models import Order, OrderBody
from members.policy import orders as policy
from members.tasks import seats as seat_tasks
from members.views.seats import committee_of
from members.workflow.orders import DRAFT, ENDED, IN_FORCE, REPLACED, SIGNING


def order_of(request: PersonRequest, slug: str, pk: uuid.UUID) -> Order:
    """An order of this committee that the person may see, or 404."""
    with_its_committee = Order.objects.select_related(
        "committee__area",
        "committee__province",
        "committee__parent",
        "amends__committee",
        "replaces__committee",
    )
    return scoped(with_its_committee, request.user, pk=pk, committee__slug=slug)


# --- One order ----------------------------------------------------------------------------------


@signed_in
@require_safe
def order(request: PersonRequest, slug: str, pk: uuid.UUID) -> HttpResponse:
    """What the order says, who acts in its places now, and what can be done with it."""
    row = order_of(request, slug, pk)
    found = order_reading.sections(request.user, row)
    closed = next((one.body for one in found if one.body.closed), None)
    may_edit = allows(policy.check_edit, request.user, row)
    context = {
        "committee": row.committee,
        "order": row,
        "sections": found,
        "may_edit": may_edit,
        "full_copy": bool(closed and closed.full_copy_id),
        "may": {
            action: allows(policy.check, action, request.user, row)
            for action in ("send", "take_back", "discard", "file", "end")
        },
        "may_amend": row.state == IN_FORCE
        and not row.amending
        and allows(policy.check_draft, request.user, row.committee)
        and allows(policy.check_from, request.user, row),
        "missing": _missing(found) if may_edit else [],
        "amendments": _amendments(request, row),
        "events": audit.history_of(row, access.scope_of(request.user)),
        "over": row.state in (ENDED, REPLACED),
        "is_draft": row.state == DRAFT,
        "signing": row.state == SIGNING,
    }
    return render(request, "members/order.html", context)


def _missing(found: list[order_reading.Section]) -> list[str]:
    """What the draft still lacks before it can go out, as sentences."""
    lacking = []
    for one in found:
        if one.body.removed:
            continue
        standing = [row for row in one.posts if not row.post.removed]
        if not standing:
            lacking.append(_("%(body)s has no post yet.") % {"body": one.body.name})
        without = sum(1 for row in standing if row.post.organisation_id is None)
        if without:
            lacking.append(
                _("%(body)s: %(count)d posts without an agency.")
                % {"body": one.body.name, "count": without}
            )
    return lacking


def _amendments(request: PersonRequest, row: Order) -> list[Order]:
    if row.amending or row.state == DRAFT:
        return []
    found = Order.objects.visible_to(access.scope_of(request.user)).filter(amends=row)
    return list(found.select_related("committee").exclude(state="withdrawn")[:20])


@signed_in
@require_safe
def order_changes(request: PersonRequest, slug: str, pk: uuid.UUID) -> HttpResponse:
    """What an amending order changes, and nothing else."""
    row = order_of(request, slug, pk)
    if not row.amending:
        raise Http404
    found = [one for one in order_reading.sections(request.user, row) if one.touched]
    context = {"committee": row.committee, "order": row, "sections": found}
    return render(request, "members/order_changes.html", context)


@signed_in
@require_safe
def order_copy(request: PersonRequest, slug: str, pk: uuid.UUID, which: str) -> HttpResponse:
    """The signed copy. The whole one of an order with a closed group is for those who read of it.

    Everybody a body of the order belongs to may open the copy, also where its committee's other
    papers are not theirs; so it is read as a part of the system, after the order was found.
    """
    row = order_of(request, slug, pk)
    wanted = row.copy_id
    if which == "full":
        bodies = OrderBody.objects.visible_to(access.scope_of(request.user))
        body = bodies.filter(order=row, full_copy__isnull=False).first()
        wanted = body.full_copy_id if body else None
    if wanted is None:
        raise Http404
    with rls.acting_as_system("signed copies"):
        paper = Paper.objects.get(pk=wanted)
    try:
        with papers.storage().open(paper.key, "rb") as file:
            response = HttpResponse(file.read(), content_type=paper.content_type)
    except OSError as missing:
        raise Http404 from missing
    saved = paper.content_type not in SHOWN
    response.headers["Content-Disposition"] = str(content_disposition_header(saved, paper.name))
    response.headers["X-Content-Type-Options"] = "nosniff"
    viewer = "default-src 'none'; frame-ancestors 'none'"
    extra = "; object-src 'self'" if paper.content_type == PDF else "; sandbox"
    response.headers["Content-Security-Policy"] = viewer + extra
    return response


# --- Acts ---------------------------------------------------------------------------------------


@signed_in
@require_http_methods(["GET", "POST"])
def order_new(request: PersonRequest, slug: str) -> HttpResponse:
    """Begin a draft."""
    committee = committee_of(request, slug)
    policy.check_draft(request.user, committee)
    earlier = Order.objects.visible_to(access.scope_of(request.user)).filter(
        committee=committee, filed_at__isnull=False
    )
    form = OrderStartForm(
        request.POST or None, orders=earlier, district=committee.kind == "district"
    )
    in_force = actions.order_in_force(committee)
    if request.method == "POST" and form.is_valid():
        row = actions.start_order(
            committee=committee,
            start=form.cleaned_data["start"],
            base=form.cleaned_data.get("base"),
            by=request.user,
        )
        messages.success(request, _("The draft is begun. It is saved with each part you write."))
        return redirect(row.get_absolute_url())
    context = {"committee": committee, "form": form, "in_force": in_force}
    return render(request, "members/order_new.html", context)


@signed_in
@require_POST
def order_amend(request: PersonRequest, slug: str, pk: uuid.UUID) -> HttpResponse:
    """Begin the draft of an order that amends this one; one already begun is opened."""
    row = order_of(request, slug, pk)
    policy.check_draft(request.user, row.committee)
    policy.check_from(request.user, row)
    begun = Order.objects.visible_to(access.scope_of(request.user)).filter(
        amends=row, state__in=[DRAFT, SIGNING]
    )
    draft = begun.select_related("committee").first()
    if draft is None:
        draft = actions.start_amendment(order=row, by=request.user)
        messages.success(
            request, _("The draft holds what the order says today. Change what shall be changed.")
        )
    return redirect(draft.get_absolute_url())


@signed_in
@require_http_methods(["GET", "POST"])
def order_send(request: PersonRequest, slug: str, pk: uuid.UUID) -> HttpResponse:
    """Send the draft out for signature."""
    row = order_of(request, slug, pk)
    policy.check("send", request.user, row)
    form = OrderSendForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        numbered = form.cleaned_data["numbered"] == OrderSendForm.NOW
        try:
            row = actions.send_order(order=row, numbered=numbered, by=request.user)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
            status = refusal.status
        else:
            messages.success(
                request, _("The order is out for signature. Print it and have it signed.")
            )
            return redirect(row.get_absolute_url())
    filers = access.holders(Permission.FILE_ORDER, row.committee)
    context = {
        "committee": row.committee,
        "order": row,
        "form": form,
        "told": [person.name for person in filers if person.pk != request.user.pk],
    }
    return render(request, "members/order_send.html", context, status=status)


@signed_in
@require_POST
def order_take_back(request: PersonRequest, slug: str, pk: uuid.UUID) -> HttpResponse:
    """Take an order that is out for signature back to draft."""
    row = actions.take_back(order=order_of(request, slug, pk), by=request.user)
    messages.success(request, _("The order is a draft again."))
    return redirect(row.get_absolute_url())


@signed_in
@require_http_methods(["GET", "POST"])
def order_discard(request: PersonRequest, slug: str, pk: uuid.UUID) -> HttpResponse:
    """Put a draft aside for good."""
    row = order_of(request, slug, pk)
    policy.check("discard", request.user, row)
    if request.method == "POST":
        actions.discard_order(order=row, by=request.user)
        messages.success(request, _("The draft is discarded."))
        return redirect("orders", slug=slug)
    return render(request, "members/order_discard.html", {"committee": row.committee, "order": row})


@signed_in
@require_http_methods(["GET", "POST"])
def order_file(request: PersonRequest, slug: str, pk: uuid.UUID) -> HttpResponse:
    """File the signed copy, after what follows from it has been said."""
    row = order_of(request, slug, pk)
    policy.check("file", request.user, row)
    found = order_reading.sections(request.user, row)
    form = OrderFileForm(
        request.POST or None,
        request.FILES or None,
        closed=any(one.body.closed for one in found),
        initial={
            "number": row.number,
            "starts": row.starts or today(),
            "signed_on": today(),
            "version": row.version,
        },
    )
    if row.state == SIGNING:
        row.replaces = actions.replaced_by(row, [one.body for one in found])
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            filed = filing.file_order(
                order=row,
                values=form.values(),
                copy=form.cleaned_data["copy"],
                full_copy=form.cleaned_data.get("full_copy"),
                version=form.cleaned_data["version"],
                by=request.user,
            )
        except ValidationError as error:
            form.add_error(None, error.messages)
        except IntegrityError:
            form.add_error(None, _("This office has an order of this number already."))
        except Refused as refusal:
            form.add_error(None, refusal.reason)
            status = refusal.status
        else:
            _send_links(request, filed)
            messages.success(request, _("The order is in force."))
            return redirect(row.get_absolute_url())
    context = {
        "committee": row.committee,
        "order": row,
        "form": form,
        "new_bodies": [one.body for one in found if one.body.target_id is None],
        "ended_bodies": [one.body for one in found if one.body.removed],
        "named": [r.post for one in found for r in one.posts if r.post.email and r.state != ""]
        if row.amending
        else [r.post for one in found for r in one.posts if r.post.email],
    }
    return render(request, "members/order_file.html", context, status=status)


def _send_links(request: PersonRequest, filed: filing.Filed) -> None:
    """Queue a link for each new person once the seats stand."""
    tokens = [one.token for one in filed.invited if one.token]

    def queue() -> None:
        for token in tokens:
            try:
                seat_tasks.send_invitation.delay(token)
            except Exception:  # noqa: BLE001  (kombu raises what its transport raises)
                messages.warning(
                    request,
                    _("A link could not be sent just now. Send it again from the list of seats."),
                )
                return

    transaction.on_commit(queue)


@signed_in
@require_http_methods(["GET", "POST"])
def order_end(request: PersonRequest, slug: str, pk: uuid.UUID) -> HttpResponse:
    """End an order, after its consequences have been said."""
    row = order_of(request, slug, pk)
    policy.check("end", request.user, row)
    form = EndForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            order_endings.end_order(order=row, reason=form.cleaned_data["reason"], by=request.user)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
            status = refusal.status
        else:
            messages.success(request, _("The order has ended, and what it appointed with it."))
            return redirect("home")
    found = order_reading.sections(request.user, actions.newest_of(row))
    context = {
        "committee": row.committee,
        "order": row,
        "form": form,
        "details": [
            _("%(body)s ends, with everything under it.") % {"body": one.body.name}
            for one in found
            if one.body.target is not None and one.body.target.ended is None
        ],
    }
    return render(request, "members/order_end.html", context, status=status)


@signed_in
@require_http_methods(["GET", "POST"])
def committee_end(request: PersonRequest, slug: str) -> HttpResponse:
    """End a body by hand, after its consequences have been said."""
    committee = committee_of(request, slug)
    policy.check_end_committee(request.user, committee)
    form = EndForm(request.POST or None, initial={"version": committee.version})
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            order_endings.end_committee(
                committee=committee,
                reason=form.cleaned_data["reason"],
                version=form.cleaned_data["version"] or 0,
                by=request.user,
            )
        except Refused as refusal:
            form.add_error(None, refusal.reason)
            status = refusal.status
        else:
            messages.success(request, _("%(committee)s has ended.") % {"committee": committee.name})
            return redirect("province", code=committee.province_id)
    context = {
        "committee": committee,
        "form": form,
        "parts": Committee.objects.visible_to(access.scope_of(request.user))
        .filter(path__startswith=committee.path, ended__isnull=True)
        .exclude(pk=committee.pk)
        .order_by("path"),
    }
    return render(request, "members/committee_end.html", context, status=status)
