"""Giving, changing and ending seats, and inviting people to them."""

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from committees import access, rls
from committees.calendar import today
from committees.errors import Conflict, NotAllowed, WrongState
from committees.models import Area, AuditEvent, CommitteeUserPermission
from committees.roles import Permission
from members.actions import seats as actions
from members.models import Invitation, Organisation, Seat
from tests.factories import CommitteeFactory, SeatFactory, UserFactory
from tests.world import World

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def values(world: World, organisation: str = "hospital", **other: Any) -> dict[str, Any]:
    return {
        "organisation": world.organisations[organisation],
        "role": "member",
        "post_th": "",
        "post_en": "",
        "starts": today(),
        "ends": None,
        **other,
    }


def newest(verb: str) -> AuditEvent:
    return AuditEvent.objects.filter(verb=verb).latest("at")


# --- Giving ---------------------------------------------------------------------------------------


def test_a_seat_gives_its_rights_in_the_same_breath(world: World) -> None:
    actions.give_seat(
        committee=world.mae_sai, person=world.stranger, values=values(world), by=world.pranee
    )
    assert world.scope("stranger").inside == {world.mae_sai.pk}
    assert actions.drift() == []


def test_a_seat_is_recorded_with_who_gave_it_and_what(world: World) -> None:
    seat = actions.give_seat(
        committee=world.mae_sai,
        person=world.stranger,
        values=values(world, post_th="พยาบาล", post_en="Nurse"),
        by=world.pranee,
    )
    event = newest("seat_given")
    assert seat.appointed_by == world.pranee
    assert (event.actor_id, event.subject_id) == (world.pranee.pk, str(seat.pk))
    assert event.after["post"] == {"th": "พยาบาล", "en": "Nurse"}
    assert event.after["person"]["en"] == "Plaek Namai"


def test_a_seat_that_begins_later_gives_nothing_yet(world: World) -> None:
    actions.give_seat(
        committee=world.mae_sai,
        person=world.stranger,
        values=values(world, starts=today() + DAY),
        by=world.pranee,
    )
    assert not world.scope("stranger").inside


def test_a_seat_in_a_closed_group_is_not_seen_from_above(world: World) -> None:
    seat = actions.give_seat(
        committee=world.mae_sai_suppression,
        person=world.stranger,
        values=values(world, "police"),
        by=world.inspector,
    )
    assert not seat.above


@pytest.mark.parametrize("role", ["chair", "deputy_chief", "secretary"])
def test_a_post_has_one_holder_at_a_time(world: World, role: str) -> None:
    with pytest.raises(ValidationError, match=r"ตำแหน่ง|post"):
        actions.give_seat(
            committee=world.mae_sai,
            person=world.stranger,
            values=values(world, role=role),
            by=world.nok,
        )
    assert not Seat.objects.filter(person=world.stranger).exists()


def test_a_post_is_free_for_the_day_after_its_holder_leaves(world: World) -> None:
    actions.end_seat(seat=world.seat("chief", "mae_sai"), ends=today(), reason="", by=world.nok)
    with pytest.raises(ValidationError):
        actions.give_seat(
            committee=world.mae_sai,
            person=world.stranger,
            values=values(world, role="chair"),
            by=world.nok,
        )
    seat = actions.give_seat(
        committee=world.mae_sai,
        person=world.stranger,
        values=values(world, role="chair", starts=today() + DAY),
        by=world.nok,
    )
    assert seat.pk


def test_a_post_is_free_at_once_when_its_holder_left_at_once(world: World) -> None:
    actions.end_seat(seat=world.seat("chief", "mae_sai"), ends=None, reason="", by=world.nok)
    actions.give_seat(
        committee=world.mae_sai,
        person=world.stranger,
        values=values(world, role="chair"),
        by=world.nok,
    )
    assert access.holders(Permission.APPROVE_AS_CHIEF, world.mae_sai)[0] != world.chief


def test_the_same_seat_is_not_given_twice(world: World) -> None:
    given = values(world)
    actions.give_seat(committee=world.mae_sai, person=world.stranger, values=given, by=world.pranee)
    with pytest.raises(ValidationError):
        actions.give_seat(
            committee=world.mae_sai, person=world.stranger, values=given, by=world.pranee
        )


def test_one_organisation_sits_in_two_bodies(world: World) -> None:
    for committee in (world.mae_sai, world.mae_sai_prevention):
        actions.give_seat(
            committee=committee, person=world.stranger, values=values(world), by=world.pranee
        )
    assert len(world.scope("stranger").inside) == 2


def test_a_taken_post_is_found_where_the_giver_may_not_look(world: World) -> None:
    group = CommitteeFactory(parent=world.mae_sai)
    seat = SeatFactory(committee=group, role="secretary")
    Seat.objects.filter(pk=seat.pk).update(above=False)
    with rls.acting_as(world.pranee.pk):
        assert not Seat.objects.filter(pk=seat.pk).exists()
        with pytest.raises(ValidationError):
            actions.give_seat(
                committee=group,
                person=world.fresh(world.stranger),
                values=values(world, role="secretary"),
                by=world.fresh(world.pranee),
            )


def test_the_whole_act_works_for_the_web_role(world: World) -> None:
    with rls.acting_as(world.pranee.pk):
        seat = actions.give_seat(
            committee=world.fresh(world.mae_sai),
            person=world.fresh(world.stranger),
            values=values(world),
            by=world.fresh(world.pranee),
        )
        actions.change_seat(
            seat=seat, values={"post_th": "พยาบาล"}, version=1, by=world.fresh(world.pranee)
        )
        actions.end_seat(seat=seat, ends=None, reason="", by=world.fresh(world.pranee))
    assert actions.drift() == []


def test_psdhs_gives_seats_in_its_province_as_the_web_role(world: World) -> None:
    with rls.acting_as(world.nok.pk):
        actions.give_seat(
            committee=world.fresh(world.mae_sai_prevention),
            person=world.fresh(world.stranger),
            values=values(world),
            by=world.fresh(world.nok),
        )
    assert world.scope("stranger").inside == {world.mae_sai_prevention.pk}


# --- Inviting -------------------------------------------------------------------------------------


def invite(world: World, email: str, **other: Any) -> actions.Invited:
    return actions.invite(
        committee=world.mae_sai,
        email=email,
        name_th="สมใจ ใหม่มา",
        name_en="Somchai Maima",
        seat=values(world),
        by=other.get("by", world.pranee),
    )


def test_somebody_new_gets_an_account_without_password_and_a_link(world: World) -> None:
    invited = invite(world, "New@Example.org")
    person = User.objects.get(email="new@example.org")
    assert invited.seat.person == person
    assert not person.has_usable_password()
    assert invited.token


def test_only_the_hash_of_a_link_is_kept(world: World) -> None:
    invited = invite(world, "new@example.org")
    kept = Invitation.objects.latest("pk")
    assert invited.token not in str(kept.__dict__)
    assert actions.find_invitation(invited.token) == kept


def test_somebody_known_keeps_account_and_name_and_needs_no_link(world: World) -> None:
    invited = invite(world, "Stranger@example.org")
    assert invited.seat.person == world.stranger
    assert invited.token is None
    assert world.fresh(world.stranger).name_th == world.stranger.name_th


def test_who_may_not_appoint_does_not_even_make_an_account(world: World) -> None:
    with pytest.raises(NotAllowed):
        invite(world, "new@example.org", by=world.kanda)
    assert not User.objects.filter(email="new@example.org").exists()


def test_nobody_invites_himself(world: World) -> None:
    with pytest.raises(NotAllowed):
        invite(world, world.pranee.email)


@pytest.fixture
def link(world: World) -> Invitation:
    found = actions.find_invitation(world.invitation_token)
    assert found is not None
    return found


def test_who_opens_the_link_sets_a_password_and_is_in(world: World, link: Invitation) -> None:
    actions.accept_invitation(invitation=link, password="ดอกไม้สีม่วง-2570")
    person = world.fresh(world.invited)
    assert person.check_password("ดอกไม้สีม่วง-2570")
    assert world.scope("invited").inside == {world.mae_sai.pk}
    assert newest("invitation_accepted").actor_id == person.pk


def test_a_link_works_once(link: Invitation) -> None:
    actions.accept_invitation(invitation=link, password="ดอกไม้สีม่วง-2570")
    with pytest.raises(WrongState):
        actions.accept_invitation(invitation=link, password="อีกคำหนึ่ง-2570")


def test_a_link_expires_after_two_weeks(link: Invitation, monkeypatch: pytest.MonkeyPatch) -> None:
    later = timezone.now() + dt.timedelta(days=actions.INVITATION_DAYS, seconds=1)
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)
    assert not actions.is_open(link)
    with pytest.raises(WrongState):
        actions.accept_invitation(invitation=link, password="ดอกไม้สีม่วง-2570")


def test_the_link_of_a_seat_that_was_ended_is_closed(world: World, link: Invitation) -> None:
    actions.end_seat(seat=link.seat, ends=None, reason="", by=world.pranee)
    with pytest.raises(WrongState):
        actions.accept_invitation(invitation=world.fresh(link), password="ดอกไม้สีม่วง-2570")
    assert not world.fresh(world.invited).has_usable_password()


def test_a_new_link_ends_the_old_one(world: World, link: Invitation) -> None:
    token = actions.renew_invitation(seat=link.seat, by=world.pranee)
    assert not actions.is_open(world.fresh(link))
    fresh = actions.find_invitation(token)
    assert fresh is not None
    assert actions.is_open(fresh)


def test_who_has_a_password_gets_no_new_link(world: World) -> None:
    with pytest.raises(WrongState):
        actions.renew_invitation(seat=world.seat("observer", "mae_sai"), by=world.pranee)


def test_others_renew_no_link(world: World, link: Invitation) -> None:
    with pytest.raises(NotAllowed):
        actions.renew_invitation(seat=link.seat, by=world.malee)


@pytest.mark.parametrize("token", ["", "x", "\x00", "ก" * 500])
def test_a_link_that_never_was_is_not_found(token: str) -> None:
    assert actions.find_invitation(token) is None


# --- Changing -------------------------------------------------------------------------------------


def test_a_changed_post_is_recorded_before_and_after(world: World) -> None:
    seat = actions.change_seat(
        seat=world.seat("observer", "mae_sai"),
        values={"post_th": "อาจารย์", "post_en": "Lecturer"},
        version=1,
        by=world.pranee,
    )
    event = newest("seat_changed")
    assert seat.version == 2
    assert event.before["post"]["en"] == "observer"
    assert event.after["post"] == {"th": "อาจารย์", "en": "Lecturer"}


def test_the_second_of_two_who_change_a_seat_at_once_is_told(world: World) -> None:
    seat = world.seat("observer", "mae_sai")
    actions.change_seat(seat=seat, values={"post_th": "ก"}, version=1, by=world.pranee)
    with pytest.raises(Conflict):
        actions.change_seat(seat=seat, values={"post_th": "ข"}, version=1, by=world.somchai)
    assert world.fresh(seat).post_th == "ก"


def test_a_start_put_off_takes_the_rights_meanwhile(world: World) -> None:
    actions.change_seat(
        seat=world.seat("observer", "mae_sai"),
        values={"starts": today() + DAY},
        version=1,
        by=world.pranee,
    )
    assert not world.scope("observer").inside
    assert actions.drift() == []


def test_grants_are_made_behind_a_lock_on_the_person(world: World) -> None:
    with CaptureQueriesContext(connection) as queries:
        actions.project(person_id=world.observer.pk, committee=world.mae_sai)
    assert '"accounts_user"' in queries[0]["sql"]
    assert queries[0]["sql"].endswith("FOR NO KEY UPDATE")


# --- Ending ---------------------------------------------------------------------------------------


def test_a_seat_ended_on_a_day_keeps_its_rights_until_then(world: World) -> None:
    seat = actions.end_seat(
        seat=world.seat("observer", "mae_sai"), ends=today() + 7 * DAY, reason="", by=world.pranee
    )
    assert seat.ends == today() + 7 * DAY
    assert world.scope("observer").inside


def test_who_leaves_by_himself_is_recorded_as_having_left(world: World) -> None:
    actions.end_seat(
        seat=world.seat("observer", "mae_sai"), ends=None, reason="", by=world.observer
    )
    assert newest("seat_left").actor_id == world.observer.pk
    assert not world.scope("observer").inside


def test_a_seat_that_ended_is_not_ended_again(world: World) -> None:
    seat = world.seat("observer", "mae_sai")
    actions.end_seat(seat=seat, ends=None, reason="", by=world.pranee)
    with pytest.raises(WrongState):
        actions.end_seat(seat=seat, ends=None, reason="", by=world.pranee)


def test_the_last_day_does_not_lie_in_the_past(world: World) -> None:
    with pytest.raises(WrongState):
        actions.end_seat(
            seat=world.seat("observer", "mae_sai"), ends=today() - DAY, reason="", by=world.pranee
        )


def test_who_ends_a_seat_does_not_prolong_it(world: World) -> None:
    seat = world.seat("observer", "mae_sai")
    actions.end_seat(seat=seat, ends=today() + DAY, reason="", by=world.pranee)
    with pytest.raises(WrongState):
        actions.end_seat(seat=seat, ends=today() + 2 * DAY, reason="", by=world.observer)


def test_a_coming_seat_can_be_taken_back(world: World) -> None:
    seat = actions.end_seat(
        seat=world.seat("newcomer", "mae_sai"), ends=None, reason="", by=world.pranee
    )
    assert seat.ended_at is not None
    assert not Seat.objects.coming(today()).filter(person=world.newcomer).exists()


def test_history_stays_when_somebody_leaves(world: World) -> None:
    seat = world.seat("observer", "mae_sai")
    actions.end_seat(seat=seat, ends=None, reason="", by=world.pranee)
    with rls.acting_as(world.pranee.pk):
        assert Seat.objects.filter(pk=seat.pk).exists()
        assert AuditEvent.objects.filter(subject_id=str(seat.pk)).count() == 2


# --- At midnight ----------------------------------------------------------------------------------


def test_a_seat_whose_last_day_is_past_expires_once_and_is_recorded(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    actions.end_seat(
        seat=world.seat("observer", "mae_sai"), ends=today(), reason="", by=world.pranee
    )
    tomorrow = timezone.now() + DAY
    monkeypatch.setattr("django.utils.timezone.now", lambda: tomorrow)
    assert actions.expire_seats() == 1
    assert actions.expire_seats() == 0
    assert not CommitteeUserPermission.objects.filter(user=world.observer).exists()
    event = newest("seat_expired")
    assert (event.actor_id, event.after["person"]["en"]) == (None, world.observer.name_en)


# --- Organisations and provinces ------------------------------------------------------------------


def test_the_secretary_adds_an_organisation_of_her_province(world: World) -> None:
    row = actions.add_organisation(
        committee=world.mae_sai,
        values={"name_th": "โรงเรียนแม่สาย", "name_en": "School", "kind": "education"},
        by=world.pranee,
    )
    assert row.province_id == 57
    assert newest("organisation_added").subject_id == str(row.pk)


@pytest.mark.parametrize("person", ["kanda", "observer", "malee", "nuan"])
def test_others_add_no_organisation(world: World, person: str) -> None:
    before = Organisation.objects.count()
    with pytest.raises(NotAllowed):
        actions.add_organisation(
            committee=world.mae_sai, values={"name_th": "ก"}, by=world.people[person]
        )
    assert Organisation.objects.count() == before


def test_a_province_begins_with_one_seat_and_a_link(world: World) -> None:
    phayao = Area.objects.get(pk=56)
    with rls.acting_as_system("setup"):
        first = actions.start_province(
            province=phayao, email="p@example.org", name_th="ผกา", name_en=""
        )
        again = actions.start_province(
            province=phayao, email="p@example.org", name_th="ผกา", name_en=""
        )
    assert first.seat.committee.kind == "provincial"
    assert again.seat == first.seat
    assert first.token != again.token
    assert access.resolve(first.seat.person_id).overseen_provinces == {56}


def test_a_province_that_has_begun_takes_nobody_else_this_way(world: World) -> None:
    UserFactory(email="other@example.org")
    with pytest.raises(WrongState), rls.acting_as_system("setup"):
        actions.start_province(
            province=Area.objects.get(pk=57), email="other@example.org", name_th="", name_en=""
        )
