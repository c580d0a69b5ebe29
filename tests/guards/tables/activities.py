"""The pages of activities."""

import io
from decimal import Decimal
from typing import Any

from PIL import Image

from accounts.models import User
from actionplans.actions import activities as actions
from actionplans.models import (
    Activity,
    ActivityPaper,
    ActivityVersion,
    Contribution,
)
from committees.papers import JPEG, Upload
from tests.factories import ActivityFactory
from tests.world import World

PEOPLE = (
    "visitor",
    "stranger",
    "former",
    "observer",
    "pranee",
    "superintendent",
    "nok",
    "kanda",
    "wichai",
    "inspector",
    "malee",
    "nuan",
    "national_observer",
)
# One that stands, one that is withdrawn, and one of the closed group.
TARGETS = {"maesai": "mae_sai", "gone": "mae_sai", "closed": "mae_sai_suppression"}
REQUIRED = ({"maesai"}, {"closed"})


def _photo() -> Upload:
    buffer = io.BytesIO()
    Image.new("RGB", (8, 6), "red").save(buffer, "JPEG")
    return Upload("photo.jpg", JPEG, buffer.getvalue())


def _whole(world: World, committee: str, name: str) -> Activity:
    """An activity with something in each of its tables, corrected once."""
    by = User.objects.get(pk=world.people[name].pk)
    office, police = world.organisations["office"], world.organisations["police"]
    row = ActivityFactory(
        committee=world.committees[committee],
        by=by,
        lead=police,
        joined=[office],
        practitioners={"police": 2},
        contributions=[{"kind": "cash", "payer": "ร้านทอง", "amount": Decimal(100), "what": "น้ำดื่ม"}],
        files=[_photo()],
    )
    return actions.correct_activity(
        activity=row, values={"reached": 20}, version=1, reason="นับใหม่", by=by
    )


def build(world: World) -> dict[str, Activity]:
    """An activity for each target, and one of a committee that nobody of those sits in."""
    _whole(world, "chiang_khong", "malee")
    rows = {
        "maesai": _whole(world, "mae_sai", "pranee"),
        "gone": _whole(world, "mae_sai", "pranee"),
        "closed": _whole(world, "mae_sai_suppression", "inspector"),
    }
    by = User.objects.get(pk=world.pranee.pk)
    actions.withdraw_activity(activity=rows["gone"], reason="บันทึกซ้ำ", by=by)
    return rows


def arguments(world: World, rows: dict[str, Activity], name: str, target: str) -> dict[str, Any]:
    """The activity, its first version and its photo."""
    row = rows[target]
    return {
        "slug": row.committee.slug,
        "pk": row.pk,
        "number": 1,
        "file": ActivityPaper.objects.get(activity=row).pk,
        "form": "csv",
    }


def mark(world: World, rows: dict[str, Activity], word: Any) -> None:
    """Words that stand nowhere else, on what is seen above and on what is not."""
    for name in {*TARGETS.values(), "chiang_khong"}:
        for above, kind in ((True, "sent"), (False, "inside")):
            marked = word(name, kind)
            mine = {"committee": world.committees[name], "above": above}
            Activity.objects.filter(**mine).update(
                title=marked, text=marked, village=marked, withdrawn_reason=marked
            )
            Contribution.objects.filter(**mine).update(what=marked)
            ActivityPaper.objects.filter(**mine).update(caption=marked)
            for version in ActivityVersion.objects.filter(**mine):
                version.content["title"] = marked
                version.save(update_fields=["content"])


def pages(world: World, rows: dict[str, Activity]) -> list[str]:
    """Addresses that read their query."""
    return [
        "/activities/",
        "/activities/?committee=mae-sai",
        "/activities/export.csv",
        "/committees/mae-sai/activities/new/",
    ]


DATA: dict[str, dict[str, Any]] = {"activity_withdraw": {"reason": "บันทึกซ้ำ"}}

ANYWHERE = """
activities         GET  : 302 200 200 200 200 200 200 200 200 200 200 200 200
activities         POST : 302 405 405 405 405 405 405 405 405 405 405 405 405
activities_export  GET  : 302 200 200 200 200 200 200 200 200 200 200 200 200
activities_export  POST : 302 405 405 405 405 405 405 405 405 405 405 405 405
activity_offline   GET  : 200 200 200 200 200 200 200 200 200 200 200 200 200
activity_offline   POST : 405 405 405 405 405 405 405 405 405 405 405 405 405
service_worker     GET  : 200 200 200 200 200 200 200 200 200 200 200 200 200
service_worker     POST : 405 405 405 405 405 405 405 405 405 405 405 405 405
"""

ON_ROWS = """
activity_new      maesai GET  : 302 404 404 403 200 200 404 404 404 404 404 404 404
activity_new      maesai POST : 302 404 404 403 400 400 404 404 404 404 404 404 404
activity_new      closed GET  : 302 404 404 404 404 404 404 404 200 200 404 404 404
activity_new      closed POST : 302 404 404 404 404 404 404 404 400 400 404 404 404
activity          maesai GET  : 302 404 404 200 200 200 200 404 404 404 404 404 404
activity          maesai POST : 302 405 405 405 405 405 405 405 405 405 405 405 405
activity          gone   GET  : 302 404 404 200 200 200 404 404 404 404 404 404 404
activity          gone   POST : 302 405 405 405 405 405 405 405 405 405 405 405 405
activity          closed GET  : 302 404 404 404 404 404 404 404 200 200 404 404 404
activity          closed POST : 302 405 405 405 405 405 405 405 405 405 405 405 405
activity_correct  maesai GET  : 302 404 404 403 200 403 404 404 404 404 404 404 404
activity_correct  maesai POST : 302 404 404 403 400 403 404 404 404 404 404 404 404
activity_correct  gone   GET  : 302 404 404 403 409 403 404 404 404 404 404 404 404
activity_correct  gone   POST : 302 404 404 403 409 403 404 404 404 404 404 404 404
activity_correct  closed GET  : 302 404 404 404 404 404 404 404 403 200 404 404 404
activity_correct  closed POST : 302 404 404 404 404 404 404 404 403 400 404 404 404
activity_withdraw maesai GET  : 302 404 404 403 200 403 404 404 404 404 404 404 404
activity_withdraw maesai POST : 302 404 404 403 302 403 404 404 404 404 404 404 404
activity_withdraw gone   GET  : 302 404 404 403 409 403 404 404 404 404 404 404 404
activity_withdraw gone   POST : 302 404 404 403 409 403 404 404 404 404 404 404 404
activity_withdraw closed GET  : 302 404 404 404 404 404 404 404 403 200 404 404 404
activity_withdraw closed POST : 302 404 404 404 404 404 404 404 403 302 404 404 404
activity_restore  maesai GET  : 302 405 405 405 405 405 405 405 405 405 405 405 405
activity_restore  maesai POST : 302 404 404 403 409 403 404 404 404 404 404 404 404
activity_restore  gone   GET  : 302 405 405 405 405 405 405 405 405 405 405 405 405
activity_restore  gone   POST : 302 404 404 403 302 403 404 404 404 404 404 404 404
activity_restore  closed GET  : 302 405 405 405 405 405 405 405 405 405 405 405 405
activity_restore  closed POST : 302 404 404 404 404 404 404 404 403 409 404 404 404
activity_version  maesai GET  : 302 404 404 200 200 200 200 404 404 404 404 404 404
activity_version  maesai POST : 302 405 405 405 405 405 405 405 405 405 405 405 405
activity_version  gone   GET  : 302 404 404 200 200 200 404 404 404 404 404 404 404
activity_version  gone   POST : 302 405 405 405 405 405 405 405 405 405 405 405 405
activity_version  closed GET  : 302 404 404 404 404 404 404 404 200 200 404 404 404
activity_version  closed POST : 302 405 405 405 405 405 405 405 405 405 405 405 405
activity_files    maesai GET  : 302 404 404 403 200 403 404 404 404 404 404 404 404
activity_files    maesai POST : 302 404 404 403 400 403 404 404 404 404 404 404 404
activity_files    gone   GET  : 302 404 404 403 409 403 404 404 404 404 404 404 404
activity_files    gone   POST : 302 404 404 403 409 403 404 404 404 404 404 404 404
activity_files    closed GET  : 302 404 404 404 404 404 404 404 403 200 404 404 404
activity_files    closed POST : 302 404 404 404 404 404 404 404 403 400 404 404 404
activity_caption  maesai GET  : 302 404 404 403 200 403 404 404 404 404 404 404 404
activity_caption  maesai POST : 302 404 404 403 302 403 404 404 404 404 404 404 404
activity_caption  closed GET  : 302 404 404 404 404 404 404 404 403 200 404 404 404
activity_caption  closed POST : 302 404 404 404 404 404 404 404 403 302 404 404 404
activity_unfile   maesai GET  : 302 404 404 403 200 403 404 404 404 404 404 404 404
activity_unfile   maesai POST : 302 404 404 403 302 403 404 404 404 404 404 404 404
activity_unfile   closed GET  : 302 404 404 404 404 404 404 404 403 200 404 404 404
activity_unfile   closed POST : 302 404 404 404 404 404 404 404 403 302 404 404 404
activity_photo    maesai GET  : 302 404 404 200 200 200 200 404 404 404 404 404 404
activity_photo    maesai POST : 302 405 405 405 405 405 405 405 405 405 405 405 405
activity_photo    gone   GET  : 302 404 404 200 200 200 404 404 404 404 404 404 404
activity_photo    gone   POST : 302 405 405 405 405 405 405 405 405 405 405 405 405
activity_photo    closed GET  : 302 404 404 404 404 404 404 404 200 200 404 404 404
activity_photo    closed POST : 302 405 405 405 405 405 405 405 405 405 405 405 405
"""
