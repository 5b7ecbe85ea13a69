"""Olu signs in with the company's own service, because Ada tied her account there; nobody gets in by e-mail alone."""

import re
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.test import Client

from accounts import services
from accounts.models import StaffIdentity, StaffSession, User
from accounts.principals import Principal
from accounts.services.single_sign_on import NotPossible
from audit.selectors import find_entries
from outbound import oidc
from tests.accounts.cast import code_of, hire, signed_in
from tests.outbound.provider import StrictProvider, provider

__all__ = ["provider"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
DOOR, REFUSED = "/staff/login/with/company/", "This sign-in opens no account here"


@pytest.fixture
def olu(now: datetime, provider: StrictProvider) -> User:
    """An officer whose account at the company's sign-in service is tied to hers here."""
    user = hire("olu", "officer", now=now, email="olu@example.org")
    tie(user, "c-olu", now)
    return user


def tie(user: User, subject: str, now: datetime) -> None:
    ada = User.objects.filter(username="ada").first() or hire("ada", "admin", now=now)
    by, company = Principal.staff(ada, "s"), oidc.configured()["company"]
    services.link_identity(user_id=user.id, provider=company, subject=subject, by=by, now=now)


def come(client: Client, provider: StrictProvider, subject: str, at: datetime, following: str = "", **claims: object):
    """Press the button, sign in there, come back; gives the answer."""
    url = client.post(DOOR, {"next": following}).headers["Refresh"].removeprefix("0; url=")
    return client.get(f"{DOOR}back/?{urlencode(provider.sign_in(url, subject, at=at, **claims))}")


def test_who_gave_two_factors_there_is_in_and_stays_for_a_session(olu, provider, now, clock) -> None:
    client = Client()
    assert "Sign in with Company sign-in" in client.get("/staff/login/").text
    there = come(client, provider, "c-olu", now, "/staff/account/", amr=["pwd", "mfa"])
    assert (there.status_code, there.headers["Location"]) == (302, "/staff/account/")
    assert client.get("/officer/").status_code == 200
    session = StaffSession.objects.get()
    assert (session.aal, session.vouched_by) == (2, "company")
    entry = next(iter(find_entries(action="staff.signed_in", limit=1)))
    assert entry.facts == {"method": "single_sign_on", "aal": 2, "roles": ["officer"], "provider": "company"}
    # Elsewhere is no better: the address of a foreign page leads to the own desk.
    assert (
        come(Client(), provider, "c-olu", now, "https://evil.example/", amr=["mfa"]).headers["Location"] == "/officer/"
    )


def test_without_a_second_factor_there_our_own_code_is_asked(olu, provider, now, clock) -> None:
    client = Client()
    assert (
        come(client, provider, "c-olu", now, "/staff/account/", amr=["pwd"]).headers["Location"] == "/staff/login/code/"
    )
    assert client.get("/officer/").status_code == 302
    assert client.post("/staff/login/code/", {"otp": "000000"}).status_code == 422
    there = client.post("/staff/login/code/", {"otp": code_of(olu, now)})
    assert there.headers["Location"] == "/staff/account/"
    assert client.get("/officer/").status_code == 200
    assert StaffSession.objects.get().vouched_by == ""
    # The provider's word waits ten minutes for the code, and not for another browser.
    late = Client()
    come(late, provider, "c-olu", now)
    clock.shift(timedelta(minutes=10))
    assert late.post("/staff/login/code/", {"otp": code_of(olu, now, 20)}).status_code == 410
    assert "Begin again" in Client().get("/staff/login/code/").text


def test_who_has_no_code_app_sets_one_up_first(provider, now) -> None:
    tie(hire("petra", "officer", now=now, factor=False), "c-petra", now)
    client = Client()
    assert come(client, provider, "c-petra", now).headers["Location"] == "/staff/second-factor/"
    assert client.get("/officer/").headers["Location"] == "/staff/second-factor/"


def test_neither_an_e_mail_nor_a_made_up_return_opens_anything(olu, provider, now) -> None:
    client = Client()
    page = come(client, provider, "c-somebody", now, amr=["mfa"], email="olu@example.org", email_verified=True)
    assert page.headers["Location"] == "/staff/login/"
    assert REFUSED in client.get("/staff/login/").text
    facts = next(iter(find_entries(action="staff.sign_in_failed", limit=1))).facts
    assert (facts["cause"], facts["provider"]) == ("not_linked", "company")
    # Login CSRF: the return of somebody else's departure, and one of the provider for customers.
    stolen = provider.sign_in(client.post(DOOR).headers["Refresh"][7:], "c-olu", at=now, amr=["mfa"])
    for door in (DOOR, "/staff/login/with/my-account/"):
        assert Client().get(f"{door}back/?{urlencode(stolen)}").status_code in {302, 404}
    assert client.get(f"{DOOR}back/?{urlencode(stolen)}").headers["Location"] == "/staff/login/"
    assert not StaffSession.objects.exists()
    assert User.objects.count() == 2  # nobody was made


def test_untied_or_closed_it_opens_nothing_at_once(olu, provider, now) -> None:
    client, ada = Client(), User.objects.get(username="ada")
    come(client, provider, "c-olu", now, amr=["mfa"])
    room = signed_in(ada, now=now)
    page = room.post(f"/admin-room/users/{olu.id}/sign-in/company/end/", follow=True)
    assert "opens nothing here any more" in page.text
    assert client.get("/officer/").status_code == 302
    assert come(Client(), provider, "c-olu", now, amr=["mfa"]).headers["Location"] == "/staff/login/"
    page = room.post(f"/admin-room/users/{olu.id}/sign-in/company/", {"subject": "c-olu"}, follow=True)
    assert "now opens this account" in page.text
    services.deactivate(user_id=olu.id, by=Principal.staff(ada, "s"), now=now)
    assert come(Client(), provider, "c-olu", now, amr=["mfa"]).headers["Location"] == "/staff/login/"


def test_untied_or_locked_between_the_providers_word_and_our_code_it_opens_nothing(olu, provider, now, clock) -> None:
    client, late = Client(), Client()
    for browser in (client, late):
        come(browser, provider, "c-olu", now, amr=["pwd"])
    tries = [client.post("/staff/login/code/", {"otp": "000000"}).status_code for _ in range(5)]
    assert tries == [422, 422, 422, 422, 429]
    clock.shift(timedelta(minutes=1))
    # As beside the password: the right code comes too late.
    assert client.post("/staff/login/code/", {"otp": code_of(olu, now + timedelta(minutes=1))}).status_code == 429
    by = Principal.staff(User.objects.get(username="ada"), "s")
    services.unlink_identity(user_id=olu.id, provider="company", by=by, now=now)
    assert late.post("/staff/login/code/", {"otp": code_of(olu, now + timedelta(minutes=1))}).status_code == 410
    assert not StaffSession.objects.exists()


def test_one_account_there_opens_one_account_here_and_nobody_ties_their_own(olu, provider, now) -> None:
    petra, ada = hire("petra", "officer", now=now), User.objects.get(username="ada")
    with pytest.raises(NotPossible, match="somebody else"):
        tie(petra, "c-olu", now)
    with pytest.raises(NotPossible, match="255"):
        tie(petra, "x" * 256, now)
    with pytest.raises(services.NotAllowed):
        tie(ada, "c-ada", now)
    room = signed_in(ada, now=now)
    for typed in ("", "c-olu", "c\u202eolu"):
        page = room.post(f"/admin-room/users/{petra.id}/sign-in/company/", {"subject": typed})
        assert "govuk-error-message" in page.text
    assert room.post(f"/admin-room/users/{petra.id}/sign-in/nowhere/", {"subject": "a"}).status_code == 404
    tie(olu, "c-olu-new", now)  # a new one takes the place of the old
    # What was untied since the backup that a database was restored from, opens nothing again.
    link = StaffIdentity.objects.get(user=olu, ended_at=None)
    again = {"link_id": link.id, "by": Principal.system("restore"), "now": now}
    assert [services.single_sign_on.untie_again(**again) for _ in range(2)] == [True, False]
    tie(olu, "c-olu-newer", now)
    assert come(Client(), provider, "c-olu", now, amr=["mfa"]).headers["Location"] == "/staff/login/"


def test_with_two_services_each_field_has_an_id_of_its_own(now, provider, settings, tmp_path) -> None:
    petra, ada = hire("petra", "officer", now=now), hire("ada", "admin", now=now)
    one = Path(settings.SIGN_IN_FILE).read_text(encoding="utf-8")
    both = tmp_path / "both.toml"
    both.write_text(one + "\n" + one[one.index("[staff.company]") :].replace("staff.company", "staff.partner"))
    settings.SIGN_IN_FILE = str(both)
    page = signed_in(ada, now=now).post(f"/admin-room/users/{petra.id}/sign-in/partner/", {"subject": ""}).text
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert {"id_company_subject", "id_partner_subject"} < set(ids)
    assert 'href="#id_partner_subject"' in page


def test_the_service_is_down_and_passwords_still_work(olu, provider, now) -> None:
    provider.down = True
    oidc.discovery.forget()
    assert "does not answer" in Client().post(DOOR, follow=True).text
    assert Client().get(f"{DOOR}back/").headers["Location"] == "/staff/login/"
    assert Client().post("/staff/login/with/my-account/").status_code == 404
