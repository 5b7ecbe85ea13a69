"""For the company's own systems and for outside monitors: opt-outs, data map, ledger, figures."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from rest_framework import serializers as s

from audit import notes
from audit.selectors import EntryView
from dsar_portal import yearly
from dsar_portal.api.serializers.requests import instant
from fulfillment.selectors import SystemView
from fulfillment.taxonomy import CATEGORIES
from requests_app.metrics import Line

if TYPE_CHECKING:
    from requests_app.models import Suppression


class SuppressionOut(s.Serializer[Any]):
    id = s.UUIDField()
    point = s.CharField()
    value = s.CharField()
    kinds = s.ListField(child=s.CharField())
    company = s.CharField()
    since = s.DateTimeField()
    no_ask_before = s.DateField()


class SuppressionsOut(s.Serializer[Any]):
    next = s.URLField(allow_null=True)
    previous = s.URLField(allow_null=True)
    results = SuppressionOut(many=True)


class CategoryOut(s.Serializer[Any]):
    category = s.CharField()
    group = s.CharField()
    label = s.CharField()  # type: ignore[assignment]  # the contract's name for it
    examples = s.CharField()
    purposes = s.ListField(child=s.CharField())
    sources = s.ListField(child=s.CharField())
    recipients = s.ListField(child=s.CharField())
    sensitive = s.BooleanField()


class SystemOut(s.Serializer[Any]):
    system = s.CharField()
    label = s.CharField()  # type: ignore[assignment]  # the contract's name for it
    companies = s.ListField(child=s.CharField())
    categories = s.ListField(child=s.CharField())


class TaxonomyOut(s.Serializer[Any]):
    categories = CategoryOut(many=True)
    systems = SystemOut(many=True)


class EntryOut(s.Serializer[Any]):
    index = s.IntegerField()
    entry = s.UUIDField()
    at = s.DateTimeField()
    action = s.CharField()
    request = s.UUIDField(allow_null=True)
    leaf = s.CharField(help_text="the exact text that is hashed")
    leaf_hash = s.CharField()


class EntriesOut(s.Serializer[Any]):
    next = s.URLField(allow_null=True)
    previous = s.URLField(allow_null=True)
    results = EntryOut(many=True)


class CheckpointOut(s.Serializer[Any]):
    size = s.IntegerField()
    root = s.CharField()  # type: ignore[assignment]  # the contract's name for it
    note = s.CharField()
    key_id = s.CharField()
    signed_at = s.DateTimeField()


class InclusionOut(s.Serializer[Any]):
    index = s.IntegerField()
    size = s.IntegerField()
    proof = s.ListField(child=s.CharField())


class ConsistencyOut(s.Serializer[Any]):
    first = s.IntegerField()
    second = s.IntegerField()
    proof = s.ListField(child=s.CharField())


class FigureOut(s.Serializer[Any]):
    type = s.CharField()
    received = s.IntegerField()
    complied_whole = s.IntegerField()
    complied_part = s.IntegerField()
    denied = s.IntegerField()
    open_or_withdrawn = s.IntegerField()
    denied_unverifiable = s.IntegerField()
    denied_not_consumer = s.IntegerField()
    denied_exempt = s.IntegerField()
    denied_other = s.IntegerField()
    median_days = s.CharField()
    mean_days = s.CharField()
    late = s.IntegerField(help_text="a day of the law passed without the answer; for ever")


class MetricsOut(s.Serializer[Any]):
    year = s.IntegerField()
    results = FigureOut(many=True)
    basis = s.DictField(child=s.CharField())


class UploadOut(s.Serializer[Any]):
    id = s.UUIDField()
    media_type = s.CharField()
    size = s.IntegerField()


def suppression_json(row: Suppression) -> dict[str, Any]:
    """One opt-out, with the value by which a system knows the person."""
    return {
        "id": str(row.id),
        "point": row.point,
        "value": row.value,
        "kinds": list(row.kinds),
        "company": row.company,
        "since": instant(row.since),
        "no_ask_before": row.no_ask_before.isoformat(),
    }


def taxonomy_json(systems: Iterable[SystemView]) -> dict[str, Any]:
    """The kinds of data of the policy, and where they lie."""
    return {
        "categories": [
            {
                "category": one.slug,
                "group": str(one.group),
                "label": str(one.label),
                "examples": str(one.examples),
                "purposes": [str(text) for text in one.purposes],
                "sources": [str(text) for text in one.sources],
                "recipients": [str(text) for text in one.recipients],
                "sensitive": one.sensitive,
            }
            for one in CATEGORIES.values()
        ],
        "systems": [
            {
                "system": one.slug,
                "label": one.label,
                "companies": list(one.companies),
                "categories": list(one.categories),
            }
            for one in systems
        ],
    }


def entry_json(view: EntryView) -> dict[str, Any]:
    """One entry with its place in the tree."""
    return {
        "index": view.leaf_index,
        "entry": str(view.id),
        "at": instant(view.at),
        "action": view.action,
        "request": str(view.request) if view.request else None,
        "leaf": view.leaf,
        "leaf_hash": view.leaf_hash,
    }


def checkpoint_json(head: Any) -> dict[str, Any]:
    """A signed checkpoint; `note` is the signed text itself."""
    return {
        "size": notes.read_text(head.note).size,
        "root": base64.b64encode(bytes(head.root)).decode(),
        "note": head.note,
        "key_id": head.key_id,
        "signed_at": instant(head.signed_at),
    }


def path_json(path: Iterable[bytes]) -> list[str]:
    """A proof as base64 hashes, as in checkpoints and proof files."""
    return [base64.b64encode(step).decode() for step in path]


def metrics_json(year: int, lines: Iterable[Line]) -> dict[str, Any]:
    """The yearly figures of 11 CCR 7102, and what each of them counts."""
    return {"year": year, "results": [asdict(line) for line in lines], "basis": yearly.basis_of()}
