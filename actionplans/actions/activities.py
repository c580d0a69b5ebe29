"""Logging what was done, correcting it with its earlier wording kept, withdrawing it and back."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from actionplans.models import (
    Activity,
    ActivityOrganisation,
    ActivityPaper,
    ActivityPractitioners,
    ActivityVersion,
    Contribution,
    Gift,
)
from actionplans.notices import activities as notices
from actionplans.policy import activities as policy
from committees import audit, papers
from committees.calendar import fiscal_year
from committees.errors import WrongState
from committees.models import AuditEvent, Committee
from committees.papers import PICTURES, Upload
from committees.policy import check_version

MOST_FILES = 30
OWN_FIELDS = (
    "line",
    "kind",
    "pillar",
    "title",
    "text",
    "starts",
    "ends",
    "district",
    "subdistrict",
    "village",
    "latitude",
    "longitude",
    "lead",
    "reached",
    "women",
    "men",
    "unsaid",
    "minors",
    "adults",
    "tested",
    "before",
    "after",
)
TOGETHER = ("committee", "district", "subdistrict", "lead", "logged_by")
ALONG = ("taking_part__organisation", "practitioners", "contributions__organisation", "papers")


def log_activity(
    *,
    committee: Committee,
    values: Mapping[str, Any],
    by: User,
    form_key: uuid.UUID | None = None,
) -> Activity:
    """Log one thing that was done; the same form sent again gives the activity it made before.

    `values` holds the columns of `OWN_FIELDS`, and may hold `joined` (organisations),
    `practitioners` (discipline -> how many), `contributions` (dicts of kind, organisation, payer,
    funding, amount, days, what) and `files` (`Upload`s). `form_key` comes with the empty form; with
    other content it is another activity: somebody went back to the form and wrote the next one
    there. Side effects: rows, files, an audit event. Raises NotAllowed, WrongState (the committee
    has ended, or the period is locked).
    """
    key = _key_of(form_key, values)
    made = _made(committee, key)
    if made is not None:
        policy.check_log(by, committee)
        return made
    try:
        with transaction.atomic():
            return _log(committee, values, by, key)
    except IntegrityError:
        # Sent twice at the same moment: the other one has just logged it.
        made = _made(committee, key)
        if made is None:
            raise
        return made


def _made(committee: Committee, key: uuid.UUID) -> Activity | None:
    return Activity.objects.filter(committee=committee, form_key=key).first()


def _log(committee: Committee, values: Mapping[str, Any], by: User, key: uuid.UUID) -> Activity:
    policy.check_log(by, committee)
    activity = Activity(
        committee=committee,
        province_id=committee.province_id,
        form_key=key,
        logged_by=by,
        above=not committee.closed,
        changed_at=timezone.now(),
    )
    _fill(activity, values)
    policy.check_period(activity)
    activity.save(force_insert=True)
    parts = _save_parts(activity, values, fresh=True)
    _keep_files(activity, values.get("files", ()), "", by)
    audit.record(
        actor=by,
        committee=committee,
        verb="activity_logged",
        subject=activity,
        after=content_of(activity, parts),
        above=True,
    )
    return activity


@transaction.atomic
def correct_activity(
    *, activity: Activity, values: Mapping[str, Any], version: int, reason: str, by: User
) -> Activity:
    """Correct an activity; how it read before is kept with the reason.

    `version` is the one that was shown. What changes nothing keeps nothing. Side effects: the
    earlier version, an audit event, a notice to whoever logged it. Raises NotAllowed, WrongState
    (withdrawn, or a period is locked), Conflict.
    """
    locked = _locked(activity)
    policy.check_correct(by, locked)
    check_version(locked, version)
    policy.check_period(locked)
    before = content_of(_whole(locked.pk))
    _fill(locked, values)
    policy.check_period(locked)
    locked.save()
    _save_parts(locked, values)
    after = content_of(_whole(locked.pk))
    changed = [name for name in after if before[name] != after[name]]
    if not changed:
        return locked
    ActivityVersion.objects.create(
        activity=locked,
        number=locked.version,
        content=before,
        reason=reason,
        replaced_by=by,
        replaced_at=timezone.now(),
        above=locked.above,
        **_tenant(locked),
    )
    _touch(locked)
    event = _record(
        "activity_corrected",
        locked,
        by,
        reason=reason,
        before={name: before[name] for name in changed},
        after={name: after[name] for name in changed},
    )
    notices.tell_logger("activity_corrected", locked, event, by)
    return locked


@transaction.atomic
def withdraw_activity(*, activity: Activity, reason: str, by: User) -> Activity:
    """Take an activity out of every figure; inside the committee it can be put back.

    Side effects: nobody above sees it or its files any longer, nor why; audit event inside the
    committee, notice to whoever logged it. Raises NotAllowed, WrongState.
    """
    locked = _locked(activity)
    policy.check_withdraw(by, locked)
    policy.check_period(locked)
    locked.withdrawn_at, locked.withdrawn_reason = timezone.now(), reason
    _show_above(locked, above=False)
    event = _record("activity_withdrawn", locked, by, reason=reason, above=False)
    notices.tell_logger("activity_withdrawn", locked, event, by)
    return locked


@transaction.atomic
def restore_activity(*, activity: Activity, by: User) -> Activity:
    """Put a withdrawn activity back. Raises NotAllowed, WrongState."""
    locked = _locked(activity)
    policy.check_restore(by, locked)
    policy.check_period(locked)
    locked.withdrawn_at, locked.withdrawn_reason = None, ""
    _show_above(locked, above=not locked.committee.closed)
    _record("activity_restored", locked, by, above=False)
    return locked


@transaction.atomic
def add_files(
    *, activity: Activity, files: Sequence[Upload], caption: str, by: User
) -> list[ActivityPaper]:
    """Keep photos and papers with an activity. A file that is there already is not kept twice.

    Raises NotAllowed, WrongState (withdrawn, locked, or too many files).
    """
    locked = _locked(activity)
    policy.check_correct(by, locked)
    policy.check_period(locked)
    kept = _keep_files(locked, files, caption, by)
    if kept:
        _record("activity_files_added", locked, by, after={"files": len(kept)})
    return kept


@transaction.atomic
def caption_file(*, row: ActivityPaper, caption: str, by: User) -> ActivityPaper:
    """Say what a photo or paper shows. Raises NotAllowed, WrongState."""
    locked = _locked(row.activity)
    policy.check_correct(by, locked)
    policy.check_period(locked)
    row = _still_kept(row)
    if row.caption != caption:
        before, row.caption = row.caption, caption
        row.save(update_fields=["caption"])
        _record(
            "activity_file_captioned",
            locked,
            by,
            before={"caption": before},
            after={"caption": caption},
        )
    return row


@transaction.atomic
def remove_file(*, row: ActivityPaper, by: User) -> None:
    """Remove a photo or paper for good: one that shows too much must not stay anywhere.

    Raises NotAllowed, WrongState.
    """
    locked = _locked(row.activity)
    policy.check_correct(by, locked)
    policy.check_period(locked)
    row = _still_kept(row)
    paper = row.paper
    row.delete()
    papers.remove(paper)
    _record("activity_file_removed", locked, by, after={"files": locked.papers.count()})


def _still_kept(row: ActivityPaper) -> ActivityPaper:
    """The file as it is now that its activity is locked: somebody may just have removed it."""
    found: ActivityPaper | None = (
        ActivityPaper.objects.select_related("paper").filter(pk=row.pk).first()
    )
    if found is None:
        raise WrongState(_("This file was removed just now."))
    return found


# --- What an activity holds ---------------------------------------------------------------------


@dataclass(frozen=True)
class Parts:
    """What belongs to an activity beside its own columns."""

    joined: Sequence[ActivityOrganisation]
    practitioners: Sequence[ActivityPractitioners]
    contributions: Sequence[Contribution]

    @classmethod
    def of(cls, activity: Activity) -> Parts:
        """Those that are saved."""
        return cls(
            list(activity.taking_part.all()),
            list(activity.practitioners.all()),
            list(activity.contributions.all()),
        )


def content_of(activity: Activity, parts: Parts | None = None) -> dict[str, Any]:
    """An activity as it is kept, shown and compared: plain values, names in both languages.

    `parts` where they were saved just now and need not be read again.
    """
    parts = parts or Parts.of(activity)
    return {
        "kind": activity.kind,
        "pillar": activity.pillar,
        "title": activity.title,
        "text": activity.text,
        # Its words may be a draft still, which nobody above reads.
        "line": activity.line_id,
        "starts": activity.starts.isoformat(),
        "ends": activity.ends.isoformat(),
        "district": titles_of(activity.district),
        "subdistrict": titles_of(activity.subdistrict) if activity.subdistrict else None,
        "village": activity.village,
        "point": _point(activity),
        "lead": names_of(activity.lead),
        "joined": [names_of(row.organisation) for row in parts.joined],
        **{name: getattr(activity, name) for name in ("reached", "women", "men", "unsaid")},
        **{name: getattr(activity, name) for name in ("minors", "adults", "tested")},
        "before": None if activity.before is None else str(activity.before),
        "after": None if activity.after is None else str(activity.after),
        "practitioners": {row.discipline: row.count for row in parts.practitioners},
        "contributions": [gift_of(row) for row in parts.contributions],
    }


def _whole(pk: int) -> Activity:
    found: Activity = (
        Activity.objects.select_related(*TOGETHER).prefetch_related(*ALONG[:3]).get(pk=pk)
    )
    return found


def names_of(thing: Any) -> dict[str, Any]:
    """A name in both languages, so that nothing renamed later changes what was kept."""
    return {"id": thing.pk, "th": thing.name_in("th"), "en": thing.name_in("en")}


def titles_of(area: Any) -> dict[str, Any]:
    """A place in both languages, with what it is."""
    return {"id": area.pk, "th": area.titled_in("th"), "en": area.titled_in("en")}


def _point(activity: Activity) -> str:
    if activity.latitude is None or activity.longitude is None:
        return ""
    return f"{activity.latitude:.5f}, {activity.longitude:.5f}"


def gift_of(row: Contribution) -> dict[str, Any]:
    """A contribution in plain values, the names in both languages."""
    return {
        "kind": row.kind,
        "organisation": names_of(row.organisation) if row.organisation else None,
        "payer": row.payer,
        "funding": row.funding,
        "amount": str(row.amount),
        "days": str(row.days),
        "what": row.what,
    }


# --- Saving -------------------------------------------------------------------------------------


def _locked(activity: Activity) -> Activity:
    found: Activity = (
        Activity.objects.select_for_update(of=("self",))
        .select_related("committee", "logged_by", "line")
        .get(pk=activity.pk)
    )
    return found


def _tenant(activity: Activity) -> dict[str, Any]:
    return {"committee_id": activity.committee_id, "province_id": activity.province_id}


def _fill(activity: Activity, values: Mapping[str, Any]) -> None:
    for name in OWN_FIELDS:
        if name in values:
            setattr(activity, name, values[name])
    if activity.ends is None:
        activity.ends = activity.starts
    activity.fiscal_year = fiscal_year(activity.starts)
    if "contributions" in values:
        gifts = (gift for gift in values["contributions"] if gift["kind"] == Gift.CASH)
        activity.cost = sum((gift["amount"] for gift in gifts), Decimal(0))


def _save_parts(activity: Activity, values: Mapping[str, Any], *, fresh: bool = False) -> Parts:
    """Save what belongs to it, in place of what was there; nothing was, of a `fresh` one."""
    tied = {"activity": activity, "above": activity.above, **_tenant(activity)}
    joined = {row.pk: row for row in values.get("joined", ()) if row.pk != activity.lead_id}
    parts = Parts(
        [ActivityOrganisation(organisation=row, **tied) for row in joined.values()],
        [
            ActivityPractitioners(discipline=discipline, count=count, **tied)
            for discipline, count in values.get("practitioners", {}).items()
            if count
        ],
        [Contribution(**gift, **tied) for gift in values.get("contributions", ())],
    )
    kinds: tuple[tuple[str, Any, Sequence[Any]], ...] = (
        ("joined", ActivityOrganisation, parts.joined),
        ("practitioners", ActivityPractitioners, parts.practitioners),
        ("contributions", Contribution, parts.contributions),
    )
    for name, model, rows in kinds:
        if name in values and not fresh:
            model.objects.filter(activity=activity).delete()
        if rows:
            model.objects.bulk_create(rows)
    return parts


def _keep_files(
    activity: Activity, files: Sequence[Upload], caption: str, by: User
) -> list[ActivityPaper]:
    if not files:
        return []
    there = set(activity.papers.values_list("paper__sha256", flat=True))
    new = {hashlib.sha256(file.content).hexdigest(): file for file in files}
    wanted = [file for digest, file in new.items() if digest not in there]
    if len(there) + len(wanted) > MOST_FILES:
        raise WrongState(
            _("An activity keeps at most %(most)s photos and papers.") % {"most": MOST_FILES}
        )
    rows = [
        ActivityPaper(
            activity=activity,
            paper=papers.store(
                committee=activity.committee, upload=file, by=by, above=activity.above
            ),
            caption=caption,
            is_photo=file.content_type in PICTURES.values(),
            above=activity.above,
            **_tenant(activity),
        )
        for file in wanted
    ]
    return list(ActivityPaper.objects.bulk_create(rows))


def _show_above(activity: Activity, *, above: bool) -> None:
    """Let those above see the activity and all that belongs to it, or no longer."""
    activity.above = above
    _touch(activity)
    for related in ("taking_part", "practitioners", "contributions", "papers", "versions"):
        getattr(activity, related).update(above=above)
    papers.show_above(activity.papers.values_list("paper_id", flat=True), above=above)


def _touch(activity: Activity) -> None:
    activity.version += 1
    activity.changed_at = timezone.now()
    activity.save()


def _record(
    verb: str, activity: Activity, by: User, *, above: bool = True, **more: Any
) -> AuditEvent:
    return audit.record(
        actor=by, committee=activity.committee, verb=verb, subject=activity, above=above, **more
    )


def _key_of(form_key: uuid.UUID | None, values: Mapping[str, Any]) -> uuid.UUID:
    """By which an activity is known that is sent twice: the form and what was written in it."""
    if form_key is None:
        return uuid.uuid4()
    written = [_plain(values.get(name)) for name in OWN_FIELDS]
    joined = sorted(row.pk for row in values.get("joined", ()))
    practitioners = sorted(values.get("practitioners", {}).items())
    gifts = [
        sorted((name, _plain(value)) for name, value in gift.items())
        for gift in values.get("contributions", ())
    ]
    files = [hashlib.sha256(file.content).hexdigest() for file in values.get("files", ())]
    return uuid.uuid5(form_key, json.dumps([written, joined, practitioners, gifts, files]))


def _plain(value: Any) -> str:
    return str(getattr(value, "pk", value))
