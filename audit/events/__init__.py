"""The closed registry: every deed the ledger knows, and the facts that may stand beside it.

One file per part of the portal. To record something new, add a line there: one plain sentence, and the allowed facts.
"""

from audit.events import (
    accounts,
    agents,
    desk,
    fulfillment,
    holds,
    identity,
    law,
    notifications,
    post_and_calls,
    requests,
    safety,
    system,
)
from audit.events.spec import EventSpec, Registry
from audit.facts import FactValue

_PARTS: tuple[Registry, ...] = (
    requests.EVENTS,
    desk.EVENTS,
    holds.EVENTS,
    law.EVENTS,
    identity.EVENTS,
    safety.EVENTS,
    post_and_calls.EVENTS,
    agents.EVENTS,
    fulfillment.EVENTS,
    notifications.EVENTS,
    accounts.EVENTS,
    system.EVENTS,
)

EVENTS: Registry = {name: spec for part in _PARTS for name, spec in part.items()}

__all__ = ["EVENTS", "EventSpec", "FactValue", "Registry"]
