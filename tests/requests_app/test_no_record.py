"""Who is not in any system is told so, with every place where we looked; and only when all of them have answered."""

import pytest

from requests_app.decision import DecidedItem, Decision, Unsound
from requests_app.models import PrivacyRequest
from requests_app.services import circumstances, review, work
from tests import cast
from tests.requests_app.keeping import NOW, decide, finish, fresh, letters, open_tasks

NOTHING = Decision("denied", "We looked for your name and your e-mail address.", (), "NORECORD")

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _the_register() -> None:
    cast.register(NOW)


def stranger(right: object = "deletion", **more: object) -> PrivacyRequest:
    """Zoe has never had anything to do with us: the connected systems find nothing, the others have to be asked."""
    raw = cast.body(right, identifiers=[], **more)
    raw["consumer"] |= {"given_name": "Zoe", "family_name": "Kern", "email": "zoe@example.org", "phone": "+19205550177"}
    filed = cast.ask(raw, now=NOW)
    cast.prove(filed, now=NOW)
    cast.work_off(NOW)
    return fresh(filed.requests[0].request)


@pytest.mark.parametrize("right", ["deletion", {"right": "access", "scope": "specific_pieces"}])
def test_nothing_anywhere_is_said_with_every_system_that_was_searched(right: object) -> None:
    request = stranger(right)
    everywhere = {task.system_label for task in circumstances.held.tasks_for(request.id)}
    finish(request, now=NOW, result="nothing_found")
    decide(request, NOTHING, now=NOW)
    (letter,) = letters(request, "denial")
    assert len(everywhere) > 3
    (listed,) = [words for words in letter.context["also"] if words.startswith("We looked in these systems: ")]
    assert all(label in listed for label in everywhere)


def test_a_right_without_a_search_looks_where_its_work_is_done() -> None:
    request = stranger("objection")
    finish(request, now=NOW, result="nothing_found")
    review.decide(request_id=request.id, decision=NOTHING, by=cast.staff("olu"), now=NOW)
    assert fresh(request).status == "denied"


def test_where_nobody_looked_because_the_request_ended_is_not_listed() -> None:
    request = stranger()
    by_hand = {task.system_label for task in open_tasks(request)}
    work.withdraw(request_id=request.id, by=cast.staff("olu"), now=NOW)
    assert by_hand
    assert not by_hand & set(circumstances.searched(fresh(request)))


def test_nothing_is_called_not_found_while_a_system_has_not_answered() -> None:
    request = stranger()
    assert open_tasks(request)
    with pytest.raises(Unsound, match="have not answered"):
        review.propose(request_id=request.id, decision=NOTHING, by=cast.staff("olu"), now=NOW)


def test_what_was_found_is_not_called_not_found() -> None:
    filed = cast.ask(cast.body("deletion"), now=NOW)
    cast.prove(filed, now=NOW)
    cast.work_off(NOW)
    request = filed.requests[0].request
    finish(request, now=NOW)
    with pytest.raises(Unsound, match="was found"):
        review.propose(request_id=request.id, decision=NOTHING, by=cast.staff("olu"), now=NOW)
    place = circumstances.held.items_for(request.id)[0]
    one = DecidedItem(place.category, place.system, "kept", "NORECORD")
    with pytest.raises(Unsound, match="was found"):
        review.propose(
            request_id=request.id, decision=Decision("denied", NOTHING.summary, (one,)), by=cast.staff("olu"), now=NOW
        )
