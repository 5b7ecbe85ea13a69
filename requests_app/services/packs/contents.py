"""What lies in a pack, put together part by part."""

import hashlib
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID

from django.conf import settings

from accounts import trainings
from accounts.principals import Principal
from audit import bundle, covering
from audit.events import EVENTS
from audit.selectors import latest_checkpoint
from requests_app.models import LawChange, PrivacyRequest
from requests_app.services import days, sampling, telling, texts
from requests_app.services.packs import letters, log, readme
from requests_app.services.packs.sealing import Pack
from requests_app.services.spreadsheets import csv_text

# Above this a whole-house pack carries the whole ledger: one tree is smaller and faster than a proof an entry.
MOST_PROVED = 100
# Above this only the sample's histories are told.
MOST_TOLD = 200
_REPORT_EVERY = 50
PATIENCE_SECONDS = 5.0
_LAW = (
    "number",
    "regime",
    "right",
    "what",
    "value",
    "cite",
    "effective_from",
    "proposed_by",
    "decided_by",
    "decided_at",
)


@dataclass(frozen=True)
class Order:
    """What is wanted, and by whom: requests by id, the period they came from, the sample, whether letters are shown.

    Nothing is named that `by` may not know of.
    """

    title: str
    requests: tuple[UUID, ...]
    since: date
    until: date
    by: Principal
    whole_house: bool = False
    sample: int = 0
    seed: str = ""
    with_letters: bool = False


@dataclass(frozen=True)
class Made:
    """A finished pack."""

    content: bytes
    sha256: str
    files: int
    entries: int


Progress = Callable[[int, int], None]


def build(order: Order, *, now: datetime, progress: Progress = lambda done, total: None) -> Made:
    """Make the pack. `progress(done, total)` is told as parts get ready."""
    pack, total = Pack(), len(order.requests) + 3
    drawn = _requests(pack, order, now, lambda done: progress(done, total))
    entries = _ledger(pack, order, now)
    progress(total - 2, total)
    _rules(pack, order)
    _texts(pack, order)
    _trainings(pack, order)
    progress(total - 1, total)
    pack.put("README.txt", _readme(order, drawn=drawn, entries=entries, now=now))
    about = {
        "format": "dsar-pack/1",
        "title": order.title,
        "made_at": now.astimezone(UTC).isoformat(),
        "requests": len(order.requests),
        "sample": {"n": order.sample, "seed": order.seed, "references": drawn},
    }
    content = pack.seal(about)
    progress(total, total)
    return Made(content, hashlib.sha256(content).hexdigest(), len(pack.hashes), entries)


def _requests(pack: Pack, order: Order, now: datetime, progress: Callable[[int], None]) -> list[str]:
    """The log, the letters and the histories; gives the references of the sample."""
    logged: list[Sequence[object]] = []
    posted: list[Sequence[object]] = []
    known: list[PrivacyRequest] = []
    held: set[UUID] = set()
    for request, line in log.rows(order.requests, by=order.by):
        logged.append(line)
        # A letter about a whole submission belongs to each of its requests; the pack holds it once.
        written = [letter for letter in letters.of_request(request) if letter.id not in held]
        held.update(letter.id for letter in written)
        posted += letters.lines(request, written, with_pdf=order.with_letters)
        known.append(request)
        if order.with_letters:
            for name, content in letters.pdfs(written, now=now):
                pack.put(name, content)
        if len(logged) % _REPORT_EVERY == 0:
            progress(len(logged))
    pack.put("requests.csv", csv_text(log.COLUMNS, logged))
    pack.put("letters.csv", csv_text(letters.COLUMNS, posted))
    drawn = sampling.draw((request.reference for request in known), n=order.sample, seed=order.seed)
    if order.sample:
        ranked = [(rank, reference, sha) for rank, (reference, sha) in enumerate(drawn, start=1)]
        pack.put("sample.csv", csv_text(("rank", "reference", "sha256_of_seed_and_reference"), ranked))
    chosen = {reference for reference, _sha in drawn}
    for request in known:
        if len(known) <= MOST_TOLD or request.reference in chosen:
            pack.put(f"histories/{request.reference}.txt", history_text(request))
    return [reference for reference, _sha in drawn]


def history_text(request: PrivacyRequest) -> str:
    """One request's story in plain text, oldest first, with opaque ids in the place of people."""
    lines = [f"{request.reference}  {request.right}  received {request.day_zero}", ""]
    for told in telling.tell(telling.story_of(request.id, request.submission_id), head=0):
        entry = told.entry
        sentence = EVENTS[entry.action].sentence if entry.action in EVENTS else entry.action
        lines.append(f"{entry.at.isoformat()}  {sentence}")
        lines.append(f"    {entry.action} by {entry.actor_type} {entry.actor_id}, entry {entry.id}")
        lines.append(f"    leaf {entry.leaf_hash}, place {'-' if entry.leaf_index is None else entry.leaf_index}")
        if entry.before or entry.after:
            lines.append(f"    status {entry.before or '-'} -> {entry.after or '-'}")
        facts = ", ".join(f"{name}={value}" for name, value in sorted(entry.facts.items()))
        lines += [f"    {text}" for text in (entry.reason and f"reason {entry.reason}", facts) if text]
        if told.moved:
            lines.append("    days now: " + ", ".join(f"{name} {day}" for name, day in sorted(told.days.items())))
    return "\n".join(lines) + "\n"


def _ledger(pack: Pack, order: Order, now: datetime) -> int:
    """The chain segment with its proofs and verifier; none while nothing has been signed."""
    whole = order.whole_house and len(order.requests) > MOST_PROVED
    owners = PrivacyRequest.objects.filter(id__in=order.requests).values_list("submission_id", flat=True)
    wanted = None if whole else [*order.requests, *owners]
    if latest_checkpoint() is not None:
        covering.wait(PATIENCE_SECONDS)
    file = io.BytesIO()
    try:
        summary = bundle.write(file, now=now, requests=wanted)
    except bundle.Unsigned:
        return 0
    pack.put("ledger.zip", file.getvalue())
    return summary.entries


def _rules(pack: Pack, order: Order) -> None:
    """The rules that were in force in the period: every version of the file, and the approved changes."""
    versions = texts.versions_of(texts.RULES, until=order.until)
    later = [row for row in versions if row.seen_at >= days.start_of(order.since)]
    before = [row for row in versions if row not in later][-1:]
    rows = [(row.sha256, days.day_of(row.seen_at), f"rules/regimes-{row.sha256[:12]}.toml") for row in before + later]
    pack.put("rules/versions.csv", csv_text(("sha256", "in_force_from", "file"), rows))
    for row in {row.sha256: row for row in before + later if row.sha256}.values():
        pack.put(f"rules/regimes-{row.sha256[:12]}.toml", row.content)
    changes = LawChange.objects.exclude(number=None).filter(effective_from__lte=order.until).order_by("number")
    pack.put("rules/changes.csv", csv_text(_LAW, ([getattr(one, name) for name in _LAW] for one in changes)))


def _texts(pack: Pack, order: Order) -> None:
    """Forms and letters as they stood at the end of the period, or the first that were kept."""
    standing = texts.standing_on(order.until)
    rows = [(path, row.sha256, days.day_of(row.seen_at)) for path, row in sorted(standing.items())]
    pack.put("texts/versions.csv", csv_text(("path", "sha256", "first_seen_on"), rows))
    for path, row in sorted(standing.items()):
        pack.put(f"texts/{path}", row.content)


def _trainings(pack: Pack, order: Order) -> None:
    """Days of the trainings of 11 CCR 7100, for who may see the whole house: opaque ids stand for people."""
    if order.whole_house:
        rows = ((one.held_on, one.user_id, one.id) for one in trainings.between(order.since, order.until))
        pack.put("trainings.csv", csv_text(("held_on", "staff", "training"), rows))


def _readme(order: Order, *, drawn: Sequence[str], entries: int, now: datetime) -> str:
    whole = order.whole_house and len(order.requests) > MOST_PROVED
    sample = (
        f"  sample.csv                  {len(drawn)} requests drawn with the seed {order.seed}\n\n{sampling.ALGORITHM}"
    )
    return readme.TEXT.format(
        scope=order.title,
        made_at=now.astimezone(UTC).isoformat(timespec="seconds"),
        version=settings.SOFTWARE_VERSION,
        who=f"staff {order.by.person}",
        letters=", and in letters/ as it was sent" if order.with_letters else "",
        histories="what happened to each request" if len(order.requests) <= MOST_TOLD else "the same for the sample",
        ledger=(readme.WHOLE if whole else readme.LEDGER) if entries else readme.NONE,
        texts_day=order.until,
        trainings=readme.TRAININGS if order.whole_house else "",
        sample=sample if order.sample else "",
        letters_hashed=letters.HOW_HASHED,
        names=" The letters in letters/ name the person they were sent to." if order.with_letters else "",
    )
