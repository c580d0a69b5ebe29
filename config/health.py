"""Is the process alive (/healthz), and can it serve (/readyz)?

Both are answered before any other middleware: a prober has no session, may use any host name, and
must get an answer while the database is away.
"""

from collections.abc import Callable

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from redis import Redis
from redis.exceptions import RedisError

from config.checks import role_problem

GetResponse = Callable[[HttpRequest], HttpResponse]


class HealthMiddleware:
    """Answer the two health addresses ahead of everything else."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info == "/healthz":
            return healthz(request)
        if request.path_info == "/readyz":
            return readyz(request)
        return self.get_response(request)


def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers; nothing else is asked."""
    return answer({"process": "ok"})


def readyz(request: HttpRequest) -> HttpResponse:
    """Everything a page needs is there: database, the right role, its tables, the broker."""
    return answer({"database": database(), "broker": broker()})


def answer(parts: dict[str, str]) -> HttpResponse:
    """200 when all is well, else 503; never with details a stranger could use."""
    response = JsonResponse(parts, status=200 if set(parts.values()) == {"ok"} else 503)
    response.headers["Cache-Control"] = "no-store"
    return response


def database() -> str:
    """Reachable as the web role, with every migration applied."""
    try:
        with connection.cursor() as cursor:
            if role_problem(cursor):
                return "wrong role"
        return "ok" if migrated() else "migrations missing"
    except DatabaseError:
        connection.close()
        return "unreachable"


_migrated = False


def migrated() -> bool:
    """Have all migrations run? Once they have, they stay so for this process."""
    global _migrated
    if not _migrated:
        executor = MigrationExecutor(connection)
        _migrated = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    return _migrated


def broker() -> str:
    """The broker answers."""
    try:
        with Redis.from_url(
            settings.CELERY_BROKER_URL, socket_connect_timeout=2, socket_timeout=2
        ) as client:
            return "ok" if client.ping() else "unreachable"
    except (RedisError, OSError):
        return "unreachable"
