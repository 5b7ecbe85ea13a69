"""The script as it counts: which lines were changed since the shipped ones, and by which version."""

from uuid import UUID

from requests_app.models import ScriptChange


def approved() -> list[ScriptChange]:
    """All approved changes in the order of their numbers; of two for one line the later counts."""
    return list(ScriptChange.objects.filter(number__isnull=False).order_by("number"))


def changes() -> list[ScriptChange]:
    """Every proposed, approved and refused change, the newest first."""
    return list(ScriptChange.objects.order_by("-proposed_at", "-id"))


def change_of(change_id: UUID) -> ScriptChange | None:
    """One change, or None."""
    return ScriptChange.objects.filter(id=change_id).first()
