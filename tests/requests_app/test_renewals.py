"""New access codes used in the same moment: one becomes the code, and nothing is done twice."""

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection

from audit.selectors import find_entries
from notifications.models import Letter
from requests_app.models import Submission
from requests_app.services import codes, renewals
from requests_app.services.intake import Filed
from tests import cast
from tests.conftest import NOW

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("clock")]
LATER = NOW + timedelta(days=1)
SYSTEM = cast.Principal.system("test")


def asked() -> tuple[Filed, list[str]]:
    """Nora asked, lost her code and was sent two new ones."""
    filed = cast.ask(cast.body("access"), now=NOW)
    for hours in (1, 2):
        renewals.answer(known=filed.requests[0].reference, by=SYSTEM, now=NOW + timedelta(hours=hours))
    sent = Letter.objects.filter(kind="access_code_letter").order_by("created_at")
    return filed, [str(letter.context["access_code"]) for letter in sent]


def at_once(ref: str, *typed: str) -> list[bool]:
    """Each code is typed in a thread of its own; all start together. Which of them opened?"""
    gate, opened = threading.Barrier(len(typed)), [False] * len(typed)

    def door(number: int) -> Callable[[], None]:
        def run() -> None:
            try:
                gate.wait()
                given = {"reference_text": ref, "code": typed[number]}
                opened[number] = renewals.opened_by(**given, by=SYSTEM, now=LATER) is not None
            finally:
                connection.close()

        return run

    threads = [threading.Thread(target=door(number)) for number in range(len(typed))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return opened


def test_of_two_new_codes_used_at_once_one_becomes_the_code() -> None:
    filed, sent = asked()
    ref = filed.requests[0].reference
    opened = at_once(ref, *sent)
    assert sorted(opened) == [False, True]
    holds = sent[opened.index(True)]
    assert bytes(Submission.objects.get().access_code_hash) == codes.access_code_hash(holds)
    assert len(find_entries(action="submission.code_renewed")) == 1
    assert at_once(ref, *sent, filed.access_code) == [*opened, False]


def test_the_same_new_code_in_four_browsers_at_once_is_taken_up_once() -> None:
    filed, sent = asked()
    assert at_once(filed.requests[0].reference, *[sent[0]] * 4) == [True] * 4
    assert len(find_entries(action="submission.code_renewed")) == 1


def test_a_code_that_another_browser_takes_up_between_two_looks_opens_too(monkeypatch: pytest.MonkeyPatch) -> None:
    filed, sent = asked()
    given = {"reference_text": filed.requests[0].reference, "code": sent[0], "by": SYSTEM, "now": LATER}
    waiting = renewals._waiting

    def late(*args, **more):
        monkeypatch.setattr(renewals, "_waiting", waiting)
        assert renewals.opened_by(**given) is not None
        return waiting(*args, **more)

    monkeypatch.setattr(renewals, "_waiting", late)
    assert renewals.opened_by(**given) is not None


def test_many_wishes_in_one_moment_send_one_code() -> None:
    filed = cast.ask(cast.body("access"), now=NOW)
    gate = threading.Barrier(4)

    def wish() -> None:
        try:
            gate.wait()
            renewals.answer(known=filed.requests[0].reference, by=SYSTEM, now=LATER)
        finally:
            connection.close()

    threads = [threading.Thread(target=wish) for _turn in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Letter.objects.filter(kind="access_code_letter").count() == 1
    assert len(find_entries(action="submission.code_not_sent")) == 3
