"""Signing in elsewhere through OpenID Connect: one client for consumers and staff, on Authlib and our own HTTP door.

`providers` says whom the organisation trusts for what, `client` leaves for a provider and comes back with what its ID
token says, `discovery` knows its addresses and keys, `tokens` believes or refuses. Nothing here has a table: what must
be kept between leaving and coming back lies in `accounts`.
"""

from .client import Departure, Identity, Return, depart, redeem
from .discovery import reachable
from .errors import Cancelled, NotBelieved, ProviderDown, SignInProblem
from .providers import Kind, Provider, configured, of_kind

__all__ = [
    "Cancelled",
    "Departure",
    "Identity",
    "Kind",
    "NotBelieved",
    "Provider",
    "ProviderDown",
    "Return",
    "SignInProblem",
    "configured",
    "depart",
    "of_kind",
    "reachable",
    "redeem",
]
