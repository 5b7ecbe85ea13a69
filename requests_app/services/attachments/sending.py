"""A message with a file: from the person, from a program of theirs, or from an officer.

The file is decoded before anything is locked, in a process of its own: it is a stranger's, and may take its time.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.principals import Principal
from audit.facts import FactValue
from audit.ids import new_id
from jobs import services as jobs
from requests_app import permissions
from requests_app.choices import Right
from requests_app.models import Attachment, Message, PrivacyRequest
from requests_app.services import correspondence, steps
from requests_app.services.work import NotPossible
from vault import papers as guard
from vault import services as vault
from vault.papers import Inspected
from vault.sniff import Refused, sniff

from .rows import save

ORIGINAL, EVIDENCE = "attachment_original", "evidence"
# What an officer may send on: readers of these are on every phone.
OURS = frozenset({"application/pdf", "image/jpeg", "image/png"})
# Of one request, from the person: enough for a long story, too few to fill a disk.
MOST_FILES = 20


class TooManyFiles(NotPossible):
    """The person has sent as many files as one request takes."""


def receive(
    *,
    request_id: UUID,
    body: str,
    content: bytes | None = None,
    upload: UUID | None = None,
    kind: str = "message",
    by: Principal,
    now: datetime,
    channel: str = "web",
    rev: int | None = None,
) -> Message:
    """The person writes to us, with a file or without: its `content`, or the `upload` of a program.

    `kind`: message, or evidence for a paper that shows what is right, while a correction is open (`NotPossible`).
    Raises `vault.sniff.Refused`, `TooManyFiles`, `vault.NotStored`, and what `correspondence.receive` raises; then
    nothing has changed.
    """
    with transaction.atomic():
        # Rights come before the file: nobody has us decode something for a request that is not theirs.
        request = _request(request_id)
        permissions.check_can_withdraw(by, request)
        if kind == EVIDENCE and not (wants_evidence(request) and (upload or content is not None)):
            raise NotPossible("A paper that shows what is right goes with a correction that is not answered yet.")
        content = _taken_up(upload, by=by, now=now) if upload else content
        if content is not None:
            _check_room(request_id)
        found = guard.inspect(content) if content is not None else None
        message = correspondence.receive(request_id=request_id, body=body, by=by, now=now, channel=channel, rev=rev)
        if found is not None and content is not None:
            _check_room(request_id)
            _keep(message, kind, content, found, channel=channel, by=by, now=now)
    return message


def wants_evidence(request: PrivacyRequest) -> bool:
    """Whether a paper that shows what is right would help now: a correction that is not answered yet."""
    return request.right == Right.CORRECTION and request.is_open


def bring_along(*, request_id: UUID, files: Sequence[tuple[bytes, Inspected]], by: Principal, now: datetime) -> Message:
    """Papers that came with the form of a correction, as its first message, in the transaction that files it.

    They were inspected when they came. Whoever files may send them: nobody else knows the form.
    """
    message = correspondence.take_in(steps.locked(request_id=request_id), "", by=by, now=now, channel="web")
    for content, found in files:
        _keep(message, EVIDENCE, content, found, channel="web", by=by, now=now)
    return message


def write(
    *,
    request_id: UUID,
    body: str,
    content: bytes | None = None,
    upload: UUID | None = None,
    by: Principal,
    now: datetime,
    question: bool = False,
    rev: int | None = None,
    channel: str = "web",
) -> Message:
    """Write to the person, with a PDF, JPEG or PNG or without. They read it on the status page, behind their code.

    Raises `vault.sniff.Refused` for any other file, `vault.NotStored` for no `upload` of this program, and what
    `correspondence.write` raises; then nothing has changed.
    """
    with transaction.atomic():
        permissions.check_can_work(by, _request(request_id))
        content = _taken_up(upload, by=by, now=now) if upload else content
        found = _fit_to_send(content) if content is not None else None
        message = correspondence.write(request_id=request_id, body=body, by=by, now=now, question=question, rev=rev)
        if found is not None and content is not None:
            _keep(message, "message", content, found, channel=channel, by=by, now=now)
    return message


def _fit_to_send(content: bytes) -> Inspected:
    found = guard.inspect(content)
    if found.media_type not in OURS:
        raise Refused("unknown_type")
    # A PDF goes on as it is, so that a screen reader can read it: nothing in it may run by itself.
    sniff(content)
    return found


def _taken_up(upload: UUID, *, by: Principal, now: datetime) -> bytes:
    if by.user_id is None:
        raise vault.NotStored(str(upload))
    return vault.take_up(upload=upload, owner=by.user_id, by=by.actor, now=now)


def _request(request_id: UUID) -> PrivacyRequest:
    # Not locked yet: the file is decoded before anything is.
    request = PrivacyRequest.objects.select_related("submission", "appeal_of").filter(id=request_id).first()
    if request is None:
        raise permissions.NotFound
    return request


def _check_room(request_id: UUID) -> None:
    if _request(request_id).submission.purged_at is not None:
        raise permissions.NotFound
    if Attachment.objects.filter(message__request=request_id, inbound=True).count() >= MOST_FILES:
        raise TooManyFiles("As many files came as one request takes.")


def _keep(
    message: Message, kind: str, content: bytes, found: Inspected, *, channel: str, by: Principal, now: datetime
) -> Attachment:
    file = Attachment(
        id=new_id(), message=message, kind=kind, inbound=message.inbound, given_at=now, media_type=found.media_type,
        pages=found.pages,
    )  # fmt: skip
    # The name that the sender gave it is not kept: it may say anything, and nobody needs it.
    file.original = vault.put(
        owner=file.id, kind=ORIGINAL, name=kind, media_type=found.media_type, content=content, by=by.actor, now=now
    )
    facts: dict[str, FactValue] = {
        "message": str(message.id),
        "inbound": file.inbound,
        "channel": channel,
        "media_type": found.media_type.rpartition("/")[2],
        "pages": found.pages,
        "bytes": len(content),
    }
    save(file, "attachment.stored", facts, by=by, now=now, new=True)
    jobs.enqueue("attachments.prepare", args={"attachment_id": str(file.id)}, now=now)
    return file
