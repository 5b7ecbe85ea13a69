"""Papers that people sent as proof: what waits, one paper under the eyes of one officer, and a scan from the post.

What is shown was drawn here, carries the name of whoever looks, and is kept by no browser. There is no way to the file
that came in.
"""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from accounts.access import declare_access
from accounts.principals import Principal
from dsar_portal.officer.access import REVEAL, WORK, Desk
from dsar_portal.officer.forms.papers import WHY_NOT, JudgeForm, LookForm, ScanForm
from dsar_portal.officer.views import case as pages
from dsar_portal.officer.views import papercards
from requests_app import permissions
from requests_app.services import papers
from requests_app.services.work import NotPossible
from vault.sniff import Refused
from vault.stamping import stamped
from verification import paper_selectors as known
from verification import services as verification
from verification.paper_rules import needs_two
from verification.services import papers as deeds

SENTENCES: dict[type[Exception], Any] = {
    deeds.LookFirst: gettext_lazy("Look at the paper first. A look lasts some minutes."),
    deeds.NotTheSame: gettext_lazy("This takes another person: whoever asks or enters does not decide."),
    deeds.Unjudged: gettext_lazy(
        "To accept it, tick all that has to be there. To refuse it, leave unticked what is missing."
    ),
    deeds.NotWanted: gettext_lazy("No paper of this kind is needed now."),
    deeds.TooManyPapers: gettext_lazy("As many papers came as one check takes."),
    verification.NotOpen: gettext_lazy("This is settled already, or the paper is gone."),
}


@declare_access(WORK)
@require_safe
def inbox(request: Desk) -> HttpResponse:
    """What waits to be looked at, and looks of colleagues that wait for a second person."""
    waiting = papers.inbox(by=request.principal)
    cards = papercards.all_of([one.paper for one in waiting], by=request.principal, now=request.now)
    rows = [{"card": card, "req": one.request} for card, one in zip(cards, waiting, strict=True)]
    return render(request, "officer/papers.html", {"rows": rows})


@declare_access(REVEAL)
@require_safe
def one(request: Desk, paper_id: UUID) -> HttpResponse:
    """A paper: its pages while this officer may look, else the question whether they may."""
    return _page(request, paper_id)


@declare_access(REVEAL)
@require_safe
def picture(request: Desk, paper_id: UUID, number: int) -> HttpResponse:
    """One page with the viewer's name across it. No cache keeps it."""
    try:
        drawn = papers.page(paper_id=paper_id, number=number, by=request.principal, now=request.now)
    except (permissions.NotFound, deeds.LookFirst, deeds.NoSuchPaper):
        raise Http404 from None
    moment = timezone.localtime(request.now).strftime("%Y-%m-%d %H:%M %Z")
    response = HttpResponse(stamped(drawn, f"{_name(request.principal)} · {moment}"), content_type="image/jpeg")
    response.headers["Cache-Control"] = "no-store"
    response.headers["Content-Disposition"] = "inline"
    return response


@require_POST
@declare_access(REVEAL)
def look(request: Desk, paper_id: UUID) -> HttpResponse:
    """Ask to look, with a reason."""
    form = LookForm(request.POST)
    if not form.is_valid():
        return _page(request, paper_id, look_form=form)
    reason = form.cleaned_data["reason"]
    return _do(request, paper_id, "", lambda by: papers.ask_look(paper_id=paper_id, reason=reason, **by))


@require_POST
@declare_access(REVEAL)
def answer(request: Desk, paper_id: UUID, look_id: UUID) -> HttpResponse:
    """Allow a colleague's look, or do not."""
    granted = "grant" in request.POST
    deed = papers.grant_look if granted else papers.decline_look
    said = _("Your colleague may look now.") if granted else _("The look is not allowed.")
    return _do(request, paper_id, said, lambda by: deed(paper_id=paper_id, look_id=look_id, **by))


@require_POST
@declare_access(REVEAL)
def judge(request: Desk, paper_id: UUID) -> HttpResponse:
    """Accept a paper, or say what is missing in it."""
    paper, _case = _found(request, paper_id)
    form = JudgeForm(request.POST, kind=paper.kind)
    if not form.is_valid():
        return _page(request, paper_id, judge_form=form)
    seen, note = form.cleaned_data["seen"], form.cleaned_data["note"]
    if "accept" in request.POST:
        said = _("The paper is accepted and recorded as evidence.")
        return _do(
            request, paper_id, said, lambda by: papers.accept(paper_id=paper_id, seen=seen, note=note, **by), form
        )
    said = _("The paper is not accepted. A letter tells the requester what is missing.")
    return _do(request, paper_id, said, lambda by: papers.refuse(paper_id=paper_id, seen=seen, **by), form)


@require_POST
@declare_access(REVEAL)
def destroy(request: Desk, paper_id: UUID) -> HttpResponse:
    """Destroy a paper before its time."""
    return _do(request, paper_id, _("The paper is destroyed."), lambda by: papers.destroy(paper_id=paper_id, **by))


@declare_access(WORK)
def scan(request: Desk, reference_text: str) -> HttpResponse:
    """A paper that came by post, scanned."""
    case = pages.found(request, reference_text)
    wanted = known.wanted(case.submission_id)
    sent = request.method == "POST"
    form = ScanForm(request.POST if sent else None, request.FILES if sent else None, wanted=wanted)
    if sent and form.is_valid():
        data = form.cleaned_data
        try:
            papers.enter(
                request_id=case.id, kind=data["kind"], content=data["file"].read(), by=request.principal,
                now=request.now,
            )  # fmt: skip
        except Refused as refused:
            form.add_error("file", str(WHY_NOT[refused.cause]))
        except permissions.NotAllowed as refused:
            form.add_error(None, str(refused))
        except (verification.VerificationError, NotPossible) as refused:
            form.add_error("kind", SENTENCES.get(type(refused)) or str(refused))
        else:
            messages.success(request, _("The scan is in. A colleague looks at it."))
            return redirect("officer:case", case.reference)
    return render(request, "officer/paper_scan.html", {"req": case, "form": form, "wanted": wanted})


def _do(
    request: Desk, paper_id: UUID, said: str, deed: Callable[[dict[str, Any]], object], form: JudgeForm | None = None
) -> HttpResponse:
    try:
        deed({"by": request.principal, "now": request.now})
    except permissions.NotFound:
        raise Http404 from None
    except tuple(SENTENCES) as refused:
        return _page(request, paper_id, judge_form=form, error=str(SENTENCES[type(refused)]))
    if said:
        messages.success(request, said)
    paper, case = _found(request, paper_id)
    return redirect("officer:case", case.reference) if paper.destroyed_at else redirect("officer:paper", paper_id)


def _page(
    request: Desk,
    paper_id: UUID,
    *,
    look_form: LookForm | None = None,
    judge_form: JudgeForm | None = None,
    error: str = "",
) -> HttpResponse:
    paper, case = _found(request, paper_id)
    by, now = request.principal, request.now
    held = None if paper.destroyed_at else paper.look_of(who=by.actor.id, now=now)
    shown = papers.open_paper(paper_id=paper_id, by=by, now=now) if held else 0
    [card] = papercards.all_of([paper], by=by, now=now)
    context = {
        "req": case,
        "paper": card,
        "numbers": range(1, shown + 1),
        "until": held.until if held else None,
        "two": needs_two(paper.kind),
        "look_form": look_form or LookForm(),
        "judge_form": judge_form or JudgeForm(kind=paper.kind),
        "may_judge": bool(shown) and paper.state == "waiting" and paper.entered_by != by.actor.id,
        "may_ask": not held and not any(look["mine"] for look in card["looks"]) and paper.state != "quarantined",
        "form": look_form or judge_form,
        "errors": [{"href": "", "message": error}] if error else None,
    }
    return render(request, "officer/paper.html", context)


def _found(request: Desk, paper_id: UUID) -> Any:
    try:
        return papers.find(paper_id, by=request.principal)
    except permissions.NotFound:
        raise Http404 from None


def _name(by: Principal) -> str:
    return by.name or by.id
