"""The same person asking twice: linked, never blocked. Both clocks run; the earlier day governs the work."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.principals import Principal
from requests_app.lifecycle import OPEN
from requests_app.models import PrivacyRequest, SearchKey
from requests_app.services import steps


@transaction.atomic
def link(*, submission_id: UUID, now: datetime) -> int:
    """Link the requests of a new submission to open ones of the same person, right and company. Runs in the worker."""
    keys = list(
        SearchKey.objects.filter(submission_id=submission_id, kind__in=["email", "phone", "identifier"]).values_list(
            "digest", flat=True
        )
    )
    others = SearchKey.objects.filter(digest__in=keys).exclude(submission_id=submission_id).values("submission_id")
    linked = 0
    for request in (
        PrivacyRequest.objects.select_for_update(of=("self",))
        .select_related("submission")
        .filter(submission_id=submission_id, duplicate_of=None)
        .order_by("id")
    ):
        earlier = (
            PrivacyRequest.objects.filter(
                submission_id__in=others, right=request.right, company=request.company, status__in=OPEN,
                received_at__lte=request.received_at,
            ).exclude(id=request.id).order_by("received_at").first()
        )  # fmt: skip
        if earlier is not None and request.right != "appeal":
            request.duplicate_of = earlier
            steps.record(
                request,
                "request.duplicate_linked",
                by=Principal.system("duplicates"),
                now=now,
                facts={"other": str(earlier.id)},
            )
            linked += 1
    return linked
