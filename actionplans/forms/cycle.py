"""Input about the year of a plan: due days, lines PSDHS asks for, and taking lines over."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _

from actionplans import dues
from actionplans.forms.plans import NamedChoice
from actionplans.models import Indicator, TemplateLine
from actionplans.models.cycle import FIRST_DUE_MONTH, LAST_DUE_MONTH, MOST_DAYS
from committees.calendar import fiscal_year_end, fiscal_year_start
from committees.fields import DateField, IntField, LineField, TextField
from committees.kinds import Kind
from committees.models import Area
from members.models import Organisation, Pillar

# Whom PSDHS may ask for a line: those whose plans it receives.
ASKED = (Kind.DISTRICT, Kind.CIVIL_SOCIETY, Kind.EXECUTIVE, Kind.OPERATIONS, Kind.WORKING_GROUP)


class DuesForm(forms.Form):
    """When plans and reports are due."""

    annual_day = IntField(label=_("day"), least=1, most=31)
    annual_month = forms.TypedChoiceField(
        label=_("month"),
        coerce=int,
        choices=[(month, MONTHS[month]) for month in range(FIRST_DUE_MONTH, LAST_DUE_MONTH + 1)],
    )
    plan_before = IntField(
        label=_("Days before the quarter begins"),
        most=MOST_DAYS,
        help_text=_("By then the plan of the quarter should have gone up. 0 is its first day."),
    )
    report_after = IntField(
        label=_("Days after the quarter has ended"),
        most=MOST_DAYS,
        help_text=_("By then the progress report of the quarter should have gone up."),
    )
    version = IntField(widget=forms.HiddenInput, most=2**31 - 1)

    def clean(self) -> dict[str, Any]:
        """A day that the month has."""
        data = super().clean() or {}
        day, month = data.get("annual_day"), data.get("annual_month")
        if day and month:
            try:
                dt.date(2025, month, day)
            except ValueError:
                self.add_error("annual_day", _("This month does not have this day."))
        return data

    def values(self) -> dict[str, int]:
        """The days alone."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}

    @staticmethod
    def initial_of(rules: dues.Days, version: int) -> dict[str, int]:
        """What the form shows at first."""
        names = ("annual_day", "annual_month", "plan_before", "report_after")
        return {name: getattr(rules, name) for name in names} | {"version": version}


class TemplateForm(forms.Form):
    """A line PSDHS asks for."""

    what = LineField(label=_("what will be done"), most=300)
    pillar = forms.ChoiceField(label=_("pillar"), choices=Pillar.choices, widget=forms.RadioSelect)
    starts = DateField(label=_("from"))
    ends = DateField(label=_("until"))
    measure = NamedChoice(
        label=_("indicator of the province"),
        queryset=Indicator.objects.none(),
        required=False,
        empty_label=_("none"),
    )
    indicator = LineField(
        label=_("indicator in other words"),
        most=300,
        required=False,
        help_text=_("Where the catalogue of the province has none that fits."),
    )
    target = LineField(label=_("target"), most=150, required=False)
    hint = TextField(
        label=_("what to look out for"),
        most=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The committees read it beside the line; it does not go into their plans."),
    )
    kinds = forms.MultipleChoiceField(
        label=_("asked of"),
        choices=[(kind.value, kind.label) for kind in ASKED],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one kind of committee.")},
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)
    form_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        data: Any = None,
        *,
        province: Area,
        fiscal_year: int,
        template: TemplateLine | None = None,
    ) -> None:
        self.year = fiscal_year
        initial = _initial(template) if template else _fresh(fiscal_year)
        super().__init__(data, initial=initial)
        kept = Q(retired_at__isnull=True) | Q(pk=template.measure_id if template else None)
        rows = Indicator.objects.filter(kept, province=province)
        self.fields["measure"].queryset = rows  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Days within the fiscal year, in their order."""
        cleaned = super().clean() or {}
        starts, ends = cleaned.get("starts"), cleaned.get("ends")
        first, last = fiscal_year_start(self.year), fiscal_year_end(self.year)
        for name, day in (("starts", starts), ("ends", ends)):
            if day and not first <= day <= last:
                self.add_error(
                    name,
                    _("This day lies outside fiscal year %(year)s (1 October to 30 September).")
                    % {"year": self.year},
                )
        if starts and ends and ends < starts:
            self.add_error("ends", _("The last day lies before the first day."))
        return cleaned

    def values(self) -> dict[str, Any]:
        """What the action takes."""
        names = self.cleaned_data.keys() - {"version", "form_key"}
        return {name: self.cleaned_data[name] for name in names}


def _fresh(year: int) -> dict[str, Any]:
    return {
        "form_key": uuid.uuid4(),
        "starts": fiscal_year_start(year),
        "ends": fiscal_year_end(year),
        "kinds": [Kind.DISTRICT.value],
    }


def _initial(template: TemplateLine) -> dict[str, Any]:
    names = ("what", "pillar", "starts", "ends", "indicator", "target", "hint", "kinds", "version")
    return {name: getattr(template, name) for name in names} | {"measure": template.measure_id}


class CarryForm(forms.Form):
    """Which lines of the year before are taken over."""

    lines = forms.MultipleChoiceField(
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Choose at least one line."),
            "invalid_choice": _("One of these lines cannot be taken over any more."),
        },
    )

    def __init__(self, data: Any = None, *, offered: list[int]) -> None:
        super().__init__(data)
        self.fields["lines"].choices = [(str(pk), "") for pk in offered]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> set[str]:
        """What is ticked, for showing the form again."""
        return set(self["lines"].data or ()) if self.is_bound else set()


class TakeOverForm(forms.Form):
    """Which lines PSDHS asks for are taken over, each with who is responsible for it."""

    def __init__(
        self, data: Any = None, *, province: Area | int, offered: list[TemplateLine]
    ) -> None:
        super().__init__(data)
        self.offered = offered
        agencies = Organisation.objects.filter(province=province)
        names = [("", _("Choose …")), *((o.pk, o.name) for o in (agencies if offered else ()))]
        self.agencies = {o.pk: o for o in agencies} if offered else {}
        for template in offered:
            self.fields[f"take_{template.pk}"] = forms.BooleanField(
                label=template.what, required=False
            )
            self.fields[f"who_{template.pk}"] = forms.TypedChoiceField(
                label=_("responsible agency"),
                choices=names,
                coerce=int,
                empty_value=None,
                required=False,
            )

    def rows(self) -> list[dict[str, Any]]:
        """Each line with its two fields, for the page."""
        return [
            {
                "template": template,
                "take": self[f"take_{template.pk}"],
                "who": self[f"who_{template.pk}"],
            }
            for template in self.offered
        ]

    def clean(self) -> dict[str, Any]:
        """Something is chosen, and each line that is has its agency."""
        cleaned = super().clean() or {}
        taken = [t for t in self.offered if cleaned.get(f"take_{t.pk}")]
        if not taken and not self.errors:
            self.add_error(None, _("Choose at least one line."))
        for template in taken:
            name = f"who_{template.pk}"
            if name not in self.errors and not cleaned.get(name):
                self.add_error(name, _("Choose the agency that is responsible."))
        return cleaned

    def chosen(self) -> dict[TemplateLine, Organisation]:
        """The lines to take over with their agencies."""
        data = self.cleaned_data
        return {
            template: self.agencies[data[f"who_{template.pk}"]]
            for template in self.offered
            if data.get(f"take_{template.pk}")
        }
