"""A call becomes a submission: filed once, proof recorded, the access code put on paper, all in one deed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.principals import Principal
from audit import ledger
from audit.actors import Subject
from audit.facts import FactValue
from requests_app import selectors
from requests_app.choices import Channel, Right
from requests_app.input_fields import FieldError, Invalid
from requests_app.models import Draft, PrivacyRequest
from requests_app.services import calls, codes, drafts, letters
from requests_app.services.intake import Filed, submit
from requests_app.services.recipients import recipient
from requests_app.submission_input import NewSubmission
from verification import services as verification
from verification.assurance import Tier

ASSISTANCE = ("interpreter", "tty_relay", "helper")


@dataclass(frozen=True)
class Taken:
    """What the agent brings back from one call besides the request itself."""

    call_id: UUID
    started_at: datetime
    script_version: str
    consent: bool = False
    received_at: datetime | None = None
    passphrase: str = ""
    # The answers to the questions of identity, by kind of fact. They go to the check and nowhere else.
    answers: Mapping[str, str] = field(default_factory=dict)
    # Who or what helped: codes of `ASSISTANCE`. A helper hears everything, so the caller has agreed to that.
    assistance: tuple[str, ...] = ()
    helper_consent: bool = False
    # The caller heard what a deletion means, and said yes a second time.
    deletion_confirmed: bool = False
    removed: Mapping[str, Sequence[str]] = field(default_factory=dict)


@transaction.atomic
def file(*, taken: Taken, submission: NewSubmission, by: Principal, now: datetime) -> dict[str, Any]:
    """File the call and return what is read aloud; a second call returns the same and files nothing. Raises Invalid."""
    check(taken, submission)
    draft = calls.opened(
        call_id=taken.call_id, by=by, now=now, started_at=taken.started_at, script_version=taken.script_version
    )
    if draft.filed_page is not None:
        return dict(draft.filed_page)
    filed = submit(
        submission=submission,
        channel=Channel.PHONE,
        by=by,
        now=now,
        received_at=taken.received_at,
        passphrase=taken.passphrase,
        call_started_at=calls.clamp(taken.started_at, now=now),
    )
    _passphrase_set(filed, by=by, now=now)
    _give_answers(filed, taken, by=by, now=now)
    _confirm_deletion(draft, filed, taken, by=by, now=now)
    if taken.removed:
        calls.note_removed(draft, taken.removed, by=by, now=now)
    on_paper = _post_access_code(filed, by=by, now=now)
    _note(draft, filed, taken, by=by, now=now)
    page = _page(filed, on_paper=on_paper)
    drafts.mark_filed(draft_id=draft.id, submission=filed.submission.id, page=page, now=now)
    return page


def check(taken: Taken, submission: NewSubmission) -> None:
    """Raise Invalid with everything of the call itself that is still missing."""
    faults = []
    if any(one.right == Right.DELETION for one in submission.rights) and not taken.deletion_confirmed:
        faults.append(
            FieldError("#/delete_yes", _("Read what deleting means, wait for “confirm yes”, then tick this."))
        )
    if "helper" in taken.assistance and not taken.helper_consent:
        faults.append(FieldError("#/helper_consent", _("Ask the caller if the helper may hear this, then tick it.")))
    if faults:
        raise Invalid(faults)
    _check_passphrase(taken.passphrase)


def _check_passphrase(phrase: str) -> None:
    if phrase and not codes.is_offered(phrase):
        said = _("Use four words that we offer, or leave the passphrase empty.")
        raise Invalid([FieldError("#/passphrase", said)])


def _passphrase_set(filed: Filed, *, by: Principal, now: datetime) -> None:
    if filed.passphrase:
        subject = Subject.event("passphrase")
        ledger.record("passphrase.set", actor=by.actor, subject=subject, at=now, request=filed.submission.id)


def _give_answers(filed: Filed, taken: Taken, *, by: Principal, now: datetime) -> None:
    """Hand the caller's answers to the check, by the rule of every channel. Where none is open, nothing was asked."""
    if taken.answers and filed.check is not None and filed.check.required > Tier.T0:
        verification.give_facts(subject_ref=filed.submission.id, facts=taken.answers, by=by.actor, now=now)


def _confirm_deletion(draft: Draft, filed: Filed, taken: Taken, *, by: Principal, now: datetime) -> None:
    """The second step of a deletion, taken in the same call (11 CCR 7020(d))."""
    if any(one.request.right == Right.DELETION for one in filed.requests):
        facts: dict[str, FactValue] = {"call": str(draft.id), "script_version": taken.script_version}
        subject = Subject.event("call")
        ledger.record(
            "call.deletion_confirmed", actor=by.actor, subject=subject, at=now, request=filed.submission.id, facts=facts
        )


def _post_access_code(filed: Filed, *, by: Principal, now: datetime) -> bool:
    """A caller without e-mail gets the access code on paper as well, where there is a safe address for it."""
    to = recipient(filed.submission)
    if to.email or not to.postal_address:
        return False
    letters.access_code_letter(
        filed.submission, filed.access_code, [one.request for one in filed.requests], by=by, now=now
    )
    return True


def _note(draft: Draft, filed: Filed, taken: Taken, *, by: Principal, now: datetime) -> None:
    facts = {
        "submission": str(filed.submission.id),
        "requests": len(filed.requests),
        "consent": taken.consent,
        "language": filed.submission.language,
        "assistance": list(taken.assistance),
        "helper_consent": taken.helper_consent,
    }
    calls.note(draft, "filed", by=by, now=now, facts=facts)


def _page(filed: Filed, *, on_paper: bool) -> dict[str, Any]:
    """What the agent reads aloud, as it stands after everything above. Kept for an hour, encrypted."""
    to = recipient(filed.submission)
    return {
        "language": filed.submission.language,
        "access_code": filed.access_code,
        "passphrase": filed.passphrase,
        "by_email": bool(to.email),
        "by_post": bool(to.postal_address) and not to.email,
        "code_on_paper": on_paper,
        "requests": [_line(request) for request in selectors.requests_of(filed.submission.id)],
    }


def _line(request: PrivacyRequest) -> dict[str, Any]:
    return {
        "id": str(request.id),
        "reference": request.reference,
        "right": request.right,
        "company": request.company,
        "kinds": list(request.kinds),
        "done": request.right == Right.OPT_OUT,
        "status": request.status,
        "respond_by": request.respond_by.isoformat(),
    }
