"""What was found, as a letter says it: kinds of data, and what is held but never sent. In the active language."""

from uuid import UUID

from fulfillment.masking import mask
from fulfillment.models import Item
from fulfillment.package.content import held_categories
from fulfillment.package.words import withheld_label


def describe_categories(*, request_id: UUID) -> list[dict[str, str]]:
    """One row for each category of which something is held: category, sources, purposes, recipients."""
    return [
        {
            "category": str(one.label),
            "sources": ", ".join(str(text) for text in one.sources),
            "purposes": ", ".join(str(text) for text in one.purposes),
            "recipients": ", ".join(str(text) for text in one.recipients),
        }
        for one in held_categories(_items(request_id))
    ]


def withheld_types(*, request_id: UUID) -> list[str]:
    """The types of values that are held and never sent, by name."""
    codes = {code for item in _items(request_id) for code in mask(item.content).codes}
    return sorted(withheld_label(code) for code in codes)


def _items(request_id: UUID) -> list[Item]:
    return list(Item.objects.filter(subject_ref=request_id).order_by("id"))
