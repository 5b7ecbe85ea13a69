"""A guest is invited on one page, sees a part of the house, and is shut out by itself."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import EncryptedTOTPDevice, User
from audit.selectors import find_entries
from requests_app.services.days import end_of, start_of
from tests import cast
from tests.accounts.cast import hire, signed_in, try_to_sign_in

pytestmark = [pytest.mark.django_db]
FORM = {"name": "R. Ames, Ames Assurance", "last_day": "2026-12-04"}


def lead(now: datetime) -> Client:
    return signed_in(hire("lena", "lead", now=now), now=now)


def test_two_minutes_from_the_page_to_the_ledger(clock, now: datetime) -> None:
    made = lead(now).post("/auditor/guests/", FORM)
    assert made.headers["Cache-Control"].startswith("max-age=0")
    name, password = made.context["guest"].username, made.context["password"]
    guest = Client()
    answer = try_to_sign_in(guest, name, password)
    assert answer.headers["Location"] == reverse("accounts:second-factor")
    assert guest.get("/auditor/").headers["Location"] == reverse("accounts:second-factor")
    user = User.objects.get(username=name)
    secret = guest.get("/staff/second-factor/").context["secret"].replace(" ", "")
    device = EncryptedTOTPDevice.objects.get(user=user)
    assert device.secret == secret
    guest.post("/staff/second-factor/", {"otp": device.code_at(int(now.timestamp()) // 30)})
    assert guest.get("/auditor/").headers["Location"] == reverse("accounts:password")
    new = "an own password of a guest"
    guest.post("/staff/account/password/", {"current": password, "new": new})
    assert guest.get("/auditor/").status_code == 200
    assert try_to_sign_in(Client(), name, password).status_code == 422
    facts = next(entry.facts for entry in find_entries(action="user.created") if entry.facts["guest"])
    assert facts["expires_on"] in {"2026-12-04", "2026-12-05"}
    assert facts["roles"] == ["auditor"]


def test_the_account_ends_at_the_end_of_its_last_day_and_not_before(clock, now: datetime) -> None:
    lead(now).post("/auditor/guests/", FORM | {"last_day": "2026-11-23"})
    user = User.objects.get(username__startswith="guest-")
    end = end_of(datetime(2026, 11, 23, 12, tzinfo=UTC).date())
    assert user.expires_at == end
    assert user.may_enter(end - timedelta(seconds=1))
    assert not user.may_enter(end)
    ada = signed_in(hire("ada", "admin", now=now), now=now)
    assert "Nov 23, 2026" in ada.get("/admin-room/").content.decode()


def test_an_open_session_of_a_guest_ends_with_the_account(clock, now: datetime) -> None:
    user = hire("guest", "auditor", now=now, expires_at=now + timedelta(minutes=10))
    guest = signed_in(user, now=now)
    assert guest.get("/auditor/").status_code == 200
    clock.shift(timedelta(minutes=10))
    assert guest.get("/auditor/").headers["Location"].startswith("/staff/login/")


def test_the_lead_ends_a_guest_at_once_and_nobody_else(clock, now: datetime) -> None:
    lena = lead(now)
    user = hire("guest", "auditor", now=now, expires_at=now + timedelta(days=3))
    guest, ari = signed_in(user, now=now), hire("ari", "auditor", now=now)
    assert lena.post(f"/auditor/guests/{ari.id}/end/").status_code == 404
    assert lena.post(f"/auditor/guests/{user.id}/end/").status_code == 302
    assert guest.get("/auditor/").headers["Location"].startswith("/staff/login/")
    assert find_entries(action="user.deactivated", limit=1)[0].facts == {"cause": "guest_ended"}
    assert lena.post(f"/auditor/guests/{user.id}/end/").status_code == 404


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"name": ""}, "Enter the guest&#x27;s name"),
        ({"last_day": ""}, "Enter a date"),
        ({"last_day": "2026-11-22"}, "must be today or later"),
        ({"last_day": "2029-01-01"}, "400 days at most"),
        ({"since": "2026-11-02", "until": "2026-11-01"}, "must not be before"),
        ({"references": "JM-7K3F-92Q0"}, "Check the reference"),
        ({"references": "JM-2222-2229"}, ""),
    ],
)
def test_a_slip_makes_no_account(clock, now: datetime, typed: dict[str, str], words: str) -> None:
    answer = lead(now).post("/auditor/guests/", FORM | typed)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not User.objects.filter(username__startswith="guest-").exists()


def test_only_lead_and_administrator_invite(clock, now: datetime) -> None:
    assert signed_in(hire("ada", "admin", now=now), now=now).post("/auditor/guests/", FORM).status_code == 200
    for name, role in (("ari", "auditor"), ("olu", "officer"), ("sol", "call_supervisor")):
        assert signed_in(hire(name, role, now=now), now=now).post("/auditor/guests/", FORM).status_code == 403


def test_the_limits_of_the_form_become_the_limits_of_the_account(clock, now: datetime) -> None:
    request = cast.ask(cast.body("access"), now=now).requests[0].request
    typed = {"since": "2026-11-01", "until": "2026-11-30", "companies": ["jm-care-plan"]}
    lead(now).post("/auditor/guests/", FORM | typed | {"references": request.reference.lower()})
    user = User.objects.get(username__startswith="guest-")
    assert user.companies == ["jm-care-plan"]
    assert user.scope_requests == [request.id]
    assert (user.scope_since, user.scope_until) == (
        start_of(datetime(2026, 11, 1, 12, tzinfo=UTC).date()),
        start_of(datetime(2026, 12, 1, 12, tzinfo=UTC).date()),
    )
