"""The public way into a committee: nobody here has an account.

A visitor sees no committee's rows, so each of these pages reads and writes as a named part of the
system, and only what the address names: a committee that takes applications, or one application by
a link that was mailed to who wrote it.
"""

from __future__ import annotations

from typing import Any

from allauth.core.internal import ratelimit
from django.conf import settings
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from committees import markdown, rls
from committees.calendar import today
from committees.errors import Refused, WrongState
from committees.models import Area, AreaLevel
from committees.tasks import queue_quietly
from members.actions import joining as actions
from members.actions import mou as mou_actions
from members.forms.applications import ConfirmForm, JoinForm, SignForm
from members.models import PARTS, Application, MembershipRules, MouVersion
from members.tasks import applications as tasks
from members.workflow.applications import ACCEPTED, DECLINED, OPEN

# By the address a visitor comes from, and by the e-mail address that would be written to.
LIMITS = {"join": "20/h/ip,3/h/key", "join_confirm": "30/h/ip"}


def _within_limits(request: HttpRequest, action: str, key: str = "") -> bool:
    """Whether this visitor has not sent too much of late; each try counts."""
    if settings.ACCOUNT_RATE_LIMITS is False:
        return True
    used = ratelimit.consume(
        request, app="members", action=action, config=LIMITS, key=key or "none"
    )
    return bool(used)


def _too_much(form: Any) -> None:
    form.add_error(
        None,
        _("Much was sent from here just now. What you wrote is kept; send it again in an hour."),
    )


# --- Applying -------------------------------------------------------------------------------------


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def join(request: HttpRequest, slug: str) -> HttpResponse:
    """The application form of a committee that takes applications."""
    with rls.acting_as_system("application"):
        found = actions.open_committee(slug)
        if found is None:
            raise Http404
        committee, rules = found
        form = JoinForm(request.POST or None, districts=_districts(committee.province_id))
        if request.method != "POST":
            return _join_page(request, rules, form)
        valid = form.is_valid()
        if form.is_by_a_machine:
            return redirect("join_sent", slug=slug)
        if not valid:
            return _join_page(request, rules, form)
        if not _within_limits(request, "join", form.cleaned_data["contact_email"]):
            _too_much(form)
            return _join_page(request, rules, form, 429)
        _application, token = actions.apply(
            committee=committee, values=form.values(), language=_language()
        )
    transaction.on_commit(lambda: queue_quietly(tasks.send_confirmation, token))
    return redirect("join_sent", slug=slug)


def _join_page(
    request: HttpRequest, rules: MembershipRules, form: JoinForm, status: int = 200
) -> HttpResponse:
    committee = rules.committee
    english = _language() == "en"
    welcome = (rules.welcome_en if english else "") or rules.welcome_th
    context = {"committee": committee, "form": form, "welcome": welcome}
    return render(request, "members/join.html", context, status=status)


def _districts(province_id: int) -> list[Area]:
    rows = Area.objects.filter(parent_id=province_id, level=AreaLevel.DISTRICT)
    return list(rows.order_by("sort_key"))


def _language() -> str:
    return "en" if get_language() == "en" else "th"


@require_safe
def join_sent(request: HttpRequest, slug: str) -> HttpResponse:
    """That a link was mailed; the same for everybody and whatever was written."""
    with rls.acting_as_system("application"):
        found = actions.open_committee(slug)
    if found is None:
        raise Http404
    return render(request, "members/join_sent.html", {"committee": found[0]})


@never_cache
@require_http_methods(["GET", "POST"])
def join_confirm(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """Behind the link of the mail: attach the proof and send. Opening it changes nothing."""
    with rls.acting_as_system("application"):
        found = actions.find_unconfirmed(token) if _is_sane(token) else None
        if found is None or found.committee.slug != slug:
            return _closed(request)
        form = ConfirmForm(request.POST or None, request.FILES or None)
        status = 200
        if request.method == "POST":
            # A file that was sent without any other field leaves the form unbound.
            form = ConfirmForm(request.POST, request.FILES)
            if not _within_limits(request, "join_confirm"):
                _too_much(form)
                status = 429
            elif form.is_valid():
                try:
                    row = actions.confirm(application=found, upload=form.cleaned_data["evidence"])
                except WrongState:
                    return _closed(request)
                return redirect("join_status", slug=slug, token=actions.status_token(row))
        context = {"committee": found.committee, "application": found, "form": form}
        return render(request, "members/join_confirm.html", context, status=status)


def _is_sane(token: str) -> bool:
    return len(token) < 200 and "\x00" not in token


def _closed(request: HttpRequest) -> HttpResponse:
    """One page for links that never were, are used, or have expired: it tells nothing apart."""
    return render(request, "members/join_closed.html", status=404)


# --- Where it is ----------------------------------------------------------------------------------


def _own(slug: str, token: str) -> Application | None:
    """The application of an applicant's own link."""
    found = actions.find_by_status(token) if _is_sane(token) else None
    return found if found is not None and found.committee.slug == slug else None


@never_cache
@require_safe
def join_status(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """Where the application is, for who wrote it."""
    with rls.acting_as_system("application"):
        found = _own(slug, token)
        if found is None:
            return _closed(request)
        return render(
            request,
            "members/join_status.html",
            {
                "committee": found.committee,
                "application": found,
                "token": token,
                "steps": _steps(found),
                "may_sign": found.state == ACCEPTED and _version(found) is not None,
                "may_stop": found.state in OPEN,
                "declined": found.state == DECLINED,
            },
        )


def _steps(row: Application) -> list[dict[str, Any]]:
    """The way of the application as the applicant sees it: no names of people."""
    done = ["applied", "screened", "endorsed", "accepted", "member"]
    reached = done.index(row.state) if row.state in done else -1
    labels = (
        _("Application sent"),
        _("Screening by the steering committee"),
        _("Endorsement by a member"),
        _("Decision of the committee"),
        _("Signature under the memorandum of understanding"),
    )
    return [
        {"label": label, "done": number <= reached, "next": number == reached + 1}
        for number, label in enumerate(labels)
    ]


def _version(row: Application) -> MouVersion | None:
    return mou_actions.current_version(row.committee)


@never_cache
@require_http_methods(["GET", "POST"])
def join_sign(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """Read the memorandum and sign it; with it the organisation is a member."""
    with rls.acting_as_system("application"):
        found = _own(slug, token)
        if found is None or found.state != ACCEPTED or found.person is None:
            return _closed(request)
        version = _version(found)
        if version is None:
            raise WrongState(_("The memorandum is not open for signature at the moment."))
        if request.method == "POST":
            form = SignForm(request.POST, request.FILES)
            if form.is_valid() and _signed(found, version, form):
                return redirect("join_status", slug=slug, token=token)
        else:
            form = SignForm(
                initial={
                    "signatory_name": found.contact_th,
                    "signatory_post": found.contact_post,
                    "signed_on": today(),
                }
            )
        context = {
            "committee": found.committee,
            "application": found,
            "version": version,
            "parts": _parts(version),
            "form": form,
            "token": token,
        }
        return render(request, "members/join_sign.html", context)


def _parts(version: MouVersion) -> list[dict[str, Any]]:
    """The text of the memorandum in the language of the page; Thai where there is no English."""
    english = _language() == "en"
    words = {
        "vision": _("Vision"),
        "mission": _("Mission"),
        "objectives": _("Objectives"),
        "principles": _("Organising principles"),
    }
    return [
        {
            "label": words[part],
            "text": markdown.render(
                (getattr(version, f"{part}_en") if english else "")
                or getattr(version, f"{part}_th")
            ),
        }
        for part in PARTS
    ]


def _signed(found: Application, version: MouVersion, form: SignForm) -> bool:
    """Record the signature; where it is refused the form says why and keeps what was typed."""
    data = form.cleaned_data
    assert found.organisation is not None and found.person is not None  # noqa: S101  (accepted)
    try:
        mou_actions.record_signature(
            version=version,
            organisation=found.organisation,
            signatory_name=data["signatory_name"],
            signatory_post=data["signatory_post"],
            signed_on=data["signed_on"],
            upload=data["copy"],
            by=found.person,
        )
    except Refused as refusal:
        form.add_error(None, refusal.reason)
        return False
    return True


@never_cache
@require_POST
def join_withdraw(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """Withdraw one's own application."""
    with rls.acting_as_system("application"):
        found = _own(slug, token)
        if found is None:
            return _closed(request)
        actions.withdraw_by_applicant(application=found)
    return redirect("join_status", slug=slug, token=token)
