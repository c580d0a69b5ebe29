"""Putting the team together and filing the Governor's endorsement, for PSDHS."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import IntegrityError
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from committees import access
from committees.errors import Conflict, WrongState
from committees.http import PersonRequest, conflict_rows, scoped, signed_in
from committees.models import AuditEvent
from committees.roles import Permission
from members.actions import team as actions
from members.forms.team import EndorseForm, TeamMemberForm
from members.models import REACHABLE, Organisation, TeamMember, TeamVersion
from members.policy import team as policy
from members.views.team import province_of, provincial_of, version_of


@signed_in
@require_POST
def team_start(request: PersonRequest, slug: str) -> HttpResponse:
    """Begin the next version, or go on with the one that has begun."""
    committee = provincial_of(request, slug)
    return redirect(actions.start_version(committee=committee, by=request.user))


def form_choices(request: PersonRequest, province_id: int) -> dict[str, Any]:
    """What the form of a person offers: the organisations and districts of the province."""
    _area, districts = province_of(request, province_id)
    return {
        "organisations": _organisations(request, province_id),
        "districts": list(districts.values()),
    }


def _organisations(request: PersonRequest, province_id: int) -> QuerySet[Organisation]:
    rows: QuerySet[Organisation] = Organisation.objects.visible_to(
        access.scope_of(request.user)
    ).filter(province_id=province_id)
    return rows


def member_of(request: PersonRequest, team: TeamVersion, pk: int) -> TeamMember:
    """A person on this version, or 404."""
    found = TeamMember.objects.select_related("organisation")
    member = scoped(found, request.user, team=team, pk=pk)
    member.team = team
    return member


@signed_in
@require_http_methods(["GET", "POST"])
def team_member_new(request: PersonRequest, slug: str, number: int) -> HttpResponse:
    """Put somebody on the version that is being put together."""
    team = version_of(request, slug, number)
    policy.check("change", request.user, team)
    form = TeamMemberForm(request.POST or None, **form_choices(request, team.province_id))
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            row = actions.add_member(team=team, values=form.values(), by=request.user)
        except WrongState as refused:
            form.add_error(None, refused.reason)
            status = refused.status
        else:
            messages.success(request, _("%(name)s is on the team.") % {"name": row.name})
            return redirect(team)
    return _member_page(request, team, form, None, status)


@signed_in
@require_http_methods(["GET", "POST"])
def team_member_edit(request: PersonRequest, slug: str, number: int, pk: int) -> HttpResponse:
    """Change what is written about somebody."""
    team = version_of(request, slug, number)
    policy.check_keep(request.user, team.committee)
    member = member_of(request, team, pk)
    policy.check("change", request.user, team)
    choices = form_choices(request, team.province_id)
    form = TeamMemberForm(request.POST or None, initial=_initial_of(member), **choices)
    if request.method != "POST" or not form.is_valid():
        return _member_page(request, team, form, member)
    try:
        actions.change_member(
            member=member,
            values=form.values(),
            version=form.cleaned_data["version"] or 0,
            by=request.user,
        )
    except Conflict:
        return _conflict(request, team, pk, form)
    except WrongState as refused:
        form.add_error(None, refused.reason)
        return _member_page(request, team, form, member, refused.status)
    messages.success(request, _("%(name)s is saved.") % {"name": member.name})
    return redirect(team)


def _initial_of(member: TeamMember) -> dict[str, Any]:
    return {name: getattr(member, name) for name in REACHABLE} | {"version": member.version}


def _conflict(
    request: PersonRequest, team: TeamVersion, pk: int, form: TeamMemberForm
) -> HttpResponse:
    """Theirs and yours side by side; the form keeps what was typed and takes their version."""
    member = member_of(request, team, pk)
    data = request.POST.copy()
    data["version"] = str(member.version)
    again = TeamMemberForm(data, **form_choices(request, team.province_id))
    again.is_valid()
    last = (
        AuditEvent.objects.visible_to(access.scope_of(request.user))
        .filter(subject_type=TeamVersion._meta.label_lower, subject_id=str(team.pk))
        .first()
    )
    conflict = {
        "who": last.actor if last else _("Somebody"),
        "at": last.at if last else None,
        "rows": conflict_rows(form, _initial_of(member)),
        "theirs_url": team.get_absolute_url(),
    }
    return _member_page(request, team, again, member, 409, conflict=conflict)


def _member_page(
    request: PersonRequest,
    team: TeamVersion,
    form: TeamMemberForm,
    member: TeamMember | None,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    context = {"committee": team.committee, "team": team, "form": form, "member": member, **more}
    return render(request, "members/team_member.html", context, status=status)


@signed_in
@require_POST
def team_member_remove(request: PersonRequest, slug: str, number: int, pk: int) -> HttpResponse:
    """Take somebody off the version that is being put together."""
    team = version_of(request, slug, number)
    policy.check("change", request.user, team)
    member = member_of(request, team, pk)
    actions.remove_member(member=member, by=request.user)
    messages.success(request, _("%(name)s is no longer on this version.") % {"name": member.name})
    return redirect(team)


@signed_in
@require_http_methods(["GET", "POST"])
def team_send(request: PersonRequest, slug: str, number: int) -> HttpResponse:
    """Send the version to the Governor, after saying what that means."""
    team = version_of(request, slug, number)
    policy.check("send", request.user, team)
    if request.method == "POST":
        actions.send_version(team=team, by=request.user)
        messages.success(request, _("The team waits for the Governor's endorsement."))
        return redirect(team)
    leading = access.holders(Permission.APPROVE_AS_CHIEF, team.committee)
    keeping = access.holders(Permission.ENDORSE_TEAM, team.committee)
    told = {user.pk: user for user in [*leading, *keeping] if user.pk != request.user.pk}
    return render(
        request,
        "members/team_send.html",
        {
            "committee": team.committee,
            "team": team,
            "told": [user.name for user in told.values()],
        },
    )


@signed_in
@require_POST
def team_recall(request: PersonRequest, slug: str, number: int) -> HttpResponse:
    """Call the version back, to change it."""
    team = version_of(request, slug, number)
    actions.recall_version(team=team, by=request.user)
    messages.success(request, _("The team can be changed again."))
    return redirect(team)


@signed_in
@require_http_methods(["GET", "POST"])
def team_endorse(request: PersonRequest, slug: str, number: int) -> HttpResponse:
    """File the Governor's signed copy."""
    team = version_of(request, slug, number)
    policy.check("endorse", request.user, team)
    if request.method == "POST":
        form = EndorseForm(request.POST, request.FILES)
    else:
        form = EndorseForm(initial=EndorseForm.initial_of(team))
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            done = actions.endorse_version(
                team=team,
                values=form.values(),
                upload=form.cleaned_data["signed_copy"],
                version=form.cleaned_data["version"],
                by=request.user,
            )
        except (Conflict, WrongState) as refused:
            form.add_error(None, refused.reason)
            status = refused.status
        except IntegrityError:
            form.add_error(None, _("Another version is in force on these days."))
            status = 409
        else:
            messages.success(
                request,
                _("Version %(number)s is endorsed and can be chosen from.")
                % {"number": done.number},
            )
            return redirect("team_find", code=team.province_id)
    return render(
        request,
        "members/team_endorse.html",
        {"committee": team.committee, "team": team, "form": form},
        status=status,
    )
