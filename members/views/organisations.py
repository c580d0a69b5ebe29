"""The directory: organisations of the provinces in which one holds a seat, and each one's page."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from committees import access, audit, downloads, exports, lists
from committees.calendar import today
from committees.http import (
    PersonRequest,
    address_with,
    capped_count,
    pages,
    safe_int,
    scoped,
    signed_in,
)
from committees.kinds import Kind
from committees.models import Area, AreaLevel, AuditEvent, Committee, Paper
from committees.policy import allows
from committees.querysets import Scope
from committees.search import candidates, read_query
from members.models import (
    Membership,
    Organisation,
    OrganisationContact,
    OrganisationKind,
    Pillar,
    Seat,
)
from members.parts.seats import by_role
from members.policy import organisations as policy

PAGE = 50
ASKED = ("q", "province", "kind", "pillar", "district", "committee", "sort")
SORTS = {"name": ["sort_key"], "kind": ["kind", "sort_key"], "newest": ["-pk"]}


class Question:
    """What the address asks for; anything odd in it counts as not said."""

    def __init__(self, request: PersonRequest) -> None:
        self.request = request
        self.scope: Scope = access.scope_of(request.user)
        self.q = read_query(request.GET.get("q", ""))
        self.kind = self._one_of("kind", OrganisationKind.values)
        self.pillar = self._one_of("pillar", Pillar.values)
        self.sort = self._one_of("sort", list(SORTS)) or "name"
        self.provinces = self._provinces()
        self.province = self._number("province", {area.code for area in self.provinces})
        if len(self.provinces) == 1:
            self.province = self.provinces[0].code
        self.districts = self._districts()
        self.district = self._number("district", set(self.districts))
        self.committees = self._committees()
        slugs = {row.slug: row for row in self.committees}
        self.committee = slugs.get(request.GET.get("committee", ""))

    def _one_of(self, name: str, known: list[str]) -> str:
        value = self.request.GET.get(name, "")
        return value if value in known else ""

    def _number(self, name: str, known: set[int]) -> int | None:
        value = safe_int(self.request.GET.get(name, ""))
        return value if value in known else None

    def _provinces(self) -> list[Area]:
        areas = Area.objects.filter(level=AreaLevel.PROVINCE).order_by("sort_key")
        return list(areas if self.scope.national else areas.filter(code__in=self.scope.provinces))

    def _districts(self) -> dict[int, Area]:
        """Of the province asked for, or of the few the person has seats in."""
        wanted = [self.province] if self.province else [area.code for area in self.provinces]
        if len(wanted) > 5:
            return {}
        areas = Area.objects.filter(parent__in=wanted, level=AreaLevel.DISTRICT)
        return {area.code: area for area in areas.order_by("sort_key")}

    def _committees(self) -> list[Committee]:
        """The committees joined by MoU whose members the person sees."""
        rows = Committee.objects.visible_to(self.scope).filter(kind=Kind.CIVIL_SOCIETY)
        within = [*self.scope.inside, *self.scope.overseen]
        seen = rows.filter(Q(pk__in=within) | Q(province__in=self.scope.overseen_provinces))
        return list(seen.order_by("sort_key"))

    def without_pillar(self) -> QuerySet[Organisation]:
        """What is asked for but for the pillar, which is counted over it."""
        rows = Organisation.objects.visible_to(self.scope).select_related("province")
        if self.province:
            rows = rows.filter(province=self.province)
        if self.kind:
            rows = rows.filter(kind=self.kind)
        if self.district:
            rows = rows.filter(districts__contains=[self.district])
        if self.committee:
            rows = rows.filter(pk__in=self._members(self.committee))
        if self.q:
            rows = candidates(rows, "app_find_organisations", self.q)
        found: QuerySet[Organisation] = rows
        return found

    def _members(self, committee: Committee) -> list[int]:
        """The members of today; in grace they still are."""
        rows = Membership.objects.visible_to(self.scope).filter(committee=committee)
        members = rows.members(today())
        return list(members.values_list("organisation_id", flat=True))

    def rows(self) -> QuerySet[Organisation]:
        """What is asked for, in its order."""
        rows = self.without_pillar()
        if self.pillar:
            rows = rows.filter(pillars__contains=[self.pillar])
        return rows.order_by(*SORTS[self.sort], "pk")

    @property
    def query(self) -> str:
        """What was asked, to be carried along."""
        return lists.kept_query(self.request, *ASKED)

    def _said(self, name: str) -> bool:
        return bool(self.request.GET.get(name))


@signed_in
@require_safe
def organisations(request: PersonRequest) -> HttpResponse:
    """The directory: searched, filtered, and counted by pillar."""
    asked = Question(request)
    rows, pager = pages(request, asked.rows(), PAGE)
    count, capped = capped_count(asked.rows())
    keeper = _keeper(request, asked)
    pillars = pillar_counts(asked.without_pillar())
    return render(
        request,
        "members/organisations.html",
        {
            "rows": [{"organisation": row, "districts": _names(row, asked)} for row in rows],
            "several": len(asked.provinces) > 1,
            "total": pillars["total"],
            "pager": pager | {"count": count, "capped": capped},
            "q": asked.q,
            "quick": _quick(request, asked, pillars),
            "filters": _filters(asked),
            "sorts": _sorts(request, asked),
            "keep": [(name, getattr(asked, name)) for name in ("pillar", "sort")],
            "exports": lists.export_links("organisations_export", query=asked.query),
            "clear_url": reverse("organisations") if asked.query else "",
            "keeper": keeper,
        },
    )


def pillar_counts(rows: QuerySet[Organisation]) -> dict[str, int]:
    """How many work for each pillar, and how many there are; who works for two counts once there.

    One query.
    """
    counts: dict[str, int] = rows.order_by().aggregate(
        total=Count("pk"),
        **{pillar: Count("pk", filter=Q(pillars__contains=[pillar])) for pillar in Pillar.values},
    )
    return counts


def _keeper(request: PersonRequest, asked: Question) -> Committee | None:
    """The committee for which the person keeps the directory shown; a hat that is worn first."""
    scope = asked.scope
    wanted = [asked.province] if asked.province else sorted(scope.provinces)
    found = [policy.keeping(request.user, code) for code in wanted]
    return next((committee for committee in found if committee), None)


def _names(row: Organisation, asked: Question) -> str:
    return ", ".join(
        asked.districts[code].name for code in row.districts if code in asked.districts
    )


def _quick(request: PersonRequest, asked: Question, counts: dict[str, int]) -> list[dict[str, Any]]:
    """Every pillar with how many work for it, as links."""
    links = [("", _("All"), counts["total"])]
    links += [(pillar.value, str(pillar.label), counts[pillar.value]) for pillar in Pillar]
    return [
        {
            "label": f"{label[:1].upper()}{label[1:]} {number}",
            "url": address_with(request, pillar=value or None, page=None),
            "current": value == asked.pillar,
        }
        for value, label, number in links
    ]


def _filters(asked: Question) -> list[dict[str, Any]]:
    found = []
    if len(asked.provinces) > 1:
        areas = [(area.code, area.name) for area in asked.provinces]
        found.append(
            lists.choice("province", _("Province"), _("every province"), areas, asked.province)
        )
    kinds = [(kind.value, kind.label) for kind in OrganisationKind]
    found.append(lists.choice("kind", _("Kind"), _("every kind"), kinds, asked.kind))
    if asked.districts and (asked.province or len(asked.provinces) == 1):
        areas = [(area.code, area.name) for area in asked.districts.values()]
        found.append(
            lists.choice(
                "district", _("District served"), _("every district"), areas, asked.district
            )
        )
    if asked.committees:
        slugs = [(row.slug, row.short) for row in asked.committees]
        chosen = asked.committee.slug if asked.committee else None
        found.append(lists.choice("committee", _("Member of"), _("any or none"), slugs, chosen))
    return found


def _sorts(request: PersonRequest, asked: Question) -> list[dict[str, Any]]:
    labels = {"name": _("By name"), "kind": _("By kind"), "newest": _("Newest first")}
    return lists.links(request, "sort", labels, asked.sort)


@signed_in
@require_safe
@downloads.download
def organisations_export(request: PersonRequest, form: str) -> downloads.Download:
    """The directory as it is filtered, as a spreadsheet. Whom to reach there is not in it."""
    asked = Question(request)
    areas = _area_names(asked)
    found = asked.rows()
    rows = downloads.each(found, lambda row: _exported(row, areas))
    headers = [
        _("name in Thai"),
        _("name in English"),
        _("short name in Thai"),
        _("short name in English"),
        _("kind"),
        _("registration number"),
        _("pillars"),
        _("target groups"),
        _("districts served"),
        _("website"),
        _("province"),
    ]
    name = _("Organisations")
    return downloads.Download(name, [exports.Sheet(name, headers, rows)], found)


def _area_names(asked: Question) -> dict[int, str]:
    """The districts of all that is exported; many provinces at once only for a national seat."""
    if asked.districts:
        return {code: area.name for code, area in asked.districts.items()}
    areas = Area.objects.filter(level=AreaLevel.DISTRICT)
    return {area.code: area.name for area in areas}


def _exported(row: Organisation, areas: dict[int, str]) -> list[exports.Value]:
    return [
        row.name_th,
        row.name_en,
        row.short_th,
        row.short_en,
        row.get_kind_display(),
        row.registration,
        row.pillar_names,
        row.target_groups,
        ", ".join(areas[code] for code in row.districts if code in areas),
        row.website,
        row.province.name,
    ]


# --- One organisation -----------------------------------------------------------------------------


def organisation_of(request: PersonRequest, pk: int) -> Organisation:
    """An organisation of the directory this person sees, or 404."""
    return scoped(Organisation.objects.select_related("province"), request.user, pk=pk)


@signed_in
@require_safe
def organisation(request: PersonRequest, pk: int) -> HttpResponse:
    """What is known of an organisation, whom to reach there, where it sits, what was done."""
    row = organisation_of(request, pk)
    scope = access.scope_of(request.user)
    areas = Area.objects.filter(code__in=row.districts).order_by("sort_key")
    evidence = Paper.objects.visible_to(scope).filter(pk=row.evidence_id).first()
    return render(
        request,
        "members/organisation.html",
        {
            "organisation": row,
            "keeper": policy.keeping(request.user, row.province_id),
            "may_contact": allows(policy.check_contacts, request.user, row),
            "districts": ", ".join(area.name for area in areas),
            "evidence": evidence,
            "filed": row.evidence_id is not None,
            "contacts": _contacts(scope, row),
            "seats": _seats(scope, row),
            "memberships": _memberships(scope, row),
            "events": _history(scope, row),
        },
    )


def _contacts(scope: Scope, row: Organisation) -> list[OrganisationContact] | None:
    """Whom to reach; None for who has no seat in the province."""
    if row.province_id not in scope.provinces:
        return None
    return list(OrganisationContact.objects.visible_to(scope).filter(organisation=row)[:100])


def _seats(scope: Scope, row: Organisation) -> list[Seat]:
    seats = Seat.objects.visible_to(scope).current(today()).filter(organisation=row)
    seats = seats.select_related("person", "committee")
    return list(seats.order_by("committee__path", by_role(), "person__sort_key")[:100])


def _memberships(scope: Scope, row: Organisation) -> list[Membership]:
    found = Membership.objects.visible_to(scope).filter(organisation=row, since__isnull=False)
    return list(found.select_related("committee", "organisation").order_by("-since", "-pk")[:20])


def _history(scope: Scope, row: Organisation) -> list[audit.Sentence]:
    """What was done to it, and to those that were made one with it."""
    own = [str(row.pk)]
    about = AuditEvent.objects.visible_to(scope).filter(subject_type="members.organisation")
    merged = about.filter(subject_id=str(row.pk), verb="organisations_merged")
    own += [str(before["id"]) for before in merged.values_list("before", flat=True)]
    seen: dict[tuple[Any, ...], AuditEvent] = {}
    for event in about.filter(subject_id__in=own)[:50]:
        # One act on several committees stands in the history of each.
        key = (event.verb, event.actor_id, event.before.get("id"))
        if event.verb != "organisations_merged" or key not in seen:
            seen[(*key, event.pk) if event.verb != "organisations_merged" else key] = event
    return audit.sentences(seen.values())
