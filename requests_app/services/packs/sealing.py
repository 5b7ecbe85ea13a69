"""A zip whose every file is named with its hash, so that nothing can be added, taken or changed unnoticed."""

import hashlib
import io
import json
import zipfile
from typing import Any

MANIFEST = "manifest.json"
SUMS = "SHA256SUMS"
# Zip files carry a date per member; one for all makes a pack depend on its content alone.
_DATE = (2026, 1, 1, 0, 0, 0)


class Pack:
    """Files in the order they are put, and their hashes."""

    def __init__(self) -> None:
        self._buffer = io.BytesIO()
        self._zip = zipfile.ZipFile(self._buffer, "w", zipfile.ZIP_DEFLATED)
        self.hashes: dict[str, str] = {}

    def put(self, name: str, content: str | bytes) -> None:
        """Add one file. Raises ValueError for a name that is taken or would leave the folder."""
        if name in self.hashes or name.startswith("/") or ".." in name.split("/"):
            raise ValueError(f"the pack cannot hold a file called {name}")
        raw = content.encode() if isinstance(content, str) else content
        self._write(name, raw)
        self.hashes[name] = hashlib.sha256(raw).hexdigest()

    def seal(self, about: dict[str, Any]) -> bytes:
        """Add the list of hashes, as JSON and for `sha256sum -c`, and give the whole zip."""
        files = {name: self.hashes[name] for name in sorted(self.hashes)}
        self._write(SUMS, "".join(f"{sha}  {name}\n" for name, sha in files.items()).encode())
        self._write(MANIFEST, json.dumps({**about, "files": files}, indent=1).encode())
        self._zip.close()
        return self._buffer.getvalue()

    def _write(self, name: str, raw: bytes) -> None:
        info = zipfile.ZipInfo(name, _DATE)
        info.compress_type = zipfile.ZIP_DEFLATED
        self._zip.writestr(info, raw)
