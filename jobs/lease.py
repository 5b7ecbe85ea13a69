"""Keep a running job's lease alive while its handler works."""

import logging
import threading
from datetime import timedelta
from types import TracebackType
from uuid import UUID

from django.db import Error, connection
from django.db.models import F

from jobs.models import Job, State

log = logging.getLogger(__name__)


class Heartbeat:
    """Extends the lease from a second thread, with a connection of its own, until the handler is through.

    A worker that is killed beats no more, and the job is taken up elsewhere when its lease has passed.
    """

    def __init__(self, *, job_id: UUID, attempt: int, lease: timedelta) -> None:
        self._job_id = job_id
        self._attempt = attempt
        self._beat = lease / 3
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="job-heartbeat", daemon=True)

    def __enter__(self) -> "Heartbeat":
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._thread.join(timeout=5)

    def _run(self) -> None:
        while not self._over.wait(self._beat.total_seconds()):
            self._extend()

    def _extend(self) -> None:
        try:
            mine = Job.objects.filter(id=self._job_id, state=State.RUNNING, attempts=self._attempt)
            mine.update(lease_until=F("lease_until") + self._beat)
        except Error as error:  # a lost beat is made up by the next; a lost lease shows at the end
            log.warning("heartbeat missed: %s", type(error).__name__)
        finally:
            connection.close()
