"""What desks and pages may know about letters. Words and addresses are given only where they are needed."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from notifications import enclosures, letters
from notifications.models import Delivery, Letter, Outcome, Status
from notifications.pdf import render_pdf
from notifications.recipients import Recipient, format_of, recipient_of
from notifications.rendering import Content, compose, content_of
from vault import services as vault

# Where a letter is that is on its way out, and where one is that a person has to look at.
WAITING = (Status.QUEUED, Status.TO_PRINT, Status.PRINTED)
TROUBLED = (Status.HELD, Status.FAILED, Status.RETURNED, Status.UNKNOWN)


@dataclass(frozen=True)
class Proof:
    """One attempt to deliver a letter."""

    at: datetime
    ended_at: datetime | None
    channel: str
    outcome: str
    detail_code: str
    tracking: str


@dataclass(frozen=True)
class LetterView:
    """A letter without its words."""

    id: UUID
    kind: str
    channel: str
    language: str
    status: str
    statutory: bool
    created_at: datetime
    sent_at: datetime | None
    post_by: date | None
    supersedes: UUID | None
    message_id: str
    proofs: list[Proof]


@dataclass(frozen=True)
class PrintRow:
    """A line of the mail room's list: nothing of what is in the envelope."""

    id: UUID
    reference: str
    kind: str
    status: str
    post_by: date | None
    is_late: bool
    has_sheet: bool
    has_enclosure: bool
    # standard, large_print, audio or braille: how it has to be made before it is posted.
    answer_format: str


def letters_for(request_id: UUID) -> list[LetterView]:
    """All letters of a privacy request (or a submission), oldest first, each with its proof of sending."""
    return views_of(Letter.objects.about_request(request_id))


def views_of(rows: QuerySet[Letter]) -> list[LetterView]:
    """These letters without their words, oldest first."""
    return [_view(letter) for letter in rows.prefetch_related("deliveries").order_by("created_at", "id")]


def letter(letter_id: UUID) -> LetterView:
    """One letter. Raises `Letter.DoesNotExist`."""
    return _view(Letter.objects.prefetch_related("deliveries").get(id=letter_id))


def proof_of_sending(letter_id: UUID) -> list[Proof]:
    """Every attempt to deliver a letter, in order."""
    return [_proof(attempt) for attempt in Delivery.objects.filter(letter_id=letter_id).order_by("at", "id")]


@dataclass(frozen=True)
class Outbox:
    """How many letters wait for the mail server, for the printer, and for a person."""

    queued: int
    to_print: int
    failed: int


def outbox() -> Outbox:
    """How the letters stand, as counts."""
    count = Letter.objects.filter
    return Outbox(
        queued=count(status=Status.QUEUED).count(),
        to_print=count(status=Status.TO_PRINT).count(),
        failed=count(status=Status.FAILED).count(),
    )


def to_print(today: date) -> list[PrintRow]:
    """What the mail room has to print and post, the most urgent first."""
    return [_print_row(row, today) for row in Letter.objects.waiting_for_paper()]


def posted_since(since: datetime, *, today: date, most: int = 200) -> list[PrintRow]:
    """Letters that went out on paper lately, the latest first: one of them may come back."""
    rows = Letter.objects.filter(status=Status.POSTED, channel="post", sent_at__gte=since)
    return [_print_row(row, today) for row in rows.order_by("-sent_at")[:most]]


def taken_back_since(since: datetime, *, today: date) -> list[PrintRow]:
    """Letters on paper that must not be posted any more, though they may lie here printed, the latest first."""
    withheld = Delivery.objects.filter(outcome=Outcome.WITHHELD, channel="post", at__gte=since)
    rows = {one.letter_id: one.letter for one in withheld.select_related("letter").order_by("-at")}
    return [_print_row(row, today) for row in rows.values()]


def _print_row(row: Letter, today: date) -> PrintRow:
    return PrintRow(
        id=row.id,
        reference=str((row.context or {}).get("reference", "")),
        kind=row.kind,
        status=row.status,
        post_by=row.post_by,
        is_late=bool(row.post_by and row.post_by < today),
        has_sheet=row.pdf_file is not None,
        has_enclosure=enclosures.file_of(row) is not None,
        answer_format=format_of(row),
    )


def troubled() -> list[LetterView]:
    """Letters that a person must look at: held, refused for good, brought back, or gone nobody knows where."""
    stuck = Letter.objects.filter(status__in=TROUBLED)
    return [_view(row) for row in stuck.prefetch_related("deliveries").order_by("created_at", "id")]


def requests_with_unsent(kind: str) -> QuerySet[Letter, UUID | None]:
    """The requests with a letter of this kind that has not reached anybody: it waits, was refused, or came back."""
    return Letter.objects.filter(kind=kind, status__in=[*WAITING, *TROUBLED]).values_list("request_ref", flat=True)


def waiting(*, before: datetime) -> int:
    """How many letters were queued before this instant and have not left: the figure `doctor` shows."""
    return Letter.objects.filter(status=Status.QUEUED, created_at__lt=before).count()


def pdf_of(letter_id: UUID, *, now: datetime | None = None) -> bytes:
    """The letter as a PDF: the stored sheet, or one made now from the words of an e-mail.

    Not recorded by itself: the deed that needs it is (`mark_printed`, `services.view`).
    """
    row = Letter.objects.get(id=letter_id)
    if row.pdf_file:
        return vault.read_for_delivery(row.pdf_file)
    to, at = recipient_of(row), row.sent_at or now or row.created_at
    return render_pdf(content_of(row, to=to, now=at), to=to, now=at)


def words_of(letter_id: UUID) -> Content:
    """The words of a letter, for the requester's own page. Staff use `services.view`, which is recorded."""
    row = Letter.objects.get(id=letter_id)
    return content_of(row, to=recipient_of(row), now=row.sent_at or row.created_at)


def preview(kind: str, *, context: dict[str, Any], to: Recipient, on: date) -> Content:
    """How a letter would read. Raises `letters.Incomplete` for what `services.queue` would refuse."""
    return compose(kind=kind, context=letters.checked_context(kind, context), to=to, on=on)


def _view(row: Letter) -> LetterView:
    return LetterView(
        id=row.id,
        kind=row.kind,
        channel=row.channel,
        language=row.language,
        status=row.status,
        statutory=row.statutory,
        created_at=row.created_at,
        sent_at=row.sent_at,
        post_by=row.post_by,
        supersedes=row.supersedes,
        message_id=row.message_id,
        proofs=[_proof(attempt) for attempt in sorted(row.deliveries.all(), key=lambda entry: (entry.at, entry.id))],
    )


def _proof(attempt: Delivery) -> Proof:
    return Proof(
        at=attempt.at,
        ended_at=attempt.ended_at,
        channel=attempt.channel,
        outcome=attempt.outcome,
        detail_code=attempt.detail_code,
        tracking=attempt.tracking,
    )
