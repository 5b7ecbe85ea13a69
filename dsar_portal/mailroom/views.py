"""Print today, posted, came back, arrived today. Each step is recorded with its proof."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_POST

from accounts.access import declare_access
from dsar_portal import wording
from dsar_portal.forms import PortalForm
from dsar_portal.mailroom.access import ARRIVED, PRINT, Desk
from dsar_portal.mailroom.forms import CANNOT_BE_READ, WHY_NOT, ArrivedForm, FormBackForm, PostedForm
from dsar_portal.templatetags.ui import day_in_words
from dsar_portal.wording import word
from notifications import selectors as outbox
from notifications import services as mail
from notifications.selectors import PrintRow
from requests_app.profile import PROFILE
from requests_app.services import correspondence, paper_forms
from vault.sniff import Refused

# What a letter that must not leave any more says to whoever has it in their hands.
TAKEN_BACK = gettext_noop(
    "This letter was taken back: do not post it. What is printed of it goes into the shredder bin."
)
# How long after posting a letter may still come back onto the list.
COMES_BACK = timedelta(days=60)
# How long the list says that one must not be posted.
SAID_FOR = timedelta(days=14)


@declare_access(PRINT)
def print_today(request: Desk) -> HttpResponse:
    """What has to be printed and posted, the most urgent first, and what went out lately."""
    return _lists(request)


def _lists(request: Desk, refused: tuple[UUID, PostedForm] | None = None) -> HttpResponse:
    """The lists; `refused` is the letter whose form was not right, with what was typed."""
    today = _today(request)
    waiting = [_row(one) for one in outbox.to_print(today)]
    for number, row in enumerate(waiting, start=1):
        row["number"], row["form"] = number, refused[1] if refused and row["row"].id == refused[0] else None
    context: dict[str, object] = {
        "waiting": waiting,
        "taken_back": [_row(one) for one in outbox.taken_back_since(request.now - SAID_FOR, today=today)],
        "gone": [_row(one) for one in outbox.posted_since(request.now - COMES_BACK, today=today)],
    }
    if refused:
        field = next((row["number"] for row in waiting if row["form"]), "")
        context["errors"] = [{"href": f"#tracking-{field}", "message": str(refused[1].errors["tracking"][0])}]
    return render(request, "mailroom/home.html", context)


@require_POST
@declare_access(PRINT)
def sheet(request: Desk, letter_id: UUID) -> HttpResponse:
    """The letter as a PDF to print. It counts as printed from now on; a secret in it is wiped after posting."""
    today = _today(request)
    if letter_id in {one.id for one in outbox.taken_back_since(request.now - SAID_FOR, today=today)}:
        messages.warning(request, _(TAKEN_BACK))
        return redirect("mailroom:home")
    if letter_id not in {one.id for one in outbox.to_print(today)}:
        raise Http404
    content = outbox.pdf_of(letter_id, now=request.now)
    mail.mark_printed(letter_id=letter_id, by=request.principal.actor, now=request.now)
    return _pdf(content, f"letter-{str(letter_id)[-8:]}.pdf")


@require_POST
@declare_access(PRINT)
def enclosure(request: Desk, letter_id: UUID) -> HttpResponse:
    """What goes into the envelope with the letter, as a PDF to print. That it was printed is recorded."""
    try:
        content = mail.print_enclosure(letter_id=letter_id, by=request.principal.actor, now=request.now)
    except ObjectDoesNotExist as missing:
        raise Http404 from missing
    except mail.TakenBack:
        messages.warning(request, _(TAKEN_BACK))
        return redirect("mailroom:home")
    except mail.NotPossible:
        messages.warning(request, _("There is nothing to put in with this letter any more. Ask an officer."))
        return redirect("mailroom:home")
    return _pdf(content, f"enclosure-{str(letter_id)[-8:]}.pdf")


@require_POST
@declare_access(PRINT)
def posted(request: Desk, letter_id: UUID) -> HttpResponse:
    """The letter was handed to the post."""
    form = PostedForm(request.POST)
    if not form.is_valid():
        return _lists(request, (letter_id, form))
    tracking = form.cleaned_data["tracking"]

    def step() -> object:
        return mail.mark_posted(letter_id=letter_id, by=request.principal.actor, now=request.now, tracking=tracking)

    return _take(request, step, _("The letter is marked as posted."))


@require_POST
@declare_access(PRINT)
def returned(request: Desk, letter_id: UUID) -> HttpResponse:
    """The post brought the letter back."""

    def step() -> object:
        return mail.mark_returned(letter_id=letter_id, by=request.principal.actor, now=request.now)

    return _take(request, step, _("The letter is marked as returned. The officers see it."))


@declare_access(ARRIVED)
def arrived(request: Desk) -> HttpResponse:
    """A letter came in: it waits for the officers from now on, with a clock."""
    form = ArrivedForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        kept = correspondence.inquire(**form.report(), channel="mail", by=request.principal, now=request.now)
        messages.success(
            request, _("Recorded as %(reference)s. Write this on the paper.") % {"reference": kept.reference}
        )
        return redirect("mailroom:arrived")
    return _arrived(request, form=form)


@require_POST
@declare_access(ARRIVED)
def form_back(request: Desk) -> HttpResponse:
    """One of our forms came back: its bar code says where it belongs."""
    form = FormBackForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            if form.has_empty_scan:
                raise Refused("empty")
            back = paper_forms.arrive(
                number=form.cleaned_data["number"], content=form.content(), by=request.principal, now=request.now
            )
        except paper_forms.ThereAlready as there:
            said = _("This form was recorded already, on %(day)s. Nothing was changed.")
            form.add_error("number", said % {"day": day_in_words(there.at)})
        except paper_forms.NoSuchForm:
            form.add_error("number", _("No form of ours has this number. Record the letter below instead."))
        except paper_forms.Mistyped as mistyped:
            form.add_error("number", str(mistyped))
        except Refused as refused:
            form.add_error("scan", WHY_NOT.get(refused.cause, CANNOT_BE_READ))
        else:
            said = _("%(kind)s for %(reference)s: recorded. An officer looks at it. Write the reference on the paper.")
            messages.success(request, said % {"kind": word(wording.FORM_KINDS, back.kind), "reference": back.reference})
            return redirect("mailroom:arrived")
    return _arrived(request, form_back=form)


def _arrived(request: Desk, **forms: PortalForm) -> HttpResponse:
    """Both ways to record what came in, and what was recorded today."""
    since = datetime.combine(_today(request), time.min, ZoneInfo(PROFILE.time_zone))
    back = [
        {"row": one, "kind": word(wording.FORM_KINDS, one.kind)}
        for one in paper_forms.arrived_since(since, by=request.principal)
    ]
    letters = [
        {"row": one, "kind": word(wording.INQUIRIES, one.kind)}
        for one in correspondence.mailed_since(since, by=request.principal)
    ]
    context: dict[str, Any] = {
        "letter_form": forms.get("form") or ArrivedForm(),
        "back_form": forms.get("form_back") or FormBackForm(),
        "form": next(iter(forms.values()), None),
        "back": back,
        "letters": letters,
    }
    return render(request, "mailroom/arrived.html", context)


def _take(request: Desk, step: Callable[[], object], said: str) -> HttpResponse:
    try:
        step()
    except ObjectDoesNotExist as missing:
        raise Http404 from missing
    except mail.TakenBack:
        messages.warning(request, _(TAKEN_BACK))
    except mail.NotPossible:
        messages.warning(request, _("Somebody was quicker: this letter took that step before."))
    else:
        messages.success(request, said)
    return redirect("mailroom:home")


def _pdf(content: bytes, name: str) -> HttpResponse:
    disposition = f'attachment; filename="{name}"'
    return HttpResponse(content, content_type="application/pdf", headers={"Content-Disposition": disposition})


def _row(one: PrintRow) -> dict[str, Any]:
    made_as = word(wording.BEFORE_POSTING, one.answer_format) if one.answer_format in wording.BEFORE_POSTING else ""
    return {
        "row": one,
        "kind": word(wording.LETTERS, one.kind),
        "status": word(wording.LETTER_STATUSES, one.status),
        "made_as": made_as,
    }


def _today(request: Desk) -> date:
    return request.now.astimezone(ZoneInfo(PROFILE.time_zone)).date()
