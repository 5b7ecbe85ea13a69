"""What an API key may do: its scopes, as permissions."""

from collections.abc import Iterable, Mapping
from enum import StrEnum

from accounts.roles import Permission


class Scope(StrEnum):
    """The scopes of the interface; the names are a contract."""

    REQUESTS_CREATE = "requests:create"
    REQUESTS_READ = "requests:read"
    REQUESTS_READ_ALL = "requests:read_all"
    REQUESTS_WORK = "requests:work"
    REQUESTS_DECIDE = "requests:decide"
    AUDIT_READ = "audit:read"
    METRICS_READ = "metrics:read"
    SUPPRESSIONS_READ = "suppressions:read"
    WEBHOOKS_MANAGE = "webhooks:manage"


GRANTS: Mapping[Scope, frozenset[Permission]] = {
    Scope.REQUESTS_CREATE: frozenset(),
    Scope.REQUESTS_READ: frozenset({Permission.REQUEST_READ}),
    Scope.REQUESTS_READ_ALL: frozenset({Permission.QUEUE_SEE, Permission.REQUEST_READ}),
    Scope.REQUESTS_WORK: frozenset({Permission.REQUEST_READ, Permission.REQUEST_WORK}),
    Scope.REQUESTS_DECIDE: frozenset({Permission.REQUEST_READ, Permission.REQUEST_DECIDE}),
    Scope.AUDIT_READ: frozenset({Permission.LEDGER_READ}),
    Scope.METRICS_READ: frozenset({Permission.METRICS_READ}),
    Scope.SUPPRESSIONS_READ: frozenset({Permission.SUPPRESSIONS_READ}),
    Scope.WEBHOOKS_MANAGE: frozenset({Permission.WEBHOOKS_MANAGE}),
}

# Scopes that reach beyond what the key filed itself: a key cannot hold what its owner may not do, or an administrator
# could issue themselves the right to decide, and a guest's program could count the whole house.
NEEDS_OWNER: Mapping[Scope, Permission] = {
    Scope.REQUESTS_READ_ALL: Permission.REQUEST_READ,
    Scope.REQUESTS_WORK: Permission.REQUEST_WORK,
    Scope.REQUESTS_DECIDE: Permission.REQUEST_DECIDE,
    Scope.AUDIT_READ: Permission.LEDGER_READ,
    Scope.METRICS_READ: Permission.METRICS_READ,
    Scope.SUPPRESSIONS_READ: Permission.SUPPRESSIONS_READ,
    Scope.WEBHOOKS_MANAGE: Permission.WEBHOOKS_MANAGE,
}


def allowed(scopes: Iterable[str], *, owner: frozenset[Permission]) -> frozenset[str]:
    """The scopes among `scopes` that are known and that the owner of the key may hold today."""
    held = set(scopes)
    return frozenset(s.value for s in Scope if s in held and (s not in NEEDS_OWNER or NEEDS_OWNER[s] in owner))


def permissions_of(scopes: Iterable[str]) -> frozenset[Permission]:
    """Everything the scopes together allow."""
    held = set(scopes)
    return frozenset[Permission]().union(*(grants for scope, grants in GRANTS.items() if scope in held))
