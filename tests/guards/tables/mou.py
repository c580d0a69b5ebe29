"""The lines of MoUs.

`cct` has its membership MoU open for signature: FOCUS (of the secretary and the steering member)
has signed, World Vision (of the chair and the member) has not. `draft` is the draft of its second
version, `partner` an MoU with the hospital of which only a draft is written.
"""

from __future__ import annotations

from typing import Any

from committees.calendar import today
from committees.papers import Upload
from members.actions import mou as actions
from members.models import TEXTS, Mou, MouSignature, MouVersion
from tests.world import World

PEOPLE = (
    "visitor",
    "stranger",
    "former",
    "cct_chair",
    "cct_secretary",
    "cct_steering",
    "cct_member",
    "pranee",
    "nok",
    "nuan",
    "national_observer",
)
TARGETS = {"cct": "cct", "draft": "cct", "partner": "cct", "maesai": "", "closed": ""}
SLUGS = {"maesai": "mae_sai", "closed": "mae_sai_suppression"}
REQUIRED = ({"cct"}, {"maesai"}, {"closed"})
COPY = Upload("signed.pdf", "application/pdf", b"%PDF-1.7\n%%EOF\n")
TEXT = {"vision_th": "ก", "mission_th": "ข", "objectives_th": "ค", "principles_th": "ง"}

ON_ROWS = """
mou         cct     GET  : 302 404 404 200 200 200 200 404 200 404 404
mou         cct     POST : 302 405 405 405 405 405 405 405 405 405 405
mou_new     cct     GET  : 302 404 404 200 200 403 403 404 403 404 404
mou_new     cct     POST : 302 404 404 200 200 403 403 404 403 404 404
mou_draft   cct     GET  : 302 405 405 405 405 405 405 405 405 405 405
mou_draft   cct     POST : 302 404 404 409 409 403 403 404 403 404 404
mou_draft   partner POST : 302 404 404 409 409 403 403 404 404 404 404
mou_version cct     GET  : 302 404 404 200 200 200 200 404 200 404 404
mou_version cct     POST : 302 405 405 405 405 405 405 405 405 405 405
mou_version draft   GET  : 302 404 404 200 200 200 200 404 404 404 404
mou_version partner GET  : 302 404 404 200 200 200 200 404 404 404 404
mou_edit    cct     GET  : 302 404 404 409 409 403 403 404 403 404 404
mou_edit    cct     POST : 302 404 404 409 409 403 403 404 403 404 404
mou_edit    draft   GET  : 302 404 404 200 200 403 403 404 404 404 404
mou_edit    draft   POST : 302 404 404 302 302 403 403 404 404 404 404
mou_open    cct     GET  : 302 404 404 409 409 403 403 404 403 404 404
mou_open    cct     POST : 302 404 404 409 409 403 403 404 403 404 404
mou_open    draft   GET  : 302 404 404 200 200 403 403 404 404 404 404
mou_open    draft   POST : 302 404 404 302 302 403 403 404 404 404 404
mou_open    partner POST : 302 404 404 409 409 403 403 404 404 404 404
mou_discard cct     GET  : 302 404 404 409 409 403 403 404 403 404 404
mou_discard cct     POST : 302 404 404 409 409 403 403 404 403 404 404
mou_discard draft   GET  : 302 404 404 200 200 403 403 404 404 404 404
mou_discard draft   POST : 302 404 404 302 302 403 403 404 404 404 404
mou_sign    cct     GET  : 302 404 404 200 200 409 200 404 403 404 404
mou_sign    cct     POST : 302 404 404 200 200 409 200 404 403 404 404
mou_sign    draft   GET  : 302 404 404 409 409 409 409 404 404 404 404
mou_sign    draft   POST : 302 404 404 409 409 409 409 404 404 404 404
mou_export  cct     GET  : 302 404 404 200 200 200 200 404 200 404 404
mou_export  cct     POST : 302 405 405 405 405 405 405 405 405 405 405
mou_export  draft   GET  : 302 404 404 200 200 200 200 404 404 404 404
mou_paper   cct     GET  : 302 404 404 200 200 200 200 404 200 404 404
mou_paper   cct     POST : 302 405 405 405 405 405 405 405 405 405 405
mou_paper   draft   GET  : 302 404 404 200 200 200 200 404 404 404 404
"""
NOWHERE = "302 404 404 404 404 404 404 404 404 404 404"
NO_METHOD = "302 405 405 405 405 405 405 405 405 405 405"
# What only takes the one or the other says so before it looks for anything.
READ = ("mou", "mou_version", "mou_export", "mou_paper")
BOTH = ("mou_new", "mou_edit", "mou_open", "mou_discard", "mou_sign")
ON_ROWS += "\n".join(
    f"{name} {target} {method} : {NO_METHOD if (method == other) else NOWHERE}"
    for names, other in ((READ, "POST"), (BOTH, ""), (("mou_draft",), "GET"))
    for name in names
    for target in ("maesai", "closed")
    for method in ("GET", "POST")
)
DATA = {"mou_edit": {"version": 2, "needs_signing": "on", **TEXT}}


def build(world: World) -> dict[str, MouVersion]:
    """A version that is open, one that is written, and an MoU with a partner."""
    by = world.fresh(world.cct_secretary)
    mou = actions.membership_mou(world.cct)
    if mou is None:
        first = actions.start_mou(
            committee=world.cct,
            values={"name_th": "บันทึกข้อตกลง", "name_en": "MoU", "partner": None},
            by=by,
        )
        first = actions.change_draft(mou_version=first, values=TEXT, version=1, by=by)
        mou = actions.open_version(version=first, by=by).mou
    opened = MouVersion.objects.select_related("mou__committee").get(mou=mou, state="open")
    actions.record_signature(
        version=opened,
        organisation=world.organisations["focus"],
        signatory_name="ชุติมา แสนใจ",
        signatory_post="ผู้จัดการ",
        signed_on=today(),
        upload=COPY,
        by=by,
    )
    draft = actions.draft_version(mou=mou, by=by)
    draft = actions.change_draft(mou_version=draft, values={"vision_th": "กก"}, version=1, by=by)
    partner = actions.start_mou(
        committee=world.cct,
        values={
            "name_th": "บันทึกข้อตกลงกับโรงพยาบาล",
            "name_en": "MoU with the hospital",
            "partner": world.organisations["hospital"],
            "parties": [world.organisations["focus"]],
        },
        by=by,
    )
    return {"cct": opened, "draft": draft, "partner": partner}


def arguments(world: World, rows: dict[str, MouVersion], name: str, target: str) -> dict[str, Any]:
    """The version of the target; from another committee the open one is asked for."""
    version = rows[target if target in rows else "cct"]
    committee = world.committees[SLUGS.get(target, "cct")]
    pk = version.mou_id if name == "mou_draft" else version.pk
    return {"slug": committee.slug, "pk": pk, "form": "csv"}


def mark(world: World, rows: dict[str, MouVersion], word: Any) -> None:
    """Drafts stay inside; what was opened, and who signed it, is read from above."""
    for key in ("draft", "partner"):
        texts = dict.fromkeys(TEXTS, word("cct", "inside"))
        MouVersion.objects.filter(pk=rows[key].pk).update(**texts)
    Mou.objects.filter(pk=rows["partner"].mou_id).update(
        name_th=word("cct", "inside"), name_en=word("cct", "inside")
    )
    Mou.objects.filter(pk=rows["cct"].mou_id).update(
        name_th=word("cct", "sent"), name_en=word("cct", "sent")
    )
    MouSignature.objects.update(
        signatory_name=word("cct", "sent"), signatory_post=word("cct", "sent")
    )


def pages(world: World, rows: dict[str, MouVersion]) -> list[str]:
    """Addresses that read their query, as asked by somebody inside."""
    base = f"/committees/{world.cct.slug}/mou/{rows['cct'].pk}/"
    return [base, f"{base}signatures.csv", f"{base}sign/", f"{base}paper.pdf"]
