"""The projection of seats into grants, and the scope read back from it.

The only importer of django-guardian. Seats are the source; `grant_for` writes what a person's
seats in one committee come to, as guardian object permissions on Committee (`view_committee`:
inside, `oversee_committee`: from above) with the roles they stand for. Nothing else writes here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any, NamedTuple

from django.contrib.auth.models import Permission as DjangoPermission
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.models import Q

from accounts.models import User
from committees import rls
from committees.calendar import today
from committees.kinds import KINDS, Kind
from committees.models import Committee, CommitteeUserPermission
from committees.querysets import Oversight, Scope
from committees.roles import ROLES, Permission, Role, permissions

VIEW = "view_committee"
OVERSEE = "oversee_committee"

# What a committee that governs itself sends up is decided on above, and nothing else of it.
_SENT_UP = frozenset({Permission.RECEIVE_PLAN, Permission.ACCEPT_REPORT})

# A seat as far as rights go: its id, its role, its last day.
HeldSeat = tuple[int, str, dt.date | None]


class Grant(NamedTuple):
    """What a row of the grant table says besides whom it is for and where."""

    roles: list[str]
    seats: list[int]
    until: dt.date | None


# What is read of the committees a person sits in: enough for their names and addresses, so that
# no page has to read them again.
_NODE = {"id", "kind", "province_id", "name_th", "name_en", "short_th", "short_en", "slug"}
NODE_FIELDS = tuple(
    column.attname
    for column in Committee._meta.concrete_fields
    if column.attname in _NODE | {"path", "depth", "sort_key"}
)
_SCOPE_SQL = f"""
SELECT a.codename, {", ".join(f"c.{name}" for name in NODE_FIELDS)}, p.roles, p.seats, p.until,
  CASE WHEN a.codename = 'oversee_committee' AND c.kind NOT IN ('provincial', 'national') THEN
    ARRAY(SELECT d.id FROM committees_committee d
          WHERE d.path > c.path AND d.path < c.path || '~' AND NOT d.closed)
  END
FROM committees_committeeuserpermission p
JOIN auth_permission a ON a.id = p.permission_id
JOIN committees_committee c ON c.id = p.content_object_id
WHERE p.user_id = %s AND (p.until IS NULL OR p.until >= app_today())
"""


def scope_of(user: Any) -> Scope:
    """The person's scope, resolved by one query the first time it is asked for on this object.

    A request has its own user object, so rights given or taken hold from the next request on.
    """
    if not user.is_authenticated or not user.is_active:
        return Scope()
    scope: Scope | None = getattr(user, "_scope", None)
    if scope is None:
        scope = resolve(user.pk)
        user._scope = scope
    return scope


def resolve(user_id: int) -> Scope:
    """Read a person's grants and turn them into plain sets of ids. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_SCOPE_SQL, [user_id])
        rows = cursor.fetchall()
    roles: dict[int, frozenset[str]] = {}
    seats: dict[int, int] = {}
    oversights: list[Oversight] = []
    overseen: set[int] = set()
    provinces: set[int] = set()
    homes: dict[int, int] = {}
    nodes: dict[int, Committee] = {}
    untils: set[dt.date] = set()
    for codename, *values, slugs, seat_ids, until, below in rows:
        node = Committee.from_db(connection.alias, NODE_FIELDS, values)
        nodes[node.pk] = node
        seats[node.pk] = min(seat_ids)
        if until is not None:
            untils.add(until)
        if node.kind != "national":
            provinces.add(node.province_id)
        if codename == VIEW:
            roles[node.pk] = frozenset(slugs)
            homes[node.pk] = node.province_id
        elif codename == OVERSEE:
            oversights.append(
                Oversight(node.pk, node.province_id, node.path, node.kind, frozenset(slugs))
            )
            overseen.update(below or ())
            homes.update(dict.fromkeys(below or (), node.province_id))
    return Scope(
        user_id,
        roles,
        seats,
        tuple(oversights),
        frozenset(overseen),
        frozenset(provinces),
        homes,
        nodes,
        min(untils, default=None),
    )


def can(user: Any, permission: Permission, committee: Committee) -> bool:
    """Whether the person's seats allow this in this committee, from inside or from above.

    From above nothing is allowed in a closed committee, and in a self-governing one (joined by
    MoU) and what stands below it only to receive its plan and to decide on its report.
    """
    scope = scope_of(user)
    if permission in permissions(scope.roles.get(committee.pk, frozenset())):
        return True
    return any(
        permission in permissions(oversight.roles, below=True)
        and _below(oversight, committee)
        and _reaches_down(permission, oversight.committee_id, committee)
        for oversight in scope.oversights
    )


def post_can(role: Role, node: Committee, permission: Permission, committee: Committee) -> bool:
    """Whether a seat in this role in the node allows this in the committee, whoever holds it."""
    if node.pk == committee.pk:
        return permission in role.holds
    return (
        role.oversees
        and permission in role.below
        and committee.path.startswith(node.path)
        and _reaches_down(permission, node.pk, committee)
    )


def _reaches_down(permission: Permission, node_id: int, committee: Committee) -> bool:
    """Whether the permission of a seat in the node above holds in this committee at all."""
    if committee.closed:
        return False
    return permission in _SENT_UP or not _is_governed_below(node_id, committee)


def _is_governed_below(node_id: int, committee: Committee) -> bool:
    """Whether the committee, or the one it stands in, governs itself and that lies below the node.

    One step up is enough: below a self-governing committee stand working groups only.
    """
    if committee.rule.self_governing:
        return True
    above = committee.parent_kind
    return bool(above and KINDS[Kind(above)].self_governing) and committee.parent_id != node_id


def _below(oversight: Oversight, committee: Committee) -> bool:
    return committee.pk != oversight.committee_id and committee.path.startswith(oversight.path)


def holders(permission: Permission, committee: Committee) -> list[User]:
    """The people whose seats allow this in this committee, for telling them; by name.

    Reads the grants on the committee itself and on the nodes above it, which the actor may not
    see, and so acts as a named part of the system.
    """
    with rls.acting_as_system("who holds a permission"):
        grants = _grants_above(committee)
    found = {}
    for grant in grants:
        own = grant.content_object_id == committee.pk
        if grant.permission.codename != (VIEW if own else OVERSEE):
            continue
        if not own and not _reaches_down(permission, grant.content_object_id, committee):
            continue
        if permission in permissions(frozenset(grant.roles), below=not own):
            found[grant.user_id] = grant.user
    return sorted(found.values(), key=lambda user: (user.sort_key, user.pk))


def holders_inside(permission: Permission, committees: Iterable[int]) -> list[User]:
    """The people whose seats in any of these committees themselves allow this, by name.

    One query, for telling several committees at once; nobody above them is among the people.
    """
    with rls.acting_as_system("who holds a permission"):
        grants = list(
            CommitteeUserPermission.objects.filter(
                Q(until__isnull=True) | Q(until__gte=today()),
                content_object_id__in=list(committees),
                permission__codename=VIEW,
                user__is_active=True,
            ).select_related("user")
        )
    found = {
        grant.user_id: grant.user
        for grant in grants
        if permission in permissions(frozenset(grant.roles))
    }
    return sorted(found.values(), key=lambda user: (user.sort_key, user.pk))


def still_inside(people: Iterable[User | None], committee_id: int) -> list[User]:
    """Those of these people who still sit in the committee: whoever has left is told nothing of it.

    Reads the grants of others, and so acts as a named part of the system.
    """
    named = [person for person in people if person is not None]
    with rls.acting_as_system("who still sits there"):
        found = set(
            CommitteeUserPermission.objects.filter(
                Q(until__isnull=True) | Q(until__gte=today()),
                content_object_id=committee_id,
                permission__codename=VIEW,
                user_id__in=[person.pk for person in named],
            ).values_list("user_id", flat=True)
        )
    return [person for person in named if person.pk in found]


def _grants_above(committee: Committee) -> list[CommitteeUserPermission]:
    nodes = [int(part) for part in committee.path.strip("/").split("/")]
    grants = CommitteeUserPermission.objects.filter(
        Q(until__isnull=True) | Q(until__gte=today()),
        content_object_id__in=nodes,
        user__is_active=True,
    ).select_related("user", "permission")
    return list(grants)


def post_in(user: Any, committee: Committee) -> tuple[int | None, frozenset[str]]:
    """The seat and roles in which a person acts on a committee: inside it, or the nearest above."""
    scope = scope_of(user)
    if committee.pk in scope.roles:
        return scope.seats[committee.pk], scope.roles[committee.pk]
    above = [o for o in scope.oversights if _below(o, committee)]
    if not above:
        return None, frozenset()
    nearest = max(above, key=lambda oversight: len(oversight.path))
    return scope.seats[nearest.committee_id], nearest.roles


def grant_for(*, user_id: int, committee: Committee, seats: Iterable[HeldSeat]) -> None:
    """Make a person's grants on one committee equal to what these seats give.

    No seats means no grants. Runs inside the transaction of the change to the seats.
    """
    wanted = wanted_grants(seats)
    existing = {
        row.permission.codename: row
        for row in CommitteeUserPermission.objects.filter(
            user_id=user_id, content_object=committee
        ).select_related("permission")
    }
    for codename, row in existing.items():
        if codename not in wanted:
            row.delete()
        elif Grant(row.roles, row.seats, row.until) != wanted[codename]:
            row.roles, row.seats, row.until = wanted[codename]
            row.save(update_fields=["roles", "seats", "until"])
    ids = permission_ids()
    for codename in wanted.keys() - existing.keys():
        CommitteeUserPermission.objects.create(
            user_id=user_id,
            content_object=committee,
            permission_id=ids[codename],
            **wanted[codename]._asdict(),
        )


def wanted_grants(seats: Iterable[HeldSeat]) -> dict[str, Grant]:
    """codename -> the grant, for a person with these seats in a committee.

    A grant holds until the first of its seats ends and is then made anew from those that go on, so
    that nothing outlives its day even where the nightly task is late.
    """
    held = [(seat, ROLES[seat[1]]) for seat in seats if seat[1] in ROLES]
    wanted = {
        VIEW: [seat for seat, role in held if role.inside],
        OVERSEE: [seat for seat, role in held if role.oversees],
    }
    return {codename: _grant(rows) for codename, rows in wanted.items() if rows}


def _grant(seats: list[HeldSeat]) -> Grant:
    return Grant(
        roles=sorted({role for _id, role, _ends in seats}),
        seats=sorted(seat_id for seat_id, _role, _ends in seats),
        until=min((ends for _id, _role, ends in seats if ends is not None), default=None),
    )


def permission_ids() -> dict[str, int]:
    """The two permissions of guardian's table, by codename."""
    kind = ContentType.objects.get_for_model(Committee)
    rows = DjangoPermission.objects.filter(content_type=kind, codename__in=[VIEW, OVERSEE])
    return dict(rows.values_list("codename", "pk"))


def all_grants() -> dict[tuple[int, int, str], Grant]:
    """(person, committee, codename) -> what stands in the table, for the drift check."""
    rows = CommitteeUserPermission.objects.values_list(
        "user_id", "content_object_id", "permission__codename", "roles", "seats", "until"
    )
    return {
        (user, node, codename): Grant(roles, seats, until)
        for user, node, codename, roles, seats, until in rows
    }
