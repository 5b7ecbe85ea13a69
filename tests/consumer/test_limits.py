"""A flood from one address, or towards one mailbox, is slowed down with a plain page; people are not."""

import pytest
from django.test import Client

from dsar_portal.consumer.views import limits
from requests_app.models import Inquiry, Submission

pytestmark = pytest.mark.django_db


def test_one_too_many_waits_and_is_told_how_long(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(limits.refusal.__kwdefaults__, "per_hour", 2)
    form = {"contact": "sam@example.org", "kinds": ["marketing_email"]}
    answers = [client.post("/opt-out/", form).status_code for _turn in range(2)]
    assert all(code < 400 for code in answers)
    slowed = client.post("/opt-out/", form)
    assert slowed.status_code == 429
    assert 0 < int(slowed.headers["Retry-After"]) <= 3600
    assert "Please wait a moment" in slowed.content.decode()
    assert client.get("/opt-out/").status_code == 200


ASKED = {"kind": "question", "body": "What do you hold?"}


@pytest.mark.parametrize(
    ("address", "form"),
    [
        ("/opt-out/", {"contact": "Sam@example.org ", "kinds": ["marketing_email"]}),
        ("/ask/", {**ASKED, "email": "sam@example.org"}),
        ("/child/", {"child_email": "kid@example.org", "email": "sam@example.org"}),
    ],
)
def test_one_mailbox_is_not_flooded_from_many_addresses(
    client: Client, monkeypatch: pytest.MonkeyPatch, address: str, form: dict
) -> None:
    monkeypatch.setitem(limits.crowded.__kwdefaults__, "per_hour", 2)
    codes = [client.post(address, form, REMOTE_ADDR=f"192.0.2.{number}").status_code for number in range(3)]
    assert codes == [302, 302, 429]
    other = {name: value.replace("am@", "ue@") if isinstance(value, str) else value for name, value in form.items()}
    assert client.post(address, other, REMOTE_ADDR="192.0.2.9").status_code == 302


def test_the_whole_form_counts_for_the_mailbox_too_and_is_kept(
    client: Client, fill, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(limits.crowded.__kwdefaults__, "per_hour", 0)
    fill()
    assert client.post("/request/check/").status_code == 429
    monkeypatch.setitem(limits.crowded.__kwdefaults__, "per_hour", 20)
    assert client.post("/request/check/", follow=True).redirect_chain[-1][0] == "/request/done/"


@pytest.mark.parametrize(
    ("address", "form"),
    [
        ("/opt-out/", {"contact": "sam@example.org", "kinds": ["marketing_email"]}),
        ("/ask/", ASKED),
        ("/child/", {"child_email": "kid@example.org"}),
    ],
)
def test_a_machine_falls_into_the_trap_and_a_person_is_told_the_way_out(
    client: Client, address: str, form: dict
) -> None:
    unseen = client.get(address).text
    assert 'class="app-trap" aria-hidden="true"' in unseen
    assert 'tabindex="-1"' in unseen.split("app-trap")[1]
    page = client.post(address, {**form, "homepage": "https://example.org/"})
    assert "Empty this field and send the form again" in page.text
    assert 'aria-hidden="true"><div' not in page.text.split("Leave this field empty")[0][-400:]
    assert (Submission.objects.count(), Inquiry.objects.count()) == (0, 0)
    assert client.post(address, {**form, "homepage": ""}).status_code == 302
