"""What views share: find and authorise in one call, answer refusals, page through lists."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, TypeVar

from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render, resolve_url
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.thai import arabic_digits
from committees import access
from committees.calendar import format_date
from committees.errors import Refused
from committees.querysets import Scope

M = TypeVar("M", bound=models.Model)
View = Callable[..., HttpResponse]

TOO_LARGE_FOR_AN_ID = 2**63


class PersonRequest(HttpRequest):
    """A request of somebody who has signed in, as views behind `signed_in` get it; for types."""

    user: User
    scope: Scope
    LANGUAGE_CODE: str


def scoped(model: type[M] | models.QuerySet[M], user: Any, **lookup: Any) -> M:
    """The one object with this look-up that the person may see, or 404.

    What is not visible and what does not exist are answered alike. `model` may be a queryset, to
    say what is loaded along.
    """
    queryset = model if isinstance(model, models.QuerySet) else model._default_manager.all()
    for value in lookup.values():
        if isinstance(value, int) and value >= TOO_LARGE_FOR_AN_ID:
            raise Http404
        if isinstance(value, str) and "\x00" in value:
            raise Http404
    visible: models.QuerySet[M] = queryset.visible_to(access.scope_of(user))  # type: ignore[attr-defined]
    try:
        return visible.get(**lookup)
    except ObjectDoesNotExist as missing:
        raise Http404 from missing


def inside(user: Any, row: Any) -> None:
    """Refuse as if it did not exist what only people inside the committee may see."""
    if not access.scope_of(user).sees_inside(row):
        raise Http404


def refusal(request: HttpRequest, error: Refused) -> HttpResponse:
    """The page (or, for htmx, the fragment) that says why something was refused."""
    htmx = bool(getattr(request, "htmx", False))
    template = "_components/refusal.html" if htmx else f"{error.status}.html"
    response = render(request, template, {"reason": error.reason}, status=error.status)
    return _among_messages(response) if htmx else response


def _among_messages(response: HttpResponse) -> HttpResponse:
    """A fragment that htmx puts among the page's messages; what is typed stays where it is."""
    response["HX-Retarget"] = "#messages"
    response["HX-Reswap"] = "innerHTML"
    return response


def signed_in(view: View) -> View:
    """Only for people who have signed in; others are sent to sign in and come back.

    htmx is told so among the messages, or it would put the page to sign in into a part of another.
    """
    usual = login_required(view)

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        htmx = getattr(request, "htmx", None)
        if htmx and not request.user.is_authenticated:
            back = urlencode({"next": htmx.current_url_abs_path or "/"})
            url = f"{resolve_url(settings.LOGIN_URL)}?{back}"
            page = render(request, "_components/signed_out.html", {"url": url}, status=403)
            return _among_messages(page)
        return usual(request, *args, **kwargs)

    return asked


COUNT_CAP = 1000


def capped_count(queryset: models.QuerySet[Any]) -> tuple[int, bool]:
    """How many rows, counted up to a bound; the second value says whether there are more."""
    found = queryset.order_by().values("pk")[: COUNT_CAP + 1].count()
    return min(found, COUNT_CAP), found > COUNT_CAP


def page_number(request: HttpRequest, name: str = "page") -> int:
    """The page asked for; anything odd is the first one."""
    raw = request.GET.get(name, "1")
    number = int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 6 else 1
    return min(max(number, 1), 10_000)


def pages(
    request: HttpRequest, queryset: models.QuerySet[M], size: int
) -> tuple[list[M], dict[str, str]]:
    """The rows of the page asked for and the links for its foot (`_components/pager.html`).

    One row more than shown is read instead of counting, so this is one query.
    """
    number = page_number(request)
    start = (number - 1) * size
    found = list(queryset[start : start + size + 1])
    pager = {
        "prev_url": address_with(request, page=str(number - 1)) if number > 1 else "",
        "next_url": address_with(request, page=str(number + 1)) if len(found) > size else "",
    }
    return found[:size], pager


def address_with(request: HttpRequest, **parts: str | None) -> str:
    """The query of this page with parts of it replaced; None takes a part out."""
    query = request.GET.copy()
    for name, value in parts.items():
        query.pop(name, None)
        if value is not None:
            query[name] = value
    return f"?{query.urlencode()}"


def safe_int(raw: str) -> int | None:
    """A number from an address or a hidden field; None for anything odd."""
    text = arabic_digits(raw)
    return int(text) if text.isascii() and text.isdigit() and 0 < len(text) < 19 else None


def int_within(raw: str, least: int, most: int) -> int | None:
    """As `safe_int`; None also for what lies outside the bounds."""
    found = safe_int(raw)
    return found if found is not None and least <= found <= most else None


def conflict_rows(form: forms.Form, theirs: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Where what was typed differs from what somebody else saved: label, theirs, yours.

    `theirs` holds the row's values now, by field name.
    """
    return [
        {
            "label": form.fields[name].label,
            "theirs": _shown(form, name, theirs[name]),
            "yours": _shown(form, name, value),
            "name": name,
        }
        for name, value in form.cleaned_data.items()
        if name in theirs and name != "version" and theirs[name] != value
    ]


def _shown(form: forms.Form, name: str, value: Any) -> str:
    choices = dict(getattr(form.fields[name], "choices", ())) if isinstance(value, str) else {}
    if isinstance(value, dt.date):
        return format_date(value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(choices.get(value, "" if value is None else value))
