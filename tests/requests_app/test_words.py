"""What people wrote in their own words can be read later, is bound to the ledger, and is erased when its time is up."""

import io
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command

from audit import details
from audit import selectors as ledger
from audit.details import State
from requests_app.decision import Decision
from requests_app.models import PrivacyRequest
from requests_app.reference import new_reference
from requests_app.services import correspondence, delay, extension, review, work
from tests import cast

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
LATE = NOW + timedelta(days=120)
pytestmark = pytest.mark.django_db
OLU, PETRA = "olu", "petra"


@pytest.fixture(autouse=True)
def _the_register() -> None:
    cast.register(NOW)


def told(request_id) -> dict[str, dict]:
    """Event -> the words behind it."""
    found = {entry.action: details.read(entry.id) for entry in ledger.entries_for(request_id)}
    return {action: detail.words for action, detail in found.items() if detail.state == State.OPEN}


@pytest.fixture
def request_id():
    filed = cast.ask(cast.body("restriction"), now=NOW)
    cast.prove(filed, now=NOW)
    cast.work_off(NOW)
    return filed.requests[0].id


def test_every_word_that_a_deed_rests_on_lies_behind_its_entry(request_id) -> None:
    olu, petra = cast.staff(OLU), cast.staff(PETRA)
    work.add_note(request_id=request_id, body="Called her: she means the car.", by=olu, now=NOW)
    correspondence.write(request_id=request_id, body="Which car, please?", by=olu, now=NOW)
    extension.extend(request_id=request_id, reason="COMPLEXITY", explanation="Two archives on paper.", by=olu, now=NOW)
    delay.apologise(
        request_id=request_id,
        cause="The archive burnt.",
        new_due=(LATE + timedelta(days=9)).date(),
        owner="vendor",
        by=olu,
        now=LATE,
    )
    request = PrivacyRequest.objects.get(id=request_id)
    words = told(request.id)
    assert words["note.written"] == {"body": "Called her: she means the car."}
    assert words["message.stored"] == {"body": "Which car, please?"}
    assert words["request.extended"]["explanation"] == "Two archives on paper."
    assert words["request.delay_letter_sent"] == {"cause": "The archive burnt."}
    decision = Decision("denied", "The car is not yours.", (), "DEL-CLAIMS")
    review.propose(request_id=request_id, decision=decision, by=olu, now=LATE)
    review.send_back(request_id=request_id, reason="Say why.", by=petra, now=LATE)
    words = told(request_id)
    assert words["note.written"] == {"body": "Say why."}
    assert [words[event]["summary"] for event in words if "review" in event] == ["The car is not yours."]
    leaves = " ".join(entry.leaf for entry in ledger.entries_for(request_id))
    assert not any(word in leaves for word in ("the car", "Which", "archive", "on paper", "burnt", "Say why"))


def test_the_words_of_a_decision_are_kept_with_the_decision_and_with_the_answer(request_id) -> None:
    decision = Decision("denied", "We hold no car.", (), "DEL-CLAIMS")
    review.decide(request_id=request_id, decision=decision, by=cast.staff(OLU), now=NOW)
    words = told(request_id)
    assert words["request.decided"]["summary"] == words["request.denied"]["summary"] == "We hold no car."


def erase_words(given: str, *arguments: str) -> str:
    out = io.StringIO()
    call_command("erase_words", given, *arguments, stdout=out)
    return out.getvalue()


def test_the_words_of_an_answered_request_can_be_erased_and_the_ledger_tells_of_it(request_id) -> None:
    request = PrivacyRequest.objects.get(id=request_id)
    work.add_note(request_id=request_id, body="She rang.", by=cast.staff(OLU), now=NOW)
    with pytest.raises(CommandError, match="still open"):
        erase_words(request.reference)
    decision = Decision("denied", "We hold no car.", (), "DEL-CLAIMS")
    review.decide(request_id=request_id, decision=decision, by=cast.staff(OLU), now=NOW)
    assert erase_words(request.reference, "--json") == '{"erased": 3}\n'
    assert told(request_id) == {}
    found = [entry.facts["cause"] for entry in ledger.entries_for(request_id) if entry.action == "audit.detail_erased"]
    assert found == ["asked_for"] * 3
    assert erase_words(request.reference).startswith("0 texts")


def test_a_wrong_reference_is_said_so() -> None:
    with pytest.raises(CommandError, match="Check the reference"):
        erase_words("JM-1111-1111")
    with pytest.raises(CommandError, match="no request"):
        erase_words(new_reference())
