"""Known agents: put forward by one person, confirmed by another, suspended at once."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import declare_access
from accounts.selectors import all_keys, staff_names
from dsar_portal.adminroom.access import RULES, RULES_APPROVE, RULES_PROPOSE, Desk
from dsar_portal.adminroom.forms.agents import AgentForm, SuspendForm
from verification import agent_selectors as known
from verification.services import agents as verbs
from verification.services.errors import NoSuchAgent, NotAllowed

TONES = {"proposed": "yellow", "confirmed": "green", "suspended": "grey"}
LONGEST_REV = 10
FIELDS = ("name", "registration", "domain", "contact_email", "website")


@declare_access(RULES)
@require_safe
def agents(request: Desk) -> HttpResponse:
    """The list: who waits for somebody, who counts, who does not any more."""
    return render(request, "adminroom/agents.html", {"rows": [_row(one) for one in known.agents()]})


@declare_access(RULES_PROPOSE)
@require_http_methods(["GET", "HEAD", "POST"])
def new_agent(request: Desk) -> HttpResponse:
    """Put an agent forward."""
    return _form(request, None)


@declare_access(RULES)
@require_safe
def agent(request: Desk, agent_id: UUID) -> HttpResponse:
    """One agent: what is known, who put it forward, who decided."""
    return _page(request, _found(agent_id), SuspendForm())


@declare_access(RULES_PROPOSE)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: Desk, agent_id: UUID) -> HttpResponse:
    """Other facts: they count when somebody else has confirmed them."""
    return _form(request, _found(agent_id))


@declare_access(RULES_APPROVE)
@require_POST
def confirm(request: Desk, agent_id: UUID) -> HttpResponse:
    """Let an agent count as known."""
    read = request.POST.get("rev", "")
    # What does not say which facts were read has read none.
    rev = int(read) if read.isascii() and read.isdigit() and len(read) < LONGEST_REV else 0
    return _decide(request, agent_id, verbs.confirm_agent, _("The agent counts as known from now on."), rev=rev)


@declare_access(RULES_APPROVE)
@require_POST
def suspend(request: Desk, agent_id: UUID) -> HttpResponse:
    """Do not count an agent as known any more."""
    form = SuspendForm(request.POST)
    shown = _found(agent_id)
    if not form.is_valid():
        return _page(request, shown, form)
    return _decide(request, agent_id, verbs.suspend_agent, _("The agent is suspended."), **form.cleaned_data)


def _form(request: Desk, shown: known.AgentView | None) -> HttpResponse:
    initial = {name: getattr(shown, name) for name in FIELDS} if shown else {}
    keys = {"api_keys": [str(key) for key in shown.api_keys]} if shown else {}
    form = AgentForm(request.POST or None, initial={**initial, **keys})
    if request.method == "POST" and form.is_valid():
        try:
            row = verbs.propose_agent(
                facts=form.facts(), by=request.principal, now=request.now, agent_id=shown.id if shown else None
            )
        except verbs.Unsound as fault:
            form.add_error(None, str(fault))
        else:
            messages.success(request, _("The agent is put forward. Another person must confirm it before it counts."))
            return redirect("adminroom:agent", row.id)
    return render(request, "adminroom/agent_form.html", {"form": form, "shown": shown})


def _decide(request: Desk, agent_id: UUID, deed: Callable[..., Any], done: str, **given: Any) -> HttpResponse:
    try:
        deed(agent_id=agent_id, by=request.principal, now=request.now, **given)
    except NoSuchAgent:
        raise Http404 from None
    except verbs.Changed:
        messages.error(request, _("Other facts were put forward since you read these. Read them, then confirm."))
    except NotAllowed:
        messages.error(request, _("Somebody else must confirm what you put forward or suspended."))
    else:
        messages.success(request, done)
    return redirect("adminroom:agent", agent_id)


def _found(agent_id: UUID) -> known.AgentView:
    shown = known.agent(agent_id)
    if shown is None:
        raise Http404
    return shown


def _page(request: Desk, shown: known.AgentView, form: SuspendForm) -> HttpResponse:
    names = staff_names([shown.proposed_by, shown.decided_by])
    keys = {key.id: key for key in all_keys()}
    context = {
        **_row(shown),
        "form": form,
        "proposer": names.get(str(shown.proposed_by), _("read from a directory")),
        "decider": names.get(str(shown.decided_by), ""),
        "keys": [f"{keys[key].name} (dsr_{keys[key].prefix})" for key in shown.api_keys if key in keys],
        "mine": shown.proposed_by == request.principal.user_id,
    }
    return render(request, "adminroom/agent.html", context)


def _row(one: known.AgentView) -> dict[str, Any]:
    words = {"proposed": _("Waits for a second person"), "confirmed": _("Known"), "suspended": _("Suspended")}
    return {"agent": one, "word": words[one.status], "tone": TONES[one.status]}
