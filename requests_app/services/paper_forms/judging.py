"""An officer looks at a form that came back, and says whether it counts."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.principals import Principal
from accounts.roles import Permission
from requests_app import permissions
from requests_app.models import PaperForm, PrivacyRequest
from requests_app.services.paper_forms.arriving import PAGE, page_name
from requests_app.services.paper_forms.rows import locked, save
from requests_app.services.work import NotPossible
from vault import services as vault
from verification import services as verification

CAUSES = ("unsigned", "unreadable", "wrong_person", "incomplete", "something_else")
# What a form is worth as proof; a correction is none.
POINTS = {"declaration": "declaration", "signed_permission": "signed_permission"}
METHOD = "mail"


@dataclass(frozen=True)
class FormView:
    """One form, without what is written on it."""

    id: UUID
    number: str
    kind: str
    state: str
    reference: str
    made_at: datetime
    arrived_at: datetime | None
    pages: int
    waits_for_scan: bool
    unfit: bool
    text_version: str
    paper: UUID | None
    request: PrivacyRequest


def tray(*, by: Principal) -> list[FormView]:
    """The forms that wait for an officer's look, the oldest first; of one's own company alone."""
    _may_work(by)
    rows = PaperForm.objects.filter(state=PaperForm.State.ARRIVED).select_related("request__submission")
    return [_view(form) for form in rows.order_by("arrived_at")[:300] if permissions.can_see(by, form.request)]


def waiting(*, by: Principal) -> int:
    """How many forms lie in the tray."""
    return len(tray(by=by))


def forms_of(submission_id: UUID) -> list[FormView]:
    """All forms of one submission, in the order they were made."""
    rows = PaperForm.objects.filter(submission=submission_id).select_related("request__submission")
    return [_view(form) for form in rows.order_by("made_at", "number")]


@transaction.atomic
def look(*, form_id: UUID, by: Principal, now: datetime) -> FormView:
    """Open a form. The look is recorded. Raises permissions.NotFound, NotAllowed."""
    form = _allowed(form_id, by)
    save(form, "paper_form.viewed", {}, by=by, now=now)
    return _view(form)


def page(*, form_id: UUID, number: int, by: Principal, now: datetime) -> bytes:
    """One page as a picture. The vault records that it was opened. Raises permissions.NotFound."""
    form = PaperForm.objects.select_related("request__submission").filter(id=form_id).first()
    if form is None or not 1 <= number <= form.pages:
        raise permissions.NotFound
    permissions.check_can_work(by, form.request)
    file_id = vault.file_of(owner=form.submission_id, kind=PAGE, name=page_name(form.id, number))
    if file_id is None:
        raise permissions.NotFound
    return vault.read(file_id=file_id, by=by.actor, now=now, purpose="paper_form").content


@transaction.atomic
def count(*, form_id: UUID, by: Principal, now: datetime) -> PaperForm:
    """The form is signed and fits: it counts from now on.

    Raises NotPossible where it is judged already, was taken in by the same person, or can change nothing any more.
    """
    form = _to_judge(form_id, by)
    if form.kind in POINTS:
        try:
            verification.record_staff_evidence(
                subject_ref=form.submission_id, method=METHOD, points=[POINTS[form.kind]],
                reason=f"Form {form.number}, signed on paper", by=by.actor, now=now,
            )  # fmt: skip
        except verification.VerificationError as refused:
            raise NotPossible("This request needs no such proof any more.") from refused
    form.state = PaperForm.State.COUNTED
    return _judged(form, "paper_form.counted", {}, by=by, now=now)


@transaction.atomic
def refuse(*, form_id: UUID, cause: str, by: Principal, now: datetime) -> PaperForm:
    """The form does not count; `cause` is a code of `CAUSES`. Raises as `count`."""
    if cause not in CAUSES:
        raise NotPossible("Say why the form does not count.")
    form = _to_judge(form_id, by)
    form.state = PaperForm.State.REFUSED
    return _judged(form, "paper_form.refused", {"cause": cause}, by=by, now=now)


def _to_judge(form_id: UUID, by: Principal) -> PaperForm:
    form = _allowed(form_id, by)
    if form.state != PaperForm.State.ARRIVED:
        raise NotPossible("Somebody was quicker: this form is judged already.")
    if form.arrived_by == by.user_id:
        raise NotPossible("Whoever took the form out of its envelope does not judge it. Ask a colleague.")
    return form


def _judged(form: PaperForm, event: str, facts: dict[str, str], *, by: Principal, now: datetime) -> PaperForm:
    form.ended_at, form.ended_by = now, by.user_id
    return save(form, event, facts, by=by, now=now)


def _allowed(form_id: UUID, by: Principal) -> PaperForm:
    _may_work(by)
    form = locked(form_id)
    permissions.check_can_work(by, form.request)
    return form


def _may_work(by: Principal) -> None:
    if not by.may(Permission.REQUEST_WORK):
        raise permissions.NotAllowed("Your role does not judge what came by post.")


def _view(form: PaperForm) -> FormView:
    return FormView(
        id=form.id, number=form.number, kind=form.kind, state=form.state, reference=form.request.reference,
        made_at=form.made_at, arrived_at=form.arrived_at, pages=form.pages,
        waits_for_scan=form.original is not None, unfit=form.unfit, text_version=form.text_version, paper=form.paper,
        request=form.request,
    )  # fmt: skip
