"""The first page, search, notices, and the pages of a committee."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.links import own_address
from committees import access, actions, audit, downloads, lists, policy
from committees import home as first_page
from committees import notices as notice_words
from committees import search as searching
from committees.calendar import BANGKOK
from committees.errors import Conflict, NotAllowed
from committees.exports import Sheet, Value
from committees.forms import BordersForm, CommitteeEditForm, CommitteeNewForm
from committees.frame import choose_hat, frame_of
from committees.http import PersonRequest, conflict_rows, pages, safe_int, scoped, signed_in
from committees.kinds import Kind, kinds_under
from committees.models import Area, AreaLevel, AuditEvent, Committee, Notice
from committees.policy import allows
from committees.querysets import Scope
from committees.roles import APPOINTED
from committees.tabs import committee_tabs, sees_papers
from committees.templatetags.dates import ago, day

LATELY = 8
COMING = 6
WAITING_SHOWN = 20
PAGE = 30
# How a district's committee is officially called, before the district's name.
DISTRICT_TH = "คณะกรรมการป้องกันและปราบปรามการค้ามนุษย์ระดับอำเภอ อำเภอ"
DISTRICT_EN = "District Anti-Trafficking in Persons Committee of "


# --- The first page ---------------------------------------------------------------------------


@signed_in
@require_safe
def home(request: PersonRequest) -> HttpResponse:
    """What waits for me, what lies ahead, what happened."""
    scope = access.scope_of(request.user)
    page = first_page.first_page(request, request.user, scope)
    return render(
        request,
        "committees/home.html",
        {
            "greeting": _greeting(),
            "tasks": [_task(row) for row in page.waiting[:WAITING_SHOWN]],
            "total": len(page.waiting),
            "coming": page.coming[:COMING],
            "lately": _lately(scope),
            "blocks": page.blocks,
            "has_seat": bool(scope.roles or scope.oversights),
            "scope": scope,
        },
    )


def _greeting() -> str:
    hour = timezone.now().astimezone(BANGKOK).hour
    if 4 <= hour < 12:
        return _("Good morning")
    if 12 <= hour < 17:
        return _("Good afternoon")
    return _("Good evening")


def _task(row: first_page.Waiting) -> dict[str, Any]:
    when = _("by %(day)s") % {"day": day(row.due)} if row.due else ago(row.since)
    return {
        "verb": row.verb,
        "what": row.what,
        "where": row.where,
        "url": row.url,
        "when": when,
        "tone": row.tone,
    }


def _lately(scope: Scope) -> list[dict[str, Any]]:
    """The newest events the person may read. One query for each way of seeing, then one for names.

    Asked apart, each is answered by its own index; joined by OR, neither is.
    """
    if not scope.roles and not scope.oversights:
        return []
    newest = AuditEvent.objects.order_by("-at", "-id")
    parts = [newest.filter(committee_id__in=scope.inside)[:LATELY]] if scope.inside else []
    if scope.overseen_provinces:
        parts.append(newest.filter(province_id__in=scope.overseen_provinces, above=True)[:LATELY])
    if scope.overseen:
        parts.append(newest.filter(committee_id__in=scope.overseen, above=True)[:LATELY])
    if not parts:
        return []
    rows = parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]
    events = {event.pk: event for event in rows}
    found = sorted(events.values(), key=lambda event: event.at, reverse=True)[:LATELY]
    return events_for(found, scope)


def events_for(events: list[AuditEvent], scope: Scope) -> list[dict[str, Any]]:
    """Events as the history component shows them, with the committee's name.

    One query, and none where all of it happened in committees the person sits in.
    """
    ids = {event.committee_id for event in events}
    committees = {pk: scope.nodes[pk] for pk in ids & scope.nodes.keys()}
    others = ids - committees.keys()
    if others:
        rows = Committee.objects.visible_to(scope).filter(pk__in=others)
        committees |= {row.pk: row for row in rows}
    return [_event(event, committees) for event in events]


def _event(event: AuditEvent, committees: dict[int, Committee]) -> dict[str, Any]:
    sentence = audit.sentences([event])[0]
    committee = committees.get(event.committee_id)
    return {
        "sentence": sentence.sentence,
        "at": sentence.at,
        "quote": sentence.quote,
        "url": first_page.event_url(event, committees),
        "where": committee.short if committee else "",
    }


@signed_in
@require_POST
def hat(request: PersonRequest) -> HttpResponse:
    """Wear another hat and go back to the page."""
    chosen = safe_int(request.POST.get("hat", ""))
    if chosen is None or not choose_hat(request, chosen):
        messages.warning(request, _("You have no seat in this committee any more."))
    return redirect(own_address(request, request.POST.get("next", "")) or "home")


# --- Search -----------------------------------------------------------------------------------


@signed_in
@require_safe
def search(request: PersonRequest) -> HttpResponse:
    """Everything that holds these letters and that the person may see."""
    raw = request.GET.get("q", "")
    q = searching.read_query(raw)
    only = request.GET.get("in", "")
    long_enough = len(q) >= searching.SHORTEST
    scope = access.scope_of(request.user)
    groups = searching.search(scope, q, only=only) if long_enough else []
    return render(
        request,
        "committees/search.html",
        {
            "q": q,
            "only": only,
            "groups": groups,
            "too_short": bool(q) and not long_enough,
            "cut": len(raw.strip()) > searching.LONGEST,
            "asked": long_enough,
        },
    )


# --- Notices ----------------------------------------------------------------------------------


@signed_in
@require_safe
def notices(request: PersonRequest) -> HttpResponse:
    """What I was told, newest first."""
    rows = Notice.objects.visible_to(access.scope_of(request.user))
    unread_only = request.GET.get("show") == "unread"
    if unread_only:
        rows = rows.filter(read_at__isnull=True)
    found, pager = pages(request, rows, PAGE)
    return render(
        request,
        "committees/notices.html",
        {
            "notices": [(row, notice_words.sentence(row)) for row in found],
            "pager": pager,
            "unread_only": unread_only,
            "unread": frame_of(request).unread,
        },
    )


@signed_in
@require_http_methods(["GET", "POST"])
def notice_open(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """Mark a notice as read and go to what it tells of. Doing it twice changes nothing."""
    notice = scoped(Notice, request.user, pk=pk)
    if notice.read_at is None:
        notice.read_at = timezone.now()
        notice.save(update_fields=["read_at"])
    return redirect(notice.url or "notices")


@signed_in
@require_POST
def notices_read(request: PersonRequest) -> HttpResponse:
    """Mark everything as read."""
    rows = Notice.objects.visible_to(access.scope_of(request.user)).filter(read_at__isnull=True)
    rows.update(read_at=timezone.now())
    messages.success(request, _("Everything is marked as read."))
    return redirect("notices")


# --- A committee ------------------------------------------------------------------------------


@signed_in
@require_safe
def committee(request: PersonRequest, slug: str) -> HttpResponse:
    """What the committee is: its text, its place in the tree, who leads it, what happened."""
    row = _committee(request, slug)
    scope = access.scope_of(request.user)
    papers = sees_papers(scope, row)
    events = AuditEvent.objects.visible_to(scope).filter(committee_id=row.pk)[:5] if papers else []
    parts = Committee.objects.visible_to(scope).filter(parent=row, ended__isnull=True)[:200]
    kinds = _kinds_to_add(request, row)
    return render(
        request,
        "committees/committee.html",
        {
            "committee": row,
            "tabs": committee_tabs(row, "committee", scope),
            "papers": papers,
            "parts": sorted(parts, key=_by_kind),
            "blocks": first_page.committee_blocks_for(request, row) if papers else [],
            "events": [_event(event, {row.pk: row}) | {"where": ""} for event in events],
            "may_edit": allows(policy.check_edit, request.user, row),
            "may_add": bool(kinds),
            "print_of": row.name,
        },
    )


def _committee(request: PersonRequest, slug: str) -> Committee:
    return scoped(
        Committee.objects.select_related("parent", "area", "province"), request.user, slug=slug
    )


def _by_kind(row: Committee) -> tuple[int, str]:
    return list(Kind).index(Kind(row.kind)), row.sort_key


def _kinds_to_add(request: PersonRequest, parent: Committee) -> list[Kind]:
    return [kind for kind in Kind if allows(policy.check_add, request.user, parent, kind)]


@signed_in
@require_http_methods(["GET", "POST"])
def committee_edit(request: PersonRequest, slug: str) -> HttpResponse:
    """Change the committee's details."""
    row = _committee(request, slug)
    policy.check_edit(request.user, row)
    if request.method != "POST":
        return _edit_page(request, row, _edit_form(request, row))
    form = _edit_form(request, row, request.POST)
    if not form.is_valid():
        return _edit_page(request, row, form)
    values = dict(form.cleaned_data)
    version = values.pop("version")
    try:
        actions.change_committee(committee=row, values=values, version=version, by=request.user)
    except Conflict:
        return _edit_conflict(request, slug, form)
    messages.success(request, _("The details are saved."))
    return redirect("committee", slug=slug)


def _edit_form(request: PersonRequest, row: Committee, data: Any = None) -> CommitteeEditForm:
    """The form; who approves can be changed only by those who do not submit."""
    form = CommitteeEditForm(data, initial=CommitteeEditForm.initial_of(row))
    form.fields["approver"].disabled = not allows(policy.check_approver, request.user, row)
    return form


def _edit_page(
    request: PersonRequest,
    row: Committee,
    form: CommitteeEditForm,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    context = {"committee": row, "form": form, **more}
    return render(request, "committees/committee_edit.html", context, status=status)


def _edit_conflict(request: PersonRequest, slug: str, form: CommitteeEditForm) -> HttpResponse:
    """Theirs and yours side by side; the form keeps what was typed and takes their version."""
    row = _committee(request, slug)
    data = request.POST.copy()
    data["version"] = str(row.version)
    again = _edit_form(request, row, data)
    again.is_valid()
    last = (
        AuditEvent.objects.visible_to(access.scope_of(request.user))
        .filter(committee_id=row.pk, verb="committee_changed")
        .first()
    )
    conflict = {
        "who": last.actor if last else _("Somebody"),
        "at": last.at if last else None,
        "rows": conflict_rows(form, CommitteeEditForm.initial_of(row)),
        "theirs_url": row.get_absolute_url(),
    }
    return _edit_page(request, row, again, 409, conflict=conflict)


@signed_in
@require_http_methods(["GET", "POST"])
def committee_new(request: PersonRequest) -> HttpResponse:
    """Establish a committee under another (`?parent=slug`)."""
    parent = _committee(request, request.GET.get("parent", ""))
    if not _kinds_to_add(request, parent):
        policy.check_add(request.user, parent, _first_kind(parent))
    areas = _areas_for(parent)
    initial = _first_values(request, parent, areas)
    form = CommitteeNewForm(request.POST or None, parent=parent, areas=areas, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            row = actions.found_committee(parent=parent, values=form.cleaned_data, by=request.user)
        except ValidationError as error:
            form.add_error(None, error.messages)
        except IntegrityError:
            form.add_error(None, _("Somebody established this committee just now."))
        else:
            messages.success(request, _("The committee is established. Give the first seats now."))
            return redirect(_after_founding(row))
    context = {"parent": parent, "form": form, "by_order": parent.kind in APPOINTED}
    return render(request, "committees/committee_new.html", context)


def _first_values(request: PersonRequest, parent: Committee, areas: list[Area]) -> dict[str, Any]:
    """What the form proposes; a district's committee is called as they all are."""
    asked = safe_int(request.GET.get("area", ""))
    area = next((area for area in areas if area.code == asked), parent.area)
    kind = request.GET.get("kind", "")
    initial: dict[str, Any] = {"area": area.code, "kind": kind}
    if kind == Kind.DISTRICT and area.level == AreaLevel.DISTRICT:
        initial |= {
            "name_th": DISTRICT_TH + area.name_th,
            "name_en": DISTRICT_EN + area.name_en,
            "short_th": f"อำเภอ{area.name_th}",
            "short_en": area.name_en,
        }
    return initial


def _first_kind(parent: Committee) -> str:
    kinds = kinds_under(parent.kind)
    if not kinds:
        raise NotAllowed(_("No committee can stand under this one."))
    return kinds[0]


def _after_founding(row: Committee) -> str:
    return reverse("committee", args=[row.slug])


def _areas_for(parent: Committee) -> list[Area]:
    """The area of the committee above and the parts of it."""
    return [parent.area, *Area.objects.filter(parent_id=parent.area_id).order_by("sort_key")]


@signed_in
@require_safe
def committee_history(request: PersonRequest, slug: str) -> HttpResponse:
    """Everything that happened in this committee and that the person may read."""
    row = _committee(request, slug)
    scope = access.scope_of(request.user)
    if not sees_papers(scope, row):
        raise Http404
    rows = AuditEvent.objects.visible_to(scope).filter(committee_id=row.pk)
    found, pager = pages(request, rows.order_by("-at", "-id"), PAGE)
    return render(
        request,
        "committees/committee_history.html",
        {
            "committee": row,
            "tabs": committee_tabs(row, "committee_history", scope),
            "events": [_event(event, {row.pk: row}) | {"where": ""} for event in found],
            "pager": pager,
            "print_of": row.name,
            "exports": lists.export_links("committee_history_export", slug),
        },
    )


@signed_in
@require_safe
@downloads.download
def committee_history_export(request: PersonRequest, slug: str, form: str) -> downloads.Download:
    """The same as a spreadsheet."""
    row = _committee(request, slug)
    scope = access.scope_of(request.user)
    if not sees_papers(scope, row):
        raise Http404
    found = AuditEvent.objects.visible_to(scope).filter(committee_id=row.pk)
    found = found.order_by("-at", "-id")
    headers = [_("when"), _("who"), _("post"), _("what happened"), _("words")]
    rows = downloads.each(found, _event_cells)
    name = _("History of %(committee)s") % {"committee": row.short}
    return downloads.Download(name, [Sheet(_("History"), headers, rows, [row.name])], found)


def _event_cells(event: AuditEvent) -> list[Value]:
    return [event.at, event.actor, event.post, audit.sentences([event])[0].sentence, event.reason]


# --- Border districts -------------------------------------------------------------------------


@signed_in
@require_http_methods(["GET", "POST"])
def province_borders(request: PersonRequest, code: int) -> HttpResponse:
    """Mark which districts of the province lie on a border."""
    row = provincial_committee(request, code)
    policy.check_mark_areas(request.user, row)
    districts = list(
        Area.objects.filter(parent_id=code, level=AreaLevel.DISTRICT).order_by("sort_key")
    )
    marked = [area.code for area in districts if area.is_border]
    form = BordersForm(request.POST or None, districts=districts, initial={"districts": marked})
    if request.method == "POST":
        form = BordersForm(request.POST, districts=districts)
        if form.is_valid():
            actions.mark_border_districts(
                province=row.area,
                codes=set(form.cleaned_data["districts"]),
                committee=row,
                by=request.user,
            )
            messages.success(request, _("The border districts are saved."))
            return redirect("province", code=code)
    return render(request, "committees/province_borders.html", {"province": row.area, "form": form})


def provincial_committee(request: PersonRequest, code: int) -> Committee:
    """The standing provincial committee of a province the person may see, or 404."""
    if not 0 < code < 100:
        raise Http404
    return scoped(
        Committee.objects.select_related("area"),
        request.user,
        kind=Kind.PROVINCIAL,
        area_id=code,
        ended__isnull=True,
    )
