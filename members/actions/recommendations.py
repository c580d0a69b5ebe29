"""Putting recommendations into words after a workshop, and following what became of them."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Max, ProtectedError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from committees import access, audit
from committees import notices as committee_notices
from committees.errors import NotAllowed, WrongState
from committees.policy import check_version
from committees.roles import Permission
from members.actions.workshops import locked_workshop, save_board
from members.models import Point, Recommendation, RecommendationPoint, Workshop
from members.notices import workshops as notices
from members.policy import workshops as policy
from members.workflow.workshops import OPEN, RECOMMENDATION

audit.register(
    {
        "recommendation_written": _("%(actor)s wrote %(subject)s"),
        "recommendation_changed": _("%(actor)s changed %(subject)s"),
        "recommendation_removed": _("%(actor)s took out %(subject)s"),
        "recommendation_taken_up": _("%(actor)s took up %(subject)s"),
        "recommendation_done": _("%(actor)s says that %(subject)s is done"),
        "recommendation_dropped": _("%(actor)s dropped %(subject)s"),
        "recommendation_resumed": _("%(actor)s opened %(subject)s again"),
    }
)

FIELDS = ("text", "owner", "seat", "due", "by_quarter")


@transaction.atomic
def write_recommendation(
    *, workshop: Workshop, values: Mapping[str, Any], by: User, form_key: uuid.UUID | None = None
) -> Recommendation:
    """Put a recommendation into words. The same form sent twice writes one.

    `values` holds validated fields of `RecommendationForm`, with `points` as a list. Raises
    NotAllowed, WrongState.
    """
    locked = locked_workshop(workshop.pk)
    policy.check_recommend(by, locked)
    key = uuid.uuid5(form_key, values["text"]) if form_key else uuid.uuid4()
    made = Recommendation.objects.filter(workshop=locked, form_key=key).first()
    if made is not None:
        return made
    rows = Recommendation.objects.filter(workshop=locked)
    row = Recommendation(
        workshop=locked,
        number=(rows.aggregate(last=Max("number"))["last"] or 0) + 1,
        form_key=key,
        created_by=by,
        changed_at=timezone.now(),
        **_tenant(locked),
    )
    _fill(row, values)
    row.save()
    _link(row, values)
    save_board(locked)
    _recorded("recommendation_written", row, by, after=facts(row))
    return row


@transaction.atomic
def change_recommendation(
    *, recommendation: Recommendation, values: Mapping[str, Any], version: int, by: User
) -> Recommendation:
    """Change a recommendation before the workshop closes; `version` is the one shown.

    Raises NotAllowed, WrongState, Conflict.
    """
    row = _locked(recommendation)
    policy.check_recommend(by, row.workshop)
    check_version(row, version)
    before = facts(row)
    _fill(row, values)
    _touch(row)
    _link(row, values)
    save_board(row.workshop)
    after = facts(row)
    changed = [key for key in after if before[key] != after[key]]
    if changed:
        _recorded(
            "recommendation_changed",
            row,
            by,
            before={key: before[key] for key in changed},
            after={key: after[key] for key in changed},
        )
    return row


@transaction.atomic
def remove_recommendation(*, recommendation: Recommendation, by: User) -> None:
    """Take a recommendation out before the workshop closes; the history keeps its words.

    Raises NotAllowed, WrongState (also where it went into a plan before, in a workshop that was
    opened again).
    """
    row = _locked(recommendation)
    policy.check_recommend(by, row.workshop)
    kept = facts(row)
    try:
        with transaction.atomic():
            Recommendation.objects.filter(pk=row.pk).delete()
    except ProtectedError as used:
        raise WrongState(
            _("This recommendation has gone into a plan already. Drop it instead.")
        ) from used
    save_board(row.workshop)
    _recorded("recommendation_removed", row, by, before=kept)


@transaction.atomic
def follow_recommendation(
    *, recommendation: Recommendation, action: str, by: User, reason: str = "", seen: str = ""
) -> Recommendation:
    """Say what became of a recommendation: taken up, done, dropped with a reason, open again.

    `seen` is the state that was on the page. Raises NotAllowed, WrongState.
    """
    row = _locked(recommendation)
    transition = policy.check_follow(action, by, row)
    if seen and seen != row.state:
        raise WrongState(_("Somebody has said something else of it since you opened this page."))
    if transition.needs_reason and not reason.strip():
        raise WrongState(_("Say why, in a sentence the others can act on."))
    before = row.state
    row.state, row.state_reason = transition.target, reason
    _touch(row)
    event = _recorded(
        transition.verb, row, by, before={"state": before}, after={"state": row.state},
        reason=reason, above=True,
    )  # fmt: skip
    if transition.notice:
        people = access.holders(Permission.RUN_WORKSHOP, row.committee)
        notices.recommendation_told(transition.notice, row, event, people)
    return row


def went_somewhere(*, recommendation: Recommendation, by: User) -> None:
    """Note that a recommendation went into a plan line or the like: an open one is taken up.

    Runs in the transaction of the act that put it there, which was authorised; raises WrongState
    where the recommendation does not stand (any more).
    """
    row = _locked(recommendation)
    policy.check_destination(row)
    if row.state != OPEN:
        return
    transition = RECOMMENDATION.transitions["take_up"]
    row.state, row.state_reason = transition.target, ""
    _touch(row)
    _recorded(
        transition.verb, row, by, before={"state": OPEN}, after={"state": row.state}, above=True
    )


def facts(row: Recommendation) -> dict[str, Any]:
    """A recommendation as the audit trail keeps it."""
    return {
        "text": row.text,
        "owner": committee_notices.names(row.owner),
        "seat": row.seat_id,
        "due": row.due.isoformat() if row.due else None,
        "points": sorted(
            RecommendationPoint.objects.filter(recommendation=row).values_list(
                "point_id", flat=True
            )
        ),
    }


def _locked(recommendation: Recommendation) -> Recommendation:
    workshop = locked_workshop(recommendation.workshop_id)
    row = (
        Recommendation.objects.select_for_update(of=("self",))
        .select_related("owner")
        .get(pk=recommendation.pk)
    )
    row.workshop, row.committee = workshop, workshop.committee
    return row


def _fill(row: Recommendation, values: Mapping[str, Any]) -> None:
    for name in FIELDS:
        if name in values:
            setattr(row, name, values[name])
    if row.seat is not None and (
        row.seat.committee_id != row.committee_id or row.seat.organisation_id != row.owner_id
    ):
        raise NotAllowed(_("This person does not sit here for that organisation."))


def _link(row: Recommendation, values: Mapping[str, Any]) -> None:
    if "points" not in values:
        return
    wanted = {point.pk for point in values["points"]}
    standing = Point.objects.on_top().filter(workshop=row.workshop, pk__in=wanted)
    if standing.count() != len(wanted):
        raise WrongState(_("A point you chose does not stand on the board any more."))
    RecommendationPoint.objects.filter(recommendation=row).delete()
    RecommendationPoint.objects.bulk_create(
        RecommendationPoint(recommendation=row, point=point, **_tenant(row.workshop))
        for point in values["points"]
    )


def _touch(row: Recommendation) -> None:
    row.version += 1
    row.changed_at = timezone.now()
    row.save()


def _recorded(verb: str, row: Recommendation, by: User, **told: Any) -> Any:
    return audit.record(actor=by, committee=row.committee, verb=verb, subject=row, **told)


def _tenant(workshop: Workshop) -> dict[str, Any]:
    return {"committee": workshop.committee, "province_id": workshop.province_id}
