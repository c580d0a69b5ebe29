"""The offices of a civil-society committee: who holds them, and how they were elected."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.db import IntegrityError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from committees import access, audit, downloads, exports, lists
from committees.calendar import today
from committees.errors import Refused
from committees.http import PersonRequest, pages, safe_int, scoped, signed_in
from committees.models import Committee
from committees.policy import allows
from committees.roles import ROLES
from committees.tabs import committee_tabs
from members.actions import offices as actions
from members.forms.offices import (
    MORE_ROWS,
    MOST_ROWS,
    ROWS,
    CandidateForm,
    ElectionForm,
    candidate_forms,
    initial_rows,
)
from members.models import Candidate, Election, Office, OfficeTerm, Seat
from members.offices_page import elections_of, holders_now
from members.policy import offices as policy
from members.policy.offices import Ballot
from members.policy.speaking import TAKING_PART
from members.views.mou import civil_society_of

PAGE = 20


@signed_in
@require_safe
def offices(request: PersonRequest, slug: str) -> HttpResponse:
    """Who holds the offices now, the terms before, and the elections."""
    committee = civil_society_of(request, slug)
    scope = access.scope_of(request.user)
    inside = scope.sees_inside(committee)
    elections, pager = pages(request, elections_of(committee, scope), PAGE)
    holders = holders_now(committee, scope)
    past = (
        OfficeTerm.objects.visible_to(scope)
        .filter(committee=committee, annulled_at__isnull=True, left_on__lt=today())
        .select_related("organisation")
        .order_by("-starts", "-pk")[:PAGE]
    )
    return render(
        request,
        "members/offices.html",
        {
            "committee": committee,
            "tabs": committee_tabs(committee, "members", scope),
            "single": [one for one in holders if one.office != Office.STEERING],
            "steering": [one for one in holders if one.office == Office.STEERING],
            "past": list(past),
            "elections": [_shown(row) for row in elections],
            "pager": pager,
            "inside": inside,
            "may_record": allows(policy.check_record, request.user, committee),
            "exports": lists.export_links("offices_export", slug),
            "print_of": committee.name,
        },
    )


def _shown(election: Election) -> dict[str, Any]:
    """A record as the list shows it."""
    candidates: list[Candidate] = getattr(election, "stood")  # noqa: B009  (prefetched)
    return {
        "election": election,
        "winners": ", ".join(row.organisation.name for row in candidates if row.elected),
        "standing": sum(not row.withdrew for row in candidates),
        "corrected": is_corrected(election),
    }


def is_corrected(election: Election) -> bool:
    """Whether a later record takes the place of this one."""
    return getattr(election, "corrected_by", None) is not None


@signed_in
@require_safe
@downloads.download
def offices_export(request: PersonRequest, slug: str, form: str) -> downloads.Download:
    """Every term of office, as a spreadsheet."""
    committee = civil_society_of(request, slug)
    terms = (
        OfficeTerm.objects.visible_to(access.scope_of(request.user))
        .standing()
        .filter(committee=committee)
        .select_related("organisation")
        .order_by("-starts", "-pk")
    )
    headers = [_("office"), _("organisation"), _("from"), _("term ends on"), _("left on")]
    title = _("Offices of %(committee)s") % {"committee": committee.short}
    rows = downloads.each(terms, _exported)
    return downloads.Download(
        title, [exports.Sheet(_("Offices"), headers, rows, [committee.name])], terms
    )


def _exported(term: OfficeTerm) -> list[exports.Value]:
    return [term.role_label, term.organisation.name, term.starts, term.ends, term.left_on]


def election_of(request: PersonRequest, committee: Committee, pk: int) -> Election:
    """A record of this committee, for people inside it; else 404."""
    records = Election.objects.select_related("corrected_by", "corrects", "paper", "recorded_by")
    election = scoped(records, request.user, pk=pk, committee=committee)
    election.committee = committee
    return election


def _candidates(request: PersonRequest, election: Election) -> list[Candidate]:
    """Who stood, the most votes first."""
    rows = Candidate.objects.visible_to(access.scope_of(request.user)).filter(election=election)
    return list(rows.select_related("organisation", "person"))


@signed_in
@require_safe
def election(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """The record of one election."""
    committee = civil_society_of(request, slug)
    row = election_of(request, committee, pk)
    candidates = _candidates(request, row)
    newest = policy.newest_of(committee, row.office)
    may_correct = allows(policy.check_correct, request.user, row, newest) and all(
        one.person_id != request.user.pk for one in candidates
    )
    return render(
        request,
        "members/election.html",
        {
            "committee": committee,
            "election": row,
            "office": ROLES[row.office].label,
            "candidates": candidates,
            "winners": [one for one in candidates if one.elected],
            "corrected": is_corrected(row),
            "may_correct": may_correct,
            "history": audit.history_of(row, access.scope_of(request.user)),
            "print_of": committee.name,
        },
    )


@signed_in
@require_http_methods(["GET", "POST"])
def election_new(request: PersonRequest, slug: str) -> HttpResponse:
    """Record an election; who won has the office."""
    committee = civil_society_of(request, slug)
    policy.check_record(request.user, committee)
    asked = request.GET.get("office", "")
    office = asked if asked in Office.values else ""
    return _recording(request, committee, {"office": office, "places": 1}, [], None)


@signed_in
@require_http_methods(["GET", "POST"])
def election_correct(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """Correct the newest record of an office by another one; the first stays as it was."""
    committee = civil_society_of(request, slug)
    row = election_of(request, committee, pk)
    newest = policy.newest_of(committee, row.office)
    policy.check_correct(request.user, row, newest)
    candidates = _candidates(request, row)
    _check_not_in_it(request, candidates)
    return _recording(request, committee, ElectionForm.initial_of(row), candidates, row)


def _check_not_in_it(request: PersonRequest, candidates: list[Candidate]) -> None:
    people = [Ballot(Seat(person_id=row.person_id)) for row in candidates]
    policy.check_not_own(request.user, people)


def _recording(
    request: PersonRequest,
    committee: Committee,
    initial: dict[str, Any],
    candidates: list[Candidate],
    corrects: Election | None,
) -> HttpResponse:
    """The form of a new record or of a correction, and what becomes of it."""
    seats = _seats(request, committee)
    if request.method != "POST":
        form = ElectionForm(initial={**initial, "form_key": uuid.uuid4()})
        rows = _first_rows(initial_rows(candidates, seats), seats)
        return _page(request, committee, form, rows, corrects)
    count = _row_count(request)
    if "more" in request.POST:
        return _more(request, committee, count, seats, corrects)
    form = ElectionForm(request.POST, request.FILES)
    rows = candidate_forms(request.POST, count, seats)
    whole = all([form.is_valid(), *(row.is_valid() for row in rows)])
    if not whole:
        return _page(request, committee, form, rows, corrects)
    try:
        made = actions.record_election(
            committee=committee,
            values=form.values(),
            ballots=[ballot for row in rows if (ballot := row.ballot())],
            upload=form.cleaned_data["paper"],
            by=request.user,
            corrects=corrects,
            form_key=form.cleaned_data["form_key"],
        )
    except Refused as refusal:
        form.add_error(None, str(refusal.reason))
        return _page(request, committee, form, rows, corrects, refusal.status)
    except IntegrityError:
        form.add_error(None, _("Somebody recorded this office just now. Look at it again."))
        return _page(request, committee, form, rows, corrects, 409)
    messages.success(request, _("The election is recorded, and the members are told."))
    return redirect("election", slug=committee.slug, pk=made.pk)


def _seats(request: PersonRequest, committee: Committee) -> dict[int, Seat]:
    """Who can stand: each person once for each organisation; never who records the election."""
    rows = (
        Seat.objects.visible_to(access.scope_of(request.user))
        .current(today())
        .filter(committee=committee, role__in=TAKING_PART)
        .exclude(person=request.user)
        .select_related("person", "organisation")
        .order_by("organisation__sort_key", "person__sort_key", "-ends", "pk")
    )
    seats: dict[tuple[int, int], Seat] = {}
    for seat in rows:
        seat.committee = committee
        seats.setdefault((seat.person_id, seat.organisation_id), seat)
    return {seat.pk: seat for seat in seats.values()}


def _row_count(request: PersonRequest) -> int:
    return max(1, min(safe_int(request.POST.get("rows", "")) or ROWS, MOST_ROWS))


def _first_rows(initial: list[dict[str, Any]], seats: dict[int, Seat]) -> list[CandidateForm]:
    count = max(ROWS, len(initial))
    filled = initial + [{}] * (count - len(initial))
    return [
        CandidateForm(initial=values, number=number, seats=seats)
        for number, values in enumerate(filled)
    ]


def _more(
    request: PersonRequest,
    committee: Committee,
    count: int,
    seats: dict[int, Seat],
    corrects: Election | None,
) -> HttpResponse:
    """The same form with more lines; nothing is judged yet and nothing typed is lost."""
    form = ElectionForm(initial=request.POST.dict())
    rows = [
        CandidateForm(
            initial={
                name: request.POST.get(f"c{number}-{name}", "")
                for name in ("seat", "votes", "withdrew", "elected")
            },
            number=number,
            seats=seats,
        )
        for number in range(min(count + MORE_ROWS, MOST_ROWS))
    ]
    return _page(request, committee, form, rows, corrects)


def _page(
    request: PersonRequest,
    committee: Committee,
    form: ElectionForm,
    rows: list[CandidateForm],
    corrects: Election | None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "committee": committee,
        "form": form,
        "rows": rows,
        "row_errors": [
            {"number": row.number + 1, "text": text, "href": f"#id_{row.prefix}-{name}"}
            for row in rows
            if row.is_bound
            for name, texts in row.errors.items()
            for text in texts
        ],
        "more": len(rows) < MOST_ROWS,
        "corrects": corrects,
    }
    return render(request, "members/election_new.html", context, status=status)
