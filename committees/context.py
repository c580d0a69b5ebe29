"""What every page needs to draw its frame."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest


def frame(request: HttpRequest) -> dict[str, Any]:
    from committees.frame import Frame  # noqa: PLC0415

    return {"frame": Frame(request)}
