"""Questions and complaints: the urgent first, answered once."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client

from requests_app.models import Inquiry
from requests_app.services import correspondence, holds, inquiries
from tests import cast

Desk = Callable[[str], Client]
LIST = "/officer/inquiries/"


def ask(kind: str, now: datetime, **more: object) -> Inquiry:
    return correspondence.inquire(
        kind=kind, body="Why do you <b>hold</b> this?", contact={"email": "sam@example.org"}, language="en",
        by=cast.anonymous(), now=now, **{"channel": "web", **more},
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


def test_two_people_find_that_a_hold_is_on_a_namesake_of_the_child(desk: Desk, now: datetime) -> None:
    namesake = cast.ask(cast.body("restriction"), now=now).requests[0].request
    holds.place(request_id=namesake.id, reason="litigation", matter="CV-1", by=cast.staff("olu"), now=now)
    asked = ask("child_data", now, child={"given_name": "Nora", "family_name": "Quist"})
    olu, petra, address = desk("olu"), desk("petra"), f"{LIST}{asked.id}/"
    assert "A legal hold may be on this child" in olu.get(LIST).text
    assert "Say how you know" in olu.post(address, {"apart": "ask", "why": ""}, follow=True).text
    olu.post(address, {"apart": "ask", "why": "She is nine."})
    assert "A second person" in olu.post(address, {"apart": "yes"}, follow=True).text
    assert "She is nine." in petra.get(address).text
    assert "may delete" in petra.post(address, {"apart": "yes"}, follow=True).text
    assert "A legal hold may be on this child" not in petra.get(LIST).text


def test_what_is_not_there_is_not_found(desk: Desk) -> None:
    assert desk("olu").get(f"{LIST}{cast.staff('olu').user_id}/").status_code == 404


@pytest.mark.parametrize("name", ["casey", "ari", "dev"])
def test_others_do_not_read_them(desk: Desk, name: str) -> None:
    assert desk(name).get(LIST).status_code == 403


def test_number_and_code_of_what_came_on_paper_are_there_to_be_read_out(desk: Desk, now: datetime) -> None:
    web, paper = ask("question", now), ask("complaint", now, channel="mail")
    olu = desk("olu")
    page = olu.get(f"{LIST}{paper.id}/").text
    assert inquiries.code_of(paper.id) in page
    assert "Number and code, to read to them" in page
    assert "Number and code" not in olu.get(f"{LIST}{web.id}/").text
