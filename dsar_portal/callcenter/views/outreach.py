"""Going to the person: the list of call-backs that show who asks, and for one caller a letter or a call to wish for."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from accounts.access import declare_access
from dsar_portal.callcenter.access import TAKE, Desk
from dsar_portal.callcenter.forms.outreach import WHEN, LetterCodeForm, OutcomeForm, ReasonForm, WindowForm
from dsar_portal.callcenter.scripts import outreach as lines
from dsar_portal.callcenter.views.rows import row
from dsar_portal.forms import PortalForm
from dsar_portal.templatetags.ui import day_in_words
from requests_app.permissions import NotFound
from requests_app.services import calling_back, days
from requests_app.services.calling_back import CallBackView
from verification import services as verification

# What the worker found, as the desk may know it: whether to call, never what is on file.
FINDINGS = {
    "waiting": gettext_lazy("Being looked up"),
    "callable": gettext_lazy("Call now"),
    "nobody": gettext_lazy("No number that may be called"),
    "no_number": gettext_lazy("No number that may be called"),
    "recent_change": gettext_lazy("No number that may be called: it changed lately"),
}
STANDING = {
    "due": ("due", gettext_lazy("Call now"), "orange"),
    "late": ("late", gettext_lazy("Late"), "red"),
}
TONES = {"waiting": "grey", "callable": "green"}
# Why nobody calls, and what happens then. None of it is for the caller's ears.
RESTS = {
    "passed": gettext_lazy("It was shown in another way who asks: nobody has to call."),
    "over": gettext_lazy("The request, or its check, is over: nobody calls."),
    "person": gettext_lazy("An officer has to look at this first. Then it stands in the list above again."),
    "person_ended": gettext_lazy("An officer has to look at this first. Then they can ask for a call again."),
}
SAID = {
    "confirmed": gettext_lazy("Recorded: they asked for it themselves."),
    "not_reached": gettext_lazy("Recorded. Leave no message that says what it is about."),
    "denied": gettext_lazy("Recorded: they did not ask. The check is stopped, and the officers see why."),
    "no_number": gettext_lazy("Put away. The person is not told why."),
}


@declare_access(TAKE)
@require_safe
def listing(request: Desk) -> HttpResponse:
    """Whom to call to find out whether they asked."""
    today = days.day_of(request.now)
    rows = [
        _row(one) | {"standing": STANDING.get(one.standing(today))}
        for one in calling_back.waiting(by=request.principal)
    ]
    resting = [
        {"wish": wish, "row": row(about), "why": _why(wish), "may_end": wish.open and wish.why != "person"}
        for wish, about in calling_back.resting(by=request.principal, now=request.now)
    ]
    return render(request, "callcenter/call_backs.html", {"rows": rows, "resting": resting})


def _why(wish: verification.Resting) -> Any:
    return RESTS["person_ended" if wish.why == "person" and not wish.open else wish.why]


@declare_access(TAKE)
@require_POST
def put_away(request: Desk, wish_id: UUID) -> HttpResponse:
    """Take a wish off the list for which nobody has to call any more."""
    try:
        calling_back.put_away(wish_id=wish_id, by=request.principal, now=request.now)
        messages.success(request, _("Put away."))
    except (NotFound, verification.VerificationError):
        messages.warning(request, _("Somebody was quicker, or this is not possible now."))
    return HttpResponseRedirect(reverse("callcenter:call-backs"))


@declare_access(TAKE)
@require_safe
def one(request: Desk, wish_id: UUID) -> HttpResponse:
    """One call-back: what to say, and the way to the number."""
    return _one(request, wish_id)


@declare_access(TAKE)
@require_POST
def number(request: Desk, wish_id: UUID) -> HttpResponse:
    """The number, once, on the answer to this post alone. On record."""
    form = ReasonForm(request.POST)
    if form.is_valid():
        try:
            found = calling_back.show_number(
                wish_id=wish_id, reason=form.cleaned_data["reason"], by=request.principal, now=request.now
            )
        except NotFound:
            raise Http404 from None
        except calling_back.NotYours as refused:
            messages.warning(request, str(refused))
            return HttpResponseRedirect(reverse("callcenter:call-backs"))
        except verification.VerificationError:
            return _put_away(request, wish_id)
        return _one(request, wish_id, number=found)
    return _one(request, wish_id, reason_form=form)


def _put_away(request: Desk, wish_id: UUID) -> HttpResponse:
    """The number went since it was found: the wish leaves the list, where nobody else did that meanwhile."""
    with suppress(NotFound, verification.VerificationError):
        calling_back.record(wish_id=wish_id, outcome="no_number", by=request.principal, now=request.now)
    messages.warning(request, _("There is no number that may be called any more."))
    return HttpResponseRedirect(reverse("callcenter:call-backs"))


@declare_access(TAKE)
@require_POST
def outcome(request: Desk, wish_id: UUID) -> HttpResponse:
    """How the call went."""
    chosen = "no_number" if "no_number" in request.POST else ""
    form = OutcomeForm(request.POST)
    if not chosen and not form.is_valid():
        return _one(request, wish_id, outcome_form=form)
    chosen = chosen or form.cleaned_data["outcome"]
    try:
        calling_back.record(wish_id=wish_id, outcome=chosen, by=request.principal, now=request.now)
        messages.success(request, str(SAID[chosen]))
    except NotFound:
        raise Http404 from None
    except verification.NotShown:
        messages.warning(request, _("Look at the number first: whoever says how the call went has made it."))
        return HttpResponseRedirect(reverse("callcenter:call-back", args=[wish_id]))
    except verification.VerificationError:
        messages.warning(request, _("Somebody was quicker, or this is not possible now."))
    return HttpResponseRedirect(reverse("callcenter:call-backs"))


@declare_access(TAKE)
@require_safe
def wishes(request: Desk, request_id: UUID) -> HttpResponse:
    """For one caller: a code by post, a call at the number on file."""
    return _wishes(request, request_id)


@declare_access(TAKE)
@require_POST
def ask_letter(request: Desk, request_id: UUID) -> HttpResponse:
    """Ask for a code by post. What is said is the same for everybody."""

    def act() -> None:
        until = calling_back.ask_for_letter(request_id=request_id, by=request.principal, now=request.now)
        said = _("Noted. If we have an address that is old enough, a letter goes there. Its code works until %(day)s.")
        messages.success(request, said % {"day": day_in_words(until)})

    return _do(request, request_id, act)


@declare_access(TAKE)
@require_POST
def letter_code(request: Desk, request_id: UUID) -> HttpResponse:
    """Try the code that the caller reads from the letter."""
    form = LetterCodeForm(request.POST)
    if not form.is_valid():
        return _wishes(request, request_id, code_form=form)

    def act() -> None:
        result = calling_back.try_letter_code(
            request_id=request_id, code=form.cleaned_data["code"], by=request.principal, now=request.now
        )
        if result.accepted:
            messages.success(request, _("The code is right."))
        else:
            form.add_error("code", _problem(result))

    response = _do(request, request_id, act)
    return _wishes(request, request_id, code_form=form) if form.errors else response


@declare_access(TAKE)
@require_POST
def ask_call(request: Desk, request_id: UUID) -> HttpResponse:
    """Ask for the person to be called at the number on file."""
    form = WindowForm(request.POST)
    if not form.is_valid():
        return _wishes(request, request_id, window_form=form)

    def act() -> None:
        calling_back.ask_to_be_called(
            request_id=request_id, window=form.cleaned_data["window"], by=request.principal, now=request.now
        )
        messages.success(request, _("Noted. It stands in the list of call-backs, for a colleague."))

    return _do(request, request_id, act)


def _do(request: Desk, request_id: UUID, act: Callable[[], None]) -> HttpResponse:
    back = HttpResponseRedirect(reverse("callcenter:wishes", args=[request_id]))
    try:
        act()
    except NotFound:
        raise Http404 from None
    except verification.Locked as wait:
        said = _("A letter was asked for a few days ago. The next one is possible after %(day)s.")
        messages.warning(request, said % {"day": day_in_words(wait.until)})
    except verification.VerificationError:
        messages.info(request, _("Nothing more is needed for this request."))
    return back


def _problem(result: verification.CodeOutcome) -> str:
    if result.result is verification.CodeResult.EXPIRED:
        return _("This code is too old or was used. Ask for another letter.")
    if result.result is verification.CodeResult.LOCKED or not result.tries_left:
        return _("There were too many wrong codes. Use another way.")
    return _("That does not fit. Ask the caller to read the code once more, sign by sign.")


def _wishes(request: Desk, request_id: UUID, **forms: PortalForm) -> HttpResponse:
    try:
        found = calling_back.found(request_id=request_id, by=request.principal)
    except NotFound:
        raise Http404 from None
    asked = verification.asked_of(found.submission_id)
    rests = calling_back.resting_for(request_id=request_id, by=request.principal, now=request.now)
    context: dict[str, Any] = {
        "row": row(found),
        "asked": asked,
        "may_ask": asked.letter_again_at is None or asked.letter_again_at <= request.now,
        "when": WHEN[asked.call_window],
        "rests": _why(rests) if rests else "",
        "say": {"letter": lines.LETTER, "call": lines.CALL},
        "code_form": LetterCodeForm(),
        "window_form": WindowForm(initial={"window": asked.call_window}),
        **forms,
        "form": next(iter(forms.values()), None),
    }
    return render(request, "callcenter/wishes.html", context)


def _one(request: Desk, wish_id: UUID, *, number: str = "", **forms: PortalForm) -> HttpResponse:
    try:
        found = calling_back.one(wish_id=wish_id, by=request.principal)
    except NotFound:
        raise Http404 from None
    typed = found.request.submission.consumer
    # Asked for by name: it is the one that was typed, and the only thing that may be said first.
    person = f"{typed.get('given_name', '')} {typed.get('family_name', '')}".strip() if number else ""
    context: dict[str, Any] = {
        "one": _row(found),
        "number": number,
        "person": person,
        "say": lines.spoken(person),
        "reason_form": ReasonForm(initial={"reason": "again" if found.wish.calls else "in_window"}),
        "outcome_form": OutcomeForm(),
        **forms,
        "form": next(iter(forms.values()), None),
    }
    return render(request, "callcenter/call_back.html", context)


def _row(found: CallBackView) -> dict[str, Any]:
    wish = found.wish
    return {
        "wish": wish,
        "call_by": found.call_by,
        "row": row(found.request),
        "when": WHEN[wish.window],
        "language": {"en": "English", "es": "Español"}.get(wish.language, wish.language),
        "finding": FINDINGS[wish.finding],
        "tone": TONES.get(wish.finding, "orange"),
        "callable": wish.finding == "callable",
        "ended": wish.finding in {"nobody", "no_number", "recent_change"},
    }
