"""The telephone system's list held against the ledger."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from audit.actors import Subject
from audit.ledger import record
from audit.selectors import find_entries
from requests_app.models import ListedCall
from requests_app.services.watch import calls, listing
from tests import cast
from tests.accounts.cast import hire, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
HEAD = "started_at,duration,agent,direction,call_id"
MORNING = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)


def listed(*rows: str, head: str = HEAD) -> bytes:
    return "\n".join([head, *rows]).encode()


def row(minutes: int, call: str, *, seconds: int = 300, agent: str = "casey", direction: str = "in") -> str:
    at = MORNING + timedelta(minutes=minutes)
    return f"{at.isoformat()},{seconds},{agent},{direction},{call}"


def written_down(minutes: int, *, seconds: int = 300, action: str = "call.recorded") -> None:
    """Casey's entry at the end of a call that began so many minutes into the morning."""
    facts = {"outcome": "no_request", "seconds": seconds} if action == "call.recorded" else {"method": "passphrase"}
    at = MORNING + timedelta(minutes=minutes, seconds=seconds)
    record(action, actor=cast.staff("casey").actor, subject=Subject.event("call"), at=at, facts=facts)


def held(now: datetime, *rows: str) -> calls.Reconciled:
    sol = cast.staff("sol")
    if rows:
        listing.read_in(content=listed(*rows), by=sol, now=now)
    return calls.reconcile(since=MORNING.date(), until=MORNING.date(), by=sol, now=now)


def test_matched_missing_and_too_many(now: datetime) -> None:
    written_down(0)
    written_down(60)
    found = held(now, row(1, "a"), row(30, "b"), row(90, "c"))
    assert found.matched == 1
    assert [call.call_ref for call in found.without_entry] == ["b", "c"]
    assert [entry.at for entry in found.without_call] == [MORNING + timedelta(minutes=65)]
    facts = find_entries(action="calls.reconciled", limit=1)[0].facts
    assert (facts["matched"], facts["without_entry"], facts["without_call"]) == (1, 2, 1)


def test_each_entry_serves_one_call_and_the_nearest_first(now: datetime) -> None:
    written_down(5)
    found = held(now, row(0, "early"), row(6, "near"))
    assert (found.matched, [call.call_ref for call in found.without_entry]) == (1, ["early"])


def test_another_agents_entry_does_not_serve(now: datetime) -> None:
    written_down(0)
    cast.staff("olu")
    found = held(now, row(0, "a", agent="olu"), row(2, "b", agent="nobody"))
    assert [call.call_ref for call in found.without_entry] == ["a", "b"]
    assert found.unknown_agents == ["nobody"]
    assert len(found.without_call) == 1


def test_a_status_read_aloud_is_enough_and_short_or_outgoing_calls_need_nothing(now: datetime) -> None:
    written_down(2, seconds=60, action="caller.checked")
    found = held(now, row(0, "a"), row(40, "b", seconds=29), row(50, "c", direction="out"))
    assert (found.matched, found.without_entry, found.short, found.outbound) == (1, [], 1, 1)


def test_without_a_list_nothing_is_missing(now: datetime) -> None:
    written_down(0)
    found = held(now)
    assert (found.covered, found.without_call, found.matched) == (None, [], 0)


@pytest.fixture
def sol(now: datetime) -> Client:
    return signed_in(hire("sol", "call_supervisor", now=now), now=now)


def send(client: Client, content: bytes) -> str:
    answer = client.post("/auditor/calls/", {"file": SimpleUploadedFile("calls.csv", content)}, follow=True)
    return answer.content.decode()


def test_a_list_is_read_in_once_and_nothing_of_the_caller_is_kept(sol: Client, now: datetime) -> None:
    hire("casey", "call_agent", now=now)
    head = "Call ID;Started at;Duration;Caller number;Agent;Direction"
    lines = ["77-1;2026-11-20 09:00:00;0:05:10;+19205550142;Casey;inbound", "77-2;2026-11-20 09:30;95;;casey;out"]
    page = send(sol, listed(*lines, head=head))
    assert "2 calls are new." in page
    assert "Nothing was kept of 1 other column." in page
    first = ListedCall.objects.order_by("started_at")[0]
    assert (first.started_at, first.seconds, first.inbound) == (MORNING, 310, True)
    assert "5550142" not in str(list(ListedCall.objects.values()))
    assert "2 were known already" in send(sol, listed(*lines, head=head))
    assert ListedCall.objects.count() == 2
    facts = find_entries(action="calls.imported", limit=1)[0].facts
    assert (facts["rows"], facts["new"], facts["known"]) == (2, 0, 2)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "The file is empty"),
        (b"\xff\xfe\x00", "This is no CSV file in UTF-8"),
        (b"PK\x03\x04 spreadsheet", "Missing: started_at, duration, agent, direction, call_id"),
        (listed(), "The list has no calls in it."),
        (listed(head="started_at,duration,agent,call_id"), "Missing: direction"),
        (listed(row(0, "a"), "yesterday,5,casey,in,b"), "Line 3: started_at must be a time like"),
        (listed("2031-01-01T00:00:00Z,5,casey,in,b"), "Line 2: started_at lies in the future"),
        (listed(f"{MORNING.isoformat()},long,casey,in,b"), "Line 2: duration must be seconds"),
        (listed(f"{MORNING.isoformat()},99999,casey,in,b"), "duration is longer than a day"),
        (listed(row(0, "a", direction="sideways")), "Line 2: direction must be in or out"),
        (listed(row(0, "a", agent="Nora Quist")), "Line 2: agent must be a user name"),
        (listed(row(0, "a b")), "call_id must be"),
        (listed(row(0, "a"), row(9, "a")), "1 line repeats a call_id"),
        (listed(*("x" for _turn in range(15))), "And 5 more faults."),
    ],
)
def test_a_bad_file_is_refused_with_a_sentence_and_nothing_is_kept(sol: Client, content: bytes, words: str) -> None:
    page = send(sol, content)
    assert words in page
    assert "Nora Quist" not in page
    assert not ListedCall.objects.exists()
    assert find_entries(action="calls.imported") == []


def test_who_compares_calls(now: datetime) -> None:
    for name, role, status in (("ari", "auditor", 200), ("lena", "lead", 200), ("casey", "call_agent", 403)):
        client = signed_in(hire(name, role, now=now), now=now)
        assert client.get("/auditor/calls/?since=2026-11-01&until=2026-11-20").status_code == status


def test_listed_calls_go_after_two_years(now: datetime) -> None:
    held(now, row(0, "a"))
    assert calls.forget_old(now=MORNING + timedelta(days=729)) == 0
    assert calls.forget_old(now=MORNING + timedelta(days=731)) == 1
