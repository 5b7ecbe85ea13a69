"""The days that an answer covers. Internal to services."""

from datetime import date

from fulfillment.period import Period
from requests_app.models import PrivacyRequest


def look_back_days(request: PrivacyRequest) -> Period:
    """The days that the answer covers. Without a wish: everything, however old (more than 11 CCR 7024(h) wants)."""
    wish, end = request.look_back, request.day_zero
    if wish == "12_months":
        return Period(_year_before(end), end)
    if not isinstance(wish, dict) or not (wish.get("from") or wish.get("to")):
        return Period()
    first, last = wish.get("from"), wish.get("to")
    return Period(date.fromisoformat(first) if first else None, date.fromisoformat(last) if last else end)


def _year_before(day: date) -> date:
    """The same date a year before; 28 February for a leap day."""
    leap = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - 1, day=28 if leap else day.day)
