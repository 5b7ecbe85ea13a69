"""`export_suppressions --out FILE`: the list of opt-outs for a system that cannot call the API."""

import json
import os
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from accounts.principals import Principal
from fulfillment import spreadsheet
from requests_app.selectors import suppressions_since
from requests_app.services import reading

COLUMNS = ("id", "point", "value", "kinds", "company", "since", "no_ask_before")
PAGE, USAGE = 1000, 2


class Command(BaseCommand):
    help = (
        "Writes the list of opt-outs as CSV into a new file that only its owner may read. The export is recorded. A "
        "value that a spreadsheet would run, such as a number with a plus, has an apostrophe in front."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--out", type=Path, required=True, help="a file that is not there yet")
        parser.add_argument("--since", help="only what came at this moment or later, such as 2026-11-23T00:00:00Z")
        parser.add_argument("--json", action="store_true", dest="as_json")

    def handle(self, *args: Any, **options: Any) -> None:
        rows = _rows(_moment(options["since"]))
        try:
            number = os.open(options["out"], os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except OSError as problem:
            raise CommandError(f"Cannot write there: {problem.strerror}.", returncode=USAGE) from None
        try:
            with os.fdopen(number, "w", encoding="utf-8", newline="") as file, transaction.atomic():
                reading.exported(
                    by=Principal.system("console"), now=timezone.now(), kind="suppressions", rows=len(rows)
                )
                file.write(spreadsheet.table([COLUMNS, *rows]))
        except BaseException:
            # No list lies about that no entry tells of, nor half of one.
            options["out"].unlink(missing_ok=True)
            raise
        told = {"rows": len(rows), "file": str(options["out"])}
        self.stdout.write(json.dumps(told) if options["as_json"] else f"{len(rows)} opt-outs in {options['out']}")


def _moment(text: str | None) -> datetime | None:
    if not text:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise CommandError("Give --since with its zone, such as 2026-11-23T00:00:00Z.", returncode=USAGE)
    return found


def _rows(since: datetime | None) -> list[Any]:
    """Every row, a page at a time: the same reading as the API's."""
    found: list[Any] = []
    by, after = Principal.system("console"), None
    while page := suppressions_since(since=since, after=after, most=PAGE, by=by):
        found += [
            [
                str(row.id),
                row.point,
                row.value,
                " ".join(row.kinds),
                row.company,
                row.since.isoformat(),
                str(row.no_ask_before),
            ]
            for row in page
        ]
        after = page[-1].id
    return found
