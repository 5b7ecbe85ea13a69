"""A report about a child's data by phone: taken from anybody, and what follows begins at once."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import declare_access
from dsar_portal.callcenter.access import TAKE, Desk
from dsar_portal.callcenter.forms.child import ChildForm
from requests_app.input_child import validate_report
from requests_app.input_fields import Invalid
from requests_app.services import children


@declare_access(TAKE)
@require_http_methods(["GET", "HEAD", "POST"])
def child(request: Desk) -> HttpResponse:
    """Write it down, and read its number aloud."""
    form = ChildForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            said = validate_report(form.report(), today=timezone.localdate(request.now))
        except Invalid as invalid:
            for error in invalid.errors:
                form.blame(error.pointer, error.message)
        else:
            filed = children.report(said=said, channel="phone", by=request.principal, now=request.now)
            messages.success(
                request,
                _("Use of the data stops now. The number of the report is %(number)s.") % {"number": filed.reference},
            )
            return HttpResponseRedirect(reverse("callcenter:child"))
    return render(request, "callcenter/child.html", {"form": form})
