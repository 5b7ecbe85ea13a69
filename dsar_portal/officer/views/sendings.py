"""The letters of a case with the proof of each: when it was written, sent, printed, posted, and what came back."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dsar_portal import wording
from dsar_portal.wording import word
from notifications.selectors import LetterView
from requests_app.timeline import Line

# What the ledger says of a letter, in a word or two. What is not here (that somebody read it) is no step of its way.
STEPS: wording.Words = {
    "letter.queued": gettext_lazy("written"),
    "letter.held": gettext_lazy("held"),
    "letter.sent": gettext_lazy("sent"),
    "letter.retried": gettext_lazy("sent again"),
    "letter.unknown": gettext_lazy("not certain whether it arrived"),
    "letter.failed": gettext_lazy("refused"),
    "letter.bounced": gettext_lazy("bounced"),
    "letter.to_print": gettext_lazy("ready to print"),
    "letter.printed": gettext_lazy("printed"),
    "letter.posted": gettext_lazy("posted"),
    "letter.returned": gettext_lazy("brought back by the post"),
    "letter.superseded": gettext_lazy("replaced by another letter"),
    "letter.cancelled": gettext_lazy("stopped"),
}
WAYS: wording.Words = {
    "email": gettext_lazy("by e-mail"),
    "post": gettext_lazy("by post"),
    "sms": gettext_lazy("by text"),
}


def cards(letters: Iterable[LetterView], lines: Iterable[Line]) -> list[dict[str, Any]]:
    """Each letter with its way, oldest step first, from the ledger's own entries."""
    ways: dict[UUID | None, list[Line]] = {}
    for line in lines:
        if line.action in STEPS:
            ways.setdefault(line.subject_id, []).insert(0, line)
    return [_card(letter, ways.get(letter.id, [])) for letter in letters]


def _card(letter: LetterView, way: list[Line]) -> dict[str, Any]:
    bounced = letter.status == "returned" and letter.channel == "email"
    tracking = next((proof.tracking for proof in letter.proofs if proof.tracking), "")
    return {
        "kind": word(wording.LETTERS, letter.kind),
        "channel": str(WAYS[letter.channel]),
        "status": _("Bounced") if bounced else word(wording.LETTER_STATUSES, letter.status),
        "post_by": letter.post_by if letter.status in {"to_print", "printed"} else None,
        "tracking": tracking,
        "way": [{"word": str(STEPS[line.action]), "at": line.at, "code": _code(line)} for line in way],
    }


def _code(line: Line) -> str:
    """Why, as the mail server's code; a cause of our own says itself in the step's word."""
    cause = str(line.facts.get("cause") or "")
    return cause.removeprefix("smtp_") if cause[:1].isdigit() or cause.startswith("smtp_") else ""
