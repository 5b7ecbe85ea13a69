"""Questions, complaints and reports about a child's data: no requests of a right, with a clock of their own."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access import declare_access
from dsar_portal import wording
from dsar_portal.officer.access import QUEUE, WORK, Desk
from dsar_portal.officer.forms import AnswerForm
from dsar_portal.wording import word
from requests_app import permissions
from requests_app.selectors import open_inquiries
from requests_app.services import correspondence
from requests_app.services.work import NotPossible

CONTACT = {"email": gettext_lazy("E-mail"), "phone": gettext_lazy("Phone"), "sender": gettext_lazy("Sender")}


@declare_access(QUEUE)
def listing(request: Desk) -> HttpResponse:
    """What is not answered yet, the most urgent first."""
    rows = [
        {"row": one, "kind": word(wording.INQUIRIES, one.kind), "channel": word(wording.CHANNELS, one.channel),
         "language": word(wording.LANGUAGES, one.language)}
        for one in open_inquiries()
    ]  # fmt: skip
    return render(request, "officer/inquiries.html", {"rows": rows})


@declare_access(WORK)
def one(request: Desk, inquiry_id: UUID) -> HttpResponse:
    """One inquiry, and the form to answer it."""
    try:
        found = correspondence.open_inquiry(inquiry_id=inquiry_id, by=request.principal, now=request.now)
    except permissions.NotFound:
        raise Http404 from None
    except permissions.NotAllowed as refused:
        raise PermissionDenied(str(refused)) from None
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            correspondence.answer_inquiry(
                inquiry_id=inquiry_id, answer=form.cleaned_data["answer"], by=request.principal, now=request.now
            )
        except NotPossible as refused:
            form.add_error("answer", str(refused))
        else:
            messages.success(request, _("The answer is kept, recorded and sent to the address that was given."))
            return redirect("officer:inquiries")
    contact = {CONTACT.get(key, key): value for key, value in (found.contact or {}).items() if value}
    context = {"one": found, "kind": word(wording.INQUIRIES, found.kind), "contact": contact, "form": form,
               "channel": word(wording.CHANNELS, found.channel)}  # fmt: skip
    return render(request, "officer/inquiry.html", context)
