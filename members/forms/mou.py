"""What people write about MoUs: the agreement, the text of a version, a signature."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from committees.calendar import today
from committees.fields import DateField, IntField, LineField, TextField
from committees.papers import PaperField
from members.models import PARTS, TEXTS, MouVersion, Organisation

LONGEST_PART = 20_000
LABELS = {
    "vision": (_("vision, in Thai"), _("vision, in English")),
    "mission": (_("mission, in Thai"), _("mission, in English")),
    "objectives": (_("objectives, in Thai"), _("objectives, in English")),
    "principles": (_("organising principles, in Thai"), _("organising principles, in English")),
}
OWN, WITH_PARTNER = "own", "partner"


class MouForm(forms.Form):
    """A new agreement: the one members join by, or one with a partner."""

    form_key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    sort = forms.ChoiceField(
        label=_("which MoU"),
        choices=[
            (OWN, _("The MoU by which organisations join the committee")),
            (WITH_PARTNER, _("An MoU of some members with a partner organisation")),
        ],
        widget=forms.RadioSelect(attrs={"stacked": True}),
    )
    name_th = LineField(label=_("name in Thai"), most=250, least=3)
    name_en = LineField(label=_("name in English"), most=250, required=False)
    partner = forms.ModelChoiceField(
        label=_("partner organisation"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("Choose …"),
        help_text=_("Only for an MoU with a partner."),
    )
    parties = forms.ModelMultipleChoiceField(
        label=_("members that sign it"),
        queryset=Organisation.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"scroll": True}),
        help_text=_("Only for an MoU with a partner; the other one is for all members."),
    )

    def __init__(
        self,
        *args: Any,
        partners: QuerySet[Organisation],
        members: QuerySet[Organisation],
        may_own: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, rows in (("partner", partners), ("parties", members)):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  (for the type checker)
            field.queryset = rows
        if not may_own:
            del self.fields["sort"]

    def clean(self) -> dict[str, Any]:
        """A partner and members where it is an MoU with a partner."""
        data = super().clean() or {}
        if "sort" in self.fields and data.get("sort") != WITH_PARTNER:
            return data | {"partner": None, "parties": []}
        if "partner" not in self.errors and data.get("partner") is None:
            self.add_error("partner", _("Choose the partner organisation."))
        if "parties" not in self.errors and not data.get("parties"):
            self.add_error("parties", _("Choose the members that sign this MoU."))
        return data

    def values(self) -> dict[str, Any]:
        """What `start_mou` takes."""
        data = self.cleaned_data
        return {name: data[name] for name in ("name_th", "name_en", "partner", "parties")}


class MouTextForm(forms.Form):
    """The text of a draft, in Thai and in English, with the version that was shown."""

    version = IntField(widget=forms.HiddenInput, most=2**31 - 1)
    needs_signing = forms.BooleanField(
        label=_("every member signs this version, also who signed an earlier one"), required=False
    )

    def __init__(self, *args: Any, first: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for part in PARTS:
            for language, label in zip(("th", "en"), LABELS[part], strict=True):
                self.fields[f"{part}_{language}"] = TextField(
                    label=label,
                    most=LONGEST_PART,
                    required=False,
                    personal="numbers",  # the addresses of who signs
                    widget=forms.Textarea(attrs={"rows": 6}),
                )
        if first:
            del self.fields["needs_signing"]

    @staticmethod
    def initial_of(version: MouVersion) -> dict[str, Any]:
        """What the form shows at first."""
        names = (*TEXTS, "needs_signing", "version")
        return {name: getattr(version, name) for name in names}

    def texts(self) -> dict[str, Any]:
        """What `change_draft` takes beside the version."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class SignForm(forms.Form):
    """Who signed for which organisation, and when."""

    organisation = forms.ModelChoiceField(
        label=_("organisation"), queryset=Organisation.objects.none(), empty_label=_("Choose …")
    )
    signatory_name = LineField(
        label=_("name of who signs"),
        most=150,
        least=2,
        help_text=_("Title, first name and surname, as under the signature."),
    )
    signatory_post = LineField(label=_("post in the organisation"), most=150, least=2)
    signed_on = DateField(label=_("day of signing"))
    paper = PaperField(
        label=_("signed copy"),
        required=False,
        help_text=_("A scan or a photograph of the signed page: PDF or picture, up to 10 MB."),
    )

    def __init__(
        self, *args: Any, organisations: QuerySet[Organisation], for_others: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.for_others = for_others
        field = self.fields["organisation"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  (for the type checker)
        field.queryset = organisations
        if len(organisations) == 1:
            field.empty_label = None
        self.fields["paper"].required = for_others

    def clean_signed_on(self) -> Any:
        """One signed today or earlier."""
        day = self.cleaned_data["signed_on"]
        if day and day > today():
            raise forms.ValidationError(_("The day of signing lies in the future."))
        return day
