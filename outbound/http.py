"""HTTP towards other systems. The only client in the house: no private addresses, no redirects, never without end."""

import time
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from requests import RequestException, Response
from requests_hardened import Config, Manager
from urllib3.exceptions import HTTPError

from outbound.patience import TooSlow, within

CONNECT_SECONDS = 2
READ_SECONDS = 15
CHUNK = 16_384
USER_AGENT = "dsar-portal"


def request(method: str, url: str, *, headers: dict[str, str] | None = None, body: bytes | None = None) -> Response:
    """Send one request to an address that somebody else chose.

    Raises `requests.RequestException`, also when the name leads to a private, link-local or loopback address.
    A redirect is an answer like any other and is not followed.
    """
    checked = https_only(url)
    response: Response = _manager().send_request(method, checked, headers=headers, data=body, **no_surprises())
    return response


class NotAllowed(ValueError):
    """This address may not be called."""


class TooMuch(RequestException):
    """The answer was longer, or took longer, than the caller wants to wait for."""


@dataclass(frozen=True)
class Answer:
    """A whole answer, bounded: status, type as sent, body."""

    status: int
    content_type: str
    body: bytes


def fetch(
    method: str,
    url: str,
    *,
    headers: dict[str, str] | None = None,
    body: bytes | None = None,
    at_most: int,
    seconds: float,
) -> Answer:
    """Like `request`, reading at most `at_most` bytes of the unpacked answer for at most `seconds` in all.

    For calls that somebody at a browser waits for: a server that drips or floods costs neither the memory nor the
    time of the others. Raises as `request` does, and `TooMuch`.
    """
    checked, until = https_only(url), time.monotonic() + seconds

    def ask() -> Answer:
        with _manager().get_session() as session:
            options = no_surprises() | {"stream": True, "timeout": (CONNECT_SECONDS, seconds)}
            with session.request(method, checked, headers=headers, data=body, **options) as response:
                read = _whole(response, at_most, until)
                return Answer(response.status_code, str(response.headers.get("Content-Type") or ""), read)

    try:
        # The clock on the wall stands behind the socket's own, which begins anew with every byte.
        return within(seconds + CONNECT_SECONDS, ask)
    except TooSlow:
        raise TooMuch("The answer is too slow.") from None
    except HTTPError as broken:
        raise RequestException(type(broken).__name__) from None


def _whole(response: Response, at_most: int, until: float) -> bytes:
    read = bytearray()
    # What is there, and not a full piece: whoever sends a byte a second would fill one in hours.
    while piece := response.raw.read1(CHUNK, decode_content=True):
        read += piece
        if len(read) > at_most or time.monotonic() > until:
            raise TooMuch("The answer is too long or too slow.")
    return bytes(read)


def https_only(url: str) -> str:
    """The address, if it may be called at all. Raises `NotAllowed`."""
    # Plain http is for receivers on this machine, in tests and demonstrations.
    if url.startswith("https://") or (settings.ALLOW_LOOPBACK and url.startswith("http://")):
        return url
    raise NotAllowed("Only https addresses are called.")


def _manager() -> Manager:
    return Manager(
        Config(
            ip_filter_enable=True,
            ip_filter_allow_loopback_ips=settings.ALLOW_LOOPBACK,
            never_redirect=True,
            default_timeout=(CONNECT_SECONDS, READ_SECONDS),
            user_agent_override=USER_AGENT,
        )
    )


def no_surprises() -> dict[str, Any]:
    """What every call is made with."""
    # Proxies from the environment would resolve names themselves, past the address check.
    return {"proxies": {"http": "", "https": ""}, "verify": True}
