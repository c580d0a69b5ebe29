"""What people write about committees. Forms check input and nothing else."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from committees.calendar import today
from committees.fields import DateField, IntField, LineField, TextField
from committees.kinds import KINDS, Kind, Theme, kinds_under
from committees.models import Approver, Area, Committee


class CommitteeDetailsForm(forms.Form):
    """What can be changed of a committee as long as it stands."""

    name_th = LineField(label=_("official name in Thai"), most=250, least=3)
    name_en = LineField(label=_("official name in English"), most=250, required=False)
    short_th = LineField(
        label=_("short name in Thai"),
        most=80,
        required=False,
        help_text=_("As people say it, for lists and notices."),
    )
    short_en = LineField(label=_("short name in English"), most=80, required=False)
    about_th = TextField(
        label=_("about, in Thai"),
        required=False,
        help_text=_("What the committee is for and may decide, and by which order it stands."),
        personal="numbers",  # also how its office is reached
    )
    about_en = TextField(label=_("about, in English"), required=False, personal="numbers")
    founded = DateField(label=_("founded"), required=False)
    approver = forms.ChoiceField(
        label=_("plans are approved by"),
        choices=Approver.choices,
        widget=forms.RadioSelect,
        initial=Approver.DEPUTY,
    )

    def clean_founded(self) -> Any:
        """A committee was founded today or earlier."""
        day = self.cleaned_data["founded"]
        if day and day > today():
            raise forms.ValidationError(_("This day lies in the future."))
        return day


class CommitteeEditForm(CommitteeDetailsForm):
    """The details of a committee, with the version that was shown."""

    version = IntField(widget=forms.HiddenInput, most=2**31 - 1)

    @staticmethod
    def initial_of(committee: Committee) -> dict[str, Any]:
        """What the form shows at first."""
        names = [name for name in CommitteeEditForm.base_fields if name != "version"]
        return {name: getattr(committee, name) for name in names} | {"version": committee.version}


class CommitteeNewForm(CommitteeDetailsForm):
    """A new committee under another: kinds and areas that can stand there."""

    kind = forms.ChoiceField(label=_("kind"))
    theme = forms.ChoiceField(
        label=_("group"),
        choices=[("", _("none")), *Theme.choices],
        required=False,
        help_text=_("Only for a group of an operations committee."),
    )
    area = forms.TypedChoiceField(label=_("area"), coerce=int)
    field_order = ["kind", "theme", "area"]

    def __init__(self, *args: Any, parent: Committee, areas: list[Area], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.areas = {area.code: area for area in areas}
        kinds = kinds_under(parent.kind)
        self.choice("kind").choices = [(kind.value, kind.label) for kind in kinds]
        self.choice("area").choices = [(area.code, area.name) for area in areas]
        if Kind.GROUP not in kinds:
            del self.fields["theme"]
        self.order_fields(self.field_order)

    def choice(self, name: str) -> forms.ChoiceField:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  (for the type checker)
        return field

    def clean(self) -> dict[str, Any]:
        """Kind, group and area fit each other."""
        data = super().clean() or {}
        kind, area = data.get("kind"), self.areas.get(data.get("area", -1))
        if kind is None or area is None:
            return data
        wanted = KINDS[Kind(kind)].area_level
        if wanted != "any" and area.level != wanted:
            self.add_error("area", _("A committee of this kind needs an area of another level."))
        if kind == Kind.GROUP and not data.get("theme"):
            self.add_error("theme", _("Say which of the three groups it is."))
        if kind != Kind.GROUP:
            data["theme"] = ""
        data["area"] = area
        return data


class BordersForm(forms.Form):
    """Which districts of a province lie on a border."""

    districts = forms.TypedMultipleChoiceField(
        label=_("border districts"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, districts: list[Area], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["districts"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101  (for the type checker)
        field.choices = [(area.code, area.name) for area in districts]
