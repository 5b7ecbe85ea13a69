"""Do the directories answer? For administrators; whoever is found is counted and not shown."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from verification.directories import configured, normalise
from verification.directories.base import Directory, DirectoryDown, TooMany

__all__ = ["DirectoryDown", "NoSuchDirectory", "Pulse", "TooMany", "ask_directory", "pulses", "remarks"]

# A domain that can never exist (RFC 2606).
NOBODY = {"email": "nobody@nowhere.invalid"}


class NoSuchDirectory(LookupError):
    """The portal has no directory of this name."""


@dataclass(frozen=True)
class Pulse:
    """One directory at this moment: whether it answers, what should be mended, whether its people are made up."""

    name: str
    down: str
    remarks: tuple[str, ...]
    demo: bool


def ask_directory(name: str, *, points: Mapping[str, str]) -> int:
    """How many people share one of these facts; without facts it looks for nobody.

    Raises `NoSuchDirectory`, `DirectoryDown`, `TooMany`.
    """
    return len(_named(name).find(normalise.of_person(points) or NOBODY))


def remarks(name: str, *, now: datetime) -> list[str]:
    """What should be mended at one directory, a sentence each. Raises `NoSuchDirectory`, `DirectoryDown`."""
    return _named(name).remarks(now=now)


def pulses(*, now: datetime) -> Iterator[Pulse]:
    """All directories, each asked whether it answers."""
    for directory in configured.directories():
        made_up = directory.slug == configured.DEMO
        try:
            yield Pulse(directory.slug, "", tuple(directory.remarks(now=now)), made_up)
        except DirectoryDown as trouble:
            yield Pulse(directory.slug, str(trouble), (), made_up)


def _named(name: str) -> Directory:
    known = {directory.slug: directory for directory in configured.directories()}
    if name not in known:
        raise NoSuchDirectory(f"There is no directory {name}. There are: {', '.join(sorted(known)) or 'none'}.")
    return known[name]
