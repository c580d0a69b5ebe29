"""Acts on the committee tree."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from accounts.models import User
from committees import audit, policy, rls
from committees.kinds import Kind
from committees.models import Approver, Area, Committee


@transaction.atomic
def found_committee(*, parent: Committee, values: dict[str, Any], by: User) -> Committee:
    """Establish a committee under another.

    `values` holds validated fields of `CommitteeForm` (kind, area, names, theme, founded,
    approver). Side effect: an audit event. Raises NotAllowed, ValidationError (the area has one).
    """
    policy.check_add(by, parent, values["kind"])
    committee = Committee(
        parent=parent, parent_kind=parent.kind, province_id=parent.province_id, **values
    )
    committee.slug = free_slug(committee)
    committee.validate_constraints()
    committee.save()
    committee.refresh_from_db()
    audit.record(
        actor=by, committee=committee, verb="committee_founded", subject=committee, above=True
    )
    return committee


@transaction.atomic
def found_province(*, province: Area) -> Committee:
    """The provincial committee of a province, established under its official name if need be.

    Runs as a named part of the system. Side effect: an audit event.
    """
    known = Committee.objects.filter(
        kind=Kind.PROVINCIAL, area=province, ended__isnull=True
    ).first()
    if known is not None:
        return known
    committee = Committee(
        kind=Kind.PROVINCIAL,
        area=province,
        province=province,
        name_th="คณะอนุกรรมการศูนย์ปฏิบัติการป้องกันและปราบปรามการค้ามนุษย์จังหวัด" + province.name_th,
        name_en=f"{province.name_en} Provincial Anti-Trafficking in Persons Committee",
        short_th=f"ศปคม.จังหวัด{province.name_th}",
        short_en=f"{province.name_en} province",
        approver=Approver.CHIEF,
    )
    committee.slug = free_slug(committee)
    committee.save()
    committee.refresh_from_db()
    audit.record(
        actor=None, committee=committee, verb="committee_founded", subject=committee, above=True
    )
    return committee


@transaction.atomic
def change_committee(
    *, committee: Committee, values: dict[str, Any], version: int, by: User
) -> Committee:
    """Change names, texts, founding day or who approves; `version` is the one that was shown.

    Raises NotAllowed, or Conflict when somebody changed it meanwhile.
    """
    locked = Committee.objects.select_for_update(of=("self",)).get(pk=committee.pk)
    policy.check_edit(by, locked)
    policy.check_version(locked, version)
    before = {name: _plain(getattr(locked, name)) for name in values}
    for name, value in values.items():
        setattr(locked, name, value)
    after = {name: _plain(value) for name, value in values.items()}
    changed = {name for name in values if before[name] != after[name]}
    if "approver" in changed:
        policy.check_approver(by, locked)
    if not changed:
        return locked
    locked.version += 1
    locked.save()
    audit.record(
        actor=by,
        committee=locked,
        verb="committee_changed",
        subject=locked,
        before={name: before[name] for name in changed},
        after={name: after[name] for name in changed},
        above=True,
    )
    return locked


@transaction.atomic
def mark_border_districts(
    *, province: Area, codes: set[int], committee: Committee, by: User
) -> None:
    """Say which districts of a province lie on a border, for the view of gaps.

    `committee` is the provincial committee, in whose history it is kept. Raises NotAllowed.
    """
    policy.check_mark_areas(by, committee)
    districts = Area.objects.select_for_update().filter(parent=province)
    before = sorted(area.code for area in districts if area.is_border)
    for area in districts:
        if area.is_border != (area.code in codes):
            area.is_border = area.code in codes
            area.save(update_fields=["is_border"])
    after = sorted(code for code in codes if code in {area.code for area in districts})
    if before != after:
        audit.record(
            actor=by,
            committee=committee,
            verb="border_marked",
            subject=committee,
            before={"districts": before},
            after={"districts": after},
            above=True,
        )


def free_slug(committee: Committee) -> str:
    """A readable address that no committee has yet: from the English short name or name."""
    base = slugify(committee.short_en or committee.name_en)[:60] or f"c-{committee.area_id}"
    taken = {"new", *_slugs_like(base)}  # committees/new/ is the page that makes one
    number = 1
    slug = base
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    return slug


def _slugs_like(base: str) -> list[str]:
    # Addresses are unique over all provinces, so taken ones are looked up past the actor's rights.
    with rls.acting_as_system("addresses"):
        return list(Committee.objects.filter(slug__startswith=base).values_list("slug", flat=True))


def _plain(value: Any) -> Any:
    if isinstance(value, dt.date):
        return value.isoformat()
    return value.pk if isinstance(value, Area) else value
