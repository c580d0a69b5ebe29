"""Acts on the board: writing points, sorting them, voting. All work without scripts."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import reswap, retarget, trigger_client_event

from committees import access
from committees.errors import Conflict
from committees.http import PersonRequest, conflict_rows, scoped, signed_in
from committees.models import AuditEvent
from members.actions import points as actions
from members.forms.workshops import HideForm, PointEditForm, PointForm, PointSortForm, VoteForm
from members.models import Organisation, Point, Workshop
from members.policy import workshops as policy
from members.views.workshops import board_fragment, workshop_inside, workshop_page


def _point(request: PersonRequest, row: Workshop, pk: int) -> Point:
    """A point of this workshop, or 404; what can be done with it the policy says."""
    point = scoped(Point.objects.select_related("author"), request.user, pk=pk, workshop=row)
    point.workshop, point.committee = row, row.committee
    return point


def _back(row: Workshop, point: Point | None = None) -> str:
    return row.get_absolute_url() + (f"#point-{point.pk}" if point else "")


@signed_in
@require_POST
def point_new(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """Add a point. With htmx the board comes back, and the form is emptied where it stands."""
    row = workshop_inside(request, slug, pk)
    policy.check_add(request.user, row)
    form = PointForm(request.POST)
    htmx = bool(getattr(request, "htmx", False))
    if not form.is_valid():
        if htmx:
            response = render(request, "members/_point_errors.html", {"form": form}, status=422)
            return reswap(retarget(response, "#point-errors"), "innerHTML")
        return workshop_page(request, row, form, status=400)
    actions.add_point(
        workshop=row,
        heading=form.cleaned_data["heading"],
        text=form.cleaned_data["text"],
        by=request.user,
        form_key=form.cleaned_data["form_key"],
    )
    if htmx:
        response = board_fragment(request, _fresh(request, row))
        return trigger_client_event(response, "pointadded", {"key": str(uuid.uuid4())})
    messages.success(request, _("Your point is on the board."))
    heading = urlencode({"heading": form.cleaned_data["heading"]})
    return redirect(f"{row.get_absolute_url()}?{heading}#add-point")


def _fresh(request: PersonRequest, row: Workshop) -> Workshop:
    """The workshop once more, with the number of its board after an act."""
    newest = scoped(Workshop, request.user, pk=row.pk)
    newest.committee = row.committee
    return newest


@signed_in
@require_http_methods(["GET", "POST"])
def point_edit(request: PersonRequest, slug: str, pk: int, point: int) -> HttpResponse:
    """Reword one's own point, or put it under another heading."""
    row = workshop_inside(request, slug, pk)
    found = _point(request, row, point)
    policy.check_own(request.user, found)
    initial = {"heading": found.heading, "text": found.text, "version": found.version}
    posted = request.method == "POST"
    form = PointEditForm(request.POST if posted else None, initial=initial)
    conflict = None
    if posted and form.is_valid():
        try:
            actions.reword_point(
                point=found,
                heading=form.cleaned_data["heading"],
                text=form.cleaned_data["text"],
                version=form.cleaned_data["version"],
                by=request.user,
            )
        except Conflict:
            form, conflict = _conflict(request, found, form)
        else:
            messages.success(request, _("Your point is saved."))
            return redirect(_back(row, found))
    context = {
        "committee": row.committee,
        "workshop": row,
        "point": found,
        "form": form,
        "conflict": conflict,
    }
    status = 409 if conflict else (400 if form.is_bound else 200)
    return render(request, "members/point_edit.html", context, status=status)


def _conflict(
    request: PersonRequest, found: Point, form: PointEditForm
) -> tuple[PointEditForm, dict[str, object]]:
    newest = _point(request, found.workshop, found.pk)
    last = (
        AuditEvent.objects.visible_to(access.scope_of(request.user))
        .filter(subject_type=newest._meta.label_lower, subject_id=str(newest.pk))
        .first()
    )
    data = request.POST.copy()
    data["version"] = str(newest.version)
    again = PointEditForm(data)
    again.is_valid()
    theirs = {"heading": newest.heading, "text": newest.text}
    return again, {
        "who": last.actor if last else _("Somebody"),
        "at": last.at if last else newest.created_at,
        "rows": conflict_rows(form, theirs),
        "theirs_url": _back(found.workshop, found),
    }


@signed_in
@require_POST
def point_withdraw(request: PersonRequest, slug: str, pk: int, point: int) -> HttpResponse:
    """Take one's own point off the board."""
    row = workshop_inside(request, slug, pk)
    actions.withdraw_point(point=_point(request, row, point), by=request.user)
    messages.success(request, _("Your point is withdrawn."))
    return redirect(row)


@signed_in
@require_http_methods(["GET", "POST"])
def point_sort(request: PersonRequest, slug: str, pk: int, point: int) -> HttpResponse:
    """Put a point under another heading, or below one that says the same."""
    row = workshop_inside(request, slug, pk)
    found = _point(request, row, point)
    policy.check_sort(request.user, found)
    posted = request.method == "POST"
    form = PointSortForm(
        request.POST if posted else None, point=found, others=_others(request, found)
    )
    if posted and form.is_valid():
        into = form.others.get(form.cleaned_data["into"])
        if into is not None:
            actions.merge_point(point=found, into=into, by=request.user)
            messages.success(request, _("The point stands below the other one now."))
        else:
            actions.move_point(point=found, heading=form.cleaned_data["heading"], by=request.user)
            messages.success(request, _("The point is sorted."))
        return redirect(_back(row, into or found))
    context = {"committee": row.committee, "workshop": row, "point": found, "form": form}
    status = 400 if form.is_bound else 200
    return render(request, "members/point_sort.html", context, status=status)


def _others(request: PersonRequest, found: Point) -> list[Point]:
    """What the point could be merged into: those under its own heading first."""
    rows = (
        Point.objects.visible_to(access.scope_of(request.user))
        .on_top()
        .filter(workshop=found.workshop)
        .exclude(pk=found.pk)
    )
    return sorted(rows, key=lambda row: (row.heading != found.heading, row.heading, row.pk))


@signed_in
@require_POST
def point_split(request: PersonRequest, slug: str, pk: int, point: int) -> HttpResponse:
    """Let a merged point stand by itself again."""
    row = workshop_inside(request, slug, pk)
    found = actions.split_point(point=_point(request, row, point), by=request.user)
    messages.success(request, _("The point stands by itself again."))
    return redirect(_back(row, found))


@signed_in
@require_http_methods(["GET", "POST"])
def point_hide(request: PersonRequest, slug: str, pk: int, point: int) -> HttpResponse:
    """Hide an unfit point, with the reason its author reads."""
    row = workshop_inside(request, slug, pk)
    found = _point(request, row, point)
    policy.check_hide(request.user, found)
    posted = request.method == "POST"
    form = HideForm(request.POST if posted else None)
    if posted and form.is_valid():
        actions.hide_point(point=found, reason=form.cleaned_data["reason"], by=request.user)
        messages.success(request, _("The point is hidden. You find it at the foot of the board."))
        return redirect(row)
    context = {
        "committee": row.committee,
        "workshop": row,
        "heading": _("Hide this point"),
        "quoted": found.text,
        "consequence": _(
            "Nobody but its author and those who run the workshop sees it. Votes on it go back to"
            " those who cast them."
        ),
        "told": [found.author.name],
        "form": form,
        "back_url": _back(row, found),
        "danger": True,
    }
    status = 400 if form.is_bound else 200
    return render(request, "members/workshop_step.html", context, status=status)


@signed_in
@require_POST
def point_show(request: PersonRequest, slug: str, pk: int, point: int) -> HttpResponse:
    """Show a hidden point again."""
    row = workshop_inside(request, slug, pk)
    found = actions.show_point(point=_point(request, row, point), by=request.user)
    messages.success(request, _("The point is on the board again."))
    return redirect(_back(row, found))


@signed_in
@require_POST
def point_vote(request: PersonRequest, slug: str, pk: int, point: int) -> HttpResponse:
    """Let so many votes lie on a point; with htmx the board comes back."""
    row = workshop_inside(request, slug, pk)
    found = _point(request, row, point)
    policy.check_take_part(request.user, row.committee)
    form = VoteForm(request.POST)
    organisation = None
    if form.is_valid():
        organisation = _voting_for(request, row, form.cleaned_data["organisation"])
        actions.cast_votes(
            point=found,
            count=form.cleaned_data["count"],
            by=request.user,
            organisation=organisation,
        )
    else:
        messages.error(request, _("That was no number of votes. Press again."))
    if getattr(request, "htmx", False):
        return board_fragment(request, _fresh(request, row))
    query = f"?for={organisation.pk}" if organisation else ""
    return redirect(f"{reverse('workshop', args=[slug, row.pk])}{query}#point-{found.pk}")


def _voting_for(request: PersonRequest, row: Workshop, asked: int | None) -> Organisation | None:
    """The organisation the votes are of: the one named, or the person's only one."""
    if not row.by_organisation:
        return None
    mine = policy.organisations_of(request.user, row.committee)
    if asked is None:
        return next(iter(mine), None)
    return next((organisation for organisation in mine if organisation.pk == asked), None)
