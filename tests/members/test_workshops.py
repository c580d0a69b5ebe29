"""SWOT workshops: the way of one, its board and votes, what it recommends, who may do what."""

import uuid

import pytest
from django.db import IntegrityError, transaction

from accounts.models import User
from actionplans.actions import plans as plan_actions
from actionplans.models import LineRecommendation, Plan
from actionplans.origins import PLAN_LINES
from committees import audit, rls
from committees.calendar import today
from committees.errors import Conflict, NotAllowed, Refused, WrongState
from committees.gather import asked_alone
from committees.models import AuditEvent, Notice
from config.settings.base import BASE_DIR
from members.actions import points, recommendations, workshops
from members.models import (
    Ballot,
    Organisation,
    Point,
    Recommendation,
    RecommendationPoint,
    Vote,
    Workshop,
)
from members.parts import workshops as parts
from members.workflow.workshops import RECOMMENDATION, WORKSHOP
from tests.factories import SeatFactory
from tests.guards.tables.workshops import in_state, prepared, recommended
from tests.world import World

pytestmark = pytest.mark.django_db

STATES = WORKSHOP.states
RUNNERS = {"cct_chair", "cct_secretary"}
INSIDE = {*RUNNERS, "cct_steering", "cct_member"}


def fresh(person: User) -> User:
    return User.objects.get(pk=person.pk)


def as_person(person: User, call, **given):
    """As the web role, with the database knowing who acts, as a request would."""
    with rls.acting_as(person.pk):
        return call(by=fresh(person), **given)


def outcome(person: User, call, **given) -> object:
    try:
        with transaction.atomic():
            as_person(person, call, **given)
            transaction.set_rollback(True)
    except Refused as refused:
        assert refused.reason
        return refused.status
    except (Workshop.DoesNotExist, Point.DoesNotExist, Recommendation.DoesNotExist):
        return 404
    return "done"


def point_in(workshop: Workshop, text: str = "ประชุมน้อย", heading: str = "weaknesses", by=None):
    """A point straight on the board, whatever the state."""
    return Point.objects.create(
        workshop=workshop,
        committee=workshop.committee,
        province_id=workshop.province_id,
        heading=heading,
        text=text,
        author=by or workshop.created_by,
        created_at=workshop.changed_at,
    )


def test_the_documentation_shows_the_tables() -> None:
    text = (BASE_DIR / "docs" / "architecture.md").read_text(encoding="utf-8")
    for table in (WORKSHOP, RECOMMENDATION):
        assert f"```mermaid\n{table.diagram()}\n```" in text


# --- The way of a workshop ------------------------------------------------------------------------


@pytest.mark.parametrize("state", STATES)
def test_every_step_of_a_workshop_from_every_state_by_everybody(world: World, state: str) -> None:
    """The whole table, with people inside and outside; what loses nothing is open, the rest not."""
    row = in_state(world, state)
    loses = {"collect": state == "voting", "revote": state == "recommending"}
    for action, transition in WORKSHOP.transitions.items():
        for name in (*sorted(INSIDE), "pranee", "nok", "stranger"):
            if name not in INSIDE and not (name == "nok" and state == "closed"):
                expected: object = 404
            elif name not in RUNNERS:
                expected = 403
            elif state not in transition.sources or loses.get(action):
                expected = 409
            else:
                expected = "done"
            came = outcome(
                world.people[name],
                workshops.step_workshop,
                workshop=row,
                action=action,
                reason="ขาดข้อเสนอแนะหนึ่งข้อ",
            )
            # From above a closed workshop is read, not locked for a change: 404 stands for both.
            if name == "nok" and state == "closed":
                expected = came if came in (403, 404) else 403
            assert came == expected, (action, name)


def test_each_step_is_recorded_told_and_counted_once(world: World) -> None:
    row = prepared(world)
    before = row.board
    as_person(world.cct_chair, workshops.step_workshop, workshop=row, action="open")
    row.refresh_from_db()
    assert (row.state, row.board) == ("collecting", before + 1)
    told = Notice.objects.filter(kind="workshop_opened")
    assert {notice.recipient for notice in told} == {
        world.cct_secretary, world.cct_steering, world.cct_member
    }  # fmt: skip
    with pytest.raises(WrongState):
        as_person(world.cct_chair, workshops.step_workshop, workshop=row, action="open")
    assert AuditEvent.objects.filter(verb="workshop_opened").count() == 1
    assert not audit.broken_chains()


def test_a_step_back_never_loses_votes_or_recommendations(world: World) -> None:
    voting = in_state(world, "voting")
    with pytest.raises(WrongState, match="Votes"):
        as_person(world.cct_chair, workshops.step_workshop, workshop=voting, action="collect")
    Vote.objects.all().delete()
    as_person(world.cct_chair, workshops.step_workshop, workshop=voting, action="collect")
    as_person(world.cct_chair, workshops.step_workshop, workshop=voting, action="vote")
    as_person(world.cct_chair, workshops.step_workshop, workshop=voting, action="recommend")
    with pytest.raises(WrongState, match="at least one"):
        as_person(world.cct_chair, workshops.step_workshop, workshop=voting, action="close")
    as_person(world.cct_chair, workshops.step_workshop, workshop=voting, action="revote")
    recommending = in_state(world, "recommending")
    with pytest.raises(WrongState, match="rest on these votes"):
        as_person(world.cct_chair, workshops.step_workshop, workshop=recommending, action="revote")


def test_closing_shows_recommendations_above_and_opening_again_takes_them_back(
    world: World,
) -> None:
    row = in_state(world, "closed")
    found = Recommendation.objects.get(workshop=row)
    assert (row.above, found.above) == (True, True)
    given = Notice.objects.get(kind="recommendation_given", recipient=world.cct_steering)
    assert given.url == found.get_absolute_url()
    with pytest.raises(WrongState, match="Say why"):
        as_person(world.cct_chair, workshops.step_workshop, workshop=row, action="reopen")
    as_person(
        world.cct_chair, workshops.step_workshop, workshop=row, action="reopen", reason="ตกหล่น"
    )
    row.refresh_from_db()
    found.refresh_from_db()
    assert (row.above, found.above) == (False, False)


def test_a_closed_group_shows_nothing_above(world: World) -> None:
    committee = world.mae_sai_suppression
    row = recommended(world, committee=committee, by=world.inspector, organisation="police")
    as_person(world.inspector, workshops.step_workshop, workshop=row, action="close")
    row.refresh_from_db()
    assert not row.above
    assert not Recommendation.objects.get(workshop=row).above


def test_a_workshop_is_above_only_once_it_is_closed(world: World) -> None:
    row = in_state(world, "voting")
    with pytest.raises(IntegrityError, match="workshop_above_once_closed"), transaction.atomic():
        Workshop.objects.filter(pk=row.pk).update(above=True)


def test_the_same_form_prepares_one_workshop(world: World) -> None:
    key = uuid.uuid4()
    values = {"title": "SWOT", "held_on": today()}
    made = {
        as_person(
            world.cct_chair,
            workshops.prepare_workshop,
            committee=world.cct,
            values=values,
            form_key=key,
        ).pk
        for _ in range(2)
    }
    assert len(made) == 1


def test_how_votes_are_counted_is_settled_once_the_vote_begins(world: World) -> None:
    row = in_state(world, "voting")
    given = {"workshop": row, "version": row.version}
    with pytest.raises(WrongState, match="begun"):
        as_person(world.cct_chair, workshops.change_workshop, values={"votes_each": 9}, **given)
    as_person(world.cct_chair, workshops.change_workshop, values={"title": "ใหม่"}, **given)
    with pytest.raises(Conflict):
        as_person(world.cct_chair, workshops.change_workshop, values={"title": "อีก"}, **given)


# --- Points ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", STATES)
def test_every_act_on_a_point_in_every_state_by_everybody(world: World, state: str) -> None:
    row = in_state(world, state)
    own = point_in(row, by=world.cct_member)
    other = point_in(row, "อีกข้อ", by=world.cct_steering)
    hidden = point_in(row, "ไม่เหมาะ", by=world.cct_member)
    Point.objects.filter(pk=hidden.pk).update(hidden_at=row.changed_at, hidden_reason="x")
    merged = point_in(row, "ซ้ำ")
    Point.objects.filter(pk=merged.pk).update(merged_into=other)
    reword = {"heading": "threats", "text": "ใหม่", "version": 1}
    add = {"workshop": row, "heading": "threats", "text": "ภัยใหม่"}
    acts = (
        (points.add_point, add, INSIDE, {"collecting"}),
        (points.reword_point, {"point": own, **reword}, {"cct_member"}, {"collecting"}),
        (points.withdraw_point, {"point": own}, {"cct_member"}, {"collecting"}),
        (points.move_point, {"point": own, "heading": "threats"}, RUNNERS, {"collecting"}),
        (points.merge_point, {"point": own, "into": other}, RUNNERS, {"collecting"}),
        (points.split_point, {"point": merged}, RUNNERS, {"collecting"}),
        (points.hide_point, {"point": own, "reason": "x"}, RUNNERS, {"collecting", "voting"}),
        (points.show_point, {"point": hidden}, RUNNERS, {"collecting", "voting"}),
    )
    for act, given, may, states in acts:
        for name in (*sorted(INSIDE), "nok", "pranee"):
            if name not in INSIDE:
                expected: set[object] = {403, 404}
            elif name not in may:
                expected = {403}
            else:
                expected = {"done"} if state in states else {409}
            assert outcome(world.people[name], act, **given) in expected, (act.__name__, name)


def test_a_press_twice_adds_one_point_and_other_words_another(world: World) -> None:
    row = in_state(world, "collecting")
    key, before = uuid.uuid4(), Point.objects.count()
    given = {"workshop": row, "heading": "threats", "form_key": key}
    for text in ("ภัยออนไลน์", "ภัยออนไลน์", "งบน้อย"):
        as_person(world.cct_member, points.add_point, text=text, **given)
    assert Point.objects.count() == before + 2


def test_merging_keeps_what_was_merged_and_can_be_taken_apart(world: World) -> None:
    row = in_state(world, "collecting")
    first, second, third = (point_in(row, text) for text in ("ก", "ข", "ค"))
    chair = world.cct_chair
    as_person(chair, points.merge_point, point=first, into=second)
    as_person(chair, points.merge_point, point=second, into=third)
    below = Point.objects.filter(merged_into=third)
    assert {point.pk for point in below} == {first.pk, second.pk}, "one level, nothing lost"
    with pytest.raises(WrongState, match="does not stand"):
        as_person(chair, points.merge_point, point=third, into=first)
    as_person(chair, points.split_point, point=first)
    as_person(chair, points.hide_point, point=third, reason="ไม่เหมาะสม")
    second.refresh_from_db()
    assert second.merged_into is None, "what was merged stands by itself once the other is hidden"


def test_a_point_is_never_merged_into_one_of_another_board(world: World) -> None:
    first, second = in_state(world, "collecting"), prepared(world)
    point, other = point_in(first), point_in(second)
    with pytest.raises(NotAllowed):
        as_person(world.cct_chair, points.merge_point, point=point, into=other)
    with pytest.raises(IntegrityError), transaction.atomic():
        Point.objects.filter(pk=point.pk).update(merged_into=other)
        from django.db import connection

        connection.check_constraints()


def test_hiding_tells_the_author_alone_and_keeps_the_words_out_of_history(world: World) -> None:
    row = in_state(world, "collecting")
    point = point_in(row, "ข้อความที่ไม่ควรมี", by=world.cct_member)
    as_person(world.cct_chair, points.hide_point, point=point, reason="มีชื่อบุคคล")
    told = Notice.objects.filter(kind="point_hidden")
    assert [notice.recipient for notice in told] == [world.cct_member]
    event = AuditEvent.objects.get(verb="point_hidden")
    kept = f"{event.subject_th}{event.subject_en}{event.before}{event.after}{event.reason}"
    assert "ไม่ควรมี" not in kept
    assert "มีชื่อ" not in kept


# --- Votes ----------------------------------------------------------------------------------------


def test_votes_are_spread_changed_and_never_more_than_there_are(world: World) -> None:
    row = in_state(world, "voting", votes=False)
    first, second = point_in(row), point_in(row, "ข")
    mine = world.organisations["world_vision"]
    cast = {"organisation": mine}
    member, chair = world.cct_member, world.cct_chair
    as_person(member, points.cast_votes, point=first, count=3, **cast)
    as_person(chair, points.cast_votes, point=second, count=2, **cast)  # the same organisation
    ballot = Ballot.objects.get(workshop=row)
    assert (ballot.spent, ballot.most) == (5, 5)
    with pytest.raises(WrongState, match="spent"):
        as_person(member, points.cast_votes, point=second, count=3, **cast)
    as_person(member, points.cast_votes, point=first, count=3, **cast)  # pressed twice
    as_person(member, points.cast_votes, point=first, count=0, **cast)
    ballot.refresh_from_db()
    assert ballot.spent == 2
    assert Vote.objects.get(ballot=ballot).point == second
    assert AuditEvent.objects.filter(verb="workshop_voted").count() == 1
    with pytest.raises(IntegrityError, match="ballot_not_overspent"), transaction.atomic():
        Ballot.objects.filter(pk=ballot.pk).update(spent=6)


def test_nobody_votes_for_an_organisation_of_others(world: World) -> None:
    row = in_state(world, "voting")
    for organisation in (world.organisations["focus"], world.organisations["psdhs"], None):
        with pytest.raises(NotAllowed):
            as_person(
                world.cct_member,
                points.cast_votes,
                point=point_in(row),
                count=1,
                organisation=organisation,
            )


def test_each_person_has_votes_where_the_workshop_says_so(world: World) -> None:
    row = in_state(world, "voting", votes=False)
    Workshop.objects.filter(pk=row.pk).update(voters="people", votes_each=1)
    point = point_in(row)
    for name in ("cct_member", "cct_chair"):
        as_person(world.people[name], points.cast_votes, point=point, count=1)
    assert Ballot.objects.filter(workshop=row, person__isnull=False, spent=1).count() == 2


def test_a_hidden_point_gives_its_votes_back(world: World) -> None:
    row = in_state(world, "voting", votes=False)
    point = point_in(row)
    mine = world.organisations["world_vision"]
    as_person(world.cct_member, points.cast_votes, point=point, count=5, organisation=mine)
    as_person(world.cct_chair, points.hide_point, point=point, reason="ซ้ำกับข้ออื่น")
    assert Ballot.objects.get(workshop=row).spent == 0
    with pytest.raises(WrongState, match="does not stand"):
        as_person(world.cct_member, points.cast_votes, point=point, count=1, organisation=mine)


@pytest.mark.parametrize("state", [s for s in STATES if s != "voting"])
def test_votes_are_cast_only_while_the_vote_is_open(world: World, state: str) -> None:
    row = in_state(world, state)
    mine = world.organisations["world_vision"]
    with pytest.raises(WrongState):
        as_person(
            world.cct_member, points.cast_votes, point=point_in(row), count=1, organisation=mine
        )


# --- Recommendations ------------------------------------------------------------------------------


def written(world: World, row: Workshop, **values) -> Recommendation:
    given = {
        "text": "จัดทำระบบฐานข้อมูลกลาง",
        "owner": world.organisations["focus"],
        "seat": None,
        "due": None,
        "by_quarter": False,
        "points": [],
    } | values
    return as_person(
        world.cct_secretary, recommendations.write_recommendation, workshop=row, values=given
    )


def test_several_points_lead_to_one_recommendation_of_one_owner(world: World) -> None:
    row = in_state(world, "recommending")
    found = [point_in(row), point_in(row, "ข")]
    seat = world.seat("cct_steering", "cct")
    made = written(world, row, points=found, seat=seat)
    assert made.number == 2
    assert RecommendationPoint.objects.filter(recommendation=made).count() == 2
    with pytest.raises(NotAllowed, match="does not sit here"):
        written(world, row, text="อื่น", owner=world.organisations["world_vision"], seat=seat)
    Point.objects.filter(pk=found[0].pk).update(withdrawn_at=row.changed_at)
    with pytest.raises(WrongState, match="does not stand"):
        written(world, row, text="อีกข้อหนึ่ง", points=found)


@pytest.mark.parametrize("state", RECOMMENDATION.states)
def test_what_became_of_a_recommendation_is_said_by_whose_it_is(world: World, state: str) -> None:
    """Focus owns it: the steering member sits for Focus, the other member does not."""
    row = in_state(world, "closed")
    Recommendation.objects.filter(workshop=row).update(state=state)
    found = Recommendation.objects.get(workshop=row)
    for action, transition in RECOMMENDATION.transitions.items():
        for name in (*sorted(INSIDE), "nok", "pranee"):
            if name not in INSIDE:
                expected: set[object] = {403, 404}
            elif name == "cct_member":
                expected = {403}
            else:
                expected = {"done"} if state in transition.sources else {409}
            came = outcome(
                world.people[name],
                recommendations.follow_recommendation,
                recommendation=found,
                action=action,
                reason="ทำเสร็จตามแผนแล้ว",
            )
            assert came in expected, (action, name)


def test_dropping_asks_why_and_what_is_not_closed_is_not_followed(world: World) -> None:
    found = Recommendation.objects.get(workshop=in_state(world, "closed"))
    given = {"recommendation": found}
    act = recommendations.follow_recommendation
    with pytest.raises(WrongState, match="Say why"):
        as_person(world.cct_steering, act, action="drop", **given)
    with pytest.raises(WrongState, match="since you opened"):
        as_person(world.cct_steering, act, action="finish", seen="taken_up", **given)
    as_person(world.cct_steering, act, action="drop", reason="ไม่มีงบประมาณ", **given)
    found.refresh_from_db()
    assert (found.state, found.state_reason) == ("dropped", "ไม่มีงบประมาณ")
    told = Notice.objects.filter(kind="recommendation_settled")
    assert {notice.recipient for notice in told} == {world.cct_chair, world.cct_secretary}
    still = Recommendation.objects.get(workshop=in_state(world, "recommending"))
    with pytest.raises(WrongState, match="still open"):
        as_person(world.cct_chair, act, action="take_up", recommendation=still)


def test_a_recommendation_is_taken_out_only_before_the_workshop_closes(world: World) -> None:
    act = recommendations.remove_recommendation
    closed = Recommendation.objects.get(workshop=in_state(world, "closed"))
    with pytest.raises(WrongState):
        as_person(world.cct_chair, act, recommendation=closed)
    row = in_state(world, "recommending")
    as_person(world.cct_chair, act, recommendation=Recommendation.objects.get(workshop=row))
    assert not Recommendation.objects.filter(workshop=row).exists()
    assert AuditEvent.objects.get(verb="recommendation_removed").before["text"]


# --- Into a plan and back -------------------------------------------------------------------------


def line_from(world: World, found: list[Recommendation], **values):
    plan = Plan.objects.get(committee=world.cct, fiscal_year=world.period.year)
    given = {
        "what": "ทำฐานข้อมูลกลาง",
        "pillar": "counter_trafficking",
        "responsible": world.organisations["focus"],
        "supporting": [],
        "places": [],
        "starts": world.period.next.start,
        "ends": world.period.next.start,
        "recommendations": found,
    } | values
    if world.period.number == 4:
        given["starts"] = given["ends"] = world.period.start
    return plan, given


def test_a_recommendation_in_a_line_is_followed_in_both_directions(world: World) -> None:
    found = Recommendation.objects.get(workshop=in_state(world, "closed"))
    plan, given = line_from(world, [found])
    line = as_person(world.cct_secretary, plan_actions.add_line, plan=plan, values=given)
    found.refresh_from_db()
    assert found.state == "taken_up"
    assert [row.pk for row in line.recommendations.all()] == [found.pk]
    went = parts.went_into(world.scope("cct_member"), [found.pk])[found.pk]
    assert [thing.label for thing in went] == ["ทำฐานข้อมูลกลาง"]
    assert parts.went_into(world.scope("nok"), [found.pk]) == {}, "working lines stay inside"
    kept = plan_actions.facts(line)["recommendations"]
    assert kept == [
        {"id": found.pk, "number": 1, "text": found.text, "workshop": found.workshop.title}
    ]
    as_person(
        world.cct_secretary,
        plan_actions.change_line,
        line=line,
        values={**given, "recommendations": []},
        version=line.version,
    )
    assert not LineRecommendation.objects.exists()


@pytest.mark.parametrize("state", ["recommending", "closed"])
def test_only_what_stands_goes_into_a_line(world: World, state: str) -> None:
    row = in_state(world, state)
    found = Recommendation.objects.get(workshop=row)
    if state == "closed":
        Recommendation.objects.filter(pk=found.pk).update(state="dropped")
    plan, given = line_from(world, [found])
    with pytest.raises(WrongState):
        as_person(world.cct_secretary, plan_actions.add_line, plan=plan, values=given)


def test_the_way_into_a_plan_is_shown_to_who_writes_it(world: World) -> None:
    found = Recommendation.objects.select_related("workshop", "committee").get(
        workshop=in_state(world, "closed")
    )
    ways = {
        name: [way["url"] for way in parts.ways_on(fresh(world.people[name]), found)]
        for name in ("cct_secretary", "cct_chair")
    }
    assert ways["cct_chair"] == []
    assert ways["cct_secretary"] == [PLAN_LINES.address(fresh(world.cct_secretary), found)]
    Recommendation.objects.filter(pk=found.pk).update(state="done")
    found.refresh_from_db()
    assert parts.ways_on(fresh(world.cct_secretary), found) == []


def test_a_line_of_another_committee_cannot_come_from_it(world: World) -> None:
    found = Recommendation.objects.get(workshop=in_state(world, "closed"))
    line = world.mae_sai_lines[0]
    with pytest.raises(IntegrityError), transaction.atomic():
        LineRecommendation.objects.create(
            line=line, recommendation=found, committee=world.mae_sai, province_id=57
        )
        from django.db import connection

        connection.check_constraints()


# --- What waits -----------------------------------------------------------------------------------


def waits(world: World, name: str) -> list[str]:
    person = fresh(world.people[name])
    with rls.acting_as(person.pk):
        return [str(row.verb) for row in asked_alone(parts.waiting(person, world.scope(name)))]


def test_what_waits_comes_and_goes_with_what_is_done(world: World) -> None:
    row = in_state(world, "collecting", points=False)
    with pytest.raises(WrongState, match="no points"):
        as_person(world.cct_chair, workshops.step_workshop, workshop=row, action="vote")
    assert waits(world, "cct_member") == ["Add points"]
    as_person(world.cct_member, points.add_point, workshop=row, heading="threats", text="ภัย")
    assert waits(world, "cct_member") == []
    as_person(world.cct_chair, workshops.step_workshop, workshop=row, action="vote")
    assert waits(world, "cct_member") == ["Vote"]
    mine = world.organisations["world_vision"]
    point = Point.objects.get(workshop=row)
    as_person(world.cct_member, points.cast_votes, point=point, count=5, organisation=mine)
    assert waits(world, "cct_member") == waits(world, "cct_chair") == [], "their organisation voted"
    assert waits(world, "cct_steering") == ["Vote"]
    as_person(world.cct_chair, workshops.step_workshop, workshop=row, action="recommend")
    assert (waits(world, "cct_chair"), waits(world, "cct_member")) == (["Recommend"], [])
    made = written(world, row)
    as_person(world.cct_chair, workshops.step_workshop, workshop=row, action="close")
    assert (waits(world, "cct_steering"), waits(world, "cct_member")) == (["Take up"], [])
    act = recommendations.follow_recommendation
    as_person(world.cct_steering, act, recommendation=made, action="finish")
    assert waits(world, "cct_steering") == []
    assert waits(world, "pranee") == []


def test_a_vote_of_an_organisation_left_does_not_wait_for_who_left(world: World) -> None:
    in_state(world, "voting", votes=False)
    guest = SeatFactory(
        committee=world.cct, role="observer", organisation=world.organisations["focus"]
    ).person
    world.people["guest"] = guest
    assert waits(world, "guest") == []
    assert Organisation.objects.filter(pk=world.organisations["focus"].pk).exists()
