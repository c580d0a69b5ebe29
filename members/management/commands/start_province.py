"""Begin a province on an empty system: its committee and the first PSDHS seat."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email

from accounts.thai import clean_line
from committees import rls
from committees.errors import Refused
from committees.models import Area, AreaLevel
from members.actions import seats as actions
from members.tasks import seats as tasks


class Command(BaseCommand):
    help = (
        "Establishes the provincial committee of a province and gives its first PSDHS secretariat "
        "seat. Prints the invitation link. Everybody else is invited in the product."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """The province's code, and who comes first."""
        parser.add_argument("code", type=int, help="the province's official code, for example 57")
        parser.add_argument("--email", required=True)
        parser.add_argument("--name", required=True, help="name in Thai")
        parser.add_argument("--name-en", default="", help="name in English")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it, or say what stands in the way."""
        email, name = options["email"].strip().lower(), clean_line(options["name"])
        try:
            validate_email(email)
        except ValidationError as error:
            raise CommandError(f"{email} is not an e-mail address.") from error
        if not name:
            raise CommandError("Give the person's name with --name.")
        with rls.acting_as_system("setup"):
            province = (
                Area.objects.filter(pk=options["code"], level=AreaLevel.PROVINCE).first()
                if 0 < options["code"] < 100
                else None
            )
            if province is None:
                raise CommandError(f"There is no province with the code {options['code']}.")
            try:
                invited = actions.start_province(
                    province=province,
                    email=email,
                    name_th=name,
                    name_en=clean_line(options["name_en"]),
                )
            except Refused as refusal:
                raise CommandError(str(refusal.reason)) from refusal
        self.stdout.write(f"{invited.seat.committee.name_th} · {invited.seat.person.email}")
        if invited.token is None:
            self.stdout.write("This person already has a password and can sign in.")
        else:
            self.stdout.write(tasks.invitation_link(invited.token))
