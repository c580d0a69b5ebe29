"""Recompute the chains of the audit trail."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from committees import audit

WORDS = {
    "missing": "an event is missing before this one",
    "chain": "does not carry the hash of the one before it",
    "changed": "was changed after it was written",
    "end": "events are missing at the end",
}


class Command(BaseCommand):
    help = "Verifies the hash chain of every committee; exits 1 where one does not hold."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print each break, then how many there are."""
        breaks = audit.broken_chains()
        for found in breaks:
            what = WORDS.get(found.what, found.what)
            self.stdout.write(f"committee {found.committee_id}, event {found.seq}: {what}")
        self.stdout.write(f"{len(breaks)} breaks in the audit trail")
        if breaks:
            raise SystemExit(1)
