"""Nora at her browser: she fills the form page by page, as a browser without scripts would."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from notifications.models import Letter
from tests import cast

NORA_PAGES: dict[str, dict[str, Any]] = {
    "who": {"capacity": "self"},
    "what": {"rights": ["access"]},
    "companies": {"companies": ["group"]},
    "relationships": {"relationships": ["policyholder", "shipping_user"]},
    "access": {"scope": "specific_pieces", "look_back": "all"},
    "correction": {"count": "1", "field_0": "phone", "current_0": "", "requested_0": "920-555-0143", "reason_0": ""},
    "deletion": {"what": ""},
    "opt-out": {"kinds": ["sale_sharing"]},
    "restriction": {"text": "Please stop rating me."},
    "objection": {"text": ""},
    "automated-decision": {"text": "The price of May 3."},
    "consent": {"text": ""},
    "residence": {"country": "US", "state": "WI"},
    "name": {"given_name": "Nora", "family_name": "Quist"},
    "birth": {"date_of_birth_0": "4", "date_of_birth_1": "9", "date_of_birth_2": "1961"},
    "contact": {
        "email": "nora@example.org", "phone": "920 555 0142", "line1": "12 Elm St", "city": "Neenah", "state": "WI",
        "zip": "54956", "country": "US",
    },
    "safe": {"safe": "yes"},
    "identifiers": {"policy_number": "55-102938"},
    "answer": {"delivery": "secure_download", "language": "en"},
    "acting": {"name": "Ada Agent", "own_email": "ada@agents.example", "authority": "signed_permission",
               "answer_to": "consumer"},
}  # fmt: skip
# Every page that opens without an account and without a step before it.
PUBLIC_PAGES = (
    "/", "/opt-out/", "/status/", "/ask/", "/child/", "/receipt/", "/privacy-notice/", "/privacy-policy/",
    "/accessibility/", "/correctable/", "/request/who/", "/request/return/", "/request/ended/", "/request/pause/",
    "/status/lost-code/", "/status/lost-code/asked/",
)  # fmt: skip
Filler = Callable[..., list[str]]


@pytest.fixture
def fill(client: Client) -> Filler:
    """Answer page after page until the check page; gives the pages that were asked."""

    def fill_in(**changes: dict[str, Any]) -> list[str]:
        address, seen = "/request/who/", []
        while address != "/request/check/":
            slug = address.strip("/").split("/")[-1]
            page = client.post(address, {**NORA_PAGES[slug], **changes.get(slug.replace("-", "_"), {})})
            assert page.status_code == 302, errors(page.text)
            seen.append(slug)
            address = page.headers["Location"]
        return seen

    return fill_in


@pytest.fixture
def file(client: Client, fill: Filler) -> Callable[..., dict[str, Any]]:
    """Fill the form and send it; gives references and access code as the page shows them."""

    def file_it(**changes: dict[str, Any]) -> dict[str, Any]:
        fill(**changes)
        page = client.post("/request/check/", follow=True)
        assert page.redirect_chain[-1][0] == "/request/done/", errors(page.text)
        return shown(page.text)

    return file_it


@pytest.fixture
def register(db: None, now: Any) -> None:
    """The company\'s own systems, with Nora in them."""
    cast.register(now)


def shown(text: str) -> dict[str, Any]:
    """What a person would write down from a confirmation page."""
    code = re.search(r'id="access-code">([A-Z0-9-]+)<', text)
    assert code is not None
    return {
        "references": list(dict.fromkeys(re.findall(r"JM-[0-9A-Z]{4}-[0-9A-Z]{4}", text))),
        "code": code[1],
        "text": text,
    }


def errors(text: str) -> list[str]:
    """The messages that a page shows beside its fields."""
    return re.findall(r'govuk-error-message"[^>]*>.*?</span> ([^<]+)<', text) or [text[:2000]]


def mailed(kind: str) -> dict[str, Any]:
    """What the newest letter of a kind was told to say."""
    letter = Letter.objects.filter(kind=kind).order_by("-created_at", "-id").first()
    assert letter is not None
    found: dict[str, Any] = letter.context
    return found
