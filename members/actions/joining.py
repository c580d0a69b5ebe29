"""What an applicant does: apply, confirm, look where it stands, sign. No account is needed."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from typing import Any

from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from committees import papers
from committees.calendar import today
from committees.errors import WrongState
from committees.models import Committee
from committees.roles import Permission
from committees.tasks import queue_quietly
from members.actions import memberships as membership_actions
from members.actions import mou as mou_actions
from members.actions import seats as seat_actions
from members.actions.applications import (
    holders_of,
    locked_application,
    recorded,
    step,
    tell_applicant,
    withdrawn,
)
from members.models import Application, MembershipRules, MouSignature, Seat
from members.notices import applications as notices
from members.policy import applications as policy
from members.policy.speaking import TAKING_PART
from members.workflow.applications import ACCEPTED, APPLICATION, UNCONFIRMED

CONFIRM_DAYS = 7
ROLE = "member"  # what the head of a new member is
_SIGNER = Signer(salt="application", sep=".")


def open_committee(slug: str) -> tuple[Committee, MembershipRules] | None:
    """The committee of this address with its rules, where it takes applications now.

    Runs as a named part of the system: a visitor sees no committee.
    """
    rules = (
        MembershipRules.objects.select_related("committee__province")
        .filter(committee__slug=slug, takes_applications=True, committee__ended__isnull=True)
        .first()
    )
    return (rules.committee, rules) if rules else None


@transaction.atomic
def apply(
    *, committee: Committee, values: dict[str, Any], language: str
) -> tuple[Application, str]:
    """Keep what an organisation wrote, seen by nobody before the address is confirmed.

    Returns the application and the token of the mail's link; only its hash is kept. Runs as a
    named part of the system, for a visitor. Raises WrongState where the committee takes none.
    """
    policy.check_open(committee, takes=membership_actions.rules_of(committee).takes_applications)
    token = secrets.token_urlsafe(32)
    now = timezone.now()
    application = Application.objects.create(
        committee=committee,
        province_id=committee.province_id,
        language=language,
        token_hash=_hash(token),
        expires_at=now + dt.timedelta(days=CONFIRM_DAYS),
        changed_at=now,
        **values,
    )
    return application, token


def find_unconfirmed(token: str) -> Application | None:
    """The application that waits for this link to be opened; None for used and expired ones."""
    return (
        Application.objects.select_related("committee__province")
        .filter(token_hash=_hash(token), state=UNCONFIRMED, expires_at__gt=timezone.now())
        .first()
    )


@transaction.atomic
def confirm(*, application: Application, upload: papers.Upload) -> Application:
    """Send the application to the committee, with its evidence; the link is used up.

    No file is taken from anybody whose address was not confirmed. Runs as a named part of the
    system. Side effects: paper, audit event, notices to those who screen, mail to the applicant.
    Raises WrongState for a link that was used meanwhile.
    """
    locked = locked_application(application)
    transition = APPLICATION.check_state("confirm", locked.state)
    if locked.expires_at <= timezone.now():
        raise WrongState(_("This link has been used or has expired. Apply once more."))
    locked.evidence = papers.store(committee=locked.committee, upload=upload, by=None, above=False)
    locked.confirmed_at = timezone.now()
    locked.token_hash = None
    step(locked, transition.target)
    event = recorded(transition.verb, locked, None)
    notices.application_told(
        transition.notice, locked, event, holders_of(Permission.SCREEN_APPLICANTS, locked)
    )
    tell_applicant(locked)
    return locked


def status_token(application: Application) -> str:
    """The token of the applicant's own link; made anew for each mail and kept nowhere."""
    return _SIGNER.sign(application.pk.hex)


def find_by_status(token: str) -> Application | None:
    """The application of an applicant's own link; None for a link that never was."""
    try:
        found = _SIGNER.unsign(token)
    except BadSignature:
        return None
    return (
        Application.objects.select_related(
            "committee__province", "organisation", "endorser", "membership", "person"
        )
        .filter(pk=found, confirmed_at__isnull=False)
        .first()
    )


@transaction.atomic
def withdraw_by_applicant(*, application: Application) -> Application:
    """Withdraw on the applicant's own link; runs as a named part of the system."""
    return withdrawn(locked_application(application), by=None, reason="")


def forget_unconfirmed() -> int:
    """Delete what was never confirmed, once its link has expired; runs as the system."""
    old = Application.objects.filter(confirmed_at__isnull=True, expires_at__lt=timezone.now())
    return old.delete()[0]


# --- The signature --------------------------------------------------------------------------------


def when_signed(signature: MouSignature, by: User) -> None:
    """With the signature under the membership MoU an accepted organisation is a member.

    Registered with the MoU; runs in the signature's transaction. Side effects: the membership
    begins, the contact person has the seat of the organisation's head and is invited.
    """
    if signature.version.mou.partner_id is not None:
        return
    application = (
        Application.objects.select_for_update(of=("self",))
        .select_related("committee", "organisation", "membership", "person", "endorser")
        .filter(
            committee_id=signature.committee_id,
            organisation_id=signature.organisation_id,
            state=ACCEPTED,
        )
        .first()
    )
    if application is None or application.membership is None:
        return
    transition = APPLICATION.check_state("sign", application.state)
    # Nobody is a member since before the committee decided, whatever day the signature bears.
    signed_on = max(signature.signed_on, application.decided_on or signature.signed_on)
    application.membership = membership_actions.begin(
        membership=application.membership, signed_on=signed_on, by=by
    )
    step(application, transition.target)
    event = recorded(transition.verb, application, by)
    told = [
        *holders_of(Permission.MANAGE_MEMBERSHIPS, application),
        *holders_of(Permission.SCREEN_APPLICANTS, application),
    ]
    notices.application_told(transition.notice, application, event, told)
    _seat(application, signature, by)
    tell_applicant(application)


def _seat(application: Application, signature: MouSignature, by: User) -> None:
    """The seat of the head, in force from today, as long as the membership."""
    person, membership = application.person, application.membership
    assert person is not None and membership is not None  # noqa: S101  (accepted, so both stand)
    held = Seat.objects.current(today()).filter(
        person=person,
        committee=application.committee,
        organisation=application.organisation,
        role__in=TAKING_PART,
    )
    if held.exists():
        return
    own = by.pk == person.pk
    seat = seat_actions.give_seat(
        committee=application.committee,
        person=person,
        values={
            "organisation": application.organisation,
            "role": ROLE,
            "post_th": application.contact_post,
            "post_en": "",
            "starts": today(),
            "ends": membership.grace_until,
            "heads": True,
        },
        by=None if own else by,
        authorised=True,
    )
    token = seat_actions.link_for(seat)
    if token is not None:
        from members.tasks import seats as tasks  # noqa: PLC0415  (tasks import actions)

        transaction.on_commit(lambda: queue_quietly(tasks.send_invitation, token))


mou_actions.register_signed(when_signed)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
