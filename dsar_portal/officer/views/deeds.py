"""What an officer does to a case. One door for all deeds: the same lock, the same refusals, the same kept text."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from accounts.access import declare_access
from accounts.roles import Permission
from accounts.selectors import colleagues, staff_names
from dsar_portal.officer import forms
from dsar_portal.officer.access import WORK, Desk
from dsar_portal.officer.forms.attachments import WHY_NOT
from dsar_portal.officer.forms.bulk import ByPostForm
from dsar_portal.officer.views import case as pages
from dsar_portal.officer.views import casepage, casewords
from dsar_portal.officer.views.agent import AGENTS
from dsar_portal.officer.views.holding import HOLDING
from dsar_portal.officer.views.papercards import ASKING
from dsar_portal.officer.views.safety import SAFETY
from requests_app import permissions, timeline
from requests_app.decision import Unsound
from requests_app.lifecycle import WrongMoment
from requests_app.selectors import case_view
from requests_app.services import (
    attachments,
    by_post,
    correspondence,
    delay,
    evidence,
    extension,
    identity,
    reading,
    review,
    work,
)
from requests_app.services.steps import Stale
from vault.sniff import Refused as FileRefused
from verification import services as verification

if TYPE_CHECKING:
    from requests_app.models import PrivacyRequest

REFUSALS = (work.NotPossible, extension.Refused, WrongMoment, Unsound, verification.VerificationError)
NAMED = ("given_name", "family_name")
Act = Callable[["PrivacyRequest", Any, Desk], object]


@dataclass(frozen=True)
class Deed:
    """One deed: its form, what it does, and what the page says afterwards. `preview` shows its letter first."""

    form: type[forms.DeedForm]
    act: Act
    said: Any
    preview: Act | None = None


@require_POST
@declare_access(WORK)
def do(request: Desk, reference_text: str, name: str) -> HttpResponse:
    """Do one deed. Refused: the case page again with the reason and the typed text. Stale: 409 with what changed."""
    deed = DEEDS.get(name)
    if deed is None:
        raise Http404
    case = pages.found(request, reference_text)
    form = _form(deed, case, request)
    if not form.is_valid():
        return pages.page(request, case, typed=form)
    try:
        if deed.preview and "preview" in request.POST:
            letter = deed.preview(case, form, request)
            # The letter greets the person by name: to see it is a look behind the mask, and recorded as one.
            reading.reveal(request_id=case.id, fields=NAMED, by=request.principal, now=request.now)
            return pages.page(request, case, typed=form, preview=letter)
        deed.act(case, form, request)
    except Stale:
        return conflict(request, case, form, name)
    except permissions.NotAllowed as refused:
        return pages.page(request, case, typed=form, error=str(refused), status=403)
    except FileRefused as refused:
        form.add_error("file", str(WHY_NOT[refused.cause]))
        return pages.page(request, case, typed=form)
    except REFUSALS as refused:
        return _refused(request, case, form, refused)
    messages.success(request, str(deed.said))
    return redirect("officer:case", case.reference)


def _form(deed: Deed, case: "PrivacyRequest", request: Desk) -> forms.DeedForm:
    if deed.form is forms.DecisionForm:
        return casepage.decision_form(case_view(request=case, by=request.principal, now=request.now), request.POST)
    if deed.form in (forms.AssignForm, forms.DelayForm):
        return deed.form(request.POST, colleagues=colleagues(Permission.REQUEST_WORK, now=request.now))
    return deed.form(request.POST, request.FILES)


def _refused(request: Desk, case: "PrivacyRequest", form: forms.DeedForm, refused: Exception) -> HttpResponse:
    if isinstance(refused, Unsound) and isinstance(form, forms.DecisionForm):
        form.blame(refused.errors)
        return pages.page(request, case, typed=form)
    return pages.page(request, case, typed=form, error=str(refused) or _("This is not possible now."))


def conflict(request: Desk, case: "PrivacyRequest", form: forms.DeedForm, name: str) -> HttpResponse:
    """Somebody was quicker: who changed what since, and the typed text, ready to be sent again."""
    lines = timeline.changes_since(case.id, rev=form.seen())
    names = staff_names(line.actor_id for line in lines)
    sent = request.POST.copy()
    sent["rev"] = str(case.rev)
    form.data = sent
    context = {
        "req": case,
        "form": form,
        "deed": name,
        "changes": [casewords.entry(line, names) for line in lines],
        "pressed": next((key for key in ("review", "now") if key in request.POST), ""),
    }
    return render(request, "officer/conflict.html", context, status=409)


def _assign(case: "PrivacyRequest", form: Any, request: Desk) -> object:
    chosen = request.principal.user_id if "me" in request.POST else form.cleaned_data["assignee"]
    assignee = UUID(str(chosen)) if chosen else None
    return work.assign(request_id=case.id, assignee=assignee, rev=form.seen(), by=request.principal, now=request.now)


def _message(case: "PrivacyRequest", form: Any, request: Desk) -> object:
    # A message that came in since the page was read must be seen before an answer leaves.
    if case.unread_messages and case.rev != form.seen():
        raise Stale
    data = form.cleaned_data
    content = data["file"].read() if data["file"] is not None else None
    return attachments.write(
        request_id=case.id, body=data["body"], content=content, question=data["question"], by=request.principal,
        now=request.now,
    )  # fmt: skip


def _note(case: "PrivacyRequest", form: Any, request: Desk) -> object:
    return work.add_note(request_id=case.id, body=form.cleaned_data["body"], by=request.principal, now=request.now)


def _mark_read(case: "PrivacyRequest", form: Any, request: Desk) -> object:
    return correspondence.mark_read(request_id=case.id, by=request.principal, now=request.now)


def _extend(case: "PrivacyRequest", form: Any, request: Desk) -> object:
    data = form.cleaned_data
    return extension.extend(
        request_id=case.id, reason=data["reason"], explanation=data["explanation"], rev=form.seen(),
        by=request.principal, now=request.now,
    )  # fmt: skip


def _delay(case: "PrivacyRequest", form: Any, request: Desk) -> object:
    data = form.cleaned_data
    return delay.apologise(
        request_id=case.id, cause=data["cause"], new_due=data["new_due"], owner=data["owner"], rev=form.seen(),
        by=request.principal, now=request.now,
    )  # fmt: skip


def _preview_extension(case: "PrivacyRequest", form: Any, request: Desk) -> object:
    data = form.cleaned_data
    return extension.preview(
        request_id=case.id, reason=data["reason"], explanation=data["explanation"], by=request.principal,
        now=request.now,
    )  # fmt: skip


def _decide(case: "PrivacyRequest", form: Any, request: Desk) -> object:
    verb = review.decide if "now" in request.POST else review.propose
    return verb(request_id=case.id, decision=form.decision(), rev=form.seen(), by=request.principal, now=request.now)


def _preview_decision(case: "PrivacyRequest", form: Any, request: Desk) -> object:
    return review.preview(request_id=case.id, decision=form.decision(), by=request.principal, now=request.now)


def _approve(case: "PrivacyRequest", form: Any, request: Desk) -> object:
    return review.approve(request_id=case.id, rev=form.seen(), by=request.principal, now=request.now)


def _send_back(case: "PrivacyRequest", form: Any, request: Desk) -> object:
    return review.send_back(
        request_id=case.id, reason=form.cleaned_data["reason"], rev=form.seen(), by=request.principal, now=request.now
    )


def _evidence(case: "PrivacyRequest", form: Any, request: Desk) -> object:
    data = form.cleaned_data
    return evidence.record(
        request_id=case.id, method=data["method"], points=data["points"], reason=data["reason"],
        by=request.principal, now=request.now,
    )  # fmt: skip


def _fail(case: "PrivacyRequest", form: Any, request: Desk) -> object:
    permissions.check_can_work(request.principal, case)
    return verification.fail_check(
        subject_ref=case.submission_id, reason=form.cleaned_data["reason"], by=request.principal.actor,
        now=request.now,
    )  # fmt: skip


def _by_post(case: "PrivacyRequest", form: Any, request: Desk) -> object:
    letter = form.cleaned_data["letter"]
    try:
        return by_post.send_by_post(request_id=case.id, letter_id=letter, by=request.principal, now=request.now)
    except permissions.NotFound as missing:
        raise Http404 from missing


def _narrow(case: "PrivacyRequest", form: Any, request: Desk) -> object:
    permissions.check_can_work(request.principal, case)
    if case.scope != "specific_pieces" or case.status != "verifying":
        raise work.NotPossible(_("Only a request for a full copy that waits for identity can be narrowed."))
    return identity.narrow(request_id=case.id, by=request.principal, now=request.now)


def _withdraw(case: "PrivacyRequest", form: Any, request: Desk) -> object:
    return work.withdraw(request_id=case.id, channel="phone", rev=form.seen(), by=request.principal, now=request.now)


def _close(case: "PrivacyRequest", form: Any, request: Desk) -> object:
    return work.close(
        request_id=case.id, reason=form.cleaned_data["reason"], rev=form.seen(), by=request.principal, now=request.now
    )


def _reopen(case: "PrivacyRequest", form: Any, request: Desk) -> object:
    return work.reopen(request_id=case.id, rev=form.seen(), by=request.principal, now=request.now)


DEEDS: dict[str, Deed] = {
    "assign": Deed(forms.AssignForm, _assign, gettext_lazy("The assignment is saved.")),
    "message": Deed(forms.MessageForm, _message, gettext_lazy("The message is sent.")),
    "note": Deed(forms.NoteForm, _note, gettext_lazy("The note is saved.")),
    "read": Deed(forms.PlainDeed, _mark_read, gettext_lazy("The messages are marked as read.")),
    "extend": Deed(forms.ExtendForm, _extend, gettext_lazy("The date is extended. The notice is on its way."), _preview_extension),  # noqa: E501 - one deed a line
    "delay": Deed(forms.DelayForm, _delay, gettext_lazy("The delay letter is on its way.")),
    "decide": Deed(forms.DecisionForm, _decide, gettext_lazy("The decision is saved."), _preview_decision),
    "approve": Deed(forms.PlainDeed, _approve, gettext_lazy("You approved the answer.")),
    "return": Deed(forms.ReturnForm, _send_back, gettext_lazy("The case went back to your colleague.")),
    "evidence": Deed(forms.EvidenceForm, _evidence, gettext_lazy("The evidence is recorded.")),
    "fail": Deed(forms.FailForm, _fail, gettext_lazy("The check is closed: identity not shown.")),
    "narrow": Deed(forms.PlainDeed, _narrow, gettext_lazy("The request is now for categories only.")),
    "by-post": Deed(ByPostForm, _by_post, gettext_lazy("The letter goes to the mail room.")),
    "withdraw": Deed(forms.PlainDeed, _withdraw, gettext_lazy("The request is withdrawn. A confirmation is on its way.")),  # noqa: E501 - one deed a line
    "close": Deed(forms.CloseForm, _close, gettext_lazy("The entry is closed.")),
    "reopen": Deed(forms.PlainDeed, _reopen, gettext_lazy("The request is open again.")),
    **{name: Deed(*parts) for name, parts in HOLDING.items()},
    **{name: Deed(*parts) for name, parts in SAFETY.items()},
    **{name: Deed(*parts) for name, parts in ASKING.items()},
    **{name: Deed(*parts) for name, parts in AGENTS.items()},
}  # fmt: skip
