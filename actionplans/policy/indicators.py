"""May this person keep the indicators of a province, or set a committee's targets; if not, why."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from actionplans.models import Indicator, Target
from committees import access
from committees.errors import NotAllowed, WrongState
from committees.models import Committee
from committees.policy import allows
from committees.roles import Permission, permissions


def keeping(user: User, province_id: int) -> Committee | None:
    """The committee for which the person keeps this province's indicators, if there is one."""
    scope = access.scope_of(user)
    found = [
        node
        for node in scope.nodes.values()
        if node.province_id == province_id
        and Permission.MANAGE_INDICATORS in permissions(scope.roles.get(node.pk, frozenset()))
    ]
    return min(found, key=lambda node: (node.depth, node.pk), default=None)


def check_keep(user: User, province_id: int) -> Committee:
    """Whether the person keeps this province's indicators; returns for which committee."""
    committee = keeping(user, province_id)
    if committee is None:
        raise NotAllowed(_("Only PSDHS of this province keeps its indicators."))
    return committee


def check_change(user: User, indicator: Indicator) -> Committee:
    """Whether the person may change this indicator."""
    committee = check_keep(user, indicator.province_id)
    if indicator.retired_at is not None:
        raise WrongState(_("This indicator is retired. Put it back into use first."))
    return committee


def check_redefine(indicator: Indicator, changed: set[str]) -> None:
    """Whether what it counts may change: not once a committee has a target for it."""
    if (
        changed & {"measure", "kind", "pillar"}
        and Target.objects.filter(indicator=indicator, value__isnull=False).exists()
    ):
        raise WrongState(
            _(
                "Committees have targets for this indicator, so what it counts stays as it is."
                " Retire it and add another one."
            )
        )


def check_retire(user: User, indicator: Indicator) -> Committee:
    """Whether the person may take this indicator out of use."""
    committee = check_keep(user, indicator.province_id)
    if indicator.retired_at is not None:
        raise WrongState(_("This indicator is retired already."))
    return committee


def check_restore(user: User, indicator: Indicator) -> Committee:
    """Whether the person may put this indicator back into use."""
    committee = check_keep(user, indicator.province_id)
    if indicator.retired_at is None:
        raise WrongState(_("This indicator is in use already."))
    return committee


def check_targets(user: User, committee: Committee) -> None:
    """Whether the person may set this committee's targets."""
    if not access.can(user, Permission.SET_TARGETS, committee):
        raise NotAllowed(_("Only the secretary and the deputy secretary set targets."))
    if committee.ended is not None:
        raise WrongState(_("This committee has ended; it sets no new targets."))


def allows_change(user: User, indicator: Indicator) -> bool:
    """Whether the page offers to change it."""
    return allows(check_change, user, indicator)
