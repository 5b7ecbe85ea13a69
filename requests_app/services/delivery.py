"""The answer reaches the person: the package opens after a fresh code, several times, until it expires."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.principals import Principal
from fulfillment import selectors as held
from fulfillment import services as fulfillment
from fulfillment.services import OpenedPackage
from requests_app import permissions
from requests_app.models import PrivacyRequest
from requests_app.services import destinations, letters, links, release_gate, steps
from requests_app.services.answers import available_until
from requests_app.services.recipients import answer_recipient, goes_locked, goes_on_paper, package_recipient
from requests_app.services.work import NotPossible
from verification import services as verification

PURPOSE = "package"
# Many mailboxes refuse more than 25 MB, and an attachment grows by a third on its way. A larger answer is downloaded.
MAILED = 10 * 1024 * 1024


@transaction.atomic
def package_built(*, request_id: UUID, now: datetime) -> None:
    """The package is there: release it and say so, or put it in the envelope.

    The second person agreed when the decision was approved. While the gate is shut it stays where it is, and the end
    of the wait comes back to it (`release_going_on`).
    """
    request = steps.locked(request_id=request_id)
    if not release_gate.of(request).is_open:
        return
    by = Principal.system("delivery")
    fulfillment.release_package(request_id=request.id, by=by.actor, now=now)
    paper = goes_on_paper(request.submission)
    context = {
        "available_until": available_until(now),
        "link": links.to_answer(request, by=by, now=now),
        # Only the envelope of the right address holds it: an e-mail that is mailed later on must not.
        "enclosure": str(held.printable_file(request.id) or "") if paper else "",
        "locked": str(held.locked_file(request.id, most_bytes=MAILED) or "") if goes_locked(request, now=now) else "",
    }
    to = package_recipient(request)
    if paper:
        # Paper without a safe address waits for a person: an e-mail would promise what was not asked for.
        to = replace(to, email=None)
    letters.send("package_ready", request, context, by=by, now=now, to=to)


@transaction.atomic
def send_code(*, request_id: UUID, by: Principal, now: datetime) -> None:
    """Send a fresh one-time code for the package. Raises NotPossible without a package or an address."""
    request = _owned(request_id, by)
    if held.package_for(request.id) is None:
        raise NotPossible(_("There is nothing to download yet."))
    to = answer_recipient(request.submission)
    if not to.email:
        raise NotPossible(_("We have no e-mail address to send a code to. Call us and we will mail the answer."))
    if not destinations.may_open_at(request, to.email, now=now):
        raise NotPossible(
            _("We can send this answer only to an address that we had on file before. Call us and we will mail it.")
        )
    verification.issue_code(
        purpose=PURPOSE,
        subject_ref=request.id,
        to=to,
        by=by.actor,
        now=now,
        reference=request.reference,
        request=request.id,
    )


@transaction.atomic
def enter_code(*, request_id: UUID, code: str, by: Principal, now: datetime) -> verification.CodeOutcome:
    """Try the code. The outcome says whether the package may be opened in this browser session.

    A code that went to an address of which the rule no longer holds is not tried: its time is over.
    """
    request = _owned(request_id, by)
    if not _may_open(request, by, now=now):
        return verification.CodeOutcome(verification.CodeResult.EXPIRED)
    return verification.use_code(purpose=PURPOSE, subject_ref=request.id, code=code, by=by.actor, now=now)


@transaction.atomic
def open_part(*, request_id: UUID, part: str, by: Principal, now: datetime) -> OpenedPackage:
    """One part of the package: html, pdf, json or csv. Each download is recorded; none uses the package up.

    Raises fulfillment.NoPackage where the gate was shut since, or the mailbox is none that may open it any more.
    """
    request = _owned(request_id, by)
    if not _may_open(request, by, now=now):
        raise fulfillment.NoPackage
    return fulfillment.open_package(request_id=request.id, part=part, by=by.actor, now=now)


@transaction.atomic
def show_password(*, request_id: UUID, by: Principal, now: datetime) -> str:
    """The password of the file that was e-mailed, for whoever entered a fresh code. Each look is recorded.

    Raises fulfillment.NoPackage where there is none, or the gate was shut since.
    """
    request = _owned(request_id, by)
    if not _may_open(request, by, now=now):
        raise fulfillment.NoPackage
    return fulfillment.show_password(request_id=request.id, by=by.actor, now=now)


def _may_open(request: PrivacyRequest, by: Principal, *, now: datetime) -> bool:
    """Whether it may be opened at this moment. Staff who may decide have seen what is in it (`permissions`)."""
    if release_gate.is_stopped(request):
        return False
    if by.kind != "consumer":
        return True
    to = answer_recipient(request.submission)
    return bool(to.email) and destinations.may_open_at(request, to.email or "", now=now)


def _owned(request_id: UUID, by: Principal) -> PrivacyRequest:
    request = PrivacyRequest.objects.select_related("submission").filter(id=request_id).first()
    if request is None:
        raise permissions.NotFound
    permissions.check_can_see(by, request)
    return request
