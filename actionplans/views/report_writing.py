"""Writing a quarter's report: begin it, answer line by line, bring it up to date with the plan."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from actionplans.actions import reports as actions
from actionplans.forms.reports import LineReportForm, WordsForm
from actionplans.models import ReportLine, ReportWords
from actionplans.policy import reports as policy
from actionplans.reporting import Answered, ReportReading, answer_of, shown
from actionplans.views.reports import begun, context_of, reading_of, standing_of
from committees.calendar import format_date
from committees.errors import Conflict, WrongState
from committees.http import PersonRequest, signed_in

_STATE = re.compile(r"l\d+-state")


@dataclass
class Entry:
    """One line with its form. `was` tells what stood in the form when it was shown."""

    line: ReportLine
    answered: Answered
    form: LineReportForm
    was: str
    kept: bool = False
    conflict: dict[str, Any] | None = None

    @property
    def problems(self) -> bool:
        return bool(self.form.is_bound and self.form.errors)

    @property
    def messages(self) -> list[str]:
        """What is to be put right, in words."""
        return messages_of(self.form) if self.problems else []


def messages_of(form: forms.Form) -> list[str]:
    """The messages of a form."""
    return [str(text) for texts in form.errors.values() for text in texts]


@dataclass
class Sheet:
    """The whole form: lines and words."""

    reading: ReportReading
    entries: list[Entry]
    words: WordsForm
    words_was: str
    words_version: int = 0
    words_kept: bool = False
    words_conflict: dict[str, Any] | None = None
    status: int = field(default=200)

    @property
    def words_messages(self) -> list[str]:
        """What is to be put right in the words, if anything."""
        return messages_of(self.words) if self.words.is_bound else []

    @property
    def answered(self) -> int:
        return sum(1 for entry in self.entries if entry.line.state)


def _digest(values: Any) -> str:
    return hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()[:16]


def _was(line: ReportLine) -> str:
    return _digest(answer_of(line))


def _words_was(words: ReportWords) -> str:
    return _digest([getattr(words, name) for name in actions.WORD_FIELDS])


@signed_in
@require_POST
def report_start(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """Begin the report; begun already, it leads there."""
    reading = reading_of(request, slug, pk)
    actions.start_report(quarter=reading.quarter, by=request.user)
    return redirect("report_write", slug=slug, pk=pk)


@signed_in
@require_POST
def report_renew(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """Take over the lines of the amended plan."""
    _reading, held = begun(request, slug, pk)
    actions.renew_report(report=held, by=request.user)
    messages.success(request, _("The report is up to date with the plan now."))
    return redirect("report_write", slug=slug, pk=pk)


@signed_in
@require_http_methods(["GET", "POST"])
def report_write(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """Every line with its fields. Sent as a whole it keeps what is right and says what is not."""
    reading, held = begun(request, slug, pk)
    policy.check_write(request.user, held)
    if request.method != "POST":
        return _page(request, _sheet(reading))
    sheet = _kept(request, reading)
    there = {f"l{entry.line.pk}-state" for entry in sheet.entries}
    if any(_STATE.fullmatch(name) and name not in there for name in request.POST):
        messages.warning(request, policy.LINE_GONE)
    if sheet.status != 200:
        return _page(request, sheet)
    messages.success(request, _("The report is saved."))
    if request.POST.get("then") == "submit":
        return redirect("report_submit", slug=slug, pk=pk)
    return redirect(held)


@signed_in
@require_POST
def report_line(request: PersonRequest, slug: str, pk: int, line: int) -> HttpResponse:
    """Keep one line, or (0) the words on the quarter, as it is typed; answers with what became."""
    reading, held = begun(request, slug, pk)
    policy.check_write(request.user, held)
    if line and all(row.pk != line for row in reading.rows):
        raise WrongState(policy.LINE_GONE)
    sheet = _kept(request, reading, only=line)
    if not getattr(request, "htmx", False):
        if sheet.status != 200:
            return _page(request, sheet)
        return redirect(f"{reverse('report_write', args=[slug, pk])}#line-{line}")
    entry = next((entry for entry in sheet.entries if entry.line.pk == line), None)
    context = {"sheet": sheet, "entry": entry, "just_now": True, "report": held}
    status = {200: 200, 409: 409}.get(sheet.status, 422)
    return render(request, "actionplans/_report_kept.html", context, status=status)


def _sheet(reading: ReportReading) -> Sheet:
    words = reading.written or ReportWords(report=reading.report)
    return Sheet(
        reading,
        [
            Entry(line, answered, _form(None, line, answered), _was(line))
            for line, answered in zip(reading.rows, reading.lines, strict=True)
        ],
        WordsForm(words=words),
        _words_was(words),
        words.version,
    )


def _form(data: Any, line: ReportLine, answered: Answered) -> LineReportForm:
    return LineReportForm(data, line=line, measured=answered.measured, whole=True)


def _kept(request: PersonRequest, reading: ReportReading, only: int | None = None) -> Sheet:
    """Keep what came, each line by itself: one that is not right stops no other."""
    sheet = _sheet(reading)
    data = request.POST.copy()
    for entry in sheet.entries:
        if only in (None, entry.line.pk) and f"l{entry.line.pk}-version" in data:
            _keep_line(request, entry, data)
    if only in (None, 0) and "words-version" in data:
        _keep_words(request, sheet, data)
    conflicts = [entry.conflict for entry in sheet.entries if entry.conflict]
    if conflicts or sheet.words_conflict:
        sheet.status = 409
    elif any(entry.problems for entry in sheet.entries) or sheet.words.errors:
        sheet.status = 400
    return sheet


def _keep_line(request: PersonRequest, entry: Entry, data: Any) -> None:
    form = entry.form = _form(data, entry.line, entry.answered)
    if not form.is_valid():
        return
    typed = answer_of(ReportLine(**form.values()))
    shown_then = data.get(f"l{entry.line.pk}-was")
    if shown_then == _digest(typed) or (form.untouched and not entry.line.state):
        # As it was shown: whatever somebody else wrote meanwhile stands, and is shown now.
        entry.form = _form(None, entry.line, entry.answered)
        return
    if not form.cleaned_data["state"]:
        form.add_error("state", _("Say what became of the line."))
        return
    try:
        saved = actions.save_line(
            line=entry.line,
            values=form.values(),
            version=form.cleaned_data["version"] or 0,
            by=request.user,
        )
    except Conflict:
        current = ReportLine.objects.select_related("answered_by").get(pk=entry.line.pk)
        entry.conflict = {
            "rows": _differences(entry, current, typed),
            "who": current.answered_by.name if current.answered_by else "",
            "at": current.answered_at,
        }
        saved = current
    else:
        entry.kept = True
    entry.line = saved
    entry.was = _was(saved)
    data[f"l{saved.pk}-version"] = str(saved.version)
    entry.form = _form(data, saved, entry.answered)
    entry.form.is_valid()


def _differences(entry: Entry, current: ReportLine, typed: dict[str, Any]) -> list[dict[str, Any]]:
    """What differs between the line as it is now and as it was typed, in words."""
    item = {
        "row": current.pk,
        "line": current.line_id,
        "position": current.position,
        "carried": current.carried,
        "content": current.content,
        "facts": entry.answered.facts.plain,
        "measured": None,
    }
    theirs, yours = shown(
        {"lines": [{**item, "answer": answer_of(current)}, {**item, "answer": typed}]}
    )
    labels = {
        "state_word": _("what became of it"),
        "reason": _("why"),
        "until": _("done by"),
        "value": _("indicator value"),
        "spent": _("money spent in baht"),
        "word": _("a word on it"),
    }
    return [
        {"label": label, "theirs": getattr(theirs, name), "yours": getattr(yours, name)}
        for name, label in labels.items()
        if getattr(theirs, name) != getattr(yours, name)
    ]


def _keep_words(request: PersonRequest, sheet: Sheet, data: Any) -> None:
    words, report = sheet.reading.written, sheet.reading.report
    if words is None or report is None:
        raise Http404
    form = sheet.words = WordsForm(data, words=words)
    if not form.is_valid():
        return
    values = form.values()
    if data.get("words-was") == _digest([values[name] for name in actions.WORD_FIELDS]):
        sheet.words = WordsForm(words=words)
        return
    try:
        saved = actions.save_words(
            report=report,
            values=values,
            version=form.cleaned_data["version"] or 0,
            by=request.user,
        )
    except Conflict:
        saved = ReportWords.objects.select_related("written_by").get(pk=words.pk)
        sheet.words_conflict = {
            "rows": [
                {
                    "label": form.fields[name].label,
                    "theirs": getattr(saved, name),
                    "yours": values[name],
                }
                for name in actions.WORD_FIELDS
                if getattr(saved, name) != values[name]
            ],
            "who": saved.written_by.name if saved.written_by else "",
            "at": report.changed_at,
        }
    else:
        sheet.words_kept = True
    sheet.words_was, sheet.words_version = _words_was(saved), saved.version
    data["words-version"] = str(saved.version)
    sheet.words = WordsForm(data, words=saved)
    sheet.words.is_valid()


def _page(request: PersonRequest, sheet: Sheet) -> HttpResponse:
    reading = sheet.reading
    standing = standing_of(reading)
    context = context_of(request, reading) | {
        "sheet": sheet,
        "amended": bool(standing and reading.report and standing.pk != reading.report.round_id),
        "left": bool(reading.report and actions.left_behind(reading.report, reading.rows)),
        "ends": format_date(reading.quarter.period.end),
    }
    return render(request, "actionplans/report_write.html", context, status=sheet.status)
