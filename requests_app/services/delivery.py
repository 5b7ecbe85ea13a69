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
from requests_app.choices import Scope
from requests_app.models import PrivacyRequest
from requests_app.services import letters, links, steps
from requests_app.services.answers import available_until
from requests_app.services.recipients import answer_recipient, goes_on_paper, package_recipient
from requests_app.services.work import NotPossible
from verification import selectors as checks
from verification import services as verification
from verification.assurance import Tier

PURPOSE = "package"


@transaction.atomic
def package_built(*, request_id: UUID, now: datetime) -> None:
    """The package is there: release it and say so, or put it in the envelope.

    The second person agreed when the decision was approved.
    """
    request = steps.locked(request_id=request_id)
    by = Principal.system("delivery")
    fulfillment.release_package(request_id=request.id, by=by.actor, now=now)
    file = held.printable_file(request.id)
    context = {
        "available_until": available_until(now),
        "link": links.to_answer(request, by=by, now=now),
        "enclosure": str(file or ""),
    }
    to = package_recipient(request)
    if goes_on_paper(request.submission):
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
    if not _may_go_to(request, to.email):
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
    """Try the code. The outcome says whether the package may be opened in this browser session."""
    request = _owned(request_id, by)
    return verification.use_code(purpose=PURPOSE, subject_ref=request.id, code=code, by=by.actor, now=now)


@transaction.atomic
def open_part(*, request_id: UUID, part: str, by: Principal, now: datetime) -> OpenedPackage:
    """One part of the package: html, pdf, json or csv. Each download is recorded; none uses the package up."""
    request = _owned(request_id, by)
    return fulfillment.open_package(request_id=request.id, part=part, by=by.actor, now=now)


def _may_go_to(request: PrivacyRequest, email: str) -> bool:
    """A copy of the file goes only to an address that was on file, or to the safe contact of a proven person."""
    if request.scope == Scope.CATEGORIES:
        return True
    if request.submission.safe_contact and request.reached_tier >= Tier.T2:
        return True
    return email.casefold() in {known.casefold() for known in checks.known_emails(request.submission_id)}


def _owned(request_id: UUID, by: Principal) -> PrivacyRequest:
    request = PrivacyRequest.objects.select_related("submission").filter(id=request_id).first()
    if request is None:
        raise permissions.NotFound
    permissions.check_can_see(by, request)
    return request
