"""The answer reaches Nora: decided, opened after a fresh code, several times, until it expires."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from fulfillment import selectors as held
from fulfillment import services as fulfillment
from notifications.models import Letter
from requests_app.decision import DecidedItem, Decision
from requests_app.models import PrivacyRequest
from requests_app.services import review
from tests import cast
from tests.consumer.conftest import mailed
from verification import services as verification

pytestmark = pytest.mark.django_db


@pytest.fixture
def proved(file, client: Client, clock, now):
    """Nora asked and showed who she is; gives her request, its tasks done."""
    cast.register(now)

    def ask(right: str, **more: dict[str, str]) -> PrivacyRequest:
        file(what={"rights": [right]}, **more)
        verification.record_staff_evidence(
            subject_ref=PrivacyRequest.objects.get().submission_id,
            method="phone",
            points=["account_sign_in", "policy_number", "declaration"],
            reason="called back",
            by=cast.staff("olu").actor,
            now=now,
        )
        cast.work_off(now)
        cast.wait_out(now)
        finish(PrivacyRequest.objects.get(), now)
        return PrivacyRequest.objects.get()

    return ask


def finish(row: PrivacyRequest, now) -> None:
    for task in held.tasks_for(row.id):
        if task.status == "open":
            fulfillment.complete_task(task_id=task.id, result="done", by=cast.staff("dev"), now=now)


def decide(row: PrivacyRequest, decision: Decision, now) -> None:
    review.propose(request_id=row.id, decision=decision, by=cast.staff("olu"), now=now)
    review.approve(request_id=row.id, by=cast.staff("petra"), now=now)
    finish(row, now)
    cast.work_off(now)


@pytest.fixture
def answered(proved, now) -> str:
    """The address of the answer to a request for a copy."""
    return answer_to(proved("access"), now)


def answer_to(row: PrivacyRequest, now) -> str:
    given = [DecidedItem(item.category, item.system, "given") for item in held.items_for(row.id)]
    decide(row, Decision("completed", "", tuple(dict.fromkeys(given))), now)
    return f"/status/{row.reference}/answer/"


def open_it(client: Client, address: str) -> None:
    client.post(address, {"send": "1"})
    assert client.post(address, {"code": str(mailed("package_code")["code"])}).status_code == 302


def test_a_fresh_code_opens_every_part_as_often_as_wished(answered: str, client: Client) -> None:
    assert "Your answer is ready" in client.get(answered.removesuffix("answer/")).text
    assert client.get(f"{answered}pdf/").headers["Location"] == answered
    open_it(client, answered)
    page = client.get(answered).text
    for part, magic in (("html", b"<!doctype"), ("pdf", b"%PDF"), ("json", b"{"), ("csv", b"")):
        assert f"{answered}{part}/" in page
        for _time in range(2):
            opened = client.get(f"{answered}{part}/")
            assert opened.status_code == 200, part
            assert opened.content.lstrip(b"\xef\xbb\xbf").lower().startswith(magic.lower()), part
    assert "Nora" in client.get(f"{answered}html/").text
    assert "Show the password" not in client.get(answered).text, "no locked file was asked for"
    assert "There is nothing to open" in client.post(answered, {"password": "1"}).text


def test_the_password_of_the_locked_file_is_shown_behind_the_code(proved, client: Client, now) -> None:
    address = answer_to(proved("access", answer={"delivery": "encrypted_email"}), now)
    assert "file-password" not in client.post(address, {"password": "1"}).text, "no code was entered yet"
    open_it(client, address)
    assert "file-password" not in client.get(address).text, "only who asks for it sees it"
    assert re.search(r'id="file-password">([0-9A-Z]{4}-){5}[0-9A-Z]{4}<', client.post(address, {"password": "1"}).text)
    assert f"{address}locked/" not in client.get(address).text
    assert client.get(f"{address}locked/").status_code == 404


def test_a_wrong_code_opens_nothing(answered: str, client: Client) -> None:
    client.post(answered, {"send": "1"})
    code = str(mailed("package_code")["code"])
    page = client.post(answered, {"code": f"{(int(code) + 1) % 10**8:08d}"})
    assert "This code is not right" in page.text
    assert client.get(f"{answered}pdf/").headers["Location"] == answered


def test_the_door_closes_after_half_an_hour_and_the_answer_after_thirty_days(
    answered: str, client: Client, clock
) -> None:
    open_it(client, answered)
    clock.shift(timedelta(minutes=29))
    assert client.get(f"{answered}json/").status_code == 200
    clock.shift(timedelta(minutes=2))
    assert client.get(f"{answered}json/").headers["Location"] == answered
    clock.shift(timedelta(days=31))
    client.post("/status/leave/")


def test_an_answer_whose_time_is_over_is_made_ready_again(answered: str, client: Client, now) -> None:
    home = answered.removesuffix("answer/")
    assert "ready again" not in client.get(home).text, "it can still be opened"
    fulfillment.expire_packages(now=now + timedelta(days=31))
    assert "Make my answer ready again" in client.get(home).text
    assert 'name="again"' in client.get(answered).text
    for says in ("We are making your answer ready again", "We cannot make this answer ready again here"):
        assert says in client.post(answered, {"again": "1"}, follow=True).text
    cast.work_off(now)
    assert Letter.objects.filter(kind="package_ready").count() == 2
    open_it(client, answered)
    assert client.get(f"{answered}json/").status_code == 200


def test_nobody_else_gets_at_it(answered: str) -> None:
    assert Client().get(f"{answered}pdf/").headers["Location"] == "/status/"


def test_a_deletion_in_part_says_what_is_kept_why_and_until_when(proved, client: Client, now) -> None:
    row = proved("deletion")
    kept, *gone = list(dict.fromkeys((item.category, item.system) for item in held.items_for(row.id)))
    decision = Decision(
        "partly_completed",
        "Your claim file stays until the law lets us erase it.",
        (
            DecidedItem(*kept, "kept", "DEL-LEGAL", "Wis. Adm. Code Ins 6.80", "2032-12-31"),
            *(DecidedItem(*one, "erased") for one in gone),
        ),
    )
    decide(row, decision, now)
    page = client.get(f"/status/{row.reference}/").text
    for says in ("Your claim file stays", "Kept until:", "December 31, 2032", "Wis. Adm. Code Ins 6.80", "Erased"):
        assert says in page


def test_an_appeal_gets_its_own_reference_and_date(proved, client: Client, now) -> None:
    row = proved("deletion")
    decide(row, Decision("denied", "Your claim may still go to court.", (), "DEL-CLAIMS"), now)
    address = f"/status/{row.reference}/"
    assert "Ask us to look again" in client.get(address).text
    page = client.post(f"{address}appeal/", {"explanation": "You forgot my old quotes."}, follow=True)
    assert "It has its own reference number" in page.text
    assert "You forgot my old quotes." in page.text
    assert row.reference in page.text
    again = client.post(f"{address}appeal/", {"explanation": ""}, follow=True)
    assert "already with us" in again.text
