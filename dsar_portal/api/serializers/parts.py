"""The parts of a case: history, dates, items, receipt, package."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from rest_framework import serializers as s

from audit.receipts import file_text
from audit.selectors import Proof
from dsar_portal.api.serializers.requests import instant
from fulfillment.selectors import ItemView, PackageView
from requests_app.selectors import explained, holds, unproven
from requests_app.timeline import Line

if TYPE_CHECKING:
    from requests_app.models import PrivacyRequest


class LineOut(s.Serializer[Any]):
    at = s.DateTimeField()
    text = s.CharField()
    action = s.CharField()
    actor_type = s.CharField()
    actor_id = s.CharField(allow_blank=True)
    reason = s.CharField()
    facts = s.DictField()
    entry = s.UUIDField()
    leaf_hash = s.CharField()


class TimelineOut(s.Serializer[Any]):
    reference = s.CharField()
    results = LineOut(many=True)


class DeadlineOut(s.Serializer[Any]):
    regime = s.CharField()
    duty = s.CharField()
    by = s.DateField()
    at = s.DateTimeField()
    work_by = s.DateField()
    met_at = s.DateTimeField(allow_null=True)
    extendable = s.BooleanField()
    extended = s.BooleanField()
    steps = s.ListField(child=s.CharField(), help_text="the arithmetic, in sentences")
    name = s.CharField()
    cite = s.CharField()
    governs = s.BooleanField(help_text="the earliest of its duty: the one that counts")
    summary = s.CharField(help_text="the arithmetic in one line")


class DeadlinesOut(s.Serializer[Any]):
    reference = s.CharField()
    respond_by = s.DateField()
    governing = s.CharField(help_text="which date counts, in a sentence")
    results = DeadlineOut(many=True)


class ItemOut(s.Serializer[Any]):
    id = s.UUIDField()
    category = s.CharField()
    system = s.CharField()
    title = s.CharField()
    outcome = s.CharField()
    ground = s.CharField()
    cite = s.CharField()
    until = s.DateField(allow_null=True)


class ItemsOut(s.Serializer[Any]):
    reference = s.CharField()
    results = ItemOut(many=True)


class ReceiptOut(s.Serializer[Any]):
    reference = s.CharField()
    entry = s.UUIDField()
    leaf = s.CharField()
    leaf_hash = s.CharField()
    leaf_index = s.IntegerField(allow_null=True)
    proof = s.CharField(allow_null=True, help_text="C2SP tlog-proof with leaf and key, once the entry has its place")


class PackageOut(s.Serializer[Any]):
    reference = s.CharField()
    status = s.CharField()
    language = s.CharField()
    sizes = s.DictField(child=s.IntegerField())
    built_at = s.DateTimeField(allow_null=True)
    expires_at = s.DateTimeField(allow_null=True)


def timeline_json(reference: str, lines: Iterable[Line], *, whole: bool) -> dict[str, Any]:
    """The history, newest first. Facts and names of actors only for those who work on all cases."""
    return {"reference": reference, "results": [_line(line, whole=whole) for line in lines]}


def _line(line: Line, *, whole: bool) -> dict[str, Any]:
    return {
        "at": instant(line.at),
        "text": line.text,
        "action": line.action,
        "actor_type": line.actor_type,
        "actor_id": line.actor_id if whole else "",
        "reason": line.reason if whole else "",
        "facts": line.facts if whole else {},
        "entry": str(line.entry),
        "leaf_hash": line.leaf_hash,
    }


def deadlines_json(case: PrivacyRequest) -> dict[str, Any]:
    """Every date of a request with the arithmetic behind it, and which one counts."""
    known = explained(case)
    rows = [
        {
            "regime": row.regime,
            "duty": row.duty,
            "by": row.by.isoformat(),
            "at": instant(row.at),
            "work_by": row.work_by.isoformat(),
            "met_at": instant(row.met_at),
            "extendable": row.extendable,
            "extended": row.extended,
            "steps": list(row.sentences),
            "name": row.name,
            "cite": row.cite,
            "governs": row.governs,
            "summary": row.summary,
        }
        for row in known.dates
    ]
    day = case.respond_by.isoformat()
    return {"reference": case.reference, "respond_by": day, "governing": known.governing, "results": rows}


def items_json(case: PrivacyRequest, items: Iterable[ItemView], *, whole: bool) -> dict[str, Any]:
    """What was found and what became of it; never the content. Before the answer only for those who work on it:
    that something was found says that the person is known."""
    told = whole or (case.answered_at is not None and not unproven.hides_items(case))
    shown = [item for item in items if told and (whole or item.outcome)]
    # An authority may forbid that the person hears of its direction; whoever works on the case reads it all the same.
    gagged = not whole and holds.is_gagged(case.submission_id)
    results = [_item(_quiet(item) if gagged else item, whole=whole) for item in shown]
    return {"reference": case.reference, "results": results}


def _quiet(item: ItemView) -> ItemView:
    directed = item.ground == holds.DIRECTED
    return replace(item, ground=holds.QUIET, cite="", until=None) if directed else item


def _item(item: ItemView, *, whole: bool) -> dict[str, Any]:
    return {
        "id": str(item.id),
        "category": item.category,
        "system": item.system,
        "title": item.title if whole else "",
        "outcome": item.outcome,
        "ground": item.ground,
        "cite": item.cite,
        "until": item.until.isoformat() if item.until else None,
    }


def receipt_json(reference: str, proof: Proof) -> dict[str, Any]:
    """What proves, on its own, that the request was registered."""
    return {
        "reference": reference,
        "entry": str(proof.entry),
        "leaf": proof.leaf,
        "leaf_hash": proof.leaf_hash,
        "leaf_index": proof.leaf_index,
        "proof": file_text(proof),
    }


def package_json(reference: str, package: PackageView) -> dict[str, Any]:
    """What can be fetched, with `?part=`."""
    return {
        "reference": reference,
        "status": package.status,
        "language": package.language,
        "sizes": dict(package.sizes),
        "built_at": instant(package.built_at),
        "expires_at": instant(package.expires_at),
    }
