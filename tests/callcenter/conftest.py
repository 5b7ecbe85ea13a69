"""Casey at the desk."""

from datetime import datetime

import pytest

from tests.callcenter.desk import Caller


@pytest.fixture
def casey(now: datetime) -> Caller:
    return Caller(now)
