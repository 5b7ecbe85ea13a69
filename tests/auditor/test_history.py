"""One request's story: every entry in words, with the days of that moment and what vouches for it."""

from datetime import date, datetime, timedelta

import pytest
from django.test import Client

from audit.selectors import entries_for
from requests_app.services.extension import extend
from tests import cast
from tests.accounts.cast import hire, signed_in
from tests.auditor.conftest import text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def test_the_days_are_those_of_the_moment(ari: Client, now: datetime) -> None:
    request = cast.ask(cast.body("access"), now=now).requests[0].request
    first = request.respond_by
    why = {"reason": "COMPLEXITY", "explanation": "The archive of the old company has to be searched by hand."}
    extended = extend(request_id=request.id, by=cast.staff("olu"), now=now + timedelta(minutes=1), days=45, **why)
    rows = ari.get(f"/auditor/requests/{request.reference}/").context["rows"]
    days = {row["entry"].action: dict(row["days"]) for row in rows if row["moved"]}
    answer_by = {action: found["Answer by"] for action, found in days.items()}
    assert answer_by == {"request.filed": first, "request.extended": extended.respond_by}
    assert first < extended.respond_by == first + timedelta(days=45)
    assert all(isinstance(day, date) for day in days["request.filed"].values())


def test_steps_are_said_in_words_and_every_entry_is_there(ari: Client, now: datetime) -> None:
    filed = cast.ask(cast.body("access"), now=now)
    request = filed.requests[0].request
    page = text_of(ari, f"/auditor/requests/{request.reference}/")
    assert "Status: – → Received" in page or "→ Verifying identity" in page
    for entry in entries_for(request.id) + entries_for(filed.submission.id):
        if entry.action != "case.viewed":
            assert entry.leaf_hash in page
    assert "waits for its place" in page


def test_a_signed_entry_says_so(place_all, now: datetime) -> None:
    ari = signed_in(hire("ari", "auditor", now=now), now=now)
    request = cast.ask(cast.body("access"), now=now).requests[0].request
    place_all()
    page = text_of(ari, f"/auditor/requests/{request.reference}/")
    assert "in the signed tree, place" in page
    assert "up to entry" in page
