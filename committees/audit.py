"""The audit trail: one event for each act, written in the act's own transaction.

`record` writes; `sentences` turns events into the plain-language history people read; `VERBS`
holds the wording, which each app adds to with `register`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection, models
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from committees import access
from committees.models import AuditEvent, Committee
from committees.roles import ROLES

# verb -> sentence with %(actor)s, %(subject)s and any key of `after`.
VERBS: dict[str, str | Promise] = {
    "committee_founded": _("%(actor)s established %(subject)s"),
    "committee_changed": _("%(actor)s changed the details of %(subject)s"),
    "border_marked": _("%(actor)s changed which districts are marked as border districts"),
}


def register(verbs: Mapping[str, str | Promise]) -> None:
    """Add an app's verbs. A verb that is already taken is a mistake of the programmer."""
    clash = VERBS.keys() & verbs.keys()
    if clash:
        raise ValueError(f"audit verbs registered twice: {sorted(clash)}")
    VERBS.update(verbs)


def record(
    *,
    actor: User | None,
    committee: Committee,
    verb: str,
    subject: models.Model,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    reason: str = "",
    above: bool = False,
) -> AuditEvent:
    """Write what was done, in the current transaction, and return the event.

    `actor` None is the system itself. `above` lets those who oversee the committee read it too.
    `subject` may offer `audit_label(language)`; otherwise its text is kept. A failing write
    raises, and so undoes the act.
    """
    if verb not in VERBS:
        raise ValueError(f"unknown audit verb: {verb}")
    seat_id, roles = access.post_in(actor, committee) if actor else (None, frozenset())
    return AuditEvent.objects.create(
        committee_id=committee.pk,
        province_id=committee.province_id,
        at=timezone.now(),
        actor_id=actor.pk if actor else None,
        actor_th=actor.name_th if actor else "ระบบ",
        actor_en=(actor.name_en or actor.name_th) if actor else "The system",
        seat_id=seat_id,
        post_th=role_names(roles, "th"),
        post_en=role_names(roles, "en"),
        verb=verb,
        subject_type=subject._meta.label_lower,
        subject_id=str(subject.pk),
        subject_th=_label(subject, "th"),
        subject_en=_label(subject, "en"),
        before=dict(before or {}),
        after=dict(after or {}),
        reason=reason,
        above=above and not committee.closed,
    )


def role_names(roles: Iterable[str], language: str) -> str:
    """The names of roles in a language, in the order of the table, as history keeps them."""
    with override(language):
        return ", ".join(str(ROLES[slug].label) for slug in ROLES if slug in roles)[:200]


def _label(subject: models.Model, language: str) -> str:
    with override(language):
        label = getattr(subject, "audit_label", None)
        return str(label() if label else subject)[:300]


@dataclass(frozen=True)
class Sentence:
    """One line of history, as `_components/history.html` takes it."""

    sentence: str
    at: Any
    quote: str
    post: str
    verb: str


def sentences(events: Iterable[AuditEvent]) -> list[Sentence]:
    """Events as people read them, in the language of the page."""
    return [
        Sentence(_sentence(event), event.at, event.reason, event.post, event.verb)
        for event in events
    ]


def _sentence(event: AuditEvent) -> str:
    template = str(VERBS.get(event.verb, _("%(actor)s changed %(subject)s")))
    language = get_language() or "th"
    facts = {
        key: (value.get(language) or value.get("th", "")) if isinstance(value, dict) else value
        for key, value in event.after.items()
    }
    values = {**facts, "actor": event.actor, "subject": event.subject}
    try:
        return template % values
    except KeyError:
        return f"{event.actor}: {event.subject}"


def history_of(subject: models.Model, scope: Any, limit: int = 50) -> list[Sentence]:
    """The newest events about one object that this person may read."""
    events = AuditEvent.objects.visible_to(scope).filter(
        subject_type=subject._meta.label_lower, subject_id=str(subject.pk)
    )
    return sentences(events[:limit])


@dataclass(frozen=True)
class Break:
    """A place where a committee's chain does not hold."""

    committee_id: int
    seq: int
    what: str


def broken_chains() -> list[Break]:
    """Recompute every chain in the database; returns the places where it does not hold.

    Sees only what the database role may see: run it as the owner, over everything.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT committee_id, seq, what FROM app_audit_breaks()")
        return [Break(*row) for row in cursor.fetchall()]
