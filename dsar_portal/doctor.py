"""The self-check: can this installation do its work today? Each check gives one sentence."""

import contextlib
import smtplib
import socket
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from importlib.metadata import version
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import get_connection
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from redis import Redis
from redis.exceptions import RedisError

from audit import alarms, checkpoints
from audit import selectors as ledger
from dsar_portal.findings import Finding, State
from dsar_portal.upkeep import checks, desk, signing_in, training
from jobs import selectors as jobs
from notifications import selectors as letters
from requests_app.calendars import is_business_day
from requests_app.profile import PROFILE
from vault import disk
from vault.blind import blind_index

Check = Callable[[datetime], Finding]
CLOCK_LIMIT = 5.0
JOBS_LIMIT = timedelta(seconds=90)  # the pump does what nobody touched for a minute
BACKUP_LIMIT = timedelta(days=2)


def examine(*, now: datetime) -> list[Finding]:
    """Run every check. None of them raises, and none changes anything that lasts."""
    return [_safely(name, check, now) for name, check in CHECKS.items()]


def healthy(findings: list[Finding]) -> bool:
    """Whether nothing is broken; warnings do not count."""
    return all(finding.state is not State.BROKEN for finding in findings)


def _safely(name: str, check: Check, now: datetime) -> Finding:
    try:
        return check(now)
    except (DatabaseError, RedisError, OSError, ValueError, LookupError, RuntimeError) as error:
        # Only the class: the text of an error may hold an address or a password.
        return Finding(name, State.BROKEN, f"This could not be checked ({type(error).__name__}).")


def _migrations(now: datetime) -> Finding:
    executor = MigrationExecutor(connection)
    missing = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    if missing:
        return Finding("migrations", State.BROKEN, f"{missing} migrations are missing. Run: script/manage upgrade.")
    return Finding("migrations", State.FINE, "All migrations are in place.")


def _broker(now: datetime) -> Finding:
    try:
        with Redis.from_url(settings.REDIS_URL, socket_connect_timeout=2, socket_timeout=2) as broker:
            broker.ping()
    except (RedisError, OSError):
        return Finding("broker", State.WARNING, "The broker does not answer. Work is late, not lost: the pump does it.")
    return Finding("broker", State.FINE, "The broker answers.")


def _mail(now: datetime) -> Finding:
    where = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
    mail = get_connection()
    try:
        mail.open()
    except (OSError, smtplib.SMTPException, socket.gaierror):
        return Finding("mail server", State.BROKEN, f"The mail server at {where} does not answer. Letters wait for it.")
    finally:
        with contextlib.suppress(OSError, smtplib.SMTPException):
            mail.close()
    return Finding("mail server", State.FINE, f"The mail server at {where} answers.")


def _clock(now: datetime) -> Finding:
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        theirs: datetime = cursor.fetchone()[0]
    apart = abs((theirs - datetime.now(UTC)).total_seconds())
    if apart > CLOCK_LIMIT:
        return Finding("clock", State.BROKEN, f"This machine's clock and the database's are {apart:.0f} s apart.")
    return Finding("clock", State.FINE, "This machine's clock and the database's agree.")


def _zones(now: datetime) -> Finding:
    names = {settings.TIME_ZONE, PROFILE.time_zone, "America/Los_Angeles", "Europe/Berlin"}
    for name in names:
        ZoneInfo(name)
    return Finding("time zones", State.FINE, f"Time zone data {version('tzdata')} can be read.")


def _holidays(now: datetime) -> Finding:
    known = all(not is_business_day(_observed(year)) for year in (now.year, now.year + 1))
    state = State.FINE if known else State.BROKEN
    words = "knows" if known else "does not know"
    return Finding("holidays", state, f"Holiday data {version('holidays')} {words} this year and the next.")


def _observed(year: int) -> date:
    """Thanksgiving: the fourth Thursday of November, never moved."""
    first = date(year, 11, 1)
    return first + timedelta(days=(3 - first.weekday()) % 7 + 21)


def _keys(now: datetime) -> Finding:
    blind_index("doctor", purpose="doctor")
    named = [settings.LOG_KEY_FILE, settings.DOCUMENT_KEY_FILE]
    unreadable = [Path(name).name for name in named if name and not _readable(Path(name))]
    if unreadable:
        return Finding("keys", State.BROKEN, f"These key files cannot be read: {', '.join(unreadable)}.")
    return Finding("keys", State.FINE, "All keys given to this process can be read.")


def _readable(path: Path) -> bool:
    try:
        return bool(path.read_bytes())
    except OSError:
        return False


def _storage(now: datetime) -> Finding:
    try:
        probe = disk.root() / ".doctor"
        probe.write_bytes(b"written by doctor")
        probe.unlink()
    except OSError:
        return Finding(
            "storage", State.BROKEN, "Nothing can be written to the folder of the files (vault/ in DSAR_DATA_DIR)."
        )
    return Finding("storage", State.FINE, "The folder of the files can be written to.")


def _ledger(now: datetime) -> Finding:
    standing, head = alarms.standing(), ledger.latest_checkpoint()
    if standing:
        return Finding("ledger", State.BROKEN, " ".join(alarm.text for alarm in standing))
    if head is None:
        return Finding("ledger", State.WARNING, "No checkpoint has been signed yet.")
    if not (checkpoints.folder() / checkpoints.LATEST).exists():
        return Finding("ledger", State.WARNING, "No published checkpoint can be seen from here.")
    return Finding("ledger", State.FINE, f"The newest checkpoint covers {head.tree_size} entries; none waits long.")


def _letters(now: datetime) -> Finding:
    waiting = letters.outbox()
    if waiting.failed:
        return Finding("letters", State.WARNING, f"{waiting.failed} letters could not be sent. A person must look.")
    text = f"{waiting.queued} letters wait to be sent, {waiting.to_print} to be printed."
    return Finding("letters", State.FINE, text)


def _jobs(now: datetime) -> Finding:
    backlog = jobs.backlog(now=now)
    if backlog.oldest is not None and now - backlog.oldest > JOBS_LIMIT:
        text = f"{backlog.due} jobs are due and the oldest waits too long. Are worker and pump running?"
        return Finding("jobs", State.BROKEN, text)
    if backlog.dead:
        return Finding("jobs", State.WARNING, f"Work was given up ({backlog.dead}). A person must look.")
    return Finding("jobs", State.FINE, f"{backlog.due} jobs are due, none was given up.")


def _sweeps(now: datetime) -> Finding:
    silent = jobs.silent_sweeps(now=now)
    if silent:
        return Finding("sweeps", State.BROKEN, f"Nobody fires these sweeps: {', '.join(silent)}. Is beat running?")
    return Finding("sweeps", State.FINE, "Every sweep ran in time.")


def _backup(now: datetime) -> Finding:
    last = next(iter(ledger.find_entries(action="backup.made", limit=1)), None)
    if last is None:
        return Finding("backup", State.WARNING, "No backup is on record here. See docs/how-to/back-up-and-restore.md.")
    state = State.FINE if now - last.at <= BACKUP_LIMIT else State.WARNING
    return Finding("backup", state, f"The last backup on record is {(now - last.at).days} days old.")


CHECKS: dict[str, Check] = {
    "database roles": checks.roles,
    "durability": checks.durability,
    "migrations": _migrations,
    "broker": _broker,
    "mail server": _mail,
    "text messages": checks.texts,
    "clock": _clock,
    "time zones": _zones,
    "holidays": _holidays,
    "keys": _keys,
    "storage": _storage,
    "scanner": checks.scanner,
    "ledger": _ledger,
    "letters": _letters,
    "returned mail": checks.returned_mail,
    "directories": checks.directories,
    "sign-in providers": signing_in.providers,
    "training": training.handlers,
    "phone desk": desk.way_out,
    "jobs": _jobs,
    "sweeps": _sweeps,
    "journal": checks.kept_journal,
    "backup": _backup,
}


def worst_first(findings: list[Finding]) -> Iterator[Finding]:
    """The same findings, broken ones before warnings before the rest."""
    order = [State.BROKEN, State.WARNING, State.FINE]
    return iter(sorted(findings, key=lambda finding: order.index(finding.state)))
