"""`extract_catalogs`: the texts of the code into locale/es. For people who write texts; needs GNU gettext.

Django's own makemessages, told once what this repository wants: no guesses (fuzzy), no line numbers and no
hour of extraction, so that the file changes only where a text changed.
"""

import re
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser
from django.core.management.commands import makemessages

# No texts of ours, or (letters) written in both languages side by side.
IGNORED = (
    ".venv", "var", "node_modules", "frontend", "static", "tests", "bench", "docs", "deploy", "reports",
    "script", "*/migrations/*", "templates/letters/*",
)  # fmt: skip
# What only staff read: in English for now. What an agent says to a caller stands in both languages in its file.
STAFF_ROOMS = ("accounts", "adminroom", "auditor", "callcenter", "mailroom", "officer", "steward")
STAFF_FILES = (
    *(f"{house}/{room}/*" for room in STAFF_ROOMS for house in ("dsar_portal", "templates")),
    "accounts/*", "dsar_portal/wording.py", "dsar_portal/yearly.py", "dsar_portal/navigation.py",
    "templates/base/staff.html", "templates/components/footer_staff.html", "templates/components/shortcut_help.html",
    "templates/components/chips.html", "templates/components/presence.html",
    "templates/components/training_missing.html", "templates/components/training_last.html", "fulfillment/models.py",
    "verification/models.py", "requests_app/services/watch/*",
)  # fmt: skip
CLOCKS = re.compile(r'^"(POT-Creation-Date|PO-Revision-Date): .*\\n"\n', re.MULTILINE)


class Command(makemessages.Command):
    help = "Collects the texts marked for translation into locale/<language>/LC_MESSAGES/django.po."

    msgmerge_options = [*makemessages.Command.msgmerge_options, "--no-fuzzy-matching"]

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.set_defaults(locale=["es"], add_location="file", no_obsolete=True, no_wrap=True)

    def handle(self, *args: Any, **options: Any) -> None:
        options["ignore_patterns"] = [*options["ignore_patterns"], *IGNORED, *STAFF_FILES]
        super().handle(*args, **options)
        for folder in settings.LOCALE_PATHS:
            for source in sorted(Path(folder).glob("*/LC_MESSAGES/*.po")):
                source.write_text(CLOCKS.sub("", source.read_text(encoding="utf-8")), encoding="utf-8")
