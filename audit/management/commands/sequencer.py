"""`sequencer`: the process that places, signs and publishes ledger entries."""

import os
import signal
import threading
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from audit import checkpoints, notes
from audit.sequencer import Sequencer


class Command(BaseCommand):
    help = "Place ledger entries in the tree, sign it and publish the checkpoints. Copies stand by for each other."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="place all that waits, then stop")

    def handle(self, *args: Any, **options: Any) -> None:
        sequencer = _sequencer()
        if options["once"]:
            self.stdout.write(f"{sequencer.drain()} entries placed")
            sequencer.close()
            return
        stop = threading.Event()
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_: stop.set())
        sequencer.run(stop)


def _sequencer() -> Sequencer:
    if not settings.LOG_KEY_FILE:
        raise CommandError("DSAR_LOG_KEY_FILE is not set: the sequencer needs the log key to sign with.")
    path = Path(settings.LOG_KEY_FILE)
    notes.generate_key(path)
    origin = f"{urlsplit(settings.BASE_URL).hostname}/audit/1"
    return Sequencer(
        dsn=settings.DATABASE_SEQUENCER_URL or _only_url(),
        signer=notes.Signer.load(origin, path),
        folder=checkpoints.folder(),
        key_file=path,
    )


def _only_url() -> str:
    """With one database URL, the portal runs as one role, and so does the sequencer."""
    return os.environ["DATABASE_URL"]
