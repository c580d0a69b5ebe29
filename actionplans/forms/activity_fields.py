"""Fields that only activities have: marks, days of work, a point on the map, several files."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.thai import arabic_digits
from actionplans.models import FULL_MARKS
from committees.fields import LineField, MoneyField
from committees.papers import PaperField, Upload

MOST_AT_ONCE = 12


class PercentField(MoneyField):
    """A mark in per cent of full marks, with at most two digits after the full stop."""

    default_error_messages = {
        "invalid": _("This is not a number. Write it in digits, for example 62.5."),
        "negative": _("A mark cannot be below zero."),
        "satang": _("Write at most two digits after the full stop, as in 62.25."),
        "large": _("A mark is at most 100 per cent."),
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(most=FULL_MARKS, **kwargs)


class DaysField(MoneyField):
    """Days of work, in halves if need be."""

    default_error_messages = {
        "invalid": _("This is not a number. Write it in digits, for example 2.5."),
        "negative": _("Days of work cannot be below zero."),
        "satang": _("Write at most one digit after the full stop, as in 2.5."),
        "large": _("This is too large. Write at most %(most)s days."),
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(most=Decimal(100_000), **kwargs)

    def to_python(self, value: Any) -> Decimal | None:
        """The days, or None where nothing was written."""
        days = super().to_python(value)
        if days is not None and days != days.quantize(Decimal("0.1")):
            raise self._fail("satang")
        return None if days is None else days.quantize(Decimal("0.1"))


class PointField(LineField):
    """A point on the map as two numbers, latitude and longitude. Cleans to the pair or None."""

    default_error_messages = {
        "invalid": _(
            "This is not a point. Write latitude and longitude, as in 20.43310, 99.87620."
        ),
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(most=60, **kwargs)

    def clean(self, value: Any) -> Any:
        """(latitude, longitude), each with five places, or None."""
        text = arabic_digits(super().clean(value))
        if not text:
            return None
        found = re.fullmatch(r"(-?\d{1,2}(?:\.\d+)?)\s*[,; ]\s*(-?\d{1,3}(?:\.\d+)?)", text)
        if not found:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        point = tuple(Decimal(part).quantize(Decimal("0.00001")) for part in found.groups())
        if abs(point[0]) > 90 or abs(point[1]) > 180:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return point


class _Files(forms.ClearableFileInput):
    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"


class PapersField(PaperField):
    """Several photos and papers at once. Cleans to a list of `Upload`."""

    widget = _Files

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Each as `PaperField` takes it; at most `MOST_AT_ONCE`."""
        chosen = data if isinstance(data, (list, tuple)) else [data] if data else []
        if len(chosen) > MOST_AT_ONCE:
            raise ValidationError(
                _("Choose at most %(most)s files at once; more can be added afterwards."),
                params={"most": MOST_AT_ONCE},
            )
        if not chosen and self.required:
            raise self._fail("required")
        found = [super(PapersField, self).clean(one, initial) for one in chosen]
        return [one for one in found if isinstance(one, Upload)]
