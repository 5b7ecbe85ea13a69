"""Sweeps by name, from the command line and by the clock."""

import json
from datetime import datetime, timedelta
from io import StringIO

import pytest
from django.core.management import call_command

from jobs import sweeps

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _two_sweeps() -> None:
    sweeps.sweep("alpha", every_seconds=60)(lambda *, now: 2)
    sweeps.sweep("beta", every_seconds=3600)(lambda *, now: 0)


def test_the_command_runs_all_and_says_how_many_rows_each_touched() -> None:
    out = StringIO()
    call_command("sweep", stdout=out)
    assert out.getvalue() == "alpha: 2\nbeta: 0\n"


def test_the_command_runs_one_by_name_as_json() -> None:
    out = StringIO()
    call_command("sweep", "alpha", "--json", stdout=out)
    assert json.loads(out.getvalue()) == {"alpha": 2}


def test_a_wrong_name_is_a_usage_error() -> None:
    with pytest.raises(SystemExit) as stopped:
        call_command("sweep", "gamma", stderr=StringIO())
    assert stopped.value.code == 2


def test_beat_fires_each_as_one_generic_task() -> None:
    assert sweeps.beat_schedule()["sweep.alpha"] == {
        "task": "jobs.run_sweep",
        "schedule": timedelta(seconds=60),
        "args": ["alpha"],
    }


def test_a_name_belongs_to_one_sweep() -> None:
    with pytest.raises(ValueError, match="alpha"):
        sweeps.sweep("alpha", every_seconds=1)(lambda *, now: 0)


def test_what_ran_lately_is_not_neglected(now: datetime) -> None:
    sweeps.run_sweep("alpha", now=now)
    assert [item.name for item in sweeps.neglected(now=now)] == ["beta"]
