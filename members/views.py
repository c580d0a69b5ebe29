"""Pages."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse


@login_required
def province(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    return HttpResponse("")


@login_required
def province_roster(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    return HttpResponse("")


@login_required
def seats(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    return HttpResponse("")


@login_required
def seats_export(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    return HttpResponse("")


@login_required
def seat_new(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    return HttpResponse("")


@login_required
def seat_edit(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    return HttpResponse("")


@login_required
def seat_end(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    return HttpResponse("")


@login_required
def seat_invite(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    return HttpResponse("")


@login_required
def organisation_new(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    return HttpResponse("")


@login_required
def invitation(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    return HttpResponse("")
