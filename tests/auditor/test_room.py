"""Ari looks for what was done, and keeps the proof of it."""

import json
from datetime import datetime
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from audit.selectors import entries_for, find_entries
from tests.accounts.cast import hire, signed_in
from tests.auditor.conftest import text_of
from tests.cast import anonymous, ask, body

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def test_only_those_who_read_the_ledger_enter(now: datetime) -> None:
    olu = signed_in(hire("olu", "officer", now=now), now=now)
    for address in ("", "checkpoints/", "requests/", "figures/", "assurance/"):
        assert olu.get(f"/auditor/{address}").status_code == 403
        assert Client().get(f"/auditor/{address}").status_code == 302


def test_ari_finds_the_entries_of_one_request_and_the_search_is_an_entry_itself(ari: Client, now: datetime) -> None:
    request = ask(body("access"), now=now).requests[0]
    page = text_of(ari, f"/auditor/?request={request.reference.lower()}")
    filed = next(entry for entry in entries_for(request.id) if entry.action == "request.filed")
    assert str(filed.id) in page
    searched = find_entries(action="ledger.searched", limit=1)[0]
    assert searched.facts["fields"] == ["request"]
    assert searched.facts["results"] > 0
    assert request.reference not in searched.leaf


def test_looking_at_the_first_page_is_no_search(ari: Client) -> None:
    text_of(ari, "/auditor/")
    assert find_entries(action="ledger.searched") == []


def test_a_search_by_name_of_a_colleague_uses_the_opaque_id(ari: Client, now: datetime) -> None:
    hire("olu", "officer", now=now)
    page = text_of(ari, "/auditor/?actor=ari&action=staff.signed_in")
    assert "A member of staff signed in." in page
    assert "No entry fits" in text_of(ari, "/auditor/?actor=olu")


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("request=JM-7K3F-92Q0", "Check the reference"),
        ("request=nonsense", "Check the reference"),
        ("since=2026-02-31", "Enter a real date"),
        ("since=2026-11-20&until=2026-11-01", "must not be before"),
        ("action=made.up", "Error:"),
        ("request=01920000-0000-7000-8000-00000000000g", "Check the reference"),
    ],
)
def test_a_slip_in_the_search_is_said_in_words(ari: Client, query: str, words: str) -> None:
    assert words in text_of(ari, f"/auditor/?{query}")


@pytest.mark.parametrize("after", ["x", "~", "2026~no-id", "%00~01920000-0000-7000-8000-000000000000"])
def test_a_page_mark_changed_by_hand_begins_again(ari: Client, after: str) -> None:
    text_of(ari, f"/auditor/?after={after}")


def test_pages_follow_each_other_without_gaps(ari: Client, now: datetime) -> None:
    for _turn in range(12):
        ask(body("access"), now=now)
    seen: list[str] = []
    address = "/auditor/?action=letter.queued&since=2026-11-01"
    first = ari.get(address)
    while True:
        rows = first.context["rows"]
        seen += [str(row.entry.id) for row in rows]
        if not first.context["next"]:
            break
        first = ari.get(first.context["next"])
    everything = [str(entry.id) for entry in find_entries(action="letter.queued", limit=1000)]
    assert seen == everything


def test_an_entry_waits_for_its_place_and_says_so(ari: Client, now: datetime) -> None:
    request = ask(body("access"), now=now).requests[0]
    entry = entries_for(request.id)[0]
    page = text_of(ari, f"/auditor/entries/{entry.id}/")
    assert entry.leaf_hash in page
    assert "It waits for its place" in page
    assert ari.get(f"/auditor/entries/{entry.id}/proof/").status_code == 404


def test_an_unknown_entry_or_request_is_not_found(ari: Client) -> None:
    text_of(ari, "/auditor/entries/01920000-0000-7000-8000-000000000000/", 404)
    text_of(ari, "/auditor/requests/JM-2222-2222/", 404)
    text_of(ari, "/auditor/requests/nonsense/", 404)
    text_of(ari, "/auditor/checkpoints/99999999999999999999/", 404)


def test_a_history_reads_as_sentences_and_masks_the_person(ari: Client, now: datetime) -> None:
    request = ask(body("deletion"), now=now).requests[0]
    address = ari.get(f"/auditor/requests/?reference={request.reference}").headers["Location"]
    page = text_of(ari, address)
    assert "Nora Q." in page
    for secret in ("Quist", "nora@example.org", "5550142", "Elm St"):
        assert secret not in page
    seen = find_entries(action="case.viewed", request=request.id)
    assert [entry.facts for entry in seen] == [{"page": "history"}]


def test_a_guest_sees_only_what_lies_on_their_side_of_the_wall(now: datetime) -> None:
    guest = signed_in(hire("guest", "auditor", now=now, companies=["jm-care-plan"]), now=now)
    request = ask(body("access"), now=now, by=anonymous()).requests[0]
    assert "limited to a part of the house" in text_of(guest, "/auditor/")
    assert "No request with this reference" in text_of(guest, f"/auditor/?request={request.reference}")
    assert "No entry fits" in text_of(guest, f"/auditor/?request={request.id}")
    text_of(guest, f"/auditor/requests/{request.reference}/", 404)
    text_of(guest, f"/auditor/entries/{entries_for(request.id)[0].id}/", 404)


def test_the_figures_of_a_year_with_their_basis(ari: Client, now: datetime) -> None:
    ask(body("access"), now=now)
    page = text_of(ari, "/auditor/figures/?year=2026")
    assert "What each figure counts" in page
    assert "1 request was received" in page
    rows = text_of(ari, "/auditor/figures/?year=2026&format=csv").splitlines()
    assert rows[0].startswith("type,received,")
    assert "know,1,0,0,0,1,0,0,0,0,,,0" in rows
    assert find_entries(action="metrics.viewed", limit=1)[0].facts == {"year": 2026}


@pytest.mark.parametrize("year", ["", "9999", "0001", "20x6", "-1"])
def test_a_year_that_makes_no_sense_is_the_running_one(ari: Client, year: str) -> None:
    assert "Figures of 2026" in text_of(ari, f"/auditor/figures/?year={year}")


def test_without_a_report_nothing_is_claimed(ari: Client, settings: Settings, tmp_path: Path) -> None:
    settings.BASE_DIR = tmp_path
    assert "No drill was run" in text_of(ari, "/auditor/assurance/")
    report = tmp_path / "reports" / "assurance.json"
    report.parent.mkdir()
    report.write_text("not json")
    assert "No drill was run" in text_of(ari, "/auditor/assurance/")
    drill = {"name": "kills", "claim": "No request is lost.", "passed": True, "figures": {"requests": 120}}
    report.write_text(json.dumps({"results": [drill]}))
    page = text_of(ari, "/auditor/assurance/")
    assert "No request is lost." in page
    assert "1 claims held" in page
    assert "Never run" in page
    assert "script/drill merkle --full" in page


def test_the_lead_sees_what_was_proved_without_the_ledger(now: datetime) -> None:
    lena = signed_in(hire("lena", "lead", now=now), now=now)
    page = text_of(lena, "/auditor/assurance/")
    assert "/auditor/checkpoints/" not in page
    text_of(lena, "/auditor/", status=403)


def test_a_placed_entry_comes_with_a_proof_to_keep(place_all, now: datetime) -> None:
    ari = signed_in(hire("ari", "auditor", now=now), now=now)
    entry = find_entries(action="user.created", limit=1)[0]
    place_all()
    proof = ari.get(f"/auditor/entries/{entry.id}/proof/")
    assert proof.content.decode().startswith("c2sp.org/tlog-proof@v1\n")
    assert "Checkpoint" in text_of(ari, f"/auditor/entries/{entry.id}/")
    checkpoints = ari.get("/auditor/checkpoints/")
    size = checkpoints.context["checkpoints"][0]["size"]
    assert f"\n{size}\n" in ari.get(f"/auditor/checkpoints/{size}/").content.decode()
