"""Compare the papers with their files."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from committees import papers

WORDS = {
    "missing": "the file is missing",
    "changed": "is not the file that was handed in",
    "ownerless": "belongs to no paper",
}


class Command(BaseCommand):
    help = "Verifies that every paper has its file, unchanged; exits 1 where one has not."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--remove", action="store_true", help="remove files that belong to no paper"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Print each fault, then how many there are."""
        found = list(papers.faults())
        for fault in found:
            self.stdout.write(f"{fault.key}: {WORDS[fault.what]}")
            if options["remove"] and fault.what == "ownerless":
                papers.storage().delete(fault.key)
        self.stdout.write(f"{len(found)} faults among the papers")
        if found:
            raise SystemExit(1)
