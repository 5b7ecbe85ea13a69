"""The day of the answer moves: nobody is asked twice for proof, and the clock refuses nobody a second time."""

from datetime import UTC, datetime, timedelta

import pytest

from notifications.models import Letter
from requests_app.models import DutyMark, PrivacyRequest
from requests_app.services import duties, extension, work
from tests import cast
from tests.requests_app.keeping import NOW, fresh
from tests.requests_app.test_seen import AGENT

ASKED = NOW + timedelta(hours=25)
DUE = datetime(2027, 1, 7, 12, 0, tzinfo=UTC)
NEW_DUE = datetime(2027, 2, 22, 12, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _the_register() -> None:
    cast.register(NOW)


def asked(**more: object) -> PrivacyRequest:
    return fresh(cast.ask(cast.body("access", **more), now=NOW).requests[0].request)


def extend(request: PrivacyRequest, *, now: datetime) -> None:
    extension.extend(request_id=request.id, reason="VOLUME", explanation="Many.", by=cast.staff("olu"), now=now)


def sent(kind: str) -> int:
    return Letter.objects.filter(kind=kind).count()


def test_who_was_asked_for_proof_is_not_asked_again_after_an_extension() -> None:
    request = asked(requester=AGENT)
    duties.carry_out(now=ASKED)
    assert sent("identity_request") == 1
    before = sent("agent_notice")
    extend(request, now=ASKED + timedelta(days=1))
    duties.carry_out(now=ASKED + timedelta(days=2))
    assert (sent("identity_request"), sent("agent_notice")) == (1, before)


def test_a_mark_of_an_older_release_lies_at_the_day_of_the_answer_and_counts() -> None:
    request = asked()
    DutyMark.objects.create(request=request, duty="ask_identity", due_by=request.respond_by, at=ASKED)
    extend(request, now=ASKED)
    duties.carry_out(now=ASKED + timedelta(days=2))
    assert sent("identity_request") == 0


@pytest.mark.parametrize("older", [False, True])
def test_who_was_refused_by_the_clock_and_taken_up_again_is_refused_by_people_alone(older: bool) -> None:
    request = asked()
    duties.deny_unverified(now=DUE)
    assert fresh(request).status == "denied"
    if older:
        DutyMark.objects.filter(request=request, duty="deny_unverified").update(due_by=request.respond_by)
    work.reopen(request_id=request.id, by=cast.staff("olu"), now=DUE)
    extend(request, now=DUE)
    duties.carry_out(now=NEW_DUE)
    assert (fresh(request).status, sent("denial"), sent("identity_request")) == ("verifying", 1, 0)
