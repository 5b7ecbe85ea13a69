"""Ari's desk, and a sequencer that places everything when a story asks for it."""

from datetime import datetime
from pathlib import Path

import pytest
from django.conf import settings as live
from django.test import Client

from audit import checkpoints, notes
from audit.sequencer import Sequencer
from tests.accounts.cast import hire, signed_in

ORIGIN = "portal.example/audit/1"


@pytest.fixture
def ari(now: datetime) -> Client:
    return signed_in(hire("ari", "auditor", now=now), now=now)


@pytest.fixture
def place_all(committed_db: str, sequencer_dsn, tmp_path: Path, settings):
    """A function that gives every entry its place, signs the tree and publishes; returns the newest note."""
    settings.DATA_DIR = tmp_path
    settings.CHECKPOINTS_DIR = tmp_path / "checkpoints"

    def place(key: str = "log-key.pem") -> str:
        path = tmp_path / key
        notes.generate_key(path)
        sequencer = Sequencer(dsn=sequencer_dsn(), signer=notes.Signer.load(ORIGIN, path), folder=checkpoints.folder())
        sequencer.drain()
        sequencer.close()
        return (Path(live.DATA_DIR) / "checkpoints" / checkpoints.LATEST).read_text()

    return place


def text_of(client: Client, address: str, status: int = 200) -> str:
    """The page at an address, which must answer with this status."""
    answer = client.get(address)
    assert answer.status_code == status, address
    return answer.content.decode()
