"""What goes along with a letter: the receipt of the request with the acknowledgement, the answer with its letter."""

from dataclasses import dataclass
from uuid import UUID

from audit import covering, receipts, selectors
from notifications.models import Channel, Letter
from vault import services as vault

WITH_RECEIPT = frozenset({"acknowledgement"})
FILED = "request.filed"
# The sequencer signs within a second. Nobody waits for it longer than this, and not at all where none runs.
WAIT_SECONDS = 5.0


@dataclass(frozen=True)
class Receipt:
    """The entry of the filing; `text` is the proof file, None where it is not signed yet or cannot be enclosed."""

    entry: UUID
    leaf_hash: str
    file: str
    text: str | None

    @property
    def attached(self) -> bool:
        """Whether the file goes along."""
        return self.text is not None


def wait_for_signature(letter_id: UUID) -> None:
    """Give the sequencer a moment, outside any transaction, if the letter is one that carries a receipt."""
    letter = Letter.objects.filter(id=letter_id, kind__in=WITH_RECEIPT).first()
    entry = letter and letter.request_ref and _filing(letter.request_ref)
    if entry:
        covering.wait_for(entry.id, seconds=WAIT_SECONDS)


def receipt_for(letter: Letter) -> Receipt | None:
    """The receipt that belongs to a letter. On paper only its numbers stand: nobody types in a file."""
    if letter.kind not in WITH_RECEIPT or letter.request_ref is None:
        return None
    entry = _filing(letter.request_ref)
    if entry is None:
        return None
    text = receipts.file_of(entry.id) if letter.channel == Channel.EMAIL else None
    name = f"{letter.context.get('reference') or 'receipt'}.tlog-proof"
    return Receipt(entry.id, entry.leaf_hash, name, text)


def file_of(letter: Letter) -> UUID | None:
    """The file that goes along on paper: the answer in its envelope. An e-mail never carries it."""
    enclosed = letter.context.get("enclosure") if letter.context else ""
    return UUID(enclosed) if enclosed and letter.channel == Channel.POST else None


def locked_file(letter: Letter) -> vault.OpenedFile | None:
    """The locked file that an e-mail carries; None where there is none, or where it was taken back since."""
    wanted = letter.context.get("locked") if letter.context else ""
    if not wanted or letter.channel != Channel.EMAIL:
        return None
    try:
        return vault.opened_for_delivery(UUID(wanted))
    except vault.NotStored:
        return None


def _filing(request: UUID) -> selectors.EntryView | None:
    return next((entry for entry in selectors.entries_for(request) if entry.action == FILED), None)
