"""A small, strict OpenID provider inside the test process: it signs real tokens, and refuses what a real one would."""

import base64
import hashlib
import json
from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, Key

from outbound import http
from outbound.oidc import discovery

ISSUER, CLIENT, SECRET = "https://id.example.com", "privacy-portal", "a shared secret of the client"
# One of each for the whole run: making keys is slow.
FIRST, SECOND, FOREIGN = (ECKey.generate_key("P-256", {"kid": kid, "use": "sig"}) for kid in ("one", "two", "one"))


class StrictProvider:
    """Stands in for `http.fetch`; `sign_in` is the person at its pages, `twist` changes claims before signing."""

    def __init__(self) -> None:
        self.issuer, self.says_iss, self.down = ISSUER, True, False
        self.keys: list[Key] = [FIRST]
        self.signs_with: Key = FIRST
        self.algorithm = "ES256"
        self.twist: Callable[[dict[str, Any]], dict[str, Any]] = dict
        self.claims_in_token = True
        self.calls: list[str] = []
        self._codes: dict[str, dict[str, Any]] = {}

    def sign_in(self, url: str, subject: str, *, at: datetime, **claims: object) -> dict[str, str]:
        """The person signs in at the address we sent them to; gives the parameters that come back."""
        parts = urlsplit(url)
        asked = {name: values[0] for name, values in parse_qs(parts.query, strict_parsing=True).items()}
        assert f"{parts.scheme}://{parts.netloc}{parts.path}" == f"{self.issuer}/authorize"
        assert (asked["client_id"], asked["response_type"], asked["code_challenge_method"]) == (CLIENT, "code", "S256")
        assert "openid" in asked["scope"].split()
        assert len(asked["state"]) >= 43
        assert len(asked["nonce"]) >= 43
        code = f"code-{len(self._codes)}"
        self._codes[code] = {"asked": asked, "sub": subject, "at": int(at.timestamp()), "claims": claims, "used": False}
        return {"code": code, "state": asked["state"], **({"iss": self.issuer} if self.says_iss else {})}

    def fetch(self, method: str, url: str, *, headers: Any = None, body: Any = None, **_: Any) -> http.Answer:
        """The provider's addresses."""
        self.calls.append(f"{method} {urlsplit(url).path}")
        if self.down:
            raise http.TooMuch("down")
        answer = {
            "/.well-known/openid-configuration": self._metadata,
            "/jwks": lambda: {"keys": [key.as_dict(private=False) for key in self.keys]},
            "/token": lambda: self._token(dict(headers), body),
            "/me": lambda: self._userinfo(headers["Authorization"]),
        }[urlsplit(url).path]()
        status = 400 if "error" in answer else 200
        return http.Answer(status, "application/json", json.dumps(answer).encode())

    def _metadata(self) -> dict[str, Any]:
        ends = {"authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "jwks"}
        found: dict[str, Any] = {name: f"{ISSUER}/{path}" for name, path in ends.items()}
        iss = {"authorization_response_iss_parameter_supported": self.says_iss}
        return found | iss | {"issuer": self.issuer, "userinfo_endpoint": f"{ISSUER}/me"}

    def _token(self, headers: dict[str, str], body: bytes) -> dict[str, Any]:
        sent = dict(parse_qsl(body.decode(), strict_parsing=True))
        basic = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        issued = self._codes.get(sent["code"])
        if headers["Authorization"] != f"Basic {basic}" or issued is None or issued["used"]:
            return {"error": "invalid_grant"}
        issued["used"] = True
        asked = issued["asked"]
        challenge = base64.urlsafe_b64encode(hashlib.sha256(sent["code_verifier"].encode()).digest()).rstrip(b"=")
        fits = challenge.decode() == asked["code_challenge"] and sent["redirect_uri"] == asked["redirect_uri"]
        if not fits or sent["grant_type"] != "authorization_code":
            return {"error": "invalid_grant"}
        return {"access_token": f"at-{sent['code']}", "token_type": "Bearer", "id_token": self._id_token(issued)}

    def _id_token(self, issued: dict[str, Any]) -> str:
        at = issued["at"]
        claims = {
            "iss": self.issuer, "aud": CLIENT, "sub": issued["sub"], "iat": at, "exp": at + 300, "auth_time": at,
            "nonce": issued["asked"]["nonce"], **(issued["claims"] if self.claims_in_token else {}),
        }  # fmt: skip
        header = {"alg": self.algorithm, "kid": self.signs_with.kid}
        return jwt.encode(header, self.twist(claims), self.signs_with, algorithms=[self.algorithm])

    def _userinfo(self, authorization: str) -> dict[str, Any]:
        issued = self._codes[authorization.removeprefix("Bearer at-")]
        return {"sub": issued["sub"], **issued["claims"]}


FILE = f"""
[customers.my-account]
label = {{ en = "My Account", es = "Mi cuenta" }}
issuer = "{ISSUER}"
client_id = "{CLIENT}"
secret_file = "secret"
scopes = ["profile"]
claim = "preferred_username"
stands_for = "account_username"
opened_claim = "opened"

[staff.company]
label = "Company sign-in"
issuer = "{ISSUER}"
client_id = "{CLIENT}"
secret_file = "secret"
amr = ["mfa"]
"""


@pytest.fixture
def provider(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Any) -> StrictProvider:
    """The provider, configured for customers and for staff; nothing of it is known yet."""
    (tmp_path / "secret").write_text(SECRET + "\n")
    (tmp_path / "sign-in.toml").write_text(FILE)
    settings.SIGN_IN_FILE = str(tmp_path / "sign-in.toml")
    discovery.forget()
    strict = StrictProvider()
    monkeypatch.setattr(http, "fetch", strict.fetch)
    return strict
