"""Organisations that become one while both have memberships, offices, applications, surveys."""

import datetime as dt

import pytest
from django.utils import timezone

from committees.calendar import today
from committees.errors import NotAllowed, WrongState
from committees.models import AuditEvent
from members import standing
from members.actions import memberships, offices, survey_answers, survey_rounds
from members.actions import seats as seat_actions
from members.models import (
    Application,
    Membership,
    OfficeTerm,
    Organisation,
    SurveyBallot,
    SurveyParticipation,
)
from tests.factories import OrganisationFactory, UserFactory
from tests.members.survey_cast import WHOLE, make_members, open_survey, said
from tests.members.test_merging import double, merge  # noqa: F401
from tests.world import World

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def record(world: World, organisation: Organisation, since: dt.date) -> Membership:
    return memberships.record_existing(
        committee=world.cct, organisation=organisation, since=since, by=None
    )


def seat(world: World, organisation: Organisation, **values: object):
    return seat_actions.give_seat(
        committee=world.cct,
        person=UserFactory(),
        values={"organisation": organisation, "role": "member", "starts": today()} | values,
        by=None,
    )


def test_one_entered_twice_becomes_one_once_one_membership_is_ended(
    world: World,
    double: Organisation,  # noqa: F811
) -> None:
    """The way out that the refusal names leads somewhere."""
    focus = world.organisations["focus"]
    own = record(world, focus, dt.date(2021, 3, 1))
    twice = record(world, double, dt.date(2019, 9, 18))
    with pytest.raises(WrongState, match="same committee"):
        merge(world, focus, double)
    memberships.withdraw(membership=twice, reason="", by=world.cct_secretary)
    merge(world, focus, double)
    own, twice = world.fresh(own), world.fresh(twice)
    assert {own.organisation_id, twice.organisation_id} == {focus.pk}
    assert own.stands in standing.MEMBERS
    assert own.first_since == dt.date(2019, 9, 18)
    assert own.since == dt.date(2021, 3, 1)
    assert twice.withdrawn_on == twice.since
    event = AuditEvent.objects.filter(verb="organisations_merged", committee_id=world.cct.pk).get()
    kept = {row["membership"]: row["withdrawn_on"] for row in event.before["joined"]}
    assert kept == {own.pk: None, twice.pk: today().isoformat()}
    # Entered later, the one that is over does not stand for the one that holds.
    with pytest.raises(WrongState, match="a member already"):
        memberships.accept(committee=world.cct, organisation=focus)


def test_the_membership_that_holds_stays_whichever_name_does(
    world: World,
    double: Organisation,  # noqa: F811
) -> None:
    focus = world.organisations["focus"]
    own = record(world, focus, dt.date(2019, 9, 18))
    other = record(world, double, dt.date(2020, 1, 1))
    memberships.withdraw(membership=own, reason="", by=world.cct_chair)
    merge(world, focus, double)
    assert world.fresh(other).stands in standing.MEMBERS
    assert world.fresh(own).withdrawn_on == own.since


def test_seats_that_come_to_a_member_end_with_its_membership(
    world: World,
    double: Organisation,  # noqa: F811
) -> None:
    focus = world.organisations["focus"]
    row = record(world, focus, dt.date(2019, 9, 18))
    given = seat(world, double)
    assert given.ends is None
    merge(world, focus, double)
    assert world.fresh(given).ends == row.grace_until
    assert seat_actions.drift() == []


def test_both_on_the_steering_committee_hold_one_place(
    world: World,
    double: Organisation,  # noqa: F811
) -> None:
    focus = world.organisations["focus"]
    rows = [record(world, body, dt.date(2019, 9, 18)) for body in (focus, double)]
    for body in (focus, double):
        offices.record_office(
            committee=world.cct,
            organisation=body,
            role="steering",
            starts=today() - 9 * DAY,
            by=world.cct_chair,
        )
    memberships.withdraw(membership=rows[1], reason="", by=world.cct_chair)
    merge(world, focus, double)
    terms = OfficeTerm.objects.standing().filter(organisation=focus, office="steering")
    assert terms.count() == 1


# --- Surveys --------------------------------------------------------------------------------------


def test_an_answer_that_is_being_written_follows(world: World) -> None:
    survey, found = surveyed(world)
    person, other = found["zoe"]
    ballot = survey_answers.hand_in(
        survey=survey, organisation=other, answers=said(survey, WHOLE), version=0, by=person
    )
    kept = OrganisationFactory(name_th="มูลนิธิโซอี้ (ใหม่)", name_en="Zoe again", kind="cso")
    merge(world, kept, other)
    moved = SurveyBallot.objects.get(pk=ballot.pk)
    assert (moved.organisation_id, moved.handed_in) == (kept.pk, ballot.handed_in)
    assert SurveyParticipation.objects.get(survey=survey, organisation=kept).answered
    # It goes on from there, in its new name.
    survey_answers.keep_answers(
        survey=survey,
        organisation=kept,
        answers=said(survey, WHOLE),
        version=moved.version,
        by=world.fresh(person),
    )
    assert survey_rounds.close_survey(survey=survey, by=world.cct_chair).state == "survey_closed"


def surveyed(world: World):
    found = make_members(world, "zoe", "ida")
    return open_survey(world), found


def test_two_answers_wait_until_the_survey_has_closed(world: World) -> None:
    survey, found = surveyed(world)
    kept, other = found["zoe"][1], found["ida"][1]
    for person, body in (found["zoe"], found["ida"]):
        survey_answers.keep_answers(
            survey=survey, organisation=body, answers=said(survey, WHOLE), version=0, by=person
        )
    row = Membership.objects.get(organisation=other)
    memberships.withdraw(membership=row, reason="", by=world.cct_secretary)
    with pytest.raises(WrongState, match="survey that is open"):
        merge(world, kept, other)
    assert SurveyBallot.objects.filter(survey=survey).count() == 2
    survey_rounds.close_survey(survey=survey, by=world.cct_chair)
    merge(world, kept, other)


def test_who_was_asked_twice_has_answered_where_one_has(world: World) -> None:
    survey, found = surveyed(world)
    person, other = found["ida"]
    survey_answers.hand_in(
        survey=survey, organisation=other, answers=said(survey, WHOLE), version=0, by=person
    )
    row = Membership.objects.get(organisation=other)
    memberships.withdraw(membership=row, reason="", by=world.cct_secretary)
    merge(world, found["zoe"][1], other)
    part = SurveyParticipation.objects.get(survey=survey, organisation=found["zoe"][1])
    assert part.answered


# --- Applications ---------------------------------------------------------------------------------


def test_an_application_is_never_deleted_by_merging(
    world: World,
    double: Organisation,  # noqa: F811
) -> None:
    """The endorser and the applicant turn out to be one: nobody's papers go for that."""
    focus = world.organisations["focus"]
    now = timezone.now()
    application = Application.objects.create(
        committee=world.cct,
        province_id=57,
        language="th",
        name_th="มูลนิธิเพื่อความเข้าใจเด็ก",
        contact_th="ผู้ติดต่อ",
        contact_email="somebody@example.org",
        state="endorsed",
        organisation=focus,
        endorser=double,
        endorsed_by=world.cct_member,
        confirmed_at=now,
        expires_at=now,
        changed_at=now,
    )
    with pytest.raises(WrongState, match="side by side"):
        merge(world, focus, double)
    assert Application.objects.filter(pk=application.pk).exists()


def test_nobody_comes_to_read_an_answer_by_making_organisations_one(world: World) -> None:
    """The secretary speaks for FOCUS; as one with it the other's answer would be hers to read."""
    survey, found = surveyed(world)
    person, other = found["ida"]
    survey_answers.hand_in(
        survey=survey, organisation=other, answers=said(survey, WHOLE), version=0, by=person
    )
    row = Membership.objects.get(organisation=other)
    memberships.withdraw(membership=row, reason="", by=world.cct_secretary)
    with pytest.raises(NotAllowed, match="open survey"):
        merge(world, world.organisations["focus"], other, who="cct_secretary")
    assert SurveyBallot.objects.get(survey=survey).organisation_id == other.pk
    merge(world, world.organisations["focus"], other, who="nok")
