"""What stands above a list: links and choices that live in its address.

Rendered by `_components/toolbar.html`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from committees.http import address_with

LONGEST = 100  # of what was searched for, as the field takes it


def one_of(request: HttpRequest, name: str, known: Iterable[str]) -> str:
    """The value asked for; anything that is not known is the first of them."""
    values = list(known)
    value = request.GET.get(name, "")
    return value if value in values else values[0]


def links(
    request: HttpRequest,
    name: str,
    labels: Mapping[str, str | Promise],
    chosen: str,
    **others: str | None,
) -> list[dict[str, Any]]:
    """One link for each value of this part of the address; the list begins anew with each."""
    return [
        {
            "label": str(label),
            "url": address_with(request, **{**others, name: value or None, "page": None}),
            "current": value == chosen,
        }
        for value, label in labels.items()
    ]


def choice(
    name: str,
    label: str | Promise,
    every: str | Promise,
    values: Iterable[tuple[Any, str | Promise]],
    chosen: Any,
) -> dict[str, Any]:
    """A choice among values, of which the first is no choice at all."""
    options = [{"value": "", "label": str(every), "current": not chosen}]
    options += [
        {"value": value, "label": str(text), "current": str(value) == str(chosen)}
        for value, text in values
    ]
    return {"name": name, "label": str(label), "options": options}


def kept_query(request: HttpRequest, *names: str) -> str:
    """The parts of this address that a download carries along; '' where there are none."""
    kept = {name: request.GET[name][:LONGEST] for name in names if request.GET.get(name)}
    return f"?{urlencode(kept)}" if kept else ""


def export_links(url_name: str, *args: Any, query: str = "") -> list[dict[str, str]]:
    """The list as it is filtered, as Excel file and as CSV file."""
    return [
        {"label": label, "url": reverse(url_name, args=[*args, form]) + query, "icon": "sheet"}
        for form, label in (("xlsx", _("Excel file")), ("csv", _("CSV file")))
    ]
