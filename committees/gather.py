"""Many small reads as one statement, for pages put together from many parts.

A part is written as a generator that yields the querysets it wants and is sent their rows:

    def waiting(user, scope):
        orders = yield Order.objects.visible_to(scope).filter(...)[:20]
        return [... for order in orders]

All parts of a page walk in step: what they ask for in one round goes to the database as one
statement. So a page takes as many statements as its longest part has rounds, however many parts
there are.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Generator, Iterable, Sequence
from decimal import Decimal
from typing import Any, TypeVar, cast
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import EmptyResultSet
from django.db import connection, models

T = TypeVar("T")
# Yields a queryset, or several at once; is sent a list of rows, or one for each.
Asking = Generator[Any, Any, T]


class _Exact(float):
    """A number with a point, with its text: money must not pass through binary fractions."""

    text: str

    def __new__(cls, text: str) -> _Exact:
        number = super().__new__(cls, text)
        number.text = text
        return number


def _money(value: Any) -> Decimal:
    return Decimal(getattr(value, "text", value))


# How a value comes back from JSON as what the driver gives for a column of this kind.
_FROM_JSON: dict[type[models.Field[Any, Any]], Callable[[Any], Any]] = {
    models.DateTimeField: dt.datetime.fromisoformat,
    models.DateField: dt.date.fromisoformat,
    models.TimeField: dt.time.fromisoformat,
    models.DecimalField: _money,
    models.UUIDField: UUID,
    models.JSONField: json.dumps,  # the field reads the text by itself
}
_PLAIN = (models.CharField, models.TextField, models.IntegerField, models.BooleanField,
          models.AutoField, models.FloatField, models.GenericIPAddressField)  # fmt: skip


def gather(querysets: Sequence[models.QuerySet[Any]]) -> list[list[Any]]:
    """The rows of each queryset, in its order, as it would give them; one statement for all.

    Instances, `values` and `values_list` alike; not `prefetch_related`. Raises TypeError for a
    column of a kind that does not pass through JSON.
    """
    parts = [_Part(queryset) for queryset in querysets]
    asked = [(number, part) for number, part in enumerate(parts) if part.sql]
    if len(asked) == 1:
        asked[0][1].found = None  # alone, it is asked the ordinary way
    elif asked:
        _ask(dict(asked))
    return [part.rows() for part in parts]


def in_step(parts: Iterable[Any]) -> list[Any]:
    """What each part returns; those that are generators are asked for together, round by round."""
    walking = together(parts)
    found: list[list[Any]] | None = None
    while True:
        try:
            wanted = walking.send(found) if found is not None else next(walking)
        except StopIteration as stopped:
            return cast(list[Any], stopped.value)
        found = gather(wanted)


def together(parts: Iterable[Any]) -> Asking[list[Any]]:
    """Several parts as one: `answers = yield from together([...])` inside another part."""
    waiting = list(parts)
    answers: list[Any] = [None] * len(waiting)
    running: dict[int, Asking[Any]] = {}
    wants: dict[int, Any] = {}
    for number, part in enumerate(waiting):
        if isinstance(part, Generator):
            running[number] = part
            _advance(number, running, wants, answers, None)
        else:
            answers[number] = part
    while wants:
        asked, wants = wants, {}
        found = iter((yield tuple(one for want in asked.values() for one in _several(want))))
        for number, want in asked.items():
            rows = [next(found) for _ in _several(want)]
            answer = rows[0] if isinstance(want, models.QuerySet) else tuple(rows)
            _advance(number, running, wants, answers, answer)
    return answers


def asked_alone(part: Asking[T]) -> T:
    """What one part returns, asked for by itself."""
    return cast(T, in_step([part])[0])


def _advance(
    number: int,
    running: dict[int, Asking[Any]],
    wants: dict[int, Any],
    answers: list[Any],
    sent: Any,
) -> None:
    try:
        wants[number] = running[number].send(sent)
    except StopIteration as stopped:
        answers[number] = stopped.value


def _several(want: Any) -> tuple[models.QuerySet[Any], ...]:
    return (want,) if isinstance(want, models.QuerySet) else tuple(want)


class _Part:
    """One queryset: its statement, and its rows once they were fetched beside others."""

    def __init__(self, queryset: models.QuerySet[Any]) -> None:
        self.queryset = queryset._chain()  # type: ignore[attr-defined]
        self.compiler = self.queryset.query.get_compiler(using=queryset.db)
        self.found: list[tuple[Any, ...]] | None = []
        try:
            self.sql, self.params = self.compiler.as_sql()
        except EmptyResultSet:
            self.sql, self.params = "", ()

    @property
    def fields(self) -> list[Any]:
        return [column[0].output_field for column in self.compiler.select]

    def rows(self) -> list[Any]:
        if self.found is not None:
            fetched = [self.found]
            self.compiler.execute_sql = lambda *_args, **_kwargs: fetched
            self.queryset.query.get_compiler = lambda *_args, **_kwargs: self.compiler
        return list(self.queryset)

    def take(self, number_and_row: list[tuple[int, str]]) -> None:
        """Keep the rows of this part, in their order, as the driver would have given them."""
        reads = [_reader(field) for field in self.fields]
        rows = (json.loads(row, parse_float=_Exact) for _number, row in sorted(number_and_row))
        self.found = [
            tuple(
                None if value is None else read(value)
                for read, value in zip(reads, row.values(), strict=True)
            )
            for row in rows
        ]


def _ask(parts: dict[int, _Part]) -> None:
    statements, params = [], []
    for number, part in parts.items():
        names = ", ".join(f"c{n}" for n in range(len(part.fields)))
        statements.append(
            f"SELECT {number}, row_number() OVER (), row_to_json(t)::text"
            f" FROM ({part.sql}) AS t({names})"
        )
        params += part.params
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(f"({one})" for one in statements), params)
        fetched = cursor.fetchall()
    rows: dict[int, list[tuple[int, str]]] = {number: [] for number in parts}
    for number, order, row in fetched:
        rows[number].append((order, row))
    for number, part in parts.items():
        part.take(rows[number])


def _reader(field: models.Field[Any, Any]) -> Callable[[Any], Any]:
    """How values of this column are read from JSON."""
    if isinstance(field, ArrayField):
        base = _reader(field.base_field)
        return lambda values: [None if value is None else base(value) for value in values]
    if isinstance(field, models.ForeignKey):
        return _reader(field.target_field)
    for kind, read in _FROM_JSON.items():
        if isinstance(field, kind):
            return read
    if isinstance(field, _PLAIN):
        return lambda value: value
    raise TypeError(f"{type(field).__name__} cannot be read beside others: ask for it alone")
