"""Who is this? A visitor, or somebody who showed the reference and the access code of one submission."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.principals import Principal
from audit.actors import Actor, ActorType
from audit.ids import new_id
from requests_app import selectors
from requests_app.services.links import Followed

SUBMISSION, VISIT, OPENED = "consumer_submission", "consumer_visit", "consumer_opened"
# When reference and access code were shown: a visit ends with its day, and when a new code takes the place of the old.
SINCE = "consumer_since"
# What a link from a letter opened in this browser: one purpose, one submission, one request, for a while. Until a code
# was accepted here (`proved`) it opens the page where that code is entered, and no other: letters are passed on.
LINKED = "consumer_linked"
LINK_STAYS = timedelta(hours=1)
# A draft's key lives as long as the browser stays open; what was typed lies on the server.
DRAFT_COOKIE = "__Host-draft" if settings.SECURE else "draft"
# How long an entered package code keeps the package open in this browser.
STEP_UP = timedelta(minutes=30)


class VisitorRequest(HttpRequest):
    """What the clock adds to every request."""

    now: datetime


View = Callable[..., HttpResponse]


def visitor() -> Principal:
    """Somebody who has shown nothing yet: may ask, and may try a reference with its code."""
    actor = Actor(ActorType.CONSUMER, "visitor")
    return Principal(ActorType.CONSUMER, actor.id, actor)


def sign_in(request: HttpRequest, submission_id: UUID, *, now: datetime) -> None:
    """Open the status pages of one submission in this browser."""
    request.session.cycle_key()
    request.session.pop(LINKED, None)
    request.session[SUBMISSION] = str(submission_id)
    request.session[VISIT] = str(new_id())
    request.session[SINCE] = now.isoformat()
    request.session[OPENED] = {}


def sign_out(request: HttpRequest) -> None:
    """Close the status pages; a staff session in the same browser stays."""
    for key in (SUBMISSION, VISIT, SINCE, OPENED, LINKED, "consumer_inquiry_opened"):
        request.session.pop(key, None)


def consumer_of(request: HttpRequest, *, now: datetime) -> Principal | None:
    """The consumer who signed in, or None: also where that was too long ago, or with a code that was replaced since."""
    known, since = request.session.get(SUBMISSION), _signed_in_at(request)
    if not known or since is None or now - since >= timedelta(seconds=settings.SESSION_ABSOLUTE_SECONDS):
        return None
    # One look by primary key for each page: a stolen code must not outlive its renewal in an open browser.
    if not selectors.visit_holds(UUID(known), since=since):
        return None
    return Principal.consumer(UUID(known), request.session.get(VISIT))


def _signed_in_at(request: HttpRequest) -> datetime | None:
    try:
        since = datetime.fromisoformat(str(request.session.get(SINCE)))
    except ValueError:
        return None
    return since if since.tzinfo else None


def to_the_door(request: HttpRequest) -> HttpResponse:
    """Lead to the page where reference and access code are asked for; whose visit has ended is told so."""
    if request.session.get(SUBMISSION):
        sign_out(request)
        messages.info(
            request,
            _(
                "Your visit to these pages has ended. Enter your reference number and your access code again. If you "
                "got a new access code, use the new one."
            ),
        )
    return HttpResponseRedirect(reverse("consumer:status"))


def come_in_by_link(request: HttpRequest, purpose: str, followed: Followed, *, now: datetime) -> Principal:
    """Let this browser to the pages of one purpose. Somebody else's open status pages are closed first."""
    by = consumer_of(request, now=now)
    if by is not None and by.submission_id == followed.submission_id:
        return by
    sign_out(request)
    request.session.cycle_key()
    visit = str(new_id())
    request.session[OPENED] = {}
    request.session[LINKED] = {
        "purpose": purpose,
        "submission": str(followed.submission_id),
        "reference": followed.reference,
        "visit": visit,
        "until": (now + LINK_STAYS).isoformat(),
        "proved": False,
    }
    return Principal.consumer(followed.submission_id, visit)


def linked(request: HttpRequest, purpose: str, *, now: datetime, ref: str = "") -> Principal | None:
    """The consumer whom a link let in for this purpose, and for the request `ref` if one is named."""
    known = request.session.get(LINKED)
    if not known or known["purpose"] != purpose or now >= datetime.fromisoformat(known["until"]):
        return None
    if ref and known["reference"] != ref.upper():
        return None
    return Principal.consumer(UUID(known["submission"]), known["visit"])


def code_accepted(request: HttpRequest) -> None:
    """The code was right: where a link led here, what lies behind its first page is open too."""
    known = request.session.get(LINKED)
    if known:
        request.session.cycle_key()
        request.session[LINKED] = {**known, "proved": True}


def has_only_a_link(request: HttpRequest) -> bool:
    """Whether all that this browser has shown is a link from a letter, and no code since it was followed."""
    known = request.session.get(LINKED)
    return known is not None and not known.get("proved")


def behind_code(view: View) -> View:
    """For pages that a link leads to only after its code: without one, lead to where the code is entered."""

    @wraps(view)
    def guarded(request: VisitorRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not has_only_a_link(request):
            return view(request, *args, **kwargs)
        messages.warning(
            request,
            _(
                "First enter the code that we e-mail to you. Or go to the status page with your reference number and "
                "your access code."
            ),
        )
        return HttpResponseRedirect(reverse("consumer:identity-code"))

    return guarded


def reached(purpose: str) -> Callable[[View], View]:
    """Like `signed_in`, for pages that a link from a letter leads to as well."""

    def wrap(view: View) -> View:
        @wraps(view)
        def guarded(request: VisitorRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            ref = str(kwargs.get("ref", ""))
            by = consumer_of(request, now=request.now) or linked(request, purpose, now=request.now, ref=ref)
            return view(request, *args, by=by, **kwargs) if by else to_the_door(request)

        return guarded

    return wrap


def signed_in(view: View) -> View:
    """Hand the consumer to the view as `by`, or lead to the sign-in page."""

    @wraps(view)
    def guarded(request: VisitorRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        by = consumer_of(request, now=request.now)
        return view(request, *args, by=by, **kwargs) if by else to_the_door(request)

    return guarded


def open_answer(request: HttpRequest, request_id: UUID, *, now: datetime) -> None:
    """The code was right: the package may be opened in this browser for a while."""
    opened = dict(request.session.get(OPENED) or {})
    opened[str(request_id)] = (now + STEP_UP).isoformat()
    request.session[OPENED] = opened


def answer_is_open(request: HttpRequest, request_id: UUID, *, now: datetime) -> bool:
    """Whether a code for this package was entered in this browser a short while ago."""
    until = (request.session.get(OPENED) or {}).get(str(request_id))
    return now < datetime.fromisoformat(until) if until else False


def draft_key(request: HttpRequest) -> str:
    """The key to this browser's draft; empty where there is none."""
    return request.COOKIES.get(DRAFT_COOKIE, "")[:200]


def keep_draft_key(response: HttpResponse, key: str) -> None:
    """Give the browser the key to its draft. It is forgotten when the browser closes."""
    response.set_cookie(DRAFT_COOKIE, key, httponly=True, samesite="Lax", secure=settings.SECURE, path="/")


def forget_draft_key(response: HttpResponse) -> None:
    """Take the key away, for example on a shared computer."""
    response.delete_cookie(DRAFT_COOKIE, path="/", samesite="Lax")


def address_of(request: HttpRequest) -> str:
    """Where the call came from, for counting tries. It is hashed before it is kept."""
    return str(request.META.get("REMOTE_ADDR") or "unknown")


def signals_opt_out(request: HttpRequest) -> bool:
    """Whether the browser sends Global Privacy Control: the value 1, in one header or in one of several."""
    return "1" in (value.strip() for value in request.headers.get("Sec-GPC", "").split(","))


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent, for a form; None where nothing was. An empty POST is sent all the same."""
    return request.POST if request.method == "POST" else None
