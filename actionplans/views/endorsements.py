"""Asking a supervisor, and the supervisor's page: by a mailed link, or signed in.

Who comes by the link has no account and sees no committee's rows: that page reads and writes as a
named part of the system, and only the one request the link names. Opening a page changes nothing.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from allauth.core.internal import ratelimit
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from actionplans.actions import endorsements as actions
from actionplans.forms.tasks import AnswerForm, Candidate, SupervisorForm
from actionplans.models import Task, TaskEndorsement
from actionplans.policy import endorsements as policy
from actionplans.views.tasks import task_of
from actionplans.workflow.tasks import PENDING
from committees import access, rls
from committees.calendar import today
from committees.errors import NotAllowed, WrongState
from committees.http import PersonRequest, scoped, signed_in
from committees.querysets import Scope
from members.models import OrganisationContact, Seat

MOST = 100
# Answers sent from one address of a visitor.
LIMITS = {"endorse": "30/h/ip"}


# --- Asking ---------------------------------------------------------------------------------------


@signed_in
@require_http_methods(["GET", "POST"])
def task_supervisor(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """Say who the owner's supervisor is, who is then asked by mail."""
    row = task_of(request, slug, pk)
    policy.check("ask", request.user, row)
    candidates = _candidates(request, row)
    posted = request.method == "POST"
    form = SupervisorForm(request.POST if posted else None, candidates=candidates)
    if posted and form.is_valid():
        chosen = form.supervisor()
        try:
            actions.ask_supervisor(task=row, by=request.user, **chosen)
        except (NotAllowed, WrongState) as refused:
            form.add_error(None, refused.reason)
        else:
            said = _("%(name)s is asked to endorse it; the link went out by e-mail.")
            messages.success(request, said % {"name": chosen["name"]})
            return redirect(row)
    context = {
        "task": row,
        "committee": row.committee,
        "form": form,
        "candidates": candidates,
        "days": actions.DAYS,
        "asking": actions.asking(row.committee),
    }
    status = 400 if form.is_bound else 200
    return render(request, "actionplans/task_supervisor.html", context, status=status)


def _candidates(request: PersonRequest, row: Task) -> list[Candidate]:
    """People of the owner's organisation who may be asked, as far as the person sees them."""
    scope = access.scope_of(request.user)
    found: dict[str, Candidate] = {}
    for candidate in (*_seated(scope, row), *_contacts(scope, row)):
        if candidate.email:
            found.setdefault(policy.mailbox(candidate.email), candidate)
    barred = policy.mailboxes(row.person, row.delegated_by, request.user)
    return [candidate for mailbox, candidate in found.items() if mailbox not in barred]


def _seated(scope: Scope, row: Task) -> list[Candidate]:
    seats = (
        Seat.objects.visible_to(scope)
        .current(today())
        .filter(province=row.province_id, organisation=row.organisation_id)
        .select_related("person")
        .order_by("-heads", "person__sort_key", "pk")[:MOST]
    )
    return [
        Candidate(f"seat-{seat.person_id}", seat.person.name, seat.post, seat.person.email)
        for seat in seats
    ]


def _contacts(scope: Scope, row: Task) -> list[Candidate]:
    contacts = OrganisationContact.objects.visible_to(scope).filter(
        organisation=row.organisation_id
    )
    return [
        Candidate(f"contact-{contact.pk}", contact.name, contact.post, contact.email)
        for contact in contacts[:MOST]
    ]


@signed_in
@require_POST
def task_endorsement_send(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """Mail the link anew; the one before it no longer works."""
    row = task_of(request, slug, pk)
    policy.check("ask", request.user, row)
    rows = TaskEndorsement.objects.visible_to(access.scope_of(request.user))
    found = rows.select_related("task").filter(task=row, state=PENDING).first()
    if found is None:
        raise WrongState(_("This request is not open any more. Ask anew."))
    actions.send_anew(endorsement=found, by=request.user)
    messages.success(request, _("The link went out anew to %(name)s.") % {"name": found})
    return redirect(row)


# --- Answering ------------------------------------------------------------------------------------


@signed_in
@never_cache
@require_http_methods(["GET", "POST"])
def task_endorsement(request: PersonRequest, pk: int) -> HttpResponse:
    """The supervisor's page for somebody with an account."""
    row = scoped(TaskEndorsement, request.user, pk=pk)
    policy.check_answer(row, endorses=True, by=request.user)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        _answer(row, form, by=request.user)
        messages.success(request, _("Your answer is on record. Thank you."))
        return redirect("home")
    context = _facts(row) | {"form": form}
    status = 400 if form.is_bound else 200
    return render(request, "actionplans/task_endorsement.html", context, status=status)


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def endorse(request: HttpRequest, token: str) -> HttpResponse:
    """Behind the link of the mail: read what is asked, endorse or decline."""
    with rls.acting_as_system("endorsement"):
        found = actions.find(token) if _is_sane(token) else None
        if found is None:
            return _closed(request)
        form, status = AnswerForm(request.POST if request.method == "POST" else None), 200
        if request.method == "POST":
            status = 400
            if not _within_limits(request):
                form.add_error(None, _("Much was sent from here just now. Try again in an hour."))
                status = 429
            elif form.is_valid():
                try:
                    _answer(found, form, by=None)
                except WrongState:
                    return _closed(request)
                return redirect("endorse_thanks")
        context = _facts(found) | {"form": form}
        return render(request, "actionplans/endorse.html", context, status=status)


@never_cache
@require_safe
def endorse_thanks(request: HttpRequest) -> HttpResponse:
    """That the answer is on record; the same for everybody."""
    return render(request, "actionplans/endorse_thanks.html")


def _answer(row: TaskEndorsement, form: AnswerForm, by: Any) -> None:
    endorses = form.cleaned_data["answer"] == "endorse"
    reason = "" if endorses else form.cleaned_data["reason"]
    actions.answer(endorsement=row, endorses=endorses, reason=reason, by=by)


def _facts(row: TaskEndorsement) -> dict[str, Any]:
    """What was asked, in the language of the page; nothing of the committee beside it."""
    language = "en" if get_language() == "en" else "th"
    said = {
        key: value.get(language) or value["th"] if isinstance(value, dict) else value
        for key, value in row.facts.items()
    }
    return {"request_row": row, "asked": said | {"due": dt.date.fromisoformat(said["due"])}}


def _is_sane(token: str) -> bool:
    return len(token) < 200 and "\x00" not in token


def _closed(request: HttpRequest) -> HttpResponse:
    """One page for links that never were, are used, or have expired: it tells nothing apart."""
    return render(request, "actionplans/endorse_closed.html", status=404)


def _within_limits(request: HttpRequest) -> bool:
    """Whether this visitor has not sent too much of late; each try counts."""
    if settings.ACCOUNT_RATE_LIMITS is False:
        return True
    return bool(
        ratelimit.consume(request, app="actionplans", action="endorse", config=LIMITS, key="none")
    )
