"""Nobody enters a page that is not for them."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import get_resolver

from accounts.access import access_of
from accounts.models import StaffSession
from accounts.roles import MATRIX, Permission, Role
from accounts.services import issue_api_key
from accounts.services.users import deactivate, set_roles
from audit.selectors import find_entries
from tests.accounts.cast import SYSTEM, hire, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.accounts.urls"), pytest.mark.usefixtures("clock")]


def test_a_view_that_declares_nothing_lets_nobody_in(now):
    assert Client().get("/undeclared/").status_code == 403
    assert signed_in(hire("ada", "admin", now=now), now=now).get("/undeclared/").status_code == 403


def test_public_pages_know_nobody():
    assert Client().get("/public/").content == b"nobody"
    assert Client().get("/consumer/").content == b"nobody"


@pytest.mark.parametrize("role", list(Role))
def test_each_role_meets_each_permission(role, now):
    client = signed_in(hire("someone", role, now=now), now=now)
    for permission in Permission:
        expected = 200 if permission in MATRIX[role] else 403
        assert client.get(f"/may/{permission}/").status_code == expected, permission


def test_a_refusal_is_recorded_without_saying_who_was_looked_for(now):
    signed_in(hire("casey", "call_agent", now=now), now=now).get("/may/request_decide/?q=Quist")
    entry = next(iter(find_entries(action="access.refused", limit=1)))
    assert entry.facts == {"permission": ["request_decide"], "verb": "get", "page": "may-request_decide"}


def test_a_stranger_is_sent_to_sign_in_from_every_page_of_the_app():
    for pattern in get_resolver("accounts.urls").url_patterns:
        assert access_of(pattern.callback) is not None, pattern.name
        address = f"/{pattern.pattern}".replace("<uuid:session_id>", "01920000-0000-7000-8000-000000000000")
        if pattern.name not in {"login", "logout", "sso", "sso-return", "sso-code"}:
            response = Client().get(address)
            assert response.status_code == 302, address
            assert response.url.startswith("/staff/login/?next=%2Fstaff%2F")


def test_htmx_is_told_to_leave_the_page():
    response = Client().get("/any-staff/", headers={"HX-Request": "true"})
    assert response.headers["HX-Redirect"] == "/staff/login/"


def test_a_session_ends_twelve_hours_after_signing_in(now, clock):
    client = signed_in(hire("olu", "officer", now=now), now=now)
    for _ in range(24):
        clock.shift(timedelta(minutes=29))
        assert client.get("/any-staff/").status_code == 200
    clock.shift(timedelta(minutes=25))
    assert client.get("/any-staff/").status_code == 302
    assert StaffSession.objects.get().ended_at is not None


def test_a_guest_is_out_on_the_day_the_account_ends(now, clock):
    guest = hire("guest", "auditor", now=now, expires_at=now + timedelta(hours=1))
    client = signed_in(guest, now=now)
    assert client.get("/any-staff/").status_code == 200
    clock.shift(timedelta(hours=1))
    assert client.get("/any-staff/").status_code == 302


def test_closing_an_account_and_changing_roles_end_its_sessions_at_once(now):
    olu = hire("olu", "officer", now=now)
    client = signed_in(olu, now=now)
    set_roles(user_id=olu.id, roles=["steward"], by=SYSTEM, now=now)
    assert client.get("/any-staff/").status_code == 302
    client = signed_in(olu, now=now)
    deactivate(user_id=olu.id, by=SYSTEM, now=now)
    assert client.get("/any-staff/").status_code == 302


def test_a_django_session_without_ours_opens_nothing(now):
    client = Client()
    client.force_login(hire("olu", "officer", now=now), backend="django.contrib.auth.backends.ModelBackend")
    assert settings.SESSION_COOKIE_NAME in client.cookies
    assert client.get("/any-staff/").status_code == 302


def test_a_key_opens_only_what_its_scopes_say(now):
    olu = hire("olu", "officer", now=now)
    key = issue_api_key(name="web shop", user=olu, scopes=["requests:create"], by=SYSTEM, now=now)
    bearer = {"Authorization": f"Bearer {key}"}
    assert Client().get("/api/any/", headers=bearer).content.startswith(b"api_client ")
    assert Client().post("/api/both/", headers=bearer).status_code == 200
    refused = Client().get("/api/both/", headers=bearer)
    assert refused.status_code == 403
    assert refused.json()["detail"] == "This needs a key with the scope requests:read."
    assert Client().get("/any-staff/", headers=bearer).status_code == 302


def test_without_a_key_or_with_a_browser_session_the_api_says_401(now):
    client = signed_in(hire("olu", "officer", now=now), now=now)
    for response in (Client().get("/api/any/"), client.get("/api/any/")):
        assert response.status_code == 401
        assert response["Content-Type"] == "application/problem+json"
        assert response["WWW-Authenticate"].startswith("Bearer")
