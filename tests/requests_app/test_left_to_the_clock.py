"""Somebody else asked, and has shown nothing: the clock refuses it. Once more is shown, a person looks again."""

from datetime import timedelta

import pytest

from requests_app.models import PrivacyRequest
from requests_app.services import duties, release_verdicts, signs
from tests import cast
from tests.requests_app.keeping import NOW, fresh
from verification import services as verification
from verification.assurance import Tier

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
COPY = {"right": "access", "scope": "specific_pieces"}
FULL = ["customer_number", "policy_number", "on_file_contact", "declaration"]
WHY = "Her sister says that she asked for nothing."


def refused() -> PrivacyRequest:
    """There are signs of fraud, so that most is asked for; Nora's sister calls, and an officer believes her."""
    cast.register(NOW)
    filed = cast.ask(cast.body(COPY), now=NOW)
    cast.work_off(NOW)
    request = filed.requests[0].request
    signs.bar_moved(submission_id=request.submission_id, required=Tier.T3, now=NOW)
    release_verdicts.stop_case(request_id=request.id, method="phone", by=cast.staff("casey"), now=NOW)
    release_verdicts.refuse(request_id=request.id, why=WHY, by=cast.staff("petra"), now=NOW)
    return fresh(request)


def test_who_shows_nothing_more_is_refused_on_the_day() -> None:
    request = refused()
    assert (request.status, request.next_step) == ("verifying", "verify_identity")
    duties.carry_out(now=request.respond_at - timedelta(hours=1))
    assert fresh(request).status == "denied"


def test_what_the_clock_will_not_refuse_any_more_goes_back_to_an_officer() -> None:
    request = refused()
    verification.record_staff_evidence(
        subject_ref=request.submission_id, method="phone", points=FULL, reason="asked", by=cast.staff("casey").actor,
        now=NOW,
    )  # fmt: skip
    cast.work_off(NOW)
    request = fresh(request)
    assert (request.status, request.reached_tier, request.next_step) == ("verifying", Tier.T2, "look_into_stop")
    release_verdicts.refuse(request_id=request.id, why=WHY, by=cast.staff("petra"), now=NOW)
    assert fresh(request).status == "denied"
