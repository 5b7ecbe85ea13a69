"""Whom the organisation lets vouch for people: read once from the file that DSAR_SIGN_IN_FILE names.

Nothing is taken from a browser: an address or a key that is not in this file, or in the metadata of an issuer that is,
is never used.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

# Asymmetric only: with a shared secret whoever can check a token can also make one. `none` is no algorithm.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "Ed25519")
# What a claim may stand for in our directories.
LINKS = ("account_username", "customer_number", "email")
AUTH_METHODS = ("client_secret_basic", "client_secret_post", "none")
STAFF_MINUTES = 60


class Kind(StrEnum):
    """Whose accounts a provider keeps."""

    CUSTOMERS = "customers"
    STAFF = "staff"


@dataclass(frozen=True)
class Provider:
    """One issuer and what it may vouch for.

    `claim` names the claim that says whose account it is, `stands_for` which fact on file that is; `opened_claim` the
    one with the day on which the account was opened. `acr` and `amr`: any of these values shows that the provider
    asked staff for two factors, not longer ago than `max_age_minutes`.
    """

    slug: str
    kind: Kind
    label: Mapping[str, str]
    issuer: str
    client_id: str
    secret_file: Path | None
    auth_method: str
    scopes: tuple[str, ...]
    algorithms: tuple[str, ...]
    claim: str = ""
    stands_for: str = ""
    opened_claim: str = ""
    companies: tuple[str, ...] = ()
    acr: frozenset[str] = frozenset()
    amr: frozenset[str] = frozenset()
    max_age_minutes: int = 0

    def name(self, language: str) -> str:
        """What people call it, in their language."""
        return self.label.get(language) or self.label["en"]

    def secret(self) -> str | None:
        """The client secret, read each time: it can be changed without a restart."""
        return self.secret_file.read_text().strip() if self.secret_file else None


def configured() -> Mapping[str, Provider]:
    """All providers by slug; none without a file. Raises `ImproperlyConfigured` with a sentence."""
    return _read(str(settings.SIGN_IN_FILE or ""))


def of_kind(kind: Kind) -> list[Provider]:
    """The providers for customers, or for staff, in the order of the file."""
    return [provider for provider in configured().values() if provider.kind is kind]


@cache
def _read(name: str) -> Mapping[str, Provider]:
    if not name:
        return {}
    path = Path(name)
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as trouble:
        raise ImproperlyConfigured(f"DSAR_SIGN_IN_FILE cannot be read: {trouble}") from trouble
    if set(raw) - set(Kind):
        raise ImproperlyConfigured("DSAR_SIGN_IN_FILE has the tables [customers.NAME] and [staff.NAME], and no others.")
    found = [_provider(slug, kind, one, path.parent) for kind in Kind for slug, one in raw.get(kind, {}).items()]
    if len({one.slug for one in found}) != len(found):
        raise ImproperlyConfigured("DSAR_SIGN_IN_FILE names a provider twice.")
    return {one.slug: one for one in found}


COMMON = {"label", "issuer", "client_id", "secret_file", "auth_method", "scopes", "algorithms"}
OWN = {
    Kind.CUSTOMERS: {"claim", "stands_for", "opened_claim", "companies"},
    Kind.STAFF: {"acr", "amr", "max_age_minutes"},
}


def _provider(slug: str, kind: Kind, raw: Mapping[str, Any], folder: Path) -> Provider:
    _check(slug, kind, raw)
    label, secret = raw["label"], raw.get("secret_file")
    return Provider(
        slug=slug,
        kind=kind,
        label={"en": label} if isinstance(label, str) else dict(label),
        issuer=raw["issuer"],
        client_id=raw["client_id"],
        secret_file=folder / secret if secret else None,
        auth_method=raw.get("auth_method") or ("client_secret_basic" if secret else "none"),
        scopes=tuple(dict.fromkeys(["openid", *raw.get("scopes", [])])),
        algorithms=tuple(raw.get("algorithms", ALGORITHMS)),
        claim=raw.get("claim", ""),
        stands_for=raw.get("stands_for", ""),
        opened_claim=raw.get("opened_claim", ""),
        companies=tuple(raw.get("companies", ())),
        acr=frozenset(raw.get("acr", ())),
        amr=frozenset(raw.get("amr", ())),
        max_age_minutes=int(raw.get("max_age_minutes", STAFF_MINUTES if kind is Kind.STAFF else 0)),
    )


def _check(slug: str, kind: Kind, raw: Mapping[str, Any]) -> None:
    needed = {"label", "issuer", "client_id"} | ({"claim", "stands_for"} if kind is Kind.CUSTOMERS else set())
    missing, unknown = sorted(needed - set(raw)), sorted(set(raw) - COMMON - OWN[kind])
    secret = raw.get("secret_file")
    wrong = [
        (not re.fullmatch(r"[a-z][a-z0-9-]{0,19}", slug), "a name of small letters, digits and dashes, at most 20"),
        (bool(missing), f"also {', '.join(missing)}"),
        (bool(unknown), f"no {', '.join(unknown)}"),
        (not _is_issuer(str(raw.get("issuer", ""))), "an issuer with https and without query or fragment"),
        (raw.get("stands_for", LINKS[0]) not in LINKS, f"stands_for as one of {', '.join(LINKS)}"),
        (bool(set(raw.get("algorithms", ())) - set(ALGORITHMS)), f"algorithms out of {', '.join(ALGORITHMS)}"),
        (raw.get("auth_method", AUTH_METHODS[0]) not in AUTH_METHODS, f"auth_method out of {', '.join(AUTH_METHODS)}"),
        ((raw.get("auth_method") == "none") == bool(secret) and "auth_method" in raw, "a secret_file, or none"),
    ]
    said = next((words for is_wrong, words in wrong if is_wrong), None)
    if said:
        raise ImproperlyConfigured(f"DSAR_SIGN_IN_FILE, [{kind}.{slug}]: it needs {said}.")


def _is_issuer(url: str) -> bool:
    parts = urlsplit(url)
    safe = parts.scheme == "https" or (settings.ALLOW_LOOPBACK and parts.scheme == "http")
    return bool(safe and parts.hostname and not parts.query and not parts.fragment and not parts.username)
