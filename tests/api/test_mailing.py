"""The company's mail system asks for links that stop an advertising e-mail with one click."""

import pytest
from django.test import Client

from requests_app.models import PrivacyRequest
from tests import cast
from tests.api.caller import Caller, is_problem, key_of, pointers

pytestmark = pytest.mark.django_db


@pytest.fixture
def mailer(clock, now) -> Caller:
    return key_of("olu", "suppressions:read", now=now)


def test_a_link_works_without_a_cookie_and_the_next_mail_is_told_not_to_go(mailer: Caller) -> None:
    asked = {"emails": ["nora@example.org", "sam@example.org"]}
    rows = mailer.post("unsubscribe-links/", asked).json()["results"]
    assert [(row["email"], row["stopped"]) for row in rows] == [("nora@example.org", False), ("sam@example.org", False)]
    assert "nora" not in rows[0]["link"]
    assert rows[0]["headers"] == {
        "List-Unsubscribe": f"<{rows[0]['link']}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    address = "/u/" + rows[0]["link"].rpartition("/u/")[2]
    mail_program = Client(enforce_csrf_checks=True)
    click = mail_program.post(address, "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded")
    assert (click.status_code, PrivacyRequest.objects.get().kinds) == (200, ["marketing_email"])
    assert [row["stopped"] for row in mailer.post("unsubscribe-links/", asked).json()["results"]] == [True, False]


@pytest.mark.parametrize(
    ("kind", "companies", "stopped"),
    [
        ("marketing_email", ["group"], True),
        ("marketing_email", ["jm-care-plan"], True),
        ("sale_sharing", ["group"], False),
    ],
)
def test_who_opted_out_of_advertising_anywhere_is_stopped_whatever_else_the_mail_is(
    mailer: Caller, now, kind: str, companies: list[str], stopped: bool
) -> None:
    cast.ask(cast.body({"right": "opt_out", "kinds": [kind]}, companies=companies), now=now)
    asked = {"emails": ["nora@example.org"], "kinds": ["marketing_email", "targeted_advertising"]}
    assert [row["stopped"] for row in mailer.post("unsubscribe-links/", asked).json()["results"]] == [stopped]


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, "#/emails"), ({"emails": []}, "#/emails"), ({"emails": "nora@example.org"}, "#/emails"),
        ({"emails": ["nora@example.org", "nora@"]}, "#/emails/1"), ({"emails": [7]}, "#/emails/0"),
        ({"emails": ["a@example.org"] * 1001}, "#/emails"),
        ({"emails": ["a@example.org"], "kinds": ["everything"]}, "#/kinds"),
        ({"emails": ["a@example.org"], "who": "me"}, "#/who"),
    ],
)  # fmt: skip
def test_what_is_no_list_of_addresses_is_refused_by_name(mailer: Caller, body: dict, pointer: str) -> None:
    answer = mailer.post("unsubscribe-links/", body)
    is_problem(answer, 422)
    assert pointer in pointers(answer)
