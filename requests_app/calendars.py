"""Which days are worked, and what a period of days comes to. Pure: knows no framework."""

import calendar
from collections.abc import Callable
from datetime import date, timedelta
from functools import lru_cache

import holidays

from requests_app.regimes import Period, Unit

ONE_DAY = timedelta(days=1)
SATURDAY = 5


@lru_cache(maxsize=256)
def _federal(year: int) -> frozenset[date]:
    # New Year's Day on a Saturday is observed in the year before; the library files it under that year.
    return frozenset(day for day in holidays.country_holidays("US", years=(year, year + 1)) if day.year == year)


@lru_cache(maxsize=256)
def _england(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=year))


def is_business_day(day: date) -> bool:
    """Monday to Friday, and no federal holiday (5 U.S.C. 6103) as observed."""
    return day.weekday() < SATURDAY and day not in _federal(day.year)


def _is_eu_working_day(day: date) -> bool:
    # Only the days that are free in every member state, so that no state's own date is ever earlier.
    return day.weekday() < SATURDAY and (day.month, day.day) not in {(1, 1), (12, 25)}


def _is_uk_working_day(day: date) -> bool:
    return day.weekday() < SATURDAY and day not in _england(day.year)


_ROLLING: dict[str, Callable[[date], bool]] = {"eu": _is_eu_working_day, "uk": _is_uk_working_day}


def business_days_after(day: date, count: int) -> date:
    """The `count`-th business day after `day`, which itself is not counted."""
    return _walk(day, count, ONE_DAY)


def business_days_before(day: date, count: int) -> date:
    """The `count`-th business day before `day`, which itself is not counted."""
    return _walk(day, count, -ONE_DAY)


def _walk(day: date, count: int, step: timedelta) -> date:
    while count > 0:
        day += step
        count -= is_business_day(day)
    return day


def last_business_day(day: date) -> date:
    """`day` if it is worked, else the business day before it."""
    return day if is_business_day(day) else business_days_before(day, 1)


def free_weekdays_between(start: date, end: date) -> list[date]:
    """The federal holidays on weekdays after `start` up to `end`: what a count of business days skipped."""
    days = (start + ONE_DAY * n for n in range(1, (end - start).days + 1))
    return [day for day in days if day.weekday() < SATURDAY and not is_business_day(day)]


def months_after(day: date, count: int) -> date:
    """The same date `count` months on; where that month has none, its last day."""
    year, month = divmod(day.month - 1 + count, 12)
    year, month = day.year + year, month + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def add(day: date, period: Period) -> date:
    """The last day of a period that starts on `day`; `day` itself is not counted."""
    if period.unit is Unit.MONTHS:
        return months_after(day, period.count)
    if period.unit is Unit.BUSINESS_DAYS:
        return business_days_after(day, period.count)
    return day + ONE_DAY * period.count


def roll(day: date, rolls: str) -> date:
    """The next working day of the calendar `rolls`, where the law moves a last day on; else `day`."""
    works = _ROLLING.get(rolls)
    while works is not None and not works(day):
        day += ONE_DAY
    return day
