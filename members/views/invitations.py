"""The way in for invited people."""

from __future__ import annotations

from allauth.account.utils import perform_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts.actions import confirm_address
from committees import rls
from committees.errors import WrongState
from members.actions import seats as actions
from members.forms.seats import (
    PasswordForm,
)
from members.models import Invitation


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
