"""Input of indicators and targets: checked here, done in `actions.indicators`."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from actionplans.actions.indicators import OWN_FIELDS, Aim
from actionplans.measures import FROM_ACTIVITIES, RULES
from actionplans.models import ActivityKind, Indicator, Measure, Target
from actionplans.starters import STARTERS
from committees.fields import IntField, LineField, MoneyField, TextField
from members.models import Pillar

QUARTERS = ("q1", "q2", "q3", "q4")


class FigureField(MoneyField):
    """A figure of any unit, with at most two digits after the full stop."""

    default_error_messages = {
        "required": _("Write a number, for example 400."),
        "invalid": _("This is not a number. Write it in digits, for example 400 or 12.5."),
        "negative": _("A target cannot be below zero. Write 0 or more."),
        "satang": _("A figure has at most two digits after the full stop, as in 12.50."),
        "large": _("This figure is too large. Write at most %(most)s."),
    }


class IndicatorForm(forms.Form):
    """One indicator of a province."""

    name_th = LineField(label=_("name in Thai"), most=200, least=3)
    name_en = LineField(label=_("name in English"), most=200, required=False)
    measure = forms.ChoiceField(
        label=_("where the value comes from"),
        choices=Measure.choices,
        help_text=_("Counted from the activities, or asked for in each quarter’s report."),
    )
    kind = forms.ChoiceField(
        label=_("only activities of this kind"),
        choices=[("", _("every kind")), *ActivityKind.choices],
        required=False,
    )
    pillar = forms.ChoiceField(
        label=_("only of this pillar"),
        choices=[("", _("every pillar")), *Pillar.choices],
        required=False,
    )
    unit_th = LineField(label=_("unit in Thai"), most=40)
    unit_en = LineField(label=_("unit in English"), most=40, required=False)
    note = TextField(
        label=_("what exactly is counted"),
        most=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("For example: each village once, in the quarter when its group was set up."),
    )
    version = IntField(widget=forms.HiddenInput, most=2**31 - 1, required=False)
    form_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    @staticmethod
    def initial_of(indicator: Indicator | None) -> dict[str, Any]:
        """What the form shows at first."""
        if indicator is None:
            return {"form_key": uuid.uuid4()}
        return {name: getattr(indicator, name) for name in (*OWN_FIELDS, "version")}

    def clean(self) -> dict[str, Any]:
        """Kind and pillar narrow only what is counted from activities."""
        data = super().clean() or {}
        if data.get("measure") not in FROM_ACTIVITIES:
            if data.get("kind"):
                self.add_error("kind", _("This value is not counted from activities."))
            if data.get("pillar") and data.get("measure") == Measure.DISTRICTS:
                self.add_error("pillar", _("This value is not counted from activities."))
        return data

    def values(self) -> dict[str, Any]:
        """What the action takes."""
        return {name: self.cleaned_data[name] for name in OWN_FIELDS}


class StartersForm(forms.Form):
    """Which of the starter list a province takes."""

    codes = forms.MultipleChoiceField(
        label=_("indicators"),
        choices=[],
        widget=forms.CheckboxSelectMultiple(attrs={"stacked": True}),
        error_messages={"required": _("Choose at least one.")},
    )

    def __init__(self, data: Any = None, *, taken: Iterable[str], language: str) -> None:
        super().__init__(data)
        have = set(taken)
        name = "name_en" if language == "en" else "name_th"
        field = self.fields["codes"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101  (for the type checker)
        field.choices = [
            (code, f"{values[name]} – {RULES[values['measure']].definition}")
            for code, values in STARTERS.items()
            if values["name_th"] not in have
        ]

    @property
    def offers(self) -> bool:
        """Whether anything is left to choose."""
        return bool(self.fields["codes"].choices)  # type: ignore[attr-defined]


class TargetsForm(forms.Form):
    """A committee's targets of a year: for each indicator the year, and the quarters if wanted."""

    def __init__(
        self, data: Any = None, *, indicators: list[Indicator], standing: dict[int, Target]
    ) -> None:
        super().__init__(data)
        self.indicators = indicators
        for row in indicators:
            target = standing.get(row.pk)
            shown = (target.value, *target.quarters) if target else (None,) * 5
            for name, label, figure in zip(self._names(row), self._labels(row), shown, strict=True):
                self.fields[name] = FigureField(label=label, required=False, initial=figure)
            self.fields[f"version_{row.pk}"] = IntField(
                widget=forms.HiddenInput,
                most=2**31 - 1,
                required=False,
                initial=target.version if target else 0,
            )

    @staticmethod
    def _names(row: Indicator) -> list[str]:
        return [f"year_{row.pk}", *(f"{quarter}_{row.pk}" for quarter in QUARTERS)]

    @staticmethod
    def _labels(row: Indicator) -> list[Any]:
        return [
            _("target of the year, %(unit)s") % {"unit": row.unit},
            *(_("quarter %(number)s") % {"number": number} for number in (1, 2, 3, 4)),
        ]

    def rows(self) -> list[dict[str, Any]]:
        """Each indicator with its fields, for the page."""
        found = []
        for row in self.indicators:
            year, *quarters = (self[name] for name in self._names(row))
            found.append(
                {
                    "indicator": row,
                    "definition": RULES[row.measure].definition,
                    "year": year,
                    "quarters": quarters,
                    "by_quarter": any(
                        field.errors or field.value() not in (None, "") for field in quarters
                    ),
                    "version": self[f"version_{row.pk}"],
                }
            )
        return found

    def clean(self) -> dict[str, Any]:
        """Quarters add up to the year, where the figure is one that adds up."""
        data = super().clean() or {}
        for row in self.indicators:
            year, *quarters = (data.get(name) for name in self._names(row))
            written = [figure for figure in quarters if figure is not None]
            if not RULES[row.measure].adds_up or len(written) < len(quarters):
                continue
            total = sum(written, Decimal(0))
            if year is None and f"year_{row.pk}" not in self.errors:
                data[f"year_{row.pk}"] = total
            elif year is not None and year != total:
                self.add_error(
                    f"year_{row.pk}",
                    _("The four quarters add up to %(total)s. Change the year or a quarter.")
                    % {"total": f"{total:,.2f}".rstrip("0").rstrip(".")},
                )
        return data

    def aims(self) -> list[Aim]:
        """What the action takes."""
        found = []
        for row in self.indicators:
            year, *quarters = (self.cleaned_data[name] for name in self._names(row))
            version = self.cleaned_data[f"version_{row.pk}"] or 0
            found.append(Aim(row, year, tuple(quarters), version))
        return found
