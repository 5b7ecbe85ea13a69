"""A sweep of very many duties under fire: worker, beat and broker are killed while it runs, before it is done."""

import json
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import psycopg2
from celery import Celery
from kombu.exceptions import OperationalError

from tests.drills.aftermath import letters_of, settle
from tests.drills.agreement import QUESTIONS, disagreements
from tests.drills.crowd import COPIED, Group, multiply
from tests.drills.intake_load import Filer, submission
from tests.drills.killer import Killer
from tests.drills.report import Result
from tests.drills.stack import Stack, portal

PARTS = ("worker", "any of worker", "beat", "valkey")
PERIOD = timedelta(days=45)
GIVE_UP_SECONDS = 900
REMINDERS = ("remind.half", "remind.three_quarters", "remind.ten_days", "remind.five_days", "remind.two_business_days")
DONE = f"""
SELECT count(*) FROM requests_app_dutymark AS m JOIN requests_app_privacyrequest AS r ON r.id = m.request_id
WHERE r.reference ~ '{COPIED}' AND m.at > now() - interval '1 hour'
"""  # noqa: S608  # a constant
LEFT_BEHIND = """
SELECT count(*) FROM notifications_letter WHERE kind IN ('staff_alert', 'identity_request') AND channel = 'email'
AND status NOT IN ('sent', 'unknown')
"""
ASKED = "SELECT about, count(*) FROM notifications_letter WHERE kind = 'identity_request' GROUP BY about"
PLANNED = f"""
SELECT count(*) FROM requests_app_dutyplan AS p JOIN requests_app_privacyrequest AS r ON r.id = p.request_id
WHERE r.reference ~ '{COPIED}'
"""  # noqa: S608  # a constant
WAITING = "SELECT count(*) FROM requests_app_dutyplan WHERE due_at <= now()"


def sweeps(*, seed: int, full: bool) -> Result:
    """Each duty is done exactly once: one mark, one entry, one notice, in one mail that left; one letter where due."""
    with portal() as stack:
        return sweeps_on(stack, seed=seed, full=full)


def sweeps_on(stack: Stack, *, seed: int, full: bool) -> Result:
    """The same on a portal that runs already."""
    duties, letters, kills = (50_000, 200, 20) if full else (2_000, 6, 3)
    before, since = _asked(stack), datetime.now(UTC).isoformat()
    _prepare(stack, duties, letters)
    killer = Killer(stack, seed=seed, parts=PARTS, rounds=kills, pause=0.0)
    # The first strike falls when nothing is done yet, the last when a little is left.
    moments = [duties * number // kills for number in range(kills)]
    killer.when = lambda: _wait(lambda: _count(stack, DONE) > moments[min(killer.kills, kills - 1)])
    left: list[int] = []
    killer.also = lambda _part: left.append(_count(stack, WAITING))
    figures = _under_fire(stack, killer, duties) | _compare(stack, duties, since, full=full)
    figures["kills_before_the_end"] = sum(map(bool, left))
    asked = {about: n - before.get(about, 0) for about, n in _asked(stack).items()}
    figures |= {"letters": letters, "letters_lost": letters - len([n for n in asked.values() if n])}
    figures["letters_doubled"] = sum(max(0, n - 1) for n in asked.values())
    figures |= {f"killed_{part.replace(' ', '_')}": count for part, count in sorted(killer.killed.items())}
    claim = (
        f"{killer.kills} kill -9 of worker, beat and broker during a sweep of {duties + letters} duties: "
        f"{figures['lost']} lost, {figures['doubled']} doubled, in ledger and outbox alike"
    )
    wrong = ("lost", "doubled", "still_due", "ledger_broken", "letters_lost", "letters_doubled", "unsent", "apart")
    # The few of the short form may all be done before the last strike.
    complete = killer.kills >= kills and (not full or figures["kills_before_the_end"] >= kills)
    return Result("sweeps", claim, not any(figures[name] for name in wrong), figures, seed, full, complete)


def _prepare(stack: Stack, duties: int, letters: int) -> None:
    """Requests with one duty due each, and some whose letter is due; both as if their days had passed."""
    filer = Filer(stack.run["web"], stack.api_key(), letters, first=500_000)
    filer.run()
    if filer.trouble:
        raise filer.trouble
    mould = _file(stack, {**submission(499_999), "rights": [{"right": "restriction"}]})
    with psycopg2.connect(stack.run["owner_url"]) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            multiply(_executing(cursor), _groups(duties), mould=mould, entries=True)
    connection.close()
    _let_a_day_pass(stack, filer)


def _groups(duties: int) -> list[Group]:
    """Half are reminded today, half are brought before the lead: everything earlier is done."""
    today = datetime.now(ZoneInfo("America/Chicago")).date()
    half, near = today - PERIOD // 2, today + timedelta(days=1)
    return [
        Group(duties - duties // 2, half, half + PERIOD),
        Group(duties // 2, near - PERIOD, near, REMINDERS),
    ]


def _let_a_day_pass(stack: Stack, filer: Filer) -> None:
    """The letters' requests were filed two days ago. The guards look away for a moment, as time needs no entry."""
    references = ", ".join(f"'{one}'" for given in filer.acknowledged.values() for one in given)
    chosen = f"(SELECT submission_id FROM requests_app_privacyrequest WHERE reference IN ({references}))"  # noqa: S608  # references of our own making
    table = "requests_app_submission"
    stack.change(
        f"ALTER TABLE {table} DISABLE TRIGGER audited; ALTER TABLE {table} DISABLE TRIGGER next_revision; "  # noqa: S608  # constants of this file
        f"UPDATE {table} SET filed_at = filed_at - interval '2 days' WHERE id IN {chosen}; "
        f"ALTER TABLE {table} ENABLE TRIGGER audited; ALTER TABLE {table} ENABLE TRIGGER next_revision; "
        f"UPDATE requests_app_dutyplan SET due_at = due_at - interval '2 days' WHERE request_id IN "
        f"(SELECT id FROM requests_app_privacyrequest WHERE submission_id IN {chosen})"
    )


def _under_fire(stack: Stack, killer: Killer, duties: int) -> dict[str, Any]:
    killing = threading.Thread(target=killer.run)
    with _ringing(stack, "duty_plans"):
        _wait(lambda: _count(stack, PLANNED) >= duties)
    begun = time.monotonic()
    with _ringing(stack, "duties"):
        killing.start()
        killing.join()
        _wait(lambda: not _count(stack, WAITING))
    if killer.trouble:
        raise killer.trouble
    return {"kills": killer.kills, "duties": duties, "seconds_under_fire": round(time.monotonic() - begun, 1)}


def _compare(stack: Stack, duties: int, since: str, *, full: bool) -> dict[str, Any]:
    """Marks, entries, notices, mails and letters, once an hour has passed: nobody gets two mails within one."""
    passed = "mailed_at = mailed_at - interval '2 hours'"
    stack.change(f"UPDATE requests_app_staffnotice SET {passed} WHERE mailed_at IS NOT NULL")  # noqa: S608  # constants of this file
    with _ringing(stack, "staff_notices"):
        _wait(lambda: not _count(stack, QUESTIONS["notices_not_mailed"]))
    settle(stack, seconds=GIVE_UP_SECONDS, expire_leases=True)
    done, apart = _count(stack, DONE), disagreements(stack.rows, since=since)
    return {
        "lost": max(0, duties - done) + int(apart["entries_missing"]) + int(apart["notices_missing"]),
        "doubled": max(0, done - duties) + int(apart["entries_doubled"]) + int(apart["notices_without_duty"]),
        "still_due": _count(stack, WAITING),
        "apart": sum(int(n) for n in apart.values()),
        "mails_to_staff": _count(stack, "SELECT count(DISTINCT mail) FROM requests_app_staffnotice"),
        "unsent": _count(stack, LEFT_BEHIND) + int(letters_of(stack)["letters_missing"]),
        # The short form is followed by others on the same portal, the last of which proves the whole ledger.
        "ledger_broken": int(full and stack.manage("check_ledger", check=False).returncode != 0),
    }


@contextmanager
def _ringing(stack: Stack, name: str) -> Iterator[None]:
    """More schedulers than anybody has: they ask for the sweep each second, whatever runs already."""
    over = threading.Event()
    thread = threading.Thread(target=_ring, args=(stack, name, over))
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _ring(stack: Stack, name: str, over: threading.Event) -> None:
    app = Celery("drill", broker=stack.run["redis_url"], set_as_current=False)
    app.conf.broker_transport_options = {"socket_timeout": 1, "socket_connect_timeout": 1}
    while not over.is_set():
        with suppress(OperationalError, OSError):
            app.send_task("jobs.run_sweep", args=[name], queue="default", retry=False, expires=10)
        over.wait(1)
    app.close()


def _wait(true: Callable[[], bool]) -> None:
    until = time.monotonic() + GIVE_UP_SECONDS
    while not true():
        if time.monotonic() > until:
            raise AssertionError("the sweep came to a standstill")
        time.sleep(0.1)


def _file(stack: Stack, body: dict[str, object]) -> str:
    """File one request and give its reference."""
    headers = {"Authorization": f"Bearer {stack.api_key()}", "Content-Type": "application/json"}
    address = f"{stack.run['web']}/api/v1/submissions/"
    asked = urllib.request.Request(address, json.dumps(body).encode(), headers)  # noqa: S310  # the drill's own portal
    with urllib.request.urlopen(asked, timeout=30) as answer:  # noqa: S310  # the drill's own portal
        return str(json.load(answer)["requests"][0]["reference"])


def _asked(stack: Stack) -> dict[Any, int]:
    return dict(stack.rows(ASKED))


def _count(stack: Stack, question: str) -> int:
    return int(stack.rows(question)[0][0])


def _executing(cursor: Any) -> Callable[..., list[Any]]:
    def execute(statement: str, values: list[object] | None = None) -> list[Any]:
        cursor.execute(statement, values)
        return list(cursor.fetchall()) if cursor.description else []

    return execute
