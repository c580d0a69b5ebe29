"""What people write about organisations. Forms check input and nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from committees.fields import IntField, LineField, MailField, PhoneField, WebsiteField
from committees.models import Area
from committees.papers import DOCX, JPEG, PDF, PNG, WEBP, PaperField
from members.forms.seats import OrganisationForm
from members.models import Organisation, OrganisationContact, Pillar


class OrganisationDetailsForm(OrganisationForm):
    """Everything that is written down of an organisation."""

    registration = LineField(
        label=_("registration number"),
        most=60,
        personal="numbers",  # may look like a telephone number
        required=False,
        help_text=_("As on the certificate of registration."),
    )
    evidence = PaperField(
        label=_("evidence of registration"),
        types={PDF, JPEG, PNG, WEBP, DOCX},
        required=False,
        help_text=_("A copy of the certificate, as PDF or picture. A new one replaces the old."),
    )
    pillars = forms.MultipleChoiceField(
        label=_("pillars"),
        choices=Pillar.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    target_groups = LineField(
        label=_("target groups"),
        most=500,
        required=False,
        help_text=_("For example children without nationality, women who work at the border."),
    )
    districts = forms.TypedMultipleChoiceField(
        label=_("districts served"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"scroll": True}),
    )
    website = WebsiteField(label=_("website"), most=200, required=False)
    version = IntField(widget=forms.HiddenInput, most=2**31 - 1)

    def __init__(self, *args: Any, districts: Iterable[Area], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["districts"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101  (for the type checker)
        field.choices = [(area.code, area.name) for area in districts]

    @staticmethod
    def initial_of(organisation: Organisation) -> dict[str, Any]:
        """What the form shows at first."""
        names = [name for name in OrganisationDetailsForm.base_fields if name != "evidence"]
        return {name: getattr(organisation, name) for name in names}


class ContactForm(forms.Form):
    """Whom to reach in an organisation."""

    name = LineField(label=_("name"), most=150, least=2)
    post = LineField(label=_("post"), most=150, required=False)
    phone = PhoneField(label=_("telephone"), most=40, required=False)
    email = MailField(label=_("e-mail address"), most=254, required=False)
    version = IntField(widget=forms.HiddenInput, most=2**31 - 1, required=False)

    def clean(self) -> dict[str, Any]:
        """A way to reach the person."""
        data = super().clean() or {}
        if not self.errors and not data.get("phone") and not data.get("email"):
            self.add_error("phone", _("Write a telephone number or an e-mail address."))
        return data

    @staticmethod
    def initial_of(contact: OrganisationContact) -> dict[str, Any]:
        """What the form shows at first."""
        return {name: getattr(contact, name) for name in ContactForm.base_fields}
