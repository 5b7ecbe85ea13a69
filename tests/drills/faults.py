"""Two drills over a running portal: parts are killed while requests come in, then history and state are compared."""

import threading
import time

from tests.drills.aftermath import Before, Figures, compare, nothing_lost, settle
from tests.drills.control import Control
from tests.drills.intake_load import Filer
from tests.drills.killer import EVERYTHING, Killer
from tests.drills.report import Result
from tests.drills.stack import Stack, portal

# A full run stops by itself, wherever it has got to, and says how far that was. `--minutes` makes it shorter.
# The kills take about half of it, so that they fall while requests come in; afterwards the work is waited for.
FULL_MINUTES = 45.0
SETTLE_SECONDS = 300
# The short form: one of each kind of death.
SOME = ("any of web", "worker", "pump", "sequencer", "valkey", "all of postgres")


def kill(*, seed: int, full: bool) -> Result:
    """kill -9 of any process, the database's included: nothing acknowledged is lost or doubled."""
    with portal(requests=60 if full else 0) as stack:
        return kill_on(stack, seed=seed, full=full)


def kill_on(stack: Stack, *, seed: int, full: bool) -> Result:
    """The same on a portal that runs already."""
    parts, kills, wanted = (EVERYTHING, 300, 20_000) if full else (SOME, len(SOME), 30)
    pause = FULL_MINUTES * 60 / kills / 2 if full else 0.4
    killer = Killer(stack, seed=seed, parts=parts, rounds=kills, pause=pause)
    figures = _under_fire(stack, killer, wanted, full=full)
    figures["ledger_holds"] = int(stack.manage("check_ledger", check=False).returncode == 0)
    figures |= {f"killed_{part.replace(' ', '_')}": count for part, count in sorted(killer.killed.items())}
    claim = (
        f"{killer.kills} kill -9 during {figures['acknowledged']} acknowledged submissions: "
        f"{figures['lost']} lost, {figures['doubled']} doubled, {figures['deadlines_missed']} deadlines missed"
    )
    passed = nothing_lost(figures) and figures["ledger_holds"] == 1
    return Result("kill", claim, passed, figures, seed, full, _complete(figures, killer, kills, wanted))


def redis_loss(*, seed: int, full: bool) -> Result:
    """The broker is emptied and killed mid-work, its workers too: no job is lost, none is done twice."""
    with portal() as stack:
        return redis_loss_on(stack, seed=seed, full=full)


def redis_loss_on(stack: Stack, *, seed: int, full: bool) -> Result:
    """The same on a portal that runs already. The full form has plain `.delay()` beside it under the same faults."""
    losses, wanted = (40, 350) if full else (4, 20)
    killer = Killer(stack, seed=seed, parts=("valkey", "worker"), rounds=losses, pause=1.5 if full else 0.5)
    killer.wipe = True
    if not full:
        figures = _under_fire(stack, killer, wanted, full=False)
    else:
        control = Control(stack.run["redis_url"], wanted=1000, seconds=losses * killer.pause * 1.5)
        control.warm_up()
        killer.also = lambda part: control.start_worker() if part == "worker" else None
        caller = threading.Thread(target=control.run)
        caller.start()
        figures = _under_fire(stack, killer, wanted, full=True)
        caller.join()
        figures |= control.figures(patience=120)
        control.close()
    figures = {"losses": killer.kills, "wipes": killer.wipes} | figures
    claim = f"Broker and workers destroyed {killer.kills} times during {figures['jobs']} jobs: 0 lost, 0 doubled"
    if full:
        claim += f"; plain .delay() beside it lost {figures['control_lost']} of {figures['control_tasks']}"
    complete = _complete(figures, killer, losses, wanted)
    return Result("redis_loss", claim, nothing_lost(figures), figures, seed, full, complete)


def _under_fire(stack: Stack, killer: Killer, wanted: int, *, full: bool) -> Figures:
    before = Before.of(stack)
    filer = Filer(stack.run["web"], stack.api_key(), wanted)
    filing, killing = threading.Thread(target=filer.run), threading.Thread(target=killer.run)
    begun = time.monotonic()
    for thread in (filing, killing):
        thread.start()
    killing.join(FULL_MINUTES * 60)
    killer.over.set()
    killing.join()
    filing.join(max(0.0, FULL_MINUTES * 60 - (time.monotonic() - begun)))
    filer.enough.set()
    filing.join()
    for trouble in (killer.trouble, filer.trouble):
        if trouble:
            raise trouble
    took = round(time.monotonic() - begun, 1)
    settle(stack, seconds=FULL_MINUTES * 60 if full else SETTLE_SECONDS, expire_leases=not full)
    return {"kills": killer.kills, "wanted": wanted, "seconds_under_fire": took} | compare(stack, filer, before)


def _complete(figures: Figures, killer: Killer, kills: int, wanted: int) -> bool:
    """Whether the run reached its size and everything it set off was finished and looked at."""
    return killer.kills >= kills and figures["acknowledged"] == wanted and figures["jobs_unfinished"] == 0
