"""Olu explains why more time is needed. The words lie encrypted beside the ledger, which commits to them."""

import json
import re

import pytest
from django.db import Error, IntegrityError, connection, transaction

from audit import details, ledger, models, sealing, selectors, together
from audit.actors import SYSTEM, Actor, ActorType, Subject
from audit.details import State
from audit.ids import new_id
from tests.audit.conftest import AT
from vault.models import DataKey

OLU = Actor(ActorType.STAFF, "0192f0c1-0000-7000-8000-000000000001")
WORDS = {"explanation": "Nora asked for 40 boxes of paper.", "days": 45}


def extend(owner, words=WORDS):
    return ledger.record(
        "request.extended", actor=OLU, subject=Subject.event("request"), at=AT, request=owner, detail=words
    )


@pytest.mark.django_db
def test_the_leaf_commits_to_words_that_lie_encrypted_beside_it():
    owner = new_id()
    entry = extend(owner).entry
    leaf, kept = selectors.entry(entry).leaf, models.Detail.objects.get(entry_id=entry)
    assert "Nora" not in leaf
    assert b"Nora" not in bytes(kept.body)
    text = details.open_text(entry, bytes(kept.body), kept.key_id)
    assert text == '{"days":45,"explanation":"Nora asked for 40 boxes of paper."}'
    assert json.loads(leaf)["detail"] == sealing.commitment(bytes(kept.nonce), text.encode())
    assert details.read(entry) == details.Detail(State.OPEN, WORDS)


@pytest.mark.django_db
def test_equal_words_have_different_commitments():
    first, second = (selectors.entry(extend(new_id()).entry).leaf for _ in range(2))
    assert json.loads(first)["detail"] != json.loads(second)["detail"]


@pytest.mark.django_db
def test_words_in_any_normal_form_are_kept_and_an_entry_without_words_has_none():
    entry = extend(new_id(), {"explanation": "Jose\u0301\x00", "list": ["n\u0303"]}).entry
    assert details.read(entry).words == {"explanation": "Jos\u00e9", "list": ["\u00f1"]}
    plain = ledger.record("request.extended", actor=OLU, subject=Subject.event("request"), at=AT)
    assert details.read(plain.entry).state == details.read(new_id()).state == State.NONE


def test_words_of_an_act_that_is_written_together_are_kept_too(committed_db):
    owner = new_id()
    with transaction.atomic(), together.gathering():
        entries = [extend(owner).entry for _ in range(2)]
    assert [details.read(entry).state for entry in entries] == [State.OPEN] * 2


@pytest.mark.django_db
def test_words_belong_to_a_request():
    with pytest.raises(ledger.NotRecordable, match="name the request"):
        extend(None)


@pytest.mark.django_db
def test_one_request_has_one_key_and_its_making_is_recorded():
    owner = new_id()
    extend(owner)
    extend(owner)
    (key,) = DataKey.objects.filter(owner=owner)
    made = models.Entry.objects.filter(subject_type="data_key", subject_id=key.id)
    assert list(made.values_list("action", flat=True)) == ["data_key.made"]
    assert [view.action for view in selectors.entries_for(owner)] == ["request.extended"] * 2, "no part of the story"


@pytest.mark.django_db
def test_sealed_words_do_not_open_under_another_entry():
    first, second = (extend(new_id()).entry for _ in range(2))
    kept = models.Detail.objects.get(entry_id=first)
    assert details.open_text(second, bytes(kept.body), kept.key_id) is None


def test_erasing_words_leaves_the_ledger_provable(book):
    owner, other = new_id(), new_id()
    with transaction.atomic():
        entry, stays = extend(owner).entry, extend(other).entry
    book.sequence()
    with transaction.atomic():
        assert details.erase(owner=owner, by=SYSTEM, now=AT, cause="retention") == 1
    assert details.erase(owner=owner, by=SYSTEM, now=AT, cause="retention") == 0, "a second time does nothing"
    book.sequence()
    left = details.read(entry)
    assert left.state == State.ERASED
    told = selectors.entry(left.erased_by)
    assert told.facts == {"entry": str(entry), "index": selectors.entry(entry).leaf_index, "cause": "retention"}
    assert details.read(stays).state == State.OPEN
    report = book.check()
    assert (report.holds, report.details, report.details_erased) == (True, 1, 1)
    assert DataKey.objects.get(owner=owner).wrapped_key is None


def test_words_from_a_backup_do_not_open_once_their_key_is_destroyed(book, superuser_connection):
    owner = new_id()
    with transaction.atomic():
        entry = extend(owner).entry
    kept = models.Detail.objects.get(entry_id=entry)
    with transaction.atomic():
        details.erase(owner=owner, by=SYSTEM, now=AT, cause="retention")
    put_back = "INSERT INTO audit.detail VALUES (%s, %s, %s, %s)"
    with superuser_connection, superuser_connection.cursor() as cursor:
        cursor.execute(put_back, [str(entry), kept.nonce, kept.body, kept.key_id])
    assert details.read(entry).state == State.SEALED
    book.sequence()
    assert [problem.kind for problem in book.check().problems] == ["detail"], "an erasure that was undone is told"


@pytest.mark.parametrize(
    ("attack", "says"),
    [
        ("DELETE FROM audit.detail", "are gone, and no entry tells of it"),
        ("UPDATE audit.detail SET nonce = sha256('x')", "are not those that were committed to"),
        ("UPDATE audit.detail SET body = 'x'", "cannot be opened"),
        (
            "INSERT INTO audit.detail SELECT e.id, d.nonce, d.body, d.key_id FROM audit.entry e, audit.detail d "
            "WHERE e.action = 'data_key.made'",
            "has words that nothing commits to",
        ),
    ],
)
def test_words_that_were_tampered_with_are_found(book, superuser_connection, attack, says):
    with transaction.atomic():
        extend(new_id())
    book.sequence()
    with superuser_connection, superuser_connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE audit.detail DISABLE TRIGGER ALL; {attack}")
    (problem,) = book.check().problems
    assert problem.kind == "detail"
    assert re.search(says, problem.sentence)


@pytest.mark.django_db
@pytest.mark.parametrize("deed", ["DELETE FROM audit.detail", "UPDATE audit.detail SET body = 'x'"])
def test_the_application_may_neither_change_nor_delete_words(deed):
    extend(new_id())
    with pytest.raises(Error, match=r"permission denied|append-only"), transaction.atomic(), connection.cursor() as one:
        one.execute(deed)


@pytest.mark.django_db
def test_the_erasing_function_wants_the_entry_that_names_this_detail():
    first, second = (extend(new_id()).entry for _ in range(2))
    ledger.record(
        "audit.detail_erased", actor=SYSTEM, subject=Subject.event("detail"), at=AT, facts={"entry": str(second)}
    )
    with pytest.raises(IntegrityError, match="needs an audit"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT audit.erase_detail(%s)", [first])
