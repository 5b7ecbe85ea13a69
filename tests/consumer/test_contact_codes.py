"""Codes for each e-mail address and number on the status pages, one by one; and naming one more."""

import json
import re
from html import unescape
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client

from requests_app.models import PrivacyRequest
from requests_app.services import work
from tests import cast
from tests.consumer.conftest import errors
from tests.consumer.test_identity import worker
from verification.methods import one_time
from verification.models import Code, Contact

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def texts(settings, tmp_path) -> Path:
    settings.SMS_URL, settings.DEMO = f"file:{tmp_path / 'sms'}", True
    return tmp_path / "sms"


def lines(client: Client) -> dict[str, str]:
    """The lines of the task list with their addresses."""
    found = re.findall(r'task-list__link" href="([^"]+)"[^>]*>([^<]+)<', client.get("/status/identity/").text)
    return {words: address for address, words in found}


def test_nora_proves_mailbox_and_phone_one_by_one(register, file, client: Client, clock, now, texts, capsys) -> None:
    file()
    phone = lines(client)["Enter a code that we text to the number ••• 42"]
    assert "We text eight digits to the number ••• 42" in client.get(phone).text
    client.post(phone, {"send": "1"})
    worker(now, kind="letters.send")
    [sent] = [json.loads(path.read_text()) for path in texts.iterdir()]
    call_command("demo_code", to="(920) 555-0142")
    code = capsys.readouterr().out.strip()
    assert code in sent["text"]
    assert "Thank you. The code is right." in client.post(phone, {"code": code}, follow=True).text
    page = client.get("/status/identity/").text
    assert page.count("Done") == 1
    assert "You have shown that you can read messages at ••• 42" in client.get(phone).text


def test_she_names_one_more_and_gets_its_own_code(file, client: Client, clock) -> None:
    file()
    assert "another e-mail address or phone number with you" in client.get("/status/identity/").text
    page = client.post("/status/identity/another/", {"contact": "old@example.net"}, follow=True)
    assert "We send eight digits to o•••@example.net" in page.text
    assert "Enter a code that we e-mail to o•••@example.net" in lines(client)
    for typed, said in (
        ("", "Enter an e-mail address like name@example.com, or a phone number"),
        ("+44 7911 123456", "We cannot send a code there"),
        ("old@", "e-mail address"),
        ("12", "phone number"),
    ):
        assert said in errors(client.post("/status/identity/another/", {"contact": typed}).text)[0]
    assert Contact.objects.count() == 3


def test_a_code_typed_after_the_request_was_taken_back_reads_that_it_is_closed(
    file, client: Client, clock, now
) -> None:
    file()
    mailbox = lines(client)["Enter a code that we e-mail to n•••@example.org"]
    client.post(mailbox, {"send": "1"})
    asked = PrivacyRequest.objects.get()
    nora = cast.Principal.consumer(asked.submission_id, "s")
    work.withdraw(request_id=asked.id, by=nora, now=now)
    for typed in ({"code": "12345678"}, {"send": "1"}):
        said = client.post(mailbox, typed, follow=True).text
        assert "This request is closed. We need no proof for it, and no code is taken any more." in said


def test_a_point_of_somebody_else_is_not_there(file, client: Client, clock) -> None:
    file()
    hers = Contact.objects.get(kind="phone").id
    other = Client()
    other.post("/opt-out/", {"contact": "sam@example.com", "kinds": ["sale_sharing"]})
    assert other.get(f"/status/identity/code/{hers}/").status_code == 404
    assert other.post(f"/status/identity/code/{hers}/", {"send": "1"}).status_code == 404
    assert Code.objects.count() == 0


def test_one_network_address_has_a_limit_whosever_codes_they_are(file, client: Client, clock, monkeypatch) -> None:
    monkeypatch.setattr("dsar_portal.consumer.views.limits.CODES_SENT", 2)
    monkeypatch.setattr("dsar_portal.consumer.views.limits.CODES_TRIED", 3)
    file()
    points = [f"/status/identity/code/{one.id}/" for one in Contact.objects.all()]
    sends = [client.post(point, {"send": "1"}).status_code for point in (*points, points[0])]
    assert sends == [302, 302, 429]
    tries = [client.post(points[0], {"code": "00000000"}).status_code for _try in range(4)]
    assert tries == [200, 200, 200, 429]


def test_without_a_provider_nothing_speaks_of_texts(file, client: Client, clock, settings) -> None:
    settings.SMS_URL = ""
    file()
    assert not any("text" in line for line in lines(client))
    page = client.post("/status/identity/another/", {"contact": "+19205550142"}).text
    assert errors(page) == ["Check the e-mail address. It looks like name@example.com."]


def test_a_number_that_got_its_measure_leaves_other_ways_open_for_known_and_unknown_alike(
    register, file, client: Client, clock, monkeypatch
) -> None:
    for measure in ("CODES_PER_DAY", "FIRST_CODES_PER_DAY"):
        monkeypatch.setattr(one_time, measure, 1)
    told = []
    for person, number in ((cast.NORA["given_name"], "920 555 0142"), ("Nobody", "920 555 0191")):
        client.cookies.clear()
        file(name={"given_name": person}, contact={"phone": number, "email": f"{person}@example.org"})
        phone = next(at for words, at in lines(client).items() if "we text" in words)
        client.post(phone, {"send": "1"})
        page = unescape(client.post(phone, {"send": "1"}, follow=True).text)
        main = page[page.index("<main") : page.index("</main>")]
        told.append(re.sub(r'\w•••@|•••.\w\w|value="[^"]*"|/code/[\w-]{36}/', "", main))
    assert told[0] == told[1]
    assert "There were too many tries" not in told[0]
    assert "So many codes went there that the next one can go out on" in told[0]
    for way in ("Enter a code that we e-mail to", "mail to the address on file", "call the number on file"):
        assert way in told[0]
    assert "We can go on with you on the line." in told[0]
