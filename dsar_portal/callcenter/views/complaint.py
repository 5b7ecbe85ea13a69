"""A complaint or a question by phone: written down word for word, answered by a person, counted as no request."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import declare_access
from dsar_portal.callcenter.access import TAKE, Desk
from dsar_portal.callcenter.forms.caller import ComplaintForm
from dsar_portal.callcenter.forms.heard import was_cleaned
from dsar_portal.callcenter.scripts import lines, script
from requests_app.services import correspondence


@declare_access(TAKE)
@require_http_methods(["GET", "HEAD", "POST"])
def complaint(request: Desk) -> HttpResponse:
    """Write it down, and read its number aloud."""
    form = ComplaintForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        filed = correspondence.inquire(
            kind=form.cleaned_data["kind"],
            body=form.cleaned_data["body"],
            contact=form.contact(),
            language=form.cleaned_data["language"],
            channel="phone",
            by=request.principal,
            now=request.now,
        )
        messages.success(request, _("It is with the officers. Its number is %(number)s.") % {"number": filed.reference})
        if was_cleaned(form.cleaned_data):
            messages.warning(request, lines.TAKEN_OUT)
        return HttpResponseRedirect(reverse("callcenter:complaint"))
    return render(request, "callcenter/complaint.html", {"form": form, "say": script.current().say})
