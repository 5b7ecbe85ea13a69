"""What the floors above want done in every round of the pump: small, idempotent, each second."""

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Protocol, TypeVar

from django.db import InterfaceError, OperationalError

log = logging.getLogger(__name__)


class Round(Protocol):
    """Does what there is to do at `now`. Two pumps may call it at the same moment."""

    def __call__(self, *, now: datetime) -> object: ...


R = TypeVar("R", bound=Round)
_rounds: dict[str, Round] = {}


def each_round(name: str) -> Callable[[R], R]:
    """Register a function for every round of the pump."""

    def register(function: R) -> R:
        _rounds[name] = function
        return function

    return register


def run(*, now: datetime) -> None:
    """Call each. One that fails is said aloud and tried again in a second; it never stops the work."""
    for name, function in _rounds.items():
        try:
            function(now=now)
        except (OperationalError, InterfaceError):
            raise  # the database is away: the pump knows what to do
        except Exception as trouble:  # whatever it is, jobs must go on
            log.error("round %s failed: %s", name, type(trouble).__name__)
