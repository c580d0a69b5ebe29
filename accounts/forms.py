"""What people say of themselves."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.thai import arabic_digits, clean_line


class ProfileForm(forms.ModelForm):
    """Names, telephone, language and how notices come."""

    class Meta:
        model = User
        fields = ["name_th", "name_en", "phone", "language", "notice_mode"]
        widgets = {"notice_mode": forms.RadioSelect, "language": forms.RadioSelect}
        help_texts = {
            "phone": _("Only people of your own committees see it."),
            "notice_mode": _("In the product you see every notice at once in any case."),
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
