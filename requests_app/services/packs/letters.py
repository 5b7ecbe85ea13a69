"""The letters of a request as proof: the hash of the words that went out and, where that is allowed, the letter."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from notifications import letters as catalogue
from notifications import selectors as outbox
from notifications.models import Letter
from notifications.rendering import Erased
from requests_app.models import PrivacyRequest
from requests_app.services import days
from vault.blind import blind_index

COLUMNS = (
    "reference", "letter", "kind", "channel", "language", "legal_notice", "status", "written_at", "sent_at",
    "sha256_of_words", "nonce", "pdf",
)  # fmt: skip
HOW_HASHED = (
    "sha256_of_words is the SHA-256 of the letter's nonce, a line feed, and the letter's subject and blocks as JSON: "
    "keys sorted, no spaces, UTF-8. It is empty for a letter whose words are no longer kept, or that held a "
    "secret such as a code. The nonce, 64 hex digits, is the same in every pack, but printed only where the letters "
    "lie in clear: without it nobody can find out by trial whom a letter names."
)


def of_request(request: PrivacyRequest) -> list[outbox.LetterView]:
    """All letters about a request and about the submission that holds it, oldest first, each once.

    A submission may go to several companies: a letter about a sibling request stays with the sibling.
    """
    shared = set(Letter.objects.filter(about=request.submission_id, request_ref=None).values_list("id", flat=True))
    found = outbox.letters_for(request.id)
    if shared:
        found += [letter for letter in outbox.letters_for(request.submission_id) if letter.id in shared]
    return sorted({letter.id: letter for letter in found}.values(), key=lambda letter: (letter.created_at, letter.id))


def lines(request: PrivacyRequest, found: Iterable[outbox.LetterView], *, with_pdf: bool) -> Iterator[list[Any]]:
    """One line a letter: what it was, when it went, and the hash of its words."""
    for letter in found:
        sha = hash_of(letter)
        name = pdf_name(letter) if with_pdf and sha else ""
        yield [
            request.reference, letter.id, letter.kind, letter.channel, letter.language, letter.statutory,
            letter.status, letter.created_at.isoformat(), letter.sent_at and letter.sent_at.isoformat(),
            sha, nonce_of(letter) if name else "", name,
        ]  # fmt: skip


def pdfs(found: Iterable[outbox.LetterView], *, now: datetime) -> Iterator[tuple[str, bytes]]:
    """The letters as they were sent, as PDF. Whoever asks for them has recorded it."""
    for letter in found:
        if can_be_shown(letter) and hash_of(letter):
            yield pdf_name(letter), outbox.pdf_of(letter.id, now=now)


def hash_of(letter: outbox.LetterView) -> str:
    """SHA-256 of nonce and words, in hex; empty where they are gone or secret."""
    if not can_be_shown(letter):
        return ""
    try:
        words = outbox.words_of(letter.id).as_json()
    except Erased:
        return ""
    text = json.dumps(words, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str)
    return hashlib.sha256(f"{nonce_of(letter)}\n{text}".encode()).hexdigest()


def nonce_of(letter: outbox.LetterView) -> str:
    """A secret of this letter alone, in hex, always the same.

    Letters differ in little but the name: of a bare hash, whoever holds a list of names finds the right one by trial.
    """
    return blind_index(str(letter.id), purpose="evidence.letter").hex()


def can_be_shown(letter: outbox.LetterView) -> bool:
    """Whether the letter holds no code or other secret."""
    kind = catalogue.CATALOGUE.get(letter.kind)
    return kind is not None and not kind.secret


def pdf_name(letter: outbox.LetterView) -> str:
    """Its place in the pack."""
    day = days.day_of(letter.sent_at or letter.created_at)
    return f"letters/{day.isoformat()}-{letter.kind}-{letter.id}.pdf"
