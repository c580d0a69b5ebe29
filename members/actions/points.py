"""The board of a workshop: adding and sorting points, and the votes on them.

Every act locks the workshop first. The history names who did what under which heading; what a
point says stays on the board, for its author may withdraw it.
"""

from __future__ import annotations

import uuid
from typing import Any

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from committees import audit
from committees.errors import WrongState
from committees.policy import check_version
from members.actions.workshops import locked_workshop, save_board
from members.models import Ballot, Organisation, Point, Vote, Workshop
from members.notices import workshops as notices
from members.policy import workshops as policy

audit.register(
    {
        "point_added": _("%(actor)s added %(subject)s"),
        "point_reworded": _("%(actor)s reworded %(subject)s"),
        "point_withdrawn": _("%(actor)s withdrew %(subject)s"),
        "point_moved": _("%(actor)s moved %(subject)s"),
        "point_merged": _("%(actor)s merged %(subject)s into another one"),
        "point_split": _("%(actor)s took %(subject)s apart from another one"),
        "point_hidden": _("%(actor)s hid %(subject)s"),
        "point_shown": _("%(actor)s showed %(subject)s again"),
        "workshop_voted": _("%(actor)s began to vote in %(subject)s"),
    }
)


@transaction.atomic
def add_point(
    *, workshop: Workshop, heading: str, text: str, by: User, form_key: uuid.UUID | None = None
) -> Point:
    """Add a point to the board. The same form sent twice with the same words adds one.

    Raises NotAllowed, WrongState (points are not collected now).
    """
    locked = locked_workshop(workshop.pk)
    policy.check_add(by, locked)
    key = uuid.uuid5(form_key, f"{heading}\n{text}") if form_key else uuid.uuid4()
    made = Point.objects.filter(workshop=locked, form_key=key).first()
    if made is not None:
        return made
    point = Point.objects.create(
        workshop=locked,
        committee=locked.committee,
        province_id=locked.province_id,
        heading=heading,
        text=text,
        author=by,
        form_key=key,
        created_at=timezone.now(),
    )
    _done("point_added", locked, point, by)
    return point


@transaction.atomic
def reword_point(*, point: Point, heading: str, text: str, version: int, by: User) -> Point:
    """Change one's own point; `version` is the one shown. Raises NotAllowed, WrongState, Conflict.

    Under another heading a merged point stands by itself again.
    """
    workshop, locked = _locked(point)
    policy.check_own(by, locked)
    check_version(locked, version)
    if heading != locked.heading:
        _release(locked)
    locked.heading, locked.text = heading, text
    _save(locked)
    _done("point_reworded", workshop, locked, by)
    return locked


@transaction.atomic
def withdraw_point(*, point: Point, by: User) -> Point:
    """Take one's own point off the board; what was merged into it stands by itself again.

    Raises NotAllowed, WrongState.
    """
    workshop, locked = _locked(point)
    policy.check_own(by, locked)
    _release(locked)
    locked.withdrawn_at = timezone.now()
    _save(locked)
    _done("point_withdrawn", workshop, locked, by)
    return locked


@transaction.atomic
def move_point(*, point: Point, heading: str, by: User) -> Point:
    """Put a point under another heading, with what is merged into it.

    Raises NotAllowed, WrongState.
    """
    workshop, locked = _locked(point)
    policy.check_sort(by, locked)
    if locked.heading == heading:
        return locked
    locked.merged_into = None
    locked.heading = heading
    _save(locked)
    Point.objects.filter(merged_into=locked).update(heading=heading)
    _done("point_moved", workshop, locked, by, after={"heading": heading})
    return locked


@transaction.atomic
def merge_point(*, point: Point, into: Point, by: User) -> Point:
    """Put a point below another that says the same; what was below it goes along.

    Raises NotAllowed, WrongState.
    """
    workshop, locked = _locked(point)
    target = Point.objects.select_for_update(of=("self",)).get(pk=into.pk)
    policy.check_merge(by, locked, target)
    if locked.merged_into_id == target.pk:
        return locked
    locked.merged_into, locked.heading = target, target.heading
    _save(locked)
    Point.objects.filter(merged_into=locked).update(merged_into=target, heading=target.heading)
    _done("point_merged", workshop, locked, by, after={"into": target.pk})
    return locked


@transaction.atomic
def split_point(*, point: Point, by: User) -> Point:
    """Let a merged point stand by itself again. Raises NotAllowed, WrongState."""
    workshop, locked = _locked(point)
    policy.check_split(by, locked)
    locked.merged_into = None
    _save(locked)
    _done("point_split", workshop, locked, by)
    return locked


@transaction.atomic
def hide_point(*, point: Point, reason: str, by: User) -> Point:
    """Hide an unfit point. Its author is told; votes on it go back to those who cast them.

    What was merged into it stands by itself again. Raises NotAllowed, WrongState.
    """
    workshop, locked = _locked(point)
    policy.check_hide(by, locked)
    _release(locked)
    locked.hidden_at, locked.hidden_reason = timezone.now(), reason
    _save(locked)
    for vote in Vote.objects.filter(point=locked).select_related("ballot"):
        ballot = vote.ballot
        vote.delete()
        _recount(ballot)
    save_board(workshop)
    # The reason stays with the point: history cannot be corrected where it quotes what was unfit.
    event = audit.record(
        actor=by, committee=workshop.committee, verb="point_hidden", subject=locked
    )
    notices.workshop_told("point_hidden", workshop, event, [locked.author])
    return locked


@transaction.atomic
def show_point(*, point: Point, by: User) -> Point:
    """Show a hidden point again. Raises NotAllowed, WrongState."""
    workshop, locked = _locked(point)
    policy.check_show(by, locked)
    locked.hidden_at, locked.hidden_reason = None, ""
    _save(locked)
    _done("point_shown", workshop, locked, by)
    return locked


@transaction.atomic
def cast_votes(
    *, point: Point, count: int, by: User, organisation: Organisation | None = None
) -> Ballot:
    """Let exactly `count` votes of a ballot lie on a point; 0 takes them back.

    The number is the whole, not one more, so that a press that arrives twice counts once. Never
    more than the ballot has: the row is locked, and the database refuses it too. The history keeps
    that somebody voted, once, and not for what. Raises NotAllowed, WrongState.
    """
    workshop = locked_workshop(point.workshop_id)
    policy.check_vote(by, workshop, organisation)
    locked = Point.objects.select_for_update(of=("self",)).get(pk=point.pk)
    if locked.withdrawn_at or locked.hidden_at or locked.merged_into_id:
        raise WrongState(_("This point does not stand on the board any more."))
    ballot = _ballot(workshop, by, organisation)
    vote = Vote.objects.filter(ballot=ballot, point=locked).first()
    before = vote.count if vote else 0
    if ballot.spent - before + count > ballot.most:
        raise WrongState(_("All your votes are spent. Take one back from another point first."))
    if count == before:
        return ballot
    _put(vote or Vote(ballot=ballot, point=locked, **_tenant(workshop)), count, by)
    first = not ballot.spent and not before
    _recount(ballot)
    save_board(workshop)
    if first:
        audit.record(
            actor=by, committee=workshop.committee, verb="workshop_voted", subject=workshop
        )
    return ballot


def _put(vote: Vote, count: int, by: User) -> None:
    if count:
        vote.count, vote.cast_by, vote.cast_at = count, by, timezone.now()
        vote.save()
    elif vote.pk:
        vote.delete()


def _ballot(workshop: Workshop, by: User, organisation: Organisation | None) -> Ballot:
    """The ballot these votes are of, made when it is first used; the workshop is locked."""
    whose: dict[str, Any] = (
        {"organisation": organisation} if workshop.by_organisation else {"person": by}
    )
    ballot, _made = Ballot.objects.get_or_create(
        workshop=workshop, **whose, defaults={"most": workshop.votes_each, **_tenant(workshop)}
    )
    if ballot.most != workshop.votes_each:
        # Set otherwise between two votes, when nothing was cast.
        ballot.most = workshop.votes_each
        ballot.save(update_fields=["most"])
    return ballot


def _recount(ballot: Ballot) -> None:
    ballot.spent = Vote.objects.filter(ballot=ballot).aggregate(sum=Sum("count"))["sum"] or 0
    ballot.save(update_fields=["spent"])


def _locked(point: Point) -> tuple[Workshop, Point]:
    workshop = locked_workshop(point.workshop_id)
    locked = Point.objects.select_for_update(of=("self",)).select_related("author").get(pk=point.pk)
    locked.workshop, locked.committee = workshop, workshop.committee
    return workshop, locked


def _release(point: Point) -> None:
    """Let the points merged into this one stand by themselves, and this one too."""
    Point.objects.filter(merged_into=point).update(merged_into=None)
    point.merged_into = None


def _save(point: Point) -> None:
    point.version += 1
    point.save()


def _done(verb: str, workshop: Workshop, point: Point, by: User, **facts: Any) -> None:
    save_board(workshop)
    audit.record(actor=by, committee=workshop.committee, verb=verb, subject=point, **facts)


def _tenant(workshop: Workshop) -> dict[str, Any]:
    return {"committee_id": workshop.committee_id, "province_id": workshop.province_id}
