"""Two officers press a button in the same moment: one deed is done, and the other is told who was quicker."""

import threading
from collections.abc import Callable
from html import unescape

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client

from audit.selectors import find_entries
from requests_app.models import PrivacyRequest
from tests import cast
from tests.conftest import NOW
from tests.officer.casework import COPY, Desk, address, answers, do, proved
from tests.officer.stage import desk as desk

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("clock")]
EXTEND = {"reason": "VOLUME", "explanation": "Twelve claims."}
ME = {"me": "1"}
BACK = {"reason": "Give the policy file too."}
DONE = {"now": "1", "outcome": "completed", "summary": "It is done."}


def at_once(*deeds: Callable[[], HttpResponse]) -> list[HttpResponse]:
    """Run the deeds in threads that start together, each on a connection of its own."""
    gate, given = threading.Barrier(len(deeds)), [HttpResponse()] * len(deeds)

    def run(number: int) -> None:
        try:
            gate.wait()
            given[number] = deeds[number]()
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[number]) for number in range(len(deeds))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return given


def in_review(desk: Desk) -> PrivacyRequest:
    request, olu = proved(NOW, COPY), desk("olu")
    do(olu, request, "decide", review="1", outcome="completed", summary="", **answers(olu, request, "given"))
    request.refresh_from_db()
    assert request.status == "in_review"
    return request


def ready(_desk: Desk) -> PrivacyRequest:
    return proved(NOW, "restriction")


def fresh(_desk: Desk) -> PrivacyRequest:
    return PrivacyRequest.objects.get(id=cast.ask(cast.body("deletion"), now=NOW).requests[0].id)


PAIRS = {
    "approve and approve": (in_review, ("petra", "approve", {}), ("lena", "approve", {}), {"request.approved"}),
    "approve and return": (
        in_review, ("petra", "approve", {}), ("lena", "return", BACK), {"request.approved", "request.returned"},
    ),
    "assign and assign": (fresh, ("olu", "assign", ME), ("petra", "assign", ME), {"request.assigned"}),
    "decide and withdraw": (
        ready, ("olu", "decide", DONE), ("petra", "withdraw", {}), {"request.decided", "request.withdrawn"},
    ),
    "extend and extend": (fresh, ("olu", "extend", EXTEND), ("petra", "extend", EXTEND), {"request.extended"}),
    "close and decide": (
        ready, ("olu", "close", {"reason": "test"}), ("petra", "decide", DONE), {"request.closed", "request.decided"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("pair", PAIRS)
def test_exactly_one_deed_is_done(desk: Desk, pair: str) -> None:
    make, one, other, events = PAIRS[pair]
    cast.register(NOW)
    request = make(desk)
    browsers = {name: desk(name) for name, _deed, _typed in (one, other)}

    def press(who: str, deed: str, typed: dict[str, str]) -> Callable[[], HttpResponse]:
        return lambda: browsers[who].post(address(request, deed), {"rev": request.rev, **typed})

    given = at_once(press(*one), press(*other))
    assert sorted(answer.status_code for answer in given) == [302, 409], [answer.status_code for answer in given]
    page = unescape(next(answer for answer in given if answer.status_code == 409).text)
    assert "Somebody was quicker" in page
    assert all(value in page for name, value in {**one[2], **other[2]}.items() if name in {"explanation"})
    done = [entry for event in events for entry in find_entries(action=event, request=request.id)]
    assert len(done) == 1
    request.refresh_from_db()
    assert (request.extended_at is None) is ("extend" not in pair)


def test_the_person_takes_it_back_while_it_is_decided(desk: Desk) -> None:
    cast.register(NOW)
    request, olu = ready(desk), desk("olu")
    nora = Client()
    session = nora.session
    session["consumer_submission"] = str(request.submission_id)
    session["consumer_visit"] = str(request.submission_id)
    session["consumer_since"] = NOW.isoformat()
    session.save()
    status = f"/status/{request.reference}/withdraw/"
    decided, taken_back = at_once(
        lambda: olu.post(address(request, "decide"), {"rev": request.rev, **DONE}), lambda: nora.post(status)
    )
    events = {entry.action for entry in find_entries(request=request.id)} & {"request.decided", "request.withdrawn"}
    assert len(events) == 1
    assert taken_back.status_code == 302
    assert decided.status_code == (302 if "request.decided" in events else 409)
    page = nora.get(f"/status/{request.reference}/").text
    assert ("cannot be taken back any more" in page) is ("request.decided" in events)


def test_two_inquiries_answers_at_once(desk: Desk) -> None:
    from requests_app.services import correspondence

    asked = correspondence.inquire(
        kind="question", body="Why?", contact=None, language="en", channel="web", by=cast.anonymous(), now=NOW
    )
    olu, petra = desk("olu"), desk("petra")
    there = f"/officer/inquiries/{asked.id}/"
    given = at_once(
        lambda: olu.post(there, {"answer": "Because of the ring."}), lambda: petra.post(there, {"answer": "No idea."})
    )
    assert sorted(answer.status_code for answer in given) == [200, 302]
    assert "answered already" in next(answer for answer in given if answer.status_code == 200).text
    assert len(find_entries(action="inquiry.answered")) == 1
