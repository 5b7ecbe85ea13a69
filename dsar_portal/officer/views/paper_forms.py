"""Forms that came back by post: the tray, a look, and whether each counts."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from accounts.access import declare_access
from dsar_portal import wording
from dsar_portal.forms import PortalForm, Radios
from dsar_portal.officer.access import WORK, Desk
from dsar_portal.wording import word
from requests_app import permissions
from requests_app.services import paper_forms
from requests_app.services.work import NotPossible

# What to look for, before it counts.
LOOK_FOR: dict[str, tuple[Any, ...]] = {
    "declaration": (
        gettext_lazy("The name is the one of the request"),
        gettext_lazy("It is signed and dated"),
        gettext_lazy("Nothing in the statement is crossed out"),
    ),
    "signed_permission": (
        gettext_lazy("The consumer signed it, not the agent"),
        gettext_lazy("It names who acts, and is dated"),
        gettext_lazy("It says who gets the answer"),
    ),
    "correction": (
        gettext_lazy("It says what is wrong, and how it should be"),
        gettext_lazy("What it asks for stands in the case: write it there as a note or a message"),
    ),
}


class RefuseForm(PortalForm):
    """Why a form does not count."""

    cause = forms.ChoiceField(
        label=gettext_lazy("Why does it not count?"),
        choices=[(code, wording.FORM_CAUSES[code]) for code in paper_forms.CAUSES],
        error_messages={"required": gettext_lazy("Say why the form does not count.")},
        widget=Radios(attrs={"class": "govuk-radios--small"}),
    )


@declare_access(WORK)
@require_safe
def tray(request: Desk) -> HttpResponse:
    """What came back and waits for a look, the oldest first."""
    with _walls():
        rows = [_words(one) for one in paper_forms.tray(by=request.principal)]
    return render(request, "officer/paper_forms.html", {"rows": rows})


@declare_access(WORK)
@require_safe
def one(request: Desk, form_id: UUID) -> HttpResponse:
    """One form with its pages. The look is recorded."""
    return _page(request, form_id)


@declare_access(WORK)
@require_safe
def page(request: Desk, form_id: UUID, number: int) -> HttpResponse:
    """One page as a picture, which no browser keeps."""
    with _walls():
        picture = paper_forms.page(form_id=form_id, number=number, by=request.principal, now=request.now)
    return HttpResponse(picture, content_type="image/jpeg", headers={"Cache-Control": "no-store"})


@require_POST
@declare_access(WORK)
def count(request: Desk, form_id: UUID) -> HttpResponse:
    """It is signed and fits."""
    return _do(request, form_id, _("The form counts from now on."), paper_forms.count)


@require_POST
@declare_access(WORK)
def refuse(request: Desk, form_id: UUID) -> HttpResponse:
    """It does not count."""
    form = RefuseForm(request.POST)
    if not form.is_valid():
        return _page(request, form_id, form=form)
    said = _("Recorded. Write to the person what is missing, on the case page.")
    return _do(request, form_id, said, partial(paper_forms.refuse, cause=form.cleaned_data["cause"]))


@contextmanager
def _walls() -> Iterator[None]:
    """What is not there for this officer is no page; what they may not do is refused with the reason."""
    try:
        yield
    except permissions.NotFound:
        raise Http404 from None
    except permissions.NotAllowed as refused:
        raise PermissionDenied(str(refused)) from None


def _do(request: Desk, form_id: UUID, said: str, deed: Callable[..., object]) -> HttpResponse:
    """Do it and go back to the tray, or say on the form's page why it cannot be done."""
    try:
        with _walls():
            deed(form_id=form_id, by=request.principal, now=request.now)
    except NotPossible as refused:
        messages.warning(request, str(refused))
        return redirect("officer:paper-form", form_id)
    messages.success(request, said)
    return redirect("officer:paper-forms")


def _page(request: Desk, form_id: UUID, *, form: RefuseForm | None = None) -> HttpResponse:
    with _walls():
        found = paper_forms.look(form_id=form_id, by=request.principal, now=request.now)
    context = {
        **_words(found),
        "look_for": LOOK_FOR[found.kind],
        "pages": range(1, found.pages + 1),
        "refuse_form": form or RefuseForm(),
        "form": form,
    }
    return render(request, "officer/paper_form.html", context)


def _words(found: paper_forms.FormView) -> dict[str, Any]:
    return {
        "one": found,
        "kind": word(wording.FORM_KINDS, found.kind),
        "state": word(wording.FORM_STATES, found.state),
        "waits": found.state == "arrived",
    }
