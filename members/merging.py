"""Two organisations side by side: how alike they are, what differs, and what would move."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from committees.fields import IntField
from committees.models import Area
from committees.querysets import Scope
from members.actions.merging import LISTS, both, relations
from members.actions.organisations import FACTS
from members.matching import Matcher
from members.models import Organisation, OrganisationKind, Pillar

KEPT, OTHER, BOTH = "kept", "other", "both"
# So many names are compared with each other; a province's directory has some hundreds.
MOST_COMPARED = 3000
MOST_PAIRS = 100
PAIRED = 0.7


class Pair(NamedTuple):
    """Two organisations that may be one."""

    first: Organisation
    second: Organisation


def _matcher(rows: Iterable[Organisation]) -> Matcher[int]:
    return Matcher([(row.pk, name) for row in rows for name in (row.name_th, row.name_en) if name])


def pairs(rows: list[Organisation]) -> list[Pair]:
    """Those whose names, or registration numbers, are nearly the same; the most alike first."""
    by_pk = {row.pk: row for row in rows}
    matcher = _matcher(rows)
    scores: dict[tuple[int, int], float] = {}
    numbers: dict[str, int] = {}
    for row in rows:
        if row.registration:
            first = numbers.setdefault(row.registration, row.pk)
            if first != row.pk:
                scores[first, row.pk] = 1.0
        for name in filter(None, (row.name_th, row.name_en)):
            for pk, score in matcher.nearest(name, least=PAIRED, most=4):
                if pk != row.pk:
                    key = (min(pk, row.pk), max(pk, row.pk))
                    scores[key] = max(score, scores.get(key, 0))
    best = sorted(scores, key=lambda key: (-scores[key], key))[:MOST_PAIRS]
    return [Pair(by_pk[first], by_pk[second]) for first, second in best]


def like(row: Organisation, rows: list[Organisation]) -> list[Organisation]:
    """Those most like this one, the most alike first."""
    by_pk = {other.pk: other for other in rows}
    matcher = _matcher(rows)
    scores: dict[int, float] = {}
    for name in filter(None, (row.name_th, row.name_en)):
        for pk, score in matcher.nearest(name, least=0.4, most=8):
            scores[pk] = max(score, scores.get(pk, 0))
    return [by_pk[pk] for pk in sorted(scores, key=lambda pk: -scores[pk])[:8]]


class Moving(NamedTuple):
    """How many rows of one sort would name the other organisation from then on."""

    label: str
    number: int


def moving(scope: Scope, other: Organisation) -> list[Moving]:
    """What would move, as far as this person sees it; what lies elsewhere moves unseen."""
    counts: dict[str, int] = {}
    for field in relations():
        rows = field.model._default_manager.all()
        visible = getattr(rows, "visible_to", None)
        if visible is not None:
            count = visible(scope).filter(**{field.name: other}).count()
            if count:
                label = capfirst(str(field.model._meta.verbose_name))
                counts[label] = counts.get(label, 0) + count
    return [Moving(label, count) for label, count in counts.items()]


class MergeForm(forms.Form):
    """Which value stays, for each fact in which the two differ."""

    kept_version = IntField(widget=forms.HiddenInput, most=2**31 - 1)
    other_version = IntField(widget=forms.HiddenInput, most=2**31 - 1)

    def __init__(
        self,
        data: Any = None,
        *,
        kept: Organisation,
        other: Organisation,
        areas: list[Area],
    ) -> None:
        initial = {"kept_version": kept.version, "other_version": other.version}
        super().__init__(data, initial=initial)
        self.kept, self.other = kept, other
        self.names = {area.code: area.name for area in areas}
        for name in FACTS:
            mine, theirs = getattr(kept, name), getattr(other, name)
            if mine == theirs or not theirs:
                continue
            self.fields[name] = forms.ChoiceField(
                label=Organisation._meta.get_field(name).verbose_name,  # type: ignore[union-attr]
                choices=self._choices(name, mine, theirs),
                widget=forms.RadioSelect(attrs={"stacked": True}),
                initial=BOTH if name in LISTS and mine else KEPT if mine else OTHER,
            )

    def _choices(self, name: str, mine: Any, theirs: Any) -> list[tuple[str, str]]:
        found = [(KEPT, self._shown(name, mine)), (OTHER, self._shown(name, theirs))]
        if name in LISTS and mine:
            together = self._shown(name, both(mine, theirs))
            found.append((BOTH, str(_("both: %(values)s") % {"values": together})))
        return found

    def _shown(self, name: str, value: Any) -> str:
        if not value:
            return str(gettext_lazy("nothing"))
        if name == "pillars":
            return ", ".join(str(Pillar(one).label) for one in value)
        if name == "districts":
            return ", ".join(self.names.get(one, str(one)) for one in value)
        if name == "kind":
            return str(OrganisationKind(value).label)
        return str(value)

    @property
    def facts(self) -> list[forms.BoundField]:
        """The fields one chooses in."""
        return [self[name] for name in FACTS if name in self.fields]

    def values(self) -> dict[str, Any]:
        """What the kept organisation has from then on."""
        found = {}
        for name in FACTS:
            choice = self.cleaned_data.get(name, KEPT)
            if choice == OTHER:
                found[name] = getattr(self.other, name)
            elif choice == BOTH:
                found[name] = both(getattr(self.kept, name), getattr(self.other, name))
        return found

    def versions(self) -> tuple[int, int]:
        """The versions that were shown: of the kept one, of the other."""
        return self.cleaned_data["kept_version"], self.cleaned_data["other_version"]
