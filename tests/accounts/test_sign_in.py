"""Casey and Olu sign in; a stranger tries."""

from datetime import timedelta

import pytest
from django.test import Client

from accounts.models import RecoveryCode, StaffSession
from accounts.services import make_recovery_codes
from audit.actors import Actor
from audit.selectors import find_entries
from tests.accounts.cast import PASSWORD, code_of, hire, signed_in, try_to_sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.accounts.urls"), pytest.mark.usefixtures("clock")]
WRONG = "The user name, password or code is not right"


@pytest.mark.any_broker
def test_olu_signs_in_with_all_three_and_lands_at_the_desk(now):
    olu, client = hire("olu", "officer", now=now), Client()
    response = try_to_sign_in(client, " Olu ", otp=code_of(olu, now))
    assert (response.status_code, response.headers["Location"]) == (302, "/officer/")
    assert client.get("/any-staff/").content == f"staff {olu.id}".encode()
    entry = next(iter(find_entries(action="staff.signed_in", limit=1)))
    assert entry.actor_id == str(olu.id)
    assert entry.facts == {"method": "totp", "aal": 2, "roles": ["officer"]}


def test_the_page_asked_for_comes_next_but_never_a_foreign_one(now, clock):
    olu = hire("olu", "officer", now=now)
    there = try_to_sign_in(Client(), "olu", otp=code_of(olu, now), next="/any-staff/?a=1")
    assert there.headers["Location"] == "/any-staff/?a=1"
    clock.shift(timedelta(minutes=1))
    away = try_to_sign_in(Client(), "olu", otp=code_of(olu, now, 2), next="https://evil.example/")
    assert away.headers["Location"] == "/officer/"


def test_whatever_is_wrong_the_answer_is_the_same(now):
    olu = hire("olu", "officer", now=now)
    gone = hire("gone", "officer", now=now, expires_at=now)
    tries = [
        ("olu", "not the password", code_of(olu, now)),
        ("olu", PASSWORD, "000000"),
        ("olu", PASSWORD, ""),
        ("olu", PASSWORD, "١٢٣٤٥٦"),
        ("nobody", PASSWORD, "123456"),
        ("gone", PASSWORD, code_of(gone, now)),
    ]
    for username, password, otp in tries:
        response = try_to_sign_in(Client(REMOTE_ADDR="192.0.2.7"), username, password, otp)
        assert response.status_code == 422, (username, otp)
        assert WRONG in response.content.decode()
    assert not StaffSession.objects.exists()


def test_a_name_nobody_has_costs_as_much_hashing_as_a_real_one(now, mocker_free_hash_count):
    hire("olu", "officer", now=now)
    mocker_free_hash_count.clear()
    try_to_sign_in(Client(), "olu", "not the password")
    real = len(mocker_free_hash_count)
    try_to_sign_in(Client(), "nobody", "not the password")
    assert real == len(mocker_free_hash_count) - real == 1


@pytest.fixture
def mocker_free_hash_count(monkeypatch):
    """Counts every run of the password hasher."""
    from django.contrib.auth.hashers import Argon2PasswordHasher

    calls, encode, verify = [], Argon2PasswordHasher.encode, Argon2PasswordHasher.verify
    monkeypatch.setattr(Argon2PasswordHasher, "encode", lambda *a: (calls.append("encode"), encode(*a))[1])
    monkeypatch.setattr(Argon2PasswordHasher, "verify", lambda *a: (calls.append("verify"), verify(*a))[1])
    return calls


def test_the_ledger_never_learns_what_was_typed(now):
    try_to_sign_in(Client(), "hunter2 typed in the wrong field", "x")
    facts = next(iter(find_entries(action="staff.sign_in_failed", limit=1))).facts
    assert "hunter2" not in str(facts)
    assert (facts["cause"], facts["known"], facts["tries_left"]) == ("password", False, 4)


@pytest.mark.parametrize("username", ["olu", "nobody"])
def test_five_wrong_tries_close_the_door_for_fifteen_minutes(username, now, clock):
    olu, client = hire("olu", "officer", now=now), Client()
    for _ in range(4):
        assert try_to_sign_in(client, username, "wrong").status_code == 422
    assert try_to_sign_in(client, username, "wrong").status_code == 429
    closed = try_to_sign_in(client, "olu" if username == "olu" else "nobody", otp=code_of(olu, now))
    assert closed.status_code == 429
    assert "Too many tries" in closed.content.decode()
    assert len(find_entries(action="staff.locked_out", limit=5)) == 1
    clock.shift(timedelta(minutes=15, seconds=1))
    again = try_to_sign_in(client, username, otp=code_of(olu, now, 30))
    assert again.status_code == (302 if username == "olu" else 422)


def test_wrong_codes_count_like_wrong_passwords(now):
    hire("olu", "officer", now=now)
    answers = [try_to_sign_in(Client(), "olu", otp="000000").status_code for _ in range(5)]
    assert answers == [422, 422, 422, 422, 429]


def test_guesses_from_many_addresses_end_too(now):
    hire("olu", "officer", now=now)
    answers = [try_to_sign_in(Client(REMOTE_ADDR=f"192.0.2.{i}"), "olu", "wrong").status_code for i in range(31)]
    assert answers == [422] * 30 + [429]


@pytest.mark.any_broker
def test_a_code_works_once(now, clock):
    olu = hire("olu", "officer", now=now)
    code = code_of(olu, now)
    assert try_to_sign_in(Client(), "olu", otp=code).status_code == 302
    assert try_to_sign_in(Client(), "olu", otp=code).status_code == 422
    clock.shift(timedelta(seconds=30))
    earlier = try_to_sign_in(Client(), "olu", otp=code_of(olu, now, -1))
    assert earlier.status_code == 422


def test_a_recovery_code_works_once_however_it_is_typed(now):
    olu = hire("olu", "officer", now=now)
    codes = make_recovery_codes(user=olu, by=Actor.system("test"), now=now)
    assert len(set(codes)) == 8
    assert try_to_sign_in(Client(), "olu", otp=codes[0].lower().replace("-", " ")).status_code == 302
    assert try_to_sign_in(Client(), "olu", otp=codes[0]).status_code == 422
    assert RecoveryCode.objects.filter(used_at=None).count() == 7
    assert next(iter(find_entries(action="staff.recovery_code_used", limit=1))).facts == {"codes_left": 7}


def test_the_first_sign_in_sets_up_a_code_app_and_nothing_else_opens_before(now):
    petra, client = hire("petra", "officer", now=now, factor=False), Client()
    assert try_to_sign_in(client, "petra").headers["Location"] == "/staff/second-factor/"
    assert client.get("/any-staff/").headers["Location"] == "/staff/second-factor/"
    page = client.get("/staff/second-factor/").content.decode()
    assert 'src="data:image/svg+xml' in page
    assert client.post("/staff/second-factor/", {"otp": "000000"}).status_code == 422
    device = petra.encryptedtotpdevice_set.get()
    done = client.post("/staff/second-factor/", {"otp": device.code_at(int(now.timestamp()) // 30)})
    assert done.status_code == 200
    assert "Your recovery codes" in done.content.decode()
    assert client.get("/any-staff/").status_code == 200


def test_a_session_begun_with_a_password_cannot_replace_a_factor_set_up_elsewhere(now):
    petra, thief = hire("petra", "officer", now=now, factor=False), Client()
    try_to_sign_in(thief, "petra")
    from accounts.demo import give_factor

    give_factor(user=petra, now=now)
    assert thief.get("/staff/second-factor/").headers["Location"] == "/staff/login/"
    assert thief.post("/staff/second-factor/", {"otp": "000000"}).status_code == 302


def test_signing_out_ends_the_session_on_both_sides(now):
    client = signed_in(hire("olu", "officer", now=now), now=now)
    assert client.get("/staff/logout/").status_code == 405
    assert client.post("/staff/logout/").headers["Location"] == "/staff/login/"
    assert client.get("/any-staff/").status_code == 302
    assert StaffSession.objects.get().ended_at is not None


def test_the_account_page_shows_and_ends_ones_own_sessions_only(now):
    olu, sam = hire("olu", "officer", now=now), hire("sam", "officer", now=now)
    here, there, foreign = signed_in(olu, now=now), signed_in(olu, now=now), signed_in(sam, now=now)
    assert "This session" in here.get("/staff/account/").content.decode()
    second = StaffSession.objects.filter(user=olu).order_by("id").last()
    theirs = StaffSession.objects.get(user=sam)
    assert here.post(f"/staff/account/sessions/{theirs.id}/end/").status_code == 404
    assert here.post(f"/staff/account/sessions/{second.id}/end/").status_code == 302
    assert there.get("/any-staff/").status_code == 302
    assert foreign.get("/any-staff/").status_code == here.get("/any-staff/").status_code == 200


def test_a_new_password_ends_all_other_sessions(now):
    olu = hire("olu", "officer", now=now)
    here, there = signed_in(olu, now=now), signed_in(olu, now=now)
    page = "/staff/account/password/"
    assert here.post(page, {"current": "wrong", "new": "another set of words"}).status_code == 422
    assert here.post(page, {"current": PASSWORD, "new": "short"}).status_code == 422
    assert here.post(page, {"current": PASSWORD, "new": "another set of words"}).status_code == 302
    assert here.get("/any-staff/").status_code == 200
    assert there.get("/any-staff/").status_code == 302


def test_new_recovery_codes_replace_the_old(now):
    olu = hire("olu", "officer", now=now)
    old = make_recovery_codes(user=olu, by=Actor.system("test"), now=now)
    page = signed_in(olu, now=now).post("/staff/account/recovery-codes/").content.decode()
    assert old[0] not in page
    assert try_to_sign_in(Client(), "olu", otp=old[0]).status_code == 422
