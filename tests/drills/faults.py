"""Two drills over a running portal: parts are killed while requests come in, then history and state are compared."""

# ruff: noqa: S310  # addresses of the drill's own portal

import json
import random
import threading
import time
import urllib.request
from collections.abc import Sequence

import redis

from tests.drills.intake_load import Filer
from tests.drills.report import Result
from tests.drills.stack import Stack, portal

SETTLE_SECONDS = 240
KILLED = ("web", "worker", "pump", "sequencer", "beat", "valkey", "postgres")


def kill(*, seed: int, full: bool) -> Result:
    """kill -9 of any part, including the database: nothing acknowledged is lost or doubled."""
    with portal() as stack:
        return kill_on(stack, seed=seed, full=full)


def kill_on(stack: Stack, *, seed: int, full: bool) -> Result:
    """The same on a portal that runs already."""
    rounds, wanted = (300, 20_000) if full else (8, 40)
    before = stack.filed()
    killer = _Killer(stack, seed=seed, parts=KILLED, rounds=rounds)
    filer = _under_fire(stack, killer, wanted)
    figures = {"kills": killer.kills} | _compare(stack, filer, before)
    ledger = stack.manage("check_ledger", check=False)
    figures["ledger_holds"] = int(ledger.returncode == 0)
    passed = _nothing_lost(figures) and figures["ledger_holds"] == 1 and killer.kills == rounds
    return Result("kill", f"{rounds} kill -9: 0 lost, 0 doubled, the ledger holds", passed, figures, seed, full)


def redis_loss(*, seed: int, full: bool) -> Result:
    """The broker is emptied and killed mid-work, its workers too: no job is lost, none is done twice."""
    with portal() as stack:
        return redis_loss_on(stack, seed=seed, full=full)


def redis_loss_on(stack: Stack, *, seed: int, full: bool) -> Result:
    """The same on a portal that runs already."""
    rounds, wanted = (40, 2_000) if full else (4, 30)
    before = stack.filed()
    killer = _Killer(stack, seed=seed, parts=("valkey", "worker"), rounds=rounds, wipe=True)
    filer = _under_fire(stack, killer, wanted)
    figures = {"losses": killer.kills} | _compare(stack, filer, before)
    passed = _nothing_lost(figures) and killer.kills == rounds
    return Result("redis_loss", f"broker destroyed {rounds} times: 0 jobs lost, 0 doubled", passed, figures, seed, full)


class _Killer:
    """Kills one part after another, in an order that the seed decides."""

    def __init__(self, stack: Stack, *, seed: int, parts: Sequence[str], rounds: int, wipe: bool = False) -> None:
        self.stack, self.parts, self.rounds, self.wipe = stack, parts, rounds, wipe
        self.chance = random.Random(seed)
        self.kills = 0
        self.trouble: Exception | None = None

    def run(self) -> None:
        try:
            for turn in range(self.rounds):
                time.sleep(self.chance.uniform(0.2, 1.5))
                if self.wipe:
                    self._wipe()
                # Every part has its turn; the seed decides the order within each round of all.
                if turn % len(self.parts) == 0:
                    order = self.chance.sample(self.parts, len(self.parts))
                self.stack.kill(order[turn % len(self.parts)])
                self.kills += 1
        except Exception as trouble:  # handed to the main thread, which fails the drill with it
            self.trouble = trouble

    def _wipe(self) -> None:
        client = redis.Redis.from_url(self.stack.run["redis_url"])
        try:
            client.flushall()
        except redis.exceptions.RedisError:
            return  # it is down at this moment, which is as empty as it gets
        finally:
            client.close()


def _under_fire(stack: Stack, killer: _Killer, wanted: int) -> Filer:
    filer = Filer(stack.run["web"], stack.api_key(), wanted)
    threads = [threading.Thread(target=filer.run), threading.Thread(target=killer.run)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if killer.trouble:
        raise killer.trouble
    _settle(stack)
    return filer


def _settle(stack: Stack) -> None:
    """Wait until no job is due any more."""
    due = "SELECT count(*) FROM jobs_job WHERE state IN ('ready', 'running') AND run_after <= now() + interval '2 min'"
    deadline = time.monotonic() + SETTLE_SECONDS
    while time.monotonic() < deadline and stack.rows(due)[0][0]:
        time.sleep(0.5)


def _compare(stack: Stack, filer: Filer, before: set[str]) -> dict[str, int | float | str]:
    """The driver's own record against database and mail; `before` was there when it began."""
    filed = stack.filed() - before
    acknowledged = [reference for references in filer.acknowledged.values() for reference in references]
    unfinished = stack.rows("SELECT count(*) FROM jobs_job WHERE state <> 'done' AND run_after <= now()")[0][0]
    dead = stack.rows("SELECT count(*) FROM jobs_job WHERE state = 'dead'")[0][0]
    return {
        "wanted": filer.wanted,
        "acknowledged": len(filer.acknowledged),
        "attempts": filer.attempts,
        "lost": len(set(acknowledged) - filed),
        "doubled": len(filed - set(acknowledged)) + len(acknowledged) - len(set(acknowledged)),
        "jobs": stack.rows("SELECT count(*) FROM jobs_job")[0][0],
        "jobs_unfinished": unfinished,
        "jobs_dead": dead,
        **_letters(stack),
    }


def _letters(stack: Stack) -> dict[str, int]:
    """Every e-mail that the database calls sent lies in the catcher; doubles are counted by Message-ID."""
    with urllib.request.urlopen(f"{stack.run['mail_http']}/api/messages", timeout=30) as answer:
        caught = [letter["message_id"].strip("<>") for letter in json.load(answer)]
    query = "SELECT message_id FROM notifications_letter WHERE channel = 'email' AND status = 'sent'"
    sent = [row[0].strip("<>") for row in stack.rows(query)]
    return {
        "letters_sent": len(sent),
        "letters_missing": len(set(sent) - set(caught)),
        "letters_twice": len(caught) - len(set(caught)),
    }


def _nothing_lost(figures: dict[str, int | float | str]) -> bool:
    # A letter may arrive twice when its worker dies between the mail server's yes and our commit: twice beats never.
    zero = ("lost", "doubled", "jobs_unfinished", "jobs_dead", "letters_missing")
    return figures["acknowledged"] == figures["wanted"] and not any(figures[name] for name in zero)
