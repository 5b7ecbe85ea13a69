"""Masked people, and who else has asked from the same contact point."""

from typing import Any

from accounts.principals import Principal
from requests_app.models import PrivacyRequest, SearchKey
from requests_app.search_keys import digest
from requests_app.selectors.queue import visible


def masked(person: dict[str, Any]) -> dict[str, str]:
    """A person as a list may show them: initials of the family name, the ends of addresses and numbers."""
    family = str(person.get("family_name") or "")
    email, phone = str(person.get("email") or ""), str(person.get("phone") or "")
    local, _at, domain = email.partition("@")
    return {
        "name": " ".join(
            part for part in (str(person.get("given_name") or ""), f"{family[:1]}." if family else "") if part
        )
        or "—",
        "email": f"{local[:1]}•••@{domain}" if email else "",
        "phone": f"•••-•••-{phone[-4:]}" if phone else "",
        "date_of_birth": "••••-••-••" if person.get("date_of_birth") else "",
        "postal_address": "•••" if person.get("postal_address") else "",
    }


def possible_matches(*, by: Principal, points: dict[str, str], most: int = 5) -> list[PrivacyRequest]:
    """Requests from the same e-mail, phone, name or number, newest first: a hint before filing again."""
    keys = [digest(kind, value) for kind, value in points.items() if value]
    if not keys:
        return []
    found = SearchKey.objects.filter(digest__in=keys).values("submission_id")
    return list(
        visible(by).filter(submission_id__in=found).select_related("submission").order_by("-received_at")[:most]
    )
