"""Kills parts of a running portal, in an order and at times that the seed decides."""

import os
import random
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

import redis

from tests.drills.stack import Stack

# A part alone: its parent process. `any of`: one of its children. `all of`: the parent with everything below it.
EVERYTHING = (
    "web", "any of web", "worker", "any of worker", "pump", "sequencer", "beat", "valkey",
    "postgres", "any of postgres", "all of postgres",
)  # fmt: skip
GIVE_UP_SECONDS = 60


class Killer:
    """kill -9, `rounds` times, `pause` seconds apart on average; with `wipe` the broker is emptied each time."""

    def __init__(self, stack: Stack, *, seed: int, parts: Sequence[str], rounds: int, pause: float) -> None:
        self.stack, self.parts, self.rounds, self.pause = stack, parts, rounds, pause
        self.chance = random.Random(seed)
        self.killed: Counter[str] = Counter()
        self.wipes = 0
        self.wipe = False
        # Whatever else dies with each round, such as the worker of a control run.
        self.also: Callable[[str], None] = lambda part: None
        # Waits for the moment to strike.
        self.when: Callable[[], None] = lambda: None
        self.trouble: Exception | None = None
        self.over = threading.Event()

    @property
    def kills(self) -> int:
        return self.killed.total()

    def run(self) -> None:
        """Every part has its turn; the seed decides the order within each round of all."""
        try:
            while self.kills < self.rounds and not self.over.is_set():
                for part in self.chance.sample(self.parts, len(self.parts)):
                    self.when()
                    self._strike(part)
                    if self.kills >= self.rounds or self.over.wait(self.pause * self.chance.uniform(0.5, 1.5)):
                        return
        except Exception as trouble:  # handed to the main thread, which fails the drill with it
            self.trouble = trouble

    def _strike(self, part: str) -> None:
        if self.wipe:
            self._empty_the_broker()
        struck = False
        for pid in self._victims(part):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
                struck = True
        # All of a part is one deed, however many processes it takes along.
        self.killed.update([part] if struck else [])
        self.also(part)

    def _victims(self, part: str) -> list[int]:
        """The processes to kill; it is waited for a part that is being started again."""
        deadline = time.monotonic() + GIVE_UP_SECONDS
        name = part.rsplit(" ", 1)[-1]
        while not _alive(parent := self.stack.pid(name)):
            if time.monotonic() > deadline:
                raise AssertionError(f"{name} was not started again")
            time.sleep(0.05)
        below = _children(parent)
        if part.startswith("any of"):
            return [self.chance.choice(sorted(below))] if below else []
        return [parent, *below] if part.startswith("all of") else [parent]

    def _empty_the_broker(self) -> None:
        client = redis.Redis.from_url(self.stack.run["redis_url"])
        try:
            client.flushall()
            self.wipes += 1
        except redis.exceptions.RedisError:
            return  # it is down at this moment, which is as empty as it gets
        finally:
            client.close()


def _alive(pid: int) -> bool:
    """Whether a process runs; one that is dead and not yet collected does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] not in "ZX"
    except OSError:
        return False


def _children(parent: int) -> list[int]:
    """The processes that `parent` started."""
    found: list[int] = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rsplit(")", 1)[1].split()
            except OSError:
                continue
            if int(fields[1]) == parent and fields[0] not in "ZX":
                found.append(int(entry.name))
    return found
