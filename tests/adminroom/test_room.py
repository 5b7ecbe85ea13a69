"""Ada keeps accounts and keys; what she does to others stands in the ledger."""

import re
from datetime import datetime, timedelta

import pytest
from django.test import Client

from accounts.models import ApiKey, User
from accounts.roles import Role
from accounts.services import authenticate_api_key
from audit.selectors import find_entries
from jobs.models import Job, State
from tests.accounts.cast import PASSWORD, hire, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
NEW = {"username": "guest", "display_name": "Gil Guest", "password": "plain words for a guest", "roles": ["auditor"]}


@pytest.fixture
def ada(now: datetime) -> Client:
    return signed_in(hire("ada", "admin", now=now), now=now)


def dead_job(now: datetime) -> Job:
    return Job.objects.create(
        kind="letters.send", state=State.DEAD, run_after=now, created_at=now, finished_at=now, attempts=100,
        last_error="SMTPServerDisconnected",
    )  # fmt: skip


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMIN])
def test_nobody_else_enters(role: Role, now: datetime) -> None:
    client = signed_in(hire("someone", role, now=now), now=now)
    for address in ("", "users/new/", "keys/", "keys/new/", "jobs/", "health/"):
        assert client.get(f"/admin-room/{address}").status_code == 403, address


def test_the_lead_reads_the_rules_and_nothing_else_here(now: datetime) -> None:
    lena = signed_in(hire("lena", "lead", now=now), now=now)
    page = lena.get("/admin-room/regimes/").content.decode()
    assert "California Consumer Privacy Act" in page
    assert "Not confirmed" in page
    assert "/admin-room/keys/" not in page


def test_ada_invites_a_guest_with_a_last_day(ada: Client, now: datetime) -> None:
    last = {"expires_on_0": "12", "expires_on_1": "1", "expires_on_2": "2026"}
    answer = ada.post("/admin-room/users/new/", {**NEW, **last, "companies": ["jm-care-plan"]})
    assert answer.status_code == 302
    guest = User.objects.get(username="guest")
    assert guest.companies == ["jm-care-plan"]
    assert guest.may_enter(now)
    assert "Dec 1, 2026" in ada.get("/admin-room/").content.decode()
    assert not guest.may_enter(datetime.fromisoformat("2026-12-02T06:00:00+00:00"))
    made = find_entries(action="user.created", limit=1)[0]
    assert made.facts["guest"] is True
    assert "Gil" in ada.get("/admin-room/").content.decode()
    assert "Gil" not in made.leaf


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"username": "ada"}, "Somebody has this user name already"),
        ({"username": "<b>"}, "Use 2 to 60 letters"),
        ({"username": ""}, "Enter a user name"),
        ({"display_name": "  "}, "Enter the person"),
        ({"password": "short"}, "15 characters"),
        ({"roles": []}, "Choose at least one role"),
        ({"roles": ["emperor"]}, "Error:"),
        ({"companies": ["elsewhere"]}, "Error:"),
        ({"email": "no address"}, "Enter an e-mail address"),
        ({"expires_on_0": "2", "expires_on_1": "31", "expires_on_2": "2027"}, "Enter a real date"),
        ({"expires_on_0": "1", "expires_on_1": "1", "expires_on_2": "2020"}, "must be today or later"),
    ],
)
def test_a_slip_is_said_in_words_and_makes_no_account(ada: Client, change: dict[str, object], words: str) -> None:
    page = ada.post("/admin-room/users/new/", {**NEW, **change}).content.decode()
    assert words in page
    assert not User.objects.filter(username="guest").exists()


def test_changed_roles_end_the_sessions_and_are_recorded(ada: Client, now: datetime) -> None:
    olu = hire("olu", "officer", now=now)
    hers = signed_in(olu, now=now)
    assert ada.post(f"/admin-room/users/{olu.id}/", {"roles": ["steward"]}).status_code == 302
    assert User.objects.get(id=olu.id).roles == ["steward"]
    assert hers.get("/staff/account/").status_code == 302
    assert find_entries(action="user.roles_changed", limit=1)[0].facts["previous"] == ["officer"]


def test_ada_cannot_change_or_close_her_own_account(ada: Client) -> None:
    own = User.objects.get(username="ada")
    assert "Another administrator must change it" in ada.get(f"/admin-room/users/{own.id}/").content.decode()
    refused = ada.post(f"/admin-room/users/{own.id}/", {"roles": ["officer"]}).content.decode()
    assert "Another administrator must change this account" in refused
    ada.post(f"/admin-room/users/{own.id}/deactivate/")
    assert User.objects.get(username="ada").is_active


def test_a_closed_account_takes_its_keys_with_it(ada: Client, now: datetime) -> None:
    olu = hire("olu", "officer", now=now)
    key = issued_by(ada, olu, ["requests:create"])
    assert authenticate_api_key(key, now=now)
    ada.post(f"/admin-room/users/{olu.id}/deactivate/")
    assert authenticate_api_key(key, now=now) is None


def issued_by(ada: Client, owner: User, scopes: list[str]) -> str:
    page = ada.post("/admin-room/keys/new/", {"name": "web shop", "user": str(owner.id), "scopes": scopes})
    return re.search(r"dsr_[a-z]+_[0-9a-f]+_[0-9a-f]+", page.content.decode())[0]


def test_a_key_is_shown_once(ada: Client, now: datetime) -> None:
    key = issued_by(ada, hire("olu", "officer", now=now), ["requests:create", "requests:read_all"])
    listed = ada.get("/admin-room/keys/").content.decode()
    assert key[:12] in listed
    assert key not in listed


def test_a_key_cannot_do_what_its_owner_may_not(ada: Client, now: datetime) -> None:
    own = User.objects.get(username="ada")
    form = {"name": "too much", "user": str(own.id), "scopes": ["requests:decide"]}
    page = ada.post("/admin-room/keys/new/", form).content.decode()
    assert "do not allow requests:decide" in page
    assert not ApiKey.objects.exists()


def test_a_withdrawn_key_opens_nothing(ada: Client, now: datetime) -> None:
    key = issued_by(ada, hire("olu", "officer", now=now), ["requests:create"])
    ada.post(f"/admin-room/keys/{ApiKey.objects.get().id}/revoke/")
    assert authenticate_api_key(key, now=now) is None
    unknown = "01920000-0000-7000-8000-000000000000"
    assert ada.post(f"/admin-room/keys/{unknown}/revoke/").status_code == 404


def test_a_dead_job_runs_again_or_is_put_aside(ada: Client, now: datetime) -> None:
    first, second = dead_job(now), dead_job(now)
    assert "SMTPServerDisconnected" in ada.get("/admin-room/jobs/").content.decode()
    ada.post(f"/admin-room/jobs/{first.id}/retry/")
    page = ada.get(f"/admin-room/jobs/{second.id}/").content.decode()
    assert "SMTPServerDisconnected" in page
    assert "Choose why it is put aside" in ada.post(f"/admin-room/jobs/{second.id}/drop/").content.decode()
    ada.post(f"/admin-room/jobs/{second.id}/drop/", {"reason": "done_by_hand"})
    assert Job.objects.get(id=first.id).state == State.READY
    assert not Job.objects.filter(id=second.id).exists()
    assert find_entries(action="job.requeued")
    entry = find_entries(action="job.discarded")[0]
    assert (entry.facts, entry.reason) == ({"kind": "letters.send", "tries": 100}, "done_by_hand")
    assert ada.get(f"/admin-room/jobs/{second.id}/").status_code == 404


def test_two_administrators_at_one_job(ada: Client, now: datetime) -> None:
    job = dead_job(now)
    ada.post(f"/admin-room/jobs/{job.id}/drop/", {"reason": "not_needed"})
    answer = ada.post(f"/admin-room/jobs/{job.id}/retry/", follow=True)
    assert "somebody else has dealt with it" in answer.content.decode()


def test_deeds_need_a_post(ada: Client, now: datetime) -> None:
    job, olu = dead_job(now), hire("olu", "officer", now=now)
    for address in (f"jobs/{job.id}/drop/", f"jobs/{job.id}/retry/", f"users/{olu.id}/deactivate/"):
        assert ada.get(f"/admin-room/{address}").status_code == 405


def test_health_says_what_the_doctor_says(ada: Client, now: datetime) -> None:
    page = ada.get("/admin-room/health/").content.decode()
    assert "Something is broken" in page  # no mail server and no beat in a test
    assert "which cannot alter the ledger" in page


def test_a_session_that_is_over_asks_for_the_way_in(ada: Client, clock) -> None:
    clock.shift(timedelta(hours=13))
    assert ada.get("/admin-room/").headers["Location"].startswith("/staff/login/")


def test_nobody_reads_a_password_back(ada: Client) -> None:
    page = ada.post("/admin-room/users/new/", {**NEW, "username": ""}).content.decode()
    assert NEW["password"] not in page
    assert PASSWORD not in page
