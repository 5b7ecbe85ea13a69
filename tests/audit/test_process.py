"""The sequencer as its own process, and the schema where one role does everything."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import psycopg2
import pytest

from audit import selectors

ROOT = Path(__file__).resolve().parents[2]


def test_the_process_signs_and_leaves_quietly(book, tmp_path):
    key, data = tmp_path / "made-by-the-process.pem", tmp_path / "data"
    env = os.environ | {"DATABASE_SEQUENCER_URL": book.dsn, "DSAR_LOG_KEY_FILE": str(key), "DSAR_DATA_DIR": str(data)}
    book.write(2)
    process = subprocess.Popen([sys.executable, ROOT / "manage.py", "sequencer"], env=env, stderr=subprocess.PIPE)
    try:
        _until(lambda: (data / "checkpoints" / "latest").exists())
    finally:
        process.send_signal(signal.SIGTERM)
        _, err = process.communicate(timeout=20)
    assert (process.returncode, err) == (0, b"")
    assert selectors.counts().checkpoint_size == 2
    assert key.exists()


def _until(happened) -> None:
    event, deadline = threading.Event(), time.monotonic() + 30
    while not happened() and time.monotonic() < deadline:
        event.wait(0.1)
    assert happened()


@pytest.fixture
def lone_role(committed_db):
    """A role that is in no group, with a database of its own, as where one address serves all."""
    admin = psycopg2.connect(os.environ["DSAR_TEST_ADMIN_URL"])
    admin.autocommit = True
    name = f"lone_{os.getpid()}"
    with admin.cursor() as cursor:
        cursor.execute(f"CREATE ROLE {name} LOGIN PASSWORD 'x'")
        cursor.execute(f"CREATE DATABASE {name} OWNER {name}")
    yield f"{name}:x@{os.environ['DSAR_TEST_ADMIN_URL'].rsplit('@', 1)[1].rsplit('/', 1)[0]}/{name}"
    with admin.cursor() as cursor:
        cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")
        cursor.execute(f"DROP ROLE {name}")
    admin.close()


def test_one_role_can_do_everything_but_change_the_past(lone_role):
    env = os.environ | {"DATABASE_URL": f"postgresql://{lone_role}", "DATABASE_OWNER_URL": ""}
    subprocess.run(
        [sys.executable, ROOT / "manage.py", "migrate", "audit", "--verbosity=0"], env=env, check=True, timeout=60
    )
    connection = psycopg2.connect(f"postgresql://{lone_role}")
    with pytest.raises(psycopg2.Error, match="append-only"), connection, connection.cursor() as cursor:
        cursor.execute("DELETE FROM audit.entry")
    connection.close()
