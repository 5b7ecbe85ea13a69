"""A code for each e-mail address and phone number, one by one; and naming one more. Nobody is looked up here."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import Access, declare_access
from accounts.principals import Principal
from dsar_portal import languages
from dsar_portal.consumer import access
from dsar_portal.consumer.access import VisitorRequest, behind_code, reached
from dsar_portal.consumer.forms.contact import ContactForm
from dsar_portal.consumer.forms.outcomes import code_problem, next_code_at, wait_until
from dsar_portal.consumer.forms.short import CodeForm
from dsar_portal.consumer.forms.words import CLOSED
from dsar_portal.consumer.views.limits import refusal, sending_code, trying_code
from dsar_portal.templatetags.ui import moment_in_words
from verification import selectors as checks
from verification import services as verification
from verification.methods import email_code, sms_code
from verification.methods.contacts import ContactView
from verification.selectors import CheckView

# How many contact points one network address may name in an hour, for whichever requests.
NAMED = 20
LIFETIMES: dict[str, timedelta] = {"email": email_code.LIFETIME, "phone": sms_code.LIFETIME}


@declare_access(Access.CONSUMER)
@require_http_methods(["GET", "HEAD", "POST"])
@languages.switches
@reached("verify")
def code(request: VisitorRequest, *, by: Principal, point: UUID | None = None) -> HttpResponse:
    """Send a code to one contact point, and enter it. A new one makes the old one worthless; the request stays."""
    check = _check(by)
    shown = _shown(check, point)
    if "send" in request.POST:
        return send(request, by, shown)
    form = languages.opened(CodeForm, request)
    if request.method == "POST" and form.is_valid():
        answer = trying_code(request) or _try(request, by, shown, form)
        if answer is not None:
            return answer
    linked = access.has_only_a_link(request)
    context = {"form": form, "point": shown, "minutes": _minutes(shown), "only_a_link": linked,
               "others": [] if linked else _others(check, shown)}  # fmt: skip
    return render(request, "consumer/identity_code.html", context)


def _try(request: VisitorRequest, by: Principal, shown: ContactView | None, form: CodeForm) -> HttpResponse | None:
    """Judge what was typed; None where the page is shown again with what is wrong."""
    try:
        outcome = verification.try_code(
            subject_ref=_subject(by),
            code=form.cleaned_data["code"],
            contact_id=shown.id if shown else None,
            by=by.actor,
            now=request.now,
        )
    except verification.NotOpen:
        return finished(request, by)
    except verification.NoContact:
        return _no_contact(request)
    if outcome.accepted:
        access.code_accepted(request)
        messages.success(request, _("Thank you. The code is right."))
        return HttpResponseRedirect(reverse("consumer:identity"))
    form.add_error("code", code_problem(outcome))
    return None


def send_first(request: VisitorRequest, by: Principal) -> HttpResponse:
    """Send a fresh code to the first contact point: where a link from a letter leads."""
    return send(request, by, _shown(_check(by), None))


def send(request: VisitorRequest, by: Principal, shown: ContactView | None) -> HttpResponse:
    """Send a fresh code, and lead to the page where it is entered."""
    if (refused := sending_code(request)) is not None:
        return refused
    try:
        comes_at = verification.send_code(
            subject_ref=_subject(by), contact_id=shown.id if shown else None, by=by.actor, now=request.now
        )
    except verification.NotOpen:
        return finished(request, by)
    except verification.TooManyCodes as wait:
        messages.warning(request, next_code_at(wait.retry_at))
    except verification.Locked as wait:
        messages.warning(request, wait_until(wait.until))
    except verification.NoContact:
        return _no_contact(request)
    else:
        where = {"where": shown.masked if shown else "", "minutes": _minutes(shown)}
        if comes_at is None:
            messages.success(request, _("We sent a code to %(where)s. It works for %(minutes)d minutes.") % where)
        else:
            # Who asked for them is not said: anybody can name any mailbox.
            when = {"where": where["where"], "when": moment_in_words(comes_at)}
            messages.success(request, _("Many codes went to %(where)s today. Yours comes by %(when)s.") % when)
    return HttpResponseRedirect(_address(shown))


@declare_access(Access.CONSUMER)
@require_http_methods(["GET", "HEAD", "POST"])
@languages.switches
@reached("verify")
@behind_code
def another(request: VisitorRequest, *, by: Principal) -> HttpResponse:
    """Name one more address or number that may be on file from before. It counts for nothing until its code came."""
    check = _check(by)
    if not check.may_add_contact:
        return finished(request, by)
    form = languages.opened(ContactForm, request, texts=verification.texts_are_on())
    if request.method == "POST" and form.is_valid():
        answer = refusal(request, "contact_named", per_hour=NAMED) or _add(request, by, form)
        if answer is not None:
            return answer
    return render(request, "consumer/identity_contact.html", {"form": form})


def _add(request: VisitorRequest, by: Principal, form: ContactForm) -> HttpResponse | None:
    value = form.cleaned_data["contact"]
    try:
        new = verification.add_contact(subject_ref=_subject(by), value=value, by=by.actor, now=request.now)
    except (verification.NotOpen, verification.TooManyContacts):
        return finished(request, by)
    except verification.NoContact:
        form.add_error("contact", form.unreachable())
        return None
    return HttpResponseRedirect(reverse("consumer:identity-point", args=[new]))


def _others(check: CheckView, shown: ContactView | None) -> list[dict[str, Any]]:
    """What else can be done while no code comes here: by what was typed and what is offered to everybody."""
    first = shown.id if shown else None
    points = [_task(one) for one in check.contacts if one.reachable and one.proved_at is None and one.id != first]
    ways = {
        "mailed_code": (_("Enter a code that we mail to the address on file"), "consumer:identity-letter"),
        "call_back": (_("Let us call the number on file"), "consumer:identity-call"),
    }
    return points + [
        {"title": title, "href": reverse(to)} for slug, (title, to) in ways.items() if slug in check.methods
    ]


def tasks(check: CheckView, method: str) -> list[dict[str, Any]]:
    """A line for each contact point that this method's codes can go to."""
    return [_task(one) for one in check.contacts if one.method == method and one.reachable]


def _task(one: ContactView) -> dict[str, Any]:
    words = (
        _("Enter a code that we e-mail to %(where)s")
        if one.kind == "email"
        else _("Enter a code that we text to the number %(where)s")
    )
    status, tone = (_("To do"), "blue") if one.code_sent_at is None else (_("Code sent"), "yellow")
    done = one.proved_at is not None
    return {
        "title": words % {"where": one.masked},
        "href": _address(one),
        "status": _("Done") if done else status,
        "tone": "" if done else tone,
    }


def finished(request: VisitorRequest, by: Principal) -> HttpResponse:
    """Nothing can be shown any more: enough was, or the request is closed."""
    linked, known = access.has_only_a_link(request), checks.state_of(_subject(by))
    if known is None or not known.over:
        messages.info(request, _("Nothing more is needed here. If we still need something, we write to you."))
    elif linked:
        messages.info(request, CLOSED)  # the page of proofs says it by itself
    # No code can be accepted any more: who came by link goes on with reference and access code.
    return HttpResponseRedirect(reverse("consumer:status" if linked else "consumer:identity"))


def _no_contact(request: VisitorRequest) -> HttpResponse:
    messages.warning(request, _("We cannot send a code there. Use another way, or call us."))
    return HttpResponseRedirect(reverse("consumer:status" if access.has_only_a_link(request) else "consumer:identity"))


def _address(shown: ContactView | None) -> str:
    return reverse("consumer:identity-point", args=[shown.id]) if shown else reverse("consumer:identity-code")


def _minutes(shown: ContactView | None) -> int:
    return int(LIFETIMES[shown.kind if shown else "email"].total_seconds() // 60)


def _shown(check: CheckView, point: UUID | None) -> ContactView | None:
    """The named contact point, else the first that a code can go to. Somebody else's is nobody's: 404."""
    if point is not None:
        found = next((one for one in check.contacts if one.id == point), None)
        if found is None:
            raise Http404
        return found
    return next((one for one in check.contacts if one.reachable), None)


def _check(by: Principal) -> CheckView:
    check = checks.state_of(_subject(by))
    if check is None:
        raise Http404
    return check


def _subject(by: Principal) -> UUID:
    if by.submission_id is None:
        raise Http404
    return by.submission_id
