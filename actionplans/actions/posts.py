"""As what somebody acted, in words that stay when the seat has ended."""

from __future__ import annotations

from accounts.models import User
from committees import access, audit
from committees.models import Committee


def post_of(act: str, by: User, committee: Committee) -> dict[str, str]:
    """Values of `<act>_post_th` and `<act>_post_en` of a row that keeps who did what."""
    _seat, roles = access.post_in(by, committee)
    return {
        f"{act}_post_{language}": audit.role_names(roles, language) for language in ("th", "en")
    }
