"""A portal with a data folder of its own, that can be backed up, lost, and restored into an empty database."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import unquote, urlsplit
from uuid import uuid4

import pytest
from django.db import connections

from audit import checkpoints, fsck, notes
from audit.sequencer import Sequencer
from tests.conftest import _as_superuser

ORIGIN = "localhost/audit/1"


class House:
    """One data folder, and whichever database the connections of this process point at."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        key = folder / "log-key.pem"
        notes.generate_key(key)
        self.signer = notes.Signer.load(ORIGIN, key)

    def sequencer_dsn(self) -> str:
        base = os.environ["DATABASE_SEQUENCER_URL"].rsplit("/", 1)[0]
        return f"{base}/{connections.settings['default']['NAME']}"

    def sequence(self) -> int:
        sequencer = Sequencer(dsn=self.sequencer_dsn(), signer=self.signer, folder=checkpoints.folder())
        try:
            return sequencer.drain()
        finally:
            sequencer.close()

    def ledger_holds(self) -> fsck.Report:
        folder = checkpoints.folder()
        return fsck.check(keys=checkpoints.keys(folder), published=checkpoints.published(folder))


@pytest.fixture
def house(committed_db: str, tmp_path: Path, settings) -> House:
    settings.DATA_DIR = tmp_path / "data"
    settings.DATA_DIR.mkdir()
    settings.CHECKPOINTS_DIR = settings.DATA_DIR / "checkpoints"
    return House(tmp_path)


@contextmanager
def connected(name: str, url: str) -> Iterator[None]:
    """Every connection of this process goes to this database, as the role of this address."""
    options, parts = connections.settings["default"], urlsplit(url)
    wanted = {"NAME": name, "USER": parts.username, "PASSWORD": unquote(parts.password or "")}
    before = {key: options[key] for key in wanted}
    connections.close_all()
    for settings_dict in (options, connections["default"].settings_dict):
        settings_dict.update(wanted)
    try:
        yield
    finally:
        connections.close_all()
        for settings_dict in (options, connections["default"].settings_dict):
            settings_dict.update(before)


@pytest.fixture
def as_owner(committed_db: str) -> Iterator[None]:
    """The test's own database, as the role that owns its tables."""
    with connected(committed_db, os.environ["DATABASE_OWNER_URL"]):
        yield


@pytest.fixture
def elsewhere(django_db_setup: None) -> Iterator[object]:
    """A function: connect as the owner to a new and empty database, with roles and nothing else."""
    made: list[str] = []

    @contextmanager
    def empty() -> Iterator[str]:
        from dsar_portal import roles_sql

        name = f"test_{uuid4().hex}"
        _as_superuser(f"CREATE DATABASE {name} OWNER portal_owner TEMPLATE template0")
        made.append(name)
        with connected(name, os.environ["DSAR_TEST_ADMIN_URL"]), connections["default"].cursor() as cursor:
            for statement in roles_sql.privileges(name):
                cursor.execute(statement)
        with connected(name, os.environ["DATABASE_OWNER_URL"]):
            yield name

    yield empty
    connections.close_all()
    for name in made:
        _as_superuser(f"DROP DATABASE {name} WITH (FORCE)")
