"""Filing the signed copy of an order.

Filing makes bodies, places and seats as the order says, in one transaction and as a named part of
the system: the order reaches further than the rights of who files it, whose right to file was asked
first. Nobody gains anything by filing an order: see `policy.check_filer` and docs/adr.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from committees import access, audit, papers, rls
from committees import actions as committee_actions
from committees.calendar import today
from committees.errors import NotAllowed, WrongState
from committees.models import Approver, Committee
from committees.papers import Upload
from committees.policy import check_version
from members.actions import places as place_actions
from members.actions import seats as seat_actions
from members.actions.order_endings import SEES, end_tree, nodes_under, one_at_a_time
from members.actions.orders import (
    body_facts,
    locked_order,
    newest_of,
    parts_of,
    post_facts,
    recorded,
    replaced_by,
)
from members.models import Order, OrderBody, OrderPost, Place, Seat
from members.notices import orders as notices
from members.policy import orders as policy
from members.workflow.orders import IN_FORCE, REPLACED

DAY = dt.timedelta(days=1)

audit.register(
    {
        "order_filed": _("%(actor)s filed the signed copy of the order “%(subject)s”"),
        "order_replaced": _("The order “%(subject)s” was replaced by a new one"),
    }
)


@dataclass
class Filed:
    """What filing came to: the order, and the links of people who have no password yet."""

    order: Order
    invited: list[seat_actions.Invited] = field(default_factory=list)


@transaction.atomic
def file_order(
    *,
    order: Order,
    values: dict[str, Any],
    copy: Upload,
    full_copy: Upload | None = None,
    version: int,
    by: User,
) -> Filed:
    """File the signed copy: the order is in force, and does what it says.

    `values` holds number, year, signed_on, starts. Where the order names a closed group, `copy`
    is the one without its part and `full_copy` the whole; the whole is a paper of that group.
    Seats begin on `starts`, or today where that is past; what the order takes away ends the day
    before. Side effects: bodies, places, seats, grants, audit events, notices. Raises NotAllowed,
    WrongState, Conflict, ValidationError (a number or a post that is taken).
    """
    locked = locked_order(order)
    transition = policy.check("file", by, locked)
    check_version(locked, version)
    with rls.acting_as_system("orders"):
        bodies, posts = parts_of(locked)
        policy.check_named(locked, bodies, posts)
        policy.check_filer(by, locked, _to_give(locked, posts))
        _check_copies(bodies, full_copy)
        one_at_a_time(locked)
        _check_base(locked)
        _settle_replaced(locked, bodies, by)
        for name, value in values.items():
            setattr(locked, name, value)
        locked.state = transition.target
        locked.filed_by, locked.filed_at = by, timezone.now()
        locked.version += 1
        locked.copy = papers.store(committee=locked.committee, upload=copy, by=by)
        locked.validate_constraints()
        locked.save()
        event = recorded(
            transition.verb, locked, by, after={"number": locked.reference}, above=True
        )
        filing = _Filing(locked, by)
        filing.carry_out(bodies, posts, full_copy)
    people = [*access.holders(SEES, locked.committee), *filing.people]
    notices.order_told("order_filed", locked, event, people)
    return Filed(locked, filing.invited)


def _check_copies(bodies: list[OrderBody], full_copy: Upload | None) -> None:
    if any(body.closed for body in bodies) != (full_copy is not None):
        raise WrongState(
            _("A second copy is filed with an order that names a closed group, and only then.")
        )


def _check_base(order: Order) -> None:
    if order.amends_id is None:
        return
    if not Order.objects.filter(pk=order.amends_id, state=IN_FORCE).exists():
        raise WrongState(_("The order that this one amends is not in force any more."))


def _settle_replaced(order: Order, bodies: list[OrderBody], by: User) -> None:
    """Another order may have come into force since this draft began: then it is replaced."""
    found = replaced_by(order, bodies)
    if found is not None and found.pk != order.replaces_id:
        policy.check_from(by, found)
    order.replaces = found


def _to_give(order: Order, posts: Iterable[OrderPost]) -> list[OrderPost]:
    """The posts that are given to somebody by filing: those an amendment leaves as they are
    are not.
    """
    return [
        post
        for post in posts
        if not post.removed
        and not post.body.removed
        and post.email
        and post_facts(post) != post.before
    ]


class _Filing:
    """One order, carried out body by body."""

    def __init__(self, order: Order, by: User) -> None:
        self.order, self.by = order, by
        assert order.starts is not None  # noqa: S101  (the form asks for it)
        self.begins = max(order.starts, today())
        # The last day of what the order takes away; None ends it at once.
        self.last_day = self.begins - DAY if self.begins > today() else None
        self.reason = str(_("Order %(number)s")) % {"number": order.reference}
        self.invited: list[seat_actions.Invited] = []
        self.people: list[User] = []

    def carry_out(
        self, bodies: list[OrderBody], posts: list[OrderPost], full_copy: Upload | None
    ) -> None:
        for body in bodies:
            own = [post for post in posts if post.body_id == body.pk]
            if body.removed:
                if body.target is not None:
                    self.end_body(body.target)
                continue
            self.stand_up(body)
            if body.closed and full_copy is not None and body.target is not None:
                body.full_copy = papers.store(
                    committee=body.target, upload=full_copy, by=self.by, above=False
                )
                body.save(update_fields=["full_copy"])
            self.fill(body, own)
        if self.order.replaces is not None:
            self.replace(self.order.replaces, bodies)

    # --- Bodies ---------------------------------------------------------------------------------

    def stand_up(self, body: OrderBody) -> None:
        """The committee a body is about: established where it is new, else renamed if need be."""
        if body.target is None:
            body.target = self.founded(body)
            body.save(update_fields=["target"])
            OrderPost.objects.filter(body=body).update(target=body.target)
        elif body.target.ended is not None:
            raise WrongState(_("“%(body)s” has ended meanwhile.") % {"body": body.name})
        elif body.before is None or body.before != body_facts(body):
            self.renamed(body, body.target)
        if body.ends is not None:
            self.end_seats_by(body.target, body.ends)
        self.go_on(body)

    def founded(self, body: OrderBody) -> Committee:
        parent_body = next((row for row in self._bodies() if row.pk == body.parent_id), None)
        parent = parent_body.target if parent_body and parent_body.target else self.order.committee
        parent = Committee.objects.get(pk=parent.pk)
        committee = Committee(
            kind=body.kind,
            parent=parent,
            parent_kind=parent.kind,
            province_id=parent.province_id,
            area_id=parent.area_id,
            name_th=body.name_th,
            name_en=body.name_en,
            short_th=body.short_th,
            short_en=body.short_en,
            theme=body.theme,
            closed=body.closed,
            founded=self.begins,
            approver=parent.approver or Approver.DEPUTY,
        )
        committee.slug = committee_actions.free_slug(committee)
        committee.validate_constraints()
        committee.save()
        committee.refresh_from_db()
        audit.record(
            actor=self.by,
            committee=committee,
            verb="committee_founded",
            subject=committee,
            above=True,
        )
        return committee

    def _bodies(self) -> list[OrderBody]:
        return list(OrderBody.objects.filter(order=self.order).select_related("target"))

    def renamed(self, body: OrderBody, target: Committee) -> None:
        names = {name: getattr(body, name) for name in ("name_th", "name_en")}
        names = {name: value for name, value in names.items() if value}
        before = {name: getattr(target, name) for name in names}
        if before == names:
            return
        for name, value in names.items():
            setattr(target, name, value)
        target.version += 1
        target.save()
        audit.record(
            actor=self.by,
            committee=target,
            verb="committee_changed",
            subject=target,
            before=before,
            after=names,
            above=True,
        )

    def end_body(self, target: Committee) -> None:
        if self.last_day is None:
            end_tree(committee=target, reason=self.reason, by=self.by)
            return
        # It ends by its day, with its seats; the nightly task marks it as ended.
        for node in nodes_under(target):
            place_actions.end_places(
                places=Place.objects.not_over(today()).filter(committee=node),
                last_day=self.last_day,
            )
            self.end_seats_by(node, self.last_day)

    def go_on(self, body: OrderBody) -> None:
        """Seats that ended with the body go on with it where its last day is later now."""
        said = OrderBody.objects.filter(target=body.target, order__state=IN_FORCE)
        before = said.exclude(order=self.order).order_by("-order__filed_at").first()
        day = before.ends if before else None
        if day is None or day == body.ends or (body.ends is not None and body.ends < day):
            return
        seats = Seat.objects.not_over(today()).filter(committee=body.target, ends=day)
        for seat in seats.select_related("committee", "organisation", "person"):
            seat_actions.prolong(seat=seat, ends=body.ends, reason=self.reason, by=self.by)

    def end_seats_by(self, committee: Committee, last_day: dt.date) -> None:
        """No seat goes on after this day."""
        later = [
            seat
            for seat in Seat.objects.not_over(today()).filter(committee=committee)
            if seat.ends is None or seat.ends > last_day
        ]
        seat_actions.end_all(seats=later, reason=self.reason, by=self.by, ends=last_day)

    def replace(self, old: Order, bodies: list[OrderBody]) -> None:
        """Take the order before this one out of force, and end the bodies this one leaves out.

        They are written down here as removed, so that the order itself says that they end.
        """
        kept = {body.target_id for body in bodies} | {self.order.committee_id}
        for row in parts_of(newest_of(old))[0]:
            if row.target is None or row.target_id in kept or row.target.ended is not None:
                continue
            row.before = body_facts(row)
            row.pk, row.order, row.parent, row.removed = uuid.uuid4(), self.order, None, True
            row.full_copy, row.above = None, self.order.above and not row.closed
            row.position += len(bodies)
            row.save(force_insert=True)
            self.end_body(row.target)
        for one in (old, *Order.objects.filter(amends=old, state=IN_FORCE)):
            Order.objects.filter(pk=one.pk).update(state=REPLACED, ended_on=self.begins - DAY)
            recorded("order_replaced", one, self.by, above=True)

    # --- Posts ----------------------------------------------------------------------------------

    def fill(self, body: OrderBody, posts: list[OrderPost]) -> None:
        """Places and seats of one body, as its posts say."""
        kept: set[int] = set()
        changed = []
        for post in posts:
            post.target = body.target
            if post.removed:
                if post.place is not None:
                    self.end_place(post.place)
            elif self.order.amending and post.place and post_facts(post) == post.before:
                kept.add(post.place.pk)
            else:
                changed.append(post)
        for post in changed:
            place = self.place_of(post, kept)
            kept.add(place.pk)
            if post.place_id != place.pk:
                post.place = place
                post.save(update_fields=["place"])
        if not self.order.amending:
            self.end_the_rest(body, kept)
        # People last: a post that one person leaves is free for the next.
        for post in changed:
            if post.email and post.place is not None:
                self.seat_person(body, post, post.place)

    def end_the_rest(self, body: OrderBody, kept: set[int]) -> None:
        """A full order says all the places of a body: those it leaves out end."""
        for place in Place.objects.not_over(today()).filter(committee_id=body.target_id):
            if place.pk not in kept:
                self.end_place(place)

    def place_of(self, post: OrderPost, kept: set[int]) -> Place:
        """The place a post is about: the one it names, one that fits, or a new one."""
        assert post.organisation is not None  # noqa: S101  (asked by `check_named`)
        assert post.target is not None  # noqa: S101
        place = post.place
        if place is None and not self.order.amending:
            fitting = Place.objects.not_over(today()).filter(
                committee=post.target, organisation=post.organisation, role=post.role
            )
            place = (
                fitting.exclude(pk__in=kept).filter(title_th=post.title_th).first()
                or fitting.exclude(pk__in=kept).first()
            )
        if place is not None and (
            place.pk in kept
            or (place.organisation_id, place.role) != (post.organisation_id, post.role)
        ):
            if place.pk not in kept:
                self.end_place(place)
            place = None
        if place is None:
            return place_actions.new_place(
                committee=post.target,
                organisation=post.organisation,
                role=post.role,
                titles=(post.title_th, post.title_en),
                starts=self.begins,
                order=self.order,
            )
        place.title_th, place.title_en = post.title_th, post.title_en
        place.order, place.ends = self.order, None
        place.save()
        return place

    def end_place(self, place: Place) -> None:
        place_actions.end_places(places=[place], last_day=self.begins - DAY)
        seats = Seat.objects.not_over(today()).filter(place=place)
        if self.last_day is None:
            seat_actions.end_all(seats=seats, reason=self.reason, by=self.by)
        else:
            later = [seat for seat in seats if seat.ends is None or seat.ends > self.last_day]
            seat_actions.end_all(seats=later, reason=self.reason, by=self.by, ends=self.last_day)

    def seat_person(self, body: OrderBody, post: OrderPost, place: Place) -> None:
        """Give the post to the person it names; who holds it already keeps it."""
        assert body.target is not None  # noqa: S101
        person = User.objects.filter(email__iexact=post.email).first()
        seats = Seat.objects.not_over(self.begins).filter(committee=body.target)
        held = list(seats.filter(place=place))
        if person is not None and any(seat.person_id == person.pk for seat in held):
            return
        ends = self.last_day
        going = [seat for seat in held if ends is None or seat.ends is None or seat.ends > ends]
        seat_actions.end_all(seats=going, reason=self.reason, by=self.by, ends=ends)
        if person is not None:
            same = seats.filter(
                person=person, organisation=place.organisation, role=place.role
            ).first()
            if same is not None:
                Seat.objects.filter(pk=same.pk).update(place=place)
                return
            if person.pk == self.by.pk:
                raise NotAllowed(_("An order that gives you a post is filed by somebody else."))
        else:
            person = User.objects.create_user(
                post.email, name_th=post.name_th, name_en=post.name_en
            )
        seat = seat_actions.give_seat(
            committee=body.target,
            person=person,
            values={
                "organisation": place.organisation,
                "role": place.role,
                "post_th": post.title_th,
                "post_en": post.title_en,
                "starts": self.begins,
                "ends": body.ends,
                "place": place,
            },
            by=self.by,
            authorised=True,
        )
        self.people.append(person)
        self.invited.append(seat_actions.Invited(seat, seat_actions.link_for(seat)))
