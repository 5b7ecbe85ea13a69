"""A caller asks about a request that is with us: find it, check who calls, tell, note, withdraw, appeal."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import declare_access
from dsar_portal.callcenter.access import LOOK_UP, TAKE, Desk
from dsar_portal.callcenter.forms.caller import AppealForm, CheckForm, LookUpForm, NoteForm, WithdrawForm
from dsar_portal.callcenter.forms.heard import was_cleaned
from dsar_portal.callcenter.scripts import lines, script
from dsar_portal.callcenter.scripts.status import sentence, unwritten
from dsar_portal.callcenter.views.rows import row
from dsar_portal.forms import PortalForm
from dsar_portal.spelling import letters
from requests_app.lifecycle import WrongMoment
from requests_app.permissions import NotFound
from requests_app.reference import Mistyped
from requests_app.services import callers
from requests_app.services.callers import NotChecked, TooOften
from requests_app.services.renewals import Outcome
from requests_app.services.work import NotPossible

REFUSALS = (NotChecked, TooOften, NotPossible, WrongMoment)


@declare_access(LOOK_UP)
def look_up(request: Desk) -> HttpResponse:
    """The search box. It is posted: what is searched for must not stand in an address."""
    form = LookUpForm(request.POST or None)
    rows: list[dict[str, Any]] | None = None
    if request.method == "POST" and form.is_valid():
        try:
            found = callers.look_up(text=form.cleaned_data["text"], by=request.principal, now=request.now)
            rows = [row(one) for one in found]
        except (Mistyped, TooOften) as refused:
            form.add_error("text", str(refused))
    return render(request, "callcenter/look_up.html", {"form": form, "rows": rows})


@declare_access(LOOK_UP)
@require_safe
def caller(request: Desk, request_id: UUID) -> HttpResponse:
    """One request: before the check only what helps to ask the right question, after it what may be said."""
    return _page(request, request_id)


@declare_access(LOOK_UP)
@require_POST
def check(request: Desk, request_id: UUID) -> HttpResponse:
    """Try what the caller says. The answer does not tell which part was wrong."""
    form = CheckForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        try:
            if callers.check(
                request_id=request_id,
                passphrase=given["passphrase"],
                reference_text=given["reference"],
                code=given["code"],
                by=request.principal,
                now=request.now,
            ):
                return _back(request_id)
            form.add_error(None, _("That does not fit. Do not say which part. Ask once more."))
        except TooOften as refused:
            form.add_error(None, str(refused))
        except NotFound:
            raise Http404 from None
    return _page(request, request_id, check_form=form)


@declare_access(TAKE)
@require_POST
def note(request: Desk, request_id: UUID) -> HttpResponse:
    """Write down what the caller said."""
    form = NoteForm(request.POST)
    return _deed(
        request,
        request_id,
        form,
        "note_form",
        lambda given: callers.add_note(
            request_id=request_id, body=given["body"], by=request.principal, now=request.now
        ),
        said=_("The note is with the officers."),
    )


@declare_access(TAKE)
@require_POST
def withdraw(request: Desk, request_id: UUID) -> HttpResponse:
    """Take the request back for the caller."""
    form = WithdrawForm(request.POST)

    def take_back(_given: dict[str, Any]) -> None:
        way = callers.withdraw(request_id=request_id, by=request.principal, now=request.now)
        messages.success(request, lines.TAKEN_BACK[bool(way)])

    return _deed(request, request_id, form, "withdraw_form", take_back)


@declare_access(TAKE)
@require_POST
def appeal(request: Desk, request_id: UUID) -> HttpResponse:
    """File an appeal for the caller. Its own page opens, where its reference is read aloud."""
    form = AppealForm(request.POST)

    def file(given: dict[str, Any]) -> UUID:
        filed = callers.appeal(
            request_id=request_id, explanation=given["explanation"], by=request.principal, now=request.now
        )
        said = _("The appeal is filed: %(reference)s. Read the reference aloud; it stands below, letter by letter.")
        messages.success(request, said % {"reference": filed.reference})
        return filed.id

    return _deed(request, request_id, form, "appeal_form", file)


@declare_access(TAKE)
@require_POST
def renew_code(request: Desk, request_id: UUID) -> HttpResponse:
    """Send the caller a new access code. It is not shown here: nobody reads it aloud."""
    try:
        outcome = callers.renew_access_code(request_id=request_id, by=request.principal, now=request.now)
    except NotFound:
        raise Http404 from None
    except NotChecked as refused:
        messages.error(request, str(refused))
    else:
        sent = outcome in {Outcome.SENT_BY_EMAIL, Outcome.SENT_BY_POST}
        messages.add_message(request, messages.SUCCESS if sent else messages.WARNING, lines.CODE_SENT[outcome])
    return _back(request_id)


def _deed(
    request: Desk, request_id: UUID, form: PortalForm, name: str, do: Callable[[dict[str, Any]], Any], *, said: str = ""
) -> HttpResponse:
    if form.is_valid():
        try:
            made = do(form.cleaned_data)
        except NotFound:
            raise Http404 from None
        except REFUSALS as refused:
            form.add_error(None, str(refused))
        else:
            if said:
                messages.success(request, said)
            if was_cleaned(form.cleaned_data):
                messages.warning(request, lines.TAKEN_OUT)
            return _back(made if isinstance(made, UUID) else request_id)
    return _page(request, request_id, **{name: form})


def _back(request_id: UUID) -> HttpResponse:
    return HttpResponseRedirect(reverse("callcenter:caller", args=[request_id]))


def _page(request: Desk, request_id: UUID, **forms: PortalForm) -> HttpResponse:
    try:
        seen = callers.tell(request_id=request_id, by=request.principal, now=request.now)
    except NotFound:
        raise Http404 from None
    found = seen.request
    context: dict[str, Any] = {
        "seen": seen,
        "row": row(found),
        "say": script.current().say,
        "may_be_said": lines.MAY_BE_SAID,
        "may_not_be_said": lines.MAY_NOT_BE_SAID,
        "check_form": CheckForm(),
        "note_form": NoteForm(),
        "withdraw_form": WithdrawForm(),
        "appeal_form": AppealForm(),
        **forms,
        "form": next(iter(forms.values()), None),
    }
    if seen.checked:
        written = bool(seen.code_goes_by)
        told = sentence(right=found.right, status=found.status, respond_by=found.respond_by, written=written)
        more = () if written else unwritten(status=found.status, may_move=seen.can_move)
        context |= {"told": (told, *more), "letters": letters(found.reference)}
    return render(request, "callcenter/caller.html", context)
