"""A ledger of one's own: committed, sequenced, and open to an attacker with every right."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import transaction

from audit import checkpoints, fsck, ledger, notes
from audit.actors import SYSTEM, Subject
from audit.ids import new_id
from audit.sequencer import Sequencer

AT = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)


@dataclass
class Book:
    """The ledger of one test, with its sequencer and its folder of published checkpoints."""

    folder: Path
    dsn: str
    signer: notes.Signer

    def sequencer(self) -> Sequencer:
        return Sequencer(dsn=self.dsn, signer=self.signer, folder=self.folder)

    def write(self, count: int = 1) -> list[ledger.Receipt]:
        """Record `count` revisions of one new request."""
        request = new_id()
        with transaction.atomic():
            return [
                ledger.record("request.note_added", actor=SYSTEM, subject=Subject("request", request, rev), at=AT)
                for rev in range(1, count + 1)
            ]

    def sequence(self) -> int:
        sequencer = self.sequencer()
        try:
            return sequencer.drain()
        finally:
            sequencer.close()

    def check(self, **options) -> fsck.Report:
        kept = {"keys": [self.signer.verifier], "published": checkpoints.published(self.folder)}
        return fsck.check(**(kept | options))


@pytest.fixture
def book(committed_db, sequencer_dsn, tmp_path) -> Book:
    key = tmp_path / "log-key.pem"
    notes.generate_key(key)
    return Book(tmp_path / "checkpoints", sequencer_dsn(), notes.Signer.load("portal.example/audit/1", key))
