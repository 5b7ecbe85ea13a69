"""Check your answers, send, and the confirmation. However often it is clicked, it is filed once."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.views.decorators.http import require_http_methods

from accounts.access import Access, declare_access
from dsar_portal.consumer import access
from dsar_portal.consumer.access import VisitorRequest
from dsar_portal.consumer.forms import journey, signal, words
from dsar_portal.consumer.forms.confirmation import page_of
from dsar_portal.consumer.views.asking import idle_limit
from dsar_portal.consumer.views.limits import crowded_by, limited
from requests_app.choices import Channel
from requests_app.services import drafts
from requests_app.services.drafts import DraftView
from requests_app.services.filing_once import DraftGone, file_draft
from requests_app.submission_input import Invalid


@declare_access(Access.PUBLIC)
@require_http_methods(["GET", "HEAD", "POST"])
@limited("file.address")
def check(request: VisitorRequest) -> HttpResponse:
    """Read back every answer; a POST files the request."""
    draft = drafts.load(token=access.draft_key(request), now=request.now)
    if draft is None:
        return HttpResponseRedirect(reverse("consumer:ended"))
    if draft.filed_page is not None:
        # The back button, or a second click: the same confirmation again, nothing filed twice.
        return HttpResponseRedirect(reverse("consumer:done"))
    waiting = journey.unanswered(draft.answers)
    if waiting is not None:
        return HttpResponseRedirect(reverse("consumer:step", args=[waiting.slug]))
    return _file(request, draft) if request.method == "POST" else _read_back(request, draft, [])


def _file(request: VisitorRequest, draft: DraftView) -> HttpResponse:
    gpc = access.signals_opt_out(request)
    try:
        new = journey.read(draft.answers, gpc=gpc, today=timezone.localdate(request.now))
        if (refused := crowded_by(request, new)) is not None:
            return refused
        page = file_draft(
            token=access.draft_key(request),
            submission=new,
            channel=Channel.WEB,
            by=access.visitor(),
            now=request.now,
            page=page_of,
            network=access.address_of(request),
        )
    except Invalid as invalid:
        return _read_back(request, draft, _links(draft, invalid))
    except DraftGone:
        return HttpResponseRedirect(reverse("consumer:ended"))
    return confirmed(request, page)


def confirmed(request: VisitorRequest, page: dict[str, Any]) -> HttpResponse:
    """Lead to the confirmation, with the status pages of this submission open."""
    access.sign_in(request, UUID(page["submission"]), now=request.now)
    return HttpResponseRedirect(reverse("consumer:done"))


def _links(draft: DraftView, invalid: Invalid) -> list[dict[str, str]]:
    body = journey.body_of(draft.answers, gpc=False)
    places = [(journey.place_of(error, body, draft.answers), error.message) for error in invalid.errors]
    return [{"href": _address(place), "message": message} for place, message in places]


def _address(place: journey.Place) -> str:
    return f"{reverse('consumer:step', args=[place.slug])}?change=1#id_{place.field}" if place.slug else ""


def _read_back(request: VisitorRequest, draft: DraftView, errors: list[dict[str, str]]) -> HttpResponse:
    pages = journey.asked(draft.answers)
    rows = [
        {
            "key": question,
            "value": str(answer or ""),
            "href": f"{reverse('consumer:step', args=[page.slug])}?change=1",
        }
        for page in pages
        for question, answer in page.rows(draft.answers.get(page.slug, {}), draft.answers)
    ]
    back = reverse("consumer:step", args=[pages[-1].slug])
    context = {"rows": rows, "errors": errors, "step": len(pages) + 1, "steps": len(pages) + 1, "back": back}
    # What is filed besides what was typed must stand here too: nobody finds it out from the confirmation.
    kinds = signal.added(draft.answers) if access.signals_opt_out(request) else []
    context["signal"] = [words.of(words.KINDS, kind) for kind in kinds]
    return render(request, "consumer/check.html", {**context, **idle_limit()})


@declare_access(Access.PUBLIC)
@require_http_methods(["GET", "HEAD"])
def done(request: VisitorRequest) -> HttpResponse:
    """What was filed: references, access code, what happens next and when, receipts."""
    draft = drafts.load(token=access.draft_key(request), now=request.now)
    if draft is None or draft.filed_page is None:
        return HttpResponseRedirect(reverse("consumer:status"))
    page = draft.filed_page
    asked = [_in_words(one) for one in page["requests"]]
    opt_outs = [one for one in asked if one["right"] == "opt_out"]
    others = [one for one in asked if one["right"] != "opt_out"]
    context = {
        **page,
        "filed_at": parse_datetime(page["filed_at"]),
        "asked": asked,
        "opt_outs": opt_outs,
        "others": others,
        "proof_wanted": any(one["status"] == "verifying" for one in others),
        "kept_days": 60,
    }
    return render(request, "consumer/done.html", context)


def _in_words(one: dict[str, Any]) -> dict[str, Any]:
    return {
        **one,
        "right_words": words.of(words.RIGHTS, one["right"]),
        "company_words": words.company(one["company"]),
        "kinds_words": [words.of(words.KINDS, kind) for kind in one["kinds"]],
        "acknowledge_by": parse_date(one["acknowledge_by"] or ""),
        "respond_by": parse_date(one["respond_by"]),
    }
