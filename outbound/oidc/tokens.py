"""Believe an ID token, or not (OpenID Connect Core 3.1.3.7). The signature is Authlib's and joserfc's work; the rules
that they leave to the caller stand here: which key and algorithm, how fresh the sign-in must be."""

import hmac
from datetime import datetime
from typing import Any

from authlib.oidc.core.claims import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import GuestProtocol, Key

from .discovery import key_for
from .errors import NotBelieved
from .providers import Provider

# Our clock and the provider's may differ by this much.
LEEWAY_SECONDS = 60
LONGEST = 16 * 1024
LONGEST_SUBJECT = 255  # OpenID Connect Core 2


def believed(
    token: object, *, provider: Provider, nonce: str, access_token: str, now: datetime, not_before: datetime
) -> dict[str, Any]:
    """The claims of an ID token that proves a sign-in at the provider since `not_before`. Raises `NotBelieved`."""
    if not isinstance(token, str) or len(token) > LONGEST:
        raise NotBelieved("token")
    header, claims = _verified(token, provider)
    checked = CodeIDToken(
        claims,
        header,
        options={
            "iss": {"essential": True, "value": provider.issuer},
            "aud": {"essential": True, "value": provider.client_id},
            "sub": {"essential": True},
        },
        params={"nonce": nonce, "client_id": provider.client_id, "access_token": access_token},
    )
    try:
        checked.validate(now=int(now.timestamp()), leeway=LEEWAY_SECONDS)
    except JoseError as refused:
        raise NotBelieved(_cause(refused)) from refused
    if not hmac.compare_digest(str(claims.get("nonce")).encode(), nonce.encode()):
        raise NotBelieved("nonce")
    _check_subject(claims["sub"])
    _check_fresh(claims.get("auth_time"), now=now, not_before=not_before)
    return claims


def _verified(token: str, provider: Provider) -> tuple[dict[str, Any], dict[str, Any]]:
    def key(signed: GuestProtocol) -> Key:
        header = signed.headers()
        kid = header.get("kid")
        # The list is ours, not the token's: `none` and keyed hashes stand on it for nobody.
        if header.get("alg") not in provider.algorithms or not isinstance(kid, str | None):
            raise NotBelieved("algorithm")
        return key_for(provider, kid)

    try:
        found = jwt.decode(token, key, algorithms=list(provider.algorithms))
    except (JoseError, ValueError, TypeError, RecursionError) as refused:
        raise NotBelieved("signature") from refused
    return dict(found.header), found.claims


def _check_subject(subject: object) -> None:
    if not isinstance(subject, str) or not 0 < len(subject) <= LONGEST_SUBJECT or not subject.isascii():
        raise NotBelieved("sub")


def _check_fresh(auth_time: object, *, now: datetime, not_before: datetime) -> None:
    # Asked for with max_age: then the claim is required, and an old session at the provider proves nothing (7061(a)).
    if isinstance(auth_time, bool) or not isinstance(auth_time, int | float):
        raise NotBelieved("auth_time")
    earliest, latest = not_before.timestamp() - LEEWAY_SECONDS, now.timestamp() + LEEWAY_SECONDS
    if not earliest <= auth_time <= latest:
        raise NotBelieved("auth_time")


def _cause(refused: JoseError) -> str:
    claim = getattr(refused, "claim", None)
    return claim if claim in {"iss", "aud", "azp", "exp", "iat", "nbf", "nonce", "at_hash", "sub", "amr"} else "claims"
