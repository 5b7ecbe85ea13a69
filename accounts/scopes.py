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

# Scopes that reach other people's cases: a key cannot hold what its owner may not do, or an administrator could
# issue themselves the right to decide.
NEEDS_OWNER: Mapping[Scope, Permission] = {
    Scope.REQUESTS_READ_ALL: Permission.REQUEST_READ,
    Scope.REQUESTS_WORK: Permission.REQUEST_WORK,
    Scope.REQUESTS_DECIDE: Permission.REQUEST_DECIDE,
}

# Scopes of the company's own systems and outside monitors. Whoever runs the machine may give them to the key of any
# owner; limits of a guest or a company wall hold for the key all the same.
HOUSE: Mapping[Scope, Permission] = {
    Scope.AUDIT_READ: Permission.LEDGER_READ,
    Scope.METRICS_READ: Permission.METRICS_READ,
    Scope.SUPPRESSIONS_READ: Permission.SUPPRESSIONS_READ,
    Scope.WEBHOOKS_MANAGE: Permission.WEBHOOKS_MANAGE,
}


def allowed(scopes: Iterable[str], *, owner: frozenset[Permission], withheld: frozenset[Permission]) -> frozenset[str]:
    """The scopes among `scopes` that are known and that the owner of the key may hold today.

    `owner` is what the owner may do, `withheld` what their limits take away.
    """
    held = {scope for scope in Scope if scope in set(scopes)}
    beyond = {scope for scope, needed in NEEDS_OWNER.items() if needed not in owner}
    return frozenset(scope.value for scope in held - beyond if HOUSE.get(scope) not in withheld)


def beyond_owner(scopes: Iterable[str], *, owner: frozenset[Permission]) -> frozenset[str]:
    """The house's scopes that the owner could not use in person."""
    held = set(scopes)
    return frozenset(scope.value for scope, needed in HOUSE.items() if scope in held and needed not in owner)


def permissions_of(scopes: Iterable[str]) -> frozenset[Permission]:
    """Everything the scopes together allow."""
    held = set(scopes)
    return frozenset[Permission]().union(*(grants for scope, grants in GRANTS.items() if scope in held))
