"""Redis wiped or absent: slower, never wrong. And what must never lie in it does not."""

import re
import threading
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import redis
from axes.handlers.proxy import AxesProxyHandler
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.cache import caches
from django.test import Client

from accounts.models import EncryptedTOTPDevice, IdempotencyRecord, ThrottleCounter
from jobs import pump
from jobs.models import Job, State
from requests_app.models import Submission
from tests.accounts.cast import code_of, hire, try_to_sign_in
from tests.api.caller import key_of
from tests.architecture.test_laws import ROOT, sources
from tests.cast import body

KEY = "one-key-for-all"
ASIDE = timedelta(seconds=61)
# A ping, the count of what rings, and the sign of life on two pages: none of them keeps anything there.
CACHED = r"(from|import) django\.core\.cache|SimpleRateThrottle"
MAY_SPEAK_REDIS = {"dsar_portal/embedded.py", "dsar_portal/doctor.py", "dsar_portal/views.py"}


@pytest.mark.any_broker
def test_asking_signing_in_and_working_need_no_broker(
    committed_db: str, clock, now: datetime, mail_catcher, settings
) -> None:
    website = key_of("olu", "requests:create", "requests:read", now=now)
    first = website.post("submissions/", body("access"), Idempotency_Key=KEY)
    again = website.post("submissions/", body("access"), Idempotency_Key=KEY)
    assert (first.status_code, again.headers["Idempotent-Replayed"]) == (201, "true")
    assert Submission.objects.count() == 1

    petra = hire("petra2", "officer", now=now)
    assert try_to_sign_in(Client(), "petra2", otp=code_of(petra, now)).status_code == 302
    assert try_to_sign_in(Client(), "petra2", otp=code_of(petra, now)).status_code == 422, "a code works once"

    clock.shift(ASIDE)
    pump.tick(now=now + ASIDE, stop=threading.Event())
    assert Job.objects.filter(run_after__lte=now).exclude(state=State.DONE).count() == 0
    nora = [mail["message_id"] for mail in mail_catcher.messages(to="nora@example.org")]
    assert nora
    assert len(nora) == len(set(nora))


def test_what_must_outlive_a_wipe_lies_in_postgresql(committed_db: str, clock, now: datetime) -> None:
    before = _keys_in_redis()
    website = key_of("olu", "requests:create", now=now)
    website.post("submissions/", body("access"), Idempotency_Key=KEY)
    petra = hire("petra2", "officer", now=now)
    try_to_sign_in(Client(), "petra2", "not the password")
    try_to_sign_in(Client(), "petra2", otp=code_of(petra, now))
    assert IdempotencyRecord.objects.count() == 1
    assert ThrottleCounter.objects.count() >= 2, "the key's quota and the wrong try"
    assert Session.objects.count() == 1
    assert EncryptedTOTPDevice.objects.get(user=petra).last_t == int(now.timestamp()) // 30
    strange = {key for key in _keys_in_redis() - before if not re.fullmatch(r"_kombu.*|default|mail|files|celery", key)}
    assert strange == set()


def _keys_in_redis() -> set[str]:
    with redis.Redis.from_url(settings.REDIS_URL, decode_responses=True) as client:
        return {key for key in client.scan_iter() if not key.startswith("test-")}


def test_the_cache_is_no_store() -> None:
    assert {type(caches[name]).__name__ for name in settings.CACHES} == {"LocMemCache"}
    assert settings.SESSION_ENGINE == "django.contrib.sessions.backends.db"
    assert type(AxesProxyHandler.get_implementation()).__name__ == "AxesDatabaseHandler"
    assert "DEFAULT_THROTTLE_CLASSES" not in settings.REST_FRAMEWORK, "DRF's own throttles count in the cache"


def test_nobody_keeps_anything_in_the_cache_or_in_redis() -> None:
    cached = [_name(path) for path in sources() if re.search(CACHED, path.read_text())]
    spoken = {_name(path) for path in sources() if re.search(r"^\s*(from|import) redis\b", path.read_text(), re.M)}
    assert cached == []
    assert spoken <= MAY_SPEAK_REDIS


def test_no_task_keeps_its_result_in_redis() -> None:
    assert settings.CELERY_TASK_IGNORE_RESULT is True
    assert not hasattr(settings, "CELERY_RESULT_BACKEND")


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))
