"""The script as it counts: which lines were changed since the shipped ones, and by which version."""

from dataclasses import dataclass
from uuid import UUID

from requests_app.models import ScriptChange


@dataclass(frozen=True)
class Approved:
    """The words of one approved change. Without any, the line was removed."""

    number: int
    key: str
    en: str
    es: str
    question_en: str
    question_es: str


def approved() -> list[Approved]:
    """All approved changes in the order of their numbers; of two for one line the later counts."""
    names = ("number", "key", "en", "es", "question_en", "question_es")
    rows = ScriptChange.objects.filter(number__isnull=False).order_by("number").values_list(*names)
    return [Approved(*row) for row in rows]


def changes() -> list[ScriptChange]:
    """Every proposed, approved and refused change, the newest first."""
    return list(ScriptChange.objects.order_by("-proposed_at", "-id"))


def change_of(change_id: UUID) -> ScriptChange | None:
    """One change, or None."""
    return ScriptChange.objects.filter(id=change_id).first()
