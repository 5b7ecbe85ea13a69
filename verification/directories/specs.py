"""What `directories.toml` says, as plain data: which places are asked, and where each fact lies in them. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

# How a column is searched: whatever its spelling; already in the portal's spelling; a date written as text; not at all.
SEARCHES = ("loose", "plain", "text", "never")
ADDRESS_PARTS = ("city", "state", "postal_code", "country")


@dataclass(frozen=True)
class Contact:
    """Where a contact point lies: `value` for e-mail and phone, `lines` and `parts` for post; `at` inside what."""

    kind: str
    value: str = ""
    lines: tuple[str, ...] = ()
    parts: Mapping[str, str] | None = None
    since: str = ""
    changed_on: str = ""
    at: str = ""

    @property
    def sources(self) -> list[str]:
        """All names that are read."""
        named = [self.value, *self.lines, *(self.parts or {}).values(), self.since, self.changed_on]
        return [name for name in named if name]


@dataclass(frozen=True)
class Table:
    """A table or view with people in it, one row or several for each."""

    table: str
    key: str
    facts: Mapping[str, str]
    search: Mapping[str, str]
    contacts: tuple[Contact, ...]


@dataclass(frozen=True)
class Spec:
    """What all kinds have: a name, and whose keys its people carry."""

    name: str
    key_space: str


@dataclass(frozen=True)
class DemoSpec(Spec):
    """The demonstration's register."""


@dataclass(frozen=True)
class SqlSpec(Spec):
    """A database read through an account of its own."""

    url_file: Path
    seconds: float
    tables: tuple[Table, ...]


@dataclass(frozen=True)
class HttpSpec(Spec):
    """A service that answers JSON."""

    url: str
    token_file: Path | None
    ca_file: Path | None
    internal: bool
    seconds: float
    most_bytes: int
    request: Mapping[str, str]
    people: str
    key: str
    facts: Mapping[str, str]
    contacts: tuple[Contact, ...]


@dataclass(frozen=True)
class ImportSpec(Spec):
    """A table of ours, filled from a file with a heading line."""

    key: str
    delimiter: str
    facts: Mapping[str, str]
    contacts: tuple[Contact, ...]
