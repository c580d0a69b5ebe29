"""What people write about the multidisciplinary team. Forms check input and nothing else."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.thai import arabic_digits
from committees import papers
from committees.calendar import today
from committees.fields import DateField, IntField, LineField, Personal, PhoneField, ReasonField
from committees.models import Area
from members.models import Discipline, Language, Organisation, TeamVersion, Weekday

LONGEST_TERM = dt.timedelta(days=4 * 366)
_CLOCK = re.compile(r"([01]?\d|2[0-3])[:.]?([0-5]\d)(?:\s?น\.?)?", re.ASCII)


class ClockField(LineField):
    """A time of day: 8:30, 08.30, ๐๘.๓๐ น."""

    personal: Personal = "allowed"  # a time and nothing else is taken

    default_error_messages = {
        "clock": _("This is not a time of day. Write it as 8:30 or 16:30."),
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault(
            "widget",
            forms.TextInput(
                attrs={"inputmode": "numeric", "autocomplete": "off", "class": "w-short"}
            ),
        )
        super().__init__(most=20, **kwargs)

    def clean(self, value: Any) -> Any:
        """The time, or None where nothing was written."""
        text = arabic_digits(super().clean(value))
        if not text:
            return None
        found = _CLOCK.fullmatch(text)
        if found is None:
            raise ValidationError(self.error_messages["clock"], code="clock")
        return dt.time(int(found[1]), int(found[2]))

    def prepare_value(self, value: Any) -> Any:
        """A stored time as people write it."""
        return f"{value:%H:%M}" if isinstance(value, dt.time) else value


class ReachableForm(forms.Form):
    """Somebody for the team, and how they are reached."""

    name_th = LineField(
        label=_("name in Thai"),
        most=150,
        least=2,
        help_text=_("Title, first name and surname."),
    )
    name_en = LineField(label=_("name in English"), most=150, required=False)
    discipline = forms.ChoiceField(
        label=_("discipline"), choices=[("", _("Choose …")), *Discipline.choices]
    )
    organisation = forms.ModelChoiceField(
        label=_("organisation"), queryset=Organisation.objects.none(), empty_label=_("Choose …")
    )
    post_th = LineField(label=_("post, in Thai"), most=150, required=False)
    post_en = LineField(label=_("post, in English"), most=150, required=False)
    languages = forms.MultipleChoiceField(
        label=_("languages spoken"),
        choices=Language.choices,
        widget=forms.CheckboxSelectMultiple,
        initial=[Language.THAI.value],
    )
    phone = PhoneField(
        most=40,
        label=_("telephone"),
        help_text=_("The number to call in an emergency. Only those who may see contacts read it."),
    )
    email = forms.EmailField(label=_("e-mail address"), max_length=254, required=False)
    around_the_clock = forms.BooleanField(label=_("reachable day and night"), required=False)
    days = forms.TypedMultipleChoiceField(
        label=_("otherwise on these days"),
        choices=Weekday.choices,
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    hours_from = ClockField(label=_("from"), required=False, help_text=_("For example 8:30."))
    hours_until = ClockField(label=_("until"), required=False, help_text=_("For example 16:30."))
    districts = forms.TypedMultipleChoiceField(
        label=_("districts"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None marked means the whole province."),
    )
    term_until = DateField(
        label=_("on the team until"),
        required=False,
        help_text=_("Only where the person's own term ends earlier than the team's."),
    )

    def __init__(
        self, *args: Any, organisations: Any, districts: list[Area], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["organisation"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  (for the type checker)
        field.queryset = organisations
        places = self.fields["districts"]
        assert isinstance(places, forms.MultipleChoiceField)  # noqa: S101
        places.choices = [(area.code, area.name) for area in districts]

    def clean_email(self) -> str:
        """In small letters, as addresses are kept."""
        return str(self.cleaned_data["email"]).strip().lower()

    def clean_term_until(self) -> dt.date | None:
        """A term that goes on."""
        day: dt.date | None = self.cleaned_data["term_until"]
        if day and day < today():
            raise ValidationError(_("This day is past. Leave the person out instead."))
        return day

    def clean(self) -> dict[str, Any]:
        """Hours in which the person can be reached, one way or the other."""
        data = super().clean() or {}
        if data.get("around_the_clock"):
            data |= {"days": [], "hours_from": None, "hours_until": None}
            return data
        if not data.get("days") and "days" not in self.errors:
            self.add_error("days", _("Mark the days, or that the person is reachable at all times"))
        for name in ("hours_from", "hours_until"):
            if data.get(name) is None and name not in self.errors:
                self.add_error(name, _("Write a time of day, for example 8:30."))
        start, end = data.get("hours_from"), data.get("hours_until")
        if start is not None and start == end:
            self.add_error("hours_until", _("The hours end when they begin. Look at them again."))
        return data


class TeamMemberForm(ReachableForm):
    """Somebody on a version, with the version of the row that was shown."""

    version = IntField(widget=forms.HiddenInput, most=2**31 - 1, required=False)

    def values(self) -> dict[str, Any]:
        """What is kept of the person."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class ProposalForm(ReachableForm):
    """Somebody a committee proposes, and why."""

    reason = ReasonField(
        label=_("Why this person?"),
        help_text=_("Experience, training, what is missing on the team without them."),
    )
    form_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4, required=False)

    def values(self) -> dict[str, Any]:
        """What is kept of the person."""
        other = ("reason", "form_key")
        return {name: value for name, value in self.cleaned_data.items() if name not in other}

    def key(self) -> uuid.UUID:
        """What names this form, so that it is taken once."""
        return self.cleaned_data.get("form_key") or uuid.uuid4()


class DeclineForm(forms.Form):
    """Why a proposal is declined."""

    reason = ReasonField(label=_("reason"))


class EndorseForm(forms.Form):
    """The Governor's order as it was signed."""

    order_number = LineField(
        label=_("number of the Governor's order"), most=60, help_text=_("For example 1234/2569.")
    )
    order_date = DateField(label=_("date of the order"))
    valid_from = DateField(
        label=_("valid from"), help_text=_("From this day on people are chosen from this version.")
    )
    valid_until = DateField(label=_("valid until"), help_text=_("The last day, as the order says."))
    signed_copy = papers.PaperField(
        label=_("signed copy"),
        types={papers.PDF, papers.JPEG, papers.PNG},
        help_text=_("The order with the Governor's signature, scanned: PDF, JPG or PNG, 10 MB."),
    )
    version = IntField(widget=forms.HiddenInput, most=2**31 - 1)

    def clean_order_date(self) -> dt.date:
        """An order that has been signed."""
        day: dt.date = self.cleaned_data["order_date"]
        if day > today():
            raise ValidationError(_("This day lies in the future."))
        return day

    def clean(self) -> dict[str, Any]:
        """Days that follow each other and are not longer than an office lasts."""
        data = super().clean() or {}
        start, end = data.get("valid_from"), data.get("valid_until")
        if start and end and end < start:
            self.add_error("valid_until", _("The last day lies before the first day."))
        elif start and end and end - start > LONGEST_TERM:
            self.add_error("valid_until", _("A team is endorsed for four years at most."))
        return data

    @staticmethod
    def initial_of(team: TeamVersion) -> dict[str, Any]:
        """What the form shows at first."""
        return {"version": team.version, "order_date": today(), "valid_from": today()}

    def values(self) -> dict[str, Any]:
        """What is kept of the order besides its copy."""
        names = ("order_number", "order_date", "valid_from", "valid_until")
        return {name: self.cleaned_data[name] for name in names}
