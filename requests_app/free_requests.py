"""How often somebody may ask free of charge, and when the next time comes. Pure: knows no framework.

Every regime has its own number, for one right within twelve months (Cal. Civ. Code 1798.130(b): two requests to know).
Nothing follows from it by itself: an officer sees it, and decides.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from requests_app.calendars import months_after
from requests_app.regimes import Regime

YEAR = 12


@dataclass(frozen=True)
class FreeUse:
    """What was used of the free requests when one more arrived. `allowed` None: any number is free.

    `next_free_on` is the first day on which a new request is free again; None while this one is.
    """

    allowed: int | None
    regime: str
    counted: tuple[date, ...]
    next_free_on: date | None

    @property
    def used_up(self) -> bool:
        """Whether the free requests were used before this one."""
        return self.next_free_on is not None


def allowance(right: str, regimes: Collection[Regime]) -> tuple[int | None, str]:
    """The number of free requests and the regime that gives it: the most of all statutes that bind the request.

    None where one of them knows no number, or where only our own promise binds, which names none.
    """
    numbers = [(one.free_for(right), one.slug) for one in regimes if one.family != "house" and right in one.rights]
    if not numbers or any(number is None for number, _slug in numbers):
        return None, ""
    return max((number, slug) for number, slug in numbers if number is not None)


def use(*, received_on: date, answered: Collection[date], right: str, regimes: Collection[Regime]) -> FreeUse:
    """What was used of the free requests on the day one more arrived.

    `answered`: the days on which earlier requests of this right arrived that were answered, in whole or in part.
    A request counts while less than twelve months lie between it and the new one.
    """
    since = months_after(received_on, -YEAR)
    counted = tuple(sorted(day for day in answered if since < day <= received_on))
    allowed, regime = allowance(right, regimes)
    if allowed is None or len(counted) < allowed:
        return FreeUse(allowed, regime, counted, None)
    # The one whose going leaves fewer than the allowed number.
    leaving = counted[len(counted) - allowed]
    return FreeUse(allowed, regime, counted, months_after(leaving, YEAR))
