"""The present as text, for what runs outside Django."""

from datetime import UTC, datetime


def utc_text() -> str:
    """RFC 3339 in UTC with microseconds: sorts as it reads."""
    return datetime.now(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
