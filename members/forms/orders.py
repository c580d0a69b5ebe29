"""What people write of an appointment order. Forms check input and nothing else."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from committees.calendar import be_year, today
from committees.fields import DateField, IntField, LineField, ReasonField, TextField
from committees.kinds import Kind
from committees.papers import JPEG, PDF, PNG, PaperField
from committees.roles import Role
from members.actions.orders import FROM_GROUP, FROM_ORDER, FROM_TEMPLATE, FROM_TODAY
from members.forms.seats import SeatForm
from members.models import Order, OrderBody, OrderPost, Organisation

SIGNED = frozenset({PDF, JPEG, PNG})


class OrderStartForm(forms.Form):
    """What a new draft begins with."""

    start = forms.ChoiceField(
        label=_("What does the draft begin with?"),
        widget=forms.RadioSelect(attrs={"stacked": True}),
    )
    base = forms.ModelChoiceField(
        label=_("the earlier order"),
        queryset=Order.objects.none(),
        required=False,
        empty_label=_("Choose …"),
    )

    def __init__(self, *args: Any, orders: Any, district: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [
            (FROM_TODAY, _("What stands today – the bodies, and the places agencies hold in them")),
            (FROM_GROUP, _("A working group – the order appoints it and changes nothing else")),
        ]
        if district:
            standard = _("The standard order of a district – executive, operations, three groups")
            choices.insert(0, (FROM_TEMPLATE, standard))
        field = self.fields["base"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  (for the type checker)
        field.queryset = orders
        if orders:
            choices.append((FROM_ORDER, _("An earlier order – its words, bodies and posts")))
        else:
            del self.fields["base"]
        start = self.fields["start"]
        assert isinstance(start, forms.ChoiceField)  # noqa: S101
        start.choices = choices
        self.initial.setdefault("start", choices[0][0])

    def clean(self) -> dict[str, Any]:
        """An order to copy where one is to be copied."""
        data = super().clean() or {}
        if data.get("start") == FROM_ORDER and not data.get("base") and "base" not in self.errors:
            self.add_error("base", _("Choose the order to copy."))
        return data


class OrderForm(forms.Form):
    """The order's own words."""

    issuer_th = LineField(
        label=_("issuing office, in Thai"),
        least=2,
        help_text=_("As after “คำสั่ง”: for example อำเภอแม่สาย. Numbers run by office and year."),
    )
    issuer_en = LineField(label=_("issuing office, in English"), required=False)
    subject_th = LineField(label=_("subject, in Thai"), most=300, least=2)
    subject_en = LineField(label=_("subject, in English"), most=300, required=False)
    reason = TextField(label=_("reason"), required=False)
    legal_basis = TextField(
        label=_("legal basis"),
        required=False,
        help_text=_("The power relied on: the law, the order of the ministry."),
    )
    objectives = TextField(
        label=_("objectives"), required=False, help_text=_("One a line; they are numbered.")
    )
    closing = TextField(label=_("closing text"), required=False)
    starts = DateField(
        label=_("in force from"),
        required=False,
        help_text=_("Empty: from the day it is signed."),
    )
    signer_name = LineField(label=_("who signs"), most=150, required=False)
    signer_post = LineField(label=_("post of who signs"), required=False)
    version = IntField(widget=forms.HiddenInput, most=2**31 - 1)

    @classmethod
    def initial_of(cls, order: Order) -> dict[str, Any]:
        """What the form shows at first."""
        return {name: getattr(order, name) for name in cls.base_fields}


class BodyForm(forms.Form):
    """A body of an order: where it stands, what it is called, what it does, until when."""

    parent = forms.ModelChoiceField(
        label=_("under"),
        queryset=OrderBody.objects.none(),
        required=False,
        empty_label=_("directly under the committee"),
    )
    kind = forms.ChoiceField(label=_("kind"))
    theme = forms.ChoiceField(label=_("group"), required=False)
    name_th = LineField(label=_("official name in Thai"), most=250, least=2)
    name_en = LineField(label=_("official name in English"), most=250, required=False)
    short_th = LineField(label=_("short name in Thai"), most=80, required=False)
    short_en = LineField(label=_("short name in English"), most=80, required=False)
    duties_th = TextField(
        label=_("duties, in Thai"), required=False, help_text=_("One a line; they are numbered.")
    )
    duties_en = TextField(label=_("duties, in English"), required=False)
    ends = DateField(
        label=_("last day"),
        required=False,
        help_text=_("A working group ends after this day, and its seats with it."),
    )
    closed = forms.BooleanField(
        label=_("closed group"),
        required=False,
        help_text=_(
            "Only its own people, and those who draft and file this committee's orders, know that"
            " it exists. This cannot be changed later."
        ),
    )
    version = IntField(widget=forms.HiddenInput, most=2**31 - 1, required=False)

    def __init__(
        self,
        *args: Any,
        parents: Any,
        kinds: list[tuple[str, Any]],
        themes: list[tuple[str, Any]],
        may_close: bool,
        body: OrderBody | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        if body is not None:
            for name in ("parent", "kind", "theme", "closed"):
                del self.fields[name]
            if body.kind != Kind.WORKING_GROUP:
                del self.fields["ends"]
            return
        field = self.fields["parent"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  (for the type checker)
        field.queryset = parents
        for name, choices in (("kind", kinds), ("theme", [("", "–"), *themes])):
            choice = self.fields[name]
            assert isinstance(choice, forms.ChoiceField)  # noqa: S101
            choice.choices = choices
        if not may_close:
            del self.fields["closed"]

    def clean_ends(self) -> dt.date | None:
        """A last day that is not past."""
        ends: dt.date | None = self.cleaned_data["ends"]
        if ends is not None and ends < today():
            raise forms.ValidationError(_("The last day lies in the past. Choose today or later."))
        return ends

    def clean(self) -> dict[str, Any]:
        """A group says which one it is; only a working group has a last day."""
        data = super().clean() or {}
        if "kind" not in self.fields:
            return data
        if data.get("kind") == Kind.GROUP and not data.get("theme"):
            self.add_error("theme", _("Say which of the three groups it is."))
        if data.get("kind") != Kind.GROUP:
            data["theme"] = ""
        if data.get("ends") and data.get("kind") != Kind.WORKING_GROUP:
            self.add_error("ends", _("Only a working group has a last day."))
        return data

    @staticmethod
    def initial_of(body: OrderBody) -> dict[str, Any]:
        """What the form shows at first."""
        names = ("name_th", "name_en", "short_th", "short_en", "duties_th", "duties_en")
        return {name: getattr(body, name) for name in (*names, "ends", "version")}


class PostForm(forms.Form):
    """A post of a body: its title, the agency, the function, and who takes it where named."""

    title_th = LineField(label=_("post, in Thai"), most=150, least=2)
    title_en = LineField(label=_("post, in English"), most=150, required=False)
    organisation = forms.ModelChoiceField(
        label=_("organisation"),
        queryset=Organisation.objects.none(),
        empty_label=_("Choose …"),
        help_text=_("The agency holds the place, whoever acts in it."),
    )
    role = forms.ChoiceField(label=_("function in the body"))
    email = forms.CharField(
        label=_("e-mail address"),
        max_length=254,
        required=False,
        widget=forms.EmailInput,
        help_text=_("Whoever is named here takes the seat once the signed copy is filed."),
    )
    name_th = LineField(label=_("name in Thai"), most=150, required=False)
    name_en = LineField(label=_("name in English"), most=150, required=False)
    version = IntField(widget=forms.HiddenInput, most=2**31 - 1, required=False)

    def __init__(self, *args: Any, organisations: Any, roles: list[Role], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["organisation"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  (for the type checker)
        field.queryset = organisations
        role = self.fields["role"]
        assert isinstance(role, forms.ChoiceField)  # noqa: S101
        role.choices = [(one.slug, one.label) for one in roles]

    def clean_email(self) -> str:
        """As an invitation takes it: in small letters, in one way of writing."""
        return SeatForm.clean_email(self) if self.cleaned_data["email"] else ""  # type: ignore[arg-type]

    def clean(self) -> dict[str, Any]:
        """A name with an address."""
        data = super().clean() or {}
        if data.get("email") and not data.get("name_th") and "name_th" not in self.errors:
            self.add_error(
                "name_th", _("Write the name too; the order and the invitation bear it.")
            )
        return data

    @staticmethod
    def initial_of(post: OrderPost) -> dict[str, Any]:
        """What the form shows at first."""
        names = ("title_th", "title_en", "organisation", "role", "email", "name_th", "name_en")
        return {name: getattr(post, name) for name in (*names, "version")}


class OrderSendForm(forms.Form):
    """How the order is numbered."""

    NOW, BY_HAND = "now", "hand"
    numbered = forms.ChoiceField(
        label=_("Number of the order"),
        choices=[
            (NOW, _("Take the office's next number of this year")),
            (BY_HAND, _("Leave it blank; it is written in when the order is signed")),
        ],
        widget=forms.RadioSelect,
        initial=NOW,
    )


class OrderFileForm(forms.Form):
    """What the signed copy says, and the copy."""

    number = IntField(label=_("number"), least=1, most=99_999)
    signed_on = DateField(label=_("date signed"))
    starts = DateField(
        label=_("in force from"),
        help_text=_("Seats begin on this day, and not before the copy is filed."),
    )
    copy = PaperField(label=_("signed copy"), types=SIGNED)
    full_copy = PaperField(
        label=_("signed copy with the closed group's part"),
        types=SIGNED,
        help_text=_(
            "Kept with the group. The copy above is seen by everybody; leave the part out."
        ),
    )
    version = IntField(widget=forms.HiddenInput, most=2**31 - 1)

    def __init__(self, *args: Any, closed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if closed:
            self.fields["copy"].label = _("signed copy without the closed group's part")
        else:
            del self.fields["full_copy"]

    def clean_signed_on(self) -> dt.date:
        """What is signed was signed."""
        day: dt.date = self.cleaned_data["signed_on"]
        if day > today():
            raise forms.ValidationError(_("This day lies ahead. File the copy once it is signed."))
        return day

    def values(self) -> dict[str, Any]:
        """What the order takes over."""
        data = self.cleaned_data
        return {
            "number": data["number"],
            "year": be_year(data["signed_on"]),
            "signed_on": data["signed_on"],
            "starts": data["starts"],
        }


class EndForm(forms.Form):
    """Why an order or a body ends."""

    reason = ReasonField(label=_("reason"), help_text=_("For the history, and for those told."))
    version = IntField(widget=forms.HiddenInput, most=2**31 - 1, required=False)
