"""`restore DIR`: a backup into an empty database; what was promised since is done again before the portal opens."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError, connections
from django.utils import timezone

from dsar_portal.upkeep import beginning, manifest, pgtools, restore, sealing, upgrade

FINDING, USAGE, ENVIRONMENT = 1, 2, 3
EPOCH = (
    "Checkpoints were published that this database does not hold. The sequencer signs nothing until a new epoch of "
    "the ledger is opened: script/manage open_epoch"
)


class Command(BaseCommand):
    help = (
        "Restores DIR into an empty database (made, with its roles, where DATABASE_ADMIN_URL is given), then replays "
        "later erasures, legal holds, opt-outs and ended access from the journal."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", nargs="?", type=Path, metavar="DIR", help="what `backup` made")
        parser.add_argument("--replay", action="store_true", help="only the journal: the database was restored already")
        parser.add_argument("--passphrase-file", type=Path, help="opens the keys in the backup and puts them in place")
        parser.add_argument(
            "--without-values", action="store_true", help="opt-outs whose key is lost for good hold by their hash alone"
        )
        parser.add_argument("--json", action="store_true", dest="as_json")

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path | None = options["folder"]
        if (folder is None) != options["replay"]:
            raise CommandError("Give the folder of a backup, or --replay, and not both.", returncode=USAGE)
        given: Path | None = options["passphrase_file"]
        try:
            done = self._restored(folder, given.read_text() if given else None, options["without_values"])
        except (manifest.Damaged, sealing.WrongPassphrase, restore.Unopened) as trouble:
            raise CommandError(str(trouble), returncode=FINDING) from trouble
        except (restore.Refused, upgrade.Refused) as trouble:
            raise CommandError(str(trouble), returncode=USAGE) from trouble
        except (beginning.NotReady, pgtools.ToolFailed, upgrade.Failed) as trouble:
            raise CommandError(str(trouble), returncode=ENVIRONMENT) from trouble
        except OperationalError as trouble:
            raise CommandError(beginning.AWAY, returncode=ENVIRONMENT) from trouble
        self._tell(done, as_json=options["as_json"])

    def _restored(self, folder: Path | None, passphrase: str | None, without_values: bool) -> restore.Restored:
        digest = ""
        if folder is not None:
            beginning.make_roles(beginning.given())
            connections.close_all()
            _, digest = restore.restore(folder=folder, passphrase=passphrase, say=self.stderr.write)
            upgrade.upgrade(now=timezone.now(), say=self.stderr.write, max_backup_age=None)
        self.stderr.write("Doing again what the journal knows and the backup does not")
        return restore.finish(digest=digest, now=timezone.now(), without_values=without_values)

    def _tell(self, done: restore.Restored, *, as_json: bool) -> None:
        told = {
            "tree_size": done.tree_size,
            "digest": done.digest,
            "lost_deeds": done.lost,
            "replayed": dict(done.done),
            "open": True,
            "needs_epoch": done.needs_epoch,
        }
        if as_json:
            self.stdout.write(json.dumps(told))
        else:
            counts = ", ".join(f"{kind} {count}" for kind, count in sorted(done.done.items())) or "nothing"
            self.stdout.write(
                f"Restored: {done.tree_size} entries in the ledger. Done again: {counts}. The portal may open."
            )
        if done.needs_epoch:
            self.stderr.write(EPOCH)
