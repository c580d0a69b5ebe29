"""Input about drafts that are open to neighbours: checked here, done in `actions`."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from actionplans.forms.plans import NamedChoices
from actionplans.models import Opening, TalkOutcome
from committees.fields import IntField, TextField
from committees.models import Area, Committee

ALL = "all"
CHOSEN = "chosen"


class GuestChoices(NamedChoices):
    """Committees, by their short names."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.short)


class OpeningForm(forms.Form):
    """To whom a draft is opened, and whether its money shows."""

    audience = forms.ChoiceField(
        label=_("who may read it"),
        choices=[
            (ALL, _("all district and civil-society committees of the province")),
            (CHOSEN, _("the committees chosen below")),
        ],
        widget=forms.RadioSelect,
        initial=ALL,
    )
    guests = GuestChoices(
        label=_("chosen committees"),
        queryset=Committee.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"scroll": True}),
        help_text=_("The provincial committee reads a draft only where you choose it here."),
    )
    shows_money = forms.BooleanField(
        label=_("show budgets and who pays"),
        required=False,
        help_text=_("Without it neighbours see what, who, where and when, and no amounts."),
    )
    note = TextField(
        label=_("a word to the neighbours"),
        most=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("For example what you would most like to do together."),
    )
    version = IntField(widget=forms.HiddenInput, required=False, most=2**31 - 1)

    def __init__(
        self,
        data: Any = None,
        *,
        committee: Committee,
        possible: list[Committee],
        opening: Opening | None = None,
        chosen: set[int] | None = None,
    ) -> None:
        """`possible` are the committees that can be chosen, `chosen` those that are."""
        initial: dict[str, Any] = {}
        if opening is not None:
            initial = {
                "audience": ALL if opening.to_all else CHOSEN,
                "guests": sorted(chosen or ()),
                "shows_money": opening.shows_money,
                "note": opening.note,
                "version": opening.version,
            }
        super().__init__(data, initial=initial)
        self.fields["guests"].queryset = Committee.objects.filter(  # type: ignore[attr-defined]
            pk__in=[row.pk for row in possible]
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("audience") == CHOSEN and not cleaned.get("guests"):
            self.add_error("guests", _("Choose at least one committee, or all neighbours."))
        return cleaned

    def values(self) -> dict[str, Any]:
        """What the actions take."""
        cleaned = self.cleaned_data
        return {
            "to_all": cleaned["audience"] == ALL,
            "guests": list(cleaned["guests"]),
            "shows_money": cleaned["shows_money"],
            "note": cleaned["note"],
        }


class CommentForm(forms.Form):
    """What is said about a line, and for which of one's committees."""

    guest = forms.TypedChoiceField(label=_("you speak for"), coerce=int, required=False)
    text = TextField(
        label=_("your comment"),
        most=2000,
        least=2,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Both committees see it, with your name. Name no person at risk."),
    )
    form_key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    version = IntField(widget=forms.HiddenInput, required=False, most=2**31 - 1)

    def __init__(
        self, data: Any = None, *, guests: list[Committee], line: int = 0, **kwargs: Any
    ) -> None:
        kwargs.setdefault("initial", {"form_key": uuid.uuid4()})
        super().__init__(data, auto_id=f"id_{line}_%s", **kwargs)
        self.committees = {row.pk: row for row in guests}
        field = self.fields["guest"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  (for the type checker)
        field.choices = [(row.pk, row.short) for row in guests]
        if len(guests) < 2:
            del self.fields["guest"]

    @property
    def speaks_for(self) -> Committee | None:
        """The committee the comment is written for; the only one where there is one."""
        chosen = self.cleaned_data.get("guest") or next(iter(self.committees), None)
        return self.committees.get(chosen) if chosen else None


class AnswerForm(forms.Form):
    """What the committee answers to a comment on its draft."""

    answer = TextField(
        label=_("your answer"),
        most=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    version = IntField(widget=forms.HiddenInput, most=2**31 - 1)

    def __init__(self, data: Any = None, *, comment: int = 0, **kwargs: Any) -> None:
        super().__init__(data, auto_id=f"id_answer_{comment}_%s", **kwargs)


class TalkForm(forms.Form):
    """What two committees agreed about an overlap."""

    outcome = forms.ChoiceField(
        label=_("what was agreed"), choices=TalkOutcome.choices, widget=forms.RadioSelect
    )
    word = TextField(
        label=_("a word about it"),
        most=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For example who does what, or why each goes its own way."),
    )
    form_key = forms.UUIDField(widget=forms.HiddenInput, required=False)


class NeighbourDistrictsForm(forms.Form):
    """Which districts lie beside one; `seen` are those that were marked when the page came."""

    districts = forms.TypedMultipleChoiceField(
        label=_("neighbouring districts"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    seen = forms.TypedMultipleChoiceField(
        coerce=int, required=False, widget=forms.MultipleHiddenInput
    )

    def __init__(self, *args: Any, districts: list[Area], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("districts", "seen"):
            field = self.fields[name]
            assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101  (for the type checker)
            field.choices = [(area.code, area.name) for area in districts]
