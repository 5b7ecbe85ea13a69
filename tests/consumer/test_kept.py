"""What was kept of a deletion: until when, and that it went, on Nora's own page."""

from datetime import datetime, timedelta

import pytest
from django.test import Client

from requests_app.services import codes, holds, lapsing
from tests import cast
from tests.requests_app.keeping import answered, decide, decision, finish, fresh, places


@pytest.fixture
def filed_code(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The access codes that Nora was shown, as they come."""
    shown: list[str] = []
    make = codes.new_access_code
    monkeypatch.setattr(codes, "new_access_code", lambda: shown.append(make()) or shown[-1])
    return shown


def page_of(client: Client, reference: str, code: str) -> str:
    client.post("/status/", {"reference": reference, "code": code})
    return client.get(f"/status/{reference}/").text


def test_until_when_and_that_it_went(client: Client, clock, now: datetime, filed_code: list[str], db: None) -> None:
    cast.register(now)
    request = answered(now)
    request = decide(request, decision(request, {places(request)[0]: ("DEL-CONTRACT", "2026-12-31")}), now=now)
    finish(request, now=now)
    before = page_of(client, request.reference, filed_code[0])
    assert "Kept until:" in before
    later = now + timedelta(days=60)
    lapsing.run_due(now=later)
    finish(request, now=later)
    after = page_of(client, request.reference, filed_code[0])
    assert "Deleted on:" in after
    assert "Kept until:" not in after
    assert "We deleted what we had to keep for a time." in after


def test_no_word_of_a_direction_that_nobody_may_tell(
    client: Client, clock, now: datetime, filed_code: list[str], db: None
) -> None:
    cast.register(now)
    request = answered(now)
    holds.place(
        request_id=request.id, reason="authority", matter="FBI-1", may_tell=False, by=cast.staff("olu"), now=now
    )
    kept = {where: ("DEL-LEHOLD", "2027-02-21") for where in places(request)}
    request = decide(request, decision(fresh(request), kept), now=now)
    page = page_of(client, request.reference, filed_code[0])
    assert "A law requires us to keep this data" in page
    assert not any(word in page for word in ("authority has directed", "FBI-1", "hold", "February 21"))
