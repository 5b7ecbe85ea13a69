"""How the pages look for somebody who comes by one member company: one small file each, checked at the start. Pure.

The group stays named on every page: nobody shall wonder who asks for their data.
"""

import hashlib
import re
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

MARKS = frozenset({"gem", "shield", "parcel", "people"})
COLOUR = re.compile(r"#[0-9a-f]{6}")
HOST = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)*")
INK, WHITE = "#10222e", "#ffffff"
# Contrast that is kept whatever a company likes (WCAG 2.2, 1.4.3 and 1.4.6): of what with what, how much at least.
READABLE = {"brand": (WHITE, 4.5), "deep": (WHITE, 7.0), "pale": (INK, 7.0)}


class BadBrand(ValueError):
    """A file of a brand cannot be used; the message says which one and why."""


@dataclass(frozen=True)
class Brand:
    """The look of one company. Colours are `#rrggbb`, small letters."""

    slug: str
    name: str
    mark: str
    brand: str
    deep: str
    pale: str
    hosts: tuple[str, ...] = ()

    @property
    def css(self) -> str:
        """A style sheet that lays these colours over the group's own."""
        return f":root{{--brand:{self.brand};--brand-deep:{self.deep};--brand-pale:{self.pale}}}\n"

    @property
    def version(self) -> str:
        """Changes when the colours do, so that browsers may keep the style sheet."""
        return hashlib.sha256(self.css.encode()).hexdigest()[:12]


def load(folder: Path, *, slugs: Collection[str]) -> dict[str, Brand]:
    """Every brand of a folder by its company. A company without a file looks like the group. Raises BadBrand."""
    brands = {path.stem: brand_of(path.stem, _read(path)) for path in sorted(folder.glob("*.toml"))}
    if strangers := sorted(set(brands) - set(slugs)):
        raise BadBrand(f"{', '.join(strangers)}: no such company in the profile.")
    hosts = [host for brand in brands.values() for host in brand.hosts]
    if len(hosts) != len(set(hosts)):
        raise BadBrand("An address stands in the files of two companies.")
    return brands


def hosts_in(folder: Path) -> list[str]:
    """The addresses that the files of a folder name. Raises BadBrand for a file that cannot be read."""
    return [host for path in sorted(folder.glob("*.toml")) for host in _hosts(path.stem, _read(path))]


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as broken:
        raise BadBrand(f"{path.name}: {broken}") from None


def brand_of(slug: str, raw: Mapping[str, Any]) -> Brand:
    """One brand from its file. Raises BadBrand for a colour on which text cannot be read, too."""
    known = {field.name for field in fields(Brand)} - {"slug"}
    missing = known - {"hosts"} - set(raw)
    if missing or set(raw) - known:
        raise BadBrand(f"{slug}: missing {sorted(missing)}, unknown {sorted(set(raw) - known)}.")
    if raw["mark"] not in MARKS or not str(raw["name"]).strip():
        raise BadBrand(f"{slug}: needs a name, and a mark out of {sorted(MARKS)}.")
    for name, (other, least) in READABLE.items():
        if not COLOUR.fullmatch(str(raw[name])) or contrast(str(raw[name]), other) < least:
            raise BadBrand(f"{slug}: {name} must be #rrggbb with a contrast of {least} to {other}.")
    said = {name: str(raw[name]) for name in sorted(known - {"hosts"})}
    return Brand(slug=slug, **said, hosts=_hosts(slug, raw))


def _hosts(slug: str, raw: Mapping[str, Any]) -> tuple[str, ...]:
    """The addresses of one file. Whole names alone: the portal answers to each, and must not answer to any."""
    given = raw.get("hosts", [])
    if not isinstance(given, list) or not all(isinstance(one, str) and HOST.fullmatch(one.casefold()) for one in given):
        raise BadBrand(f'{slug}: hosts must be a list of whole names such as ["privacy.example.com"].')
    return tuple(one.casefold() for one in given)


def contrast(one: str, other: str) -> float:
    """The contrast of two colours by WCAG 2: from 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
