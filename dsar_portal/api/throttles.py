"""How often a key may call, and the fields that tell (RateLimit-Policy, RateLimit, Retry-After)."""

from typing import Any

import http_sf
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from accounts import throttles
from accounts.throttles import RateState
from dsar_portal.api import access

POLICY, LIMIT, SECONDS = "minute", 6000, 60


class KeyThrottle(BaseThrottle):
    """One counter a key. It is kept before the deed's transaction, so that refused calls count as well."""

    state: RateState | None = None

    def allow_request(self, request: Request, view: Any) -> bool:
        key, now = access.caller(request).id, access.now_of(request)
        self.state = throttles.hit("api", key=key, limit=LIMIT, per_seconds=SECONDS, now=now)
        view.rate = self.state
        return self.state.allowed

    def wait(self) -> float:
        return float(max(1, self.state.reset_after)) if self.state else 1.0


def fields(state: RateState) -> dict[str, str]:
    """The header fields that say how much is left."""
    return {
        "RateLimit-Policy": _field(q=LIMIT, w=SECONDS),
        "RateLimit": _field(r=state.remaining, t=state.reset_after),
    }


def _field(**parameters: int) -> str:
    """One policy as a structured-field list."""
    policy: Any = (POLICY, parameters)
    return str(http_sf.ser([policy]))
