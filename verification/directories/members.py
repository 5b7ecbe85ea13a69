"""One table of `directories.toml`, taken apart member by member. What is wrong becomes a sentence."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any


class Members:
    """The members of one table, and the place where its faults are collected."""

    def __init__(self, name: str, raw: Mapping[str, Any], base: Path, faults: list[str]) -> None:
        self.name, self.raw, self.base, self.faults = name, raw, base, faults
        self.seen: set[str] = set()

    def __contains__(self, member: str) -> bool:
        return member in self.raw

    def fault(self, text: str) -> None:
        """Say what is wrong with this table."""
        self.faults.append(f"[{self.name}] {text}.")

    def nothing_else(self) -> None:
        """All members that nobody asked for are faults: a misspelt one would silently do nothing."""
        for member in sorted(self.raw.keys() - self.seen):
            self.fault(f"{member} is not known here")

    def _take(self, member: str) -> Any:
        self.seen.add(member)
        return self.raw.get(member)

    def text(self, member: str, *, default: str | None = None) -> str:
        """A text, which must not be empty where there is no default."""
        value = self._take(member)
        if value is None and default is not None:
            return default
        if not isinstance(value, str) or not value.strip() or not value.isprintable():
            self.fault(f"{member} should be a text")
            return ""
        return value.strip()

    def texts(self, member: str) -> tuple[str, ...]:
        """A list of texts with at least one."""
        value = self._take(member)
        if not isinstance(value, list) or not value or not all(isinstance(one, str) and one for one in value):
            self.fault(f"{member} should be a list of texts")
            return ()
        return tuple(value)

    def choice(self, member: str, known: Sequence[str]) -> str:
        """One of these words."""
        value = self._take(member)
        if value not in known:
            self.fault(f"{member} should be one of {', '.join(known)}")
            return ""
        return str(value)

    def word(self, member: str, *, default: str) -> str:
        """A short name of letters, digits, _ and -."""
        value = self.text(member, default=default)
        if not value.replace("_", "").replace("-", "").isalnum() or len(value) > 40:
            self.fault(f"{member} should be a short word")
        return value

    def number(self, member: str, *, default: float, most: float) -> float:
        """A number above zero."""
        value = self._take(member)
        if value is None:
            return default
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= most:
            self.fault(f"{member} should be a number up to {most:g}")
            return default
        return float(value)

    def flag(self, member: str) -> bool:
        """True or false; false where it is not said."""
        value = self._take(member)
        if value is not None and not isinstance(value, bool):
            self.fault(f"{member} should be true or false")
        return value is True

    def file(self, member: str) -> Path:
        """A readable file, named from the folder of the configuration. It is read when it is needed, not here."""
        path = self.base / self.text(member)
        if not path.is_file() or not os.access(path, os.R_OK):
            self.fault(f"{member} names a file that cannot be read")
        return path

    def mapping(self, member: str) -> dict[str, str]:
        """Names mapped to texts."""
        value = self._take(member)
        if value is None:
            return {}
        if not isinstance(value, Mapping) or not all(isinstance(one, str) and one for one in value.values()):
            self.fault(f"{member} should map names to texts")
            return {}
        return dict(value)

    def tables(self, member: str) -> list["Members"]:
        """A list of tables, each with its own members; faults carry the outer name."""
        value = self._take(member)
        if value is None:
            return []
        if not isinstance(value, list) or not all(isinstance(one, Mapping) for one in value):
            self.fault(f"{member} should be tables: [[{self.name}.{member}]]")
            return []
        return [Members(f"{self.name}.{member}", one, self.base, self.faults) for one in value]
