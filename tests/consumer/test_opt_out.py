"""An opt-out: one page, no check, no click, done at once."""

import pytest
from django.test import Client

from dsar_portal.consumer.forms import words
from requests_app.models import PrivacyRequest, Suppression
from requests_app.services.unsubscribe import seal
from tests.consumer.conftest import errors, mailed

pytestmark = pytest.mark.django_db


def test_one_contact_point_is_enough_and_it_works_at_once(client: Client) -> None:
    page = client.post("/opt-out/", {"contact": "nora@example.org", "kinds": ["marketing_email"]}, follow=True)
    assert "Your opt-out is in force" in page.text
    assert "Advertising by e-mail" in page.text
    row = PrivacyRequest.objects.get()
    assert (row.right, row.required_tier, row.reached_tier) == ("opt_out", 0, 0)
    assert row.status in {"in_progress", "completed"}
    assert Suppression.objects.get().point == "email"
    assert "who you are before" not in page.text


@pytest.mark.parametrize(
    ("typed", "point"),
    [
        ("920 555 0142", "phone"), ("+49 30 901820", "phone"), ("55-102938", "policy_number"),
        ("N@Example.org", "email"), ("+1 (920) 555\u20110142", "phone"), ("55\u2013102938", "policy_number"),
    ],
)  # fmt: skip
def test_any_contact_point_is_understood(client: Client, typed: str, point: str) -> None:
    client.post("/opt-out/", {"contact": typed, "kinds": ["sale_sharing"]})
    assert Suppression.objects.get().point == point


@pytest.mark.parametrize(
    "typed", ["920-555-0142 ext. 12", "(920) 555-0142, Ext 12", "920.555.0142x7", "920 555 0142 #3"]
)
def test_a_number_with_an_extension_stops_calls_to_the_number(client: Client, typed: str) -> None:
    """Taken for a policy number it would find nobody, and be called done."""
    client.post("/opt-out/", {"contact": typed, "kinds": ["marketing_phone"]})
    assert PrivacyRequest.objects.get().submission.consumer["phone"] == "+19205550142"
    assert Suppression.objects.get().point == "phone"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("12", "Enter an e-mail address like name@example.com, a phone number, or a policy number"),
        (
            "<script>alert(1)</script>",
            "Enter an e-mail address like name@example.com, a phone number, or a policy number",
        ),
        ("555-0142", "Enter the phone number with its area code, like 920-555-0142"),
        ("nora@", "Check the e-mail address. It looks like name@example.com."),
    ],
)
def test_what_finds_nobody_is_not_called_done(client: Client, typed: str, said: str) -> None:
    page = client.post("/opt-out/", {"contact": typed, "kinds": ["marketing_email"]}).text
    assert errors(page) == [said]
    assert PrivacyRequest.objects.count() == 0


def test_the_page_asks_what_to_stop_and_explains_each(client: Client) -> None:
    fresh = client.get("/opt-out/").text
    for kind, hint in words.KIND_HINTS.items():
        assert f'value="{kind}"' in fresh
        assert str(hint).split(".")[0] in fresh
    page = client.post("/opt-out/", {"contact": "nora@example.org"})
    assert errors(page.text) == ["Choose what we should stop"]
    assert 'value="nora@example.org"' in page.text
    assert PrivacyRequest.objects.count() == 0


def test_taking_an_opt_out_back_does_not_start_anything_again(client: Client) -> None:
    client.post("/opt-out/", {"contact": "nora@example.org", "kinds": ["sale_sharing"]})
    address = f"/status/{PrivacyRequest.objects.get().reference}/"
    assert "What we stopped stays stopped" in client.get(f"{address}withdraw/").text
    page = client.post(f"{address}withdraw/", follow=True).text
    assert "you are still on our do-not-contact list" in page
    assert "Selling or sharing my information" in page
    assert Suppression.objects.count() == 1
    assert mailed("withdrawal")["still_stopped"] == ["sale_sharing"]


def test_the_signal_of_the_browser_goes_with_it(client: Client) -> None:
    client.post("/opt-out/", {"contact": "nora@example.org", "kinds": ["sale_sharing"]}, headers={"sec-gpc": "1"})
    assert PrivacyRequest.objects.get().submission.gpc is True


def test_a_double_click_files_once(client: Client) -> None:
    form = {"contact": "nora@example.org", "kinds": ["sale_sharing"], "once": "a" * 43}
    first, second = client.post("/opt-out/", form, follow=True), client.post("/opt-out/", form, follow=True)
    assert PrivacyRequest.objects.count() == 1
    assert first.text.split("access-code")[1][:40] == second.text.split("access-code")[1][:40]


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("", "Enter an e-mail address, a phone number or a policy number"),
        ("nora", "name@example.com"),
        ("nora@", "Check the e-mail address"),
        ("n\u202eora@example.org", "hidden or control characters"),
        ("5\x005-102938", "hidden or control characters"),
        ("9" * 5000, "characters or fewer"),
    ],
)
def test_a_wrong_contact_point_is_explained_and_nothing_is_filed(client: Client, typed: str, says: str) -> None:
    page = client.post("/opt-out/", {"contact": typed, "kinds": ["sale_sharing"]})
    assert page.status_code == 200
    assert "<title>Error: " in page.text
    assert says in page.text
    assert PrivacyRequest.objects.count() == 0


def test_one_click_unsubscribes_without_a_cookie_and_only_once() -> None:
    mail_program = Client(enforce_csrf_checks=True)
    link = f"/u/{seal(email='nora@example.org')}"
    assert "nora" not in link
    assert "Stop this now" in mail_program.get(link).text
    assert PrivacyRequest.objects.count() == 0
    for _time in range(2):
        assert mail_program.post(link, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert PrivacyRequest.objects.get().kinds == ["marketing_email"]


@pytest.mark.parametrize("token", ["x", "é", "A" * 60, "%00"])
def test_a_broken_unsubscribe_link_points_to_the_short_form(client: Client, token: str) -> None:
    page = client.post(f"/u/{token}")
    assert page.status_code == 404
    assert "/opt-out/" in page.text


def test_a_link_of_years_ago_works_after_the_secret_key_was_replaced(settings, client: Client) -> None:
    settings.SECRET_KEY = "k" * 50
    link = f"/u/{seal(email='nora@example.org')}"
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "n" * 50, ["m" * 50]
    assert client.post(link).status_code == 404
    settings.SECRET_KEY_FALLBACKS = ["m" * 50, "k" * 50]
    assert client.post(link).status_code == 200
    assert PrivacyRequest.objects.get().kinds == ["marketing_email"]
    fresh = f"/u/{seal(email='sam@example.org')}"
    settings.SECRET_KEY_FALLBACKS = []
    assert client.get(fresh).status_code == 200, "new links lie under the new key"
