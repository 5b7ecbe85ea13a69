"""A letter is typed in: filed once, with its own day of receipt, by somebody who will not decide it."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from notifications.models import Letter
from requests_app.models import PrivacyRequest

Desk = Callable[[str], Client]
NEW = "/officer/new/"


def letter(client: Client, **more: object) -> dict[str, object]:
    """Nora's letter as it is typed."""
    return {
        "token": client.get(NEW).context["form"].initial["token"],
        "channel": "mail", "received_on_0": "11", "received_on_1": "19", "received_on_2": "2026",
        "rights": ["access", "deletion"], "scope": "specific_pieces", "given_name": "Nora", "family_name": "Quist",
        "line_1": "12 Elm St", "city": "Neenah", "state": "WI", "postal_code": "54956", "residence_state": "WI",
        "relationships": ["policyholder"], "companies": ["group"], "identifier_kind": "policy_number",
        "identifier": "55-102938", "capacity": "self", "answer_to": "consumer", "language": "en", "delivery": "post",
        **more,
    }  # fmt: skip


def test_a_letter_keeps_the_day_of_its_stamp(desk: Desk, now: datetime) -> None:
    olu = desk("olu")
    page = olu.post(NEW, letter(olu, unsafe=["email", "post"], safe_phone="920-555-0199"))
    rows = PrivacyRequest.objects.order_by("id")
    assert page.context["access_code"] in page.text
    assert [row.right for row in rows] == ["access", "deletion"]
    assert {row.channel for row in rows} == {"mail"}
    assert {str(row.day_zero) for row in rows} == {"2026-11-19"}
    assert {row.entered_by is not None for row in rows} == {True}
    assert rows[0].reference in page.text
    assert rows[0].submission.safe_contact == {"phone": "+19205550199", "unsafe": ["email", "post"]}


def test_a_double_click_files_once_and_shows_the_same_page(desk: Desk) -> None:
    olu = desk("olu")
    typed = letter(olu)
    first, second = olu.post(NEW, typed), olu.post(NEW, typed)
    assert PrivacyRequest.objects.count() == 2
    assert Letter.objects.filter(channel="post").exists()
    assert first.context["access_code"] == second.context["access_code"]


@pytest.mark.parametrize(
    ("wrong", "field", "words"),
    [
        ({"rights": []}, "rights", "required"),
        ({"received_on_0": "2", "received_on_1": "31"}, "received_on", "real date"),
        ({"received_on_0": "12", "received_on_2": "2027"}, "received_on", "last 60 days"),
        ({"received_on_2": "2020"}, "received_on", "last 60 days"),
        ({"given_name": "", "family_name": ""}, "family_name", "name of the person"),
        ({"email": "nora(at)example"}, "email", "Check the e-mail address"),
        ({"phone": "12"}, "phone", "Check the phone number"),
        ({"given_name": "No\x00ra"}, "given_name", "hidden or control"),
        ({"family_name": "‮tsiuQ"}, "family_name", "hidden or control"),
        ({"details": "x" * 10_001}, "details", "10000 characters or fewer"),
        ({"rights": ["correction"]}, "rights", "what shall be corrected"),
        ({"rights": ["everything"]}, "rights", "everything"),
        ({"identifier": "５５-１０２９３８ж"}, "identifier", "plain letters"),
        ({"capacity": "authorized_agent", "requester_name": "A. Agent"}, "requester_email", "person who asks"),
        ({"line_1": "", "city": "", "state": "", "postal_code": ""}, "delivery", "postal address"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_the_rest_stays(
    desk: Desk, wrong: dict[str, object], field: str, words: str
) -> None:
    olu = desk("olu")
    page = olu.post(NEW, letter(olu, city="Menasha", **wrong) if "city" not in wrong else letter(olu, **wrong))
    assert page.status_code == 200
    assert words in str(page.context["form"].errors[field])
    assert "There is a problem" in page.text
    assert page.context["form"]["given_name"].value() == wrong.get("given_name", "Nora")
    assert PrivacyRequest.objects.count() == 0


def test_a_form_that_was_open_for_too_long_can_be_sent_again(desk: Desk) -> None:
    olu = desk("olu")
    page = olu.post(NEW, letter(olu, token="gone"))
    assert "open for too long" in page.text
    again = olu.post(NEW, letter(olu, token=page.context["form"]["token"].value()))
    assert "Access code" in again.text
    assert PrivacyRequest.objects.count() == 2


def test_an_agents_email_is_entered(desk: Desk, now: datetime) -> None:
    olu = desk("olu")
    typed = letter(
        olu, channel="email", capacity="authorized_agent", requester_name="A. Agent",
        requester_email="agent@example.org",
        authority="signed_permission", rights=["deletion"], delivery="encrypted_email", email="nora@example.org",
        received_on_1=str((now - timedelta(days=1)).day),
    )  # fmt: skip
    assert "Filed" in olu.post(NEW, typed).text
    assert PrivacyRequest.objects.get().submission.capacity == "authorized_agent"


@pytest.mark.parametrize("name", ["ari", "casey", "mo"])
def test_others_enter_no_letters(desk: Desk, name: str) -> None:
    assert desk(name).get(NEW).status_code == 403
