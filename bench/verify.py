"""The offline verifier over a ledger of a million entries: entries a second, beside a bare SHA-256 loop, and memory."""

import hashlib
import json
import os
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import django

ENTRIES = 1_000_000
CHECKPOINTS = 200
TILE = 256
ORIGIN = "bench.example/audit/1"
VERIFIER = Path(__file__).resolve().parent.parent / "audit" / "verifier" / "verify_ledger.py"
# The life of a request, as (action, from, to); every fifth entry is a look that changes no row.
LIFE = (
    ("request.filed", None, "received"), ("request.verifying", "received", "verifying"),
    ("request.acknowledged", None, None), ("request.started", "verifying", "in_progress"),
    ("request.assigned", None, None), ("request.sent_for_review", "in_progress", "in_review"),
    ("request.carrying_out", "in_review", "in_progress"), ("request.completed", "in_progress", "completed"),
)  # fmt: skip


def run() -> dict[str, float]:
    """Make the bundle once, check it as an auditor does, and hash the same bytes with nothing else around."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dsar_portal.settings")
    import tests.servers  # noqa: F401  # gives the settings what they want

    django.setup()
    with TemporaryDirectory(prefix="dsar-bench-") as folder:
        path = Path(folder) / "bundle.zip"
        key = _write(path, Path(folder) / "key.pem")
        bare, size = _bare(path)
        seconds, used, memory = _verified(path, key)
    return {
        "entries": ENTRIES,
        "megabytes_of_entries": round(size / 1e6),
        "seconds": round(seconds, 1),
        "entries_per_s": round(ENTRIES / seconds),
        "entries_per_cpu_s": round(ENTRIES / used),
        "bare_sha256_entries_per_cpu_s": round(ENTRIES / bare),
        "ratio_to_bare_sha256": round(bare / used, 4),
        "peak_memory_mib": round(memory / 1024, 1),
        "memory_below_300_mib": round(300 - memory / 1024, 1),
    }


def _entries() -> Iterator[tuple[str, str]]:
    """Text and instant of every entry, in the canonical form."""
    subject, step = "", 0
    for number in range(ENTRIES):
        clock = f"{number // 3600 % 24:02d}:{number // 60 % 60:02d}:{number % 60:02d}"
        at = f"2026-11-{number // 86_400 + 1:02d}T{clock}.000000Z"
        entry = _uuid(number, 1)
        if number % 5 == 4:
            action, before, after, kind, about, rev = "case.viewed", None, None, "view", entry, 1
        else:
            if step == 0:
                subject = _uuid(number, 2)
            action, before, after = LIFE[step]
            kind, about, rev = "request", subject, step + 1
            step = (step + 1) % len(LIFE)
        facts = '{"acknowledge_by":"2026-12-08","channel":"web","company":"group","respond_by":"2027-01-07"}'
        yield (
            f'{{"action":"{action}","actor":{{"aal":2,"id":"{_uuid(number % 40, 3)}",'
            f'"session":"{_uuid(number % 900, 4)}","type":"staff"}},"at":"{at}","corr":"{_uuid(number, 5)}",'
            f'"detail":null,"facts":{facts},"from":{json.dumps(before)},"id":"{entry}","reason":null,"request":"{subject}","subject":{{"id":"{about}",'
            f'"rev":{rev},"type":"{kind}"}},"to":{json.dumps(after)},"v":1,"ver":"0.1.0"}}',
            at,
        )


def _uuid(number: int, kind: int) -> str:
    digits = hashlib.md5(f"{kind}-{number}".encode(), usedforsecurity=False).hexdigest()
    return f"{digits[:8]}-{digits[8:12]}-7{digits[13:16]}-8{digits[17:20]}-{digits[20:]}"


def _write(path: Path, key: Path) -> str:
    """The bundle as `audit.bundle` lays it out. Returns the public key."""
    from audit import notes
    from audit.bundle import FORMAT
    from audit.bundle.archive import Archive
    from audit.bundle.logs import Log, tile_path
    from audit.merkle import Frontier, leaf_hash

    notes.generate_key(key)
    signer, frontier, signed = notes.Signer.load(ORIGIN, key), Frontier(), list[str]()
    log, batch, rows = (
        Log(1, "", ORIGIN, 0, ENTRIES, ENTRIES, ""),
        list[tuple[str, str]](),
        dict[str, tuple[int, str]](),
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as zipped:
        archive = Archive(zipped)
        for text, at in _entries():
            batch.append((text, at))
            for level, index, hashes in frontier.append(leaf_hash(text.encode())):
                archive.put(tile_path(log, str(level), index), hashes)
            if frontier.size % (ENTRIES // CHECKPOINTS) == 0:
                signed.append(signer.sign(notes.Checkpoint(ORIGIN, frontier.size, frontier.root())))
            if len(batch) == TILE or frontier.size == ENTRIES:
                place = (frontier.size - 1) // TILE
                raw = b"".join(len(one).to_bytes(2, "big") + one.encode() for one, _ in batch)
                archive.put(tile_path(log, "entries", place, len(batch)), raw)
                archive.put(tile_path(log, "recorded", place, len(batch)), "".join(f"{one}\n" for _, one in batch))
                _note_rows(rows, batch)
                batch.clear()
        for level, hashes in enumerate(frontier.edge):
            if hashes:
                place = (ENTRIES >> 8 * level) // TILE
                archive.put(tile_path(log, str(level), place, len(hashes)), b"".join(hashes))
        _beside(archive, signer, signed, rows, FORMAT)
    return str(signer.verifier)


def _note_rows(rows: dict[str, tuple[int, str]], batch: list[tuple[str, str]]) -> None:
    for text, _ in batch:
        leaf = json.loads(text)
        if leaf["subject"]["type"] == "request":
            subject, status = leaf["subject"]["id"], leaf["to"]
            rows[subject] = (leaf["subject"]["rev"], status or rows[subject][1])


def _beside(archive, signer, signed: list[str], rows: dict[str, tuple[int, str]], form: str) -> None:
    about = {
        "format": form, "scope": "whole", "made_at": "2026-12-31T00:00:00.000000Z", "row_types": ["request"],
        "logs": [{"prefix": "", "first": 0, "origin": ORIGIN}],
    }  # fmt: skip
    archive.put("bundle.json", json.dumps(about))
    archive.put("log.vkey", f"{signer.verifier}\n")
    archive.put("checkpoint", signed[-1])
    archive.table("checkpoints.jsonl", ({"note": note} for note in signed))
    archive.table("unsequenced.jsonl", [])
    archive.table("details.jsonl", [])
    archive.table(
        "rows.jsonl",
        ({"type": "request", "id": one, "rev": rev, "status": status} for one, (rev, status) in rows.items()),
    )


def _bare(path: Path) -> tuple[float, int]:
    """CPU seconds and bytes of hashing every entry, the texts lying ready in memory."""
    seconds, size = 0.0, 0
    sha256 = hashlib.sha256
    with zipfile.ZipFile(path) as bundle:
        for name in bundle.namelist():
            if name.startswith("tile/entries/"):
                texts = list(_split(bundle.read(name)))
                size += sum(map(len, texts))
                started = time.process_time()
                for text in texts:
                    sha256(b"\x00" + text).digest()
                seconds += time.process_time() - started
    return seconds, size


def _split(raw: bytes) -> Iterator[bytes]:
    at = 0
    while at < len(raw):
        end = at + 2 + int.from_bytes(raw[at : at + 2], "big")
        yield raw[at + 2 : end]
        at = end


def _verified(path: Path, key: str) -> tuple[float, float, int]:
    """Seconds by the clock and of the processor, and peak memory (KiB), of the verifier's own process."""
    command = [sys.executable, "-S", "-I", str(VERIFIER), str(path), "--key", key]
    started, before = time.perf_counter(), _children()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603  # ours
    peak = 0
    # The kernel's own figure for a child counts the parent it was forked from; this one does not.
    while process.poll() is None:
        peak = max(peak, _peak(process.pid))
        time.sleep(0.1)
    seconds = time.perf_counter() - started
    if process.returncode:
        raise RuntimeError("the verifier does not accept a good ledger")
    return seconds, _children() - before, peak


def _children() -> float:
    used = os.times()
    return used.children_user + used.children_system


def _peak(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("VmHWM")), 0)
