"""The sweep over 100,000 and over 1,000,000 open requests: what is due costs the same, however many are not.

20,000 duties are due at once: reminders, escalations and missed days. Beside it one bare UPDATE of the same 20,000
rows, without guards, ledger or marks, in the same run on the same server, which does not wait for its disk.
"""

import os
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import django
import psycopg2

from tests.drills.crowd import Group, multiply

SIZES = (100_000, 1_000_000)
DUE, FEW = 20_000, 5_000
# Two mornings in Wisconsin: a few duties open on the first of them, many on the second.
FIRST = datetime(2027, 3, 2, 15, tzinfo=UTC)
SECOND = FIRST + timedelta(days=1)
BEFORE = FIRST - timedelta(days=1)
REMINDERS = ("remind.half", "remind.three_quarters", "remind.ten_days", "remind.five_days", "remind.two_business_days")
ALL = (*REMINDERS, "escalate.two_business_days")
PERIOD = timedelta(days=45)
MIB = 1024


def run(sizes: tuple[int, ...] = SIZES) -> dict[str, float]:
    """Each size in a database of its own."""
    from tests import servers

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dsar_portal.settings")
    django.setup()
    servers.ensure_template()
    from tests.conftest import cloned_database

    figures: dict[str, float] = {}
    for size in sizes:
        with cloned_database() as name:
            found = _measure(name, size)
        figures |= {f"{figure}_{size}": value for figure, value in found.items()}
    small, large = sizes[0], sizes[-1]
    return {
        **figures,
        # Linear: four times the duties take four times as long, and what is not due takes nothing.
        "growth_with_duties": round(figures[f"sweep_s_{large}"] / figures[f"few_s_{large}"] / (DUE / FEW), 2),
        "growth_with_open_requests": round(figures[f"sweep_s_{large}"] / figures[f"sweep_s_{small}"], 2),
        "memory_below_200_mib": round(200 - max(figures[f"memory_growth_mib_{size}"] for size in sizes), 1),
    }


def _measure(name: str, size: int) -> dict[str, float]:
    from requests_app.services import duties, notices, plans

    seeded = _timed(lambda: _seed(name, size))
    # The day before: what came without a plan gets one, and nothing is due. The mould has its plan.
    healed = _timed(lambda: _expect(plans.heal(), size - 1))
    planned = _timed(lambda: _look_at_all(duties.carry_out))
    _forget_peak()
    before = _memory("VmRSS")
    few = _timed(lambda: _expect(_all(duties.carry_out, FIRST), FEW))
    bare = _bare_update(name)
    sweep = _timed(lambda: _expect(_all(duties.carry_out, SECOND), DUE))
    idle = _timed(lambda: _expect(duties.carry_out(now=SECOND), 0))
    growth = _memory("VmHWM") - before
    mail = _timed(lambda: notices.mail(now=SECOND))
    _check(name)
    return {
        "seed_s": round(seeded, 1),
        "heal_s": round(healed, 1),
        "plan_s": round(planned, 1),
        "few_s": round(few, 2),
        "sweep_s": round(sweep, 2),
        "rows_per_s": round(DUE / sweep),
        "bare_update_s": round(bare, 3),
        "ratio_to_bare_update": round(sweep / bare, 1),
        "idle_sweep_s": round(idle, 4),
        "mail_s": round(mail, 2),
        "memory_growth_mib": round(growth / MIB, 1),
    }


def _seed(name: str, size: int) -> None:
    """One request through the portal, then all others as copies of its rows; the guards are off for that."""
    from tests import cast

    cast.register(FIRST)
    filed = cast.ask(cast.body("restriction"), now=BEFORE)
    with psycopg2.connect(_address(name)) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            execute = _executing(cursor)
            execute("SET session_replication_role = replica")
            multiply(execute, _groups(size), mould=filed.requests[0].reference, entries=False)
            execute("ANALYZE")
    connection.close()


def _groups(size: int) -> list[Group]:
    """Requests of every age whose next duty lies ahead; and those with one duty due on either morning."""
    groups = [*_due_on(FIRST.date(), FEW), *_due_on(SECOND.date(), DUE)]
    rest, ages = size - FEW - DUE - 1, 15
    for age in range(ages):
        first = BEFORE.date() - timedelta(days=1 + age)
        groups.append(Group(rest // ages + (age < rest % ages), first, first + PERIOD))
    return groups


def _due_on(day: date, count: int) -> list[Group]:
    """Three in five are reminded, one in five is brought before the lead, one in five was missed the day before."""
    half, near, missed = day - timedelta(days=22), day - timedelta(days=43), day - timedelta(days=46)
    return [
        Group(count * 3 // 5, half, half + PERIOD),
        Group(count // 5, near, near + PERIOD, REMINDERS),
        Group(count // 5, missed, missed + PERIOD, ALL),
    ]


def _bare_update(name: str) -> float:
    """The same rows changed by one statement with no guard, and taken back."""
    connection = psycopg2.connect(_address(name))
    try:
        with connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")
            chosen = "CREATE TEMP TABLE due AS SELECT request_id FROM requests_app_dutyplan WHERE due_at <= %s"
            cursor.execute(chosen, [SECOND])
            cursor.execute("ANALYZE due")
            started = time.perf_counter()
            cursor.execute(
                "UPDATE requests_app_privacyrequest SET rev = rev + 1 WHERE id IN (SELECT request_id FROM due)"
            )
            taken = time.perf_counter() - started
            _expect(cursor.rowcount, DUE)
        connection.rollback()
    finally:
        connection.close()
    return taken


def _check(name: str) -> None:
    """Every duty left its entry and its notice, and all notices are in a mail."""
    from tests.drills.agreement import disagreements

    with psycopg2.connect(_address(name)) as connection, connection.cursor() as cursor:
        execute = _executing(cursor)
        _expect(execute("SELECT count(*) FROM requests_app_dutymark WHERE at >= %s", [FIRST])[0][0], FEW + DUE)
        apart = disagreements(execute, since=FIRST.isoformat())
        _expect(sum(int(found) for found in apart.values()), 0)
    connection.close()


def _expect(found: int, wanted: int) -> None:
    if found != wanted:
        raise RuntimeError(f"{found} rows were done, not {wanted}")


def _all(sweep: Callable[..., int], now: datetime) -> int:
    """Sweep until nothing is left: one that takes too long leaves the rest to the next."""
    done = 0
    while found := sweep(now=now):
        done += found
    return done


def _look_at_all(sweep: Callable[..., int]) -> None:
    """Until no plan asks for a look: a pass that takes too long leaves the rest to the next."""
    from requests_app.models import DutyPlan

    while DutyPlan.objects.filter(due_at__lte=BEFORE).exists():
        _expect(sweep(now=BEFORE), 0)


def _timed(deed: Callable[[], object]) -> float:
    started = time.perf_counter()
    deed()
    return time.perf_counter() - started


def _executing(cursor: Any) -> Callable[..., list[Any]]:
    def execute(statement: str, values: list[object] | None = None) -> list[Any]:
        cursor.execute(statement, values)
        return list(cursor.fetchall()) if cursor.description else []

    return execute


def _address(name: str) -> str:
    """The database as its superuser."""
    return os.environ["DSAR_TEST_ADMIN_URL"].rsplit("/", 1)[0] + f"/{name}"


def _forget_peak() -> None:
    """Let the kernel measure this process's peak anew."""
    Path("/proc/self/clear_refs").write_text("5")


def _memory(what: str) -> int:
    """A figure of this process in KiB."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(what))
