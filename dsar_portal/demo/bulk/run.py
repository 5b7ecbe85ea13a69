"""A whole run: choose, walk what is needed once, and copy, with a process for each core."""

import json
import multiprocessing
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from random import Random

from django.db import connections

from dsar_portal.demo.bulk import moulds, prototypes, references, stories
from dsar_portal.demo.bulk.copies import Copier, Copy, fingerprint
from dsar_portal.demo.bulk.copying import write
from dsar_portal.demo.bulk.stories import STORIES
from requests_app.services import plans

Progress = Callable[[str], None]
Kind = tuple[int, int]
CHUNK = 500
MOST_WEEKS = 104
GRACE_SECONDS = 5400


@dataclass(frozen=True)
class Wanted:
    """One copy to be made: of which history, how far moved."""

    kind: Kind
    weeks: int
    seconds: int


def seed(count: int, *, rng_seed: int, now: datetime, progress: Progress, processes: int | None = None) -> int:
    """Write `count` requests with their entries. Gives the number of entries. The same seed gives the same requests."""
    dice = Random(rng_seed)  # noqa: S311  made-up data needs no secrecy
    kinds = stories.choose(dice, count)
    copiers = _copiers(sorted(set(kinds)), now=now, progress=progress)
    wanted = sorted(_moved(kinds, copiers, dice, now), key=lambda one: _received(copiers[one.kind], one))
    chunks = _chunks(wanted, copiers, rng_seed)
    entries = 0
    for done, written in enumerate(_written(chunks, copiers, processes or os.cpu_count() or 1), start=1):
        entries += written
        if done % 20 == 0 or done * CHUNK >= count:
            progress(f"{min(done * CHUNK, count):,} of {count:,} requests, {entries:,} entries")
    plans.heal()
    return entries


def _copiers(kinds: list[Kind], *, now: datetime, progress: Progress) -> dict[Kind, Copier]:
    people = prototypes.reachable()
    made: dict[Kind, Copier] = {}
    for number, (place, variant) in enumerate(kinds, start=1):
        made[place, variant] = Copier(moulds.cut(prototypes.make(place, variant, people=people, now=now)))
        if number % 20 == 0 or number == len(kinds):
            progress(f"{number} of {len(kinds)} histories walked")
    return made


def _moved(kinds: list[Kind], copiers: dict[Kind, Copier], dice: Random, now: datetime) -> Iterator[Wanted]:
    latest = {kind: _latest(copiers[kind], now) for kind in set(kinds)}
    for kind in kinds:
        weeks = 0
        if not STORIES[kind[0]].is_open:
            weeks = dice.randrange(-MOST_WEEKS, latest[kind] + 1)
            while copiers[kind].dating.moved(weeks) is None:
                weeks = dice.randrange(-MOST_WEEKS, latest[kind] + 1)
        late = 0 if weeks == latest[kind] else GRACE_SECONDS
        yield Wanted(kind, weeks, dice.randrange(-GRACE_SECONDS, late + 1))


def _latest(copier: Copier, now: datetime) -> int:
    """By how many weeks a history can be moved so that all of it still lies in the past."""
    last = max(json.loads(leaf)["at"] for _entry, leaf in copier.mould.prototype.leaves)
    return (now - datetime.fromisoformat(last)) // timedelta(weeks=1)


def _received(copier: Copier, one: Wanted) -> datetime:
    return copier.mould.prototype.at + timedelta(weeks=one.weeks, seconds=one.seconds)


Job = list[tuple[Kind, Copy]]


def _chunks(wanted: list[Wanted], copiers: dict[Kind, Copier], rng_seed: int) -> Iterator[Job]:
    names = references.free(fingerprint(rng_seed))
    numbered = enumerate(wanted)
    while chunk := list(islice(numbered, CHUNK)):
        job: Job = []
        for number, one in chunk:
            called = tuple(next(names) for _ in copiers[one.kind].mould.prototype.requests)
            job.append((one.kind, Copy(number, one.weeks, one.seconds, called, rng_seed)))
        yield job


def _written(chunks: Iterator[Job], copiers: dict[Kind, Copier], processes: int) -> Iterator[int]:
    """How many entries each chunk brought. One process works in the caller's; more of them share its memory."""
    if processes == 1:
        yield from (_write(job, copiers) for job in chunks)
        return
    jobs = list(chunks)
    connections.close_all()  # a connection cannot be shared by two processes
    _Shared.copiers = copiers
    with multiprocessing.get_context("fork").Pool(processes) as pool:
        yield from pool.imap(_write_shared, jobs)


class _Shared:
    """What the processes find in the memory they were forked from."""

    copiers: dict[Kind, Copier]


def _write_shared(job: Job) -> int:
    return _write(job, _Shared.copiers)


def _write(job: Job, copiers: dict[Kind, Copier]) -> int:
    return write([(copiers[kind], copy) for kind, copy in job])["audit.entry"]
