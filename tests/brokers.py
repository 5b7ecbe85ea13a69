"""Stories marked `any_broker` are told twice more: with a broker that forgets every bell, and with none.

Redis is a doorbell. Whatever is true with it must be true without it, only later.
"""

from collections.abc import Iterator

import pytest
import redis
from celery import current_app
from django.conf import settings

from jobs import bell

# A logical database of its own: the other stories' bells are not ours to wipe.
SPARE = 9
NOBODY = "redis://127.0.0.1:1/0"


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "any_broker: told again with a broker that is wiped, and without one")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if metafunc.definition.get_closest_marker("any_broker"):
        metafunc.fixturenames.append("broker")
        metafunc.parametrize("broker", ["rings", "wiped", "absent"], indirect=True, ids=lambda state: f"broker {state}")


@pytest.fixture
def broker(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The broker of this telling."""
    if request.param == "rings":
        yield request.param
        return
    address = NOBODY if request.param == "absent" else f"{settings.REDIS_URL.rsplit('/', 1)[0]}/{SPARE}"
    monkeypatch.setattr(settings, "REDIS_URL", address)
    monkeypatch.setattr(current_app.conf, "broker_url", address)
    monkeypatch.setattr(bell, "broker", bell._Broker())
    bell._line.cache_clear()
    if request.param == "wiped":
        _forget_after_every_ring(address, monkeypatch)
    yield request.param
    bell._line.cache_clear()


def _forget_after_every_ring(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    send = bell._send

    def send_and_wipe(task: str, args: list[str], *, queue: str) -> bool:
        heard = send(task, args, queue=queue)
        with redis.Redis.from_url(address) as client:
            client.flushdb()
        return heard

    monkeypatch.setattr(bell, "_send", send_and_wipe)
