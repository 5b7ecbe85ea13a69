"""`erase_words`: erase the words behind the ledger entries of one request, before the retention does."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.principals import Principal
from requests_app import reference
from requests_app.permissions import NotFound
from requests_app.services import words
from requests_app.services.work import NotPossible

CAUSES = ("asked_for", "court_order", "written_by_mistake")


class Command(BaseCommand):
    help = (
        "Erase the words behind the ledger entries of one request (reasons, notes, messages) and destroy their key. "
        "The entries stay provable, and tell that the words were erased. This cannot be undone."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("reference", help="the request's reference")
        parser.add_argument("--cause", choices=CAUSES, default=CAUSES[0], help="why, as the ledger will tell it")
        parser.add_argument("--json", action="store_true", help="print the result as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        by = Principal.system("command.erase_words")
        try:
            count = words.erase(reference_text=options["reference"], by=by, now=timezone.now(), cause=options["cause"])
        except NotFound:
            raise CommandError("There is no request with this reference.") from None
        except (NotPossible, reference.Mistyped) as refused:
            raise CommandError(str(refused)) from None
        if options["json"]:
            self.stdout.write(json.dumps({"erased": count}))
        else:
            self.stdout.write(f"{count} texts erased. The ledger tells that they were there.")
