"""“This is wrong” beside an item of the answer begins a request for correction, with what is known filled in."""

import pytest
from django.test import Client

from requests_app.models import Draft, PrivacyRequest
from tests.consumer.test_answer import answered, proved  # noqa: F401 - the stories go on where those ended

pytestmark = pytest.mark.django_db


@pytest.fixture
def row(answered: str) -> PrivacyRequest:  # noqa: F811  # a fixture of the file it is imported from
    return PrivacyRequest.objects.get()


def test_the_correction_begins_with_the_item_and_asks_who_it_is(client: Client, row: PrivacyRequest) -> None:
    client.cookies.pop("draft", None)
    assert "This is wrong" in client.get(f"/status/{row.reference}/").text
    item = row.decision["items"][0]
    answer = client.post(f"/status/{row.reference}/wrong/", {name: item[name] for name in ("category", "system")})
    assert answer.headers["Location"] == "/request/correction/"
    page = client.get("/request/correction/").text
    assert row.reference in page
    draft = Draft.objects.get(submission=None)
    assert draft.answers["what"] == {"rights": ["correction"]}
    assert "Quist" not in str(draft.answers)
    typed = {"count": "1", "field_0": "other", "current_0": "", "requested_0": "The ring is of gold.", "reason_0": ""}
    address = client.post("/request/correction/", typed).headers["Location"]
    assert client.get(address).status_code == 200


def test_an_item_that_is_not_of_the_answer_is_not_found(client: Client, row: PrivacyRequest) -> None:
    assert client.post(f"/status/{row.reference}/wrong/", {"category": "hr", "system": "nowhere"}).status_code == 404
    assert client.post(f"/status/{row.reference}/wrong/").status_code == 404


def test_an_unfinished_form_is_not_thrown_away(client: Client, row: PrivacyRequest) -> None:
    client.cookies.pop("draft", None)
    client.post("/request/who/", {"capacity": "self"})
    item = row.decision["items"][0]
    answer = client.post(f"/status/{row.reference}/wrong/", {name: item[name] for name in ("category", "system")})
    assert answer.headers["Location"] == "/request/"
    assert Draft.objects.get(submission=None).answers == {"who": {"capacity": "self"}}
