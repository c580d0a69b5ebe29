"""May this person keep the directory of a province, and if not, why."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from committees import access
from committees.errors import NotAllowed, WrongState
from committees.models import Committee
from committees.roles import Permission, permissions
from members.models import Organisation
from members.policy.speaking import organisations_spoken_for


def keeping(user: User, province_id: int) -> Committee | None:
    """The committee for which the person keeps the directory of this province, if there is one.

    Where there are several, the highest: what is done is written into its history.
    """
    scope = access.scope_of(user)
    found = [
        node
        for node in scope.nodes.values()
        if node.province_id == province_id
        and Permission.MANAGE_ORGANISATIONS in permissions(scope.roles.get(node.pk, frozenset()))
    ]
    return min(found, key=lambda node: (node.depth, node.pk), default=None)


def check_keep(user: User, province_id: int) -> Committee:
    """Whether the person keeps this province's directory; returns for which committee."""
    committee = keeping(user, province_id)
    if committee is None:
        raise NotAllowed(_("Only a secretary or PSDHS of this province keeps its directory."))
    return committee


def check_contacts(user: User, organisation: Organisation) -> Committee:
    """Whether the person may say whom to reach there: who keeps the directory, or speaks for it.

    Returns the committee in which the person does.
    """
    committee = keeping(user, organisation.province_id)
    if committee is not None:
        return committee
    scope = access.scope_of(user)
    own = {pk for pk in scope.inside if scope.homes[pk] == organisation.province_id}
    spoken = [node for node, body in organisations_spoken_for(user, own) if body == organisation.pk]
    if not spoken:
        raise NotAllowed(
            _("Only who speaks for this organisation, a secretary or PSDHS changes its contacts.")
        )
    node: Committee = scope.nodes[min(spoken)]
    return node


def check_merge(user: User, kept: Organisation, other: Organisation) -> Committee:
    """Whether the person may make one of these two; returns for which committee."""
    if kept.province_id != other.province_id:
        raise NotAllowed(_("Organisations of two provinces cannot become one."))
    committee = check_keep(user, kept.province_id)
    if kept.pk == other.pk:
        raise WrongState(_("This is one organisation already. Choose another one."))
    return committee


def check_import(user: User, committee: Committee) -> None:
    """Whether the person may bring a list of organisations for this committee."""
    if not access.can(user, Permission.MANAGE_ORGANISATIONS, committee):
        raise NotAllowed(_("Only the secretary or PSDHS imports organisations."))
    if committee.ended is not None:
        raise WrongState(_("This committee has ended; nothing is imported into it."))
