"""Calls that dropped: note how a try went, or take one over from a colleague."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import declare_access
from dsar_portal.callcenter.access import TAKE, Desk
from dsar_portal.callcenter.forms.caller import TryForm
from requests_app.permissions import NotFound
from requests_app.services import call_backs
from requests_app.services.work import NotPossible


@declare_access(TAKE)
@require_POST
def tried(request: Desk, call_id: UUID) -> HttpResponse:
    """Note how a try went; who was reached goes on where the call dropped."""
    form = TryForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose how the try went."))
        return _home()
    outcome = form.cleaned_data["outcome"]
    try:
        call_backs.tried(call_id=call_id, outcome=outcome, by=request.principal, now=request.now)
    except NotFound:
        raise Http404 from None
    except NotPossible as refused:
        messages.error(request, str(refused))
        return _home()
    if outcome == "reached":
        return HttpResponseRedirect(reverse("callcenter:resume", args=[call_id]))
    messages.success(request, _("Noted."))
    return _home()


@declare_access(TAKE)
@require_POST
def take_over(request: Desk, call_id: UUID) -> HttpResponse:
    """Take a colleague's dropped call; what was typed is seen from now on."""
    try:
        call_backs.take_over(call_id=call_id, by=request.principal, now=request.now)
    except NotFound:
        raise Http404 from None
    messages.success(request, _("The call is yours now."))
    return _home()


def _home() -> HttpResponse:
    return HttpResponseRedirect(reverse("callcenter:home"))
