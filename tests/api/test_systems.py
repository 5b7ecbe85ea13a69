"""What the company's own systems and outside monitors fetch."""

import base64
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts.principals import Principal, Scope
from audit import merkle
from audit import selectors as ledger
from dsar_portal import tasks
from requests_app.permissions import NotAllowed
from requests_app.selectors import suppressions_since
from tests.api.caller import Caller, is_problem, key_of
from tests.audit.conftest import Book
from tests.cast import ask, body, staff
from tests.verification.papermaking import picture
from vault import services as vault


def test_systems_fetch_new_opt_outs_page_by_page(olu: Caller, now: datetime) -> None:
    for minutes in range(3):
        ask(body("opt_out", identifiers=[]), now=now + timedelta(minutes=minutes))
    pages = [olu.get("suppressions/?page_size=4").json()]
    while pages[-1]["next"]:
        pages.append(olu.get(pages[-1]["next"].replace("http://localhost:8000", "")).json())
    assert [len(page["results"]) for page in pages] == [4, 4, 1]
    rows = [row for page in pages for row in page["results"]]
    assert {"nora@example.org", "+19205550142"} <= {row["value"] for row in rows}
    since = (now + timedelta(minutes=2)).isoformat().replace("+00:00", "Z")
    assert len(olu.get(f"suppressions/?since={since}").json()["results"]) == 3
    assert ledger.find_entries(action="export.made")[0].facts == {"kind": "suppressions", "rows": 3}
    for query in ("since=yesterday", "cursor=x", "page_size=9999", "until=now"):
        is_problem(olu.get(f"suppressions/?{query}"), 422)


@pytest.mark.usefixtures("db")
def test_who_sees_a_period_alone_gets_no_contact_points(now: datetime) -> None:
    limited = replace(staff("olu"), scope=Scope(since=now))
    with pytest.raises(NotAllowed):
        suppressions_since(since=None, by=limited)


def test_the_data_map_is_told(website: Caller) -> None:
    told = website.get("taxonomy/").json()
    assert {"contact", "commercial"} <= {row["category"] for row in told["categories"]}
    assert {"policy-admin", "marketing"} <= {row["system"] for row in told["systems"]}


def test_the_figures_of_a_year(olu: Caller, now: datetime) -> None:
    ask(body("deletion"), now=now)
    told = olu.get("metrics/2026/").json()
    assert {row["type"]: row["received"] for row in told["results"]}["delete"] == 1
    assert "request.filed" in told["basis"]["received"]
    assert "11 CCR 7102" in told["basis"]["median_days"]
    assert ledger.find_entries(action="metrics.viewed")[0].facts == {"year": 2026}
    is_problem(olu.get("metrics/2027/"), 422)
    is_problem(olu.get("metrics/soon/"), 404)


@pytest.mark.usefixtures("db", "clock")
def test_before_the_first_checkpoint(now: datetime) -> None:
    ari = key_of("ari", "audit:read", now=now)
    is_problem(ari.get("ledger/checkpoint/"), 404)
    is_problem(ari.get("ledger/proof/inclusion/?index=0&size=1"), 422)


@pytest.mark.django_db(transaction=True)
def test_a_monitor_follows_the_ledger(book: Book) -> None:
    now = timezone.now()
    monitor = key_of("ari", "audit:read", now=now)
    filed = ask(body("access"), now=now).requests[0]
    book.sequence()
    head = monitor.get("ledger/checkpoint/").json()
    entries, answer = [], monitor.get("ledger/entries/?page_size=5").json()
    while True:
        entries += answer["results"]
        if not answer["next"]:
            break
        answer = monitor.get(answer["next"].replace("http://localhost:8000", "")).json()
    entries = entries[: head["size"]]
    assert [entry["index"] for entry in entries] == list(range(head["size"]))
    hashes = [merkle.leaf_hash(entry["leaf"].encode()) for entry in entries]
    assert [one.hex() for one in hashes] == [entry["leaf_hash"] for entry in entries]
    assert base64.b64encode(merkle.root(hashes)).decode() == head["root"]
    own = monitor.get(f"ledger/entries/?request={filed.id}").json()["results"]
    by_name = monitor.get(f"ledger/entries/?request={filed.reference.lower()}")
    assert by_name.json().get("results") == own, by_name.content
    is_problem(monitor.get("ledger/entries/?request=JM-2222-222E"), 422)
    assert {entry["request"] for entry in own} == {str(filed.id)}
    last = head["size"] - 1
    proof = monitor.get(f"ledger/proof/inclusion/?index={last}&size={head['size']}").json()["proof"]
    path = [base64.b64decode(step) for step in proof]
    assert merkle.verify_inclusion(
        leaf=hashes[last], index=last, size=head["size"], proof=path, expected=base64.b64decode(head["root"])
    )
    assert monitor.get(f"ledger/proof/consistency/?first=1&second={head['size']}").json()["proof"]
    for query in (
        f"index={head['size']}&size={head['size']}",
        "index=0",
        "size=1",
        "index=-1&size=1",
        "index=0&size=99999",
    ):
        is_problem(monitor.get(f"ledger/proof/inclusion/?{query}"), 422)
    for query in ("first=2&second=1", "first=0&second=999999", "first=a&second=1", "first=1"):
        is_problem(monitor.get(f"ledger/proof/consistency/?{query}"), 422)
    is_problem(monitor.get("ledger/entries/?request=JM-1"), 422)


PNG = picture("PNG")


def upload(caller: Caller, content: bytes, kind: str = "application/octet-stream", **headers: str) -> Any:
    return caller._call("post", "uploads/", headers=headers, data=content, content_type=kind)


def test_a_file_is_taken_by_its_content(olu: Caller, now: datetime) -> None:
    answer = upload(olu, PNG, kind="text/html")
    assert answer.status_code == 201
    assert answer.json() == {"id": answer.json()["id"], "media_type": "image/png", "size": len(PNG)}
    opened = vault.read(file_id=UUID(answer.json()["id"]), by=Principal.system("test").actor, now=now, purpose="review")
    assert (opened.content, opened.media_type) == (PNG, "image/png")
    part = SimpleUploadedFile("proof.png", PNG)
    sent = olu._call("post", "uploads/", headers={}, data={"file": part})
    assert sent.status_code == 201


def test_files_that_are_not_taken(olu: Caller) -> None:
    for content in (b"", b"MZ\x90\x00\x03", b"<!doctype html><script>", PNG[:-3], PNG + b"<script>"):
        assert upload(olu, content).status_code in {413, 422}
        is_problem(upload(olu, content), 422)
    is_problem(upload(olu, b"x" * (10 * 1024 * 1024 + 1)), 413)
    is_problem(olu._call("post", "uploads/", headers={}, data={"other": "x"}), 422)


def test_an_upload_sent_twice_lies_there_once(olu: Caller) -> None:
    ids = {upload(olu, PNG, Idempotency_Key="one").json()["id"] for _ in range(2)}
    assert len(ids) == 1
    is_problem(upload(olu, b"other words", Idempotency_Key="one"), 422)


def test_a_file_that_no_later_call_names_does_not_stay(olu: Caller, now: datetime) -> None:
    file_id = UUID(upload(olu, PNG).json()["id"])
    days = timedelta(days=31)
    assert (tasks.left_uploads(now=now), tasks.left_uploads(now=now + days)) == (0, 1)
    with pytest.raises(vault.NotStored):
        vault.read_for_delivery(file_id)
    assert tasks.left_uploads(now=now + days) == 0
