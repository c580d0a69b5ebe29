"""May this person write, open or sign this version of an MoU, and if not, why."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from committees import access
from committees.calendar import today
from committees.errors import NotAllowed, WrongState
from committees.kinds import Kind
from committees.models import Committee
from committees.policy import allows
from committees.roles import Permission
from members.models import (
    PARTS,
    Membership,
    Mou,
    MouParty,
    MouSignature,
    MouVersion,
    Organisation,
    Seat,
)
from members.policy.speaking import TAKING_PART, check_speaks_for
from members.workflow.mou import MOU_VERSION


def check_manage(user: User, committee: Committee) -> None:
    """Whether the person may draft MoUs of this committee, and open them for signature."""
    if not access.can(user, Permission.MANAGE_MOU, committee):
        raise NotAllowed(_("Only the chair and the secretaries keep the MoU."))
    if committee.kind != Kind.CIVIL_SOCIETY:
        raise WrongState(_("Only a civil-society committee is joined by MoU."))
    if committee.ended is not None:
        raise WrongState(_("This committee has ended; it makes no new MoU."))


def check_change(action: str, user: User, version: MouVersion) -> None:
    """Whether the person may edit, open or throw away this version. First who, then the state."""
    check_manage(user, version.committee)
    MOU_VERSION.check_state(action, version.state)


def check_open(user: User, version: MouVersion) -> None:
    """Whether the version can be opened for signature: by whom, and with all parts written."""
    check_change("open", user, version)
    missing = [part for part in PARTS if not getattr(version, f"{part}_th").strip()]
    if missing:
        raise WrongState(
            _("A part is not written yet. Write all four in Thai before you open the version.")
        )


def check_draft(user: User, mou: Mou) -> None:
    """Whether the person may begin a new version of this agreement."""
    check_manage(user, mou.committee)
    if MouVersion.objects.drafts().filter(mou=mou).exists():
        raise WrongState(_("There is a draft already. Go on writing that one."))


def check_sign(user: User, version: MouVersion, organisation: Organisation) -> bool:
    """Whether the person may record that this organisation signed; True where from the paper.

    Who speaks for the organisation signs; else whoever keeps the MoU records the signed paper.
    First who (403), then the state (409).
    """
    from_paper = check_signs(user, version.committee, organisation)
    MOU_VERSION.check_state("sign", version.state)
    if version.committee.ended is not None:
        raise WrongState(_("This committee has ended; nobody signs here any more."))
    if organisation.pk not in party_ids(version.mou):
        raise WrongState(_("This organisation is not a party to this MoU."))
    if MouSignature.objects.filter(version=version, organisation=organisation).exists():
        raise WrongState(_("This organisation has signed this version already."))
    return from_paper


def check_signs(user: User, committee: Committee, organisation: Organisation) -> bool:
    """Whether the person may sign for this organisation at all; True where only from the paper."""
    if allows(check_speaks_for, user, committee, organisation):
        return False
    if not access.can(user, Permission.MANAGE_MOU, committee):
        check_speaks_for(user, committee, organisation)
    return True


def check_signed_on(day: dt.date) -> None:
    """A signature lies in the past or is of today."""
    if day > today():
        raise WrongState(_("The day of signing lies in the future."))


def party_ids(mou: Mou) -> set[int]:
    """The organisations that are to sign: members of the committee, or those named and the partner.

    A member is an organisation for which somebody holds a seat today and takes part; who was
    accepted signs to become one.
    """
    if mou.partner_id is not None:
        named = MouParty.objects.filter(mou=mou).values_list("organisation_id", flat=True)
        return {mou.partner_id, *named}
    return member_ids(mou.committee) | accepted_ids(mou.committee)


def accepted_ids(committee: Committee) -> set[int]:
    """The organisations that were accepted, and become members by signing."""
    rows = Membership.objects.filter(
        committee=committee, since__isnull=True, withdrawn_on__isnull=True
    )
    return set(rows.values_list("organisation_id", flat=True))


def member_ids(committee: Committee) -> set[int]:
    """The organisations for which somebody takes part in the committee today."""
    seats = Seat.objects.current(today()).filter(committee=committee, role__in=TAKING_PART)
    return set(seats.values_list("organisation_id", flat=True))
