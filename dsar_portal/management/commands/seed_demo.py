"""Seed synthetic requests at every stage, on every channel, of every right; from the 61st on by COPY."""

import json
from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from audit import ledger
from audit.actors import Actor, Subject
from audit.facts import FactValue
from audit.selectors import find_entries
from dsar_portal.demo.bulk import run
from dsar_portal.demo.bulk.references import has_requests
from dsar_portal.demo.seeding import seed

# So many are walked through the real verbs and stay; the others are copies of such histories.
STORIES = 60


class Command(BaseCommand):
    help = "Seed N synthetic requests with their ledger entries."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--requests", type=int, default=60)
        parser.add_argument("--rng-seed", type=int, default=20261122)
        parser.add_argument("--processes", type=int, help="how many copy at once (one a core)")
        parser.add_argument("--json", action="store_true")

    def handle(self, *_args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("This makes up requests. It runs in demo mode only (DSAR_DEMO=1).")
        wanted = options["requests"]
        if wanted < 0:
            raise CommandError("--requests is a number from 0 on.", returncode=2)
        now, rng_seed = timezone.now(), options["rng_seed"]
        if wanted > STORIES and _is_used(rng_seed):
            raise CommandError("This seed was used here before: its requests are there. Give another --rng-seed.")
        made = 0
        for made, _plan in seed(_walked(wanted), rng_seed=rng_seed, now=now):
            if made % 10 == 0 or made == wanted:
                self.stderr.write(f"  {made} of {wanted} requests")
        if wanted > STORIES:
            self._copy(wanted - made, rng_seed=rng_seed, now=now, processes=options["processes"])
        result = {"requests": wanted, "rng_seed": rng_seed}
        self.stdout.write(json.dumps(result) if options["json"] else f"{wanted} requests seeded")

    def _copy(self, count: int, *, rng_seed: int, now: datetime, processes: int | None) -> None:
        def say(words: str) -> None:
            self.stderr.write(f"  {words}")

        run.seed(count, rng_seed=rng_seed, now=now, progress=say, processes=processes)
        _note(count, rng_seed=rng_seed, now=timezone.now())


def _walked(wanted: int) -> int:
    """How many stories to tell: beside a running worker none, it would take the work out of our hands."""
    return wanted if wanted <= STORIES else 0 if has_requests() else STORIES


def _is_used(rng_seed: int) -> bool:
    return any(entry.facts.get("seed") == rng_seed for entry in find_entries(action="demo.seeded", limit=1000))


@transaction.atomic
def _note(count: int, *, rng_seed: int, now: datetime) -> None:
    facts: dict[str, FactValue] = {"requests": count, "seed": rng_seed}
    actor, subject = Actor.system("seed_demo"), Subject.event("demo")
    ledger.record("demo.seeded", actor=actor, subject=subject, at=now, facts=facts)
