"""`generate_docs [--check]`: the reference pages, written from the code."""

import json
import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from dsar_portal.reference import pages

FINDING = 1


class Command(BaseCommand):
    help = (
        "Writes docs/reference/ from the code. With --check it writes nothing and names the pages that are not fresh."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true")
        parser.add_argument("--json", action="store_true", dest="as_json")

    def handle(self, *args: Any, **options: Any) -> None:
        folder = settings.BASE_DIR / "docs" / "reference"
        stale = pages.stale(folder)
        if not options["check"]:
            pages.write(folder)
        if options["as_json"]:
            self.stdout.write(json.dumps({"stale": stale, "written": not options["check"]}))
        else:
            for name in stale:
                word = "is not fresh: run script/manage generate_docs" if options["check"] else "written"
                self.stdout.write(f"docs/reference/{name} {word}")
        if options["check"] and stale:
            sys.exit(FINDING)
