"""A call from its first sentence to the reference that is read aloud."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_POST, require_safe

from accounts.access import declare_access
from audit.ids import new_id
from dsar_portal.callcenter.access import TAKE, Desk
from dsar_portal.callcenter.forms import body
from dsar_portal.callcenter.forms.call import CallForm
from dsar_portal.callcenter.scripts import lines, script
from dsar_portal.callcenter.scripts.readback import read_back
from dsar_portal.callcenter.views import filed as filed_page
from dsar_portal.callcenter.views.rows import row
from dsar_portal.callcenter.views.sent import Sent, is_confirmed, taken_of
from requests_app.permissions import NotFound
from requests_app.profile import PROFILE
from requests_app.services import call_filing, calls
from requests_app.submission_input import Invalid


@declare_access(TAKE)
@gzip_page
def new(request: Desk) -> HttpResponse:
    """The empty screen, or the one that was sent. The call begins in the core with the first thing that is saved."""
    if request.method == "POST":
        return _act(request)
    form = CallForm(initial={"call": new_id(), "started_at": request.now.isoformat()})
    return _screen(request, form, started_at=request.now)


@declare_access(TAKE)
@require_safe
def resume(request: Desk, call_id: UUID) -> HttpResponse:
    """An unfinished call, as it was left; a filed one shows what was read aloud."""
    call = _call(request, call_id)
    if call.filed_page is not None:
        return HttpResponseRedirect(reverse("callcenter:filed", args=[call_id]))
    form = CallForm(initial={**call.fields, "call": call.id, "started_at": call.started_at.isoformat()})
    return _screen(request, form, started_at=call.started_at, call=call)


@declare_access(TAKE)
@require_safe
def live(request: Desk, call_id: UUID) -> HttpResponse:
    """The read-back and the earlier requests, after a field was left."""
    call = _call(request, call_id)
    return render(request, "callcenter/live.html", _live(call))


@declare_access(TAKE)
@require_POST
def save(request: Desk) -> HttpResponse:
    """Autosave: nothing is judged, everything is kept."""
    _save(request, Sent(request))
    return HttpResponse(status=204)


@declare_access(TAKE)
@require_POST
def discard(request: Desk, call_id: UUID) -> HttpResponse:
    """Throw an unfinished call away."""
    try:
        calls.discard(call_id=call_id, by=request.principal, now=request.now)
    except NotFound:
        raise Http404 from None
    messages.success(request, _("The unfinished call was deleted."))
    return HttpResponseRedirect(reverse("callcenter:home"))


@declare_access(TAKE)
@require_safe
def passed_on(request: Desk) -> HttpResponse:
    """Where a question about a claim goes on: what to say, and the number to connect the caller to."""
    context = {"say": script.current().say, "desk": PROFILE.desk}
    return render(request, "callcenter/passed_on.html", context)


@declare_access(TAKE)
@require_safe
def filed(request: Desk, call_id: UUID) -> HttpResponse:
    """What to read aloud. It can be opened again for an hour."""
    call = _call(request, call_id)
    if call.filed_page is None:
        return HttpResponseRedirect(reverse("callcenter:resume", args=[call_id]))
    return render(request, "callcenter/filed.html", filed_page.context(call.filed_page))


def _act(request: Desk) -> HttpResponse:
    sent = Sent(request)
    action = request.POST.get("action", "file")
    if action == "file":
        return _file(request, sent)
    if action == "claim":
        return _pass_on(request, sent)
    call = _save(request, sent, dropped=action == "dropped")
    if action == "dropped":
        messages.success(request, _("The call is saved. You find it under “Dropped calls”."))
        return HttpResponseRedirect(reverse("callcenter:home"))
    if body.answers(sent.data, sent.fields):
        # Answers to questions of identity are in no draft: they stay on the page that was sent.
        return _screen(request, sent.form, started_at=call.started_at, call=call)
    return HttpResponseRedirect(reverse("callcenter:resume", args=[call.id]) + "#readback")


def _pass_on(request: Desk, sent: Sent) -> HttpResponse:
    """A question about a claim is no request: the caller is connected, and nothing is kept."""
    try:
        calls.pass_on(
            call_id=sent.call_id,
            by=request.principal,
            now=request.now,
            started_at=sent.started_at,
            script_version=script.current().version,
        )
    except NotFound:
        raise Http404 from None
    return HttpResponseRedirect(reverse("callcenter:passed-on"))


def _file(request: Desk, sent: Sent) -> HttpResponse:
    form = sent.form
    try:
        submission = body.read(sent.fields, now=request.now)
        taken = taken_of(sent)
        if is_confirmed(sent, now=request.now):
            call_filing.file(taken=taken, submission=submission, by=request.principal, now=request.now)
            return HttpResponseRedirect(reverse("callcenter:filed", args=[sent.call_id]))
    except Invalid as invalid:
        body.show_errors(form, invalid)
    except NotFound:
        raise Http404 from None
    return _again(request, sent)


def _again(request: Desk, sent: Sent) -> HttpResponse:
    """The same screen with what was typed, saved as well, and the messages."""
    call = _save(request, sent)
    # A tick belongs to one read-back: it never survives a page.
    sent.data.pop("confirmed", None)
    return _screen(request, sent.form, started_at=call.started_at, call=call)


def _save(request: Desk, sent: Sent, *, dropped: bool = False) -> calls.Call:
    try:
        return calls.save(
            call_id=sent.call_id,
            fields=sent.fields,
            raw=body.body_of(sent.fields),
            by=request.principal,
            now=request.now,
            started_at=sent.started_at,
            script_version=script.current().version,
            dropped=dropped,
            removed=sent.removed,
        )
    except NotFound:
        raise Http404 from None


def _call(request: Desk, call_id: UUID) -> calls.Call:
    try:
        return calls.look(call_id=call_id, by=request.principal, now=request.now)
    except NotFound:
        raise Http404 from None


def _screen(request: Desk, form: CallForm, *, started_at: datetime, call: calls.Call | None = None) -> HttpResponse:
    context = screen(form, started_at=started_at) | (_live(call) if call else {})
    return render(request, "callcenter/call.html", context)


def screen(form: CallForm, *, started_at: datetime) -> dict[str, Any]:
    """What the call screen shows before anything is known of the call. The practice call stands on the same."""
    now_said = script.current()
    return {
        "form": form,
        "call_id": form["call"].value(),
        "started_at": started_at,
        "say": now_said.say,
        "questions": now_said.questions.values(),
        "do_not_ask": lines.DO_NOT_ASK,
        "may_be_said": lines.MAY_BE_SAID,
        "may_not_be_said": lines.MAY_NOT_BE_SAID,
        "read": None,
        "matches": [],
    }


def _live(call: calls.Call) -> dict[str, Any]:
    return {
        "call": call,
        "read": read_back(call.raw, answer_by=call.answer_by),
        "matches": [row(match) for match in call.matches],
        "removed": body.removed(call.fields),
        "say": script.current().say,
    }
