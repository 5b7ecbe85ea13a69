"""Make an account for a member of staff."""

import json
import secrets
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import IntegrityError
from django.utils import timezone

from accounts.principals import Principal
from accounts.roles import Role
from accounts.services import create_user


class Command(BaseCommand):
    help = "Make an account and print its first password, once. The second factor is set up at the first sign-in."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--name", required=True)
        parser.add_argument("--email", default="")
        parser.add_argument("--roles", required=True, help=f"some of {', '.join(Role)}")
        parser.add_argument("--companies", default="", help="slugs; empty: all companies")
        parser.add_argument("--days", type=int, help="a guest: the account ends after so many days")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        now, password = timezone.now(), secrets.token_urlsafe(18)
        try:
            create_user(
                username=options["username"],
                display_name=options["name"],
                email=options["email"],
                roles=_list(options["roles"]),
                companies=_list(options["companies"]),
                expires_at=now + timedelta(days=options["days"]) if options["days"] else None,
                password=password,
                by=Principal.system("create_user"),
                now=now,
            )
        except (ValueError, ValidationError) as problem:
            raise CommandError(str(problem), returncode=2) from problem
        except IntegrityError as problem:
            raise CommandError("There is a user of that name.", returncode=2) from problem
        self.stdout.write(json.dumps({"password": password}) if options["json"] else password)


def _list(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]
