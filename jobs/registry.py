"""Which function does which kind of job. Filled by the `tasks` module of each app when it is ready."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

Handler = Callable[..., None]
H = TypeVar("H", bound=Handler)


class UnknownKind(LookupError):
    """No app handles this kind of job."""


@dataclass(frozen=True)
class Registered:
    """A handler and how to run it."""

    handler: Handler
    atomic: bool


_handlers: dict[str, Registered] = {}


def handles(kind: str, *, atomic: bool = True) -> Callable[[H], H]:
    """Register a function called as `handler(now=..., **args)` for jobs of this kind.

    With `atomic=True` its effects and the mark "done" commit together. With `atomic=False` the handler keeps its own
    transactions: for work with an effect outside the database, such as sending mail, which may then happen twice.
    """

    def register(handler: H) -> H:
        if kind in _handlers and _handlers[kind].handler is not handler:
            raise ValueError(f"Two handlers for jobs of kind {kind}.")
        _handlers[kind] = Registered(handler, atomic)
        return handler

    return register


def find(kind: str) -> Registered:
    """The handler of a kind. Raises `UnknownKind`."""
    try:
        return _handlers[kind]
    except KeyError:
        raise UnknownKind(kind) from None


def known_kinds() -> list[str]:
    """All kinds that can run here."""
    return sorted(_handlers)
