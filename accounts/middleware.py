"""Language of the page, and the second factor for those who decide."""

from __future__ import annotations

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import translation
from django.utils.translation import gettext as _

GetResponse = Callable[[HttpRequest], HttpResponse]

# Pages that stay open to a person who still has to set up a second factor.
WITHOUT_SECOND_FACTOR = ("mfa_", "account_", "usersessions_", "language", "healthz", "readyz")


class LanguageMiddleware:
    """Thai, unless the person chose otherwise; the browser's own wish is not asked.

    The choice lies in a cookie, set when it is made and at sign-in from the person's settings.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


class SecondFactorMiddleware:
    """Send people who approve, receive or administer to set up a second factor first."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, args: object, kwargs: object
    ) -> HttpResponse | None:
        """Redirect to the set-up page while the factor is missing; None lets the view run."""
        match = request.resolver_match
        if not settings.SECOND_FACTOR_REQUIRED or match is None:
            return None
        if (match.url_name or "").startswith(WITHOUT_SECOND_FACTOR):
            return None
        needs = getattr(request, "needs_second_factor", False)
        if not needs or is_mfa_enabled(request.user):
            return None
        messages.warning(
            request,
            _(
                "Your post decides for others, so it needs a second step at sign-in."
                " Set one up to go on."
            ),
        )
        return redirect("mfa_index")
