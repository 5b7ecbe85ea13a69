"""Links in letters: a 256-bit token leads to a place where a fresh code is asked for. It opens nothing by itself."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from uuid import UUID

from django.db import transaction

from accounts.principals import Principal
from audit import ledger
from audit.actors import Subject
from audit.ids import new_id
from fulfillment import selectors as held
from requests_app.lifecycle import ANSWERED, Status
from requests_app.models import EntryLink, PrivacyRequest
from requests_app.profile import PROFILE
from requests_app.services.recipients import answer_recipient, goes_on_paper, recipient
from requests_app.zones import end_of_day

VERIFY, DOWNLOAD, APPEAL = "verify", "download", "appeal"
PATHS = {VERIFY: "/verify/", DOWNLOAD: "/d/", APPEAL: "/appeal/"}
LIFETIME = timedelta(days=30)
# 32 bytes in the alphabet of URLs; anything of another length is no token of ours.
TOKEN_BYTES, TOKEN_LENGTH = 32, 43


@dataclass(frozen=True)
class Followed:
    """Where a link that works leads."""

    submission_id: UUID
    request_id: UUID
    reference: str


def to_identity(request: PrivacyRequest, *, by: Principal, now: datetime) -> str:
    """The path of a link to the identity pages; empty where the letter goes on paper."""
    if not recipient(request.submission).email:
        return ""
    return make(request=request, purpose=VERIFY, expires_at=now + LIFETIME, by=by, now=now)


def to_answer(request: PrivacyRequest, *, by: Principal, now: datetime) -> str:
    """The path of a link to the answer that was just released; empty where the letter goes on paper."""
    package = held.package_for(request.id)
    if package is None or goes_on_paper(request.submission):
        return ""
    expires_at = package.expires_at or now + LIFETIME
    return make(request=request, purpose=DOWNLOAD, package=package.id, expires_at=expires_at, by=by, now=now)


def to_appeal(request: PrivacyRequest, *, until: date, by: Principal, now: datetime) -> str:
    """The path of a link that files an appeal, and shows nothing; empty where the letter goes on paper."""
    if goes_on_paper(request.submission) or not answer_recipient(request.submission).email:
        return ""
    return make(request=request, purpose=APPEAL, expires_at=end_of_day(until, PROFILE.time_zone), by=by, now=now)


@transaction.atomic
def make(
    *,
    request: PrivacyRequest,
    purpose: str,
    expires_at: datetime,
    by: Principal,
    now: datetime,
    package: UUID | None = None,
) -> str:
    """Make a link; the former ones of this request and purpose die with it. Gives its path, which is not kept."""
    revoke(request_id=request.id, purpose=purpose, by=by, now=now)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    link = EntryLink(
        id=new_id(),
        token_hash=_hash(token),
        purpose=purpose,
        submission=request.submission,
        request_ref=request.id,
        package_ref=package,
        made_at=now,
        expires_at=expires_at,
    )
    facts = {"purpose": purpose, "expires_on": expires_at.date().isoformat()}
    subject = link.next_subject()
    link.save(force_insert=True)
    ledger.record("link.made", actor=by.actor, subject=subject, at=now, request=request.id, facts=facts)
    return PATHS[purpose] + token


@transaction.atomic
def follow(*, token: str, purpose: str, by: Principal, now: datetime) -> Followed | None:
    """Where the link leads; None if it is not one of ours, or expired, revoked, or its purpose is served.

    Either way it is recorded. Nothing is used up: what opens the door is the code that is asked for there.
    """
    link = _living(token, purpose, now=now)
    request = PrivacyRequest.objects.filter(id=link.request_ref).first() if link else None
    if link is None or request is None or not _serves(link, request):
        subject = Subject.event("view")
        ledger.record("link.refused", actor=by.actor, subject=subject, at=now, facts={"purpose": purpose})
        return None
    link.used_count += 1
    facts: dict[str, str | int] = {"purpose": purpose, "times": link.used_count}
    subject = link.next_subject()
    ledger.record("link.used", actor=by.actor, subject=subject, at=now, request=request.id, facts=facts)
    link.save()
    return Followed(link.submission_id, request.id, request.reference)


@transaction.atomic
def revoke(*, request_id: UUID, purpose: str, by: Principal, now: datetime) -> int:
    """Make every living link of this request and purpose worthless. Gives how many there were."""
    living = EntryLink.objects.select_for_update().filter(request_ref=request_id, purpose=purpose, revoked_at=None)
    links = list(living.order_by("id"))
    for link in links:
        link.revoked_at = now
        subject = link.next_subject()
        facts = {"purpose": purpose}
        ledger.record("link.revoked", actor=by.actor, subject=subject, at=now, request=request_id, facts=facts)
        link.save()
    return len(links)


def _living(token: str, purpose: str, *, now: datetime) -> EntryLink | None:
    if len(token) != TOKEN_LENGTH or not token.isascii():
        return None
    rows = EntryLink.objects.select_for_update().filter(token_hash=_hash(token), purpose=purpose)
    return rows.filter(revoked_at=None, expires_at__gt=now).first()


def _serves(link: EntryLink, request: PrivacyRequest) -> bool:
    """An identity link lives while identity is asked for; an appeal link, while there is an answer to appeal
    against; a download link, while its very package can be opened."""
    if link.purpose == VERIFY:
        return PrivacyRequest.objects.filter(submission_id=link.submission_id, status=Status.VERIFYING).exists()
    if link.purpose == APPEAL:
        return request.status in ANSWERED
    package = held.package_for(request.id)
    return package is not None and package.id == link.package_ref


def _hash(token: str) -> bytes:
    return sha256(token.encode()).digest()
