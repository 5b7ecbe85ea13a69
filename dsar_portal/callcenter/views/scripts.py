"""The script: what agents say as it counts now, new words proposed, and a second person who lets them count."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import declare_access
from accounts.roles import Permission
from accounts.selectors import staff_names
from dsar_portal.callcenter.access import SCRIPTS, SCRIPTS_APPROVE, SCRIPTS_EDIT, Desk
from dsar_portal.callcenter.forms.script import WordsForm
from dsar_portal.callcenter.scripts import script
from requests_app.permissions import NotAllowed, NotFound
from requests_app.selectors import scripts as kept
from requests_app.services import scripts

STATES = {
    "proposed": (gettext_lazy("Proposed"), "yellow"),
    "approved": (gettext_lazy("Approved"), "green"),
    "refused": (gettext_lazy("Refused"), "grey"),
}


@declare_access(SCRIPTS)
@require_safe
def overview(request: Desk) -> HttpResponse:
    """Every line as it is said now, and every change there was."""
    now_said = script.written()
    rows = kept.changes()
    names = staff_names(person for row in rows for person in (row.proposed_by, row.decided_by) if person)
    context = {
        "version": now_said.version,
        "lines": [{"key": script.SAYS + name, "line": line} for name, line in now_said.say.items()],
        "answers": [
            {"key": script.ASKS + name, "question": question, "line": line}
            for name, (question, line) in now_said.questions.items()
        ],
        "changes": [_change(row, names, request) for row in rows],
        "edits": request.principal.may(Permission.SCRIPTS_EDIT),
        "approves": request.principal.may(Permission.SCRIPTS_APPROVE),
    }
    return render(request, "callcenter/scripts.html", context)


@declare_access(SCRIPTS_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: Desk, key: str = "") -> HttpResponse:
    """Propose new words for one line, or a further answer."""
    now_said = _words_of(key) if key else {}
    form = WordsForm(request.POST or None, key=key, initial=now_said)
    if request.method == "POST" and form.is_valid():
        try:
            scripts.propose(
                wording=form.wording(), reason=form.cleaned_data["reason"], by=request.principal, now=request.now
            )
        except scripts.Unsound as unsound:
            form.add_error(None, str(unsound))
        else:
            messages.success(request, _("Proposed. It is said as soon as a second person approves it."))
            return HttpResponseRedirect(reverse("callcenter:scripts"))
    return render(request, "callcenter/script_edit.html", {"form": form, "key": key, "is_answer": key[:4] != "say."})


@declare_access(SCRIPTS_APPROVE)
@require_POST
def approve(request: Desk, change_id: UUID) -> HttpResponse:
    """Let proposed words count from the next page on."""
    return _decide(request, change_id, scripts.approve, _("Approved. Agents say it from now on."))


@declare_access(SCRIPTS)
@require_POST
def refuse(request: Desk, change_id: UUID) -> HttpResponse:
    """Let proposed words fall."""
    return _decide(request, change_id, scripts.refuse, _("Refused. Nothing was changed."))


def _decide(request: Desk, change_id: UUID, deed: Callable[..., Any], done: str) -> HttpResponse:
    try:
        deed(change_id=change_id, by=request.principal, now=request.now)
    except NotFound:
        raise Http404 from None
    except (scripts.Unsound, NotAllowed) as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, done)
    return HttpResponseRedirect(reverse("callcenter:scripts"))


def _words_of(key: str) -> dict[str, str]:
    now_said = script.written()
    name = key[len(script.SAYS) :]
    if key.startswith(script.SAYS) and name in now_said.say:
        line = now_said.say[name]
        return {"en": line.en, "es": line.es}
    if key.startswith(script.ASKS) and name in now_said.questions:
        question, line = now_said.questions[name]
        return {"en": line.en, "es": line.es, "question_en": question.en, "question_es": question.es}
    raise Http404


def _change(row: Any, names: dict[str, str], request: Desk) -> dict[str, Any]:
    words, tone = STATES[row.state]
    return {
        "row": row,
        "words": words,
        "tone": tone,
        "proposed_by": names.get(str(row.proposed_by), "–"),
        "decided_by": names.get(str(row.decided_by), "–"),
        "mine": row.proposed_by == request.principal.user_id,
    }
