"""Who must be trained and how often, as arithmetic.

11 CCR 7100(a): everybody who handles consumers' inquiries about privacy, or the company's compliance, is informed of
the rules and of how to direct consumers. The rule names no interval; the house's own is a year (rules.md section 7).
"""

from collections.abc import Iterable
from datetime import date, timedelta

from accounts.roles import Role

# Who speaks with consumers or decides what becomes of their requests.
HANDLERS = frozenset({Role.CALL_AGENT, Role.CALL_SUPERVISOR, Role.OFFICER, Role.LEAD})
SPAN = timedelta(days=365)


def is_handler(roles: Iterable[str]) -> bool:
    """Whether one of the roles handles consumers' requests."""
    return not HANDLERS.isdisjoint(roles)


def is_due(last_on: date | None, *, today: date) -> bool:
    """Whether a training is missing: none on record, or the last more than 365 days ago. Days of our own zone."""
    return last_on is None or today - last_on > SPAN
