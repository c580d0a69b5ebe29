"""Input of plans: checked here, done in `actions`."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from actionplans.models import (
    FIRST_PLAN_YEAR,
    Funding,
    Indicator,
    Plan,
    PlanLine,
    RoundLine,
)
from committees.calendar import LAST_BE_YEAR, fiscal_year_end, fiscal_year_start
from committees.fields import DateField, LineField, MoneyField, ReasonField, TextField, YearField
from committees.models import Area, AreaLevel, Committee
from members.models import Organisation, Pillar, Recommendation


class NamedChoice(forms.ModelChoiceField):
    """One of several things, by its name in the language of the page."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


class NamedChoices(forms.ModelMultipleChoiceField):
    """Any of several things, by their names in the language of the page."""

    def label_from_instance(self, obj: Any) -> str:
        return str(getattr(obj, "titled", obj.name))


class PlanForm(forms.Form):
    """Which fiscal year a new plan is for."""

    fiscal_year = YearField(label=_("fiscal year"), first=FIRST_PLAN_YEAR, last=LAST_BE_YEAR)


class LineForm(forms.Form):
    """One line of a plan. Choices are the organisations and places of the committee's province."""

    what = LineField(label=_("what will be done"), most=300)
    pillar = forms.ChoiceField(label=_("pillar"), choices=Pillar.choices, widget=forms.RadioSelect)
    responsible = NamedChoice(
        label=_("responsible agency"),
        queryset=Organisation.objects.none(),
        empty_label=_("Choose …"),
    )
    supporting = NamedChoices(
        label=_("supporting agencies"),
        queryset=Organisation.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"scroll": True}),
    )
    places = NamedChoices(
        label=_("where"),
        queryset=Area.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"scroll": True}),
    )
    starts = DateField(label=_("from"))
    ends = DateField(label=_("until"))
    funding = forms.ChoiceField(
        label=_("funding source"), choices=Funding.choices, widget=forms.RadioSelect
    )
    budget = MoneyField(
        label=_("budget in baht"),
        required=False,
        help_text=_("Leave it empty where the agencies do it within their own remit."),
    )
    funder = LineField(
        label=_("who pays, by name"),
        most=150,
        required=False,
        help_text=_("For example the municipality that sets the money aside."),
    )
    indicator = LineField(
        label=_("indicator"),
        most=300,
        required=False,
        help_text=_("What will be counted, for example people trained."),
    )
    target = LineField(label=_("target"), most=150, required=False)
    measure = NamedChoice(
        label=_("indicator of the province"),
        queryset=Indicator.objects.none(),
        required=False,
        empty_label=_("none"),
        help_text=_("What this line counts towards, beside the other committees of the province."),
    )
    recommendations = NamedChoices(
        label=_("comes from these recommendations"),
        queryset=Recommendation.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"scroll": True, "stacked": True}),
        help_text=_("Of a workshop of this committee. From the line one gets back to them."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)
    form_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        data: Any = None,
        *,
        plan: Plan,
        offered: list[Recommendation],
        line: PlanLine | None = None,
        origin: Recommendation | None = None,
        begins: Mapping[str, Any] | None = None,
        **kwargs: Any,
    ) -> None:
        """`offered` are recommendations the line can come from, `origin` the one it begins with.

        `begins` are values a new line begins with otherwise.
        """
        self.plan = plan
        initial = _initial(line) if line else _fresh(plan, origin) | dict(begins or {})
        super().__init__(data, initial=initial, **kwargs)
        organisations = Organisation.objects.filter(province_id=plan.province_id)
        for name in ("responsible", "supporting"):
            self.fields[name].queryset = organisations  # type: ignore[attr-defined]
        self.fields["places"].queryset = places_for(plan.committee)  # type: ignore[attr-defined]
        counted = Indicator.objects.filter(province_id=plan.province_id)
        kept = Q(retired_at__isnull=True) | Q(pk=line.measure_id if line else None)
        self.fields["measure"].queryset = counted.filter(kept)  # type: ignore[attr-defined]
        if offered:
            self.fields["recommendations"].queryset = Recommendation.objects.filter(  # type: ignore[attr-defined]
                pk__in=[row.pk for row in offered]
            )
        else:
            del self.fields["recommendations"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self._check_dates(cleaned)
        self._check_money(cleaned)
        responsible = cleaned.get("responsible")
        supporting = cleaned.get("supporting")
        if responsible and supporting is not None:
            cleaned["supporting"] = [o for o in supporting if o != responsible]
        return cleaned

    def _check_dates(self, cleaned: dict[str, Any]) -> None:
        starts, ends = cleaned.get("starts"), cleaned.get("ends")
        first = fiscal_year_start(self.plan.fiscal_year)
        last = fiscal_year_end(self.plan.fiscal_year)
        for name, day in (("starts", starts), ("ends", ends)):
            if day and not first <= day <= last:
                self.add_error(
                    name,
                    _("This day lies outside fiscal year %(year)s (1 October to 30 September).")
                    % {"year": self.plan.fiscal_year},
                )
        if starts and ends and ends < starts:
            self.add_error("ends", _("The last day lies before the first day."))

    def _check_money(self, cleaned: dict[str, Any]) -> None:
        if "budget" in self.errors or "funding" in self.errors:
            return
        budget = cleaned.get("budget") or Decimal(0)
        own = cleaned.get("funding") == Funding.OWN_REMIT
        if own and budget:
            self.add_error(
                "budget",
                _("Within own remit means no extra money. Clear the amount or choose who pays."),
            )
        if not own and not budget:
            self.add_error("budget", _("Write the amount, or choose “within own remit”."))
        cleaned["budget"] = budget

    def values(self) -> dict[str, Any]:
        """What the action takes: the fields of the line."""
        values = dict(self.cleaned_data)
        values.pop("version", None)
        values.pop("form_key", None)
        values["supporting"] = list(values["supporting"])
        values["places"] = list(values["places"])
        if "recommendations" in values:
            values["recommendations"] = list(values["recommendations"])
        return values


def places_for(committee: Committee) -> Any:
    """Where a committee's lines can happen: its district and sub-districts, or all districts."""
    area = committee.area
    if area.level == AreaLevel.DISTRICT:
        return Area.objects.filter(pk=area.pk) | Area.objects.filter(parent=area)
    return Area.objects.filter(parent_id=committee.province_id)


def _fresh(plan: Plan, origin: Recommendation | None) -> dict[str, Any]:
    """An empty line, or one that begins with what was recommended."""
    empty: dict[str, Any] = {"form_key": uuid.uuid4(), "funding": Funding.OWN_REMIT}
    if origin is None:
        return empty
    last = fiscal_year_end(plan.fiscal_year)
    within = origin.due is not None and fiscal_year_start(plan.fiscal_year) <= origin.due <= last
    return empty | {
        "what": origin.text[:300],
        "responsible": origin.owner_id,
        "ends": origin.due if within else None,
        "recommendations": [origin.pk],
    }


def _initial(line: PlanLine) -> dict[str, Any]:
    names = ("what", "pillar", "starts", "ends", "funding", "funder", "indicator", "target")
    return {
        **{name: getattr(line, name) for name in names},
        "responsible": line.responsible_id,
        "measure": line.measure_id,
        "budget": line.budget or None,
        "supporting": [o.pk for o in line.supporting.all()],
        "places": [a.pk for a in line.places.all()],
        "recommendations": [r.pk for r in line.recommendations.all()],
        "version": line.version,
    }


class NoteForm(forms.Form):
    """A word to go along, if any."""

    note = TextField(label=_("note to the reader"), most=2000, required=False)


class DecisionForm(forms.Form):
    """An optional word with a decision; `round` is the one that was on the page."""

    note = TextField(
        label=_("a word to the committee"),
        most=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    round = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=32767)


class AmendForm(forms.Form):
    """Why a received plan is opened again."""

    reason = ReasonField(label=_("why the plan is amended"))


class ReturnForm(forms.Form):
    """Why a plan goes back: for the whole, for lines, or both."""

    reason = ReasonField(
        label=_("reason for the whole plan"),
        required=False,
        help_text=_("Or leave it empty and write at the line below."),
    )
    round = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=32767)

    def __init__(self, data: Any = None, *, lines: list[RoundLine], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.lines = lines
        for line in lines:
            self.fields[f"line_{line.pk}"] = TextField(
                label=line.what, most=2000, required=False, widget=forms.Textarea(attrs={"rows": 2})
            )

    def line_fields(self) -> list[Any]:
        """The fields of the lines, for the page."""
        return [self[f"line_{line.pk}"] for line in self.lines]

    def line_reasons(self) -> dict[int, str]:
        """Reasons written at lines, by the line's number in its round."""
        return {
            line.pk: self.cleaned_data[f"line_{line.pk}"]
            for line in self.lines
            if self.cleaned_data.get(f"line_{line.pk}")
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not cleaned.get("reason") and not self.line_reasons():
            self.add_error("reason", _("Say why, for the whole plan or for a line."))
        return cleaned
