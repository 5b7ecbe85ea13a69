"""What is in a package: computed once, masked once, and then only written in different forms."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from fulfillment.masking import mask
from fulfillment.models import Item
from fulfillment.period import Period
from fulfillment.taxonomy import CATEGORIES, Category

WITHHOLDING = frozenset({"withheld", "kept"})


@dataclass(frozen=True)
class Given:
    """One thing that is given, with forbidden values already taken out."""

    system: str
    category: str
    title: str
    source: str
    collected_on: date | None
    content: Any


@dataclass(frozen=True)
class Withheld:
    """One thing that is held and not given, and why."""

    system: str
    category: str
    ground: str
    cite: str
    until: date | None


@dataclass(frozen=True)
class Content:
    """The whole answer. `specific`: the data itself is asked for, not only its categories."""

    facts: Mapping[str, Any]
    specific: bool
    categories: tuple[Category, ...]
    given: tuple[Given, ...]
    withheld: tuple[Withheld, ...]
    masked: tuple[str, ...]


def assemble(*, items: Collection[Item], facts: Mapping[str, Any]) -> Content:
    """Sort what was found in the asked period into given and withheld. Nothing leaves here that `masking` forbids."""
    specific = facts.get("scope") != "categories"
    held = [item for item in Period.of(facts).within(items) if item.outcome != "nothing_found"]
    masks = {item.id: mask(item.content) for item in held}
    titles = {item.id: mask(item.title) for item in held}
    given = [item for item in held if item.outcome not in WITHHOLDING] if specific else []
    return Content(
        facts=facts,
        specific=specific,
        categories=held_categories(held),
        given=tuple(
            Given(
                item.system_id,
                item.category,
                titles[item.id].content if isinstance(titles[item.id].content, str) else "",
                item.source,
                item.collected_on,
                masks[item.id].content,
            )
            for item in given
        ),
        withheld=tuple(
            Withheld(item.system_id, item.category, item.ground, item.cite, item.until)
            for item in held
            if item.outcome in WITHHOLDING
        ),
        masked=tuple(sorted({code for item in held for code in masks[item.id].codes | titles[item.id].codes})),
    )


def held_categories(items: Collection[Item]) -> tuple[Category, ...]:
    """The categories that something was found in, in the order of the policy's table."""
    slugs = {item.category for item in items if item.outcome != "nothing_found"}
    return tuple(category for slug, category in CATEGORIES.items() if slug in slugs)
