"""What people write about seats. Forms check input and nothing else."""

from __future__ import annotations

import datetime as dt
import unicodedata
from typing import Any

from django import forms
from django.contrib.auth.password_validation import (
    password_validators_help_text_html,
    validate_password,
)
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from committees.calendar import today
from committees.fields import DateField, IntField, LineField, ReasonField, TextField
from committees.roles import Role
from members.models import Organisation, OrganisationKind, Seat
from members.policy import seats as policy

AT_ONCE, ON_A_DAY = "now", "day"


def clean_address(typed: str) -> str:
    """In small letters, as addresses are kept, and in one way of writing.

    Letters that look wide or are quoted reach the same mailbox: in another way of writing, people
    could make a second account for themselves and appoint it.
    """
    email = unicodedata.normalize("NFKC", str(typed)).strip().lower()
    mailbox, _at, _domain = email.rpartition("@")
    if not mailbox.isascii() or '"' in mailbox:
        raise forms.ValidationError(validate_email.message, code="invalid")
    validate_email(email)
    return email


class HolderField(forms.ModelChoiceField):
    """One of the seats of a committee, by person, post and organisation."""

    def label_from_instance(self, obj: Any) -> str:
        """Who it is."""
        return f"{obj.person.name} · {obj.post} · {obj.organisation.short}"


class SeatDetailsForm(forms.Form):
    """For whom, as what and how long: what of a seat can be changed later."""

    organisation = forms.ModelChoiceField(
        label=_("organisation"), queryset=Organisation.objects.none(), empty_label=_("Choose …")
    )
    post_th = LineField(
        label=_("post, in Thai"),
        most=150,
        required=False,
        help_text=_("The post in the organisation, as on the appointment order."),
    )
    post_en = LineField(label=_("post, in English"), most=150, required=False)
    starts = DateField(label=_("from"), help_text=_("The first day, as the order says."))
    ends = DateField(
        label=_("until"),
        required=False,
        help_text=_("The last day; empty where none is set."),
    )
    may_decide = TextField(
        label=_("may decide for the organisation on"),
        most=1000,
        required=False,
        help_text=_(
            "For example: the use of its vehicles, up to 20,000 baht a quarter. Everybody in the"
            " committee reads it. Leave it empty where every decision has to be asked for."
        ),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    heads = forms.BooleanField(
        label=_("head of the organisation"),
        required=False,
        help_text=_(
            "Where somebody is marked so, nobody else here signs, renews or answers for the"
            " organisation."
        ),
    )
    substitute_for = HolderField(
        label=_("substitute for"),
        queryset=Seat.objects.none(),
        required=False,
        empty_label=_("nobody: the person holds the seat"),
        help_text=_("Somebody of the same organisation, in whose place the person comes."),
    )

    def __init__(self, *args: Any, organisations: Any, holders: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, rows in (("organisation", organisations), ("substitute_for", holders)):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  (for the type checker)
            field.queryset = rows

    def clean(self) -> dict[str, Any]:
        """The days follow each other, the end does not lie in the past, and who stands in for
        somebody comes from the same organisation.
        """
        data = super().clean() or {}
        holder, organisation = data.get("substitute_for"), data.get("organisation")
        if holder and organisation and holder.organisation_id != organisation.pk:
            self.add_error("substitute_for", policy.OTHER_ORGANISATION)
        starts, ends = data.get("starts"), data.get("ends")
        if starts and ends and ends < starts:
            self.add_error("ends", _("The last day lies before the first day."))
        elif ends and ends < today():
            self.add_error("ends", _("The last day lies in the past. Choose today or later."))
        return data


class SeatForm(SeatDetailsForm):
    """A new seat and the person invited to it."""

    email = forms.EmailField(
        label=_("e-mail address"),
        max_length=254,
        help_text=_("The person signs in with it. Somebody new is sent a link there."),
    )
    name_th = LineField(
        label=_("name in Thai"),
        most=150,
        least=2,
        help_text=_("Title, first name and surname. People already here keep the name they have."),
    )
    name_en = LineField(label=_("name in English"), most=150, required=False)
    role = forms.ChoiceField(label=_("role"), widget=forms.RadioSelect(attrs={"stacked": True}))
    field_order = [
        "email",
        "name_th",
        "name_en",
        "organisation",
        "role",
        "post_th",
        "post_en",
        "starts",
        "ends",
        "may_decide",
        "heads",
        "substitute_for",
    ]

    def __init__(self, *args: Any, roles: list[Role], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["role"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  (for the type checker)
        field.choices = [(role.slug, f"{role.label} – {role.description}") for role in roles]

    def clean_email(self) -> str:
        """In the one way of writing in which addresses are kept."""
        return clean_address(self.cleaned_data["email"])

    def split(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """What is said of the person, and what of the seat."""
        data = dict(self.cleaned_data)
        person = {name: data.pop(name) for name in ("email", "name_th", "name_en")}
        return person, data


class SeatEditForm(SeatDetailsForm):
    """A seat's details, with the version that was shown."""

    version = IntField(widget=forms.HiddenInput, most=2**31 - 1)

    @staticmethod
    def initial_of(seat: Seat) -> dict[str, Any]:
        """What the form shows at first."""
        return {
            "organisation": seat.organisation,
            "post_th": seat.post_th,
            "post_en": seat.post_en,
            "starts": seat.starts,
            "ends": seat.ends,
            "may_decide": seat.may_decide,
            "heads": seat.heads,
            "substitute_for": seat.substitute_for,
            "version": seat.version,
        }


class SeatEndForm(forms.Form):
    """When a seat ends, and why."""

    when = forms.ChoiceField(
        label=_("When does the seat end?"),
        choices=[
            (ON_A_DAY, _("On a day, at midnight after it")),
            (AT_ONCE, _("At once, when you press the button")),
        ],
        widget=forms.RadioSelect,
        initial=ON_A_DAY,
    )
    ends = DateField(label=_("last day"), required=False)
    reason = ReasonField(
        label=_("reason"),
        help_text=_("For the history: for example the order that moved the person."),
    )

    def clean(self) -> dict[str, Any]:
        """A day where one was chosen."""
        data = super().clean() or {}
        if data.get("when") == ON_A_DAY and not data.get("ends") and "ends" not in self.errors:
            self.add_error("ends", _("Write the last day, or choose that it ends at once."))
        return data

    def last_day(self) -> dt.date | None:
        """The last day; None for at once."""
        return self.cleaned_data["ends"] if self.cleaned_data["when"] == ON_A_DAY else None


class OrganisationForm(forms.Form):
    """An organisation new to the directory of a province."""

    name_th = LineField(label=_("name in Thai"), most=250, least=2)
    name_en = LineField(label=_("name in English"), most=250, required=False)
    short_th = LineField(label=_("short name in Thai"), most=80, required=False)
    short_en = LineField(label=_("short name in English"), most=80, required=False)
    kind = forms.ChoiceField(
        label=_("kind"), choices=[("", _("Choose …")), *OrganisationKind.choices]
    )


class PasswordForm(forms.Form):
    """The password an invited person chooses."""

    password = forms.CharField(
        label=_("password"),
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("the same password again"),
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        self.fields["password"].help_text = password_validators_help_text_html()

    def clean(self) -> dict[str, Any]:
        """Good enough, and typed twice alike."""
        data = super().clean() or {}
        password, again = data.get("password"), data.get("again")
        if password and again and password != again:
            self.add_error("again", _("The two passwords are not the same."))
        if password:
            try:
                validate_password(password, self.person)
            except forms.ValidationError as error:
                self.add_error("password", error)
        return data
