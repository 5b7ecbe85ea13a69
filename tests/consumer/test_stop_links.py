"""The link of a warning after it was used: what was done and when, and nothing of what happened since."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client

from audit.selectors import find_entries
from requests_app.models import PrivacyRequest, ReleaseHold
from requests_app.services import caller_contact, release_holds, release_verdicts
from tests import cast
from tests.requests_app.keeping import NOW
from tests.requests_app.test_release_holds import COPY, shown

pytestmark = pytest.mark.django_db
DONE = "We stopped it on November 23, 2026"
AGAIN = "Tell us once more"


@pytest.fixture
def warned(clock) -> PrivacyRequest:
    """Nora was told that somebody asked; an hour later she reads it."""
    cast.register(NOW)
    request = shown(COPY)
    clock.shift(timedelta(hours=1))
    return request


def look(request: PrivacyRequest) -> str:
    return words(Client().get(f"/stop/{request.token}").text)


def words(page: str) -> str:
    """The page without what differs on each look: the token of a form, and the address it was reached by."""
    return re.sub(r'value="[^"]*"|/stop/[\w-]{43}', "", unescape(page))


def press(request: PrivacyRequest) -> str:
    return unescape(Client().post(f"/stop/{request.token}").text)


def test_a_used_link_says_what_was_done_and_when_and_a_second_press_does_nothing_more(warned, clock) -> None:
    assert "Was it not you?" in look(warned)
    assert DONE in press(warned)
    entries = len(find_entries(request=warned.submission_id, limit=500))
    clock.shift(timedelta(days=1))
    page = look(warned)
    assert DONE in page
    assert "10:00 a.m. (Central Time)" in page
    assert "Was it not you?" not in page
    assert DONE in press(warned)
    assert len(find_entries(request=warned.submission_id, limit=500)) == entries


def test_the_page_tells_nothing_of_what_officers_found_since(warned, clock) -> None:
    press(warned)
    before = look(warned)
    release_verdicts.clear(request_id=warned.id, why="She forgot.", by=cast.staff("olu"), now=NOW + timedelta(hours=2))
    assert look(warned) == before
    # And whoever was warned can say it again, for all that page says.
    clock.shift(timedelta(hours=3))
    assert AGAIN in before
    assert DONE in press(warned)
    assert ReleaseHold.objects.get().state == "stopped"


def test_a_stop_on_the_telephone_is_not_told_to_who_holds_the_link(warned) -> None:
    caller_contact.stop(request_id=warned.id, by=cast.staff("casey"), now=NOW)
    assert "Was it not you?" in look(warned)
    assert DONE in press(warned)
    assert DONE in look(warned)
    [entry] = find_entries(action="release_hold.link_used", request=warned.submission_id)
    assert entry.facts == {}


def test_an_unknown_and_an_old_link_look_like_one_that_was_never_used(warned, clock) -> None:
    fresh = look(warned)
    press(warned)
    clock.shift(release_holds.LINK_LIVES + timedelta(days=4))
    unknown = words(Client().get(f"/stop/{'x' * 43}").text)
    assert look(warned) == unknown == fresh
