"""Silence: whether the time of an answer tells if a person is on file. Six public paths, known and unknown people.

Timed are the verbs that pages, phone and API call, after the worker has looked the person up: what it found lies beside
the check by then. Around them a page adds only noise; whether pages do the same for both is seen by their statements.
Code hashes are made cheap meanwhile: their time is the same for all, and would hide a leak. Time on the clock is what a
stranger can measure; processor time is finer where the machine is busy.
"""

import gc
import json
import multiprocessing
import os
import random
import re
import statistics
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from typing import Any
from unittest.mock import patch
from uuid import UUID

from audit.actors import Actor, ActorType
from tests.drills import ground, strangers
from tests.drills.strangers import Person

EACH, TRIALS, PLANTED, SHAPED = 400, 3, 100, 6
LIMIT, LEAK_S = 0.06, 0.0005
SEED = 20261123
CODE, LETTER = "/status/identity/code/", "/status/identity/letter/"
PAGES = {
    "send_code": (CODE, {"send": "1"}),
    "try_code": (CODE, {"code": "00000000"}),
    "give_facts": ("/status/identity/facts/", {"policy_number": "55-102938"}),
    "ask_letter": (LETTER, {"send": "1"}),
    "ask_call": ("/status/identity/call/", {"window": "morning"}),
}
PATHS = ("file", *PAGES)
# One call: the path, the class of the person, seconds on the clock, seconds of the processor.
Call = tuple[str, str, float, float]


def run() -> dict[str, float]:
    """Three trials side by side, each with its own people; the median of each path decides."""
    ground.ready()
    with ground.fresh_database(), strangers.texts(), _cheap_hashes():
        shapes, trials = _shapes(), _trials()
    return _figures(trials, shapes)


def _trials() -> list[list[Call]]:
    from django.db import connections

    connections.close_all()  # a child opens its own
    with multiprocessing.get_context("fork").Pool(TRIALS) as pool:
        return pool.map(_trial, range(TRIALS))


def _trial(number: int) -> list[Call]:
    """All classes in one order of chance, so that whatever else the machine does bothers all of them alike."""
    chance = random.Random(SEED + number)
    everybody = strangers.people(2 * EACH, chance, start=10_000 * (number + 1))
    extra = [one for one in strangers.people(2 * PLANTED, chance, start=10_000 * (number + 1) + 5_000) if one.known]
    strangers.put_on_file([*everybody, *extra])
    classes = [(one, "known" if one.known else "unknown") for one in everybody] + [(one, "planted") for one in extra]
    chance.shuffle(classes)
    return [(path, kind, *times) for one, kind in classes for path, times in _all_paths(one, leak=kind == "planted")]


def _verbs(one: Person) -> Iterator[tuple[str, Callable[[], Any]]]:
    """The six paths as verbs, one after another; between filing and the rest the worker looks the person up."""
    from tests import cast
    from verification import services

    body, filed = one.asks(), list[Any]()
    yield "file", lambda: filed.append(cast.ask(body, now=datetime.now(UTC)))
    ref, now = filed[0].submission.id, datetime.now(UTC)
    services.settle(subject_ref=ref, now=now)
    use: dict[str, Any] = {"subject_ref": ref, "by": Actor(ActorType.CONSUMER, "bench"), "now": now}
    yield "send_code", lambda: services.send_code(**use)
    yield "try_code", lambda: services.try_code(code="00000000", **use)
    yield "give_facts", lambda: services.give_facts(facts={"policy_number": "55-102938"}, **use)
    yield "ask_letter", lambda: services.ask_for_mailed_code(channel="web", **use)
    yield "ask_call", lambda: services.ask_for_call_back(window="morning", channel="web", **use)


def _all_paths(one: Person, *, leak: bool) -> Iterator[tuple[str, tuple[float, float]]]:
    """Go through the six paths in the name of one person; gives what each took."""
    gc.collect(0)
    gc.disable()
    for path, deed in _verbs(one):
        yield path, _timed(deed, leak=leak)
    gc.enable()


class Desk:
    """The same paths over HTTP: one program with a key that files, and one browser."""

    def __init__(self) -> None:
        from django.test import Client

        from tests.api.caller import key_of

        key = key_of("olu", "requests:create", now=datetime.now(UTC)).key
        self.filer = Client(headers={"Authorization": f"Bearer {key}"})
        self.browser = strangers.Browser()

    def deeds(self, one: Person) -> Iterator[tuple[str, Callable[[], Any]]]:
        """The calls, one after another; between filing and the rest the worker looks the person up."""
        from verification import services

        body, filed = json.dumps(one.asks()), list[Any]()

        def file() -> None:
            answer: Any = self.filer.post("/api/v1/submissions/", body, content_type="application/json")
            assert answer.status_code == 201, answer.content[:300]  # noqa: S101  # a wrong call proves nothing
            filed.append(UUID(answer.json()["submission"]))

        yield "file", file
        services.settle(subject_ref=filed[0], now=datetime.now(UTC))
        session = strangers.visit(filed[0])
        for path, (address, fields) in PAGES.items():
            yield path, self._post(address, fields, session, strangers.address(one.number))

    def _post(self, path: str, fields: dict[str, str], session: str, address: str) -> Callable[[], None]:
        def post() -> None:
            answer = self.browser.post(path, fields, session=session, address=address)
            assert answer.status_code in (200, 302), answer.status_code  # noqa: S101  # as above
            assert not answer.headers.get("Location", "").endswith("/status/")  # noqa: S101  # as above

        return post


def _timed(deed: Callable[[], Any], *, leak: bool) -> tuple[float, float]:
    wall, used = time.perf_counter(), time.thread_time()
    if leak:
        until = time.thread_time() + LEAK_S
        while time.thread_time() < until:
            pass
    deed()
    return time.perf_counter() - wall, time.thread_time() - used


@contextmanager
def _cheap_hashes() -> Iterator[None]:
    from argon2 import PasswordHasher

    cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    with ExitStack() as stack:
        for module in ("one_time", "mailed_code"):
            stack.enter_context(patch(f"verification.methods.{module}.HASHER", cheap))
        yield


def _shapes() -> dict[str, set[tuple[str, ...]]]:
    """The statements of every path without their values, as sequences: more than one of a path would tell something."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    everybody = strangers.people(2 * SHAPED, random.Random(SEED), start=1000)
    strangers.put_on_file(everybody)
    desk, found = Desk(), defaultdict[str, set[tuple[str, ...]]](set)
    for turn, one in enumerate(everybody):
        for path, deed in desk.deeds(one):
            with CaptureQueriesContext(connection) as statements:
                deed()
            if turn:  # the first call of all fills caches
                found[path].add(tuple(_shape(query["sql"]) for query in statements.captured_queries))
    return found


def _shape(statement: str) -> str:
    return re.sub(r" ?-?\b\d+\b|(?<=_)x\d+", "#", re.sub(r"'(?:[^']|'')*'", "?", statement))


def auc(ones: list[float], others: list[float]) -> float:
    """How often one of the first is above one of the second: 0.5 where nothing can be told."""
    ranked = sorted([(value, 1) for value in ones] + [(value, 0) for value in others])
    ranks = sum(place for place, (_value, mine) in enumerate(ranked, 1) if mine)
    return (ranks - len(ones) * (len(ones) + 1) / 2) / (len(ones) * len(others))


def _figures(trials: list[list[Call]], shapes: dict[str, set[tuple[str, ...]]]) -> dict[str, float]:
    figures: dict[str, float] = {"people_of_each_class": EACH, "trials": TRIALS, "limit": LIMIT}
    ours, floor, planted = [], [], []
    for path in PATHS:
        for name, clock in (("wall", 2), ("cpu", 3)):
            seen = [_classes(trial, path, clock) for trial in trials]
            middle = statistics.median(auc(one["known"], one["unknown"]) for one in seen)
            figures[f"auc_{path}_{name}"] = round(middle, 3)
            ours.append(abs(middle - 0.5))
            # The same class against itself: what this machine makes of no difference at all.
            halves = [auc(one["unknown"][::2], one["unknown"][1::2]) for one in seen]
            floor.append(abs(statistics.median(halves) - 0.5))
        leaks = [[value for one in seen for value in one[kind]] for kind in ("planted", "unknown")]
        figures[f"planted_auc_{path}_cpu"] = round(auc(*leaks), 3)
        planted.append(auc(*leaks) - 0.5)
        figures[f"median_ms_{path}"] = round(1000 * statistics.median(_all(trials, path)), 1)
    same = sum(len(found) == 1 for found in shapes.values())
    caught = sum(leak > LIMIT for leak in planted)
    holds = same == caught == len(PATHS)
    return figures | {
        "paths": len(PATHS), "paths_with_one_sql_sequence": same, "planted_leak_ms": LEAK_S * 1000,
        "paths_on_which_the_leak_is_caught": caught, "floor": round(max(floor), 3), "ours": round(max(ours), 3),
        "ratio_of_ours_to_limit": round(max(ours) / LIMIT, 3), "least_planted": round(min(planted), 3),
        # A gate that does not see a planted leak proves nothing, however even the figures are.
        "room_below_limit": round(LIMIT - max(ours), 3) if holds else -1.0,
        "load_of_the_machine": round(os.getloadavg()[1], 1),
    }  # fmt: skip


def _classes(trial: list[Call], path: str, clock: int) -> dict[str, list[float]]:
    found = defaultdict[str, list[float]](list)
    for call in trial:
        if call[0] == path:
            found[call[1]].append(float(call[clock]))  # type: ignore[arg-type]  # `clock` is the place of a time
    return found


def _all(trials: list[list[Call]], path: str) -> list[float]:
    return [call[2] for trial in trials for call in trial if call[0] == path]
