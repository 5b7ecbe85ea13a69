"""Show that it is you: code by e-mail, facts, declaration. Nothing here says whether a person is known."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import Access, declare_access
from accounts.principals import Principal
from dsar_portal.consumer import access
from dsar_portal.consumer.access import VisitorRequest, behind_code, reached
from dsar_portal.consumer.forms import words
from dsar_portal.consumer.forms.outcomes import code_problem, wait_until
from dsar_portal.consumer.forms.short import CodeForm, DeclarationForm, FactsForm
from verification import selectors as checks
from verification import services as verification
from verification.methods import declaration


@declare_access(Access.CONSUMER)
@require_http_methods(["GET", "HEAD"])
@reached("verify")
@behind_code
def tasks(request: VisitorRequest, *, by: Principal) -> HttpResponse:
    """What can be done, in any order."""
    check = checks.state_of(_subject(by))
    if check is None or not check.required:
        return render(request, "consumer/identity_none.html")
    asked = verification.asked_of(_subject(by))
    context = {
        "check": check,
        "tasks": [_task(check, method, asked) for method in check.methods],
        "authority": [words.of(words.AUTHORITIES, code) for code in sorted(check.authority_accepted)],
        "authority_shown": check.authority_shown,
        "full": check.required >= 2,
    }
    return render(request, "consumer/identity.html", context)


def _task(check: checks.CheckView, method: str, asked: verification.Asked) -> dict[str, Any]:
    done = {
        "email_code": check.email_proved_at is not None,
        "facts_on_file": check.facts_tries > 0,
        "mailed_code": asked.letter_used,
        "call_back": False,
        "declaration": check.declaration_signed,
    }
    titles = {
        "email_code": (_("Enter a code that we e-mail to you"), "consumer:identity-code"),
        "facts_on_file": (_("Tell us facts that we can compare with our records"), "consumer:identity-facts"),
        "mailed_code": (_("Enter a code that we mail to the address on file"), "consumer:identity-letter"),
        "call_back": (_("Let us call the number on file"), "consumer:identity-call"),
        "declaration": (_("Sign a short statement"), "consumer:identity-declaration"),
    }
    title, address = titles[method]
    waits = (method == "mailed_code" and asked.letter_at) or (method == "call_back" and asked.call_at)
    return {
        "title": title,
        "href": reverse(address),
        "status": _("Done") if done[method] else _("Asked for") if waits else _("To do"),
        "tone": "" if done[method] else "yellow" if waits else "blue",
    }


@declare_access(Access.CONSUMER)
@require_http_methods(["GET", "HEAD", "POST"])
@reached("verify")
def code(request: VisitorRequest, *, by: Principal) -> HttpResponse:
    """Send a code, and enter it. A new code makes the old one worthless; the request stays the same."""
    if "send" in request.POST:
        return send(request, by)
    form = CodeForm(access.posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            outcome = verification.try_code(
                subject_ref=_subject(by), code=form.cleaned_data["code"], by=by.actor, now=request.now
            )
        except verification.NotOpen:
            return _finished(request)
        except verification.NoSuchCheck:
            raise Http404 from None
        if outcome.accepted:
            access.code_accepted(request)
            messages.success(request, _("Thank you. The code is right."))
            return HttpResponseRedirect(reverse("consumer:identity"))
        form.add_error("code", code_problem(outcome))
    sent = (checks.state_of(_subject(by)) or _none()).code_sent_at
    context = {"form": form, "sent_at": sent, "only_a_link": access.has_only_a_link(request)}
    return render(request, "consumer/identity_code.html", context)


def send(request: VisitorRequest, by: Principal) -> HttpResponse:
    """Send a fresh code, and lead to the page where it is entered."""
    try:
        verification.send_code(subject_ref=_subject(by), by=by.actor, now=request.now)
        messages.success(request, _("We sent a code to the e-mail address you gave us. It works for 30 minutes."))
    except verification.NotOpen:
        return _finished(request)
    except (verification.TooManyCodes, verification.Locked) as wait:
        messages.warning(
            request, wait_until(wait.retry_at if isinstance(wait, verification.TooManyCodes) else wait.until)
        )
    except (verification.NoContact, verification.NoSuchCheck):
        messages.warning(request, _("You gave us no e-mail address. Use another way, or call us."))
    return HttpResponseRedirect(reverse("consumer:identity-code"))


@declare_access(Access.CONSUMER)
@require_http_methods(["GET", "HEAD", "POST"])
@reached("verify")
@behind_code
def facts(request: VisitorRequest, *, by: Principal) -> HttpResponse:
    """Facts that the company can compare. The answer is the same whatever they are."""
    form = FactsForm(access.posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            verification.give_facts(subject_ref=_subject(by), facts=form.facts(), by=by.actor, now=request.now)
        except verification.NotOpen:
            return _finished(request)
        except verification.Locked as wait:
            messages.warning(request, wait_until(wait.until))
        except verification.NoSuchCheck:
            raise Http404 from None
        else:
            messages.success(request, _("Thank you. We are checking what you told us."))
        return HttpResponseRedirect(reverse("consumer:identity"))
    return render(request, "consumer/identity_facts.html", {"form": form})


@declare_access(Access.CONSUMER)
@require_http_methods(["GET", "HEAD", "POST"])
@reached("verify")
@behind_code
def declare(request: VisitorRequest, *, by: Principal) -> HttpResponse:
    """Sign under penalty of perjury by typing one's name."""
    form = DeclarationForm(access.posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            verification.sign_declaration(
                subject_ref=_subject(by),
                typed_name=form.cleaned_data["typed_name"],
                text_version=declaration.CURRENT,
                by=by.actor,
                now=request.now,
            )
        except verification.NotOpen:
            return _finished(request)
        except verification.NoSuchCheck:
            raise Http404 from None
        except ValueError:
            form.add_error("typed_name", _("Type your name with 200 characters or fewer"))
        else:
            messages.success(request, _("Thank you. We have your signed statement."))
            return HttpResponseRedirect(reverse("consumer:identity"))
    context = {"form": form, "statement": declaration.text(), "today": timezone.localdate(request.now)}
    return render(request, "consumer/identity_declaration.html", context)


def _finished(request: VisitorRequest) -> HttpResponse:
    messages.info(request, _("Nothing more is needed here. If we still need something, we write to you."))
    # No code can be accepted any more: who came by link goes on with reference and access code.
    return HttpResponseRedirect(reverse("consumer:status" if access.has_only_a_link(request) else "consumer:identity"))


def _subject(by: Principal) -> UUID:
    if by.submission_id is None:
        raise Http404
    return by.submission_id


def _none() -> checks.CheckView:
    raise Http404
