"""What the stories of holds and kept data share: a deletion of Nora's, decided by two."""

from collections.abc import Mapping
from datetime import UTC, datetime

from fulfillment import selectors as held
from fulfillment import services as fulfillment
from notifications.models import Letter
from requests_app.decision import DecidedItem, Decision
from requests_app.models import PrivacyRequest
from requests_app.services import review
from tests import cast

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
Place = tuple[str, str]
ERASED = ("erased", "", "")


def fresh(request: PrivacyRequest) -> PrivacyRequest:
    return PrivacyRequest.objects.select_related("submission", "appeal_of").get(id=request.id)


def answered(now: datetime = NOW, **more: object) -> PrivacyRequest:
    """A deletion whose identity is shown and whose systems have said what they hold."""
    filed = cast.ask(cast.body("deletion", **more), now=now)
    cast.prove(filed, now=now)
    cast.work_off(now)
    finish(filed.requests[0].request, now=now)
    return fresh(filed.requests[0].request)


def open_tasks(request: PrivacyRequest) -> list[held.TaskView]:
    return [task for task in held.tasks_for(request.id) if task.status == "open"]


def finish(request: PrivacyRequest, *, now: datetime, result: str = "done") -> None:
    for task in open_tasks(request):
        fulfillment.complete_task(task_id=task.id, result=result, by=cast.staff("dev"), now=now)


def places(request: PrivacyRequest) -> list[Place]:
    return list(dict.fromkeys((item.category, item.system) for item in held.items_for(request.id)))


def decision(request: PrivacyRequest, kept: Mapping[Place, tuple[str, str]]) -> Decision:
    """Erase everything but these places, each with its ground and its last day."""
    items = []
    for place in places(request):
        ground, until = kept.get(place, ("", ""))
        outcome = "kept" if ground else "erased"
        items.append(DecidedItem(*place, outcome, ground, until=until, facts="Your policy runs." if ground else ""))
    left = [item for item in items if item.outcome == "kept"]
    outcome = "partly_completed" if left and len(left) < len(items) else "denied" if left else "completed"
    return Decision(outcome, "Your policy runs until the end of the year." if left else "", tuple(items))


def decide(request: PrivacyRequest, decided: Decision, *, now: datetime) -> PrivacyRequest:
    """Olu proposes, Petra agrees."""
    review.propose(request_id=request.id, decision=decided, by=cast.staff("olu"), now=now)
    review.approve(request_id=request.id, by=cast.staff("petra"), now=now)
    return fresh(request)


def letters(request: PrivacyRequest, kind: str) -> list[Letter]:
    return list(Letter.objects.filter(request_ref=request.id, kind=kind).order_by("created_at"))
