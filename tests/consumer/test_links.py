"""Links from letters: a page that says little, a fresh code, and nothing beyond the one thing the link is for."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client

from audit.selectors import entries_for
from jobs.services import run_due
from notifications.models import Letter
from requests_app.models import EntryLink, PrivacyRequest
from requests_app.services import letters, links, work
from tests import cast
from tests.consumer.conftest import mailed
from tests.consumer.test_answer import answered, proved  # noqa: F401 - the stories go on where those ended
from verification import selectors as checks
from verification import services as verification

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(file, clock, now) -> str:
    """The link in the letter that asks Nora who she is."""
    file()
    system = cast.Principal.system("sweep")
    letters.ask_for_identity(PrivacyRequest.objects.select_related("submission").get(), by=system, now=now)
    return str(mailed("identity_request")["link"])


@pytest.fixture
def ready(answered) -> str:  # noqa: F811  # a fixture of the file it is imported from
    """The link in the letter that says the answer is ready."""
    found = [re.search(r"/d/[\w-]{43}", str(one.body)) for one in mail.outbox]
    return next(one[0] for one in reversed(found) if one)


def test_a_look_at_the_page_uses_nothing_and_tells_nothing(asked: str) -> None:
    stranger = Client()
    page = stranger.get(asked)
    wrong = stranger.get("/verify/" + "x" * 43)
    hide = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"|/verify/[\w-]+')
    assert hide.sub("", page.text) == hide.sub("", wrong.text)
    for telling in ("Nora", "JM-", "copy", "delete", "nora@"):
        assert telling not in page.text.split("<main")[1].split("</main")[0]
    assert "no-store" in page.headers["Cache-Control"]
    assert page.headers["Referrer-Policy"] == "same-origin"
    assert EntryLink.objects.get().used_count == 0


def test_the_identity_link_leads_to_the_code_without_reference_and_access_code(asked: str, now) -> None:
    browser = Client()
    page = browser.post(asked, follow=True)
    code_page = page.redirect_chain[-1][0]
    assert code_page.startswith("/status/identity/code/")
    right = browser.post(code_page, {"code": str(mailed("verification_code")["code"])}, follow=True)
    assert "The code is right" in right.text
    used = [entry for entry in entries_for(PrivacyRequest.objects.get().id) if entry.action == "link.used"]
    assert [entry.facts for entry in used] == [{"purpose": "verify", "times": 1}]


STEPS = {
    "/status/identity/": None,
    "/status/identity/facts/": {"policy_number": "55-102938"},
    "/status/identity/statement/": {"typed_name": "Nora Quist"},
}


@pytest.mark.parametrize("step", STEPS)
def test_who_holds_only_the_link_reaches_the_code_page_alone(asked: str, step: str) -> None:
    browser = Client()
    browser.post(asked)
    typed = STEPS[step]
    page = browser.get(step, follow=True) if typed is None else browser.post(step, typed, follow=True)
    assert page.redirect_chain == [("/status/identity/code/", 302)]
    assert "First enter the code" in page.text
    check = checks.state_of(PrivacyRequest.objects.get().submission_id)
    assert (check.facts_tries, check.declaration_signed) == (0, False)


def test_after_the_code_the_link_leads_to_facts_and_statement_in_this_browser_alone(asked: str, now) -> None:
    browser, other = Client(), Client()
    for one in (browser, other):
        one.post(asked)
    browser.post("/status/identity/code/", {"code": str(mailed("verification_code")["code"])})
    for step, typed in STEPS.items():
        assert browser.get(step).status_code == 200, step
        if typed:
            assert browser.post(step, typed).headers["Location"] == "/status/identity/"
        assert other.get(step).headers["Location"] == "/status/identity/code/", "proved in another browser"
    check = checks.state_of(PrivacyRequest.objects.get().submission_id)
    assert (check.facts_tries, check.declaration_signed) == (1, True)


def test_following_the_link_once_more_asks_for_a_code_once_more(asked: str) -> None:
    browser = Client()
    browser.post(asked)
    browser.post("/status/identity/code/", {"code": str(mailed("verification_code")["code"])})
    browser.post(asked)
    assert browser.get("/status/identity/facts/").headers["Location"] == "/status/identity/code/"


def test_a_link_whose_check_was_concluded_meanwhile_ends_at_the_door(asked: str, monkeypatch) -> None:
    browser = Client()
    browser.post(asked)

    def concluded(**_what: object) -> None:
        raise verification.NotOpen

    monkeypatch.setattr(verification, "try_code", concluded)
    page = browser.post("/status/identity/code/", {"code": "12345678"}, follow=True)
    assert page.redirect_chain == [("/status/", 302)]
    assert "Nothing more is needed here" in page.text


def test_the_identity_link_opens_no_status_page_and_no_answer(asked: str) -> None:
    browser = Client()
    browser.post(asked)
    reference = PrivacyRequest.objects.get().reference
    for address in ("/status/requests/", f"/status/{reference}/", f"/status/{reference}/answer/"):
        assert browser.get(address).headers["Location"] == "/status/", address


def test_the_answer_link_needs_a_fresh_code_and_then_opens_every_part(ready: str) -> None:
    browser = Client()
    page = browser.post(ready, follow=True)
    address = page.redirect_chain[-1][0]
    assert "Nora" not in page.text
    assert browser.get(f"{address}pdf/").headers["Location"] == address
    browser.post(address, {"code": str(mailed("package_code")["code"])})
    assert browser.get(f"{address}pdf/").content.startswith(b"%PDF")
    assert browser.get(address.removesuffix("answer/")).headers["Location"] == "/status/"
    assert browser.get("/status/identity/").headers["Location"] == "/status/"


@pytest.mark.parametrize("token", ["x" * 43, "short", "x" * 500, "ñ" * 43])
def test_a_wrong_token_says_how_to_go_on(token: str, asked: str) -> None:
    for path in ("/verify/", "/d/"):
        page = Client().post(path + token)
        assert page.status_code == 404
        assert "This link does not work" in page.text
        assert 'href="/status/"' in page.text


def test_an_identity_link_opens_no_answer(asked: str) -> None:
    assert Client().post(asked.replace("/verify/", "/d/")).status_code == 404


def test_an_answer_link_does_not_lead_to_identity(ready: str) -> None:
    assert Client().post(ready.replace("/d/", "/verify/")).status_code == 404


def test_only_the_hash_is_kept(asked: str) -> None:
    token = asked.removeprefix("/verify/")
    assert len(token) == 43
    link = EntryLink.objects.get()
    assert token.encode() not in bytes(link.token_hash)
    assert len(link.token_hash) == 32


def test_it_ends_with_its_time_with_a_newer_one_and_with_its_purpose(asked: str, clock, now) -> None:
    row = PrivacyRequest.objects.select_related("submission").get()
    follow = {"token": asked.removeprefix("/verify/"), "purpose": "verify", "by": cast.anonymous()}
    assert links.follow(**follow, now=now + timedelta(days=30)) is None
    assert links.follow(**follow, now=now) is not None
    newer = links.make(
        request=row, purpose="verify", expires_at=now + timedelta(days=1), by=cast.Principal.system("t"), now=now
    )
    assert links.follow(**follow, now=now) is None
    work.withdraw(request_id=row.id, by=cast.Principal.consumer(row.submission_id, "s"), now=now)
    assert links.follow(**{**follow, "token": newer.removeprefix("/verify/")}, now=now) is None


def test_the_answer_link_ends_with_its_answer(ready: str, now) -> None:
    assert Client().post(ready).status_code == 302
    later = now + timedelta(days=31)
    token = ready.removeprefix("/d/")
    assert links.follow(token=token, purpose="download", by=cast.anonymous(), now=later) is None


def test_tries_are_limited(clock, db) -> None:
    browser = Client()
    statuses = [browser.post("/d/" + "x" * 43).status_code for _time in range(31)]
    assert statuses == [404] * 30 + [429]
    assert browser.get("/d/" + "x" * 43).status_code == 200


def test_the_words_kept_as_proof_hold_no_working_link(asked: str, now) -> None:
    run_due(now=now)
    letter = Letter.objects.get(kind="identity_request")
    assert letter.status == "sent"
    token = asked.removeprefix("/verify/")
    assert any(token in str(one.body) for one in mail.outbox)
    assert token not in str(letter.body) + str(letter.context)


def test_a_letter_on_paper_holds_no_link(file, clock, now) -> None:
    file(contact={"email": "", "phone": "920 555 0142", "line1": "12 Elm St", "city": "Neenah", "zip": "54956"})
    system = cast.Principal.system("sweep")
    letters.ask_for_identity(PrivacyRequest.objects.select_related("submission").get(), by=system, now=now)
    assert mailed("identity_request")["link"] == ""
