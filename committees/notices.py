"""Telling people: an outbox row for each reader in the act's own transaction, mailed after it.

`tell` writes; `committees.tasks` mails. Wording stands in `KINDS`, to which each app adds, so that
every reader reads it in their own language. A mail names who did what and links to the page; what
people wrote (reasons, plan lines) stays in the product.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from accounts.models import NoticeMode, User
from committees import rls
from committees.models import AuditEvent, Committee, Notice


@dataclass(frozen=True)
class Wording:
    """What one kind of notice says: a subject line and a sentence, with %(names)s."""

    subject: str | Promise
    sentence: str | Promise


KINDS: dict[str, Wording] = {}


def register(kinds: Mapping[str, Wording]) -> None:
    """Add an app's kinds of notice. A kind that is already taken is a mistake of the programmer."""
    clash = KINDS.keys() & kinds.keys()
    if clash:
        raise ValueError(f"notice kinds registered twice: {sorted(clash)}")
    KINDS.update(kinds)


def names(thing: Any) -> dict[str, str]:
    """A name in both languages, as notices keep it."""
    return {"th": thing.name_in("th"), "en": thing.name_in("en")}


def tell(
    *,
    kind: str,
    event: AuditEvent,
    committee: Committee,
    recipients: Iterable[User],
    url: str,
    values: Mapping[str, Any],
) -> list[Notice]:
    """Tell people of an event: one notice each, never to the actor, never twice for one event.

    Values are strings, or {"th": ..., "en": ...}. Side effects: notice rows now; after the commit
    one task for each reader who wants mail at once. When the broker is down the sweep finds them.
    """
    if kind not in KINDS:
        raise ValueError(f"unknown kind of notice: {kind}")
    readers = {person.pk: person for person in recipients if person.pk != event.actor_id}
    rows = [
        Notice(
            id=uuid.uuid4(),
            recipient=person,
            event_id=event.pk,
            committee_id=committee.pk,
            province_id=committee.province_id,
            kind=kind,
            values={
                "actor": {"th": event.actor_th, "en": event.actor_en or event.actor_th},
                "committee": {language: committee.short_in(language) for language in ("th", "en")},
                **values,
            },
            url=url,
            created_at=timezone.now(),
        )
        for person in readers.values()
    ]
    with rls.acting_as_system("notices"):
        Notice.objects.bulk_create(rows)
    at_once = [row.pk for row in rows if row.recipient.notice_mode == NoticeMode.AT_ONCE]
    transaction.on_commit(lambda: _queue(at_once))
    return rows


def tell_of_own(
    *,
    kind: str,
    about: str,
    committee: Committee,
    recipient: User,
    url: str,
    values: Mapping[str, Any],
) -> None:
    """Tell somebody of a thing of their own, of which there is no event; once for each `about`.

    `committee` is the one under which it is listed. Side effects as of `tell`.
    """
    row = Notice(
        id=uuid.uuid4(),
        recipient=recipient,
        event_id=uuid.uuid5(uuid.NAMESPACE_URL, about),
        committee_id=committee.pk,
        province_id=committee.province_id,
        kind=kind,
        values=dict(values),
        url=url,
        created_at=timezone.now(),
    )
    with rls.acting_as_system("notices"):
        Notice.objects.bulk_create([row], ignore_conflicts=True)
    if recipient.notice_mode == NoticeMode.AT_ONCE:
        transaction.on_commit(lambda: _queue([row.pk]))


def _queue(ids: list[uuid.UUID]) -> None:
    from committees import tasks  # noqa: PLC0415  (tasks import this module)

    for notice_id in ids:
        tasks.queue_quietly(tasks.send_notice, str(notice_id))


def sentence(notice: Notice, language: str | None = None) -> str:
    """What the notice says, in this language or that of the page."""
    return _filled(notice, "sentence", language)


def subject(notice: Notice, language: str | None = None) -> str:
    """The subject line of the mail."""
    return _filled(notice, "subject", language)


def _filled(notice: Notice, part: str, language: str | None) -> str:
    language = language or get_language() or settings.LANGUAGE_CODE
    wording = KINDS.get(notice.kind)
    with override(language):
        if wording is None:
            return _("Something changed.")
        return str(getattr(wording, part)) % {
            key: value.get(language) or value.get("th", "") if isinstance(value, dict) else value
            for key, value in notice.values.items()
        }


def mail(reader: User, rows: list[Notice]) -> EmailMessage:
    """The e-mail for one notice or for a day's, in the reader's language."""
    with override(reader.language):
        lines = [(sentence(row), settings.SITE_URL.rstrip("/") + row.url) for row in rows]
        heading = (
            subject(rows[0])
            if len(rows) == 1
            else _("%(count)d things for you") % {"count": len(rows)}
        )
        body = render_to_string(
            "committees/emails/notice.txt",
            {
                "reader": reader,
                "lines": lines,
                "settings_url": settings.SITE_URL.rstrip("/") + reverse("me"),
            },
        )
    heading = " ".join(heading.split())
    return EmailMessage(
        subject=heading,
        body=body,
        to=[reader.email],
        headers={"Message-ID": f"<{rows[0].pk}@notices>", "Auto-Submitted": "auto-generated"},
    )
