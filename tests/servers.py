"""A pytest plugin: one embedded PostgreSQL and one Valkey for the whole run, before Django reads its settings.

The controlling process starts them and passes their addresses on through the environment; xdist's workers inherit it.
"""

import atexit
import fcntl
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from dsar_portal import keys
from dsar_portal.embedded import Home, Postgres, Valkey

ROOT = Path(__file__).resolve().parent.parent
MARK = "DSAR_TEST_SERVERS"
TEMPLATE = "template_portal"
PREFIX = "dsar-test-"
ROOM = 4 << 30  # bytes of memory that have to be free; a run takes less than one


def make_folder(memory: Path = Path("/dev/shm")) -> Path:  # noqa: S108  # mkdtemp makes a folder that is ours alone
    """A folder for this run: in memory where there is plenty, as each test that commits copies a database of a thousand
    files. What a run that was killed left there is removed."""
    with suppress(OSError):
        for old in memory.glob(f"{PREFIX}*"):
            if _is_left_behind(old):
                shutil.rmtree(old, ignore_errors=True)
        if shutil.disk_usage(memory).free > ROOM:
            return _locked(Path(tempfile.mkdtemp(prefix=PREFIX, dir=memory)))
    return _locked(Path(tempfile.mkdtemp(prefix=PREFIX)))


def _locked(folder: Path) -> Path:
    """Held until this process ends, however it ends."""
    unlocked = folder / "alive.new"
    handle = os.open(unlocked, os.O_RDWR | os.O_CREAT, 0o600)
    fcntl.flock(handle, fcntl.LOCK_EX)
    # It gets its name once it is held: nobody who starts in the same moment takes this run for one that was killed.
    unlocked.rename(folder / "alive.lock")
    return folder


def _is_left_behind(folder: Path) -> bool:
    try:
        with (folder / "alive.lock").open() as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:  # alive, somebody else's, or not locked yet
        return False
    return True


def start() -> None:
    """Start both servers in a folder of their own and describe them in the environment."""
    folder = make_folder()
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    home = Home(folder)
    postgres, valkey = Postgres(home, durable=False), Valkey(home)
    for server in (postgres, valkey):
        server.start()
        atexit.register(server.stop)
    postgres.prepare(TEMPLATE)
    os.environ.update(keys.ensure(folder / "secrets"))
    os.environ.update(
        {
            MARK: str(folder),
            "DATABASE_URL": postgres.url("portal_app", TEMPLATE),
            "DATABASE_OWNER_URL": postgres.url("portal_owner", TEMPLATE),
            "DATABASE_SEQUENCER_URL": postgres.url("audit_seq", TEMPLATE),
            "DSAR_TEST_ADMIN_URL": postgres.url("postgres", "postgres"),
            "REDIS_URL": valkey.url,
            "DSAR_DATA_DIR": str(folder / "data"),
            "DSAR_BASE_URL": "http://localhost:8000",
            "DSAR_ALLOW_LOOPBACK": "1",
            "DSAR_DEMO": "0",
            # Browser journeys run an event loop in the thread that also looks at the database.
            "DJANGO_ALLOW_ASYNC_UNSAFE": "1",
        }
    )
    (folder / "data").mkdir(mode=0o700)
    (folder / "data" / "static").mkdir()  # WhiteNoise warns about a missing folder, and warnings are errors
    details = {"pids": {"postgres": postgres.process.pid, "valkey": valkey.process.pid}}
    (folder / "servers.json").write_text(json.dumps(details))


@contextmanager
def one_at_a_time(name: str) -> Iterator[Path]:
    """A lock between xdist's workers; yields a file that says whether the work was done."""
    folder = Path(os.environ[MARK])
    with (folder / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield folder / f"{name}.done"


def ensure_template() -> None:
    """Migrate the template database once per run, as its owner."""
    with one_at_a_time("template") as done:
        if done.exists():
            return
        env = os.environ | {"DATABASE_URL": os.environ["DATABASE_OWNER_URL"]}
        command = [sys.executable, ROOT / "manage.py", "migrate", "--no-input", "--verbosity=0", "--skip-checks"]
        migrated = subprocess.run(command, env=env, cwd=ROOT, capture_output=True, text=True)
        if migrated.returncode:
            raise RuntimeError(f"The test database could not be migrated:\n{migrated.stderr[-3000:]}")
        done.touch()


if MARK not in os.environ:
    start()
