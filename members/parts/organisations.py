"""What organisations add to the first page and to the history."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from committees import home
from committees.gather import Asking
from committees.links import link
from committees.models import AuditEvent, Committee
from committees.querysets import Scope
from committees.roles import Permission
from members.models import ImportBatch

# A file that was looked at and not taken over is asked about for so long.
ASKED_FOR = dt.timedelta(days=14)


def open_imports(user: User, scope: Scope) -> Asking[list[home.Waiting]]:
    """Lists the person brought and has neither taken over nor thrown away."""
    if Permission.MANAGE_ORGANISATIONS not in scope.all_permissions:
        return []
    batches = yield (
        ImportBatch.objects.visible_to(scope)
        .filter(confirmed_at__isnull=True, created_at__gte=timezone.now() - ASKED_FOR)
        .select_related("committee")[:5]
    )
    return [
        home.Waiting(
            _("Confirm"),
            _("the import of %(file)s") % {"file": batch.name},
            batch.committee.short,
            link("organisations_import_check", batch.committee.slug, str(batch.pk)),
            since=batch.created_at,
        )
        for batch in batches
    ]


def register() -> None:
    """Add these parts, and say where organisations of the history are seen."""
    home.register_waiting(open_imports)
    home.register_subject_url("members.organisation", _organisation_url)


def _organisation_url(event: AuditEvent, committee: Committee) -> str:
    return link("organisation", int(event.subject_id))
