"""Ari recomputes a proof, and holds notes kept outside against the ledger."""

from datetime import datetime
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from audit import notes
from audit.proving import Verdict
from audit.selectors import find_entries
from tests.accounts.cast import hire, signed_in
from tests.auditor.conftest import ORIGIN, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def test_every_entry_of_a_tree_is_recomputed_to_the_signed_root(place_all, now: datetime) -> None:
    ari = signed_in(hire("ari", "auditor", now=now), now=now)
    for number in range(5):
        hire(f"one-{number}", "steward", now=now, factor=False)
    place_all()
    for entry in find_entries(limit=100):
        walk = ari.get(f"/auditor/entries/{entry.id}/").context["walk"]
        if entry.leaf_index is not None:
            assert walk.fits
            assert walk.leaf_hash == entry.leaf_hash
            assert ORIGIN in walk.signed_by
    seen = find_entries(action="ledger.entry_viewed", limit=1)[0]
    assert seen.facts["tree_size"] > 0


def test_a_checkpoint_signed_by_a_key_nobody_published_does_not_hold(place_all, now: datetime, tmp_path: Path) -> None:
    ari = signed_in(hire("ari", "auditor", now=now), now=now)
    place_all()
    (tmp_path / "checkpoints" / "log.vkey").write_text("")
    entry = find_entries(action="user.created", limit=1)[0]
    page = text_of(ari, f"/auditor/entries/{entry.id}/")
    assert "Does not hold" in page
    assert "No published key has signed this checkpoint." in page


def forged(tmp_path: Path, *, size: int, root: bytes, key: str = "log-key.pem", origin: str = ORIGIN) -> str:
    """A note as whoever holds the key could sign it."""
    notes.generate_key(tmp_path / key)
    return notes.Signer.load(origin, tmp_path / key).sign(notes.Checkpoint(origin, size, root))


@pytest.fixture
def verdict_of(place_all, now: datetime):
    """A function: what the page says of a note (and of a second one)."""
    ari = signed_in(hire("ari", "auditor", now=now), now=now)

    def compare(note: str, other: str = "") -> Verdict:
        answer = ari.post("/auditor/compare/", {"note": note.replace("\n", "\r\n"), "other": other})
        assert answer.status_code == 200
        found = answer.context["found"].verdict
        assert find_entries(action="ledger.compared", limit=1)[0].facts["outcome"] == found
        return found

    return compare


def test_notes_of_the_same_history_agree(verdict_of, place_all, now: datetime) -> None:
    hire("one", "steward", now=now)
    old = place_all()
    hire("two", "steward", now=now)
    middle = place_all()
    assert verdict_of(middle) == Verdict.SAME
    hire("three", "steward", now=now)
    place_all()
    assert verdict_of(old) == Verdict.CONSISTENT
    assert verdict_of(old, middle) == verdict_of(middle, old) == Verdict.CONSISTENT
    assert verdict_of(old, old) == Verdict.SAME


def test_a_rewritten_history_is_named_a_split_view(verdict_of, place_all, now: datetime, tmp_path: Path) -> None:
    hire("one", "steward", now=now)
    note = place_all()
    size = notes.read_text(note).size
    hire("two", "steward", now=now)
    place_all()
    lie = forged(tmp_path, size=size, root=b"\1" * 32)
    assert verdict_of(lie) == Verdict.SPLIT
    assert verdict_of(note, lie) == Verdict.SPLIT
    smaller = forged(tmp_path, size=size - 1, root=b"\2" * 32)
    assert verdict_of(smaller, note) == Verdict.SPLIT


def test_what_else_can_be_wrong_has_its_own_words(verdict_of, place_all, now: datetime, tmp_path: Path) -> None:
    assert verdict_of("hello") == Verdict.NO_HEAD
    note = place_all()
    size = notes.read_text(note).size
    assert verdict_of(forged(tmp_path, size=size + 9, root=b"\1" * 32)) == Verdict.AHEAD
    assert verdict_of(forged(tmp_path, size=1, root=b"\1" * 32, origin="other.example/log")) == Verdict.OTHER_LOG
    assert verdict_of(forged(tmp_path, size=1, root=b"\1" * 32, key="stranger.pem")) == Verdict.UNSIGNED
    assert verdict_of(note.replace(f"\n{size}\n", f"\n{size + 1}\n")) == Verdict.FORGED
    assert verdict_of("hello") == Verdict.UNREADABLE


def test_a_note_comes_as_a_file_and_an_empty_form_says_what_is_missing(place_all, now: datetime) -> None:
    ari = signed_in(hire("ari", "auditor", now=now), now=now)
    note = place_all()
    file = SimpleUploadedFile("latest", note.encode())
    assert ari.post("/auditor/compare/", {"file": file}).context["found"].verdict == Verdict.SAME
    for sent, words in (
        ({}, "Paste a signed note, or choose its file"),
        ({"file": SimpleUploadedFile("x.bin", b"\xff\xfe")}, "This file is no signed note"),
    ):
        answer = ari.post("/auditor/compare/", sent)
        assert answer.status_code == 422
        assert words in answer.content.decode()
    size = notes.read_text(note).size
    assert note.splitlines()[2] in text_of(ari, f"/auditor/compare/?first={size}&second=x")
