"""Leave for a provider, come back with a code, and exchange it: the authorization code flow with PKCE."""

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from authlib.oauth2.client import OAuth2Client
from requests import RequestException

from outbound import http

from .discovery import AT_MOST, PATIENCE, get_json, metadata_of
from .errors import Cancelled, NotBelieved, ProviderDown
from .providers import Kind, Provider
from .tokens import believed

LONGEST_CODE = 2000


@dataclass(frozen=True)
class Departure:
    """Where to send the browser, and what must be remembered until it comes back."""

    url: str
    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True)
class Return:
    """What a browser brought back, and what was remembered of its departure."""

    params: Mapping[str, str]
    redirect_uri: str
    nonce: str
    verifier: str
    left_at: datetime


@dataclass(frozen=True)
class Identity:
    """Who signed in, by the provider's word: nothing else of the token is passed on."""

    subject: str
    claims: Mapping[str, Any]


def depart(provider: Provider, *, redirect_uri: str, language: str) -> Departure:
    """Make a way to the provider with fresh secrets. Raises `ProviderDown`, `NotBelieved`.

    Customers are always asked to sign in anew (7061(a)); staff may come with a session younger than configured.
    """
    state, nonce, verifier = (secrets.token_urlsafe(32) for _secret in range(3))
    again = provider.kind is Kind.CUSTOMERS
    more = {"prompt": "login", "max_age": "0"} if again else {"max_age": str(provider.max_age_minutes * 60)}
    if provider.acr:
        more["acr_values"] = " ".join(sorted(provider.acr))
    client = _client(provider, _Door(), redirect_uri)
    url, _state = client.create_authorization_url(
        metadata_of(provider)["authorization_endpoint"],
        state=state,
        code_verifier=verifier,
        nonce=nonce,
        ui_locales=language,
        **more,
    )
    return Departure(str(url), state, nonce, verifier)


def redeem(provider: Provider, back: Return, *, wanted: tuple[str, ...], now: datetime) -> Identity:
    """Exchange the code and believe the ID token, or raise: `Cancelled`, `ProviderDown`, `NotBelieved`.

    `wanted` are the claims to pass on; one that the ID token lacks is asked of the provider's userinfo.
    """
    metadata = metadata_of(provider)
    _check_sender(provider, metadata, back.params)
    code = back.params.get("code", "")
    if back.params.get("error"):
        raise Cancelled
    if not code or len(code) > LONGEST_CODE:
        raise NotBelieved("code")
    client = _client(provider, _Door(), back.redirect_uri)
    token = _exchanged(client, metadata["token_endpoint"], code, back.verifier)
    access_token = str(token.get("access_token") or "")
    oldest = back.left_at if provider.kind is Kind.CUSTOMERS else None
    claims = believed(
        token.get("id_token"), provider=provider, nonce=back.nonce, access_token=access_token, now=now,
        not_before=oldest or _staff_limit(provider, now),
    )  # fmt: skip
    missing = [name for name in wanted if name not in claims]
    asked = _userinfo(metadata, access_token, claims["sub"]) if missing and access_token else {}
    return Identity(claims["sub"], {name: claims.get(name, asked.get(name)) for name in wanted})


def _staff_limit(provider: Provider, now: datetime) -> datetime:
    return datetime.fromtimestamp(now.timestamp() - provider.max_age_minutes * 60, now.tzinfo)


def _check_sender(provider: Provider, metadata: Mapping[str, Any], params: Mapping[str, str]) -> None:
    # RFC 9207: whoever says who sends, says it truly; a provider that always says it may not be silent.
    said = params.get("iss")
    silent = said is None and not metadata.get("authorization_response_iss_parameter_supported")
    if not silent and said != provider.issuer:
        raise NotBelieved("iss")


def _exchanged(client: OAuth2Client, endpoint: str, code: str, verifier: str) -> Mapping[str, Any]:
    try:
        return dict(client.fetch_token(endpoint, code=code, code_verifier=verifier))
    except client.oauth_error_class as refused:
        # Used before, expired, injected, or another's: the provider knows which, and we need not.
        raise NotBelieved("code") from refused
    except (RequestException, ValueError, RecursionError) as trouble:
        raise ProviderDown from trouble


def _userinfo(metadata: Mapping[str, Any], access_token: str, subject: str) -> Mapping[str, Any]:
    endpoint = metadata.get("userinfo_endpoint")
    if not isinstance(endpoint, str):
        return {}
    found = get_json(endpoint, headers={"Authorization": f"Bearer {access_token}"})
    if found.get("sub") != subject:
        raise NotBelieved("userinfo")
    return found


def _client(provider: Provider, door: "_Door", redirect_uri: str) -> OAuth2Client:
    return OAuth2Client(
        door,
        client_id=provider.client_id,
        client_secret=provider.secret(),
        token_endpoint_auth_method=provider.auth_method,
        scope=" ".join(provider.scopes),
        redirect_uri=redirect_uri,
        code_challenge_method="S256",
    )


class _Door:
    """Authlib's session: the one call it makes goes through the house's own door."""

    def post(self, url: str, *, data: Mapping[str, str], headers: Mapping[str, str], auth: Any) -> "_Told":
        """Send a form, with the client's own proof."""
        url, sent, body = auth.prepare("POST", url, dict(headers), urlencode(data))
        return _Told(http.fetch("POST", url, headers=sent, body=body.encode(), at_most=AT_MOST, seconds=PATIENCE))


class _Told:
    """An answer in the shape that Authlib reads."""

    def __init__(self, answer: http.Answer) -> None:
        self.status_code, self._body = answer.status, answer.body

    def json(self) -> Any:
        """The body as JSON. Raises `ValueError`."""
        return json.loads(self._body)

    def raise_for_status(self) -> None:
        """Authlib calls it for what is no token answer. Raises `ProviderDown`."""
        if self.status_code >= HTTPStatus.BAD_REQUEST:
            raise ProviderDown
