"""Keeping a province's indicators, and setting what a committee means to reach."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from actionplans.models import Indicator, Target
from actionplans.policy import indicators as policy
from actionplans.starters import STARTERS
from committees import audit
from committees.errors import WrongState
from committees.fields import baht
from committees.models import Area, Committee
from committees.policy import check_version

OWN_FIELDS = ("name_th", "name_en", "unit_th", "unit_en", "measure", "kind", "pillar", "note")


@transaction.atomic
def add_indicator(
    *, province: Area, values: Mapping[str, Any], by: User, form_key: uuid.UUID | None = None
) -> Indicator:
    """Add an indicator to a province's catalogue; the same form sent again gives the same one.

    Raises NotAllowed, WrongState (the name is taken).
    """
    committee = policy.check_keep(by, province.pk)
    _lock(committee)
    key = form_key or uuid.uuid4()
    made = Indicator.objects.filter(province=province, form_key=key).first()
    if made is not None and made.name_th == values["name_th"]:
        return made
    row = Indicator(province=province, form_key=uuid.uuid4() if made else key)
    return _added(row, values, committee, by)


@transaction.atomic
def take_starters(*, province: Area, codes: Iterable[str], by: User) -> list[Indicator]:
    """Take indicators of the starter list into a province's catalogue; what is there already stays.

    Raises NotAllowed.
    """
    committee = policy.check_keep(by, province.pk)
    _lock(committee)
    names = set(Indicator.objects.filter(province=province).values_list("name_th", flat=True))
    chosen = [STARTERS[code] for code in codes if code in STARTERS]
    return [
        _added(Indicator(province=province), values, committee, by)
        for values in chosen
        if values["name_th"] not in names
    ]


def _added(row: Indicator, values: Mapping[str, Any], committee: Committee, by: User) -> Indicator:
    _fill(row, values)
    _check_name(row)
    row.save(force_insert=True)
    audit.record(
        actor=by, committee=committee, verb="indicator_added", subject=row, after=facts(row)
    )
    return row


@transaction.atomic
def change_indicator(
    *, indicator: Indicator, values: Mapping[str, Any], version: int, by: User
) -> Indicator:
    """Change an indicator; `version` is the one that was shown.

    Raises NotAllowed, WrongState (retired, the name is taken, or committees have targets and what
    it counts would change), Conflict.
    """
    locked = _locked(indicator, by)
    committee = policy.check_change(by, locked)
    check_version(locked, version)
    before = facts(locked)
    _fill(locked, values)
    after = facts(locked)
    changed = {name for name in after if before[name] != after[name]}
    if not changed:
        return locked
    policy.check_redefine(locked, changed)
    _check_name(locked)
    locked.version += 1
    locked.save()
    audit.record(
        actor=by,
        committee=committee,
        verb="indicator_changed",
        subject=locked,
        before={name: before[name] for name in changed},
        after={name: after[name] for name in changed},
    )
    return locked


@transaction.atomic
def retire_indicator(*, indicator: Indicator, by: User) -> Indicator:
    """Take an indicator out of use; its targets and values stay. Raises NotAllowed, WrongState."""
    locked = _locked(indicator, by)
    committee = policy.check_retire(by, locked)
    locked.retired_at = timezone.now()
    return _moved(locked, "indicator_retired", committee, by)


@transaction.atomic
def restore_indicator(*, indicator: Indicator, by: User) -> Indicator:
    """Put a retired indicator back into use. Raises NotAllowed, WrongState."""
    locked = _locked(indicator, by)
    committee = policy.check_restore(by, locked)
    locked.retired_at = None
    return _moved(locked, "indicator_restored", committee, by)


def _moved(row: Indicator, verb: str, committee: Committee, by: User) -> Indicator:
    row.version += 1
    row.save(update_fields=["retired_at", "version", "changed_at"])
    audit.record(actor=by, committee=committee, verb=verb, subject=row)
    return row


@dataclass(frozen=True)
class Aim:
    """What a committee means to reach of one indicator; `version` of the target that was shown."""

    indicator: Indicator
    value: Decimal | None
    quarters: tuple[Decimal | None, ...] = (None, None, None, None)
    version: int = 0

    @property
    def figures(self) -> tuple[Decimal | None, ...]:
        return (self.value, *self.quarters)


@transaction.atomic
def set_targets(
    *, committee: Committee, fiscal_year: int, aims: Iterable[Aim], by: User
) -> list[Target]:
    """Set a committee's targets of a fiscal year; returns those that changed.

    An aim that says what stands already changes nothing, whatever its version. Side effects: an
    audit event for each that changed. Raises NotAllowed, WrongState, Conflict.
    """
    policy.check_targets(by, committee)
    _lock(committee)
    rows = Target.objects.filter(committee=committee, fiscal_year=fiscal_year)
    standing = {row.indicator_id: row for row in rows.select_related("indicator")}
    changed = []
    for aim in aims:
        row = standing.get(aim.indicator.pk)
        if aim.figures != ((row.value, *row.quarters) if row else (None,) * 5):
            changed.append(_set(row, aim, committee, fiscal_year, by))
    return changed


def _set(row: Target | None, aim: Aim, committee: Committee, year: int, by: User) -> Target:
    if aim.indicator.province_id != committee.province_id:
        raise WrongState(_("This indicator belongs to another province."))
    if row is None:
        row = Target(
            committee=committee,
            province_id=committee.province_id,
            above=not committee.closed,
            indicator=aim.indicator,
            fiscal_year=year,
            version=0,
        )
    check_version(row, aim.version)
    before = _figures(row)
    row.value, (row.q1, row.q2, row.q3, row.q4) = aim.value, aim.quarters
    row.set_by = by
    row.version += 1
    row.save()
    after = _figures(row)
    audit.record(
        actor=by,
        committee=committee,
        verb="target_set" if any(after.values()) else "target_cleared",
        subject=row,
        before=before,
        after=after | {"value": after["value"] or "–", "year": row.fiscal_year},
        above=True,
    )
    return row


def _figures(row: Target) -> dict[str, str]:
    names = ("value", "q1", "q2", "q3", "q4")
    return {name: shown(getattr(row, name)) for name in names}


def shown(figure: Decimal | None) -> str:
    """A figure as the history keeps it; '' where there is none."""
    return "" if figure is None else baht(figure)


def facts(row: Indicator) -> dict[str, str]:
    """An indicator as the audit trail keeps it."""
    return {name: str(getattr(row, name)) for name in OWN_FIELDS}


def _fill(row: Indicator, values: Mapping[str, Any]) -> None:
    for name in OWN_FIELDS:
        if name in values:
            setattr(row, name, values[name])


def _check_name(row: Indicator) -> None:
    same = Indicator.objects.filter(province_id=row.province_id, name_th=row.name_th)
    if same.exclude(pk=row.pk).exists():
        raise WrongState(_("This province already has an indicator of this name."))


def _lock(committee: Committee) -> None:
    """Who adds or sets here waits for who does it at the same time."""
    Committee.objects.select_for_update(of=("self",)).get(pk=committee.pk)


def _locked(indicator: Indicator, by: User) -> Indicator:
    """The row as it is now; who may not write it cannot lock it either, and is told why first."""
    policy.check_keep(by, indicator.province_id)
    return Indicator.objects.select_for_update(of=("self",)).get(pk=indicator.pk)
