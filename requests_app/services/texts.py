"""Forms, letters and rules as they stood on a day: each version of each text is kept from when it was first seen."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from audit import ledger
from audit.actors import Actor, Subject
from requests_app.models import KeptText
from requests_app.selectors import scripts
from requests_app.services import days

# What a consumer reads, hears or fills in, and the law as data; beside them the words in the other language.
FOLDERS = (
    ("templates/letters", "*"),
    ("templates/consumer", "*.html"),
    ("dsar_portal/consumer/forms", "*.py"),
    ("dsar_portal/callcenter/scripts", "*.py"),
    ("notifications", "words.py"),
    ("requests_app", "regimes.toml"),
    ("requests_app", "timeline.py"),
    ("locale", "django.po"),
)
RULES = "requests_app/regimes.toml"
SCRIPT = "dsar_portal/callcenter/scripts/approved.json"
_LOCK = 0x7465787473  # "texts"


def record(*, now: datetime) -> int:
    """Keep every text that is new, changed or gone since the last look; gives how many. Changes are an entry.

    Runs at every start and once an hour: a deployment is seen within the hour, most often within the minute.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        found, known = dict(_on_disk()), _latest(None)
        hashes = {path: hashlib.sha256(text.encode()).hexdigest() for path, text in found.items()}
        fresh = [path for path in hashes if path not in known or known[path].sha256 != hashes[path]]
        gone = [path for path, row in known.items() if row.sha256 and path not in hashes]
        rows = [KeptText(path=path, sha256=hashes[path], content=found[path], seen_at=now) for path in fresh]
        KeptText.objects.bulk_create([*rows, *(KeptText(path=path, seen_at=now) for path in gone)])
        if fresh or gone:
            _note(hashes, changed=len(fresh) + len(gone), now=now)
    return len(fresh) + len(gone)


def standing_on(day: date) -> dict[str, KeptText]:
    """Each text as it stood at the end of a day, by path. A text first seen later is not among them."""
    return {path: row for path, row in _latest(days.end_of(day)).items() if row.sha256}


def versions_of(path: str, *, until: date) -> list[KeptText]:
    """All versions of one text seen up to a day, oldest first."""
    return list(KeptText.objects.filter(path=path, seen_at__lt=days.end_of(until)).order_by("seen_at"))


def digest_of(hashes: Mapping[str, str]) -> str:
    """One hash for a whole set of texts: SHA-256 of the JSON object path to hash, keys sorted, without spaces."""
    return hashlib.sha256(json.dumps(dict(hashes), sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def _note(hashes: Mapping[str, str], *, changed: int, now: datetime) -> None:
    facts: dict[str, ledger.FactValue] = {"changed": changed, "files": len(hashes), "digest": digest_of(hashes)}
    ledger.record("texts.recorded", actor=Actor.system("texts"), subject=Subject.event("texts"), at=now, facts=facts)


def _latest(before: datetime | None) -> dict[str, KeptText]:
    rows = KeptText.objects.order_by("path", "-seen_at").distinct("path")
    return {row.path: row for row in (rows if before is None else rows.filter(seen_at__lt=before))}


def _on_disk() -> Iterator[tuple[str, str]]:
    changes = [asdict(change) for change in scripts.approved()]
    if changes:
        # What agents say lies in the database where two people changed it, in the same order as it counts.
        yield SCRIPT, json.dumps(changes, ensure_ascii=False, indent=1)
    root = Path(settings.BASE_DIR)
    for folder, pattern in FOLDERS:
        for file in sorted((root / folder).rglob(pattern)):
            if file.is_file() and file.suffix != ".pyc":
                yield str(file.relative_to(root)), file.read_text(encoding="utf-8")
    for file in sorted((Path(settings.PROFILE_FILE).parent / "policies").glob("*.txt")):
        yield f"config/policies/{file.name}", file.read_text(encoding="utf-8")
    yield "config/profile.toml", Path(settings.PROFILE_FILE).read_text(encoding="utf-8")
