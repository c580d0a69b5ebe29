"""Lists and reports that people take away: at once where short, else built beside the requests.

How a view offers one:

    @signed_in
    @require_safe
    @downloads.download
    def seats_export(request: PersonRequest, slug: str, form: str) -> downloads.Download:
        committee = committee_of(request, slug)  # rights, as on the page: 404 or NotAllowed
        found = _listed(request, committee)  # the list as it is filtered; a queryset, not cut
        name = _("Seats of %(committee)s") % {"committee": committee.short}
        rows = downloads.each(found, province_page.exported)  # read in portions, a row for each
        sheets = [Sheet(_("Seats"), headers, rows, [committee.name])]
        return downloads.Download(name, sheets, rows=found)

The decorated function makes no response; it says what the file holds. It is called with the request
for a short list, and again by a task for a long one: then `request` has `user`, `scope`, `GET` and
`LANGUAGE_CODE` as they were when it was asked for, with the rights the person has *now*, and no
more. So it reads its filters from `request.GET`, its rights from `request.user` or `request.scope`,
and changes nothing. Its other arguments come from the address and must be plain JSON values; `form`
is `xlsx`, `csv` or `pdf` (an address without it gives XLSX, or PDF where that is all there is).

`rows` is what the file is made of. It is counted up to `at_once`; with more the person is led to a
page that shows how far it is. Without `rows` it is always answered at once. CSV holds the first of
the sheets. A PDF is made by `pdf`, a function without arguments; there `at_once` is lower.

Where a row needs what stands in other tables, give `each` a `portion`: it is called with up to 500
rows at a time and returns their lines, so that what belongs to them is read once a portion.

A file holds what its asker may see at the moment it is handed out: `committees.export_views` asks
the builder again, whether the list is open to the person at all, and compares two marks with those
of the file: of all the person's rights, and of the rows with their wording.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import wraps
from importlib import import_module
from typing import IO, Any, TypeVar

from django.conf import settings
from django.core.exceptions import EmptyResultSet
from django.db import connection, models
from django.http import Http404, HttpResponse, QueryDict
from django.utils.http import content_disposition_header
from django.utils.translation import get_language

from committees import access, exports
from committees.exports import Row, Sheet
from committees.http import PersonRequest
from committees.querysets import Scope

M = TypeVar("M", bound=models.Model)

XLSX, CSV, PDF = "xlsx", "csv", "pdf"
FORMS = {XLSX: exports.XLSX, CSV: exports.CSV, PDF: "application/pdf"}
PORTION = 500
#: A report of more rows than this takes longer to set than somebody waits for a page.
PDF_AT_ONCE = 300


@dataclass(frozen=True)
class Download:
    """What a file holds: its name without ending, its sheets or its PDF, and its rows."""

    name: str
    sheets: Sequence[Sheet] = ()
    rows: models.QuerySet[Any] | None = None
    pdf: Callable[[], bytes] | None = None
    #: Up to so many rows it is answered at once; None is the usual number.
    at_once: int | None = None
    #: Shown by the browser instead of saved (PDF alone).
    inline: bool = False
    #: What else the file holds than the rows, as a mark that changes with it.
    mark: str = ""

    def offers(self, form: str) -> bool:
        """Whether there is such a file of it."""
        return bool(self.pdf) if form == PDF else form in FORMS and bool(self.sheets)


Builder = Callable[..., Download]
_BUILDERS: dict[str, Builder] = {}


def download(builder: Builder) -> Callable[..., HttpResponse]:
    """The view of a builder: the file, or for a long one the way to where it is being built."""
    name = f"{builder.__module__}.{builder.__qualname__}"
    _BUILDERS[name] = builder

    @wraps(builder)
    def view(request: PersonRequest, *args: Any, **arguments: Any) -> HttpResponse:
        if args:
            raise TypeError("An address gives its parts by name.")
        form = arguments.get("form")
        if form is not None and form not in FORMS:
            raise Http404
        found = builder(request, **arguments)
        form = form or form_of(found)
        if not found.offers(form):
            raise Http404
        if not is_long(found, form):
            return at_once(found, form, get_language() or "th")
        if request.method == "HEAD":
            return HttpResponse(content_type=FORMS[form])  # asking about it builds nothing
        from committees import export_views  # noqa: PLC0415  (it serves what is built here)

        return export_views.ask(request, name, arguments, form, found)

    view.builder = name  # type: ignore[attr-defined]
    return view


def form_of(found: Download) -> str:
    """The one form of a file whose address names none."""
    return XLSX if found.sheets else PDF


def builder_of(name: str) -> Builder:
    """A builder by its name, whose module may not have been loaded by this process."""
    if name not in _BUILDERS:
        import_module(name.rpartition(".")[0])
    return _BUILDERS[name]


def request_of(user: Any, query: str, language: str) -> PersonRequest:
    """What a builder may know of a request, when there is none any more."""
    request = PersonRequest()
    request.method = "GET"
    request.user = user
    request.scope = access.scope_of(user)
    request.GET = QueryDict(query)
    request.LANGUAGE_CODE = language
    return request


# --- Rows -----------------------------------------------------------------------------------------


def each(
    found: models.QuerySet[M],
    make: Callable[[M], Row] | None = None,
    *,
    portion: Callable[[list[M]], Iterable[Row]] | None = None,
) -> Iterator[Row]:
    """A line for each row of a list, read in portions: by `make`, or a portion at a time."""
    waiting: list[M] = []
    for row in found.iterator(chunk_size=PORTION):
        if portion is None:
            assert make is not None  # noqa: S101  (for the type checker)
            yield make(row)
            continue
        waiting.append(row)
        if len(waiting) == PORTION:
            yield from portion(waiting)
            waiting = []
    if waiting and portion is not None:
        yield from portion(waiting)


def counted(found: Download, most: int) -> int:
    """How many rows it is made of, counted up to a bound."""
    if found.rows is None:
        return 0
    return int(found.rows.order_by().values("pk")[:most].count())


def is_long(found: Download, form: str) -> bool:
    """Whether it is built beside the requests."""
    usual = PDF_AT_ONCE if form == PDF else settings.EXPORT_AT_ONCE
    most = min(usual if found.at_once is None else found.at_once, settings.EXPORT_AT_ONCE)
    return counted(found, most + 1) > most


# --- Files ----------------------------------------------------------------------------------------


def at_once(found: Download, form: str, language: str) -> HttpResponse:
    """A short one as a response."""
    name = f"{found.name}.{form}"
    if form == CSV:
        first = found.sheets[0]
        return exports.csv_response(name, first.rows, first.headers)
    if form == XLSX:
        return exports.xlsx_response(name, found.sheets, title=found.name, language=language)
    assert found.pdf is not None  # noqa: S101  (for the type checker)
    response = HttpResponse(found.pdf(), content_type=FORMS[PDF])
    name = exports.file_name(name)
    response["Content-Disposition"] = content_disposition_header(not found.inline, name) or ""
    response["Cache-Control"] = "private, no-store"
    return response


def write(
    target: IO[bytes], found: Download, form: str, language: str, tell: Callable[[int], None]
) -> None:
    """A long one into a file; `tell` hears every so often how many rows are done."""
    if form == PDF:
        assert found.pdf is not None  # noqa: S101  (for the type checker)
        target.write(found.pdf())
        return
    counter = _Counter(tell)
    sheets = [
        Sheet(sheet.title, sheet.headers, counter.of(sheet.rows), sheet.notes)
        for sheet in found.sheets
    ]
    if form == CSV:
        exports.write_csv(target, sheets[0].rows, sheets[0].headers)
    else:
        exports.write_xlsx(target, sheets, title=found.name, language=language)


@dataclass
class _Counter:
    tell: Callable[[int], None]
    done: int = field(default=0)

    def of(self, rows: Iterable[Row]) -> Iterator[Row]:
        for row in rows:
            yield row
            self.done += 1
            if self.done % PORTION == 0:
                self.tell(self.done)


# --- Marks ----------------------------------------------------------------------------------------


def rights_mark(scope: Scope) -> str:
    """A mark of all a person's rights: another where they see, or may do, more or less."""
    rights = {
        "person": scope.user_id,
        "roles": sorted((node, sorted(roles)) for node, roles in scope.roles.items()),
        "above": sorted(
            (row.committee_id, row.province_id, row.path, row.kind, sorted(row.roles))
            for row in scope.oversights
        ),
        "overseen": sorted(scope.overseen),
        "provinces": sorted(scope.provinces),
    }
    return hashlib.sha256(json.dumps(rights).encode()).hexdigest()


def content_mark(found: Download) -> str:
    """A mark of the rows, in any order: another where one comes, goes or is written again.

    PostgreSQL gives each row the number of the transaction that wrote it (`xmin`).
    """
    if found.rows is None:
        return found.mark[:80]
    model = found.rows.model
    table, key = model._meta.db_table, model._meta.pk.column
    quote = connection.ops.quote_name
    try:
        sql, values = found.rows.order_by().values("pk").query.sql_with_params()
    except EmptyResultSet:
        return "0"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(*), coalesce(sum(hashtextextended("
            f"t.{quote(key)}::text || '.' || t.xmin::text, 0)::numeric), 0)"
            f" FROM {quote(table)} t WHERE t.{quote(key)} IN ({sql})",
            values,
        )
        count, total = cursor.fetchone()
    return f"{count}:{total}:{hashlib.sha256(found.mark.encode()).hexdigest()[:16]}"[:80]
