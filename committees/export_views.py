"""The pages of exports: how far one is, its file, and all of one's own."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any, cast

from django.contrib import messages
from django.core.cache import cache
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from committees import access, downloads, export_acts, exports, papers
from committees.building import found_of, progress_key
from committees.errors import NotAllowed, Refused, WrongState
from committees.export_acts import BROKEN, CHANGED, CLOSED, TOO_LONG
from committees.http import PersonRequest, pages, refusal, scoped, signed_in
from committees.models import Export, ExportState

PAGE = 30
#: How often the page asks how far it is, in seconds.
ASKS_EVERY = 2


def ask(
    request: PersonRequest,
    builder: str,
    arguments: Mapping[str, Any],
    form: str,
    found: downloads.Download,
) -> HttpResponse:
    """Have a long one built and lead to its page. Raises WrongState where it cannot be kept."""
    query = request.GET.urlencode()
    if len(query) > export_acts.LONGEST_QUERY:
        # Cut short it would ask for another list.
        raise WrongState(_("These filters are too long to build a file of. Shorten the search."))
    question = export_acts.Question(builder, arguments, query, form, get_language() or "th")
    rows = downloads.counted(found, 2_000_000)
    export = export_acts.ask_export(question=question, name=found.name, rows=rows, by=request.user)
    return redirect("export", pk=export.pk)


@signed_in
@require_safe
def export_list(request: PersonRequest) -> HttpResponse:
    """My downloads, newest first."""
    rows = Export.objects.visible_to(access.scope_of(request.user))
    found, pager = pages(request, rows, PAGE)
    context = {"exports": [_shown(row) for row in found], "pager": pager}
    return render(request, "committees/exports.html", context)


@signed_in
@require_safe
def export(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """How far it is; the part of the page alone where htmx asks for it."""
    row = scoped(Export, request.user, pk=pk)
    part = bool(getattr(request, "htmx", False))
    context = {"shown": _shown(row), "export": row, "seconds": ASKS_EVERY}
    return render(request, "committees/_export.html" if part else "committees/export.html", context)


@signed_in
@require_POST
def export_again(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """Build it once more."""
    row = scoped(Export, request.user, pk=pk)
    again = export_acts.ask_again(export=row, by=request.user)
    return redirect("export", pk=again.pk)


@signed_in
@require_safe
def export_file(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """The file, where it holds what its asker may see now; else it is removed, or built anew."""
    row = scoped(Export, request.user, pk=pk)
    if not row.is_there:
        return redirect("export", pk=row.pk)
    try:
        found = found_of(row, request.user)
    except (Http404, Refused):
        export_acts.close_export(export=row)
        return refusal(request, NotAllowed(_reason(CLOSED)))
    scope = access.scope_of(request.user)
    same = (
        downloads.rights_mark(scope) == row.rights and downloads.content_mark(found) == row.content
    )
    if not same or not papers.storage().exists(row.key):
        again = export_acts.ask_again(export=row, by=request.user, why=CHANGED)
        messages.info(request, _reason(CHANGED))
        return redirect("export", pk=again.pk)
    response = FileResponse(
        papers.storage().open(row.key, "rb"),
        as_attachment=True,
        filename=exports.file_name(f"{row.name}.{row.form}"),
        content_type=downloads.FORMS[row.form],
    )
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return cast(HttpResponse, response)


def _shown(row: Export) -> dict[str, Any]:
    done, of = row.rows_done, row.rows_of
    if row.state == ExportState.RUNNING:
        done, of = cache.get(progress_key(row.pk)) or (0, row.rows_of)
    gone = row.state == ExportState.READY and not row.is_there
    return {
        "row": row,
        "state": f"export_{ExportState.EXPIRED if gone else row.state}",
        "done": min(done, of),
        "of": of,
        "form": {"xlsx": _("Excel file"), "csv": _("CSV file"), "pdf": "PDF"}[row.form],
        "reason": _reason(row.why),
        "there": row.is_there,
        "again": not row.under_way and not row.is_there,
    }


def _reason(why: str) -> str:
    return {
        CHANGED: _(
            "Something in it, or what you may see, has changed since it was built. It is built"
            " anew, so that it holds what you may see now."
        ),
        CLOSED: _("You may not see this list any more. Its file was removed."),
        TOO_LONG: _(
            "It is too long for this kind of file. Narrow the list with its filters, or take it as"
            " a CSV file."
        ),
        BROKEN: _("Something went wrong while it was built. Build it once more."),
    }.get(why, "")
