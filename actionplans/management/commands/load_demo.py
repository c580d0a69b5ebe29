"""`manage.py load_demo`: fill an empty site with the demonstration."""

from __future__ import annotations

import secrets
import unicodedata
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import override

from actionplans.demo import load, people

# Known to everybody, and so used on a machine of one's own alone.
PASSWORD = "saladaeng-doitung"  # noqa: S105
OWN_MACHINE = frozenset({"config.settings.embedded", "config.settings.test"})


class Command(BaseCommand):
    help = "Fill an empty site with the demonstration (Chiang Rai and Nan, invented people)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--people", action="store_true", help="print who can sign in, and change nothing"
        )
        parser.add_argument("--all", action="store_true", help="with --people: everybody")
        parser.add_argument(
            "--yes-really-on-this-site",
            action="store_true",
            help="load it on a site that is not a development machine, with a random password",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["people"]:
            self.print_people(everybody=options["all"])
            return
        if load.is_loaded():
            self.stdout.write("The demonstration is loaded already; nothing was changed.")
            return
        password = self.password(sure=options["yes_really_on_this_site"])
        if load.is_in_use():
            raise CommandError(
                "This site already has people or committees of its own. The demonstration goes"
                " into an empty site only."
            )
        with override("th"):
            counts = load.load(password)
        self.stdout.write(
            "The demonstration is loaded: "
            + ", ".join(f"{number} {what}" for what, number in counts.items())
            + "."
        )
        if password != PASSWORD:
            self.stdout.write(f"Everybody's password, shown this once: {password}")

    def password(self, *, sure: bool) -> str:
        """The known password on a development machine; elsewhere a random one, or none at all."""
        if settings.SETTINGS_MODULE in OWN_MACHINE:
            return PASSWORD
        if not sure:
            raise CommandError(
                "This is not a development machine. The demonstration does not belong on a site"
                " people work with; on an empty trial site add --yes-really-on-this-site."
            )
        return secrets.token_urlsafe(18)

    def print_people(self, *, everybody: bool) -> None:
        """The table of who can sign in: name, part in the story, address."""
        if not load.is_loaded():
            raise CommandError("The demonstration is not loaded here.")
        by_key = {row.key: row for row in people.everybody()}
        cast = list(people.CAST)
        if everybody:
            cast = [(key, dict(people.CAST).get(key, "")) for key in by_key]
        rows = [("Name", "Post", "Sign in with")]
        rows += [
            (f"{by_key[key].name_en} ({by_key[key].name_th})", post, by_key[key].email)
            for key, post in cast
        ]
        widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
        for row in rows:
            cells = [
                cell + " " * (wide - width(cell)) for cell, wide in zip(row, widths, strict=True)
            ]
            self.stdout.write("  " + "  ".join(cells).rstrip())
        if settings.SETTINGS_MODULE in OWN_MACHINE:
            self.stdout.write(f"\n  Password of everybody: {PASSWORD}")


def width(text: str) -> int:
    """How many columns a text takes: Thai vowels and tone marks above and below take none."""
    return sum(unicodedata.category(character) != "Mn" for character in text)
