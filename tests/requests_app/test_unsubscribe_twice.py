"""A mail program sends the same click twice in the same instant: one opt-out, one letter."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Barrier

import pytest
from django.db import connection

from requests_app.models import PrivacyRequest, Suppression
from requests_app.services.unsubscribe import seal, unsubscribe
from tests import cast


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_stop_it_once(committed_db: str, now: datetime) -> None:
    token, start = seal(email="nora@example.org"), Barrier(2, timeout=20)

    def click(_number: int) -> bool:
        start.wait()
        try:
            return unsubscribe(token=token, by=cast.anonymous(), now=now)
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=2) as pool:
        assert sorted(pool.map(click, range(2))) == [False, True]
    assert (PrivacyRequest.objects.count(), Suppression.objects.count()) == (1, 1)
