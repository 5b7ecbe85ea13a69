"""Checkpoints in the C2SP formats: signed by one key, readable by anybody's tools."""

import stat

import pytest

from audit import notes
from audit.notes import BadNote, Checkpoint, Verifier

HEAD = Checkpoint("portal.example/audit/1", 7, b"\x05" * 32)


@pytest.fixture
def signer(tmp_path):
    path = tmp_path / "log-key.pem"
    notes.generate_key(path)
    return notes.Signer.load("portal.example/audit/1", path)


def test_the_example_of_the_signed_note_specification():
    verifier = notes.parse_vkey("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")
    text = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
    signature = "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM="
    assert notes._vouches(f"\u2014 PeterNeumann {signature}", text, [verifier])
    assert str(verifier) == "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"


def test_a_signed_checkpoint_can_be_opened_with_its_key(signer):
    note = signer.sign(HEAD)
    assert note.startswith(HEAD.text() + "\n\u2014 portal.example/audit/1 ")
    assert notes.open_note(note, [signer.verifier]) == HEAD
    assert notes.parse_vkey(str(signer.verifier)) == signer.verifier


def test_signatures_of_strangers_are_ignored_but_not_enough(signer):
    note = signer.sign(HEAD)
    witnessed = note + "\u2014 witness.example AAAAAAAA\n"
    assert notes.open_note(witnessed, [signer.verifier]) == HEAD
    with pytest.raises(BadNote, match="no known key"):
        notes.open_note(note, [Verifier("portal.example/audit/1", b"\x01" * 32)])


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("\n7\n", "\n8\n"), ("\n7\n", "\n07\n"), ("\n7\n", "\n-7\n"), ("portal", "partal"), ("\n\n", "\n"),
        ("BQ", "B!"), ("BQUF", ""), ("\n\u2014 ", "\n- "),
    ],
)  # fmt: skip
def test_an_altered_note_is_refused(signer, old, new):
    with pytest.raises(BadNote):
        notes.open_note(signer.sign(HEAD).replace(old, new, 1), [signer.verifier])


def test_a_note_without_its_last_line_break_is_refused(signer):
    with pytest.raises(BadNote, match="line break"):
        notes.open_note(signer.sign(HEAD)[:-1], [signer.verifier])


@pytest.mark.parametrize(
    "text", ["x", "a+b", "a+00000000+AQ==", "PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"]
)
def test_a_bad_verifier_key_is_refused(text):
    with pytest.raises(BadNote):
        notes.parse_vkey(text)


def test_the_key_file_is_its_owners_alone_and_never_overwritten(tmp_path):
    path = tmp_path / "key.pem"
    notes.generate_key(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    before = path.read_bytes()
    notes.generate_key(path)
    assert path.read_bytes() == before


def test_a_key_name_is_one_word(signer):
    with pytest.raises(BadNote):
        notes.Signer("two words", signer._private)
