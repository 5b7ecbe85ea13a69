"""A provider's own words about itself: its addresses and its public keys, fetched, checked, kept for a while.

Kept in this process only: they are public, and a lost cache costs one call. Keys are fetched anew when a token names
one that is not known, so that a provider may change its keys any day; not more often than every half minute.
"""

import json
import time
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from authlib.oidc.discovery import get_well_known_url
from joserfc.errors import JoseError
from joserfc.jwk import Key, KeySet
from requests import RequestException

from outbound import http

from .errors import NotBelieved, ProviderDown
from .providers import Provider

KEPT_SECONDS = 3600
AGAIN_SECONDS = 30
AT_MOST = 256 * 1024
PATIENCE = 8.0


@dataclass
class Known:
    """What was fetched from one issuer, and when (seconds of this process's clock)."""

    metadata: dict[str, Any]
    fetched_at: float
    keys: list[Key] = field(default_factory=list)
    keys_at: float = float("-inf")


_KNOWN: dict[str, Known] = {}


def metadata_of(provider: Provider) -> dict[str, Any]:
    """Its metadata. Raises `ProviderDown`, and `NotBelieved` where it names another issuer than the configured one."""
    known = _KNOWN.get(provider.issuer)
    if known is None or time.monotonic() - known.fetched_at > KEPT_SECONDS:
        known = Known(fetch_metadata(provider), time.monotonic())
        _KNOWN[provider.issuer] = known
    return known.metadata


def fetch_metadata(provider: Provider) -> dict[str, Any]:
    """Its metadata, fetched now. Raises as `metadata_of`."""
    found = get_json(get_well_known_url(provider.issuer, external=True))
    # Issuer pinning (OpenID Connect Discovery 4.3): to the letter, no slash more or less.
    if found.get("issuer") != provider.issuer:
        raise NotBelieved("issuer")
    if any(not isinstance(found.get(name), str) for name in ("authorization_endpoint", "token_endpoint", "jwks_uri")):
        raise ProviderDown("metadata")
    if "S256" not in found.get("code_challenge_methods_supported", ["S256"]):
        raise ProviderDown("pkce")
    return found


def key_for(provider: Provider, kid: str | None) -> Key:
    """The one public key that a token's header may mean. Raises `NotBelieved` where there is none, or more than one."""
    uri, known = metadata_of(provider)["jwks_uri"], _KNOWN[provider.issuer]
    age = time.monotonic() - known.keys_at
    fitting = _fitting(known.keys, kid)
    if age > KEPT_SECONDS or (len(fitting) != 1 and age > AGAIN_SECONDS):
        known.keys, known.keys_at = _fetch_keys(uri), time.monotonic()
        fitting = _fitting(known.keys, kid)
    if len(fitting) != 1:
        raise NotBelieved("key")
    return fitting[0]


def reachable(provider: Provider) -> None:
    """Ask the provider for its words and keys now. For administrators; raises `ProviderDown`, `NotBelieved`."""
    _fetch_keys(fetch_metadata(provider)["jwks_uri"])


def forget() -> None:
    """Know nothing any more; for tests."""
    _KNOWN.clear()


def get_json(url: str, *, headers: dict[str, str] | None = None) -> dict[str, Any]:
    """One JSON object of a provider. Raises `ProviderDown` for everything else."""
    asked = {"Accept": "application/json", **(headers or {})}
    try:
        answer = http.fetch("GET", url, headers=asked, at_most=AT_MOST, seconds=PATIENCE)
        found = json.loads(answer.body) if answer.status == HTTPStatus.OK else None
    except (RequestException, ValueError, RecursionError) as trouble:
        raise ProviderDown from trouble
    if not isinstance(found, dict):
        raise ProviderDown
    return found


def _fetch_keys(uri: str) -> list[Key]:
    listed = get_json(uri).get("keys")
    keys = []
    for one in listed if isinstance(listed, list) else []:
        # A kind of key that we do not know is somebody else's; a key for encryption signs nothing.
        if isinstance(one, dict) and one.get("kty") in {"RSA", "EC", "OKP"} and one.get("use", "sig") == "sig":
            keys += _imported(one)
    return keys


def _imported(one: dict[str, Any]) -> list[Key]:
    try:
        return list(KeySet.import_key_set({"keys": [one]}).keys)
    except (JoseError, ValueError, TypeError, KeyError):
        return []


def _fitting(keys: list[Key], kid: str | None) -> list[Key]:
    return [key for key in keys if kid is None or key.kid == kid]
