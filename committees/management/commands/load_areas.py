"""Write Thailand's provinces, districts and sub-districts, or renew their names."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from committees import areas
from committees.models import Area


class Command(BaseCommand):
    help = "Loads every area with its official code; border marks stay as they are."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load them and say how many."""
        self.stdout.write(f"{areas.load(Area):,} areas")
