"""Practice calls: the screen of a real call, a made-up caller, and a page that says how it went. Nothing is filed."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import declare_access
from audit.ids import new_id
from dsar_portal.callcenter.access import TAKE, Desk
from dsar_portal.callcenter.forms import body
from dsar_portal.callcenter.forms.call import CallForm
from dsar_portal.callcenter.scripts import practice as made_up
from dsar_portal.callcenter.scripts import script
from dsar_portal.callcenter.scripts.readback import read_back
from dsar_portal.callcenter.views import call, practised
from dsar_portal.callcenter.views.sent import Sent
from requests_app.permissions import NotFound
from requests_app.services import practice
from requests_app.services.practice import Practice

# Where the screen stands, and what it shows in the place of earlier requests: none are looked for.
PLACE = {"at": "home", "matches_from": "callcenter/practice_matches.html"}
ENDS = (made_up.FILE, made_up.CLAIM, practised.DROPPED)


@declare_access(TAKE)
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: Desk) -> HttpResponse:
    """The empty screen with somebody who calls, or the one that was sent."""
    if request.method == "POST":
        return _act(request)
    caller = made_up.caller_of(request.GET.get("caller", ""))
    form = CallForm(initial={"call": new_id(), "started_at": request.now.isoformat()})
    return _screen(request, call.screen(form, started_at=request.now), caller)


@declare_access(TAKE)
@require_safe
def resume(request: Desk, call_id: UUID) -> HttpResponse:
    """A practice call as it was left; one that ended is gone."""
    try:
        found = practice.look(call_id=call_id, by=request.principal, now=request.now)
    except NotFound:
        raise Http404 from None
    form = CallForm(initial={**found.fields, "call": found.id, "started_at": found.started_at.isoformat()})
    context = call.screen(form, started_at=found.started_at) | _live(found)
    return _screen(request, context, made_up.caller_of(found.caller))


@declare_access(TAKE)
@require_safe
def live(request: Desk, call_id: UUID) -> HttpResponse:
    """The read-back after a field was left. Nobody's earlier requests are looked for."""
    try:
        found = practice.look(call_id=call_id, by=request.principal, now=request.now)
    except NotFound:
        raise Http404 from None
    return render(request, "callcenter/live.html", _live(found))


@declare_access(TAKE)
@require_POST
def save(request: Desk) -> HttpResponse:
    """Autosave, of the practice draft only."""
    _save(request, Sent(request))
    return HttpResponse(status=204)


def _act(request: Desk) -> HttpResponse:
    sent = Sent(request)
    found, action = _save(request, sent), request.POST.get("action", made_up.FILE)
    if action in ENDS:
        return _end(request, sent, found, ended=action)
    if body.answers(sent.data, sent.fields):
        # Answers to questions of identity are in no draft: they stay on the page that was sent.
        context = call.screen(sent.form, started_at=found.started_at) | _live(found)
        return _screen(request, context, made_up.caller_of(found.caller))
    return HttpResponseRedirect(reverse("callcenter:practice-resume", args=[found.id]) + "#readback")


def _end(request: Desk, sent: Sent, found: Practice, *, ended: str) -> HttpResponse:
    """Say how it went. The draft is emptied first: this page is the only place where it is told."""
    caller = made_up.caller_of(str(sent.data.get("caller", "")))
    practice.finish(call_id=sent.call_id, caller=caller.key, ended=ended, by=request.principal, now=request.now)
    removed = {**found.removed, **sent.removed}
    context = practised.context(sent, caller=caller, ended=ended, removed=removed, now=request.now)
    return render(request, "callcenter/practised.html", context)


def _save(request: Desk, sent: Sent) -> Practice:
    try:
        return practice.save(
            call_id=sent.call_id,
            caller=made_up.caller_of(str(sent.data.get("caller", ""))).key,
            fields=sent.fields,
            raw=body.body_of(sent.fields),
            by=request.principal,
            now=request.now,
            started_at=sent.started_at,
            removed=sent.removed,
        )
    except NotFound:
        raise Http404 from None


def _screen(request: Desk, context: dict[str, Any], caller: made_up.Caller) -> HttpResponse:
    return render(request, "callcenter/practice.html", context | PLACE | {"caller": caller})


def _live(found: Practice) -> dict[str, Any]:
    return {
        "call": found,
        "read": read_back(found.raw, answer_by=found.answer_by),
        "matches": [],
        **PLACE,
        "removed": body.removed(found.fields),
        "say": script.current().say,
    }
