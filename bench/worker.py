"""Measures the pages on one database: `python -m bench.worker FLOOR-ADDRESS`, as the web role.

Takes commands on standard input, one a line, and answers each with a line of JSON, so that the
two scales can be run in turn: "prepare WORDS", "run NUMBER", "sessions".
"""

from __future__ import annotations

import json
import logging
import os
import random
import sys
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any
from urllib.parse import quote

import django

django.setup()

import psycopg2  # noqa: E402 - after the settings are there
from allauth.mfa.models import Authenticator  # noqa: E402
from django.conf import settings  # noqa: E402
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import connection, models  # noqa: E402
from django.template import loader  # noqa: E402
from django.template.backends.django import Template  # noqa: E402
from django.test import RequestFactory  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import translation  # noqa: E402

from accounts.models import User  # noqa: E402
from actionplans.lines import compare, show_frozen  # noqa: E402
from actionplans.models import QuarterPlan, RoundLine  # noqa: E402
from bench.floors import Floor  # noqa: E402
from bench.reads import Read  # noqa: E402
from bench.roles import DISTRICT, PROVINCE, QUERY, ROLES  # noqa: E402
from committees import access, audit, exports, rls  # noqa: E402
from committees.calendar import today  # noqa: E402
from committees.models import AuditEvent, Committee  # noqa: E402
from members.models import Organisation  # noqa: E402

# What was asked for is shown, or was done and leads on.
ANSWERED = (200, 302)
CSRF = "b" * 32
FRAMING = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")


@dataclass
class Case:
    """One page as one person."""

    page: str
    role: str
    url: str
    cookie: str
    reads: list[Read] | None
    # What is posted, anew each time; None where the page is opened.
    posted: Callable[[], dict[str, Any]] | None = None
    status: int = 0
    length: int = 0
    statements: list[str] = field(default_factory=list)
    renders: list[tuple[str, dict[str, Any], Any]] = field(default_factory=list)
    differs: list[str] = field(default_factory=list)
    events: list[AuditEvent] = field(default_factory=list)
    lines: dict[int, list[RoundLine]] = field(default_factory=dict)
    files: list[Callable[[], Any]] = field(default_factory=list)


class Bench:
    """The cases on this database, and the ways to run one."""

    def __init__(self, floor_url: str) -> None:
        self.app = get_wsgi_application()
        self.floor = psycopg2.connect(floor_url, options="-c app.maintenance=on")
        self.floor.autocommit = True
        self.cases: list[Case] = []

    def prepare(self, only: str) -> list[dict[str, Any]]:
        """Sign everybody in, open every page once, and see that page and floor read the same."""
        with rls.acting_as_system("bench"):
            committee = Committee.objects.get(slug=f"d{DISTRICT}")
            plan = (
                QuarterPlan.objects.filter(committee=committee, state="received", rounds_count=2)
                .select_related("committee")
                .latest("fiscal_year", "quarter")
            )
            lead = Organisation.objects.filter(province_id=PROVINCE).values_list("pk")[0][0]
            people = {
                role: User.objects.filter(seats__committee__slug=slug, seats__role=post)
                .order_by("pk")
                .first()
                for role, (slug, post) in ROLES.items()
            }
        urls = {
            "home": "/",
            "plan list": "/plans/",
            "plan detail": plan.get_absolute_url(),
            "committee page": committee.get_absolute_url(),
            "search": f"/search/?q={quote(QUERY)}",
            "province page": f"/province/{PROVINCE}/",
            "organisations": "/organisations/",
            "roll of members": f"/committees/p{PROVINCE}-civil-society/members/",
            "posts": f"/province/{PROVINCE}/posts/",
            "activity list": "/activities/",
            "activity form": f"{committee.get_absolute_url()}activities/new/",
            "activity submit": f"{committee.get_absolute_url()}activities/new/",
            "year figures": reverse("year_figures", args=[committee.slug, plan.fiscal_year]),
            "province figures": reverse("province_figures", args=[PROVINCE]),
            "report export": reverse("report_export", args=[committee.slug, plan.pk, "xlsx"]),
        }
        for role, person in people.items():
            cookie = sign_in(person)
            with rls.acting_as(person.pk):
                scope = access.resolve(person.pk)
            floor = Floor(scope, cookie, committee.pk, plan.pk, PROVINCE, QUERY)
            for page, url in urls.items():
                if only in f"{page} {role}":
                    posted = partial(activity, lead) if page == "activity submit" else None
                    self.cases.append(Case(page, role, url, cookie, floor.reads(page), posted))
        for case in self.cases:
            self.record(case)
        return [self.described(case) for case in self.cases]

    def described(self, case: Case) -> dict[str, Any]:
        asked = [sql for sql in case.statements if not sql.startswith(FRAMING)]
        return {
            "page": case.page,
            "role": case.role,
            "url": case.url,
            "status": case.status,
            "posted": case.posted is not None,
            "bytes": case.length,
            "queries": len(asked),
            "statements": len(case.statements),
            "differs": case.differs,
        }

    def serve(self, case: Case) -> tuple[int, int]:
        """One request through the whole stack, read to its end; status and length."""
        factory, cookie = RequestFactory(HTTP_HOST="localhost"), case.cookie
        if case.posted is None:
            request = factory.get(case.url)
        else:
            request = factory.post(case.url, case.posted() | {"csrfmiddlewaretoken": CSRF})
        request.environ["HTTP_COOKIE"] = (
            f"{settings.SESSION_COOKIE_NAME}={cookie}; {settings.CSRF_COOKIE_NAME}={CSRF}"
        )
        status: list[str] = []
        body = self.app(request.environ, lambda line, _headers: status.append(line))
        length = sum(len(part) for part in body)
        body.close()
        return int(status[0].split()[0]), length

    def record(self, case: Case) -> None:
        """Open a page once, keeping its statements, the rows it read and what it rendered."""
        self.serve(case)  # whatever is done once only, is done
        found: dict[str, set[Any]] = {}
        from_db, render, depth = models.Model.from_db.__func__, Template.render, [0]

        def remembering(cls: Any, db: Any, names: Any, values: Any) -> Any:
            row = from_db(cls, db, names, values)
            found.setdefault(cls._meta.db_table, set()).add(row.pk)
            if cls is AuditEvent:
                case.events.append(row)
            elif cls is RoundLine and case.page == "plan detail":
                case.lines.setdefault(row.round_id, []).append(row)
            return row

        def watching(template: Any, context: Any = None, request: Any = None) -> Any:
            depth[0] += 1
            try:
                if depth[0] == 1:
                    case.renders.append((template.template.name, dict(context or {}), request))
                return render(template, context, request)
            finally:
                depth[0] -= 1

        def keeping(sheets: Any, **options: Any) -> bytes:
            kept = [replace(sheet, rows=list(sheet.rows)) for sheet in sheets]
            case.files.append(lambda: write(kept, **options))
            return write(kept, **options)

        write = exports.xlsx_bytes
        connection.force_debug_cursor = True
        connection.queries_log.clear()
        models.Model.from_db, Template.render = classmethod(remembering), watching
        exports.xlsx_bytes = keeping
        try:
            case.status, case.length = self.serve(case)
        finally:
            models.Model.from_db = classmethod(from_db)
            Template.render = render
            exports.xlsx_bytes = write
            connection.force_debug_cursor = False
        case.statements = [entry["sql"] for entry in connection.queries_log]
        if os.environ.get("BENCH_SQL"):
            print(f"\n{case.page} / {case.role}", *case.statements, sep="\n  ", file=sys.stderr)
        if case.status in ANSWERED and case.reads is not None:
            self.compare(case, found)

    def compare(self, case: Case, found: dict[str, set[Any]]) -> None:
        """Note where the hand-written statements return other rows than the page has read."""
        with self.floor.cursor() as cursor:
            for read in case.reads or ():
                if not read.table:
                    continue
                cursor.execute(read.sql, read.params or None)
                rows = {row[0] for row in cursor.fetchall()}
                if not found.get(read.table, set()) <= rows | {case.cookie}:
                    missing = len(found[read.table] - rows)
                    if read.table not in ("accounts_user", "committees_committee"):
                        case.differs.append(f"{read.table}: {missing} rows the floor has not")

        def refuse(*_: Any) -> None:
            case.differs.append("the template itself asks the database")

        with connection.execute_wrapper(refuse):
            self.bottom(case)

    def bottom(self, case: Case) -> None:
        """The floor of a page: its rows by hand, put into words, then the same templates."""
        with self.floor.cursor() as cursor:
            for read in case.reads or ():
                cursor.execute(read.sql, read.params or None)
                if cursor.description is None:
                    continue  # a row was written
                names = [column.name for column in cursor.description]
                [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
        with translation.override("th"):
            audit.sentences(case.events)
            compare(*([show_frozen(rows) for rows in case.lines.values()] or ([], [])))
            for name, context, request in case.renders:
                loader.get_template(name).render(dict(context), request).encode()
            for make in case.files:
                make()

    def run(self, case: Case) -> dict[str, float]:
        """A page and its floor, one right after the other, in an order of chance: milliseconds."""
        jobs: list[tuple[str, Callable[[Case], Any]]] = [("page", self.serve)]
        if case.status in ANSWERED and case.reads is not None:
            jobs.append(("floor", self.bottom))
        random.shuffle(jobs)
        times = {}
        for kind, job in jobs:
            began = time.perf_counter()
            job(case)
            times[kind] = (time.perf_counter() - began) * 1000
        return times


def activity(lead: int) -> dict[str, Any]:
    """A campaign as the form of a telephone sends it."""
    return {
        "kind": "campaign",
        "line": "unplanned",
        "title": "รณรงค์ที่ตลาด",
        "starts": today().isoformat(),
        "area": str(DISTRICT),
        "reached": "40",
        "lead": str(lead),
        "form_key": str(uuid.uuid4()),
        "gift-TOTAL_FORMS": "0",
        "gift-INITIAL_FORMS": "0",
    }


def sign_in(person: User) -> str:
    """A session of this person, as signing in leaves it, and the second factor it asks for."""
    Authenticator.objects.get_or_create(
        user=person, type=Authenticator.Type.TOTP, defaults={"data": {}}
    )
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session["began"] = session["seen"] = int(time.time())
    session.save()
    return str(session.session_key)


def main() -> None:
    """Answer commands until the other side hangs up."""
    logging.disable(logging.WARNING)  # that a page is not there for the observer is no news
    bench = Bench(sys.argv[1])
    for line in sys.stdin:
        command, _, argument = line.strip().partition(" ")
        answer: Any
        if command == "prepare":
            answer = bench.prepare(argument)
        elif command == "run":
            answer = bench.run(bench.cases[int(argument)])
        else:
            answer = {case.role: case.cookie for case in bench.cases}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
