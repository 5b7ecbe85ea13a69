"""A check shuts with the last request that it is for, in the same deed, and opens again with one."""

from datetime import timedelta

import pytest

from audit.selectors import entries_for
from notifications.models import Letter
from requests_app.models import PrivacyRequest
from requests_app.services import appeals, checks_over, duties, signs, work
from tests import cast
from tests.requests_app.keeping import NOW
from verification import selectors as checks
from verification import services as verification
from verification.models import Attempt, Check

DUE = NOW + timedelta(days=45, hours=3)
COPY = {"right": "access", "scope": "specific_pieces"}
STOP = {"right": "opt_out", "kinds": ["sale_sharing"]}

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked() -> PrivacyRequest:
    """Nora asks for a copy and for her data to be deleted, and stops the sale of it."""
    return cast.ask(cast.body(COPY, "deletion", STOP), now=NOW).requests[0].request


def rows(asked: PrivacyRequest) -> dict[str, PrivacyRequest]:
    return {str(one.right): one for one in asked.submission.requests.all()}


def withdraw(asked: PrivacyRequest, *rights: str) -> None:
    nora = cast.Principal.consumer(asked.submission_id, "s")
    for right in rights:
        work.withdraw(request_id=rows(asked)[right].id, by=nora, now=NOW)


def status(asked: PrivacyRequest) -> str:
    return Check.objects.get(subject_ref=asked.submission_id).status


def deeds(asked: PrivacyRequest) -> list[str]:
    found = [one.action for one in entries_for(asked.submission_id)]
    return [one for one in found if one in {"identity.closed", "identity.reopened"}]


def test_with_the_last_request_no_code_leaves_and_none_is_taken(asked: PrivacyRequest) -> None:
    verification.send_code(subject_ref=asked.submission_id, by=cast.anonymous().actor, now=NOW)
    code = Letter.objects.get(kind="verification_code").context["code"]
    withdraw(asked, "access")
    assert status(asked) == "open"
    withdraw(asked, "deletion")
    assert rows(asked)["opt_out"].is_open
    assert (status(asked), deeds(asked)) == ("failed", ["identity.closed"])
    given = {"subject_ref": asked.submission_id, "by": cast.anonymous().actor, "now": NOW}
    with pytest.raises(verification.NotOpen):
        verification.try_code(code=code, **given)
    with pytest.raises(verification.NotOpen):
        verification.send_code(**given)
    shown = checks.state_of(asked.submission_id)
    assert (shown.over, shown.methods) == (True, ())


def test_taken_up_again_it_opens_and_after_too_many_failures_for_a_person_alone(asked: PrivacyRequest) -> None:
    withdraw(asked, "deletion")
    for locked in (False, True):
        if locked:
            wrong = {"subject_ref": asked.submission_id, "method": "email_code", "outcome": "wrong", "at": NOW}
            Attempt.objects.bulk_create(Attempt(**wrong) for _try in range(20))
        work.close(request_id=asked.id, reason="test", by=cast.staff("olu"), now=NOW)
        assert status(asked) == "failed"
        work.reopen(request_id=asked.id, by=cast.staff("olu"), now=NOW)
        assert status(asked) == ("locked" if locked else "open")
    assert deeds(asked) == ["identity.closed", "identity.reopened"] * 2


def test_an_appeal_against_a_refusal_may_bring_the_proof_and_only_a_refusal_is_a_failure() -> None:
    agent = {
        "capacity": "authorized_agent",
        "name": "Ann Agent",
        "email": "ann@example.com",
        "authority": "signed_permission",
    }
    denied, back = (cast.ask(cast.body(COPY, requester=agent), now=NOW).requests[0].request for _twice in (1, 2))
    withdraw(back, "access")
    assert duties.deny_unverified(now=DUE) == 1
    assert (status(denied), status(back)) == ("failed", "failed")
    assert [signs._failed([one.submission]) for one in (denied, back)] == [1, 0]
    agent_ = cast.Principal.consumer(denied.submission_id, "s")
    appeals.appeal(request_id=denied.id, explanation="Look again.", by=agent_, now=DUE)
    assert status(denied) == "open"


def test_what_was_left_open_is_shut_by_the_sweep(asked: PrivacyRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as busy:
        busy.setattr(checks_over.verification, "close_check", lambda **_given: False)
        withdraw(asked, "access", "deletion")
    assert status(asked) == "open"
    assert [checks_over.close_left(now=NOW), checks_over.close_left(now=NOW)] == [1, 0]
    assert (status(asked), deeds(asked)) == ("failed", ["identity.closed"])
