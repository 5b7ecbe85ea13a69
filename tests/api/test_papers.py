"""Papers through the API: an upload becomes proof of a request, once, and only where a paper is needed."""

from typing import Any

import pytest

from accounts.models import User
from requests_app.models import PrivacyRequest
from tests.api.caller import Caller, is_problem
from tests.cast import body
from tests.verification import papermaking as make
from vault.models import StoredFile
from verification.models import Paper

COPY = {"right": "access", "scope": "specific_pieces"}
AGENT = {
    "capacity": "authorized_agent", "name": "Ada Agent", "email": "ada@agents.example",
    "authority": "signed_permission", "answer_to": "consumer",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _decoder(monkeypatch: pytest.MonkeyPatch) -> None:
    make.decode_here(monkeypatch)


def upload(caller: Caller, content: bytes) -> Any:
    return caller._call("post", "uploads/", headers={}, data=content, content_type="application/octet-stream")


def filed(caller: Caller, **more: Any) -> dict[str, Any]:
    answer = caller.post("submissions/", body(COPY, **more)).json()
    found: dict[str, Any] = answer["requests"][0]
    return found


def test_an_agents_program_hands_in_the_permission_it_uploaded(olu: Caller) -> None:
    request = filed(olu, requester=AGENT)
    assert "authority_paper" in request["verification"]["methods"]
    assert "document" not in request["verification"]["methods"]
    one = upload(olu, make.pdf()).json()["id"]
    sent = {"upload": one, "kind": "signed_permission"}
    assert olu.post(f"requests/{request['reference']}/papers/", sent).status_code == 200
    paper = Paper.objects.get()
    assert (paper.came_by, StoredFile.objects.get(id=one).status) == ("api", "shredded")
    # Olu's program put it in, so Olu does not say that it is good.
    assert paper.entered_by == str(User.objects.get(username="olu").id)
    again = is_problem(olu.post(f"requests/{request['reference']}/papers/", sent), 422)
    assert again["errors"][0]["pointer"] == "#/upload"


def test_what_no_request_needs_stays_an_upload(olu: Caller) -> None:
    request = filed(olu)
    one = upload(olu, make.picture("PNG")).json()["id"]
    for kind, status in (("identity_document", 409), ("selfie", 422)):
        is_problem(olu.post(f"requests/{request['reference']}/papers/", {"upload": one, "kind": kind}), status)
    assert StoredFile.objects.get(id=one).status == "stored"
    assert (Paper.objects.count(), PrivacyRequest.objects.get().rev) == (0, request["rev"])


def test_uploads_are_decoded_before_they_are_taken(olu: Caller) -> None:
    for content, words in (
        (make.pdf(pages=31), "more than 30 pages"),
        (make.vast_picture(), "too large"),
    ):
        assert words in is_problem(upload(olu, content), 422)["detail"]
