"""A paper arrives: sent by the person, by a program of theirs, or scanned here; or we ask for one."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.principals import Principal
from accounts.roles import Permission
from requests_app import permissions
from requests_app.lifecycle import FINAL, Status
from requests_app.models import PrivacyRequest
from requests_app.services import steps
from requests_app.services.papers import telling
from requests_app.services.work import NotPossible, check_still_known
from vault import services as vault
from verification.services import papers

# A refusal for want of proof may be mended by proof; nothing else that has ended may.
OVER = frozenset(FINAL) - {Status.DENIED}


def send(*, submission_id: UUID, kind: str, content: bytes, by: Principal, now: datetime) -> UUID:
    """Take a paper that the requester sends on the status page. Gives its id.

    Raises `vault.sniff.Refused`, `papers.NotWanted`, `papers.TooManyPapers`; then nothing has changed.
    """
    if by.submission_id != submission_id:
        raise permissions.NotFound
    return papers.give(subject_ref=submission_id, kind=kind, content=content, came_by="web", by=by.actor, now=now)


@transaction.atomic
def take_upload(
    *, request_id: UUID, upload: UUID, kind: str, by: Principal, now: datetime, rev: int | None = None
) -> UUID:
    """Make an upload of a program the proof of a request that it filed, or works on. The upload is gone afterwards,
    and whoever stands behind the key does not judge it.

    Raises as `send`, `permissions.NotFound`, `permissions.NotAllowed`, `vault.NotStored`.
    """
    request = _request(request_id, by, rev)
    if not by.may(Permission.REQUEST_WORK) and str(request.submission.api_key) != by.id:
        raise permissions.NotAllowed("Only the program that filed the request, or one that works on it, can do this.")
    if by.user_id is None:
        raise vault.NotStored(str(upload))
    content = vault.take_up(upload=upload, owner=by.user_id, by=by.actor, now=now)
    return papers.give(
        subject_ref=request.submission_id, kind=kind, content=content, came_by="api", entered_by=str(by.user_id),
        by=by.actor, now=now,
    )  # fmt: skip


def enter(*, request_id: UUID, kind: str, content: bytes, by: Principal, now: datetime) -> UUID:
    """Take a paper that came by post and was scanned here. Whoever enters it does not judge it. Raises as `send`."""
    request = _request(request_id, by, None)
    permissions.check_can_work(by, request)
    return papers.give(
        subject_ref=request.submission_id, kind=kind, content=content, came_by="post", entered_by=by.actor.id,
        by=by.actor, now=now,
    )  # fmt: skip


@transaction.atomic
def ask_for_document(*, request_id: UUID, reason: str, by: Principal, now: datetime) -> None:
    """Ask the person for a copy of an identity document, with a letter that says what to cover up on it.

    The last resort: `reason` says why no other proof will do. Raises `papers.NotWanted` where the right needs less,
    `NotPossible`, `permissions.NotAllowed`.
    """
    request = _request(request_id, by, None)
    permissions.check_can_work(by, request)
    papers.ask_for_document(subject_ref=request.submission_id, reason=reason, by=by.actor, now=now)
    telling.ask_for_document(request, by=by, now=now)


def _request(request_id: UUID, by: Principal, rev: int | None) -> PrivacyRequest:
    # Not locked: verification locks its check first and the requests after it, and so must everyone.
    request = PrivacyRequest.objects.select_related("submission", "appeal_of").filter(id=request_id).first()
    if request is None:
        raise permissions.NotFound
    permissions.check_can_see(by, request)
    if rev is not None and request.rev != rev:
        raise steps.Stale
    if request.status in OVER:
        raise NotPossible("This request is over, so it needs no proof.")
    check_still_known(request)
    return request
