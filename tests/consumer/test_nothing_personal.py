"""Nothing about Nora is where others read along: addresses, titles, cookies, subjects of mails, logs, error pages."""

import logging
import re
from http.cookies import SimpleCookie

import pytest
from django.core import mail
from django.test import Client

from jobs.models import Job
from requests_app.models import PrivacyRequest
from tests import cast
from tests.consumer.conftest import NORA_PAGES, PUBLIC_PAGES

pytestmark = pytest.mark.django_db
HERS = ("nora", "quist", "9205550142", "920 555", "920-555", "elm st", "55-102938", "1961", "jordan", "guess what")
TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)


def hers(text: str) -> list[str]:
    return [word for word in HERS if word in text.lower()]


class Watched(Client):
    """A browser whose addresses, titles and cookies are looked at after each page."""

    def request(self, **given):
        answer = super().request(**given)
        places = [answer.request["PATH_INFO"], answer.headers.get("Location", ""), *TITLE.findall(answer.text)]
        cookies: SimpleCookie = answer.cookies
        places += [morsel.OutputString() for morsel in cookies.values()]
        assert [(place, hers(place)) for place in places if hers(place)] == []
        return answer


@pytest.fixture
def browser() -> Watched:
    return Watched(raise_request_exception=False)


@pytest.fixture
def heard(caplog: pytest.LogCaptureFixture):
    """Every log record from the lowest level up, as text with its arguments."""
    caplog.set_level(logging.DEBUG)
    return lambda: [record.getMessage() for record in caplog.records if not record.name.startswith("django.db")]


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_whole_story_leaves_her_out_of_addresses_titles_cookies_logs_and_subjects(
    browser: Watched, heard, clock, now, language: str
) -> None:
    cast.register(now)
    browser.cookies["django_language"] = language
    for address in PUBLIC_PAGES:
        browser.get(address)
    address = "/request/who/"
    while address != "/request/check/":
        slug = address.strip("/").split("/")[-1]
        # Once with a mistake: the page comes back with what was typed, and still says nothing of it in its title.
        browser.post(address, {**NORA_PAGES[slug], "email": "nora@", "date_of_birth_1": "99", "capacity": "self"})
        address = browser.post(address, NORA_PAGES[slug]).headers["Location"]
    browser.post("/request/check/", follow=True)
    row = PrivacyRequest.objects.get()
    browser.post(f"/status/{row.reference}/", {"body": "Guess what: I am Nora Quist of 12 Elm St."}, follow=True)
    for place in ("", "code/", "facts/", "statement/"):
        browser.get(f"/status/identity/{place}")
    browser.post("/status/identity/facts/", {"policy_number": "55-102938", "phone": "920-555-0142"}, follow=True)
    browser.get(f"/status/{row.reference}/withdraw/")
    browser.post("/opt-out/", {"contact": "nora@example.org", "kinds": ["marketing_email"]}, follow=True)
    browser.post("/ask/", {"kind": "question", "body": "I am Nora Quist", "email": "nora@example.org"}, follow=True)
    cast.work_off(now)
    assert len(mail.outbox) >= 2
    assert [(one.subject, hers(one.subject)) for one in mail.outbox if hers(one.subject)] == []
    assert [(line, hers(line)) for line in heard() if hers(line)] == []
    assert [job.kind for job in Job.objects.all() if hers(str(job.args))] == []


@pytest.mark.parametrize("address", ["/nora-quist/", "/status/NORA-QUIST-1/", "/request/nora/", "/u/nora@example.org"])
def test_an_error_page_repeats_nothing_that_was_asked_for(address: str) -> None:
    page = Client().get(address, follow=True)
    assert hers(page.text.replace(address, "")) == []
    assert "nora" not in page.text.lower().split("<main")[1].split("</main")[0]
