"""What a caller about a request may want: to say that it was not they, to end an agent's permission, to be reached
elsewhere."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import declare_access
from dsar_portal.callcenter.access import TAKE, Desk
from dsar_portal.callcenter.forms.contact import ContactForm
from requests_app.permissions import NotAllowed, NotFound
from requests_app.services import caller_contact, callers, contact_change
from requests_app.services.callers import NotChecked
from requests_app.services.work import NotPossible


@declare_access(TAKE)
@require_POST
def stop(request: Desk, request_id: UUID) -> HttpResponse:
    """The caller did not ask: stop it, whoever calls. Nothing is told about it."""
    try:
        caller_contact.stop(request_id=request_id, by=request.principal, now=request.now)
    except NotFound:
        raise Http404 from None
    except (NotPossible, NotAllowed) as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Stopped. An officer looks into it. Tell the caller that nothing leaves."))
    return HttpResponseRedirect(reverse("callcenter:caller", args=[request_id]))


@declare_access(TAKE)
@require_POST
def end_permission(request: Desk, request_id: UUID) -> HttpResponse:
    """The caller does not want the agent to ask for them any more."""
    try:
        callers.end_permission(request_id=request_id, by=request.principal, now=request.now)
    except NotFound:
        raise Http404 from None
    except (NotChecked, NotPossible, NotAllowed) as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("The permission has ended. Nothing more goes to the agent; opt-outs stay."))
    return HttpResponseRedirect(reverse("callcenter:caller", args=[request_id]))


@declare_access(TAKE)
@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: Desk, request_id: UUID) -> HttpResponse:
    """Another way to reach the caller, once they were let in and it was shown who asks."""
    form = ContactForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _changed(request, request_id, form):
        messages.success(
            request,
            _("Changed. The contacts that we knew get a notice, where they are safe. It does not name the new one."),
        )
        return HttpResponseRedirect(reverse("callcenter:caller", args=[request_id]))
    try:
        seen: Any = callers.view(request_id=request_id, by=request.principal, now=request.now)
    except NotFound:
        raise Http404 from None
    return render(request, "callcenter/contact.html", {"seen": seen, "form": form})


def _changed(request: Desk, request_id: UUID, form: ContactForm) -> bool:
    try:
        new = contact_change.read_contact(form.raw())
        caller_contact.change_contact(request_id=request_id, contact=new, by=request.principal, now=request.now)
    except contact_change.Invalid as invalid:
        for error in invalid.errors:
            form.add_error(form.place_of(error.pointer), error.message)
        return False
    except (NotChecked, NotPossible, NotAllowed) as refused:
        form.add_error(None, str(refused))
        return False
    except NotFound:
        raise Http404 from None
    return True
