"""Send a paper: one that shows who somebody is, or that they may ask for another. Works without scripts."""

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
from dsar_portal.consumer import access
from dsar_portal.consumer.access import VisitorRequest, behind_code, reached
from dsar_portal.consumer.forms.papers import WHY_NOT, PaperForm, state
from dsar_portal.consumer.views.limits import limited
from requests_app import paper_words
from requests_app.services import papers
from vault.sniff import Refused
from verification import paper_selectors as known
from verification.methods import authority_paper, document
from verification.paper_rules import needs_two
from verification.services import papers as deeds

# These methods stand under a heading of their own: they are about papers, not about what one knows or holds.
METHODS = frozenset({document.SLUG, authority_paper.SLUG})
FILES_PER_HOUR = 30


def tasks(submission_id: UUID) -> list[dict[str, Any]]:
    """The papers that can be sent now, as lines of the task list: any one of them will do."""
    sent = known.papers_of(submission_id)
    return [_task(kind, [paper for paper in sent if paper.kind == kind]) for kind in known.wanted(submission_id)]


def _task(kind: str, sent: list[known.PaperView]) -> dict[str, Any]:
    words, tone = state(sent[-1]) if sent else (_("To do"), "blue")
    return {
        "title": paper_words.name(kind),
        "hint": paper_words.EXAMPLES[kind],
        "href": reverse("consumer:identity-paper", args=[kind]),
        "status": words,
        "tone": tone,
    }


@declare_access(Access.CONSUMER)
@require_http_methods(["GET", "HEAD", "POST"])
@limited("papers", per_hour=FILES_PER_HOUR)
@reached("verify")
@behind_code
def paper(request: VisitorRequest, kind: str, *, by: Principal) -> HttpResponse:
    """What to cover up, the file, and what was sent before."""
    submission_id = _subject(by)
    form = PaperForm(access.posted(request), request.FILES or None)
    if kind not in known.wanted(submission_id):
        return _not_needed(request, kind)
    if request.method == "POST" and form.is_valid():
        try:
            papers.send(submission_id=submission_id, kind=kind, content=form.content(), by=by, now=request.now)
        except Refused as refused:
            form.add_error("file", WHY_NOT[refused.cause])
        except deeds.TooManyPapers:
            form.add_error("file", _("You have sent as many files as we can take here. Please call us."))
        except deeds.NotWanted:
            return _not_needed(request, kind)
        else:
            messages.success(request, _("Thank you. We have your paper, and a member of our team looks at it."))
            return HttpResponseRedirect(reverse("consumer:identity-paper", args=[kind]))
    return render(request, "consumer/identity_paper.html", _context(submission_id, kind, form))


def _context(submission_id: UUID, kind: str, form: PaperForm) -> dict[str, Any]:
    sent = [one for one in known.papers_of(submission_id) if one.kind == kind]
    return {
        "form": form,
        "name": paper_words.name(kind),
        "example": paper_words.EXAMPLES[kind],
        "cover_up": paper_words.cover_up(kind),
        "two_people": needs_two(kind),
        "sent": [
            {
                "at": one.given_at,
                "words": state(one)[0],
                "tone": state(one)[1],
                "missing": paper_words.missing_words(one.missing),
            }
            for one in sent
        ],
    }


def _not_needed(request: VisitorRequest, kind: str) -> HttpResponse:
    if kind not in paper_words.NAMES:
        raise Http404
    messages.info(request, _("Nothing more is needed here. If we still need something, we write to you."))
    return HttpResponseRedirect(reverse("consumer:identity"))


def _subject(by: Principal) -> UUID:
    if by.submission_id is None:
        raise Http404
    return by.submission_id
