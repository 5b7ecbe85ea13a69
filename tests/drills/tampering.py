"""The tampering matrix: a superuser attacks a copy of the ledger in every way we know; each attack must be found."""

import os
import random
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import django
import psycopg2

from tests.drills import attacks
from tests.drills.report import Result

ENTRIES = 300  # more than one full tile of the tree


def tampering(*, seed: int, full: bool) -> Result:
    """Every attack is found; the untouched ledger is not accused."""
    from tests import servers

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dsar_portal.settings")
    django.setup()
    servers.ensure_template()
    rounds = 20 if full else 1
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory(prefix="dsar-notes-") as folder:
        outcome = _matrix(Path(folder), chance, rounds)
    missed = sorted(name for name, found in outcome.items() if not found)
    figures = {"attacks": len(outcome), "found": len(outcome) - len(missed), "missed": ", ".join(missed)}
    claim = "every kind of tampering with the ledger is found, and an untouched one is not accused"
    return Result("tampering", claim, not missed, figures, seed, full)


def _matrix(folder: Path, chance: random.Random, rounds: int) -> dict[str, bool]:
    from tests.conftest import cloned_database

    outcome: dict[str, bool] = {}
    ours, thief = _signer(folder / "ours.pem"), _signer(folder / "other.pem")
    notes = folder / "notes"
    with cloned_database() as base:
        middle = _write_history(ours, notes)
        with _attacked(base, ""):
            outcome["untouched_is_not_accused"] = not _problems(ours, notes)
        for turn in range(rounds):
            place = {"place": chance.randrange(5, middle - 5), "middle": middle}
            for name, sql in attacks.ATTACKS.items():
                with _attacked(base, sql.format(**place)):
                    outcome[f"{name}_{turn}"] = bool(_problems(ours, notes))
        for name, signer in (("rewrite_with_other_key", thief), ("rewrite_with_stolen_key", ours)):
            with _attacked(base, attacks.START_OVER):
                _sign_anew(signer, folder / name)
                outcome[name] = bool(_problems(ours, notes))
    return outcome


def _signer(path: Path):
    from audit import notes

    notes.generate_key(path)
    return notes.Signer.load("localhost/audit/1", path)


def _write_history(signer, notes: Path) -> int:
    """Two signed stretches; returns the size of the tree at the first checkpoint."""
    _record(ENTRIES // 2)
    middle = _sign_anew(signer, notes)
    _record(ENTRIES - middle)
    _sign_anew(signer, notes)
    return middle


def _record(count: int) -> None:
    from django.db import transaction

    from audit import ledger
    from audit.actors import SYSTEM, Subject

    for _ in range(count // 3):
        subject = uuid4()
        for revision in (1, 2, 3):
            with transaction.atomic():
                ledger.record(
                    "job.requeued",
                    actor=SYSTEM,
                    subject=Subject("job", subject, revision),
                    at=datetime.now(UTC),
                    facts={"kind": "letters.send"},
                )


def _sign_anew(signer, notes: Path) -> int:
    """Let a sequencer place and sign all that waits in the current database."""
    from django.db import connection

    from audit.sequencer import Sequencer

    base = os.environ["DATABASE_SEQUENCER_URL"].rsplit("/", 1)[0]
    sequencer = Sequencer(dsn=f"{base}/{connection.settings_dict['NAME']}", signer=signer, folder=notes)
    try:
        return sequencer.drain()
    finally:
        sequencer.close()


@contextmanager
def _attacked(base: str, sql: str) -> Iterator[None]:
    """A copy of the ledger on which an attacker has been."""
    from django.db import connections

    from tests.conftest import cloned_database

    connections.close_all()
    with cloned_database(base) as name:
        attacker = psycopg2.connect(os.environ["DSAR_TEST_ADMIN_URL"].rsplit("/", 1)[0] + f"/{name}")
        try:
            with attacker, attacker.cursor() as cursor:
                if sql:
                    cursor.execute(attacks.DISARM + sql)
        finally:
            attacker.close()
        yield


def _problems(signer, notes: Path) -> list[object]:
    from audit import checkpoints, fsck

    published = list(checkpoints.published(notes))
    report = fsck.check(
        keys=[signer.verifier], published=published, since=datetime.now(UTC), progress=lambda done, total: None
    )
    return list(report.problems)
