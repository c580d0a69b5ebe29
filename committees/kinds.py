"""The kinds of committee and which may stand under which: one table, and a database constraint.

Source: the provincial and district structure under the Anti-Trafficking in Persons Act B.E. 2551
and Ministry of Interior order 768/2556; civil-society committees are joined by MoU and stand
beside the district committees, under the province they work in.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What a committee is. Values are stored; the rules of each stand in `KINDS`."""

    NATIONAL = "national", _("national body")
    PROVINCIAL = "provincial", _("provincial committee")
    DISTRICT = "district", _("district committee")
    EXECUTIVE = "executive", _("executive committee")
    OPERATIONS = "operations", _("operations committee")
    GROUP = "group", _("group")
    WORKING_GROUP = "working_group", _("working group")
    CIVIL_SOCIETY = "civil_society", _("civil-society committee")


class Theme(models.TextChoices):
    """The three groups of an operations committee."""

    PREVENTION = "prevention", _("prevention and monitoring group")
    SUPPRESSION = "suppression", _("suppression and information group")
    REHABILITATION = "rehabilitation", _("rehabilitation group")


@dataclass(frozen=True)
class KindRule:
    """Where a kind may stand. `under` holds None where the kind may stand at the top."""

    under: frozenset[Kind | None]
    area_level: str
    self_governing: bool = False


_ABOVE_WORKING_GROUPS: frozenset[Kind | None] = frozenset(
    {Kind.PROVINCIAL, Kind.DISTRICT, Kind.EXECUTIVE, Kind.OPERATIONS, Kind.CIVIL_SOCIETY}
)

KINDS: dict[Kind, KindRule] = {
    Kind.NATIONAL: KindRule(frozenset({None}), "country"),
    Kind.PROVINCIAL: KindRule(frozenset({None}), "province"),
    Kind.DISTRICT: KindRule(frozenset({Kind.PROVINCIAL}), "district"),
    Kind.EXECUTIVE: KindRule(frozenset({Kind.PROVINCIAL, Kind.DISTRICT}), "any"),
    Kind.OPERATIONS: KindRule(frozenset({Kind.PROVINCIAL, Kind.DISTRICT}), "any"),
    Kind.GROUP: KindRule(frozenset({Kind.OPERATIONS}), "any"),
    Kind.WORKING_GROUP: KindRule(_ABOVE_WORKING_GROUPS, "any"),
    # Joined by MoU, not appointed: the province sees what it sends up but keeps no seats in it.
    Kind.CIVIL_SOCIETY: KindRule(frozenset({Kind.PROVINCIAL}), "province", self_governing=True),
}


def kinds_under(parent_kind: str) -> list[Kind]:
    """The kinds that may stand directly under a committee of this kind."""
    return [kind for kind, rule in KINDS.items() if Kind(parent_kind) in rule.under]


def allowed_pairs() -> list[tuple[str, str]]:
    """(kind, kind of parent) for every permitted pair; the parent is '' at the top."""
    return sorted(
        (kind.value, above.value if above else "")
        for kind, rule in KINDS.items()
        for above in rule.under
    )
