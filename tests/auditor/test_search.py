"""Ari searches by everything a leaf says, and takes the result home as a file."""

import csv
import io
from datetime import datetime, timedelta

import pytest
from django.test import Client

from audit.actors import SYSTEM, Subject
from audit.ledger import record
from audit.selectors import entries_for, find_entries
from requests_app.services import spreadsheets
from requests_app.services.extension import extend
from tests import cast
from tests.auditor.conftest import text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def found(client: Client, query: str) -> list[str]:
    return [row.entry.action for row in client.get(f"/auditor/?{query}").context["rows"]]


def test_by_reason_and_by_family(ari: Client, now: datetime) -> None:
    request = cast.ask(cast.body("access"), now=now).requests[0].request
    cast.ask(cast.body("access"), now=now)
    why = {"reason": "COMPLEXITY", "explanation": "The archive of the old company has to be searched by hand."}
    extend(request_id=request.id, by=cast.staff("olu"), now=now, days=45, **why)
    assert found(ari, "reason=COMPLEXITY") == ["request.extended"]
    assert found(ari, "reason=complexity") == []
    assert set(found(ari, "action=submission.")) == {"submission.filed"}
    assert "request.extended" in found(ari, f"action=request.&request={request.reference}")


def test_by_role_of_whoever_did_it(ari: Client, now: datetime) -> None:
    cast.ask(cast.body("access"), now=now)
    assert set(found(ari, "role=auditor")) == {"staff.signed_in", "ledger.searched"} - {"ledger.searched"}
    assert found(ari, "role=steward") == []
    assert "submission.filed" in found(ari, "role=consumer")
    assert found(ari, "role=officer&actor=ari") == []
    assert "staff.signed_in" not in found(ari, "role=consumer")


def test_by_subject_type_id_and_both(ari: Client, now: datetime) -> None:
    request = cast.ask(cast.body("access"), now=now).requests[0].request
    letter = find_entries(action="letter.queued", limit=1)[0].subject_id
    assert set(found(ari, "subject=letter")) == {"letter.queued"}
    assert found(ari, f"subject={letter}") == found(ari, f"subject=letter/{letter}") == ["letter.queued"]
    assert found(ari, f"subject=request/{letter}") == []
    assert "request.filed" in found(ari, f"subject={request.id}")
    assert "Enter a type like letter" in text_of(ari, "/auditor/?subject=nora@example.org")


def test_the_result_is_counted_in_a_sentence_and_names_the_request(ari: Client, now: datetime) -> None:
    request = cast.ask(cast.body("access"), now=now).requests[0].request
    page = text_of(ari, "/auditor/?action=request.filed")
    assert "1 entry fits." in page
    assert f"/auditor/requests/{request.reference}/" in page


def test_the_file_holds_everything_found_and_runs_nothing(ari: Client, now: datetime) -> None:
    request = cast.ask(cast.body("access"), now=now).requests[0].request
    answer = ari.get(f"/auditor/?request={request.reference}&format=csv")
    assert answer.headers["Content-Type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode())))
    assert {row["entry"] for row in rows} == {str(entry.id) for entry in entries_for(request.id)}
    taken = find_entries(action="export.made", limit=1)[0]
    assert taken.facts == {"kind": "ledger", "rows": len(rows), "filters": ["request"]}
    for private in ("Nora", "Quist", "nora@example.org"):
        assert private not in answer.content.decode()


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@A1", "\tx", "\rx", "  =1+1"])
def test_a_cell_that_reads_like_a_formula_is_text(cell: str) -> None:
    assert spreadsheets.harmless(cell) == f"'{cell}"
    assert spreadsheets.harmless("JM-1 = 2") == "JM-1 = 2"


def test_pages_stay_put_while_new_entries_arrive(ari: Client, now: datetime) -> None:
    def looked(at: datetime) -> None:
        record("metrics.viewed", actor=SYSTEM, subject=Subject.event("view"), at=at, facts={"year": 2026})

    for turn in range(61):
        looked(now - timedelta(minutes=turn // 3))
    first = ari.get("/auditor/?action=metrics.viewed")
    looked(now + timedelta(minutes=1))
    second = ari.get(first.context["next"])
    seen = [row.entry.id for row in (*first.context["rows"], *second.context["rows"])]
    assert len(seen) == len(set(seen)) == 61
