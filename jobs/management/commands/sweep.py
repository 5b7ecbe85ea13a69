"""`sweep [NAME...]`: run sweeps once, in the foreground."""

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from jobs.sweeps import UnknownSweep, all_sweeps, run_sweep

USAGE = 2


class Command(BaseCommand):
    help = "Runs the sweeps once and prints how many rows each touched; without a name, all of them."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("names", nargs="*", metavar="NAME")
        parser.add_argument("--json", action="store_true", dest="as_json")

    def handle(self, *args: Any, **options: Any) -> None:
        names = options["names"] or [item.name for item in all_sweeps()]
        now = timezone.now()
        try:
            touched = {name: run_sweep(name, now=now) for name in names}
        except UnknownSweep as error:
            known = ", ".join(item.name for item in all_sweeps())
            self.stderr.write(f"There is no sweep called {error}. There are: {known}.")
            sys.exit(USAGE)
        if options["as_json"]:
            self.stdout.write(json.dumps(touched))
            return
        for name, count in touched.items():
            self.stdout.write(f"{name}: {count}")
