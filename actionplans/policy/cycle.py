"""May this person settle when things are due, or say what PSDHS asks for, and if not, why."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from actionplans.models import Plan, TemplateLine
from actionplans.policy.plans import check_plan
from committees import access
from committees.errors import NotAllowed, WrongState
from committees.kinds import Kind
from committees.models import Committee
from committees.roles import Permission, permissions


def check_dues(user: User, committee: Committee) -> None:
    """Whether the person may settle when this committee's plans and reports are due."""
    if not access.can(user, Permission.EDIT_COMMITTEE, committee):
        raise NotAllowed(_("Only the secretary or the chair settles when things are due here."))


def keeping_committee(user: User, province_id: int) -> Committee | None:
    """The provincial committee for which the person keeps what PSDHS asks for, if any."""
    scope = access.scope_of(user)
    for node in scope.nodes.values():
        held = permissions(scope.roles.get(node.pk, frozenset()))
        if (
            node.kind == Kind.PROVINCIAL
            and node.province_id == province_id
            and Permission.MANAGE_TEMPLATES in held
        ):
            return node
    return None


def check_templates(user: User, province_id: int) -> Committee:
    """Whether the person keeps this province's lines and due days; for which committee."""
    committee = keeping_committee(user, province_id)
    if committee is None:
        raise NotAllowed(_("Only PSDHS of this province settles what it asks of the committees."))
    return committee


def check_take_over(user: User, template: TemplateLine, plan: Plan) -> None:
    """Whether the person may take this line over into this plan."""
    check_plan(user, plan.committee)
    if template.province_id != plan.province_id or template.fiscal_year != plan.fiscal_year:
        raise NotAllowed(_("This line is not asked of this plan."))
    if template.withdrawn_at is not None:
        raise WrongState(_("PSDHS does not ask for this line any more."))
    if plan.committee.kind not in template.kinds:
        raise NotAllowed(_("This line is not asked of committees of this kind."))
