"""A hold finds the same person in the directory, whatever name they asked under and however long ago."""

from datetime import timedelta

import pytest

from fulfillment import services as fulfillment
from requests_app.models import KeptData, LegalHold, PrivacyRequest, SearchKey
from requests_app.services import forgetting_proof, holding, holds, lapsing, retention
from tests import cast
from tests.requests_app.keeping import NOW, answered, decide, decision, finish, fresh, open_tasks, places

LONG_AFTER = NOW + timedelta(days=120)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _the_register() -> None:
    cast.register(NOW)


def place(request: PrivacyRequest, **more: object) -> LegalHold:
    given: dict[str, object] = {"reason": "litigation", "matter": "CV-4711", "by": cast.staff("olu"), "now": NOW}
    return holds.place(request_id=request.id, **given | more)


def kept(until: str) -> PrivacyRequest:
    request = answered()
    request = decide(request, decision(request, {places(request)[0]: ("DEL-CONTRACT", until)}), now=NOW)
    finish(request, now=NOW)
    return fresh(request)


def test_a_hold_placed_before_the_check_learns_whom_the_directory_means() -> None:
    filed = cast.ask(cast.body("deletion"), now=NOW)
    hold = place(filed.requests[0].request)
    assert hold.person == ""
    cast.prove(filed, now=NOW)
    cast.work_off(NOW)
    hold.refresh_from_db()
    assert hold.person == holding.keys_of(filed.submission).person != ""


def test_after_the_proof_is_gone_the_person_is_still_known_by_a_blind_key_until_the_record_goes() -> None:
    request = kept("2031-12-31")
    before = holding.keys_of(request.submission).person
    assert forgetting_proof.forget_due(now=LONG_AFTER) == 1
    assert before
    assert holding.keys_of(request.submission).person == before
    assert retention.purge(now=NOW + timedelta(days=763)) == 1
    assert not SearchKey.objects.filter(submission=request.submission_id).exists()
    assert KeptData.objects.get(request=request).carried["keys"]["person"] == before


def test_a_steward_who_looks_for_the_person_of_a_hold_is_stopped_though_no_other_key_is_left(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    request = kept("2026-12-31")
    person = holding.keys_of(request.submission).person
    assert forgetting_proof.forget_due(now=LONG_AFTER) == 1
    SearchKey.objects.filter(submission=request.submission_id).delete()  # as it was forgotten before keys were kept
    assert lapsing.run_due(now=LONG_AFTER) == 1
    (task,) = open_tasks(request)
    asked = elsewhere()
    with monkeypatch.context() as matched:
        matched.setattr(holding, "keys_of", lambda _submission: holding.Keys(person=person))
        place(asked, now=LONG_AFTER)
    assert open_tasks(request) == [task]
    with pytest.raises(fulfillment.Held):
        fulfillment.complete_task(task_id=task.id, result="done", by=cast.staff("dev"), now=LONG_AFTER)


def elsewhere() -> PrivacyRequest:
    """Of somebody with another name and other points."""
    other = {**cast.NORA, "given_name": "Leonora", "email": "leonora@example.org", "phone": "+19205550177"}
    filed = cast.ask(cast.body("deletion", consumer=other, identifiers=[]), now=LONG_AFTER)
    return filed.requests[0].request
