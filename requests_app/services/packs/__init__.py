"""Evidence packs: what an outsider takes away to check how one request, or a period of them, was handled."""

from requests_app.services.packs.asking import (
    MOST_LIMITED,
    Asked,
    NotReady,
    TooMany,
    ask,
    fetch,
    mine,
    of_one_request,
)
from requests_app.services.packs.making import drop_old, make

__all__ = [
    "MOST_LIMITED",
    "Asked",
    "NotReady",
    "TooMany",
    "ask",
    "drop_old",
    "fetch",
    "make",
    "mine",
    "of_one_request",
]
