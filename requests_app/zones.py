"""Time zones: the pinned ones, and which of them a state or country lives in. Pure: knows no framework.

Where a state or country has several zones its westernmost inhabited one is taken: there the calendar day turns last,
so day zero, and every date counted from it, is never later than the person's own.
"""

import re
from datetime import UTC, date, datetime, time
from functools import lru_cache
from importlib.resources import files
from zoneinfo import ZoneInfo

BUSINESS_ZONE = "America/Chicago"

_STATES = {
    "America/New_York": "CT DE DC GA ME MD MA NH NJ NY NC OH PA RI SC VT VA WV AA",
    "America/Chicago": "AL AR FL IL IN IA KY LA MI MN MS MO OK TN WI",
    "America/Denver": "CO KS MT NE NM ND SD TX UT WY",
    "America/Phoenix": "AZ",
    "America/Los_Angeles": "CA ID NV OR WA",
    "America/Adak": "AK",
    "Pacific/Honolulu": "HI AP",
    "America/Puerto_Rico": "PR VI",
    "Pacific/Pago_Pago": "AS",
    "Pacific/Guam": "GU MP",
    "Europe/London": "AE",
}
_CANADA = {
    "America/St_Johns": "NL",
    "America/Halifax": "NB NS PE",
    "America/Toronto": "QC",
    "America/Winnipeg": "MB ON",
    "America/Regina": "SK",
    "America/Edmonton": "AB NT",
    "America/Vancouver": "BC YT",
    "America/Cambridge_Bay": "NU",
}
_COUNTRIES = {
    "AT": "Europe/Vienna", "BE": "Europe/Brussels", "BG": "Europe/Sofia", "HR": "Europe/Zagreb",
    "CY": "Asia/Nicosia", "CZ": "Europe/Prague", "DK": "Europe/Copenhagen", "EE": "Europe/Tallinn",
    "FI": "Europe/Helsinki", "FR": "Europe/Paris", "DE": "Europe/Berlin", "GR": "Europe/Athens",
    "HU": "Europe/Budapest", "IE": "Europe/Dublin", "IT": "Europe/Rome", "LV": "Europe/Riga",
    "LT": "Europe/Vilnius", "LU": "Europe/Luxembourg", "MT": "Europe/Malta", "NL": "Europe/Amsterdam",
    "PL": "Europe/Warsaw", "PT": "Atlantic/Azores", "RO": "Europe/Bucharest", "SK": "Europe/Bratislava",
    "SI": "Europe/Ljubljana", "ES": "Atlantic/Canary", "SE": "Europe/Stockholm", "IS": "Atlantic/Reykjavik",
    "LI": "Europe/Vaduz", "NO": "Europe/Oslo", "CH": "Europe/Zurich", "GB": "Europe/London",
    "CA": "America/Vancouver", "MX": "America/Tijuana", "AU": "Australia/Perth", "BR": "America/Rio_Branco",
    "CN": "Asia/Shanghai", "CO": "America/Bogota", "HK": "Asia/Hong_Kong", "IN": "Asia/Kolkata",
    "IL": "Asia/Jerusalem", "JP": "Asia/Tokyo", "NZ": "Pacific/Auckland", "SG": "Asia/Singapore",
    "ZA": "Africa/Johannesburg", "KR": "Asia/Seoul", "AE": "Asia/Dubai",
}  # fmt: skip
_ZONE_OF_STATE = {state: zone for zone, states in _STATES.items() for state in states.split()}
_ZONE_OF_PROVINCE = {province: zone for zone, provinces in _CANADA.items() for province in provinces.split()}


def zone_for(country: str | None, state: str | None) -> str | None:
    """The zone a person at this address lives in; None where it is not known, so that ours alone decides."""
    if country == "CA" and state:
        return _ZONE_OF_PROVINCE.get(state, _COUNTRIES["CA"])
    if country in (None, "", "US"):
        return _ZONE_OF_STATE.get(state or "")
    return _COUNTRIES.get(country or "")


@lru_cache(maxsize=512)
def zone(name: str) -> ZoneInfo:
    """The zone from the pinned `tzdata`, never from the machine's own tables. Raises ValueError for an unknown name."""
    if not re.fullmatch(r"[A-Za-z0-9_+-]+(/[A-Za-z0-9_+-]+){0,2}", name):
        raise ValueError(f"there is no time zone {name!r}")
    source = files("tzdata").joinpath("zoneinfo", *name.split("/"))
    if not source.is_file():
        raise ValueError(f"there is no time zone {name!r}")
    with source.open("rb") as data:
        try:
            return ZoneInfo.from_file(data, key=name)
        except ValueError:
            raise ValueError(f"there is no time zone {name!r}") from None


def local_day(instant: datetime, name: str) -> date:
    """The calendar day of an instant in a zone. Raises ValueError for a time without offset."""
    if instant.tzinfo is None:
        raise ValueError("a time of receipt needs an offset, such as Z")
    return instant.astimezone(zone(name)).date()


def end_of_day(day: date, name: str) -> datetime:
    """The UTC instant of 23:59:59 on `day` in a zone."""
    return datetime.combine(day, time(23, 59, 59), tzinfo=zone(name)).astimezone(UTC)
