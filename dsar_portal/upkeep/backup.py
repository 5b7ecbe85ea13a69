"""A backup: the database as one dump, the sealed files, the published checkpoints, the journal, and their list."""

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder

from audit import checkpoints, ledger
from audit import selectors as entries
from audit.actors import Actor, Subject
from dsar_portal.upkeep import manifest, pgtools, recording, sealing
from dsar_portal.upkeep.journal import journal
from dsar_portal.upkeep.manifest import Manifest

DUMP = "database.dump"
BY = Actor.system("backup")
# Passwords, not data: whoever holds the backup must not get the portal's keys with it unasked.
WARNING = (
    "This backup holds no keys. Without the field keys (DSAR_FIELD_KEYS_FILE) nobody can ever read it: keep them "
    "in a safe place that is not this machine, or back up with --with-keys."
)
Say = Callable[[str], None]


class NotPossible(Exception):
    """The backup cannot be made there."""


@dataclass(frozen=True)
class Made:
    """A finished backup."""

    folder: Path
    manifest: Manifest
    digest: str
    keys: tuple[str, ...]


def make(*, out: Path, passphrase: str | None, now: datetime, say: Say) -> Made:
    """Save everything into a new folder. With a passphrase the keys are sealed into it as well.

    The dump comes first: a file that is shredded meanwhile is missing from the copy, and the journal says so.
    Raises `NotPossible`, `pgtools.ToolFailed`, `sealing.TooShort`.
    """
    _fresh_folder(out)
    recording.copy_new(journal())
    say("Saving the database")
    head = entries.latest_checkpoint()
    pgtools.run("pg_dump", ["--format=custom", "--no-password", "--lock-wait-timeout=60s", "--file", out / DUMP])
    say("Saving files, checkpoints and the journal")
    for name, source in _folders().items():
        _copy(source, out / name)
    keys = sealing.seal(out, passphrase) if passphrase is not None else []
    say("Writing the list with the hashes")
    listed = Manifest(
        format=manifest.FORMAT,
        made_at=now.isoformat(),
        software=settings.SOFTWARE_VERSION,
        demo=settings.DEMO,
        tree_size=head.tree_size if head else 0,
        root=bytes(head.root).hex() if head else "",
        migrations=applied_migrations(),
        keys=sealing.fingerprint(),
        key_names=sealing.key_names(),
        with_keys=bool(keys),
        parts=manifest.parts_of(out),
    )
    return Made(out, listed, _recorded(listed, out, now=now), tuple(keys))


def applied_migrations() -> list[str]:
    """Every migration that the database has, as `app.name`."""
    return sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations())


@transaction.atomic
def _recorded(listed: Manifest, out: Path, *, now: datetime) -> str:
    digest = listed.write(out)
    megabytes = -(-listed.bytes // 2**20)
    facts: dict[str, str | int] = {"tree_size": listed.tree_size, "megabytes": megabytes}
    facts |= {"digest": digest, "keys": listed.with_keys}
    ledger.record("backup.made", actor=BY, subject=Subject.event("backup"), at=now, facts=facts)
    return digest


def _folders() -> dict[str, Path]:
    data = Path(settings.DATA_DIR)
    return {"vault": data / "vault", "checkpoints": checkpoints.folder(), "journal": data / "journal"}


def _fresh_folder(out: Path) -> None:
    try:
        out.mkdir(mode=0o700, parents=True, exist_ok=True)
        if any(out.iterdir()):
            raise NotPossible(f"{out} is not empty. Give a new folder: a backup is never written over another.")
        out.chmod(0o700)
    except OSError as trouble:
        raise NotPossible(f"Nothing can be written to {out} ({trouble.strerror}).") from trouble


def _copy(source: Path, target: Path) -> None:
    """Copy a folder; what vanishes meanwhile was shredded, and half-written files belong to nobody yet."""
    for parent, _, names in os.walk(source):
        there = target / Path(parent).relative_to(source)
        there.mkdir(mode=0o700, parents=True, exist_ok=True)
        for name in names:
            try:
                shutil.copyfile(Path(parent) / name, there / name)
                (there / name).chmod(0o600)
            except FileNotFoundError:
                continue
