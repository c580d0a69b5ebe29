"""What a list of organisations is compared with: the directory of the province, and the members."""

from __future__ import annotations

import datetime as dt
import hashlib

from django.utils.functional import cached_property

from committees.calendar import today
from committees.kinds import Kind
from committees.models import Area, Committee
from committees.querysets import Scope
from members import import_cells as cells
from members import standing
from members.matching import Matcher, normalised
from members.models import Membership, OfficeTerm, Organisation, OrganisationContact


class Directory:
    """What is known already: the province's organisations, contacts and districts, and members."""

    def __init__(self, scope: Scope, committee: Committee) -> None:
        self.committee = committee
        self.members = self.brings_members(committee)
        province = committee.province_id
        self.rows = list(
            Organisation.objects.visible_to(scope).filter(province_id=province).order_by("pk")
        )
        self.by_pk = {row.pk: row for row in self.rows}
        self.reached: dict[tuple[int, str], OrganisationContact] = {}
        contacts = OrganisationContact.objects.visible_to(scope).filter(province_id=province)
        for contact in contacts.order_by("-pk"):
            self.reached[contact.organisation_id, normalised(contact.name)] = contact
        self.districts = cells.Districts(
            Area.objects.filter(parent_id=province, level="district").order_by("sort_key")
        )
        self.joined: set[int] = set()
        # Former members; who holds each office, who ever did, and the last day it is known of.
        self.left: set[int] = set()
        self.offices: dict[str, set[int]] = {}
        self.held: dict[str, set[int]] = {}
        self.last_held: dict[str, dt.date] = {}
        if self.members:
            self._read_members(scope)

    @staticmethod
    def brings_members(committee: Committee) -> bool:
        """Whether a list for this committee tells of memberships and offices too."""
        return committee.kind == Kind.CIVIL_SOCIETY

    def _read_members(self, scope: Scope) -> None:
        members = Membership.objects.visible_to(scope).filter(
            committee=self.committee, since__isnull=False
        )
        self.joined = set(members.values_list("organisation_id", flat=True))
        now = members.filter(standing.members_on(today())).values_list("organisation_id", flat=True)
        self.left = self.joined - set(now)
        terms = OfficeTerm.objects.visible_to(scope).filter(committee=self.committee)
        for office, organisation, starts, left_on, annulled_at in terms.values_list(
            "office", "organisation_id", "starts", "left_on", "annulled_at"
        ):
            self.held.setdefault(office, set()).add(organisation)
            if annulled_at is not None:
                continue
            if left_on is None:
                self.offices.setdefault(office, set()).add(organisation)
            last = max(left_on or starts, starts)
            self.last_held[office] = max(self.last_held.get(office, last), last)

    @cached_property
    def exact(self) -> dict[str, Organisation]:
        """Names and registration numbers -> the organisation, the oldest where several have it."""
        found: dict[str, Organisation] = {}
        for row in self.rows:
            for key in keys_of(row.name_th, row.name_en, row.registration):
                found.setdefault(key, row)
        return found

    @cached_property
    def matcher(self) -> Matcher[int]:
        return Matcher(
            [(row.pk, name) for row in self.rows for name in (row.name_th, row.name_en) if name]
        )

    @cached_property
    def mark(self) -> str:
        """Another one as soon as anything here is another: what was shown no longer holds then."""
        seen = [(row.pk, row.version) for row in self.rows]
        contacts = sorted((row.pk, row.version) for row in self.reached.values())
        offices = sorted((office, sorted(ids)) for office, ids in self.offices.items())
        text = repr((seen, contacts, sorted(self.joined), sorted(self.left), offices))
        return hashlib.sha256(text.encode()).hexdigest()[:32]


def keys_of(name_th: str, name_en: str, registration: str) -> list[str]:
    """What an organisation is known by: its names, and its number where it says something."""
    keys = [f"name {key}" for name in (name_th, name_en) if (key := normalised(name))]
    number = normalised(registration)
    return [*keys, f"number {number}"] if len(number) >= 3 else keys
