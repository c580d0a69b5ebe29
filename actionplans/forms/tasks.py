"""What people write about tasks. Forms check input and nothing else."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from actionplans.models import Task
from committees.calendar import today
from committees.fields import DateField, IntField, LineField, MailField, ReasonField, TextField
from committees.papers import PaperField
from members.models import Seat

OTHER = "other"


class OwnerField(forms.ModelChoiceField):
    """One of the seats a task can be given to: who, as what, for whom, and where if not here."""

    committee_id: int | None = None

    def label_from_instance(self, obj: Any) -> str:
        """Who it is."""
        parts = [obj.person.name, obj.organisation.short, obj.post]
        if obj.committee_id != self.committee_id:
            parts.append(obj.committee.short)
        return " · ".join(parts)


class TaskForm(forms.Form):
    """A task: what, to whom, until when."""

    what = LineField(label=_("what is to be done"), most=300, least=3)
    description = TextField(
        label=_("what matters in it"),
        most=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("What the person has to know to do it. Name nobody who is at risk."),
    )
    owner = OwnerField(
        label=_("given to"),
        queryset=Seat.objects.none(),
        empty_label=_("Choose …"),
        help_text=_("People who take part here or in a group of this committee."),
    )
    due = DateField(label=_("due"))
    version = IntField(widget=forms.HiddenInput, required=False, most=2**31 - 1)
    form_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, data: Any = None, *, seats: Any, committee_id: int, task: Task | None = None
    ) -> None:
        super().__init__(data, initial=_initial(task))
        field = self.fields["owner"]
        assert isinstance(field, OwnerField)  # noqa: S101  (for the type checker)
        field.committee_id = committee_id
        field.queryset = seats
        self.was_due = task.due if task else None

    def clean_due(self) -> Any:
        """A new day does not lie in the past; one that stands may."""
        day = self.cleaned_data["due"]
        if day < today() and day != self.was_due:
            raise forms.ValidationError(_("This day lies in the past. Choose today or later."))
        return day

    def values(self) -> dict[str, Any]:
        """What the action takes."""
        return {name: self.cleaned_data[name] for name in ("what", "description", "owner", "due")}


def _initial(task: Task | None) -> dict[str, Any]:
    if task is None:
        return {"form_key": uuid.uuid4()}
    return {
        "what": task.what,
        "description": task.description,
        "owner": task.owner_id,
        "due": task.due,
        "version": task.version,
    }


class HandOnForm(forms.Form):
    """To whom of the own organisation a task goes."""

    seat = OwnerField(
        label=_("hand it on to"), queryset=Seat.objects.none(), empty_label=_("Choose …")
    )
    word = TextField(
        label=_("a word with it"),
        most=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, data: Any = None, *, seats: Any, committee_id: int) -> None:
        super().__init__(data)
        field = self.fields["seat"]
        assert isinstance(field, OwnerField)  # noqa: S101  (for the type checker)
        field.committee_id = committee_id
        field.queryset = seats


class FinishForm(forms.Form):
    """What came of a task, and a paper that shows it."""

    result = TextField(
        label=_("what came of it"),
        most=2000,
        least=3,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("In a sentence or two. Name nobody who is at risk."),
    )
    evidence = PaperField(
        label=_("paper or photo"),
        required=False,
        help_text=_("If there is one: a letter, a list without names, a photo."),
    )


class ReasonForm(forms.Form):
    """A word with a step; with `asks` it has to say why."""

    reason = ReasonField(label=_("why"))

    def __init__(self, data: Any = None, *, asks: bool) -> None:
        super().__init__(data)
        if not asks:
            field = TextField(
                label=_("a word with it"),
                most=2000,
                required=False,
                widget=forms.Textarea(attrs={"rows": 2}),
            )
            self.fields["reason"] = field


class AnswerForm(forms.Form):
    """A supervisor's answer. Only who declines has to say why."""

    answer = forms.ChoiceField(choices=[("endorse", ""), ("decline", "")])
    reason = TextField(
        label=_("why not"),
        most=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The committee and the person read it."),
    )

    def clean(self) -> dict[str, Any]:
        """A reason is a sentence, not a dash."""
        data = super().clean() or {}
        if data.get("answer") == "decline" and "reason" not in self.errors:
            try:
                ReasonField().clean(data.get("reason"))
            except forms.ValidationError as error:
                self.add_error("reason", error)
        return data


@dataclass(frozen=True)
class Candidate:
    """Somebody of the owner's organisation who can be asked."""

    key: str
    name: str
    post: str
    email: str


class SupervisorForm(forms.Form):
    """Who endorses: somebody of the same organisation, or a name and an address."""

    who = forms.ChoiceField(
        label=_("supervisor"), widget=forms.RadioSelect(attrs={"stacked": True})
    )
    name = LineField(label=_("name"), most=150, required=False)
    email = MailField(
        label=_("e-mail address"),
        most=254,
        required=False,
        help_text=_("The link goes there. An office address is better than a private one."),
    )

    def __init__(self, data: Any = None, *, candidates: Sequence[Candidate]) -> None:
        first = candidates[0].key if candidates else OTHER
        super().__init__(data, initial={"who": first})
        self.candidates = {row.key: row for row in candidates}
        field = self.fields["who"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  (for the type checker)
        named = [(row.key, _label(row)) for row in candidates]
        field.choices = [*named, (OTHER, _("somebody else"))]

    def clean(self) -> dict[str, Any]:
        """Somebody else has a name and an address."""
        data = super().clean() or {}
        if data.get("who") == OTHER:
            for name in ("name", "email"):
                if name not in self.errors and not data.get(name):
                    self.add_error(name, _("This field is required."))
        return data

    def supervisor(self) -> dict[str, str]:
        """Name and address of whoever was chosen."""
        chosen = self.candidates.get(self.cleaned_data["who"])
        if chosen is not None:
            return {"name": chosen.name, "email": chosen.email}
        return {name: self.cleaned_data[name] for name in ("name", "email")}


def _label(row: Candidate) -> str:
    return f"{row.name} – {row.post}" if row.post else row.name
