"""The programs on stage: the shop's website that files, and Olu's and Petra's own tools."""

from datetime import datetime

import pytest

from tests.api.caller import Caller, key_of
from tests.audit.conftest import book
from tests.cast import register

__all__ = ["book"]  # the fixture of the ledger's own stories


@pytest.fixture
def website(db: None, clock: object, now: datetime) -> Caller:
    """Files and reads what it filed itself."""
    return key_of("olu", "requests:create", "requests:read", now=now)


@pytest.fixture
def olu(db: None, clock: object, now: datetime) -> Caller:
    register(now)
    return key_of("olu", now=now)


@pytest.fixture
def petra(db: None, clock: object, now: datetime) -> Caller:
    return key_of("petra", now=now)


@pytest.fixture
def lena(db: None, clock: object, now: datetime) -> Caller:
    """Files for others: whoever stands behind the key that filed may not decide."""
    return key_of("lena", now=now)
