"""A flood from one address is slowed down with a plain page; people are not."""

import pytest
from django.test import Client

from dsar_portal.consumer.views import limits

pytestmark = pytest.mark.django_db


def test_one_too_many_waits_and_is_told_how_long(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits.refusal, "__kwdefaults__", {"per_hour": 2})
    form = {"contact": "sam@example.org", "kinds": ["marketing_email"]}
    answers = [client.post("/opt-out/", form).status_code for _turn in range(2)]
    assert all(code < 400 for code in answers)
    slowed = client.post("/opt-out/", form)
    assert slowed.status_code == 429
    assert 0 < int(slowed.headers["Retry-After"]) <= 3600
    assert "Please wait a moment" in slowed.content.decode()
    assert client.get("/opt-out/").status_code == 200
