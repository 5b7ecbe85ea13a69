"""The head of a letter about one member company: its name and color, from the small file that also colors its pages.

The group's privacy office stays the sender. The files are checked when the portal starts; here they are only read.
"""

import re
import tomllib
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings

SLUG = re.compile(r"[a-z0-9-]{1,40}")


@dataclass(frozen=True)
class Head:
    """Whose name stands over the letter, and its color, `#rrggbb`, readable on white."""

    name: str
    color: str

    def as_json(self) -> dict[str, str]:
        """The shape that is kept with the words that were sent."""
        return asdict(self)


def head_of(company: object) -> Head | None:
    """The head for a company's slug; None for the group, and for a company without a look of its own."""
    slug = str(company or "")
    if not SLUG.fullmatch(slug):
        return None
    return _read(Path(settings.PROFILE_FILE).parent / "brands" / f"{slug}.toml")


@lru_cache(maxsize=64)
def _read(path: Path) -> Head | None:
    if not path.is_file():
        return None
    look = tomllib.loads(path.read_text(encoding="utf-8"))
    return Head(name=str(look["name"]), color=str(look["brand"]))
