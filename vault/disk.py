"""Bytes on disk: written whole or not at all, under names that say nothing."""

import os
import secrets
from pathlib import Path

from django.conf import settings

TEMPORARY = ".part"


class FileMissing(RuntimeError):
    """The row is there, the bytes are not."""


def root() -> Path:
    """The vault's folder, made on first use for its owner only."""
    folder = Path(settings.DATA_DIR) / "vault"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def new_path() -> str:
    """A random relative path, spread over 256 folders."""
    name = secrets.token_hex(32)
    return f"{name[:2]}/{name[2:]}"


def write(path: str, content: bytes) -> None:
    """Write to a temporary file, flush to the platter, rename: a crash leaves no half file under the name."""
    target = root() / path
    target.parent.mkdir(mode=0o700, exist_ok=True)
    temporary = target.with_suffix(TEMPORARY)
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    temporary.rename(target)
    _flush_folder(target.parent)


def read(path: str) -> bytes:
    """The bytes under a path. Raises `FileMissing`."""
    try:
        return (root() / path).read_bytes()
    except FileNotFoundError:
        raise FileMissing(path) from None


def remove(path: str) -> None:
    """Remove a file; one that is gone already is fine."""
    target = root() / path
    target.unlink(missing_ok=True)
    if target.parent.exists():
        _flush_folder(target.parent)


def older_than(age_limit: float) -> list[str]:
    """Paths of files last written before `age_limit` (seconds since the epoch), unfinished ones included."""
    files = (file for file in root().glob("*/*") if file.is_file() and file.stat().st_mtime < age_limit)
    return [str(file.relative_to(root())) for file in files]


def _flush_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
