"""`check_ledger`: prove the whole ledger again."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from audit import checkpoints, covering, fsck, notes

WAIT_SECONDS = 10.0


class Command(BaseCommand):
    help = "Prove every entry, place, tile and checkpoint of the ledger again. Exit 1 names the first bad entry."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print the report as JSON")
        parser.add_argument("--key", action="append", default=[], help="public log key to trust (default: log.vkey)")
        parser.add_argument("--notes", type=Path, default=None, help="folder of published checkpoints")

    def handle(self, *args: Any, **options: Any) -> None:
        folder = options["notes"] or checkpoints.folder()
        keys = [notes.parse_vkey(text) for text in options["key"]] or checkpoints.keys(folder)
        since = covering.wait(WAIT_SECONDS)
        report = fsck.check(keys=keys, published=checkpoints.published(folder), since=since, progress=self._progress)
        self._print(report, as_json=options["json"])
        if report.first is not None:
            raise CommandError(f"The ledger does not hold. First: {report.first.sentence}.", returncode=1)

    def _progress(self, done: int, total: int) -> None:
        self.stderr.write(f"{done} of {total} entries proved")

    def _print(self, report: fsck.Report, *, as_json: bool) -> None:
        if as_json:
            first = asdict(report.first) if report.first else None
            self.stdout.write(json.dumps(asdict(report) | {"holds": report.holds, "first": first}))
            return
        for remark in report.remarks:
            self.stdout.write(f"Remark: {remark}.")
        for problem in report.problems:
            self.stdout.write(f"Problem ({problem.kind}): {problem.sentence}.")
        if report.holds:
            sizes = f"{report.entries} entries, {report.tree_size} placed, {report.checkpoints} checkpoints"
            self.stdout.write(f"The ledger holds: {sizes}, {report.in_flight} on their way.")
            if report.details or report.details_erased:
                words = f"{report.details} kept and as they were committed to, {report.details_erased} erased on record"
                self.stdout.write(f"Words behind entries: {words}.")
