"""The one table of roles: what it says, and that nothing else says it."""

import ast

import pytest

from committees.kinds import Kind
from committees.models import Approver
from committees.roles import (
    ONE_HOLDER,
    ROLE_CHOICES,
    ROLES,
    Permission,
    permissions,
    roles_for,
)
from config.settings.base import BASE_DIR


def test_every_role_the_issue_names_is_there() -> None:
    assert set(ROLES) >= {
        "chair",
        "vice_chair",
        "deputy_chief",
        "secretary",
        "deputy_secretary",
        "steering",
        "member",
        "observer",
        "psdhs_secretariat",
    }


def test_every_permission_is_held_by_some_role() -> None:
    held = permissions(set(ROLES)) | permissions(set(ROLES), below=True)
    assert held == set(Permission)


def test_who_submits_never_approves_or_receives_by_the_same_role() -> None:
    deciding = {Permission.APPROVE_AS_CHIEF, Permission.APPROVE_AS_DEPUTY}
    for role in ROLES.values():
        assert not (Permission.SUBMIT_PLAN in role.holds and deciding & role.holds), role.slug


def test_whoever_may_do_something_below_oversees() -> None:
    assert [role.slug for role in ROLES.values() if role.below and not role.oversees] == []


def test_an_observer_changes_nothing() -> None:
    assert not ROLES["observer"].holds
    assert not ROLES["observer"].below


@pytest.mark.parametrize("slug", ["member", "observer", "steering", "vice_chair"])
def test_roles_that_decide_nothing_for_others(slug: str) -> None:
    assert not ROLES[slug].below
    assert not ROLES[slug].sensitive


@pytest.mark.parametrize("slug", ["chair", "deputy_chief", "secretary", "psdhs_secretariat"])
def test_roles_that_need_a_second_factor(slug: str) -> None:
    assert ROLES[slug].sensitive


def test_the_secretariat_sits_in_the_province_alone() -> None:
    assert ROLES["psdhs_secretariat"].kinds == {Kind.PROVINCIAL}


def test_a_steering_committee_belongs_to_civil_society_alone() -> None:
    assert "steering" in {role.slug for role in roles_for(Kind.CIVIL_SOCIETY)}
    assert "steering" not in {role.slug for role in roles_for(Kind.DISTRICT)}


def test_the_national_body_has_observers_alone() -> None:
    assert [role.slug for role in roles_for(Kind.NATIONAL)] == ["national_observer"]


def test_a_slug_that_left_the_table_allows_nothing() -> None:
    assert permissions({"no_such_role"}) == frozenset()


def test_who_may_approve_is_a_permission() -> None:
    assert {Permission(value) for value in Approver.values} == {
        Permission.APPROVE_AS_DEPUTY,
        Permission.APPROVE_AS_CHIEF,
    }


def test_posts_held_by_one_person() -> None:
    assert set(ONE_HOLDER) == {"chair", "deputy_chief", "secretary"}


def test_choices_are_the_table() -> None:
    assert [slug for slug, _ in ROLE_CHOICES] == list(ROLES)


# Words that are roles and nothing else; "member" and "chair" are also ordinary words.
TELLING = {"psdhs_secretariat", "deputy_chief", "deputy_secretary", "vice_chair"}
MAY_NAME_ROLES = {
    # The table itself, and its frozen copy in the migrations.
    "committees/roles.py",
    # A province on an empty system begins with one seat of this role.
    "members/actions/seats.py",
    # The offices people are elected to, and the words a spreadsheet writes for them.
    "members/models/offices.py",
    "members/import_cells.py",
    # The posts an order to appoint begins with, as the official papers name them.
    "members/order_templates.py",
}


def test_no_role_is_tested_by_name_anywhere_else() -> None:
    found = set()
    for app in ("accounts", "committees", "members", "actionplans"):
        for path in (BASE_DIR / app).rglob("*.py"):
            name = path.relative_to(BASE_DIR).as_posix()
            if {"migrations", "demo", "bench"} & set(path.parts) or name in MAY_NAME_ROLES:
                continue
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Constant) and node.value in TELLING:
                    found.add(f"{name}:{node.lineno}")
    # `Approver.DEPUTY`'s stored value names a permission, not the role.
    assert sorted(found) == []
