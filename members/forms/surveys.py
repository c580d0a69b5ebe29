"""What people write about surveys: their questions, and the answers. Forms check input alone."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.thai import clean_line
from committees.calendar import today
from committees.fields import DateField, IntField, LineField, TextField, YearField
from members.models import QuestionKind, Survey, SurveyQuestion

MOST_CHOICES = 12
LONGEST_CHOICE = 150
LONGEST_ANSWER = 2000


class SurveyNewForm(forms.Form):
    """The year that is asked about."""

    fiscal_year = YearField(
        label=_("fiscal year"),
        help_text=_("The questions of the year before are taken over and can be changed."),
    )


class SurveyForm(forms.Form):
    """What stands above the questions, and until when answers are taken."""

    intro_th = TextField(
        label=_("introduction in Thai"),
        most=2000,
        required=False,
        help_text=_("Why you ask and what becomes of the answers."),
        personal="numbers",  # whom to ask
    )
    intro_en = TextField(
        label=_("introduction in English"), most=2000, required=False, personal="numbers"
    )
    last_day = DateField(
        label=_("last day for answers"),
        required=False,
        help_text=_("Answers are taken until midnight. You confirm the day when you open it."),
    )
    version = IntField(widget=forms.HiddenInput, most=2**31 - 1)

    def __init__(self, *args: Any, survey: Survey, **kwargs: Any) -> None:
        kwargs["initial"] = self.initial_of(survey)
        super().__init__(*args, **kwargs)
        if survey.state != "draft":
            del self.fields["intro_th"], self.fields["intro_en"]
            self.fields["last_day"].required = True
            self.fields["last_day"].help_text = _("Answers are taken until midnight of this day.")

    @staticmethod
    def initial_of(survey: Survey) -> dict[str, Any]:
        """What the form shows at first."""
        return {
            "intro_th": survey.intro_th,
            "intro_en": survey.intro_en,
            "last_day": survey.last_day,
            "version": survey.version,
        }

    def clean_last_day(self) -> Any:
        """Today or later."""
        return not_past(self.cleaned_data["last_day"])


class SurveyOpenForm(forms.Form):
    """Until when answers are taken."""

    last_day = DateField(
        label=_("last day for answers"), help_text=_("Answers are taken until midnight.")
    )

    def clean_last_day(self) -> Any:
        """Today or later."""
        return not_past(self.cleaned_data["last_day"])


def not_past(day: Any) -> Any:
    """The day, where it is not over."""
    if day is not None and day < today():
        raise ValidationError(_("The last day lies in the past. Choose today or later."))
    return day


# --- Questions ------------------------------------------------------------------------------------


class ChoicesField(TextField):
    """What can be chosen, one a line; cleans to a list."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 5}))
        super().__init__(most=MOST_CHOICES * (LONGEST_CHOICE + 1), **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """A stored list as lines."""
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        """The lines that say something."""
        text = super().clean(value)
        lines = [clean_line(line) for line in str(text).split("\n")]
        found = [line for line in lines if line]
        if any(len(line) > LONGEST_CHOICE for line in found):
            raise ValidationError(
                _("A choice has at most %(most)s letters."), params={"most": LONGEST_CHOICE}
            )
        if len(found) > MOST_CHOICES:
            raise ValidationError(
                _("Write at most %(most)s choices."), params={"most": MOST_CHOICES}
            )
        if len(set(found)) != len(found):
            raise ValidationError(_("Two choices are the same."))
        return found


class QuestionForm(forms.Form):
    """One question. Which fields there are follows from its kind."""

    text_th = LineField(label=_("question in Thai"), most=400, least=3)
    text_en = LineField(label=_("question in English"), most=400, required=False)
    low_th = LineField(label=_("what 1 means, in Thai"), most=80)
    low_en = LineField(label=_("what 1 means, in English"), most=80, required=False)
    high_th = LineField(label=_("what 5 means, in Thai"), most=80)
    high_en = LineField(label=_("what 5 means, in English"), most=80, required=False)
    choices_th = ChoicesField(
        label=_("choices in Thai"), help_text=_("One choice a line, two or more.")
    )
    choices_en = ChoicesField(
        label=_("choices in English"),
        required=False,
        help_text=_("In the same order, one a line; empty where there are none."),
    )
    required = forms.BooleanField(
        label=_("every organisation must answer this question"), required=False, initial=True
    )
    version = IntField(widget=forms.HiddenInput, most=2**31 - 1, required=False)
    form_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if kind != QuestionKind.SCALE:
            for name in ("low_th", "low_en", "high_th", "high_en"):
                del self.fields[name]
        if kind not in (QuestionKind.SINGLE, QuestionKind.SEVERAL):
            del self.fields["choices_th"], self.fields["choices_en"]
        if "form_key" not in self.initial:
            self.initial["form_key"] = uuid.uuid4()

    @staticmethod
    def initial_of(question: SurveyQuestion) -> dict[str, Any]:
        """What the form shows at first."""
        return {
            name: getattr(question, name) for name in QuestionForm.base_fields if name != "form_key"
        }

    def clean(self) -> dict[str, Any]:
        """At least two choices, and as many in English where there are any."""
        data = super().clean() or {}
        thai, english = data.get("choices_th"), data.get("choices_en")
        if thai is not None and len(thai) < 2:
            self.add_error("choices_th", _("Write at least two choices, one a line."))
        if thai and english and len(thai) != len(english):
            self.add_error(
                "choices_en",
                _("There are %(thai)s choices in Thai and %(english)s in English.")
                % {"thai": len(thai), "english": len(english)},
            )
        return data

    def values(self) -> dict[str, Any]:
        """What the action takes."""
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if name not in ("version", "form_key")
        }


# --- Answers --------------------------------------------------------------------------------------


class AnswerForm(forms.Form):
    """The answers of one organisation. Required ones are asked for when it is handed in."""

    version = IntField(widget=forms.HiddenInput, most=2**31 - 1)
    writer = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args: Any,
        questions: Sequence[SurveyQuestion],
        answers: dict[str, Any],
        handing_in: bool,
        **kwargs: Any,
    ) -> None:
        initial = {name_of(pk): value for pk, value in answers.items()}
        kwargs["initial"] = {**initial, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.questions = questions
        self.handing_in = handing_in
        for number, question in enumerate(questions, start=1):
            self.fields[name_of(question.pk)] = _field(question, number)

    def full_clean(self) -> None:
        """What is only kept may have gaps; the page says all the same what must be answered."""
        required = [field for field in self.fields.values() if field.required]
        for field in required:
            field.required = self.handing_in or field is self.fields["version"]
        super().full_clean()
        for field in required:
            field.required = True

    def answers(self) -> dict[str, Any]:
        """Question's id -> a number, a list of numbers, or words; only what was answered."""
        found = {}
        for question in self.questions:
            value = self.cleaned_data.get(name_of(question.pk))
            if question.kind == QuestionKind.SEVERAL:
                value = [int(one) for one in value or ()]
            if value not in (None, "", []):
                found[str(question.pk)] = value
        return found


def name_of(question_id: object) -> str:
    """The field of a question."""
    return f"q{question_id}"


def _field(question: SurveyQuestion, number: int) -> forms.Field:
    label = f"{number}. {question.text}"
    common: dict[str, Any] = {"label": label, "required": question.required}
    messages = {"required": gettext("Answer this question.")}
    if question.kind == QuestionKind.TEXT:
        return TextField(
            most=LONGEST_ANSWER,
            help_text=_(
                "Do not write names, phone numbers or anything by which somebody is recognised."
            ),
            error_messages=messages,
            **common,
        )
    if question.kind == QuestionKind.SEVERAL:
        return forms.MultipleChoiceField(
            choices=[(str(at), words) for at, words in question.options],
            widget=forms.CheckboxSelectMultiple(attrs={"stacked": True}),
            error_messages=messages,
            **common,
        )
    return forms.TypedChoiceField(
        choices=[(str(at), words) for at, words in question.options],
        coerce=int,
        empty_value=None,
        widget=forms.RadioSelect(attrs={"stacked": True}),
        error_messages=messages,
        **common,
    )
