"""`open_epoch`: end the tree that cannot go on, and begin the next one with its last checkpoint."""

import json
import os
import time
from dataclasses import dataclass
from typing import Any

import psycopg2
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from audit import checkpoints, ledger, notes
from audit import epochs as eras
from audit.actors import Actor, Subject
from audit.epochs import Epoch
from audit.sequencer import LOCK

WAIT_SECONDS = 20.0


@dataclass(frozen=True)
class End:
    """Where the old epoch ends: in this database, and as it was published outside."""

    epoch: Epoch
    origin: str
    size: int
    root: bytes
    published: notes.Checkpoint


class Command(BaseCommand):
    help = (
        "Begin a new epoch of the ledger where this database ends: after an older backup was restored, or a stolen key."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print what was done as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        connection = psycopg2.connect(settings.DATABASE_SEQUENCER_URL or os.environ["DATABASE_URL"])
        try:
            _lock(connection)
            end = _end(connection)
            opened = _open(connection, end)
        finally:
            connection.close()
        lost = max(end.published.size - end.size, 0)
        if options["json"]:
            facts = {"epoch": opened.number, "origin": opened.origin, "begins_at": opened.first, "lost": lost}
            self.stdout.write(json.dumps(facts | {"entry": opened.entry}))
            return
        self.stdout.write(
            f"Epoch {opened.number} of the ledger is open: {opened.origin}, from place {opened.first} on."
        )
        if lost:
            self.stdout.write(f"{lost} entries that had been signed and published are not in this database.")
        self.stdout.write("Start the sequencer. Tell whoever keeps notes of the old epoch.")


def _lock(connection: Any) -> None:
    """Hold the sequencer's lock. One that refuses to sign gives it up between two tries."""
    deadline = time.monotonic() + WAIT_SECONDS
    while True:
        with connection, connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
            if cursor.fetchone()[0]:
                return
        if time.monotonic() >= deadline:
            raise CommandError("Stop the sequencer first: it holds the ledger, and nothing is wrong with it.")
        time.sleep(0.1)


def _end(connection: Any) -> End:
    with connection, connection.cursor() as cursor:
        epoch = eras.read(cursor)[-1]
        cursor.execute("SELECT tree_size, root FROM audit.checkpoint ORDER BY tree_size DESC LIMIT 1")
        head = cursor.fetchone()
    if head is None and any(checkpoints.published(checkpoints.folder())):
        raise CommandError(
            "This database holds nothing of the ledger whose checkpoints lie in this folder. Move the folder aside and "
            "keep it; the sequencer begins another."
        )
    if head is None or epoch.origin is None or head[0] <= epoch.first:
        raise CommandError("No checkpoint of this epoch has been signed yet: there is nothing to end.")
    last = notes.Checkpoint(epoch.origin, head[0] - epoch.first, bytes(head[1]))
    said = [notes.read_text(note) for _, note in checkpoints.published(checkpoints.folder())]
    outside = [note for note in said if note.origin == epoch.origin]
    return End(epoch, epoch.origin, last.size, last.root, max([last, *outside], key=lambda note: note.size))


def _open(connection: Any, end: End) -> Epoch:
    """Record the deed first: an entry without its epoch row is harmless, and the next call makes another."""
    number = end.epoch.number + 1
    facts: dict[str, ledger.FactValue] = {
        "epoch": number,
        "previous_size": end.size,
        "previous_root": end.root.hex(),
        "published_size": end.published.size,
        "published_root": end.published.root.hex(),
    }
    with transaction.atomic():
        receipt = ledger.record(
            "ledger.epoch_opened",
            actor=Actor.system("command.open_epoch"),
            subject=Subject.event("epoch"),
            at=timezone.now(),
            facts=facts,
        )
    origin = eras.next_origin(end.origin, number)
    opened = Epoch(number, origin, end.epoch.first + end.size, str(receipt.entry))
    with connection, connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO audit.epoch (number, origin, first_index, entry_id) VALUES (%s, %s, %s, %s::uuid)",
            [opened.number, opened.origin, opened.first, opened.entry],
        )
    return opened
