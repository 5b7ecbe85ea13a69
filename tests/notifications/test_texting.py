"""Texts: the strict provider, the folder of the demonstration, and what a text says."""

import json
import logging
from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest

from audit.actors import Actor
from audit.ids import new_id
from jobs.services import RetryLater
from notifications import letters, selectors, services, texting
from notifications.channels import Refused, Unreachable
from notifications.models import Letter
from notifications.recipients import Recipient
from notifications.sending import send
from notifications.texting.twilio import Twilio, Unsound, read
from tests.notifications.samples import context
from tests.notifications.twilio_server import ACCOUNT, SENDER, TwilioServer

BY = Actor.system("test")
NORA_PHONE = "+19205550142"
# GSM 03.38, without its extension table: anything else makes a text three times as long.
GSM = set("@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿") | set(
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)


@pytest.fixture
def twilio(settings) -> Iterator[TwilioServer]:
    server = TwilioServer()
    settings.ALLOW_LOOPBACK, settings.SMS_URL = True, server.url()
    yield server
    server.shutdown()
    server.server_close()


def text_for(phone: str, now: datetime, *, minutes: int = 10) -> Letter:
    to = Recipient(name="Nora Quist", phone=phone)
    context = {"reference": "JM-7K3F-92QX", "code": "12345678", "valid_minutes": minutes}
    return services.queue(
        "verification_text", about=new_id(), request=None, to=to, context=context, by=BY, now=now, prefer="sms"
    )


@pytest.mark.django_db
def test_a_text_leaves_once_and_its_code_is_forgotten_here(twilio: TwilioServer, now: datetime) -> None:
    letter = text_for(NORA_PHONE, now)
    send(letter_id=letter.id, now=now)
    send(letter_id=letter.id, now=now)
    assert [(one["To"], one["From"]) for one in twilio.sent] == [(NORA_PHONE, SENDER)]
    assert "12345678" in twilio.sent[0]["Body"]
    letter.refresh_from_db()
    assert (letter.channel, letter.status, letter.context["code"]) == ("sms", "sent", "******")
    assert [(proof.outcome, proof.tracking) for proof in selectors.proof_of_sending(letter.id)] == [
        ("sent", f"SM{1:032x}")
    ]


@pytest.mark.django_db
def test_trouble_of_the_moment_is_tried_again(twilio: TwilioServer, now: datetime, settings) -> None:
    letter = text_for(NORA_PHONE, now)
    twilio.trouble = [429, 503]
    for code in ("twilio_20429", "twilio_20500"):
        with pytest.raises(RetryLater, match=code):
            send(letter_id=letter.id, now=now)
    settings.SMS_URL = twilio.url(sender="+15005550007")
    with pytest.raises(RetryLater, match="twilio_21606"):  # our own sender is wrong: no fault of the number
        send(letter_id=letter.id, now=now)
    settings.SMS_URL = "twilio+http://" + twilio.url().split("://")[1].replace(str(twilio.server_address[1]), "9")
    with pytest.raises(RetryLater, match="twilio_connect"):
        send(letter_id=letter.id, now=now)
    settings.SMS_URL = twilio.url()
    send(letter_id=letter.id, now=now)
    assert len(twilio.sent) == 1


@pytest.mark.django_db
@pytest.mark.parametrize(("phone", "code"), [("+15005550001", "21211"), ("+15005550004", "21610")])
def test_a_number_that_is_refused_is_refused_for_good_and_named_nowhere(
    twilio: TwilioServer, now: datetime, phone: str, code: str, caplog
) -> None:
    letter = text_for(phone, now)
    with caplog.at_level(logging.DEBUG):
        send(letter_id=letter.id, now=now)
    letter.refresh_from_db()
    assert letter.status == "failed"
    assert selectors.proof_of_sending(letter.id)[0].detail_code == f"twilio_{code}"
    assert phone[1:] not in caplog.text


@pytest.mark.django_db
def test_a_code_that_does_not_work_any_more_is_not_sent(twilio: TwilioServer, now: datetime) -> None:
    letter = text_for(NORA_PHONE, now)
    send(letter_id=letter.id, now=now + timedelta(minutes=10))
    letter.refresh_from_db()
    assert (letter.status, twilio.sent) == ("failed", [])


def test_the_provider_is_asked_whether_it_would_send(twilio: TwilioServer) -> None:
    Twilio(twilio.url()).check()
    with pytest.raises(Unreachable, match="twilio_20003"):
        Twilio(twilio.url(token="wrong")).check()
    with pytest.raises(Unreachable, match="twilio_20003"):
        Twilio(twilio.url(token="wrong")).send(to=NORA_PHONE, text="x", key="k")
    for unfit in ("9205550142", "+1920", ""):
        with pytest.raises(Refused, match="twilio_21"):
            Twilio(twilio.url()).send(to=unfit, text="x", key="k")
    with pytest.raises(Refused, match="twilio_21617"):
        Twilio(twilio.url()).send(to=NORA_PHONE, text="x" * 1601, key="k")
    assert twilio.sent == []


def test_the_secret_may_lie_in_a_file_and_no_mistake_repeats_it(tmp_path) -> None:
    (tmp_path / "token").write_text("t0ken\n")
    found = read(f"twilio://{ACCOUNT}@api.twilio.com?from=+15005550006&token_file={tmp_path}/token")
    assert (found.base, found.token, found.sender) == ("https://api.twilio.com", "t0ken", "+15005550006")
    assert read(f"twilio://{ACCOUNT}:t@api.twilio.com?from=MG{'a' * 32}").sender.startswith("MG")
    for wrong in ("twilio://AC1:t0ken@api.twilio.com?from=+1500", f"twilio://{ACCOUNT}:t0ken@api.twilio.com"):
        with pytest.raises(Unsound) as refused:
            read(wrong)
        assert "t0ken" not in str(refused.value)


def test_the_folder_of_the_demonstration(settings, tmp_path) -> None:
    settings.SMS_URL = f"file:{tmp_path / 'sms'}"
    texting.provider().send(to=NORA_PHONE, text="one", key="k")
    texting.provider().send(to="+19205550199", text="two", key="k")
    assert [one["text"] for one in texting.provider().messages(NORA_PHONE)] == ["one"]
    assert all(json.loads(file.read_text())["to"] for file in (tmp_path / "sms").iterdir())
    assert {oct(file.stat().st_mode)[-3:] for file in (tmp_path / "sms").iterdir()} == {"600"}


def test_which_numbers_may_get_a_text() -> None:
    for number in (NORA_PHONE, "920 555 0142", "+17875550100"):
        assert texting.textable(number), number
    for number in ("+447911123456", "+8821612345678", "+19002345678", "12", "", "nora@example.org"):
        assert not texting.textable(number), number


@pytest.mark.parametrize("language", letters.LANGUAGES)
@pytest.mark.parametrize("kind", [kind for kind, spec in letters.CATALOGUE.items() if spec.brief])
def test_a_text_is_one_short_message_that_names_nobody(kind: str, language: str) -> None:
    told = context(kind, language)
    to = Recipient(name="Nora Quist", phone=NORA_PHONE, language=language)
    words = " ".join(
        block["text"] for block in selectors.preview(kind, context=told, to=to, on=date(2026, 11, 23)).blocks
    )
    assert len(words) <= 160
    assert set(words) <= GSM
    assert str(told.get("code") or told["link"]) in words
    for telling in ("Quist", "Nora", "insurance", "seguro", "privacy", "privacidad", "JM-7K3F"):
        assert telling not in words
