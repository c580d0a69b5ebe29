"""What the first page and a committee's page are put together from.

Apps above this one add their parts from `AppConfig.ready`; nothing here knows them. A provider is
asked once a page. It yields the querysets it needs and returns what it has (`committees.gather`):
all providers of a page are asked in step, so that pages keep their number of queries however many
parts they have.
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
from committees.gather import Asking, in_step
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


# Each may answer at once, or as a generator that yields querysets first.
WaitingProvider = Callable[[User, Scope], list[Waiting] | Asking[list[Waiting]]]
ComingProvider = Callable[[User, Scope], list[Coming] | Asking[list[Coming]]]
# (template, its context), or None where there is nothing for this person.
Block = tuple[str, dict[str, Any]]
BlockAnswer = Block | None | Asking[Block | None]
BlockProvider = Callable[[HttpRequest, Scope], BlockAnswer]
CommitteeBlockProvider = Callable[[HttpRequest, Committee], BlockAnswer]
ProvinceBlockProvider = Callable[[HttpRequest, Area], BlockAnswer]
# Where the subject of an event can be seen; '' for nowhere. May not query.
SubjectUrl = Callable[[AuditEvent, Committee], str]

_WAITING: list[WaitingProvider] = []
_COMING: list[ComingProvider] = []
_BLOCKS: list[BlockProvider] = []
_COMMITTEE_BLOCKS: list[CommitteeBlockProvider] = []
_PROVINCE_BLOCKS: list[ProvinceBlockProvider] = []
_SUBJECT_URLS: dict[str, SubjectUrl] = {}


def register_waiting(provider: WaitingProvider) -> None:
    """Add what waits for a person; at most two rounds of querysets."""
    _once(_WAITING, provider)


def register_coming(provider: ComingProvider) -> None:
    """Add what lies ahead; one round of querysets."""
    _once(_COMING, provider)


def register_block(provider: BlockProvider) -> None:
    """Add a part of the first page, such as totals for a national observer."""
    _once(_BLOCKS, provider)


def register_committee_block(provider: CommitteeBlockProvider) -> None:
    """Add a part of a committee's own page; asked only for people who see inside or from above."""
    _once(_COMMITTEE_BLOCKS, provider)


def register_province_block(provider: ProvinceBlockProvider) -> None:
    """Add a part of a province's page, such as its totals; at most two rounds of querysets."""
    _once(_PROVINCE_BLOCKS, provider)


def register_subject_url(label_lower: str, resolve: SubjectUrl) -> None:
    """Say where the subject of an event of this model ("actionplans.quarterplan") can be seen."""
    _SUBJECT_URLS[label_lower] = resolve


@dataclass(frozen=True)
class FirstPage:
    """What the first page holds for one person."""

    waiting: list[Waiting]
    coming: list[Coming]
    blocks: list[str]


def first_page(request: HttpRequest, user: User, scope: Scope) -> FirstPage:
    """Everything that waits for the person, what lies ahead, and further parts.

    What waits: what has a day first, the earliest on top. What lies ahead: the next first.
    """
    parts: list[Any] = [provider(user, scope) for provider in _WAITING]
    parts += [provider(user, scope) for provider in _COMING]
    parts += [provider(request, scope) for provider in _BLOCKS]
    answers: list[Any] = in_step(parts)
    waiting = [row for found in answers[: len(_WAITING)] for row in found]
    coming = [row for found in answers[len(_WAITING) : len(parts) - len(_BLOCKS)] for row in found]
    blocks = answers[len(parts) - len(_BLOCKS) :]
    return FirstPage(
        waiting=sorted(waiting, key=_urgency),
        coming=sorted(coming, key=lambda row: row.day),
        blocks=_rendered(request, blocks),
    )


def waiting_for(user: User, scope: Scope) -> list[Waiting]:
    """Everything that waits for the person: what has a day first, the earliest on top."""
    found = in_step([provider(user, scope) for provider in _WAITING])
    return sorted((row for rows in found for row in rows), key=_urgency)


def coming_for(user: User, scope: Scope) -> list[Coming]:
    """What lies ahead, the next first."""
    found = in_step([provider(user, scope) for provider in _COMING])
    return sorted((row for rows in found for row in rows), key=lambda row: row.day)


def committee_blocks_for(request: HttpRequest, committee: Committee) -> list[str]:
    """The further parts of a committee's page."""
    return _rendered(request, in_step(block(request, committee) for block in _COMMITTEE_BLOCKS))


def province_blocks_for(request: HttpRequest, province: Area) -> list[str]:
    """The further parts of a province's page."""
    return _rendered(request, in_step(block(request, province) for block in _PROVINCE_BLOCKS))


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
