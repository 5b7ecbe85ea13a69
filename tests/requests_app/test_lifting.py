"""A restriction ends on the day that was announced, and only if the notice left before."""

from datetime import timedelta

import pytest

from fulfillment import selectors as held
from notifications import services as outbox
from requests_app import permissions
from requests_app.decision import DecidedItem, Decision
from requests_app.models import PrivacyRequest, RestrictionLift
from requests_app.services import lifting, retention, review
from requests_app.services.work import NotPossible
from tests import cast
from tests.requests_app.keeping import NOW, finish, fresh, letters, open_tasks

ON = cast.day("2026-12-21")
THE_DAY = NOW + timedelta(days=28)

pytestmark = pytest.mark.django_db


@pytest.fixture
def restricted() -> PrivacyRequest:
    cast.register(NOW)
    return granted()


def granted() -> PrivacyRequest:
    """Nora's restriction is granted, and her systems keep to it."""
    request = cast.ask(cast.body("restriction"), now=NOW).requests[0].request
    cast.work_off(NOW)
    finish(request, now=NOW)
    places = {(task.system) for task in held.tasks_for(request.id) if task.status == "done"}
    decision = Decision("completed", "", tuple(DecidedItem("contact", one, "restricted") for one in sorted(places)))
    review.decide(request_id=request.id, decision=decision, by=cast.staff("olu"), now=NOW)
    return fresh(request)


def announce(request: PrivacyRequest, **more: object) -> RestrictionLift:
    given = {"lift_on": ON, "reason": "The dispute is over.", "by": cast.staff("olu"), "now": NOW, **more}
    return lifting.announce(request_id=request.id, **given)


def test_the_person_is_told_first_and_the_systems_on_the_day_once(restricted: PrivacyRequest) -> None:
    announce(restricted)
    (letter,) = letters(restricted, "restriction_lift")
    assert letter.context["lifted_on"] == "2026-12-21"
    cast.work_off(NOW)
    assert lifting.lift_due(now=THE_DAY - timedelta(days=1)) == 0
    assert [lifting.lift_due(now=THE_DAY), lifting.lift_due(now=THE_DAY)] == [1, 0]
    tasks = open_tasks(restricted)
    assert {task.deed for task in tasks} == {"lift"}
    finish(restricted, now=THE_DAY)
    assert RestrictionLift.objects.get().done_at == THE_DAY


def test_a_notice_that_came_back_keeps_the_restriction(restricted: PrivacyRequest) -> None:
    announce(restricted)
    assert lifting.lift_due(now=THE_DAY) == 0
    cast.work_off(NOW)
    (letter,) = letters(restricted, "restriction_lift")
    outbox.mark_returned(letter_id=letter.id, by=cast.staff("mo").actor, now=NOW)
    assert lifting.lift_due(now=THE_DAY) == 0
    assert open_tasks(restricted) == []


def test_one_whose_notice_never_left_holds_up_nobody_else(restricted, monkeypatch: pytest.MonkeyPatch) -> None:
    other = granted()
    announce(restricted)
    announce(other)
    monkeypatch.setattr(lifting, "BATCH", 1)
    stuck = RestrictionLift.objects.order_by("id")[0]
    monkeypatch.setattr(lifting, "was_told", lambda lift: lift.id != stuck.id)
    assert lifting.lift_due(now=THE_DAY) == 1
    assert RestrictionLift.objects.filter(opened_at=None).get() == stuck


def test_when_nobody_is_left_to_tell_no_end_is_announced(restricted: PrivacyRequest) -> None:
    over = NOW + timedelta(days=763)
    assert retention.purge(now=over) == 1
    with pytest.raises(NotPossible, match="nobody can be told"):
        announce(restricted, lift_on=over.date() + timedelta(days=30), now=over)
    assert not letters(restricted, "restriction_lift")


def test_what_was_called_off_does_not_happen(restricted: PrivacyRequest) -> None:
    announce(restricted)
    cast.work_off(NOW)
    lifting.call_off(request_id=restricted.id, by=cast.staff("petra"), now=NOW)
    assert lifting.lift_due(now=THE_DAY) == 0
    with pytest.raises(NotPossible, match="No end"):
        lifting.call_off(request_id=restricted.id, by=cast.staff("petra"), now=NOW)
    assert announce(restricted).is_waiting


def test_what_does_not_fit_is_refused_with_a_sentence(restricted: PrivacyRequest) -> None:
    for given, words in (
        ({"lift_on": cast.day("2026-12-06")}, "two weeks ahead"),
        ({"lift_on": cast.day("2028-12-06")}, "within a year"),
        ({"reason": " "}, "why the restriction ends"),
    ):
        with pytest.raises(NotPossible, match=words):
            announce(restricted, **given)
    with pytest.raises(permissions.NotAllowed):
        announce(restricted, by=cast.staff("ari"))
    announce(restricted)
    with pytest.raises(NotPossible, match="already"):
        announce(restricted)
