"""Running a SWOT workshop: preparing it and taking it from one state to the next."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from committees import access, audit
from committees.calendar import fiscal_year, today
from committees.errors import WrongState
from committees.models import AuditEvent, Committee
from committees.policy import check_version
from committees.roles import Permission
from members.models import Point, Recommendation, Seat, Vote, Workshop
from members.notices import workshops as notices
from members.policy import workshops as policy
from members.policy.speaking import TAKING_PART
from members.workflow.workshops import CLOSED

audit.register(
    {
        "workshop_prepared": _("%(actor)s prepared %(subject)s"),
        "workshop_changed": _("%(actor)s changed the details of %(subject)s"),
        "workshop_opened": _("%(actor)s opened %(subject)s for points"),
        "workshop_voting": _("%(actor)s opened the vote of %(subject)s"),
        "workshop_collecting": _("%(actor)s went back to collecting points in %(subject)s"),
        "workshop_vote_closed": _("%(actor)s closed the vote of %(subject)s"),
        "workshop_voting_again": _("%(actor)s opened the vote of %(subject)s again"),
        "workshop_closed": _("%(actor)s closed %(subject)s"),
        "workshop_reopened": _("%(actor)s opened %(subject)s again"),
    }
)

DETAILS = ("title", "topic", "held_on", "voters", "votes_each", "counting")
# What settles how votes are counted stays as it was once the vote has begun.
VOTING_RULES = ("voters", "votes_each")


@transaction.atomic
def prepare_workshop(
    *, committee: Committee, values: Mapping[str, Any], by: User, form_key: uuid.UUID | None = None
) -> Workshop:
    """Prepare a workshop; nobody but the committee sees it.

    `values` holds validated fields of `WorkshopForm`. The same form sent again gives the workshop
    it made before. Raises NotAllowed, WrongState.
    """
    policy.check_run(by, committee)
    Committee.objects.select_for_update(of=("self",), no_key=True).get(pk=committee.pk)
    key = form_key or uuid.uuid4()
    made = Workshop.objects.filter(committee=committee, form_key=key).first()
    if made is not None:
        return made
    workshop = Workshop(
        committee=committee,
        province_id=committee.province_id,
        form_key=key,
        created_by=by,
        changed_at=timezone.now(),
    )
    _fill(workshop, values)
    workshop.save()
    audit.record(
        actor=by,
        committee=committee,
        verb="workshop_prepared",
        subject=workshop,
        after=facts(workshop),
    )
    return workshop


@transaction.atomic
def change_workshop(
    *, workshop: Workshop, values: Mapping[str, Any], version: int, by: User
) -> Workshop:
    """Change what a workshop is about, its day and how it votes; `version` is the one shown.

    Who votes and with how many votes stays as it is once the vote has begun. Raises NotAllowed,
    WrongState, Conflict.
    """
    locked = locked_workshop(workshop.pk)
    policy.check_edit(by, locked)
    check_version(locked, version)
    before = facts(locked)
    if policy.votes_are_settled(locked) and any(
        name in values and values[name] != getattr(locked, name) for name in VOTING_RULES
    ):
        raise WrongState(_("The vote has begun; who votes and how often stays as it is."))
    _fill(locked, values)
    locked.version += 1
    save_board(locked)
    after = facts(locked)
    changed = [key for key in after if before[key] != after[key]]
    if changed:
        audit.record(
            actor=by,
            committee=locked.committee,
            verb="workshop_changed",
            subject=locked,
            before={key: before[key] for key in changed},
            after={key: after[key] for key in changed},
        )
    return locked


@transaction.atomic
def step_workshop(
    *, workshop: Workshop, action: str, by: User, reason: str = "", seen: str = ""
) -> Workshop:
    """Take the workshop to its next state, or back, as the table says.

    `seen` is the state that was on the page: pressed twice, the second press changes nothing more.
    Closing lets those above read the recommendations and tells the organisations whose they are.
    Raises NotAllowed, WrongState.
    """
    locked = locked_workshop(workshop.pk)
    counts = _counts(locked)
    transition = policy.check_step(action, by, locked, **counts)
    if seen and seen != locked.state:
        raise WrongState(_("The workshop has moved on since you opened this page."))
    if transition.needs_reason and not reason.strip():
        raise WrongState(_("Say why, in a sentence the others can act on."))
    before = locked.state
    locked.state = transition.target
    locked.above = locked.state == CLOSED and not locked.committee.closed
    locked.version += 1
    save_board(locked)
    Recommendation.objects.filter(workshop=locked).update(above=locked.above)
    event = audit.record(
        actor=by,
        committee=locked.committee,
        verb=transition.verb,
        subject=locked,
        before={"state": before},
        after={"state": locked.state, **counts},
        reason=reason,
        above=CLOSED in (before, locked.state),
    )
    if transition.notice:
        people = access.holders(Permission.TAKE_PART, locked.committee)
        notices.workshop_told(transition.notice, locked, event, people)
    if action == "close":
        _tell_owners(locked, event)
    return locked


def _tell_owners(workshop: Workshop, event: AuditEvent) -> None:
    """One notice for each person of an organisation to which something was recommended."""
    rows = Recommendation.objects.filter(workshop=workshop).select_related("committee", "workshop")
    found: dict[int, list[Recommendation]] = {}
    for row in rows:
        found.setdefault(row.owner_id, []).append(row)
    seats = (
        Seat.objects.current(today())
        .filter(committee=workshop.committee, organisation_id__in=found, role__in=TAKING_PART)
        .select_related("person")
    )
    people = {seat.person_id: seat for seat in seats}
    for seat in people.values():
        mine = found[seat.organisation_id]
        url = mine[0].get_absolute_url() if len(mine) == 1 else workshop.get_absolute_url()
        notices.workshop_told("recommendation_given", workshop, event, [seat.person], url)


def locked_workshop(pk: int) -> Workshop:
    """The workshop, locked: whoever changes its board waits here, so that counts are right."""
    return Workshop.objects.select_for_update(of=("self",)).select_related("committee").get(pk=pk)


def save_board(workshop: Workshop) -> None:
    """Save a locked workshop and let every waiting screen know that its board changed."""
    workshop.board += 1
    workshop.changed_at = timezone.now()
    workshop.save()


def facts(workshop: Workshop) -> dict[str, Any]:
    """A workshop as the audit trail keeps it."""
    return {
        **{name: getattr(workshop, name) for name in DETAILS if name != "held_on"},
        "held_on": workshop.held_on.isoformat(),
    }


def _fill(workshop: Workshop, values: Mapping[str, Any]) -> None:
    for name in DETAILS:
        if name in values:
            setattr(workshop, name, values[name])
    workshop.fiscal_year = fiscal_year(workshop.held_on)


def _counts(workshop: Workshop) -> dict[str, int]:
    return {
        "points": Point.objects.on_top().filter(workshop=workshop).count(),
        "votes": Vote.objects.filter(ballot__workshop=workshop).count(),
        "recommendations": Recommendation.objects.filter(workshop=workshop).count(),
    }
