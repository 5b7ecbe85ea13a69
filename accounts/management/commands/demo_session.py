"""Print a signed-in cookie of a demonstration account."""

import json
from importlib import import_module
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.demo import demo_session
from accounts.models import User


class Command(BaseCommand):
    help = "Open a session as a demonstration user, both factors verified, and print its cookie (demonstration only)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("user")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Sessions are handed out in the demonstration only (DSAR_DEMO=1).", returncode=3)
        user = User.objects.filter(username=options["user"]).first()
        if user is None:
            raise CommandError("There is no such user.", returncode=2)
        store = import_module(settings.SESSION_ENGINE).SessionStore()
        store.update(demo_session(user=user, now=timezone.now()))
        store.create()
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": store.session_key, "path": "/", "user": user.username}
        line = f"{cookie['name']}={cookie['value']}"
        self.stdout.write(json.dumps(cookie) if options["json"] else line)
