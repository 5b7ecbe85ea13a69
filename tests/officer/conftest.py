"""The officers' stage: the register is loaded and the clock stands."""

from datetime import datetime

import pytest

from tests import cast
from tests.officer.stage import desk as desk


@pytest.fixture(autouse=True)
def _stage(clock: object, now: datetime, db: None) -> None:
    cast.register(now)
