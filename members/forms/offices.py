"""What is asked about an election: when and how, who stood, and who won."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from committees.calendar import today
from committees.fields import DateField, IntField, TextField
from committees.papers import PaperField
from members.models import Candidate, Election, Method, Office, Seat, TieBreak
from members.policy.offices import Ballot

ROWS, MORE_ROWS, MOST_ROWS = 6, 6, 60
MOST_VOTES = 100_000


class ElectionForm(forms.Form):
    """When and how an office was elected."""

    form_key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    office = forms.ChoiceField(label=_("office"), choices=[("", _("Choose …")), *Office.choices])
    held_on = DateField(label=_("held on"))
    takes_office = DateField(
        label=_("takes office on"), help_text=_("Who is in office now leaves it on the day before.")
    )
    term_ends = DateField(
        label=_("term ends on"),
        required=False,
        help_text=_("Who is in office carries on until a successor takes office."),
    )
    places = IntField(
        label=_("places"),
        least=1,
        most=30,
        required=False,
        help_text=_("Only for the steering committee: how many were to be elected."),
    )
    adds = forms.BooleanField(
        label=_("those elected join the steering committee that is in office"), required=False
    )
    method = forms.ChoiceField(
        label=_("how it was held"),
        choices=Method.choices,
        widget=forms.RadioSelect(attrs={"stacked": True}),
    )
    tie_break = forms.ChoiceField(
        label=_("if there was a tie, how it was decided"), choices=TieBreak.choices, required=False
    )
    remark = TextField(label=_("remark"), most=2000, required=False)
    paper = PaperField(
        label=_("record of the election"),
        required=False,
        help_text=_("The signed record or minutes: PDF or picture. It stays in the committee."),
    )

    def clean(self) -> dict[str, Any]:
        """The days follow each other; only the steering committee has several places."""
        data = super().clean() or {}
        held, takes, ends = data.get("held_on"), data.get("takes_office"), data.get("term_ends")
        if held and held > today():
            self.add_error(
                "held_on", _("The election lies in the future. Record it when it has been held.")
            )
        if held and takes and takes < held:
            self.add_error("takes_office", _("The office begins before the election was held."))
        if takes and ends and ends < takes:
            self.add_error("term_ends", _("The term ends before it begins."))
        if data.get("office") != Office.STEERING:
            data["places"], data["adds"] = 1, False
        elif not data.get("places") and "places" not in self.errors:
            self.add_error("places", _("Write how many places there were."))
        return data

    def values(self) -> dict[str, Any]:
        """What `record_election` takes."""
        left_out = {"form_key", "paper"}
        return {name: value for name, value in self.cleaned_data.items() if name not in left_out}

    @staticmethod
    def initial_of(election: Election) -> dict[str, Any]:
        """A record to be corrected, as the form shows it at first."""
        names = ("office", "held_on", "takes_office", "term_ends", "places", "adds", "method")
        return {name: getattr(election, name) for name in (*names, "tie_break", "remark")}


class CandidateForm(forms.Form):
    """A line of the list of candidates; an empty one is passed over."""

    seat = forms.ChoiceField(required=False)
    votes = IntField(required=False, most=MOST_VOTES)
    withdrew = forms.BooleanField(required=False)
    elected = forms.BooleanField(required=False)

    def __init__(self, *args: Any, number: int, seats: Mapping[int, Seat], **kwargs: Any) -> None:
        kwargs["prefix"] = f"c{number}"
        super().__init__(*args, **kwargs)
        self.number, self.seats = number, seats
        names = {
            "seat": _("candidate %(number)s"),
            "votes": _("votes of candidate %(number)s"),
            "withdrew": _("candidate %(number)s withdrew"),
            "elected": _("candidate %(number)s is elected"),
        }
        looks = {"seat": "form-select", "votes": "form-control w-short"}
        for name, label in names.items():
            said = str(label % {"number": number + 1})
            self.fields[name].label = said
            self.fields[name].widget.attrs |= {
                "aria-label": said,
                "class": looks.get(name, "form-check-input"),
            }
        field = self.fields["seat"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  (for the type checker)
        field.choices = [("", "–"), *((pk, seat_label(seat)) for pk, seat in seats.items())]

    def clean(self) -> dict[str, Any]:
        """What is written belongs to a candidate."""
        data = super().clean() or {}
        written = data.get("votes") is not None or data.get("withdrew") or data.get("elected")
        if written and not data.get("seat") and "seat" not in self.errors:
            self.add_error("seat", _("Choose who this is."))
        return data

    def ballot(self) -> Ballot | None:
        """The candidate, or None where the line is empty."""
        data = self.cleaned_data
        if not data.get("seat"):
            return None
        return Ballot(
            self.seats[int(data["seat"])], data["votes"], data["withdrew"], data["elected"]
        )


def seat_label(seat: Seat) -> str:
    """A candidate in the list: for which organisation, and who."""
    return f"{seat.organisation.short} · {seat.person.name}"


def candidate_forms(
    data: Mapping[str, Any] | None, count: int, seats: Mapping[int, Seat]
) -> list[CandidateForm]:
    """The lines of the list, filled with what was sent."""
    return [CandidateForm(data, number=number, seats=seats) for number in range(count)]


def initial_rows(
    candidates: Sequence[Candidate], seats: Mapping[int, Seat]
) -> list[dict[str, Any]]:
    """The candidates of a record to be corrected, as far as they still have a seat."""
    by_person = {(s.person_id, s.organisation_id): pk for pk, s in seats.items()}
    return [
        {
            "seat": by_person.get((row.person_id, row.organisation_id), ""),
            "votes": row.votes,
            "withdrew": row.withdrew,
            "elected": row.elected,
        }
        for row in candidates
    ]
