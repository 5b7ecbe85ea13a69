"""Questions and complaints: the urgent first, answered once."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client

from requests_app.models import Inquiry
from requests_app.services import correspondence
from tests import cast

Desk = Callable[[str], Client]
LIST = "/officer/inquiries/"


def ask(kind: str, now: datetime) -> Inquiry:
    return correspondence.inquire(
        kind=kind, body="Why do you <b>hold</b> this?", contact={"email": "sam@example.org"}, language="en",
        channel="web", by=cast.anonymous(), now=now,
    )  # fmt: skip


def test_a_report_about_a_child_comes_first(desk: Desk, now: datetime) -> None:
    ask("question", now), ask("child_data", now)
    page = desk("olu").get(LIST)
    assert [row["row"].kind for row in page.context["rows"]] == ["child_data", "question"]


def test_an_answer_is_kept_and_given_once(desk: Desk, now: datetime) -> None:
    asked, olu = ask("question", now), desk("olu")
    address = f"{LIST}{asked.id}/"
    assert "Why do you &lt;b&gt;hold&lt;/b&gt; this?" in olu.get(address).text
    assert "Write your answer first." in olu.post(address, {"answer": " "}).text
    assert ">E-mail</dt>" in olu.get(address).text
    assert olu.post(address, {"answer": "Because you bought a ring."}).status_code == 302
    second = desk("petra").post(address, {"answer": "Something else."})
    assert "answered already" in second.text
    assert Inquiry.objects.get().answer == "Because you bought a ring."
    assert olu.get("/officer/").context["counts"].inquiries == 0


def test_what_is_not_there_is_not_found(desk: Desk) -> None:
    assert desk("olu").get(f"{LIST}{cast.staff('olu').user_id}/").status_code == 404


@pytest.mark.parametrize("name", ["casey", "ari", "dev"])
def test_others_do_not_read_them(desk: Desk, name: str) -> None:
    assert desk(name).get(LIST).status_code == 403
