"""An appeal is a request of its own, with its own reference and clock, decided by somebody else."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_noop

from accounts.principals import Principal
from audit.ids import new_id
from audit.ledger import Receipt
from requests_app import permissions
from requests_app.choices import Right
from requests_app.lifecycle import ANSWERED
from requests_app.models import PrivacyRequest
from requests_app.services import acknowledge, checks_over, filing, identity, steps
from requests_app.services.correspondence import receive
from requests_app.services.work import NotPossible
from verification import services as verification


@transaction.atomic
def appeal(
    *,
    request_id: UUID,
    explanation: str,
    by: Principal,
    now: datetime,
    channel: str = "web",
    rev: int | None = None,
) -> tuple[PrivacyRequest, Receipt]:
    """File an appeal against an answer. The original keeps its status."""
    checks_over.hold(request_id=request_id)
    original = steps.locked(request_id=request_id, rev=rev)
    permissions.check_can_withdraw(by, original)
    if original.status not in ANSWERED or original.right == Right.APPEAL:
        raise NotPossible(gettext_noop("You can appeal once we have answered the request."))
    if not can_appeal(original):
        raise NotPossible(gettext_noop("An appeal against this answer is already with us."))
    row = PrivacyRequest(
        id=new_id(),
        submission=original.submission,
        reference=filing.free_reference(),
        right=Right.APPEAL,
        company=original.company,
        channel=channel,
        received_at=now,
        entered_by=by.user_id,
        appeal_of=original,
        required_tier=0,
    )
    receipt = filing.store(row, by=by, now=now, more={"appeal_of": str(original.id)})
    # More proof may be what the appeal needs.
    verification.open_again(subject_ref=original.submission_id, by=by.actor, now=now)
    identity.start(request=row, by=Principal.system("appeal"), now=now)
    acknowledge.acknowledge(request=row, by=by, now=now)
    if explanation.strip():
        receive(request_id=row.id, body=explanation, by=by, now=now, channel=channel)
        row.refresh_from_db()
    return row, receipt


def can_appeal(request: PrivacyRequest) -> bool:
    """Whether there is an answer to appeal against, and no appeal against it yet."""
    answered = request.status in ANSWERED and request.right != Right.APPEAL
    return answered and not request.appeals.exclude(status__in=["withdrawn", "closed"]).exists()
