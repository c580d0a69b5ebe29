"""What people say of themselves."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import AddEmailForm
from django import forms
from django.core.validators import MaxLengthValidator
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.actions import confirm_address
from accounts.models import User
from accounts.thai import arabic_digits, clean_line


class AddressForm(AddEmailForm):
    """The address a person wants to sign in with from now on."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].validators.append(MaxLengthValidator(254))

    def clean_email(self) -> str:
        """One that nobody else has."""
        email = str(super().clean_email())
        if User.objects.filter(email__iexact=email).exclude(pk=self.user.pk).exists():
            raise get_adapter().validation_error("email_taken")
        return email

    def save(self, request: HttpRequest) -> Any:
        """Ask for confirmation by mail; until then the address the person has stays."""
        confirm_address(user=self.user)
        return super().save(request)


class ProfileForm(forms.ModelForm):
    """Names, telephone, language and how notices come."""

    class Meta:
        model = User
        fields = ["name_th", "name_en", "phone", "language", "notice_mode", "task_chase"]
        widgets = {
            "notice_mode": forms.RadioSelect,
            "language": forms.RadioSelect,
            "task_chase": forms.RadioSelect,
        }
        help_texts = {
            "phone": _("Only people of your own committees see it."),
            "notice_mode": _("In the product you see every notice at once in any case."),
            "task_chase": _("All that is overdue comes in one e-mail, until it is done."),
        }

    def clean_name_th(self) -> str:
        name = self._clean_name("name_th")
        if not name:
            raise forms.ValidationError(_("This field is required."), code="required")
        return name

    def clean_name_en(self) -> str:
        return self._clean_name("name_en")

    def _clean_name(self, field: str) -> str:
        """As names are kept. In that form a text can be longer than it was typed, or empty."""
        name = clean_line(self.cleaned_data[field])
        for validator in self.fields[field].validators:
            validator(name)
        return name

    def clean_phone(self) -> str:
        """Digits, spaces and + - ( ) only; Thai digits are taken."""
        phone = arabic_digits(clean_line(self.cleaned_data["phone"]))
        if phone and not set(phone) <= set("0123456789+-() "):
            raise forms.ValidationError(
                _("Write the telephone number with digits, for example 053 123 456.")
            )
        return phone
