"""Does a directory answer? For administrators; whoever is found is counted and not shown."""

from collections.abc import Mapping

from verification.directories.base import Directory, DirectoryDown
from verification.directories.demo import DemoDirectory

__all__ = ["DirectoryDown", "NoSuchDirectory", "ask_directory"]

DIRECTORIES: dict[str, type[Directory]] = {DemoDirectory.slug: DemoDirectory}
# A domain that can never exist (RFC 2606).
NOBODY = {"email": "nobody@nowhere.invalid"}


class NoSuchDirectory(LookupError):
    """The portal has no directory of this name."""


def ask_directory(name: str, *, points: Mapping[str, str]) -> int:
    """How many people share one of these facts; without facts it looks for nobody.

    Raises `NoSuchDirectory`, `DirectoryDown`.
    """
    if name not in DIRECTORIES:
        raise NoSuchDirectory(f"There is no directory {name}. There are: {', '.join(sorted(DIRECTORIES))}.")
    return len(DIRECTORIES[name]().find(points or NOBODY))
