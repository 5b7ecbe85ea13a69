"""The tampering matrix: a superuser attacks a copy of the ledger in every way we know; each attack must be found."""

import io
import os
import random
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg2

from tests.drills import attacks, ground
from tests.drills.report import Result

ENTRIES = 300  # more than one full tile of the tree
FACTS = {"kind": "letters.send"}  # what the attacker rewrites


def tampering(*, seed: int, full: bool) -> Result:
    """Every attack is found and names the first bad entry; the untouched ledger is not accused."""
    ground.ready()
    with tempfile.TemporaryDirectory(prefix="dsar-notes-") as folder:
        matrix = Matrix(Path(folder))
        with ground.fresh_database() as base:
            matrix.run(base, random.Random(seed), rounds=5 if full else 1)
    figures: dict[str, int | float | str] = {
        "kinds_of_attack": len(matrix.kinds),
        "attacks": matrix.tried,
        "found": matrix.tried - len(matrix.missed),
        "first_bad_entry_named": matrix.tried - len(matrix.unnamed),
        "missed": ", ".join(matrix.missed),
        "not_named": ", ".join(matrix.unnamed),
        "untouched_accused": matrix.accused,
    }
    passed = not matrix.missed and not matrix.unnamed and not matrix.accused
    claim = (
        f"{figures['found']} of {matrix.tried} attacks of {len(matrix.kinds)} kinds found, the first bad entry named"
    )
    return Result("tampering", claim, passed, figures, seed, full)


@dataclass
class Matrix:
    """What was tried, and what slipped through."""

    folder: Path
    kinds: set[str] = field(default_factory=set)
    tried: int = 0
    missed: list[str] = field(default_factory=list)
    unnamed: list[str] = field(default_factory=list)
    accused: int = 0

    def run(self, base: str, chance: random.Random, *, rounds: int) -> None:
        self.key, thief = ground.signer(self.folder / "ours.pem"), ground.signer(self.folder / "other.pem")
        self.notes = self.folder / "notes"
        places = self._write_history()
        with _attacked(base, ""):
            self.accused = len(self._problems(bundle_too=True))
        for turn in range(rounds):
            places["place"] = chance.randrange(5, places["middle"] - 5)
            for name, (sql, expected) in attacks.ATTACKS.items():
                with _attacked(base, sql.format(**places)):
                    self._judge(name, f"{name}_{turn}", None if expected is None else places[expected])
        # Outsiders hold the notes of our folder: whoever signs anew cannot make them fit.
        for name, signer in (("rewrite_with_other_key", thief), ("rewrite_with_stolen_key", self.key)):
            with _attacked(base, attacks.START_OVER):
                ground.place_and_sign(signer, self.folder / name)
                self._judge(name, name, places["before_middle"])

    def _judge(self, kind: str, name: str, expected: int | None) -> None:
        problems = self._problems(bundle_too=expected is None)
        self.kinds.add(kind)
        self.tried += 1
        if not problems:
            self.missed.append(name)
        elif min((index for index, _ in problems if index is not None), default=None) != expected or not all(
            words for _, words in problems
        ):
            self.unnamed.append(name)

    def _problems(self, *, bundle_too: bool) -> list[tuple[int | None, str]]:
        """Place and words of what `check_ledger` finds, and with `bundle_too` what an outsider's verifier finds."""
        report = ground.check_ledger(self.key, self.notes)
        found = [(problem.index, problem.sentence) for problem in report.problems]
        return found + (_in_the_bundle(self.key, self.notes, self.folder) if bundle_too else [])

    def _write_history(self) -> dict[str, int]:
        """Two signed stretches, with a request and words among them; the places that attacks are about."""
        from audit.models import Detail, Leaf
        from tests.cast import ask, body

        _record(ENTRIES // 2)
        middle = ground.place_and_sign(self.key, self.notes)
        _record_words(ask(body("access"), now=datetime.now(UTC)).requests[0].id)
        _record(ENTRIES - middle)
        size = middle + ground.place_and_sign(self.key, self.notes)
        worded = Leaf.objects.filter(entry_id__in=Detail.objects.values("entry_id")).order_by("leaf_index")
        about = {"start": 0, "middle": middle, "before_middle": middle - 1, "last": size - 1, "size": size}
        return about | {"detail": worded.values_list("leaf_index", flat=True)[0]}


def _record(count: int) -> None:
    from django.db import transaction

    from audit import ledger
    from audit.actors import SYSTEM, Subject

    for _ in range(count // 3):
        subject = uuid4()
        for revision in (1, 2, 3):
            about = Subject("job", subject, revision)
            with transaction.atomic():
                ledger.record("job.requeued", actor=SYSTEM, subject=about, at=datetime.now(UTC), facts=FACTS)


def _record_words(request: Any) -> None:
    """One entry with words behind it, sealed under the request's key."""
    from django.db import transaction

    from audit import ledger
    from audit.actors import SYSTEM, Subject

    with transaction.atomic():
        about = Subject.event("job")
        ledger.record(
            "job.requeued", actor=SYSTEM, subject=about, at=datetime.now(UTC), request=request, detail={"words": "Dear"}
        )


@contextmanager
def _attacked(base: str, sql: str) -> Iterator[None]:
    """A copy of the ledger on which an attacker has been."""
    from django.db import connections

    connections.close_all()
    with ground.fresh_database(base) as name:
        attacker = psycopg2.connect(os.environ["DSAR_TEST_ADMIN_URL"].rsplit("/", 1)[0] + f"/{name}")
        try:
            with attacker, attacker.cursor() as cursor:
                if sql:
                    cursor.execute(attacks.DISARM + sql)
        finally:
            attacker.close()
        yield


def _in_the_bundle(key: Any, notes: Path, folder: Path) -> list[tuple[int | None, str]]:
    """What the verifier of an outsider finds first in a bundle of the current database."""
    from audit import bundle
    from tests.audit.bundles import check

    out = io.BytesIO()
    bundle.write(out, now=datetime.now(UTC), folder=notes)
    file = folder / "bundle.zip"
    file.write_bytes(out.getvalue())
    first = check(file, keys=[key.verifier])
    return [(first["index"], first["sentence"])] if first else []
