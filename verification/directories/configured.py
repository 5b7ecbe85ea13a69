"""The directories of this organisation, as its configuration names them."""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from verification.directories import reading
from verification.directories.base import Directory
from verification.directories.demo import DemoDirectory
from verification.directories.http import HttpDirectory
from verification.directories.specs import DemoSpec, HttpSpec, ImportSpec, Spec, SqlSpec
from verification.directories.sql import SqlDirectory
from verification.directories.table import TableDirectory
from verification.directories.together import Together

DEMO = reading.DEMO
MAKES: dict[type[Spec], Callable[[Any], Directory]] = {
    DemoSpec: lambda _spec: DemoDirectory(),
    SqlSpec: SqlDirectory,
    HttpSpec: HttpDirectory,
    ImportSpec: TableDirectory,
}


@cache
def _loaded(path: Path) -> tuple[Spec, ...]:
    return reading.load(path)


def specs() -> tuple[Spec, ...]:
    """What the file says; read once, so that a change needs a restart. Raises `reading.DirectoriesInvalid`."""
    return _loaded(Path(settings.DIRECTORIES_FILE))


def directories() -> tuple[Directory, ...]:
    """All of them, in the order of the file."""
    return tuple(MAKES[type(spec)](spec) for spec in specs())


def together() -> Together:
    """All of them as one."""
    return Together(directories())
