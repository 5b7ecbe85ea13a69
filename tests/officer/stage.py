"""A browser for each member of staff."""

from collections.abc import Callable
from datetime import datetime
from importlib import import_module

import pytest
from django.conf import settings
from django.test import Client

from accounts.demo import demo_session, give_factor
from accounts.models import User
from tests import cast


@pytest.fixture
def desk(now: datetime) -> Callable[[str], Client]:
    """`desk("olu")`: a browser in which this member of the cast is signed in with two factors."""

    def sign_in(name: str) -> Client:
        cast.staff(name)
        user = User.objects.get(username=name)
        give_factor(user=user, now=now)
        store = import_module(settings.SESSION_ENGINE).SessionStore()
        store.update(demo_session(user=user, now=now))
        store.create()
        client = Client()
        client.cookies[settings.SESSION_COOKIE_NAME] = store.session_key
        return client

    return sign_in
