"""One membership: how it stands, renewing and ending it; and the rules a committee goes by."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from committees import access, audit
from committees.calendar import format_date, today
from committees.errors import Conflict
from committees.http import PersonRequest, conflict_rows, signed_in
from committees.models import Committee
from committees.policy import allows
from members import standing
from members.actions import memberships as actions
from members.forms.applications import WithdrawForm
from members.forms.memberships import RulesForm
from members.models import MembershipPeriod, Seat
from members.parts.seats import by_role
from members.policy import memberships as policy
from members.views.memberships import PAGE, kept_committee, membership_of


@signed_in
@require_safe
def membership(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """One membership: how it stands, its years, its people, what happened."""
    committee = kept_committee(request, slug)
    row = membership_of(request, committee, pk)
    scope = access.scope_of(request.user)
    years = MembershipPeriod.objects.visible_to(scope).filter(membership=row)
    seats = (
        Seat.objects.visible_to(scope)
        .not_over(today())
        .filter(committee=committee, organisation=row.organisation)
        .select_related("person")
        .order_by(by_role(), "person__sort_key")
    )
    return render(
        request,
        "members/membership.html",
        {
            "committee": committee,
            "membership": row,
            "stands": row.stands,
            "years": list(years.select_related("recorded_by")[:PAGE]),
            "seats": list(seats[:PAGE]),
            "may_renew": allows(policy.check_renew, request.user, row),
            "may_leave": allows(policy.check_withdraw, request.user, row),
            "history": audit.history_of(row, scope),
            "print_of": committee.name,
        },
    )


@signed_in
@require_http_methods(["GET", "POST"])
def membership_renew(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """Renew for another year: one page, one press."""
    committee = kept_committee(request, slug)
    row = membership_of(request, committee, pk)
    if request.method == "POST":
        seen = _day(request.POST.get("until", "")) or row.until
        done = bool(seen) and actions.renew(membership=row, seen=seen, by=request.user)
        again = membership_of(request, committee, pk)
        words = (
            _("Renewed until %(day)s. Thank you.")
            if done
            else _("This has been renewed already, until %(day)s.")
        )
        messages.success(request, words % {"day": format_date(again.until)})
        return redirect(row.get_absolute_url())
    policy.check_renew(request.user, row)
    rules = actions.rules_of(committee)
    following = standing.next_year_end(row.since, row.until, rules.common)
    return render(
        request,
        "members/membership_renew.html",
        {
            "committee": committee,
            "membership": row,
            "stands": row.stands,
            "following": following,
            "starts": row.until + dt.timedelta(days=1),
            "for_others": not policy.speaks_for(request.user, row),
        },
    )


def _day(raw: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(raw)
    except ValueError:
        return None


@signed_in
@require_http_methods(["GET", "POST"])
def membership_leave(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """End a membership, after saying what ends with it."""
    committee = kept_committee(request, slug)
    row = membership_of(request, committee, pk)
    policy.check_withdraw(request.user, row)
    own = policy.speaks_for(request.user, row)
    form = WithdrawForm(request.POST if request.method == "POST" else None, needed=not own)
    if request.method == "POST" and form.is_valid():
        actions.withdraw(membership=row, reason=form.cleaned_data["reason"], by=request.user)
        name = row.organisation.name
        messages.success(request, _("%(name)s is no longer a member.") % {"name": name})
        stays = access.resolve(request.user.pk).sees_inside(committee)
        return redirect(row.get_absolute_url()) if stays else redirect("home")
    seats = (
        Seat.objects.visible_to(access.scope_of(request.user))
        .not_over(today())
        .filter(committee=committee, organisation=row.organisation)
        .select_related("person")
    )
    people = [f"{seat.person.name} ({seat.post})" for seat in seats[:PAGE]]
    managers = [person.name for person in actions.managers(committee)]
    return render(
        request,
        "members/membership_leave.html",
        {
            "committee": committee,
            "membership": row,
            "people": people,
            "told": [name for name in managers if name != request.user.name],
            "own": own,
            "form": form,
        },
    )


# --- The rules ------------------------------------------------------------------------------------


@signed_in
@require_http_methods(["GET", "POST"])
def membership_rules(request: PersonRequest, slug: str) -> HttpResponse:
    """How the committee keeps its members: their year, reminders, screening, the public form."""
    committee = kept_committee(request, slug)
    policy.check_manage(request.user, committee)
    rules = actions.rules_of(committee)
    if request.method != "POST":
        return _rules_page(request, committee, RulesForm(initial=RulesForm.initial_of(rules)))
    form = RulesForm(request.POST)
    if not form.is_valid():
        return _rules_page(request, committee, form)
    try:
        actions.change_rules(
            committee=committee,
            values=form.values(),
            version=form.cleaned_data["version"],
            by=request.user,
        )
    except Conflict:
        return _rules_conflict(request, committee, form)
    messages.success(request, _("The rules of membership are saved."))
    return redirect("memberships", slug=slug)


def _rules_page(
    request: PersonRequest, committee: Committee, form: RulesForm, status: int = 200, **more: Any
) -> HttpResponse:
    context = {
        "committee": committee,
        "form": form,
        "join_url": request.build_absolute_uri(reverse("join", args=[committee.slug])),
        **more,
    }
    return render(request, "members/membership_rules.html", context, status=status)


def _rules_conflict(request: PersonRequest, committee: Committee, form: RulesForm) -> HttpResponse:
    """Theirs and yours side by side; the form keeps what was typed and takes their version."""
    rules = actions.rules_of(committee)
    theirs = RulesForm.initial_of(rules)
    data = request.POST.copy()
    data["version"] = str(rules.version)
    again = RulesForm(data)
    again.is_valid()
    last = audit.history_of(rules, access.scope_of(request.user), 1)
    more = {"rows": conflict_rows(form, theirs), "last": last[0] if last else None}
    return _rules_page(request, committee, again, 409, **more)
