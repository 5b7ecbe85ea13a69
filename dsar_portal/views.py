"""Addresses for machines: is the process up, is it ready, a few figures, and the well-known files."""

import hmac
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from redis import Redis
from redis.exceptions import RedisError

from accounts.access import Access, declare_access
from dsar_portal.figures import FIGURES, Figure
from requests_app.profile import PROFILE


@declare_access(Access.PUBLIC)
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers. Nothing else is asked, so that an outage elsewhere does not restart it."""
    return JsonResponse({"status": "up"})


@declare_access(Access.PUBLIC)
def readyz(request: HttpRequest) -> HttpResponse:
    """503 only for the database or missing migrations. Without the broker work is late, never lost: still ready."""
    state = {"database": _word(_database_answers), "migrations": "unknown", "broker": _word(_broker_answers)}
    if state["database"] == "up":
        state["migrations"] = "done" if _migrated() else "missing"
    ready = state["migrations"] == "done"
    return JsonResponse({"status": "ready" if ready else "not ready", **state}, status=200 if ready else 503)


def _word(answers: Callable[[], object]) -> str:
    try:
        answers()
    except (DatabaseError, RedisError, OSError, ImproperlyConfigured):
        return "down"
    return "up"


def _database_answers() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _broker_answers() -> None:
    with Redis.from_url(settings.REDIS_URL, socket_connect_timeout=1, socket_timeout=1) as broker:
        broker.ping()


def _migrated() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


@declare_access(Access.PUBLIC)
def metrics(request: HttpRequest) -> HttpResponse:
    """Figures in the Prometheus text format, for whoever holds METRICS_TOKEN. Without a token: 404."""
    if not settings.METRICS_TOKEN:
        raise Http404
    given = request.headers.get("Authorization", "").removeprefix("Bearer ").strip()
    if not hmac.compare_digest(given.encode(), settings.METRICS_TOKEN.encode()):
        return HttpResponse("Give the token as: Authorization: Bearer …\n", status=401, content_type="text/plain")
    now = request.now  # type: ignore[attr-defined]  # set by ClockAndCorrelation
    text = "".join(_exposition(figure, figure.count(now)) for figure in FIGURES)
    return HttpResponse(text, content_type="text/plain; version=0.0.4; charset=utf-8")


def _exposition(figure: Figure, value: int) -> str:
    return f"# HELP {figure.name} {figure.meaning}\n# TYPE {figure.name} gauge\n{figure.name} {value}\n"


@declare_access(Access.PUBLIC)
def gpc(request: HttpRequest) -> HttpResponse:
    """Global Privacy Control support, as the profile declares it."""
    if not PROFILE.gpc:
        raise Http404
    return JsonResponse({"gpc": bool(PROFILE.gpc.get("supported")), "lastUpdate": str(PROFILE.gpc.get("last_update"))})


@declare_access(Access.PUBLIC)
def security_txt(request: HttpRequest) -> HttpResponse:
    """RFC 9116: where to report a hole."""
    if not PROFILE.security:
        raise Http404
    lines = [
        f"Contact: {PROFILE.security['contact']}",
        f"Expires: {PROFILE.security['expires']}",
        "Preferred-Languages: en, es",
        f"Canonical: {settings.BASE_URL}/.well-known/security.txt",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
