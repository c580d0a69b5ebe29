"""May this person write, open, answer or read this survey now, and if not, why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from committees import access
from committees.calendar import today
from committees.errors import NotAllowed, WrongState
from committees.kinds import Kind
from committees.models import Committee
from committees.roles import Permission
from committees.workflow import Transition
from members.models import Membership, Organisation, Survey
from members.policy.speaking import check_speaks_for
from members.workflow.surveys import CLOSED, DRAFT, OPEN, SURVEY


def check_run(user: User, committee: Committee) -> None:
    """Whether the person runs surveys of this committee."""
    if committee.kind != Kind.CIVIL_SOCIETY:
        raise NotAllowed(_("Only a civil-society committee asks its members every year."))
    if not access.can(user, Permission.RUN_SURVEY, committee):
        raise NotAllowed(
            _("Only the chair, the secretary and the deputy secretary run the survey.")
        )
    if committee.ended is not None:
        raise WrongState(_("This committee has ended; it asks no more."))


def check_edit(user: User, survey: Survey) -> None:
    """Whether the person may change the questions; once people answer them, nobody may."""
    check_run(user, survey.committee)
    if survey.state != DRAFT:
        raise WrongState(_("The questions are locked since the survey was opened."))


def check_step(action: str, user: User, survey: Survey) -> Transition:
    """Whether the survey may take this step now; returns its transition. Who first, then when."""
    check_run(user, survey.committee)
    return SURVEY.check_state(action, survey.state)


def check_remind(user: User, survey: Survey) -> None:
    """Whether the person may remind those who have not answered."""
    check_run(user, survey.committee)
    if survey.state != OPEN:
        raise WrongState(_("Only while a survey is open somebody can be reminded of it."))


def check_completion(user: User, survey: Survey) -> None:
    """Whether the person may see which organisations have answered."""
    check_run(user, survey.committee)


def check_answer(user: User, survey: Survey, organisation: Organisation) -> None:
    """Whether the person may answer for this organisation: its speaker, a member, in time."""
    if not access.can(user, Permission.TAKE_PART, survey.committee):
        raise NotAllowed(_("Your seat reads here and does not answer."))
    check_speaks_for(user, survey.committee, organisation)
    if not is_member(survey.committee, organisation):
        raise NotAllowed(
            _("%(organisation)s is not a member of this committee now.")
            % {"organisation": organisation.name}
        )
    check_is_open(survey)


def check_is_open(survey: Survey) -> None:
    """Refuse answers before the survey opens and after its last day, task or no task."""
    if survey.state == DRAFT:
        raise WrongState(_("This survey has not been opened yet."))
    if survey.state == CLOSED or (survey.last_day is not None and survey.last_day < today()):
        raise WrongState(_("This survey is closed. Answers can no longer be given or changed."))


def is_member(committee: Committee, organisation: Organisation) -> bool:
    """Whether the organisation is a member of the committee today, in grace too."""
    members = Membership.objects.members(today())
    return bool(members.filter(committee=committee, organisation=organisation).exists())


def check_results(user: User, survey: Survey) -> None:
    """Whether the person may read the results: inside the committee, after closing."""
    if not access.scope_of(user).sees_inside(survey):
        raise NotAllowed(_("The results stay inside the committee."))
    if survey.state != CLOSED:
        raise WrongState(_("The results are shown when the survey is closed."))


def check_change(user: User, survey: Survey, values: Mapping[str, Any]) -> None:
    """Whether the person may change these: everything in a draft, the last day while it is open."""
    check_run(user, survey.committee)
    if survey.state == CLOSED:
        raise WrongState(_("This survey is closed and stays as it is."))
    if survey.state == OPEN:
        if set(values) - {"last_day"}:
            raise WrongState(_("The questions are locked since the survey was opened."))
        check_is_open(survey)
    if values.get("last_day") is not None:
        check_last_day(values["last_day"])


def check_last_day(day: dt.date) -> None:
    """Whether answers can be given until this day: it must not be over."""
    if day < today():
        raise WrongState(_("The last day lies in the past. Choose today or later."))
