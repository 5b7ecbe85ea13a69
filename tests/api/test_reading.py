"""The queue and the parts of a case, as programs read them."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from audit import selectors as ledger
from dsar_portal.api.serializers import parts, requests
from requests_app.models import PrivacyRequest
from tests.api.caller import Caller, is_problem
from tests.cast import NORA, ask, body


@pytest.fixture
def seven(olu: Caller, now: datetime) -> list[str]:
    """Seven people asked, one a day, the last one today."""
    found = []
    for days in range(6, -1, -1):
        person = {**NORA, "given_name": f"Nora{days}", "email": f"n{days}@example.org"}
        raw = body("access" if days % 2 else "deletion", consumer=person, identifiers=[])
        found.append(ask(raw, now=now - timedelta(days=days)).requests[0].reference)
    return found


def references(answer: Any) -> list[str]:
    assert answer.status_code == 200, answer.content
    return [row["reference"] for row in answer.json()["results"]]


def test_pages_lead_through_the_whole_queue_and_back(olu: Caller, seven: list[str]) -> None:
    answer = olu.get("requests/?page_size=3&ordering=received_at")
    walked, pages = references(answer), [references(answer)]
    while answer.json()["next"]:
        answer = olu.get(answer.json()["next"].replace("http://localhost:8000", ""))
        walked += references(answer)
        pages.append(references(answer))
    assert walked == seven
    assert olu.get("requests/?page_size=3").json()["previous"] is None
    back = olu.get(answer.json()["previous"].replace("http://localhost:8000", ""))
    assert references(back) == pages[-2]


def test_a_cursor_may_be_sent_alone_or_as_the_address_it_came_in(olu: Caller, seven: list[str]) -> None:
    following = olu.get("requests/?page_size=3").json()["next"]
    bare = following.split("cursor=")[1].split("&")[0]
    ways = [olu.get(f"requests/?page_size=3&cursor={cursor}") for cursor in (bare, following.replace("&", "%26"))]
    assert references(ways[0]) == references(ways[1]) == seven[3:6]


def test_the_queue_can_be_narrowed(olu: Caller, seven: list[str], now: datetime) -> None:
    day = (now - timedelta(days=3)).date().isoformat()
    due = PrivacyRequest.objects.get(reference=seven[3]).respond_by.isoformat()
    for query, wanted in {
        "right=deletion": seven[0::2],
        "right=access&ordering=-received_at": seven[1::2][::-1],
        "status=open": seven,
        "status=verifying": seven,
        "status=completed": [],
        "status=completed&status=denied,closed": [],
        "channel=web": seven,
        "channel=api": [],
        "company=group": seven,
        "company=jm-insurance": [],
        "assignee=none": seven,
        "assignee=me": [],
        "regime=jm_policy": seven,
        "regime=gdpr": [],
        "overdue=true": [],
        "overdue=false": seven,
        f"received_after={day}": seven[3:],
        f"received_before={day}T15:00:00Z": seven[:3],
        f"due_before={due}": seven[:3],
        f"due_after={due}": seven[4:],
        "q=n3@example.org": [seven[3]],
        f"q={seven[5].lower().replace('-', '')}": [seven[5]],
        "q=Quist": seven,
        "q=%2B1 920 555 0142": seven,
        "q=nobody": [],
        "ordering=-respond_by": seven[::-1],
    }.items():
        found = references(olu.get(f"requests/?{query}"))
        assert found == wanted, query


def test_a_search_leaves_a_trace_without_saying_what_for(olu: Caller, seven: list[str]) -> None:
    olu.get("requests/?q=Quist")
    trace = ledger.find_entries(action="queue.searched")[0]
    assert trace.facts == {"fields": ["q"], "results": 7}
    assert "Quist" not in trace.leaf


def test_a_row_and_a_case_are_as_described_and_masked(olu: Caller, seven: list[str]) -> None:
    row = olu.get("requests/").json()["results"][0]
    assert set(row) == set(requests.RequestRowOut().fields)
    answer = olu.get(f"requests/{seven[0]}/")
    case = answer.json()
    assert set(case) == set(requests.RequestOut().fields)
    assert case["consumer"]["name"] == "Nora6 Q."
    assert "n6@example.org" not in answer.content.decode()
    assert answer.headers["ETag"] == f'"{case["rev"]}"'


def test_reading_a_case_leaves_a_trace(olu: Caller, seven: list[str]) -> None:
    case = PrivacyRequest.objects.get(reference=seven[0])
    for part in ("", "timeline/", "deadlines/", "items/", "receipt/"):
        before = len(ledger.entries_for(case.id))
        assert olu.get(f"requests/{seven[0]}/{part}").status_code == 200
        assert len(ledger.entries_for(case.id)) == before + 1


def test_the_history_is_told_in_sentences(olu: Caller, seven: list[str]) -> None:
    lines = olu.get(f"requests/{seven[0]}/timeline/").json()["results"]
    assert set(lines[0]) == set(parts.LineOut().fields)
    assert {"request.filed", "request.verifying", "request.acknowledged"} <= {line["action"] for line in lines}
    assert all(line["text"].endswith(".") and len(line["leaf_hash"]) == 64 for line in lines)


def test_the_dates_come_with_their_arithmetic(olu: Caller, seven: list[str]) -> None:
    told = olu.get(f"requests/{seven[-1]}/deadlines/").json()
    assert told["respond_by"] == "2027-01-07"
    respond = next(row for row in told["results"] if (row["regime"], row["duty"]) == ("jm_policy", "respond"))
    assert set(respond) == set(parts.DeadlineOut().fields)
    assert (respond["by"], respond["at"], respond["met_at"]) == ("2027-01-07", "2027-01-08T05:59:59Z", None)
    assert any("45 days after" in step for step in respond["steps"])
    acknowledge = next(row for row in told["results"] if row["duty"] == "acknowledge")
    assert acknowledge["met_at"] == "2026-11-23T15:00:00Z"


def test_a_receipt_is_there_at_once(olu: Caller, seven: list[str]) -> None:
    receipt = olu.get(f"requests/{seven[0]}/receipt/").json()
    assert set(receipt) == set(parts.ReceiptOut().fields)
    assert '"action":"request.filed"' in receipt["leaf"].replace(" ", "")
    assert receipt["proof"] is None


def test_no_package_before_the_answer(olu: Caller, seven: list[str]) -> None:
    is_problem(olu.get(f"requests/{seven[1]}/package/"), 404)
    is_problem(olu.get(f"requests/{seven[1]}/package/?part=json"), 404)
    is_problem(olu.get(f"requests/{seven[1]}/package/?part=exe"), 422)
