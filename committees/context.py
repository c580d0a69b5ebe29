"""What every page needs to draw its frame."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from committees.frame import frame_of


def frame(request: HttpRequest) -> dict[str, Any]:
    """The frame, in every template's context; it reads nothing before it is asked."""
    return {"frame": frame_of(request)}
