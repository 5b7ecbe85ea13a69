"""Olu assigns a request: the deed is in the ledger, or it did not happen."""

import hashlib
import json
from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction

from audit import context, ledger, selectors
from audit.actors import SYSTEM, Actor, ActorType, Subject
from audit.facts import PersonalData
from audit.ids import new_id

OLU = Actor(ActorType.STAFF, "0192f0c1-0000-7000-8000-000000000001", session="s-1", aal=2)
AT = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)


def assign(**changes):
    deed = {"actor": OLU, "subject": Subject.event("request"), "at": AT, "facts": {"automatic": False}} | changes
    return ledger.record(deed.pop("event", "request.assigned"), **deed)


@pytest.mark.django_db
def test_an_entry_is_the_exact_canonical_text_and_its_hash_is_the_receipt():
    request = new_id()
    with context.correlated(str(new_id())):
        receipt = assign(request=request, before="received", after="in_progress", reason="WORKLOAD")
    view = selectors.entry(receipt.entry)
    leaf = json.loads(view.leaf)
    assert list(leaf) == sorted(leaf)
    keys = "v id at action actor subject request from to reason facts detail corr ver"
    assert set(leaf) == set(keys.split())
    assert leaf["actor"] == {"type": "staff", "id": OLU.id, "session": "s-1", "aal": 2}
    assert (leaf["v"], leaf["at"], leaf["detail"]) == (1, "2026-11-23T15:00:00.000000Z", None)
    assert (view.before, view.after, view.reason, view.request) == ("received", "in_progress", "WORKLOAD", request)
    assert UUID(leaf["corr"])
    assert receipt.leaf_hash == view.leaf_hash == hashlib.sha256(b"\x00" + view.leaf.encode()).hexdigest()


@pytest.mark.django_db
def test_every_zone_is_written_as_utc():
    receipt = assign(at=AT.astimezone(timezone(timedelta(hours=-6))))
    assert selectors.entry(receipt.entry).at == AT


def test_outside_a_transaction_nothing_is_recorded(committed_db):
    with pytest.raises(ledger.OutsideTransaction):
        assign()


def test_a_deed_that_fails_takes_its_entry_with_it(committed_db):
    with transaction.atomic():
        receipt = assign()
        transaction.set_rollback(True)
    assert selectors.entry(receipt.entry) is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    "changes",
    [
        {"event": "request.eaten"},
        {"facts": {"colour": "blue"}},
        {"event": "queue.searched", "facts": {"name": "x"}},
    ],
)
def test_what_the_registry_does_not_know_is_refused(changes):
    with pytest.raises(ledger.UnknownEvent):
        assign(**changes)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "value",
    [
        "nora@example.org", "Nora Quist", "Nora", "Nora-Quist", "12 Elm St", "+19205550142", "920-555-0142",
        "55-102938", "123-45-6789", 9205550142, 1.5, None, {"name": "x"}, ["ok", "Nora"], "x" * 81, b"x", AT,
    ],
)  # fmt: skip
def test_what_looks_like_a_person_is_refused(value):
    with pytest.raises(PersonalData) as refused:
        assign(facts={"assignee": value})
    assert "nora" not in str(refused.value).lower(), "the refusal itself must not leak it"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "value",
    [
        "COMPLEXITY",
        "DEL-LEGAL",
        "JM-7K3F-92QX",
        "2026-11-23",
        "01a2053e-6b2a-7326-b2b4-bd9dfde784c7",
        7,
        True,
        ["jm_policy", "ccpa"],
        "",
    ],
)
def test_codes_counts_days_and_ids_are_welcome(value):
    receipt = assign(facts={"assignee": value})
    assert selectors.entry(receipt.entry).facts == {"assignee": value}


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["before", "after", "reason"])
def test_a_status_or_reason_is_a_code_too(name):
    with pytest.raises(PersonalData):
        assign(**{name: "because Nora said so"})


@pytest.mark.django_db
def test_an_actor_is_an_opaque_id():
    with pytest.raises(PersonalData):
        assign(actor=Actor(ActorType.STAFF, "olu@example.org"))


@pytest.mark.django_db
def test_a_revision_counts_from_one_and_a_time_has_a_zone():
    with pytest.raises(ledger.NotRecordable):
        assign(subject=Subject("request", new_id(), 0))
    with pytest.raises(ledger.NotRecordable):
        assign(at=AT.replace(tzinfo=None))


@pytest.mark.django_db
def test_one_revision_has_one_entry():
    subject = Subject("request", new_id(), 1)
    assign(subject=subject)
    with pytest.raises(IntegrityError), transaction.atomic():
        assign(subject=subject)


@pytest.mark.django_db
def test_the_story_of_a_request_is_read_oldest_first_and_the_search_newest_first():
    request = new_id()
    for minute in range(3):
        assign(request=request, at=AT + timedelta(minutes=minute), actor=SYSTEM)
    story = selectors.entries_for(request)
    assert [view.at.minute for view in story] == [0, 1, 2]
    found = selectors.find_entries(request=request, action="request.assigned", actor="portal", limit=2)
    assert [view.at.minute for view in found] == [2, 1]
    rest = selectors.find_entries(request=request, cursor=selectors.cursor_of(found[-1]))
    assert [view.at.minute for view in rest] == [0]
    assert selectors.find_entries(request=request, since=AT + timedelta(minutes=2), until=AT + timedelta(hours=1))
    assert not selectors.find_entries(request=request, until=AT)


@pytest.mark.django_db
def test_an_entry_waits_until_it_is_placed():
    before = selectors.counts()
    receipt = assign()
    after = selectors.counts()
    assert (after.entries, after.pending) == (before.entries + 1, before.pending + 1)
    assert selectors.pending_age() >= 0
    assert selectors.receipt_of(receipt.entry).text() is None
    assert selectors.receipt_of(new_id()) is None
    with connection.cursor() as cursor:
        cursor.execute("SELECT leaf_hash FROM audit.pending WHERE entry_id = %s", [receipt.entry])
        assert bytes(cursor.fetchone()[0]).hex() == receipt.leaf_hash
