"""May this person take this step with an application now, and if not, why."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from committees import access
from committees.calendar import today
from committees.errors import NotAllowed, WrongState
from committees.models import Committee
from committees.policy import allows
from committees.workflow import Transition
from members.matching import normalised
from members.models import Application, Membership, Organisation
from members.policy.memberships import keeps_members
from members.policy.speaking import check_speaks_for, organisations_spoken_for
from members.standing import IN_GOOD_STANDING
from members.workflow.applications import APPLICATION

_WHO = {
    "screen": _("Only the steering committee and the chair screen applicants."),
    "endorse": _("Only members of the committee endorse applicants."),
    "accept": _("Only the chair and the secretary record what the committee decided."),
    "decline": _("Only the chair and the secretary record what the committee decided."),
    "withdraw": _("Only the applicant, or the secretary on its notice, withdraws an application."),
}


def check(action: str, user: User, application: Application) -> Transition:
    """Whether the person may take this step now; returns its transition.

    First who (403), then the state (409). Nobody screens, endorses or decides on an application
    of their own; who endorsed an applicant does not record the decision on it. The database holds
    the last rule too.
    """
    transition = APPLICATION.transitions[action]
    committee = application.committee
    if not any(access.can(user, wanted, committee) for wanted in transition.permissions):
        raise NotAllowed(_WHO.get(action, _("The applicant does this, with the link in the mail.")))
    if action != "withdraw":
        _check_not_own(user, application)
    APPLICATION.check_state(action, application.state)
    if action in ("accept", "decline") and application.endorsed_by_id == user.pk:
        raise NotAllowed(_("You endorsed this applicant, so another person records the decision."))
    return transition


def _check_not_own(user: User, application: Application) -> None:
    if user.email.lower() == application.contact_email.lower():
        raise NotAllowed(_("You applied for this organisation, so others decide on it."))


def check_endorse(user: User, application: Application, endorser: Organisation) -> Transition:
    """Whether the person may endorse the applicant in the name of this member now.

    The member's year has to run: in grace, lapsed or left it cannot endorse. Nobody endorses the
    own organisation.
    """
    transition = check("endorse", user, application)
    check_speaks_for(user, application.committee, endorser)
    if is_same(application, endorser):
        raise NotAllowed(_("An organisation cannot endorse itself. Another member has to do it."))
    check_good_standing(application.committee, endorser)
    return transition


def check_good_standing(committee: Committee, organisation: Organisation) -> None:
    """Whether the organisation is a member whose year runs."""
    held = Membership.objects.filter(committee=committee, organisation=organisation)
    if not any(row.stands in IN_GOOD_STANDING for row in held):
        raise WrongState(
            _(
                "%(organisation)s is not a member in good standing, so it cannot endorse. It renews"
                " first."
            )
            % {"organisation": organisation.name}
        )


def is_same(application: Application, organisation: Organisation) -> bool:
    """Whether the applicant is plainly this organisation: by name or registration number."""
    names = {normalised(organisation.name_th), normalised(organisation.name_en)} - {""}
    own = {normalised(application.name_th), normalised(application.name_en)} - {""}
    number = normalised(organisation.registration)
    return bool(names & own) or bool(number and number == normalised(application.registration))


def spoken_for(user: User, committee: Committee) -> list[Organisation]:
    """The organisations for which the person speaks in this committee."""
    bodies = {body for _committee, body in organisations_spoken_for(user, {committee.pk})}
    return list(Organisation.objects.filter(pk__in=bodies).order_by("sort_key", "pk"))


def endorsers(user: User, application: Application) -> list[Organisation]:
    """The members in whose name the person may endorse this applicant now."""
    if not allows(check, "endorse", user, application):
        return []
    committee = application.committee
    spoken = organisations_spoken_for(user, {committee.pk})
    rows = (
        Membership.objects.in_good_standing(today())
        .filter(committee=committee, organisation_id__in=[body for _committee, body in spoken])
        .select_related("organisation")
        .order_by("organisation__sort_key")
    )
    return [row.organisation for row in rows if not is_same(application, row.organisation)]


def check_match(application: Application, organisation: Organisation) -> None:
    """Whether the applicant can be taken for this organisation of the directory."""
    if organisation.province_id != application.province_id:
        raise NotAllowed(_("This organisation is not in this committee's province."))
    if organisation.pk == application.endorser_id:
        raise NotAllowed(_("This organisation endorsed the applicant, and nobody endorses itself."))


def check_open(committee: Committee, *, takes: bool) -> None:
    """Whether the committee takes applications now."""
    if not takes or not keeps_members(committee) or committee.ended is not None:
        raise WrongState(_("This committee takes no applications at the moment."))
