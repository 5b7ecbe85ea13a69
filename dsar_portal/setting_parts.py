"""Settings that are longer than what decides them: made from one value of the environment. Knows no Django setting."""

import json
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def lines(path: str) -> list[str]:
    """The lines of a file without the empty ones and what surrounds them; none where no file is named."""
    found = Path(path).read_text().splitlines() if path else []
    return [line.strip() for line in found if line.strip()]


def database(url: str) -> dict[str, Any]:
    """A PostgreSQL address as Django wants it. Raises ImproperlyConfigured for that of any other database."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured("A database URL starts with postgresql://")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or 5432),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"connect_timeout": 5, "application_name": "dsar-portal"},
    }


def logging(level: str) -> dict[str, Any]:
    """Logs on stderr from this level on: one JSON object a line."""
    head = json.dumps({"at": "%(asctime)s", "level": "%(levelname)s", "from": "%(name)s"})[:-1]
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"format": head + ', "message": "%(message)s"}'}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["stderr"], "level": level},
    }
