"""Olu cannot get in any more; Ada helps, and the ledger knows."""

from datetime import datetime, timedelta

import pytest
from django.test import Client

from accounts.models import RecoveryCode, StaffSession, User
from accounts.principals import Principal
from accounts.services import (
    NotAllowed,
    NotPossible,
    deactivate,
    make_recovery_codes,
    reactivate,
    reset_factor,
    reset_password,
    unlock,
)
from accounts.services.recovery import is_locked
from audit.actors import Actor
from audit.selectors import counts, find_entries
from tests.accounts.cast import PASSWORD, SYSTEM, code_of, hire, signed_in, try_to_sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.accounts.urls"), pytest.mark.usefixtures("clock")]


@pytest.fixture
def ada(now: datetime) -> Principal:
    return Principal.staff(hire("ada", "admin", now=now))


@pytest.fixture
def olu(now: datetime) -> User:
    return hire("olu", "officer", now=now)


DEEDS = [reactivate, reset_password, reset_factor, unlock]


@pytest.mark.parametrize("deed", DEEDS)
def test_only_another_administrator_helps(deed, ada: Principal, olu: User, now: datetime) -> None:
    before = counts().entries
    for by, whom in ((Principal.staff(olu), ada.user_id), (ada, ada.user_id), (Principal.staff(olu), olu.id)):
        with pytest.raises(NotAllowed):
            deed(user_id=whom, by=by, now=now)
    assert counts().entries == before


@pytest.mark.parametrize(
    ("deed", "says"), [(reactivate, "open already"), (unlock, "not locked"), (reset_factor, "No code app")]
)
def test_what_does_not_fit_is_said_and_not_recorded(deed, says: str, ada: Principal, now: datetime) -> None:
    nobody = hire("petra", "officer", now=now, factor=False)
    before = counts().entries
    with pytest.raises(NotPossible, match=says):
        deed(user_id=nobody.id, by=ada, now=now)
    assert counts().entries == before


def test_a_closed_account_opens_again_as_it_was(ada: Principal, olu: User, now: datetime) -> None:
    deactivate(user_id=olu.id, by=ada, now=now)
    assert try_to_sign_in(Client(), "olu", otp=code_of(olu, now)).status_code == 422
    again = reactivate(user_id=olu.id, by=ada, now=now)
    entry = find_entries(action="user.reactivated", limit=1)[0]
    assert (entry.subject_id, entry.rev) == (olu.id, again.rev)
    assert entry.facts == {"roles": ["officer"], "expires_on": "never"}
    assert try_to_sign_in(Client(), "olu", otp=code_of(olu, now)).status_code == 302


def test_a_guests_account_needs_a_new_last_day(ada: Principal, now: datetime, clock) -> None:
    guest = hire("guest", "auditor", now=now, expires_at=now + timedelta(days=1))
    late = now + timedelta(days=2)
    with pytest.raises(NotPossible, match="Give a new last day"):
        reactivate(user_id=guest.id, by=ada, now=late)
    assert reactivate(user_id=guest.id, by=ada, now=late, expires_at=late + timedelta(days=7)).may_enter(late)


def test_a_temporary_password_opens_nothing_but_the_choice_of_an_own_one(
    ada: Principal, olu: User, now: datetime
) -> None:
    browser = signed_in(olu, now=now)
    given = reset_password(user_id=olu.id, by=ada, now=now)
    assert browser.get("/any-staff/").status_code == 302
    assert try_to_sign_in(Client(), "olu", PASSWORD, code_of(olu, now)).status_code == 422
    client = Client()
    assert try_to_sign_in(client, "olu", given.password, code_of(olu, now)).status_code == 302
    assert client.get("/any-staff/").headers["Location"] == "/staff/account/password/"
    assert "temporary password" in client.get("/staff/account/password/").text
    same = client.post("/staff/account/password/", {"current": given.password, "new": given.password})
    assert "Choose another password" in same.text
    client.post("/staff/account/password/", {"current": given.password, "new": "four words of her own"})
    assert client.get("/any-staff/").status_code == 200
    assert len(find_entries(action="staff.password_reset", limit=5)) == 1
    assert given.password not in find_entries(action="staff.password_reset", limit=1)[0].leaf


def test_a_lost_phone_is_replaced_at_the_next_sign_in(ada: Principal, olu: User, now: datetime) -> None:
    browser, papers = signed_in(olu, now=now), make_recovery_codes(user=olu, by=Actor.system("test"), now=now)
    reset_factor(user_id=olu.id, by=ada, now=now)
    assert browser.get("/any-staff/").status_code == 302
    assert not RecoveryCode.objects.exists()
    assert StaffSession.objects.filter(ended_at=None).count() == 0
    assert find_entries(action="staff.second_factor_reset", limit=1)[0].facts == {"method": "totp", "user": str(olu.id)}
    assert find_entries(action="staff.session_ended", limit=1)[0].facts["cause"] == "second_factor_changed"
    client = Client()
    assert try_to_sign_in(client, "olu", otp=papers[0]).headers["Location"] == "/staff/second-factor/"


def test_a_locked_account_opens_at_once(ada: Principal, olu: User, now: datetime) -> None:
    for _ in range(5):
        try_to_sign_in(Client(), "olu", "wrong")
    assert is_locked(olu, now=now)
    assert try_to_sign_in(Client(), "olu", otp=code_of(olu, now)).status_code == 429
    unlock(user_id=olu.id, by=ada, now=now)
    assert not is_locked(olu, now=now)
    assert try_to_sign_in(Client(), "olu", otp=code_of(olu, now)).status_code == 302
    assert find_entries(action="staff.unlocked", limit=1)[0].facts == {"user": str(olu.id)}


def test_guesses_from_everywhere_are_forgotten_too(ada: Principal, olu: User, now: datetime) -> None:
    for host in range(31):
        try_to_sign_in(Client(REMOTE_ADDR=f"192.0.2.{host}"), "olu", "wrong")
    assert is_locked(olu, now=now)
    unlock(user_id=olu.id, by=ada, now=now)
    assert try_to_sign_in(Client(), "olu", otp=code_of(olu, now)).status_code == 302


def test_a_guest_made_by_the_system_need_not_choose_again(now: datetime) -> None:
    assert not hire("gil", "auditor", now=now).must_change_password
    assert reset_password(user_id=hire("mo", "mail_room", now=now).id, by=SYSTEM, now=now).user.must_change_password
