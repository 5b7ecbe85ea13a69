"""What was found and who heard of a change, as a letter says it. In the active language."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from fulfillment.masking import mask
from fulfillment.models import TELLING, Item, Task, TaskStatus
from fulfillment.package.content import held_categories
from fulfillment.package.disclosing import Disclosures, disclosures
from fulfillment.package.words import source_label, withheld_label
from fulfillment.period import WHOLE, Period
from fulfillment.taxonomy import CATEGORIES, RECIPIENTS, system_label
from outbound import register

# Who gave us data is worth a name only where it is neither the person nor we ourselves.
OWN_SOURCES = frozenset({"you", "us", "your browser"})


@dataclass(frozen=True)
class Told:
    """Who was told of a change: kinds of recipients as lines, the systems that make it, and whether a buyer exists."""

    recipients: list[str]
    systems: list[str]
    sold: bool


def describe_categories(*, request_id: UUID, period: Period = WHOLE) -> list[dict[str, str]]:
    """One row for each category of which something is held from that time: category, sources, purposes, recipients."""
    return [
        {
            "category": str(one.label),
            "sources": ", ".join(str(text) for text in one.sources),
            "purposes": ", ".join(str(text) for text in one.purposes),
            "recipients": ", ".join(str(text) for text in one.recipients),
        }
        for one in held_categories(period.within(_items(request_id)))
    ]


def withheld_types(*, request_id: UUID, period: Period = WHOLE) -> list[str]:
    """The types of values that are held and never sent, by name."""
    codes = {code for item in period.within(_items(request_id)) for code in mask(item.content).codes}
    return sorted(withheld_label(code) for code in codes)


def disclosures_of(*, request_id: UUID, period: Period = WHOLE) -> Disclosures:
    """Who gets the kinds of data that were found for a request."""
    return disclosures(categories=held_categories(period.within(_items(request_id))))


def told(*, request_id: UUID, systems: Collection[str] | None = None) -> Told:
    """Whom the stewards told of what they changed, as they recorded it; nothing is assumed (GDPR 19; 105(c)(1)).

    `systems`: only what was changed in these.
    """
    tasks = Task.objects.filter(subject_ref=request_id, deed__in=TELLING).exclude(status=TaskStatus.NOT_APPLICABLE)
    if systems is not None:
        tasks = tasks.filter(system__in=systems)
    done = list(tasks.select_related("system").order_by("system__position", "opened_at", "id"))
    where = {one: [task.system_id for task in done if one.slug in task.told] for one in RECIPIENTS.values()}
    kinds = {slug for task in done for slug in task.system.categories}
    return Told(
        recipients=[f"{one} ({_systems(slugs)})" for one, slugs in where.items() if slugs],
        systems=[system_label(task.system_id) for task in done],
        sold=any(CATEGORIES[slug].sold_to for slug in kinds if slug in CATEGORIES),
    )


def _systems(slugs: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(system_label(slug) for slug in slugs))


def other_sources(*, request_id: UUID, places: Collection[tuple[str, str]]) -> list[str]:
    """Who else gave us the data of these places (category, system): not the person, and not we (7023(i))."""
    kept = {(item.category, item.system_id): item.source for item in _items(request_id)}
    task = Task.objects.filter(subject_ref=request_id).order_by("opened_at", "id").first()
    key = str(task.details.get("person_key") or "") if task else ""
    records = register.records_of(key) if key else []
    sources = {kept.get(place, "") for place in places}
    sources |= {one.source for one in records if (one.category, one.system) in places}
    return sorted(source_label(source) for source in sources - OWN_SOURCES - {""})


def _items(request_id: UUID) -> list[Item]:
    return list(Item.objects.filter(subject_ref=request_id).order_by("id"))
