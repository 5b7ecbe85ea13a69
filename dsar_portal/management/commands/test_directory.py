"""`test_directory NAME`: does a directory answer, and how fast? It looks for nobody, or for the facts given."""

import json
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from verification.services import asking

USAGE, ENVIRONMENT = 2, 3


class Command(BaseCommand):
    help = "Asks a directory for a person who cannot exist, or for the facts given, and says how many it found."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", metavar="NAME")
        parser.add_argument(
            "--fact", action="append", default=[], metavar="KIND=VALUE", help="such as email=a@b.example"
        )
        parser.add_argument("--json", action="store_true", dest="as_json")

    def handle(self, *args: Any, **options: Any) -> None:
        facts = [fact.partition("=") for fact in options["fact"]]
        if any(not kind or not sign for kind, sign, _ in facts):
            raise CommandError("A fact is written KIND=VALUE.", returncode=USAGE)
        points = {kind: value for kind, _, value in facts}
        began = time.perf_counter()
        try:
            found = asking.ask_directory(options["name"], points=points)
            took = time.perf_counter() - began
            remarks = asking.remarks(options["name"], now=timezone.now())
        except asking.NoSuchDirectory as trouble:
            raise CommandError(str(trouble), returncode=USAGE) from trouble
        except asking.DirectoryDown as trouble:
            raise CommandError(str(trouble), returncode=ENVIRONMENT) from trouble
        except asking.TooMany as trouble:
            raise CommandError("So many people share these facts that nobody is meant.", returncode=USAGE) from trouble
        told = {
            "directory": options["name"],
            "found": found,
            "milliseconds": round(took * 1000),
            "remarks": remarks,
        }
        words = f"{told['directory']} answered in {told['milliseconds']} ms and found {found}."
        self.stdout.write(json.dumps(told) if options["as_json"] else " ".join([words, *remarks]))
