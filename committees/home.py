"""What the first page and a committee's page are put together from.

Apps above this one add their parts from `AppConfig.ready`; nothing here knows them. A provider is
asked once a page and answers with all it has, so that pages keep their number of queries.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.functional import Promise

from accounts.models import User
from committees.models import Area, AuditEvent, Committee
from committees.querysets import Scope


@dataclass(frozen=True)
class Waiting:
    """One thing that waits for the person: "Approve · Q1/2569 plan, Mae Sai · since 2 days".

    `tone` is '', 'attention' or 'bad' (late). Give `due` where there is a day, else `since`.
    """

    verb: str | Promise
    what: str
    where: str
    url: str
    since: dt.date | dt.datetime | None = None
    due: dt.date | None = None
    tone: str = ""


@dataclass(frozen=True)
class Coming:
    """Something with a day that lies ahead."""

    day: dt.date
    what: str
    where: str
    url: str = ""


WaitingProvider = Callable[[User, Scope], list[Waiting]]
ComingProvider = Callable[[User, Scope], list[Coming]]
# (template, its context), or None where there is nothing for this person.
Block = tuple[str, dict[str, Any]]
BlockProvider = Callable[[HttpRequest, Scope], Block | None]
CommitteeBlockProvider = Callable[[HttpRequest, Committee], Block | None]
ProvinceBlockProvider = Callable[[HttpRequest, Area], Block | None]
# Where the subject of an event can be seen; '' for nowhere. May not query.
SubjectUrl = Callable[[AuditEvent, Committee], str]

_WAITING: list[WaitingProvider] = []
_COMING: list[ComingProvider] = []
_BLOCKS: list[BlockProvider] = []
_COMMITTEE_BLOCKS: list[CommitteeBlockProvider] = []
_PROVINCE_BLOCKS: list[ProvinceBlockProvider] = []
_SUBJECT_URLS: dict[str, SubjectUrl] = {}


def register_waiting(provider: WaitingProvider) -> None:
    """Add what waits for a person; at most two queries."""
    _once(_WAITING, provider)


def register_coming(provider: ComingProvider) -> None:
    """Add what lies ahead; at most one query."""
    _once(_COMING, provider)


def register_block(provider: BlockProvider) -> None:
    """Add a part of the first page, such as totals for a national observer."""
    _once(_BLOCKS, provider)


def register_committee_block(provider: CommitteeBlockProvider) -> None:
    """Add a part of a committee's own page; asked only for people who see inside or from above."""
    _once(_COMMITTEE_BLOCKS, provider)


def register_province_block(provider: ProvinceBlockProvider) -> None:
    """Add a part of a province's page, such as its totals; at most one query."""
    _once(_PROVINCE_BLOCKS, provider)


def register_subject_url(label_lower: str, resolve: SubjectUrl) -> None:
    """Say where the subject of an event of this model ("actionplans.quarterplan") can be seen."""
    _SUBJECT_URLS[label_lower] = resolve


def waiting_for(user: User, scope: Scope) -> list[Waiting]:
    """Everything that waits for the person: what has a day first, the earliest on top."""
    found = [row for provider in _WAITING for row in provider(user, scope)]
    return sorted(found, key=_urgency)


def coming_for(user: User, scope: Scope) -> list[Coming]:
    """What lies ahead, the next first."""
    found = [row for provider in _COMING for row in provider(user, scope)]
    return sorted(found, key=lambda row: row.day)


def blocks_for(request: HttpRequest, scope: Scope) -> list[str]:
    """The further parts of the first page for this person."""
    return _rendered(request, (provider(request, scope) for provider in _BLOCKS))


def committee_blocks_for(request: HttpRequest, committee: Committee) -> list[str]:
    """The further parts of a committee's page."""
    return _rendered(request, (provider(request, committee) for provider in _COMMITTEE_BLOCKS))


def province_blocks_for(request: HttpRequest, province: Area) -> list[str]:
    """The further parts of a province's page."""
    return _rendered(request, (provider(request, province) for provider in _PROVINCE_BLOCKS))


def event_url(event: AuditEvent, committees: Mapping[int, Committee]) -> str:
    """Where the subject of an event can be seen, or ''."""
    committee = committees.get(event.committee_id)
    resolve = _SUBJECT_URLS.get(event.subject_type)
    return resolve(event, committee) if committee and resolve else ""


def _rendered(request: HttpRequest, blocks: Iterable[Block | None]) -> list[str]:
    return [render_to_string(*block, request=request) for block in blocks if block]


def _urgency(row: Waiting) -> tuple[int, dt.date]:
    if row.due:
        return (0, row.due)
    since = row.since.date() if isinstance(row.since, dt.datetime) else row.since
    return (1, since or dt.date.max)


def _once(registry: list[Any], provider: Any) -> None:
    if provider not in registry:
        registry.append(provider)
