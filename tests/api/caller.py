"""A program with a key, as a client of the API."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.test import Client

from accounts.models import User
from accounts.principals import Principal
from accounts.services import issue_api_key
from tests.cast import staff

READS = "requests:read"
ALL = (
    "requests:create", "requests:read", "requests:read_all", "requests:work", "requests:decide", "audit:read",
    "metrics:read", "suppressions:read",
)  # fmt: skip


@dataclass
class Caller:
    """Calls with one key; answers are Django's test responses with `.json()`."""

    key: str

    def get(self, path: str, **headers: str) -> Any:
        return self._call("get", path, headers=headers)

    def post(self, path: str, body: object = None, *, raw: bytes | None = None, **headers: str) -> Any:
        sent = raw if raw is not None else json.dumps({} if body is None else body).encode()
        return self._call("post", path, data=sent, content_type="application/json", headers=headers)

    def _call(self, verb: str, path: str, *, headers: dict[str, str], **more: Any) -> Any:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        address = path if path.startswith(("http", "/api")) else f"/api/v1/{path}"
        client = Client(headers={"Authorization": f"Bearer {self.key}"} if self.key else {})
        return getattr(client, verb)(address, headers=named, **more)


def key_of(owner: str, *scopes: str, now: datetime) -> Caller:
    """A key that belongs to a member of the cast."""
    user = User.objects.get(id=staff(owner).user_id)
    by = Principal.system("test")
    return Caller(issue_api_key(name="test", user=user, scopes=scopes or ALL, by=by, now=now))


def is_problem(answer: Any, status: int) -> dict[str, Any]:
    """The answer is a problem of this status; gives its body."""
    assert answer.status_code == status, (answer.status_code, answer.content[:600])
    assert answer.headers["Content-Type"] == "application/problem+json"
    found: dict[str, Any] = answer.json()
    assert found["status"] == status
    assert {"type", "title", "detail"} <= set(found)
    return found


def pointers(answer: Any) -> set[str]:
    return {error["pointer"] for error in answer.json().get("errors", [])}
