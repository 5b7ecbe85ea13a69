"""Twilio's Messages API: one form-encoded POST a text.

`twilio://SID:TOKEN@api.twilio.com?from=+15005550006`, or `from=MG…` for a messaging service. In place of the token in
the address `token_file=/path` names a file. The API knows no key for repeated calls: a text that timed out may come
twice, with the same code in it.
"""

import base64
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, unquote, urlencode, urlsplit

from requests import RequestException

from notifications.channels import Refused, Unreachable
from outbound import http

VERSION = "2010-04-01"
MOST_BYTES = 64 * 1024
SECONDS = 15.0
# Trouble with our own account or sender, not with the number: somebody mends it, and then it goes.
OURS = frozenset({20003, 20404, 21212, 21603, 21606, 21659, 21660, 21661, 21701, 21702, 21703, 21704, 30002, 63038})
_ACCOUNT = re.compile(r"AC[0-9a-fA-F]{32}")
_MESSAGE = re.compile(r"(SM|MM)[0-9a-fA-F]{32}")
_SENDER = re.compile(r"\+[1-9]\d{6,14}|MG[0-9a-fA-F]{32}|\d{3,8}")


class Unsound(ValueError):
    """The address of the provider lacks something. The text repeats no secret."""


@dataclass(frozen=True)
class Address:
    """What `SMS_URL` says."""

    base: str
    account: str
    token: str
    sender: str


def read(address: str) -> Address:
    """Take the address apart. Raises `Unsound`, and `OSError` for a token file that cannot be read."""
    parts = urlsplit(address)
    wanted = {name: values[-1] for name, values in parse_qs(parts.query.replace("+", "%2B")).items()}
    account, token = unquote(parts.username or ""), unquote(parts.password or "")
    if not token and wanted.get("token_file"):
        token = Path(wanted["token_file"]).read_text(encoding="utf-8").strip()
    if not _ACCOUNT.fullmatch(account) or not token or not _SENDER.fullmatch(wanted.get("from", "")):
        raise Unsound("SMS_URL is twilio://AC…:TOKEN@api.twilio.com?from=+1… (or from=MG…, or &token_file=/path).")
    scheme = "http" if parts.scheme == "twilio+http" else "https"
    port = f":{parts.port}" if parts.port else ""
    return Address(f"{scheme}://{parts.hostname or 'api.twilio.com'}{port}", account, token, wanted["from"])


class Twilio:
    """The provider for people."""

    slug = "twilio"

    def __init__(self, address: str) -> None:
        try:
            self.at = read(address)
        except (Unsound, OSError):
            raise Unreachable("twilio_address") from None

    def send(self, *, to: str, text: str, key: str) -> str:
        """Hand one text over; gives Twilio's id of it."""
        del key  # nothing to hand it to
        sender = "MessagingServiceSid" if self.at.sender.startswith("MG") else "From"
        status, answer = self._call("POST", "Messages.json", {"To": to, sender: self.at.sender, "Body": text})
        if status != 201:
            raise _trouble(status, answer)
        if answer.get("error_code") or answer.get("status") in {"failed", "undelivered", "canceled"}:
            raise Refused(f"twilio_{_code(answer.get('error_code')) or 'failed'}")
        sid = str(answer.get("sid") or "")
        # A 201 is Twilio's word that it has the message, whatever else stands in the answer.
        return sid if _MESSAGE.fullmatch(sid) else ""

    def check(self) -> None:
        """Ask for the account: are address, id and token right, and is it active?"""
        status, answer = self._call("GET", "", {})
        if status != 200:
            raise _trouble(status, answer)
        if answer.get("status") != "active":
            raise Refused("twilio_not_active")

    def _call(self, method: str, resource: str, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        place = f"/{resource}" if resource else ".json"
        url = f"{self.at.base}/{VERSION}/Accounts/{quote(self.at.account)}{place}"
        secret = base64.b64encode(f"{self.at.account}:{self.at.token}".encode()).decode()
        headers = {"Authorization": f"Basic {secret}", "Accept": "application/json"}
        body = None
        if form:
            headers["Content-Type"] = "application/x-www-form-urlencoded; charset=utf-8"
            body = urlencode(form).encode()
        try:
            found = http.fetch(method, url, headers=headers, body=body, at_most=MOST_BYTES, seconds=SECONDS)
        except (RequestException, http.NotAllowed) as failure:
            # The class alone: the text of an error may hold what was sent.
            raise Unreachable(f"twilio_{type(failure).__name__.lower()}") from None
        return found.status, _object(found.body)


def _trouble(status: int, answer: dict[str, Any]) -> Unreachable | Refused:
    """400 is about this number or text, for good; all else is trouble of the moment, or with our own account."""
    code = _code(answer.get("code"))
    if status == 400 and code and int(code) not in OURS:
        return Refused(f"twilio_{code}")
    return Unreachable(f"twilio_{code or status}")


def _code(value: object) -> str:
    text = str(value or "")
    return text if text.isascii() and text.isdigit() and len(text) <= 6 else ""


def _object(body: bytes) -> dict[str, Any]:
    try:
        found = json.loads(body)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
