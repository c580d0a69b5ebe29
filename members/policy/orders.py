"""May this person draft, send, file or end this order now, and if not, why."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from committees import access
from committees.calendar import today
from committees.errors import NotAllowed, WrongState
from committees.kinds import Kind
from committees.models import Committee
from committees.roles import APPOINTED, APPROVING, ROLES, Permission
from committees.workflow import Transition
from members.models import Order, OrderBody, OrderPost, Seat
from members.querysets.orders import written_by
from members.workflow.orders import DRAFT, IN_FORCE, ORDER

_WHO = {
    Permission.DRAFT_ORDER: _("Only the secretary and the deputy chief draft orders here."),
    Permission.FILE_ORDER: _("Only the chair and the deputy chief file orders here."),
}
CLOSED_KINDS = frozenset({Kind.GROUP, Kind.WORKING_GROUP})


def check_draft(user: User, committee: Committee) -> None:
    """Whether the person may draft an appointment order of this committee."""
    if committee.kind not in APPOINTED:
        raise NotAllowed(_("This committee is not appointed by an order."))
    _check_who(user, Permission.DRAFT_ORDER, committee)
    if committee.ended is not None:
        raise WrongState(_("This committee has ended; it takes no new orders."))


def check_from(user: User, base: Order | None) -> None:
    """Whether the person may amend or replace this order: from above only what began there.

    An order of the committee itself may name a closed group, of which nobody above knows.
    """
    if base is None:
        return
    _check_side(user, base)
    if base.state != IN_FORCE:
        raise WrongState(_("Only an order in force can be amended or replaced."))


def check_edit(user: User, order: Order) -> None:
    """Whether the person may write in this draft."""
    _check_who(user, Permission.DRAFT_ORDER, order.committee)
    _check_side(user, order)
    if order.state != DRAFT:
        raise WrongState(_("This order is no draft any more. Take it back to change it."))


def check(action: str, user: User, order: Order) -> Transition:
    """Whether the person may take this action on the order now; returns its transition."""
    transition = ORDER.transitions[action]
    for permission in transition.permissions:
        _check_who(user, permission, order.committee)
    _check_side(user, order)
    ORDER.check_state(action, order.state)
    return transition


def check_closed(user: User, order: Order, kind: str) -> None:
    """Whether the person may mark a body of this order as a closed group."""
    if kind not in CLOSED_KINDS:
        raise WrongState(_("Only a group or a working group can be closed."))
    if order.from_above or not reads_closed(user, order):
        raise NotAllowed(_("A closed group is appointed by an order of the committee itself."))


def reads_closed(user: User, order: Order) -> bool:
    """Whether the person drafts or files this committee's orders by a seat inside it."""
    return writes_inside(user, order.committee_id)


def writes_inside(user: User, committee_id: int) -> bool:
    """Whether the person drafts or files orders of this committee by a seat inside it, and not
    by a right from above, beside which a seat inside may only read.
    """
    return committee_id in written_by(access.scope_of(user))


def check_filer(user: User, order: Order, posts: Iterable[OrderPost]) -> None:
    """Two eyes: who files an order gains nothing by it, and seats no approver he may not seat.

    `posts` are those that will be given to somebody who does not hold them yet.
    """
    for post in posts:
        if post.email.lower() == user.email.lower() and not _holds(user, post):
            raise NotAllowed(
                _(
                    "This order gives you the post “%(post)s”, which you do not hold yet."
                    " Another person has to file it."
                )
                % {"post": post.title}
            )
        if not post.email or not (ROLES[post.role].holds | ROLES[post.role].below) & APPROVING:
            continue
        where = [order.committee, *([post.target] if post.target else [])]
        if not any(access.can(user, Permission.APPOINT_APPROVERS, node) for node in where):
            raise NotAllowed(
                _("Who approves the plans is settled by the chief or PSDHS, not by you.")
            )


def _holds(user: User, post: OrderPost) -> bool:
    if post.target_id is None:
        return False
    held = Seat.objects.current(today()).filter(person=user, committee_id=post.target_id)
    return held.filter(role=post.role).exists()


def check_end_committee(user: User, committee: Committee) -> None:
    """Whether the person may end this body by hand: its own filers, or those of the one above.

    Committees that govern themselves, provinces and the national body are not ended here.
    """
    if committee.parent_id is None or committee.rule.self_governing:
        raise NotAllowed(_("A committee of this kind is not ended here."))
    parent = committee.parent
    nodes = [committee] if parent is None else [committee, parent]
    if not any(access.can(user, Permission.FILE_ORDER, node) for node in nodes):
        raise NotAllowed(_("Only those who file its orders end this committee."))
    if committee.ended is not None:
        raise WrongState(_("This committee has ended already."))


def check_named(order: Order, bodies: Iterable[OrderBody], posts: Iterable[OrderPost]) -> None:
    """Whether the draft is whole: something in it, an agency at each post, each person named."""
    standing = [body for body in bodies if not body.removed]
    if not standing and not order.amending:
        raise WrongState(_("The order names no body yet."))
    named = set()
    for post in posts:
        if post.removed:
            continue
        named.add(post.body_id)
        if post.organisation_id is None:
            raise WrongState(_("“%(post)s” has no agency yet.") % {"post": post.title_th})
    for body in standing:
        if body.pk not in named:
            raise WrongState(_("“%(body)s” has no post yet.") % {"body": body.name})


def _check_who(user: User, permission: Permission, committee: Committee) -> None:
    if not access.can(user, permission, committee):
        raise NotAllowed(_WHO[permission])


def _check_side(user: User, order: Order) -> None:
    """A seat inside that only reads does not open what the person's right from above does not."""
    if not order.from_above and not reads_closed(user, order):
        raise NotAllowed(_("The committee writes and files its own orders."))
