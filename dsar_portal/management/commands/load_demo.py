"""Load the demonstration's staff and the made-up register. Only in demo mode; running it again changes nothing."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.demo import load_demo_staff
from outbound.loading import load_register


class Command(BaseCommand):
    help = "Load the demonstration's staff and the made-up register of people."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true")

    def handle(self, *_args: Any, **_options: Any) -> None:
        if not settings.DEMO:
            raise CommandError(
                "This loads made-up staff with known passwords. It runs in demo mode only (DSAR_DEMO=1)."
            )
        file = settings.DATA_DIR / "demo-password"
        if not file.exists():
            raise CommandError("There is no demo password yet. Start the portal with script/server.")
        now = timezone.now()
        people = load_register(now=now)
        staff = load_demo_staff(password=file.read_text().strip(), now=now)
        self.stdout.write(f"{people} people in the register, {len(staff)} members of staff")
