"""The multidisciplinary team: its way, who may do what, its days, its reminders, its rows."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from committees import rls
from committees.calendar import BANGKOK
from committees.errors import Conflict, NotAllowed, Refused, WrongState
from committees.models import AuditEvent, Notice, Paper
from committees.papers import storage
from members import team_reading
from members.actions import team as actions
from members.models import TeamMember, TeamProposal, TeamReminder, TeamVersion
from members.policy import team as policy
from members.tasks.team import remind_of_team
from members.workflow.team import PROPOSAL, TEAM
from tests.members.team_rows import (
    days,
    draft,
    endorsed,
    fresh,
    member,
    order,
    person,
    proposal,
    sent,
    upload,
)
from tests.world import World

pytestmark = pytest.mark.django_db


def endorse(world: World, team: TeamVersion, by: str = "nok", **values: Any) -> TeamVersion:
    return actions.endorse_version(
        team=team,
        values=order(**values),
        upload=upload(),
        version=team.version,
        by=world.fresh(world.people[by]),
    )


def found(world: World, who: str, **asked: Any) -> list[str]:
    rows = team_reading.team_on_duty(world.scope(who), 57, **asked)
    return [row.name_th for row in rows]


# --- The way of a version -----------------------------------------------------------------------

# Every act in every state; only PSDHS may at all.
ACTS = {
    "change": lambda world, team, by: actions.add_member(
        team=team, values=person(world, "คนใหม่ มาดี"), by=by
    ),
    "send": lambda world, team, by: actions.send_version(team=team, by=by),
    "recall": lambda world, team, by: actions.recall_version(team=team, by=by),
    "endorse": lambda world, team, by: actions.endorse_version(
        team=team, values=order(), upload=upload(), version=team.version, by=by
    ),
}
STATES = {"draft": draft, "sent": sent, "endorsed": endorsed}


def test_the_matrix_tries_every_act_and_state() -> None:
    assert ACTS.keys() == TEAM.transitions.keys()
    assert STATES.keys() == set(TEAM.states)


@pytest.mark.parametrize("state", TEAM.states)
def test_each_act_is_possible_for_whom_and_when_the_table_says(world: World, state: str) -> None:
    team = STATES[state](world, person(world))
    for action, transition in TEAM.transitions.items():
        for who in ("nok", "noi", "governor", "pranee", "nuan", "national_observer"):
            came = ""
            with transaction.atomic():
                try:
                    ACTS[action](world, fresh(team), world.fresh(world.people[who]))
                except Refused as refused:
                    came = type(refused).__name__
                    assert refused.reason
                else:
                    assert fresh(team).state == transition.target
                transaction.set_rollback(True)
            if who not in ("nok", "noi"):
                assert came == "NotAllowed", (action, who)
            else:
                assert came == ("" if state in transition.sources else "WrongState"), action


def test_a_version_needs_somebody_on_it_to_be_sent(world: World) -> None:
    with pytest.raises(WrongState, match="Nobody"):
        actions.send_version(team=draft(world), by=world.nok)


def test_there_is_one_version_at_work_at_a_time(world: World) -> None:
    first = draft(world)
    assert actions.start_version(committee=world.chiang_rai, by=world.nok).pk == first.pk
    with pytest.raises(DatabaseError), transaction.atomic():
        TeamVersion.objects.create(committee=world.chiang_rai, province_id=57, number=9)


def test_the_same_person_is_not_added_twice_in_one_discipline(world: World) -> None:
    team = draft(world, person(world))
    with pytest.raises(WrongState, match="already"):
        actions.add_member(team=team, values=person(world), by=world.nok)
    actions.add_member(team=team, values=person(world, discipline="interpreter"), by=world.nok)


def test_somebody_elses_change_is_not_overwritten(world: World) -> None:
    row = member(draft(world, person(world)))
    values = person(world, phone="1300")
    actions.change_member(member=row, values=values, version=row.version, by=world.nok)
    with pytest.raises(Conflict):
        actions.change_member(member=row, values=values, version=row.version, by=world.noi)
    actions.remove_member(member=row, by=world.nok)
    with pytest.raises(WrongState):
        actions.change_member(member=row, values=values, version=2, by=world.nok)


def test_an_endorsement_made_for_an_older_wording_is_refused(world: World) -> None:
    team = sent(world, person(world))
    actions.recall_version(team=team, by=world.nok)
    again = fresh(actions.send_version(team=fresh(team), by=world.nok))
    with pytest.raises(Conflict):
        actions.endorse_version(
            team=again, values=order(), upload=upload(), version=team.version, by=world.nok
        )
    assert not Paper.objects.exists()


# --- Endorsement --------------------------------------------------------------------------------


def test_only_the_endorsed_version_can_be_chosen_from(world: World) -> None:
    team = sent(world, person(world))
    assert found(world, "pranee") == []
    endorse(world, team)
    assert found(world, "pranee") == ["สมศรี คำแก้ว"]
    draft(world, person(world, "ยังไม่ รับรอง"))
    assert found(world, "nok") == ["สมศรี คำแก้ว"]


def test_the_endorsement_keeps_the_signed_copy_inside(world: World) -> None:
    team = fresh(endorse(world, sent(world, person(world))))
    assert team.signed_copy is not None
    assert not team.signed_copy.above
    assert storage().exists(team.signed_copy.key)
    with pytest.raises(DatabaseError), transaction.atomic():
        TeamVersion.objects.filter(pk=team.pk).update(signed_copy=None)


def test_the_next_version_ends_the_one_before_on_its_eve(world: World) -> None:
    first = endorsed(world, person(world), valid_from=days(-100))
    second = endorse(world, sent(world, person(world, "คนที่ สอง")), valid_from=days(0))
    first = fresh(first)
    assert (first.status, first.valid_until) == ("superseded", days(-1))
    assert second.status == "team_endorsed"
    assert found(world, "pranee") == ["คนที่ สอง", "สมศรี คำแก้ว"]


def test_a_version_that_begins_later_leaves_the_present_one_until_then(world: World) -> None:
    first = endorsed(world, person(world), valid_from=days(-100))
    team = sent(world)
    second = endorse(world, team, valid_from=days(5), order_date=days(-1))
    assert fresh(first).status == "team_endorsed"
    assert fresh(second).status == "future"
    assert fresh(first).valid_until == days(4)
    scope = world.scope("nok")
    on = [team_reading.team_on_duty(scope, 57, on=day).get().team_id for day in (days(4), days(5))]
    assert on == [first.pk, second.pk]


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"valid_from": days(-101)}, "must begin later"),
        ({"valid_from": days(-90), "valid_until": days(-1)}, "over already"),
    ],
)
def test_days_that_cannot_follow_are_refused(
    world: World, values: dict[str, Any], words: str
) -> None:
    endorsed(world, person(world), valid_from=days(-100))
    team = sent(world)
    with pytest.raises(WrongState, match=words):
        endorse(world, team, **values)
    assert fresh(team).state == "sent"


def test_the_status_follows_from_the_days(world: World, monkeypatch) -> None:
    team = endorsed(world, person(world), valid_until=days(3))
    for ahead, status in ((0, "team_endorsed"), (3, "team_endorsed"), (4, "expired")):
        monkeypatch.setattr("members.models.team.today", lambda on=days(ahead): on)  # noqa: B008
        assert team.status == status


def test_a_person_whose_term_ended_drops_out_by_themselves(world: World) -> None:
    endorsed(world, person(world, "วาระ หมดวันนี้", term_until=days(0)), person(world))
    assert found(world, "nok") == ["วาระ หมดวันนี้", "สมศรี คำแก้ว"]
    assert found(world, "nok", on=days(1)) == ["สมศรี คำแก้ว"]


def test_the_next_version_is_copied_without_those_whose_term_is_over(world: World) -> None:
    endorsed(world, person(world, "วาระ หมดแล้ว", term_until=days(-1)), person(world))
    team = draft(world)
    row = member(team)
    assert [one.name_th for one in TeamMember.objects.filter(team=team)] == ["สมศรี คำแก้ว"]
    assert row.before is not None
    assert (row.before.phone, row.open_from) == (row.phone, None)


def test_who_is_concerned_is_told_and_nobody_twice(world: World) -> None:
    email = world.malee.email
    made = proposal(world)
    actions.take_up(proposal=made, by=world.fresh(world.nok))
    team = sent(world, person(world, "มาลี ศรีทอง", email=email))
    Notice.objects.all().delete()
    endorse(world, team)
    told = sorted(Notice.objects.values_list("recipient__email", flat=True))
    names = ("governor", "malee", "noi", "pranee")
    assert told == sorted(world.people[name].email for name in names)


# --- Choosing -----------------------------------------------------------------------------------


def test_choosing_by_discipline_language_and_district(world: World) -> None:
    endorsed(
        world,
        person(world, "ก ทั่วจังหวัด", languages=["th", "my"]),
        person(world, "ข แม่สาย", districts=[5709], discipline="police"),
        person(world, "ค เชียงของ", districts=[5703], discipline="police", languages=["lo"]),
    )
    assert found(world, "pranee", discipline="police") == ["ข แม่สาย", "ค เชียงของ"]
    assert found(world, "pranee", language="my") == ["ก ทั่วจังหวัด"]
    assert found(world, "pranee", district=5709) == ["ก ทั่วจังหวัด", "ข แม่สาย"]
    assert found(world, "pranee", district=5703, language="th") == ["ก ทั่วจังหวัด"]


@pytest.mark.parametrize(
    ("hours", "moment", "now"),
    [
        ({"around_the_clock": True}, "2026-11-22 03:00", True),  # a Sunday
        ({}, "2026-11-23 08:29", False),
        ({}, "2026-11-23 08:30", True),
        ({}, "2026-11-23 16:30", False),
        ({}, "2026-11-22 12:00", False),
        ({"days": [5], "hours_from": dt.time(20), "hours_until": dt.time(6)},
         "2026-11-20 23:00", True),
        ({"days": [5], "hours_from": dt.time(20), "hours_until": dt.time(6)},
         "2026-11-21 05:59", True),
        ({"days": [5], "hours_from": dt.time(20), "hours_until": dt.time(6)},
         "2026-11-21 20:00", False),
        ({"days": [7], "hours_from": dt.time(20), "hours_until": dt.time(6)},
         "2026-11-23 05:00", True),
    ],
)  # fmt: skip
def test_who_is_reachable_now(world: World, hours: dict[str, Any], moment: str, now: bool) -> None:
    endorsed(world, person(world, **hours))
    at = dt.datetime.fromisoformat(moment).replace(tzinfo=BANGKOK)
    rows = team_reading.team_on_duty(world.scope("nok"), 57)
    assert team_reading.reachable(rows, at).exists() is now
    assert rows.get().reachable_at(at) is now


def test_hours_are_said_in_runs_of_days() -> None:
    row = TeamMember(days=[1, 2, 3, 5, 6], hours_from=dt.time(8), hours_until=dt.time(9, 30))
    assert team_reading.hours_of(row) == "Monday–Wednesday, Friday, Saturday 08:00–09:30"
    row.days = [1, 2, 3, 4, 5, 6, 7]
    assert team_reading.hours_of(row) == "every day 08:00–09:30"


# --- Proposals ----------------------------------------------------------------------------------


def test_a_proposal_waits_for_psdhs_and_is_taken_up(world: World) -> None:
    endorsed(world, person(world))
    Notice.objects.all().delete()
    made = proposal(world)
    assert set(Notice.objects.values_list("recipient_id", flat=True)) == {
        world.nok.pk,
        world.noi.pk,
    }
    done = actions.take_up(proposal=made, by=world.fresh(world.nok))
    team = TeamVersion.objects.get(state="draft")
    assert (done.state, team.number) == ("taken_up", 2)
    assert member(team, "วันเพ็ญ ใจดี").before is None
    assert found(world, "nok") == ["สมศรี คำแก้ว"]
    assert Notice.objects.filter(recipient=world.pranee, kind="team_proposal_taken_up").exists()


def test_a_proposal_waits_while_a_version_is_with_the_governor(world: World) -> None:
    sent(world, person(world))
    made = proposal(world)
    with pytest.raises(WrongState, match="waits for the Governor"):
        actions.take_up(proposal=made, by=world.fresh(world.nok))
    assert world.fresh(made).state == "waiting"


ANSWERS = {
    "take_up": lambda row, by: actions.take_up(proposal=row, by=by),
    "decline": lambda row, by: actions.decline(proposal=row, reason="มีคนพอแล้ว", by=by),
    "withdraw": lambda row, by: actions.withdraw(proposal=row, by=by),
}


@pytest.mark.parametrize("state", PROPOSAL.states)
def test_each_answer_is_possible_for_whom_and_when_the_table_says(world: World, state: str) -> None:
    assert ANSWERS.keys() == PROPOSAL.transitions.keys()
    made = proposal(world)
    TeamProposal.objects.filter(pk=made.pk).update(state=state)
    for action, transition in PROPOSAL.transitions.items():
        allowed = {"pranee", "somchai"} if action == "withdraw" else {"nok", "noi"}
        for who in ("nok", "noi", "pranee", "somchai", "governor", "malee", "nuan", "observer"):
            came = ""
            with transaction.atomic():
                try:
                    done = ANSWERS[action](made, world.fresh(world.people[who]))
                except Refused as refused:
                    came = type(refused).__name__
                else:
                    assert done.state == transition.target
                transaction.set_rollback(True)
            wanted = "" if state in transition.sources else "WrongState"
            assert came == (wanted if who in allowed else "NotAllowed"), (action, who)


def test_a_form_sent_twice_is_one_proposal(world: World) -> None:
    key, pranee = uuid.uuid4(), world.fresh(world.pranee)
    for _time in range(2):
        actions.propose(
            committee=world.mae_sai, values=person(world), reason="x", form_key=key, by=pranee
        )
    assert TeamProposal.objects.count() == 1


def test_a_closed_group_proposes_nobody(world: World) -> None:
    with pytest.raises(NotAllowed, match="closed group"):
        policy.check_propose(world.fresh(world.inspector), world.mae_sai_suppression)
    with pytest.raises(NotAllowed):
        policy.check_propose(world.fresh(world.observer), world.mae_sai)


# --- The history --------------------------------------------------------------------------------


def test_the_history_names_disciplines_and_nobody(world: World) -> None:
    made = proposal(world)
    actions.take_up(proposal=made, by=world.fresh(world.nok))
    team = sent(world, person(world))
    endorse(world, team)
    kept = [
        f"{event.subject_th} {event.after} {event.before} {event.reason}"
        for event in AuditEvent.objects.filter(verb__startswith="team_")
    ]
    assert len(kept) >= 6
    assert not [text for text in kept if "สมศรี" in text or "วันเพ็ญ" in text or "081" in text]


def test_each_list_taken_is_written_where_psdhs_reads_it(world: World) -> None:
    team = endorsed(world, person(world))
    for who in ("pranee", "inspector"):
        with rls.acting_as(world.people[who].pk):
            actions.record_taken(team=team, form="PDF", by=world.fresh(world.people[who]))
    events = AuditEvent.objects.visible_to(world.scope("nok")).filter(verb="team_list_taken")
    assert [event.actor_id for event in events] == [world.inspector.pk, world.pranee.pk]
    with pytest.raises(NotAllowed):
        actions.record_taken(team=team, form="PDF", by=world.fresh(world.kanda))


# --- Reminders ----------------------------------------------------------------------------------


def reminded(who: str = "nok") -> list[str]:
    rows = Notice.objects.filter(kind="team_expiring", recipient__email__startswith=f"{who}@")
    return [row.values["days"] for row in rows.order_by("created_at")]


def test_psdhs_is_reminded_once_a_stage_however_often_it_runs(world: World) -> None:
    endorsed(world, person(world), valid_until=days(100))
    for ahead in (30, 39, 40, 40, 41, 69, 70, 71, 92, 93, 93, 99, 100, 101):
        actions.remind(on=days(ahead))
    assert reminded("nok") == reminded("noi") == ["60", "30", "7"]
    assert Notice.objects.filter(kind="team_expiring").count() == 6


def test_stages_that_were_missed_are_not_made_up_for(world: World) -> None:
    endorsed(world, person(world), valid_until=days(100))
    actions.remind(on=days(80))  # the first run for months
    actions.remind(on=days(81))
    actions.remind(on=days(95))
    assert reminded() == ["20", "5"]
    assert TeamReminder.objects.count() == 3


def test_nobody_is_reminded_of_a_version_that_is_followed_by_another(world: World) -> None:
    endorsed(world, person(world), valid_from=days(-100), valid_until=days(50))
    endorse(world, sent(world), valid_from=days(10), order_date=days(0), valid_until=days(300))
    assert remind_of_team.delay().get() == 0
    assert reminded() == []


def test_the_task_reminds_of_the_present_day(world: World) -> None:
    endorsed(world, person(world), valid_until=days(60))
    remind_of_team.delay()
    remind_of_team.delay()
    assert reminded() == ["60"]


# --- Rows ---------------------------------------------------------------------------------------


def test_the_database_keeps_contacts_from_everybody_else(world: World) -> None:
    """Every person of the cast, past every filter of ours."""
    first = endorsed(world, person(world), valid_from=days(-100))
    endorse(world, sent(world, person(world, "คนที่ สอง")), valid_from=days(0))
    draft(world, person(world, "คนที่ สาม"))
    every, current = 5, 2
    reads = {
        "nok": every + 1, "noi": every + 1, "governor": every + 1,
        "pranee": current, "anong": current, "somchai": current, "chief": current,
        "superintendent": current, "inspector": current, "sup_chief": current, "malee": current,
        "boonsri": current, "cct_chair": current, "cct_secretary": current,
        "cct_steering": current,
    }  # fmt: skip
    for name, user in world.people.items():
        with rls.acting_as(user.pk):
            assert TeamMember.objects.count() == reads.get(name, 0), name
    assert TeamMember.objects.filter(team=first).count() == 1


def test_the_database_counts_for_those_who_may_know_no_more(world: World) -> None:
    endorsed(
        world,
        person(world),
        person(world, "ก ตำรวจ", discipline="police"),
        person(world, "ข ตำรวจ", discipline="police"),
        person(world, "ค หมดวาระ", term_until=days(-1)),
    )
    by_discipline = [("police", 2), ("social_work", 1)]
    wanted: dict[str, list[tuple[str, int]]] = dict.fromkeys(
        ("observer", "kanda", "wichai", "pranee", "nok", "cct_member", "two_hats"), by_discipline
    )
    wanted |= {"national_observer": [("", 3)], "nuan": [], "stranger": [], "former": []}
    for name, expected in wanted.items():
        with rls.acting_as(world.people[name].pk):
            assert team_reading.counts(57) == expected, name


def test_the_database_lets_nobody_but_psdhs_write(world: World) -> None:
    team = draft(world, person(world))
    row = member(team)
    for name in ("pranee", "kanda", "nuan", "national_observer"):
        with rls.acting_as(world.people[name].pk):
            assert TeamMember.objects.filter(pk=row.pk).update(phone="0") == 0
            assert TeamVersion.objects.filter(pk=team.pk).update(state="endorsed") == 0


def test_a_row_cannot_name_another_province(world: World) -> None:
    team = draft(world, person(world))
    with pytest.raises(DatabaseError), transaction.atomic():
        TeamMember.objects.filter(team=team).update(province_id=55)
        connection.check_constraints()
    with pytest.raises(DatabaseError), transaction.atomic():
        TeamMember.objects.filter(team=team).update(organisation=world.organisations["nan_psdhs"])
        connection.check_constraints()
