"""Unfinished forms: on the server, encrypted. The browser holds a random key, and the person may hold a second one."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from accounts.principals import Principal
from audit.actors import Actor
from notifications import services as outbox
from requests_app.models import Draft
from requests_app.profile import PROFILE
from requests_app.services.codes import access_code_hash, new_access_code
from vault import services as vault

SWEEP = Actor.system("sweep.drafts")
# Drafts that one sweep erases.
BATCH = 500


class NoDraft(LookupError):
    """There is no unfinished form under this key: it was filed, given up, or its time is up."""


@dataclass(frozen=True)
class DraftView:
    """A draft as a room sees it."""

    id: UUID
    answers: dict[str, Any]
    language: str
    submission: UUID | None
    filed_page: dict[str, Any] | None
    touched_at: datetime
    owner: UUID | None


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def _view(draft: Draft) -> DraftView:
    return DraftView(
        draft.id, dict(draft.answers), draft.language, draft.submission, draft.filed_page, draft.touched_at, draft.owner
    )


def start(
    *, now: datetime, language: str = "en", kind: str = "web", owner: UUID | None = None
) -> tuple[str, DraftView]:
    """Begin a draft. Returns the key for the browser, which is not stored here."""
    token = secrets.token_urlsafe(32)
    draft = Draft.objects.create(
        token_hash=_hash(token),
        kind=kind,
        owner=owner,
        answers={},
        language=language,
        created_at=now,
        touched_at=now,
        expires_at=now + timedelta(days=PROFILE.limits.get("draft_days", 30)),
    )
    return token, _view(draft)


def ensure(*, token: str, now: datetime, language: str = "en", kind: str = "web") -> DraftView:
    """The draft under a key that the page itself made up: the same key is the same draft, however often it is sent."""
    draft, _new = Draft.objects.get_or_create(
        token_hash=_hash(token),
        defaults={
            "kind": kind,
            "answers": {},
            "language": language,
            "created_at": now,
            "touched_at": now,
            "expires_at": now + timedelta(days=PROFILE.limits.get("draft_days", 30)),
        },
    )
    return _view(draft)


def load(*, token: str, now: datetime) -> DraftView | None:
    """The draft of this key, unless its time is up."""
    draft = Draft.objects.filter(token_hash=_hash(token), expires_at__gt=now).first()
    return _view(draft) if draft else None


@transaction.atomic
def save(*, token: str, answers: dict[str, Any], now: datetime, language: str | None = None) -> DraftView | None:
    """Merge answers into the draft. A filed draft is not changed any more."""
    draft = Draft.objects.select_for_update().filter(token_hash=_hash(token), expires_at__gt=now).first()
    if draft is None:
        return None
    if draft.submission is None:
        draft.answers = {**draft.answers, **answers}
        draft.language = language or draft.language
        draft.touched_at = now
        draft.save()
    return _view(draft)


@transaction.atomic
def keep_for_later(*, token: str, now: datetime) -> str | None:
    """A code with which the person can come back from any device. Shown once."""
    draft = Draft.objects.select_for_update().filter(token_hash=_hash(token), expires_at__gt=now).first()
    if draft is None:
        return None
    code = new_access_code()
    draft.resume_hash = access_code_hash(code)
    draft.save()
    return code


@transaction.atomic
def come_back(*, code: str, now: datetime) -> tuple[str, DraftView] | None:
    """Open a kept draft with its code; gives a new key for this browser."""
    draft = Draft.objects.select_for_update().filter(resume_hash=access_code_hash(code), expires_at__gt=now).first()
    if draft is None:
        return None
    token = secrets.token_urlsafe(32)
    draft.token_hash, draft.touched_at = _hash(token), now
    draft.save()
    return token, _view(draft)


def lock(*, token: str, now: datetime) -> DraftView | None:
    """Hold the draft until the transaction ends, so that a double click files once."""
    draft = Draft.objects.select_for_update().filter(token_hash=_hash(token), expires_at__gt=now).first()
    return _view(draft) if draft else None


def locked(*, token: str, now: datetime) -> Draft:
    """The row of an unfinished form under a lock. Raises NoDraft. Internal to services."""
    draft = Draft.objects.select_for_update().filter(token_hash=_hash(token), expires_at__gt=now).first()
    if draft is None or draft.submission is not None:
        raise NoDraft
    return draft


def mark_filed(*, draft_id: UUID, submission: UUID, page: dict[str, Any], now: datetime) -> None:
    """Note what was filed and empty the answers; a second click shows the same confirmation page."""
    draft = Draft.objects.get(id=draft_id)
    draft.answers, draft.submission, draft.filed_page = {}, submission, page
    draft.touched_at, draft.expires_at = now, now + timedelta(hours=1)
    draft.save()


@transaction.atomic
def discard(*, token: str, by: Principal, now: datetime) -> None:
    """Throw a draft and its papers away.

    Of one whose way back was mailed the row stays until the mail's words are erased with it.
    """
    draft = Draft.objects.select_for_update().filter(token_hash=_hash(token)).first()
    if draft is None:
        return
    vault.shred_owned(owner=draft.id, by=by.actor, now=now, cause="form_given_up")
    if draft.resume_hash is None:
        draft.delete()
        return
    draft.answers, draft.resume_hash, draft.token_hash = {}, None, _hash(secrets.token_urlsafe(32))
    draft.expires_at = draft.created_at
    draft.save()


@transaction.atomic
def purge(*, now: datetime) -> int:
    """Erase drafts whose time is up, their papers, and the words of what was mailed about them. Returns how many."""
    over = Draft.objects.select_for_update(skip_locked=True).filter(expires_at__lte=now)
    ids = list(over.values_list("id", flat=True)[:BATCH])
    for draft_id in ids:
        outbox.erase_content(about=draft_id, by=SWEEP, now=now)
        vault.shred_owned(owner=draft_id, by=SWEEP, now=now, cause="form_given_up")
    Draft.objects.filter(id__in=ids).delete()
    return len(ids)
