"""Bringing a list of organisations: the file, what it would change, what is left to put right."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.db import IntegrityError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from committees import exports
from committees.errors import Conflict, Refused
from committees.http import PersonRequest, scoped, signed_in
from committees.models import Committee
from members import import_cells as cells
from members.actions import imports as actions
from members.import_directory import Directory
from members.importing import BAD, CHANGES, NEW, SAME, UNSURE, Plan
from members.models import ImportBatch, ImportRow
from members.policy import organisations as policy
from members.tables import MOST_BYTES, Unreadable
from members.views.seats import committee_of

# Rows of one sort shown on the page; all of them stand in the file.
SHOWN = 200


class FileForm(forms.Form):
    """The file that holds the list."""

    file = forms.FileField(
        label=gettext_lazy("file"),
        help_text=gettext_lazy("Excel (XLSX) or CSV, at most 2 MB and 2,000 rows."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt"}),
        max_length=250,
        error_messages={
            "required": gettext_lazy("Choose a file."),
            "empty": gettext_lazy("This file is empty. Choose another one."),
            "max_length": gettext_lazy("The name of this file is too long. Give it a shorter one."),
        },
    )

    def clean_file(self) -> Any:
        """Not more than is read."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(
                _("This file is larger than 2 MB. Split it, or take pictures out of it.")
            )
        return file


@signed_in
@require_http_methods(["GET", "POST"])
def organisations_import(request: PersonRequest, slug: str) -> HttpResponse:
    """Choose a file. It is read and shown; nothing is changed by it yet."""
    committee = committee_of(request, slug)
    policy.check_import(request.user, committee)
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        form = FileForm(request.POST, request.FILES)
        if form.is_valid():
            file = form.cleaned_data["file"]
            try:
                batch = actions.bring(
                    committee=committee, name=file.name, content=file.read(), by=request.user
                )
            except Unreadable as refusal:
                form.add_error("file", str(refusal.reason))
            else:
                return redirect("organisations_import_check", slug=slug, pk=batch.pk)
    context = {
        "committee": committee,
        "form": form,
        "members": Directory.brings_members(committee),
        "columns": cells.columns_for(Directory.brings_members(committee)),
        "waiting": list(_own(request, committee).filter(confirmed_at__isnull=True)[:5]),
        "directory_url": f"{reverse('organisations')}?province={committee.province_id}",
    }
    return render(request, "members/organisations_import.html", context)


def _own(request: PersonRequest, committee: Committee) -> Any:
    return ImportBatch.objects.visible_to(request.scope).filter(committee=committee)


@signed_in
@require_safe
def organisations_import_form(request: PersonRequest, slug: str) -> HttpResponse:
    """An empty list with the right headings and one example, to fill in."""
    committee = committee_of(request, slug)
    policy.check_import(request.user, committee)
    columns = cells.columns_for(Directory.brings_members(committee))
    name = _("List of organisations")
    sheet = exports.Sheet(
        name,
        [column.label for column in columns],
        [[capfirst(str(column.example)) for column in columns]],
    )
    return exports.xlsx_response(
        f"{name}.xlsx", [sheet], title=name, language=get_language() or "th"
    )


def _batch_of(request: PersonRequest, slug: str, pk: uuid.UUID) -> ImportBatch:
    """The person's own file in this committee, or 404."""
    committee = committee_of(request, slug)
    batch = scoped(ImportBatch, request.user, pk=pk, committee=committee)
    batch.committee = committee
    return batch


@signed_in
@require_http_methods(["GET", "POST"])
def organisations_import_check(request: PersonRequest, slug: str, pk: uuid.UUID) -> HttpResponse:
    """What the file would change, row by row; after confirming, what it has changed."""
    batch = _batch_of(request, slug, pk)
    policy.check_import(request.user, batch.committee)
    if batch.confirmed_at is not None:
        return _done_page(request, batch)
    choices = {key: value for key, value in request.POST.items() if isinstance(value, str)}
    if request.method != "POST" or "look" in choices:
        return _check_page(request, batch, choices)
    try:
        done = actions.confirm(
            batch=batch, choices=choices, mark=choices.get("mark", ""), by=request.user
        )
    except Conflict as conflict:
        return _check_page(request, batch, choices, conflict.status, str(conflict.reason))
    except IntegrityError:
        again = _("The directory changed while you were reading. Look at the rows once more.")
        return _check_page(request, batch, choices, 409, again)
    except Refused as refusal:
        return _check_page(request, batch, choices, refusal.status, str(refusal.reason))
    if actions.outcome_of(done).nothing_new:
        messages.info(request, _("Everything in this list was there already. Nothing changed."))
    else:
        messages.success(request, _("The list is imported."))
    return redirect("organisations_import_check", slug=slug, pk=pk)


def _check_page(
    request: PersonRequest,
    batch: ImportBatch,
    choices: dict[str, str],
    status: int = 200,
    refused: str = "",
) -> HttpResponse:
    plan = actions.plan_of(batch, request.user, choices)
    sorts = {state: plan.of(state) for state in (BAD, UNSURE, NEW, CHANGES, SAME)}
    unread = [
        heading
        for place, heading in enumerate(batch.columns)
        if heading and place not in plan.headings and not cells.is_remark(heading)
    ]
    context = {
        "committee": batch.committee,
        "batch": batch,
        "plan": plan,
        "mark": plan.directory.mark,
        "counts": {state: len(lines) for state, lines in sorts.items()},
        "writes": len(sorts[NEW]) + len(sorts[CHANGES]),
        "hidden": {state: max(0, len(lines) - SHOWN) for state, lines in sorts.items()},
        "refused": refused,
        "unread": ", ".join(unread[:20]),
        "areas": list(plan.directory.districts.areas.values()),
        # Answered already, and shown on, so that an answer can be taken back.
        "chosen": [line for line in plan.lines if line.like and line.state not in (UNSURE, BAD)],
        **{state: lines[:SHOWN] for state, lines in sorts.items()},
    }
    return render(request, "members/organisations_import_check.html", context, status=status)


def _done_page(request: PersonRequest, batch: ImportBatch) -> HttpResponse:
    rows = ImportRow.objects.visible_to(request.scope).filter(batch=batch).order_by("number")
    outcome = actions.outcome_of(batch)
    context = {
        "committee": batch.committee,
        "batch": batch,
        "outcome": outcome,
        "rows": list(rows[:SHOWN]),
        "hidden": max(0, outcome.left_out - SHOWN),
        "directory_url": f"{reverse('organisations')}?province={batch.province_id}",
    }
    return render(request, "members/organisations_import_done.html", context)


@signed_in
@require_safe
def organisations_import_left(request: PersonRequest, slug: str, pk: uuid.UUID) -> HttpResponse:
    """The rows left out, as they stood, each with what is to be put right; to bring again."""
    batch = _batch_of(request, slug, pk)
    kept = [place for place, head in enumerate(batch.columns) if not cells.is_remark(head)]
    headings = [batch.columns[place] for place in kept]
    rows = [
        [*(row[place] if place < len(row) else "" for place in kept), reason]
        for row, reason in _left(request, batch)
    ]
    name = _("Rows to put right")
    sheet = exports.Sheet(name, [*headings, cells.REMARK], rows)
    return exports.xlsx_response(
        f"{name}.xlsx", [sheet], title=name, language=get_language() or "th"
    )


def _left(request: PersonRequest, batch: ImportBatch) -> list[tuple[list[str], str]]:
    """The rows of which nothing is, or would be, written."""
    found = ImportRow.objects.visible_to(request.scope).filter(batch=batch).order_by("number")
    rows = {row.number: row for row in found}
    if batch.confirmed_at is not None:
        return [(row.cells, row.left_out) for row in rows.values()]
    plan: Plan = actions.plan_of(batch, request.user, {})
    return [(rows[line.number].cells, actions.reason_of(line)) for line in plan.left_out]


@signed_in
@require_POST
def organisations_import_drop(request: PersonRequest, slug: str, pk: uuid.UUID) -> HttpResponse:
    """Forget a file without taking anything over from it."""
    batch = _batch_of(request, slug, pk)
    actions.throw_away(batch=batch, by=request.user)
    messages.success(request, _("The file is thrown away. Nothing was imported from it."))
    return redirect("organisations_import", slug=slug)
