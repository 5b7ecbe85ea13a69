"""`manage.py check --deploy`: are the well-known files fit to be believed? Both come from `config/profile.toml`."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.checks import Warning as Caution
from django.utils import timezone

from requests_app.profile import PROFILE

# RFC 9116: a contact is an address of one of these kinds; on the web only an encrypted one.
SCHEMES = ("mailto", "https", "tel")
# Long enough to renew the file before finders of holes stop believing it; RFC 9116 wants less than a year.
SOON, LONGEST = timedelta(days=30), timedelta(days=366)


@register(Tags.security, deploy=True)
def well_known_files(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """What is wrong with `gpc.json` and `security.txt`, as the profile in use makes them."""
    now = timezone.now()
    return [*gpc_findings(PROFILE.gpc, now=now), *security_findings(PROFILE.security, now=now)]


def gpc_findings(table: dict[str, Any], *, now: datetime) -> list[CheckMessage]:
    """Global Privacy Control: declared, and since a day that is written as the specification wants it."""
    if not table.get("supported"):
        return [_warn("W001", "[gpc] does not declare support, so gpc.json tells browsers nothing or “no”.", "gpc")]
    told = instant(table.get("last_update"))
    if told is None:
        return [_fail("E001", "[gpc] last_update is no date such as 2026-11-22.", "gpc")]
    if told > now + timedelta(days=1):
        return [_fail("E002", "[gpc] last_update lies in the future.", "gpc")]
    return []


def security_findings(table: dict[str, Any], *, now: datetime) -> list[CheckMessage]:
    """RFC 9116: somebody to write to, and a day until which that holds."""
    if not table:
        return [
            _warn("W002", "There is no [security]: a finder of a hole cannot tell you (security.txt is 404).", "sec")
        ]
    found: list[CheckMessage] = []
    contact = urlsplit(str(table.get("contact", "")))
    if contact.scheme not in SCHEMES or not (contact.netloc or contact.path):
        found.append(_fail("E003", "[security] contact must begin with mailto:, https:// or tel:.", "sec"))
    expires = instant(table.get("expires"))
    if expires is None:
        return [*found, _fail("E004", "[security] expires is no moment such as 2027-10-31T00:00:00Z.", "sec")]
    if expires <= now:
        found.append(_fail("E005", "[security] expires has passed: nobody believes security.txt any more.", "sec"))
    elif expires - now < SOON:
        found.append(_warn("W003", "[security] expires within 30 days. Look it through and set a new day.", "sec"))
    elif expires - now > LONGEST:
        found.append(_warn("W004", "[security] expires lies more than a year ahead. RFC 9116 wants less.", "sec"))
    return found


def instant(value: object) -> datetime | None:
    """A day or a moment of the profile, in UTC where it names no zone; None where it is neither."""
    if isinstance(value, date) and not isinstance(value, datetime):
        value = value.isoformat()
    try:
        told = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    except ValueError:
        return None
    return told if told.tzinfo else told.replace(tzinfo=UTC)


def _warn(number: str, words: str, table: str) -> CheckMessage:
    return Caution(words, hint=HINTS[table], id=f"portal.{number}")


def _fail(number: str, words: str, table: str) -> CheckMessage:
    return Error(words, hint=HINTS[table], id=f"portal.{number}")


HINTS = {
    "gpc": "Set supported and last_update in [gpc] of config/profile.toml.",
    "sec": "Set contact and expires in [security] of config/profile.toml.",
}
