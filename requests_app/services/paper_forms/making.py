"""Forms go out on the day of the request, to whoever called or wrote and has no e-mail to sign online."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import translation

from accounts.principals import Principal
from audit.ids import new_id
from jobs import services as jobs
from notifications import services as outbox
from requests_app.choices import Capacity, Channel, Right
from requests_app.models import PaperForm, PrivacyRequest, Submission
from requests_app.services import posting
from requests_app.services.paper_forms.numbers import new_number
from requests_app.services.paper_forms.rows import save
from requests_app.services.recipients import recipient
from verification import selectors as checks
from verification.assurance import Tier
from verification.methods import declaration

LETTER = "paper_forms"
ON_PAPER = frozenset({Channel.PHONE, Channel.MAIL})
BY = Principal.system("forms.send")


def wish(submission: Submission, requests: Sequence[PrivacyRequest], *, now: datetime) -> bool:
    """Ask the worker for the forms, where some may be needed. In the filing; True where it was asked.

    An opt-out alone never gets one: nothing may be asked for it.
    """
    asked = [request for request in requests if request.right != Right.OPT_OUT]
    to = recipient(submission)
    if not asked or submission.channel not in ON_PAPER or to.email or not to.has_address:
        return False
    key = f"forms:{submission.id}"
    jobs.enqueue("forms.send", args={"submission_id": str(submission.id)}, now=now, dedupe_key=key, fresh=True)
    return True


@transaction.atomic
def send(*, submission_id: UUID, now: datetime) -> list[PaperForm]:
    """The worker's part: make the forms that this submission needs, and one letter with all of them. Once."""
    submission = Submission.objects.select_for_update().get(id=submission_id)
    to = recipient(submission)
    kinds = needed(submission)
    if submission.forms.exists() or not kinds or to.email or not to.has_address:
        return []
    requests = list(PrivacyRequest.objects.filter(submission=submission).exclude(right=Right.OPT_OUT).order_by("id"))
    forms = [_form(kind, submission, requests) for kind in kinds]
    letter = outbox.queue(
        LETTER, about=submission.id, request=requests[0].id, to=to, context=_context(forms, requests[0]),
        by=BY.actor, now=now, prefer="post", post_by=posting.post_by(LETTER, requests[0], now=now),
    )  # fmt: skip
    for form in forms:
        form.made_at = now
        facts = {"letter": str(letter.id), "text_version": form.text_version, "language": submission.language}
        save(form, "paper_form.made", facts, by=BY, now=now, new=True)
    return forms


def needed(submission: Submission) -> list[str]:
    """Which forms would help: only what this submission asks for and has not shown yet."""
    rights = set(PrivacyRequest.objects.filter(submission=submission).values_list("right", flat=True))
    check = checks.state_of(submission.id)
    open_check = check is not None and check.status == "open"
    kinds = []
    if open_check and check and check.required >= Tier.T2 and not check.declaration_signed:
        kinds.append("declaration")
    if open_check and check and submission.capacity == Capacity.AUTHORIZED_AGENT and not check.authority_shown:
        kinds.append("signed_permission")
    if Right.CORRECTION in rights:
        kinds.append("correction")
    return kinds


def _form(kind: str, submission: Submission, requests: Sequence[PrivacyRequest]) -> PaperForm:
    number = new_number()
    while PaperForm.objects.filter(number=number).exists():
        number = new_number()
    about = next((one for one in requests if kind == "correction" and one.right == Right.CORRECTION), requests[0])
    version = declaration.CURRENT if kind == "declaration" else ""
    return PaperForm(id=new_id(), number=number, kind=kind, submission=submission, request=about, text_version=version)


def _context(forms: Sequence[PaperForm], request: PrivacyRequest) -> dict[str, object]:
    signed = next((form.text_version for form in forms if form.kind == "declaration"), "")
    with translation.override(request.submission.language):
        statement = declaration.text(signed) if signed else ""
    return {
        "reference": request.reference,
        "received_on": request.day_zero,
        "respond_by": request.respond_by,
        "forms": [{"kind": form.kind, "number": form.number, "reference": form.request.reference} for form in forms],
        "statement": statement,
        "text_version": signed,
    }
