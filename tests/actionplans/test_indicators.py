"""Indicators: how each measure is counted, targets, the catalogue, and what the pages show."""

import uuid
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from actionplans import measures
from actionplans.actions import activities as activity_actions
from actionplans.actions import indicators as actions
from actionplans.actions.indicators import Aim
from actionplans.actions.plans import content_of
from actionplans.forms.indicators import TargetsForm
from actionplans.indicator_pages import Standing, figure
from actionplans.models import (
    Activity,
    Indicator,
    Measure,
    PlanLine,
    Report,
    ReportLine,
    Round,
    Target,
)
from actionplans.starters import STARTERS
from committees.calendar import quarters_of
from committees.errors import Conflict, NotAllowed, WrongState
from committees.models import Area, AuditEvent, Committee
from tests.actionplans.pages import text_of
from tests.factories import ActivityFactory, SeatFactory
from tests.guards.test_queries import FRAMING
from tests.world import World

pytestmark = pytest.mark.django_db
YEAR = 2569
FIRST, SECOND = (period.start for period in quarters_of(YEAR)[:2])


def person(world: World, name: str) -> User:
    return User.objects.get(pk=world.people[name].pk)


def indicator(world: World, measure: str, **values: Any) -> Indicator:
    """An indicator of Chiang Rai, by PSDHS."""
    given = {"name_th": f"ตัวชี้วัด {measure} {values}", "unit_th": "คน", "measure": measure}
    return actions.add_indicator(
        province=Area.objects.get(pk=57), values=given | values, by=person(world, "nok")
    )


def logged(world: World, committee: Committee, by: str, **values: Any) -> Activity:
    return ActivityFactory(committee=committee, by=person(world, by), **values)


def aim(
    world: World, row: Indicator, value: int | None, *, version: int = 0, by: str = "pranee"
) -> list[Target]:
    """Mae Sai's target of the year."""
    return actions.set_targets(
        committee=world.mae_sai,
        fiscal_year=YEAR,
        aims=[Aim(row, None if value is None else Decimal(value), version=version)],
        by=person(world, by),
    )


# --- Counting -------------------------------------------------------------------------------------


def test_each_measure_is_counted_by_quarter_kind_and_pillar(world: World) -> None:
    sub = Area.objects.filter(parent_id=5709).order_by("pk").first()
    training = logged(
        world,
        world.mae_sai,
        "pranee",
        kind="training",
        starts=FIRST,
        subdistrict=sub,
        village="บ้านป่าแดง",
        women=200,
        men=50,
        unsaid=5,
        minors=55,
        adults=200,
        tested=100,
        before=Decimal(50),
        after=Decimal(70),
        practitioners={"police": 4, "health": 6},
        contributions=[
            {"kind": "cash", "organisation": world.organisations["police"], "amount": 1500},
            {
                "kind": "staff",
                "organisation": world.organisations["police"],
                "days": Decimal("2.5"),
            },
        ],
    )
    logged(
        world,
        world.mae_sai,
        "pranee",
        kind="campaign",
        pillar="education",
        starts=SECOND,
        subdistrict=sub,
        village=" บ้านป่าแดง ",
        reached=400,
        tested=300,
        before=Decimal(60),
        after=Decimal(72),
    )
    gone = logged(world, world.mae_sai, "pranee", starts=FIRST, reached=9999, women=99)
    activity_actions.withdraw_activity(activity=gone, reason="ลงผิดคณะ", by=person(world, "pranee"))
    logged(world, world.chiang_khong, "malee", starts=FIRST, reached=7)

    wanted = {
        indicator(world, Measure.REACHED): ("400", ["0", "400", "0", "0"]),
        indicator(world, Measure.PARTICIPANTS): ("255", ["255", "0", "0", "0"]),
        indicator(world, Measure.WOMEN): ("200", ["200", "0", "0", "0"]),
        indicator(world, Measure.MEN): ("50", ["50", "0", "0", "0"]),
        indicator(world, Measure.MINORS): ("55", ["55", "0", "0", "0"]),
        indicator(world, Measure.ACTIVITIES): ("2", ["1", "1", "0", "0"]),
        indicator(world, Measure.ACTIVITIES, kind="training"): ("1", ["1", "0", "0", "0"]),
        indicator(world, Measure.ACTIVITIES, pillar="education"): ("1", ["0", "1", "0", "0"]),
        indicator(world, Measure.PRACTITIONERS): ("10", ["10", "0", "0", "0"]),
        # (100 x 20 + 300 x 12) / 400
        indicator(world, Measure.KNOWLEDGE): ("14", ["20", "12", "–", "–"]),
        # The same village twice is one village, in the year as in each quarter.
        indicator(world, Measure.VILLAGES): ("1", ["1", "1", "0", "0"]),
        indicator(world, Measure.SUBDISTRICTS): ("1", ["1", "1", "0", "0"]),
        indicator(world, Measure.CASH): ("1,500", ["1,500", "0", "0", "0"]),
        indicator(world, Measure.STAFF_DAYS): ("2.5", ["2.5", "0", "0", "0"]),
    }
    scope = world.scope("pranee")
    with CaptureQueriesContext(connection) as queries:
        counted = measures.count(scope, YEAR, wanted, {"committee": world.mae_sai})
    assert len(queries) == 1
    for row, (year, quarters) in wanted.items():
        assert figure(counted.value(row, committee_id=world.mae_sai.pk)) == year, row
        assert [figure(one) for one in counted.quarters(row, world.mae_sai.pk)] == quarters, row

    # The province: both committees, and districts whose committee stands (Mae Sai, Chiang Khong).
    reached = next(row for row in wanted if row.measure == Measure.REACHED)
    districts = indicator(world, Measure.DISTRICTS)
    counted = measures.count(world.scope("nok"), YEAR, [reached, districts], {"province_id": 57})
    assert counted.value(reached) == 407
    assert counted.value(districts, committee_id=world.chiang_rai.pk) == 2
    assert counted.value(districts, quarter=1) is None
    # A correction changes the figure at once; nothing is kept beside the activities.
    activity_actions.correct_activity(
        activity=training,
        values={"women": 100, "minors": 0, "adults": 0},
        version=training.version,
        reason="นับซ้ำ",
        by=person(world, "pranee"),
    )
    women = next(row for row in wanted if row.measure == Measure.WOMEN)
    counted = measures.count(scope, YEAR, [women], {"committee": world.mae_sai})
    assert counted.value(women) == 100


def test_what_is_reported_counts_once_the_report_is_sent(world: World) -> None:
    row = indicator(world, Measure.REPORTED)
    line = PlanLine.objects.filter(committee=world.chiang_khong).first()
    assert line is not None
    line.measure = row
    line.save()
    plan = world.chiang_khong_submitted
    frozen = Round.objects.get(quarter_plan=plan)
    report = Report.objects.create(
        plan=plan.plan,
        quarter=plan,
        round=frozen,
        committee=world.chiang_khong,
        province_id=57,
        fiscal_year=plan.fiscal_year,
        quarter_number=plan.quarter,
        due=plan.period.end,
        started_by=world.malee,
        started_at=plan.changed_at,
        changed_at=plan.changed_at,
    )
    ReportLine.objects.create(
        report=report,
        line=line,
        position=1,
        what=line.what,
        pillar=line.pillar,
        budget=0,
        content=content_of(line),
        value=Decimal(12),
        above=True,
        committee=world.chiang_khong,
        province_id=57,
    )

    def value(name: str) -> Any:
        where = {"committee": world.chiang_khong}
        counted = measures.count(world.scope(name), plan.fiscal_year, [row], where)
        return counted.value(row, quarter=plan.quarter)

    assert value("malee") == 0
    Report.objects.filter(pk=report.pk).update(state="submitted")
    assert (value("malee"), value("nok"), value("pranee")) == (12, 12, 0)


@pytest.mark.parametrize(
    ("value", "target", "words", "bar"),
    [
        ("311", "400", "77 % of the target", 77),
        ("400", "400", "target reached (100 %)", 100),
        ("900", "400", "target reached (225 %)", 100),
        ("5", None, "no target set", 0),
        (None, "400", "nothing counted yet", 0),
        ("5", "0", "target is nought", 0),
    ],
)
def test_the_share_of_a_target_in_words(
    value: str | None, target: str | None, words: str, bar: int
) -> None:
    row = Standing(
        Indicator(),
        None if value is None else Decimal(value),
        None if target is None else Decimal(target),
        (),
    )
    assert (row.words, row.bar) == (words, bar)


# --- The catalogue --------------------------------------------------------------------------------


def test_the_catalogue_is_kept_by_psdhs_alone(world: World) -> None:
    chiang_rai = Area.objects.get(pk=57)
    values = {"name_th": "จำนวนผู้เข้าร่วม", "unit_th": "คน", "measure": Measure.PARTICIPANTS}
    for name in ("pranee", "governor", "cct_chair", "nuan", "stranger"):
        with pytest.raises(NotAllowed):
            actions.add_indicator(province=chiang_rai, values=values, by=person(world, name))
    nok, key = person(world, "nok"), uuid.uuid4()
    row = actions.add_indicator(province=chiang_rai, values=values, by=nok, form_key=key)
    again = actions.add_indicator(province=chiang_rai, values=values, by=nok, form_key=key)
    assert row.pk == again.pk
    with pytest.raises(WrongState):
        actions.add_indicator(province=chiang_rai, values=values, by=nok)
    changed = actions.change_indicator(
        indicator=row, values=values | {"note": "นับรวมวิทยากร"}, version=1, by=nok
    )
    with pytest.raises(Conflict):
        actions.change_indicator(indicator=row, values=values, version=1, by=nok)
    # What it counts stays once a committee aims at it; words may change.
    aim(world, changed, 10)
    with pytest.raises(WrongState):
        actions.change_indicator(
            indicator=changed, values=values | {"measure": Measure.WOMEN}, version=2, by=nok
        )
    retired = actions.retire_indicator(indicator=changed, by=nok)
    for refused in (actions.retire_indicator,):
        with pytest.raises(WrongState):
            refused(indicator=retired, by=nok)
    with pytest.raises(WrongState):
        actions.change_indicator(indicator=retired, values=values, version=3, by=nok)
    restored = actions.restore_indicator(indicator=retired, by=nok)
    with pytest.raises(WrongState):
        actions.restore_indicator(indicator=restored, by=nok)
    verbs = AuditEvent.objects.filter(subject_type="actionplans.indicator").order_by("seq")
    assert list(verbs.values_list("verb", flat=True)) == [
        "indicator_added",
        "indicator_changed",
        "indicator_retired",
        "indicator_restored",
    ]


def test_starters_are_chosen_by_hand_and_come_once(world: World) -> None:
    nok = world.client("nok", "en")
    url = reverse("indicators_starters", args=[57])
    assert "Choose indicators" in text_of(nok.get(reverse("province_indicators", args=[57])))
    assert nok.post(url, {}).status_code == 400
    nok.post(url, {"codes": ["campaign_reach", "districts"]})
    nok.post(url, {"codes": ["campaign_reach"]})
    assert Indicator.objects.filter(province_id=57).count() == 2
    assert STARTERS["campaign_reach"]["name_en"] not in text_of(nok.get(url))
    # The database keeps a committee's province and its indicators together.
    row = Indicator.objects.filter(province_id=57).first()
    with pytest.raises(IntegrityError), transaction.atomic():
        Target.objects.create(
            indicator=row,
            fiscal_year=YEAR,
            value=1,
            committee=world.nan_border,
            province_id=55,
            set_by=world.nida,
        )
        connection.check_constraints()


# --- Targets --------------------------------------------------------------------------------------


def test_targets_are_set_by_the_secretaries_with_a_version(world: World) -> None:
    row = indicator(world, Measure.WOMEN)
    for name in ("somchai", "chief", "nok", "malee", "stranger"):
        with pytest.raises(NotAllowed):
            aim(world, row, 5, by=name)
    (first,) = aim(world, row, 400)
    assert (first.value, first.version, first.above) == (400, 1, True)
    assert aim(world, row, 400) == []  # sent again, nothing is different
    with pytest.raises(Conflict):
        aim(world, row, 500, by="anong")
    (second,) = aim(world, row, 500, version=1, by="anong")
    (cleared,) = aim(world, row, None, version=2)
    assert (cleared.pk, cleared.value) == (second.pk, None)
    events = AuditEvent.objects.filter(subject_type="actionplans.target").order_by("seq")
    assert [(one.verb, one.above) for one in events] == [
        ("target_set", True),
        ("target_set", True),
        ("target_cleared", True),
    ]
    Committee.objects.filter(pk=world.mae_sai.pk).update(ended=FIRST)
    with pytest.raises(WrongState):
        actions.set_targets(
            committee=world.fresh(world.mae_sai),
            fiscal_year=YEAR,
            aims=[Aim(row, Decimal(1), version=3)],
            by=person(world, "pranee"),
        )


def test_quarters_add_up_to_the_year_where_the_figure_adds_up(world: World) -> None:
    women, villages = indicator(world, Measure.WOMEN), indicator(world, Measure.VILLAGES)

    def form(row: Indicator, *figures: str) -> TargetsForm:
        names = ("year", "q1", "q2", "q3", "q4")
        data = {f"{name}_{row.pk}": text for name, text in zip(names, figures, strict=True)}
        return TargetsForm(data, indicators=[row], standing={})

    wrong = form(women, "400", "100", "100", "100", "50")
    assert not wrong.is_valid() and f"year_{women.pk}" in wrong.errors
    summed = form(women, "", "๑๐๐", "100", "100", "50")
    assert summed.is_valid() and summed.aims()[0].value == 350
    assert form(villages, "12", "10", "10", "10", "10").is_valid()
    assert form(women, "12.5", "", "", "", "").is_valid()
    for odd in ("-1", "1e9", "abc", "9" * 15, "1.234"):
        assert not form(women, odd, "", "", "", "").is_valid(), odd


def test_a_conflict_shows_both_and_keeps_what_was_typed(world: World) -> None:
    row = indicator(world, Measure.WOMEN)
    url = reverse("committee_targets", args=[world.mae_sai.slug, YEAR])
    aim(world, row, 400)
    answer = world.client("anong", "en").post(url, {f"year_{row.pk}": "350"})
    text = text_of(answer)
    assert answer.status_code == 409
    assert "400" in text and 'value="350"' in answer.content.decode()
    assert f'name="version_{row.pk}" value="1"' in answer.content.decode()
    again = world.client("anong", "en").post(
        url, {f"year_{row.pk}": "350", f"version_{row.pk}": "1"}
    )
    assert again.status_code == 302
    assert Target.objects.get(indicator=row).value == 350


# --- The pages ------------------------------------------------------------------------------------


def test_a_committee_and_its_province_read_the_same_figure(world: World) -> None:
    row = indicator(world, Measure.WOMEN, name_en="Women trained", kind="training")
    aim(world, row, 400)
    logged(world, world.mae_sai, "pranee", kind="training", starts=FIRST, women=239, men=72)
    logged(world, world.mae_sai_suppression, "inspector", kind="training", starts=FIRST, women=77)
    page = reverse("committee_indicators", args=[world.mae_sai.slug, YEAR])
    for name in ("pranee", "nok"):
        text = text_of(world.client(name, "en").get(page))
        assert "239" in text and "59 % of the target" in text
        assert "The sum of women among the participants." in text
        beside = world.client(name, "en").get(row.get_absolute_url(), {"year": YEAR})
        assert "59 % of the target" in text_of(beside)
    # What a closed group did is in no figure of those above it, even where one of them sits in it.
    for _sits_in_it in (False, True):
        for address in (reverse("province_indicators", args=[57]), row.get_absolute_url()):
            shown = text_of(world.client("nok", "en").get(address, {"year": YEAR}))
            assert "239" in shown and "316" not in shown and "77" not in shown
        SeatFactory(committee=world.mae_sai_suppression, person=person(world, "nok"), role="member")
    behind = "kind=training"
    html = world.client("pranee", "en").get(page).content.decode()
    assert behind in html and reverse("activities") in html
    for url in (
        reverse("committee_indicators_export", args=[world.mae_sai.slug, YEAR, "csv"]),
        reverse("province_indicators_export", args=[57, "csv"]) + f"?year={YEAR}",
    ):
        assert b"239" in world.client("nok").get(url).content
    # The neighbour reads the catalogue, and nothing of Mae Sai in it.
    seen = text_of(world.client("malee", "en").get(row.get_absolute_url(), {"year": YEAR}))
    assert "Women trained" in seen and "239" not in seen and "Mae Sai" not in seen


def test_the_queries_of_the_pages_do_not_grow(world: World) -> None:
    pages = [
        ("pranee", reverse("committee_indicators", args=[world.mae_sai.slug, YEAR])),
        ("nok", reverse("province_indicators", args=[57]) + f"?year={YEAR}"),
        ("nok", reverse("indicators_catalogue", args=[57])),
        ("pranee", reverse("committee_targets", args=[world.mae_sai.slug, YEAR])),
    ]

    def counts() -> list[int]:
        found = []
        for name, url in pages:
            browser = world.client(name, "en")
            browser.get(url)
            with CaptureQueriesContext(connection) as queries:
                assert browser.get(url).status_code == 200
            found.append(sum(not one["sql"].startswith(FRAMING) for one in queries))
        return found

    def grow() -> None:
        row = indicator(world, Measure.WOMEN, note=str(uuid.uuid4()))
        aim(world, row, 5)
        logged(world, world.mae_sai, "pranee", starts=FIRST, women=3)

    grow()
    one = counts()
    grow()
    grow()
    assert counts() == one
    assert max(one) <= 12


def test_a_line_counts_towards_an_indicator_and_keeps_its_name(world: World) -> None:
    row = indicator(world, Measure.REPORTED, name_th="หมู่บ้านเฝ้าระวัง")
    foreign = Indicator.objects.create(
        province_id=55, name_th="ของน่าน", unit_th="คน", measure=Measure.WOMEN
    )
    line = world.mae_sai_lines[0]
    url = reverse("line_edit", args=[world.mae_sai.slug, world.mae_sai_plan.fiscal_year, line.pk])
    browser = world.client("pranee", "en")
    html = browser.get(url).content.decode()
    assert "หมู่บ้านเฝ้าระวัง" in html and "ของน่าน" not in html
    data = {
        "what": line.what,
        "pillar": line.pillar,
        "responsible": line.responsible_id,
        "starts": line.starts.isoformat(),
        "ends": line.ends.isoformat(),
        "funding": line.funding,
        "budget": str(line.budget or ""),
        "funder": line.funder,
        "version": line.version,
    }
    assert browser.post(url, data | {"measure": foreign.pk}).status_code == 400
    assert browser.post(url, data | {"measure": row.pk}).status_code == 302
    saved = world.fresh(line)
    assert content_of(saved)["measure"]["th"] == "หมู่บ้านเฝ้าระวัง"
    # A retired indicator stays with the line it has, and is offered to no other.
    actions.retire_indicator(indicator=row, by=person(world, "nok"))
    assert "หมู่บ้านเฝ้าระวัง" in browser.get(url).content.decode()
    other = reverse(
        "line_edit", args=[world.mae_sai.slug, saved.plan.fiscal_year, world.mae_sai_lines[1].pk]
    )
    assert "หมู่บ้านเฝ้าระวัง" not in browser.get(other).content.decode()
