"""A handover: read, written, gone through, confirmed, printed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from committees import access, audit
from committees.documents import Language
from committees.errors import Conflict
from committees.http import PersonRequest, conflict_rows, scoped, signed_in
from committees.models import Committee
from committees.policy import allows
from members import handover_sections
from members.actions import handovers as actions
from members.documents.handovers import HandoverDocument, handover_pdf
from members.forms.handovers import NoteForm
from members.handover_sections import Section
from members.models import Handover, HandoverNote, HandoverRecord
from members.policy import handovers as policy
from members.views.seats import committee_of, seat_of


def handover_of(request: PersonRequest, committee: Committee, pk: int) -> Handover:
    """A handover of this committee that the person may read, or 404; seen but not for them, 403."""
    rows = Handover.objects.select_related(
        "place__organisation",
        "from_seat__person",
        "from_seat__organisation",
        "to_seat__person",
        "successor",
    )
    handover = scoped(rows, request.user, pk=pk, committee=committee)
    handover.committee = handover.place.committee = committee
    handover.from_seat.committee = committee
    policy.check_read(request.user, handover)
    return handover


@signed_in
@require_safe
def handover(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """Everything of a post in one place: as it stands, or as it was when it was taken over."""
    committee = committee_of(request, slug)
    row = handover_of(request, committee, pk)
    record = _record(request, row)
    sections = _sections(row, record, request.user)
    done = record.done if record else {}
    takes = allows(policy.check, "take_over", request.user, row)
    return render(
        request,
        "members/handover.html",
        {
            "committee": committee,
            "handover": row,
            "place": row.place,
            "sections": [(section, section.key in done) for section in sections],
            "gone_through": sum(section.key in done for section in sections),
            "takes": takes,
            "may_write": allows(policy.check_write, request.user, row),
            "may_ready": allows(policy.check, "ready", request.user, row),
            "may_reopen": allows(policy.check, "reopen", request.user, row),
            "may_withdraw": allows(policy.check, "withdraw", request.user, row),
            "kept": row.taken_at is not None and record is not None,
            "events": audit.history_of(row, access.scope_of(request.user)),
        },
    )


def _record(request: PersonRequest, row: Handover) -> HandoverRecord | None:
    scope = access.scope_of(request.user)
    found: HandoverRecord | None = (
        HandoverRecord.objects.visible_to(scope).filter(handover=row).first()
    )
    return found


def _sections(row: Handover, record: HandoverRecord | None, user: User) -> list[Section]:
    """What was kept when it was taken over, else what this person may read now."""
    if row.taken_at is not None and record is not None:
        return handover_sections.thawed(record.snapshot)
    return handover_sections.sections_for(row, user)


@signed_in
@require_POST
def handover_open(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """Begin the handover of a seat by hand."""
    committee = committee_of(request, slug)
    seat = seat_of(request, committee, pk)
    row = actions.open_handover(seat=seat, by=request.user)
    messages.success(request, _("The handover has begun."))
    return redirect("handover", slug=slug, pk=row.pk)


@signed_in
@require_http_methods(["GET", "POST"])
def handover_write(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """Write for whoever has the post next."""
    committee = committee_of(request, slug)
    row = handover_of(request, committee, pk)
    policy.check_write(request.user, row)
    note = _own_note(request, row)
    form = NoteForm(request.POST or None, initial=NoteForm.initial_of(note))
    status = 200
    context: dict[str, Any] = {"committee": committee, "handover": row, "place": row.place}
    if request.method == "POST" and form.is_valid():
        texts = dict(form.cleaned_data)
        version = texts.pop("version")
        try:
            actions.write_note(handover=row, texts=texts, version=version, by=request.user)
        except Conflict:
            context["conflict"], form = _conflict(request, row, form)
            status = 409
        else:
            messages.success(request, _("What you wrote is saved."))
            return redirect("handover", slug=slug, pk=pk)
    return render(request, "members/handover_write.html", context | {"form": form}, status=status)


def _own_note(request: PersonRequest, row: Handover) -> HandoverNote | None:
    found: HandoverNote | None = (
        HandoverNote.objects.visible_to(access.scope_of(request.user))
        .filter(handover=row, author=request.user)
        .first()
    )
    return found


def _conflict(
    request: PersonRequest, row: Handover, form: NoteForm
) -> tuple[dict[str, Any], NoteForm]:
    """What was saved in another window beside what was typed here; nothing typed is lost."""
    note = _own_note(request, row)
    data = request.POST.copy()
    data["version"] = str(note.version if note else 0)
    again = NoteForm(data)
    again.is_valid()
    conflict = {
        "who": request.user.name,
        "at": note.changed_at if note else None,
        "rows": conflict_rows(form, NoteForm.initial_of(note)),
        "theirs_url": row.get_absolute_url(),
    }
    return conflict, again


def _step(request: PersonRequest, slug: str, pk: int, act: Callable[..., Any]) -> HttpResponse:
    committee = committee_of(request, slug)
    act(handover=handover_of(request, committee, pk), by=request.user)
    return redirect("handover", slug=slug, pk=pk)


@signed_in
@require_POST
def handover_ready(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """Say that it is ready."""
    return _step(request, slug, pk, actions.say_ready)


@signed_in
@require_POST
def handover_reopen(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """Go on writing."""
    return _step(request, slug, pk, actions.reopen)


@signed_in
@require_POST
def handover_withdraw(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """The person stays: take the handover back."""
    committee = committee_of(request, slug)
    row = handover_of(request, committee, pk)
    actions.withdraw(handover=row, by=request.user)
    messages.success(request, _("The handover is withdrawn."))
    return redirect("post", slug=slug, pk=row.place_id)


@signed_in
@require_POST
def handover_tick(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """Tick a section as gone through, or take the tick back."""
    committee = committee_of(request, slug)
    row = handover_of(request, committee, pk)
    policy.check("take_over", request.user, row)
    known = {section.key for section in handover_sections.sections_for(row, request.user)}
    key = request.POST.get("section", "")
    if key in known:
        actions.tick(
            handover=row, section=key, done=request.POST.get("done") == "1", by=request.user
        )
    return redirect(f"{row.get_absolute_url()}#{key if key in known else 'main'}")


@signed_in
@require_http_methods(["GET", "POST"])
def handover_take(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """The last word before somebody confirms having taken over."""
    committee = committee_of(request, slug)
    row = handover_of(request, committee, pk)
    policy.check("take_over", request.user, row)
    sections = handover_sections.sections_for(row, request.user)
    if request.method == "POST":
        actions.take_over(
            handover=row, snapshot=handover_sections.frozen(sections), by=request.user
        )
        messages.success(request, _("You have taken over. It is on record."))
        return redirect("handover", slug=slug, pk=pk)
    record = _record(request, row)
    done = record.done if record else {}
    left = [section.title for section in sections if section.key not in done]
    context = {"committee": committee, "handover": row, "place": row.place, "left": left}
    return render(request, "members/handover_take.html", context)


@signed_in
@require_safe
def handover_paper(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """The handover as a PDF, holding what this person may read."""
    committee = committee_of(request, slug)
    row = handover_of(request, committee, pk)
    language: Language = "en" if get_language() == "en" else "th"
    document = HandoverDocument(
        committee_name=committee.name,
        province_name=committee.province.name,
        post=row.place.title,
        organisation=row.place.organisation.name,
        predecessor=row.from_seat.person.name,
        predecessor_until=row.from_seat.ends,
        successor=row.successor.name if row.successor else "",
        successor_from=row.to_seat.starts if row.to_seat else None,
        taken_at=row.taken_at,
        sections=_sections(row, _record(request, row), request.user),
        generated_at=timezone.now(),
        language=language,
    )
    name = _("Handover of %(post)s") % {"post": row.place.title}
    response = HttpResponse(handover_pdf(document), content_type="application/pdf")
    disposition = content_disposition_header(as_attachment=False, filename=f"{name}.pdf")
    response["Content-Disposition"] = disposition or "inline"
    return response
