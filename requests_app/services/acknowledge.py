"""The acknowledgement: that we have the request, how we understood it, and when we answer (11 CCR 7021(a))."""

from datetime import datetime

from django.db import transaction

from accounts.principals import Principal
from requests_app.models import PrivacyRequest
from requests_app.services import dates, letters, steps


@transaction.atomic(savepoint=False)
def acknowledge(*, request: PrivacyRequest, by: Principal, now: datetime) -> None:
    """Queue the acknowledgement and note the duty as done. `request` is locked or new."""
    if request.acknowledged_at is not None:
        return
    letters.send(
        "acknowledgement",
        request,
        {
            "rights": [request.right],
            "received_on": request.day_zero,
            "respond_by": request.respond_by,
            "tier": f"T{request.required_tier}",
            "capacity": request.submission.capacity,
            "extendable": dates.is_extendable(request),
        },
        by=by,
        now=now,
    )
    request.acknowledged_at = now
    on_time = request.acknowledge_by is None or dates.received_on(now) <= request.acknowledge_by
    dates.met(request, dates.ACKNOWLEDGE, at=now)
    steps.record(
        request, "request.acknowledged", by=by, now=now, facts={"letter": "acknowledgement", "on_time": on_time}
    )
