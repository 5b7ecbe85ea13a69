"""The form, one question a page. Answers lie in a draft on the server; the browser holds only its key."""

from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import Access, declare_access
from dsar_portal import branding, languages
from dsar_portal.consumer import access
from dsar_portal.consumer.access import VisitorRequest
from dsar_portal.consumer.forms import correction, journey
from dsar_portal.consumer.forms.saved import ReturnForm, SaveForm
from dsar_portal.consumer.forms.step import Step, only_opt_out
from dsar_portal.consumer.views import correction as papers
from dsar_portal.consumer.views.limits import refusal
from requests_app.choices import Capacity
from requests_app.profile import GROUP
from requests_app.services import drafts, saved_forms
from requests_app.services.drafts import DraftView

IDLE_SECONDS = 25 * 60
MAILS_PER_HOUR = 20


def draft_of(request: VisitorRequest) -> DraftView | None:
    """The unfinished form of this browser; None where there is none, or where it was filed."""
    draft = drafts.load(token=access.draft_key(request), now=request.now)
    return None if draft is None or draft.filed_page is not None else draft


@declare_access(Access.PUBLIC)
@require_http_methods(["GET", "HEAD"])
def begin(request: VisitorRequest) -> HttpResponse:
    """Start, or offer to go on with what was begun in this browser."""
    draft = draft_of(request)
    if draft is None or not draft.answers:
        return HttpResponseRedirect(reverse("consumer:step", args=["who"]))
    waiting = journey.unanswered(draft.answers)
    go_on = reverse("consumer:step", args=[waiting.slug]) if waiting else reverse("consumer:check")
    return render(request, "consumer/begin.html", {"go_on": go_on})


@declare_access(Access.PUBLIC)
@require_POST
def start_again(request: VisitorRequest) -> HttpResponse:
    """Throw the draft away and begin anew."""
    drafts.discard(token=access.draft_key(request), by=access.visitor(), now=request.now)
    response = HttpResponseRedirect(reverse("consumer:step", args=["who"]))
    access.forget_draft_key(response)
    return response


@declare_access(Access.PUBLIC)
@require_http_methods(["GET", "HEAD", "POST"])
@languages.switches
def step(request: VisitorRequest, slug: str) -> HttpResponse:
    """One page of the form."""
    kind = journey.BY_SLUG.get(slug)
    if kind is None:
        raise Http404
    draft = draft_of(request)
    if draft is None and slug != "who":
        return HttpResponseRedirect(reverse("consumer:ended"))
    answers = draft.answers if draft else {}
    if not kind.fits(answers):
        return _go_on(answers)
    if request.method == "POST":
        return _take(request, kind, answers, has_draft=draft is not None)
    initial = {"language": get_language(), **journey.kept(answers, slug)}
    return _page(request, kind(answers=answers, initial=initial), answers)


def _take(request: VisitorRequest, kind: type[Step], answers: dict[str, Any], *, has_draft: bool) -> HttpResponse:
    more = "add" in request.POST
    data = correction.compact(request.POST.dict(), more=more) if kind.slug == "correction" else request.POST
    form = kind(data, answers=answers)
    if languages.wanted(request):
        return _page(request, kind(answers=answers, initial=languages.typed(form)), answers)
    if kind.slug == "correction" and (settled := _with_papers(request, form, answers, more=more)) is not None:
        return settled
    if not form.is_valid():
        return _page(request, form, answers)
    together = {**answers, kind.slug: form.given()}
    for field, message in journey.page_errors(form, together, today=timezone.localdate(request.now)):
        form.add_error(field, message)
    if form.errors or more:
        return _page(request, form if form.errors else kind(initial=data, answers=answers), answers)
    return _keep(request, kind, together, form.given(), has_draft=has_draft)


def _with_papers(request: VisitorRequest, form: Step, answers: dict[str, Any], *, more: bool) -> HttpResponse | None:
    """What was done with a paper, where that was all that was pressed; else None, and the page goes its way."""
    if (refused := papers.too_many(request)) is not None:
        return refused
    try:
        came = papers.take(request)
    except drafts.NoDraft:
        return HttpResponseRedirect(reverse("consumer:ended"))
    draft = draft_of(request)
    answers.update(draft.answers if draft else {})
    if came.trouble:
        form.add_error("file", came.trouble)
        return _page(request, form, answers)
    return _page(request, type(form)(initial=form.data, answers=answers), answers) if came.stays else None


def _keep(
    request: VisitorRequest, kind: type[Step], answers: dict[str, Any], given: dict[str, Any], *, has_draft: bool
) -> HttpResponse:
    key = access.draft_key(request)
    if not has_draft:
        key = drafts.start(now=request.now, language=get_language() or "en")[0]
    drafts.save(token=key, answers={kind.slug: given}, now=request.now, language=get_language())
    response = _next(kind, answers, changing="change" in request.GET)
    access.keep_draft_key(response, key)
    if kind.slug == "companies":
        chosen = given["companies"]
        branding.remember(response, chosen[0] if len(chosen) == 1 else GROUP)
    return response


def _next(kind: type[Step], answers: dict[str, Any], *, changing: bool) -> HttpResponse:
    myself = answers.get("who", {}).get("capacity") == Capacity.SELF
    if kind.slug == "what" and only_opt_out(answers) and myself:
        return HttpResponseRedirect(reverse("consumer:opt-out"))
    following = journey.unanswered(answers) if changing else journey.after(kind.slug, answers)
    if following is None:
        return HttpResponseRedirect(reverse("consumer:check"))
    return HttpResponseRedirect(reverse("consumer:step", args=[following.slug]) + ("?change=1" if changing else ""))


def _go_on(answers: dict[str, Any]) -> HttpResponse:
    waiting = journey.unanswered(answers)
    return HttpResponseRedirect(reverse("consumer:step", args=[waiting.slug]) if waiting else reverse("consumer:check"))


def _page(request: VisitorRequest, form: Step, answers: dict[str, Any]) -> HttpResponse:
    pages = [one.slug for one in journey.asked(answers)]
    earlier = journey.before(form.slug, answers)
    changing = "change" in request.GET
    back = reverse("consumer:step", args=[earlier.slug]) if earlier else reverse("consumer:start")
    context = {
        "form": form,
        "step": pages.index(form.slug) + 1,
        "steps": len(pages) + 1 if len(pages) > 4 else 0,
        "back": reverse("consumer:check") if changing else back,
        "has_draft": bool(answers),
        **idle_limit(),
    }
    names = [f"consumer/steps/{form.slug}.html", "consumer/step.html"]
    return render(request, names, context)


def idle_limit() -> dict[str, Any]:
    """What the time-out warning needs."""
    return {
        "timeout_seconds": IDLE_SECONDS,
        "leave_url": reverse("consumer:save"),
        "ended_url": reverse("consumer:rested"),
    }


@declare_access(Access.PUBLIC)
@require_http_methods(["GET", "HEAD", "POST"])
@languages.switches
def save(request: VisitorRequest) -> HttpResponse:
    """Put the form aside: a code brings it back on any device."""
    if draft_of(request) is None:
        return HttpResponseRedirect(reverse("consumer:ended"))
    form = languages.opened(SaveForm, request)
    if request.method != "POST" or not form.is_valid():
        return render(request, "consumer/save.html", {"form": form})
    email = form.cleaned_data["email"]
    if email and (refused := refusal(request, "save.mail.network", per_hour=MAILS_PER_HOUR)):
        return refused
    saved = saved_forms.put_aside(token=access.draft_key(request), email=email, by=access.visitor(), now=request.now)
    response = render(request, "consumer/saved.html", {"saved": saved, "email": email})
    access.forget_draft_key(response)
    return response


@declare_access(Access.PUBLIC)
@require_http_methods(["GET", "HEAD", "POST"])
@languages.switches
def come_back(request: VisitorRequest) -> HttpResponse:
    """Open a form that was put aside."""
    form = languages.opened(ReturnForm, request)
    if request.method == "POST" and form.is_valid():
        found = drafts.come_back(code=form.cleaned_data["code"], now=request.now)
        if found is not None:
            key, draft = found
            response = _go_on(draft.answers)
            access.keep_draft_key(response, key)
            return response
        form.add_error("code", _wrong_code())
    return render(request, "consumer/return.html", {"form": form})


def _wrong_code() -> str:
    return _("This code opens no saved form. Check it, or start a new form. Saved forms are kept for 30 days.")


@declare_access(Access.PUBLIC)
@require_http_methods(["GET", "HEAD"])
def ended(request: VisitorRequest) -> HttpResponse:
    """There is no form in this browser: it was sent, put aside, or its time is up."""
    return render(request, "consumer/ended.html")


@declare_access(Access.PUBLIC)
@require_http_methods(["GET", "HEAD"])
def rested(request: VisitorRequest) -> HttpResponse:
    """Nothing happened for a while. What was sent so far is kept."""
    return render(request, "consumer/rested.html", {"kept": draft_of(request) is not None})
