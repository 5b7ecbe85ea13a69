"""Changing what agents say: a supervisor proposes, a second person approves, and the next call says it."""

import re
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.principals import Principal
from accounts.roles import Permission
from audit import ledger
from requests_app import plain_text
from requests_app.models import ScriptChange
from requests_app.permissions import NotAllowed, NotFound

# A line that an agent says, or the answer to what a caller may ask.
_KEY = re.compile(r"(say|ask)\.[a-z][a-z0-9_]{1,34}")
LONGEST = 600
REASON_AT_LEAST = 10


class Unsound(ValueError):
    """The change cannot be used; the message says why and what to do. Nothing was kept."""


@dataclass(frozen=True)
class Wording:
    """New words for one line. `question_*` only for an answer to a caller; an answer without any words is removed."""

    key: str
    en: str = ""
    es: str = ""
    question_en: str = ""
    question_es: str = ""


@transaction.atomic
def propose(*, wording: Wording, reason: str, by: Principal, now: datetime) -> ScriptChange:
    """Propose new words for one line. Nothing is said otherwise before a second person approved them.

    Raises Unsound, permissions.NotAllowed.
    """
    author = _may(by, Permission.SCRIPTS_EDIT)
    read = _read(wording)
    if len(reason.strip()) < REASON_AT_LEAST:
        raise Unsound("Say in a sentence why the words change.")
    row = ScriptChange(
        key=read.key, en=read.en, es=read.es, question_en=read.question_en, question_es=read.question_es,
        reason=_text(reason), proposed_by=author, proposed_at=now,
    )  # fmt: skip
    _record("script.change_proposed", row, by=by, now=now)
    return row


@transaction.atomic
def approve(*, change_id: UUID, by: Principal, now: datetime) -> ScriptChange:
    """Let the new words count from now on; they get the next number.

    Raises Unsound when the line was changed meanwhile, permissions.NotAllowed for whoever proposed it.
    """
    _may(by, Permission.SCRIPTS_APPROVE)
    # All of them are locked: two approvals at once get two numbers, and the second sees the first.
    rows = {row.id: row for row in ScriptChange.objects.select_for_update().order_by("id")}
    row = _waiting(rows.get(change_id))
    if not row.may_be_approved_by(by.user_id):
        raise NotAllowed("Somebody else must approve what you proposed.")
    if any(one.number and one.key == row.key and _later(one, row) for one in rows.values()):
        raise Unsound("This line was changed after these words were proposed. Propose them again.")
    row.number = 1 + max((one.number or 0 for one in rows.values()), default=0)
    row.decided_by, row.decided_at = by.user_id, now
    _record("script.change_approved", row, by=by, now=now, number=row.number)
    return row


@transaction.atomic
def refuse(*, change_id: UUID, by: Principal, now: datetime) -> ScriptChange:
    """Let proposed words fall; their author may do so too. Raises Unsound when they were decided already."""
    if not by.may(Permission.SCRIPTS_APPROVE):
        _may(by, Permission.SCRIPTS_EDIT)
    row = _waiting(ScriptChange.objects.select_for_update().filter(id=change_id).first())
    row.decided_by, row.decided_at = by.user_id, now
    _record("script.change_refused", row, by=by, now=now)
    return row


def _may(by: Principal, permission: Permission) -> UUID:
    if not by.may(permission) or by.user_id is None:
        raise NotAllowed("Your role does not change the script of the calls.")
    return by.user_id


def _waiting(row: ScriptChange | None) -> ScriptChange:
    if row is None:
        raise NotFound
    if row.decided_at is not None:
        raise Unsound("This was decided already. Reload the page to see how.")
    return row


def _later(one: ScriptChange, than: ScriptChange) -> bool:
    return one.decided_at is not None and one.decided_at > than.proposed_at


def _read(wording: Wording) -> Wording:
    """The words as they are kept. Raises Unsound."""
    if not _KEY.fullmatch(wording.key):
        raise Unsound("A line has a short name of small letters, like “ask.how_long”.")
    texts = {name: _text(getattr(wording, name)) for name in ("en", "es", "question_en", "question_es")}
    read = Wording(wording.key, **texts)
    is_answer = wording.key.startswith("ask.")
    if not any(texts.values()) and is_answer:
        return read
    if not (read.en and read.es):
        raise Unsound("Give the words in English and in Spanish: a caller chooses the language.")
    if is_answer and not (read.question_en and read.question_es):
        raise Unsound("Give the caller’s question in English and in Spanish as well.")
    return read if is_answer else Wording(read.key, read.en, read.es)


def _text(text: str) -> str:
    try:
        return " ".join(plain_text.block(text, longest=LONGEST).split())
    except plain_text.Unfit as unfit:
        raise Unsound(str(unfit)) from None


def _record(event: str, row: ScriptChange, *, by: Principal, now: datetime, **more: int) -> None:
    subject = row.next_subject()
    ledger.record(event, actor=by.actor, subject=subject, at=now, facts={"line": row.key, **more})
    row.save()
