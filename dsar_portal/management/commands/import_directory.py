"""`import_directory FILE --name N`: a table from another system becomes a directory, in place of the one before."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from audit.actors import Actor
from verification.services import importing

FINDING, USAGE = 1, 2
BY = Actor.system("command.import_directory")
SHOWN = 50


class Command(BaseCommand):
    help = "Replaces an imported directory by the people of a CSV file, or removes it. Says which lines were refused."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE", nargs="?", help="UTF-8 with a heading line")
        parser.add_argument("--name", required=True, help="the directory's name in directories.toml")
        parser.add_argument("--remove", action="store_true", help="delete everybody of this directory instead")
        parser.add_argument("--json", action="store_true", dest="as_json")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["remove"] == bool(options["file"]):
            raise CommandError("Name a file, or --remove.", returncode=USAGE)
        told = self._remove(options["name"]) if options["remove"] else self._take(options["file"], options["name"])
        self.stdout.write(json.dumps(told) if options["as_json"] else _words(told))

    def _remove(self, name: str) -> dict[str, Any]:
        return {"directory": name, "removed": importing.remove(name=name, by=BY, now=timezone.now())}

    def _take(self, file: str, name: str) -> dict[str, Any]:
        try:
            with Path(file).open(encoding="utf-8-sig", newline="") as lines:
                people = importing.import_people(name=name, lines=lines, by=BY, now=timezone.now())
        except OSError as trouble:
            raise CommandError(f"The file cannot be read ({type(trouble).__name__}).", returncode=USAGE) from None
        except importing.NoSuchDirectory as trouble:
            raise CommandError(str(trouble), returncode=USAGE) from None
        except importing.FileUnusable as trouble:
            raise CommandError(str(trouble), returncode=FINDING) from None
        return {
            "directory": name,
            "rows": people.rows,
            "people": len(people.by_key),
            "refused": len(people.refused),
            "refusals": [{"line": one.line, "reason": one.reason} for one in people.refused],
        }


def _words(told: dict[str, Any]) -> str:
    if "removed" in told:
        return f"{told['removed']} people of {told['directory']} were removed."
    lines = [
        f"{told['people']} people of {told['rows']} rows are in {told['directory']}; {told['refused']} were refused."
    ]
    lines += [f"Line {one['line']}: {one['reason']}" for one in told["refusals"][:SHOWN]]
    if len(told["refusals"]) > SHOWN:
        lines.append("All lines: --json")
    return "\n".join(lines)
