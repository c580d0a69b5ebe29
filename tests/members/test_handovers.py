"""Handing a post over: what opens it, who writes, who confirms, what stays with the post."""

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from actionplans.actions import plans as plan_actions
from committees import access, rls
from committees.calendar import today
from committees.errors import Conflict, NotAllowed, Refused, WrongState
from committees.gather import asked_alone
from committees.models import AuditEvent, Notice
from committees.policy import allows
from config.settings.base import BASE_DIR
from members import handover as consequences
from members import handover_sections, posts, reading
from members.actions import handovers as actions
from members.actions import places as place_actions
from members.actions import rotations, succession
from members.actions import seats as seat_actions
from members.models import (
    Handover,
    HandoverNote,
    HandoverRecord,
    HandoverState,
    Order,
    Place,
    Seat,
)
from members.parts import handovers as parts
from members.policy import handovers as policy
from members.workflow.handovers import (
    HANDOVER,
    OPEN,
    PREPARING,
    READY,
    TAKEN_OVER,
    WITHDRAWN,
)
from tests.world import World

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
TEXTS = {"know": "ระวังน้ำท่วม", "talk": "กำนัน", "promised": "", "further": ""}
NEW = {"email": "new.chief@example.org", "name_th": "นายใหม่ มาดี", "name_en": "Mai Madi"}


def end(world: World, person: str, committee: str = "mae_sai", **values: Any) -> Seat:
    """The end of a seat, set by the deputy chief (or PSDHS for that one)."""
    by = values.pop("by", "nok")
    return seat_actions.end_seat(
        seat=world.seat(person, committee),
        ends=values.pop("ends", today() + 10 * DAY),
        reason="โยกย้าย",
        by=world.fresh(world.people[by]),
    )


def give(world: World, like: Seat, person: str, starts: dt.date, **values: Any) -> Seat:
    """The same post for another person."""
    return seat_actions.give_seat(
        committee=world.fresh(like.committee),
        person=world.people[person],
        values={
            "organisation": like.organisation,
            "role": like.role,
            "post_th": like.post_th,
            "post_en": like.post_en,
            "starts": starts,
            "ends": None,
            **values,
        },
        by=world.fresh(world.nok),
    )


def rotated(world: World) -> Handover:
    """Mae Sai's chief has left at once, and a stranger has the post since today."""
    old = end(world, "chief", ends=None)
    give(world, old, "stranger", today())
    return Handover.objects.get(from_seat=old)


def opened(world: World) -> Handover:
    """Mae Sai's chief leaves in ten days; nobody follows yet."""
    return Handover.objects.get(from_seat=end(world, "chief"))


# --- What opens it --------------------------------------------------------------------------------


def test_setting_the_end_of_a_seat_opens_its_handover(world: World) -> None:
    seat = world.seat("chief", "mae_sai")
    handover = opened(world)
    assert (handover.place_id, handover.state, handover.to_seat) == (
        seat.place_id,
        PREPARING,
        None,
    )
    assert handover.above


def test_leaving_by_oneself_at_once_opens_it_though_the_rights_are_gone(world: World) -> None:
    with rls.acting_as(world.somchai.pk):
        seat_actions.end_seat(
            seat=world.seat("somchai", "mae_sai"), ends=None, reason="", by=world.somchai
        )
    assert Handover.objects.get().from_seat.person == world.somchai


def test_ending_it_twice_opens_one(world: World) -> None:
    first = end(world, "chief")
    end(world, "chief", ends=today() + 5 * DAY)
    assert Handover.objects.filter(from_seat=first).count() == 1


def test_the_successor_is_found_when_given(world: World) -> None:
    old = end(world, "chief")
    new = give(world, old, "stranger", today() + 11 * DAY)
    handover = Handover.objects.get()
    assert (handover.to_seat, handover.successor) == (new, world.stranger)


def test_a_successor_given_before_the_end_is_set_is_found_too(world: World) -> None:
    old = world.seat("superintendent", "mae_sai")
    new = give(world, old, "stranger", today() + 5 * DAY)
    assert not Handover.objects.exists(), "two at once: the post is only shared so far"
    end(world, "superintendent", ends=today() + 10 * DAY)
    assert Handover.objects.get().to_seat == new


def test_a_post_that_stood_empty_is_handed_over_by_who_held_it_last(world: World) -> None:
    old = world.seat("chief", "mae_sai")
    Seat.objects.filter(pk=old.pk).update(ends=today() - 40 * DAY)
    new = give(world, old, "stranger", today())
    handover = Handover.objects.get()
    assert (handover.from_seat, handover.to_seat) == (old, new)


def test_who_is_appointed_again_hands_nothing_over(world: World) -> None:
    old = end(world, "chief")
    give(world, old, "chief", today() + 11 * DAY)
    assert Handover.objects.get().state == WITHDRAWN


def test_a_post_that_others_hold_too_stays_with_them(world: World) -> None:
    old = world.seat("superintendent", "mae_sai")
    give(world, old, "stranger", old.starts)
    end(world, "superintendent")
    assert not Handover.objects.exists()


@pytest.mark.parametrize("person", ["observer"])
def test_a_seat_without_duties_leaves_nothing(world: World, person: str) -> None:
    end(world, person)
    assert not Handover.objects.exists()


def test_a_substitute_hands_nothing_over_and_goes_on_with_the_successor(world: World) -> None:
    old = world.seat("chief", "mae_sai")
    deputy = give(world, old, "noi", today(), role="vice_chair", substitute_for=old)
    end(world, "chief", ends=None)
    new = give(world, old, "stranger", today())
    deputy.refresh_from_db()
    assert deputy.substitute_for == new
    seat_actions.end_seat(seat=deputy, ends=None, reason="", by=world.fresh(world.nok))
    assert not Handover.objects.filter(from_seat=deputy).exists()


def test_a_substitute_comes_from_the_same_organisation(world: World) -> None:
    chief = world.seat("chief", "mae_sai")
    with pytest.raises(WrongState):
        give(
            world,
            world.seat("superintendent", "mae_sai"),
            "stranger",
            today(),
            substitute_for=chief,
        )
    with pytest.raises(WrongState):
        give(world, world.seat("boonsri", "chiang_khong"), "noi", today(), substitute_for=chief)


def test_who_leaves_without_having_taken_over_passes_on_what_waited(world: World) -> None:
    handover = rotated(world)
    second = handover.to_seat
    assert second is not None
    seat_actions.end_seat(seat=second, ends=None, reason="", by=world.fresh(world.nok))
    third = give(world, second, "noi", today())
    handover.refresh_from_db()
    assert Handover.objects.count() == 1
    assert (handover.from_seat, handover.to_seat) == (second, third)


def test_taking_the_end_back_withdraws_what_nobody_wrote(world: World) -> None:
    handover = opened(world)
    seat = Seat.objects.get(pk=handover.from_seat_id)
    seat_actions.change_seat(
        seat=seat, values={"ends": None}, version=seat.version, by=world.fresh(world.nok)
    )
    handover.refresh_from_db()
    assert handover.state == WITHDRAWN


def test_a_post_named_anew_takes_its_handover_along(world: World) -> None:
    handover = opened(world)
    seat = Seat.objects.get(pk=handover.from_seat_id)
    seat_actions.change_seat(
        seat=seat, values={"post_th": "นายอำเภอ"}, version=seat.version, by=world.fresh(world.nok)
    )
    handover.refresh_from_db()
    seat.refresh_from_db()
    assert handover.place_id == seat.place_id
    assert handover.place.title_th == "นายอำเภอ"


# --- The daily task -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ends", "opened_now"), [(59, 1), (60, 1), (61, 0), (0, 1), (-30, 1), (-91, 0)]
)
def test_a_seat_with_a_last_day_opens_in_time_once_and_late(
    world: World, ends: int, opened_now: int
) -> None:
    Seat.objects.filter(pk=world.seat("chief", "mae_sai").pk).update(ends=today() + ends * DAY)
    ran = [succession.open_due(), succession.open_due()]
    mine = Handover.objects.filter(from_seat=world.seat("chief", "mae_sai")).count()
    assert mine == opened_now
    assert ran[1] == 0


def test_seats_that_end_with_a_membership_open_nothing(world: World) -> None:
    Seat.objects.filter(committee=world.cct).update(ends=today() + 5 * DAY)
    succession.open_due()
    assert not Handover.objects.filter(committee=world.cct).exists()


# --- The workflow ---------------------------------------------------------------------------------


def test_the_table_has_the_states_of_the_model() -> None:
    assert set(HANDOVER.states) == set(HandoverState.values)


def test_the_documentation_shows_the_table() -> None:
    text = (BASE_DIR / "docs" / "architecture.md").read_text(encoding="utf-8")
    assert f"```mermaid\n{HANDOVER.diagram()}\n```" in text


# Who may, where the predecessor's end is set and the successor has begun.
MAY = {
    "ready": {"superintendent", "somchai", "chief", "pranee", "nok"},
    "reopen": {"superintendent", "somchai", "chief", "pranee", "nok"},
    "take_over": {"stranger"},
    "withdraw": {"somchai", "pranee", "nok", "chief"},
}


@pytest.mark.parametrize("action", sorted(HANDOVER.transitions))
@pytest.mark.parametrize("state", HANDOVER.states)
def test_every_state_action_and_person(world: World, state: str, action: str) -> None:
    old = world.seat("superintendent", "mae_sai")
    end(world, "superintendent", ends=today() + 3 * DAY)
    new = give(world, old, "stranger", today() - DAY)
    handover = Handover.objects.get(from_seat=old)
    assert handover.to_seat == new
    handover.state = state
    handover.from_seat.ends = None if action == "withdraw" else handover.from_seat.ends
    people = (
        "superintendent",
        "stranger",
        "somchai",
        "chief",
        "pranee",
        "anong",
        "observer",
        "kanda",
        "nok",
        "malee",
        "nuan",
        "national_observer",
        "former",
    )
    for person in people:
        try:
            policy.check(action, world.fresh(world.people[person]), handover)
            got = "may"
        except WrongState:
            got = "state"
        except NotAllowed:
            got = "who"
        in_state = state in HANDOVER.transitions[action].sources
        expected = ("may" if in_state else "state") if person in MAY[action] else "who"
        assert got == expected, (person, state, action)


def test_nobody_confirms_for_another_says_the_database_too(world: World) -> None:
    handover = rotated(world)
    with (
        pytest.raises(IntegrityError, match="handover_nobody_confirms_for_another"),
        transaction.atomic(),
    ):
        Handover.objects.filter(pk=handover.pk).update(
            state=TAKEN_OVER, taken_by=world.nok, taken_at="2026-01-01T00:00:00Z"
        )


def test_one_who_begins_later_cannot_confirm_yet(world: World) -> None:
    old = end(world, "chief")
    give(world, old, "stranger", today() + 11 * DAY)
    with pytest.raises(NotAllowed):
        actions.take_over(
            handover=Handover.objects.get(), snapshot=[], by=world.fresh(world.stranger)
        )


def test_taking_over_is_on_record_and_told_once(world: World) -> None:
    handover = rotated(world)
    actions.tick(handover=handover, section="people", done=True, by=world.fresh(world.stranger))
    sections = handover_sections.sections_for(handover, world.fresh(world.stranger))
    actions.take_over(
        handover=handover,
        snapshot=handover_sections.frozen(sections),
        by=world.fresh(world.stranger),
    )
    handover.refresh_from_db()
    assert (handover.state, handover.taken_by) == (TAKEN_OVER, world.stranger)
    record = HandoverRecord.objects.get(handover=handover)
    assert handover_sections.thawed(record.snapshot) == sections
    event = AuditEvent.objects.get(verb="handover_taken")
    assert event.after["gone_through"] == ["people"]
    assert event.after["was_ready"] is False
    told = Notice.objects.filter(kind="handover_taken").values_list("recipient__email", flat=True)
    assert "somchai@example.org" in told
    assert "chief@example.org" not in told, "who left hears nothing of the committee any more"
    with pytest.raises(WrongState):
        actions.take_over(handover=handover, snapshot=[], by=world.fresh(world.stranger))
    assert AuditEvent.objects.filter(verb="handover_taken").count() == 1


def test_saying_it_is_ready_tells_the_successor_who_has_begun(world: World) -> None:
    handover = rotated(world)
    actions.say_ready(handover=handover, by=world.fresh(world.somchai))
    assert list(
        Notice.objects.filter(kind="handover_ready").values_list("recipient", flat=True)
    ) == [world.stranger.pk]
    actions.reopen(handover=handover, by=world.fresh(world.somchai))
    handover.refresh_from_db()
    assert (handover.state, handover.ready_at) == (PREPARING, None)


def test_a_handover_of_somebody_who_leaves_cannot_be_swept_away(world: World) -> None:
    handover = opened(world)
    with pytest.raises(WrongState):
        actions.withdraw(handover=handover, by=world.fresh(world.somchai))


def test_beginning_one_by_hand(world: World) -> None:
    seat = world.seat("chief", "mae_sai")
    handover = actions.open_handover(seat=seat, by=world.fresh(world.somchai))
    assert Notice.objects.get(kind="handover_opened").recipient == world.chief
    with pytest.raises(WrongState):
        actions.open_handover(seat=seat, by=world.fresh(world.chief))
    with pytest.raises(NotAllowed):
        actions.open_handover(
            seat=world.seat("superintendent", "mae_sai"), by=world.fresh(world.observer)
        )
    actions.withdraw(handover=handover, by=world.fresh(world.somchai))
    assert actions.open_handover(seat=seat, by=world.fresh(world.chief)).state == PREPARING


# --- Writing --------------------------------------------------------------------------------------


def test_who_leaves_writes_until_the_last_day(world: World) -> None:
    handover = opened(world)
    actions.write_note(handover=handover, texts=TEXTS, version=0, by=world.fresh(world.chief))
    assert HandoverNote.objects.get().know == TEXTS["know"]
    Seat.objects.filter(pk=handover.from_seat_id).update(ends=today() - DAY)
    with pytest.raises(NotAllowed):
        gone = world.fresh(world.observer)
        actions.write_note(handover=handover, texts=TEXTS, version=1, by=gone)
    assert not policy.hands_over(world.chief, Handover.objects.get())


def test_each_writes_their_own_and_loses_nothing(world: World) -> None:
    handover = opened(world)
    actions.write_note(handover=handover, texts=TEXTS, version=0, by=world.fresh(world.chief))
    actions.write_note(handover=handover, texts=TEXTS, version=0, by=world.fresh(world.pranee))
    assert HandoverNote.objects.count() == 2
    with pytest.raises(Conflict):
        actions.write_note(
            handover=handover, texts={**TEXTS, "know": "x"}, version=0, by=world.fresh(world.chief)
        )
    assert HandoverNote.objects.get(author=world.chief).know == TEXTS["know"]


def test_saving_the_same_again_does_nothing_more(world: World) -> None:
    handover = opened(world)
    by = world.fresh(world.chief)
    actions.write_note(handover=handover, texts=TEXTS, version=0, by=by)
    actions.write_note(handover=handover, texts=TEXTS, version=1, by=by)
    assert AuditEvent.objects.filter(verb="handover_written").count() == 1


@pytest.mark.parametrize("person", ["nok", "observer", "anong", "malee"])
def test_others_do_not_write(world: World, person: str) -> None:
    handover = opened(world)
    with pytest.raises(NotAllowed):
        actions.write_note(
            handover=handover, texts=TEXTS, version=0, by=world.fresh(world.people[person])
        )


def test_what_is_written_stays_inside(world: World) -> None:
    handover = opened(world)
    actions.write_note(handover=handover, texts=TEXTS, version=0, by=world.fresh(world.chief))
    for person, sees in (("somchai", True), ("nok", False), ("malee", False), ("nuan", False)):
        user = world.fresh(world.people[person])
        with rls.acting_as(user.pk):
            assert HandoverNote.objects.exists() is sees, person
        scope = access.resolve(user.pk)
        assert HandoverNote.objects.visible_to(scope).exists() is sees, person
    event = AuditEvent.objects.get(verb="handover_written")
    assert not event.above


# --- Reading --------------------------------------------------------------------------------------


def test_each_section_obeys_the_reader(world: World) -> None:
    world.pranee.phone = "081-234-5678"
    world.pranee.save()
    handover = rotated(world)
    actions.write_note(handover=handover, texts=TEXTS, version=0, by=world.fresh(world.pranee))

    def read(person: str) -> dict[str, handover_sections.Section]:
        user = world.fresh(world.people[person])
        return {row.key: row for row in handover_sections.sections_for(handover, user)}

    inside, above = read("stranger"), read("nok")
    assert any(TEXTS["know"] == row.text for row in inside["notes"].rows)
    assert any("081-234-5678" in row.sub for row in inside["people"].rows)
    assert len(inside["plan"].rows) == 4, "the draft's three lines, under their sum"
    assert len(inside["indicators"].rows) == 3
    assert not above["notes"].rows
    assert not any("081-234-5678" in row.sub for row in above["people"].rows)
    assert not above["plan"].rows, "a draft is not seen from above"
    assert list(inside) == [
        "notes",
        "duties",
        "people",
        "decisions",
        "work",
        "plan",
        "indicators",
        "papers",
    ]


def test_contacts_are_for_those_who_may_see_them(world: World) -> None:
    world.pranee.phone = "081-234-5678"
    world.pranee.save()
    old = world.seat("inspector", "mae_sai_suppression")
    seat_actions.end_seat(seat=old, ends=None, reason="", by=world.fresh(world.sup_chief))
    handover = Handover.objects.get(from_seat=old)
    assert not handover.above
    read = {
        row.key: row for row in handover_sections.sections_for(handover, world.fresh(world.wichai))
    }
    assert all("@" not in row.sub for row in read["people"].rows)
    assert read["people"].rows


def test_the_pdf_holds_what_the_reader_reads(world: World) -> None:
    handover = rotated(world)
    client = world.client("stranger")
    answer = client.get(f"{handover.get_absolute_url()}handover.pdf")
    assert answer.status_code == 200
    assert answer.content.startswith(b"%PDF")


# --- What waits stays with the post ---------------------------------------------------------------


def submitted(world: World) -> None:
    plan_actions.submit_plan(plan=world.mae_sai_draft, by=world.fresh(world.pranee))


def test_what_waited_for_the_post_waits_for_the_successor(world: World) -> None:
    submitted(world)
    old = world.seat("somchai", "mae_sai")
    place = Place.objects.select_related("committee").get(pk=old.place_id)
    before = consequences.work_of(world.fresh(world.nok), [place])[place.pk]
    assert len(before) == 1
    end(world, "somchai", ends=None)
    vacant = consequences.work_of(world.fresh(world.nok), [place])[place.pk]
    assert [item.url for item in vacant] == [before[0].url]
    waiting = asked_alone(parts.vacant_posts(world.fresh(world.nok), access.resolve(world.nok.pk)))
    assert [row.url for row in waiting] == [f"/committees/mae-sai/posts/{place.pk}/"]
    assert "1 thing waits" in waiting[0].what
    give(world, old, "stranger", today())
    stranger = world.fresh(world.stranger)
    after = consequences.work_of(stranger, [place])[place.pk]
    assert [item.url for item in after] == [before[0].url]
    assert not asked_alone(parts.vacant_posts(world.fresh(world.nok), access.resolve(world.nok.pk)))
    page = world.client("stranger", "en").get("/").content.decode()
    assert before[0].url in page
    gone = world.client("somchai", "en").get("/").content.decode()
    assert before[0].url not in gone


def test_returned_plans_wait_for_the_secretary_and_sent_ones_for_the_approver(
    world: World,
) -> None:
    by = world.fresh(world.somchai)
    places = {
        name: Place.objects.select_related("committee").get(pk=world.seat(name, "mae_sai").place_id)
        for name in ("pranee", "somchai", "chief", "superintendent")
    }

    def waits() -> set[str]:
        found = consequences.work_of(world.fresh(by), list(places.values()))
        return {name for name, place in places.items() if found[place.pk]}

    assert waits() == set()
    submitted(world)
    assert waits() == {"somchai"}
    plan_actions.return_plan(
        plan=world.fresh(world.mae_sai_draft), by=world.fresh(by), reason="แก้", line_reasons={}
    )
    assert waits() == {"pranee"}


def test_orders_to_file_wait_for_the_posts_that_file(world: World) -> None:
    Order.objects.create(
        committee=world.mae_sai,
        province_id=57,
        above=True,
        state="out_for_signature",
        issuer_th="ที่ทำการปกครองอำเภอแม่สาย",
        subject_th="แต่งตั้งคณะกรรมการ",
        sent_at="2026-01-05T03:00:00Z",
    )
    places = [
        Place.objects.select_related("committee").get(pk=world.seat(name, committee).place_id)
        for name, committee in (
            ("somchai", "mae_sai"),
            ("pranee", "mae_sai"),
            ("boonsri", "chiang_khong"),
            ("nok", "chiang_rai"),
        )
    ]

    def orders(person: str) -> list[int]:
        found = consequences.work_of(world.fresh(world.people[person]), places)
        return [sum("/orders/" in item.url for item in found[place.pk]) for place in places]

    assert orders("nok") == [1, 0, 0, 1]
    assert orders("malee") == [0, 0, 0, 0], "who may not read the order learns nothing of it"


def test_the_predecessor_sees_nothing_after_the_last_day(world: World, monkeypatch: Any) -> None:
    old = end(world, "chief", ends=today() + 3 * DAY)
    give(world, old, "stranger", today() + 4 * DAY)
    handover = Handover.objects.get()
    assert world.client("chief").get(handover.get_absolute_url()).status_code == 200
    assert world.client("stranger").get(handover.get_absolute_url()).status_code == 404
    from committees.calendar import midnight

    later = midnight(today() + 4 * DAY) + dt.timedelta(minutes=2)
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)
    # The database's clock stands, so the record of rights is what the night's task makes of it.
    seat_actions.expire_seats()
    assert world.client("chief").get(handover.get_absolute_url()).status_code == 404
    page = world.client("stranger").get(handover.get_absolute_url())
    assert page.status_code == 200
    home = world.client("stranger", "en").get("/").content.decode()
    assert handover.get_absolute_url() in home
    assert "Take over" in home


# --- Waiting on the first page --------------------------------------------------------------------


def waits_for(world: World, person: str) -> list[str]:
    user = world.fresh(world.people[person])
    return [str(row.verb) for row in asked_alone(parts.waiting(user, access.resolve(user.pk)))]


def test_the_successor_is_asked_until_they_confirm(world: World) -> None:
    handover = rotated(world)
    assert waits_for(world, "stranger") == ["Take over"]
    actions.take_over(handover=handover, snapshot=[], by=world.fresh(world.stranger))
    assert waits_for(world, "stranger") == []


@pytest.mark.parametrize(("days", "asked"), [(30, ["Write"]), (31, [])])
def test_who_leaves_soon_is_asked_to_write(world: World, days: int, asked: list[str]) -> None:
    end(world, "chief", ends=today() + days * DAY)
    assert waits_for(world, "chief") == asked


def test_nobody_is_asked_to_write_what_is_ready(world: World) -> None:
    actions.say_ready(handover=opened(world), by=world.fresh(world.chief))
    assert waits_for(world, "chief") == []


# --- Replacing the holder -------------------------------------------------------------------------


def test_one_act_ends_the_seat_gives_the_next_and_opens_the_handover(world: World) -> None:
    old = world.seat("chief", "mae_sai")
    invited = rotations.replace_holder(
        seat=old, last_day=today() + DAY, reason="ย้าย", person=NEW, by=world.fresh(world.nok)
    )
    old.refresh_from_db()
    assert (old.ends, invited.seat.starts) == (today() + DAY, today() + 2 * DAY)
    assert invited.seat.place_id == old.place_id
    assert invited.token
    handover = Handover.objects.get()
    assert (handover.from_seat, handover.to_seat) == (old, invited.seat)
    kinds = Notice.objects.values_list("kind", "recipient__email")
    assert ("seat_ending", "chief@example.org") in kinds
    assert ("seat_given", NEW["email"]) in kinds


def test_a_replacement_that_is_refused_changes_nothing(world: World) -> None:
    old = world.seat("somchai", "mae_sai")
    with pytest.raises(Refused), transaction.atomic():
        rotations.replace_holder(
            seat=old, last_day=None, reason="ย้าย", person=NEW, by=world.fresh(world.pranee)
        )
    old.refresh_from_db()
    assert (old.ends, Handover.objects.count()) == (None, 0)


def test_one_of_several_holders_is_replaced_with_a_handover(world: World) -> None:
    old = world.seat("superintendent", "mae_sai")
    give(world, old, "noi", old.starts)
    invited = rotations.replace_holder(
        seat=old, last_day=None, reason="ย้าย", person=NEW, by=world.fresh(world.nok)
    )
    assert Handover.objects.get().to_seat == invited.seat


# --- Posts ----------------------------------------------------------------------------------------


def states(world: World, person: str) -> dict[str, set[str]]:
    scope = access.resolve(world.people[person].pk)
    rows = posts.standing(scope).filter(committee=world.mae_sai, role="chair")
    return {
        state: {place.role for place in posts.in_state(rows, state, scope)}
        for state in (*posts.STATES, posts.NEEDING)
    }


def test_a_post_goes_from_held_to_vacant_to_open_to_confirmed(world: World) -> None:
    def where() -> set[str]:
        return {state for state, found in states(world, "nok").items() if found}

    assert where() == {"all"}
    old = end(world, "chief", ends=None)
    assert where() == {"all", "vacant", "open", "needing"}
    post = posts.read(world.fresh(world.nok), [Place.objects.get(pk=old.place_id)])[0]
    assert post.vacant_since == today()
    assert [seat.person for seat in post.former] == [world.chief]
    give(world, old, "stranger", today())
    assert where() == {"all", "open", "needing"}
    actions.take_over(handover=Handover.objects.get(), snapshot=[], by=world.fresh(world.stranger))
    assert where() == {"all", "confirmed"}


def test_a_post_is_vacant_from_the_day_after_the_last(world: World) -> None:
    old = world.seat("chief", "mae_sai")
    Seat.objects.filter(pk=old.pk).update(ends=today() - 5 * DAY)
    post = posts.read(world.fresh(world.nok), [Place.objects.get(pk=old.place_id)])[0]
    assert post.vacant_since == today() - 4 * DAY


def test_a_substitute_alone_does_not_fill_a_post(world: World) -> None:
    old = world.seat("superintendent", "mae_sai")
    give(world, old, "noi", today(), substitute_for=old)
    end(world, "superintendent", ends=None)
    post = posts.read(world.fresh(world.nok), [Place.objects.get(pk=old.place_id)])[0]
    assert post.is_vacant


def test_a_post_no_longer_filled_leaves_the_lists_and_its_handover(world: World) -> None:
    old = end(world, "superintendent", ends=None)
    place = Place.objects.select_related("committee").get(pk=old.place_id)
    with pytest.raises(NotAllowed):
        actions.close_place(place=place, reason="ยุบ", by=world.fresh(world.observer))
    actions.close_place(place=place, reason="ยุบ", by=world.fresh(world.nok))
    scope = access.resolve(world.nok.pk)
    assert not posts.standing(scope).filter(pk=place.pk).exists()
    assert Handover.objects.get().state == WITHDRAWN
    held = Place.objects.select_related("committee").get(pk=world.seat("chief", "mae_sai").place_id)
    with pytest.raises(WrongState):
        actions.close_place(place=held, reason="ยุบ", by=world.fresh(world.nok))


def test_mandates_are_of_the_committee_and_its_readers(world: World) -> None:
    Seat.objects.filter(pk=world.seat("superintendent", "mae_sai").pk).update(may_decide="รถ 2 คัน")
    own = reading.mandates(world.mae_sai, world.scope("pranee"))
    assert own == {world.seat("superintendent", "mae_sai").pk: "รถ 2 คัน"}
    assert reading.mandates(world.mae_sai, world.scope("malee")) == {}


def test_open_states_are_those_that_wait() -> None:
    assert {PREPARING, READY} == OPEN
    assert allows(HANDOVER.check_state, "take_over", READY)


# --- Ended by what a seat rests on --------------------------------------------------------------


@pytest.mark.parametrize("days", [0, 10])
def test_a_seat_ended_with_others_is_handed_over_where_its_post_stays(
    world: World, days: int
) -> None:
    seat = world.seat("chief", "mae_sai")
    ends = today() + days * DAY if days else None
    seat_actions.end_all(seats=[seat], reason="คำสั่ง", by=world.nok, ends=ends)
    assert Handover.objects.open().get().from_seat == seat


def test_a_post_that_ends_with_its_seat_is_not_handed_over(world: World) -> None:
    seat = world.seat("chief", "mae_sai")
    place_actions.end_places(places=[seat.place], last_day=today() - DAY)
    seat_actions.end_all(seats=[seat], reason="คำสั่ง", by=world.nok)
    assert not Handover.objects.exists()


def test_a_post_that_ends_takes_the_handover_that_waits_there_along(world: World) -> None:
    handover = opened(world)
    place_actions.end_places(places=[handover.place], last_day=today())
    handover.refresh_from_db()
    assert handover.state == WITHDRAWN
