"""A database for drills that need no running portal: Django and the suite's servers, also outside the suite."""

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django


def ready() -> None:
    """Start the servers, read the settings, migrate the template. Quick when that is done already."""
    from tests import servers

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dsar_portal.settings")
    django.setup()
    from django.conf import settings
    from django.test.utils import setup_test_environment

    if "testserver" not in settings.ALLOWED_HOSTS:  # the suite has done it already
        setup_test_environment(debug=False)
        logging.disable(logging.ERROR)  # what is refused is counted, not told line by line
    servers.ensure_template()


@contextmanager
def fresh_database(template: str | None = None) -> Iterator[str]:
    """An empty portal's tables, or a copy of another database. Its name is given; it is dropped afterwards."""
    from tests import servers
    from tests.conftest import cloned_database

    with cloned_database(template or servers.TEMPLATE) as name:
        yield name


def signer(path: Path):
    """A log key of the drill's own."""
    from audit import notes

    if not path.exists():
        notes.generate_key(path)
    return notes.Signer.load("localhost/audit/1", path)


def place_and_sign(key, notes_folder: Path) -> int:
    """Let a sequencer place and sign all that waits in the current database."""
    from django.db import connection

    from audit.sequencer import Sequencer

    base = os.environ["DATABASE_SEQUENCER_URL"].rsplit("/", 1)[0]
    sequencer = Sequencer(dsn=f"{base}/{connection.settings_dict['NAME']}", signer=key, folder=notes_folder)
    try:
        return sequencer.drain()
    finally:
        sequencer.close()


def check_ledger(key, notes_folder: Path):
    """The whole proof of the ledger in the current database, against the notes kept outside."""
    from datetime import UTC, datetime

    from audit import checkpoints, fsck

    published = list(checkpoints.published(notes_folder))
    return fsck.check(keys=[key.verifier], published=published, since=datetime.now(UTC))
