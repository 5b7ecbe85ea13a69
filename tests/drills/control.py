"""The control run: the same faults upon plain `.delay()`, so that it shows what the table of jobs is for."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path
from tempfile import mkdtemp

from celery import Celery

# Nothing of the portal is imported here: this worker has Celery's own settings, and Celery finds Django by a variable.
# Never the current app of the process that imports this: the portal's bells would ring in its memory.
app = Celery("control", broker=os.environ.get("DSAR_CONTROL_BROKER", "memory://"), set_as_current=False)
app.conf.task_default_queue = "control"
app.conf.broker_connection_retry_on_startup = True
EFFECT_SECONDS = 0.03
WARM_UP, WARM_UP_SECONDS = 20, 60


@app.task
def note(number: int, file: str) -> None:
    """The work: a moment, then one line."""
    time.sleep(EFFECT_SECONDS)
    with Path(file).open("a") as out:
        out.write(f"{number}\n")


class Control:
    """A worker with Celery's own settings, and a caller who hands it `wanted` tasks in about `seconds`."""

    def __init__(self, broker: str, *, wanted: int, seconds: float) -> None:
        self.broker, self.wanted, self.pace = broker, wanted, seconds / wanted
        self.file = Path(mkdtemp(prefix="dsar-control-")) / "done"
        self.accepted = 0
        self.worker: subprocess.Popen[bytes] | None = None
        app.conf.broker_url = broker

    def warm_up(self) -> None:
        """While nothing is broken it must do all that it is given; only then does its loss say anything."""
        self.start_worker()
        for number in range(-WARM_UP, 0):
            note.delay(number, str(self.file))
        until = time.monotonic() + WARM_UP_SECONDS
        while len(self._done()) < WARM_UP:
            if time.monotonic() > until:
                raise AssertionError("the control run does not work even without faults")
            time.sleep(0.2)
        self.file.unlink()

    def start_worker(self) -> None:
        """Start it again, whatever became of the last one."""
        self.kill_worker()
        command = [sys.executable, "-m", "celery", "-A", "tests.drills.control", "worker", "--concurrency=2"]
        env = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
        self.worker = subprocess.Popen(
            [*command, "--loglevel=CRITICAL"],
            env=env | {"DSAR_CONTROL_BROKER": self.broker},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def kill_worker(self) -> None:
        """kill -9, its children with it."""
        if self.worker is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.worker.pid, signal.SIGKILL)
            self.worker.wait()

    def run(self) -> None:
        """Hand the tasks over, spread over the time that the faults take; a refused one is handed over again."""
        for number in range(self.wanted):
            until = time.monotonic() + 120
            while time.monotonic() < until:
                try:
                    note.delay(number, str(self.file))
                except Exception:  # whatever a broker that is away makes of it
                    time.sleep(0.2)
                    continue
                self.accepted += 1
                break
            time.sleep(self.pace)

    def close(self) -> None:
        """Leave nothing behind."""
        self.kill_worker()
        shutil.rmtree(self.file.parent)

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
