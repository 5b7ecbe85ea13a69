"""Identifiers that sort by the time they were made."""

from uuid import UUID

from uuid_utils import compat


def new_id() -> UUID:
    """Return a fresh UUIDv7: unique without asking the database, and index-friendly because it grows."""
    return compat.uuid7()
