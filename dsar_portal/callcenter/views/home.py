"""The desk: take a call, finish one that dropped, find a request."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from accounts.access import declare_access
from accounts.roles import Permission
from dsar_portal.callcenter.access import HOME, Desk
from dsar_portal.callcenter.forms.call import WHEN
from dsar_portal.callcenter.forms.caller import LookUpForm
from requests_app.services import calls


@declare_access(HOME)
def home(request: Desk) -> HttpResponse:
    """Unfinished calls are of the person who took them only."""
    takes = request.principal.may(Permission.CALL_TAKE)
    unfinished = calls.mine(by=request.principal, now=request.now) if takes else []
    context = {"calls": [_row(call) for call in unfinished], "takes": takes, "form": LookUpForm()}
    return render(request, "callcenter/home.html", context)


def _row(call: calls.Call) -> dict[str, Any]:
    who = call.raw.get("consumer") or {}
    family, phone = str(who.get("family_name") or ""), str(who.get("phone") or "")
    given = str(who.get("given_name") or "")
    return {
        "id": call.id,
        "name": " ".join(part for part in (given, f"{family[:1]}." if family else "") if part),
        "phone": f"•••-{phone[-4:]}" if len(phone) >= 4 else "",
        "when": WHEN.get(str(call.fields.get("call_back_when") or ""), WHEN[""]),
        "dropped": call.dropped,
        "touched_at": call.touched_at,
    }
