"""The bell at a real broker, and at none."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from time import monotonic
from uuid import uuid4

import pytest
import redis
from celery import current_app
from django.conf import settings

from jobs import bell


@pytest.fixture(autouse=True)
def _fresh_line(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(bell, "broker", bell._Broker())
    bell._line.cache_clear()
    yield
    bell._line.cache_clear()


def test_a_ring_carries_ids_and_nothing_else_and_not_for_ever() -> None:
    job_id, queue = uuid4(), f"test-{uuid4().hex}"
    assert bell.ring_all([(job_id, queue)])
    with redis.Redis.from_url(settings.REDIS_URL) as client:
        message = json.loads(client.lpop(queue))
    assert message["headers"]["task"] == "jobs.run_jobs"
    assert json.loads(message["headers"]["argsrepr"].strip("[]").replace("'", '"')) == str(job_id)
    until = datetime.fromisoformat(message["headers"]["expires"])
    assert until <= datetime.now(UTC) + timedelta(seconds=bell.UNHEARD_SECONDS), "bells that nobody hears pile up"


def test_a_broker_that_never_answers_costs_less_than_two_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen(5)
        monkeypatch.setattr(current_app.conf, "broker_url", f"redis://127.0.0.1:{silent.getsockname()[1]}/0")
        began = monotonic()
        assert not bell.ring_all([(uuid4(), "default")])
        assert monotonic() - began < 2
        assert not bell.ring_all([(uuid4(), "default")])
        assert monotonic() - began < 2


def test_the_pump_stops_cleanly_when_asked(committed_db: str) -> None:
    url = os.environ["DATABASE_URL"].rsplit("/", 1)[0] + f"/{committed_db}"
    command = [sys.executable, "manage.py", "pump"]
    env = os.environ | {"DATABASE_URL": url}
    with subprocess.Popen(command, env=env, stderr=subprocess.PIPE, text=True) as pump:
        assert pump.stderr is not None
        said = next(line for line in pump.stderr if "The pump" in line)
        assert said == "The pump runs.\n"
        pump.send_signal(signal.SIGTERM)
        assert "The pump stopped." in pump.stderr.read()
    assert pump.returncode == 0
