"""The staff on stage, signed in or about to."""

from datetime import datetime
from importlib import import_module

from django.conf import settings
from django.test import Client

from accounts.demo import demo_session, give_factor
from accounts.models import EncryptedTOTPDevice, User
from accounts.principals import Principal
from accounts.services import create_user

PASSWORD = "plain words for a test"
SYSTEM = Principal.system("test")


def hire(username: str, *roles: str, now: datetime, factor: bool = True, **more: object) -> User:
    """Make a member of staff, by default with a second factor."""
    user = create_user(
        username=username, display_name=username, roles=roles, password=PASSWORD, by=SYSTEM, now=now, **more
    )
    if factor:
        give_factor(user=user, now=now)
    return user


def signed_in(user: User, *, now: datetime) -> Client:
    """A browser in which `user` is signed in with both factors."""
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store.update(demo_session(user=user, now=now))
    store.create()
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = store.session_key
    return client


def code_of(user: User, now: datetime, step: int = 0) -> str:
    """The code that the user's app shows now, or `step` steps later."""
    device = EncryptedTOTPDevice.objects.get(user=user, confirmed=True)
    return device.code_at(int(now.timestamp()) // 30 + step)


def try_to_sign_in(client: Client, username: str, password: str = PASSWORD, otp: str = "", **more: str):
    """Send the sign-in form."""
    return client.post("/staff/login/", {"username": username, "password": password, "otp": otp, **more})
