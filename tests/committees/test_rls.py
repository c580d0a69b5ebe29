"""The database's own line: no Python filter anywhere here, and still nothing foreign is seen.

Every test reads with plain `objects.all()`, as the web role, with one person as the actor. What
each may see is worked out here from the seats of the cast, apart from the product's own code.
"""

import contextlib
from collections.abc import Iterator
from typing import Any

import psycopg2
import pytest
from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, connection, transaction

from actionplans.models import PlanLine, QuarterPlan, Round
from committees import rls
from committees.models import AuditEvent, Committee, Notice, Paper
from committees.roles import ROLES
from members.models import Invitation, Organisation, Seat
from tests.guards import tables
from tests.world import SEATS, World, layer

pytestmark = pytest.mark.laid("every table")

MODELS = {
    model._meta.db_table: model
    for model in apps.get_models(include_auto_created=True)
    if model._meta.db_table in rls.protected_tables()
}
TABLES = sorted(MODELS)
# History outlives the data, so these name their committee without a key to it.
WITHOUT_KEY = {"committees_auditevent", "committees_audithead", "committees_notice"}
OF_A_COMMITTEE = [
    table
    for table, model in sorted(MODELS.items())
    if {"committee", "committee_id"} & {field.name for field in model._meta.fields}
]
INSIDE_ALONE = {"actionplans_planline", "actionplans_linesupport", "actionplans_lineplace"}
for module in tables.MODULES:
    INSIDE_ALONE |= set(getattr(module, "INSIDE_ALONE", ()))
SEES = tables.merged("SEES")


def query(sql: str, *values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


# --- What each of the cast may see, from the seats alone ------------------------------------------


class Reach:
    """Whose papers a person may see: an account of its own, to hold the product's against."""

    def __init__(self, world: World, person: str) -> None:
        held = [(c, ROLES[role]) for who, c, _, role in SEATS if who == person]
        if person == "invited":
            held.append(("mae_sai", ROLES["member"]))
        nodes = {name: (row.pk, row) for name, row in world.committees.items()}
        self.user_id = world.people[person].pk
        self.own = {nodes[c][0] for c, role in held if role.inside}
        self.provinces = {nodes[c][1].province_id for c, _ in held if c != "national"}
        self.national = any(c == "national" for c, _ in held)
        self.below = {
            row.pk
            for pk, row in nodes.values()
            for c, role in held
            if role.oversees and not row.closed and self._above(nodes[c][1], row)
        }

    @staticmethod
    def _above(node: Committee, row: Committee) -> bool:
        if node.kind == "national":
            return False
        if node.kind == "provincial":
            return row.province_id == node.province_id
        return row.path.startswith(node.path) and row.pk != node.pk

    def sees(self, table: str, row: Any) -> bool:
        if table in SEES:
            return bool(SEES[table](self, row))
        special = getattr(self, f"_sees_{table.split('_', 1)[1]}", None)
        if special is not None:
            return bool(special(row))
        if row.committee_id in self.own:
            return True
        return table not in INSIDE_ALONE and row.above and row.committee_id in self.below

    def _sees_committee(self, row: Committee) -> bool:
        return row.pk in self.own or (
            not row.closed and (row.province_id in self.provinces or self.national)
        )

    def _sees_committeeuserpermission(self, row: Any) -> bool:
        node = row.content_object_id
        return row.user_id == self.user_id or node in self.own or node in self.below

    def _sees_audithead(self, row: Any) -> bool:
        return False

    def _sees_notice(self, row: Notice) -> bool:
        return row.recipient_id == self.user_id

    def _sees_organisation(self, row: Organisation) -> bool:
        return row.province_id in self.provinces or self.national

    def _sees_seat(self, row: Seat) -> bool:
        inside = row.committee_id in self.own or row.person_id == self.user_id
        return inside or (row.above and row.committee_id in self.below)


@pytest.fixture
def full(world: World) -> World:
    """The cast with its layer "every table"."""
    return world


@layer("every table")
def every_table(world: World, _name: str) -> None:
    """A row in every table for Chiang Khong, where Pranee has no business."""
    Invitation.objects.create(
        seat=world.seat("two_hats", "chiang_khong"),
        committee=world.chiang_khong,
        province_id=57,
        email="two_hats@example.org",
        token_hash="0" * 64,
        created_at="2026-01-01T00:00:00Z",
        expires_at="2026-01-02T00:00:00Z",
    )
    Paper.objects.create(
        committee=world.chiang_khong,
        province_id=57,
        name="order.pdf",
        content_type="application/pdf",
        size=1,
        sha256="0" * 64,
        key="none",
    )
    tables.built(world)


# --- Reading ------------------------------------------------------------------------------------


@pytest.mark.parametrize("table", TABLES)
def test_without_any_filter_each_person_sees_exactly_their_rows(full: World, table: str) -> None:
    rows = list(MODELS[table]._default_manager.all())
    assert rows, "the cast leaves this table empty, so nothing is tested"
    for person, user in full.people.items():
        reach = Reach(full, person)
        expected = {row.pk for row in rows if reach.sees(table, row)}
        with rls.acting_as(user.pk):
            seen = {row.pk for row in MODELS[table]._default_manager.all()}
        assert seen == expected, person


@pytest.mark.parametrize("table", TABLES)
def test_without_an_actor_nothing_is_seen(full: World, table: str) -> None:
    with rls.acting_as(None):
        assert not MODELS[table]._default_manager.exists()


def test_a_person_who_does_not_exist_sees_nothing(full: World) -> None:
    with rls.acting_as(2**40):
        assert not Committee.objects.exists()
        assert not Seat.objects.exists()


def test_a_named_part_of_the_system_sees_every_row(full: World) -> None:
    everything = Seat.objects.count()
    with rls.acting_as_system("notices"):
        assert Seat.objects.count() == everything


def test_the_second_line_agrees_with_the_first(full: World) -> None:
    for table in TABLES:
        model = MODELS[table]
        if not hasattr(model._default_manager.all(), "visible_to"):
            continue
        for person, user in full.people.items():
            scope = full.scope(person)
            by_filter = {row.pk for row in model._default_manager.visible_to(scope)}
            with rls.acting_as(user.pk):
                with_both = {row.pk for row in model._default_manager.visible_to(scope)}
            assert with_both == by_filter, (table, person)


def test_national_totals_count_what_went_up_and_no_closed_group(full: World) -> None:
    sql = "SELECT province_id, state, plans, lines FROM app_plan_totals(%s, %s) ORDER BY 1, 2"
    period = full.period
    with rls.acting_as(full.national_observer.pk):
        rows = query(sql, period.year, period.number)
    assert rows == [
        (55, "received", 1, 1),
        (57, "approved", 1, 1),
        (57, "submitted", 1, 1),
    ]


@pytest.mark.parametrize("person", ["pranee", "nok", "governor", "stranger"])
def test_totals_are_for_the_national_observer_alone(full: World, person: str) -> None:
    with rls.acting_as(full.people[person].pk):
        assert query("SELECT * FROM app_plan_totals(%s, %s)", full.period.year, 1) == []


@pytest.mark.parametrize(
    "function", ["app_find_committees", "app_find_organisations", "app_find_people"]
)
def test_candidates_of_a_search_stay_within_the_province(full: World, function: str) -> None:
    model = {"app_find_committees": Committee, "app_find_organisations": Organisation}.get(function)
    with rls.acting_as(full.nuan.pk):
        found = [pk for (pk,) in query(f"SELECT {function}('%%')")]
    if model is None:
        assert found
        assert full.pranee.pk not in found
        assert full.two_hats.pk in found
    else:
        assert set(model.objects.filter(pk__in=found).values_list("province_id", flat=True)) == {55}


# --- Writing --------------------------------------------------------------------------------------


@contextlib.contextmanager
def refused() -> Iterator[None]:
    """The database refuses: by a policy, or because the web role has no such right at all."""
    with (
        pytest.raises(DatabaseError, match=r"row-level security|permission denied"),
        transaction.atomic(),
    ):
        yield


def out_of_reach(world: World, model: Any) -> Any:
    """Rows of one committee where neither Pranee nor Nida has any business: Chiang Khong's.

    What only a provincial or a civil-society committee has is looked for there.
    """
    for committee in (world.chiang_khong, world.chiang_rai, world.cct):
        rows = model._default_manager.filter(committee_id=committee.pk)
        if rows.exists():
            break
    return rows


@pytest.mark.parametrize("table", OF_A_COMMITTEE)
def test_a_row_cannot_be_put_into_a_committee_of_others(full: World, table: str) -> None:
    model = MODELS[table]
    row = out_of_reach(full, model).first()
    assert row is not None
    row.pk = model._meta.pk.get_default()
    with rls.acting_as(full.pranee.pk), refused():
        row.save(force_insert=True)


@pytest.mark.parametrize("table", OF_A_COMMITTEE)
def test_rows_of_others_cannot_be_changed_or_deleted(full: World, table: str) -> None:
    model = MODELS[table]
    rule = rls.protected_tables()[table]
    rows = out_of_reach(full, model)
    before = list(rows.values())
    assert before
    place = before[0]["committee_id"]
    for act, sql in (
        ("DELETE", f"DELETE FROM {table}"),
        ("UPDATE", f"UPDATE {table} SET committee_id = committee_id"),
    ):
        with rls.acting_as(full.nida.pk), connection.cursor() as cursor:
            if act in rule.grants and f"{act} (" not in rule.grants:
                cursor.execute(f"{sql} WHERE committee_id = %s", [place])
                assert cursor.rowcount == 0
            else:
                with refused():
                    cursor.execute(sql)
    assert list(rows.values()) == before


@pytest.mark.parametrize("model", [PlanLine, QuarterPlan, Seat])
def test_an_own_row_cannot_be_moved_into_a_committee_of_others(full: World, model: type) -> None:
    row = model.objects.filter(committee=full.mae_sai).first()
    with rls.acting_as(full.pranee.pk), refused():
        model.objects.filter(pk=row.pk).update(committee=full.chiang_khong)


def test_the_secretary_changes_rows_of_her_own_committee(full: World) -> None:
    with rls.acting_as(full.pranee.pk):
        assert PlanLine.objects.update(target="40 คน") == 3
    assert PlanLine.objects.filter(target="40 คน").count() == 3


def test_what_went_up_cannot_be_reworded_by_the_web_role(full: World) -> None:
    with rls.acting_as(full.malee.pk), refused(), connection.cursor() as cursor:
        cursor.execute("UPDATE actionplans_roundline SET what = 'อื่น'")


def test_who_sent_a_round_cannot_be_changed_by_the_web_role(full: World) -> None:
    with rls.acting_as(full.malee.pk), refused():
        Round.objects.update(submitted_by=full.boonsri)


@pytest.mark.parametrize("table", ["committees_auditevent", "members_seat", "actionplans_round"])
def test_the_web_role_deletes_no_history(full: World, table: str) -> None:
    with rls.acting_as(full.malee.pk), refused(), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table}")


def test_nobody_writes_a_notice_in_the_name_of_the_system(full: World) -> None:
    with rls.acting_as(full.pranee.pk), refused():
        Notice.objects.create(
            recipient=full.pranee,
            event_id="00000000-0000-0000-0000-000000000001",
            committee_id=full.mae_sai.pk,
            province_id=57,
            kind="seat_given",
            url="/",
            created_at="2026-01-01T00:00:00Z",
        )


def test_a_grant_cannot_be_given_in_a_committee_of_others(full: World) -> None:
    grant = full.chiang_khong.grants.first()
    with rls.acting_as(full.pranee.pk), refused():
        type(grant).objects.create(
            user=full.pranee,
            content_object=full.chiang_khong,
            permission_id=grant.permission_id,
            roles=["secretary"],
            seats=[1],
        )


def test_an_event_cannot_be_written_into_the_history_of_others(full: World) -> None:
    event = AuditEvent.objects.filter(committee_id=full.chiang_khong.pk).first()
    with rls.acting_as(full.pranee.pk), refused():
        AuditEvent.objects.create(
            committee_id=full.chiang_khong.pk,
            province_id=57,
            at=event.at,
            actor_th="ปราณี",
            verb="seat_given",
            subject_type="x",
            subject_id="1",
        )


# --- The actor belongs to one transaction ---------------------------------------------------------


def test_an_actor_inside_another_gives_way_to_it_again(full: World) -> None:
    with rls.acting_as(full.pranee.pk):
        with rls.acting_as(full.nida.pk):
            assert Committee.objects.filter(pk=full.nan.pk).exists()
        assert not Committee.objects.filter(pk=full.nan.pk).exists()
        with rls.acting_as_system("notices"):
            assert Committee.objects.filter(pk=full.nan.pk).exists()
        assert not Committee.objects.filter(pk=full.nan.pk).exists()


def test_an_actor_inside_another_gives_way_when_it_fails(full: World) -> None:
    with rls.acting_as(full.pranee.pk):
        with contextlib.suppress(ZeroDivisionError), rls.acting_as_system("notices"):
            raise ZeroDivisionError
        assert not Committee.objects.filter(pk=full.nan.pk).exists()


SETTINGS = "SELECT current_setting('app.user_id', true), current_setting('app.system', true)"


@pytest.mark.django_db
@pytest.mark.parametrize("ending", ["commit", "rollback"])
def test_the_next_use_of_a_connection_has_no_actor(
    monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    other = connection.copy()
    monkeypatch.setattr(rls, "connection", other)
    try:
        other.set_autocommit(False)
        rls._swap_actor("5", "notices", settings.DATABASE_WEB_ROLE)
        with other.cursor() as cursor:
            cursor.execute(SETTINGS)
            assert cursor.fetchone() == ("5", "notices")
        getattr(other, ending)()
        with other.cursor() as cursor:
            cursor.execute(SETTINGS + ", current_user")
            user_id, system, role = cursor.fetchone()
        assert (user_id or "", system or "") == ("", "")
        assert role != settings.DATABASE_WEB_ROLE
    finally:
        other.rollback()
        other.close()


@pytest.mark.django_db
def test_a_session_of_the_web_role_itself_sees_nothing_without_an_actor() -> None:
    """Not by SET ROLE: a connection of its own, as the site has it."""
    at = connection.settings_dict
    web = psycopg2.connect(
        settings.DATABASE_URL, dbname=at["NAME"], options="-c app.maintenance=on"
    )
    try:
        with web.cursor() as cursor:
            for table in TABLES:
                cursor.execute(f"SELECT count(*) FROM {table}")
                assert cursor.fetchone() == (0,), table
    finally:
        web.close()


# --- How the tables stand -------------------------------------------------------------------------


def test_every_model_with_committee_data_has_a_policy() -> None:
    forgotten = [
        model._meta.label
        for model in apps.get_models(include_auto_created=True)
        if {"committee", "committee_id", "province", "province_id"}
        & {field.name for field in model._meta.fields}
        and getattr(model, "row_security", None) is None
    ]
    assert forgotten == []


@pytest.mark.django_db
def test_every_table_is_protected_or_named_as_open() -> None:
    tables = {
        name for (name,) in query("SELECT tablename FROM pg_tables WHERE schemaname='public'")
    }
    assert tables == set(TABLES) | (set(rls.OPEN_TABLES) & tables)
    assert not set(TABLES) & set(rls.OPEN_TABLES)


@pytest.mark.django_db
@pytest.mark.parametrize("table", TABLES)
def test_row_security_is_on_and_forced(table: str) -> None:
    sql = "SELECT relrowsecurity, relforcerowsecurity FROM pg_class WHERE oid = %s::regclass"
    assert query(sql, table) == [(True, True)]


@pytest.mark.django_db
def test_the_web_role_owns_nothing_and_passes_no_policy() -> None:
    role = settings.DATABASE_WEB_ROLE
    powers = "SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb FROM pg_roles"
    assert query(f"{powers} WHERE rolname = %s", role) == [(False, False, False, False)]
    assert query("SELECT relname FROM pg_class WHERE pg_get_userbyid(relowner) = %s", role) == []
    assert query("SELECT has_schema_privilege(%s, 'public', 'CREATE')", role) == [(False,)]
    owner = query("SELECT tableowner FROM pg_tables WHERE tablename = 'members_seat'")[0][0]
    assert query("SELECT pg_has_role(%s, %s, 'MEMBER')", role, owner) == [(False,)]


@pytest.mark.django_db
@pytest.mark.parametrize("right", ["TRUNCATE", "REFERENCES", "TRIGGER"])
def test_the_web_role_cannot_truncate_or_alter_any_table(right: str) -> None:
    sql = "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace"
    sql += " AND relkind IN ('r', 'p', 'v') AND has_table_privilege(%s, oid, %s)"
    assert query(sql, settings.DATABASE_WEB_ROLE, right) == []


KEY = """
SELECT array_agg(a.attname::text ORDER BY k.n)
FROM pg_constraint c
CROSS JOIN LATERAL unnest(c.conkey) WITH ORDINALITY AS k(num, n)
JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.num
WHERE c.contype = 'f' AND c.conrelid = %s::regclass AND c.confrelid = %s::regclass
GROUP BY c.oid
"""


@pytest.mark.django_db
@pytest.mark.parametrize("table", [t for t in OF_A_COMMITTEE if t not in WITHOUT_KEY])
def test_committee_and_province_are_tied_by_one_key(table: str) -> None:
    keys = [columns for (columns,) in query(KEY, table, "committees_committee")]
    assert ["committee_id", "province_id"] in keys


PARENTS = [
    ("actionplans_planline", "plan_id", "actionplans_plan"),
    ("actionplans_linesupport", "line_id", "actionplans_planline"),
    ("actionplans_lineplace", "line_id", "actionplans_planline"),
    ("actionplans_quarterplan", "plan_id", "actionplans_plan"),
    ("actionplans_round", "quarter_plan_id", "actionplans_quarterplan"),
    ("actionplans_roundline", "round_id", "actionplans_round"),
    ("members_invitation", "seat_id", "members_seat"),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("table", "column", "parent"), PARENTS)
def test_a_child_row_lies_in_the_committee_of_its_parent(
    table: str, column: str, parent: str
) -> None:
    keys = [columns for (columns,) in query(KEY, table, parent)]
    assert [column, "committee_id"] in keys


def test_a_row_cannot_name_the_province_of_another_committee(full: World) -> None:
    with pytest.raises(DatabaseError, match="members_seat_tenant"), transaction.atomic():
        Seat.objects.filter(pk=full.seat("pranee", "mae_sai").pk).update(province_id=55)
        query("SET CONSTRAINTS ALL IMMEDIATE; SELECT 1")


def test_an_organisation_of_another_province_takes_no_seat(full: World) -> None:
    with pytest.raises(DatabaseError, match="organisation_province"), transaction.atomic():
        Seat.objects.filter(pk=full.seat("pranee", "mae_sai").pk).update(
            organisation=full.organisations["nan_office"]
        )
        query("SET CONSTRAINTS ALL IMMEDIATE; SELECT 1")


@pytest.mark.django_db
def test_installing_again_changes_nothing() -> None:
    sql = "SELECT polrelid, polname, pg_get_expr(polqual, polrelid) FROM pg_policy ORDER BY 1, 2"
    before = query(sql)
    rls.install()
    assert query(sql) == before
