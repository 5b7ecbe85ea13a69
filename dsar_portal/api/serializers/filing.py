"""A submission as it comes in and what is answered. The core alone checks it; these classes describe it."""

from typing import Any

from rest_framework import serializers as s

from dsar_portal.api.serializers.requests import RegimeOut, VerificationOut, instant, links, regimes, verification
from requests_app.choices import (
    ASKABLE,
    CORRECTABLE,
    AnswerFormat,
    Authority,
    Capacity,
    Delivery,
    IdentifierKind,
    Kind,
    Relationship,
    Scope,
)
from requests_app.profile import GROUP, PROFILE
from requests_app.services.batch import Row
from requests_app.services.intake import Filed, FiledRequest
from requests_app.submission_input import CONTACT_KINDS
from verification.selectors import CheckView

SLUGS = (GROUP, *PROFILE.slugs)


class CorrectionIn(s.Serializer[Any]):
    field = s.ChoiceField(choices=CORRECTABLE)
    requested = s.CharField(max_length=2000)
    current = s.CharField(max_length=2000, required=False)
    reason = s.CharField(max_length=2000, required=False)


class RightIn(s.Serializer[Any]):
    right = s.ChoiceField(choices=[str(right) for right in ASKABLE])
    scope = s.ChoiceField(choices=[str(scope) for scope in Scope], required=False)
    kinds = s.ListField(
        child=s.ChoiceField(choices=[str(kind) for kind in Kind]),
        required=False,
        help_text="Of an opt-out. Left out: `marketing_email` and `sale_sharing`. The answer says which ones applied.",
    )
    look_back = s.JSONField(required=False, help_text='`12_months`, `all`, or {"from": day, "to": day}')
    corrections = CorrectionIn(many=True, required=False)


class AddressIn(s.Serializer[Any]):
    lines = s.ListField(child=s.CharField(max_length=120), max_length=5)
    city = s.CharField(required=False)
    state = s.CharField(required=False)
    postal_code = s.CharField(required=False)
    country = s.CharField(required=False, default="US")


class ConsumerIn(s.Serializer[Any]):
    given_name = s.CharField(required=False)
    middle_name = s.CharField(required=False)
    family_name = s.CharField(required=False)
    suffix = s.CharField(required=False)
    former_names = s.CharField(required=False)
    email = s.EmailField(required=False)
    phone = s.CharField(required=False)
    postal_address = AddressIn(required=False)
    date_of_birth = s.DateField(required=False)


class RequesterIn(s.Serializer[Any]):
    capacity = s.ChoiceField(choices=[str(capacity) for capacity in Capacity])
    name = s.CharField(required=False)
    organization = s.CharField(required=False)
    email = s.EmailField(required=False)
    phone = s.CharField(required=False)
    postal_address = AddressIn(required=False)
    authority = s.ChoiceField(choices=[str(authority) for authority in Authority], required=False)
    answer_to = s.ChoiceField(choices=["consumer", "requester"], required=False)


class IdentifierIn(s.Serializer[Any]):
    kind = s.ChoiceField(choices=[str(kind) for kind in IdentifierKind])
    value = s.CharField(max_length=80)


class ResidenceIn(s.Serializer[Any]):
    country = s.CharField(required=False)
    state = s.CharField(required=False)


class SafeContactIn(s.Serializer[Any]):
    email = s.EmailField(required=False)
    phone = s.CharField(required=False)
    postal_address = AddressIn(required=False)
    instructions = s.CharField(required=False)
    none_safe = s.BooleanField(required=False)
    # Kinds of contact points on file that may not be used; without it a safe contact bars all of them.
    unsafe = s.ListField(child=s.ChoiceField(choices=list(CONTACT_KINDS)), required=False)


class SubmissionIn(s.Serializer[Any]):
    rights = RightIn(many=True)
    companies = s.ListField(child=s.ChoiceField(choices=SLUGS), required=False)
    consumer = ConsumerIn(required=False)
    requester = RequesterIn(required=False)
    relationships = s.ListField(child=s.ChoiceField(choices=[str(one) for one in Relationship]), required=False)
    identifiers = IdentifierIn(many=True, required=False)
    residence = ResidenceIn(required=False)
    language = s.ChoiceField(choices=["en", "es"], required=False)
    delivery = s.ChoiceField(choices=[str(delivery) for delivery in Delivery], required=False)
    answer_format = s.ChoiceField(
        choices=[str(form) for form in AnswerFormat],
        required=False,
        help_text="in which form the person can read it; audio and braille come by post, whatever `delivery` says",
    )
    safe_contact = SafeContactIn(required=False, allow_null=True)
    details = s.CharField(max_length=10_000, required=False)
    gpc = s.BooleanField(required=False)


class GpcIn(s.Serializer[Any]):
    consumer = ConsumerIn(required=False)
    identifiers = IdentifierIn(many=True, required=False)
    companies = s.ListField(child=s.ChoiceField(choices=SLUGS), required=False)
    residence = ResidenceIn(required=False)
    language = s.ChoiceField(choices=["en", "es"], required=False)


class BatchIn(s.Serializer[Any]):
    submissions = SubmissionIn(many=True)


class FiledReceiptOut(s.Serializer[Any]):
    entry = s.UUIDField()
    leaf_hash = s.CharField()
    proof = s.CharField(allow_null=True)


class LinksOut(s.Serializer[Any]):
    self = s.URLField()
    status_page = s.URLField()
    receipt = s.URLField()


class FiledRequestOut(s.Serializer[Any]):
    reference = s.CharField()
    right = s.CharField()
    kinds = s.ListField(child=s.CharField(), help_text="What an opt-out stopped; empty for every other right.")
    status = s.CharField()
    rev = s.IntegerField()
    company = s.CharField()
    received_at = s.DateTimeField()
    acknowledge_by = s.DateField(allow_null=True)
    respond_by = s.DateField()
    regimes = RegimeOut(many=True)
    verification = VerificationOut()
    receipt = FiledReceiptOut()
    links = LinksOut()


class FiledOut(s.Serializer[Any]):
    submission = s.UUIDField()
    access_code = s.CharField()
    requests = FiledRequestOut(many=True)


class ErrorOut(s.Serializer[Any]):
    detail = s.CharField()
    pointer = s.CharField()


class BatchRowOut(s.Serializer[Any]):
    index = s.IntegerField()
    status = s.IntegerField()
    submission = FiledOut(required=False)
    errors = ErrorOut(many=True, required=False)  # type: ignore[assignment]  # a field of the answer that DRF calls by the same name


class BatchOut(s.Serializer[Any]):
    filed = s.IntegerField()
    refused = s.IntegerField()
    results = BatchRowOut(many=True)


def filed_json(filed: Filed) -> dict[str, Any]:
    """The answer to whoever filed. The access code is in it, for this one time."""
    return {
        "submission": str(filed.submission.id),
        "access_code": filed.access_code,
        "requests": [_filed_request(one, filed.check) for one in filed.requests],
    }


def _filed_request(filed: FiledRequest, check: CheckView | None) -> dict[str, Any]:
    row = filed.request
    return {
        "reference": row.reference,
        "right": str(row.right),
        "kinds": [str(kind) for kind in row.kinds],
        "status": str(row.status),
        "rev": row.rev,
        "company": row.company,
        "received_at": instant(row.received_at),
        "acknowledge_by": row.acknowledge_by.isoformat() if row.acknowledge_by else None,
        "respond_by": row.respond_by.isoformat(),
        "regimes": regimes(filed.deadlines),
        "verification": verification(row, check, whole=False),
        "receipt": {"entry": str(filed.receipt.entry), "leaf_hash": filed.receipt.leaf_hash, "proof": None},
        "links": links(row.reference),
    }


def batch_json(rows: list[Row]) -> dict[str, Any]:
    """One result a row, in the order of the rows."""
    results = [_batch_row(number, row) for number, row in enumerate(rows)]
    filed = sum(row.filed is not None for row in rows)
    return {"filed": filed, "refused": len(rows) - filed, "results": results}


def _batch_row(number: int, row: Row) -> dict[str, Any]:
    if row.filed is not None:
        return {"index": number, "status": 201, "submission": filed_json(row.filed)}
    errors = [{"detail": error.message, "pointer": error.pointer} for error in row.errors]
    return {"index": number, "status": 422, "errors": errors}
