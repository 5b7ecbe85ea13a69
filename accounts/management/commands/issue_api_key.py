"""Issue a key for a program."""

import json
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.models import User
from accounts.principals import Principal
from accounts.services import NotAllowed, issue_api_key
from accounts.services.keys import UnknownScope


class Command(BaseCommand):
    help = "Issue an API key and print it, once. Scopes over other people's requests need an owner who may do that."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--name", required=True)
        parser.add_argument("--user", required=True, help="the member of staff it belongs to")
        parser.add_argument("--scopes", required=True, help="such as requests:create,requests:read")
        parser.add_argument("--days", type=int, help="ends after so many days")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        user = User.objects.filter(username=options["user"]).first()
        if user is None:
            raise CommandError("There is no such user.", returncode=2)
        ends = now + timedelta(days=options["days"]) if options["days"] else None
        by, scopes = Principal.system("issue_api_key"), options["scopes"].split(",")
        try:
            key = issue_api_key(name=options["name"], user=user, scopes=scopes, by=by, now=now, expires_at=ends)
        except (NotAllowed, UnknownScope) as problem:
            raise CommandError(str(problem), returncode=2) from problem
        self.stdout.write(json.dumps({"key": key}) if options["json"] else key)
