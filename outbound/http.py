"""HTTP towards other systems. The only client in the house: no private addresses, no redirects, never without end."""

from typing import Any

from django.conf import settings
from requests import Response
from requests_hardened import Config, Manager

CONNECT_SECONDS = 2
READ_SECONDS = 15
USER_AGENT = "dsar-portal"


def request(method: str, url: str, *, headers: dict[str, str] | None = None, body: bytes | None = None) -> Response:
    """Send one request to an address that somebody else chose.

    Raises `requests.RequestException`, also when the name leads to a private, link-local or loopback address.
    A redirect is an answer like any other and is not followed.
    """
    checked = _https_only(url)
    response: Response = _manager().send_request(method, checked, headers=headers, data=body, **_no_surprises())
    return response


class NotAllowed(ValueError):
    """This address may not be called."""


def _https_only(url: str) -> str:
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


def _no_surprises() -> dict[str, Any]:
    # Proxies from the environment would resolve names themselves, past the address check.
    return {"proxies": {"http": "", "https": ""}, "verify": True}
