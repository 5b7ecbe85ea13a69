"""The processes of one portal: what each is started with, and which secrets it alone is given."""

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path

from dsar_portal import childproc, surroundings
from dsar_portal.embedded import StartFailed

UP_SECONDS = 60
# A part that dies at once is not hammered: each quick death doubles the wait up to this.
LONGEST_PAUSE = 8.0
# "celery" is where beat rings for the sweeps.
QUEUES = "--queues=celery,default,mail,files"


# Whoever waits for a page goes before work that is done later: all parts share the cores of one machine here.
LATER = ("nice", "-n", "5")


class Part:
    """One process, and how to bring it back."""

    def __init__(self, name: str, argv: list[str], env: Mapping[str, str], log: Path) -> None:
        self.name, self.argv, self.env, self.log = name, argv, env, log
        self.process: subprocess.Popen[bytes] | None = None
        self.started = 0.0
        self.pause = 0.0

    @property
    def pid(self) -> int | None:
        return self.process.pid if self.process else None

    def start(self) -> None:
        self.started = time.monotonic()
        self.process = childproc.spawn(self.argv, env=self.env, log=self.log, cwd=surroundings.ROOT)

    def is_dead(self) -> bool:
        """Ended, and not waiting out a pause after a quick death."""
        if self.process is None or self.process.poll() is None:
            return False
        return time.monotonic() - self.started >= self.pause

    def restart(self) -> None:
        """Start again, after ending what a killed parent left behind (its session is its own)."""
        quick = time.monotonic() - self.started < LONGEST_PAUSE * 2
        self.pause = min(max(self.pause * 2, 0.5), LONGEST_PAUSE) if quick else 0.0
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)
        self.start()

    def ask_to_stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def stop(self) -> None:
        childproc.end(self.process)
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)


def all_parts(env: Mapping[str, str], folder: Path, port: int, smtp_port: int, mail_http: int) -> list[Part]:
    """Web, worker, beat, pump, sequencer and mail catcher. Only the sequencer gets the log key."""
    python = sys.executable
    plain = surroundings.without_guarded(env)
    working = surroundings.without_guarded(env, "DSAR_DOCUMENT_KEY_FILE")
    signing = surroundings.without_guarded(env, "DATABASE_SEQUENCER_URL", "DSAR_LOG_KEY_FILE")
    celery = [python, "-m", "celery", "-A", "dsar_portal.celery"]
    catcher = ["-m", "dsar_portal.mailcatcher", "--folder", str(folder / "mail")]
    # Where the portal of a demonstration looks for what came back (settings.BOUNCE_MAILBOX).
    ports = ["--returned", str(folder / "returned"), "--smtp-port", str(smtp_port), "--http-port", str(mail_http)]
    wanted: dict[str, tuple[list[str], Mapping[str, str]]] = {
        "mail": ([python, *catcher, *ports], plain),
        "sequencer": ([python, "manage.py", "sequencer"], signing),
        "web": ([python, "-m", "gunicorn", *web_options(port)], plain),
        "worker": (
            [*LATER, *celery, "worker", "--concurrency=2", QUEUES, "--without-gossip", "--without-mingle"],
            working,
        ),
        "beat": ([*LATER, *celery, "beat", f"--schedule={folder / 'beat-schedule'}", "--pidfile="], plain),
        "pump": ([*LATER, python, "manage.py", "pump"], working),
    }
    return [Part(name, argv, its, folder / "log" / f"{name}.log") for name, (argv, its) in wanted.items()]


def web_options(port: int) -> list[str]:
    """gunicorn without access log (addresses can hold codes) and without its control socket."""
    size = ["--workers=2", "--worker-class=gthread", "--threads=4", "--timeout=60", "--graceful-timeout=10"]
    return ["dsar_portal.wsgi:application", f"--bind=127.0.0.1:{port}", "--no-control-socket", *size]


def wait_until_up(web: str, stopping: threading.Event) -> None:
    """Return when the portal answers."""
    deadline = time.monotonic() + UP_SECONDS
    while time.monotonic() < deadline:
        with contextlib.suppress(urllib.error.URLError, OSError):
            # An answer of any kind counts as up only if it is a good one: urlopen raises otherwise.
            urllib.request.urlopen(f"{web.replace('localhost', '127.0.0.1')}/healthz", timeout=5).close()  # noqa: S310  # our own server
            return
        if stopping.wait(0.2):
            raise KeyboardInterrupt
    raise StartFailed(f"The portal did not answer within {UP_SECONDS} s; see the logs in the data folder.")
