"""Files of messages, behind the access code: ours, those that the person sent, and a paper that shows what is right."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import Access, declare_access
from accounts.principals import Principal
from dsar_portal import languages
from dsar_portal.consumer.access import VisitorRequest, signed_in
from dsar_portal.consumer.forms import overview
from dsar_portal.consumer.forms.attachments import talk
from dsar_portal.consumer.forms.evidence import EvidenceForm
from dsar_portal.consumer.views.limits import limited
from dsar_portal.consumer.views.status import find, receive
from requests_app import permissions
from requests_app.selectors import messages_of
from requests_app.services import attachments

ENDINGS = {"application/pdf": "pdf", "image/jpeg": "jpg"}


@declare_access(Access.CONSUMER)
@require_http_methods(["GET", "HEAD", "POST"])
@limited("messages")
@languages.switches
@signed_in
def evidence(request: VisitorRequest, ref: str, *, by: Principal) -> HttpResponse:
    """Send a paper that shows what is right, for a correction that is not answered yet."""
    row = find(ref, by)
    if not attachments.wants_evidence(row):
        messages.info(request, _("Nothing more is needed here. If we still need something, we write to you."))
        return HttpResponseRedirect(reverse("consumer:request", args=[row.reference]))
    form = languages.opened(EvidenceForm, request)
    if request.method == "POST" and form.is_valid() and receive(request, row.id, form, by, kind="evidence"):
        messages.success(request, _("Thank you. We have your paper, and a member of our team looks at it."))
        return HttpResponseRedirect(reverse("consumer:evidence", args=[row.reference]))
    sent = [file for one in talk(messages_of(row)) for file in one["files"] if file["evidence"]]
    return render(request, "consumer/evidence.html", {"row": overview.line(row), "form": form, "sent": sent})


@declare_access(Access.CONSUMER)
@require_http_methods(["GET"])
@signed_in
def look(request: VisitorRequest, ref: str, attachment_id: UUID, *, by: Principal) -> HttpResponse:
    """A file that the person sent, page by page as pictures."""
    row = find(ref, by)
    try:
        file = attachments.look(attachment_id=attachment_id, request_id=row.id, by=by, now=request.now)
    except permissions.NotFound:
        raise Http404 from None
    context = {"row": overview.line(row), "file": file, "numbers": range(1, file.pages + 1)}
    return render(request, "consumer/sent_file.html", context)


@declare_access(Access.CONSUMER)
@require_http_methods(["GET"])
@signed_in
def sent_page(request: VisitorRequest, ref: str, attachment_id: UUID, number: int, *, by: Principal) -> HttpResponse:
    """One page of it. No cache keeps it."""
    row = find(ref, by)
    try:
        picture = attachments.sent_page(
            attachment_id=attachment_id, request_id=row.id, number=number, by=by, now=request.now
        )
    except permissions.NotFound:
        raise Http404 from None
    return HttpResponse(picture, content_type="image/jpeg", headers={"Cache-Control": "no-store"})


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
