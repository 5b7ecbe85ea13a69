"""Who types Nora's name may limit the use of her data, and does not read from the answer that we have any."""

from dataclasses import replace

import pytest
from django.test import Client

from dsar_portal.api.serializers.parts import items_json
from fulfillment import selectors as held
from notifications.selectors import words_of
from requests_app.decision import DecidedItem, Decision
from requests_app.models import PrivacyRequest
from requests_app.services import appeals, review
from requests_app.services.work import NotPossible
from tests import cast
from tests.requests_app.keeping import NOW, finish, fresh, letters

SAM = {"email": "sam@example.org"}
NOBODY = {"given_name": "Nora", "family_name": "Quist"}
DONE = {"restriction": "restricted", "objection": "stopped", "consent_withdrawal": "stopped"}

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture(autouse=True)
def _the_register() -> None:
    cast.register(NOW)


def asked(right: str, who: dict[str, object], *, proved: bool = False) -> tuple[PrivacyRequest, Client]:
    """Somebody asked, the systems have answered, and a browser shows the status page."""
    filed = cast.ask(cast.body(right, consumer={**who, **SAM}, identifiers=[]), now=NOW)
    cast.work_off(NOW)
    if proved:
        cast.prove(filed, now=NOW)
    request, browser = filed.requests[0].request, Client()
    finish(request, now=NOW, result="done" if who == cast.NORA else "nothing_found")
    browser.post("/status/", {"reference": request.reference, "code": filed.access_code})
    return fresh(request), browser


def answered(right: str, outcome: str, who: dict[str, object], *, proved: bool = False) -> list[str]:
    """All that the one who asked can read of the answer."""
    request, browser = asked(right, who, proved=proved)
    item = DecidedItem("commercial", "policy-admin", outcome)
    decision = Decision("completed", "We found her policy." if outcome != "nothing_found" else "", (item,))
    review.decide(request_id=request.id, decision=decision, by=cast.staff("olu"), now=NOW)
    request = fresh(request)
    (letter,) = letters(request, "completion_other")
    page = browser.get(f"/status/{request.reference}/").text
    answer = page[page.index("Our answer") :].partition("</dl>")[0]
    shown = items_json(request, held.items_for(request.id), whole=False)["results"]
    return [words_of(letter.id).text.replace(request.reference, ""), answer, str(shown), request.status]


@pytest.mark.parametrize("right", DONE)
def test_the_answer_is_the_same_for_somebody_known_and_for_nobody(right: str) -> None:
    known = answered(right, DONE[right], cast.NORA)
    assert known == answered(right, "nothing_found", NOBODY)
    assert "wherever we hold data about this person" in known[0]
    assert known[2:] == ["[]", "completed"]


def test_who_showed_who_they_are_reads_what_was_done() -> None:
    letter, page, items, _status = answered("restriction", "restricted", cast.NORA, proved=True)
    assert all("We found her policy" in text for text in (letter, page))
    assert "Policy administration" in page
    assert "policy-admin" in items


@pytest.mark.parametrize("ground", ["NORECORD", "DUPLICATE"])
def test_no_refusal_says_that_somebody_is_unknown_or_asked_before(ground: str) -> None:
    asked("restriction", cast.NORA)
    request, _browser = asked("restriction", cast.NORA)
    said = Decision("denied", "We looked everywhere for that name.", (), ground)
    with pytest.raises(NotPossible, match="whether we know the person"):
        review.decide(request_id=request.id, decision=said, by=cast.staff("olu"), now=NOW)


def place(ground: str = "", until: str = "") -> DecidedItem:
    """What is kept on a ground, or limited where there is none."""
    outcome, facts = ("kept", "It runs.") if ground else ("restricted", "")
    return DecidedItem("commercial" if ground else "contact", "policy-admin", outcome, ground, until=until, facts=facts)


REFUSALS = {
    "as a whole": Decision("denied", "A claim is open.", (), "DEL-CLAIMS"),
    "by its place": Decision("denied", "A claim is open.", (place("DEL-CLAIMS", "2032-12-31"),)),
    "in part": Decision("partly_completed", "A claim is open.", (place("DEL-CLAIMS", "2032-12-31"), place())),
    "by a place alone": Decision("denied", "The seventh this week.", (place("EXCESSIVE"),)),
}


@pytest.mark.parametrize("said", REFUSALS.values(), ids=REFUSALS)
def test_no_refusal_says_that_we_hold_something(said: Decision) -> None:
    request, _browser = asked("restriction", cast.NORA)
    said = replace(said, evidence="Claim CL-1 in the file; seven letters in a week.")
    with pytest.raises(NotPossible, match="whether we know the person"):
        review.decide(request_id=request.id, decision=said, by=cast.staff("olu"), now=NOW)


def test_what_says_nothing_of_the_person_can_be_said_to_anybody() -> None:
    request, _browser = asked("restriction", cast.NORA)
    said = Decision(
        "denied", "The seventh letter this week.", (), "EXCESSIVE", evidence="Seven letters, of 2 to 9 May."
    )
    review.decide(request_id=request.id, decision=said, by=cast.staff("olu"), now=NOW)
    assert fresh(request).status == "denied"


def test_nor_does_an_appeal_that_was_right() -> None:
    test_what_says_nothing_of_the_person_can_be_said_to_anybody()
    request = PrivacyRequest.objects.get()
    sam = cast.Principal.consumer(request.submission_id, "s")
    appealed, _receipt = appeals.appeal(request_id=request.id, explanation="I wrote once.", by=sam, now=NOW)
    cast.work_off(NOW)
    finish(appealed, now=NOW)
    said = Decision("completed", "We found her policy.", (place(),))
    review.propose(request_id=appealed.id, decision=said, by=cast.staff("olu"), now=NOW)
    review.approve(request_id=appealed.id, by=cast.staff("petra"), now=NOW)
    cast.work_off(NOW)
    (letter,) = letters(appealed, "appeal_decision")
    words = words_of(letter.id).text
    assert "wherever we hold data about this person" in words
    assert not any(told in words for told in ("policy", "Policy", "restricted"))
