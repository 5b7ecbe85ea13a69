"""The demonstration's stage: staff, register, a standing clock, and a ledger that can be sequenced."""

from collections.abc import Iterator
from datetime import datetime

import pytest
import time_machine

from accounts.demo import load_demo_staff
from outbound.loading import load_register
from tests.audit.conftest import book as book


@pytest.fixture
def demo(committed_db: str, now: datetime) -> Iterator[datetime]:
    """A committed database with the demonstration's people and no request in it."""
    with time_machine.travel(now, tick=False):
        load_register(now=now)
        load_demo_staff(password="a lantern over the orchard", now=now)
        yield now
