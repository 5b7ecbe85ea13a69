"""A call from its first sentence to the reference that is read aloud."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import declare_access
from audit.ids import new_id
from dsar_portal.callcenter.access import TAKE, Desk
from dsar_portal.callcenter.forms import body
from dsar_portal.callcenter.forms.call import CallForm
from dsar_portal.callcenter.scripts import lines
from dsar_portal.callcenter.scripts.readback import read_back
from dsar_portal.callcenter.views import filed as filed_page
from dsar_portal.callcenter.views.rows import row
from requests_app.permissions import NotFound
from requests_app.services import call_filing, calls
from requests_app.services.call_filing import Taken
from requests_app.submission_input import Invalid


@declare_access(TAKE)
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
    _save(request, _sent(request))
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
def filed(request: Desk, call_id: UUID) -> HttpResponse:
    """What to read aloud. It can be opened again for an hour."""
    call = _call(request, call_id)
    if call.filed_page is None:
        return HttpResponseRedirect(reverse("callcenter:resume", args=[call_id]))
    return render(request, "callcenter/filed.html", filed_page.context(call.filed_page))


def _sent(request: Desk) -> CallForm:
    """The form as sent. A page whose number is not sound becomes a call of its own."""
    data = request.POST.copy()
    try:
        UUID(data.get("call", ""))
    except ValueError:
        data["call"] = str(new_id())
    form = CallForm(data)
    form.is_valid()
    return form


def _act(request: Desk) -> HttpResponse:
    form = _sent(request)
    action = request.POST.get("action", "file")
    if action == "file":
        return _file(request, form)
    call = _save(request, form, dropped=action == "dropped")
    if action == "dropped":
        messages.success(request, _("The call is saved. You find it under “Calls to finish”."))
        return HttpResponseRedirect(reverse("callcenter:home"))
    return HttpResponseRedirect(reverse("callcenter:resume", args=[call.id]) + "#readback")


def _file(request: Desk, form: CallForm) -> HttpResponse:
    fields = body.typed(request.POST)
    call_id, started_at = _identity(request, form)
    try:
        submission = body.read(fields, now=request.now)
        asked, fitted = body.answers(fields)
        taken = Taken(
            call_id=call_id,
            started_at=started_at,
            script_version=lines.VERSION,
            consent=fields.get("consent") == "yes",
            received_at=body.received_at(fields),
            passphrase=str(fields.get("passphrase", "")).strip(),
            asked=asked,
            fitted=fitted,
        )
        if _is_confirmed(request, form, fields):
            call_filing.file(taken=taken, submission=submission, by=request.principal, now=request.now)
            return HttpResponseRedirect(reverse("callcenter:filed", args=[call_id]))
    except Invalid as invalid:
        body.show_errors(form, invalid)
    except NotFound:
        raise Http404 from None
    return _again(request, form, fields)


def _is_confirmed(request: Desk, form: CallForm, fields: body.Fields) -> bool:
    """The tick counts for the text that was on the screen: a later change has to be read back again."""
    raw = body.body_of(fields)
    mark = read_back(raw, answer_by=calls.answer_by(raw, now=request.now)).mark
    if not request.POST.get("confirmed"):
        form.add_error("confirmed", _("Read the text back, wait for a yes, then tick the box."))
    elif request.POST.get("shown") != mark:
        form.add_error("confirmed", _("Something changed after the read-back. Read it again, then tick the box."))
    elif fields.get("consent") not in {"yes", "no"}:
        form.add_error("consent", _("Say the recording notice and note the answer."))
    return not form.errors


def _again(request: Desk, form: CallForm, fields: body.Fields) -> HttpResponse:
    """The same screen with what was typed, saved as well, and the messages."""
    call = _save(request, form)
    # A tick belongs to one read-back: it never survives a page.
    if isinstance(form.data, QueryDict):
        form.data.pop("confirmed", None)
    return _screen(request, form, started_at=call.started_at, call=call)


def _save(request: Desk, form: CallForm, *, dropped: bool = False) -> calls.Call:
    fields = body.typed(request.POST)
    call_id, started_at = _identity(request, form)
    try:
        return calls.save(
            call_id=call_id,
            fields=fields,
            raw=body.body_of(fields),
            by=request.principal,
            now=request.now,
            started_at=started_at,
            script_version=lines.VERSION,
            dropped=dropped,
        )
    except NotFound:
        raise Http404 from None


def _identity(request: Desk, form: CallForm) -> tuple[UUID, datetime]:
    """Which call this is, and when it began."""
    return UUID(str(form.data["call"])), form.cleaned_data.get("started_at") or request.now


def _call(request: Desk, call_id: UUID) -> calls.Call:
    try:
        return calls.look(call_id=call_id, by=request.principal, now=request.now)
    except NotFound:
        raise Http404 from None


def _screen(request: Desk, form: CallForm, *, started_at: datetime, call: calls.Call | None = None) -> HttpResponse:
    context: dict[str, Any] = {
        "form": form,
        "call_id": form["call"].value(),
        "started_at": started_at,
        "say": lines.SAY,
        "questions": lines.QUESTIONS,
        "do_not_ask": lines.DO_NOT_ASK,
        "may_not_be_said": lines.MAY_NOT_BE_SAID,
        **(_live(call) if call else {"read": None, "matches": []}),
    }
    return render(request, "callcenter/call.html", context)


def _live(call: calls.Call) -> dict[str, Any]:
    return {
        "call": call,
        "read": read_back(call.raw, answer_by=call.answer_by),
        "matches": [row(match) for match in call.matches],
    }
