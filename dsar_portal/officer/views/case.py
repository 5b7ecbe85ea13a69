"""One case: the page, what lies behind its masks, and what was found. Each look leaves a trace."""

from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from accounts.access import declare_access
from dsar_portal.officer.access import READ, REVEAL, Desk
from dsar_portal.officer.forms import DeedForm
from dsar_portal.officer.views import casepage
from requests_app import permissions, reference
from requests_app.selectors import case_view
from requests_app.services import reading

if TYPE_CHECKING:
    from requests_app.models import PrivacyRequest

REVEALED = (
    "given_name", "middle_name", "family_name", "suffix", "former_names", "email", "phone", "postal_address",
    "date_of_birth", "identifiers", "requester", "safe_contact", "details", "corrections",
)  # fmt: skip


@declare_access(READ)
def show(request: Desk, reference_text: str) -> HttpResponse:
    """The case page. Opening it is recorded."""
    return page(request, opened(request, reference_text))


@require_POST
@declare_access(REVEAL)
def reveal(request: Desk, reference_text: str) -> HttpResponse:
    """The person in clear, once, on a page of its own. Recorded."""
    case = found(request, reference_text)
    person = reading.reveal(request_id=case.id, fields=REVEALED, by=request.principal, now=request.now)
    rows = [(name.replace("_", " ").capitalize(), _plain(value)) for name, value in person.items() if value]
    return render(request, "officer/reveal.html", {"req": case, "rows": rows})


@declare_access(REVEAL)
def items(request: Desk, reference_text: str) -> HttpResponse:
    """What the systems hold, in clear, so that it can be decided upon. Recorded as a look into the case."""
    case = opened(request, reference_text, kind="items")
    view = case_view(request=case, by=request.principal, now=request.now)
    return render(request, "officer/items.html", {"req": case, "places": casepage.items_of(view, plain=True)})


def page(
    request: Desk,
    case: "PrivacyRequest",
    *,
    typed: DeedForm | None = None,
    error: str = "",
    preview: object = None,
    status: int = 200,
) -> HttpResponse:
    """The case page, with the form that was sent last where it went wrong or is previewed."""
    context = casepage.context(case, by=request.principal, now=request.now)
    if typed is not None:
        for kept in (context["forms"], context["keeping"]["forms"], context["safety"]["forms"]):
            kept.update({typed.name: typed} if typed.name in kept else {})
        if context["agent"] and typed.name == context["agent"]["form"].name:
            context["agent"]["form"] = typed
    context["places"] = casepage.places(context["case"], context["forms"]["decide"])
    context |= {"typed": typed, "form": typed, "preview": preview}
    if error:
        context["errors"] = [{"href": "", "message": error}]
    return render(request, "officer/case.html", context, status=status)


def opened(request: Desk, reference_text: str, *, kind: str = "case") -> "PrivacyRequest":
    """Open the case file, or answer as if there were none."""
    try:
        return reading.open_case(reference_text=reference_text, by=request.principal, now=request.now, page=kind)
    except (permissions.NotFound, permissions.NotAllowed, reference.Mistyped) as missing:
        raise Http404 from missing


def found(request: Desk, reference_text: str) -> "PrivacyRequest":
    """The case that a deed is about, or a page that says there is none."""
    try:
        return reading.find(reference_text, by=request.principal)
    except (permissions.NotFound, reference.Mistyped) as missing:
        raise Http404 from missing


def _plain(value: Any) -> str:
    if isinstance(value, dict):
        return "\n".join(f"{key.replace('_', ' ')}: {_plain(one)}" for key, one in value.items() if one)
    if isinstance(value, list):
        return "\n".join(_plain(one) for one in value)
    return str(value)
