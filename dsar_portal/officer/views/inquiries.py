"""Questions, complaints and reports about a child's data: no requests of a right, with a clock of their own."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access import declare_access
from dsar_portal import wording
from dsar_portal.officer.access import QUEUE, WORK, Desk
from dsar_portal.officer.forms import AnswerForm
from dsar_portal.officer.forms.child import ApartForm, FreeForm
from dsar_portal.officer.forms.closing import CloseInquiryForm
from dsar_portal.spelling import letters
from dsar_portal.wording import word
from fulfillment.selectors import tasks_for
from requests_app import permissions
from requests_app.selectors import open_inquiries
from requests_app.services import child_holds, children, correspondence, inquiries, inquiry_closing
from requests_app.services.work import NotPossible

if TYPE_CHECKING:
    from requests_app.models import Inquiry

CONTACT = {"email": gettext_lazy("E-mail"), "phone": gettext_lazy("Phone"), "sender": gettext_lazy("Sender")}


@declare_access(QUEUE)
def listing(request: Desk) -> HttpResponse:
    """What is not answered yet, the most urgent first."""
    rows = [
        {"row": one, "kind": word(wording.INQUIRIES, one.kind), "channel": word(wording.CHANNELS, one.channel),
         "language": word(wording.LANGUAGES, one.language), "held": bool(child_holds.may_bind(one))}
        for one in open_inquiries()
    ]  # fmt: skip
    return render(request, "officer/inquiries.html", {"rows": rows})


@declare_access(WORK)
def one(request: Desk, inquiry_id: UUID) -> HttpResponse:
    """One inquiry, and the form to answer it."""
    try:
        found = correspondence.open_inquiry(inquiry_id=inquiry_id, by=request.principal, now=request.now)
    except permissions.NotFound:
        raise Http404 from None
    except permissions.NotAllowed as refused:
        raise PermissionDenied(str(refused)) from None
    form = AnswerForm(request.POST if "answer" in request.POST else None)
    if "answer" in request.POST and form.is_valid():
        try:
            correspondence.answer_inquiry(
                inquiry_id=inquiry_id, answer=form.cleaned_data["answer"], by=request.principal, now=request.now
            )
        except NotPossible as refused:
            form.add_error("answer", str(refused))
        else:
            messages.success(request, _("The answer is kept, recorded and sent to the address that was given."))
            return redirect("officer:inquiries")
    if request.method == "POST" and "free" in request.POST:
        return _free(request, found)
    if request.method == "POST" and "apart" in request.POST:
        return _apart(request, found)
    if request.method == "POST" and "close" in request.POST:
        return _close(request, found)
    if request.method == "POST" and "reopen" in request.POST:
        return _reopen(request, found)
    contact = {CONTACT.get(key, key): value for key, value in (found.contact or {}).items() if value}
    context = {"one": found, "kind": word(wording.INQUIRIES, found.kind), "contact": contact, "form": form,
               "channel": word(wording.CHANNELS, found.channel), "child": _child(found, request),
               "close_form": CloseInquiryForm(auto_id="close-%s"),
               "closed": word(wording.CLOSE_REASONS, found.close_reason), "spoken": _spoken(found)}  # fmt: skip
    return render(request, "officer/inquiry.html", context)


def _spoken(found: "Inquiry") -> dict[str, Any] | None:
    """Number and code to be read to who wrote or called: on the web they stood on the page."""
    if found.kind not in inquiries.READ_BACK or found.channel not in ("phone", "mail") or found.purged_at is not None:
        return None
    code = inquiries.code_of(found.id)
    return {"code": code, "number": letters(found.reference), "letters": letters(code)}


def _close(request: Desk, found: "Inquiry") -> HttpResponse:
    """Spam or a test: no answer, nobody is written to."""
    reason = request.POST.get("reason", "")
    try:
        inquiry_closing.close(inquiry_id=found.id, reason=reason, by=request.principal, now=request.now)
    except (NotPossible, permissions.NotAllowed) as refused:
        messages.error(request, str(refused))
        return redirect("officer:inquiry", found.id)
    messages.success(request, _("Closed. No answer is owed, and nobody is written to."))
    return redirect("officer:inquiries")


def _reopen(request: Desk, found: "Inquiry") -> HttpResponse:
    """It was closed by mistake."""
    try:
        inquiry_closing.reopen(inquiry_id=found.id, by=request.principal, now=request.now)
    except (NotPossible, permissions.NotAllowed) as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("It waits for an answer again, by the same day."))
    return redirect("officer:inquiry", found.id)


def _child(found: "Inquiry", request: Desk) -> dict[str, Any] | None:
    """What was said of the child, and what the systems did; None where the report is of another kind."""
    if found.kind != "child_data":
        return None
    return {
        "facts": [(name.replace("_", " ").capitalize(), value) for name, value in (found.child or {}).items()],
        "tasks": tasks_for(found.id),
        "holds": [_hold(hold) for hold in child_holds.may_bind(found)],
        "asked": _asked(found, request),
        "apart_form": ApartForm(auto_id="apart-%s"),
        "form": FreeForm(auto_id="free-%s"),
    }


def _hold(hold: Any) -> dict[str, Any]:
    reference = hold.request.reference if hold.request else ""
    return {"since": hold.since, "reason": word(wording.HOLD_REASONS, hold.reason), "reference": reference}


def _asked(found: "Inquiry", request: Desk) -> dict[str, Any] | None:
    """The question of a colleague that waits for a second person."""
    if found.apart_asked_by is None or found.apart_at is not None:
        return None
    return {"why": (found.apart or {}).get("why", ""), "mine": found.apart_asked_by == request.principal.user_id}


def _apart(request: Desk, found: "Inquiry") -> HttpResponse:
    """Say that the holds are on somebody else, agree to that, or do not."""
    given: dict[str, Any] = {"inquiry_id": found.id, "by": request.principal, "now": request.now}
    try:
        if request.POST["apart"] == "ask":
            form = ApartForm(request.POST)
            child_holds.ask_apart(why=form.cleaned_data["why"] if form.is_valid() else "", **given)
            messages.success(request, _("Asked. A second person has to agree; until then nothing is erased."))
        else:
            agreed = request.POST["apart"] == "yes"
            child_holds.settle_apart(agreed=agreed, **given)
            said = _("The systems may delete the child’s data.") if agreed else _("The hold stays on this data.")
            messages.success(request, said)
    except (NotPossible, permissions.NotAllowed) as refused:
        messages.error(request, str(refused))
    return redirect("officer:inquiry", found.id)


def _free(request: Desk, found: "Inquiry") -> HttpResponse:
    form = FreeForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say how you know that it is no child's data."))
    else:
        try:
            children.free(
                inquiry_id=found.id, reason=form.cleaned_data["reason"], by=request.principal, now=request.now
            )
            messages.success(request, _("The systems may use the data again. What was deleted stays deleted."))
        except (NotPossible, permissions.NotAllowed) as refused:
            messages.error(request, str(refused))
    return redirect("officer:inquiry", found.id)
