"""A Maildir on this machine: for the demonstration, for tests, and where the mail server delivers beside us."""

import os
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

from notifications.mailboxes import Away, Gone, Place


class FolderBox:
    """A mail is one file. It is linked into a folder before it leaves the other: whatever dies when, it is there."""

    def __init__(self, path: str) -> None:
        self.folder = Path(path)
        try:
            # Not by the library: two workers that make a box at once would be in each other's way.
            for box in (self.folder, *(self.folder / f".{place}" for place in Place)):
                for part in ("tmp", "new", "cur"):
                    (box / part).mkdir(mode=0o700, parents=True, exist_ok=True)
                if box != self.folder:
                    (box / "maildirfolder").touch(mode=0o600)
        except OSError as trouble:
            raise Away(f"The folder for returned mail cannot be used ({type(trouble).__name__}).") from None

    def waiting(self, most: int) -> list[str]:
        """Plain files only: a link in the box may lead anywhere."""
        try:
            entries = [(part, entry) for part in ("new", "cur") for entry in os.scandir(self.folder / part)]
        except OSError as trouble:
            raise Away(f"The folder for returned mail cannot be read ({type(trouble).__name__}).") from None
        found = []
        for part, entry in entries:
            with suppress(FileNotFoundError):  # another worker moved it under our eyes
                if entry.is_file(follow_symlinks=False):
                    found.append((entry.stat(follow_symlinks=False).st_mtime_ns, f"{part}/{entry.name}"))
        return [key for _at, key in sorted(found)[:most]]

    def beginning(self, key: str, most: int) -> bytes:
        try:
            with (self.folder / key).open("rb") as mail:
                return mail.read(most)
        except FileNotFoundError:
            raise Gone from None

    def put(self, key: str, place: Place) -> None:
        source, folder = self.folder / key, self.folder / f".{place}" / "cur"
        # ":2,S" is the Maildir mark for a mail that was seen. A link never takes the place of another mail.
        stem = source.name.partition(":2,")[0]
        try:
            os.link(source, folder / f"{stem}:2,S", follow_symlinks=False)
        except FileExistsError:
            self._beside(source, folder / f"{stem}:2,S", folder / f"{stem}.{uuid4().hex}:2,S")
        except FileNotFoundError:
            raise Gone from None
        source.unlink(missing_ok=True)

    def _beside(self, source: Path, there: Path, other: Path) -> None:
        """A name is taken: by the same mail, if somebody died while moving it, or by another that keeps its place."""
        try:
            if not there.samefile(source):
                os.link(source, other, follow_symlinks=False)
        except FileNotFoundError:
            raise Gone from None

    def count(self, place: Place) -> int:
        return sum(1 for part in ("new", "cur") for _entry in os.scandir(self.folder / f".{place}" / part))

    def close(self) -> None:
        """Nothing is held open."""
