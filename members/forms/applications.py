"""What applicants write, and what a committee writes about them. Forms check input alone."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from committees.calendar import today
from committees.fields import DateField, IntField, LineField, ReasonField, TextField
from committees.models import Area
from committees.papers import DOCX, JPEG, PDF, PNG, WEBP, PaperField
from members.forms.organisations import MailField, PhoneField, WebsiteField
from members.models import Organisation, Pillar

MET, NOT_MET, NOT_APPLICABLE = "met", "not_met", "not_applicable"
FINDINGS = (
    (MET, _("met")),
    (NOT_MET, _("not met")),
    (NOT_APPLICABLE, _("not applicable")),
)
NEW = "new"
SCANS = {PDF, JPEG, PNG, WEBP, DOCX}


class OwnMailField(MailField):
    """An address to which a link is sent, in small letters and in one way of writing."""

    def clean_form(self, text: str) -> str:
        return unicodedata.normalize("NFKC", super().clean_form(text)).strip().lower()

    def validate(self, value: str) -> None:
        """One plain address; letters that only look like others are not taken."""
        super().validate(value)
        mailbox = value.rpartition("@")[0]
        if value and (not mailbox.isascii() or '"' in mailbox):
            raise ValidationError(self.error_messages["invalid"], code="invalid")


class JoinForm(forms.Form):
    """The application of an organisation. `fax` is left empty by people and filled by machines."""

    name_th = LineField(label=_("name in Thai"), most=250, least=2)
    name_en = LineField(label=_("name in English"), most=250, required=False)
    registration = LineField(
        label=_("registration number"),
        most=60,
        personal="numbers",  # may look like a telephone number
        least=2,
        help_text=_("As on the certificate of registration. You attach a copy in the next step."),
    )
    mission = TextField(
        label=_("mission"),
        most=3000,
        least=10,
        help_text=_("What the organisation is there for, in a few sentences."),
    )
    target_groups = LineField(
        label=_("target groups"),
        most=500,
        least=2,
        help_text=_("For example children without nationality, women who work at the border."),
    )
    pillars = forms.MultipleChoiceField(
        label=_("pillars"),
        choices=Pillar.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("In which of these does the organisation work?"),
        error_messages={"required": _("Choose at least one pillar.")},
    )
    districts = forms.TypedMultipleChoiceField(
        label=_("districts served"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple(attrs={"scroll": True}),
        error_messages={"required": _("Choose at least one district.")},
    )
    website = WebsiteField(label=_("website"), most=200, required=False)
    contact_th = LineField(
        label=_("name in Thai"), most=150, least=2, help_text=_("Title, first name and surname.")
    )
    contact_en = LineField(label=_("name in English"), most=150, required=False)
    contact_post = LineField(label=_("post in the organisation"), most=150, least=2)
    contact_phone = PhoneField(label=_("telephone"), most=40)
    contact_email = OwnMailField(
        label=_("e-mail address"),
        most=254,
        help_text=_("We send a link there; with it you send the application."),
    )
    fax = forms.CharField(
        label=_("Leave this empty"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, districts: Iterable[Area], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["districts"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101  (for the type checker)
        field.choices = [(area.code, area.name) for area in districts]

    @property
    def is_by_a_machine(self) -> bool:
        """Whether the field that people do not see was filled."""
        return bool(self.data.get("fax", ""))

    def values(self) -> dict[str, Any]:
        """What is kept of it."""
        return {name: value for name, value in self.cleaned_data.items() if name != "fax"}


class ConfirmForm(forms.Form):
    """The proof of registration, handed in by who confirmed the address."""

    evidence = PaperField(
        label=_("proof of registration"),
        types=SCANS,
        help_text=_("The certificate, as PDF or as a picture taken with the phone."),
    )


class SignForm(forms.Form):
    """The signature under the memorandum of understanding, by an organisation that was accepted."""

    signatory_name = LineField(label=_("name of who signs"), most=150, least=2)
    signatory_post = LineField(label=_("post in the organisation"), most=150, least=2)
    signed_on = DateField(label=_("day of signing"))
    copy = PaperField(
        label=_("signed copy"),
        types=SCANS,
        required=False,
        help_text=_("A scan or a picture of the page with the signature, where there is one."),
    )
    agrees = forms.BooleanField(
        label=_("I sign for the organisation, and it keeps to what the memorandum says."),
        error_messages={"required": _("Tick this to sign.")},
    )

    def clean_signed_on(self) -> Any:
        """Not a day that lies ahead."""
        day = self.cleaned_data["signed_on"]
        if day > today():
            raise ValidationError(_("This day lies ahead. Write today or an earlier day."))
        return day


class ScreeningForm(forms.Form):
    """What was found on each point of the checklist."""

    version = IntField(widget=forms.HiddenInput, most=2**31 - 1)

    def __init__(self, *args: Any, points: Sequence[dict[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.points = list(points)
        for number, point in enumerate(self.points):
            self.fields[f"finding_{number}"] = forms.ChoiceField(
                label=worded(point),
                choices=FINDINGS,
                widget=forms.RadioSelect,
                error_messages={"required": _("Choose what you found on this point.")},
            )
            self.fields[f"remark_{number}"] = LineField(label=_("remark"), most=500, required=False)

    def rows(self) -> list[tuple[Any, Any]]:
        """Each point's two fields."""
        return [
            (self[f"finding_{number}"], self[f"remark_{number}"])
            for number in range(len(self.points))
        ]

    def findings(self) -> list[dict[str, str]]:
        """The points as they are worded now, with what was found."""
        return [
            {
                "th": point["th"],
                "en": point.get("en", ""),
                "finding": self.cleaned_data[f"finding_{number}"],
                "remark": self.cleaned_data[f"remark_{number}"],
            }
            for number, point in enumerate(self.points)
        ]

    @staticmethod
    def initial_of(points: Sequence[dict[str, str]], found: Sequence[dict[str, str]]) -> Any:
        """What was found before on points that are still worded so."""
        known = {row["th"]: row for row in found}
        initial: dict[str, Any] = {}
        for number, point in enumerate(points):
            row = known.get(point["th"])
            if row:
                initial[f"finding_{number}"] = row["finding"]
                initial[f"remark_{number}"] = row["remark"]
        return initial


def worded(point: dict[str, str]) -> str:
    """A point of the checklist in the language of the page."""
    return (point.get("en") if get_language() == "en" else "") or point["th"]


class EndorseForm(forms.Form):
    """In whose name an applicant is endorsed, and why."""

    organisation = forms.ModelChoiceField(
        label=_("endorsed by"),
        queryset=Organisation.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
    )
    words = TextField(
        label=_("what you know of the organisation"),
        most=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For the committee: for example what you have done together."),
    )

    def __init__(self, *args: Any, endorsers: Sequence[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["organisation"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  (for the type checker)
        field.queryset = Organisation.objects.filter(pk__in=[row.pk for row in endorsers])
        if len(endorsers) == 1:
            field.initial = endorsers[0].pk
            field.widget = forms.HiddenInput()


class _DecisionForm(forms.Form):
    decided_on = DateField(label=_("day of the decision"))

    def clean_decided_on(self) -> Any:
        """Not a day that lies ahead."""
        day = self.cleaned_data["decided_on"]
        if day > today():
            raise ValidationError(_("This day lies ahead. Write today or an earlier day."))
        return day


class AcceptForm(_DecisionForm):
    """The decision to accept, and which organisation of the directory the applicant is."""

    organisation = forms.ChoiceField(
        label=_("in the directory of the province"),
        widget=forms.RadioSelect(attrs={"stacked": True}),
        help_text=_("So that one organisation does not stand there twice."),
    )
    words = TextField(
        label=_("note"),
        most=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("For example the meeting and the number of the resolution."),
    )

    def __init__(self, *args: Any, similar: Sequence[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.similar = {str(row.pk): row for row in similar}
        field = self.fields["organisation"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  (for the type checker)
        field.choices = [
            *[(key, _("It is %(name)s") % {"name": row.name}) for key, row in self.similar.items()],
            (NEW, _("It is new there")),
        ]
        if not similar:
            field.initial = NEW
            field.widget = forms.HiddenInput()

    @property
    def chosen(self) -> Organisation | None:
        """The organisation that was chosen; None for a new one."""
        return self.similar.get(self.cleaned_data["organisation"])


class DeclineForm(_DecisionForm):
    """The decision to decline, and why; the applicant reads the reason."""

    reason = ReasonField(label=_("reason"), help_text=_("The applicant reads it."))


class WithdrawForm(forms.Form):
    """Why something is withdrawn, as the organisation wrote."""

    reason = ReasonField(
        label=_("reason"),
        help_text=_("For the history: for example the letter in which it said so."),
    )

    def __init__(self, *args: Any, needed: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = needed
