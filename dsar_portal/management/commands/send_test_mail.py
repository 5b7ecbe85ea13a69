"""`send_test_mail ADDR`: does mail leave this installation?"""

import json
import smtplib
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email

from requests_app.profile import PROFILE

USAGE, ENVIRONMENT = 2, 3


class Command(BaseCommand):
    help = "Sends one message to ADDR through the mail server of EMAIL_URL, without the queue."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("address", metavar="ADDR")
        parser.add_argument("--json", action="store_true", dest="as_json")

    def handle(self, *args: Any, **options: Any) -> None:
        to = options["address"]
        try:
            validate_email(to)
        except ValidationError as wrong:
            raise CommandError("This is not an e-mail address.", returncode=USAGE) from wrong
        text = f"This is a test of the privacy portal of {PROFILE.name}. If you read it, mail leaves the portal.\n"
        try:
            EmailMessage("Test message", text, PROFILE.mail_from, [to]).send()
        except (OSError, smtplib.SMTPException) as failure:
            where = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
            told = f"The mail server at {where} did not take it ({type(failure).__name__}). Check EMAIL_URL."
            raise CommandError(told, returncode=ENVIRONMENT) from failure
        words = f"The mail server took the message to {to}."
        self.stdout.write(json.dumps({"sent": True, "to": to}) if options["as_json"] else words)
