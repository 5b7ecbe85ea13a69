"""A form that is put aside: a code on the screen and, for whoever wants it, the way back by e-mail.

The mail holds no key: its link leads to the page that asks for the code. Who else reads that mailbox learns that
there is a form, and nothing of what stands in it.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts import throttles
from accounts.principals import Principal
from notifications import services as outbox
from notifications.recipients import Recipient
from requests_app.models import Draft
from requests_app.services import dates, drafts

# Anybody can type anybody's address here: it must not become a way to fill a mailbox.
PER_ADDRESS = {"limit": 3, "per_seconds": 24 * 3600}


@dataclass(frozen=True)
class Saved:
    """The code that opens the form again, shown once; and whether the way back was mailed."""

    code: str
    mailed: bool


@transaction.atomic
def put_aside(*, token: str, email: str, by: Principal, now: datetime) -> Saved | None:
    """Give out the code of a draft; None where there is no draft. `email` may be empty."""
    code = drafts.keep_for_later(token=token, now=now)
    view = drafts.load(token=token, now=now)
    if code is None or view is None:
        return None
    mailed = bool(email) and throttles.hit("save.mail", key=email.casefold(), now=now, **PER_ADDRESS).allowed
    if mailed:
        _mail(view, email, by=by, now=now)
    return Saved(code, mailed)


def _mail(view: drafts.DraftView, email: str, *, by: Principal, now: datetime) -> None:
    until = Draft.objects.values_list("expires_at", flat=True).get(id=view.id)
    outbox.queue(
        "form_saved",
        about=view.id,
        request=None,
        to=Recipient(name="", email=email, postal_address=None, language=view.language),
        context={"kept_until": dates.received_on(until)},
        by=by.actor,
        now=now,
    )
