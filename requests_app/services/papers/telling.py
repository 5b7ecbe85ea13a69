"""Letters about papers: we need one, or the one that came is not enough. Never a word of what a paper says."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from accounts.principals import Principal
from notifications.models import Letter
from requests_app.lifecycle import OPEN
from requests_app.models import PrivacyRequest
from requests_app.paper_words import UNFIT, missing_words, name
from requests_app.services import letters, links


def ask_for_document(request: PrivacyRequest, *, by: Principal, now: datetime) -> Letter:
    """Say that only an identity document is left, what to cover up on it, and what becomes of it."""
    context = {"respond_by": request.respond_by, "link": links.to_identity(request, by=by, now=now)}
    return letters.send("paper_request", request, context, by=by, now=now)


def refused(request: PrivacyRequest, *, kind: str, missing: Sequence[str], by: Principal, now: datetime) -> Letter:
    """Say what is missing in the paper that came, and how to send another."""
    language = request.submission.language
    context = {
        "paper": name(kind, language=language),
        "missing": missing_words(missing, language=language),
        "respond_by": request.respond_by,
        "link": links.to_identity(request, by=by, now=now),
    }
    return letters.send("paper_refused", request, context, by=by, now=now)


def tell_unfit(*, submission_id: UUID, kind: str, now: datetime) -> None:
    """The worker could not make a paper ready: whoever sent it is told to send it anew, about one open request."""
    rows = PrivacyRequest.objects.select_related("submission").filter(submission_id=submission_id, status__in=OPEN)
    request = rows.order_by("respond_at", "id").first()
    if request is not None:
        refused(request, kind=kind, missing=[UNFIT], by=Principal.system("papers"), now=now)
