"""The day by which a letter on paper has to be in the post. Internal to services."""

from datetime import date, datetime

from requests_app.calendars import business_days_after, business_days_before
from requests_app.models import PrivacyRequest
from requests_app.services import dates

# Long enough to print in one go a day, short enough that nobody waits for a letter that lies about.
PROMPTLY = 3
# A letter on paper leaves this many business days before the legal day, so that it arrives in time.
AHEAD = 5
# Without these the person cannot go on, and the clock runs meanwhile; a delay letter is late already.
NEXT_DAY = frozenset({"access_code_letter", "identity_request", "delay"})


def post_by(kind: str, request: PrivacyRequest, *, noticed_by: date | None = None, now: datetime) -> date:
    """The last day for the mail room: soon, and ahead of the legal day, but never in the past.

    `noticed_by`: the legal day of the notice itself where it is not the day of the answer, as with an extension,
    which holds only if its notice goes out before the day that it moves.
    """
    today = dates.received_on(now)
    soon = business_days_after(today, 1 if kind in NEXT_DAY else PROMPTLY)
    legal = noticed_by or (request.acknowledge_by if kind == "acknowledgement" else None) or request.respond_by
    return max(today, min(soon, business_days_before(legal, AHEAD)))
