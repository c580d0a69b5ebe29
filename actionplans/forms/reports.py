"""Input of reports: checked here, done in `actions`."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from actionplans.models import WITH_REASON, LineState, ReportLine, ReportWords
from committees.fields import DateField, IntField, LineField, MoneyField, ReasonField, TextField

MOST_VALUE = Decimal("999999999999.99")


class ValueField(MoneyField):
    """A counted value, which may have two digits after the full stop."""

    default_error_messages = {
        "invalid": _("This is not a number. Write it in digits, for example 120 or 12.5."),
        "negative": _("This is below zero. Write 0 or more."),
        "satang": _("Write at most two digits after the full stop, as in 12.50."),
        "large": _("This is too large. Write at most %(most)s."),
    }


class LineReportForm(forms.Form):
    """What became of one line. Its fields are named by the line, so that many stand in one form."""

    state = forms.ChoiceField(
        label=_("what became of it"), choices=LineState.choices, widget=forms.RadioSelect
    )
    reason = ReasonField(
        label=_("why"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Needed where the line is late or dropped."),
    )
    until = DateField(
        label=_("done by, as far as can be said"), required=False, help_text=_("For a late line.")
    )
    value = ValueField(label=_("indicator value"), required=False, most=MOST_VALUE)
    value_text = LineField(label=_("value in words"), required=False, most=200)
    spent = MoneyField(label=_("money spent in baht"), required=False)
    word = TextField(
        label=_("a word on it"),
        required=False,
        most=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    version = IntField(widget=forms.HiddenInput, most=2_000_000_000)

    def __init__(
        self, data: Any = None, *, line: ReportLine, measured: Any = None, whole: bool = False
    ) -> None:
        """`whole`: the form is one of many, of which some are not answered yet."""
        super().__init__(data, prefix=f"l{line.pk}", initial=_initial(line))
        self.line = line
        self.measured = measured
        if measured:
            del self.fields["value"], self.fields["value_text"]
        if whole:
            self.fields["state"].required = False

    @property
    def untouched(self) -> bool:
        """Whether nothing at all is written in it."""
        cleaned = self.cleaned_data
        return not any(cleaned.get(name) for name in self.fields if name != "version")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        state = cleaned.get("state")
        if state in WITH_REASON and not cleaned.get("reason") and "reason" not in self.errors:
            self.add_error("reason", _("Say why, in a sentence the others can act on."))
        if not state and "state" not in self.errors and not self.untouched:
            self.add_error("state", _("Say what became of the line."))
        return cleaned

    def values(self) -> dict[str, Any]:
        """What the action takes: an answer that fits its state."""
        cleaned = self.cleaned_data
        state = cleaned["state"]
        until: dt.date | None = cleaned["until"] if state == LineState.LATE else None
        return {
            "state": state,
            "reason": cleaned["reason"] if state in WITH_REASON else "",
            "until": until,
            "value": cleaned.get("value"),
            "value_text": cleaned.get("value_text", ""),
            "spent": cleaned["spent"] or Decimal(0),
            "word": cleaned["word"],
        }


def _initial(line: ReportLine) -> dict[str, Any]:
    names = ("state", "reason", "until", "value", "value_text", "word", "version")
    return {**{name: getattr(line, name) for name in names}, "spent": line.spent or None}


class WordsForm(forms.Form):
    """What the committee says of the quarter as a whole."""

    went_well = TextField(
        label=_("what went well"),
        required=False,
        most=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    hindered = TextField(
        label=_("what hindered"),
        required=False,
        most=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    asks = TextField(
        label=_("what we ask of the province"),
        required=False,
        most=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    version = IntField(widget=forms.HiddenInput, most=2_000_000_000)

    def __init__(self, data: Any = None, *, words: ReportWords) -> None:
        names = ("went_well", "hindered", "asks", "version")
        super().__init__(
            data, prefix="words", initial={name: getattr(words, name) for name in names}
        )

    def values(self) -> dict[str, str]:
        """What the action takes."""
        return {name: self.cleaned_data[name] for name in ("went_well", "hindered", "asks")}


class ReturnReportForm(forms.Form):
    """Why a report goes back: for the whole, for lines, or both."""

    note = ReasonField(
        label=_("note on the whole report"),
        required=False,
        help_text=_("Or leave it empty and write at the line below."),
    )
    round = IntField(widget=forms.HiddenInput, most=32767)

    def __init__(self, data: Any = None, *, lines: list[Any], **kwargs: Any) -> None:
        """`lines` are those of the round as it is shown."""
        super().__init__(data, **kwargs)
        self.lines = lines
        for line in lines:
            self.fields[f"line_{line.row}"] = TextField(
                label=line.line.what,
                most=2000,
                required=False,
                help_text=line.state_word,
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    def line_fields(self) -> list[Any]:
        """The fields of the lines, for the page."""
        return [self[f"line_{line.row}"] for line in self.lines]

    def line_notes(self) -> dict[int, str]:
        """Notes written at lines, by the line's number in its report."""
        return {
            line.row: self.cleaned_data[f"line_{line.row}"]
            for line in self.lines
            if self.cleaned_data.get(f"line_{line.row}")
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not cleaned.get("note") and not self.line_notes():
            self.add_error("note", _("Say why, for the whole report or for a line."))
        return cleaned


class ReopenForm(forms.Form):
    """Why an accepted report is opened again."""

    reason = ReasonField(label=_("why the report is reopened"))


class SummaryForm(forms.Form):
    """Which committees a year's summary holds, and a word on it."""

    committees = forms.MultipleChoiceField(
        label=_("committees in the summary"),
        widget=forms.CheckboxSelectMultiple(attrs={"scroll": True}),
        error_messages={
            "required": _("Choose at least one committee."),
            "invalid_choice": _("One of the committees does not report here. Choose again."),
        },
    )
    note = TextField(
        label=_("a word on the year"),
        required=False,
        most=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, data: Any = None, *, committees: list[Any], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        field = self.fields["committees"]
        field.choices = [(str(row.pk), row.short) for row in committees]  # type: ignore[attr-defined]

    def chosen(self) -> list[int]:
        """Their numbers."""
        return [int(pk) for pk in self.cleaned_data["committees"]]
