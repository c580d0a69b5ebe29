"""Writing a draft order: its words, its bodies, the posts of each. Each part is saved by itself."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from committees import access
from committees.errors import Conflict, WrongState
from committees.http import PersonRequest, conflict_rows, scoped, signed_in
from committees.kinds import Kind, Theme, kinds_under
from committees.models import AuditEvent
from committees.policy import allows
from committees.roles import APPOINTED, roles_for
from members.actions import orders as actions
from members.forms.orders import BodyForm, OrderForm, PostForm
from members.models import Order, OrderBody, OrderPost, Organisation
from members.policy import orders as policy
from members.views.orders import order_of


def _body_of(request: PersonRequest, order: Order, pk: uuid.UUID) -> OrderBody:
    body = scoped(OrderBody, request.user, pk=pk, order=order)
    body.order = order
    return body


def _conflict(order: Order, request: PersonRequest, rows: list[dict[str, Any]]) -> dict[str, Any]:
    last = (
        AuditEvent.objects.visible_to(access.scope_of(request.user))
        .filter(subject_type="members.order", subject_id=str(order.pk))
        .first()
    )
    return {
        "who": last.actor if last else _("Somebody"),
        "at": last.at if last else None,
        "rows": rows,
        "theirs_url": order.get_absolute_url(),
    }


def _again(
    request: PersonRequest, form: forms.Form, theirs: Mapping[str, Any]
) -> tuple[Any, list[dict[str, Any]]]:
    """What was typed with the version that stands now, and where the two differ."""
    data = request.POST.copy()
    data["version"] = str(theirs["version"])
    return data, conflict_rows(form, theirs)


@signed_in
@require_http_methods(["GET", "POST"])
def order_edit(request: PersonRequest, slug: str, pk: uuid.UUID) -> HttpResponse:
    """The order's own words."""
    order = order_of(request, slug, pk)
    policy.check_edit(request.user, order)
    context: dict[str, Any] = {"committee": order.committee, "order": order}
    if request.method != "POST":
        context["form"] = OrderForm(initial=OrderForm.initial_of(order))
        return render(request, "members/order_edit.html", context)
    form = OrderForm(request.POST)
    context["form"] = form
    if not form.is_valid():
        return render(request, "members/order_edit.html", context)
    values = dict(form.cleaned_data)
    version = values.pop("version")
    try:
        actions.change_order(order=order, values=values, version=version, by=request.user)
    except Conflict:
        theirs = OrderForm.initial_of(order_of(request, slug, pk))
        data, rows = _again(request, form, theirs)
        context["form"] = OrderForm(data)
        context["conflict"] = _conflict(order, request, rows)
        return render(request, "members/order_edit.html", context, status=409)
    messages.success(request, _("The words of the order are saved."))
    return redirect(order.get_absolute_url())


# --- Bodies -------------------------------------------------------------------------------------


@signed_in
@require_http_methods(["GET", "POST"])
def order_body_new(request: PersonRequest, slug: str, pk: uuid.UUID) -> HttpResponse:
    """Add a body to the draft."""
    order = order_of(request, slug, pk)
    policy.check_edit(request.user, order)
    form = _body_form(request, order, None)
    status = 200
    if request.method == "POST" and form.is_valid():
        values = {name: value for name, value in form.cleaned_data.items() if name != "version"}
        try:
            body = actions.save_body(
                order=order, body=None, values=values, version=0, by=request.user
            )
        except WrongState as refusal:
            form.add_error(None, refusal.reason)
            status = refusal.status
        else:
            messages.success(request, _("%(body)s is added.") % {"body": body.name})
            return redirect(f"{order.get_absolute_url()}#{body.pk}")
    context = {"committee": order.committee, "order": order, "form": form}
    return render(request, "members/order_body.html", context, status=status)


def _body_form(
    request: PersonRequest, order: Order, body: OrderBody | None, data: Any = None
) -> BodyForm:
    scope = access.scope_of(request.user)
    parents = OrderBody.objects.visible_to(scope).filter(order=order, removed=False)
    offered = {
        kind
        for above in {order.committee.kind, *(row.kind for row in parents)}
        for kind in kinds_under(above)
        if kind in APPOINTED
    }
    return BodyForm(
        data if data is not None else request.POST or None,
        parents=parents,
        kinds=[(kind.value, kind.label) for kind in Kind if kind in offered],
        themes=list(Theme.choices),
        may_close=allows(policy.check_closed, request.user, order, Kind.GROUP),
        body=body,
        initial=BodyForm.initial_of(body) if body else {},
    )


@signed_in
@require_http_methods(["GET", "POST"])
def order_body(request: PersonRequest, slug: str, pk: uuid.UUID, body: uuid.UUID) -> HttpResponse:
    """Change a body of the draft."""
    order = order_of(request, slug, pk)
    row = _body_of(request, order, body)
    policy.check_edit(request.user, order)
    form = _body_form(request, order, row)
    context: dict[str, Any] = {
        "committee": order.committee,
        "order": order,
        "body": row,
        "form": form,
    }
    if request.method != "POST" or not form.is_valid():
        return render(request, "members/order_body.html", context)
    values = dict(form.cleaned_data)
    version = values.pop("version") or 0
    try:
        actions.save_body(order=order, body=row, values=values, version=version, by=request.user)
    except Conflict:
        now = _body_of(request, order, body)
        data, rows = _again(request, form, BodyForm.initial_of(now))
        context["form"] = _body_form(request, order, now, data)
        context["conflict"] = _conflict(order, request, rows)
        return render(request, "members/order_body.html", context, status=409)
    messages.success(request, _("%(body)s is saved.") % {"body": row.name})
    return redirect(f"{order.get_absolute_url()}#{row.pk}")


@signed_in
@require_POST
def order_body_remove(
    request: PersonRequest, slug: str, pk: uuid.UUID, body: uuid.UUID
) -> HttpResponse:
    """Take a body out of the draft, or put one back that was."""
    order = order_of(request, slug, pk)
    actions.remove_body(order=order, body=_body_of(request, order, body), by=request.user)
    return redirect(order.get_absolute_url())


# --- Posts --------------------------------------------------------------------------------------


def _post_of(request: PersonRequest, body: OrderBody, pk: uuid.UUID) -> OrderPost:
    posts = OrderPost.objects.select_related("organisation")
    post = scoped(posts, request.user, pk=pk, body=body)
    post.body, post.order = body, body.order
    return post


def _post_form(
    request: PersonRequest, body: OrderBody, post: OrderPost | None, data: Any = None
) -> PostForm:
    scope = access.scope_of(request.user)
    return PostForm(
        data if data is not None else request.POST or None,
        organisations=Organisation.objects.visible_to(scope).filter(province_id=body.province_id),
        roles=roles_for(body.kind),
        initial=PostForm.initial_of(post) if post else {"role": "member"},
    )


@signed_in
@require_http_methods(["GET", "POST"])
def order_post_new(
    request: PersonRequest, slug: str, pk: uuid.UUID, body: uuid.UUID
) -> HttpResponse:
    """Add a post to a body; the form is ready for the next one at once where that is asked."""
    order = order_of(request, slug, pk)
    row = _body_of(request, order, body)
    policy.check_edit(request.user, order)
    form = _post_form(request, row, None)
    context = {"committee": order.committee, "order": order, "body": row, "form": form}
    if request.method != "POST" or not form.is_valid():
        return render(request, "members/order_post.html", context)
    values = {name: value for name, value in form.cleaned_data.items() if name != "version"}
    post = actions.save_post(body=row, post=None, values=values, version=0, by=request.user)
    messages.success(request, _("%(post)s is added.") % {"post": post.title})
    if "another" in request.POST:
        return redirect("order_post_new", slug=slug, pk=pk, body=body)
    return redirect(f"{order.get_absolute_url()}#{row.pk}")


@signed_in
@require_http_methods(["GET", "POST"])
def order_post(
    request: PersonRequest, slug: str, pk: uuid.UUID, body: uuid.UUID, post: uuid.UUID
) -> HttpResponse:
    """Change a post of a body."""
    order = order_of(request, slug, pk)
    row = _body_of(request, order, body)
    one = _post_of(request, row, post)
    policy.check_edit(request.user, order)
    form = _post_form(request, row, one)
    context: dict[str, Any] = {
        "committee": order.committee,
        "order": order,
        "body": row,
        "post": one,
        "form": form,
    }
    if request.method != "POST" or not form.is_valid():
        return render(request, "members/order_post.html", context)
    values = dict(form.cleaned_data)
    version = values.pop("version") or 0
    try:
        actions.save_post(body=row, post=one, values=values, version=version, by=request.user)
    except Conflict:
        now = _post_of(request, row, post)
        data, rows = _again(request, form, PostForm.initial_of(now))
        context["form"] = _post_form(request, row, now, data)
        context["conflict"] = _conflict(order, request, rows)
        return render(request, "members/order_post.html", context, status=409)
    messages.success(request, _("%(post)s is saved.") % {"post": one.title})
    return redirect(f"{order.get_absolute_url()}#{row.pk}")


@signed_in
@require_POST
def order_post_act(
    request: PersonRequest, slug: str, pk: uuid.UUID, body: uuid.UUID, post: uuid.UUID, act: str
) -> HttpResponse:
    """Take a post out or put it back, or move it one place up."""
    order = order_of(request, slug, pk)
    row = _body_of(request, order, body)
    one = _post_of(request, row, post)
    if act == "up":
        actions.raise_post(post=one, by=request.user)
    else:
        actions.remove_post(post=one, by=request.user)
    return redirect(f"{order.get_absolute_url()}#{row.pk}")
