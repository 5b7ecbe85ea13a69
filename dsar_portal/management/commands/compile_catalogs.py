"""`compile_catalogs [--check]`: locale/*/LC_MESSAGES/*.po into the .mo files beside them, without GNU gettext.

The .mo files are committed, so whoever only runs the portal needs neither this command nor gettext.
"""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError


def compiled(source: Path) -> bytes:
    """What the .mo of this .po has to hold; the same source always gives the same bytes."""
    try:
        import polib
    except ImportError as problem:  # a tool of development, not of the running portal
        raise CommandError("This needs the development tools: run script/bootstrap first.") from problem
    return bytes(polib.pofile(str(source)).to_binary())


def is_current(source: Path) -> bool:
    """Does the .mo beside this .po say the same?"""
    binary = source.with_suffix(".mo")
    return binary.exists() and binary.read_bytes() == compiled(source)


class Command(BaseCommand):
    help = "Compiles the translations. --check only tells whether a compiled file is missing or out of date."

    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="write nothing; fail if a file is out of date")

    def handle(self, *args: Any, **options: Any) -> None:
        sources = [po for folder in settings.LOCALE_PATHS for po in sorted(Path(folder).glob("*/LC_MESSAGES/*.po"))]
        late = [source for source in sources if not is_current(source)]
        if late and options["check"]:
            names = ", ".join(str(source.relative_to(settings.BASE_DIR)) for source in late)
            raise CommandError(f"Out of date: {names}. Run script/manage compile_catalogs.")
        for source in late:
            source.with_suffix(".mo").write_bytes(compiled(source))
            self.stdout.write(f"{source.relative_to(settings.BASE_DIR)}: compiled")
