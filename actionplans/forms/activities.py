"""Input of activities: one screen that does for a campaign, and what a training needs besides."""

from __future__ import annotations

import uuid
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from actionplans.forms.activity_choices import UNPLANNED, Choices
from actionplans.forms.activity_fields import DaysField, PapersField, PercentField, PointField
from actionplans.models import Activity, ActivityKind, Contribution, Funding, Gift, PlanLine
from committees.calendar import fiscal_year, today
from committees.fields import DateField, IntField, LineField, MoneyField, ReasonField, TextField
from committees.models import Area, AreaLevel
from members.models import Discipline, Organisation, Pillar

MOST_PEOPLE = 1_000_000
SPARE_GIFTS = 2
# Of one contribution, in baht; as many as there may be still add up to what a cost can be.
MOST_GIVEN = Decimal("99999999.99")


def _count(label: Any, **kwargs: Any) -> IntField:
    return IntField(label=label, required=False, most=MOST_PEOPLE, **kwargs)


class ActivityForm(forms.Form):
    """One activity: what, against which line, when, where, how many; then all that may follow."""

    kind = forms.ChoiceField(
        label=_("kind"),
        choices=ActivityKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what kind of activity it was.")},
    )
    line = forms.ChoiceField(
        label=_("line of the plan"),
        error_messages={"required": _("Choose the line it belongs to, or “unplanned”.")},
    )
    title = LineField(
        label=_("what was done"),
        most=200,
        required=False,
        help_text=_("Leave it empty to take the words of the line."),
    )
    starts = DateField(label=_("day"), help_text="")
    area = forms.ChoiceField(
        label=_("where"),
        required=False,
        error_messages={"required": _("Choose a district or sub-district.")},
    )
    village = LineField(label=_("village or place"), most=150, required=False)
    reached = _count(_("people reached"))

    ends = DateField(
        label=_("last day"), required=False, help_text=_("If it took more than one day.")
    )
    pillar = forms.ChoiceField(
        label=_("pillar"),
        required=False,
        choices=[("", _("That of the line; counter-trafficking if unplanned")), *Pillar.choices],
    )
    text = TextField(
        label=_("what happened"),
        most=5000,
        required=False,
        help_text=_("Nothing by which a person at risk could be recognised."),
    )
    point = PointField(
        label=_("point on the map"),
        required=False,
        help_text=_("Latitude and longitude, for example 20.43310, 99.87620."),
        widget=forms.TextInput(attrs={"data-point": True, "inputmode": "text"}),
    )

    women = _count(_("women"))
    men = _count(_("men"))
    unsaid = _count(_("other or not said"))
    minors = _count(_("under 18"))
    adults = _count(_("adults"))

    tested = _count(_("people who took both tests"))
    before = PercentField(label=_("mean before, per cent"), required=False)
    after = PercentField(label=_("mean after, per cent"), required=False)

    lead = forms.ChoiceField(label=_("led by"))
    joined = forms.MultipleChoiceField(
        label=_("organisations that took part"),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"scroll": True}),
    )
    uploads = PapersField(
        label=_("photos and papers"),
        required=False,
        help_text=_(
            "Several at once; together at most 12 MB. Where a photo was taken is not kept in it."
            " No faces of people at risk."
        ),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)
    form_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        choices: Choices,
        activity: Activity | None = None,
        line: PlanLine | None = None,
        **kwargs: Any,
    ) -> None:
        """`activity` is the one that is corrected, `line` the one a new activity begins with."""
        self.chosen, self.activity = choices, activity
        initial = _initial(activity) if activity else _fresh(choices, line)
        super().__init__(data, files, initial=initial, **kwargs)
        self._offer(choices)
        for discipline, label in Discipline.choices:
            self.fields[f"disc_{discipline}"] = _count(label)
        if activity is not None:
            del self.fields["uploads"], self.fields["form_key"]
            self.fields["reason"] = ReasonField(label=_("why it is corrected"), most=500)

    def _offer(self, choices: Choices) -> None:
        organisations = choices.organisation_choices()
        found: dict[str, Any] = {
            "line": choices.line_choices(),
            "area": choices.area_choices(),
            "lead": [("", _("Choose …")), *organisations],
            "joined": organisations,
        }
        for name, options in found.items():
            self.fields[name].choices = options  # type: ignore[attr-defined]

    def discipline_fields(self) -> list[forms.BoundField]:
        """How many practitioners of each discipline, for the page."""
        return [self[f"disc_{discipline}"] for discipline in Discipline.values]

    def clean_line(self) -> PlanLine | None:
        """The line, or None for an unplanned activity."""
        value = self.cleaned_data["line"]
        return None if value == UNPLANNED else self.chosen.offered[int(value)]

    def clean_lead(self) -> Organisation:
        return self.chosen.organisations[int(self.cleaned_data["lead"])]

    def clean_joined(self) -> list[Organisation]:
        return [self.chosen.organisations[int(value)] for value in self.cleaned_data["joined"]]

    def clean_area(self) -> Area | None:
        value = self.cleaned_data["area"]
        return self.chosen.areas[int(value)] if value else None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self._complete(cleaned)
        self._check_days(cleaned)
        self._check_people(cleaned)
        self._check_tests(cleaned)
        return cleaned

    def _complete(self, cleaned: dict[str, Any]) -> None:
        """What was left empty is taken from the line."""
        line = cleaned.get("line")
        if not cleaned.get("pillar"):
            cleaned["pillar"] = line.pillar if line else Pillar.COUNTER_TRAFFICKING
        if not cleaned.get("title") and "title" not in self.errors and "line" not in self.errors:
            if line is None:
                self.add_error("title", _("Say in a few words what was done."))
            else:
                cleaned["title"] = line.what[:200]
        if not cleaned.get("area") and "area" not in self.errors:
            places = [place.pk for place in line.places.all()] if line else []
            known = [self.chosen.areas[pk] for pk in places if pk in self.chosen.areas]
            if len(known) == 1:
                cleaned["area"] = known[0]
            else:
                self.add_error("area", self.fields["area"].error_messages["required"])

    def _check_days(self, cleaned: dict[str, Any]) -> None:
        starts, ends = cleaned.get("starts"), cleaned.get("ends")
        for name, day in (("starts", starts), ("ends", ends)):
            if day and day > today():
                self.add_error(name, _("This day is still to come. Log what has been done."))
        if starts and ends and ends < starts:
            self.add_error("ends", _("The last day lies before the first day."))
        line = cleaned.get("line")
        if starts and line and line.plan.fiscal_year != fiscal_year(starts):
            self.add_error(
                "line",
                _("This line belongs to fiscal year %(year)s, and the day lies in another one.")
                % {"year": line.plan.fiscal_year},
            )

    def _check_people(self, cleaned: dict[str, Any]) -> None:
        ages = ("minors", "adults")
        sexes = ("women", "men", "unsaid")
        if any(name in self.errors for name in (*ages, *sexes)):
            return
        by_age = sum(cleaned.get(name) or 0 for name in ages)
        by_sex = sum(cleaned.get(name) or 0 for name in sexes)
        if by_age and by_age != by_sex:
            self.add_error(
                "adults",
                _("By age it is %(ages)s people, by sex %(sexes)s. Make them the same.")
                % {"ages": by_age, "sexes": by_sex},
            )

    def _check_tests(self, cleaned: dict[str, Any]) -> None:
        names = ("tested", "before", "after")
        if any(name in self.errors for name in names):
            return
        tested = cleaned.get("tested") or 0
        for name in ("before", "after"):
            if tested and cleaned.get(name) is None:
                self.add_error(name, _("Write the mean of those who took both tests."))
        if not tested and (cleaned.get("before") is not None or cleaned.get("after") is not None):
            self.add_error("tested", _("Write how many people took both tests."))

    def values(self) -> dict[str, Any]:
        """What the action takes, besides the contributions."""
        data = self.cleaned_data
        area = data["area"]
        whole = area.level == AreaLevel.DISTRICT
        latitude, longitude = data["point"] or (None, None)
        counts = ("reached", "women", "men", "unsaid", "minors", "adults", "tested")
        return {
            **{name: data[name] for name in ("kind", "line", "title", "pillar", "text", "village")},
            **{name: data[name] or 0 for name in counts},
            **{name: data[name] for name in ("starts", "lead", "joined", "before", "after")},
            "ends": data["ends"] or data["starts"],
            "district": area if whole else self.chosen.areas.get(area.parent_id, area.parent),
            "subdistrict": None if whole else area,
            "latitude": latitude,
            "longitude": longitude,
            "practitioners": {
                discipline: data[f"disc_{discipline}"]
                for discipline in Discipline.values
                if data.get(f"disc_{discipline}")
            },
            **({"files": data["uploads"]} if "uploads" in self.fields else {}),
        }


def _fresh(choices: Choices, line: PlanLine | None) -> dict[str, Any]:
    area = choices.committee.area
    places = [place.pk for place in line.places.all()] if line else []
    where = next((pk for pk in places if pk in choices.areas), None)
    if where is None and area.level == AreaLevel.DISTRICT:
        where = area.pk
    return {
        "form_key": uuid.uuid4(),
        "starts": today(),
        "line": str(line.pk) if line else "",
        "area": str(where or ""),
        "lead": str(choices.own_organisation or ""),
    }


def _initial(activity: Activity) -> dict[str, Any]:
    names = ("kind", "title", "pillar", "text", "starts", "village", "before", "after", "version")
    counts = ("reached", "women", "men", "unsaid", "minors", "adults", "tested")
    point = ""
    if activity.latitude is not None and activity.longitude is not None:
        point = f"{activity.latitude:.5f}, {activity.longitude:.5f}"
    return {
        **{name: getattr(activity, name) for name in names},
        **{name: getattr(activity, name) or None for name in counts},
        "line": str(activity.line_id or UNPLANNED),
        "ends": activity.ends if activity.ends != activity.starts else None,
        "area": str(activity.subdistrict_id or activity.district_id),
        "lead": str(activity.lead_id),
        "joined": [str(row.organisation_id) for row in activity.others],
        "point": point,
        **{f"disc_{row.discipline}": row.count for row in activity.by_discipline},
    }


class GiftForm(forms.Form):
    """What one organisation gave; an empty one says nothing."""

    kind = forms.ChoiceField(
        label=_("what was given"), required=False, choices=[("", "–"), *Gift.choices]
    )
    organisation = forms.ChoiceField(label=_("by whom"), required=False)
    payer = LineField(label=_("who, if not in the directory"), most=150, required=False)
    amount = MoneyField(
        label=_("baht"),
        required=False,
        most=MOST_GIVEN,
        help_text=_("For goods, their estimated value."),
    )
    days = DaysField(label=_("days of work"), required=False)
    funding = forms.ChoiceField(
        label=_("funding source"),
        required=False,
        choices=[("", "–"), *(one for one in Funding.choices if one[0] != Funding.OWN_REMIT)],
    )
    what = LineField(label=_("what it was"), most=200, required=False)

    def __init__(self, *args: Any, organisations: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].choices = organisations  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        kind = cleaned.get("kind")
        written = any(cleaned.get(name) for name in ("payer", "amount", "days", "what"))
        if not kind:
            if written:
                self.add_error("kind", _("Choose what was given: cash, staff time or goods."))
            return cleaned
        if not cleaned.get("organisation") and not cleaned.get("payer"):
            self.add_error("organisation", _("Choose who gave it, or write the name below."))
        if kind == Gift.CASH and not cleaned.get("amount"):
            self.add_error("amount", _("Write how much was paid."))
        if kind == Gift.STAFF and not cleaned.get("days"):
            self.add_error("days", _("Write how many days of work it was."))
        self._check_apart(cleaned, kind)
        return cleaned

    def _check_apart(self, cleaned: dict[str, Any], kind: str) -> None:
        """Nothing that was written is dropped without a word."""
        if cleaned.get("organisation") and cleaned.get("payer"):
            self.add_error("payer", _("Choose an organisation or write a name, not both."))
        if kind == Gift.STAFF and cleaned.get("amount"):
            self.add_error(
                "amount",
                _("Staff time is counted in days. Write baht in a contribution of its own."),
            )
        if kind != Gift.STAFF and cleaned.get("days"):
            self.add_error(
                "days", _("Days belong to staff time. Write them in a contribution of its own.")
            )

    def gift(self, organisations: dict[int, Organisation]) -> dict[str, Any] | None:
        """What the action takes, or None where nothing was given."""
        data = self.cleaned_data
        if not data.get("kind"):
            return None
        kind = data["kind"]
        chosen = data["organisation"]
        return {
            "kind": kind,
            "organisation": organisations[int(chosen)] if chosen else None,
            "payer": "" if chosen else data["payer"],
            "funding": data["funding"] if kind == Gift.CASH else "",
            "amount": Decimal(0) if kind == Gift.STAFF else data["amount"] or Decimal(0),
            "days": data["days"] if kind == Gift.STAFF else Decimal(0),
            "what": data["what"],
        }


GiftFormSet = forms.formset_factory(GiftForm, extra=SPARE_GIFTS, max_num=40, absolute_max=60)


def gift_forms(data: Any, *, choices: Choices, activity: Activity | None = None) -> Any:
    """The contributions there are, and some empty rows."""
    rows = activity.gifts if activity else []
    options = choices.organisation_choices(_("Choose …"))
    return GiftFormSet(
        data,
        prefix="gift",
        initial=[_gift(row) for row in rows],
        form_kwargs={"organisations": options},
    )


def _gift(row: Contribution) -> dict[str, Any]:
    return {
        "kind": row.kind,
        "organisation": str(row.organisation_id or ""),
        "payer": row.payer,
        "amount": row.amount or None,
        "days": row.days or None,
        "funding": row.funding,
        "what": row.what,
    }


class WithdrawForm(forms.Form):
    """Why an activity is withdrawn."""

    reason = ReasonField(label=_("why it is withdrawn"), most=500)


class FilesForm(forms.Form):
    """More photos and papers of an activity."""

    uploads = PapersField(
        label=_("photos and papers"),
        help_text=_(
            "Several at once; together at most 12 MB. Where a photo was taken is not kept in it."
            " No faces of people at risk."
        ),
    )
    caption = LineField(label=_("what they show"), most=200, required=False)


class CaptionForm(forms.Form):
    """What one photo or paper shows."""

    caption = LineField(label=_("what it shows"), most=200, required=False)
