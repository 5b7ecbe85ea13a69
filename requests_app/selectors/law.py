"""The rules as they count: the shipped file and the approved changes of it."""

from datetime import date
from uuid import UUID

from audit import together
from requests_app import law_changes
from requests_app.law_changes import Change
from requests_app.models import LawChange, PrivacyRequest
from requests_app.regimes import Book


def approved() -> tuple[Change, ...]:
    """All approved changes, in the order of approval; also those of a later day."""
    return together.known("law.approved", _approved)


def _approved() -> tuple[Change, ...]:
    return tuple(row.as_change() for row in LawChange.objects.filter(number__isnull=False).order_by("number"))


def rules_on(day: date, *, version: str = "") -> Book:
    """The rules for a request received on `day`: the newest, or those of the version it was dated with."""
    changes = approved()
    return law_changes.book(law_changes.known_by(changes, version) if version else changes, day)


def version_of(request: PrivacyRequest) -> str:
    """The version of the rules that a stored request was dated with.

    A row from before the law could be changed names none: it was dated by the shipped file, which knows no change.
    """
    return request.law_version or law_changes.version_of(())


def changes() -> list[LawChange]:
    """Every proposed, approved and refused change, the newest first."""
    return list(LawChange.objects.order_by("-proposed_at"))


def change_of(change_id: UUID) -> LawChange | None:
    """One change, or None."""
    return LawChange.objects.filter(id=change_id).first()
