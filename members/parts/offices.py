"""What offices add to the first page and to a committee's page."""

from __future__ import annotations

import datetime as dt

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from committees import access, home
from committees.calendar import today
from committees.gather import Asking
from committees.kinds import Kind
from committees.links import link
from committees.models import AuditEvent, Committee
from committees.querysets import Scope
from committees.roles import Permission, permissions
from members.models import OfficeTerm
from members.offices_page import ask_holders_now, overdue_terms

AHEAD = dt.timedelta(days=90)
MOST = 10


def waiting(user: User, scope: Scope) -> Asking[list[home.Waiting]]:
    """Terms that are over without a successor, for who records elections."""
    ids = {
        pk
        for pk in _civil_society(scope)
        if Permission.RECORD_ELECTIONS in permissions(scope.roles[pk])
    }
    if not ids:
        return []
    found: dict[tuple[int, str], OfficeTerm] = {}
    for term in (yield overdue_terms(ids, today() - dt.timedelta(days=1))):
        found.setdefault((term.committee_id, term.office), term)
    return [
        home.Waiting(
            _("Elect"),
            _("%(office)s: the term is over") % {"office": term.role_label},
            term.committee.short,
            f"{link('election_new', term.committee.slug)}?office={term.office}",
            due=term.ends,
            tone="bad",
        )
        for term in found.values()
    ]


def coming(user: User, scope: Scope) -> Asking[list[home.Coming]]:
    """The ends of terms in the coming weeks, each office once."""
    ids = _civil_society(scope)
    if not ids:
        return []
    found: dict[tuple[int, str, dt.date], OfficeTerm] = {}
    for term in (yield overdue_terms(ids, today() + AHEAD)):
        if term.ends is not None and term.ends >= today():
            found.setdefault((term.committee_id, term.office, term.ends), term)
    return [
        home.Coming(
            day,
            _("Term of office ends: %(office)s") % {"office": term.role_label},
            term.committee.short,
            link("offices", term.committee.slug),
        )
        for (_committee, _office, day), term in list(found.items())[:MOST]
    ]


def _civil_society(scope: Scope) -> set[int]:
    return {pk for pk in scope.inside if scope.nodes[pk].kind == Kind.CIVIL_SOCIETY}


def offices_block(request: HttpRequest, committee: Committee) -> Asking[home.Block | None]:
    """Who holds the offices of a civil-society committee."""
    if committee.kind != Kind.CIVIL_SOCIETY:
        return None
    holders = yield from ask_holders_now(committee, access.scope_of(request.user))
    context = {
        "holders": [one for one in holders if one.organisation is not None],
        "offices_url": reverse("offices", args=[committee.slug]),
    }
    return "members/_offices.html", context


def register() -> None:
    """Add these parts, and say where elections and terms of the history are seen."""
    home.register_waiting(waiting)
    home.register_coming(coming)
    home.register_committee_block(offices_block)
    home.register_subject_url("members.election", _election_url)
    home.register_subject_url("members.officeterm", _offices_url)


def _election_url(event: AuditEvent, committee: Committee) -> str:
    return link("election", committee.slug, int(event.subject_id))


def _offices_url(event: AuditEvent, committee: Committee) -> str:
    return reverse("offices", args=[committee.slug])
