"""An appeal that is granted does something: at the first request, which keeps its status."""

from datetime import UTC, datetime, timedelta

import pytest

from fulfillment import selectors as held
from notifications.models import Letter
from requests_app.decision import DecidedItem, Decision
from requests_app.models import PrivacyRequest
from requests_app.services import appeals, review, work
from tests import cast
from tests.requests_app.test_letters_say import answer, ask, finish_tasks, items, letter

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=2)
RIGHT = Decision("completed", "You are right: the claim is closed.", ())

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _the_register() -> None:
    cast.register(NOW)


def refused(right, ground: str, **more) -> PrivacyRequest:
    request = ask(right, **more)
    finish_tasks(request)
    outcome = "withheld" if request.right == "access" else "kept"
    places = tuple(DecidedItem(one.category, one.system, outcome, ground) for one in items(request, outcome))
    answer(request, Decision("denied", "The claim is still open at the court.", places))
    return PrivacyRequest.objects.get(id=request.id)


def appealed(request: PrivacyRequest) -> PrivacyRequest:
    nora = cast.Principal.consumer(request.submission_id, "s")
    filed, _receipt = appeals.appeal(request_id=request.id, explanation="It is closed.", by=nora, now=LATER)
    return filed


def grant(filed: PrivacyRequest, outcome: str) -> None:
    """Lena proposes, and one more officer agrees: neither of them took part before."""
    original = PrivacyRequest.objects.get(id=filed.appeal_of_id)
    decision = Decision("completed", RIGHT.summary, items(original, outcome))
    with pytest.raises(work.NotPossible, match="two people"):
        review.decide(request_id=filed.id, decision=decision, by=cast.staff("lena"), now=LATER)
    review.propose(request_id=filed.id, decision=decision, by=cast.staff("lena"), now=LATER)
    hana = cast.create_user(
        username="hana", display_name="Hana", roles=["officer"], by=cast.Principal.system("cast"), now=cast.STAGE
    )
    review.approve(request_id=filed.id, by=cast.Principal.staff(hana, "s"), now=LATER)
    cast.work_off(LATER)


def test_what_was_kept_wrongly_is_erased_in_the_systems() -> None:
    request = refused("deletion", "DEL-CLAIMS")
    grant(appealed(request), "erased")
    asked = {task.system for task in held.tasks_for(request.id) if (task.deed, task.status) == ("erase", "open")}
    assert asked == {one.system for one in items(request, "erased")}
    finish_tasks(request)
    request.refresh_from_db()
    assert request.status == "denied"
    assert {one.outcome for one in held.items_for(request.id)} == {"erased"}


def test_a_copy_that_was_refused_wrongly_is_made_and_waits_on_the_first_request() -> None:
    request = refused({"right": "access", "scope": "specific_pieces"}, "PRIVILEGE")
    grant(appealed(request), "given")
    package = held.package_for(request.id)
    assert package is not None
    assert package.status == "released"
    assert Letter.objects.filter(request_ref=request.id, kind="package_ready").count() == 1
    request.refresh_from_db()
    assert request.status == "denied"


def test_nothing_is_given_to_somebody_who_did_not_show_who_they_are() -> None:
    request = ask({"right": "access", "scope": "specific_pieces"}, proved=False)
    unknown = Decision("denied", "Nobody answered our letter.", (), "ID-UNVERIFIED")
    review.decide(request_id=request.id, decision=unknown, by=cast.staff("olu"), now=LATER)
    filed = appealed(request)
    everything = Decision("completed", RIGHT.summary, (DecidedItem("contact", "claims", "given"),))
    with pytest.raises(work.NotPossible, match="who asks"):
        review.propose(request_id=filed.id, decision=everything, by=cast.staff("petra"), now=LATER)
    review.decide(request_id=filed.id, decision=RIGHT, by=cast.staff("petra"), now=LATER)
    assert letter(filed, "appeal_decision")["outcome"] == "granted"
    assert held.package_for(request.id) is None


def test_a_use_that_goes_on_wrongly_is_stopped_by_one_person() -> None:
    request = ask("objection")
    finish_tasks(request)
    weighed = "Her wish was weighed against the claim."
    kept = Decision("denied", "The claim is open.", (), "GDPR-COMPELLING", evidence=weighed)
    answer(request, kept)
    filed = appealed(request)
    stop = Decision("completed", RIGHT.summary, (DecidedItem("commercial", "marketing", "stopped"),))
    review.decide(request_id=filed.id, decision=stop, by=cast.staff("petra"), now=LATER)
    assert {one.outcome for one in held.items_for(request.id)} == {"stopped"}
