"""`demo_code --to ADDR`: the last code the demonstration sent there, by mail or, to a number, by text.

Asks the mail catcher and the folder of texts, not the database.
"""

import json
import re
import urllib.parse
import urllib.request
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from notifications import texting
from notifications.texting.folder import Folder
from verification.directories import normalise

# Eight digits, in one piece or in two groups of four.
CODE = re.compile(r"(?<!\d)(\d{4})[ -]?(\d{4})(?!\d)")


def last_code(letters: list[dict[str, Any]]) -> tuple[str, str] | None:
    """The newest code and when it was sent; letters come oldest first."""
    for letter in reversed(letters):
        found = CODE.search(letter["text"] or letter["html"])
        if found:
            return found.group(1) + found.group(2), letter["at"]
    return None


class Command(BaseCommand):
    help = "Prints the last code sent to an address. Demonstration only."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--to", required=True, metavar="ADDR")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("This exists only in a demonstration (DSAR_DEMO=1).")
        to = options["to"]
        found = last_code(self._letters(to) if "@" in to else self._texts(to))
        if found is None:
            raise CommandError(f"No code has been sent to {options['to']}.")
        code, at = found
        self.stdout.write(json.dumps({"to": options["to"], "code": code, "at": at}) if options["json"] else code)

    def _texts(self, to: str) -> list[dict[str, Any]]:
        box = texting.provider() if texting.is_on() else None
        if not isinstance(box, Folder):
            raise CommandError("Texts do not go into a folder here (SMS_URL).")
        return box.messages(normalise.phone(to))

    def _letters(self, to: str) -> list[dict[str, Any]]:
        try:
            run = json.loads((settings.DATA_DIR / "run.json").read_text())
        except OSError as problem:
            raise CommandError("script/server does not run here: there is no mail catcher to ask.") from problem
        mail = str(run["mail_http"]).replace("localhost", "127.0.0.1")
        address = f"{mail}/api/messages?{urllib.parse.urlencode({'to': to})}"
        with urllib.request.urlopen(address, timeout=10) as answer:  # noqa: S310  # our own catcher's address
            return list(json.load(answer))
