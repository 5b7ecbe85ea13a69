"""Who gets which kinds of data, from the data map alone. In the active language."""

from collections.abc import Iterable
from dataclasses import dataclass

from fulfillment.taxonomy import RECIPIENTS, Category, Recipient


@dataclass(frozen=True)
class Disclosures:
    """Who gets which kinds of data: one line for each kind of recipient, and the lists that laws name apart."""

    sold_or_shared: list[str]
    disclosed: list[str]
    third_parties: list[str]


def disclosures(*, categories: Iterable[Category]) -> Disclosures:
    """The lists of Cal. Civ. Code 1798.130(a)(4) and of the state laws that name third parties, from the data map."""
    held = list(categories)
    return Disclosures(
        sold_or_shared=[line for one in RECIPIENTS.values() for line in _line(one, held, "sold_to")],
        disclosed=[line for one in RECIPIENTS.values() for line in _line(one, held, "recipients")],
        third_parties=[
            str(one)
            for one in RECIPIENTS.values()
            if one.kind == "third_party" and any(one in (*row.recipients, *row.sold_to) for row in held)
        ],
    )


def _line(one: Recipient, held: Iterable[Category], which: str) -> list[str]:
    kinds = [str(row.label) for row in held if one in getattr(row, which)]
    return [f"{one}: {', '.join(kinds)}"] if kinds else []
