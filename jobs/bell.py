"""Ring for a worker. A bell that makes no sound is no failure: the pump finds the job."""

import logging
import os
import threading
from collections.abc import Iterable
from functools import lru_cache
from time import monotonic
from uuid import UUID

from celery import current_app
from kombu import Connection
from kombu.pools import producers

log = logging.getLogger(__name__)
BROKER_PAUSE_SECONDS = 5.0
JOBS_A_RING = 20  # few messages, yet enough of them to keep all workers busy
# The pump rings again for what nobody took: with a long backlog, bells that no one heard in time only pile up.
UNHEARD_SECONDS = 60


class _Broker:
    """Remembers a broker that did not answer, so that not every deed waits for it."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.quiet_until = 0.0

    def is_quiet(self) -> bool:
        return monotonic() < self.quiet_until

    def mark_quiet(self) -> None:
        with self.lock:
            self.quiet_until = monotonic() + BROKER_PAUSE_SECONDS

    def mark_awake(self) -> None:
        self.quiet_until = 0.0


broker = _Broker()


def ring_all(jobs: Iterable[tuple[UUID, str]]) -> bool:
    """Tell the workers of jobs that are due, each with its queue, in few messages: they take what they can.

    False when a bell made no sound. Never raises; waits at most two seconds, then not again for a while.
    """
    by_queue: dict[str, list[str]] = {}
    for job_id, queue in jobs:
        by_queue.setdefault(queue, []).append(str(job_id))
    heard = True
    for queue, ids in by_queue.items():
        for start in range(0, len(ids), JOBS_A_RING):
            heard &= _send("jobs.run_jobs", ids[start : start + JOBS_A_RING], queue=queue)
    return heard


def ring_sweep(name: str) -> bool:
    """Ask a worker to run one sweep."""
    return _send("jobs.run_sweep", [name], queue="default")


def _send(task: str, args: list[str], *, queue: str) -> bool:
    if broker.is_quiet():
        return False
    try:
        with producers[_line(os.getpid(), current_app.conf.broker_url)].acquire(block=True, timeout=1) as producer:
            # Without retries: the caller is in a web request, and the pump rings again in a second.
            current_app.send_task(
                task,
                args=args,
                queue=queue,
                producer=producer,
                retry=False,
                ignore_result=True,
                expires=UNHEARD_SECONDS,
            )
    except Exception as error:  # whatever is wrong with the broker, the job is already safe in the table
        broker.mark_quiet()
        log.warning("broker did not answer: %s", type(error).__name__)
        return False
    broker.mark_awake()
    return True


@lru_cache(maxsize=1)
def _line(_process: int, _broker: str) -> Connection:
    """A connection of our own, one per process and broker: Celery's usual one waits for a lost broker for ever."""
    impatient = {"max_retries": 1, "interval_start": 0, "interval_max": 0, "connect_retries_timeout": 1}
    timeouts = {"socket_connect_timeout": 1, "socket_timeout": 1}
    options = {**current_app.conf.broker_transport_options, **impatient, **timeouts}
    return current_app.connection_for_write(transport_options=options)
