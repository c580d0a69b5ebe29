"""What MoUs add to the first page, and where they are found."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import User
from committees import access, home, tabs
from committees.gather import Asking
from committees.kinds import Kind
from committees.links import link
from committees.models import AuditEvent, Committee
from committees.querysets import Scope
from committees.roles import Permission
from members.signatories import OpenVersion, ask_open_versions


def waiting(user: User, scope: Scope) -> Asking[list[home.Waiting]]:
    """MoUs to sign for one's organisation; signatures to collect for who keeps the MoU."""
    ids = {pk for pk in scope.inside if scope.nodes[pk].kind == Kind.CIVIL_SOCIETY}
    if not ids:
        return []
    found = []
    for one in (yield from ask_open_versions(ids, user.pk)):
        if one.own:
            found.append(_to_sign(one))
        missing = len(one.missing - one.own)
        if missing and access.can(user, Permission.MANAGE_MOU, one.version.committee):
            found.append(_to_collect(one, missing))
    return found


def _to_sign(one: OpenVersion) -> home.Waiting:
    return home.Waiting(
        _("Sign"),
        one.version.audit_label(),
        one.version.committee.short,
        sign_url(one),
        since=one.version.opened_at,
        tone="attention",
    )


def _to_collect(one: OpenVersion, missing: int) -> home.Waiting:
    text = ngettext(
        "%(count)s signature is missing: %(mou)s",
        "%(count)s signatures are missing: %(mou)s",
        missing,
    )
    return home.Waiting(
        _("Collect"),
        text % {"count": missing, "mou": one.version.audit_label()},
        one.version.committee.short,
        f"{one.version.get_absolute_url()}?show=missing",
        since=one.version.opened_at,
    )


def sign_url(one: OpenVersion) -> str:
    """Where the person signs for the first of the own organisations that has not; else ''."""
    if not one.own:
        return ""
    url = link("mou_sign", one.version.committee.slug, one.version.pk)
    return f"{url}?organisation={min(one.own)}"


def register() -> None:
    """Add these parts, and say where versions of the history are seen."""
    home.register_waiting(waiting)
    tabs.register(
        tabs.Tab(
            "mou",
            gettext_lazy("MoU"),
            "mou",
            12,
            shown=lambda _scope, committee: committee.kind == Kind.CIVIL_SOCIETY,
        )
    )
    home.register_subject_url("members.mou", _list_url)
    home.register_subject_url("members.mouversion", _version_url)


def _list_url(event: AuditEvent, committee: Committee) -> str:
    return reverse("mou", args=[committee.slug])


def _version_url(event: AuditEvent, committee: Committee) -> str:
    if event.verb == "mou_discarded":
        return _list_url(event, committee)
    return link("mou_version", committee.slug, int(event.subject_id))
