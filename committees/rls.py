"""Row-level security: the second line, kept by PostgreSQL itself.

Every model with committee data says in `row_security` who may read and who may write its rows.
`install()` turns these into policies after each migration and grants the web role what it needs
and no more. The policies read the same grant table as `committees.access`, keyed on the user id
alone, so they also catch a wrong filter in Python. They stop mistakes, not a hostile SQL session;
see docs/security.md.

The actor is set for one transaction only (`set_config(..., true)`): a connection that is used
again by someone else carries nothing over.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection, transaction

ALL_ACTS = "SELECT, INSERT, UPDATE, DELETE"

# The owner is bound too (FORCE). It passes inside the functions below, which run in its name for
# someone else, and in a session that said it does maintenance, as migrations and loaders do.
OWNER = "(SELECT session_user <> current_user OR current_setting('app.maintenance', true) = 'on')"

# Pieces of conditions. Sets come from functions called once a statement, never once a row.
OWN_COMMITTEE = "committee_id = ANY((SELECT app_inside())::bigint[])"
BELOW = (
    "(committee_id = ANY((SELECT app_overseen())::bigint[])"
    " OR province_id = ANY((SELECT app_overseen_provinces())::int[]))"
)
FROM_ABOVE = f"(above AND {BELOW})"
INSIDE_OR_ABOVE = f"({OWN_COMMITTEE} OR {FROM_ABOVE})"
OWN_PROVINCE = "province_id = ANY((SELECT app_provinces())::int[])"
OWN_PERSON = "(SELECT app_user_id())"
ACTOR_REACHES_COMMITTEE = f"({OWN_COMMITTEE} OR {BELOW})"


@dataclass(frozen=True)
class RowSecurity:
    """Who may read and write the rows of one table, as SQL conditions.

    `grants` are the acts the web role has at all (columns may be named); `write` defaults to
    `read`; `delete` and `insert` to `write`.
    """

    read: str
    write: str | None = None
    insert: str | None = None
    grants: str = ALL_ACTS
    # Substrings are looked for in it, by functions that run as the owner (`app_find_...`). A match
    # is not leakproof: under any condition it is tried row by row, without its trigram index. So
    # the owner reads this table without one; it could lift its condition by itself anyway.
    searched: bool = False

    @property
    def writes(self) -> str:
        return self.write or self.read

    @property
    def inserts(self) -> str:
        return self.insert or self.writes


# Tables of packages, and of ours without committee data, with what the web role may do there.
OPEN_TABLES: dict[str, str] = {
    "accounts_user": "SELECT, INSERT, UPDATE",
    "accounts_user_groups": "SELECT",
    "accounts_user_user_permissions": "SELECT",
    "auth_group": "SELECT",
    "auth_group_permissions": "SELECT",
    "auth_permission": "SELECT",
    "django_content_type": "SELECT",
    "django_migrations": "SELECT",
    "django_session": ALL_ACTS,
    "account_emailaddress": ALL_ACTS,
    "account_emailconfirmation": ALL_ACTS,
    "mfa_authenticator": ALL_ACTS,
    "usersessions_usersession": ALL_ACTS,
    "committees_area": "SELECT, UPDATE (is_border)",
    # guardian's generic tables; ours is committees_committeeuserpermission.
    "guardian_userobjectpermission": "SELECT",
    "guardian_groupobjectpermission": "SELECT",
}

FUNCTIONS = """
CREATE OR REPLACE FUNCTION app_user_id() RETURNS bigint
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT nullif(current_setting('app.user_id', true), '')::bigint
$$;

CREATE OR REPLACE FUNCTION app_system() RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT coalesce(current_setting('app.system', true), '') <> ''
$$;

CREATE OR REPLACE FUNCTION app_today() RETURNS date
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT (now() AT TIME ZONE 'Asia/Bangkok')::date
$$;

CREATE OR REPLACE FUNCTION app_inside() RETURNS bigint[]
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER
SET search_path = public, pg_temp AS $$
  SELECT coalesce(array_agg(p.content_object_id), '{}')
  FROM committees_committeeuserpermission p
  JOIN auth_permission a ON a.id = p.permission_id AND a.codename = 'view_committee'
  WHERE p.user_id = app_user_id() AND (p.until IS NULL OR p.until >= app_today())
$$;

CREATE OR REPLACE FUNCTION app_provinces() RETURNS int[]
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER
SET search_path = public, pg_temp AS $$
  SELECT coalesce(array_agg(DISTINCT c.province_id), '{}')
  FROM committees_committeeuserpermission p
  JOIN committees_committee c ON c.id = p.content_object_id
  WHERE p.user_id = app_user_id() AND (p.until IS NULL OR p.until >= app_today())
$$;

CREATE OR REPLACE FUNCTION app_overseen_provinces() RETURNS int[]
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER
SET search_path = public, pg_temp AS $$
  SELECT coalesce(array_agg(c.province_id), '{}')
  FROM committees_committeeuserpermission p
  JOIN auth_permission a ON a.id = p.permission_id AND a.codename = 'oversee_committee'
  JOIN committees_committee c ON c.id = p.content_object_id AND c.kind = 'provincial'
  WHERE p.user_id = app_user_id() AND (p.until IS NULL OR p.until >= app_today())
$$;

CREATE OR REPLACE FUNCTION app_overseen() RETURNS bigint[]
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER
SET search_path = public, pg_temp AS $$
  SELECT coalesce(array_agg(d.id), '{}')
  FROM committees_committeeuserpermission p
  JOIN auth_permission a ON a.id = p.permission_id AND a.codename = 'oversee_committee'
  JOIN committees_committee c
    ON c.id = p.content_object_id AND c.kind NOT IN ('provincial', 'national')
  JOIN committees_committee d
    ON d.path > c.path AND d.path < c.path || '~' AND NOT d.closed
  WHERE p.user_id = app_user_id() AND (p.until IS NULL OR p.until >= app_today())
$$;

CREATE OR REPLACE FUNCTION app_national() RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER
SET search_path = public, pg_temp AS $$
  SELECT EXISTS (
    SELECT 1
    FROM committees_committeeuserpermission p
    JOIN auth_permission a ON a.id = p.permission_id AND a.codename = 'oversee_committee'
    JOIN committees_committee c ON c.id = p.content_object_id AND c.kind = 'national'
    WHERE p.user_id = app_user_id() AND (p.until IS NULL OR p.until >= app_today())
  )
$$;
"""


def install() -> None:
    """Create or renew functions, policies and grants for every table; runs as the owner.

    Idempotent. A table that neither has `row_security` nor stands in `OPEN_TABLES` is granted to
    nobody, so a forgotten policy fails closed (and fails a test).
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(FUNCTIONS)
        for model in apps.get_models():
            for statement in getattr(model, "row_functions", ()):
                cursor.execute(statement)
        for table, rule in protected_tables().items():
            _protect(cursor, table, rule)
        for table, acts in OPEN_TABLES.items():
            _grant(cursor, table, acts)
        role = quoted_web_role()
        cursor.execute(f"GRANT USAGE ON SCHEMA public TO {role}")
        cursor.execute(f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {role}")


def install_after_migrate(**_: Any) -> None:
    """Receiver of post_migrate: policies always match the models just migrated."""
    if "committees_committee" in connection.introspection.table_names():
        install()


def protected_tables() -> dict[str, RowSecurity]:
    """Each table that has policies, with its rule."""
    return {
        model._meta.db_table: rule
        for model in apps.get_models(include_auto_created=True)
        if (rule := getattr(model, "row_security", None)) is not None
    }


def _protect(cursor: Any, table: str, rule: RowSecurity) -> None:
    system, web = "(SELECT app_system())", quoted_web_role()
    cursor.execute(f"""
        ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
        ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
        DROP POLICY IF EXISTS maintenance ON {table};
        DROP POLICY IF EXISTS rows_read ON {table};
        DROP POLICY IF EXISTS rows_insert ON {table};
        DROP POLICY IF EXISTS rows_update ON {table};
        DROP POLICY IF EXISTS rows_delete ON {table};
        CREATE POLICY maintenance ON {table} TO CURRENT_USER USING ({OWNER});
        CREATE POLICY rows_read ON {table} FOR SELECT TO {web} USING ({system} OR {rule.read});
        CREATE POLICY rows_insert ON {table} FOR INSERT TO {web}
          WITH CHECK ({system} OR {rule.inserts});
        CREATE POLICY rows_update ON {table} FOR UPDATE TO {web} USING ({system} OR {rule.writes});
        CREATE POLICY rows_delete ON {table} FOR DELETE TO {web} USING ({system} OR {rule.writes});
    """)
    cursor.execute(f"DROP POLICY IF EXISTS candidates ON {table}")
    if rule.searched:
        cursor.execute(
            f"CREATE POLICY candidates ON {table} FOR SELECT TO CURRENT_USER USING (true)"
        )
    _grant(cursor, table, rule.grants)


def _grant(cursor: Any, table: str, acts: str) -> None:
    role = quoted_web_role()
    cursor.execute(f"REVOKE ALL ON {table} FROM PUBLIC, {role}")
    cursor.execute(f"GRANT {acts} ON {table} TO {role}")


def quoted_web_role() -> str:
    """The web role's name, safe to stand in SQL."""
    return connection.ops.quote_name(settings.DATABASE_WEB_ROLE)


@contextmanager
def acting_as(user_id: int | None) -> Iterator[None]:
    """Run a block in one transaction with this person as the database's actor.

    None is a visitor: no row with committee data is visible. The actor before the block is put
    back after it, so that blocks can stand inside each other.
    """
    with _actor(user_id=str(user_id or ""), system=""):
        yield


@contextmanager
def acting_as_system(name: str) -> Iterator[None]:
    """Run a block as a named part of the system (a task, a sign-in link) that sees every row."""
    with _actor(user_id="", system=name):
        yield


@contextmanager
def _actor(*, user_id: str, system: str) -> Iterator[None]:
    nested = connection.in_atomic_block
    with transaction.atomic():
        before = _swap_actor(user_id, system, settings.ROW_SECURITY_SET_ROLE)
        yield
        # The end of the transaction forgets the actor by itself, and so does rolling back to the
        # savepoint when the block raises; only a block that ends well inside another needs this.
        if nested and not connection.needs_rollback:
            _swap_actor(*before)


def _swap_actor(user_id: str, system: str, role: str | None) -> tuple[str, str, str]:
    """Set the actor for this transaction and return the one before it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(current_setting('app.user_id', true), ''),"
            " coalesce(current_setting('app.system', true), ''), current_setting('role'),"
            " set_config('app.user_id', %s, true), set_config('app.system', %s, true),"
            " set_config('role', coalesce(%s, current_setting('role')), true)",
            [user_id, system, role],
        )
        before: tuple[str, str, str] = cursor.fetchone()[:3]
    return before
