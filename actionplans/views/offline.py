"""What works without a connection: the form alone, which holds nothing of anybody."""

from __future__ import annotations

import hashlib
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from actionplans.forms.activities import ActivityForm
from committees.calendar import today

FIELDS = (
    "kind",
    "title",
    "starts",
    "village",
    "reached",
    "women",
    "men",
    "unsaid",
    "text",
    "uploads",
)
SCRIPTS = ("css/app.css", "css/tokens.css", "js/app.js", "js/dates.js", "js/offline_form.js")


class OfflineForm(forms.Form):
    """The part of the form that needs no committee; never sent, only kept on the device."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        for name in FIELDS:
            self.fields[name] = ActivityForm.base_fields[name]


@require_safe
def activity_offline(request: HttpRequest) -> HttpResponse:
    """The form a device opens without connection. It knows neither a person nor a committee."""
    form = OfflineForm(initial={"starts": today()})
    # A message that waits is somebody's: it is left for the next page, and not kept on the device.
    context: dict[str, Any] = {"form": form, "user": None, "messages": ()}
    return render(request, "actionplans/activity_offline.html", context)


@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:
    """The script that keeps that form, and only it, on the device."""
    told = "".join(static(name) for name in SCRIPTS) + (get_language() or "")
    context = {"version": hashlib.sha256(told.encode()).hexdigest()[:12]}
    response = render(
        request,
        "actionplans/service_worker.js",
        context,
        content_type="text/javascript; charset=utf-8",
    )
    response.headers["Service-Worker-Allowed"] = "/"
    response.headers["Cache-Control"] = "no-cache"
    return response
