"""The queue: what is seen, found, counted, taken and carried out of the house."""

import csv
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from audit import selectors as ledger
from requests_app.models import PrivacyRequest
from tests import cast

Desk = Callable[[str], Client]
QUEUE = "/officer/queue/"


def request_of(filed, index: int = 0) -> PrivacyRequest:
    return PrivacyRequest.objects.get(id=filed.requests[index].id)


def test_the_home_page_counts_and_leads_into_the_queue(desk: Desk, now: datetime) -> None:
    cast.ask(cast.body("deletion", "restriction"), now=now - timedelta(days=50))
    cast.ask(cast.body("deletion"), now=now)
    page = desk("olu").get("/officer/")
    assert page.status_code == 200
    counts = page.context["counts"]
    assert (counts.open, counts.overdue, counts.unassigned) == (3, 2, 3)
    assert "is%3Aoverdue" in page.text
    mine, unassigned = page.context["lists"]
    assert (mine["rows"], len(unassigned["rows"])) == ([], 3)
    assert unassigned["rows"][0].tone == "overdue", "what is due first stands first"
    assert "Nora" not in page.text, "who asks is not needed to see what is due"


def test_each_row_says_what_is_next_and_hides_the_person(desk: Desk, now: datetime) -> None:
    filed = cast.ask(cast.body("deletion"), now=now)
    page = desk("olu").get(QUEUE).text
    assert request_of(filed).reference in page
    assert "Nora Q." in page
    assert "Quist" not in page
    assert "nora@example.org" not in page
    assert "Show identity" in page
    assert "45 days left" in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("type:delete", 1),
        ("type:restriction", 1),
        ("type:access", 0),
        ("state:wi", 2),
        ("state:CA", 0),
        ("lang:es", 0),
        ("status:verifying", 1),
        ("status:verifying,in_progress", 2),
        ("is:overdue", 0),
        ("is:unassigned", 2),
        ("assignee:@me", 0),
        ("assignee:none", 2),
        ("due:<7d", 0),
        ("due:>7d", 2),
        ("due:<60d", 2),
        ("received:<2d", 2),
        ("received:>2d", 0),
        ("channel:web waiting:requester", 1),
        ('"nora quist"', 2),
        ("NORA@example.org", 2),
        ("55-102938", 2),
        ("somebody else", 0),
        ("sort:-received", 2),
    ],
)
def test_qualifiers_narrow_the_list(desk: Desk, now: datetime, query: str, found: int) -> None:
    cast.ask(cast.body("deletion", "restriction"), now=now)
    page = desk("olu").get(QUEUE, {"q": query})
    assert len(page.context["rows"]) == found, page.context["errors"]


@pytest.mark.parametrize(
    ("query", "word"),
    [
        ("colour:red", "colour:"),
        ("is:purple", "is:purple"),
        ("type:", "type:"),
        ("due:soon", "due:soon"),
        ("due:<31-02-2026", "due:"),
        ("state:ZZ", "ZZ"),
        ("assignee:nobody-here", "nobody-here"),
        ("status:open,gone", "gone"),
        ("x" * 400, "300"),
    ],
)
def test_an_unknown_qualifier_is_an_error_beside_the_box_and_keeps_the_text(
    desk: Desk, now: datetime, query: str, word: str
) -> None:
    cast.ask(cast.body("deletion"), now=now)
    page = desk("olu").get(QUEUE, {"q": query})
    assert page.status_code == 200
    assert page.context["rows"] == []
    assert word in page.context["errors"][0]["message"]
    assert "There is a problem" in page.text


@pytest.mark.parametrize("query", ['"never closed', "\x00‮txt", "<script>alert(1)</script>", "{{7*7}}", "' or 1=1 --"])
def test_odd_text_is_only_text(desk: Desk, now: datetime, query: str) -> None:
    page = desk("olu").get(QUEUE, {"q": query})
    assert page.status_code == 200
    assert "<script>alert" not in page.text


def test_the_lists_and_the_box_are_one_address(desk: Desk) -> None:
    olu = desk("olu")
    sent = olu.get(QUEUE, {"lists": "1", "q": "is:unassigned", "status": "in_review", "state": "CA"})
    assert sent.status_code == 302
    page = olu.get(sent["Location"])
    assert page.context["filters"].initial["status"] == "in_review"
    assert page.context["filters"].initial["q"] == "is:unassigned"
    assert [chip["label"] for chip in page.context["chips"]] == ["is:unassigned", "status:in_review", "state:CA"]


def test_an_unknown_qualifier_survives_the_lists(desk: Desk) -> None:
    page = desk("olu").get(QUEUE, {"lists": "1", "q": "colour:red", "status": "denied"})
    assert page.context["errors"]
    assert page.context["filters"].initial["status"] == "denied"


def test_a_reference_is_found_however_it_is_typed(desk: Desk, now: datetime) -> None:
    filed = cast.ask(cast.body("deletion", "restriction"), now=now)
    typed = request_of(filed).reference.lower().replace("-", " ")
    page = desk("olu").get("/officer/", {"q": typed}, follow=True)
    assert [row.reference for row in page.context["rows"]] == [request_of(filed).reference]


def test_pages_follow_each_other_without_gap(desk: Desk, now: datetime) -> None:
    for number in range(27):
        cast.ask(cast.body("restriction"), now=now - timedelta(hours=number))
    olu = desk("olu")
    first = olu.get(QUEUE)
    second = olu.get(first.context["next_href"])
    seen = [row.reference for page in (first, second) for row in page.context["rows"]]
    assert len(seen) == len(set(seen)) == 27
    back = olu.get(second.context["previous_href"])
    assert [row.reference for row in back.context["rows"]] == seen[:25]
    assert len(olu.get(QUEUE, {"rows": "50"}).context["rows"]) == 27


def test_a_made_up_page_address_says_so(desk: Desk) -> None:
    page = desk("olu").get(QUEUE, {"cursor": "nonsense"})
    assert page.status_code == 200
    assert "first page" in page.text


def test_a_search_is_recorded_without_what_was_searched_for(desk: Desk, now: datetime) -> None:
    desk("olu").get(QUEUE, {"q": "nora@example.org type:deletion"})
    entry = ledger.find_entries(action="queue.searched", limit=5)[0]
    assert entry.facts == {"fields": ["text", "type"], "results": 0}


def test_an_officer_takes_several_at_once(desk: Desk, now: datetime) -> None:
    filed = cast.ask(cast.body("deletion", "restriction"), now=now)
    references = [request_of(filed, number).reference for number in range(2)]
    page = desk("olu").post(f"{QUEUE}assign-to-me/", {"reference": references}, follow=True)
    assert "2 requests are now yours." in page.text
    assert {request_of(filed, number).assignee for number in range(2)} == {cast.staff("olu").user_id}
    assert ledger.find_entries(action="bulk.done", limit=5)[0].facts["done"] == 2


def test_mina_cannot_take_or_see_what_lies_behind_the_wall(desk: Desk, now: datetime) -> None:
    filed = cast.ask(cast.body("deletion", companies=["jm-insurance"]), now=now)
    mina, reference = desk("mina"), request_of(filed).reference
    assert reference not in mina.get(QUEUE).text
    mina.post(f"{QUEUE}assign-to-me/", {"reference": [reference]})
    assert request_of(filed).assignee is None
    assert mina.get(f"/officer/case/{reference}/").status_code == 404


def test_the_export_is_masked_harmless_and_recorded(desk: Desk, now: datetime) -> None:
    formula = {**cast.NORA, "given_name": "=HYPERLINK(1)"}
    cast.ask(cast.body("deletion", consumer=formula), now=now)
    answer = desk("olu").post(f"{QUEUE}export/", {"q": "type:deletion"})
    text = answer.content.decode()
    assert answer["Content-Type"].startswith("text/csv")
    assert "'=HYPERLINK(1) Q." in text
    assert "nora@example.org" not in text
    assert ledger.find_entries(action="export.made", limit=5)[0].facts == {"kind": "queue", "rows": 1}


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "＝", "＠", "|", "%"])
def test_no_name_runs_as_a_formula_in_the_export(desk: Desk, now: datetime, start: str) -> None:
    person = {**cast.NORA, "given_name": f"{start}cmd", "email": f"{'+' if start == '＝' else 'n'}@example.org"}
    cast.ask(cast.body("deletion", consumer=person), now=now)
    rows = list(csv.reader(desk("olu").post(f"{QUEUE}export/", {}).text.splitlines()))
    assert rows[1][1].startswith(f"'{start}")
    assert not [
        cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "＝", "＠", "|", "%"))
    ]


@pytest.mark.parametrize("name", ["casey", "mo", "dev", "ada", "ari"])
def test_others_do_not_see_the_queue(desk: Desk, name: str) -> None:
    assert desk(name).get(QUEUE).status_code == 403


def test_a_visitor_is_led_to_the_sign_in() -> None:
    assert Client().get(QUEUE)["Location"].startswith("/staff/login/")
