"""Global Privacy Control: seen on every page, honored for the browser, and for the person once we know them."""

import pytest
from django.test import Client

from audit.models import Entry
from requests_app.choices import GPC_KINDS
from requests_app.models import PrivacyRequest, Submission, Suppression
from tests import cast
from tests.consumer.conftest import PUBLIC_PAGES

pytestmark = pytest.mark.django_db
SIGNAL = {"sec-gpc": "1"}
KINDS = [str(kind) for kind in GPC_KINDS]


def opt_outs() -> list[PrivacyRequest]:
    return list(PrivacyRequest.objects.filter(right="opt_out"))


@pytest.mark.parametrize("address", PUBLIC_PAGES)
def test_every_page_says_that_the_signal_was_honored(client: Client, address: str) -> None:
    assert "Opt-Out Request Honored" in client.get(address, headers=SIGNAL).text
    assert "Opt-Out Request Honored" not in client.get(address).text
    assert Submission.objects.count() == 0


@pytest.mark.parametrize(("sent", "seen"), [("1", True), ("0, 1", True), ("0", False), ("true", False), ("11", False)])
def test_only_a_one_is_the_signal(client: Client, sent: str, seen: bool) -> None:
    assert ("Opt-Out Request Honored" in client.get("/", headers={"sec-gpc": sent}).text) is seen


def test_who_asks_for_something_else_with_the_signal_is_opted_out_too(client: Client, fill) -> None:
    fill()
    page = client.post("/request/check/", headers=SIGNAL, follow=True).text
    assert [row.kinds for row in opt_outs()] == [KINDS]
    assert PrivacyRequest.objects.filter(right="access").count() == 1
    assert "Selling or sharing my information" in page


def test_the_check_page_says_what_the_signal_will_stop_besides(client: Client, fill) -> None:
    fill()
    said = "So together with your request we also stop this for you"
    assert said not in client.get("/request/check/").text
    page = client.get("/request/check/", headers=SIGNAL).text
    assert said in page
    assert "Selling or sharing my information" in page.split(said)[1]
    client.post("/request/what/?change=1", {"rights": ["access", "opt_out"]})
    client.post("/request/opt-out/?change=1", {"kinds": [*KINDS, "marketing_email"]})
    assert said not in client.get("/request/check/", headers=SIGNAL).text, "it was asked for by hand already"


def test_an_agents_check_page_announces_no_opt_out_of_the_consumer(client: Client, fill) -> None:
    fill(who={"capacity": "authorized_agent"})
    assert "we also stop this for you" not in client.get("/request/check/", headers=SIGNAL).text


def test_the_signal_adds_to_what_was_chosen_and_takes_nothing_away(client: Client) -> None:
    client.post("/opt-out/", {"contact": "nora@example.org", "kinds": ["marketing_email"]}, headers=SIGNAL)
    assert opt_outs()[0].kinds == ["marketing_email", *KINDS]


def test_an_agents_browser_speaks_for_the_agent_alone(client: Client, fill) -> None:
    fill(who={"capacity": "authorized_agent"})
    client.post("/request/check/", headers=SIGNAL, follow=True)
    assert Submission.objects.get().gpc
    assert opt_outs() == []


def test_who_opens_the_status_page_with_the_signal_is_opted_out_once(client: Client, now) -> None:
    filed = cast.ask(cast.body("access", safe_contact={"email": "safe@example.org"}), now=now)
    door = {"reference": filed.requests[0].request.reference, "code": filed.access_code}
    client.post("/status/", {**door, "code": "AAAA-AAAA-AAAA-AAAA"}, headers=SIGNAL)
    client.post("/status/", door)
    assert opt_outs() == []
    for _time in range(2):
        page = client.post("/status/", door, headers=SIGNAL, follow=True)
        assert page.status_code == 200
    assert [(row.kinds, row.channel, row.company) for row in opt_outs()] == [(KINDS, "gpc", "group")]
    assert opt_outs()[0].submission.safe_contact == {"email": "safe@example.org"}
    assert {row.point for row in Suppression.objects.all()} >= {"email", "phone", "policy_number"}
    assert Entry.objects.filter(action="gpc.received").count() == 1


def test_who_opted_out_before_gets_no_second_letter(client: Client, now) -> None:
    filed = cast.ask(cast.body({"right": "opt_out", "kinds": KINDS}), now=now)
    door = {"reference": filed.requests[0].request.reference, "code": filed.access_code}
    client.post("/status/", door, headers=SIGNAL)
    assert len(opt_outs()) == 1
