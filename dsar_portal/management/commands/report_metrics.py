"""`report_metrics --year Y`: the yearly figures."""

import hashlib
import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from audit import ledger
from audit.actors import Actor, Subject
from audit.facts import FactValue
from dsar_portal import yearly
from requests_app import metrics

USAGE = 2


class Command(BaseCommand):
    help = "Prints the figures of 11 CCR 7102 for a year, with the basis of each. That they were made is recorded."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--year", type=int, required=True)
        parser.add_argument("--csv", action="store_true", dest="as_csv")
        parser.add_argument("--json", action="store_true", dest="as_json")

    def handle(self, *args: Any, **options: Any) -> None:
        year = options["year"]
        if not 2000 <= year <= 9999:
            raise CommandError("Give a year such as 2026.", returncode=USAGE)
        lines = metrics.yearly(year)
        _record(year, lines)
        if options["as_json"]:
            body = {"year": year, "figures": [asdict(line) for line in lines], "basis": yearly.basis_of()}
            self.stdout.write(json.dumps(body, indent=1))
        elif options["as_csv"]:
            self.stdout.write(yearly.as_csv(lines), ending="")
        else:
            self._print(year, lines)

    def _print(self, year: int, lines: list[metrics.Line]) -> None:
        self.stdout.write(f"Figures of {year} (11 CCR 7102)")
        for row in yearly.table(lines):
            self.stdout.write(f"\n{row[0]}")
            for name, value in zip(yearly.headings()[1:], row[1:], strict=True):
                self.stdout.write(f"  {name:<28}{value or '–':>8}")
        self.stdout.write("\nWhat each figure counts")
        for name, basis in yearly.bases():
            self.stdout.write(f"  {name}: {basis}")


@transaction.atomic
def _record(year: int, lines: list[metrics.Line]) -> None:
    digest = hashlib.sha256(yearly.as_csv(lines).encode()).hexdigest()
    facts: dict[str, FactValue] = {"year": year, "requests": sum(line.received for line in lines), "digest": digest}
    actor, subject = Actor.system("report_metrics"), Subject.event("report")
    ledger.record("metrics.reported", actor=actor, subject=subject, at=timezone.now(), facts=facts)
