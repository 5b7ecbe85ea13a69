"""Letters and e-mails are typed in here. Whoever types one in does not decide it."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.access import declare_access
from dsar_portal.officer.access import WORK, Desk
from dsar_portal.officer.forms.entry import EntryForm
from dsar_portal.officer.views.rows import right_words
from requests_app.choices import Channel
from requests_app.reference import spoken
from requests_app.services import drafts
from requests_app.services.filing_once import DraftGone, file_draft
from requests_app.services.intake import Filed
from requests_app.submission_input import Invalid, validate


@declare_access(WORK)
def enter(request: Desk) -> HttpResponse:
    """The form, and on sending the confirmation. Sent twice, it files once and shows the same confirmation."""
    if request.method != "POST":
        return _form(request, EntryForm(initial={"received_on": request.now.date(), "token": _token(request)}))
    form = EntryForm(request.POST)
    if not form.is_valid():
        return _form(request, form)
    try:
        shown = file_draft(
            token=form.cleaned_data["token"],
            submission=validate(form.raw(), today=request.now.date()),
            channel=Channel(form.cleaned_data["channel"]),
            by=request.principal,
            now=request.now,
            page=confirmation,
            received_at=form.received_at(request.now),
        )
    except Invalid as invalid:
        form.blame(invalid.errors)
        return _form(request, form)
    except DraftGone:
        form = EntryForm({**request.POST.dict(), **dict(_lists(request)), "token": _token(request)})
        form.add_error(None, _("This form was open for too long. Look through it and send it again."))
        return _form(request, form)
    return render(request, "officer/filed.html", shown)


def confirmation(filed: Filed) -> dict[str, Any]:
    """What the page says once, and what it says again on a second click."""
    return {
        "access_code": filed.access_code,
        "rows": [
            {
                "reference": one.reference,
                "spoken": spoken(one.reference),
                "href": reverse("officer:case", args=[one.reference]),
                "right": right_words(one.request),
                "respond_by": one.request.respond_by.isoformat(),
            }
            for one in filed.requests
        ],
    }


def _lists(request: Desk) -> Iterator[tuple[str, list[str]]]:
    return ((name, request.POST.getlist(name)) for name in ("rights", "kinds", "relationships", "companies"))


def _token(request: Desk) -> str:
    token, _draft = drafts.start(now=request.now, kind="mail", owner=request.principal.user_id)
    return token


def _form(request: Desk, form: EntryForm) -> HttpResponse:
    return render(request, "officer/new.html", {"form": form})
