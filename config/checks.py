"""Refuse to serve as a database role that row-level security does not bind."""

import logging
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError, connections

log = logging.getLogger(__name__)

# One row: does the role skip row-level security, does it own a table, may it make new ones?
ROLE_QUERY = """
SELECT r.rolsuper OR r.rolbypassrls,
       EXISTS (
           SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
           WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p', 'v', 'm')
             AND pg_has_role(r.oid, c.relowner, 'MEMBER')
       ),
       has_schema_privilege(r.oid, 'public', 'CREATE')
FROM pg_roles r WHERE r.rolname = current_user
"""


def role_problem(cursor: Any) -> str:
    """Say in one sentence what is wrong with the role of this connection, or nothing."""
    if settings.DATABASE_ROLE == "owner":
        return "" if settings.ROW_SECURITY_SET_ROLE else "The process runs as the owner."
    cursor.execute(ROLE_QUERY)
    skips, owns, creates = cursor.fetchone()
    if skips:
        return "The web role is a superuser or has BYPASSRLS: row-level security would not hold."
    if owns:
        return "The web role owns tables, or is a member of the role that does."
    if creates:
        return "The web role may create tables in the schema public."
    return ""


@register(Tags.database)
def check_web_role(
    app_configs: Any, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """System check: `manage.py check --database default`, and before every migration."""
    if settings.DATABASE_ROLE != "web" or "default" not in (databases or []):
        return []
    with connections["default"].cursor() as cursor:
        problem = role_problem(cursor)
    return (
        [Error(problem, hint="DATABASE_URL names the web role.", id="atip.E001")] if problem else []
    )


def refuse_unsafe_role() -> None:
    """Stop a serving process whose database role is not the one the rights are built on.

    A database that cannot be reached is no reason to stop: /readyz asks again, and keeps visitors
    away until the answer is right.
    """
    try:
        with connections["default"].cursor() as cursor:
            problem = role_problem(cursor)
    except OperationalError:
        log.warning("The database cannot be reached; its role will be looked at by /readyz.")
        return
    finally:
        connections["default"].close()
    if problem:
        raise ImproperlyConfigured(f"DATABASE_URL: {problem}")
