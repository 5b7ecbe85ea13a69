"""The button that extends many, pressed twice at the same moment."""

import threading
from datetime import datetime

import pytest
from django.db import connections

from notifications.models import Letter
from requests_app.models import PrivacyRequest
from requests_app.services import extending_many
from requests_app.services.chosen_rows import Chosen
from tests import cast

TYPED = {"reason": "VOLUME", "explanation": "Your files lie in six systems, two of them on paper."}


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_the_same_moment_are_one_order(now: datetime) -> None:
    filed = cast.ask(cast.body("deletion"), now=now)
    one, start, lines = PrivacyRequest.objects.get(id=filed.requests[0].id), threading.Barrier(2), []
    olu = cast.staff("olu")

    def press() -> None:
        start.wait()
        try:
            lines.extend(extending_many.extend_each(chosen=[Chosen(one.reference, one.rev)], **TYPED, by=olu, now=now))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=press) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(line.outcome for line in lines) == ["before", "done"]
    assert Letter.objects.filter(kind="extension").count() == 1
