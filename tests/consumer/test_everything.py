"""A copy of everything in one choice, and the plain list of what can be corrected."""

import pytest
from django.test import Client
from django.utils import translation

from dsar_portal.consumer.forms import words
from requests_app.choices import CORRECTABLE
from requests_app.models import PrivacyRequest

pytestmark = pytest.mark.django_db


def test_everything_is_one_choice_and_two_pages_fewer(fill, client: Client) -> None:
    asked = fill(what={"rights": ["everything"]})
    assert {"companies", "access"}.isdisjoint(asked)
    assert "See everything you have about me" in client.get("/request/check/").text
    client.post("/request/check/")
    row = PrivacyRequest.objects.get()
    assert (row.right, row.scope, row.company, row.look_back) == ("access", "specific_pieces", "group", "all")


def test_everything_and_a_copy_are_one_request(file) -> None:
    done = file(what={"rights": ["everything", "access"]})
    assert len(done["references"]) == 1


def test_with_another_right_the_companies_are_asked_for_all_the_same(fill, client: Client) -> None:
    asked = fill(what={"rights": ["everything", "deletion"]}, companies={"companies": ["jm-facets"]})
    assert "companies" in asked
    assert "access" not in asked
    client.post("/request/check/")
    assert set(PrivacyRequest.objects.values_list("right", "company")) == {
        ("access", "jm-facets"), ("deletion", "jm-facets"),
    }  # fmt: skip


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_list_of_what_can_be_corrected_is_the_one_of_the_form(client: Client, language: str) -> None:
    client.cookies["django_language"] = language
    page = client.get("/correctable/").text
    with translation.override(language):
        names = [str(words.CORRECTABLE[code]) for code in CORRECTABLE]
        hints = [str(words.CORRECTABLE_HINTS[code]) for code in CORRECTABLE]
    assert all(f">{name}</dt>" in page for name in names)
    assert all(hint in page for hint in hints)


def test_a_correction_needs_no_current_value(file) -> None:
    file(what={"rights": ["correction"]})
    (one,) = PrivacyRequest.objects.get().corrections
    assert (one["field"], one["current"], one["requested"]) == ("phone", "", "920-555-0143")
