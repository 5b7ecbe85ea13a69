"""One question over HTTP to a system of the company: bounded in time and in size, never redirected, never unpacked."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from requests import RequestException, Response
from requests_hardened import Config, Manager
from urllib3.exceptions import HTTPError

from outbound import http
from outbound.patience import TooSlow, within

CHUNK = 65_536


class NoAnswer(Exception):
    """The system did not answer in time, in full, or at all. The text never holds what was sent or got."""


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    content_type: str
    body: bytes


def post(
    url: str,
    *,
    body: bytes,
    headers: Mapping[str, str],
    seconds: float,
    most_bytes: int,
    internal: bool = False,
    ca_file: Path | None = None,
) -> Answer:
    """Send one POST. `internal` allows an address of a private network, which the operator has named themselves.

    Raises `NoAnswer`, and `http.NotAllowed` for an address without https.
    """
    checked = http.https_only(url)
    sent = {**headers, "Accept-Encoding": "identity"}  # a packed answer could unpack to any size
    manager = _manager(seconds, internal=internal)
    deadline = time.monotonic() + seconds

    def ask() -> Answer:
        options: dict[str, Any] = http.no_surprises() | ({"verify": str(ca_file)} if ca_file else {})
        with manager.get_session() as session:
            response = session.request("POST", checked, headers=sent, data=body, stream=True, **options)
            with response:
                return _read(response, most_bytes, deadline)

    try:
        return within(seconds, ask)
    except TooSlow:
        raise NoAnswer(f"gave no answer within {seconds:g} s") from None
    except (RequestException, HTTPError, OSError) as error:
        raise NoAnswer(f"could not be asked ({type(error).__name__})") from None


def _read(response: Response, most_bytes: int, deadline: float) -> Answer:
    if response.headers.get("Content-Encoding", "identity") != "identity":
        raise NoAnswer("answered in a packed form that was not asked for")
    content = bytearray()
    while piece := response.raw.read1(CHUNK):
        content += piece
        if len(content) > most_bytes:
            raise NoAnswer(f"answered with more than {most_bytes} bytes")
        if time.monotonic() > deadline:
            raise NoAnswer("did not end its answer in time")
    return Answer(response.status_code, response.headers.get("Content-Type", ""), bytes(content))


def _manager(seconds: float, *, internal: bool) -> Manager:
    return Manager(
        Config(
            ip_filter_enable=not internal,
            ip_filter_allow_loopback_ips=settings.ALLOW_LOOPBACK,
            never_redirect=True,
            default_timeout=(min(http.CONNECT_SECONDS, seconds), seconds),
            user_agent_override=http.USER_AGENT,
        )
    )
