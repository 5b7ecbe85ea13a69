"""Papers that go with a correction before it is filed: in the vault under the form, gone or handed over with it.

They are looked at like any file of a message when they come, and scanned and drawn anew once they belong to a request.
Until then nobody can open them, the person included.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from accounts.principals import Principal
from requests_app import plain_text
from requests_app.choices import Right
from requests_app.models import Draft
from requests_app.services import attachments, drafts
from requests_app.services.drafts import DraftView
from requests_app.services.intake import Filed
from vault import papers as guard
from vault import services as vault
from vault.papers import Inspected

KIND, PAGE = "draft_paper", "papers"
# In one form. More can be sent on the status page: whoever files waits while these are handed over.
MOST = 5
LONGEST_NAME = 60


class TooMany(Exception):
    """The form holds as many papers as it takes."""


@dataclass(frozen=True)
class Paper:
    """What a form knows of one of its papers. `file` is its place in the vault, `name` what the sender calls it."""

    file: str
    name: str
    media_type: str
    pages: int
    size: int
    digest: str


def papers_of(answers: Mapping[str, Any]) -> list[Paper]:
    """The papers that lie with these answers, in the order in which they came.

    After a restore a form may name some that were destroyed since the backup: those are not there any more.
    """
    named = [Paper(**one) for one in answers.get(PAGE, {}).get("files", [])]
    there = vault.still_there([UUID(one.file) for one in named])
    return [one for one in named if UUID(one.file) in there]


def attach(*, token: str, content: bytes, name: str, by: Principal, now: datetime) -> None:
    """Put a paper with an unfinished form. The same file a second time changes nothing.

    Raises `drafts.NoDraft`, `TooMany`, `vault.sniff.Refused`; then nothing has changed.
    """
    draft = drafts.load(token=token, now=now)
    if draft is None or draft.submission is not None:
        raise drafts.NoDraft
    digest = hashlib.sha256(content).hexdigest()
    if _has_room(papers_of(draft.answers), digest):
        # Looked at before the row is locked: it is a stranger's file, and may take its time.
        _keep(token, content, name, digest, guard.inspect(content), by=by, now=now)


def _has_room(kept: Sequence[Paper], digest: str) -> bool:
    """Whether this file is new here. Raises TooMany."""
    if any(one.digest == digest for one in kept):
        return False
    if len(kept) >= MOST:
        raise TooMany
    return True


@transaction.atomic
def _keep(
    token: str, content: bytes, name: str, digest: str, found: Inspected, *, by: Principal, now: datetime
) -> None:
    draft = drafts.locked(token=token, now=now)
    kept = papers_of(draft.answers)
    if not _has_room(kept, digest):
        return
    file = vault.put(
        owner=draft.id, kind=KIND, name=KIND, media_type=found.media_type, content=content, by=by.actor, now=now
    )
    paper = Paper(str(file), _shown(name), found.media_type, found.pages, len(content), digest)
    _save(draft, [*kept, paper], now=now)


def _shown(name: str) -> str:
    """What the person calls the file, for their own eyes alone; empty for a name that hides something."""
    try:
        return plain_text.line(name, longest=1000)[:LONGEST_NAME]
    except plain_text.Unfit:
        return ""


@transaction.atomic
def remove(*, token: str, file: str, by: Principal, now: datetime) -> bool:
    """Destroy one paper of an unfinished form. False where the form has none of that name. Raises `drafts.NoDraft`."""
    draft = drafts.locked(token=token, now=now)
    kept = papers_of(draft.answers)
    if file not in {one.file for one in kept}:
        return False
    vault.shred(file_id=UUID(file), by=by.actor, now=now, cause="taken_back")
    _save(draft, [one for one in kept if one.file != file], now=now)
    return True


def hand_over(*, draft: DraftView, filed: Filed, by: Principal, now: datetime) -> None:
    """Give the papers of a form to the corrections that it became, in the caller's transaction.

    Each company that was asked gets them. Where no correction was asked for in the end, they are destroyed.
    """
    asked = [one.id for one in filed.requests if one.request.right == Right.CORRECTION]
    files = [
        (
            vault.take_up(upload=UUID(one.file), owner=draft.id, kind=KIND, by=by.actor, now=now),
            Inspected(one.media_type, one.pages),
        )
        for one in (papers_of(draft.answers) if asked else [])
    ]
    for request_id in asked if files else []:
        attachments.bring_along(request_id=request_id, files=files, by=by, now=now)
    vault.shred_owned(owner=draft.id, by=by.actor, now=now, cause="not_asked")


def _save(draft: Draft, kept: Sequence[Paper], *, now: datetime) -> None:
    draft.answers = {**draft.answers, PAGE: {"files": [asdict(one) for one in kept]}}
    draft.touched_at = now
    draft.save()
