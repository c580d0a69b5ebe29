"""`manage.py bench`: how fast the pages are at national scale, in databases of its own."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand


class Command(BaseCommand):
    """Hands over to the package `bench`, which is no part of the product and not in its image."""

    help = "Measure the pages at national scale, in databases of its own."
    requires_system_checks: list[str] = []

    def run_from_argv(self, argv: list[str]) -> None:
        """The arguments are the bench's own."""
        try:
            from bench.run import main  # noqa: PLC0415 - absent where the product is installed
        except ModuleNotFoundError as error:
            raise SystemExit("The bench runs from a copy of the sources.") from error
        sys.exit(main(argv[2:]))

    def handle(self, *args: Any, **options: Any) -> None:
        """Never reached: `run_from_argv` takes over."""
