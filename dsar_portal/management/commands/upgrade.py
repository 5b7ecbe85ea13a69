"""`upgrade`: the tables of this release, or the state before."""

import json
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError
from django.utils import timezone

from dsar_portal.upkeep import beginning, upgrade

FINDING, USAGE, ENVIRONMENT = 1, 2, 3
MAX_BACKUP_HOURS = 24.0


class Command(BaseCommand):
    help = "Brings the database to this release. Wants a fresh backup; if a step fails, the state before comes back."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--max-backup-age", type=float, default=MAX_BACKUP_HOURS, metavar="HOURS")
        parser.add_argument("--without-backup", action="store_true", help="you have another one, or need none")
        parser.add_argument("--json", action="store_true", dest="as_json")

    def handle(self, *args: Any, **options: Any) -> None:
        age = None if options["without_backup"] else timedelta(hours=options["max_backup_age"])
        try:
            done = upgrade.upgrade(now=timezone.now(), say=self.stderr.write, max_backup_age=age)
        except upgrade.Refused as trouble:
            raise CommandError(str(trouble), returncode=USAGE) from trouble
        except upgrade.Failed as trouble:
            raise CommandError(str(trouble), returncode=FINDING) from trouble
        except OperationalError as trouble:
            raise CommandError(beginning.AWAY, returncode=ENVIRONMENT) from trouble
        if options["as_json"]:
            told = {"version": done.version, "previous": done.previous, "migrations": done.migrations}
            hours = None if done.backup_age is None else round(done.backup_age.total_seconds() / 3600, 1)
            self.stdout.write(json.dumps(told | {"backup_age_hours": hours}))
            return
        self.stdout.write(f"{done.previous} -> {done.version}: {len(done.migrations)} migrations applied.")
