"""What the person is shown once after filing, as it is kept for a second click: codes and days, no words."""

from typing import Any

from requests_app.services.intake import Filed, FiledRequest


def page_of(filed: Filed) -> dict[str, Any]:
    """The confirmation page of one submission."""
    contact = filed.submission.contact()
    none_safe = bool((filed.submission.safe_contact or {}).get("none_safe"))
    way = (
        "none"
        if none_safe
        else "email"
        if contact.get("email")
        else "post"
        if contact.get("postal_address")
        else "none"
    )
    return {
        "submission": str(filed.submission.id),
        "access_code": filed.access_code,
        "way": way,
        "filed_at": filed.submission.filed_at.isoformat(),
        "requests": [_request(one) for one in filed.requests],
    }


def _request(one: FiledRequest) -> dict[str, Any]:
    row = one.request
    return {
        "reference": one.reference,
        "right": row.right,
        "company": row.company,
        "status": row.status,
        "kinds": list(row.kinds),
        "acknowledge_by": row.acknowledge_by.isoformat() if row.acknowledge_by else None,
        "respond_by": row.respond_by.isoformat(),
        "required_tier": row.required_tier,
        "entry": str(one.receipt.entry),
        "leaf_hash": one.receipt.leaf_hash,
    }
