#!/usr/bin/env python
"""Run a management command of the product."""

import os
import sys

# Commands that change tables or load data run as the owner of the database; everything else runs
# as the web role, which row-level security binds.
OWNER_COMMANDS = frozenset(
    {
        "check_access",
        "check_audit",
        "createcachetable",
        "dbshell",
        "dumpdata",
        "flush",
        "inspectdb",
        "load_areas",
        "load_demo",
        "loaddata",
        "makemigrations",
        "migrate",
        "shell",
        "showmigrations",
        "sqlflush",
        "sqlmigrate",
        "squashmigrations",
    }
)


def main() -> None:
    """Choose settings and database role, then hand over to Django."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.embedded")
    if len(sys.argv) > 1 and sys.argv[1] in OWNER_COMMANDS:
        os.environ.setdefault("DATABASE_ROLE", "owner")
    try:
        # Here, so that its absence can be explained.
        from django.core.management import execute_from_command_line  # noqa: PLC0415
    except ImportError as error:
        raise SystemExit(
            "Django is not installed here: run `make` and use .venv/bin/python."
        ) from error
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
