"""One request: one transaction, one actor, one scope; and refusals answered in one place."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse, ReauthenticationRequired
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse

from committees import access, rls
from committees.errors import Refused
from committees.frame import frame_of
from committees.http import refusal
from committees.roles import SENSITIVE

GetResponse = Callable[[HttpRequest], HttpResponse]


class ActorMiddleware:
    """Run the view in a transaction in which the database knows who acts.

    An error that is not a refusal undoes everything the request did. A refusal is raised inside
    an action, whose own savepoint has already undone it, so its page can still be shown.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user_id = request.user.pk if request.user.is_authenticated else None
        with rls.acting_as(user_id):
            scope = access.scope_of(request.user)
            request.scope = scope  # type: ignore[attr-defined]
            request.needs_second_factor = bool(  # type: ignore[attr-defined]
                scope.all_permissions & SENSITIVE
            )
            response = self.get_response(request)
            if response.status_code >= 500:
                transaction.set_rollback(True)
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> Any:
        """Answer a refusal with its status and reason; leave anything else to Django."""
        if isinstance(error, Refused):
            return refusal(request, error)
        if isinstance(error, (ImmediateHttpResponse, ReauthenticationRequired)):
            return None  # allauth asks for the password again, or shows another page: no failure
        # From here on the transaction cannot be read from, and the page that says so wants a frame.
        if isinstance(error, Http404) and request.user.is_authenticated:
            frame_of(request).load()
        transaction.set_rollback(True)
        return None
