"""Which servers and keys a command uses, as environment variables. One answer for every script."""

import contextlib
import fcntl
import json
import os
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from dsar_portal import keys
from dsar_portal.embedded import Home, Postgres, Valkey

ROOT = Path(__file__).resolve().parent.parent
# Secrets that a process must be given by name, never by inheritance.
GUARDED = (
    "DATABASE_ADMIN_URL",
    "DATABASE_OWNER_URL",
    "DATABASE_SEQUENCER_URL",
    "DSAR_LOG_KEY_FILE",
    "DSAR_DOCUMENT_KEY_FILE",
)
LOCK_SECONDS = 120


class Refused(Exception):
    """The surroundings contradict each other; the text says what to do."""


def data_dir(given: str | None = None) -> Path:
    """`--data-dir`, else DSAR_DATA_DIR, else `var/`."""
    return Path(given or os.environ.get("DSAR_DATA_DIR") or ROOT / "var").resolve()


def outside_servers() -> dict[str, str] | None:
    """The operator's own servers, when both addresses are given."""
    names = ("DATABASE_URL", "REDIS_URL")
    given = {name: os.environ[name] for name in names if os.environ.get(name)}
    if not given:
        return None
    if len(given) == 1:
        raise Refused(f"Only {next(iter(given))} is set. Set DATABASE_URL and REDIS_URL together, or neither.")
    for name in ("DATABASE_OWNER_URL", "DATABASE_SEQUENCER_URL"):
        # With one address for all, everything runs as one role; `doctor` says so.
        given[name] = os.environ.get(name) or given["DATABASE_URL"]
    return given


def server_environment(postgres: Postgres, valkey: Valkey) -> dict[str, str]:
    """The addresses of the embedded servers."""
    return {
        "DATABASE_URL": postgres.url("portal_app"),
        "DATABASE_OWNER_URL": postgres.url("portal_owner"),
        "DATABASE_SEQUENCER_URL": postgres.url("audit_seq"),
        "REDIS_URL": valkey.url,
    }


def complete(servers: Mapping[str, str], folder: Path) -> dict[str, str]:
    """Servers, data folder and keys; what the operator names in the environment stays as it is."""
    made = keys.ensure(folder / "secrets")
    known = {name: os.environ.get(name) or path for name, path in made.items()}
    demo = {name: os.environ[name] for name in ("DSAR_DEMO", "DSAR_BASE_URL", "EMAIL_URL") if name in os.environ}
    return {**os.environ, **servers, **demo, **known, "DSAR_DATA_DIR": str(folder)}


def without_guarded(env: Mapping[str, str], *keep: str) -> dict[str, str]:
    """The environment of a process that serves: no owner, no sequencer, no signing keys but those named."""
    return {name: value for name, value in env.items() if name not in GUARDED or name in keep}


def try_lock(folder: Path) -> int | None:
    """Hold the data folder's servers, or learn that somebody else does. The lock ends with its process."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(folder / "server.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        return None
    return handle


def running(folder: Path) -> dict[str, object] | None:
    """What the running script/server of this data folder wrote about itself. Ask only while its lock is held."""
    with contextlib.suppress(OSError, ValueError):
        return dict(json.loads((folder / "run.json").read_text()))
    return None


@contextlib.contextmanager
def servers_for_a_call(folder: Path) -> Iterator[dict[str, str]]:
    """The running servers of `folder`, or ones that live as long as this call."""
    deadline = time.monotonic() + LOCK_SECONDS
    while (lock := try_lock(folder)) is None:
        if run := running(folder):
            yield _addresses(run)
            return
        if time.monotonic() > deadline:
            raise Refused(f"Another command has held the servers of {folder} for two minutes. Try again later.")
        time.sleep(0.2)
    try:
        with _started(folder) as servers:
            yield servers
    finally:
        os.close(lock)


def _addresses(run: Mapping[str, object]) -> dict[str, str]:
    names = {
        "DATABASE_URL": "database_url",
        "DATABASE_OWNER_URL": "owner_url",
        "DATABASE_SEQUENCER_URL": "sequencer_url",
        "REDIS_URL": "redis_url",
    }
    return _demo(run) | {name: str(run[key]) for name, key in names.items()}


def around(servers: Mapping[str, str], folder: Path) -> dict[str, str]:
    """What a script/server that runs over the operator's own servers has besides them: its mail catcher, its address.

    Nothing when none runs in this folder, or over another database; what the environment names stays.
    """
    run = running(folder)
    if run is None or run.get("database_url") != servers["DATABASE_URL"]:
        return {}
    return {name: value for name, value in _demo(run).items() if not os.environ.get(name)}


def _demo(run: Mapping[str, object]) -> dict[str, str]:
    return {"EMAIL_URL": str(run["smtp"]), "DSAR_BASE_URL": str(run["web"]), "DSAR_DEMO": "1"}


@contextlib.contextmanager
def _started(folder: Path) -> Iterator[dict[str, str]]:
    (folder / "run.json").unlink(missing_ok=True)
    home = Home(folder)
    postgres, valkey = Postgres(home), Valkey(home)
    try:
        postgres.start()
        valkey.start()
        postgres.prepare()
        yield {"DSAR_DEMO": "1"} | server_environment(postgres, valkey)
    finally:
        valkey.stop()
        postgres.stop()
