"""The steps that a committee takes with an application. What the applicant does: `joining`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from committees import access, audit
from committees import notices as committee_notices
from committees.calendar import today
from committees.errors import WrongState
from committees.policy import check_version
from committees.roles import Permission
from committees.tasks import queue_quietly
from members.actions import memberships as membership_actions
from members.models import (
    Application,
    Organisation,
    OrganisationContact,
    OrganisationKind,
)
from members.notices import applications as notices
from members.policy import applications as policy
from members.workflow.applications import APPLICATION

audit.register(
    {
        "application_made": _("%(subject)s applied"),
        "application_screened": _("%(actor)s recorded the screening of %(subject)s"),
        "application_endorsed": _("%(actor)s endorsed %(subject)s for %(endorser)s"),
        "application_accepted": _("%(actor)s recorded that the committee accepted %(subject)s"),
        "application_declined": _("%(actor)s recorded that the committee declined %(subject)s"),
        "application_signed": _("%(subject)s signed the MoU and became a member"),
        "application_withdrawn": _("The application of %(subject)s was withdrawn"),
    }
)


# --- The committee --------------------------------------------------------------------------------


@transaction.atomic
def screen(
    *, application: Application, findings: list[dict[str, str]], version: int, by: User
) -> Application:
    """Record what the steering committee found on each point; again, until somebody endorses.

    Side effects: audit event, notices to the members who may endorse, mail to the applicant.
    Raises NotAllowed, WrongState, Conflict.
    """
    locked = locked_application(application)
    transition = policy.check("screen", by, locked)
    check_version(locked, version)
    before = locked.state
    locked.findings = findings
    locked.screened_by, locked.screened_at = by, timezone.now()
    step(locked, transition.target)
    event = recorded(transition.verb, locked, by, after={"findings": findings})
    if before != transition.target:
        notices.application_told(
            transition.notice, locked, event, holders_of(Permission.TAKE_PART, locked)
        )
        tell_applicant(locked)
    return locked


@transaction.atomic
def endorse(
    *, application: Application, endorser: Organisation, words: str, by: User
) -> Application:
    """Endorse the applicant in the name of a member in good standing.

    Side effects: audit event, notices to those who record decisions, mail to the applicant. Raises
    NotAllowed, WrongState.
    """
    locked = locked_application(application)
    transition = policy.check_endorse(by, locked, endorser)
    locked.endorser, locked.endorsement = endorser, words
    locked.endorsed_by, locked.endorsed_at = by, timezone.now()
    step(locked, transition.target)
    event = recorded(
        transition.verb,
        locked,
        by,
        after={"endorser": committee_notices.names(endorser)},
        reason=words,
    )
    notices.application_told(
        transition.notice, locked, event, holders_of(Permission.ACCEPT_MEMBERS, locked)
    )
    tell_applicant(locked)
    return locked


@transaction.atomic
def accept(
    *,
    application: Application,
    organisation: Organisation | None,
    decided_on: dt.date,
    words: str,
    by: User,
) -> Application:
    """Record that the committee accepted the applicant, which may then sign the MoU.

    `organisation` is the one of the directory it is; None enters it there. The contact person gets
    an account without password and without any right: the seat comes with the signature. Side
    effects: organisation, contact, roll, audit event, notices, mail. Raises NotAllowed, WrongState,
    ValidationError (the name stands in the directory already).
    """
    locked = locked_application(application)
    transition = policy.check("accept", by, locked)
    _check_decided_on(decided_on)
    if organisation is not None:
        policy.check_match(locked, organisation)
    locked.organisation = _in_directory(locked, organisation, by)
    locked.membership = membership_actions.accept(
        committee=locked.committee, organisation=locked.organisation
    )
    locked.person = _account(locked)
    locked.decided_on, locked.decided_by, locked.reason = decided_on, by, words
    step(locked, transition.target)
    event = recorded(
        transition.verb,
        locked,
        by,
        after={"decided_on": decided_on.isoformat(), "organisation": locked.organisation_id},
        reason=words,
    )
    notices.application_told(
        transition.notice, locked, event, holders_of(Permission.TAKE_PART, locked)
    )
    tell_applicant(locked)
    return locked


@transaction.atomic
def decline(*, application: Application, decided_on: dt.date, reason: str, by: User) -> Application:
    """Record that the committee declined the applicant, and why; the applicant is told the reason.

    Raises NotAllowed, WrongState.
    """
    locked = locked_application(application)
    transition = policy.check("decline", by, locked)
    _check_decided_on(decided_on)
    locked.decided_on, locked.decided_by, locked.reason = decided_on, by, reason
    step(locked, transition.target)
    event = recorded(
        transition.verb, locked, by, after={"decided_on": decided_on.isoformat()}, reason=reason
    )
    told = [
        *holders_of(Permission.SCREEN_APPLICANTS, locked),
        *holders_of(Permission.MANAGE_MEMBERSHIPS, locked),
    ]
    notices.application_told(transition.notice, locked, event, told)
    tell_applicant(locked)
    return locked


@transaction.atomic
def withdraw(*, application: Application, reason: str, by: User) -> Application:
    """Withdraw on the applicant's notice, by who keeps the roll. Raises NotAllowed, WrongState."""
    locked = locked_application(application)
    policy.check("withdraw", by, locked)
    return withdrawn(locked, by=by, reason=reason)


def withdrawn(locked: Application, *, by: User | None, reason: str) -> Application:
    """Close a locked application on the applicant's wish, which has been authorised."""
    transition = APPLICATION.check_state("withdraw", locked.state)
    if locked.membership is not None:
        membership_actions.give_up_accepted(locked.membership)
    locked.reason = reason
    step(locked, transition.target)
    event = recorded(transition.verb, locked, by, reason=reason)
    told = holders_of(Permission.MANAGE_MEMBERSHIPS, locked)
    notices.application_told(transition.notice, locked, event, told)
    tell_applicant(locked)
    return locked


def _check_decided_on(day: dt.date) -> None:
    if day > today():
        raise WrongState(_("The day of the decision lies ahead."))


def _in_directory(
    application: Application, organisation: Organisation | None, by: User
) -> Organisation:
    """The organisation with what the application says of it; what stands there already stays."""
    said = {
        "name_en": application.name_en,
        "registration": application.registration,
        "pillars": application.pillars,
        "target_groups": application.target_groups[:500],
        "districts": application.districts,
        "website": application.website,
        "evidence": application.evidence,
    }
    if organisation is None:
        row = Organisation(
            province_id=application.province_id,
            kind=OrganisationKind.CSO,
            name_th=application.name_th,
            **said,
        )
        row.validate_constraints()
        row.save()
        audit.record(
            actor=by,
            committee=application.committee,
            verb="organisation_added",
            subject=row,
            above=True,
        )
    else:
        row = Organisation.objects.select_for_update().get(pk=organisation.pk)
        for name, value in said.items():
            if not getattr(row, name):
                setattr(row, name, value)
        row.version += 1
        row.save()
    _contact(application, row)
    return row


def _contact(application: Application, organisation: Organisation) -> None:
    known = OrganisationContact.objects.filter(
        organisation=organisation, email__iexact=application.contact_email
    )
    if not known.exists():
        OrganisationContact.objects.create(
            organisation=organisation,
            province_id=organisation.province_id,
            name=application.contact_th,
            post=application.contact_post,
            phone=application.contact_phone,
            email=application.contact_email,
        )


def _account(application: Application) -> User:
    """The account of the contact person, whose address was confirmed; a new one opens nothing."""
    known = User.objects.filter(email__iexact=application.contact_email).first()
    if known is not None:
        return known
    return User.objects.create_user(
        application.contact_email,
        name_th=application.contact_th,
        name_en=application.contact_en,
        language=application.language,
    )


# --- What they share ------------------------------------------------------------------------------


def step(application: Application, state: str) -> None:
    """Save the application in its next state."""
    application.state = state
    application.version += 1
    application.changed_at = timezone.now()
    application.save()


def holders_of(permission: Permission, application: Application) -> Iterable[User]:
    """Who may do this in the committee applied to."""
    return access.holders(permission, application.committee)


def tell_applicant(application: Application) -> None:
    """Queue the mail to the applicant on how the application stands."""
    from members.tasks import applications as tasks  # noqa: PLC0415  (tasks import actions)

    pk, state = str(application.pk), application.state
    transaction.on_commit(lambda: queue_quietly(tasks.tell_applicant, pk, state))


def locked_application(application: Application) -> Application:
    """The row as it is now, held against others until the transaction ends."""
    return (
        Application.objects.select_for_update(of=("self",))
        .select_related("committee", "organisation", "membership", "person", "endorser")
        .get(pk=application.pk)
    )


def recorded(verb: str, application: Application, by: User | None, **kwargs: Any) -> Any:
    """Write down a step of an application, for the committee alone."""
    return audit.record(
        actor=by, committee=application.committee, verb=verb, subject=application, **kwargs
    )
