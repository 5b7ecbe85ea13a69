"""The British clock waits for proof of identity and for an answer to our question; the policy's 45 days do not."""

from datetime import UTC, date, datetime, timedelta

import pytest

from audit.models import Entry
from fulfillment import selectors as held
from fulfillment import services as fulfillment
from requests_app import lifecycle
from requests_app.decision import Decision
from requests_app.models import DutyMark, PrivacyRequest
from requests_app.selectors.explained import explained
from requests_app.services import correspondence, duties, identity, pauses, review, work
from tests import cast
from verification.assurance import Tier

pytestmark = pytest.mark.django_db
# A Monday in Neenah and in London. A month on is Friday 10 April, 45 days Friday 24 April.
NOW = datetime(2026, 3, 10, 9, tzinfo=UTC)
MONTH, PROMISE = date(2026, 4, 10), date(2026, 4, 24)


def _asked(right: object = "access", country: str = "GB") -> PrivacyRequest:
    home = {"country": country} if country != "US" else {"country": "US", "state": "WI"}
    return PrivacyRequest.objects.get(id=cast.ask(cast.body(right, residence=home), now=NOW).requests[0].id)


def _shown(request: PrivacyRequest, *, days: int) -> PrivacyRequest:
    """Who asks is shown so many days later."""
    by = cast.staff("casey").actor
    identity.tier_reached(submission_id=request.submission_id, reached=Tier.T3, by=by, now=NOW + timedelta(days=days))
    request.refresh_from_db()
    return request


def _question(request: PrivacyRequest, *, days: int) -> None:
    words, at = "Which of your parcels do you mean?", NOW + timedelta(days=days)
    correspondence.write(request_id=request.id, body=words, by=cast.staff("olu"), now=at, question=True)
    request.refresh_from_db()


def _answer(request: PrivacyRequest, *, days: int) -> PrivacyRequest:
    by = cast.staff("casey")
    at = NOW + timedelta(days=days)
    correspondence.receive(request_id=request.id, body="Those of March.", by=by, now=at, channel="phone")
    request.refresh_from_db()
    return request


def _uk(request: PrivacyRequest) -> date:
    return request.deadlines.get(regime="ukgdpr", duty="respond").by


def _said(request: PrivacyRequest) -> str:
    found = next(one for one in explained(request).dates if (one.regime, one.duty) == ("ukgdpr", "respond"))
    return " ".join(found.sentences)


def _events(request: PrivacyRequest) -> list[str]:
    wanted = ("request.paused", "request.resumed", "request.deadlines_recalculated")
    rows = Entry.objects.filter(request_id=request.id, action__in=wanted).order_by("id")
    return [row.action for row in rows]


def test_the_month_begins_with_the_proof_of_identity_and_the_person_is_told_the_new_day() -> None:
    request = _asked()
    assert request.respond_by == MONTH
    assert "we have been waiting for proof of identity" in _said(request)
    _shown(request, days=9)
    assert (_uk(request), request.respond_by) == (date(2026, 4, 20), date(2026, 4, 20)), "19 April is a Sunday"
    assert "The proof of identity came on Thursday, March 19, 2026." in _said(request)
    told = request.messages.get(inbound=False).body
    assert "April 20, 2026 instead of April 10, 2026" in told
    assert _events(request) == ["request.paused", "request.resumed"]


def test_the_policy_never_waits_so_its_day_governs_in_the_end() -> None:
    request = _shown(_asked(), days=30)
    assert (_uk(request), request.respond_by) == (date(2026, 5, 11), PROMISE)


def test_days_of_a_question_do_not_count_twice_over() -> None:
    request = _shown(_asked(), days=0)
    assert request.respond_by == MONTH
    _question(request, days=6)
    assert "we have been waiting for an answer to our question" in _said(request)
    _answer(request, days=10)
    assert request.respond_by == date(2026, 4, 15)
    _question(request, days=12)
    _answer(request, days=13)
    assert request.respond_by == date(2026, 4, 17)
    assert "From Monday, March 16, 2026 to Friday, March 20, 2026 we waited" in _said(request)


def test_the_person_is_told_the_new_day_though_the_clock_moved_it_before() -> None:
    request = _shown(_asked(), days=0)
    _question(request, days=6)
    duties.carry_out(now=NOW + timedelta(days=32))
    _answer(request, days=33)
    told = request.messages.filter(inbound=False).latest("at").body
    assert "April 24, 2026 instead of April 10, 2026" in told


def test_an_answer_proposed_without_waiting_on_moves_the_day_too_and_says_so() -> None:
    request = _shown(_asked({"right": "access", "scope": "categories"}), days=0)
    for task in held.tasks_for(request.id):
        fulfillment.complete_task(task_id=task.id, result="nothing_found", by=cast.staff("dev"), now=NOW)
    _question(request, days=6)
    answer = Decision("denied", "We hold nothing about this person.", (), "NORECORD", evidence="All systems searched.")
    review.propose(request_id=request.id, decision=answer, by=cast.staff("olu"), now=NOW + timedelta(days=8))
    request.refresh_from_db()
    assert (request.status, request.respond_by) == ("in_review", date(2026, 4, 13))
    assert "April 13, 2026 instead of April 10, 2026" in request.messages.filter(inbound=False).latest("at").body


def test_who_wants_the_data_to_take_along_waits_no_longer_for_a_question() -> None:
    """Portability is article 20: its clock waits for the proof of identity alone."""
    request = _shown(_asked({"right": "access", "scope": "portability"}), days=0)
    _question(request, days=6)
    assert _answer(request, days=10).respond_by == MONTH


def test_what_is_over_waits_for_nobody_and_what_is_taken_up_again_waits_anew() -> None:
    request, olu = _asked(), cast.staff("olu")
    work.close(request_id=request.id, reason="spam", by=olu, now=NOW + timedelta(days=3))
    request.refresh_from_db()
    assert (request.pauses, "we have been waiting" in _said(request)) == ([], False)
    work.reopen(request_id=request.id, by=olu, now=NOW + timedelta(days=5))
    _shown(request, days=9)
    assert (request.respond_by, [wait["open"] for wait in request.pauses]) == (date(2026, 4, 20), [False])


def test_an_older_row_that_was_closed_while_we_waited_shows_no_wait_and_keeps_none_when_taken_up_again() -> None:
    """Rows of the first days kept the wait when they were closed."""
    request = _asked()
    waits = request.pauses
    work.close(request_id=request.id, reason="spam", by=cast.staff("olu"), now=NOW + timedelta(days=3))
    request.refresh_from_db()
    for kind, until in (("identity", None), ("identity", "2026-03-12"), ("clarification", "2026-03-12")):
        request.pauses = [{**waits[0], "kind": kind, "until": until}]
        assert "we have been waiting" not in _said(request), (kind, until)
    request.pauses = waits
    pauses.follow(request, lifecycle.advance(request.status, lifecycle.Verb.REOPEN), now=NOW + timedelta(days=5))
    assert request.pauses == []


def test_while_the_proof_is_waited_for_nobody_says_that_it_came() -> None:
    request = _asked()
    duties.carry_out(now=NOW + timedelta(days=33))
    request.refresh_from_db()
    assert "The proof of identity came" not in _said(request)
    duties.carry_out(now=NOW + timedelta(days=46))
    request.refresh_from_db()
    assert (request.status, "The proof of identity came" in _said(request)) == ("denied", False)


def test_a_question_about_a_correction_takes_no_day() -> None:
    """Article 12A(5) speaks of copies alone."""
    request = _shown(_asked({"right": "restriction"}), days=0)
    _question(request, days=6)
    _answer(request, days=10)
    assert request.respond_by == MONTH
    assert not request.pauses or all(wait["kind"] == "identity" for wait in request.pauses)


@pytest.mark.parametrize("country", ["DE", "US"])
def test_elsewhere_nothing_waits(country: str) -> None:
    request = _asked(country=country)
    before = request.respond_by
    _shown(request, days=9)
    _question(request, days=12)
    assert _answer(request, days=20).respond_by == before
    assert (request.pauses, _events(request)) == ([], [])


def test_while_nobody_answers_the_clock_calls_nothing_late() -> None:
    """On the day that a month would have ended the days until today are taken out, and only the promise holds."""
    request = _shown(_asked(), days=0)
    _question(request, days=6)
    duties.carry_out(now=NOW + timedelta(days=32))
    request.refresh_from_db()
    assert (request.breached_at, request.respond_by) == (None, PROMISE)
    assert _events(request)[-1] == "request.deadlines_recalculated"
    duties.carry_out(now=NOW + timedelta(days=46))
    request.refresh_from_db()
    assert request.breached_at is not None
    assert DutyMark.objects.filter(request=request, duty="breach").count() == 1


def test_who_has_not_shown_who_asks_has_until_the_promised_day() -> None:
    request = _asked()
    duties.carry_out(now=NOW + timedelta(days=33))
    request.refresh_from_db()
    assert (request.status, request.respond_by) == ("verifying", PROMISE)
    duties.carry_out(now=NOW + timedelta(days=46))
    request.refresh_from_db()
    assert request.status == "denied"
