"""Closed until replayed: a database that does not know the journal's last deed is older than what was promised."""

from collections.abc import Callable
from time import monotonic

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse

from audit.following import missing
from dsar_portal import errors
from dsar_portal.upkeep.journal import Journal, journal
from jobs.standstill import works_while

SENTENCE = (
    "The journal outside the database holds erasures or opt-outs that the database does not know: it was "
    "restored from an older backup. Run script/manage restore --replay; until then the portal stays closed."
)
LOOK_AGAIN_SECONDS = 10.0
ALWAYS_OPEN = ("/healthz", "/readyz", "/static/")


def is_open(target: Journal | None = None) -> bool:
    """Whether the newest line of the journal stands in the ledger. Raises `DatabaseError`."""
    last = (target or journal()).last()
    return last is None or not missing([last.entry_id])


class Watch:
    """Remembers for a few seconds that the gate was open. A closed one is looked at again each time."""

    def __init__(self) -> None:
        self._good_until = 0.0

    def may_work(self) -> bool:
        """Whether deeds may be done now. Raises `DatabaseError`."""
        if monotonic() < self._good_until:
            return True
        if not is_open():
            return False
        self._good_until = monotonic() + LOOK_AGAIN_SECONDS
        return True


watch = Watch()
works_while(watch.may_work)


class Gate:
    """Nobody is served from a database that has forgotten what people were promised."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(ALWAYS_OPEN) or _open_or_away():
            return self.get_response(request)
        return errors.unavailable(request)


def _open_or_away() -> bool:
    """Without a database the pages themselves say so."""
    try:
        return watch.may_work()
    except DatabaseError:
        return True
