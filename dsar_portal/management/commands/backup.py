"""`backup --out DIR`: everything the portal knows, in one folder, with the hash of every part."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError
from django.utils import timezone

from dsar_portal.upkeep import backup, beginning, pgtools, sealing

USAGE, ENVIRONMENT = 2, 3


class Command(BaseCommand):
    help = "Saves database, files, checkpoints and journal into a new folder. Without --with-keys it warns."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--out", required=True, type=Path, metavar="DIR", help="a new or empty folder")
        parser.add_argument("--with-keys", action="store_true", help="seal the keys into it under a passphrase")
        parser.add_argument(
            "--passphrase-file", type=Path, help="the passphrase; without it one is made and shown once"
        )
        parser.add_argument("--json", action="store_true", dest="as_json")

    def handle(self, *args: Any, **options: Any) -> None:
        given: Path | None = options["passphrase_file"]
        passphrase = _passphrase(given) if options["with_keys"] else None
        try:
            made = backup.make(out=options["out"], passphrase=passphrase, now=timezone.now(), say=self.stderr.write)
        except backup.NotPossible as trouble:
            raise CommandError(str(trouble), returncode=USAGE) from trouble
        except pgtools.ToolFailed as trouble:
            raise CommandError(str(trouble), returncode=ENVIRONMENT) from trouble
        except OperationalError as trouble:
            raise CommandError(beginning.AWAY, returncode=ENVIRONMENT) from trouble
        if not made.keys:
            self.stderr.write(f"WARNING: {backup.WARNING}")
        self._tell(made, passphrase=None if given else passphrase, as_json=options["as_json"])

    def _tell(self, made: backup.Made, *, passphrase: str | None, as_json: bool) -> None:
        told = {
            "folder": str(made.folder),
            "bytes": made.manifest.bytes,
            "parts": len(made.manifest.parts),
            "tree_size": made.manifest.tree_size,
            "digest": made.digest,
            "keys": list(made.keys),
            "passphrase": passphrase,
            "warning": "" if made.keys else backup.WARNING,
        }
        if as_json:
            self.stdout.write(json.dumps(told))
            return
        self.stdout.write(f"{made.folder}: {told['parts']} parts, {told['bytes']} bytes, digest {made.digest}")
        if passphrase:
            self.stdout.write(f"Passphrase of the keys, shown once: {passphrase}")


def _passphrase(given: Path | None) -> str:
    """Checked before anything is written: a backup whose keys lie open would look like a good one."""
    if given is None:
        return sealing.new_passphrase()
    try:
        return sealing.checked(given.read_text())
    except sealing.TooShort as trouble:
        raise CommandError(str(trouble), returncode=USAGE) from trouble
    except (OSError, UnicodeDecodeError) as trouble:
        raise CommandError(f"The passphrase file {given} cannot be read.", returncode=USAGE) from trouble
