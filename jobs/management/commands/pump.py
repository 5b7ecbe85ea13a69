"""`pump`: keep the work flowing, with or without a broker."""

import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand

from jobs.pump import keep_pumping


class Command(BaseCommand):
    help = "Rings for jobs that are due and does those that nobody takes. Run one or more; stop with SIGTERM."

    def handle(self, *args: Any, **options: Any) -> None:
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        self.stderr.write("The pump runs.")
        keep_pumping(stop=stop)
        self.stderr.write("The pump stopped.")
