"""The steps a committee takes with an application: screen, endorse, accept, decline, withdraw."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from committees import access
from committees.calendar import today
from committees.errors import Conflict, NotAllowed
from committees.http import PersonRequest, signed_in
from members.actions import applications as actions
from members.actions import memberships as membership_actions
from members.forms.applications import (
    AcceptForm,
    DeclineForm,
    EndorseForm,
    ScreeningForm,
    WithdrawForm,
)
from members.matching import Matcher
from members.models import Application, Organisation
from members.policy import applications as policy
from members.views.applications import application_of, inner_committee, unmet_points

MOST_COMPARED = 3000


@signed_in
@require_http_methods(["GET", "POST"])
def application_screen(request: PersonRequest, slug: str, pk: Any) -> HttpResponse:
    """The checklist of the committee's constitution, point by point."""
    committee = inner_committee(request, slug)
    row = application_of(request, committee, pk)
    policy.check("screen", request.user, row)
    points = membership_actions.rules_of(committee).checklist
    initial = {**ScreeningForm.initial_of(points, row.findings), "version": row.version}
    form = ScreeningForm(request.POST or None, points=points, initial=initial)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            actions.screen(
                application=row,
                findings=form.findings(),
                version=form.cleaned_data["version"],
                by=request.user,
            )
        except Conflict:
            form = _once_more(request, form, points, row)
            status = 409
        else:
            messages.success(request, _("The screening is recorded; the members are told."))
            return redirect(row.get_absolute_url())
    context = {"committee": committee, "application": row, "form": form}
    return render(request, "members/application_screen.html", context, status=status)


def _once_more(
    request: PersonRequest, form: ScreeningForm, points: Any, row: Application
) -> ScreeningForm:
    """The form with what was typed, and the version that stands now."""
    data = request.POST.copy()
    data["version"] = str(row.version)
    again = ScreeningForm(data, points=points)
    again.is_valid()
    again.add_error(
        None,
        _(
            "Somebody recorded a screening meanwhile. Yours stands below; send it to replace"
            " theirs."
        ),
    )
    return again


@signed_in
@require_http_methods(["GET", "POST"])
def application_endorse(request: PersonRequest, slug: str, pk: Any) -> HttpResponse:
    """Endorse an applicant in the name of one's organisation."""
    committee = inner_committee(request, slug)
    row = application_of(request, committee, pk)
    endorsers = policy.endorsers(request.user, row)
    if not endorsers:
        policy.check("endorse", request.user, row)
        _refuse_endorsing(request, row)
    form = EndorseForm(request.POST or None, endorsers=endorsers)
    if request.method == "POST" and form.is_valid():
        actions.endorse(
            application=row,
            endorser=form.cleaned_data["organisation"],
            words=form.cleaned_data["words"],
            by=request.user,
        )
        messages.success(request, _("Endorsed. The committee decides now."))
        return redirect(row.get_absolute_url())
    context = {"committee": committee, "application": row, "form": form, "endorsers": endorsers}
    return render(request, "members/application_endorse.html", context)


def _refuse_endorsing(request: PersonRequest, row: Application) -> None:
    """Say why none of the organisations the person speaks for can endorse."""
    spoken = policy.spoken_for(request.user, row.committee)
    for organisation in spoken:
        policy.check_endorse(request.user, row, organisation)
    raise NotAllowed(_("Who speaks for a member organisation endorses; you do not."))


@signed_in
@require_http_methods(["GET", "POST"])
def application_accept(request: PersonRequest, slug: str, pk: Any) -> HttpResponse:
    """Record that the committee accepted."""
    committee = inner_committee(request, slug)
    row = application_of(request, committee, pk)
    policy.check("accept", request.user, row)
    form = AcceptForm(
        request.POST or None, similar=_similar(request, row), initial={"decided_on": today()}
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.accept(
                application=row,
                organisation=form.chosen,
                decided_on=form.cleaned_data["decided_on"],
                words=form.cleaned_data["words"],
                by=request.user,
            )
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(
                request, _("Accepted. The applicant is told and can sign the MoU now.")
            )
            return redirect(row.get_absolute_url())
    context = {"committee": committee, "application": row, "form": form, "unmet": unmet_points(row)}
    return render(request, "members/application_accept.html", context)


def _similar(request: PersonRequest, row: Application) -> list[Organisation]:
    """Organisations of the directory that the applicant may be, the likeliest first."""
    directory = Organisation.objects.visible_to(access.scope_of(request.user)).filter(
        province_id=row.province_id
    )
    known = {one.pk: one for one in directory[:MOST_COMPARED]}
    names = [(one.pk, name) for one in known.values() for name in (one.name_th, one.name_en)]
    matcher = Matcher(names)
    best: dict[int, float] = {}
    for name in (row.name_th, row.name_en):
        for key, score in matcher.nearest(name):
            best[key] = max(score, best.get(key, 0))
    best |= {one.pk: 1.0 for one in known.values() if policy.is_same(row, one)}
    ordered = sorted(best, key=lambda key: -best[key])[:5]
    return [known[key] for key in ordered if key != row.endorser_id]


@signed_in
@require_http_methods(["GET", "POST"])
def application_decline(request: PersonRequest, slug: str, pk: Any) -> HttpResponse:
    """Record that the committee declined, and why."""
    committee = inner_committee(request, slug)
    row = application_of(request, committee, pk)
    policy.check("decline", request.user, row)
    form = DeclineForm(request.POST or None, initial={"decided_on": today()})
    if request.method == "POST" and form.is_valid():
        actions.decline(
            application=row,
            decided_on=form.cleaned_data["decided_on"],
            reason=form.cleaned_data["reason"],
            by=request.user,
        )
        messages.success(request, _("Declined. The applicant is told the reason."))
        return redirect(row.get_absolute_url())
    context = {"committee": committee, "application": row, "form": form}
    return render(request, "members/application_decline.html", context)


@signed_in
@require_http_methods(["GET", "POST"])
def application_withdraw(request: PersonRequest, slug: str, pk: Any) -> HttpResponse:
    """Withdraw an application on the applicant's notice."""
    committee = inner_committee(request, slug)
    row = application_of(request, committee, pk)
    policy.check("withdraw", request.user, row)
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.withdraw(application=row, reason=form.cleaned_data["reason"], by=request.user)
        messages.success(request, _("The application is withdrawn."))
        return redirect("applications", slug=slug)
    context = {"committee": committee, "application": row, "form": form}
    return render(request, "members/application_withdraw.html", context)
