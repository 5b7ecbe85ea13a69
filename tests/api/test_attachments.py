"""Messages with files through the API: an upload goes with a message, once."""

import pytest

from requests_app.models import Attachment, Message
from tests import cast
from tests.api.caller import Caller
from tests.verification import papermaking as make


@pytest.fixture(autouse=True)
def _decoder(monkeypatch: pytest.MonkeyPatch) -> None:
    make.decode_here(monkeypatch)


def test_a_program_sends_a_file_with_a_message_once(olu: Caller) -> None:
    request = olu.post("submissions/", cast.body("access")).json()["requests"][0]
    upload = olu._call("post", "uploads/", headers={}, data=make.pdf(), content_type="application/octet-stream")
    message = {"direction": "in", "body": "She brought this.", "attachment": upload.json()["id"]}
    address = f"requests/{request['reference']}/messages/"
    assert olu.post(address, message).status_code == 201
    assert Attachment.objects.get().inbound
    assert olu.post(address, message).status_code == 422
    assert olu.post(address, {**message, "attachment": "none"}).status_code == 422
    assert (Message.objects.count(), Attachment.objects.count()) == (1, 1)


def test_evidence_goes_with_a_correction_and_with_nothing_else(olu: Caller) -> None:
    request = olu.post("submissions/", cast.body("access")).json()["requests"][0]
    message = {"direction": "in", "body": "See the bill.", "kind": "evidence"}
    assert olu.post(f"requests/{request['reference']}/messages/", message).status_code == 409
    assert olu.post(f"requests/{request['reference']}/messages/", {**message, "kind": "proof"}).status_code == 422
    assert Message.objects.count() == 0
