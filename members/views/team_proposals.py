"""Proposing people for the multidisciplinary team, and answering."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from committees import access, audit
from committees.errors import WrongState
from committees.http import PersonRequest, scoped, signed_in
from committees.kinds import Kind
from committees.models import Committee
from committees.policy import allows
from members import team_reading
from members.actions import team as actions
from members.forms.team import DeclineForm, ProposalForm
from members.models import TeamProposal
from members.policy import team as policy
from members.views.seats import committee_of
from members.views.team import province_of
from members.views.team_keeping import form_choices


@signed_in
@require_http_methods(["GET", "POST"])
def team_propose(request: PersonRequest, slug: str) -> HttpResponse:
    """Propose somebody for the next version, in the name of a committee."""
    committee = committee_of(request, slug)
    policy.check_propose(request.user, committee)
    form = ProposalForm(request.POST or None, **form_choices(request, committee.province_id))
    if request.method == "POST" and form.is_valid():
        proposal = actions.propose(
            committee=committee,
            values=form.values(),
            reason=form.cleaned_data["reason"],
            form_key=form.key(),
            by=request.user,
        )
        messages.success(
            request, _("%(name)s is proposed; PSDHS is told.") % {"name": proposal.name}
        )
        return redirect("team_find", code=committee.province_id)
    return render(request, "members/team_propose.html", {"committee": committee, "form": form})


def proposal_of(request: PersonRequest, slug: str, pk: uuid.UUID) -> TeamProposal:
    """A proposal of this committee that the person may read, or 404."""
    committee = committee_of(request, slug)
    proposal: TeamProposal = scoped(
        TeamProposal.objects.select_related("organisation", "proposed_by"),
        request.user,
        committee=committee,
        pk=pk,
    )
    proposal.committee = committee
    return proposal


def _keeping(request: PersonRequest, proposal: TeamProposal) -> Committee:
    """The committee that answers proposals of this province."""
    rows = Committee.objects.visible_to(access.scope_of(request.user))
    found = rows.filter(kind=Kind.PROVINCIAL, province_id=proposal.province_id).first()
    if found is None:
        raise Http404
    return found


@signed_in
@require_safe
def team_proposal(request: PersonRequest, slug: str, pk: uuid.UUID) -> HttpResponse:
    """Who is proposed and why, and what became of it."""
    proposal = proposal_of(request, slug, pk)
    _area, districts = province_of(request, proposal.province_id)
    provincial = _keeping(request, proposal)
    user = request.user
    return render(
        request,
        "members/team_proposal.html",
        {
            "committee": proposal.committee,
            "proposal": proposal,
            "shown": team_reading.show(proposal, districts),
            "may_take_up": allows(policy.check_answer, "take_up", user, proposal, provincial),
            "may_withdraw": allows(policy.check_withdraw, user, proposal),
            "events": audit.history_of(proposal, access.scope_of(user)),
        },
    )


@signed_in
@require_POST
def team_take_up(request: PersonRequest, slug: str, pk: uuid.UUID) -> HttpResponse:
    """Put the person proposed on the next version."""
    proposal = proposal_of(request, slug, pk)
    policy.check_answer("take_up", request.user, proposal, _keeping(request, proposal))
    actions.take_up(proposal=proposal, by=request.user)
    messages.success(
        request, _("%(name)s is on the next version of the team.") % {"name": proposal.name}
    )
    return redirect("team", slug=_keeping(request, proposal).slug)


@signed_in
@require_http_methods(["GET", "POST"])
def team_decline(request: PersonRequest, slug: str, pk: uuid.UUID) -> HttpResponse:
    """Decline a proposal, with a reason."""
    proposal = proposal_of(request, slug, pk)
    provincial = _keeping(request, proposal)
    policy.check_answer("decline", request.user, proposal, provincial)
    form = DeclineForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.decline(proposal=proposal, reason=form.cleaned_data["reason"], by=request.user)
        except WrongState as refused:
            form.add_error(None, refused.reason)
        else:
            messages.success(request, _("The proposal is declined; who proposed is told."))
            return redirect("team", slug=provincial.slug)
    return render(
        request,
        "members/team_decline.html",
        {"committee": proposal.committee, "proposal": proposal, "form": form},
    )


@signed_in
@require_POST
def team_withdraw(request: PersonRequest, slug: str, pk: uuid.UUID) -> HttpResponse:
    """Withdraw a proposal."""
    proposal = proposal_of(request, slug, pk)
    actions.withdraw(proposal=proposal, by=request.user)
    messages.success(request, _("The proposal is withdrawn."))
    return redirect(proposal)
