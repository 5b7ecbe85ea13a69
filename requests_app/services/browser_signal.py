"""A browser's privacy signal (Global Privacy Control) from somebody we know: it holds for the person too, not only for
the browser, without a check and without a question (11 CCR 7025(c)(1))."""

from datetime import datetime
from typing import Any

from accounts.principals import Principal
from audit import ledger
from audit.actors import Subject
from requests_app.choices import GPC_KINDS, Capacity, Channel, Right
from requests_app.models import Submission, Suppression
from requests_app.profile import GROUP
from requests_app.services import dates, opt_out
from requests_app.services.intake import submit_within
from requests_app.submission_input import Invalid, validate

# What is taken over from an earlier submission: what finds the person, and where it is safe to write to them.
FINDS = ("given_name", "family_name", "email", "phone", "postal_address")


def honor(*, submission: Submission, by: Principal, now: datetime) -> bool:
    """File the opt-out that the signal stands for, once; whether it was new. In the caller's transaction.

    Not for somebody who acts for another: their browser speaks for themselves. What an older release took and the
    form would refuse today is left alone: nobody may be kept from their status page by it.
    """
    if submission.capacity != Capacity.SELF or submission.purged_at:
        return False
    # Two windows that open at once wait for each other.
    Submission.objects.select_for_update().get(id=submission.id)
    if all(_stopped(point, value) for point, value in opt_out.points(submission)):
        return False
    try:
        asked = validate(_body(submission), today=dates.received_on(now))
    except Invalid:
        return False
    filed = submit_within(submission=asked, channel=Channel.GPC, by=by, now=now)
    ledger.record(
        "gpc.received",
        actor=by.actor,
        subject=Subject.event("signal"),
        at=now,
        request=filed.requests[0].id,
        facts={"kinds": [str(kind) for kind in GPC_KINDS], "known": True},
    )
    return True


def _stopped(point: str, value: str) -> bool:
    rows = Suppression.objects.filter(point=point, digest=opt_out.digest_of(point, value), company=GROUP)
    return rows.filter(kinds__contains=[str(kind) for kind in GPC_KINDS]).exists()


def _body(submission: Submission) -> dict[str, Any]:
    person = {name: submission.consumer.get(name) for name in FINDS}
    return {
        "rights": [{"right": str(Right.OPT_OUT), "kinds": [str(kind) for kind in GPC_KINDS]}],
        "consumer": {name: value for name, value in person.items() if value},
        "identifiers": list(submission.identifiers),
        "residence": {"country": submission.country, "state": submission.state} if submission.country else None,
        "language": submission.language,
        "safe_contact": _safe(submission),
        "gpc": True,
    }


def _safe(submission: Submission) -> dict[str, Any] | None:
    """Where it is safe to write. What somebody left since is ours to keep, and in no form."""
    if submission.safe_contact is None:
        return None
    return {name: value for name, value in submission.safe_contact.items() if name != "left"} or None
