"""Where texts can be sent, every known phone hears before data leaves, and can stop it from there."""

import pytest

from notifications.models import Letter
from notifications.selectors import words_of
from requests_app.models import PrivacyRequest, ReleaseHold
from requests_app.services import release_holds
from tests import cast
from tests.requests_app.keeping import NOW

COPY = {"right": "access", "scope": "specific_pieces"}

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(settings, tmp_path) -> PrivacyRequest:
    settings.SMS_URL = f"file:{tmp_path}"
    cast.register(NOW)
    filed = cast.ask(cast.body(COPY), now=NOW)
    cast.work_off(NOW)
    cast.prove(filed, now=NOW, waits=True)
    return PrivacyRequest.objects.get(id=filed.requests[0].id)


def test_a_text_warns_beside_the_mail_and_shortens_no_wait(asked: PrivacyRequest) -> None:
    hold = ReleaseHold.objects.get(submission=asked.submission)
    assert hold.warned == ["email", "post", "sms"]
    assert hold.hours == 48
    text = Letter.objects.get(kind="release_warning_text")
    assert (text.channel, text.recipient["phone"]) == ("sms", "+19205550142")
    token = text.context["link"].removeprefix(release_holds.PATH)
    cast.work_off(NOW)
    assert len(words_of(text.id).blocks[0]["text"]) <= 160
    assert "Nora" not in words_of(text.id).text
    assert release_holds.follow(token=token, by=cast.staff("olu"), now=NOW) == "stopped"
    hold.refresh_from_db()
    assert hold.state == "stopped"


def test_a_phone_that_is_not_safe_is_not_texted(settings, tmp_path) -> None:
    settings.SMS_URL = f"file:{tmp_path}"
    cast.register(NOW)
    filed = cast.ask(cast.body(COPY, safe_contact={"email": "nora@example.org"}), now=NOW)
    cast.work_off(NOW)
    cast.prove(filed, now=NOW, waits=True)
    assert not Letter.objects.filter(kind="release_warning_text").exists()
