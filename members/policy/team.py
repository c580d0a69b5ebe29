"""May this person put the team together, propose for it, or read how people are reached."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from committees import access
from committees.calendar import format_date, today
from committees.errors import NotAllowed, WrongState
from committees.kinds import Kind
from committees.models import Committee
from committees.roles import Permission
from committees.workflow import Transition
from members.models import TeamProposal, TeamVersion
from members.querysets.team import contact_provinces
from members.workflow.team import PROPOSAL, TEAM


def check_keep(user: User, committee: Committee) -> None:
    """Whether the person puts together and files this province's team at all."""
    if committee.kind != Kind.PROVINCIAL or not access.can(
        user, Permission.ENDORSE_TEAM, committee
    ):
        raise NotAllowed(_("Only the PSDHS secretariat keeps the multidisciplinary team."))


def check(action: str, user: User, team: TeamVersion) -> Transition:
    """Whether the person may do this to this version now; returns the transition."""
    check_keep(user, team.committee)
    return TEAM.check_state(action, team.state)


def check_contacts(user: User, province_id: int) -> None:
    """Whether the person may read how people on the province's team are reached."""
    if province_id not in contact_provinces(access.scope_of(user)):
        raise NotAllowed(
            _(
                "Names and telephone numbers of the team are for those who lead a committee of"
                " this province, and for PSDHS."
            )
        )


def check_propose(user: User, committee: Committee) -> None:
    """Whether the person may propose somebody for the team in this committee's name."""
    if committee.closed:
        raise NotAllowed(
            _("A closed group proposes nobody itself; the committee above it can do so.")
        )
    if committee.kind == Kind.NATIONAL or not access.can(user, Permission.PROPOSE_TEAM, committee):
        raise NotAllowed(
            _("Only the chair, the deputy chief, the secretaries or PSDHS propose for the team.")
        )
    if committee.ended is not None:
        raise WrongState(_("This committee has ended."))


def check_answer(
    action: str, user: User, proposal: TeamProposal, provincial: Committee
) -> Transition:
    """Whether the person may take up or decline this proposal now."""
    check_keep(user, provincial)
    if proposal.province_id != provincial.province_id:
        raise NotAllowed(_("This proposal belongs to another province."))
    return PROPOSAL.check_state(action, proposal.state)


def check_withdraw(user: User, proposal: TeamProposal) -> Transition:
    """Whether the person may withdraw this proposal: whoever may propose there."""
    if not access.can(user, Permission.PROPOSE_TEAM, proposal.committee):
        raise NotAllowed(_("Only the committee that proposed withdraws its proposal."))
    return PROPOSAL.check_state("withdraw", proposal.state)


def check_days(*, valid_from: dt.date, valid_until: dt.date, before: TeamVersion | None) -> None:
    """Whether an endorsement with these days can follow the endorsed version before it."""
    if valid_until < today():
        raise WrongState(_("These days are over already. Look at the day until which it is valid."))
    if before is not None and before.valid_from is not None and valid_from <= before.valid_from:
        raise WrongState(
            _("The version before it is valid from %(day)s; this one must begin later.")
            % {"day": format_date(before.valid_from)}
        )
