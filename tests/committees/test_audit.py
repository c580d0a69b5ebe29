"""The audit trail: nothing of it can be changed, cut off or left out unnoticed."""

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.utils.translation import override

from actionplans.actions import plans as plan_actions
from actionplans.models import State
from committees import audit, rls
from committees.models import AuditEvent, AuditHead
from members.actions import seats as member_actions
from members.models import Seat
from tests.world import World

pytestmark = pytest.mark.django_db
TABLE = "committees_auditevent"


def execute(sql: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


@pytest.fixture
def tampered(world: World) -> World:
    """The cast, in a database whose owner has put the triggers out of action."""
    for trigger in ("audit_append_only", "audit_no_truncate"):
        execute(f"ALTER TABLE {TABLE} DISABLE TRIGGER {trigger}")
    return world


def breaks(world: World) -> set[tuple[int, str]]:
    """What is found broken in Mae Sai's chain; the other chains must hold."""
    found = audit.broken_chains()
    assert {row.committee_id for row in found} <= {world.mae_sai.pk}
    return {(row.seq, row.what) for row in found}


# --- Append-only ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "sql",
    [
        f"UPDATE {TABLE} SET reason = 'x'",
        f"DELETE FROM {TABLE}",
        f"TRUNCATE {TABLE}",
        f"TRUNCATE {TABLE} CASCADE",
    ],
)
def test_even_the_owner_cannot_change_history(world: World, sql: str) -> None:
    before = list(AuditEvent.objects.order_by("pk").values())
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        execute(sql)
    assert list(AuditEvent.objects.order_by("pk").values()) == before


def test_the_triggers_fire_also_in_a_replica_session(world: World) -> None:
    sql = "SELECT tgname, tgenabled::text FROM pg_trigger WHERE tgrelid = %s::regclass"
    with connection.cursor() as cursor:
        cursor.execute(sql + " AND NOT tgisinternal", [TABLE])
        found = dict(cursor.fetchall())
    assert found == {"audit_chain": "A", "audit_append_only": "A", "audit_no_truncate": "A"}


# --- The chain ------------------------------------------------------------------------------------


def test_each_event_carries_the_hash_of_the_one_before(world: World) -> None:
    events = list(AuditEvent.objects.filter(committee_id=world.mae_sai.pk).order_by("seq"))
    assert [event.seq for event in events] == list(range(1, len(events) + 1))
    assert [event.prev_hash for event in events] == ["", *(e.hash for e in events[:-1])]
    assert len({event.hash for event in events}) == len(events)
    head = AuditHead.objects.get(pk=world.mae_sai.pk)
    assert (head.seq, head.hash) == (events[-1].seq, events[-1].hash)


def test_a_whole_trail_has_no_breaks(world: World) -> None:
    assert audit.broken_chains() == []


def test_sequence_and_hash_cannot_be_chosen_by_the_writer(world: World) -> None:
    before = AuditEvent.objects.filter(committee_id=world.mae_sai.pk).count()
    event = AuditEvent.objects.create(
        committee_id=world.mae_sai.pk,
        province_id=57,
        seq=999,
        prev_hash="a" * 64,
        hash="b" * 64,
        at="2026-01-01T00:00:00Z",
        actor_th="ระบบ",
        verb="seat_given",
        subject_type="x",
        subject_id="1",
    )
    event.refresh_from_db()
    assert event.seq == before + 1
    assert event.hash != "b" * 64
    assert audit.broken_chains() == []


@pytest.mark.parametrize(
    "change",
    [
        "reason = 'อื่น'",
        "actor_th = 'คนอื่น'",
        "actor_id = 1",
        "at = at - interval '1 day'",
        """after = '{"role": "chair"}'""",
        "above = NOT above",
        "verb = 'seat_ended'",
    ],
)
def test_a_changed_event_is_found(tampered: World, change: str) -> None:
    committee = tampered.mae_sai.pk
    execute(f"UPDATE {TABLE} SET {change} WHERE committee_id = %s AND seq = 2", committee)
    assert (2, "changed") in breaks(tampered)


def test_a_changed_event_with_its_hash_made_anew_breaks_the_next(tampered: World) -> None:
    committee = tampered.mae_sai.pk
    execute(f"UPDATE {TABLE} SET reason = 'อื่น' WHERE committee_id = %s AND seq = 2", committee)
    execute(
        f"UPDATE {TABLE} e SET hash = app_audit_hash(e, e.prev_hash)"
        " WHERE committee_id = %s AND seq = 2",
        committee,
    )
    assert breaks(tampered) == {(3, "chain")}


def test_an_event_taken_out_of_the_middle_is_found(tampered: World) -> None:
    execute(f"DELETE FROM {TABLE} WHERE committee_id = %s AND seq = 2", tampered.mae_sai.pk)
    assert breaks(tampered) == {(3, "missing")}


def test_an_end_cut_off_is_found(tampered: World) -> None:
    last = AuditHead.objects.get(pk=tampered.mae_sai.pk).seq
    execute(f"DELETE FROM {TABLE} WHERE committee_id = %s AND seq = %s", tampered.mae_sai.pk, last)
    assert breaks(tampered) == {(last, "end")}


def test_a_whole_history_taken_away_is_found(tampered: World) -> None:
    execute(f"DELETE FROM {TABLE} WHERE committee_id = %s", tampered.mae_sai.pk)
    last = AuditHead.objects.get(pk=tampered.mae_sai.pk).seq
    assert breaks(tampered) == {(last, "end")}


def test_check_audit_ends_with_1_where_a_chain_does_not_hold(
    tampered: World, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("check_audit")
    assert "0 breaks" in capsys.readouterr().out
    execute(
        f"UPDATE {TABLE} SET reason = 'x' WHERE committee_id = %s AND seq = 1", tampered.mae_sai.pk
    )
    with pytest.raises(SystemExit) as ended:
        call_command("check_audit")
    assert ended.value.code == 1
    assert f"committee {tampered.mae_sai.pk}, event 1" in capsys.readouterr().out


# --- One event an act -----------------------------------------------------------------------------


def test_an_event_says_who_in_which_post_did_what(world: World) -> None:
    seat = world.seat("observer", "mae_sai")
    member_actions.end_seat(seat=seat, ends=None, reason="ย้ายหน่วยงาน", by=world.pranee)
    event = AuditEvent.objects.filter(committee_id=world.mae_sai.pk).latest("seq")
    assert event.verb == "seat_ended"
    assert (event.actor_id, event.actor_th) == (world.pranee.pk, world.pranee.name_th)
    assert event.seat_id == world.seat("pranee", "mae_sai").pk
    assert event.post_en == "secretary"
    assert (event.subject_type, event.subject_id) == ("members.seat", str(seat.pk))
    assert event.reason == "ย้ายหน่วยงาน"
    assert event.before["ends"] is None
    assert event.after["ends"]


def test_an_act_from_above_names_the_post_above(world: World) -> None:
    seat = world.seat("kanda", "mae_sai_prevention")
    member_actions.end_seat(seat=seat, ends=None, reason="", by=world.nok)
    event = AuditEvent.objects.filter(committee_id=world.mae_sai_prevention.pk).latest("seq")
    assert event.seat_id == world.seat("nok", "chiang_rai").pk


def test_an_act_of_the_system_has_no_actor(world: World) -> None:
    event = audit.record(
        actor=None, committee=world.mae_sai, verb="committee_changed", subject=world.mae_sai
    )
    assert event.actor_id is None
    assert (event.actor_th, event.actor_en) == ("ระบบ", "The system")


def test_an_unknown_verb_is_a_mistake_of_the_programmer(world: World) -> None:
    with pytest.raises(ValueError, match="unknown audit verb"):
        audit.record(
            actor=None, committee=world.mae_sai, verb="did_something", subject=world.mae_sai
        )


def test_a_verb_is_registered_once() -> None:
    with pytest.raises(ValueError, match="registered twice"):
        audit.register({"seat_given": "again"})


def test_nothing_of_a_closed_group_goes_up(world: World) -> None:
    events = AuditEvent.objects.filter(committee_id=world.mae_sai_suppression.pk)
    assert events.exists()
    assert not events.filter(above=True).exists()


def fail(*args: object, **kwargs: object) -> None:
    raise DatabaseError("the disk is full")


def test_an_act_whose_event_cannot_be_written_is_undone(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit, "record", fail)
    with pytest.raises(DatabaseError):
        member_actions.end_seat(
            seat=world.seat("kanda", "mae_sai_prevention"), ends=None, reason="", by=world.pranee
        )
    assert Seat.objects.get(pk=world.seat("kanda", "mae_sai_prevention").pk).ended_at is None
    assert world.scope("kanda").inside


def test_a_submission_whose_event_cannot_be_written_is_undone(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit, "record", fail)
    with pytest.raises(DatabaseError):
        plan_actions.submit_plan(plan=world.mae_sai_draft, by=world.pranee)
    plan = world.fresh(world.mae_sai_draft)
    assert (plan.state, plan.rounds_count, plan.rounds.count()) == (State.DRAFT, 0, 0)


# --- Reading it -----------------------------------------------------------------------------------


def test_history_is_read_in_the_language_of_the_page(world: World) -> None:
    plan = world.chiang_khong_submitted
    scope = world.scope("malee")
    with override("en"):
        (line,) = audit.history_of(plan, scope)
        assert line.sentence == f"Malee Sithong submitted the plan {plan.period.label('en')}"
    with override("th"):
        (line,) = audit.history_of(plan, scope)
        assert "มาลี ศรีทอง" in line.sentence
        assert "%" not in line.sentence


def test_history_is_read_by_those_who_may(world: World) -> None:
    plan = world.chiang_khong_submitted
    assert audit.history_of(plan, world.scope("nok"))
    assert audit.history_of(plan, world.scope("pranee")) == []
    assert audit.history_of(plan, world.scope("nuan")) == []


def test_a_sentence_lacking_a_fact_still_says_who_and_what(world: World) -> None:
    event = AuditEvent(verb="seat_given", actor_th="ปราณี", subject_th="ที่นั่ง", after={})
    (line,) = audit.sentences([event])
    assert line.sentence == "ปราณี: ที่นั่ง"


def test_every_verb_makes_a_sentence_in_both_languages() -> None:
    names = {"th": "ก", "en": "A"}
    facts = dict.fromkeys(("person", "post", "organisation"), names)
    for verb in audit.VERBS:
        event = AuditEvent(verb=verb, actor_th="ปราณี", subject_th="เรื่อง", after=facts)
        for language in ("th", "en"):
            with override(language):
                (line,) = audit.sentences([event])
            assert "%(" not in line.sentence, verb


def test_the_history_of_a_seat_names_no_number_of_a_row(world: World) -> None:
    with rls.acting_as(world.pranee.pk), override("en"):
        lines = audit.history_of(world.seat("observer", "mae_sai"), world.scope("pranee"))
    assert [line.sentence for line in lines] == [
        "The system gave Duangchai Panyadi a seat as observer"
    ]
