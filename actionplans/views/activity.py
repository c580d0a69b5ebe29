"""One activity: its page, the form that logs or corrects it, and how it read before."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from actionplans.actions import activities as actions
from actionplans.actions.activities import content_of
from actionplans.activity_reading import words_of_lines
from actionplans.activity_words import FIELDS, in_words, line_words
from actionplans.forms.activities import ActivityForm, WithdrawForm, gift_forms
from actionplans.forms.activity_choices import Choices
from actionplans.models import (
    Activity,
    ActivityOrganisation,
    ActivityPaper,
    ActivityPractitioners,
    ActivityVersion,
    Contribution,
    Gift,
    PlanLine,
)
from actionplans.policy import activities as policy
from committees import access, audit
from committees.errors import Conflict, WrongState
from committees.gather import gather
from committees.http import PersonRequest, inside, safe_int, scoped, signed_in
from committees.models import AuditEvent, Committee
from committees.policy import allows
from committees.querysets import Scope

TOGETHER = (
    "committee__area",
    "committee__province",
    "district",
    "subdistrict",
    "lead",
    "logged_by",
)
ALONG = ("taking_part__organisation", "practitioners", "contributions__organisation")
# Sent by static/js/offline_form.js, which wants the address of what was logged.
BY_SCRIPT = "X-Offline-Form"


def activity_of(request: PersonRequest, slug: str, pk: int, *along: str) -> Activity:
    """The activity of this address that the person may see, or 404."""
    rows = Activity.objects.select_related(*TOGETHER).prefetch_related(*along)
    return scoped(rows, request.user, committee__slug=slug, pk=pk)


def _inside(request: PersonRequest, slug: str, pk: int, *along: str) -> Activity:
    activity = activity_of(request, slug, pk, *along)
    inside(request.user, activity)
    return activity


@signed_in
@require_safe
def activity(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """What was done, who came, who gave what, its photos, how it read before, and its history."""
    row = activity_of(request, slug, pk)
    scope = access.scope_of(request.user)
    others, practitioners, gifts, papers, versions = _belonging(row, scope)
    lines = words_of_lines(scope, [row.line_id] if row.line_id else [])
    keeps = allows(policy.check_keep, request.user, row)
    stands = row.withdrawn_at is None
    may = keeps and allows(policy.check_period, row, lock=False)
    context = {
        "activity": row,
        "committee": row.committee,
        "line": line_words(row.line_id, lines),
        "others": others,
        "practitioners": practitioners,
        "practitioners_total": sum(one.count for one in practitioners),
        "photos": [paper for paper in papers if paper.is_photo],
        "papers": [paper for paper in papers if not paper.is_photo],
        "gifts": gifts,
        "gain": row.gain,
        "versions": versions,
        "may_correct": may and stands,
        "may_restore": may and not stands,
        "locked": keeps and not may,
        "history": audit.history_of(row, scope),
        "staff": Gift.STAFF,
    }
    return render(request, "actionplans/activity.html", context)


def _belonging(row: Activity, scope: Scope) -> list[list[Any]]:
    """All that belongs to an activity, in one query."""
    tables: tuple[tuple[Any, tuple[str, ...]], ...] = (
        (ActivityOrganisation, ("organisation",)),
        (ActivityPractitioners, ()),
        (Contribution, ("organisation",)),
        (ActivityPaper, ("paper",)),
        (ActivityVersion, ("replaced_by",)),
    )
    return gather(
        [
            model.objects.visible_to(scope).filter(activity=row).select_related(*together)
            if together
            else model.objects.visible_to(scope).filter(activity=row)
            for model, together in tables
        ]
    )


@signed_in
@require_http_methods(["GET", "POST"])
def activity_new(request: PersonRequest, slug: str) -> HttpResponse:
    """Log one activity. The form sent twice shows the same activity."""
    committee = scoped(
        Committee.objects.select_related("area", "province"), request.user, slug=slug
    )
    inside(request.user, committee)
    policy.check_log(request.user, committee)
    choices = Choices.of(committee, _own_seat(request, committee))
    data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    line = choices.offered.get(safe_int(request.GET.get("line", "")) or 0)
    form = ActivityForm(data, files, choices=choices, line=line)
    gifts = gift_forms(data, choices=choices)
    if request.method == "POST" and form.is_valid() and gifts.is_valid():
        try:
            row = actions.log_activity(
                committee=committee,
                values=_values(form, gifts, choices),
                by=request.user,
                form_key=form.cleaned_data["form_key"],
            )
        except WrongState as refused:
            form.add_error(None, refused.reason)
        else:
            messages.success(request, _("“%(activity)s” is logged.") % {"activity": row.title})
            return _leading_to(request, row)
    context = {
        "form": form,
        "gifts": gifts,
        "committee": committee,
        "open": _open_parts(form, gifts),
    }
    return _form_page(request, context)


def _leading_to(request: PersonRequest, row: Activity) -> HttpResponse:
    if BY_SCRIPT in request.headers:
        return JsonResponse({"url": row.get_absolute_url(), "title": row.title}, status=201)
    return redirect(row)


def _form_page(request: PersonRequest, context: dict[str, Any]) -> HttpResponse:
    wrong = request.method == "POST"
    status = 409 if context.get("conflict") else (400 if wrong else 200)
    return render(request, "actionplans/activity_form.html", context, status=status)


def _own_seat(request: PersonRequest, committee: Committee) -> int | None:
    """The person's seat in the committee, for whose organisation the activity is logged."""
    held = access.scope_of(request.user).seats
    return held.get(committee.pk)


def _values(form: ActivityForm, gifts: Any, choices: Choices) -> dict[str, Any]:
    given = [one.gift(choices.organisations) for one in gifts if one.cleaned_data]
    return form.values() | {"contributions": [gift for gift in given if gift]}


# Which fields stand in which folded part of the form.
PARTS = {
    "people": ("women", "men", "unsaid", "minors", "adults"),
    "tests": ("tested", "before", "after"),
    "more": ("ends", "pillar", "text", "point"),
    "who": ("lead", "joined"),
    "files": ("uploads",),
}


def _open_parts(form: ActivityForm, gifts: Any) -> set[str]:
    """The folded parts that stand open: those with something written or wrong in them."""
    given = form.data if form.is_bound else form.initial
    found = {
        part
        for part, names in PARTS.items()
        if any(form.errors.get(name) for name in names)
        or (part not in ("who", "files") and any(given.get(name) for name in names))
    }
    if any(given.get(field.html_name) or field.errors for field in form.discipline_fields()):
        found.add("practitioners")
    if gifts.is_bound and (gifts.total_error_count() or any(one.has_changed() for one in gifts)):
        found.add("gifts")
    if not gifts.is_bound and gifts.initial:
        found.add("gifts")
    return found


@signed_in
@require_http_methods(["GET", "POST"])
def activity_correct(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """Correct it. Somebody else's correction in the meantime is shown beside one's own."""
    row = _inside(request, slug, pk, *ALONG)
    policy.check_correct(request.user, row)
    policy.check_period(row, lock=False)
    line = None
    if row.line_id:
        line = PlanLine.objects.select_related("plan").filter(pk=row.line_id).first()
    choices = Choices.of(row.committee, _own_seat(request, row.committee), line)
    data = request.POST if request.method == "POST" else None
    form = ActivityForm(data, choices=choices, activity=row)
    gifts = gift_forms(data, choices=choices, activity=row)
    conflict: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid() and gifts.is_valid():
        values = _values(form, gifts, choices)
        try:
            actions.correct_activity(
                activity=row,
                values=values,
                version=form.cleaned_data["version"] or 0,
                reason=form.cleaned_data["reason"],
                by=request.user,
            )
        except Conflict:
            form, conflict = _conflict(request, row, values, choices)
        except WrongState as refused:
            form.add_error(None, refused.reason)
        else:
            messages.success(request, _("The activity is corrected."))
            return redirect(row)
    context = {
        "form": form,
        "gifts": gifts,
        "committee": row.committee,
        "activity": row,
        "conflict": conflict,
        "open": _open_parts(form, gifts),
    }
    return _form_page(request, context)


def _conflict(
    request: PersonRequest, row: Activity, values: dict[str, Any], choices: Choices
) -> tuple[ActivityForm, dict[str, Any]]:
    """The form with what was typed and the newer version, and what differs side by side."""
    current = activity_of(request, row.committee.slug, row.pk, *ALONG)
    lines = {line.pk: line.what for line in choices.offered.values()}
    theirs = in_words(content_of(current), lines)
    yours = in_words(_typed(values), lines)
    scope = access.scope_of(request.user)
    newest = (
        AuditEvent.objects.visible_to(scope)
        .filter(subject_type=row._meta.label_lower, subject_id=str(row.pk))
        .first()
    )
    conflict = {
        "rows": [
            {"label": label, "theirs": theirs[name], "yours": yours[name]}
            for name, label in FIELDS.items()
            if theirs[name] != yours[name]
        ],
        "who": newest.actor if newest else "",
        "at": newest.at if newest else current.changed_at,
    }
    data = request.POST.copy()
    data["version"] = str(current.version)
    return ActivityForm(data, choices=choices, activity=current), conflict


def _typed(values: dict[str, Any]) -> dict[str, Any]:
    """What was typed, as `content_of` gives what is kept."""
    names = ("kind", "pillar", "title", "text", "village", "tested", "practitioners")
    counts = ("reached", "women", "men", "unsaid", "minors", "adults")
    point = ""
    if values["latitude"] is not None:
        point = f"{values['latitude']:.5f}, {values['longitude']:.5f}"
    return {
        **{name: values[name] for name in (*names, *counts)},
        "line": values["line"].pk if values["line"] else None,
        "starts": values["starts"].isoformat(),
        "ends": values["ends"].isoformat(),
        "district": actions.titles_of(values["district"]),
        "subdistrict": actions.titles_of(values["subdistrict"]) if values["subdistrict"] else None,
        "point": point,
        "lead": actions.names_of(values["lead"]),
        "joined": [actions.names_of(one) for one in values["joined"] if one != values["lead"]],
        "before": None if values["before"] is None else str(values["before"]),
        "after": None if values["after"] is None else str(values["after"]),
        "contributions": [_typed_gift(gift) for gift in values["contributions"]],
    }


def _typed_gift(gift: dict[str, Any]) -> dict[str, Any]:
    organisation = gift["organisation"]
    named = actions.names_of(organisation) if organisation else None
    return gift | {
        "organisation": named,
        "amount": str(gift["amount"].quantize(Decimal("0.01"))),
        "days": str(gift["days"].quantize(Decimal("0.1"))),
    }


@signed_in
@require_http_methods(["GET", "POST"])
def activity_withdraw(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """Take it out of every figure, with a reason; inside the committee it can be put back."""
    row = _inside(request, slug, pk)
    policy.check_withdraw(request.user, row)
    policy.check_period(row, lock=False)
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        actions.withdraw_activity(activity=row, reason=form.cleaned_data["reason"], by=request.user)
        messages.success(request, _("The activity is withdrawn. It can be put back."))
        return redirect(row)
    told = [row.logged_by] if row.logged_by_id != request.user.pk else []
    context = {"activity": row, "committee": row.committee, "form": form, "told": told}
    status = 400 if form.is_bound else 200
    return render(request, "actionplans/activity_withdraw.html", context, status=status)


@signed_in
@require_POST
def activity_restore(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """Put a withdrawn activity back."""
    row = _inside(request, slug, pk)
    actions.restore_activity(activity=row, by=request.user)
    messages.success(request, _("The activity is back."))
    return redirect(row)


@signed_in
@require_safe
def activity_version(request: PersonRequest, slug: str, pk: int, number: int) -> HttpResponse:
    """How it read before a correction, beside how it read after it."""
    row = activity_of(request, slug, pk, *ALONG)
    versions = ActivityVersion.objects.visible_to(access.scope_of(request.user))
    found = {
        one.number: one
        for one in versions.filter(activity=row, number__gte=min(number, 2**31 - 1))
        .select_related("replaced_by")
        .order_by("number")[:2]
    }
    version = found.pop(number, None)
    if version is None:
        raise Http404
    following = next(iter(found.values()), None)
    after = following.content if following else content_of(row)
    ids = {content["line"] for content in (version.content, after) if content["line"]}
    lines = words_of_lines(access.scope_of(request.user), ids)
    old, new = in_words(version.content, lines), in_words(after, lines)
    context = {
        "activity": row,
        "committee": row.committee,
        "version": version,
        "newest": following is None,
        "changes": [
            {"label": label, "before": old[name], "after": new[name]}
            for name, label in FIELDS.items()
            if old[name] != new[name]
        ],
        "same": [
            {"label": label, "value": old[name]}
            for name, label in FIELDS.items()
            if old[name] == new[name] and old[name]
        ],
    }
    return render(request, "actionplans/activity_version.html", context)
