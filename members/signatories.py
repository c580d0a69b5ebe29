"""Who has signed an MoU and who has not: for its page, its paper, its export and the first page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BigIntegerField, OuterRef, QuerySet, Subquery, Value

from committees.calendar import today
from committees.gather import Asking, asked_alone
from members.actions.mou import counting_versions
from members.models import Membership, MouParty, MouSignature, MouVersion, Organisation, Seat
from members.policy.mou import party_ids
from members.policy.speaking import TAKING_PART
from members.workflow.mou import OPEN, SUPERSEDED

SIGNED, MISSING, FORMER = "signed", "missing", "former"


@dataclass(frozen=True)
class Signatory:
    """An organisation beside a version: its signature, or that it is missing.

    `former`: it signed and is no member or party any more. The signature may be of an earlier
    version that counts for this one.
    """

    organisation: Organisation
    state: str
    signature: MouSignature | None = None

    @property
    def day(self) -> dt.date | None:
        return self.signature.signed_on if self.signature else None


def signatories(version: MouVersion, versions: Iterable[MouVersion]) -> list[Signatory]:
    """Everybody who signed the version or is still to sign it, in the order of names.

    `versions` are those of its agreement. Three queries. Of a superseded version only who signed.
    """
    counting = {row.pk: row for row in counting_versions(versions, version)}
    rows = MouSignature.objects.filter(version__in=counting).select_related("organisation", "paper")
    signed: dict[int, MouSignature] = {}
    for row in rows.order_by("version__number"):
        row.version = counting[row.version_id]
        signed[row.organisation_id] = row
    parties = party_ids(version.mou) if version.state == OPEN else set(signed)
    missing = Organisation.objects.filter(pk__in=parties - signed.keys())
    found = [
        Signatory(row.organisation, SIGNED if key in parties else FORMER, row)
        for key, row in signed.items()
    ]
    found += [Signatory(row, MISSING) for row in missing]
    return sorted(found, key=lambda one: (one.organisation.sort_key, one.organisation.pk))


def signed_and_all(rows: Sequence[Signatory]) -> tuple[int, int]:
    """How many of those who are to sign have signed."""
    wanted = [row for row in rows if row.state != FORMER]
    return sum(row.state == SIGNED for row in wanted), len(wanted)


@dataclass(frozen=True)
class OpenVersion:
    """A version that is open for signature, and which organisations have yet to sign it."""

    version: MouVersion
    parties: frozenset[int]
    missing: frozenset[int]
    # Those among the missing for which the person asked about speaks.
    own: frozenset[int] = field(default_factory=frozenset)


def open_versions(committee_ids: set[int], user_id: int) -> list[OpenVersion]:
    """The open versions of these committees with who is missing. One query."""
    return asked_alone(ask_open_versions(committee_ids, user_id))


def ask_open_versions(committee_ids: set[int], user_id: int) -> Asking[list[OpenVersion]]:
    """As `open_versions`, asked beside the other parts of a page."""
    held, rows = yield _seats_held(committee_ids), _annotated(committee_ids)
    members, own = _seated(held, user_id)
    found = []
    for row in rows:
        partner = row.mou.partner_id
        parties = members.get(row.committee_id, set())
        if partner is not None:
            parties = {partner, *row.named}
        missing = frozenset(parties - set(row.signed))
        mine = missing & own.get(row.committee_id, set())
        found.append(OpenVersion(row, frozenset(parties), missing, mine))
    return found


def _seats_held(committee_ids: set[int]) -> QuerySet[Any, Any]:
    """(committee, organisation, person, heads) of who is to sign there; person 0 is nobody yet."""
    seats = (
        Seat.objects.current(today())
        .filter(committee_id__in=committee_ids, role__in=TAKING_PART)
        .values_list("committee_id", "organisation_id", "person_id", "heads")
    )
    # Who was accepted signs to become a member, and has no seat yet.
    accepted = (
        Membership.objects.filter(
            committee_id__in=committee_ids, since__isnull=True, withdrawn_on__isnull=True
        )
        .annotate(nobody=Value(0, BigIntegerField()), heads=Value(False))
        .values_list("committee_id", "organisation_id", "nobody", "heads")
    )
    return seats.order_by().union(accepted.order_by())


def _seated(
    held: Iterable[tuple[int, int, int, bool]], user_id: int
) -> tuple[dict[int, set[int]], dict[int, set[int]]]:
    """committee -> its member organisations; committee -> those this person speaks for."""
    held = list(held)
    headed = {(committee, body) for committee, body, _person, heads in held if heads}
    members: dict[int, set[int]] = {}
    own: dict[int, set[int]] = {}
    for committee, body, person, heads in held:
        members.setdefault(committee, set()).add(body)
        if person == user_id and (heads or (committee, body) not in headed):
            own.setdefault(committee, set()).add(body)
    return members, own


def _annotated(committee_ids: set[int]) -> QuerySet[MouVersion]:
    """Open versions with the ids of who is named, and of who signed one that counts."""
    counts_from = (
        MouVersion.objects.filter(
            mou=OuterRef("mou"), needs_signing=True, state__in=[OPEN, SUPERSEDED]
        )
        .order_by("-number")
        .values("number")[:1]
    )
    signed = MouSignature.objects.filter(
        version__mou=OuterRef("mou"), version__number__gte=OuterRef("counts_from")
    )
    named = MouParty.objects.filter(mou=OuterRef("mou"))
    rows: QuerySet[MouVersion] = (
        MouVersion.objects.open()
        .filter(committee_id__in=committee_ids)
        .select_related("mou", "committee")
        .annotate(counts_from=Subquery(counts_from))
        .annotate(signed=ArraySubquery(signed.order_by().values("organisation_id")))
        .annotate(named=ArraySubquery(named.values("organisation_id")))
        .order_by("opened_at", "pk")
    )
    return rows
