"""What a system brings: the shape shared by stewards and connectors. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any


@dataclass(frozen=True)
class Found:
    """One thing that a system holds about the person."""

    category: str
    title: str
    content: Mapping[str, Any] = field(default_factory=dict)
    source: str = ""
    collected_on: date | None = None
