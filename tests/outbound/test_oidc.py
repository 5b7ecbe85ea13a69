"""What comes back from a sign-in provider is believed only whole: each altered piece is refused, for its own cause."""

import base64
import hmac
import json
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from outbound import oidc
from outbound.oidc import discovery
from tests.outbound import provider as stage
from tests.outbound.provider import StrictProvider, provider

__all__ = ["provider"]
NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
BACK = "http://localhost:8000/back/"


def there() -> oidc.Provider:
    return oidc.configured()["my-account"]


def way_back(strict: StrictProvider, *, at: datetime = NOW, sub: str = "u-1", **claims: object) -> oidc.Return:
    """Leave, sign in, and stand before the door again."""
    gone = oidc.depart(there(), redirect_uri=BACK, language="en")
    params = strict.sign_in(gone.url, sub, at=at, **claims)
    return oidc.Return(params, BACK, gone.nonce, gone.verifier, NOW)


def redeem(back: oidc.Return, **at: Any) -> oidc.Identity:
    return oidc.redeem(there(), back, wanted=("preferred_username",), now=at.get("now", NOW))


def test_a_customer_is_asked_to_sign_in_anew_and_is_believed(provider: StrictProvider) -> None:
    url = oidc.depart(there(), redirect_uri=BACK, language="es").url
    assert "prompt=login&max_age=0" in url
    assert "ui_locales=es" in url
    identity = redeem(way_back(provider, preferred_username="nquist"))
    assert (identity.subject, dict(identity.claims)) == ("u-1", {"preferred_username": "nquist"})


def test_a_claim_that_only_userinfo_has_is_asked_there(provider: StrictProvider) -> None:
    provider.claims_in_token = False
    assert redeem(way_back(provider, preferred_username="nquist")).claims["preferred_username"] == "nquist"
    assert provider.calls[-1] == "GET /me"


MOMENT = int(NOW.timestamp())
WRONG: list[tuple[str, dict[str, Any]]] = [
    ("iss", {"iss": "https://evil.example.com"}),
    ("aud", {"aud": "another-client"}),
    ("azp", {"aud": [stage.CLIENT, "another-client"]}),
    ("azp", {"azp": "another-client"}),
    ("exp", {"exp": MOMENT - 61}),
    ("iat", {"iat": MOMENT + 120}),
    ("nonce", {"nonce": "of another sign-in"}),
    ("nonce", {"nonce": None}),
    ("sub", {"sub": "x" * 256}),
    ("sub", {"sub": None}),
    ("auth_time", {"auth_time": None}),
    ("auth_time", {"auth_time": MOMENT - 61}),
    ("auth_time", {"auth_time": MOMENT + 61}),
    ("auth_time", {"auth_time": True}),
]


def test_one_wrong_claim_is_enough_to_refuse(provider: StrictProvider) -> None:
    for cause, changed in WRONG:
        provider.twist = lambda claims, new=changed: {
            name: value for name, value in (claims | new).items() if value is not None
        }
        with pytest.raises(oidc.NotBelieved) as refused:
            redeem(way_back(provider))
        assert refused.value.cause == cause, changed


def test_clocks_may_differ_by_a_minute(provider: StrictProvider) -> None:
    moment = int(NOW.timestamp())
    provider.twist = lambda claims: claims | {"iat": moment + 50, "exp": moment - 50, "auth_time": moment - 50}
    assert redeem(way_back(provider)).subject == "u-1"


def test_neither_no_algorithm_nor_a_keyed_hash_nor_a_foreign_key(provider: StrictProvider, monkeypatch) -> None:
    provider.signs_with = stage.FOREIGN
    with pytest.raises(oidc.NotBelieved, match="signature"):
        redeem(way_back(provider))
    for token in (keyed_with(stage.FIRST.as_pem(private=False)), "eyJhbGciOiJub25lIn0.eyJzdWIiOiJ1LTEifQ.", "a.b.c", 7):
        monkeypatch.setattr(provider, "_id_token", lambda _issued, token=token: token)
        with pytest.raises(oidc.NotBelieved):
            redeem(way_back(provider))


def keyed_with(public_key: bytes) -> str:
    """The classic confusion: our public key taken as a shared secret."""
    body = b".".join(
        base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=")
        for part in ({"alg": "HS256", "kid": "one"}, {"iss": stage.ISSUER, "aud": stage.CLIENT, "sub": "u-1"})
    )
    mark = base64.urlsafe_b64encode(hmac.digest(public_key, body, "sha256")).rstrip(b"=")
    return b".".join((body, mark)).decode()


def test_new_keys_are_fetched_when_a_token_names_one(provider: StrictProvider, monkeypatch) -> None:
    assert redeem(way_back(provider)).subject == "u-1"
    provider.keys, provider.signs_with = [stage.SECOND], stage.SECOND
    # Not at once: a flood of made-up key ids shall not become a flood of calls.
    with pytest.raises(oidc.NotBelieved, match="key"):
        redeem(way_back(provider))
    later = time.monotonic() + discovery.AGAIN_SECONDS + 1
    monkeypatch.setattr(discovery.time, "monotonic", lambda: later)
    assert redeem(way_back(provider)).subject == "u-1"


def test_another_issuer_in_the_metadata_or_in_the_return_is_refused(provider: StrictProvider) -> None:
    back = way_back(provider)
    for params in ({**back.params, "iss": "https://evil.example.com"}, {"code": "code-0", "state": "s"}):
        with pytest.raises(oidc.NotBelieved, match="iss"):
            redeem(oidc.Return(params, BACK, back.nonce, back.verifier, NOW))
    discovery.forget()
    provider.issuer = "https://id.example.com/"
    with pytest.raises(oidc.NotBelieved, match="issuer"):
        oidc.depart(there(), redirect_uri=BACK, language="en")


def test_a_code_of_another_sign_in_or_used_before_opens_nothing(provider: StrictProvider) -> None:
    mine, hers = way_back(provider), way_back(provider, sub="u-2")
    injected = oidc.Return(hers.params, BACK, mine.nonce, mine.verifier, NOW)
    for back in (injected, hers):  # PKCE refuses it, and the attempt has used it up
        with pytest.raises(oidc.NotBelieved, match="code"):
            redeem(back)


def test_cancelled_and_down_are_told_apart(provider: StrictProvider) -> None:
    back = way_back(provider)
    with pytest.raises(oidc.Cancelled):
        redeem(oidc.Return({"error": "access_denied", "iss": stage.ISSUER}, BACK, "n", "v", NOW))
    provider.down = True
    with pytest.raises(oidc.ProviderDown):
        redeem(back)


def test_staff_may_come_with_a_session_of_an_hour_and_not_with_an_older_one(provider: StrictProvider) -> None:
    company = oidc.configured()["company"]
    for minutes, believed in ((59, True), (62, False)):
        gone = oidc.depart(company, redirect_uri=BACK, language="en")
        assert "max_age=3600" in gone.url
        assert "prompt" not in gone.url
        params = provider.sign_in(gone.url, "u-1", at=NOW - timedelta(minutes=minutes))
        provider.twist = lambda claims: claims | {"exp": int(NOW.timestamp()) + 60}
        back = oidc.Return(params, BACK, gone.nonce, gone.verifier, NOW)
        if believed:
            assert oidc.redeem(company, back, wanted=(), now=NOW).subject == "u-1"
        else:
            with pytest.raises(oidc.NotBelieved, match="auth_time"):
                oidc.redeem(company, back, wanted=(), now=NOW)


def test_a_file_that_says_something_unsafe_stops_the_start(settings, tmp_path) -> None:
    settings.ALLOW_LOOPBACK = False
    words = {"label": "A", "issuer": "https://a.example", "client_id": "c", "claim": "sub", "stands_for": "email"}
    for number, (name, value, said) in enumerate(
        [
            ("issuer", "http://id.example.com", "an issuer with https"),
            ("algorithms", ["none"], "algorithms out of"),
            ("stands_for", "name", "stands_for as one of"),
            ("secret", "in the file", "no secret"),
        ]
    ):
        file = tmp_path / f"{number}.toml"
        lines = [f"{key} = {json.dumps(word)}" for key, word in (words | {name: value}).items()]
        file.write_text("[customers.a]\n" + "\n".join(lines))
        settings.SIGN_IN_FILE = str(file)
        with pytest.raises(ImproperlyConfigured, match=said):
            oidc.configured()
