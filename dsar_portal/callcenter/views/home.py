"""The desk: take a call, finish one that dropped, find a request."""

from datetime import date, datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from accounts import trainings
from accounts.access import declare_access
from accounts.roles import Permission
from dsar_portal.callcenter.access import HOME, Desk
from dsar_portal.callcenter.forms.call import WHEN
from dsar_portal.callcenter.forms.caller import TRIES, LookUpForm
from dsar_portal.callcenter.scripts import script
from requests_app.services import call_backs, calls, days, promised_calls


@declare_access(HOME)
def home(request: Desk) -> HttpResponse:
    """Whom to call back first, then one's own unfinished calls. What was typed is of who typed it only."""
    takes = request.principal.may(Permission.CALL_TAKE)
    dropped = call_backs.waiting(by=request.principal, now=request.now) if takes else []
    unfinished = calls.mine(by=request.principal, now=request.now) if takes else []
    today, (due, late) = days.day_of(request.now), promised_calls.counts(now=request.now)
    context = {
        "training_missing": trainings.is_missing_for(request.principal.person, today=today),
        "untrained": _untrained(request, today),
        "call_backs": [_call_back(one) for one in dropped],
        "calls": [_row(call) for call in unfinished if not call.dropped],
        "takes": takes,
        "promised": {"due": due, "late": late},
        "form": LookUpForm(),
        "outcomes": TRIES.items(),
        "say": script.current().say,
    }
    return render(request, "callcenter/home.html", context)


def _untrained(request: Desk, today: date) -> int:
    """How many people lack a training, for who keeps them."""
    if not request.principal.may(Permission.TRAINING_RECORD):
        return 0
    return trainings.missing(now=request.now, today=today)[0]


def _call_back(one: call_backs.CallBack) -> dict[str, Any]:
    tries = [{"words": TRIES.get(each["outcome"], ""), "at": datetime.fromisoformat(each["at"])} for each in one.tries]
    row = _row(one.call)
    if not one.mine:
        row |= {"name": "", "phone": ""}
    language = "Español" if one.call.raw.get("language") == "es" else "English"
    return row | {"mine": one.mine, "tries": tries, "may_try": one.may_try, "language": language}


def _row(call: calls.Call) -> dict[str, Any]:
    who = call.raw.get("consumer") or {}
    family, phone = str(who.get("family_name") or ""), str(who.get("phone") or "")
    given = str(who.get("given_name") or "")
    return {
        "id": call.id,
        "name": " ".join(part for part in (given, f"{family[:1]}." if family else "") if part),
        "phone": f"•••-{phone[-4:]}" if len(phone) >= 4 else "",
        "when": WHEN.get(str(call.fields.get("call_back_when") or ""), WHEN[""]),
        "touched_at": call.touched_at,
    }
