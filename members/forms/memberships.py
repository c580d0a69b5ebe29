"""What is written about memberships: the rules a committee keeps its members by."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _

from accounts.thai import arabic_digits
from committees.fields import IntField, LineField, Personal, TextField
from members.models import MembershipRules

OWN, COMMON = "own", "common"
MOST_POINTS, MOST_STAGES = 20, 10


class DaysField(LineField):
    """Several numbers of days, parted by commas or spaces: 60, 30, 7, 0."""

    personal: Personal = "allowed"  # short numbers and nothing else are taken

    default_error_messages = {
        "numbers": _("Write days as numbers with commas between them, for example 60, 30, 7, 0."),
        "many": _("These are too many. Write at most %(most)s."),
    }

    def days(self, text: str) -> list[int]:
        """The numbers in it, the largest first, each once."""
        parts = arabic_digits(text).replace(",", " ").split()
        if not all(part.isascii() and part.isdigit() and len(part) < 4 for part in parts):
            raise ValidationError(self.error_messages["numbers"], code="numbers")
        return sorted({int(part) for part in parts}, reverse=True)


class RulesForm(forms.Form):
    """How a committee keeps its members."""

    anniversary = forms.ChoiceField(
        label=_("A year of membership runs"),
        choices=[
            (OWN, _("from the day each organisation signed")),
            (COMMON, _("from one day of the year, the same for all")),
        ],
        widget=forms.RadioSelect,
    )
    common_day = IntField(label=_("day"), least=1, most=31, required=False)
    common_month = forms.TypedChoiceField(
        label=_("month"),
        coerce=int,
        empty_value=None,
        required=False,
        choices=[("", _("Choose …")), *MONTHS.items()],
    )
    opens_before = IntField(label=_("Renewal opens, days before the year ends"), least=1, most=180)
    grace_days = IntField(
        label=_("Days of grace after the year"),
        most=180,
        help_text=_("In these days one can still renew. With the last of them the seats end."),
    )
    reminders = DaysField(
        label=_("Reminders, days before the year ends"),
        most=60,
        help_text=_("0 is the last day itself."),
    )
    late_reminders = DaysField(
        label=_("Reminders in grace, days after the year has ended"), most=60, required=False
    )
    checklist_th = TextField(
        label=_("Points of the screening, in Thai"),
        most=4000,
        help_text=_("From the constitution of the committee, one point a line."),
    )
    checklist_en = TextField(
        label=_("The same points in English"),
        most=4000,
        required=False,
        help_text=_("One a line, in the same order; or nothing."),
    )
    takes_applications = forms.BooleanField(
        label=_("Organisations can apply on a public page"), required=False
    )
    # It says whom to ask before one applies.
    welcome_th = TextField(
        label=_("What that page says, in Thai"), most=2000, required=False, personal="numbers"
    )
    welcome_en = TextField(
        label=_("What that page says, in English"), most=2000, required=False, personal="numbers"
    )
    version = IntField(widget=forms.HiddenInput, most=2**31 - 1)

    def clean(self) -> dict[str, Any]:
        """What belongs together fits together."""
        data = super().clean() or {}
        if data.get("anniversary") == COMMON and not {"common_day", "common_month"} & set(
            self.errors
        ):
            self._check_common(data)
        self._check_stages(data)
        self._check_points(data)
        return data

    def _check_common(self, data: dict[str, Any]) -> None:
        day, month = data.get("common_day"), data.get("common_month")
        if not day or not month:
            self.add_error("common_day", _("Write the day and choose the month."))
            return
        try:
            dt.date(2025, month, day)  # a day that every year has
        except ValueError:
            self.add_error("common_day", _("Not every year has this day. Choose another."))

    def _check_stages(self, data: dict[str, Any]) -> None:
        bounds = {"reminders": data.get("opens_before"), "late_reminders": data.get("grace_days")}
        for name, most in bounds.items():
            if name not in data or most is None:
                continue
            field = self.fields[name]
            assert isinstance(field, DaysField)  # noqa: S101  (for the type checker)
            try:
                days = field.days(data[name])
            except ValidationError as error:
                self.add_error(name, error)
                continue
            if len(days) > MOST_STAGES:
                self.add_error(name, field.error_messages["many"] % {"most": MOST_STAGES})
            elif days and days[0] > most:
                self.add_error(
                    name,
                    _("%(days)s days lie outside: here it is at most %(most)s.")
                    % {"days": days[0], "most": most},
                )
            data[f"{name}_days"] = days

    def _check_points(self, data: dict[str, Any]) -> None:
        thai, english = lines(data.get("checklist_th")), lines(data.get("checklist_en"))
        if len(thai) > MOST_POINTS:
            self.add_error(
                "checklist_th",
                _("These are too many points. Write at most %(most)s.") % {"most": MOST_POINTS},
            )
        if english and len(english) != len(thai):
            self.add_error(
                "checklist_en",
                _("There are %(english)s points here and %(thai)s in Thai. Write as many.")
                % {"english": len(english), "thai": len(thai)},
            )
        if len(set(thai)) != len(thai):
            self.add_error("checklist_th", _("A point stands there twice."))

    def values(self) -> dict[str, Any]:
        """The fields of the rules."""
        data = self.cleaned_data
        common = data["anniversary"] == COMMON
        thai, english = lines(data["checklist_th"]), lines(data["checklist_en"])
        english = english or [""] * len(thai)
        late = [-day for day in data["late_reminders_days"] if day > 0]
        return {
            "common_day": data["common_day"] if common else None,
            "common_month": data["common_month"] if common else None,
            "opens_before": data["opens_before"],
            "grace_days": data["grace_days"],
            "reminders": [*data["reminders_days"], *sorted(late, reverse=True)],
            "checklist": [{"th": th, "en": en} for th, en in zip(thai, english, strict=True)],
            "takes_applications": data["takes_applications"],
            "welcome_th": data["welcome_th"],
            "welcome_en": data["welcome_en"],
        }

    @staticmethod
    def initial_of(rules: MembershipRules) -> dict[str, Any]:
        """What the form shows at first."""
        return {
            "anniversary": COMMON if rules.common else OWN,
            "common_day": rules.common_day,
            "common_month": rules.common_month,
            "opens_before": rules.opens_before,
            "grace_days": rules.grace_days,
            "reminders": ", ".join(str(day) for day in rules.reminders if day >= 0),
            "late_reminders": ", ".join(str(-day) for day in rules.reminders if day < 0),
            "checklist_th": "\n".join(point["th"] for point in rules.checklist),
            "checklist_en": "\n".join(point["en"] for point in rules.checklist if point.get("en")),
            "takes_applications": rules.takes_applications,
            "welcome_th": rules.welcome_th,
            "welcome_en": rules.welcome_en,
            "version": rules.version,
        }


def lines(text: str | None) -> list[str]:
    """The lines that hold something."""
    return [line.strip() for line in (text or "").splitlines() if line.strip()]
