"""Restoring a backup into an empty database, and doing again what was promised since, before anybody is served."""

import shutil
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from pathlib import Path

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection, connections, transaction
from django.db.migrations.loader import MigrationLoader

from accounts.selectors import everybody
from accounts.services import end_sessions
from audit import checkpoints, ledger
from audit import selectors as entries
from audit.actors import Actor, Subject
from dsar_portal.embedded import write_secret
from dsar_portal.upkeep import keyrings, manifest, pgtools, replay, sealing
from dsar_portal.upkeep.backup import DUMP
from dsar_portal.upkeep.journal import REPLAYED, Journal, Line, journal
from dsar_portal.upkeep.manifest import Manifest

BY = Actor.system("restore")
NOT_EMPTY = (
    "This database is not empty. A backup is restored into an empty one only: make a new database, point "
    "DATABASE_URL, DATABASE_OWNER_URL and DATABASE_SEQUENCER_URL at it, and try again."
)
NO_KEY = (
    "{count} of the journal's opt-outs do not open: the field keys they were sealed under are not in the key file. "
    "The portal stays closed. Put those keys into DSAR_FIELD_KEYS_FILE and run script/manage restore --replay. If they "
    "are lost for good, add --without-values: the opt-outs then hold by their keyed hashes, and nobody can read them."
)
Say = Callable[[str], None]


class Refused(Exception):
    """Restoring now would do harm. The text says what to do instead."""


class Unopened(Exception):
    """Opt-outs of the journal do not open with the field keys at hand. The text says how many, and what to do."""


@dataclass(frozen=True)
class Restored:
    """What came of it. `lost` counts the journal's deeds that the backup did not know."""

    tree_size: int
    digest: str = ""
    lost: int = 0
    done: Counter[str] = field(default_factory=Counter)
    needs_epoch: bool = False


def restore(*, folder: Path, passphrase: str | None, say: Say) -> tuple[Manifest, str]:
    """Check the backup, bring database and files back. Raises `manifest.Damaged`, `Refused`, `pgtools.ToolFailed`."""
    say("Checking every part against its hash")
    listed, digest = manifest.read(folder)
    manifest.verify(listed, folder)
    _check_fits(listed)
    if passphrase:
        _bring_keys(sealing.unseal(folder, passphrase))
    if sealing.fingerprint() != listed.keys or set(listed.key_names) - set(sealing.key_names()):
        raise Refused("The field keys of this machine do not open this backup. Bring the keys that belong to it.")
    say("Restoring the database")
    arguments: list[str | Path] = [
        "--exit-on-error",
        "--single-transaction",
        "--no-password",
        f"--dbname={_name()}",
        folder / DUMP,
    ]
    pgtools.run("pg_restore", arguments)
    connections.close_all()
    say("Bringing back files and checkpoints")
    _bring_files(folder)
    if listed.demo:
        # script/server would fill what it takes for an empty demonstration.
        (Path(settings.DATA_DIR) / "demo-loaded").touch()
    return listed, digest


def finish(*, digest: str, now: datetime, without_values: bool = False) -> Restored:
    """Do again what the journal knows and the database does not, end every session, and open. May be repeated.

    Raises `Unopened`, with nothing done, where opt-outs do not open and nobody said to go on `without_values`.
    """
    kept = journal()
    lost = replay.forgotten(kept.lines())
    if not without_values and (closed := replay.unopened(lost)):
        raise Unopened(NO_KEY.format(count=closed))
    done = replay.replay(lost, now=now)
    size = entries.tree_size()
    entry = _record(done, digest=digest, size=size, now=now)
    _open(kept, entry=entry, size=size, now=now)
    return Restored(size, digest, len(lost), done, needs_epoch=_published_is_ahead())


def _check_fits(listed: Manifest) -> None:
    known = {f"{app}.{name}" for app, name in MigrationLoader(None, ignore_no_migrations=True).disk_migrations}
    strange = sorted(set(listed.migrations) - known)
    if strange:
        raise Refused(f"This backup was made by newer software ({listed.software}; it has {strange[0]}). Install that.")
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_tables WHERE schemaname IN ('public', 'audit')")
        if cursor.fetchone()[0]:
            raise Refused(NOT_EMPTY)


def _bring_keys(opened: dict[str, str]) -> None:
    """Put the backup's keys where this machine expects them. Those that lie there stay beside them.

    Field keys are merged: this machine may have moved on to a newer one since, and the journal lies under that.
    """
    places = sealing.key_places()
    for name, content in opened.items():
        path = places.get(name)
        if path is None:
            continue
        here = path.read_text() if path.exists() else None
        wanted = keyrings.merged(here, content) if here and name == sealing.FIELD_KEYS else content
        if here is not None and here != wanted:
            write_secret(_beside(path), here)
        if here != wanted:
            write_secret(path, wanted)


def _beside(path: Path) -> Path:
    """A free name: what an earlier restore put aside is not overwritten. Lost keys are lost data."""
    names = (path.with_name(f"{path.name}.before-restore{number or ''}") for number in count())
    return next(name for name in names if not name.exists())


def _bring_files(folder: Path) -> None:
    """Nothing is overwritten: what was published since the backup must stay as it is."""
    data = Path(settings.DATA_DIR)
    places = {"vault": data / "vault", "checkpoints": checkpoints.folder(), "journal": data / "journal"}
    for name, place in places.items():
        for path in sorted((folder / name).rglob("*")):
            target = place / path.relative_to(folder / name)
            if path.is_file() and not target.exists():
                target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                shutil.copyfile(path, target)
                target.chmod(0o600)
    (data / "vault").mkdir(mode=0o700, exist_ok=True)


@transaction.atomic
def _record(done: Counter[str], *, digest: str, size: int, now: datetime) -> str:
    """One entry for the whole; sessions of the old days open nothing any more."""
    for user in everybody():
        end_sessions(user=user, cause="restored_backup", by=BY, now=now)
    Session.objects.all().delete()
    facts: dict[str, str | int] = {"tree_size": size, "erasures_replayed": done["erasures"]}
    facts |= {"opt_outs_replayed": done["opt_outs"], "holds_replayed": done["holds"], "access_ended": done["access"]}
    facts |= {"digest": digest} if digest else {}
    receipt = ledger.record("backup.restored", actor=BY, subject=Subject.event("backup"), at=now, facts=facts)
    return str(receipt.entry)


def _open(kept: Journal, *, entry: str, size: int, now: datetime) -> None:
    """The mark in the journal names an entry that this database holds: the gate finds it, and opens."""
    mark = Line(entry=entry, place=size, at=now.isoformat(), action=REPLAYED, subject=entry)
    with kept.writing() as writer:
        if writer is None:
            raise Refused("Another process holds the journal. Stop the portal, then run this again.")
        writer.append([mark], place=size)


def _published_is_ahead() -> bool:
    """Whether checkpoints were published that this database does not hold: then a new epoch of the ledger is due."""
    known = {row.note for row in entries.checkpoints(limit=1000)}
    last = list(checkpoints.published(checkpoints.folder()))[-1:]
    return bool(last) and last[0][1] not in known


def _name() -> str:
    return str(settings.DATABASES["default"]["NAME"])
