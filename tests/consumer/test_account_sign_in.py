"""Nora signs in with her account at the company; Sam tries with his; strangers try with what they found or made up."""

from dataclasses import replace
from datetime import datetime, timedelta
from urllib.parse import urlencode
from uuid import UUID

import pytest
from django.test import Client

from accounts.models import SignInTrip
from audit.selectors import find_entries
from outbound import oidc
from outbound.models import RegisterPerson
from requests_app.models import PrivacyRequest
from tests.consumer.test_identity import worker
from tests.outbound.provider import StrictProvider, provider
from verification.models import Check
from verification.services.forgetting import forget_proof
from verification.services.settling import MATCHER, settle

__all__ = ["provider"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
HERE, DOOR = "/status/identity/account/", "/status/identity/account/my-account/"
TAKEN, FAILED = "We are checking what you showed us", "did not work. Try again"


def go(client: Client) -> str:
    """Press the button; gives the address at the provider."""
    page = client.post(DOOR)
    assert page.status_code == 200
    url = page.headers["Refresh"].removeprefix("0; url=")
    assert page.context["url"] == url  # the same as a link, for who stays
    return url


def come_back(client: Client, params: dict[str, str], door: str = DOOR) -> str:
    """Follow the provider's redirect; gives what the page then says."""
    return client.get(f"{door}back/?{urlencode(params)}", follow=True).text


def sign_in(client: Client, provider: StrictProvider, account: str, now: datetime, **claims: object) -> str:
    claims = {"opened": "2019-05-02", **claims}
    return come_back(client, provider.sign_in(go(client), f"u-{account}", at=now, preferred_username=account, **claims))


def points() -> list[str]:
    return sorted(point["kind"] for point in Check.objects.get().points if point["counts"])


def test_nora_signs_in_and_signs_the_statement_and_the_work_begins(
    register, file, client: Client, provider, now
) -> None:
    file()
    assert "Sign in with your existing account" in client.get("/status/identity/").text
    assert "Sign in to My Account" in client.get(HERE).text
    assert TAKEN in sign_in(client, provider, "NQuist ", now)
    client.post("/status/identity/statement/", {"typed_name": "Nora Quist"})
    worker(now)
    assert "account_sign_in" in points()
    assert PrivacyRequest.objects.get().status == "in_progress"
    entry = next(iter(find_entries(action="identity.account_signed_in", limit=1)))
    assert entry.facts == {"provider": "my-account"}


def test_another_persons_account_shows_nothing_and_sounds_the_same(
    register, file, client: Client, provider, now
) -> None:
    file()
    other = RegisterPerson.objects.exclude(account_username="").exclude(family_name="Quist").first()
    assert TAKEN in sign_in(client, provider, other.account_username, now)
    worker(now)
    mine = Check.objects.get()
    assert mine.person_key == "P-0000"
    assert "account_sign_in" not in points()
    assert sign_in(client, provider, "nquist", now)  # the right one afterwards does
    worker(now)
    assert "account_sign_in" in points()


def test_an_account_opened_after_the_event_proves_nothing(register, file, client: Client, provider, now) -> None:
    file()
    for opened in ("2026-11-10", "", 10**30):
        assert TAKEN in sign_in(client, provider, "nquist", now, opened=opened)
        worker(now)
        assert "account_sign_in" not in points()


def test_an_account_known_by_its_mailbox_counts_where_the_mailbox_was_on_file_long_enough(
    register, file, client: Client, provider, now, monkeypatch
) -> None:
    by_mail = replace(oidc.configured()["my-account"], claim="email", stands_for="email", opened_claim="")
    monkeypatch.setattr(oidc, "of_kind", lambda _kind: [by_mail])
    file()
    back = provider.sign_in(go(client), "u-nquist", at=now, email="nora@example.org", email_verified=True)
    for since, counts in ((now.date() - timedelta(days=30), True), (now.date() - timedelta(days=29), False)):
        RegisterPerson.objects.filter(email="nora@example.org").update(email_on_file_since=since)
        if counts:
            assert TAKEN in come_back(client, back)
            worker(now)
        else:
            settle(subject_ref=Check.objects.get().subject_ref, now=now)
        assert ("account_sign_in" in points()) is counts


def test_the_fact_an_account_is_known_by_is_not_counted_twice(register, file, client: Client, provider, now) -> None:
    file(identifiers={"policy_number": ""}, contact={"email": "else@example.com", "phone": "", "line1": "", "zip": ""})
    client.post("/status/identity/facts/", {"account_username": "nquist"})
    sign_in(client, provider, "nquist", now)
    worker(now)
    assert points() == ["account_sign_in", "date_of_birth"]


def test_a_return_counts_once_in_its_own_browser_within_minutes(
    register, file, client: Client, provider, now, clock
) -> None:
    first = file()
    url = go(client)
    # Login CSRF: Sam signs in and sends Nora his return; her browser never left like that.
    sam = Client()
    open_status(sam, first)
    stolen = provider.sign_in(go(sam), "u-sam", at=now, preferred_username="sam")
    assert FAILED in come_back(client, stolen)
    assert FAILED in come_back(sam, stolen)  # and shown once in the wrong place it is worth nothing in the right one
    assert FAILED in come_back(client, {"code": "code-0", "state": "made up"})
    mine = provider.sign_in(url, "u-nquist", at=now, preferred_username="nquist")
    assert client.head(f"{DOOR}back/?{urlencode(mine)}").status_code == 200  # a link checker costs nothing
    assert TAKEN in come_back(client, mine)
    assert FAILED in come_back(client, mine)
    late = provider.sign_in(go(client), "u-nquist", at=now, preferred_username="nquist")
    clock.shift(timedelta(minutes=10))
    assert FAILED in come_back(client, late)
    assert not SignInTrip.objects.filter(used_at=None).exists()
    assert all(not trip.verifier and not trip.nonce for trip in SignInTrip.objects.all())


def open_status(client: Client, filed: dict) -> None:
    client.post("/status/", {"reference": filed["references"][0], "code": filed["code"]})


def test_a_return_of_one_request_does_nothing_for_another(register, file, client: Client, provider, now) -> None:
    file()
    back = provider.sign_in(go(client), "u-nquist", at=now, preferred_username="nquist")
    SignInTrip.objects.update(subject_ref=UUID(int=7))  # it was for another check
    assert FAILED in come_back(client, back)
    assert not Check.objects.get().claims.get("signed_in")


def test_what_comes_twice_or_without_end_is_not_guessed(register, file, client: Client, provider, now) -> None:
    file()
    back = provider.sign_in(go(client), "u-nquist", at=now, preferred_username="nquist")
    query = urlencode(back)
    assert FAILED in client.get(f"{DOOR}back/?{query}&code=another", follow=True).text
    assert FAILED in client.get(f"{DOOR}back/?{urlencode(back | {'code': 'x' * 3000})}", follow=True).text
    assert FAILED in client.get(f"{DOOR}back/", follow=True).text
    assert TAKEN in come_back(client, back)  # none of these was a return


def test_cancelled_or_down_says_what_to_do_and_loses_nothing(register, file, client: Client, provider, now) -> None:
    file()
    state = provider.sign_in(go(client), "u-x", at=now)["state"]
    assert FAILED in come_back(client, {"error": "access_denied", "state": state, "iss": provider.issuer})
    back = provider.sign_in(go(client), "u-nquist", at=now)
    provider.down = True
    assert "does not answer just now" in come_back(client, back)
    causes = [entry.facts["cause"] for entry in find_entries(action="identity.account_sign_in_failed", limit=5)]
    assert sorted(causes) == ["cancelled", "provider_down"]
    assert Check.objects.get().status == "open"


def test_ten_departures_in_an_hour_are_enough(register, file, client: Client, provider) -> None:
    file()
    for _time in range(10):
        go(client)
    assert "There were too many tries" in client.post(DOOR, follow=True).text


def test_only_who_could_be_helped_by_it_is_offered_it(register, file, client: Client, provider, settings) -> None:
    file(what={"rights": ["opt_out"]}, who={"capacity": "authorized_agent"})
    assert "Sign in with" not in client.get("/status/identity/").text
    assert client.post(DOOR).status_code == 404
    client.post("/status/leave/")
    file(who={"capacity": "authorized_agent"})
    assert "Sign in with your" not in client.get("/status/identity/").text
    client.post("/status/leave/")
    file()
    assert client.post("/status/identity/account/company/").status_code == 404  # a provider for staff
    settings.SIGN_IN_FILE = ""
    assert "Sign in with your" not in client.get("/status/identity/").text
    assert client.post(DOOR).status_code == 404


def test_whose_account_it_was_is_forgotten_with_the_proof(register, file, client: Client, provider, now) -> None:
    file()
    sign_in(client, provider, "nquist", now)
    worker(now)
    check = Check.objects.get()
    assert set(check.claims["signed_in"]) == {"provider", "kind", "value", "old_enough", "at"}
    forget_proof(subject_ref=check.subject_ref, code_refs=(), by=MATCHER, now=now, rule="test", age_days=1)
    assert not Check.objects.get().claims
