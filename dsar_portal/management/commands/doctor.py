"""`doctor`: can this installation do its work today?"""

import json
import sys
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from dsar_portal import doctor

FINDING = 1


class Command(BaseCommand):
    help = (
        "Checks roles, servers, clock, data, keys, storage, ledger, letters and jobs. Exit code 1: something is broken."
    )
    # It reports missing migrations itself, and has to run when the checks would stop it.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", dest="as_json")

    def handle(self, *args: Any, **options: Any) -> None:
        findings = doctor.examine(now=timezone.now())
        if options["as_json"]:
            self.stdout.write(json.dumps([asdict(finding) for finding in findings], indent=1))
        else:
            for finding in findings:
                self.stdout.write(f"{finding.state:<9}{finding.check:<18} {finding.text}")
        if not doctor.healthy(findings):
            sys.exit(FINDING)
