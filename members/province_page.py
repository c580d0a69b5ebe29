"""What the page of a province is made of: the tree, who sits where, and the gaps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from committees import access, policy
from committees.calendar import today
from committees.exports import Sheet, Value
from committees.kinds import Kind
from committees.links import link
from committees.models import Area, Committee
from committees.policy import allows
from committees.querysets import Scope
from committees.tabs import sees_papers
from members.models import Seat
from members.parts.seats import LEADING, by_role

# More people than this are not listed on one page; the rest stands on the committees' own pages.
MOST_PEOPLE = 150
MOST_OF_EVERYBODY = 2000
# Whose leading people are named at once; of one's own committees everybody is.
NAMED = (Kind.PROVINCIAL, Kind.DISTRICT, Kind.CIVIL_SOCIETY)
MOST_COMMITTEES = 1000


@dataclass(frozen=True)
class Gap:
    """A district without a committee."""

    area: Area
    found_url: str


@dataclass(frozen=True)
class ProvincePage:
    """Everything the page shows."""

    nodes: list[dict[str, Any]]
    gaps: list[Gap]
    districts: int
    covered: int
    border: int
    border_covered: int
    committees: int
    people: int | None
    kind: str
    found_url: str
    borders_url: str
    nothing_found: bool

    @property
    def border_sentence(self) -> str:
        """ "4 of the 6 border districts have a committee", or '' where none is marked."""
        if not self.border:
            return ""
        return _("%(covered)s of the %(border)s border districts have a committee") % {
            "covered": self.border_covered,
            "border": self.border,
        }

    @property
    def border_gaps(self) -> str:
        """The border districts without a committee, by name."""
        return ", ".join(gap.area.name for gap in self.gaps if gap.area.is_border)

    @property
    def district_sentence(self) -> str:
        """ "4 of the 18 districts have a committee"."""
        return _("%(covered)s of the %(districts)s districts have a committee") % {
            "covered": self.covered,
            "districts": self.districts,
        }


def read(
    user: User,
    province: Area,
    districts: list[Area],
    *,
    q: str = "",
    kind: str = "",
    everybody: bool = False,
) -> ProvincePage:
    """The page as this person may see it. Three queries, however large the province."""
    scope = access.scope_of(user)
    committees = standing(scope, province)
    seats = people(scope, province)
    counts = dict(seats.values_list("committee_id").annotate(n=Count("pk")).order_by())
    by_committee: dict[int, list[Seat]] = {}
    for seat in _shown(seats, committees, scope, q, everybody=everybody):
        by_committee.setdefault(seat.committee_id, []).append(seat)
    kind = kind if kind in Kind.values else ""
    top = next((row for row in committees if row.kind == Kind.PROVINCIAL), None)
    chosen = _chosen(committees, by_committee, q, kind)
    covered = {row.area_id for row in committees if row.kind == Kind.DISTRICT}
    border = [area for area in districts if area.is_border]
    may_found = top is not None and allows(policy.check_add, user, top, Kind.DISTRICT)
    new_url = f"{reverse('committee_new')}?parent={top.slug}" if top and may_found else ""
    return ProvincePage(
        nodes=_tree(committees, chosen, by_committee, counts, scope, bool(q)),
        gaps=_gaps(districts, covered, new_url),
        districts=len(districts),
        covered=sum(area.code in covered for area in districts),
        border=len(border),
        border_covered=sum(area.code in covered for area in border),
        committees=len(committees),
        people=sum(counts.values()) if scope.provinces else None,
        kind=kind,
        found_url=new_url,
        borders_url=_borders_url(user, top, province),
        nothing_found=bool(q or kind) and not chosen,
    )


def standing(scope: Scope, province: Area) -> list[Committee]:
    """The committees of the province this person may know of and that have not ended."""
    rows = Committee.objects.visible_to(scope).filter(province=province)
    still = rows.filter(Q(ended__isnull=True) | Q(ended__gte=today()))
    return list(still.order_by("path")[:MOST_COMMITTEES])


def people(scope: Scope, province: Area) -> Any:
    """The seats held in the province now, as far as this person sees them."""
    return Seat.objects.visible_to(scope).current(today()).filter(province=province)


def _shown(
    seats: Any, committees: list[Committee], scope: Scope, q: str, *, everybody: bool
) -> list[Seat]:
    """The people on the page: those looked for, everybody, or one's own and who leads."""
    rows = seats.select_related("person", "organisation")
    most = MOST_PEOPLE
    if q:
        names = ("person__name_th", "person__name_en", "organisation__name_th", "post_th")
        found = Q()
        for name in names:
            found |= Q(**{f"{name}__icontains": q})
        rows = rows.filter(found)
    elif everybody:
        most = MOST_OF_EVERYBODY
    else:
        named = [row.pk for row in committees if row.kind in NAMED]
        rows = rows.filter(
            Q(committee_id__in=scope.inside) | Q(committee_id__in=named, role__in=LEADING)
        )
    return list(rows.order_by(by_role(), "person__sort_key", "pk")[:most])


def _chosen(
    committees: list[Committee], seats: dict[int, list[Seat]], q: str, kind: str
) -> set[int]:
    """The committees the filters ask for."""
    text = q.casefold()
    return {
        row.pk
        for row in committees
        if (not kind or row.kind == kind) and (not text or row.pk in seats or _is_named(row, text))
    }


def _is_named(row: Committee, text: str) -> bool:
    return any(
        text in name.casefold() for name in (row.name_th, row.name_en, row.short_th, row.short_en)
    )


def _tree(
    committees: list[Committee],
    chosen: set[int],
    seats: dict[int, list[Seat]],
    counts: dict[int, int],
    scope: Scope,
    opened: bool,
) -> list[dict[str, Any]]:
    """The chosen committees with what stands above them, as nodes of the tree component."""
    nodes: dict[int, dict[str, Any]] = {}
    kept = {
        int(part)
        for row in committees
        if row.pk in chosen
        for part in row.path.strip("/").split("/")
    }
    roots: list[dict[str, Any]] = []
    parts: dict[int, list[tuple[tuple[int, str], dict[str, Any]]]] = {}
    for row in committees:
        if row.pk not in kept:
            continue
        node = _node(row, seats.get(row.pk, []), counts.get(row.pk, 0), scope, opened)
        nodes[row.pk] = node
        if row.parent_id in nodes:
            parts.setdefault(row.parent_id or 0, []).append(((_rank(row), row.sort_key), node))
        else:
            roots.append(node)
    for parent, children in parts.items():
        ordered = sorted(children, key=lambda child: child[0])
        nodes[parent]["children"] = [child for _order, child in ordered]
    return roots


_RANKS = (Kind.EXECUTIVE, Kind.OPERATIONS, Kind.GROUP, Kind.WORKING_GROUP, Kind.DISTRICT)


def _rank(row: Committee) -> int:
    return _RANKS.index(Kind(row.kind)) if row.kind in _RANKS else len(_RANKS)


def _node(
    row: Committee, seats: list[Seat], count: int, scope: Scope, opened: bool
) -> dict[str, Any]:
    node: dict[str, Any] = {
        "name": row.short,
        "url": row.get_absolute_url(),
        "children": [],
    }
    if row.closed:
        node["status"] = "closed"
    if not sees_papers(scope, row):
        return node
    url = link("seats", row.slug)
    if not count:
        node["note"] = _("nobody sits here yet")
    elif not seats and not opened:
        node["note"] = ngettext("%(n)d seat", "%(n)d seats", count) % {"n": count}
        return node
    node["seats"] = [
        {
            "person": seat.person.name,
            "post": seat.post,
            "organisation": seat.organisation.short,
            "url": url,
        }
        for seat in seats
    ]
    if count > len(seats) and not opened:
        more = _("and %(count)d more") % {"count": count - len(seats)}
        node["seats"].append({"person": more, "post": "", "organisation": "", "url": url})
    node["seat_count"] = len(seats) if opened else count
    node["open"] = opened
    return node


def _gaps(districts: list[Area], covered: set[int], new_url: str) -> list[Gap]:
    """Districts without a committee, those on a border first."""
    missing = sorted(
        (area for area in districts if area.code not in covered),
        key=lambda area: (not area.is_border, area.sort_key),
    )
    return [
        Gap(area, f"{new_url}&kind={Kind.DISTRICT}&area={area.code}" if new_url else "")
        for area in missing
    ]


def _borders_url(user: User, top: Committee | None, province: Area) -> str:
    if top is None or not allows(policy.check_mark_areas, user, top):
        return ""
    return reverse("province_borders", args=[province.code])


def kind_filter(chosen: str) -> dict[str, Any]:
    """The choice of kinds above the tree."""
    options = [{"value": "", "label": _("every kind"), "current": chosen not in Kind.values}]
    options += [
        {"value": kind.value, "label": str(kind.label), "current": kind.value == chosen}
        for kind in Kind
        if kind != Kind.NATIONAL
    ]
    return {"name": "kind", "label": _("Kind"), "options": options}


def seat_headers() -> list[str]:
    """The headings of a list of seats in a spreadsheet."""
    return [
        _("Name"),
        _("Role"),
        _("Post"),
        _("Organisation"),
        _("From"),
        _("Until"),
        _("Substitute for"),
        _("May decide on"),
    ]


def exported(seat: Seat) -> list[Value]:
    """A seat as a row of a spreadsheet."""
    return [
        seat.person.name,
        seat.rule.label,
        seat.post,
        seat.organisation.name,
        seat.starts,
        seat.ends,
        seat.substitute_for.person.name if seat.substitute_for else None,
        seat.may_decide,
    ]


def roster(user: User, province: Area) -> list[Sheet]:
    """The committees and, where the person sees any, the people: two sheets. Two queries."""
    scope = access.scope_of(user)
    committees = standing(scope, province)
    title = _("Roster of %(province)s") % {"province": province.name}
    sheets = [
        Sheet(
            _("Committees"),
            [_("Committee"), _("Kind"), _("Founded")],
            [[row.name, row.get_kind_display(), row.founded] for row in committees],
            [title],
        )
    ]
    names = {row.pk: row.name for row in committees}
    order = {row.pk: number for number, row in enumerate(committees)}
    rows = people(scope, province).select_related(
        "person", "organisation", "substitute_for__person"
    )
    rows = rows.order_by(by_role(), "person__sort_key")
    seats = [seat for seat in rows if seat.committee_id in names]
    seats.sort(key=lambda seat: order[seat.committee_id])
    if seats:
        sheets.append(
            Sheet(
                _("Seats"),
                [_("Committee"), *seat_headers()],
                [[names[seat.committee_id], *exported(seat)] for seat in seats],
                [title],
            )
        )
    return sheets
