"""A case whose proof of identity was deleted after its time says so, and does not say that nobody was matched."""

from datetime import datetime, timedelta

from requests_app.services import forgetting_proof, work
from tests import cast
from tests.officer.casework import COPY, Desk, address, fresh


def test_the_page_says_that_what_was_given_was_deleted(desk: Desk, now: datetime) -> None:
    request = fresh(cast.ask(cast.body(COPY), now=now))
    olu = desk("olu")
    assert "no match" in olu.get(address(request)).text
    work.close(request_id=request.id, reason="test", by=cast.staff("olu"), now=now)
    assert forgetting_proof.forget_due(now=request.respond_at + timedelta(days=91)) == 1
    page = olu.get(address(request)).text
    assert "what was given was deleted" in page
    assert "no match" not in page
