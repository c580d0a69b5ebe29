"""Drafting appointment orders: begun, written body by body and post by post, sent out, taken back.

Nothing here changes who sits where; that is done by filing the signed copy (`filing`).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import connection, transaction
from django.db.models import Max, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from committees import access, audit, rls
from committees.calendar import be_year, today
from committees.errors import WrongState
from committees.kinds import Kind, kinds_under
from committees.models import AreaLevel, AuditEvent, Committee
from committees.policy import check_version
from committees.roles import Permission, roles_for
from members import order_templates
from members.models import Order, OrderBody, OrderKind, OrderPost, Organisation, Place
from members.notices import orders as notices
from members.policy import orders as policy
from members.workflow.orders import IN_FORCE, WITHDRAWN

# What a new draft begins with.
FROM_TEMPLATE, FROM_TODAY, FROM_ORDER, FROM_GROUP = "template", "today", "order", "group"
MOST_BODIES, MOST_POSTS = 40, 100

audit.register(
    {
        "order_begun": _("%(actor)s began the draft order “%(subject)s”"),
        "order_written": _("%(actor)s wrote in the draft order “%(subject)s”"),
        "order_sent": _("%(actor)s sent the order “%(subject)s” out for signature"),
        "order_taken_back": _("%(actor)s took the order “%(subject)s” back to draft"),
        "order_discarded": _("%(actor)s discarded the draft order “%(subject)s”"),
    }
)

BODY_FIELDS = ("name_th", "name_en", "short_th", "short_en", "duties_th", "duties_en", "ends")
POST_FIELDS = ("organisation", "role", "title_th", "title_en", "email", "name_th", "name_en")


# --- Beginning ----------------------------------------------------------------------------------


@transaction.atomic
def start_order(*, committee: Committee, start: str, base: Order | None = None, by: User) -> Order:
    """Begin the draft of an order with what `start` says, and return it.

    `base` is the order it is copied from (`FROM_ORDER`). The draft replaces the order in force,
    but not where it only appoints a working group. Raises NotAllowed, WrongState.
    """
    policy.check_draft(by, committee)
    inside = policy.writes_inside(by, committee.pk)
    in_force = None if start == FROM_GROUP else order_in_force(committee)
    policy.check_from(by, in_force)
    wording = _wording(committee, base)
    if start == FROM_GROUP:
        wording["subject_th"] = f"แต่งตั้ง{_new_group_name(committee)}"[:300]
        wording["subject_en"] = f"Appointment of a working group, {committee.short_in('en')}"[:300]
    order = Order.objects.create(
        committee=committee,
        province_id=committee.province_id,
        from_above=not inside,
        above=not inside,
        replaces=in_force,
        drafted_by=by,
        **wording,
    )
    if start == FROM_TEMPLATE and committee.kind == Kind.DISTRICT:
        _write_template(order)
    elif start == FROM_ORDER and base is not None:
        _copy_parts(by, newest_of(base), order, as_before=False)
    elif start == FROM_GROUP:
        _add_body(order, {"kind": Kind.WORKING_GROUP, "name_th": str(_new_group_name(committee))})
    else:
        _write_today(by, order)
    if in_force is not None and start != FROM_ORDER:
        _copy_parts(by, newest_of(in_force), order, as_before=False, closed_only=True)
    order.replaces = replaced_by(order, order.bodies.all())
    order.save(update_fields=["replaces"])
    return _begun(order, by)


def _new_group_name(committee: Committee) -> str:
    return f"คณะทำงาน{committee.short_in('th')}"


@transaction.atomic
def start_amendment(*, order: Order, by: User) -> Order:
    """Begin the draft of an order that amends this one: a copy of what it says today.

    One at a time: a second one would not know of what the first changes. Raises NotAllowed,
    WrongState, ValidationError.
    """
    locked = locked_order(order)
    policy.check_draft(by, locked.committee)
    policy.check_from(by, locked)
    if locked.amends_id is not None:
        raise WrongState(_("Amend the order that this one amends."))
    draft = Order(
        committee=locked.committee,
        province_id=locked.province_id,
        kind=OrderKind.AMENDING,
        amends=locked,
        from_above=locked.from_above,
        above=locked.from_above and not locked.committee.closed,
        drafted_by=by,
        issuer_th=locked.issuer_th,
        issuer_en=locked.issuer_en,
        subject_th=f"แก้ไขเพิ่มเติม{locked.subject_th}"[:300],
        subject_en=f"Amendment: {locked.subject_en or locked.subject_th}"[:300],
        legal_basis=locked.legal_basis,
        signer_post=locked.signer_post,
    )
    with rls.acting_as_system("orders"):
        draft.validate_constraints()
    draft.save()
    _copy_parts(by, newest_of(locked), draft, as_before=True)
    return _begun(draft, by)


def order_in_force(committee: Committee) -> Order | None:
    """The newest order in force that appoints the committee itself."""
    found: Order | None = (
        Order.objects.select_related("committee")
        .filter(
            committee=committee,
            state=IN_FORCE,
            kind=OrderKind.FULL,
            bodies__target=committee,
        )
        .order_by("-filed_at")
        .first()
    )
    return found


def replaced_by(order: Order, bodies: Iterable[OrderBody]) -> Order | None:
    """The order that goes out of force with this one: what is in force now counts.

    Only an order that appoints the committee itself replaces another; one of a working group
    stands beside it.
    """
    if order.amending or all(body.target_id != order.committee_id for body in bodies):
        return None
    return order_in_force(order.committee)


def newest_of(order: Order) -> Order:
    """The order as amended: the amendment filed last holds what all of them say together."""
    last = Order.objects.filter(amends=order, state=IN_FORCE).order_by("-filed_at").first()
    return last or order


def _begun(order: Order, by: User) -> Order:
    recorded("order_begun", order, by)
    return order


def _wording(committee: Committee, base: Order | None) -> dict[str, Any]:
    if base is not None:
        names = ("issuer_th", "issuer_en", "subject_th", "subject_en", "reason", "legal_basis")
        more = ("objectives", "closing", "signer_name", "signer_post")
        return {name: getattr(base, name) for name in names + more}
    area = committee.area
    district = area.level == AreaLevel.DISTRICT
    issuer_th = area.titled_in("th") if district else f"จังหวัด{area.name_th}"
    issuer_en = area.titled_in("en") if district else f"{area.name_en} province"
    return {
        "issuer_th": issuer_th,
        "issuer_en": issuer_en,
        "subject_th": f"แต่งตั้ง{committee.name_th}"[:300],
        "subject_en": f"Appointment of the {committee.name_in('en')}"[:300],
        "reason": order_templates.REASON if district else "",
        "legal_basis": order_templates.LEGAL_BASIS if district else "",
        "objectives": order_templates.OBJECTIVES if district else "",
        "closing": order_templates.CLOSING,
        "signer_post": f"นายอำเภอ{area.name_th}" if district else f"ผู้ว่าราชการจังหวัด{area.name_th}",
    }


def _write_template(order: Order) -> None:
    """The standard order of a district, with the bodies that stand already in their places."""
    committee = order.committee
    standing = {
        (node.kind, node.theme): node
        for node in Committee.objects.filter(path__startswith=committee.path, ended__isnull=True)
        if not node.closed
    }
    agencies = _agencies(committee)
    bodies: dict[str, OrderBody] = {}
    for row in order_templates.DISTRICT:
        target = standing.get((row.kind, row.theme))
        own = row.kind == Kind.DISTRICT
        area = committee.area.titled_in("th")
        values = {
            "kind": row.kind,
            "theme": row.theme,
            "target": target,
            "parent": bodies.get(row.under),
            "name_th": target.name_th if target else f"{row.name_th} {area}",
            "name_en": target.name_en if target else f"{row.name_en}, {committee.area.name_en}",
            "duties_th": "\n".join(row.duties_th),
            "duties_en": "\n".join(row.duties_en),
        }
        if own:
            values |= {"target": committee, "name_th": committee.name_th}
        bodies[row.key] = body = _add_body(order, values)
        _add_posts(
            body,
            [
                {
                    "role": post.role,
                    "title_th": post.title_th,
                    "title_en": post.title_en,
                    "organisation": _agency(agencies, post.agency, committee),
                }
                for post in row.posts
            ],
        )


def _agencies(committee: Committee) -> list[Organisation]:
    return list(Organisation.objects.filter(province_id=committee.province_id))


def _agency(agencies: list[Organisation], words: str, committee: Committee) -> Organisation | None:
    """The agency of this kind in the district, or the one of the province; None where unclear."""
    if not words:
        return None
    fitting = [row for row in agencies if words in row.name_th]
    near = [row for row in fitting if committee.area.name_th in row.name_th]
    found = near or [row for row in fitting if row.name_th.endswith(committee.province.name_th)]
    return found[0] if len(found) == 1 else None


def _write_today(by: User, order: Order) -> None:
    """The committee and what stands under it, with the places that agencies hold today."""
    scope = access.scope_of(by)
    nodes = (
        Committee.objects.visible_to(scope)
        .filter(path__startswith=order.committee.path, ended__isnull=True, closed=False)
        .order_by("path")
    )
    bodies: dict[int, OrderBody] = {}
    places: dict[int, list[Place]] = {}
    for place in (
        Place.objects.visible_to(scope)
        .standing(today())
        .filter(committee__path__startswith=order.committee.path)
        .select_related("organisation")
    ):
        places.setdefault(place.committee_id, []).append(place)
    for node in nodes[:MOST_BODIES]:
        values = {name: getattr(node, name) for name in ("kind", "theme", "name_th", "name_en")}
        values |= {"target": node, "parent": bodies.get(node.parent_id or 0)}
        bodies[node.pk] = body = _add_body(order, values)
        _add_posts(body, [_of_place(place) for place in places.get(node.pk, [])[:MOST_POSTS]])


def _of_place(place: Place) -> dict[str, Any]:
    return {
        "place": place,
        "organisation": place.organisation,
        "role": place.role,
        "title_th": place.title_th,
        "title_en": place.title_en,
    }


def _copy_parts(
    by: User, source: Order, target: Order, *, as_before: bool, closed_only: bool = False
) -> None:
    """Copy the bodies and posts of an order into a draft, as far as this person reads them.

    `as_before` keeps beside each what it said, so that an amendment changes what differs and
    nothing else. `closed_only` adds a closed group to a draft that has all else. Whoever drafts
    need not see the closed group and its places themselves, so they are copied by their ids.
    """
    scope = access.scope_of(by)
    rows = OrderBody.objects.visible_to(scope).filter(order=source, removed=False)
    if closed_only:
        rows = rows.filter(closed=True)
    with rls.acting_as_system("orders"):
        ended = set(
            OrderBody.objects.filter(order=source, target__ended__isnull=False).values_list(
                "pk", flat=True
            )
        )
    kept = [*BODY_FIELDS, "kind", "theme", "closed", "target_id"]
    made: dict[Any, OrderBody] = {}
    for row in rows.select_related("parent").exclude(pk__in=ended):
        values: dict[str, Any] = {name: getattr(row, name) for name in kept}
        values["parent"] = made.get(row.parent_id) or _same_body(target, row.parent)
        values["before"] = body_facts(row) if as_before else None
        made[row.pk] = _add_body(target, values)
    posts = OrderPost.objects.visible_to(scope).filter(order=source, removed=False)
    by_body: dict[Any, list[dict[str, Any]]] = {}
    for post in posts.filter(body__in=made).select_related("organisation"):
        values = {name: getattr(post, name) for name in ("organisation", "role")}
        values |= {name: getattr(post, name) for name in ("title_th", "title_en", "place_id")}
        if as_before:
            values |= {name: getattr(post, name) for name in ("email", "name_th", "name_en")}
            values["before"] = post_facts(post)
        by_body.setdefault(post.body_id, []).append(values)
    for source_id, body in made.items():
        _add_posts(body, by_body.get(source_id, []))


def _same_body(order: Order, body: OrderBody | None) -> OrderBody | None:
    """What this order says of the same committee."""
    if body is None or body.target_id is None:
        return None
    return OrderBody.objects.filter(order=order, target_id=body.target_id).first()


def body_facts(body: OrderBody) -> dict[str, Any]:
    """What an order says of a body, as an amendment keeps it for comparing."""
    facts: dict[str, Any] = {name: getattr(body, name) for name in BODY_FIELDS}
    facts["ends"] = body.ends.isoformat() if body.ends else ""
    return facts


def post_facts(post: OrderPost) -> dict[str, Any]:
    """What an order says of a post, as an amendment keeps it for comparing."""
    facts: dict[str, Any] = {
        name: getattr(post, name) for name in POST_FIELDS if name != "organisation"
    }
    facts["organisation"] = post.organisation_id
    if post.organisation is not None:
        facts["organisation_th"] = post.organisation.name_th
        facts["organisation_en"] = post.organisation.name_in("en")
    return facts


# --- Writing ------------------------------------------------------------------------------------


@transaction.atomic
def change_order(*, order: Order, values: dict[str, Any], version: int, by: User) -> Order:
    """Change the order's own words: office, subject, reason, legal basis, objectives, closing.

    Raises NotAllowed, WrongState, Conflict.
    """
    locked = locked_order(order)
    policy.check_edit(by, locked)
    check_version(locked, version)
    for name, value in values.items():
        setattr(locked, name, value)
    locked.version += 1
    locked.save()
    recorded("order_written", locked, by)
    return locked


@transaction.atomic
def save_body(
    *, order: Order, body: OrderBody | None, values: dict[str, Any], version: int, by: User
) -> OrderBody:
    """Write a body of the draft; `body` None adds one under `values["parent"]`.

    Raises NotAllowed, WrongState, Conflict.
    """
    locked = locked_order(order)
    policy.check_edit(by, locked)
    if body is None:
        return _new_body(locked, values, by)
    row = OrderBody.objects.select_for_update(of=("self",)).get(pk=body.pk, order=locked)
    check_version(row, version)
    for name in BODY_FIELDS:
        if name in values:
            setattr(row, name, values[name])
    row.version += 1
    row.save()
    recorded("order_written", locked, by)
    return row


def _new_body(order: Order, values: dict[str, Any], by: User) -> OrderBody:
    parent: OrderBody | None = values.get("parent")
    above = parent.kind if parent else order.committee.kind
    if values["kind"] not in kinds_under(above):
        raise WrongState(_("A committee of this kind cannot stand there."))
    if OrderBody.objects.filter(order=order).count() >= MOST_BODIES:
        raise WrongState(_("An order names at most %(most)d bodies.") % {"most": MOST_BODIES})
    if values.get("closed"):
        policy.check_closed(by, order, values["kind"])
        if OrderBody.objects.filter(order=order, closed=True).exists():
            raise WrongState(_("An order names at most one closed group. Draft another order."))
    body = _add_body(order, values)
    recorded("order_written", order, by)
    return body


def _add_body(order: Order, values: dict[str, Any]) -> OrderBody:
    last = OrderBody.objects.filter(order=order).aggregate(last=Max("position"))["last"]
    closed = bool(values.get("closed"))
    return OrderBody.objects.create(
        order=order,
        committee_id=order.committee_id,
        province_id=order.province_id,
        above=order.above and not closed,
        position=(last or 0) + 1,
        **values,
    )


@transaction.atomic
def remove_body(*, order: Order, body: OrderBody, by: User) -> None:
    """Take a body out of the draft; one that stands by the order amended is marked as removed,
    and pressed again is put back. Raises NotAllowed, WrongState.
    """
    locked = locked_order(order)
    policy.check_edit(by, locked)
    row = OrderBody.objects.select_for_update(of=("self",)).get(pk=body.pk, order=locked)
    if row.target_id == locked.committee_id:
        raise WrongState(_("The committee itself stays in its order."))
    if OrderBody.objects.filter(parent=row, removed=False).exists() and not row.removed:
        raise WrongState(_("Remove what stands under this body first."))
    if row.before is None:
        OrderBody.objects.filter(parent=row).update(parent=row.parent)
        row.delete()
    else:
        row.removed = not row.removed
        row.version += 1
        row.save(update_fields=["removed", "version"])
    recorded("order_written", locked, by)


@transaction.atomic
def save_post(
    *, body: OrderBody, post: OrderPost | None, values: dict[str, Any], version: int, by: User
) -> OrderPost:
    """Write a post of a body; `post` None adds one at the end. Raises as `save_body`."""
    order = locked_order(body.order)
    policy.check_edit(by, order)
    if values["role"] not in {role.slug for role in roles_for(body.kind)}:
        raise WrongState(_("This role does not exist in a committee of this kind."))
    if post is None:
        if OrderPost.objects.filter(body=body).count() >= MOST_POSTS:
            raise WrongState(_("A body has at most %(most)d posts.") % {"most": MOST_POSTS})
        row = _add_posts(body, [values])[0]
    else:
        row = OrderPost.objects.select_for_update(of=("self",)).get(pk=post.pk, body=body)
        check_version(row, version)
        for name in POST_FIELDS:
            if name in values:
                setattr(row, name, values[name])
        row.version += 1
        row.save()
    recorded("order_written", order, by)
    return row


def _add_posts(body: OrderBody, rows: list[dict[str, Any]]) -> list[OrderPost]:
    last = OrderPost.objects.filter(body=body).aggregate(last=Max("position"))["last"] or 0
    return OrderPost.objects.bulk_create(
        OrderPost(
            body=body,
            order_id=body.order_id,
            committee_id=body.committee_id,
            province_id=body.province_id,
            above=body.above,
            closed=body.closed,
            target_id=body.target_id,
            position=last + number,
            **values,
        )
        for number, values in enumerate(rows, start=1)
    )


@transaction.atomic
def remove_post(*, post: OrderPost, by: User) -> None:
    """Take a post out of the draft; one of the order amended is marked, and pressed again put
    back. Raises NotAllowed, WrongState.
    """
    order = locked_order(post.order)
    policy.check_edit(by, order)
    row = OrderPost.objects.select_for_update(of=("self",)).get(pk=post.pk)
    if row.before is None:
        row.delete()
    else:
        row.removed = not row.removed
        row.version += 1
        row.save(update_fields=["removed", "version"])
    recorded("order_written", order, by)


@transaction.atomic
def raise_post(*, post: OrderPost, by: User) -> None:
    """Move a post one place up in its body. Raises NotAllowed, WrongState."""
    order = locked_order(post.order)
    policy.check_edit(by, order)
    rows = list(OrderPost.objects.select_for_update(of=("self",)).filter(body=post.body_id))
    at = next(number for number, row in enumerate(rows) if row.pk == post.pk)
    if at:
        rows[at - 1], rows[at] = rows[at], rows[at - 1]
    for number, row in enumerate(rows, start=1):
        if row.position != number:
            row.position = number
            row.save(update_fields=["position"])
    recorded("order_written", order, by)


# --- Out and back -------------------------------------------------------------------------------


@transaction.atomic
def send_order(*, order: Order, numbered: bool, by: User) -> Order:
    """Send the draft out for signature: it is locked, and those who oversee see it.

    `numbered` gives it the office's next number of this year; else the number is written in by
    hand. Side effects: audit event, notices. Raises NotAllowed, WrongState, ValidationError.
    """
    locked = locked_order(order)
    transition = policy.check("send", by, locked)
    # Also what this person cannot read must be whole: a closed group's part.
    with rls.acting_as_system("orders"):
        bodies, posts = parts_of(locked)
        policy.check_named(locked, bodies, posts)
        if numbered and locked.number is None:
            locked.year = be_year(today())
            locked.number = _next_number(locked)
    locked.state = transition.target
    locked.sent_at = timezone.now()
    _publish(locked, above=not locked.committee.closed, published=True)
    event = recorded(transition.verb, locked, by, above=True)
    filers = access.holders(Permission.FILE_ORDER, locked.committee)
    notices.order_told("order_sent", locked, event, [p for p in filers if _may_file(p, locked)])
    return locked


def _may_file(person: User, order: Order) -> bool:
    return order.from_above or policy.reads_closed(person, order)


@transaction.atomic
def take_back(*, order: Order, by: User) -> Order:
    """Take an order that is out for signature back to its drafters. Raises NotAllowed, WrongState.

    It keeps its number.
    """
    locked = locked_order(order)
    transition = policy.check("take_back", by, locked)
    locked.state = transition.target
    locked.sent_at = None
    recorded(transition.verb, locked, by, above=True)
    _publish(locked, above=locked.from_above, published=False)
    return locked


@transaction.atomic
def discard_order(*, order: Order, by: User) -> Order:
    """Put a draft aside for good; its number is free again. Raises NotAllowed, WrongState."""
    locked = locked_order(order)
    transition = policy.check("discard", by, locked)
    locked.state = transition.target
    locked.version += 1
    locked.save()
    recorded(transition.verb, locked, by)
    return locked


def _publish(order: Order, *, above: bool, published: bool) -> None:
    """Save the order with who may read it, and the same on each of its parts."""
    order.above = above
    order.version += 1
    order.save()
    with rls.acting_as_system("orders"):
        for model in (OrderBody, OrderPost):
            rows: QuerySet[Any] = model._default_manager.filter(order=order)
            rows.update(published=published)
            rows.filter(closed=False).update(above=above)


def _next_number(order: Order) -> int:
    """The office's next number of this year; two drafts sent at once wait for each other."""
    # Committees of one office share its numbers, and there is no row of the office to lock.
    with connection.cursor() as cursor:
        office = f"order number {order.province_id} {order.issuer_th} {order.year}"
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [office])
    taken = Order.objects.filter(
        province_id=order.province_id, issuer_th=order.issuer_th, year=order.year
    ).exclude(state=WITHDRAWN)
    return (taken.aggregate(last=Max("number"))["last"] or 0) + 1


def parts_of(order: Order) -> tuple[list[OrderBody], list[OrderPost]]:
    """Every body and post of an order; read as a part of the system it includes a closed group."""
    bodies = OrderBody.objects.filter(order=order).select_related("target", "parent")
    posts = OrderPost.objects.filter(order=order).select_related(
        "organisation", "place", "target", "body"
    )
    return list(bodies), list(posts)


def locked_order(order: Order) -> Order:
    """The order as it is now, with its row locked until the transaction ends."""
    found: Order = (
        Order.objects.select_for_update(of=("self",))
        .select_related("committee__area", "committee__province", "amends", "replaces")
        .get(pk=order.pk)
    )
    return found


def recorded(verb: str, order: Order, by: User | None, **kwargs: Any) -> AuditEvent:
    """Nothing of a body is written into the history: one of them may be closed."""
    kwargs.setdefault("above", order.above)
    return audit.record(actor=by, committee=order.committee, verb=verb, subject=order, **kwargs)
