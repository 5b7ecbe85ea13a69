"""The status pages: sign in with reference and access code, see where it stands, write, withdraw, appeal."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts import throttles
from accounts.access import Access, declare_access
from accounts.principals import Principal
from dsar_portal import branding, languages
from dsar_portal.consumer import access
from dsar_portal.consumer.access import VisitorRequest, signed_in
from dsar_portal.consumer.forms import overview
from dsar_portal.consumer.forms.evidence import EvidenceForm
from dsar_portal.consumer.forms.papers import WHY_NOT
from dsar_portal.consumer.forms.short import AppealForm, MessageForm, StatusForm
from dsar_portal.consumer.views.inquiries import let_in
from dsar_portal.consumer.views.limits import limited
from requests_app import reference, selectors
from requests_app.lifecycle import WrongMoment
from requests_app.services import appeals, attachments, inquiries, reading, work
from vault.sniff import Refused

# Wrong tries only. Strict for one address at one reference, so that a stranger locks out only themselves. The sum over
# all addresses is bounded too, far above what a stranger sends cheaply (17 addresses an hour, each at its limit).
# A code has 16 of 30 characters: 30^16 = 4.3 * 10^23, 78 bits. 500 tries an hour for the 24 months that a request is
# kept are 8.8 million: one chance in 4.9 * 10^16 to open one request.
PER_ADDRESS = {"limit": 30, "per_seconds": 3600}
PER_PAIR = {"limit": 10, "per_seconds": 900}
PER_REFERENCE = {"limit": 500, "per_seconds": 3600}


@declare_access(Access.PUBLIC)
@require_http_methods(["GET", "HEAD", "POST"])
@languages.switches
def enter(request: VisitorRequest) -> HttpResponse:
    """Reference and access code open the submission. One answer for an unknown reference and a wrong code."""
    if request.method != "POST":
        by = access.consumer_of(request, now=request.now)
        return HttpResponseRedirect(reverse("consumer:requests")) if by else _door(request, StatusForm())
    form = languages.opened(StatusForm, request)
    if not form.is_valid():
        return _door(request, form)
    try:
        known = reference.parse(form.cleaned_data["reference"])
    except reference.Mistyped:
        form.add_error(
            "reference", _("Check the reference number. A character is wrong or missing. It looks like JM-7K3F-92QX.")
        )
        return _door(request, form)
    return _try(request, form, known)


def _try(request: VisitorRequest, form: StatusForm, known: str) -> HttpResponse:
    if not _may_try(request, known):
        form.add_error(None, _("Too many tries. Wait 15 minutes, then try again. Or call us."))
        return _door(request, form, status=429)
    asked = inquiries.open_by_code(
        reference_text=known, code=form.cleaned_data["code"], by=access.visitor(), now=request.now
    )
    if asked is not None:
        return let_in(request, asked, now=request.now)
    found = reading.open_status(
        reference_text=known,
        code=form.cleaned_data["code"],
        by=access.visitor(),
        now=request.now,
        gpc=access.signals_opt_out(request),
    )
    if found is None:
        _count(request, known)
        form.add_error("code", _("This reference number and access code do not fit together. Check both, or call us."))
        return _door(request, form)
    access.sign_in(request, found.id, now=request.now)
    return HttpResponseRedirect(reverse("consumer:request", args=[known]))


def _limits(request: VisitorRequest, known: str) -> tuple[tuple[str, str, dict[str, int]], ...]:
    address = access.address_of(request)
    return (
        ("status.address", address, PER_ADDRESS),
        ("status.pair", f"{known} {address}", PER_PAIR),
        ("status.reference", known, PER_REFERENCE),
    )


def _may_try(request: VisitorRequest, known: str) -> bool:
    limits = _limits(request, known)
    return all(throttles.peek(name, key=key, now=request.now, **limit).allowed for name, key, limit in limits)


def _count(request: VisitorRequest, known: str) -> None:
    for name, key, limit in _limits(request, known):
        throttles.hit(name, key=key, now=request.now, **limit)


def _door(request: VisitorRequest, form: StatusForm, *, status: int = 200) -> HttpResponse:
    return render(request, "consumer/status.html", {"form": form}, status=status)


@declare_access(Access.CONSUMER)
@require_http_methods(["GET", "HEAD"])
@signed_in
def every_request(request: VisitorRequest, *, by: Principal) -> HttpResponse:
    """All requests that were made in one go."""
    rows = selectors.requests_of(_submission(by))
    if len(rows) == 1:
        return HttpResponseRedirect(reverse("consumer:request", args=[rows[0].reference]))
    return render(request, "consumer/requests.html", {"rows": [overview.line(row) for row in rows]})


@declare_access(Access.CONSUMER)
@require_http_methods(["GET", "HEAD", "POST"])
@limited("messages")
@languages.switches
@signed_in
def one_request(request: VisitorRequest, ref: str, *, by: Principal) -> HttpResponse:
    """Where one request stands. A POST is a message to us, with a file or without."""
    row = find(ref, by)
    form = languages.opened(MessageForm, request)
    if request.method == "POST" and form.is_valid() and receive(request, row.id, form, by):
        messages.success(request, _("We have your message. You can see it below."))
        return HttpResponseRedirect(reverse("consumer:request", args=[row.reference]) + "#messages")
    look = branding.of_company(request, row.company)
    context = {"form": form, **look, **overview.page(row, selectors.requests_of(_submission(by)), now=request.now)}
    response = render(request, "consumer/request.html", context)
    # The pages behind it look the same.
    branding.remember(response, row.company)
    return response


def receive(
    request: VisitorRequest, request_id: UUID, form: MessageForm | EvidenceForm, by: Principal, *, kind: str = "message"
) -> bool:
    """Take a message in; False with the reason beside the file where that cannot be taken."""
    words, content = form.cleaned_data["body"], form.content()
    try:
        attachments.receive(request_id=request_id, body=words, content=content, kind=kind, by=by, now=request.now)
    except Refused as refused:
        form.add_error("file", WHY_NOT[refused.cause])
    except attachments.TooManyFiles:
        form.add_error("file", _("You have sent as many files as we can take here. Please call us."))
    else:
        return True
    return False


@declare_access(Access.CONSUMER)
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def withdraw(request: VisitorRequest, ref: str, *, by: Principal) -> HttpResponse:
    """Take a request back, after a page that says what that means."""
    row = find(ref, by)
    if request.method == "POST":
        try:
            work.withdraw(request_id=row.id, by=by, now=request.now)
            stays = _("You took this request back. What we stopped stays stopped.")
            done = _("You took this request back. Nothing more will happen with it.")
            messages.success(request, stays if row.right == "opt_out" else done)
        except WrongMoment:
            messages.warning(request, _("This request is finished already, so it cannot be taken back any more."))
        return HttpResponseRedirect(reverse("consumer:request", args=[row.reference]))
    context = {"row": overview.line(row), "open": row.is_open, "opt_out": row.right == "opt_out"}
    return render(request, "consumer/withdraw.html", context)


@declare_access(Access.CONSUMER)
@require_http_methods(["GET", "HEAD", "POST"])
@languages.switches
@signed_in
def appeal(request: VisitorRequest, ref: str, *, by: Principal) -> HttpResponse:
    """Ask for another look at an answer."""
    row = find(ref, by)
    form = languages.opened(AppealForm, request)
    if request.method == "POST" and form.is_valid():
        return _appeal(request, row.id, form.cleaned_data["explanation"], by)
    return render(request, "consumer/appeal.html", {"row": overview.line(row), "form": form})


def _appeal(request: VisitorRequest, request_id: UUID, explanation: str, by: Principal) -> HttpResponse:
    try:
        filed, _receipt = appeals.appeal(request_id=request_id, explanation=explanation, by=by, now=request.now)
    except work.NotPossible as why:
        messages.warning(request, _(str(why)))
        return HttpResponseRedirect(reverse("consumer:requests"))
    messages.success(request, _("We have your appeal. It has its own reference number and its own date."))
    return HttpResponseRedirect(reverse("consumer:request", args=[filed.reference]))


@declare_access(Access.PUBLIC)
@require_POST
def leave(request: VisitorRequest) -> HttpResponse:
    """Close the status pages in this browser."""
    access.sign_out(request)
    messages.success(request, _("You have left the status pages. Nobody can open them here without your code."))
    response = HttpResponseRedirect(reverse("consumer:status"))
    access.forget_draft_key(response)
    return response


def find(ref: str, by: Principal) -> Any:
    """The request of this reference if it is the consumer's own, else 404: nobody learns what exists."""
    return (
        next((row for row in selectors.requests_of(_submission(by)) if row.reference == ref.upper()), None) or _none()
    )


def _none() -> Any:
    raise Http404


def _submission(by: Principal) -> UUID:
    if by.submission_id is None:
        raise Http404
    return by.submission_id
