"""Files of messages under the eyes of officers. Each look is recorded; what is shown was drawn here."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import declare_access
from dsar_portal import wording
from dsar_portal.officer.access import REVEAL, Desk
from dsar_portal.officer.forms.attachments import KINDS, STATES, TONES
from dsar_portal.wording import word
from requests_app import permissions
from requests_app.services import attachments
from vault.stamping import stamped

if TYPE_CHECKING:
    from requests_app.models import Attachment

ENDINGS = {"application/pdf": "pdf", "image/jpeg": "jpg"}
TYPES: wording.Words = {"application/pdf": "PDF", "image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WebP"}


def line(file: "Attachment") -> dict[str, Any]:
    """One file as the thread and the case show it, without what it says."""
    gone = file.destroyed_at is not None and file.state != "unfit"
    return {
        "id": file.id,
        "title": word(KINDS, file.kind),
        "evidence": file.kind == "evidence",
        "type": word(TYPES, file.media_type),
        "pages": file.pages,
        "at": file.given_at,
        "inbound": file.inbound,
        "shown": file.is_shown(),
        "not_scanned": file.scan == "not_scanned",
        "state": word(STATES, "gone" if gone else file.state),
        "tone": TONES.get(file.state, "grey"),
    }


@declare_access(REVEAL)
@require_safe
def one(request: Desk, attachment_id: UUID) -> HttpResponse:
    """The pages of a file that came in. Opening it is recorded."""
    file = _or_404(attachments.open_file, attachment_id=attachment_id, by=request.principal, now=request.now)
    numbers = range(1, file.pages + 1) if file.is_shown() and file.inbound else ()
    context = {"req": file.message.request, "file": line(file), "numbers": numbers}
    return render(request, "officer/attachment.html", context)


@declare_access(REVEAL)
@require_safe
def picture(request: Desk, attachment_id: UUID, number: int) -> HttpResponse:
    """One page with the viewer's name across it. No cache keeps it."""
    drawn = _or_404(attachments.page, attachment_id=attachment_id, number=number, by=request.principal, now=request.now)
    moment = timezone.localtime(request.now).strftime("%Y-%m-%d %H:%M %Z")
    name = request.principal.name or request.principal.id
    response = HttpResponse(stamped(drawn, f"{name} · {moment}"), content_type="image/jpeg")
    response.headers["Content-Disposition"] = "inline"
    response.headers["Cache-Control"] = "no-store"
    return response


@declare_access(REVEAL)
@require_safe
def fetch(request: Desk, attachment_id: UUID) -> HttpResponse:
    """A file that we sent, as the person gets it."""
    found = _or_404(attachments.find, attachment_id=attachment_id, by=request.principal)
    file = _or_404(
        attachments.fetch, attachment_id=attachment_id, request_id=found.message.request_id, by=request.principal,
        now=request.now,
    )  # fmt: skip
    response = HttpResponse(file.content, content_type=file.media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="file.{ENDINGS[file.media_type]}"'
    response.headers["Cache-Control"] = "no-store"
    return response


def _or_404(deed: Any, **given: Any) -> Any:
    try:
        return deed(**given)
    except permissions.NotFound:
        raise Http404 from None
