"""A question or a complaint as the person who sent it reads it."""

from typing import Any

from django.utils.translation import gettext_lazy as _

KINDS: dict[str, Any] = {"question": _("Your question"), "complaint": _("Your complaint")}


def told(inquiry: Any) -> dict[str, Any]:
    """What stands on the page: the words both ways, and the clock of its own."""
    return {
        "kind": KINDS[inquiry.kind],
        "reference": inquiry.reference,
        "received_at": inquiry.received_at,
        "answer_by": inquiry.answer_by,
        "closed": bool(inquiry.close_reason),
        "answered_at": inquiry.answered_at,
        "body": inquiry.body,
        "answer": inquiry.answer,
    }
