"""The stage of this desk: the clock stands, and each member of staff has a browser."""

import pytest

from tests.officer.stage import desk as desk


@pytest.fixture(autouse=True)
def _stage(clock: object, db: None) -> None:
    """Every story begins at NOW."""
