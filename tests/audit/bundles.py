"""Bundles of a test's ledger, and the verifier as its user runs it: another process, without site or environment."""

import importlib.util
import io
import json
import subprocess
import sys
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from types import ModuleType

from django.db import transaction

from audit import bundle, ledger
from audit.actors import SYSTEM, Subject
from audit.ids import new_id
from tests.audit.conftest import AT

ROOT = Path(__file__).resolve().parents[2]
VERIFIER = ROOT / "audit" / "verifier" / "verify_ledger.py"


def write(book, *counts: int) -> list[ledger.Receipt]:
    """Record and sign stretches of deeds that change no row, in threes to one object."""
    receipts: list[ledger.Receipt] = []
    subject = new_id()
    for count in counts:
        with transaction.atomic():
            for number in range(count):
                subject = subject if number % 3 else new_id()
                about = Subject("job", subject, number % 3 + 1)
                receipts.append(ledger.record("job.requeued", actor=SYSTEM, subject=about, at=AT))
        book.sequence()
    return receipts


def exported(book, path: Path, **options) -> Path:
    """Write a bundle of the book's ledger to `path`."""
    file = io.BytesIO()
    bundle.write(file, **{"now": AT, "folder": book.folder} | options)
    path.write_bytes(file.getvalue())
    return path


def verify(*arguments: object) -> tuple[int, dict]:
    """Exit code and report of the verifier."""
    command = [sys.executable, "-S", "-I", VERIFIER, *map(str, arguments), "--json"]
    done = subprocess.run(command, capture_output=True, text=True, env={}, timeout=60)
    return done.returncode, json.loads(done.stdout) if done.stdout else {"error": done.stderr}


@lru_cache(maxsize=1)
def verifier() -> ModuleType:
    """The verifier as a module."""
    spec = importlib.util.spec_from_file_location("verify_ledger", VERIFIER)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@lru_cache(maxsize=8)
def known_key(vkey: str) -> object:
    """A key with its tables, which take a moment to make."""
    return verifier().Key(vkey)


def check(path: Path, *, keys: Sequence[object], kept: Sequence[str] = ()) -> dict | None:
    """The first bad thing that the verifier finds, run in this process because that is quicker."""
    module = verifier()
    found = module.Check([known_key(str(key)) for key in keys])
    found.all(module.Bundle(path), [("the note we kept", text) for text in kept])
    return min(found.problems, key=lambda one: 2**62 if one["index"] is None else one["index"], default=None)
