"""Compare the rights people have with the seats they hold."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction

from members.actions import seats as actions

SHOWN = 50


class Command(BaseCommand):
    help = "Prints how many grants differ from today's seats; exits 1 where any does."

    def add_arguments(self, parser: CommandParser) -> None:
        """One option: put right what differs."""
        parser.add_argument("--repair", action="store_true", help="put right what differs")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the rows, then their number; with --repair mend them and look again."""
        rows = self._told()
        if rows and options["repair"]:
            with transaction.atomic():
                actions.expire_seats()
            rows = self._told()
        if rows:
            raise SystemExit(1)

    def _told(self) -> list[tuple[int, int, str]]:
        rows = actions.drifting_rows()
        for person, committee, codename in rows[:SHOWN]:
            self.stdout.write(f"person {person}, committee {committee}: {codename}")
        self.stdout.write(f"{len(rows)} drifting rows")
        return rows
