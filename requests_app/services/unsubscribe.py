"""One-click unsubscribe (RFC 8058): a sealed link names the address and what stops; no account, no question."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as BadBase64
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from secrets import token_bytes

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import connection, transaction

from accounts.principals import Principal
from requests_app.choices import Channel, Kind, Right
from requests_app.models import Suppression
from requests_app.profile import GROUP
from requests_app.search_keys import digest
from requests_app.services.intake import submit
from requests_app.submission_input import Invalid, NewSubmission, validate


class NoSuchLink(Exception):
    """The link was not made here, or it was cut off on its way."""


def _sealer(key: str) -> AESGCM:
    return AESGCM(sha256(b"unsubscribe:" + key.encode()).digest())


def seal(*, email: str, kinds: Sequence[str] = (Kind.MARKETING_EMAIL,)) -> str:
    """The opaque part of an unsubscribe link. Whoever reads the link learns nothing from it."""
    nonce = token_bytes(12)
    plain = json.dumps([email, [str(kind) for kind in kinds]]).encode()
    return urlsafe_b64encode(nonce + _sealer(settings.SECRET_KEY).encrypt(nonce, plain, b"")).decode().rstrip("=")


def unseal(token: str) -> tuple[str, list[str]]:
    """What a link names. A mail may be opened years later: keys of before open what they sealed. Raises NoSuchLink."""
    try:
        raw = urlsafe_b64decode(token.encode("ascii") + b"=" * (-len(token) % 4))
        email, kinds = json.loads(_opened(raw))
    except (BadBase64, UnicodeEncodeError, ValueError) as broken:
        raise NoSuchLink from broken
    return str(email), [str(kind) for kind in kinds]


def _opened(raw: bytes) -> bytes:
    for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        with suppress(InvalidTag):
            return _sealer(key).decrypt(raw[:12], raw[12:], b"")
    raise NoSuchLink


@dataclass(frozen=True)
class ForMail:
    """What one advertising e-mail carries so that it can be stopped with one click; `stopped`: do not send it."""

    email: str
    link: str
    stopped: bool

    @property
    def headers(self) -> dict[str, str]:
        """The pair of RFC 8058, to be covered by the DKIM signature."""
        return {"List-Unsubscribe": f"<{self.link}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def for_mails(*, emails: Sequence[str], kinds: Sequence[str], base_url: str) -> list[ForMail]:
    """A link for each address, in the same order. Nothing is stored: a link says by itself what it stops.

    An address is stopped by any one of the kinds and by any company of ours: we do not know which of them sends, and a
    mail too few harms nobody. Advertising by e-mail is what such a mail is, whatever kinds are named.
    """
    marks = {email: digest("email", email) for email in emails}
    rows = Suppression.objects.filter(point="email", kinds__overlap=[*kinds, str(Kind.MARKETING_EMAIL)])
    stopped = {bytes(mark) for mark in rows.filter(digest__in=marks.values()).values_list("digest", flat=True)}
    return [
        ForMail(email, f"{base_url}/u/{seal(email=email, kinds=kinds)}", marks[email] in stopped) for email in emails
    ]


@transaction.atomic
def unsubscribe(*, token: str, by: Principal, now: datetime) -> bool:
    """Stop what the link names. A second call changes nothing. Returns whether it was new. Raises NoSuchLink."""
    email, kinds = unseal(token)
    _one_at_a_time(email)
    if _stopped(email, kinds):
        return False
    submit(submission=_asked(email, kinds, now), channel=Channel.EMAIL, by=by, now=now)
    return True


def _one_at_a_time(email: str) -> None:
    """Mail programs send the click twice at once: the second waits, and finds that it is done."""
    with connection.cursor() as cursor:
        number = int.from_bytes(digest("email", email)[:8], "big", signed=True)
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number])


def _stopped(email: str, kinds: list[str]) -> bool:
    rows = Suppression.objects.filter(point="email", digest=digest("email", email), company=GROUP)
    return rows.filter(kinds__contains=kinds).exists()


def _asked(email: str, kinds: list[str], now: datetime) -> NewSubmission:
    body = {"rights": [{"right": Right.OPT_OUT.value, "kinds": kinds}], "consumer": {"email": email}}
    try:
        return validate(body, today=now.date())
    except Invalid as invalid:
        raise NoSuchLink from invalid
