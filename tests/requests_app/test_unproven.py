"""Who types Nora's name may limit the use of her data, and does not read from the answer that we have any."""

import pytest
from django.test import Client

from dsar_portal.api.serializers.parts import items_json
from fulfillment import selectors as held
from notifications.selectors import words_of
from requests_app.decision import DecidedItem, Decision
from requests_app.models import PrivacyRequest
from requests_app.services import review
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
