"""The control run: the same faults upon plain `.delay()`, so that it shows what the table of jobs is for."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path
from tempfile import mkdtemp

from celery import Celery

from tests.drills.stack import ROOT, clean_environment

app = Celery("control", broker=os.environ.get("DSAR_CONTROL_BROKER", "memory://"))
app.conf.task_default_queue = "control"
app.conf.broker_connection_retry_on_startup = True
EFFECT_SECONDS = 0.03


@app.task
def note(number: int, file: str) -> None:
    """The work: a moment, then one line."""
    time.sleep(EFFECT_SECONDS)
    with Path(file).open("a") as out:
        out.write(f"{number}\n")


class Control:
    """A worker with Celery's own settings, and a caller who hands it `wanted` tasks."""

    def __init__(self, broker: str, wanted: int) -> None:
        self.broker, self.wanted = broker, wanted
        self.file = Path(mkdtemp(prefix="dsar-control-")) / "done"
        self.accepted = 0
        self.worker: subprocess.Popen[bytes] | None = None
        self.over = threading.Event()
        app.conf.broker_url = broker

    def start_worker(self) -> None:
        """Start it again, whatever became of the last one."""
        self.kill_worker()
        command = [sys.executable, "-m", "celery", "-A", "tests.drills.control", "worker", "--concurrency=2"]
        self.worker = subprocess.Popen(
            [*command, "--loglevel=CRITICAL"],
            cwd=ROOT,
            env=clean_environment() | {"DSAR_CONTROL_BROKER": self.broker},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def kill_worker(self) -> None:
        if self.worker is not None:
            os.killpg(self.worker.pid, signal.SIGKILL)
            self.worker.wait()

    def run(self) -> None:
        """Hand the tasks over, spread over the time that the faults take; a refused one is handed over again."""
        for number in range(self.wanted):
            while not self.over.is_set():
                try:
                    note.delay(number, str(self.file))
                except Exception:  # whatever a broker that is away makes of it
                    time.sleep(0.2)
                    continue
                self.accepted += 1
                break
            time.sleep(EFFECT_SECONDS)

    def figures(self, *, patience: float) -> dict[str, int | float | str]:
        """Wait until nothing more happens, then count."""
        until, done = time.monotonic() + patience, self._done()
        while time.monotonic() < until:
            time.sleep(5)
            before, done = done, self._done()
            if done == before:
                break
        return {
            "control_tasks": self.accepted,
            "control_lost": self.accepted - len(done),
            "control_doubled": done.total() - len(done),
        }

    def _done(self) -> Counter[str]:
        return Counter(self.file.read_text().split()) if self.file.exists() else Counter()
