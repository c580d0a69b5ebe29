"""What of django-allauth is different here: no sign-up, and the language follows the person."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress, EmailConfirmation
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from accounts.actions import confirm_address


class AccountAdapter(DefaultAccountAdapter):
    """Closes sign-up and hands the chosen language to the browser."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """People come in by an invitation to a seat, never by themselves."""
        return False

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        """Give the browser the language of the settings, and stand by the address of sign-in."""
        # A password is only had by mail, so the address is one that is read.
        confirm_address(user=user)
        response: HttpResponse = super().post_login(request, user, **kwargs)
        set_language(response, user.language)
        return response

    def get_reset_password_from_key_url(self, key: str) -> str:
        """The link of the mail, on the site's own address whatever host the request named."""
        return on_this_site(super().get_reset_password_from_key_url(key))

    def get_email_confirmation_url(
        self, request: HttpRequest, emailconfirmation: EmailConfirmation
    ) -> str:
        """Likewise the link that confirms a new address."""
        return on_this_site(super().get_email_confirmation_url(request, emailconfirmation))

    def can_delete_email(self, email_address: EmailAddress) -> bool:
        """Never the address with which the person signs in; it is changed, not taken away."""
        if email_address.email == email_address.user.email:
            return False
        return bool(super().can_delete_email(email_address))


def on_this_site(url: str) -> str:
    """The same path under the address the site is known by."""
    path = urlsplit(url)._replace(scheme="", netloc="").geturl()
    return f"{settings.SITE_URL.rstrip('/')}{path}"


def set_language(response: HttpResponse, language: str) -> None:
    """Remember the language of the pages in the browser for a year."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=365 * 24 * 3600,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
