"""The access code is lost: a new one comes by mail, the old one dies when it is used, and strangers get nothing."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from audit.selectors import entries_for, find_entries
from jobs.models import Job
from notifications.models import Letter
from requests_app import reference
from requests_app.models import CodeRenewal, PrivacyRequest, Submission
from requests_app.services import letters, renewals
from tests import cast
from tests.untouched import nothing_written

pytestmark = pytest.mark.django_db
LOST, ASKED = "/status/lost-code/", "/status/lost-code/asked/"
CODE = re.compile(r"\b(?:[0-9A-Z]{4}-){3}[0-9A-Z]{4}\b")
# A fresh random mask on every page: the one thing that differs between any two of them.
TOKEN = re.compile(r'<input type="hidden" name="csrfmiddlewaretoken" value="\w+">')


@pytest.fixture
def nora(clock, file) -> dict:
    """What Nora wrote down when she asked; her browser is closed since."""
    found = file(what={"rights": ["access", "automated_decision"]})
    cast.work_off(cast.datetime.now(cast.UTC))
    mail.outbox.clear()
    return found


def lose(typed: str, browser: Client | None = None):
    """Ask for a new code and let the worker do its part."""
    page = (browser or Client()).post(LOST, {"reference": typed})
    cast.work_off(cast.datetime.now(cast.UTC))
    return page


def new_codes() -> list[str]:
    """The codes that lie in the mailbox, oldest first."""
    return [CODE.search(str(one.body))[0] for one in mail.outbox]


def opens(ref: str, code: str) -> bool:
    return Client().post("/status/", {"reference": ref, "code": code}).status_code == 302


def test_nora_gets_a_new_code_and_the_old_one_dies_with_its_first_use(nora: dict) -> None:
    ref, second = nora["references"]
    assert LOST in Client().get("/status/").text
    assert lose(ref.lower().replace("-", " ")).headers["Location"] == ASKED
    (code,) = new_codes()
    assert mail.outbox[0].to == ["nora@example.org"]
    assert code not in mail.outbox[0].subject
    assert opens(second, nora["code"]), "the old code works while the new one was not used"
    assert opens(ref, code.lower())
    assert not opens(ref, nora["code"])
    assert opens(second, code), "one code opens all that was asked in one go"


def test_every_step_is_on_record_and_on_her_page_and_no_code_is(nora: dict) -> None:
    lose(nora["references"][0])
    (code,) = new_codes()
    browser = Client()
    browser.post("/status/", {"reference": nora["references"][0], "code": code})
    found = {entry.action: entry.facts for entry in entries_for(Submission.objects.get().id)}
    assert found["submission.code_sent"] == {"channel": "web", "sent_by": "email", "expires_on": "2026-11-30"}
    assert found["submission.code_renewed"] == {"channel": "web"}
    page = browser.get(f"/status/{nora['references'][0]}/").text
    assert "Someone asked for a new access code." in page
    assert "The new access code was used." in page
    assert code not in str(list(Letter.objects.values_list("context", "body"))), "wiped once it was sent"
    assert code not in str(list(Job.objects.values_list("args", flat=True)))


def test_an_unused_new_code_expires_after_seven_days_and_the_old_one_goes_on(nora: dict, clock) -> None:
    ref = nora["references"][0]
    lose(ref)
    (code,) = new_codes()
    clock.shift(timedelta(days=8))
    assert not opens(ref, code)
    assert opens(ref, nora["code"])


def test_a_new_code_that_was_used_in_time_stays_good(nora: dict, clock) -> None:
    ref = nora["references"][0]
    lose(ref)
    (code,) = new_codes()
    clock.shift(timedelta(days=7))
    assert opens(ref, code)
    clock.shift(timedelta(days=300))
    assert opens(ref, code)
    assert not opens(ref, nora["code"])


def test_a_code_made_before_the_one_in_use_is_worthless(nora: dict, clock) -> None:
    ref = nora["references"][0]
    lose(ref)
    clock.shift(timedelta(hours=1))
    lose(ref)
    first, second = new_codes()
    clock.shift(timedelta(hours=1))
    assert opens(ref, second)
    assert not opens(ref, first)
    clock.shift(timedelta(hours=1))
    lose(ref)
    assert opens(ref, new_codes()[-1]), "she may lose it again"
    assert not opens(ref, second)


def test_a_stranger_who_knows_the_reference_locks_nobody_out(nora: dict, clock) -> None:
    ref = nora["references"][0]
    for number in range(8):
        lose(ref, Client(REMOTE_ADDR=f"198.51.100.{number}"))
        clock.shift(timedelta(minutes=20))
    assert len(new_codes()) == 3, "three a day, and all of them to Nora"
    assert {one.to[0] for one in mail.outbox} == {"nora@example.org"}
    assert opens(ref, nora["code"])
    assert opens(ref, new_codes()[0]), "a later one does not kill what lies in her mailbox"
    refused = [entry.facts for entry in find_entries(action="submission.code_not_sent")]
    assert refused == [{"channel": "web", "cause": "too_often"}] * 5


def test_twice_in_a_moment_sends_one(nora: dict) -> None:
    for _click in range(2):
        assert Client().post(LOST, {"reference": nora["references"][0]}).headers["Location"] == ASKED
    assert Job.objects.filter(kind="codes.renew").count() == 1
    cast.work_off(cast.datetime.now(cast.UTC))
    assert CodeRenewal.objects.count() == len(new_codes()) == 1


def test_the_answer_is_the_same_whether_the_request_exists_or_not(nora: dict) -> None:
    seen = []
    for ref in (nora["references"][0], reference.new_reference()):
        browser = Client()
        browser.get(LOST)
        with CaptureQueriesContext(connection) as statements:
            sent = browser.post(LOST, {"reference": ref})
        page = TOKEN.sub("", browser.get(sent.headers["Location"]).text)
        shape = [re.sub(r"'[^']*'|\d+", "?", one["sql"]) for one in statements.captured_queries]
        seen.append((sent.status_code, dict(sent.headers), sent.content, page, shape))
        assert not any("requests_app" in sql for sql in shape), "nothing is looked up while the visitor waits"
    assert "csrf" not in page
    assert seen[0] == seen[1]
    cast.work_off(cast.datetime.now(cast.UTC))
    assert [one.facts["cause"] for one in find_entries(action="submission.code_not_sent")] == ["unknown"]
    assert len(new_codes()) == 1


@pytest.mark.parametrize("typed", ["", " ", "JM-2222-2223", "\x00", "<b>", "J" * 5_000, "０" * 8])
def test_what_cannot_be_a_reference_is_told_apart_without_a_look(nora: dict, typed: str) -> None:
    with nothing_written():
        page = Client().post(LOST, {"reference": typed})
        assert page.status_code == 200
        assert "<title>Error: " in page.text


def test_one_address_is_slowed_down(clock) -> None:
    browser = Client(REMOTE_ADDR="198.51.100.7")
    answers = [browser.post(LOST, {"reference": reference.new_reference()}).status_code for _turn in range(21)]
    assert answers == [302] * 20 + [429]


def test_the_page_asks_for_nothing_but_the_reference(client: Client) -> None:
    asked = re.findall(r'<(?:input|select|textarea)[^>]* name="(\w+)"', client.get(LOST).text.split("<main")[1])
    assert [name for name in asked if name != "csrfmiddlewaretoken"] == ["reference"]


def test_in_spanish(client: Client) -> None:
    client.cookies["django_language"] = "es"
    assert "Perdí mi código de acceso" in client.get("/status/").text
    assert "Perdí mi código de acceso" in client.get(LOST).text
    assert "Si tenemos una solicitud con este número" in client.get(ASKED).text


class TestWhereItGoes:
    @pytest.fixture(autouse=True)
    def _now(self, now, clock) -> None:
        self.now = now

    def renew(self, **changes: object) -> PrivacyRequest:
        filed = cast.ask(cast.body("access", **changes), now=self.now)
        renewals.answer(known=filed.requests[0].reference, by=cast.Principal.system("test"), now=self.now)
        return PrivacyRequest.objects.get()

    def test_by_letter_where_there_is_no_e_mail_with_time_for_the_mail(self) -> None:
        paper = {key: value for key, value in cast.NORA.items() if key != "email"}
        request = self.renew(consumer=paper)
        letter = Letter.objects.get(kind="access_code_letter")
        assert (letter.channel, letter.status, letter.recipient["lines"]) == ("post", "queued", ["12 Elm St"])
        assert letter.context["valid_until"] == "2026-12-14"
        assert not letter.statutory
        again = renewals.renew_access_code(
            request_id=request.id, channel=renewals.Channel.WEB, by=cast.Principal.system("test"),
            now=self.now + timedelta(days=6),
        )  # fmt: skip
        assert again == renewals.Outcome.TOO_OFTEN, "one letter a week"

    def test_to_the_safe_contact_alone(self) -> None:
        self.renew(safe_contact={"email": "nora.safe@example.org"})
        (letter,) = Letter.objects.filter(kind="access_code_letter")
        assert letter.recipient["email"] == "nora.safe@example.org"

    @pytest.mark.parametrize("changes", [
        {"safe_contact": {"none_safe": True}},
        {"consumer": {"given_name": "Nora", "family_name": "Quist", "phone": "+19205550142"}},
    ])  # fmt: skip
    def test_nowhere_where_no_safe_address_was_given(self, changes: dict) -> None:
        request = self.renew(**changes)
        assert not Letter.objects.filter(kind="access_code_letter").exists()
        assert not CodeRenewal.objects.exists()
        (entry,) = find_entries(action="submission.code_not_sent", request=request.submission_id)
        assert entry.facts == {"channel": "web", "cause": "no_address"}

    @pytest.mark.parametrize(("language", "says"), [
        ("en", ("Your new access code", "Your old code still works until you use the new one",
                "Monday, November 30, 2026", "If you did not ask for it")),
        ("es", ("Su nuevo código de acceso", "Su código anterior todavía sirve hasta que use el nuevo",
                "30 de noviembre de 2026", "Si usted no lo pidió")),
    ])  # fmt: skip
    def test_the_letter_says_what_to_know(self, language: str, says: tuple[str, ...]) -> None:
        request = self.renew(language=language)
        letter = Letter.objects.get(kind="access_code_letter")
        assert letter.language == language
        read = letters.preview("access_code_letter", request, letter.context, now=self.now)
        text = " ".join(read.text.split())
        for words in (*says, letter.context["access_code"], request.reference):
            assert words in text
