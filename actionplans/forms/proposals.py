"""Input about budget proposals: the letter, the amounts, and what came of it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from actionplans.forms.plans import NamedChoice
from actionplans.models import BudgetProposal, BudgetProposalLine, Plan, PlanLine
from committees.calendar import today
from committees.fields import (
    DateField,
    LineField,
    MailField,
    MoneyField,
    PhoneField,
    ReasonField,
    TextField,
)
from committees.papers import PaperField
from members.models import Organisation, OrganisationKind


class ProposalForm(forms.Form):
    """A letter that asks for money, with the amount asked for each line of the plan."""

    organisation = NamedChoice(
        label=_("municipality or local administration"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("not in the directory"),
    )
    addressee = LineField(
        label=_("its name, where it is not in the directory"), most=250, required=False
    )
    head = LineField(
        label=_("addressed to the post"),
        most=150,
        help_text=_("As the letter says it, for example the mayor of the municipality."),
    )
    subject = LineField(label=_("subject"), most=200)
    reason = TextField(label=_("why the money is needed"), most=3000)
    letter = TextField(
        label=_("closing words of the letter"),
        most=1500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Leave it empty for the usual words."),
    )
    contact_name = LineField(label=_("who answers questions"), most=150)
    contact_phone = PhoneField(label=_("telephone"), most=40, required=False)
    contact_email = MailField(label=_("e-mail address"), most=254, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)
    form_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        data: Any = None,
        *,
        plan: Plan,
        lines: Sequence[PlanLine],
        proposal: BudgetProposal | None = None,
        asked: Mapping[int, Decimal] | None = None,
        begins: dict[str, Any] | None = None,
    ) -> None:
        """`asked` are the amounts of the proposal, by line of the plan."""
        initial = {"form_key": uuid.uuid4(), **(begins or {})}
        if proposal is not None:
            initial = _initial(proposal, asked or {})
        super().__init__(data, initial=initial)
        self.fields["organisation"].queryset = Organisation.objects.filter(  # type: ignore[attr-defined]
            province_id=plan.province_id, kind=OrganisationKind.LAO
        )
        self.lines = lines
        for line in lines:
            self.fields[f"asked_{line.pk}"] = MoneyField(label=line.what, required=False)

    def rows(self) -> list[dict[str, Any]]:
        """Each line of the plan with its field, for the page."""
        return [{"line": line, "field": self[f"asked_{line.pk}"]} for line in self.lines]

    def clean(self) -> dict[str, Any]:
        """One who is asked, and at least one amount."""
        cleaned = super().clean() or {}
        organisation = cleaned.get("organisation")
        if organisation is not None:
            cleaned["addressee"] = organisation.name_th
        elif not cleaned.get("addressee") and "addressee" not in self.errors:
            self.add_error("addressee", _("Choose the municipality, or write its name."))
        bad = any(name.startswith("asked_") for name in self.errors)
        if not bad and not self._amounts(cleaned):
            self.add_error(None, _("Choose at least one line and write the amount asked for it."))
        return cleaned

    def _amounts(self, cleaned: dict[str, Any]) -> dict[PlanLine, Decimal]:
        asked = {line: cleaned.get(f"asked_{line.pk}") for line in self.lines}
        return {line: amount for line, amount in asked.items() if amount}

    def amounts(self) -> dict[PlanLine, Decimal]:
        """What is asked for each chosen line."""
        return self._amounts(self.cleaned_data)

    def values(self) -> dict[str, Any]:
        """The fields of the letter."""
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if not name.startswith("asked_") and name not in ("version", "form_key")
        }


def _initial(proposal: BudgetProposal, asked: Mapping[int, Decimal]) -> dict[str, Any]:
    names = ("head", "subject", "reason", "letter", "version")
    contact = ("contact_name", "contact_phone", "contact_email")
    return {
        **{name: getattr(proposal, name) for name in (*names, *contact)},
        "organisation": proposal.organisation_id,
        "addressee": "" if proposal.organisation_id else proposal.addressee,
        **{f"asked_{line_id}": amount for line_id, amount in asked.items()},
    }


class SendForm(forms.Form):
    """When the letter went out, under which number."""

    sent_on = DateField(label=_("sent on"))
    reference = LineField(label=_("reference number of the letter"), most=60, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def clean_sent_on(self) -> Any:
        """Not ahead of today."""
        day = self.cleaned_data["sent_on"]
        if day > today():
            raise forms.ValidationError(
                _("This day lies ahead. Record the letter once it has gone out.")
            )
        return day


class _AnswerForm(forms.Form):
    answered_on = DateField(label=_("day of the answer"))
    reference = LineField(label=_("reference number of the answer"), most=60, required=False)
    paper = PaperField(label=_("the answer as a file"), required=False)

    def __init__(self, data: Any = None, files: Any = None, *, proposal: BudgetProposal) -> None:
        super().__init__(data, files, initial={"answered_on": today()})
        self.proposal = proposal

    def clean_answered_on(self) -> Any:
        """Not ahead of today, and not before the letter."""
        day = self.cleaned_data["answered_on"]
        if day > today():
            raise forms.ValidationError(
                _("This day lies ahead. Record the answer once it is there.")
            )
        if self.proposal.sent_on and day < self.proposal.sent_on:
            raise forms.ValidationError(_("The answer cannot be older than the letter."))
        return day


class GrantForm(_AnswerForm):
    """What was granted for each line."""

    answer = TextField(
        label=_("what the answer says"),
        most=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        proposal: BudgetProposal,
        lines: Sequence[BudgetProposalLine],
    ) -> None:
        super().__init__(data, files, proposal=proposal)
        self.lines = lines
        for line in lines:
            self.fields[f"granted_{line.pk}"] = MoneyField(
                label=line.what,
                required=False,
                initial=line.asked,
                most=line.asked,
                error_messages={"large": _("At most %(most)s baht were asked for this line.")},
            )

    def rows(self) -> list[dict[str, Any]]:
        """Each line with its field, for the page."""
        return [{"line": line, "field": self[f"granted_{line.pk}"]} for line in self.lines]

    def clean(self) -> dict[str, Any]:
        """Something is granted."""
        cleaned = super().clean() or {}
        bad = any(name.startswith("granted_") for name in self.errors)
        if not bad and not any(self._amounts(cleaned).values()):
            self.add_error(None, _("Nothing is granted. Record a refusal with its reason instead."))
        return cleaned

    def _amounts(self, cleaned: dict[str, Any]) -> dict[int, Decimal]:
        return {line.pk: cleaned.get(f"granted_{line.pk}") or Decimal(0) for line in self.lines}

    def amounts(self) -> dict[int, Decimal]:
        """What was granted, by line of the proposal."""
        return self._amounts(self.cleaned_data)


class RefuseForm(_AnswerForm):
    """Why nothing was granted."""

    reason = ReasonField(label=_("why it was refused"))
    field_order = ("reason", "answered_on", "reference", "paper")


class WithdrawForm(forms.Form):
    """Why the proposal is given up."""

    reason = ReasonField(label=_("why it is withdrawn"))
