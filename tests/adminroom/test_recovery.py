"""Somebody stands before a closed door; Ada opens it, for everybody but herself."""

import re
from datetime import datetime, timedelta
from html import unescape

import pytest
from django.test import Client

from accounts.models import EncryptedTOTPDevice, User
from audit.selectors import counts, find_entries
from tests.accounts.cast import PASSWORD, code_of, hire, signed_in, try_to_sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
DEEDS = ("reactivate", "password", "second-factor", "unlock")


@pytest.fixture
def ada(now: datetime) -> Client:
    return signed_in(hire("ada", "admin", now=now), now=now)


@pytest.fixture
def olu(now: datetime) -> User:
    return hire("olu", "officer", now=now)


def do(ada: Client, user: User, deed: str, **typed: str) -> str:
    page = ada.post(f"/admin-room/users/{user.id}/{deed}/", typed, follow=True)
    assert page.status_code == 200
    return unescape(page.text)


def test_a_forgotten_password(ada: Client, olu: User, now: datetime) -> None:
    page = do(ada, olu, "password")
    password = re.search(r'app-secret"[^>]*>([a-z0-9-]+)<', page)[1]
    assert len(password) >= 20
    assert "Nobody can read it again" in page
    assert password not in ada.get(f"/admin-room/users/{olu.id}/").text
    client = Client()
    assert try_to_sign_in(client, "olu", password, code_of(olu, now)).status_code == 302
    assert client.get("/officer/", follow=True).redirect_chain[-1][0] == "/staff/account/password/"
    client.post("/staff/account/password/", {"current": password, "new": "four words of her own"})
    assert client.get("/officer/").status_code == 200


def test_a_lost_phone(ada: Client, olu: User) -> None:
    assert "Forget the code app" in ada.get(f"/admin-room/users/{olu.id}/").text
    assert "sets up a new one" in do(ada, olu, "second-factor")
    assert not EncryptedTOTPDevice.objects.filter(user=olu).exists()
    assert "No code app is set up" in do(ada, olu, "second-factor")
    assert len(find_entries(action="staff.second_factor_reset", limit=5)) == 1


def test_a_locked_account(ada: Client, olu: User, now: datetime) -> None:
    assert "Unlock now" not in ada.get(f"/admin-room/users/{olu.id}/").text
    for _ in range(5):
        try_to_sign_in(Client(), "olu", "wrong")
    assert "Locked after wrong tries" in ada.get(f"/admin-room/users/{olu.id}/").text
    assert "can be used at once" in do(ada, olu, "unlock")
    assert try_to_sign_in(Client(), "olu", PASSWORD, code_of(olu, now)).status_code == 302
    assert "There are no wrong tries" in do(ada, olu, "unlock")


def test_a_closed_account(ada: Client, olu: User, now: datetime) -> None:
    do(ada, olu, "deactivate")
    page = ada.get(f"/admin-room/users/{olu.id}/").text
    assert "Open it again" in page
    assert "Forget the code app" not in page
    assert "open again" in do(ada, olu, "reactivate")
    assert User.objects.get(id=olu.id).may_enter(now)
    assert "open already" in do(ada, olu, "reactivate")


@pytest.mark.parametrize(
    ("day", "says"),
    [(("", "", ""), "Give a new last day"), (("2", "31", "2027"), "Enter a real date"), (("1", "1", "2020"), "today")],
)
def test_a_guest_whose_time_is_over(ada: Client, now: datetime, clock, day: tuple[str, ...], says: str) -> None:
    gil = hire("gil", "auditor", now=now, expires_at=now - timedelta(days=1))
    typed = dict(zip(("expires_on_0", "expires_on_1", "expires_on_2"), day, strict=True))
    before = counts().entries
    assert says in do(ada, gil, "reactivate", **typed)
    assert counts().entries == before
    typed = {"expires_on_0": "12", "expires_on_1": "1", "expires_on_2": "2026"}
    assert "open again" in do(ada, gil, "reactivate", **typed)
    assert User.objects.get(id=gil.id).may_enter(now)


@pytest.mark.parametrize("deed", DEEDS)
def test_nobody_helps_themselves(ada: Client, deed: str) -> None:
    own, before = User.objects.get(username="ada"), counts().entries
    assert "Another administrator must change this account" in do(ada, own, deed)
    assert counts().entries == before


@pytest.mark.parametrize("deed", DEEDS)
def test_who_may_and_how(ada: Client, olu: User, now: datetime, deed: str) -> None:
    address = f"/admin-room/users/{olu.id}/{deed}/"
    assert ada.get(address).status_code == 405
    assert signed_in(hire("lena", "lead", now=now), now=now).post(address).status_code == 403
    assert ada.post(f"/admin-room/users/01920000-0000-7000-8000-000000000000/{deed}/").status_code == 404
