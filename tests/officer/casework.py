"""What the stories of a case share: proof, addresses, answers typed into the form."""

from collections.abc import Callable
from datetime import datetime

from django.test import Client

from fulfillment import selectors as held
from fulfillment import services as fulfillment
from requests_app.models import PrivacyRequest
from tests import cast

Desk = Callable[[str], Client]
COPY = {"right": "access", "scope": "specific_pieces"}


def fresh(filed, index: int = 0) -> PrivacyRequest:
    return PrivacyRequest.objects.select_related("submission").get(id=filed.requests[index].id)


def address(request: PrivacyRequest, deed: str = "") -> str:
    return f"/officer/case/{request.reference}/" + (f"{deed}/" if deed else "")


def do(client: Client, request: PrivacyRequest, deed: str, **typed: object):
    """Send one form of the case page, with the revision that is current."""
    request.refresh_from_db()
    return client.post(address(request, deed), {"rev": request.rev, **typed}, follow=True)


def proved(now: datetime, *rights: object) -> PrivacyRequest:
    """A request of Nora's whose identity is shown and whose systems have answered."""
    filed = cast.ask(cast.body(*rights), now=now)
    cast.prove(filed, now=now)
    cast.work_off(now)
    request = fresh(filed)
    for task in held.tasks_for(request.id):
        if task.status == "open":
            fulfillment.complete_task(task_id=task.id, result="done", by=cast.staff("dev"), now=now)
    return fresh(filed)


def answers(client: Client, request: PrivacyRequest, outcome: str) -> dict[str, str]:
    """The same outcome for every place the decision form shows."""
    places = client.get(address(request)).context["places"]
    return {f"outcome_{number}": outcome for number in range(len(places))}


def fresh_rev(request: PrivacyRequest) -> int:
    return PrivacyRequest.objects.get(id=request.id).rev
