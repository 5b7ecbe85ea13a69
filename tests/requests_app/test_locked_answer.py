"""Who asked for the answer by e-mail gets it as a locked file; its password never travels with it."""

import io

import pikepdf
import pytest
from django.core import mail

from audit.selectors import entries_for
from fulfillment import services as fulfillment
from notifications import services as outbox
from requests_app.models import PrivacyRequest
from requests_app.services import delivery
from tests import cast
from tests.requests_app.test_letters_say import letter
from tests.requests_app.test_on_paper import LATER, NOW, answered, envelope

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _the_register() -> None:
    cast.register(NOW)


def attached() -> list[tuple[str, bytes, str]]:
    return [tuple(one) for message in mail.outbox for one in message.attachments if one[2] == "application/pdf"]


def password_of(request: PrivacyRequest) -> str:
    return fulfillment.show_password(request_id=request.id, by=cast.staff("olu").actor, now=LATER)


def test_one_file_holds_it_all_and_opens_with_the_password_alone() -> None:
    request = answered(delivery="encrypted_email")
    ((name, content, _kind),) = attached()
    password = password_of(request)
    assert name == f"{request.reference}.pdf"
    assert b"Quist" not in content
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(io.BytesIO(content))
    with pikepdf.open(io.BytesIO(content), password=password) as opened:
        assert (opened.encryption.R, opened.encryption.bits, opened.allow.accessibility) == (6, 256, True)
        assert set(opened.attachments) == {f"{request.reference}.json", f"{request.reference}.csv"}
    said = "".join(str(message.body) for message in mail.outbox)
    assert "locked file that comes with this e-mail" in said
    assert "We e-mail you the answer as a locked file" in said
    assert password not in said + str(envelope(request).body)
    _each_look_is_recorded(request, password)
    _what_was_taken_back_does_not_go(request)


def _each_look_is_recorded(request: PrivacyRequest, password: str) -> None:
    assert password_of(request) == password
    entries = entries_for(request.id)
    assert [one.action for one in entries].count("package.password_shown") == 2
    [sent] = [one for one in entries if one.action == "letter.sent" and one.facts["kind"] == "package_ready"]
    assert sent.facts["locked_file"] is True


def _what_was_taken_back_does_not_go(request: PrivacyRequest) -> None:
    ready = envelope(request)
    assert not ready.context["locked"], "a letter that is sent again goes to another mailbox, perhaps"
    mail.outbox.clear()
    context = {**ready.context, "locked": str(ready.id)}
    again = outbox.queue(
        "package_ready", about=request.submission_id, request=request.id, context=context, by=cast.staff("olu").actor,
        now=LATER, to=delivery.answer_recipient(request.submission),
    )  # fmt: skip
    cast.work_off(LATER)
    again.refresh_from_db()
    assert (again.status, attached()) == ("sent", [])
    assert "locked file" not in str(mail.outbox[-1].body)


def test_a_mailbox_that_was_not_on_file_gets_no_copy_and_no_promise() -> None:
    request = answered(delivery="encrypted_email", consumer={**cast.NORA, "email": "nora.new@example.org"})
    assert letter(request, "completion_access")["delivery"] == "secure_download"
    assert attached() == []
