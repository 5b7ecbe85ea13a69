"""The letter that says what was erased after all, and to whom it goes, also years later. Internal to services."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from accounts.principals import Principal
from fulfillment.services import Place
from notifications import services as outbox
from notifications.recipients import Preference, Recipient
from requests_app.calendars import business_days_after
from requests_app.models import PrivacyRequest
from requests_app.services import dates, letters, others
from requests_app.services.recipients import answer_recipient, goes_on_paper


def tell(
    request: PrivacyRequest,
    results: Mapping[Place, str],
    *,
    carried: Mapping[str, Any] | None,
    by: Principal,
    now: datetime,
) -> None:
    """Queue the letter, inside the deed it tells of. `carried` is what `recipient_kept` gave before all was erased."""
    items = [
        {"category": place.category, "system": place.system, "outcome": outcome} for place, outcome in results.items()
    ]
    to, prefer = _to(request, carried)
    today = dates.received_on(now)
    outbox.queue(
        "hold_released",
        about=request.submission_id,
        request=request.id,
        to=to,
        context={
            "reference": request.reference,
            "erased_on": today,
            "items": letters.item_rows(request, items),
            **others.told(request, systems={place.system for place in results}),
        },
        by=by.actor,
        now=now,
        prefer=prefer,
        post_by=business_days_after(today, 1),
    )


def recipient_kept(request: PrivacyRequest) -> dict[str, Any]:
    """Who gets that letter and how, as it is known now: the same as the answer, so a safe contact is obeyed."""
    to = answer_recipient(request.submission)
    prefer = "post" if goes_on_paper(request.submission) else ""
    return {"to": to.as_json(), "language": to.language, "prefer": prefer}


def _to(request: PrivacyRequest, carried: Mapping[str, Any] | None) -> tuple[Recipient, Preference | None]:
    kept = carried or recipient_kept(request)
    stored = dict(kept["to"])
    name, email = str(stored.pop("name")), str(stored.pop("email"))
    form = str(stored.pop("answer_format", "standard"))
    to = Recipient(
        name=name, email=email or None, postal_address=stored, language=kept["language"], answer_format=form
    )  # fmt: skip
    return to, "post" if kept["prefer"] == "post" else None
