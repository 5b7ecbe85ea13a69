"""Print a second-factor code of a demonstration account."""

import json
import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.demo import unused_code
from accounts.models import User


class Command(BaseCommand):
    help = "Print a second-factor code of an unused step (demonstration only). Waits for one if it must."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("user")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Codes are shown in the demonstration only (DSAR_DEMO=1).", returncode=3)
        user = User.objects.filter(username=options["user"]).first()
        if user is None:
            raise CommandError("There is no such user.", returncode=2)
        code, wait = unused_code(user=user, now=timezone.now())
        time.sleep(wait.total_seconds())
        self.stdout.write(json.dumps({"user": user.username, "otp": code}) if options["json"] else code)
