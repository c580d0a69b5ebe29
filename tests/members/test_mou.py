"""Versions of an MoU and who signed which."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from committees import rls
from committees.calendar import today
from committees.errors import Conflict, NotAllowed, Refused, WrongState
from committees.models import AuditEvent, Notice, Paper
from committees.papers import Upload
from config.settings.base import BASE_DIR
from members.actions import mou as actions
from members.models import Mou, MouSignature, MouVersion
from members.policy import mou as policy
from members.workflow.mou import DISCARDED, DRAFT, MOU_VERSION, OPEN, SUPERSEDED
from tests.world import World

pytestmark = pytest.mark.django_db
COPY = Upload("signed.pdf", "application/pdf", b"%PDF-1.4 signed")
PARTS = ("vision", "mission", "objectives", "principles")
TEXT = {f"{part}_th": f"{part} ภาษาไทย" for part in PARTS}


def draft(world: World, **text: Any) -> MouVersion:
    """The first draft of the CCT's membership MoU."""
    version = actions.start_mou(
        committee=world.cct,
        values={"name_th": "บันทึกข้อตกลง", "name_en": "CCT MoU", "partner": None, "parties": []},
        by=world.cct_secretary,
    )
    return actions.change_draft(
        mou_version=version, values=TEXT | text, version=1, by=world.cct_secretary
    )


def opened(world: World, **text: Any) -> MouVersion:
    return actions.open_version(version=draft(world, **text), by=world.cct_secretary)


def next_version(world: World, mou: Mou, *, again: bool) -> MouVersion:
    version = actions.draft_version(mou=mou, by=world.cct_secretary)
    actions.change_draft(
        mou_version=version, values={"needs_signing": again}, version=1, by=world.cct_secretary
    )
    return actions.open_version(version=version, by=world.cct_secretary)


def sign(
    world: World, version: MouVersion, organisation: str, by: str, **other: Any
) -> MouSignature:
    values = {
        "signatory_name": "สมศรี ใจดี",
        "signatory_post": "ผู้อำนวยการ",
        "signed_on": today(),
        "upload": COPY,
    }
    return actions.record_signature(
        version=version,
        organisation=world.organisations[organisation],
        by=world.people[by],
        **values | other,
    )


# --- The way of a version -----------------------------------------------------------------------


def put_into(version: MouVersion, state: str) -> MouVersion:
    """The version as it would stand there."""
    now = version.created_at
    seen = state in (OPEN, SUPERSEDED)
    MouVersion.objects.filter(pk=version.pk).update(
        state=state, above=seen, opened_at=now if seen else None
    )
    return MouVersion.objects.select_related("mou__committee", "committee").get(pk=version.pk)


ACTS = {
    "edit": lambda v, by: actions.change_draft(
        mou_version=v, values={"vision_th": "อื่น"}, version=v.version, by=by
    ),
    "open": lambda v, by: actions.open_version(version=v, by=by),
    "discard": lambda v, by: actions.discard_draft(version=v, by=by),
}
KEEPERS = {"cct_chair", "cct_secretary"}
PEOPLE = ("cct_chair", "cct_secretary", "cct_steering", "cct_member", "nok", "pranee", "stranger")


@pytest.mark.parametrize("state", MOU_VERSION.states)
def test_each_act_is_done_from_its_states_by_its_people_alone(world: World, state: str) -> None:
    first = draft(world)
    for action, act in ACTS.items():
        for name in PEOPLE:
            by = world.fresh(world.people[name])
            with transaction.atomic():
                version = put_into(first, state)
                expected = 200
                if name not in KEEPERS:
                    expected = 403
                elif state not in MOU_VERSION.transitions[action].sources:
                    expected = 409
                got = 200
                try:
                    act(version, by)
                except Refused as refusal:
                    got = refusal.status
                    assert refusal.reason
                version.refresh_from_db()
                wanted = MOU_VERSION.transitions[action].target if expected == 200 else state
                assert (action, name, got, version.state) == (action, name, expected, wanted)
                transaction.set_rollback(True)


@pytest.mark.parametrize("state", MOU_VERSION.states)
def test_one_signs_only_what_is_open(world: World, state: str) -> None:
    version = put_into(draft(world), state)
    if state == OPEN:
        assert sign(world, version, "focus", "cct_secretary").version_id == version.pk
    else:
        with pytest.raises(WrongState, match="not open for signature"):
            sign(world, version, "focus", "cct_secretary")
        assert not MouSignature.objects.exists()


def test_opening_a_version_supersedes_the_one_before_and_keeps_its_signatures(
    world: World,
) -> None:
    first = opened(world)
    sign(world, first, "focus", "cct_secretary")
    second = next_version(world, first.mou, again=True)
    first.refresh_from_db()
    assert (first.state, second.state, second.number) == (SUPERSEDED, OPEN, 2)
    assert first.signatures.count() == 1
    assert actions.current_version(world.cct) == second
    # It has to be signed again, and can be.
    assert sign(world, second, "focus", "cct_secretary").version_id == second.pk


def test_a_version_that_needs_no_signing_stands_on_the_signatures_before_it(world: World) -> None:
    first = opened(world)
    second = next_version(world, first.mou, again=False)
    third = next_version(world, first.mou, again=False)
    fourth = next_version(world, first.mou, again=True)
    versions = list(MouVersion.objects.filter(mou=first.mou))

    def counting(version: MouVersion) -> list[int]:
        return [row.number for row in actions.counting_versions(versions, version)]

    assert counting(first) == [1]
    assert counting(second) == [2, 1]
    assert counting(third) == [3, 2, 1]
    assert counting(fourth) == [4]


def test_the_first_version_is_signed_by_everybody(world: World) -> None:
    version = draft(world, needs_signing=False)
    assert version.needs_signing is True


def test_a_version_without_all_parts_is_not_opened(world: World) -> None:
    version = draft(world, objectives_th="  ")
    with pytest.raises(WrongState, match="not written yet"):
        actions.open_version(version=version, by=world.cct_secretary)


def test_two_writers_of_one_draft_do_not_overwrite_each_other(world: World) -> None:
    version = draft(world)
    with pytest.raises(Conflict):
        actions.change_draft(
            mou_version=version, values={"vision_th": "ของฉัน"}, version=1, by=world.cct_chair
        )
    version.refresh_from_db()
    assert version.vision_th == TEXT["vision_th"]


def test_saving_what_is_there_already_changes_nothing(world: World) -> None:
    version = draft(world)
    events = AuditEvent.objects.count()
    again = actions.change_draft(
        mou_version=version, values=TEXT, version=version.version, by=world.cct_chair
    )
    assert again.version == version.version
    assert AuditEvent.objects.count() == events


def test_there_is_one_membership_mou_and_one_draft_of_it(world: World) -> None:
    version = draft(world)
    with pytest.raises(WrongState, match="already has its membership MoU"):
        draft(world)
    with pytest.raises(WrongState, match="a draft already"):
        actions.draft_version(mou=version.mou, by=world.cct_chair)


def test_the_form_sent_twice_begins_one_agreement(world: World) -> None:
    key = uuid.uuid4()
    values = {"name_th": "ก", "name_en": "", "partner": None, "parties": []}
    rows = {
        actions.start_mou(committee=world.cct, values=values, by=world.cct_chair, form_key=key).pk
        for _twice in range(2)
    }
    assert len(rows) == 1
    assert Mou.objects.count() == 1


def test_a_draft_thrown_away_leaves_its_number_to_the_next(world: World) -> None:
    first = opened(world)
    second = actions.draft_version(mou=first.mou, by=world.cct_chair)
    actions.discard_draft(version=second, by=world.cct_chair)
    assert actions.draft_version(mou=first.mou, by=world.cct_chair).number == 2
    assert MouVersion.objects.filter(state=DISCARDED).count() == 1


def test_only_a_civil_society_committee_has_an_mou(world: World) -> None:
    with pytest.raises(NotAllowed):
        policy.check_manage(world.pranee, world.cct)
    with pytest.raises(WrongState, match="civil-society"):
        policy.check_manage(world.pranee, world.mae_sai)


def test_the_text_of_an_opened_version_is_kept_by_the_database(world: World) -> None:
    version = opened(world)
    for change in ({"vision_th": "อื่น"}, {"needs_signing": False}, {"state": DRAFT}):
        with pytest.raises(IntegrityError), transaction.atomic():
            MouVersion.objects.filter(pk=version.pk).update(**change)


# --- Signing ------------------------------------------------------------------------------------


def test_who_speaks_for_the_organisation_signs(world: World) -> None:
    signature = sign(world, opened(world), "world_vision", "cct_member")
    assert (signature.from_paper, signature.recorded_by) == (False, world.cct_member)
    assert signature.paper is not None
    assert signature.paper.content_type == "application/pdf"
    event = AuditEvent.objects.filter(verb="mou_signed").get()
    assert event.above
    assert event.actor_id == world.cct_member.pk


def test_only_the_head_signs_where_there_is_one(world: World) -> None:
    version = opened(world)
    seat = world.seat("cct_chair", "cct")
    type(seat).objects.filter(pk=seat.pk).update(heads=True)
    with pytest.raises(NotAllowed):
        sign(world, version, "world_vision", "cct_member")
    assert sign(world, version, "world_vision", "cct_chair").from_paper is False


def test_a_member_does_not_sign_for_another_organisation(world: World) -> None:
    version = opened(world)
    for name in ("cct_member", "nok", "pranee", "stranger"):
        with pytest.raises(NotAllowed):
            sign(world, version, "focus", name)
    assert not MouSignature.objects.exists()
    assert not Paper.objects.exists()


def test_the_secretary_records_a_signature_from_the_paper(world: World) -> None:
    version = opened(world)
    with pytest.raises(WrongState, match="Hand in the signed copy"):
        sign(world, version, "world_vision", "cct_secretary", upload=None)
    signature = sign(
        world,
        version,
        "world_vision",
        "cct_secretary",
        signed_on=dt.date(2019, 9, 18),
    )
    assert signature.from_paper is True
    assert AuditEvent.objects.filter(verb="mou_signed_on_paper").count() == 1


def test_the_database_keeps_that_a_recorded_signature_has_its_paper(world: World) -> None:
    signature = sign(world, opened(world), "focus", "cct_secretary", upload=None)
    with pytest.raises(IntegrityError, match="mou_recorded_from_a_paper"), transaction.atomic():
        MouSignature.objects.filter(pk=signature.pk).update(from_paper=True)


def test_an_organisation_signs_a_version_once(world: World) -> None:
    version = opened(world)
    first = sign(world, version, "focus", "cct_secretary")
    with pytest.raises(WrongState, match="already"):
        sign(world, version, "focus", "cct_secretary")
    with pytest.raises(IntegrityError, match="mou_signed_once"), transaction.atomic():
        first.pk = None
        first.save(force_insert=True)


def test_an_organisation_outside_the_committee_is_no_party(world: World) -> None:
    with pytest.raises(WrongState, match="not a party"):
        sign(world, opened(world), "hospital", "cct_secretary")


def test_nobody_signs_tomorrow(world: World) -> None:
    with pytest.raises(WrongState, match="future"):
        sign(
            world,
            opened(world),
            "focus",
            "cct_secretary",
            signed_on=today() + dt.timedelta(days=1),
        )


def test_what_follows_from_a_signature_happens_in_its_transaction(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    version, heard = opened(world), []
    monkeypatch.setattr(actions, "_WHEN_SIGNED", [])
    actions.register_signed(lambda signature, by: heard.append((signature.pk, by)))
    signature = sign(world, version, "focus", "cct_secretary")
    assert heard == [(signature.pk, world.cct_secretary)]

    def fails(signature: MouSignature, by: Any) -> None:
        raise WrongState("not now")

    actions.register_signed(fails)
    with pytest.raises(WrongState, match="not now"), transaction.atomic():
        sign(world, version, "world_vision", "cct_member")
    assert MouSignature.objects.count() == 1


def test_those_who_take_part_are_told_of_a_version_and_keepers_of_a_signature(
    world: World,
) -> None:
    Notice.objects.all().delete()
    version = opened(world)
    told = set(Notice.objects.filter(kind="mou_opened").values_list("recipient_id", flat=True))
    assert told == {p.pk for p in (world.cct_chair, world.cct_steering, world.cct_member)}
    sign(world, version, "world_vision", "cct_member")
    told = set(Notice.objects.filter(kind="mou_signed").values_list("recipient_id", flat=True))
    assert told == {world.cct_chair.pk, world.cct_secretary.pk}


# --- With a partner -----------------------------------------------------------------------------


def with_partner(world: World, *parties: str, partner: str = "hospital") -> MouVersion:
    return actions.start_mou(
        committee=world.cct,
        values={
            "name_th": "บันทึกข้อตกลงกับบ้านพัก",
            "name_en": "MoU with the shelter",
            "partner": world.organisations[partner],
            "parties": [world.organisations[name] for name in parties],
        },
        by=world.cct_secretary,
    )


def test_an_mou_with_a_partner_is_signed_by_those_named_and_the_partner(world: World) -> None:
    version = with_partner(world, "focus")
    actions.change_draft(mou_version=version, values=TEXT, version=1, by=world.cct_chair)
    actions.open_version(version=version, by=world.cct_chair)
    assert policy.party_ids(version.mou) == {
        world.organisations["focus"].pk,
        world.organisations["hospital"].pk,
    }
    assert sign(world, version, "hospital", "cct_secretary").from_paper is True
    with pytest.raises(WrongState, match="not a party"):
        sign(world, version, "world_vision", "cct_member")
    # It is not the one that members join by.
    assert actions.current_version(world.cct) is None


def test_parties_are_members_and_the_partner_is_of_the_province(world: World) -> None:
    with pytest.raises(WrongState, match="Choose the members"):
        with_partner(world)
    with pytest.raises(WrongState, match="Only members"):
        with_partner(world, "police")
    with pytest.raises(NotAllowed, match="province"):
        with_partner(world, "focus", partner="nan_vision")


# --- Who sees what ------------------------------------------------------------------------------


def test_from_above_one_sees_what_was_opened_and_never_a_draft(world: World) -> None:
    first = opened(world)
    sign(world, first, "focus", "cct_secretary")
    second = actions.draft_version(mou=first.mou, by=world.cct_secretary)
    for name, versions, signatures in (
        ("cct_member", {first.pk, second.pk}, 1),
        ("nok", {first.pk}, 1),
        ("pranee", set(), 0),
        ("nuan", set(), 0),
        ("national_observer", set(), 0),
        ("stranger", set(), 0),
    ):
        scope = world.scope(name)
        seen = set(MouVersion.objects.visible_to(scope).values_list("pk", flat=True))
        assert (name, seen) == (name, versions)
        assert MouSignature.objects.visible_to(scope).count() == signatures
        with rls.acting_as(world.people[name].pk):
            seen = set(MouVersion.objects.values_list("pk", flat=True))
            assert (name, seen) == (name, versions)
            assert MouSignature.objects.count() == signatures


def test_from_above_nothing_of_it_is_changed(world: World) -> None:
    version = opened(world)
    with rls.acting_as(world.nok.pk):
        assert not MouVersion.objects.filter(pk=version.pk).update(changed_at=version.changed_at)
    with rls.acting_as(world.cct_chair.pk):
        assert MouVersion.objects.filter(pk=version.pk).update(changed_at=version.changed_at)


def test_a_signature_is_never_changed_by_the_web(world: World) -> None:
    signature = sign(world, opened(world), "focus", "cct_secretary")
    with rls.acting_as(world.cct_secretary.pk), connection.cursor() as cursor:
        cursor.execute(
            "SELECT has_column_privilege(current_user, 'members_mousignature', 'signed_on',"
            " 'UPDATE'), has_table_privilege(current_user, 'members_mousignature', 'DELETE')"
        )
        assert cursor.fetchone() == (False, False)
    assert signature.pk


def test_the_diagram_in_the_documentation_is_the_table() -> None:
    text = (BASE_DIR / "docs" / "architecture.md").read_text(encoding="utf-8")
    assert f"```mermaid\n{MOU_VERSION.diagram()}\n```" in text
