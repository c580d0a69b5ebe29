"""Compare the kept sums of activities with the activities."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from actionplans.actions import summaries as actions
from committees import rls

SHOWN = 50


class Command(BaseCommand):
    help = "Prints the sums that are not what the activities add up to; exits 1 where any is not."

    def add_arguments(self, parser: CommandParser) -> None:
        """One option: put right what differs."""
        parser.add_argument("--repair", action="store_true", help="put right what differs")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the sums, then their number; with --repair count them again and look once more."""
        with rls.acting_as_system("summaries"):
            found = self._told()
            if found and options["repair"]:
                actions.repair(found)
                found = self._told()
        if found:
            raise SystemExit(1)

    def _told(self) -> list[actions.Drift]:
        found = actions.drift()
        for row in found[:SHOWN]:
            where = "province" if row.of_province else "committee"
            what = " ".join(part for part in (row.pillar, row.kind) if part)
            self.stdout.write(
                f"{where} {row.of}, {row.month:%Y-%m}, {what}:"
                f" {row.kept} activities kept, {row.counted} counted"
            )
        self.stdout.write(f"{len(found)} drifting sums")
        return found
