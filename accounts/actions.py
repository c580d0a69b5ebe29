"""Changes a person makes to their own account."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from django.db import transaction

from accounts.models import User


@transaction.atomic
def change_profile(*, user: User, values: dict[str, str]) -> User:
    """Save what a person changed of their own details.

    `values` holds validated fields of `ProfileForm`. Side effect: none but the saved row.
    """
    for name, value in values.items():
        setattr(user, name, value)
    user.save(update_fields=[*values, "sort_key"])
    return user


@transaction.atomic
def choose_language(*, user: User, language: str) -> None:
    """Remember the language for pages on other devices and for notices by e-mail."""
    user.language = language
    user.save(update_fields=["language"])


@transaction.atomic
def confirm_address(*, user: User) -> None:
    """Note that the person reads mail at their address: the link sent there was opened.

    An address that is not noted so is taken for one that waits for confirmation, and would be
    dropped, from the account too, when another is asked for.
    """
    if not EmailAddress.objects.filter(user=user, email=user.email, verified=True).exists():
        EmailAddress.objects.update_or_create(
            user=user, email=user.email, defaults={"verified": True, "primary": True}
        )
