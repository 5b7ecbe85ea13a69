"""Show that it is you: what can be done, facts, declaration. Nothing here says whether a person is known."""

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
from dsar_portal import languages
from dsar_portal.consumer.access import VisitorRequest, behind_code, reached
from dsar_portal.consumer.forms import words
from dsar_portal.consumer.forms.outcomes import wait_until
from dsar_portal.consumer.forms.short import DeclarationForm, FactsForm
from dsar_portal.consumer.views import contact_codes, papers
from dsar_portal.consumer.views.contact_codes import finished
from verification import selectors as checks
from verification import services as verification
from verification.assurance import Tier
from verification.methods import declaration

BY_CODE = frozenset({"email_code", "sms_code"})


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
        "tasks": [line for method in check.methods for line in _lines(check, method, asked)]
        + papers.tasks(_subject(by)),
        "authority": [words.of(words.AUTHORITIES, code) for code in sorted(check.authority_accepted)],
        "authority_shown": check.authority_shown,
        "full": check.required >= 2,
        "closed": words.CLOSED,
    }
    return render(request, "consumer/identity.html", context)


def _lines(check: checks.CheckView, method: str, asked: verification.Asked) -> list[dict[str, Any]]:
    if method in papers.METHODS:
        return []  # one line for each kind of paper, at the end
    return contact_codes.tasks(check, method) if method in BY_CODE else [_task(check, method, asked)]


def _task(check: checks.CheckView, method: str, asked: verification.Asked) -> dict[str, Any]:
    done = {
        "facts_on_file": check.facts_tries > 0,
        "account_sign_in": check.signed_in,
        "mailed_code": asked.letter_used,
        "call_back": False,
        "declaration": check.declaration_signed,
    }
    titles = {
        "facts_on_file": (_("Tell us facts that we can compare with our records"), "consumer:identity-facts"),
        "account_sign_in": (_("Sign in with your existing account"), "consumer:identity-account"),
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
@languages.switches
@reached("verify")
@behind_code
def facts(request: VisitorRequest, *, by: Principal) -> HttpResponse:
    """Facts that the company can compare. The answer is the same whatever they are."""
    check = checks.state_of(_subject(by))
    if check is None:
        raise Http404
    form = languages.opened(FactsForm, request, askable=check.askable)
    if request.method == "POST" and form.is_valid():
        try:
            verification.give_facts(subject_ref=_subject(by), facts=form.facts(), by=by.actor, now=request.now)
        except verification.NotOpen:
            return finished(request, by)
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
@languages.switches
@reached("verify")
@behind_code
def declare(request: VisitorRequest, *, by: Principal) -> HttpResponse:
    """Sign under penalty of perjury by typing one's name. 404 for whom no statement is asked, as for an opt-out."""
    check = checks.state_of(_subject(by))
    if check is None or check.required < Tier.T2:
        raise Http404
    form = languages.opened(DeclarationForm, request)
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
            return finished(request, by)
        except verification.NoSuchCheck:
            raise Http404 from None
        except ValueError:
            form.add_error("typed_name", _("Type your name with 200 characters or fewer"))
        else:
            messages.success(request, _("Thank you. We have your signed statement."))
            return HttpResponseRedirect(reverse("consumer:identity"))
    context = {"form": form, "statement": declaration.text(), "today": timezone.localdate(request.now)}
    return render(request, "consumer/identity_declaration.html", context)


def _subject(by: Principal) -> UUID:
    if by.submission_id is None:
        raise Http404
    return by.submission_id
