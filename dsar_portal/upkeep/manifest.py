"""The list of a backup's parts with their hashes: what was saved, by which software, in which state of the ledger."""

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

NAME = "manifest.json"
FORMAT = 1
CHUNK = 1 << 20


class Damaged(Exception):
    """The backup is not what its manifest says. The text names the first part that differs."""


@dataclass(frozen=True)
class Part:
    """One file of the backup."""

    path: str
    bytes: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What a backup is made of. `keys` is the fingerprint of the field keys that open it, `key_names` their names."""

    format: int
    made_at: str
    software: str
    demo: bool
    tree_size: int
    root: str
    migrations: list[str]
    keys: str
    key_names: list[str]
    with_keys: bool
    parts: list[Part]

    @property
    def bytes(self) -> int:
        return sum(part.bytes for part in self.parts)

    def write(self, folder: Path) -> str:
        """Lay it down beside the parts; returns its own hash, which goes into the ledger."""
        text = json.dumps(asdict(self), indent=1).encode()
        path = folder / NAME
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        return hashlib.sha256(text).hexdigest()


def read(folder: Path) -> tuple[Manifest, str]:
    """The manifest of a backup and its hash. Raises `Damaged`."""
    try:
        text = (folder / NAME).read_bytes()
        raw = json.loads(text)
        parts = [Part(**part) for part in raw.pop("parts")]
        found = Manifest(**raw, parts=parts)
    except (OSError, ValueError, KeyError, TypeError) as trouble:
        raise Damaged(f"There is no readable {NAME} in this folder ({type(trouble).__name__}).") from trouble
    if found.format != FORMAT:
        raise Damaged(f"This backup has format {found.format}; this software reads format {FORMAT}.")
    return found, hashlib.sha256(text).hexdigest()


def verify(manifest: Manifest, folder: Path) -> None:
    """Every part is there, whole and unchanged, and nothing else. Raises `Damaged`."""
    for part in manifest.parts:
        path = folder / part.path
        if not path.is_file() or path.stat().st_size != part.bytes or hash_of(path) != part.sha256:
            raise Damaged(f"{part.path} is missing or not as it was saved.")
    strange = {path for path, _ in _files(folder)} - {part.path for part in manifest.parts} - {NAME}
    if strange:
        raise Damaged(f"{min(strange)} does not belong to this backup.")


def parts_of(folder: Path) -> list[Part]:
    """All files below a folder, with their hashes."""
    return [Part(name, path.stat().st_size, hash_of(path)) for name, path in sorted(_files(folder)) if name != NAME]


def hash_of(path: Path) -> str:
    """SHA-256 of a file, read in pieces."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(CHUNK):
            digest.update(piece)
    return digest.hexdigest()


def _files(folder: Path) -> Iterator[tuple[str, Path]]:
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink():
            yield str(path.relative_to(folder)), path
