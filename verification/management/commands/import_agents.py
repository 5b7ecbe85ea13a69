"""`import_agents`: put the agents of a directory file forward (Data Rights Protocol)."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from audit.actors import Actor
from verification.services import agent_directory

BIGGEST = 10_000_000  # bytes


class Command(BaseCommand):
    help = (
        "Put the agents of a Data Rights Protocol directory (agents.json) forward. Each counts when a person has "
        "confirmed it in the administrators' room; a new signing key of a confirmed agent waits for a person again."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="the directory as JSON: a list of agents, or an object with a list `agents`")
        parser.add_argument("--json", action="store_true", help="print the result as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            raw = self._read(Path(options["file"]))
            read = agent_directory.read_directory(raw=raw, by=Actor.system("command.import_agents"), now=timezone.now())
        except OSError as fault:
            raise CommandError(f"The file cannot be read: {fault.strerror}.") from fault
        except (ValueError, RecursionError) as fault:
            words = str(fault) if isinstance(fault, agent_directory.NotADirectory) else "The file is no JSON."
            raise CommandError(words) from fault
        if options["json"]:
            counts = {"new": read.new, "changed": read.changed, "same": read.same}
            self.stdout.write(json.dumps({**counts, "skipped": [list(one) for one in read.skipped]}))
            return
        self.stdout.write(f"{read.new} new, {read.changed} changed, {read.same} as before.")
        for number, why in read.skipped:
            self.stdout.write(f"Entry {number} was left out: {why}.")
        if read.new or read.changed:
            self.stdout.write("Somebody confirms them under /admin-room/agents/ before they count.")

    def _read(self, path: Path) -> object:
        if path.stat().st_size > BIGGEST:
            raise agent_directory.NotADirectory("The file is bigger than 10 MB.")
        return json.loads(path.read_bytes().decode("utf-8"))
