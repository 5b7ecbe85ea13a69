"""The sender: the organisation's facts for letterhead and contact block, from the profile file."""

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings


@dataclass(frozen=True)
class Organisation:
    """Who writes the letters."""

    name: str
    legal_name: str
    phone: str
    email: str
    privacy_officer: str
    website: str
    mail_from: str
    lines: tuple[str, ...]
    city: str
    state: str
    postal_code: str
    time_zone: str = "America/Chicago"
    short_name: str = ""

    @property
    def address_lines(self) -> tuple[str, ...]:
        """The address as it stands on an envelope."""
        return (*self.lines, f"{self.city}, {self.state} {self.postal_code}")

    @property
    def address(self) -> str:
        """The address on one line."""
        return ", ".join(self.address_lines)


def organisation() -> Organisation:
    """The organisation of the configured profile; read once per file."""
    return _read(Path(settings.PROFILE_FILE))


@lru_cache(maxsize=4)
def _read(path: Path) -> Organisation:
    facts = tomllib.loads(path.read_text(encoding="utf-8"))["organisation"]
    address = facts["address"]
    return Organisation(
        name=facts["name"],
        legal_name=facts.get("legal_name", facts["name"]),
        phone=facts["phone"],
        email=facts["email"],
        privacy_officer=facts.get("privacy_officer", ""),
        website=facts.get("website", ""),
        mail_from=facts.get("mail_from", facts["email"]),
        lines=tuple(address["lines"]),
        city=address["city"],
        state=address["state"],
        postal_code=address["postal_code"],
        time_zone=facts.get("time_zone", "America/Chicago"),
        short_name=facts.get("short_name", facts["name"]),
    )
