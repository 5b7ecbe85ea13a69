"""What ties entries together: one correlation id per HTTP request or task."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

corr: ContextVar[str | None] = ContextVar("corr", default=None)


@contextmanager
def correlated(value: str | None) -> Iterator[None]:
    """Stamp every ledger entry recorded inside the block with `value`, a UUID as text."""
    token = corr.set(value)
    try:
        yield
    finally:
        corr.reset(token)
