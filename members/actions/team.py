"""Putting the team together, filing the Governor's endorsement, proposing people for it."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from committees import access, audit, papers, rls
from committees.calendar import today
from committees.errors import WrongState
from committees.kinds import Kind
from committees.models import AuditEvent, Committee
from committees.policy import check_version
from committees.roles import Permission
from members.models import REACHABLE, Seat, TeamMember, TeamProposal, TeamReminder, TeamVersion
from members.notices import team as notices
from members.policy import team as policy
from members.workflow.team import DRAFT, ENDORSED, OPEN, PROPOSAL, SENT

# Days before the end at which PSDHS is reminded, once each.
STAGES = (60, 30, 7)

# What is done to people on the team names their discipline and not them: the history is read by
# more people than the list.
audit.register(
    {
        "team_started": _("%(actor)s began version %(number)s of the multidisciplinary team"),
        "team_person_added": _("%(actor)s added a person to the team: %(discipline)s"),
        "team_person_changed": _("%(actor)s changed a person on the team: %(discipline)s"),
        "team_person_removed": _("%(actor)s took a person off the team: %(discipline)s"),
        "team_sent": _("%(actor)s sent version %(number)s of the team to the Governor"),
        "team_recalled": _("%(actor)s called version %(number)s of the team back"),
        "team_endorsed": _(
            "%(actor)s filed the Governor's endorsement of version %(number)s of the team"
            " (order %(order)s)"
        ),
        "team_reminded": _("The end of the endorsement, %(days)s days ahead, was brought to mind"),
        "team_list_taken": _("%(actor)s took the contact list of the team with them (%(form)s)"),
        "team_proposed": _("%(actor)s proposed somebody for the team: %(discipline)s"),
        "team_proposal_taken_up": _("%(actor)s took up the proposal for the team: %(discipline)s"),
        "team_proposal_declined": _("%(actor)s declined the proposal for the team: %(discipline)s"),
        "team_proposal_withdrawn": _(
            "%(actor)s withdrew the proposal for the team: %(discipline)s"
        ),
    }
)


# --- A version ----------------------------------------------------------------------------------


@transaction.atomic
def start_version(*, committee: Committee, by: User) -> TeamVersion:
    """Begin the next version with the people of the last endorsed one whose terms go on.

    While one is being put together it is that one. Raises NotAllowed.
    """
    policy.check_keep(by, committee)
    Committee.objects.select_for_update(no_key=True).get(pk=committee.pk)
    standing = TeamVersion.objects.filter(committee=committee, state__in=OPEN).first()
    if standing is not None:
        return standing
    last = _last_endorsed(committee)
    number = TeamVersion.objects.filter(committee=committee).aggregate(last=Max("number"))["last"]
    team = TeamVersion.objects.create(
        committee=committee,
        province_id=committee.province_id,
        number=(number or 0) + 1,
        copied_from=last,
    )
    if last is not None:
        _copy(last, team)
    _recorded("team_started", team, by)
    return team


def _copy(last: TeamVersion, team: TeamVersion) -> None:
    for row in TeamMember.objects.filter(team=last).order_by("sort_key", "pk"):
        if row.term_until is not None and row.term_until < today():
            continue
        TeamMember.objects.create(
            team=team,
            committee_id=team.committee_id,
            province_id=team.province_id,
            person_id=row.person_id,
            before=row,
            **{name: getattr(row, name) for name in REACHABLE},
        )


@transaction.atomic
def add_member(*, team: TeamVersion, values: dict[str, Any], by: User) -> TeamMember:
    """Put somebody on a version that is being put together.

    `values` holds validated fields of `TeamMemberForm`. Raises NotAllowed, WrongState.
    """
    locked = _locked(team)
    policy.check("change", by, locked)
    row = _added(locked, values)
    _recorded("team_person_added", locked, by, discipline=row.discipline)
    return row


def _added(team: TeamVersion, values: dict[str, Any]) -> TeamMember:
    same = TeamMember.objects.filter(
        team=team,
        name_th=values["name_th"],
        organisation=values["organisation"],
        discipline=values["discipline"],
    )
    if same.exists():
        raise WrongState(_("This person is on this version already, in this discipline."))
    return TeamMember.objects.create(
        team=team,
        committee_id=team.committee_id,
        province_id=team.province_id,
        person_id=_account(values["email"], team.province_id),
        **values,
    )


def _account(email: str, province_id: int) -> int | None:
    """The person who sits somewhere in the province with this e-mail address, to be told later."""
    if not email:
        return None
    seats = Seat.objects.current(today()).filter(province_id=province_id)
    found: int | None = (
        seats.filter(person__email__iexact=email).values_list("person_id", flat=True).first()
    )
    return found


@transaction.atomic
def change_member(
    *, member: TeamMember, values: dict[str, Any], version: int, by: User
) -> TeamMember:
    """Change what is written about somebody; `version` is the one that was shown.

    Raises NotAllowed, WrongState, Conflict.
    """
    team = _locked(member.team)
    policy.check("change", by, team)
    locked = _locked_member(member, team)
    check_version(locked, version)
    for name, value in values.items():
        setattr(locked, name, value)
    locked.person_id = _account(locked.email, locked.province_id)
    locked.version += 1
    locked.save()
    _recorded("team_person_changed", team, by, discipline=locked.discipline)
    return locked


@transaction.atomic
def remove_member(*, member: TeamMember, by: User) -> None:
    """Take somebody off a version that is being put together. Raises NotAllowed, WrongState."""
    team = _locked(member.team)
    policy.check("change", by, team)
    locked = _locked_member(member, team)
    _recorded("team_person_removed", team, by, discipline=locked.discipline)
    locked.delete()


@transaction.atomic
def send_version(*, team: TeamVersion, by: User) -> TeamVersion:
    """Send a version to the Governor; from now on it stays as it is.

    Side effects: audit event, notice to those who lead the provincial committee. Raises
    NotAllowed, WrongState (also where nobody is on it).
    """
    locked = _locked(team)
    policy.check("send", by, locked)
    if not TeamMember.objects.filter(team=locked).exists():
        raise WrongState(_("Nobody is on this version yet. Add people before you send it."))
    locked.state = SENT
    locked.sent_at = timezone.now()
    _saved(locked)
    event = _recorded("team_sent", locked, by)
    leading = access.holders(Permission.APPROVE_AS_CHIEF, locked.committee)
    keeping = access.holders(Permission.ENDORSE_TEAM, locked.committee)
    notices.team_told("team_sent", locked, event, [*leading, *keeping])
    return locked


@transaction.atomic
def recall_version(*, team: TeamVersion, by: User) -> TeamVersion:
    """Call a version back from the Governor, to change it. Raises NotAllowed, WrongState."""
    locked = _locked(team)
    policy.check("recall", by, locked)
    locked.state = DRAFT
    locked.sent_at = None
    _saved(locked)
    _recorded("team_recalled", locked, by)
    return locked


@transaction.atomic
def endorse_version(
    *, team: TeamVersion, values: dict[str, Any], upload: papers.Upload, version: int, by: User
) -> TeamVersion:
    """File the Governor's signed copy: from its first day on people are chosen from this version.

    `values` holds validated order_number, order_date, valid_from, valid_until. The version before
    ends on the day before. Side effects: paper, audit event, notices to those who see contacts in
    the provincial committee, to those whose proposals went in, and to the people themselves where
    they have an account. Raises NotAllowed, WrongState, Conflict.
    """
    locked = _locked(team)
    policy.check("endorse", by, locked)
    check_version(locked, version)
    last = _last_endorsed(locked.committee)
    policy.check_days(
        valid_from=values["valid_from"], valid_until=values["valid_until"], before=last
    )
    if last is not None:
        _end_before(last, locked, values["valid_from"])
    for name, value in values.items():
        setattr(locked, name, value)
    locked.signed_copy = papers.store(committee=locked.committee, upload=upload, by=by, above=False)
    locked.state = ENDORSED
    locked.endorsed_at = timezone.now()
    _saved(locked)
    people = TeamMember.objects.filter(team=locked)
    people.update(open_from=locked.valid_from, open_until=locked.valid_until)
    event = _recorded("team_endorsed", locked, by, order=locked.order_number)
    notices.team_told("team_endorsed", locked, event, _concerned(locked))
    return locked


def _end_before(last: TeamVersion, team: TeamVersion, first_day: dt.date) -> None:
    """An endorsed version is followed by another on this day."""
    eve = first_day - dt.timedelta(days=1)
    assert last.valid_until is not None  # noqa: S101  (the database keeps it)
    last.valid_until = min(last.valid_until, eve)
    last.replaced_by = team
    _saved(last)
    TeamMember.objects.filter(team=last).update(open_until=last.valid_until)


def _concerned(team: TeamVersion) -> list[User]:
    on_it = User.objects.filter(
        pk__in=TeamMember.objects.filter(team=team, person__isnull=False).values("person_id")
    )
    proposing = User.objects.filter(
        pk__in=TeamProposal.objects.filter(
            province_id=team.province_id, state="taken_up", decided_at__gte=team.created_at
        ).values("proposed_by_id")
    )
    reading = access.holders(Permission.SEE_CONTACTS, team.committee)
    return [*reading, *on_it, *proposing]


def _last_endorsed(committee: Committee) -> TeamVersion | None:
    return (
        TeamVersion.objects.select_for_update(of=("self",))
        .filter(committee=committee, state=ENDORSED)
        .order_by("-valid_from")
        .first()
    )


# --- Proposals ----------------------------------------------------------------------------------


@transaction.atomic
def propose(
    *, committee: Committee, values: dict[str, Any], reason: str, form_key: uuid.UUID, by: User
) -> TeamProposal:
    """Propose somebody for the next version, in the name of a committee.

    `form_key` names the form that was sent: sent twice, it is one proposal. Side effects: audit
    event, notice to PSDHS. Raises NotAllowed, WrongState.
    """
    policy.check_propose(by, committee)
    proposal, made = TeamProposal.objects.get_or_create(
        form_key=form_key,
        committee=committee,
        defaults={
            "province_id": committee.province_id,
            "above": not committee.closed,
            "reason": reason,
            "proposed_by": by,
            **values,
        },
    )
    if not made:
        return proposal
    event = _recorded_of("team_proposed", proposal, by)
    notices.proposal_told("team_proposed", proposal, event, _keepers(committee), committee)
    return proposal


@transaction.atomic
def take_up(*, proposal: TeamProposal, by: User) -> TeamProposal:
    """Put the person proposed on the version that is being put together; begins one if need be.

    Side effects: the version, audit events, notice to whoever proposed. Raises NotAllowed,
    WrongState (also while a version waits for the Governor).
    """
    locked = _locked_proposal(proposal)
    provincial = provincial_of(locked.province_id)
    transition = policy.check_answer("take_up", by, locked, provincial)
    team = _locked(start_version(committee=provincial, by=by))
    if team.state == SENT:
        raise WrongState(
            _(
                "Version %(number)s waits for the Governor. Call it back, or take the proposal up"
                " once it is endorsed."
            )
            % {"number": team.number}
        )
    row = _added(team, {name: getattr(locked, name) for name in REACHABLE})
    _recorded("team_person_added", team, by, discipline=row.discipline)
    return _answered(locked, transition.target, transition.verb, "", by)


@transaction.atomic
def decline(*, proposal: TeamProposal, reason: str, by: User) -> TeamProposal:
    """Decline a proposal with a reason. Side effects: audit event, notice to whoever proposed.

    Raises NotAllowed, WrongState.
    """
    locked = _locked_proposal(proposal)
    provincial = provincial_of(locked.province_id)
    transition = policy.check_answer("decline", by, locked, provincial)
    return _answered(locked, transition.target, transition.verb, reason, by)


@transaction.atomic
def withdraw(*, proposal: TeamProposal, by: User) -> TeamProposal:
    """Withdraw a proposal that has not been answered. Raises NotAllowed, WrongState."""
    locked = _locked_proposal(proposal)
    policy.check_withdraw(by, locked)
    transition = PROPOSAL.transitions["withdraw"]
    locked.state = transition.target
    locked.decided_at = timezone.now()
    locked.save(update_fields=["state", "decided_at"])
    _recorded_of(transition.verb, locked, by)
    return locked


def _answered(proposal: TeamProposal, state: str, verb: str, answer: str, by: User) -> TeamProposal:
    proposal.state = state
    proposal.answer = answer
    proposal.decided_at = timezone.now()
    proposal.save(update_fields=["state", "answer", "decided_at"])
    event = _recorded_of(verb, proposal, by, reason=answer)
    notices.proposal_told(verb, proposal, event, [proposal.proposed_by], proposal.committee)
    return proposal


def provincial_of(province_id: int) -> Committee:
    """The committee that keeps the team of a province."""
    return Committee.objects.get(kind=Kind.PROVINCIAL, province_id=province_id)


def _keepers(committee: Committee) -> list[User]:
    above = Committee.objects.filter(kind=Kind.PROVINCIAL, province_id=committee.province_id)
    return [user for row in above for user in access.holders(Permission.ENDORSE_TEAM, row)]


# --- The list, and the end of an endorsement ----------------------------------------------------


@transaction.atomic
def record_taken(*, team: TeamVersion, form: str, by: User) -> None:
    """Write down that somebody took the contact list with them.

    It is written where PSDHS reads it, also for people of other committees, who do not reach the
    provincial committee themselves. Raises NotAllowed.
    """
    policy.check_contacts(by, team.province_id)
    with rls.acting_as_system("team list"):
        _recorded("team_list_taken", team, by, form=form)


@transaction.atomic
def remind(*, on: dt.date) -> int:
    """Remind PSDHS of endorsements that end; once a stage, however often and late it runs.

    Stages that were missed are noted with the one that is due, so that they are not made up for.
    Returns how many reminders went out.
    """
    last = on + dt.timedelta(days=max(STAGES))
    ending = TeamVersion.objects.in_force(on).filter(valid_until__lte=last, replaced_by=None)
    return sum(
        _reminded(team, on)
        for team in ending.select_for_update(of=("self",))
        .select_related("committee")
        .order_by("committee_id")
    )


def _reminded(team: TeamVersion, on: dt.date) -> bool:
    assert team.valid_until is not None  # noqa: S101  (the database keeps it)
    left = (team.valid_until - on).days
    due = {stage for stage in STAGES if left <= stage}
    sent = set(TeamReminder.objects.filter(team=team).values_list("stage", flat=True))
    if not due - sent:
        return False
    for stage in due - sent:
        TeamReminder.objects.create(
            team=team,
            committee_id=team.committee_id,
            province_id=team.province_id,
            stage=stage,
            sent_at=timezone.now(),
        )
    if min(due) in sent:
        return False
    event = _recorded("team_reminded", team, None, days=str(left))
    keepers = access.holders(Permission.ENDORSE_TEAM, team.committee)
    notices.team_told("team_expiring", team, event, keepers, days=str(left))
    return True


# --- Helpers ------------------------------------------------------------------------------------


def _locked(team: TeamVersion) -> TeamVersion:
    return (
        TeamVersion.objects.select_for_update(of=("self",))
        .select_related("committee")
        .get(pk=team.pk)
    )


def _locked_member(member: TeamMember, team: TeamVersion) -> TeamMember:
    row = TeamMember.objects.select_for_update(of=("self",)).filter(pk=member.pk, team=team).first()
    if row is None:
        raise WrongState(_("Somebody has taken this person off the team meanwhile."))
    return row


def _locked_proposal(proposal: TeamProposal) -> TeamProposal:
    return (
        TeamProposal.objects.select_for_update(of=("self",))
        .select_related("committee", "proposed_by")
        .get(pk=proposal.pk)
    )


def _saved(team: TeamVersion) -> None:
    team.version += 1
    team.save()


def _recorded(
    verb: str, team: TeamVersion, by: User | None, *, discipline: str = "", **facts: str
) -> AuditEvent:
    after: dict[str, Any] = {"number": str(team.number), "state": team.state, **facts}
    if discipline:
        after["discipline"] = notices.discipline_names(discipline)
    return audit.record(
        actor=by, committee=team.committee, verb=verb, subject=team, after=after, above=True
    )


def _recorded_of(verb: str, proposal: TeamProposal, by: User, *, reason: str = "") -> AuditEvent:
    return audit.record(
        actor=by,
        committee=proposal.committee,
        verb=verb,
        subject=proposal,
        after={
            "state": proposal.state,
            "discipline": notices.discipline_names(proposal.discipline),
        },
        reason=reason,
        above=True,
    )
