"""Pages."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse


@login_required
def home(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    return HttpResponse("")


@login_required
def hat(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    return HttpResponse("")


@login_required
def search(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    return HttpResponse("")


@login_required
def notices(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    return HttpResponse("")


@login_required
def notices_read(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    return HttpResponse("")


@login_required
def notice_open(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    return HttpResponse("")


@login_required
def committee_new(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    return HttpResponse("")


@login_required
def committee(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    return HttpResponse("")


@login_required
def committee_edit(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    return HttpResponse("")


@login_required
def committee_history(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    return HttpResponse("")


@login_required
def province_borders(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    return HttpResponse("")
