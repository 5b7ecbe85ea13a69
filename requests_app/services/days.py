"""Days of our own zone as instants: where a period of the house begins and ends."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from requests_app.profile import PROFILE


def start_of(day: date) -> datetime:
    """The instant at which the day begins in the zone of the organisation."""
    return datetime.combine(day, time(), ZoneInfo(PROFILE.time_zone))


def end_of(day: date) -> datetime:
    """The first instant after the day."""
    return start_of(day + timedelta(days=1))


def day_of(at: datetime) -> date:
    """The day of our zone in which an instant lies."""
    return at.astimezone(ZoneInfo(PROFILE.time_zone)).date()
