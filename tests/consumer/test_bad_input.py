"""Bad input ends with a sentence that says what to do, the typed text kept, nothing half-written."""

import pytest
from django.test import Client

from requests_app.models import Draft, Submission
from tests.consumer.conftest import errors

pytestmark = pytest.mark.django_db


@pytest.fixture
def begun(client: Client) -> Client:
    client.post("/request/who/", {"capacity": "self"})
    client.post("/request/what/", {"rights": ["access", "restriction"]})
    return client


@pytest.mark.parametrize("typed", ["No\x00ra", "No\u202era", "No\u200bra", "No\x1bra"])
def test_hidden_characters_in_a_name(begun: Client, typed: str) -> None:
    page = begun.post("/request/name/", {"given_name": typed, "family_name": "Quist"})
    assert errors(page.text) == ["Remove hidden or control characters. Typing the text again usually helps."]
    assert 'value="Quist"' in page.text
    assert "name" not in Draft.objects.get().answers


@pytest.mark.parametrize(
    "typed", ["<script>alert(1)</script>", "{{ settings.SECRET_KEY }}", "=HYPERLINK(1)", "Нора", "李"]
)
def test_odd_but_harmless_names_are_taken_and_shown_as_typed(begun: Client, typed: str) -> None:
    assert begun.post("/request/name/", {"given_name": typed, "family_name": "Q"}).status_code == 302
    page = begun.get("/request/name/").text
    assert "<script>alert" not in page
    assert Draft.objects.get().answers["name"]["given_name"] == typed


@pytest.mark.parametrize(
    ("month", "day", "year"), [("2", "31", "1961"), ("1", "1", "0001"), ("1", "1", "2999"), ("13", "1", "61")]
)  # fmt: skip
def test_days_that_nobody_was_born_on(begun: Client, month: str, day: str, year: str) -> None:
    typed = {"date_of_birth_0": month, "date_of_birth_1": day, "date_of_birth_2": year}
    page = begun.post("/request/birth/", typed)
    assert page.status_code == 200
    assert errors(page.text)[0].startswith(("Enter a real date", "Enter the month", "Check the date of birth"))
    assert f'value="{year}"' in page.text


@pytest.mark.parametrize(("month", "day", "year"), [("2", "", ""), ("", "9", ""), ("", "", "1961"), ("2", "9", "")])
def test_half_a_birthday_is_asked_for_again(begun: Client, month: str, day: str, year: str) -> None:
    typed = {"date_of_birth_0": month, "date_of_birth_1": day, "date_of_birth_2": year}
    page = begun.post("/request/birth/", typed)
    assert errors(page.text) == ["Enter the month, day and year"]
    assert begun.post("/request/birth/", dict.fromkeys(typed, "")).status_code == 302


def test_a_text_that_is_too_long_is_kept(begun: Client) -> None:
    page = begun.post("/request/restriction/", {"text": "a" * 200_000})
    assert "Use 10000 characters or fewer" in errors(page.text)[0]
    assert "a" * 200_000 in page.text


def test_a_body_over_the_limit_gets_a_clear_page(begun: Client) -> None:
    page = begun.post(
        "/request/restriction/", "text=" + "a" * 300_000, content_type="application/x-www-form-urlencoded"
    )
    assert page.status_code == 413
    assert Submission.objects.count() == 0


def test_ten_thousand_rights(begun: Client) -> None:
    body = "&".join(["rights=access"] * 10_000)
    page = begun.post("/request/what/", body, content_type="application/x-www-form-urlencoded")
    assert page.status_code == 400
    assert "<h1" in page.text
    assert Draft.objects.get().answers["what"]["rights"] == ["access", "restriction"]


def test_an_unknown_right_and_a_page_that_does_not_exist(begun: Client) -> None:
    assert errors(begun.post("/request/what/", {"rights": ["all_of_it"]}).text) == [
        "Choose from the answers in the list"
    ]
    assert begun.get("/request/nowhere/").status_code == 404


def test_nothing_chosen(client: Client) -> None:
    page = client.post("/request/who/", {})
    assert "<title>Error: " in page.text
    assert errors(page.text) == ["Choose whose information this is about"]
    assert 'href="#id_capacity_0"' in page.text
    assert Draft.objects.count() == 0


def test_no_way_to_reach_the_person(begun: Client) -> None:
    page = begun.post("/request/contact/", {"country": "US"})
    assert "so that we can answer" in errors(page.text)[0]
    assert 'aria-invalid="true"' in page.text
    assert 'aria-describedby="id_email_error"' in page.text


def test_two_dates_in_the_wrong_order(begun: Client) -> None:
    page = begun.post(
        "/request/access/",
        {
            "scope": "categories", "look_back": "range", "start_0": "5", "start_1": "1", "start_2": "2025",
            "end_0": "1", "end_1": "1", "end_2": "2024",
        },
    )  # fmt: skip
    assert errors(page.text) == ["The last day must not be before the first day."]


def test_an_answer_by_mail_needs_an_address(fill) -> None:
    with pytest.raises(AssertionError, match="Give a postal address"):
        fill(contact={"line1": "", "city": "", "zip": ""}, answer={"delivery": "post"})
