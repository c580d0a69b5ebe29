"""Writing an MoU's versions, opening them for signature, and signing."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from committees import access, audit, papers
from committees import notices as committee_notices
from committees.errors import NotAllowed, WrongState
from committees.models import Committee
from committees.papers import Upload
from committees.policy import check_version
from committees.roles import Permission
from members.models import (
    TEXTS,
    Mou,
    MouParty,
    MouSignature,
    MouState,
    MouVersion,
    Organisation,
)
from members.notices import mou as notices
from members.policy import mou as policy
from members.workflow.mou import MOU_VERSION

audit.register(
    {
        "mou_started": _("%(actor)s began the agreement %(subject)s"),
        "mou_drafted": _("%(actor)s began a draft of %(subject)s"),
        "mou_edited": _("%(actor)s changed the draft of %(subject)s"),
        "mou_opened": _("%(actor)s opened %(subject)s for signature"),
        "mou_superseded": _("A newer version took the place of %(subject)s"),
        "mou_discarded": _("%(actor)s threw away the draft of %(subject)s"),
        "mou_signed": _("%(signatory)s signed %(subject)s for %(organisation)s"),
        "mou_signed_on_paper": _(
            "%(actor)s recorded that %(signatory)s signed %(subject)s for %(organisation)s"
        ),
    }
)

Signed = Callable[[MouSignature, User], None]
_WHEN_SIGNED: list[Signed] = []


def register_signed(callback: Signed) -> None:
    """Have `callback(signature, by)` called for each signature, in the signature's transaction."""
    if callback not in _WHEN_SIGNED:
        _WHEN_SIGNED.append(callback)


def membership_mou(committee: Committee) -> Mou | None:
    """The agreement by which organisations join the committee."""
    return Mou.objects.filter(committee=committee, partner__isnull=True).first()


def current_version(committee: Committee) -> MouVersion | None:
    """The version of the committee's own MoU that is open for signature, if there is one."""
    return (
        MouVersion.objects.open()
        .filter(committee=committee, mou__partner__isnull=True)
        .select_related("mou", "committee")
        .first()
    )


@transaction.atomic
def start_mou(
    *,
    committee: Committee,
    values: Mapping[str, Any],
    by: User,
    form_key: uuid.UUID | None = None,
) -> MouVersion:
    """Begin an agreement with the draft of its first version; the form sent twice begins one.

    `values` holds name_th, name_en, partner (None for the committee's own MoU) and parties, the
    member organisations that are to sign beside the partner. Raises NotAllowed, WrongState.
    """
    policy.check_manage(by, committee)
    Committee.objects.select_for_update(of=("self",)).get(pk=committee.pk)
    key = form_key or uuid.uuid4()
    made = MouVersion.objects.filter(mou__committee=committee, mou__form_key=key).first()
    if made is not None:
        return made
    partner, parties = values.get("partner"), list(values.get("parties", ()))
    _check_parties(committee, partner, parties)
    mou = Mou.objects.create(
        **_tenant(committee),
        name_th=values["name_th"],
        name_en=values["name_en"],
        partner=partner,
        created_by=by,
        form_key=key,
    )
    MouParty.objects.bulk_create(
        MouParty(
            mou=mou,
            organisation=organisation,
            **_tenant(committee),
        )
        for organisation in parties
    )
    audit.record(actor=by, committee=committee, verb="mou_started", subject=mou)
    return _new_version(mou, by, needs_signing=True)


def _check_parties(
    committee: Committee, partner: Organisation | None, parties: list[Organisation]
) -> None:
    if partner is None:
        if membership_mou(committee) is not None:
            raise WrongState(_("This committee already has its membership MoU."))
        return
    if not parties:
        raise WrongState(_("Choose the members that sign this MoU."))
    strangers = {row.pk for row in parties} - policy.member_ids(committee)
    if strangers or partner in parties:
        raise WrongState(_("Only members of the committee sign beside the partner."))
    if partner.province_id != committee.province_id:
        raise NotAllowed(_("The partner is not in this committee's province."))


@transaction.atomic
def draft_version(*, mou: Mou, by: User) -> MouVersion:
    """Begin a new version with the text of the newest one. Raises NotAllowed, WrongState."""
    # Before the lock: who sees it from above may not even lock it.
    policy.check_manage(by, mou.committee)
    locked = _locked_mou(mou)
    policy.check_draft(by, locked)
    newest = MouVersion.objects.filter(mou=locked).kept().order_by("-number").first()
    texts = {name: getattr(newest, name) for name in TEXTS} if newest else {}
    return _new_version(locked, by, needs_signing=True, **texts)


def _new_version(mou: Mou, by: User, **values: Any) -> MouVersion:
    last = MouVersion.objects.filter(mou=mou).kept().aggregate(last=Max("number"))["last"] or 0
    now = timezone.now()
    version = MouVersion.objects.create(
        mou=mou,
        number=last + 1,
        created_by=by,
        created_at=now,
        changed_at=now,
        **_tenant(mou.committee),
        **values,
    )
    audit.record(actor=by, committee=mou.committee, verb="mou_drafted", subject=version)
    return version


@transaction.atomic
def change_draft(
    *, mou_version: MouVersion, values: Mapping[str, Any], version: int, by: User
) -> MouVersion:
    """Change the text of a draft; `version` is the one that was shown.

    Raises NotAllowed, WrongState, Conflict.
    """
    policy.check_manage(by, mou_version.committee)
    locked = _locked(mou_version)
    policy.check_change("edit", by, locked)
    check_version(locked, version)
    before = {name: getattr(locked, name) for name in values}
    for name, value in values.items():
        setattr(locked, name, value)
    # The first version is signed by everybody: there is none before it.
    locked.needs_signing = locked.needs_signing or locked.number == 1
    changed = [name for name in values if before[name] != getattr(locked, name)]
    if not changed:
        return locked
    locked.version += 1
    locked.changed_at = timezone.now()
    locked.save()
    audit.record(
        actor=by,
        committee=locked.committee,
        verb="mou_edited",
        subject=locked,
        before={name: before[name] for name in changed},
        after={name: getattr(locked, name) for name in changed},
    )
    return locked


@transaction.atomic
def open_version(*, version: MouVersion, by: User) -> MouVersion:
    """Open a draft for signature; the version open before is superseded, its signatures stay.

    From now on the province sees it, and its text never changes. Tells everybody who takes part.
    Raises NotAllowed, WrongState.
    """
    policy.check_manage(by, version.committee)
    mou = _locked_mou(version.mou)
    locked = _locked(version)
    policy.check_open(by, locked)
    now = timezone.now()
    for earlier in MouVersion.objects.open().filter(mou=mou).select_for_update():
        earlier.mou, earlier.committee = mou, mou.committee
        earlier.state = MOU_VERSION.check_state("supersede", earlier.state).target
        earlier.superseded_at = earlier.changed_at = now
        earlier.version += 1
        earlier.save()
        _recorded("mou_superseded", earlier, by)
    above = not mou.committee.closed
    locked.state = MOU_VERSION.transitions["open"].target
    locked.above, locked.opened_at, locked.changed_at = above, now, now
    locked.version += 1
    locked.save()
    if mou.above != above:
        mou.above = above
        mou.save(update_fields=["above"])
        mou.parties.update(above=above)
    event = _recorded("mou_opened", locked, by)
    notices.opened_told(locked, event, access.holders(Permission.TAKE_PART, mou.committee))
    return locked


@transaction.atomic
def discard_draft(*, version: MouVersion, by: User) -> MouVersion:
    """Throw a draft away; the history keeps that there was one. Raises NotAllowed, WrongState."""
    policy.check_manage(by, version.committee)
    locked = _locked(version)
    policy.check_change("discard", by, locked)
    locked.state = MouState.DISCARDED
    locked.version += 1
    locked.changed_at = timezone.now()
    locked.save()
    audit.record(actor=by, committee=locked.committee, verb="mou_discarded", subject=locked)
    return locked


@transaction.atomic
def record_signature(
    *,
    version: MouVersion,
    organisation: Organisation,
    signatory_name: str,
    signatory_post: str,
    signed_on: dt.date,
    upload: Upload | None,
    by: User,
) -> MouSignature:
    """Record that an organisation signed a version, with the signed copy.

    By who speaks for the organisation; or by who keeps the MoU, from the signed paper, which then
    has to be handed in. Calls what was registered with `register_signed`. Raises NotAllowed,
    WrongState (not open, signed already, not a party, no paper).
    """
    policy.check_signs(by, version.committee, organisation)
    locked = _locked(version)
    from_paper = policy.check_sign(by, locked, organisation)
    policy.check_signed_on(signed_on)
    if from_paper and upload is None:
        raise WrongState(_("Hand in the signed copy when you record a signature for others."))
    paper = upload and papers.store(committee=locked.committee, upload=upload, by=by)
    signature = MouSignature.objects.create(
        version=locked,
        organisation=organisation,
        signatory_name=signatory_name,
        signatory_post=signatory_post,
        signed_on=signed_on,
        paper=paper or None,
        from_paper=from_paper,
        above=not locked.committee.closed,
        recorded_by=by,
        created_at=timezone.now(),
        **_tenant(locked.committee),
    )
    event = _recorded(
        "mou_signed_on_paper" if from_paper else "mou_signed",
        locked,
        by,
        after={
            "organisation": committee_notices.names(organisation),
            "signatory": signatory_name,
            "signed_on": signed_on.isoformat(),
        },
    )
    keepers = access.holders(Permission.MANAGE_MOU, locked.committee)
    notices.signed_told(signature, event, keepers)
    for callback in _WHEN_SIGNED:
        callback(signature, by)
    return signature


# --- Who has signed -----------------------------------------------------------------------------


def counting_versions(versions: Iterable[MouVersion], version: MouVersion) -> list[MouVersion]:
    """The versions a signature of which counts for this one.

    A version that does not need signing again stands on the signatures of those before it.
    `versions` are those of the agreement that were opened.
    """
    counting = []
    older = (v for v in versions if v.number <= version.number)
    for row in sorted(older, key=lambda v: v.number, reverse=True):
        counting.append(row)
        if row.needs_signing:
            break
    return counting


def _recorded(verb: str, version: MouVersion, by: User, **more: Any) -> Any:
    return audit.record(
        actor=by, committee=version.committee, verb=verb, subject=version, above=True, **more
    )


def _locked_mou(mou: Mou) -> Mou:
    return Mou.objects.select_for_update(of=("self",)).select_related("committee").get(pk=mou.pk)


def _locked(version: MouVersion) -> MouVersion:
    return (
        MouVersion.objects.select_for_update(of=("self",))
        .select_related("mou__committee", "mou__partner", "committee")
        .get(pk=version.pk)
    )


def _tenant(committee: Committee) -> dict[str, int]:
    return {"committee_id": committee.pk, "province_id": committee.province_id}
