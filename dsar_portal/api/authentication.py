"""Bearer keys. The middleware has opened the key already; this tells REST framework and the API's description."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication
from rest_framework.request import Request

from accounts.principals import Principal
from dsar_portal.api import access


class BearerKey(BaseAuthentication):
    """The principal of the call."""

    def authenticate(self, request: Request) -> tuple[Principal, None]:
        return access.caller(request), None

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="api"'


class BearerKeyScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]  # its base has no types
    """How the description names it."""

    target_class = BearerKey
    name = "key"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer", "description": "Authorization: Bearer dsr_…"}
