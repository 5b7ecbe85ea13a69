"""`init`: the first start in production. Running it again changes nothing that is there."""

import json
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connections
from django.utils import timezone

from dsar_portal.upkeep import beginning, upgrade

ENVIRONMENT = 3


class Command(BaseCommand):
    help = "Makes roles and tables, checks keys and profile, and the first administrator with a one-time password."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--admin", default="admin", metavar="USER", help="user name of the first administrator")
        parser.add_argument("--name", default="First administrator", help="the person's name")
        parser.add_argument("--json", action="store_true", dest="as_json")

    def handle(self, *args: Any, **options: Any) -> None:
        given = beginning.given()
        try:
            made = beginning.make_roles(given)
            beginning.check_roles(given)
            beginning.check_keys()
            connections.close_all()
            tables = upgrade.upgrade(now=timezone.now(), say=self.stderr.write, max_backup_age=None)
        except (beginning.NotReady, upgrade.Refused, upgrade.Failed) as trouble:
            raise CommandError(str(trouble), returncode=ENVIRONMENT) from trouble
        call_command("collectstatic", interactive=False, verbosity=0)
        first = beginning.first_administrator(username=options["admin"], name=options["name"], now=timezone.now())
        told = {
            "roles_made": made,
            "migrations": len(tables.migrations),
            "administrator": first.username,
            "one_time_password": first.password,
            "remarks": beginning.remarks(),
        }
        self._tell(told, as_json=options["as_json"])

    def _tell(self, told: dict[str, Any], *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(told))
            return
        self.stdout.write(f"Tables: {told['migrations']} migrations applied.")
        if told["one_time_password"]:
            self.stdout.write(
                f"Administrator {told['administrator']}, password shown once: {told['one_time_password']}"
            )
            self.stdout.write("It works once: the first sign-in asks for a new one and for a second factor.")
        else:
            self.stdout.write(f"There is an administrator: {told['administrator']}.")
        for remark in told["remarks"]:
            self.stdout.write(f"Look at it: {remark}")
