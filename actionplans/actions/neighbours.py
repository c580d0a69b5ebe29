"""Opening a draft to neighbours, commenting on one, and what comes of it.

What a comment says stays out of the history: its author may take it back.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from actionplans.models import (
    AreaNeighbour,
    LineComment,
    Opening,
    OpeningGuest,
    OverlapTalk,
    Plan,
    PlanLine,
)
from actionplans.notices import neighbours as notices
from actionplans.opened import OpenedLine, audience
from actionplans.policy import neighbours as policy
from actionplans.querysets.neighbours import GUESTS
from committees import access, audit
from committees.errors import Conflict, WrongState
from committees.links import link
from committees.models import Area, AuditEvent, Committee
from committees.policy import check_mark_areas, check_version
from committees.roles import Permission

MOST_GUESTS = 500


def guests_for(committee: Committee) -> list[Committee]:
    """Whom this committee can open a draft to, by name: never a closed group."""
    rows = Committee.objects.filter(
        province_id=committee.province_id, kind__in=GUESTS, closed=False, ended__isnull=True
    )
    return list(rows.exclude(pk=committee.pk).order_by("sort_key", "pk")[:MOST_GUESTS])


@transaction.atomic
def open_draft(
    *,
    plan: Plan,
    to_all: bool,
    guests: Iterable[Committee],
    shows_money: bool,
    by: User,
    note: str = "",
) -> Opening:
    """Let neighbours read and comment the lines of a year's plan.

    `guests` are chosen by name; with `to_all` every district and civil-society committee reads it
    too. Side effects: audit event, notices to those who submit plans there. Raises NotAllowed,
    WrongState (open already, or nobody chosen).
    """
    policy.check_open(by, plan.committee)
    Plan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    if Opening.objects.filter(plan=plan, closed_at__isnull=True).exists():
        raise WrongState(_("This draft is open to neighbours already."))
    chosen = _chosen(plan.committee, guests, to_all=to_all)
    opening = Opening.objects.create(
        plan=plan,
        fiscal_year=plan.fiscal_year,
        to_all=to_all,
        shows_money=shows_money,
        note=note,
        opened_by=by,
        opened_at=timezone.now(),
        committee=plan.committee,
        province_id=plan.province_id,
    )
    _invite(opening, chosen)
    event = _record("draft_opened", opening, by, chosen)
    notices.tell("draft_opened", opening, event, readers_of(opening, chosen))
    return opening


@transaction.atomic
def change_opening(
    *,
    opening: Opening,
    to_all: bool,
    guests: Iterable[Committee],
    shows_money: bool,
    note: str,
    version: int,
    by: User,
) -> Opening:
    """Change who reads an open draft and whether its money shows; new readers are told.

    `version` is the one that was shown. Raises NotAllowed, WrongState, Conflict.
    """
    locked = _locked(opening)
    policy.check_open(by, locked.committee)
    policy.check_standing(locked)
    check_version(locked, version)
    chosen = _chosen(locked.committee, guests, to_all=to_all)
    before = {person.pk for person in readers_of(locked)}
    locked.to_all, locked.shows_money, locked.note = to_all, shows_money, note
    locked.version += 1
    locked.save(update_fields=["to_all", "shows_money", "note", "version"])
    locked.guests.all().delete()
    _invite(locked, chosen)
    event = _record("opening_changed", locked, by, chosen)
    new = [person for person in readers_of(locked, chosen) if person.pk not in before]
    notices.tell("draft_opened", locked, event, new)
    return locked


@transaction.atomic
def close_opening(*, opening: Opening, by: User) -> Opening:
    """Close a draft to neighbours again; what they said stays. Raises NotAllowed, WrongState."""
    locked = _locked(opening)
    policy.check_open(by, locked.committee)
    policy.check_standing(locked)
    readers = readers_of(locked)
    locked.closed_by, locked.closed_at = by, timezone.now()
    locked.version += 1
    locked.save(update_fields=["closed_by", "closed_at", "version"])
    event = audit.record(actor=by, committee=locked.committee, verb="draft_closed", subject=locked)
    notices.tell("draft_closed", locked, event, readers)
    return locked


def readers_of(opening: Opening, chosen: Iterable[Committee] | None = None) -> list[User]:
    """Who is told of an opening: those who submit plans in the committees that can read it."""
    if chosen is None:
        rows = OpeningGuest.objects.filter(opening=opening)
        named = set(rows.values_list("guest_id", flat=True))
    else:
        named = {committee.pk for committee in chosen}
    invited = audience(opening, guests_for(opening.committee), named)
    return access.holders_inside(Permission.SUBMIT_PLAN, [row.pk for row in invited])


@transaction.atomic
def write_comment(
    *,
    opening: Opening,
    line: OpenedLine,
    guest: Committee,
    text: str,
    by: User,
    form_key: uuid.UUID | None = None,
) -> LineComment:
    """Comment on a line of a neighbour's draft, for one of one's committees.

    The same form sent twice says it once. Side effects: audit event in the guest's history,
    notices to those who write the plan. Raises NotAllowed, WrongState.
    """
    policy.check_comment(by, guest)
    policy.check_standing(opening)
    key = uuid.uuid5(form_key, f"{line.line_id}\n{text}") if form_key else uuid.uuid4()
    comment, new = LineComment.objects.get_or_create(
        author=by,
        form_key=key,
        defaults={
            "opening": opening,
            "fiscal_year": opening.fiscal_year,
            "line_id": line.line_id,
            "line_what": line.what,
            "guest": guest,
            "author_th": by.name_th,
            "author_en": by.name_en,
            "text": text,
            "created_at": timezone.now(),
            "committee": opening.committee,
            "province_id": opening.province_id,
        },
    )
    if not new:
        return comment
    event = _record_of_guest("line_commented", comment, by)
    _tell_writers(comment, event)
    return comment


@transaction.atomic
def edit_comment(*, comment: LineComment, text: str, version: int, by: User) -> LineComment:
    """Change one's own comment before it is answered; it waits anew.

    Raises NotAllowed, WrongState, Conflict.
    """
    locked = _locked_comment(comment)
    transition = policy.check("edit", by, locked)
    check_version(locked, version)
    locked.text, locked.state = text, transition.target
    locked.changed_at = timezone.now()
    locked.settled_by = locked.settled_at = None
    locked.settled_th = locked.settled_en = ""
    _save(locked)
    _record_of_guest(transition.verb, locked, by)
    return locked


@transaction.atomic
def withdraw_comment(*, comment: LineComment, by: User) -> LineComment:
    """Take one's own comment back; its words go. Raises NotAllowed, WrongState."""
    locked = _locked_comment(comment)
    transition = policy.check("withdraw", by, locked)
    locked.text, locked.state = "", transition.target
    locked.changed_at = timezone.now()
    _save(locked)
    _record_of_guest(transition.verb, locked, by)
    return locked


@transaction.atomic
def settle_comment(
    *, comment: LineComment, action: str, version: int, by: User, answer: str = ""
) -> LineComment:
    """Note a comment, answer it or take it up, for the committee whose draft it is about.

    Side effects: audit event; for an answer and for what is taken up, a notice to the author.
    Raises NotAllowed, WrongState (also an answer without words), Conflict.
    """
    locked = _locked_comment(comment)
    transition = policy.check(action, by, locked)
    check_version(locked, version)
    if action == "answer" and not answer:
        raise WrongState(_("Write an answer, or press “Noted”."))
    locked.state = transition.target
    if answer:
        locked.answer = answer
    locked.settled_by, locked.settled_at = by, timezone.now()
    locked.settled_th, locked.settled_en = by.name_th, by.name_en
    _save(locked)
    event = audit.record(
        actor=by,
        committee=locked.committee,
        verb=transition.verb,
        subject=locked,
        after={"state": locked.state, "neighbour": notices.notices_names(locked.guest)},
    )
    if transition.notice:
        url = f"{locked.opening.get_absolute_url()}#line-{locked.line_id}"
        if locked.opening.closed_at is not None:
            url = _year_url(locked.guest, locked.fiscal_year)
        author = access.still_inside([locked.author], locked.guest_id)
        notices.tell_of_comment(transition.notice, locked, event, author, url)
    return locked


@transaction.atomic
def record_talk(
    *,
    line: PlanLine,
    other: Committee,
    other_line: int,
    outcome: str,
    by: User,
    word: str = "",
    form_key: uuid.UUID | None = None,
) -> OverlapTalk:
    """Record what two committees agreed about an overlap, from the side whose line `line` is.

    A later record supersedes an earlier one; none is changed. Raises NotAllowed.
    """
    policy.check_talk(by, line.committee)
    key = uuid.uuid5(form_key, f"{outcome}\n{word}") if form_key else uuid.uuid4()
    talk, new = OverlapTalk.objects.get_or_create(
        by=by,
        form_key=key,
        defaults={
            "fiscal_year": line.plan.fiscal_year,
            "plan": line.plan,
            "line": line,
            "other": other,
            "other_line": other_line,
            "outcome": outcome,
            "word": word,
            "by_th": by.name_th,
            "by_en": by.name_en,
            "at": timezone.now(),
            "committee": line.committee,
            "province_id": line.province_id,
        },
    )
    if not new:
        return talk
    audit.record(
        actor=by,
        committee=line.committee,
        verb=f"overlap_{outcome}",
        subject=line,
        after={"neighbour": notices.notices_names(other)},
        reason=word,
    )
    return talk


def neighbours_of(district: int, province: int) -> set[int]:
    """The districts marked as lying beside this one."""
    pairs = AreaNeighbour.objects.filter(
        Q(low_id=district) | Q(high_id=district), province_id=province
    )
    return {
        high if low == district else low for low, high in pairs.values_list("low_id", "high_id")
    }


@transaction.atomic
def mark_neighbours(
    *, district: Area, codes: set[int], seen: set[int], committee: Committee, by: User
) -> None:
    """Say which districts of the province lie beside this one; it then holds both ways.

    `seen` are those that were marked when the page was shown. Raises NotAllowed, Conflict.
    """
    check_mark_areas(by, committee)
    Committee.objects.select_for_update(of=("self",)).get(pk=committee.pk)
    before = neighbours_of(district.pk, committee.province_id)
    if before != seen:
        raise Conflict(
            _("Somebody else changed this while you were writing. Both versions are shown below.")
        )
    if codes == before:
        return
    names = Area.objects.filter(parent_id=committee.province_id).in_bulk()
    wanted = codes & (names.keys() - {district.pk})
    for code in before - wanted:
        low, high = sorted((district.pk, code))
        AreaNeighbour.objects.filter(low_id=low, high_id=high).delete()
    AreaNeighbour.objects.bulk_create(
        AreaNeighbour(
            province_id=committee.province_id,
            low_id=min(district.pk, code),
            high_id=max(district.pk, code),
        )
        for code in sorted(wanted - before)
    )
    audit.record(
        actor=by,
        committee=committee,
        verb="neighbours_marked",
        subject=committee,
        before={"codes": sorted(before)},
        after={
            "codes": sorted(wanted),
            "district": _listed([district]),
            "districts": _listed([names[code] for code in sorted(wanted)]),
        },
    )


def _chosen(committee: Committee, guests: Iterable[Committee], *, to_all: bool) -> list[Committee]:
    """The committees chosen that can be, now; at least one unless everybody is."""
    possible = {row.pk: row for row in guests_for(committee)}
    chosen = [possible[row.pk] for row in guests if row.pk in possible]
    if not chosen and not to_all:
        raise WrongState(_("Choose at least one committee, or all neighbours."))
    return chosen


def _invite(opening: Opening, guests: list[Committee]) -> None:
    OpeningGuest.objects.bulk_create(
        OpeningGuest(
            opening=opening,
            guest=guest,
            committee_id=opening.committee_id,
            province_id=opening.province_id,
        )
        for guest in guests
    )


def _record(verb: str, opening: Opening, by: User, chosen: list[Committee]) -> AuditEvent:
    guests = [notices.notices_names(row) for row in chosen]
    if opening.to_all:
        guests.insert(0, {"th": "คณะกรรมการข้างเคียงทุกคณะ", "en": "all neighbours"})
    return audit.record(
        actor=by,
        committee=opening.committee,
        verb=verb,
        subject=opening,
        after={
            "guests": {
                language: ", ".join(name[language] for name in guests) for language in ("th", "en")
            },
            "shows_money": opening.shows_money,
        },
        reason=opening.note,
    )


def _record_of_guest(verb: str, comment: LineComment, by: User) -> AuditEvent:
    """In the history of the committee that comments: the opener's is not its guests' to write."""
    return audit.record(
        actor=by,
        committee=comment.guest,
        verb=verb,
        subject=comment,
        after={"state": comment.state, "neighbour": notices.notices_names(comment.committee)},
    )


def _tell_writers(comment: LineComment, event: AuditEvent) -> None:
    writers = access.holders_inside(Permission.EDIT_PLAN, [comment.committee_id])
    url = f"{comment.opening.get_absolute_url()}#line-{comment.line_id}"
    notices.tell_of_comment("line_commented", comment, event, writers, url)


def _year_url(committee: Committee, year: int) -> str:
    return link("neighbours", committee.slug, year)


def _locked(opening: Opening) -> Opening:
    return (
        Opening.objects.select_for_update(of=("self",))
        .select_related("committee")
        .get(pk=opening.pk)
    )


def _locked_comment(comment: LineComment) -> LineComment:
    return (
        LineComment.objects.select_for_update(of=("self",))
        .select_related("committee", "guest", "author")
        .get(pk=comment.pk)
    )


def _save(comment: LineComment) -> None:
    comment.version += 1
    comment.save(
        update_fields=[
            "text",
            "state",
            "answer",
            "settled_by",
            "settled_th",
            "settled_en",
            "settled_at",
            "changed_at",
            "version",
        ]
    )


def _listed(areas: list[Area]) -> dict[str, Any]:
    return {
        language: ", ".join(area.name_in(language) for area in areas) or "–"
        for language in ("th", "en")
    }
