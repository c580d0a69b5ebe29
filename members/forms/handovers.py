"""What people write when a post passes on. Forms check input and nothing else."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from committees.fields import IntField, LineField, ReasonField, TextField
from members.forms.seats import SeatEndForm, clean_address
from members.models import HandoverNote


class NoteForm(forms.Form):
    """What somebody writes for whoever has the post next, with the version that was shown."""

    know = TextField(
        label=_("what to know"),
        required=False,
        help_text=_("How things stand, what is delicate, what has been tried already."),
    )
    talk = TextField(
        label=_("whom to talk to"),
        required=False,
        help_text=_("Who helps, in which office, and for what. Leave out names of victims."),
        personal="numbers",  # how those who help are reached
    )
    promised = TextField(
        label=_("what was promised"),
        required=False,
        help_text=_("To whom, what, and until when."),
    )
    further = TextField(label=_("anything else"), required=False)
    version = IntField(widget=forms.HiddenInput, most=2**31 - 1)

    @staticmethod
    def initial_of(note: HandoverNote | None) -> dict[str, Any]:
        """What the form shows at first."""
        if note is None:
            return {"version": 0}
        names = ("know", "talk", "promised", "further", "version")
        return {name: getattr(note, name) for name in names}


class ReplaceForm(SeatEndForm):
    """When the holder leaves, why, and who follows."""

    email = forms.EmailField(
        label=_("e-mail address"),
        max_length=254,
        help_text=_("The person signs in with it. Somebody new is sent a link there."),
    )
    name_th = LineField(
        label=_("name in Thai"),
        most=150,
        least=2,
        help_text=_("Title, first name and surname. People already here keep the name they have."),
    )
    name_en = LineField(label=_("name in English"), most=150, required=False)

    def clean_email(self) -> str:
        """In the one way of writing in which addresses are kept."""
        return clean_address(self.cleaned_data["email"])

    def person(self) -> dict[str, str]:
        """Who follows."""
        return {name: self.cleaned_data[name] for name in ("email", "name_th", "name_en")}


class CloseForm(forms.Form):
    """Why a post is not filled any more."""

    reason = ReasonField(label=_("reason"))
