"""What people are told about the multidisciplinary team. Names of people on it stay in it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from accounts.models import User
from committees import notices
from committees.models import AuditEvent, Committee
from committees.notices import Wording
from members.models import Discipline, TeamProposal, TeamVersion

notices.register(
    {
        "team_proposed": Wording(
            _("%(committee)s proposes somebody for the multidisciplinary team"),
            _(
                "%(actor)s (%(committee)s) proposes somebody for the multidisciplinary team:"
                " %(discipline)s."
            ),
        ),
        "team_proposal_taken_up": Wording(
            _("Your proposal for the multidisciplinary team is taken up"),
            _("%(actor)s took up the proposal of %(committee)s: %(discipline)s."),
        ),
        "team_proposal_declined": Wording(
            _("Your proposal for the multidisciplinary team is declined"),
            _("%(actor)s declined the proposal of %(committee)s: %(discipline)s."),
        ),
        "team_sent": Wording(
            _("Version %(number)s of the multidisciplinary team waits for the Governor"),
            _(
                "%(actor)s sent version %(number)s of the multidisciplinary team to the Governor"
                " for endorsement."
            ),
        ),
        "team_endorsed": Wording(
            _("The multidisciplinary team is endorsed"),
            _(
                "%(actor)s filed the Governor's endorsement of the multidisciplinary team, version"
                " %(number)s."
            ),
        ),
        "team_expiring": Wording(
            _("The multidisciplinary team's endorsement ends in %(days)s days"),
            _(
                "The endorsement of the multidisciplinary team, version %(number)s, ends in"
                " %(days)s days. Put together the next version and send it to the Governor."
            ),
        ),
    }
)


def team_told(
    kind: str, team: TeamVersion, event: AuditEvent, recipients: Iterable[User], **values: Any
) -> None:
    """Tell people of something done to a version."""
    notices.tell(
        kind=kind,
        event=event,
        committee=team.committee,
        recipients=recipients,
        url=reverse("team_find", args=[team.province_id])
        if kind == "team_endorsed"
        else team.get_absolute_url(),
        values={"number": str(team.number), **values},
    )


def proposal_told(
    kind: str,
    proposal: TeamProposal,
    event: AuditEvent,
    recipients: Iterable[User],
    committee: Committee,
) -> None:
    """Tell people of a proposal, or of the answer to it; `committee` is the one that proposed."""
    notices.tell(
        kind=kind,
        event=event,
        committee=committee,
        recipients=recipients,
        url=proposal.get_absolute_url(),
        values={"discipline": discipline_names(proposal.discipline)},
    )


def discipline_names(discipline: str) -> dict[str, str]:
    """What a discipline is called in both languages."""
    found = {}
    for language in ("th", "en"):
        with override(language):
            found[language] = str(Discipline(discipline).label)
    return found
