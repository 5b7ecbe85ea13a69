"""`export_ledger --out FILE`: the ledger, or one request's part of it, as evidence that can be checked without us."""

import json
import os
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.principals import Principal
from audit import bundle, covering
from requests_app import reference
from requests_app.permissions import NotFound
from requests_app.services import proofs

WAIT_SECONDS = 10.0
FINDING, USAGE, ENVIRONMENT = 1, 2, 3


class Command(BaseCommand):
    help = "Write an evidence bundle (zip): entries, tree, checkpoints, public key, verifier. Making one is recorded."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--out", type=Path, required=True, metavar="FILE", help="the zip file to write")
        parser.add_argument("--request", default="", metavar="REF", help="only what belongs to this request")
        parser.add_argument("--with-details", action="store_true", help="open the words behind entries: personal data")
        parser.add_argument("--json", action="store_true", help="print the counts as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        covering.wait(WAIT_SECONDS)
        try:
            about = reference.parse(options["request"]) if options["request"] else ""
            summary = _written(options["out"], about, with_details=options["with_details"])
        except (reference.Mistyped, NotFound):
            raise CommandError("There is no request with this reference.", returncode=USAGE) from None
        except bundle.Unsigned:
            raise CommandError("Nothing is signed yet. Does the sequencer run?", returncode=ENVIRONMENT) from None
        except bundle.Broken as broken:
            raise CommandError(f"The ledger cannot be laid out: {broken}.", returncode=FINDING) from None
        except OSError as trouble:
            raise CommandError(f"The file cannot be written: {trouble.strerror}.", returncode=ENVIRONMENT) from None
        self._print(options, summary)

    def _print(self, options: dict[str, Any], summary: bundle.Summary) -> None:
        if options["json"]:
            self.stdout.write(json.dumps({"file": str(options["out"]), **asdict(summary)}))
            return
        self.stdout.write(
            f"{options['out']}: {summary.entries} entries, {summary.rows} rows, {summary.details} details"
        )
        if summary.unsequenced:
            self.stderr.write(f"{summary.unsequenced} entries still wait for their place and are not signed yet.")


def _written(out: Path, about: str, *, with_details: bool) -> bundle.Summary:
    """Write beside the file first: a bundle cut off by a full disk must not look like one."""
    draft = out.with_name(f".{out.name}.part")
    by = Principal.system("export_ledger")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            summary = proofs.export(file, reference=about, with_details=with_details, by=by, now=timezone.now())
            file.flush()
            os.fsync(file.fileno())
        draft.replace(out)
    finally:
        draft.unlink(missing_ok=True)
    return summary
