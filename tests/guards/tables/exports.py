"""Downloads that are built beside the requests: each person's own, and nobody else's."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from committees.models import Export, ExportState
from tests.world import World

ANYWHERE = """
exports                                  GET  : 302 200 200 200 200 200 200 200 200 200 200 200
exports                                  POST : 302 405 405 405 405 405 405 405 405 405 405 405
"""

# `pranee` asked for it, built it could not be; nobody else reads it, whoever stands above.
TARGETS = {"pranee": "mae_sai"}
ON_ROWS = """
export                       pranee GET  : 302 404 404 404 200 404 404 404 404 404 404 404
export                       pranee POST : 302 405 405 405 405 405 405 405 405 405 405 405
export_file                  pranee GET  : 302 404 404 404 302 404 404 404 404 404 404 404
export_file                  pranee POST : 302 405 405 405 405 405 405 405 405 405 405 405
export_again                 pranee GET  : 302 405 405 405 405 405 405 405 405 405 405 405
export_again                 pranee POST : 302 404 404 404 302 404 404 404 404 404 404 404
"""

SEES = {"committees_export": lambda reach, row: row.asker_id == reach.user_id}


def build(world: World) -> Export:
    """What Pranee took away."""
    return Export.objects.create(
        asker=world.pranee,
        builder="members.views.seats.seats_export",
        arguments={"slug": world.mae_sai.slug, "form": "xlsx"},
        form="xlsx",
        language="th",
        asked="0" * 64,
        state=ExportState.FAILED,
        why="broken",
        name="Seats",
        asked_at=timezone.now(),
    )


def arguments(_world: World, row: Export, _name: str, _target: str) -> dict[str, Any]:
    """The download's own number."""
    return {"pk": row.pk}


def mark(_world: World, row: Export, word: Any) -> None:
    """Names of files are read by who asked alone."""
    Export.objects.filter(pk=row.pk).update(name=word("mae_sai", "inside"))
