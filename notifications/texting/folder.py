"""Texts as files, for demonstrations: one JSON file a message, the newest name last."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from audit.ids import new_id


class Folder:
    """A folder that texts are laid into, for whoever plays the person."""

    slug = "file"

    def __init__(self, address: str) -> None:
        self.path = Path(unquote(urlsplit(address).path))

    def send(self, *, to: str, text: str, key: str) -> str:
        """Write one file, whole or not at all. The same key twice is two files, as it would be two texts."""
        name = str(new_id())
        self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        message = {"id": name, "key": key, "to": to, "text": text, "at": datetime.now(UTC).isoformat()}
        half = self.path / f".{name}"
        half.write_text(json.dumps(message, ensure_ascii=False), encoding="utf-8")
        half.chmod(0o600)
        half.rename(self.path / f"{name}.json")
        return name

    def check(self) -> None:
        """Nothing to ask: the folder is made when it is needed."""

    def messages(self, to: str) -> list[dict[str, Any]]:
        """What was sent to a number, oldest first."""
        files = sorted(self.path.glob("*.json")) if self.path.is_dir() else []
        found = [json.loads(file.read_text(encoding="utf-8")) for file in files]
        return [message for message in found if message["to"] == to]
