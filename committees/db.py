"""Migration operations for what Django cannot say: keys that tie a row to its tenant."""

from __future__ import annotations

from django.db import migrations


def tenant_key(table: str, *, column: str = "committee_id") -> migrations.RunSQL:
    """Tie (committee, province) of a row to the committee's own province.

    A row that names a committee of one province and the province of another is refused by the
    database, so that filtering by either column gives the same rights.
    """
    return _foreign_key(
        table, f"{table}_tenant", (column, "province_id"), "committees_committee", "id, province_id"
    )


def child_key(table: str, parent: str, column: str) -> migrations.RunSQL:
    """Tie (parent, committee) of a row to the parent row's committee."""
    return _foreign_key(
        table, f"{table}_{column}_tenant", (column, "committee_id"), parent, "id, committee_id"
    )


def _foreign_key(
    table: str, name: str, columns: tuple[str, str], parent: str, target: str
) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"ALTER TABLE {table} ADD CONSTRAINT {name} FOREIGN KEY ({', '.join(columns)}) "
        f"REFERENCES {parent} ({target}) DEFERRABLE INITIALLY DEFERRED",
        f"ALTER TABLE {table} DROP CONSTRAINT {name}",
    )
