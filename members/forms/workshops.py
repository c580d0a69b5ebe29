"""What people write about a workshop, on its board, and as recommendations."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from committees.calendar import Quarter, quarter, today
from committees.fields import DateField, IntField, LineField, ReasonField, TextField
from members.models import (
    Counting,
    Heading,
    Organisation,
    Point,
    Recommendation,
    Seat,
    Voters,
    Workshop,
)
from members.models.workshops import MOST_VOTES

# How many quarters ahead a recommendation can be due.
QUARTERS_AHEAD = 8


class WorkshopForm(forms.Form):
    """What a workshop is about, its day, and how it votes."""

    title = LineField(label=_("title"), most=200, least=3)
    held_on = DateField(label=_("day"))
    topic = TextField(
        label=_("what it is about"),
        most=2000,
        required=False,
        help_text=_("Read by everybody before they write a point."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    voters = forms.ChoiceField(
        label=_("votes belong to"), choices=Voters.choices, widget=forms.RadioSelect
    )
    votes_each = IntField(label=_("votes for each"), least=1, most=MOST_VOTES)
    counting = forms.ChoiceField(
        label=_("votes are shown"), choices=Counting.choices, widget=forms.RadioSelect
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)
    form_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, data: Any = None, *, workshop: Workshop | None = None, settled: bool = False
    ) -> None:
        super().__init__(data, initial=initial_of(workshop) if workshop else _fresh())
        if settled:
            for name in ("voters", "votes_each"):
                self.fields[name].disabled = True

    def values(self) -> dict[str, Any]:
        """What the action takes."""
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if name not in ("version", "form_key")
        }


def initial_of(workshop: Workshop) -> dict[str, Any]:
    """The workshop's values by field."""
    names = ("title", "held_on", "topic", "voters", "votes_each", "counting", "version")
    return {name: getattr(workshop, name) for name in names}


def _fresh() -> dict[str, Any]:
    return {
        "held_on": today(),
        "voters": Voters.ORGANISATIONS,
        "votes_each": 5,
        "counting": Counting.LATER,
        "form_key": uuid.uuid4(),
    }


class PointForm(forms.Form):
    """One point, in seconds."""

    heading = forms.ChoiceField(
        label=_("heading"), choices=Heading.choices, widget=forms.RadioSelect
    )
    text = LineField(label=_("point"), most=300, least=2, widget=forms.Textarea(attrs={"rows": 2}))
    form_key = forms.UUIDField(widget=forms.HiddenInput(attrs={"id": "id_form_key"}))

    @classmethod
    def fresh(cls, heading: str = "") -> PointForm:
        """An empty form, under the heading that was written under last."""
        known = heading if heading in Heading.values else Heading.STRENGTHS
        return cls(initial={"heading": known, "form_key": uuid.uuid4()})


class PointEditForm(forms.Form):
    """One's own point once more."""

    heading = forms.ChoiceField(
        label=_("heading"), choices=Heading.choices, widget=forms.RadioSelect
    )
    text = LineField(label=_("point"), most=300, least=2, widget=forms.Textarea(attrs={"rows": 3}))
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class PointSortForm(forms.Form):
    """Where a point belongs: under a heading, or below another point that says the same."""

    heading = forms.ChoiceField(
        label=_("heading"), choices=Heading.choices, widget=forms.RadioSelect
    )
    into = forms.TypedChoiceField(
        label=_("says the same as"),
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect(attrs={"stacked": True}),
    )

    def __init__(self, data: Any = None, *, point: Point, others: list[Point]) -> None:
        super().__init__(data, initial={"heading": point.heading, "into": ""})
        self.others = {other.pk: other for other in others}
        field = self.fields["into"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  (for the type checker)
        field.choices = [
            ("", _("nothing else; it stands by itself")),
            *((other.pk, f"{other.get_heading_display()}: {other.text}") for other in others),
        ]


class HideForm(forms.Form):
    """Why a point is hidden, for its author."""

    reason = ReasonField(
        label=_("why it is hidden"),
        most=500,
        help_text=_("Its author reads this; nobody else but those who run the workshop."),
    )


class VoteForm(forms.Form):
    """How many votes lie on a point, in all."""

    count = forms.IntegerField(min_value=0, max_value=MOST_VOTES)
    organisation = forms.IntegerField(required=False, min_value=1)


class StepForm(forms.Form):
    """A step of a workshop or a recommendation; `seen` is the state that was on the page."""

    reason = ReasonField(label=_("why"))
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=20)

    def __init__(self, *args: Any, asks: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks:
            del self.fields["reason"]


class RecommendationForm(forms.Form):
    """A recommendation: its words, the points it came from, whose it is and until when."""

    text = LineField(
        label=_("recommendation"),
        most=500,
        least=5,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What should be done, in one sentence that others can act on."),
    )
    points = forms.ModelMultipleChoiceField(
        label=_("comes from these points"),
        queryset=Point.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"scroll": True, "stacked": True}),
    )
    owner = forms.ModelChoiceField(
        label=_("whose it is"), queryset=Organisation.objects.none(), empty_label=_("Choose …")
    )
    seat = forms.ModelChoiceField(
        label=_("in person"),
        queryset=Seat.objects.none(),
        required=False,
        empty_label=_("nobody in particular"),
        help_text=_("Somebody who sits here for that organisation."),
    )
    quarter = forms.ChoiceField(label=_("by the end of"), required=False)
    due = DateField(label=_("or until a day"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)
    form_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        data: Any = None,
        *,
        points: Any,
        owners: Any,
        seats: Any,
        votes: dict[int, int],
        row: Recommendation | None = None,
        chosen: list[int] | None = None,
    ) -> None:
        initial = _recommended(row) if row else {"form_key": uuid.uuid4(), "points": chosen or []}
        super().__init__(data, initial=initial)
        named: dict[str, Any] = {"points": points, "owner": owners, "seat": seats}
        for name, queryset in named.items():
            self.fields[name].queryset = queryset  # type: ignore[attr-defined]
        labels: dict[str, Any] = {
            "points": lambda point: _point_label(point, votes.get(point.pk, 0)),
            "owner": lambda organisation: organisation.name,
            "seat": lambda seat: f"{seat.person.name} – {seat.organisation.short}",
        }
        for name, label in labels.items():
            self.fields[name].label_from_instance = label  # type: ignore[attr-defined]
        field = self.fields["quarter"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  (for the type checker)
        field.choices = [("", _("no quarter")), *_quarters(row)]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        seat, owner = data.get("seat"), data.get("owner")
        if seat and owner and seat.organisation_id != owner.pk:
            self.add_error("seat", _("This person does not sit here for that organisation."))
        if data.get("quarter") and data.get("due"):
            self.add_error("due", _("Choose a quarter or write a day, not both."))
        return data

    def values(self) -> dict[str, Any]:
        """What the action takes."""
        data = self.cleaned_data
        chosen = data.get("quarter") or ""
        due = _quarter_of(chosen).end if chosen else data.get("due")
        return {
            "text": data["text"],
            "owner": data["owner"],
            "seat": data.get("seat"),
            "due": due,
            "by_quarter": bool(chosen),
            "points": list(data["points"]),
        }


def _point_label(point: Point, votes: int) -> str:
    label = f"{point.get_heading_display()}: {point.text}"
    return f"{label} ({votes})" if votes else label


def _recommended(row: Recommendation) -> dict[str, Any]:
    return {
        "text": row.text,
        "points": [point.pk for point in row.points.all()],
        "owner": row.owner_id,
        "seat": row.seat_id,
        "quarter": _code(quarter(row.due)) if row.due and row.by_quarter else "",
        "due": None if row.by_quarter else row.due,
        "version": row.version,
    }


def _quarters(row: Recommendation | None) -> list[tuple[str, str]]:
    """The quarters to come, and the one that is set already."""
    found = [quarter(today())]
    while len(found) < QUARTERS_AHEAD:
        found.append(found[-1].next)
    if row is not None and row.due and row.by_quarter and quarter(row.due) not in found:
        found.insert(0, quarter(row.due))
    return [(_code(period), period.label()) for period in found]


def _code(period: Quarter) -> str:
    return f"{period.year}-{period.number}"


def _quarter_of(code: str) -> Quarter:
    year, number = code.split("-")
    return Quarter(int(year), int(number))
