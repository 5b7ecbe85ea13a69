"""script/server: starts every part of the portal on one machine, watches them, and restarts what dies."""

import argparse
import contextlib
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from types import FrameType

from dsar_portal import childproc, parts, surroundings
from dsar_portal.embedded import Home, Postgres, StartFailed, Valkey, write_secret

USAGE, ENVIRONMENT = 2, 3
STAFF = "casey, sol, mo, olu, petra, mina, lena, dev, ari, ada, adam"


def say(text: str) -> None:
    """Progress, to stderr."""
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


@contextlib.contextmanager
def step(text: str):  # type: ignore[no-untyped-def]  # a generator; contextmanager gives it its type
    """Show a step and how long it took."""
    started = time.monotonic()
    say(f"  {text} ...")
    yield
    say(f"  {text}: {time.monotonic() - started:.1f} s")


def options(arguments: list[str] | None = None) -> argparse.Namespace:
    """The flags of script/server; 2 is the exit code of a wrong one."""
    parser = argparse.ArgumentParser(prog="script/server", description=__doc__)
    parser.add_argument("--port", type=int, default=8000, help="where the portal answers (8000)")
    parser.add_argument("--mail-port", type=int, help="where caught mail can be read (8025, or a free one)")
    parser.add_argument("--fresh", action="store_true", help="forget all data first")
    parser.add_argument("--requests", type=int, default=60, help="how many demonstration requests (60)")
    parser.add_argument("--data-dir", help="where everything is kept (var/)")
    return parser.parse_args(arguments)


def refuse_busy(port: int, flag: str) -> None:
    """Stop with a sentence if somebody else listens there."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as problem:
            raise surroundings.Refused(
                f"Port {port} cannot be used ({problem.strerror}). Choose another one with {flag} N."
            ) from problem


def mail_page_port(wished: int | None) -> int:
    """The port that was asked for; else 8025 if it is free; else any."""
    if wished is not None:
        refuse_busy(wished, "--mail-port")
        return wished
    try:
        refuse_busy(8025, "--mail-port")
    except surroundings.Refused:
        return childproc.free_port()
    return 8025


class Portal:
    """All parts of one portal in one data folder."""

    def __init__(self, chosen: argparse.Namespace) -> None:
        self.chosen = chosen
        self.folder = surroundings.data_dir(chosen.data_dir)
        self.web = f"http://localhost:{chosen.port}"
        self.stopping = threading.Event()
        self.servers: list[Postgres | Valkey] = []
        self.parts: list[parts.Part] = []

    def prepare(self) -> None:
        """Servers, roles, tables, static files, and on the first start the demonstration."""
        os.umask(0o077)
        refuse_busy(self.chosen.port, "--port")
        mail_http = mail_page_port(self.chosen.mail_port)
        self._forget_if_asked()
        (self.folder / "run.json").unlink(missing_ok=True)
        servers = surroundings.outside_servers() or self._embedded()
        env = surroundings.complete(servers, self.folder)
        smtp_port = childproc.free_port()
        env |= {"DSAR_DEMO": "1", "DSAR_BASE_URL": self.web, "EMAIL_URL": f"smtp://127.0.0.1:{smtp_port}"}
        self.env, self.mail_http = env, f"http://localhost:{mail_http}"
        with step("Bringing the tables up to date"):
            self._manage("migrate", "--no-input", "--verbosity=0", keep=("DATABASE_OWNER_URL",))
        with step("Collecting static files"):
            self._manage("collectstatic", "--no-input", "--verbosity=0")
        self._demonstration()
        self.parts = parts.all_parts(env, self.folder, self.chosen.port, smtp_port, mail_http)

    def _forget_if_asked(self) -> None:
        if self.chosen.fresh:
            strange = {path.name for path in self.folder.iterdir()} - {"server.lock"}
            if strange and not {"secrets", "run.json", "demo-password"} & strange:
                raise surroundings.Refused(f"{self.folder} holds no demonstration: --fresh will not empty it.")
            say("  Forgetting all data of the last time")
            Home(self.folder).forget(keep=("server.lock",))

    def _embedded(self) -> dict[str, str]:
        home = Home(self.folder)
        postgres, valkey = Postgres(home), Valkey(home)
        for name, server in (("PostgreSQL", postgres), ("Valkey", valkey)):
            with step(f"Starting {name}"):
                server.start()
                self.servers.append(server)
        with step("Making database roles"):
            postgres.prepare()
        return surroundings.server_environment(postgres, valkey)

    def _demonstration(self) -> None:
        done = self.folder / "demo-loaded"
        password = self.folder / "demo-password"
        if not password.exists():
            write_secret(password, secrets.token_urlsafe(12) + "\n")
        if done.exists():
            return
        with step("Loading the demonstration's people and systems"):
            self._manage("load_demo")
        with step(f"Seeding {self.chosen.requests} requests"):
            self._manage("seed_demo", "--requests", str(self.chosen.requests))
        done.touch()

    def _manage(self, *arguments: str, keep: tuple[str, ...] = ("DSAR_DOCUMENT_KEY_FILE",)) -> None:
        env = surroundings.without_guarded(self.env, *keep)
        command = [sys.executable, str(surroundings.ROOT / "manage.py"), *arguments]
        # The child's results are our progress: our own stdout carries the addresses alone.
        child = subprocess.Popen(  # noqa: S603  # our own command
            command, env=env, cwd=surroundings.ROOT, stdout=sys.stderr, start_new_session=True
        )
        while child.poll() is None:
            if self.stopping.wait(0.05):
                childproc.end(child)
                raise KeyboardInterrupt
        if child.returncode:
            raise StartFailed(f"manage.py {arguments[0]} failed; its words are above.")

    def serve(self) -> None:
        """Start the parts, tell the addresses, then watch until told to stop."""
        with step("Starting web, worker, beat, pump, sequencer and mail catcher"):
            for part in self.parts:
                part.start()
            parts.wait_until_up(self.web, self.stopping)
        self.write_run_file()
        self._tell()
        while not self.stopping.wait(0.5):
            if self.restart_the_dead():
                self.write_run_file()

    def restart_the_dead(self) -> bool:
        """Bring back whatever has ended; true if anything had."""
        dead: list[tuple[str, Callable[[], None]]] = [
            (type(server).__name__, server.start)
            for server in self.servers
            if server.process is None or server.process.poll() is not None
        ]
        dead += [(part.name, part.restart) for part in self.parts if part.is_dead()]
        for name, start in dead:
            say(f"  {name} has ended; starting it again")
            with contextlib.suppress(StartFailed):
                start()
        return bool(dead)

    def write_run_file(self) -> None:
        """Tell scripts and drills where everything is."""
        pids: dict[str, int | None] = {type(s).__name__.lower(): s.process.pid for s in self.servers if s.process}
        pids |= {part.name: part.pid for part in self.parts}
        addresses = {
            "web": self.web,
            "mail_http": self.mail_http,
            "smtp": self.env["EMAIL_URL"],
            "database_url": self.env["DATABASE_URL"],
            "owner_url": self.env["DATABASE_OWNER_URL"],
            "sequencer_url": self.env["DATABASE_SEQUENCER_URL"],
            "redis_url": self.env["REDIS_URL"],
        }
        write_secret(self.folder / "run.json", json.dumps({**addresses, "pids": pids | {"supervisor": os.getpid()}}))

    def _tell(self) -> None:
        password = (self.folder / "demo-password").read_text().strip()
        lines = [
            f"Portal         {self.web}/",
            f"Staff sign-in  {self.web}/staff/login/",
            f"  users        {STAFF}",
            f"  password     {password}",
            "  second code  script/manage otp_code USER",
            f"Caught mail    {self.mail_http}/",
        ]
        sys.stdout.write("\n".join(lines) + "\n")
        sys.stdout.flush()
        say("Press Ctrl-C to stop. The data stays.")

    def stop(self) -> None:
        """End every part, servers last."""
        say("Stopping ...")
        for part in self.parts:
            part.ask_to_stop()
        for part in self.parts:
            part.stop()
        for server in reversed(self.servers):
            server.stop()
        (self.folder / "run.json").unlink(missing_ok=True)


def main(arguments: list[str] | None = None) -> int:
    """Run until Ctrl-C or SIGTERM; 3 when the machine or the data folder does not allow it."""
    chosen = options(arguments)
    portal = Portal(chosen)

    def asked_to_stop(number: int, frame: FrameType | None) -> None:
        portal.stopping.set()

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, asked_to_stop)
    lock = surroundings.try_lock(portal.folder)
    if lock is None:
        say(_already(surroundings.running(portal.folder), portal.folder))
        return ENVIRONMENT
    try:
        portal.prepare()
        portal.serve()
    except KeyboardInterrupt:
        return 130
    except (surroundings.Refused, StartFailed) as problem:
        say(str(problem))
        return ENVIRONMENT
    finally:
        portal.stop()
        os.close(lock)
    return 0


def _already(run: Mapping[str, object] | None, folder: Path) -> str:
    where = f" at {run['web']}/" if run else ""
    return f"A portal already runs in {folder}{where}. Stop it first, or choose another --data-dir and --port."


if __name__ == "__main__":
    raise SystemExit(main())
