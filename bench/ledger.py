"""The ledger: appends beside other ways to append, and what one recorded deed costs in the portal's own code."""

import os
import time
from collections.abc import Callable
from datetime import UTC, datetime
from uuid import uuid4

import django

from bench import appends

DEEDS = 2000


def run() -> dict[str, float]:
    """Appends by 1, 4 and 16 writers; deeds of one writer with and without an entry; the sequencer's speed."""
    appended = appends.run()
    # Starts servers of its own, before Django reads its settings.
    from tests import servers

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dsar_portal.settings")
    django.setup()
    servers.ensure_template()
    from tests.conftest import cloned_database

    with cloned_database():
        _rate(_plain, 200), _rate(_recorded, 200)
        plain = max(_rate(_plain, DEEDS) for _ in range(2))
        recorded = max(_rate(_recorded, DEEDS) for _ in range(2))
        placed = _sequenced()
    return {
        **appended,
        "rows_per_s_through_django": plain,
        "recorded_rows_per_s_through_django": recorded,
        "record_cost_ms": round(1000 / recorded - 1000 / plain, 3),
        "sequencer_entries_per_s": placed,
    }


def _rate(deed: Callable[[], None], count: int) -> float:
    started = time.perf_counter()
    for _ in range(count):
        deed()
    return round(count / (time.perf_counter() - started), 1)


def _plain() -> None:
    from django.db import transaction

    from jobs.models import Job, State

    now = datetime.now(UTC)
    with transaction.atomic():
        Job.objects.create(kind="bench", run_after=now, created_at=now, state=State.DONE)


def _recorded() -> None:
    from django.db import transaction

    from audit import ledger
    from audit.actors import SYSTEM, Subject
    from jobs.models import Job, State

    now = datetime.now(UTC)
    with transaction.atomic():
        job = Job.objects.create(kind="bench", run_after=now, created_at=now, state=State.DONE)
        subject = Subject("job", job.id, 1)
        ledger.record("job.requeued", actor=SYSTEM, subject=subject, at=now, facts={"kind": "bench"})


def _sequenced() -> float:
    """How fast one sequencer places and signs what waits."""
    from pathlib import Path
    from tempfile import TemporaryDirectory

    from django.db import connection

    from audit import notes
    from audit.sequencer import Sequencer

    with TemporaryDirectory(prefix="dsar-bench-") as folder:
        key = Path(folder) / "log.pem"
        notes.generate_key(key)
        dsn = os.environ["DATABASE_SEQUENCER_URL"].rsplit("/", 1)[0] + f"/{connection.settings_dict['NAME']}"
        sequencer = Sequencer(
            dsn=dsn, signer=notes.Signer.load(f"{uuid4()}/audit/1", key), folder=Path(folder) / "notes"
        )
        started = time.perf_counter()
        placed = sequencer.drain()
        taken = time.perf_counter() - started
        sequencer.close()
    return round(placed / taken, 1)
