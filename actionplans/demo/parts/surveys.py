"""The civil-society committee's annual surveys: two closed ones, and this year's, half answered.

What is asked are the troubles that the published case study of the committee names (March 2022);
what is answered is invented.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any

from actionplans.demo import committees as tables
from actionplans.demo.clock import moment
from committees.calendar import BE_OFFSET, today
from committees.models import Committee
from members.actions import survey_answers, survey_rounds, surveys
from members.models import Membership, Organisation, QuestionKind, Survey, SurveyQuestion

if TYPE_CHECKING:
    from actionplans.demo.load import Demonstration

CCT, CHIANG_RAI = "cct", 57
INTRO_TH = (
    "ทุกปีเราถามองค์กรสมาชิกว่าปีที่ผ่านมาเป็นอย่างไร ผลจะนำเข้าสู่การประชุมเชิงปฏิบัติการวิเคราะห์ SWOT และแผนปีหน้า"
)
INTRO_EN = (
    "Every year we ask the member organisations how the year went. The results go into the SWOT"
    " workshop and next year's plan."
)
TEXTS = (
    "นัดประชุมล่วงหน้าอย่างน้อยสองสัปดาห์ และส่งเอกสารก่อนประชุม",
    "สรุปสิ่งที่ตกลงกันในไลน์ให้มีผู้รับผิดชอบและกำหนดวัน",
    "แบ่งค่าใช้จ่ายของกิจกรรมร่วมให้ชัดตั้งแต่ต้นปี",
    "มีแนวทางส่งต่อระหว่างสมาชิกกับองค์กรปกครองส่วนท้องถิ่น",
    "เก็บรายงานและเอกสารไว้ในที่เดียวที่ทุกองค์กรเปิดได้",
    "ให้ผู้แทนแต่ละองค์กรระบุเรื่องที่ตัดสินใจแทนองค์กรได้",
    "จัดอบรมผู้ประสานงานใหม่ทุกครั้งที่มีการเปลี่ยนตัว",
    "ลงพื้นที่ชายแดนร่วมกันอย่างน้อยไตรมาสละครั้ง",
    "ขอทุนร่วมกันในนามเครือข่าย",
)
# How many of a hundred answer 1 to 5 to each scale, in a year that went so and a better one.
LEANINGS = (
    ((2, 8, 25, 45, 20), (0, 5, 20, 45, 30)),
    ((5, 25, 35, 25, 10), (2, 15, 33, 35, 15)),
    ((15, 35, 30, 15, 5), (10, 30, 32, 20, 8)),
    ((20, 35, 25, 15, 5), (10, 25, 30, 25, 10)),
)


def plan(demo: Demonstration) -> None:
    """Two surveys around the renewals of August and September, and one that runs now."""
    _year(demo, demo.year - 2, answered=14, leaning=0)
    _year(demo, demo.year - 1, answered=16, leaning=1)
    opened = demo.ago(12, 9)
    _held(demo, demo.year, opened, demo.today + dt.timedelta(days=9), answered=9, leaning=1)


def _year(demo: Demonstration, year: int, *, answered: int, leaning: int) -> None:
    opened = moment(dt.date(year - BE_OFFSET, 8, 17), 9)
    last_day = opened.date() + dt.timedelta(days=21)
    survey = _held(demo, year, opened, last_day, answered=answered, leaning=leaning)
    demo.then(
        moment(last_day, 16),
        lambda: survey_rounds.close_survey(survey=survey(), by=demo.person("cct_chair")),
    )


def _held(
    demo: Demonstration,
    year: int,
    opened: dt.datetime,
    last_day: dt.date,
    *,
    answered: int,
    leaning: int,
) -> Callable[[], Survey]:
    """Begin, open and have this many answer; returns how the survey is found."""

    def survey() -> Survey:
        rows = Survey.objects.select_related("committee")
        found: Survey = rows.get(committee__slug=CCT, fiscal_year=year)
        return found

    def begin() -> None:
        secretary = demo.person("cct_secretary")
        row = surveys.start_survey(
            committee=Committee.objects.get(slug=CCT), fiscal_year=year, by=secretary
        )
        surveys.change_survey(
            survey=row,
            values={"intro_th": INTRO_TH, "intro_en": INTRO_EN},
            version=row.version,
            by=secretary,
        )

    def open_it() -> None:
        with _members(demo):
            chair = demo.person("cct_chair")
            survey_rounds.open_survey(survey=survey(), last_day=last_day, by=chair)

    demo.then(opened - dt.timedelta(days=3), begin)
    demo.then(opened, open_it)
    chance = random.Random(year)  # noqa: S311  (the same answers each time it is loaded)
    members = list(tables.CCT_SEATS)
    chance.shuffle(members)
    span = min(demo.now, moment(last_day, 15)) - opened
    for number, seat in enumerate(members[:answered]):
        day = (opened + span * number / answered).date()
        at = moment(day, 10 + number % 6, 7 * (number % 8))
        demo.then(at, partial(_answer, demo, survey, seat, chance, leaning))
    return survey


@contextmanager
def _members(demo: Demonstration) -> Iterator[None]:
    """Let the sixteen be members while something of the past is done.

    The roll of members holds its rows as they are today: what it was in an earlier year is known
    from the published case study, and not from it.
    """
    committee = Committee.objects.get(slug=CCT)
    known = survey_rounds.member_ids(committee)
    day = today()
    laid = Membership.objects.bulk_create(
        Membership(
            committee=committee,
            province_id=committee.province_id,
            organisation=demo.organisations[CHIANG_RAI, seat.organisation],
            since=day,
            first_since=day,
            due_from=day,
            until=day,
            grace_until=day,
        )
        for seat in tables.CCT_SEATS
        if demo.organisations[CHIANG_RAI, seat.organisation].pk not in known
    )
    yield
    Membership.objects.filter(pk__in=[row.pk for row in laid])._raw_delete("default")


def _answer(
    demo: Demonstration,
    survey: Callable[[], Survey],
    seat: tables.Seat,
    chance: random.Random,
    leaning: int,
) -> None:
    body: Organisation = demo.organisations[CHIANG_RAI, seat.organisation]
    with _members(demo):
        survey_answers.hand_in(
            survey=survey(),
            organisation=body,
            answers=_answers(survey(), chance, leaning),
            version=0,
            by=demo.person(seat.person),
        )


def _answers(survey: Survey, chance: random.Random, leaning: int) -> Mapping[str, Any]:
    found: dict[str, Any] = {}
    scales = iter(LEANINGS)
    for question in SurveyQuestion.objects.filter(survey=survey):
        value: Any = None
        if question.kind == QuestionKind.SCALE:
            value = chance.choices((1, 2, 3, 4, 5), next(scales)[leaning])[0]
        elif question.kind == QuestionKind.SINGLE:
            value = chance.choices((0, 1, 2, 3), (15, 40, 30, 15))[0]
        elif question.kind == QuestionKind.SEVERAL:
            value = [at for at, odds in enumerate((20, 70, 50, 60)) if chance.random() * 100 < odds]
        elif chance.random() < 0.6:
            value = chance.choice(TEXTS)
        if value not in (None, []):
            found[str(question.pk)] = value
    return found
