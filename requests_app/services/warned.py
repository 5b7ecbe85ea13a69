"""Telling the known contacts that somebody asked for the data, and how to stop it. Internal to services."""

from collections.abc import Sequence
from datetime import date, datetime

from accounts.principals import Principal
from notifications import services as outbox
from notifications.recipients import Recipient
from requests_app.calendars import business_days_after
from requests_app.models import PrivacyRequest
from requests_app.services import dates

KIND, TEXT = "release_warning", "release_warning_text"


def warn(
    requests: Sequence[PrivacyRequest],
    recipients: Sequence[tuple[str, Recipient]],
    *,
    link: str,
    until: date,
    by: Principal,
    now: datetime,
) -> int:
    """Write to each of them, inside the deed that begins the wait. Gives how many letters were queued.

    The letter says neither who asks nor what is on file, and needs no account to be answered.
    """
    first = requests[0]
    whole = {
        "rights": list(dict.fromkeys(str(one.right) for one in requests)),
        "received_on": first.day_zero,
        "waits_until": until,
    }
    for way, to in recipients:
        text = way == "sms"
        outbox.queue(
            TEXT if text else KIND,
            about=first.submission_id,
            request=first.id,
            to=to,
            context={"reference": first.reference, "link": "" if way == "post" else link, **({} if text else whole)},
            by=by.actor,
            now=now,
            prefer="sms" if text else "post" if way == "post" else None,
            post_by=business_days_after(dates.received_on(now), 1),
        )
    return len(recipients)
