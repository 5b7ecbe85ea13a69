"""More time, and the right to another look, as the status page tells of them; and what goes onto paper."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from dsar_portal.consumer.forms import overview
from requests_app.decision import Decision
from requests_app.models import PrivacyRequest
from requests_app.services import extension, review
from tests import cast

pytestmark = pytest.mark.django_db


def test_more_time_is_told_with_both_days_and_the_reason(file, client: Client, clock, now) -> None:
    reference = file(what={"rights": ["objection"]})["references"][0]
    row = PrivacyRequest.objects.get()
    before = row.respond_by
    extension.extend(
        request_id=row.id, reason="VOLUME", explanation="Your records lie in nine systems.", by=cast.staff("olu"),
        now=now,
    )  # fmt: skip
    cast.work_off(now)
    row.refresh_from_db()
    page = client.get(f"/status/{reference}/").text
    days = [f"{day:%B} {day.day}, {day.year}" for day in (row.respond_by, before)]
    assert "We now answer by" in page
    assert all(day in page for day in days)
    assert "Your records lie in nine systems." in page
    assert "We wrote to you about it on:" in page


def test_the_appeal_is_a_button_with_its_last_day(file, client: Client, clock, now) -> None:
    address = f"/status/{file(what={'rights': ['objection']})['references'][0]}/"
    by = {"request_id": PrivacyRequest.objects.get().id, "now": now}
    letters = "Three letters of this month, with the same words."
    decision = Decision("denied", "We answered the same this month.", (), "EXCESSIVE", evidence=letters)
    review.propose(decision=decision, by=cast.staff("olu"), **by)
    review.approve(by=cast.staff("petra"), **by)
    last = now.date() + timedelta(days=60)
    told = f"{last:%B} {last.day}, {last.year}"
    page = client.get(address).text
    assert re.search(rf'class="govuk-button[^"]*" href="{address}appeal/"', page)
    assert told in page
    row = PrivacyRequest.objects.get()
    late = overview.page(row, [row], now=now + timedelta(days=61))
    assert (late["can_appeal"], late["appeal_by"]) == (True, None), "a late one is looked at all the same"


def test_a_printed_page_says_when_it_was_so_and_where_to_look_again(file, client: Client) -> None:
    done = file()
    for page in (done["text"], client.get(f"/status/{done['references'][0]}/").text):
        assert "Printed:" in page
        assert "http://testserver/status/" in page
