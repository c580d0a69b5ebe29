"""What a person's seats let them see and do, by the rule of the house, in Python."""

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser

from actionplans.models import Plan, PlanLine, QuarterPlan, RoundLine
from committees import access, rls
from committees.calendar import midnight, today
from committees.models import AuditEvent, Committee, CommitteeUserPermission
from committees.roles import Permission as P  # noqa: N817
from members.actions import seats as member_actions
from members.models import Organisation, Seat
from tests.factories import CommitteeFactory, OrganisationFactory, SeatFactory
from tests.world import World

pytestmark = pytest.mark.django_db

OPEN_IN_CHIANG_RAI = {
    "chiang_rai",
    "mae_sai",
    "mae_sai_executive",
    "mae_sai_operations",
    "mae_sai_prevention",
    "chiang_khong",
    "cct",
}
OPEN_IN_NAN = {"nan", "nan_border"}
# Below Mae Sai, but for its closed group.
BELOW_MAE_SAI = {"mae_sai_executive", "mae_sai_operations", "mae_sai_prevention"}


def names(world: World, ids: object) -> set[str]:
    by_id = {row.pk: name for name, row in world.committees.items()}
    return {by_id[pk] for pk in ids}


# --- Scope ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("person", "inside", "overseen", "provinces", "overseen_provinces"),
    [
        ("pranee", {"mae_sai"}, BELOW_MAE_SAI, {57}, set()),
        ("anong", {"mae_sai"}, set(), {57}, set()),
        ("somchai", {"mae_sai"}, BELOW_MAE_SAI, {57}, set()),
        ("chief", {"mae_sai"}, BELOW_MAE_SAI, {57}, set()),
        ("superintendent", {"mae_sai"}, BELOW_MAE_SAI, {57}, set()),
        ("observer", {"mae_sai"}, set(), {57}, set()),
        ("kanda", {"mae_sai_prevention"}, set(), {57}, set()),
        ("wichai", {"mae_sai_suppression"}, set(), {57}, set()),
        ("nok", {"chiang_rai"}, set(), {57}, {57}),
        ("governor", {"chiang_rai"}, set(), {57}, {57}),
        ("malee", {"chiang_khong"}, set(), {57}, set()),
        ("cct_chair", {"cct"}, set(), {57}, set()),
        ("cct_member", {"cct"}, set(), {57}, set()),
        ("nuan", {"nan"}, set(), {55}, {55}),
        ("two_hats", {"chiang_khong", "nan_border"}, set(), {57, 55}, set()),
        ("national_observer", {"national"}, set(), set(), set()),
        ("stranger", set(), set(), set(), set()),
        ("former", set(), set(), set(), set()),
        ("newcomer", set(), set(), set(), set()),
        ("invited", {"mae_sai"}, set(), {57}, set()),
    ],
)
def test_scope_of_each_of_the_cast(
    world: World,
    person: str,
    inside: set[str],
    overseen: set[str],
    provinces: set[int],
    overseen_provinces: set[int],
) -> None:
    scope = world.scope(person)
    assert names(world, scope.inside) == inside
    assert names(world, scope.overseen) == overseen
    assert scope.provinces == provinces
    assert scope.overseen_provinces == overseen_provinces


def test_only_the_national_observer_is_national(world: World) -> None:
    assert {name for name in world.people if world.scope(name).national} == {"national_observer"}


def test_a_scope_takes_one_query(world: World, django_assert_num_queries) -> None:
    user = world.fresh(world.pranee)
    with django_assert_num_queries(1):
        access.scope_of(user)
        access.scope_of(user)


def test_a_visitor_sees_nothing() -> None:
    scope = access.scope_of(AnonymousUser())
    assert not scope.inside
    assert not Committee.objects.visible_to(scope).exists()


def test_a_person_who_was_deactivated_sees_nothing(world: World) -> None:
    world.pranee.is_active = False
    assert not access.scope_of(world.pranee).inside


# --- Lists ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("person", "seen"),
    [
        ("pranee", OPEN_IN_CHIANG_RAI),
        ("kanda", OPEN_IN_CHIANG_RAI),
        ("wichai", OPEN_IN_CHIANG_RAI | {"mae_sai_suppression"}),
        ("nok", OPEN_IN_CHIANG_RAI),
        ("cct_member", OPEN_IN_CHIANG_RAI),
        ("nuan", OPEN_IN_NAN),
        ("two_hats", OPEN_IN_CHIANG_RAI | OPEN_IN_NAN),
        ("national_observer", OPEN_IN_CHIANG_RAI | OPEN_IN_NAN | {"national"}),
        ("stranger", set()),
        ("former", set()),
    ],
)
def test_directory_of_committees(world: World, person: str, seen: set[str]) -> None:
    rows = Committee.objects.visible_to(world.scope(person))
    assert names(world, [row.pk for row in rows]) == seen


@pytest.mark.parametrize(
    ("person", "seen"),
    [
        ("pranee", {"mae_sai"}),
        ("observer", {"mae_sai"}),
        ("kanda", set()),
        ("wichai", {"mae_sai_suppression"}),
        ("malee", {"chiang_khong"}),
        ("nok", {"chiang_khong", "cct"}),
        ("governor", {"chiang_khong", "cct"}),
        ("cct_member", {"cct"}),
        ("nuan", {"nan_border"}),
        ("two_hats", {"chiang_khong", "nan_border"}),
        ("national_observer", set()),
        ("stranger", set()),
        ("former", set()),
    ],
)
@pytest.mark.parametrize("model", [Plan, QuarterPlan])
def test_plans_seen_from_inside_and_what_went_up_from_above(
    world: World, model: type, person: str, seen: set[str]
) -> None:
    rows = model.objects.visible_to(world.scope(person))
    assert names(world, {row.committee_id for row in rows}) == seen


def test_from_above_only_the_quarters_that_went_up_are_seen(world: World) -> None:
    rows = QuarterPlan.objects.visible_to(world.scope("nok"))
    assert set(rows) == {world.chiang_khong_submitted, world.cct_approved}


@pytest.mark.parametrize("person", ["nok", "governor", "national_observer", "malee", "kanda"])
def test_working_lines_of_others_are_seen_by_nobody(world: World, person: str) -> None:
    rows = PlanLine.objects.visible_to(world.scope(person))
    own = world.scope(person).inside
    assert {row.committee_id for row in rows} <= own


def test_from_above_the_wording_that_went_up_is_read(world: World) -> None:
    rows = RoundLine.objects.visible_to(world.scope("nok"))
    assert {row.what for row in rows} == {"อบรมแกนนำสตรีริมโขง", "อบรมทีมสหวิชาชีพ"}


def test_who_sits_where_is_seen_inside_and_from_above_alone(world: World) -> None:
    kanda = Seat.objects.visible_to(world.scope("kanda"))
    assert names(world, {row.committee_id for row in kanda}) == {"mae_sai_prevention"}
    pranee = Seat.objects.visible_to(world.scope("pranee"))
    assert names(world, {row.committee_id for row in pranee}) == {
        "mae_sai",
        "mae_sai_prevention",
    }


@pytest.mark.parametrize("person", ["pranee", "somchai", "chief", "nok", "governor", "kanda"])
def test_nobody_outside_sees_who_sits_in_the_closed_group(world: World, person: str) -> None:
    rows = Seat.objects.visible_to(world.scope(person)).filter(committee=world.mae_sai_suppression)
    assert not rows.exists()


@pytest.mark.parametrize("person", ["pranee", "somchai", "nok", "kanda", "national_observer"])
def test_nobody_outside_sees_what_happened_in_the_closed_group(world: World, person: str) -> None:
    rows = AuditEvent.objects.visible_to(world.scope(person))
    assert not rows.filter(committee_id=world.mae_sai_suppression.pk).exists()


def test_organisations_are_a_directory_of_the_own_provinces(world: World) -> None:
    seen = {o.province_id for o in Organisation.objects.visible_to(world.scope("pranee"))}
    assert seen == {57}
    both = {o.province_id for o in Organisation.objects.visible_to(world.scope("two_hats"))}
    assert both == {57, 55}


# --- What is allowed --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("person", "permission", "committee", "allowed"),
    [
        ("pranee", P.SUBMIT_PLAN, "mae_sai", True),
        ("pranee", P.APPROVE_AS_DEPUTY, "mae_sai", False),
        ("pranee", P.SUBMIT_PLAN, "chiang_khong", False),
        ("pranee", P.MANAGE_SEATS, "mae_sai_prevention", True),
        ("pranee", P.MANAGE_SEATS, "mae_sai_suppression", False),
        ("pranee", P.SUBMIT_PLAN, "mae_sai_prevention", False),
        ("anong", P.SUBMIT_PLAN, "mae_sai", True),
        ("anong", P.MANAGE_SEATS, "mae_sai", False),
        ("somchai", P.APPROVE_AS_DEPUTY, "mae_sai", True),
        ("somchai", P.APPROVE_AS_DEPUTY, "mae_sai_prevention", True),
        ("somchai", P.APPROVE_AS_DEPUTY, "mae_sai_suppression", False),
        ("somchai", P.APPROVE_AS_DEPUTY, "chiang_khong", False),
        ("chief", P.APPROVE_AS_CHIEF, "mae_sai", True),
        ("chief", P.APPROVE_AS_DEPUTY, "mae_sai", False),
        ("superintendent", P.APPROVE_AS_CHIEF, "mae_sai", False),
        ("observer", P.EDIT_PLAN, "mae_sai", False),
        ("kanda", P.EDIT_PLAN, "mae_sai_prevention", False),
        ("nok", P.RECEIVE_PLAN, "mae_sai", True),
        ("nok", P.RECEIVE_PLAN, "cct", True),
        ("nok", P.RECEIVE_PLAN, "mae_sai_suppression", False),
        ("nok", P.RECEIVE_PLAN, "nan_border", False),
        ("nok", P.RECEIVE_PLAN, "chiang_rai", False),
        ("nok", P.ACCEPT_REPORT, "mae_sai", True),
        ("nok", P.ACCEPT_REPORT, "cct", True),
        ("nok", P.ACCEPT_REPORT, "mae_sai_suppression", False),
        ("nok", P.ACCEPT_REPORT, "nan_border", False),
        ("nok", P.ACCEPT_REPORT, "chiang_rai", False),
        ("pranee", P.ACCEPT_REPORT, "mae_sai", False),
        ("nok", P.MANAGE_SEATS, "mae_sai", True),
        ("nok", P.MANAGE_SEATS, "cct", False),
        ("nok", P.APPROVE_AS_DEPUTY, "mae_sai", False),
        ("governor", P.APPROVE_AS_CHIEF, "mae_sai", True),
        ("governor", P.RECEIVE_PLAN, "mae_sai", False),
        ("cct_chair", P.APPROVE_AS_CHIEF, "cct", True),
        ("governor", P.APPROVE_AS_CHIEF, "cct", False),
        ("nuan", P.RECEIVE_PLAN, "nan_border", True),
        ("nuan", P.RECEIVE_PLAN, "mae_sai", False),
        ("two_hats", P.EDIT_PLAN, "nan_border", False),
        ("national_observer", P.SEE_TOTALS, "national", True),
        ("national_observer", P.RECEIVE_PLAN, "mae_sai", False),
        ("stranger", P.EDIT_PLAN, "mae_sai", False),
        ("former", P.EDIT_PLAN, "mae_sai", False),
    ],
)
def test_can(world: World, person: str, permission: P, committee: str, allowed: bool) -> None:
    user = world.fresh(world.people[person])
    assert access.can(user, permission, world.committees[committee]) is allowed


@pytest.mark.parametrize(
    ("person", "permission", "allowed"),
    [
        ("cct_secretary", P.MANAGE_SEATS, True),
        ("cct_chair", P.APPROVE_AS_CHIEF, True),
        ("nok", P.MANAGE_SEATS, False),
        ("nok", P.EDIT_COMMITTEE, False),
        ("nok", P.RECEIVE_PLAN, True),
        ("governor", P.APPROVE_AS_CHIEF, False),
    ],
)
def test_what_stands_below_a_self_governing_committee_is_its_own(
    world: World, person: str, permission: P, allowed: bool
) -> None:
    group = CommitteeFactory(parent=world.cct, kind="working_group", area=world.cct.area)
    user = world.fresh(world.people[person])
    assert access.can(user, permission, group) is allowed
    assert (user in access.holders(permission, group)) is allowed


def test_a_committee_made_later_is_overseen_at_once(world: World) -> None:
    later = CommitteeFactory(parent=world.mae_sai)
    assert access.can(world.fresh(world.nok), P.RECEIVE_PLAN, later)
    assert later.pk in world.scope("somchai").overseen


def test_holders_are_those_who_may_and_can_sign_in(world: World) -> None:
    assert access.holders(P.APPROVE_AS_DEPUTY, world.mae_sai) == [world.somchai]
    assert set(access.holders(P.RECEIVE_PLAN, world.mae_sai)) == {world.nok, world.noi}
    world.noi.is_active = False
    world.noi.save()
    assert access.holders(P.RECEIVE_PLAN, world.mae_sai) == [world.nok]


def test_nobody_holds_anything_over_a_closed_group_from_above(world: World) -> None:
    assert access.holders(P.RECEIVE_PLAN, world.mae_sai_suppression) == []
    assert access.holders(P.APPROVE_AS_DEPUTY, world.mae_sai_suppression) == [world.sup_chief]


def test_post_in_is_the_own_seat_else_the_nearest_above(world: World) -> None:
    own = access.post_in(world.fresh(world.pranee), world.mae_sai)
    assert own == (world.seat("pranee", "mae_sai").pk, {"secretary"})
    below = access.post_in(world.fresh(world.pranee), world.mae_sai_prevention)
    assert below == (world.seat("pranee", "mae_sai").pk, {"secretary"})
    assert access.post_in(world.fresh(world.malee), world.mae_sai) == (None, frozenset())


# --- The projection ---------------------------------------------------------------------------


def test_grants_are_what_the_seats_give(world: World) -> None:
    expected = {
        (seat.person_id, seat.committee_id, codename)
        for seat in Seat.objects.current(today())
        for codename, wanted in (
            (access.VIEW, seat.rule.inside),
            (access.OVERSEE, seat.rule.oversees),
        )
        if wanted
    }
    assert set(access.all_grants()) == expected


def test_two_seats_in_one_committee_are_one_grant_with_both(world: World) -> None:
    second = SeatFactory(committee=world.mae_sai, person=world.pranee, role="member")
    first = world.seat("pranee", "mae_sai")
    roles, seats, _until = access.all_grants()[world.pranee.pk, world.mae_sai.pk, access.VIEW]
    assert roles == ["member", "secretary"]
    assert seats == [first.pk, second.pk]


def test_ending_one_of_two_seats_leaves_the_rights_of_the_other(world: World) -> None:
    SeatFactory(
        committee=world.mae_sai,
        person=world.pranee,
        role="member",
        organisation=OrganisationFactory(),
    )
    member_actions.end_seat(
        seat=world.seat("pranee", "mae_sai"), ends=None, reason="", by=world.fresh(world.nok)
    )
    user = world.fresh(world.pranee)
    assert world.scope("pranee").inside == {world.mae_sai.pk}
    assert not access.can(user, P.SUBMIT_PLAN, world.mae_sai)


def test_a_seat_ended_at_once_takes_the_rights_at_once(world: World) -> None:
    member_actions.end_seat(
        seat=world.seat("pranee", "mae_sai"), ends=None, reason="", by=world.fresh(world.nok)
    )
    assert not CommitteeUserPermission.objects.filter(user=world.pranee).exists()
    assert not world.scope("pranee").inside


def test_a_seat_that_ends_today_holds_until_midnight_in_bangkok(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    member_actions.end_seat(
        seat=world.seat("pranee", "mae_sai"), ends=today(), reason="", by=world.fresh(world.nok)
    )
    end = midnight(today() + dt.timedelta(days=1))
    monkeypatch.setattr("django.utils.timezone.now", lambda: end - dt.timedelta(seconds=1))
    member_actions.expire_seats()
    assert world.mae_sai.pk in world.scope("pranee").inside
    monkeypatch.setattr("django.utils.timezone.now", lambda: end)
    member_actions.expire_seats()
    assert not world.scope("pranee").inside


def test_a_coming_seat_gives_rights_from_its_first_day(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = midnight(world.seat("newcomer", "mae_sai").starts)
    monkeypatch.setattr("django.utils.timezone.now", lambda: first)
    assert member_actions.expire_seats() == 1
    assert world.mae_sai.pk in world.scope("newcomer").inside


def test_rights_end_on_their_day_even_where_the_nightly_task_is_late(world: World) -> None:
    yesterday = today() - dt.timedelta(days=1)
    grants = CommitteeUserPermission.objects.filter(user=world.somchai)
    assert grants.update(until=today()) == 2
    assert world.scope("somchai").inside == {world.mae_sai.pk}
    grants.update(until=yesterday)
    scope = world.scope("somchai")
    assert not scope.inside
    assert not scope.overseen
    assert access.holders(P.APPROVE_AS_DEPUTY, world.mae_sai) == []
    with rls.acting_as(world.somchai.pk):
        assert not PlanLine.objects.exists()
        assert not Committee.objects.exists()
        assert not QuarterPlan.objects.exists()


def test_a_role_that_left_the_table_gives_nothing(world: World) -> None:
    assert access.wanted_grants([(1, "no_such_role", None)]) == {}


def test_drift_is_found_and_mended(world: World) -> None:
    CommitteeUserPermission.objects.filter(user=world.pranee).delete()
    CommitteeUserPermission.objects.create(
        user=world.stranger,
        content_object=world.mae_sai,
        permission_id=access.permission_ids()[access.VIEW],
        roles=["member"],
        seats=[1],
    )
    wrong = {(world.pranee.pk, world.mae_sai.pk), (world.stranger.pk, world.mae_sai.pk)}
    assert set(member_actions.drift()) == wrong
    member_actions.expire_seats()
    assert member_actions.drift() == []
    assert world.mae_sai.pk in world.scope("pranee").inside
    assert not world.scope("stranger").inside
