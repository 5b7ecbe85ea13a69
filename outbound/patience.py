"""Wait for another system, but not for ever: a clock on the wall, whatever the other side does with its socket."""

import threading
from collections.abc import Callable
from queue import Empty, SimpleQueue
from typing import TypeVar

T = TypeVar("T")
# Calls that never came back. With so many of them the other side is not asked again by this process.
MOST_STUCK = 8
_stuck = threading.BoundedSemaphore(MOST_STUCK)


class TooSlow(Exception):
    """No answer in time."""


def within(seconds: float, call: Callable[[], T]) -> T:
    """The answer of a call, or its error; `TooSlow` after that time on the wall.

    The call goes on in a thread that nobody waits for. It must not touch the portal's own database.
    """
    room = _stuck
    if not room.acquire(blocking=False):
        raise TooSlow
    answers: SimpleQueue[tuple[T | None, BaseException | None]] = SimpleQueue()
    threading.Thread(target=_run, args=(call, answers, room), daemon=True, name="outbound").start()
    try:
        answer, error = answers.get(timeout=seconds)
    except Empty:
        raise TooSlow from None
    if error is not None:
        raise error
    return answer  # type: ignore[return-value]  # without an error there is an answer


def _run(
    call: Callable[[], T],
    answers: "SimpleQueue[tuple[T | None, BaseException | None]]",
    room: threading.BoundedSemaphore,
) -> None:
    try:
        answers.put((call(), None))
    except BaseException as error:
        answers.put((None, error))
    finally:
        room.release()
