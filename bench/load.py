"""Fill one database of the bench: `python -m bench.load full|tenth`, as its owner.

Small tables come from `bench.world` by COPY, the large ones are made inside the database. Indexes
and keys of the large tables are taken off meanwhile and put back as they were.
"""

from __future__ import annotations

import io
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import django

django.setup()

from django.core.management import call_command  # noqa: E402 - after the settings are there
from django.db import connection, transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from bench import activities, volume, world  # noqa: E402
from committees.access import permission_ids  # noqa: E402
from committees.calendar import quarter, today  # noqa: E402
from members.actions.seats import drift  # noqa: E402
from members.models import Pillar  # noqa: E402

LARGE = (
    "members_seat",
    "members_place",
    "members_membership",
    "committees_committeeuserpermission",
    "actionplans_plan",
    "actionplans_planline",
    "actionplans_linesupport",
    "actionplans_lineplace",
    "actionplans_quarterplan",
    "actionplans_round",
    "actionplans_roundline",
    "actionplans_activity",
    "actionplans_activityorganisation",
    "actionplans_contribution",
    "actionplans_activitymonth",
    "actionplans_provincemonth",
    "actionplans_report",
    "actionplans_reportline",
    "committees_notice",
    "committees_auditevent",
)


class Clock:
    """Says how long each step took."""

    def __init__(self) -> None:
        self.began = time.monotonic()

    def step(self, what: str) -> None:
        now = time.monotonic()
        print(f"  {what:<28}{now - self.began:6.1f} s", flush=True)
        self.began = now


def main(scale: str) -> None:
    """Migrate an empty database and fill it."""
    clock = Clock()
    call_command("migrate", verbosity=0)
    clock.step("tables")
    made = world.build(scale)
    clock.step("committees and people")
    with connection.cursor() as cursor:
        for setting in (
            "synchronous_commit = off",
            "maintenance_work_mem = '256MB'",
            "work_mem = '128MB'",
            "max_parallel_maintenance_workers = 1",
        ):
            cursor.execute(f"SET {setting}")
        with transaction.atomic():
            copy_world(cursor, made)
        clock.step("their rows")
        with bare(cursor, LARGE):
            clock.step("indexes taken off")
            copy_seats(cursor, made)
            clock.step("seats and grants")
            fill(cursor, clock)
        clock.step("indexes put back")
        reset_sequences(cursor)
    if drift():
        raise SystemExit("The grants of the bench differ from what its seats give.")
    clock.step("no grant drifts")
    with connection.cursor() as cursor:
        if scale == "tenth":  # recomputing a million hashes again would tell nothing more
            cursor.execute("SELECT count(*) FROM app_audit_breaks()")
            if cursor.fetchone()[0]:
                raise SystemExit("The audit chain of the bench does not hold.")
            clock.step("the audit chain holds")
        cursor.execute("VACUUM (ANALYZE)")
        clock.step("vacuum, analyze")


def copy_world(cursor: Any, made: world.World) -> None:
    """Committees, organisations and people."""
    copy(
        cursor,
        "committees_committee",
        "id kind parent_id area_id province_id name_th name_en short_th short_en slug theme"
        " about_th about_en sort_key founded closed approver version parent_kind path depth",
        (
            (
                node.id,
                node.kind,
                node.parent.id if node.parent else None,
                node.area["code"],
                node.province,
                node.name_th,
                node.name_en,
                node.name_th[:60],
                node.name_en[:60],
                node.slug,
                node.theme,
                "ขับเคลื่อนการดำเนินงานให้เป็นไปตามแผนปฏิบัติการของพื้นที่",
                "Carries the work of the area according to its action plan.",
                world.sort_key(node.name_th),
                world.FOUNDED,
                node.closed,
                "approve_as_chief"
                if node.kind in ("provincial", "civil_society", "operations")
                else "approve_as_deputy",
                1,
                "",
                "",
                0,
            )
            for node in made.nodes
        ),
    )
    copy(
        cursor,
        "members_organisation",
        "id province_id kind name_th name_en short_th short_en sort_key version"
        " registration pillars target_groups districts website",
        ((*row, "", array(pillars(row)), "", "{}", "") for row in made.organisations),
    )
    now = timezone.now()
    copy(
        cursor,
        "accounts_user",
        "id email name_th name_en sort_key password language phone notice_mode is_active"
        " is_superuser created_at task_chase",
        ((*row, "!", "th", "", "at_once", True, False, now, "daily") for row in made.people),
    )


def copy_seats(cursor: Any, made: world.World) -> None:
    """Seats, and the grants that projecting them would write."""
    now = timezone.now()
    copy(
        cursor,
        "members_seat",
        "id person_id organisation_id committee_id province_id role starts above post_th post_en"
        " heads may_decide created_at version",
        ((*row, "", "", False, "", now, 1) for row in made.seats),
    )
    cursor.execute(volume.PLACES)
    ids = permission_ids()
    copy(
        cursor,
        "committees_committeeuserpermission",
        "user_id content_object_id permission_id roles seats",
        (
            (person, node, ids[codename], array(roles), array(seats))
            for person, node, codename, roles, seats in made.grants()
        ),
    )


def fill(cursor: Any, clock: Clock) -> None:
    """Everything that is made inside the database."""
    cursor.execute(volume.HELPERS)
    cursor.executemany(
        "INSERT INTO phrase VALUES (%s, %s, %s)",
        [(n, what, pillar) for n, (what, pillar) in enumerate(volume.PHRASES)],
    )
    day = today()
    made = volume.statements(quarter(day), day) + activities.statements(f"'{day.isoformat()}'")
    for what, statement in made:
        cursor.execute(statement)
        clock.step(what)
    cursor.execute(
        "SELECT attname FROM pg_attribute WHERE attrelid = 'committees_auditevent'::regclass"
        " AND attnum > 0 AND NOT attisdropped ORDER BY attnum"
    )
    cursor.execute(volume.chain_sql([row[0] for row in cursor.fetchall()]))
    clock.step("their chain")


def pillars(organisation: tuple[Any, ...]) -> list[str]:
    """What a civil-society organisation works for: one pillar or two, in turn."""
    number, kind = organisation[0], organisation[2]
    if kind != "cso":
        return []
    first = Pillar.values[number % len(Pillar.values)]
    return [first] if number % 3 else [first, Pillar.values[(number + 1) % len(Pillar.values)]]


def array(values: Iterable[Any]) -> str:
    """A list as COPY takes it."""
    return "{" + ",".join(str(value) for value in values) + "}"


def copy(cursor: Any, table: str, columns: str, rows: Iterable[tuple[Any, ...]]) -> None:
    """COPY rows into a table. COPY itself refuses tables with row-level security."""
    names = ", ".join(columns.split())
    cursor.execute(f"CREATE TEMP TABLE copied AS SELECT {names} FROM {table} WITH NO DATA")
    text = io.StringIO()
    for row in rows:
        text.write("\t".join("\\N" if value is None else str(value) for value in row) + "\n")
    text.seek(0)
    cursor.copy_expert(f"COPY copied ({names}) FROM STDIN", text)
    cursor.execute(f"INSERT INTO {table} ({names}) SELECT {names} FROM copied ORDER BY 1")
    cursor.execute("DROP TABLE copied")


@contextmanager
def bare(cursor: Any, tables: tuple[str, ...]) -> Iterator[None]:
    """Take indexes and keys off these tables, primary keys excepted, and put them back."""
    cursor.execute(
        "SELECT conrelid::regclass::text, conname, contype::text, pg_get_constraintdef(oid)"
        " FROM pg_constraint WHERE contype IN ('f', 'u', 'x')"
        " AND (conrelid = ANY(%s::regclass[]) OR contype = 'f' AND confrelid = ANY(%s::regclass[]))"
        " ORDER BY contype = 'f' DESC, conname",
        [list(tables), list(tables)],
    )
    constraints = cursor.fetchall()
    for table, name, _kind, _definition in constraints:
        cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
    cursor.execute(
        "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index"
        " WHERE indrelid = ANY(%s::regclass[]) AND NOT indisprimary ORDER BY 1",
        [list(tables)],
    )
    indexes = cursor.fetchall()
    for name, _definition in indexes:
        cursor.execute(f"DROP INDEX {name}")
    yield
    for _name, definition in indexes:
        cursor.execute(definition)
    for table, name, _kind, definition in reversed(constraints):
        cursor.execute(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}')


def reset_sequences(cursor: Any) -> None:
    """Let the next row of each table get a free number."""
    cursor.execute(
        "SELECT s.seqrelid::regclass::text, d.refobjid::regclass::text, a.attname"
        " FROM pg_sequence s JOIN pg_depend d ON d.objid = s.seqrelid AND d.deptype = 'i'"
        " JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid"
    )
    for sequence, table, column in cursor.fetchall():
        cursor.execute(
            f"SELECT setval('{sequence}', greatest((SELECT max({column}) FROM {table}), 1))"
        )


if __name__ == "__main__":
    main(sys.argv[1])
