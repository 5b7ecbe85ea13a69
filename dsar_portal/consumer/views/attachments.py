"""Files of messages: the one that we sent, behind the access code; and a paper that shows what is right."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_http_methods

from accounts.access import Access, declare_access
from accounts.principals import Principal
from dsar_portal.consumer.access import VisitorRequest, signed_in
from dsar_portal.consumer.views.status import find
from requests_app import permissions
from requests_app.services import attachments

ENDINGS = {"application/pdf": "pdf", "image/jpeg": "jpg"}


@declare_access(Access.CONSUMER)
@require_http_methods(["GET"])
@signed_in
def fetch(request: VisitorRequest, ref: str, attachment_id: UUID, *, by: Principal) -> HttpResponse:
    """One file that we sent with a message. No cache keeps it, and its name says nothing about anybody."""
    row = find(ref, by)
    try:
        file = attachments.fetch(attachment_id=attachment_id, request_id=row.id, by=by, now=request.now)
    except permissions.NotFound:
        raise Http404 from None
    response = HttpResponse(file.content, content_type=file.media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="file.{ENDINGS[file.media_type]}"'
    response.headers["Cache-Control"] = "no-store"
    return response
