"""Seed synthetic requests at every stage, on every channel, of every right."""

import json
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from dsar_portal.demo.seeding import seed


class Command(BaseCommand):
    help = "Seed N synthetic requests with their ledger entries."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--requests", type=int, default=60)
        parser.add_argument("--rng-seed", type=int, default=20261122)
        parser.add_argument("--json", action="store_true")

    def handle(self, *_args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("This makes up requests. It runs in demo mode only (DSAR_DEMO=1).")
        wanted = options["requests"]
        if wanted < 0:
            raise CommandError("--requests is a number from 0 on.", returncode=2)
        made = 0
        for made, _plan in seed(wanted, rng_seed=options["rng_seed"], now=timezone.now()):
            if made % 10 == 0 or made == wanted:
                self.stderr.write(f"  {made} of {wanted} requests")
        result = {"requests": made, "rng_seed": options["rng_seed"]}
        self.stdout.write(json.dumps(result) if options["json"] else f"{made} requests seeded")
