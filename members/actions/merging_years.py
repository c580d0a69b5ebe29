"""Two organisations that become one: memberships, offices and surveys that both had at one time."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from committees.calendar import overlaps
from committees.errors import WrongState
from members.models import (
    Membership,
    OfficeTerm,
    Organisation,
    SurveyBallot,
    SurveyParticipation,
)

# committee -> what was changed, to undo it.
Changed = dict[int, list[dict[str, Any]]]


def join(kept: Organisation, other: Organisation) -> Changed:
    """Make one of what both have at the same time, so that everything can name the one kept.

    Runs as the system inside the merging, which has been authorised. Raises WrongState where a
    committee has to say first which of two counts.
    """
    changed: Changed = defaultdict(list)
    _join_memberships(kept, other, changed)
    _join_terms(kept, other, changed)
    _join_surveys(kept, other)
    return changed


def running(organisation: Organisation) -> list[Membership]:
    """The memberships of the organisation that have begun and are not over."""
    rows = Membership.objects.select_for_update(of=("self",)).filter(
        organisation=organisation, since__isnull=False
    )
    rows = rows.select_related("committee", "organisation").order_by("pk")
    return [row for row in rows if not row.is_over]


# --- Memberships ----------------------------------------------------------------------------------


def _join_memberships(kept: Organisation, other: Organisation, changed: Changed) -> None:
    """Let the membership that holds stand for those on the same days, since the first of them.

    Where both hold now, that committee says which counts: it ends the other one first.
    """
    rows = Membership.objects.select_for_update(of=("self",)).filter(organisation__in=[kept, other])
    by_committee: dict[int, list[Membership]] = defaultdict(list)
    for row in rows.order_by("pk"):
        by_committee[row.committee_id].append(row)
    for committee_id, found in by_committee.items():
        if len({row.organisation_id for row in found if not row.is_over}) > 1:
            raise WrongState(
                _(
                    "Both are members of the same committee now. End one of the two memberships"
                    " first."
                )
            )
        if len({row.organisation_id for row in found}) > 1:
            changed[committee_id] += _join_years([row for row in found if row.since is not None])


def _join_years(rows: list[Membership]) -> list[dict[str, Any]]:
    """Leave no two of these on the same days: the one that lasts longest keeps its own."""
    before = [_dates(row) for row in rows]
    first = min((row.first_since for row in rows), default=None)
    standing: list[Membership] = []
    for row in sorted(rows, key=lambda row: (not row.is_over, _end(row)), reverse=True):
        row.first_since = first
        if any(overlaps(row.since, _end(row), one.since, _end(one)) for one in standing):
            row.withdrawn_on = row.since  # it lasts no day any more
        else:
            standing.append(row)
        row.version += 1
        row.save(update_fields=["first_since", "withdrawn_on", "version"])
    return before


def _end(row: Membership) -> dt.date:
    """The last day of a membership; the day before it began where it lasted none."""
    left: dt.date = row.grace_until
    if row.withdrawn_on is not None:
        left = min(left, row.withdrawn_on - dt.timedelta(days=1))
    return left


def _dates(row: Membership) -> dict[str, Any]:
    return {
        "membership": row.pk,
        "first_since": row.first_since.isoformat(),
        "withdrawn_on": row.withdrawn_on and row.withdrawn_on.isoformat(),
    }


# --- Offices --------------------------------------------------------------------------------------


def _join_terms(kept: Organisation, other: Organisation, changed: Changed) -> None:
    """Of two terms in the same office on the same days the one of the kept organisation stands."""
    terms = OfficeTerm.objects.standing().select_for_update(of=("self",)).order_by("pk")
    own = list(terms.filter(organisation=kept))
    for term in terms.filter(organisation=other):
        twice = any(
            (one.committee_id, one.office) == (term.committee_id, term.office)
            and overlaps(one.starts, one.left_on, term.starts, term.left_on)
            for one in own
        )
        if twice:
            term.annulled_at = timezone.now()
            term.save(update_fields=["annulled_at"])
            changed[term.committee_id].append({"office": term.pk})


# --- Surveys --------------------------------------------------------------------------------------


def _join_surveys(kept: Organisation, other: Organisation) -> None:
    """Where both were asked, one was; it has answered where one of the two has.

    Two answers to an open survey are both kept until it is closed: nobody loses what was written.
    """
    ballots = SurveyBallot.objects.filter(organisation=other)
    if ballots.filter(survey__in=_surveys(SurveyBallot, kept)).exists():
        raise WrongState(
            _("Both are answering a survey that is open. Make them one when it has closed.")
        )
    asked = SurveyParticipation.objects.filter(organisation__in=[kept, other])
    twice = asked.filter(organisation=other, survey__in=_surveys(SurveyParticipation, kept))
    for row in twice.order_by("pk"):
        if row.answered:
            asked.filter(organisation=kept, survey_id=row.survey_id).update(answered=True)
        row.delete()


def _surveys(model: type[SurveyBallot | SurveyParticipation], kept: Organisation) -> Any:
    return model._base_manager.filter(organisation=kept).values("survey")
