"""Drafts open to neighbours, comments on them, and what overlaps or is missing."""

import re
import uuid

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from actionplans import overlaps
from actionplans.actions import neighbours as actions
from actionplans.actions import plans as plan_actions
from actionplans.gaps import matrix
from actionplans.models import (
    AreaNeighbour,
    LineComment,
    LinePlace,
    Opening,
    OverlapTalk,
    PlanLine,
    RoundLine,
)
from actionplans.opened import opened_lines
from actionplans.policy import neighbours as policy
from actionplans.sides import Sides
from actionplans.workflow.neighbours import COMMENT
from committees import rls
from committees.errors import Conflict, NotAllowed, WrongState
from committees.models import Area, AuditEvent, Notice
from config.settings.base import BASE_DIR
from members.models import Organisation
from tests.guards.tables.neighbours import line_of, opened, person, said

pytestmark = pytest.mark.django_db


def lines_for(world, name, *guests):
    with rls.acting_as(world.people[name].pk):
        return opened_lines([world.committees[g].pk for g in guests], world.period.year)


def told(kind):
    return set(Notice.objects.filter(kind=kind).values_list("recipient__email", flat=True))


def place(line, code):
    LinePlace.objects.create(
        line=line, area=Area(pk=code), committee=line.committee, province_id=line.province_id
    )


def sides(world, name, committee):
    row = world.committees[committee]
    plan = row.pk and world.fresh(getattr(world, f"{committee}_plan"))
    return Sides(world.scope(name), 57, world.period.year, committee=row.pk, plan=plan.pk)


def find(world, name, committee, **wanted):
    with rls.acting_as(world.people[name].pk):
        return overlaps.find(sides(world, name, committee), overlaps.Wanted(**wanted))


# --- Opening ------------------------------------------------------------------------------------


def test_those_invited_read_the_lines_and_are_told_and_nobody_else(world):
    opening = opened(world, "cct")
    assert [line.what for line in lines_for(world, "cct_member", "cct")] == ["อบรมแกนนำสตรีริมโขง"]
    for name, committee in (("pranee", "mae_sai"), ("nok", "chiang_rai"), ("wichai", "cct"),
                            ("nuan", "nan"), ("malee", "cct"), ("pranee", "cct")):  # fmt: skip
        assert lines_for(world, name, committee) == [], name
    assert told("draft_opened") == {"cct_secretary@example.org"}
    event = AuditEvent.objects.get(verb="draft_opened")
    assert (event.committee_id, event.subject_id, event.above) == (
        world.chiang_khong.pk, str(opening.pk), False,
    )  # fmt: skip
    # The lines themselves stay out of reach, whatever is asked for without a filter.
    with rls.acting_as(world.cct_member.pk):
        assert not PlanLine.objects.filter(committee=world.chiang_khong).exists()
        assert not opening.plan.__class__.objects.filter(pk=opening.plan_id).exists()


def test_all_neighbours_are_districts_and_civil_society_and_not_those_who_oversee(world):
    opened(world, to_all=True)
    assert lines_for(world, "observer", "mae_sai")
    assert lines_for(world, "cct_member", "cct")
    for name in ("nok", "kanda", "wichai", "nida", "nuan"):
        everywhere = [c.pk for c in world.committees.values()]
        with rls.acting_as(world.people[name].pk):
            assert opened_lines(everywhere, world.period.year) == [], name
    assert told("draft_opened") == {
        "pranee@example.org", "anong@example.org", "cct_secretary@example.org",
    }  # fmt: skip


@pytest.mark.parametrize("shows", [False, True])
def test_money_leaves_the_database_only_where_it_is_shown(world, shows):
    line = line_of(world.chiang_khong_plan)
    PlanLine.objects.filter(pk=line.pk).update(budget=9000, funding="lao", funder="เทศบาล")
    opened(world, "cct", shows_money=shows)
    (found,) = lines_for(world, "cct_member", "cct")
    money = (found.budget, found.funding, found.funder)
    assert money == ((9000, "lao", "เทศบาล") if shows else (None, None, None))


def test_closing_ends_the_reading_at_once_and_says_so(world):
    opening = opened(world, "cct")
    comment = said(world, opening)
    actions.close_opening(opening=opening, by=person(world, "malee"))
    assert lines_for(world, "cct_member", "cct") == []
    assert told("draft_closed") == {"cct_secretary@example.org"}
    with pytest.raises(WrongState):
        actions.close_opening(opening=opening, by=person(world, "malee"))
    # What was said stays with both sides.
    for name, seen in (("cct_member", True), ("malee", True), ("pranee", False), ("nok", False)):
        with rls.acting_as(world.people[name].pk):
            assert LineComment.objects.filter(pk=comment.pk).exists() is seen, name


def test_an_ended_committee_and_a_removed_line_are_read_by_nobody(world):
    opened(world, "cct")
    line = line_of(world.chiang_khong_plan)
    PlanLine.objects.filter(pk=line.pk).update(removed_at=timezone.now())
    assert lines_for(world, "cct_member", "cct") == []
    PlanLine.objects.filter(pk=line.pk).update(removed_at=None)
    assert lines_for(world, "cct_member", "cct")
    type(world.chiang_khong).objects.filter(pk=world.chiang_khong.pk).update(ended="2026-01-01")
    assert lines_for(world, "cct_member", "cct") == []


@pytest.mark.parametrize(
    ("name", "plan", "refused"),
    [
        ("boonsri", "chiang_khong", NotAllowed),
        ("pranee", "chiang_khong", NotAllowed),
        ("nok", "chiang_khong", NotAllowed),
        ("inspector", "suppression", NotAllowed),
    ],
)
def test_only_who_submits_opens_and_a_closed_group_never(world, name, plan, refused):
    row = world.fresh(getattr(world, f"{plan}_plan"))
    with pytest.raises(refused):
        actions.open_draft(
            plan=row, to_all=True, guests=(), shows_money=False, by=person(world, name)
        )
    assert not Opening.objects.exists()


def test_a_draft_is_open_once_and_to_somebody(world):
    with pytest.raises(WrongState):
        opened(world)
    with pytest.raises(WrongState):
        opened(world, "mae_sai_suppression")
    with pytest.raises(WrongState):
        opened(world, "nan_border")
    opened(world, "cct")
    with pytest.raises(WrongState):
        opened(world, "mae_sai")


def test_who_reads_can_be_changed_and_only_new_readers_are_told(world):
    opening = opened(world, "cct")
    malee = person(world, "malee")
    values = {"to_all": False, "shows_money": True, "note": "", "by": malee}
    guests = [world.cct, world.mae_sai]
    actions.change_opening(opening=opening, guests=guests, version=1, **values)
    events = Notice.objects.filter(kind="draft_opened").values_list("recipient__email", flat=True)
    assert sorted(events) == [
        "anong@example.org", "cct_secretary@example.org", "pranee@example.org",
    ]  # fmt: skip
    assert lines_for(world, "pranee", "mae_sai")
    with pytest.raises(Conflict):
        actions.change_opening(opening=opening, guests=[world.cct], version=1, **values)
    actions.change_opening(opening=opening, guests=[world.mae_sai], version=2, **values)
    assert lines_for(world, "cct_member", "cct") == []


# --- Comments -----------------------------------------------------------------------------------


def test_a_comment_is_read_by_both_sides_and_by_no_other_guest(world):
    opening = opened(world, "cct", "mae_sai")
    comment = said(world, opening)
    for name, seen in (("malee", 1), ("two_hats", 1), ("cct_member", 1), ("pranee", 0),
                       ("nok", 0), ("governor", 0), ("nuan", 0)):  # fmt: skip
        assert LineComment.objects.visible_to(world.scope(name)).count() == seen, name
        with rls.acting_as(world.people[name].pk):
            assert LineComment.objects.count() == seen, name
    assert told("line_commented") == {"malee@example.org"}
    event = AuditEvent.objects.get(verb="line_commented")
    assert event.committee_id == world.cct.pk
    assert comment.text not in str([event.after, event.reason, event.subject_th])


def test_the_same_form_sent_twice_says_it_once(world):
    opening, key = opened(world, "cct"), uuid.uuid4()
    (line,) = lines_for(world, "cct_member", "cct")
    for text in ("ทำด้วยกันได้", "ทำด้วยกันได้", "อีกเรื่องหนึ่ง"):
        actions.write_comment(
            opening=opening, line=line, guest=world.cct, text=text,
            by=person(world, "cct_member"), form_key=key,
        )  # fmt: skip
    assert LineComment.objects.count() == 2


def test_nobody_writes_a_comment_for_others_or_on_what_is_not_open(world):
    opening = opened(world, "cct")
    comment = said(world, opening)
    values = {
        field.attname: getattr(comment, field.attname)
        for field in LineComment._meta.concrete_fields
        if field.name not in ("id", "form_key")
    }
    tries = [
        ("pranee", {"guest_id": world.mae_sai.pk, "author_id": world.pranee.pk}),
        ("cct_member", {}),  # in the name of the secretary
        ("malee", {"author_id": world.malee.pk}),
    ]
    for name, more in tries:
        with (
            rls.acting_as(world.people[name].pk),
            pytest.raises(DatabaseError, match="row-level security"),
            transaction.atomic(),
        ):
            LineComment.objects.create(**values | more)
    with pytest.raises(NotAllowed):
        policy.check_comment(person(world, "observer"), world.mae_sai)


WHO = {"writer": "malee", "colleague": "boonsri", "author": "cct_secretary", "guest": "cct_member",
       "outsider": "pranee", "above": "nok"}  # fmt: skip


@pytest.mark.parametrize("state", COMMENT.states)
def test_every_state_and_act_and_role_of_a_comment(world, state):
    comment = said(world, opened(world, "cct"))
    settled = None if state in ("new", "withdrawn") else world.malee
    LineComment.objects.filter(pk=comment.pk).update(state=state, settled_by=settled)
    row = LineComment.objects.select_related("committee", "guest").get(pk=comment.pk)
    may = {"edit": "author", "withdraw": "author"}
    for action, transition in COMMENT.transitions.items():
        for role, name in WHO.items():
            if role != may.get(action, "writer"):
                expected = NotAllowed
            else:
                expected = None if state in transition.sources else WrongState
            if expected is None:
                assert policy.check(action, person(world, name), row).action == action
            else:
                with pytest.raises(expected):
                    policy.check(action, person(world, name), row)


def test_an_answer_reaches_its_author_and_the_comment_waits_no_more(world):
    comment = said(world, opened(world, "cct"))
    home = world.client("malee", "en").get("/").content.decode()
    assert "1 comment on the draft plan" in home
    assert (
        "1 comment on the draft plan" not in world.client("boonsri", "en").get("/").content.decode()
    )
    with pytest.raises(WrongState):
        actions.settle_comment(comment=comment, action="answer", version=1,
                               by=person(world, "malee"))  # fmt: skip
    actions.settle_comment(comment=comment, action="answer", answer="ได้", version=1,
                           by=person(world, "malee"))  # fmt: skip
    assert told("comment_answered") == {"cct_secretary@example.org"}
    assert "comment on the draft plan" not in world.client("malee", "en").get("/").content.decode()
    with pytest.raises(Conflict):
        actions.settle_comment(comment=comment, action="take_up", version=1,
                               by=person(world, "malee"))  # fmt: skip
    with pytest.raises(WrongState):
        actions.edit_comment(comment=comment, text="ใหม่", version=2,
                             by=person(world, "cct_secretary"))  # fmt: skip


def test_a_comment_changed_waits_anew_and_taken_back_is_gone(world):
    comment, author = said(world, opened(world, "cct")), person(world, "cct_secretary")
    actions.settle_comment(comment=comment, action="note", version=1, by=person(world, "malee"))
    changed = actions.edit_comment(comment=comment, text="แก้ไขแล้ว", version=2, by=author)
    assert (changed.state, changed.settled_by) == ("new", None)
    gone = actions.withdraw_comment(comment=comment, by=author)
    assert (gone.state, gone.text) == ("withdrawn", "")


# --- Overlaps -----------------------------------------------------------------------------------


@pytest.fixture
def meeting(world):
    """Mae Sai plans in Chiang Khong's quarter and pillar; the districts are not neighbours yet."""
    ours, theirs = world.mae_sai_lines[0], line_of(world.chiang_khong_plan)
    return world, ours, theirs


def test_an_overlap_shows_to_each_side_only_where_the_other_opened(meeting):
    world, ours, theirs = meeting
    AreaNeighbour.objects.create(province_id=57, low_id=5703, high_id=5709)
    assert find(world, "pranee", "mae_sai") == []
    opened(world, "mae_sai")
    pairs = find(world, "pranee", "mae_sai")
    assert (ours.pk, theirs.pk) in {(p.ours.line_id, p.theirs.line_id) for p in pairs}
    pair = next(p for p in pairs if p.ours.line_id == ours.pk)
    assert (pair.is_same_place, pair.where) == (False, "Mae Sai beside Chiang Khong")
    assert (pair.starts, pair.ends) == (
        max(ours.starts, theirs.starts),
        min(ours.ends, theirs.ends),
    )
    assert find(world, "malee", "chiang_khong") == [], "Mae Sai has opened nothing"
    plan = world.fresh(world.mae_sai_plan)
    plan.committee = world.mae_sai
    actions.open_draft(plan=plan, to_all=True, guests=(), shows_money=False,
                       by=person(world, "pranee"))  # fmt: skip
    assert find(world, "malee", "chiang_khong")


@pytest.mark.parametrize(
    ("field", "value"), [("pillar", "education"), ("places", 5701), ("dates", "before")]
)
def test_no_overlap_in_another_pillar_place_or_time(meeting, field, value):
    world, _ours, theirs = meeting
    opened(world, "mae_sai")
    place(theirs, 5709)
    assert find(world, "pranee", "mae_sai")
    if field == "pillar":
        PlanLine.objects.filter(pk=theirs.pk).update(pillar=value)
    elif field == "places":
        LinePlace.objects.filter(line=theirs).delete()
        place(theirs, value)
    else:
        day = theirs.starts.replace(year=theirs.starts.year - 2)
        PlanLine.objects.filter(pk=theirs.pk).update(starts=day, ends=day)
    assert find(world, "pranee", "mae_sai") == []


def test_organisations_in_common_are_named(meeting):
    world, ours, theirs = meeting
    opened(world, "mae_sai")
    place(theirs, 5709)
    theirs.supports.create(organisation=world.organisations["police"],
                           committee=world.chiang_khong, province_id=57)  # fmt: skip
    pair = next(p for p in find(world, "pranee", "mae_sai") if p.ours.line_id == ours.pk)
    assert pair.common == [Organisation.objects.get(pk=world.organisations["police"].pk)]
    assert pair.is_same_place


def test_what_was_agreed_is_read_by_both_while_the_line_is(meeting):
    world, ours, theirs = meeting
    opening = opened(world, "mae_sai")
    place(theirs, 5709)
    talk = actions.record_talk(
        line=theirs, other=world.mae_sai, other_line=ours.pk, outcome="joined",
        word="แม่สายส่งวิทยากร", by=person(world, "malee"),
    )  # fmt: skip
    pair = next(p for p in find(world, "pranee", "mae_sai") if p.ours.line_id == ours.pk)
    assert (pair.outcome, [row.word for row in pair.talks]) == ("joined", ["แม่สายส่งวิทยากร"])
    for name in ("boonsri", "pranee", "cct_member", "somchai"):
        kind = NotAllowed
        with pytest.raises(kind):
            actions.record_talk(line=theirs, other=world.mae_sai, other_line=ours.pk,
                                outcome="apart", by=person(world, name))  # fmt: skip
    actions.close_opening(opening=opening, by=person(world, "malee"))
    with rls.acting_as(world.pranee.pk):
        assert not OverlapTalk.objects.filter(pk=talk.pk).exists()


def province_sides(world, name, code=57):
    return Sides(world.scope(name), code, world.period.year)


def send_up_mae_sai(world):
    plan_actions.submit_plan(plan=world.mae_sai_draft, by=person(world, "pranee"))


def test_psdhs_sees_what_went_up_side_by_side_and_no_closed_group(world):
    psdhs = province_sides(world, "nok")
    send_up_mae_sai(world)
    with rls.acting_as(world.nok.pk):
        assert overlaps.find(psdhs, overlaps.Wanted()) == []
    AreaNeighbour.objects.create(province_id=57, low_id=5703, high_id=5709)
    with rls.acting_as(world.nok.pk):
        pairs = overlaps.find(psdhs, overlaps.Wanted())
    names = {p.ours.committee.slug for p in pairs} | {p.theirs.committee.slug for p in pairs}
    assert names == {"mae-sai", "chiang-khong"}
    with rls.acting_as(world.nuan.pk):
        assert overlaps.find(province_sides(world, "nuan"), overlaps.Wanted()) == []
        assert overlaps.find(psdhs, overlaps.Wanted()) == [], "the database bounds it too"


# --- Gaps ---------------------------------------------------------------------------------------


def count_of(found, code, pillar, number):
    row = next(row for row in found.rows if row.area.pk == code)
    group = next(group for group in row.pillars if group.pillar == pillar)
    return next(cell.count for cell in group.cells if cell.period.number == number)


def test_the_matrix_counts_lines_once_and_says_in_words_what_is_missing(world):
    send_up_mae_sai(world)
    districts = list(Area.objects.filter(parent_id=57))
    with rls.acting_as(world.nok.pk):
        found = matrix(province_sides(world, "nok"), districts)
    number = world.period.number
    lines = RoundLine.objects.filter(committee=world.mae_sai)
    counted = sum(count_of(found, 5709, pillar, number) for pillar, _label in found.pillars)
    assert counted == lines.count() == 3
    assert count_of(found, 5703, "counter_trafficking", number) == 1
    assert found.wide == 1, "the civil-society committee's line is of the whole province"
    words = {area.pk: gaps for area, gaps in found.with_gaps}
    assert words[5715] == ["nothing planned all year"]
    assert "nothing on education all year" in words[5703]
    assert len(found.rows) == 18
    with rls.acting_as(world.nok.pk):
        some = matrix(province_sides(world, "nok"), districts, pillar="education", quarter=2)
    assert {tuple(gaps) for _area, gaps in some.with_gaps} == {("nothing on education in Q2",)}


def test_a_committee_counts_its_own_and_what_is_open_to_it(world):
    districts, number = list(Area.objects.filter(parent_id=57)), world.period.number

    def counted(code):
        with rls.acting_as(world.pranee.pk):
            found = matrix(sides(world, "pranee", "mae_sai"), districts)
        return count_of(found, code, "counter_trafficking", number)

    mine = counted(5709)
    assert mine == 2
    assert counted(5703) == 0, "sent up is for those above"
    opened(world, "mae_sai")
    assert (counted(5709), counted(5703)) == (mine, 1)


# --- Neighbouring districts ---------------------------------------------------------------------


def test_neighbours_hold_both_ways_and_only_psdhs_marks_them(world):
    nok, here = person(world, "nok"), Area.objects.get(pk=5709)
    actions.mark_neighbours(district=here, codes={5708, 5515, 5709}, seen=set(),
                            committee=world.chiang_rai, by=nok)  # fmt: skip
    assert actions.neighbours_of(5708, 57) == {5709}
    assert AreaNeighbour.objects.count() == 1
    with pytest.raises(Conflict):
        actions.mark_neighbours(district=here, codes=set(), seen=set(),
                                committee=world.chiang_rai, by=nok)  # fmt: skip
    with pytest.raises(NotAllowed):
        actions.mark_neighbours(
            district=here,
            codes=set(),
            seen={5708},
            committee=world.chiang_rai,
            by=person(world, "governor"),
        )
    actions.mark_neighbours(district=here, codes=set(), seen={5708},
                            committee=world.chiang_rai, by=nok)  # fmt: skip
    assert not AreaNeighbour.objects.exists()


# --- Pages --------------------------------------------------------------------------------------


def queries(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as context:
        assert client.get(address).status_code == 200
    framing = ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT")
    return len([q for q in context.captured_queries if not q["sql"].startswith(framing)])


def test_pages_take_the_same_few_queries_with_one_row_and_with_more(world):
    year = world.period.year
    opening = opened(world, "cct", "mae_sai")
    place(line_of(world.chiang_khong_plan), 5709)
    said(world, opening, "pranee", "mae_sai")
    pages = {
        ("pranee", f"/committees/mae-sai/plans/year/{year}/neighbours/"),
        ("pranee", f"/committees/mae-sai/plans/year/{year}/neighbours/gaps/"),
        ("pranee", f"/committees/chiang-khong/plans/year/{year}/opened/"),
        ("malee", f"/committees/chiang-khong/plans/year/{year}/opened/"),
        ("malee", f"/committees/chiang-khong/plans/year/{year}/neighbours/"),
        ("nok", "/provinces/57/plans/overlaps/"),
        ("nok", "/provinces/57/plans/overlaps/gaps/"),
        ("nok", "/province/57/neighbours/"),
    }
    before = {key: queries(world.client(key[0]), key[1]) for key in pages}
    for _number in range(2):
        line = line_of(world.chiang_khong_plan)
        line.pk, line.form_key = None, uuid.uuid4()
        line.save(force_insert=True)
        place(line, 5709)
        said(world, opening, "pranee", "mae_sai")
        said(world, opening)
    after = {key: queries(world.client(key[0]), key[1]) for key in pages}
    assert before == after
    assert max(after.values()) <= 12, after


def test_a_comment_with_a_phone_number_comes_back_with_what_was_typed(world):
    opening = opened(world, "cct")
    line = line_of(world.chiang_khong_plan)
    client = world.client("cct_member", "en")
    address = f"/committees/chiang-khong/plans/year/{opening.fiscal_year}/opened/"
    answer = client.post(f"{address}lines/{line.pk}/comment/", {"text": "โทร 081-234-5678"})
    assert answer.status_code == 400
    assert "081-234-5678" in answer.content.decode()
    assert not LineComment.objects.exists()


def test_the_diagram_in_the_documentation_is_the_table():
    text = (BASE_DIR / "docs" / "architecture.md").read_text()
    assert COMMENT.diagram() in re.sub(r"\r", "", text)


def test_psdhs_hears_that_two_talked_once_both_went_up_and_not_in_which_words(world):
    theirs, ours = line_of(world.chiang_khong_plan), world.mae_sai_lines[0]
    AreaNeighbour.objects.create(province_id=57, low_id=5703, high_id=5709)
    actions.record_talk(
        line=theirs, other=world.mae_sai, other_line=ours.pk, outcome="apart",
        word="คนละกลุ่มเป้าหมาย", by=person(world, "malee"),
    )  # fmt: skip
    sql = "SELECT line_id, outcome FROM app_talked_lines(57, %s)"

    def heard(name):
        with rls.acting_as(world.people[name].pk), connection.cursor() as cursor:
            cursor.execute(sql, [world.period.year])
            return cursor.fetchall()

    assert heard("nok") == [], "Mae Sai's plan has not gone up"
    send_up_mae_sai(world)
    assert heard("nok") == [(theirs.pk, "apart")]
    assert heard("pranee") == heard("nuan") == heard("cct_member") == []
    page = world.client("nok", "en").get(f"/provinces/57/plans/overlaps/?year={world.period.year}")
    text = page.content.decode()
    assert "Stays apart" in text
    assert "คนละกลุ่มเป้าหมาย" not in text


def test_the_forms_lead_all_the_way(world):
    """Opened, commented, changed, taken up, agreed, closed: by what people send."""
    year, place_of = world.period.year, world.mae_sai.pk
    base = f"/committees/chiang-khong/plans/year/{year}/"
    malee, pranee = world.client("malee", "en"), world.client("pranee", "en")
    sent = {"audience": "chosen", "guests": [place_of], "note": "ช่วยดูวัน"}
    assert malee.post(f"{base}neighbours/open/", sent).status_code == 302
    stale = malee.post(f"{base}neighbours/open/", sent | {"version": 7, "note": "อีกคำ"})
    assert (stale.status_code, "อีกคำ" in stale.content.decode()) == (409, True)
    line = line_of(world.chiang_khong_plan)
    place(line, 5709)
    said_it = pranee.post(f"{base}opened/lines/{line.pk}/comment/", {"text": "เราก็ทำเรื่องนี้"})
    assert said_it.status_code == 302
    comment = LineComment.objects.get()
    own = f"{base}opened/comments/{comment.pk}/"
    assert pranee.post(own, {"text": "เราทำด้วย", "version": 1}).status_code == 302
    stale = pranee.post(own, {"text": "อีกแบบ", "version": 1})
    assert (stale.status_code, "อีกแบบ" in stale.content.decode()) == (409, True)
    answer = {"action": "answer", "version": 2}
    empty = malee.post(f"{own}settle/", answer)
    assert (empty.status_code, "Write an answer" in empty.content.decode()) == (409, True)
    stale = malee.post(f"{own}settle/", answer | {"version": 1, "answer": "ยินดีมาก"})
    assert (stale.status_code, "ยินดีมาก" in stale.content.decode()) == (409, True)
    taken = {"action": "take_up", "version": 2, "answer": "ยินดี"}
    assert malee.post(f"{own}settle/", taken).status_code == 302
    assert pranee.post(own, {"text": "ใหม่", "version": 3}).status_code == 409
    ours = world.mae_sai_lines[0].pk
    talk = f"/committees/mae-sai/plans/year/{year}/neighbours/overlaps/{ours}/{line.pk}/"
    assert pranee.post(talk, {"outcome": "joined", "word": "ไปด้วยกัน"}).status_code == 302
    assert OverlapTalk.objects.get().other_id == world.chiang_khong.pk
    page = pranee.get(f"/committees/mae-sai/plans/year/{year}/neighbours/").content.decode()
    assert "ไปด้วยกัน" in page
    assert "Agreed to join" in page
    assert malee.post(f"{base}neighbours/close/").status_code == 302
    assert pranee.get(f"{base}opened/").status_code == 404
    assert pranee.get(talk).status_code == 404
    assert malee.get(f"{base}opened/").status_code == 200, "what was said stays with the opener"
